"""What people decide: appended, sealed in the log, never changed. Withdrawing deletes words and keeps what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counterclaim import decisions as content
from counterclaim.errors import UsageError
from counterclaim.ledger import exhibits, log, shape, weighed
from counterclaim.ledger.connect import Store
from counterclaim.ledger.write import digest, mark_weighed, put_reject, text_of, withdrawn_why
from counterclaim.records import Article, Decision, Reject
from counterclaim.text import check

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
    made_at: str | None = None,
) -> Decision:
    """Append a decision; it is applied by the next weighing. ``made_at`` is UTC, the time of the clock where not given.

    ``before`` and ``after`` are JSON as :mod:`counterclaim.decisions` reads it. The same decision twice is one. Raises
    UsageError for what nobody can decide, AnchorError where the target's words do not stand at its offsets.
    """
    anchor = (target.document_id, target.start, target.end, target.words)
    unnamed = Decision(
        "", made_at or log.now(), by, action, target.table, target.id, *anchor, before, after, why
    )  # fmt: skip
    decision = replace(unnamed, decision_id=content.name(unnamed))
    is_exhibit = '"exhibit"' in (after or "")  # its document is made from the decision itself
    if not is_exhibit:
        _check_anchor(store, target)
    content.read(decision)
    if action == "withdraw":
        raise UsageError("a document is withdrawn by `withdraw`, which deletes its words")
    if has(store, decision.decision_id):
        return decision
    with store.transaction():
        put(store, decision)
    return decision


def has(store: Store, decision_id: str) -> bool:
    """True where the ledger holds the decision."""
    return store.one("SELECT 1 FROM decisions WHERE decision_id = ?", (decision_id,)) is not None


def put(store: Store, decision: Decision) -> None:
    """Append a checked decision, inside the caller's transaction; its exhibit becomes a document.

    Raises UsageError where it quotes a withdrawn document: those words are not taken again.
    """
    for (document_id,) in store.all("SELECT document_id FROM withdrawn ORDER BY document_id"):
        if document_id == decision.document_id or document_id in f"{decision.before or ''}{decision.after or ''}":
            raise UsageError(f"document {document_id[:16]} was withdrawn: {withdrawn_why(store, document_id)}")
    exhibit = content.read(decision).exhibit
    if exhibit is not None:
        exhibits.add(store, exhibit)
    _append(store, decision, log.now())
    mark_weighed(store, False)


def _check_anchor(store: Store, target: Target) -> None:
    if target.document_id is not None and target.start is not None and target.end is not None:
        check(text_of(store, target.document_id), target.start, target.end, target.words or "")


def _append(store: Store, decision: Decision, at: str) -> None:
    store.run(shape.insert("decisions"), shape.to_row(decision))
    payload = {"decision": decision.decision_id, "action": decision.action, "of": decision.target_id, "by": decision.by}
    log.append(store, "decision", payload | seal(decision), at=at)


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
    gone = _with_children(store, named(store, document))
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


def named(store: Store, document: str) -> str:
    """The id of a document given by id, the start of it (6 digits at least) or path. Raises UsageError for none or several."""
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


# A decision about a document, or one that quotes it among others.
_QUOTES = '(document_id = ?1 OR instr("before", ?1) OR instr("after", ?1))'


def _note(store: Store, document_id: str, path: str, why: str, by: str) -> None:
    at = log.now()
    store.run("INSERT INTO withdrawn (document_id, at, why, path) VALUES (?, ?, ?, ?)", (document_id, at, why, path))
    emptied = [
        row[0] for row in store.all(f"SELECT decision_id FROM decisions WHERE {_QUOTES} ORDER BY seq", (document_id,))
    ]
    store.run(f'UPDATE decisions SET words = NULL, "before" = NULL, "after" = NULL WHERE {_QUOTES}', (document_id,))
    decision = Decision(
        "", at, by, "withdraw", "documents", document_id, document_id, None, None, None, None, None, why
    )
    _append(store, replace(decision, decision_id=content.name(decision)), at)
    payload = {"path": path, "document": document_id, "why": why, "by": by, "emptied": emptied}
    log.append(store, "withdraw", payload, at=at)
