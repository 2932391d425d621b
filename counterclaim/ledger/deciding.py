"""From what a person says to a decision: ids and names become the words by which it is found again.

What is named: a row by its id or the start of it; an entity by id, name or alias, by ``NAME@DOCUMENT`` (whom this document calls
so), or as ``TYPE:NAME`` where it is new; a document by id, the start of it, or path.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterclaim import decisions as content
from counterclaim.decisions import Exhibit, Place, RowPlace, Who
from counterclaim.errors import UsageError
from counterclaim.ledger import decisions, queries, shape, weighed
from counterclaim.ledger.connect import Store
from counterclaim.ledger.decisions import Target, decide
from counterclaim.ledger.pack import unpacked_findings
from counterclaim.ledger.write import text_of
from counterclaim.records import (
    UNNAMED,
    Account,
    Article,
    Claim,
    Decision,
    Entity,
    Findings,
    How,
    Mention,
    MentionType,
)
from counterclaim.text import slug

_PREFIXES = {"clm-": "claims", "acc-": "accounts", "evt-": "events", "art-": "articles", "dec-": "decisions"}
_KEYS = {table: f"{table.removesuffix('s')}_id" for table in _PREFIXES.values()}
_SHORTEST = 8  # of an id that is given by its start: the prefix and four digits
_ARTICLE_WORDS = 200  # of an article's opening, by which it is found again
_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)


@dataclass(frozen=True, slots=True)
class Said:
    """Who decides, when (UTC; the clock's time where None) and why."""

    by: str
    made_at: str | None = None
    why: str | None = None


# ---------------------------------------------------------------- what a person can say


def same(store: Store, names: Sequence[str], said: Said) -> Decision:
    """These entities are one, or these events and accounts are one event."""
    return _parties(store, "merge", names, said)


def different(store: Store, names: Sequence[str], said: Said) -> Decision:
    """These entities, or these events and accounts, are not one; of two that were, the second leaves."""
    return _parties(store, "split", names, said)


def part(store: Store, event_id: str, account_ids: Sequence[str], said: Said) -> Decision:
    """These accounts tell another event than the rest of this one, and all of them the same."""
    side = _side(store, event_id)
    leaving = dict.fromkeys(of.id for name in account_ids for of in _side(store, name))
    sides = tuple(of for of in side if of.id not in leaving), tuple(of for of in side if of.id in leaving)
    if not all(sides):
        raise UsageError("name some of the event's accounts, and not all of them")
    target = Target("events", resolve(store, event_id, ("events",))[1])
    return _said(store, "split", target, said, after=content.dumps({"sides": sides}))


def correct(store: Store, row_id: str, values: Mapping[str, Any], said: Said) -> Decision:
    """Values by slot (``counterclaim.decisions.SLOTS``) of a claim or an account."""
    table, full_id = resolve(store, row_id, ("claims", "accounts"))
    unknown = [name for name in values if name not in content.SLOTS[table]]
    if unknown:
        known = ", ".join(content.SLOTS[table])
        raise UsageError(f"{', '.join(unknown)}: not of {table}; what can be corrected there is {known}")
    target, before = _row(store, table, full_id)
    return _said(store, "correct", target, said, before=before, after=content.dumps(values))


def accept(store: Store, row_id: str, said: Said) -> Decision:
    """A claim, account, event or entity is right as it stands."""
    if _table_of(row_id) is None:
        who = name_one(store, row_id)
        return _said(store, "accept", Target("entities", who.key), said, after=content.dumps({"entities": [who]}))
    table, full_id = resolve(store, row_id, ("claims", "accounts", "events"))
    if table == "events":
        side = _side(store, full_id)
        return _said(store, "accept", Target("events", full_id), said, after=content.dumps({"sides": [side]}))
    target, before = _row(store, table, full_id)
    return _said(store, "accept", target, said, before=before)


def refuse(store: Store, row_id: str, said: Said) -> Decision:
    """There is no such claim or account at these words."""
    table, full_id = resolve(store, row_id, ("claims", "accounts"))
    target, before = _row(store, table, full_id)
    return _said(store, "refuse", target, said, before=before)


def hide(store: Store, row_id: str, said: Said) -> Decision:
    """A claim, account or event is not shown; it stays in the ledger and in the weighing."""
    table, full_id = resolve(store, row_id, ("claims", "accounts", "events"))
    if table == "events":
        side = _side(store, full_id)
        return _said(store, "hide", Target("events", full_id), said, after=content.dumps({"sides": [side]}))
    target, before = _row(store, table, full_id)
    return _said(store, "hide", target, said, before=before)


def read(store: Store, article: str, said: Said) -> Decision:
    """A person has read an article (its id, or its document where it is the only one) and has nothing to add."""
    found = _article(store, article)
    text = text_of(store, found.document_id)
    end = min(found.end, found.start + _ARTICLE_WORDS)
    target = Target("articles", found.article_id, found.document_id, found.start, end, text[found.start : end])
    return _said(store, "read", target, said)


def mark(store: Store, name: str, public_role: str, said: Said) -> Decision:
    """A person has this public role, and so is named in what is shown."""
    who = name_one(store, name)
    if who.type is not MentionType.PERSON:
        raise UsageError(f"{who.name} is no person; only persons have a public role")
    after = content.dumps({"entities": [who], "public_role": public_role})
    return _said(store, "mark", Target("entities", who.key), said, after=after)


def undo(store: Store, decision_id: str, said: Said) -> Decision:
    """A decision is taken back."""
    _, full_id = resolve(store, decision_id, ("decisions",))
    action = store.one("SELECT action FROM decisions WHERE decision_id = ?", (full_id,))
    if action == ("withdraw",):
        raise UsageError("a withdrawal cannot be taken back: the words are gone")
    return _said(store, "undo", Target("decisions", full_id), said)


def add(store: Store, table: str, place: Place, values: Mapping[str, Any], said: Said) -> Decision:
    """A claim or an account stands at these words."""
    target = Target(table, "", place.document_id, place.start, place.end, place.words)
    return _said(store, "add", target, said, after=content.dumps(values))


def add_exhibit(store: Store, table: str, exhibit: Exhibit, values: Mapping[str, Any], said: Said) -> Decision:
    """A claim or an account that a person read or heard elsewhere and wrote down."""
    target = Target(table, "", exhibit.document_id, 0, len(exhibit.words), exhibit.words)
    return _said(store, "add", target, said, after=content.dumps({**values, "exhibit": exhibit}))


def _said(
    store: Store, action: str, target: Target, said: Said, *, before: str | None = None, after: str | None = None
) -> Decision:
    return decide(
        store, action, target, before=before, after=after, why=said.why, by=said.by, made_at=said.made_at
    )  # fmt: skip


# ---------------------------------------------------------------- rows


def _table_of(row_id: str) -> str | None:
    return next((table for prefix, table in _PREFIXES.items() if row_id.startswith(prefix)), None)


def resolve(store: Store, row_id: str, tables: Sequence[str]) -> tuple[str, str]:
    """The table and the full id of a row given by its id or the start of it. Raises UsageError for none or several."""
    table = _table_of(row_id)
    wanted = " or ".join(f"{prefix}..." for prefix, t in _PREFIXES.items() if t in tables)
    if table is None or table not in tables:
        raise UsageError(f"{row_id!r} is no id of {' or '.join(tables)} ({wanted})")
    key = _KEYS[table]
    ids = [row[0] for row in store.all(f'SELECT {key} FROM "{table}" WHERE {key} = ?', (row_id,))]
    if not ids and len(row_id) >= _SHORTEST:
        rows = store.all(f'SELECT {key} FROM "{table}" WHERE substr({key}, 1, ?) = ? ORDER BY 1', (len(row_id), row_id))
        ids = [row[0] for row in rows] or _redirected(store, table, row_id)
    if len(ids) != 1:
        what = f"is the start of {len(ids)} ids; give more of it" if ids else "is not in this ledger"
        raise UsageError(f"{row_id!r} {what}")
    return table, str(ids[0])


def _redirected(store: Store, table: str, row_id: str) -> list[str]:
    """The ids that now stand for a shown one that is gone, given by its start."""
    rows = store.all(
        'SELECT old_id FROM redirects WHERE "table" = ? AND substr(old_id, 1, ?) = ? ORDER BY 1',
        (table, len(row_id), row_id),
    )
    now = (weighed.resolve(store, table, row[0]) for row in rows)
    return sorted({i for i in now if i is not None})


def _row(store: Store, table: str, row_id: str) -> tuple[Target, str | None]:
    """The target for a claim or an account, and the row as the program found it (None where a person added it)."""
    article_id = store.one(f'SELECT article_id FROM "{table}" WHERE {_KEYS[table]} = ?', (row_id,))
    found = _findings(store, article_id[0] if article_id else "")
    rows: Sequence[Claim | Account] = found.claims if table == "claims" else found.accounts
    for row in rows:
        if (row.claim_id if isinstance(row, Claim) else row.account_id) == row_id:
            named = [who for who in (_who_in(found, key) for key in _keys(row)) if who is not None]
            return _target(table, row_id, row), content.snapshot(row, named)
    record = Claim if table == "claims" else Account
    (shown,) = store.all(shape.select(table, f"WHERE t.{_KEYS[table]} = ?"), (row_id,))
    return _target(table, row_id, shape.from_row(record, shown)), None


def _target(table: str, row_id: str, row: Any) -> Target:
    return Target(table, row_id, row.document_id, row.start, row.end, row.text)


def _findings(store: Store, article_id: str) -> Findings:
    row = store.one("SELECT payload FROM findings WHERE article_id = ?", (article_id,))
    return unpacked_findings(store, row[0]) if row else Findings(article_id)


def _keys(row: Claim | Account) -> list[str]:
    if isinstance(row, Claim):
        keys = [row.speaker_id, *([row.on_behalf_of] if row.on_behalf_of else [])]
    else:
        keys = [*row.actor_ids, *row.recipient_ids, *row.place_ids, *row.informant_ids]
    return list(dict.fromkeys(key for key in keys if not key.startswith(UNNAMED)))


def _who_in(found: Findings, key: str) -> Who | None:
    """Who a key is in one article; None where the article does not say."""
    entity = next((e for e in found.entities if e.entity_id == key), None)
    mention = _first([m for m in found.mentions if m.entity_id == key])
    if entity is None or mention is None:
        return None
    only_there = entity.type is MentionType.PERSON and not entity.known
    return Who(key, entity.name, entity.type, (_place(mention),), only_there)


def _first(mentions: Iterable[Mention]) -> Mention | None:
    """The first mention, one that names before any other."""
    return min(mentions, key=lambda m: (m.how not in _NAMING, m.start, m.end), default=None)


def _place(row: Mention | Account) -> Place:
    return Place(row.document_id, row.start, row.end, row.text)


def _side(store: Store, row_id: str) -> tuple[RowPlace, ...]:
    """An event as its accounts, or one account."""
    table, full_id = resolve(store, row_id, ("events", "accounts"))
    column = "event_id" if table == "events" else "account_id"
    rows = store.all(shape.select("accounts", f"WHERE t.{column} = ?"), (full_id,))
    accounts = (shape.from_row(Account, row) for row in rows)
    return tuple(RowPlace(_place(a), a.account_id, str(a.type)) for a in accounts)


def _article(store: Store, name: str) -> Article:
    if _table_of(name) == "articles":
        _, full_id = resolve(store, name, ("articles",))
        rows = store.all(shape.select("articles", "WHERE t.article_id = ?"), (full_id,))
    else:
        rows = store.all(shape.select("articles", "WHERE t.document_id = ?"), (decisions.named(store, name),))
    found = [shape.from_row(Article, row) for row in rows]
    if len(found) != 1:
        listed = ", ".join(f"{a.article_id} ({(a.title or 'untitled')[:30]})" for a in found[:8])
        raise UsageError(f"{name!r} holds {len(found)} articles; name one of them: {listed}")
    return found[0]


# ---------------------------------------------------------------- parties


def _parties(store: Store, action: str, names: Sequence[str], said: Said) -> Decision:
    if len(names) < 2:
        raise UsageError(f"{'same' if action == 'merge' else 'different'} wants two names or ids at least")
    tables = {_table_of(name) for name in names}
    if tables <= {"events", "accounts"}:
        sides = _sides(store, names, action)
        target = Target("events", _event_of(store, sides[0][0].id))
        return _said(store, action, target, said, after=content.dumps({"sides": sides}))
    if tables != {None}:
        raise UsageError("name entities, or events and accounts; not both, and no other rows")
    whos = [name_one(store, name) for name in names]
    if len({(w.key, w.at, w.only_there) for w in whos}) < len(whos):
        raise UsageError(f"{' and '.join(names)} name one and the same; NAME@DOCUMENT says whom a document calls so")
    return _said(store, action, Target("entities", whos[0].key), said, after=content.dumps({"entities": whos}))


def _sides(store: Store, names: Sequence[str], action: str) -> list[tuple[RowPlace, ...]]:
    """The accounts of each; an account that is named by itself is taken out of the event beside it."""
    sides = [_side(store, name) for name in names]
    alone = {side[0].id for name, side in zip(names, sides, strict=True) if _table_of(name) == "accounts"}
    if action == "split":
        sides = [
            side if _table_of(name) == "accounts" else tuple(of for of in side if of.id not in alone)
            for name, side in zip(names, sides, strict=True)
        ]
    if not all(sides):
        raise UsageError("of an event nothing would be left; name the accounts that leave it")
    return sides


def _event_of(store: Store, account_id: str) -> str:
    row = store.one("SELECT event_id FROM accounts WHERE account_id = ?", (account_id,))
    return str(row[0]) if row else ""


def name_one(store: Store, words: str) -> Who:
    """The entity that a person names. Raises UsageError for none, and for several, with their ids."""
    type_, colon, rest = words.partition(":")
    if colon and type_ in list(MentionType) and rest.strip():
        return Who(slug(rest), " ".join(rest.split()), MentionType(type_))
    name, at, document = words.rpartition("@")
    where = decisions.named(store, document) if at and name.strip() else None
    called = queries.named(store, name if where else words).ids
    called = called or frozenset(_redirected(store, "entities", name if where else words))
    entities = [e for e in queries.read(store, "entities", Entity) if e.entity_id in called]
    exact = [e for e in entities if e.entity_id == (name if where else words)]
    mentions = [m for e in exact or entities for m in queries.read(store, "mentions", Mention, entity_id=e.entity_id)]
    if where:
        mentions = [m for m in mentions if m.document_id == where]
        mentions = [m for m in mentions if m.text.casefold() == name.casefold()] or mentions
        entities = [e for e in exact or entities if any(m.entity_id == e.entity_id for m in mentions)]
    found = entities if where else exact or entities
    if len(found) != 1:
        ids = ", ".join(e.entity_id for e in found[:8])
        more = (
            f"names {len(found)} entities: {ids}"
            if found
            else "names nobody in this ledger; TYPE:NAME (PERSON:…, ORG:…) makes one"
        )
        raise UsageError(f"{words!r} {more}")
    return _who(store, found[0], [m for m in mentions if m.entity_id == found[0].entity_id], bool(where))


def _who(store: Store, entity: Entity, mentions: Sequence[Mention], only_there: bool) -> Who:
    """An entity with the first place of each article that names it, or with one where its key alone says who it is."""
    by_article: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_article[mention.article_id].append(mention)
    firsts = [first for own in by_article.values() if (first := _first(own)) is not None]
    if not firsts:
        return Who(entity.entity_id, entity.name, entity.type)
    keys = {m.mention_id: m.entity_id for m in _findings(store, firsts[0].article_id).mentions}
    key = keys.get(firsts[0].mention_id, entity.entity_id)
    told_apart = key != entity.entity_id or (entity.type is MentionType.PERSON and not entity.known)
    places = tuple(_place(first) for first in firsts)
    if only_there or told_apart:
        return Who(key, entity.name, entity.type, places, True)
    return Who(key, entity.name, entity.type, places[:1])


def place_of(store: Store, document: str, words: str, start: int | None = None) -> Place:
    """Where words stand in a document. Raises UsageError where they do not, or several times and no start is given."""
    document_id = decisions.named(store, document)
    text = text_of(store, document_id)
    if not words.strip():
        raise UsageError("no words are given")
    at = [start] if start is not None else []
    if start is None:
        low = text.find(words)
        while low >= 0:
            at.append(low)
            low = text.find(words, low + 1)
    if len(at) != 1:
        often = f"stand {len(at)} times, at {', '.join(map(str, at[:8]))}; give --start" if at else "do not stand there"
        raise UsageError(f"{document}: the words {words[:40]!r} {often}")
    if at[0] < 0 or text[at[0] : at[0] + len(words)] != words:
        raise UsageError(f"{document}: the words {words[:40]!r} do not stand at {at[0]}")
    return Place(document_id, at[0], at[0] + len(words), words)


def words_for(store: Store, row_id: str, words: str, start: int | None = None) -> Place:
    """Where the words that a claim or an account should have been stand in its document; raises UsageError as :func:`place_of`."""
    table, full_id = resolve(store, row_id, ("claims", "accounts"))
    row = store.one(f'SELECT document_id FROM "{table}" WHERE {_KEYS[table]} = ?', (full_id,))
    return place_of(store, str(row[0]) if row else "", words, start)
