"""Writing what the corpus says: unchanged articles are left alone, and ids that are gone leave redirects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from counterclaim.errors import LedgerError
from counterclaim.ledger import log, shape
from counterclaim.ledger.connect import Store
from counterclaim.ledger.write import digest, mark_weighed
from counterclaim.records import Dispute, Found, Weighed

# Table -> id -> what it was made of: accounts of an event, mentions of an entity, positions of a dispute.
Members = dict[str, dict[str, frozenset[str]]]

_REDIRECTED = ("events", "entities", "disputes")


def store_weighed(store: Store, weighed: Weighed, *, complete: bool = True) -> int:
    """Replace all weighed rows in one transaction; the number of ids that were shown and are gone.

    ``complete`` False leaves the ledger marked as waiting to be weighed.
    """
    _check_articles(store, weighed.found)
    with store.transaction(checked_at_end=True):
        before = shown(store)
        kept = {found.article.article_id for found in weighed.found}
        old = _stored(store)
        _drop_articles(store, [a for a in old if a not in kept])
        for found in weighed.found:
            article_id, rows = found.article.article_id, article_rows(found)
            sealed = _sealed(found, rows)
            if old.get(article_id) != sealed:
                _drop_articles(store, [article_id])
                _store_article(store, found, rows, sealed)
        for table in shape.CORPUS_TABLES:
            store.run(f'DELETE FROM "{table}"')
            store.many(shape.insert(table), [shape.to_row(record) for record in getattr(weighed, table)])
        redirects = _leave_redirects(store, before)
        store.run("DELETE FROM former")
        log.append(store, "weigh", {"articles": len(kept), "redirects": redirects, "seals": seals(store)})
        mark_weighed(store, complete)
    return redirects


def _check_articles(store: Store, found: Sequence[Found]) -> None:
    known = {row[0] for row in store.all("SELECT article_id FROM articles")}
    for item in found:
        if item.article.article_id not in known:
            raise LedgerError(f"{store.path}: no article {item.article.article_id} to store what was weighed")


def _stored(store: Store) -> dict[str, str]:
    return dict(store.all("SELECT article_id, digest FROM weighed"))


def article_rows(found: Found) -> list[list[list[Any]]]:
    """The rows of one article, a list for each of ``ARTICLE_TABLES``."""
    return [[shape.to_row(record) for record in getattr(found.findings, table)] for table in shape.ARTICLE_TABLES]


def article_digest(found: Found) -> str:
    """Seals an article's lineage and weighed rows."""
    return _sealed(found, article_rows(found))


def _sealed(found: Found, rows: list[list[list[Any]]]) -> str:
    return digest([[[found.article.lineage_id]], *rows])


def _store_article(store: Store, found: Found, rows: list[list[list[Any]]], sealed: str) -> None:
    article = found.article
    store.run("UPDATE articles SET lineage_id = ? WHERE article_id = ?", (article.lineage_id, article.article_id))
    for table, of_table in zip(shape.ARTICLE_TABLES, rows, strict=True):
        store.many(shape.insert(table), of_table)
    store.run(
        "INSERT INTO claims_fts (rowid, text, speaker) SELECT row, text, speaker FROM claims WHERE article_id = ?",
        (article.article_id,),
    )
    store.run("INSERT INTO weighed (article_id, digest) VALUES (?, ?)", (article.article_id, sealed))


def _drop_articles(store: Store, article_ids: Sequence[str]) -> None:
    """Delete the weighed rows of articles, their words in the index first."""
    keys = [(article_id,) for article_id in article_ids]
    store.many(
        "INSERT INTO claims_fts (claims_fts, rowid, text, speaker) "
        "SELECT 'delete', row, text, speaker FROM claims WHERE article_id = ?",
        keys,
    )
    store.many(
        "DELETE FROM casualties WHERE account_id IN (SELECT account_id FROM accounts WHERE article_id = ?)", keys
    )
    for table in (*shape.ARTICLE_TABLES, "weighed"):
        if table != "casualties":
            store.many(f'DELETE FROM "{table}" WHERE article_id = ?', keys)


