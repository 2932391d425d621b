"""What people decide: appended, sealed in the log, never changed. Withdrawing deletes words and keeps what happened."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.errors import UsageError
from counterclaim.ledger import log, shape, weighed
from counterclaim.ledger.connect import Store
from counterclaim.ledger.write import digest, mark_weighed, put_reject, text_of
from counterclaim.records import Article, Decision, Reject, identify
from counterclaim.text import check

# What a person can do, in the words of the vocabulary.
ACTIONS = ("add", "accept", "correct", "merge", "split", "refuse", "hide", "withdraw", "mark")

_SHORTEST_ID = 6


@dataclass(frozen=True, slots=True)
class Target:
    """What a decision is about: a row by table and id, and its anchor, by which it is found again after a rebuild."""

    table: str
    id: str
    document_id: str | None = None
    start: int | None = None
    end: int | None = None
    words: str | None = None


def decide(
    store: Store,
    action: str,
    target: Target,
    *,
    before: str | None = None,
    after: str | None = None,
    why: str | None = None,
    by: str = "unstated",
) -> Decision:
    """Append a decision. ``before`` and ``after`` are values as JSON or plain words.

    Raises UsageError for an unknown action or table, AnchorError where the target's words do not stand at its offsets.
    """
    if action not in ACTIONS:
        raise UsageError(f"no action {action!r}; there are {', '.join(ACTIONS)}")
    if target.table not in shape.TABLES:
        raise UsageError(f"no table {target.table!r}; there are {', '.join(shape.TABLES)}")
    _check_anchor(store, target)
    with store.transaction():
        decision = _append(store, action, target, before, after, why, by)
        mark_weighed(store, False)
    return decision


def _check_anchor(store: Store, target: Target) -> None:
    if target.document_id is not None and target.start is not None and target.end is not None:
        check(text_of(store, target.document_id), target.start, target.end, target.words or "")


def _append(
    store: Store, action: str, target: Target, before: str | None, after: str | None, why: str | None, by: str
) -> Decision:
    at = log.now()
    last = store.one("SELECT count(*) FROM decisions")
    number = last[0] + 1 if last else 1
    anchor = (target.document_id, target.start, target.end, target.words)
    decision = Decision(
        identify("dec", number, at, by, action, target.table, target.id, *anchor, before, after, why),
        at, by, action, target.table, target.id, *anchor, before, after, why,
    )  # fmt: skip
    store.run(shape.insert("decisions"), shape.to_row(decision))
    payload = {"decision": decision.decision_id, "action": action, "of": target.id, "by": by}
    log.append(store, "decision", payload | seal(decision), at=at)
    return decision


def seal(decision: Decision) -> dict[str, str]:
    """Two digests for the log: of the whole row, and of the row without what a withdrawal may take from it."""
    row = shape.to_json(decision)
    rest = {name: value for name, value in row.items() if name not in ("words", "before", "after")}
    return {"row": digest([[row]]), "rest": digest([[rest]])}


# ---------------------------------------------------------------- withdrawing


def withdraw(store: Store, document: str, *, why: str, by: str = "unstated") -> tuple[str, ...]:
    """Delete a document and what lies inside it: bytes, text, furniture, every derived row, every indexed word.

    ``document`` is an id, the start of one (6 digits at least) or a path. Kept are the hash, the path, the time and the
    reason. All weighed rows go (they stand for a corpus that is no more), so the caller has to weigh again. Returns the
    ids of the documents withdrawn. Raises UsageError for no reason, and for a name that fits none or several.
    """
    if not why.strip():
        raise UsageError("a withdrawal needs a reason")
    gone = _with_children(store, _named(store, document))
    with store.transaction(checked_at_end=True):
        paths = store.all(
            f"SELECT document_id, path FROM paths WHERE document_id IN ({_marks(gone)}) ORDER BY 1, 2", gone
        )
        _keep_former(store, gone)
        weighed.clear(store)
        for document_id in gone:
            path = min(path for owner, path in paths if owner == document_id)
            _delete(store, document_id)
            _note(store, document_id, path, why, by)
        for document_id, path in paths:
            put_reject(store, Reject(path, document_id, "reading", f"withdrawn: {why}"))
        mark_weighed(store, False)
    store.run("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")  # merges what still names deleted words
    store.run("INSERT INTO claims_fts (claims_fts) VALUES ('optimize')")
    store.shred()
    return tuple(gone)


def _named(store: Store, document: str) -> str:
    rows = store.all("SELECT document_id FROM documents WHERE document_id = ?", (document,))
    rows = rows or store.all("SELECT DISTINCT document_id FROM paths WHERE path = ? ORDER BY 1", (document,))
    if not rows and len(document) >= _SHORTEST_ID:
        start = document.lower()
        rows = store.all(
            "SELECT document_id FROM documents WHERE substr(document_id, 1, ?) = ? ORDER BY 1", (len(start), start)
        )
    if not rows:
        raise UsageError(f"{store.path}: no document {document!r}")
    if len(rows) > 1:
        raise UsageError(
            f"{document!r} names {len(rows)} documents: {', '.join(row[0][:16] for row in rows)}; give an id"
        )
    return str(rows[0][0])


def _with_children(store: Store, document_id: str) -> list[str]:
    """The document and all that lies inside it, the innermost first."""
    found = [document_id]
    for parent in found:  # grows while it is walked
        for (child,) in store.all("SELECT DISTINCT document_id FROM paths WHERE parent_id = ? ORDER BY 1", (parent,)):
            if child not in found:
                found.append(child)
    return found[::-1]


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))


def _keep_former(store: Store, gone: list[str]) -> None:
    """Remember the ids shown and what of them remains, for redirects; an entity that only these documents name is not."""
    lost: set[str] = set()
    for table, name in (("accounts", "account_id"), ("mentions", "mention_id"), ("claims", "claim_id")):
        lost.update(
            row[0] for row in store.all(f"SELECT {name} FROM {table} WHERE document_id IN ({_marks(gone)})", gone)
        )
    before = weighed.shown(store)
    store.run("DELETE FROM former")
    for table, ids in sorted(before.items()):
        for old_id, members in sorted(ids.items()):
            left = sorted(m for m in members if m.rpartition(" ")[2] not in lost)
            if table != "entities":
                left = ["", *left]
            store.many('INSERT INTO former ("table", id, member) VALUES (?, ?, ?)', [(table, old_id, m) for m in left])


def _delete(store: Store, document_id: str) -> None:
    key = (document_id,)
    text = text_of(store, document_id)
    rows = store.all(shape.select("articles", "WHERE t.document_id = ?"), key)
    for article in (shape.from_row(Article, row) for row in rows):
        store.run(
            "INSERT INTO articles_fts (articles_fts, rowid, text) "
            "SELECT 'delete', row, ? FROM articles WHERE article_id = ?",
            (text[article.start : article.end], article.article_id),
        )
    store.run(
        "DELETE FROM rejects WHERE document_id = ? OR path IN (SELECT path FROM paths WHERE document_id = ?)", key * 2
    )
    for table in ("findings", "furniture", "articles", "texts", "blobs", "paths", "documents"):
        store.run(f"DELETE FROM {table} WHERE document_id = ?", key)


def _note(store: Store, document_id: str, path: str, why: str, by: str) -> None:
    at = log.now()
    store.run("INSERT INTO withdrawn (document_id, at, why, path) VALUES (?, ?, ?, ?)", (document_id, at, why, path))
    store.run(
        'UPDATE decisions SET words = NULL, "before" = NULL, "after" = NULL WHERE document_id = ?', (document_id,)
    )
    _append(store, "withdraw", Target("documents", document_id, document_id), None, None, why, by)
    log.append(store, "withdraw", {"path": path, "document": document_id, "why": why, "by": by}, at=at)