def clear(store: Store) -> None:
    """Delete every weighed row, inside the caller's transaction."""
    _drop_articles(store, sorted(_stored(store)))
    for table in reversed(shape.CORPUS_TABLES):
        store.run(f'DELETE FROM "{table}"')
    store.run("UPDATE articles SET lineage_id = ''")


def seals(store: Store) -> dict[str, str]:
    """The digests that the log keeps of a weighing: of all articles together, of each table of the corpus, of redirects."""
    found = {"articles": digest([store.all("SELECT article_id, digest FROM weighed")])}
    for table in shape.CORPUS_TABLES:
        found[table] = digest([store.all(f'SELECT {shape.quoted(shape.columns(table))} FROM "{table}"')])
    found["redirects"] = digest([store.all('SELECT "table", old_id, new_id, build FROM redirects')])
    return found


# ---------------------------------------------------------------- redirects


def shown(store: Store) -> Members:
    """The ids that the ledger shows, or showed before a withdrawal emptied it, with what each is made of."""
    kept = store.all('SELECT "table", id, member FROM former')
    return _grouped(kept) if kept else _grouped(_live(store))


def _live(store: Store) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    rows += [("events", e, "") for (e,) in store.all("SELECT event_id FROM events")]
    rows += [("events", e, a) for e, a in store.all("SELECT event_id, account_id FROM accounts")]
    rows += [("entities", e, "") for (e,) in store.all("SELECT entity_id FROM entities")]
    rows += [("entities", e, m) for e, m in store.all("SELECT entity_id, mention_id FROM mentions")]
    for values in store.all(shape.select("disputes")):
        dispute = shape.from_row(Dispute, values)
        rows.append(("disputes", dispute.dispute_id, ""))
        told = {p.claim_id or p.account_id for p in dispute.positions}
        rows += [("disputes", dispute.dispute_id, f"{dispute.slot} {t}") for t in sorted(t for t in told if t)]
    return rows


def _grouped(rows: Sequence[Sequence[str]]) -> Members:
    found: dict[str, dict[str, set[str]]] = {table: defaultdict(set) for table in _REDIRECTED}
    for table, old_id, member in rows:
        found[table][old_id].update([member] if member else [])
    return {table: {i: frozenset(members) for i, members in ids.items()} for table, ids in found.items()}


def _leave_redirects(store: Store, before: Members) -> int:
    after = _grouped(_live(store))
    build = store.one("SELECT max(build) FROM builds")
    left = 0
    for table in _REDIRECTED:
        store.many('DELETE FROM redirects WHERE "table" = ? AND old_id = ?', [(table, i) for i in sorted(after[table])])
        holders = {member: i for i in sorted(after[table]) for member in after[table][i]}
        for old_id in sorted(before[table].keys() - after[table].keys()):
            store.run(
                'INSERT OR REPLACE INTO redirects (old_id, new_id, "table", build) VALUES (?, ?, ?, ?)',
                (old_id, heir(before[table][old_id], holders), table, build[0] if build else None),
            )
            left += 1
    return left


def heir(members: frozenset[str], holders: Mapping[str, str]) -> str | None:
    """The id that now holds most of these members, the smallest of equals; None where none holds any."""
    counts = Counter(holders[member] for member in members if member in holders)
    return min(counts, key=lambda i: (-counts[i], i)) if counts else None


def resolve(store: Store, table: str, old_id: str) -> str | None:
    """The id that stands for one that was shown, itself where it still does; None where nothing does."""
    seen: set[str] = set()
    current: str | None = old_id
    while current is not None and current not in seen:
        seen.add(current)
        row = store.one('SELECT new_id FROM redirects WHERE "table" = ? AND old_id = ?', (table, current))
        if row is None:
            return current
        current = row[0]
    return None
