"""Writing what was read and found: one transaction a document, so a killed build leaves whole documents only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from counterclaim.errors import LedgerError
from counterclaim.ledger import log, shape
from counterclaim.ledger.connect import SCHEMA_VERSION, Row, Store
from counterclaim.ledger.pack import packed, packed_findings, packed_text, unpacked_findings, unpacked_text
from counterclaim.records import Article, Document, Findings, Found, Furniture, Page, Reject, Segments
from counterclaim.settings import Settings

# What is stated of a file at one path; the rest of a document follows from its bytes.
_STATED = ("url", "archived_url", "retrieved_at", "collected_at", "collected_by", "method", "parent_id")
# The extractor of exhibits: a person wrote their words down.
BY_HAND = "by hand"
NOTED = ("path", "other_paths", *_STATED)


# ---------------------------------------------------------------- documents


def add_document(store: Store, page: Page, segments: Segments, findings: Sequence[Findings], finder: str) -> bool:
    """Store one document whole; True where it is new, False where the ledger has it (its path is noted) or may not.

    ``findings`` holds one element for each article. A document whose container was withdrawn is not stored: it
    becomes a reject. Raises LedgerError for a page whose hashes are not those of its content, and for a container
    that is not stored yet.
    """
    _check_page(page, segments, findings)
    document = page.document
    if has_document(store, document.document_id):
        add_path(store, document)
        return False
    gone = withdrawn_why(store, document.document_id) or (
        withdrawn_why(store, document.parent_id) if document.parent_id else None
    )
    if gone is not None:
        add_reject(store, Reject(document.path, document.document_id, "reading", f"withdrawn: {gone}"))
        return False
    _check_parent(store, document)
    with store.transaction():
        put_document(store, page, segments, findings, finder)
    return True


def put_document(store: Store, page: Page, segments: Segments, findings: Sequence[Findings], finder: str) -> None:
    """Write a new document whole, inside the caller's transaction."""
    document = page.document
    row = replace(document, path=document.path, other_paths=())
    store.run(shape.insert("documents"), shape.to_row(row))
    _note_path(store, document)
    store.run(
        "INSERT INTO blobs (document_id, data, size) VALUES (?, ?, ?)",
        (document.document_id, packed(store, page.data), len(page.data)),
    )
    store.run(
        "INSERT INTO texts (document_id, text) VALUES (?, ?)",
        (document.document_id, packed_text(store, page.text)),
    )
    _store_segments(store, page.text, segments)
    _store_findings(store, document.document_id, findings, finder)
    payload = {
        **_sealed_path(document),
        "content": content_digest(document, segments), "findings": findings_digest(findings),
    }  # fmt: skip
    log.append(store, "add", payload)
    mark_weighed(store, False)


def _check_page(page: Page, segments: Segments, findings: Sequence[Findings]) -> None:
    document = page.document
    if hashlib.sha256(page.data).hexdigest() != document.document_id:
        raise LedgerError(f"{document.path}: its id is not the SHA-256 of its bytes")
    if hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest() != document.text_sha256:
        raise LedgerError(f"{document.path}: text_sha256 is not the SHA-256 of its text")
    if {article.article_id for article in segments.articles} != {found.article_id for found in findings}:
        raise LedgerError(f"{document.path}: findings and articles do not belong together")


def _check_parent(store: Store, document: Document) -> None:
    if document.parent_id and not has_document(store, document.parent_id):
        raise LedgerError(f"{document.path}: its container {document.parent_id[:16]} is not in the ledger")


def _store_segments(store: Store, text: str, segments: Segments) -> None:
    for article in segments.articles:
        store.run(shape.insert("articles"), shape.to_row(replace(article, lineage_id="")))
        row = store.one("SELECT row FROM articles WHERE article_id = ?", (article.article_id,))
        words = text[article.start : article.end]
        store.run("INSERT INTO articles_fts (rowid, text) VALUES (?, ?)", (row[0] if row else None, words))
    store.many(shape.insert("furniture"), [shape.to_row(piece) for piece in segments.furniture])


def _store_findings(store: Store, document_id: str, findings: Sequence[Findings], finder: str) -> None:
    store.many(
        "INSERT OR REPLACE INTO findings (article_id, document_id, finder, payload) VALUES (?, ?, ?, ?)",
        [(found.article_id, document_id, finder, packed_findings(store, found)) for found in findings],
    )


def content_digest(document: Document, segments: Segments) -> str:
    """Seals what follows from a document's bytes: its row without paths and stated fields, its articles, its furniture."""
    core = {name: value for name, value in shape.to_json(document).items() if name not in NOTED}
    articles = [shape.to_row(replace(article, lineage_id="")) for article in segments.articles]
    return digest([[core], articles, [shape.to_row(piece) for piece in segments.furniture]])


def findings_digest(findings: Iterable[Findings]) -> str:
    """Seals the raw findings of a document's articles."""
    return digest([[shape.to_json(found) for found in findings]])


def digest(groups: Iterable[Iterable[object]]) -> str:
    """SHA-256 over groups of rows, the order inside a group aside."""
    sums = hashlib.sha256()
    for group in groups:
        for line in sorted(shape.dumps(row) for row in group):
            sums.update(line.encode("utf-8", "surrogatepass") + b"\n")
        sums.update(b"\x1e")
    return sums.hexdigest()


def add_path(store: Store, document: Document) -> None:
    """Note that a stored document's bytes were met at this path too, with what is stated of it there."""
    noted = store.one(
        f"SELECT {shape.quoted(_STATED)} FROM paths WHERE document_id = ? AND path = ?",
        (document.document_id, document.path),
    )
    if noted == _stated(document) and not _rejected(store, document.path):
        return
    if document.parent_id:
        _check_parent(store, document)
    with store.transaction():
        _note_path(store, document)
        log.append(store, "path", _sealed_path(document))


def _rejected(store: Store, path: str) -> bool:
    return store.one("SELECT 1 FROM rejects WHERE path = ? AND stage <> 'finding'", (path,)) is not None


def _stated(document: Document) -> tuple[str | None, ...]:
    return tuple(getattr(document, name) for name in _STATED)


def _sealed_path(document: Document) -> dict[str, str]:
    stated = digest([[[document.path, *_stated(document)]]])
    return {"path": document.path, "document": document.document_id, "stated": stated}


def _note_path(store: Store, document: Document) -> None:
    """The path's row, the document's row after all its paths, and no reject any more for what is now read."""
    store.run(
        f"INSERT OR REPLACE INTO paths (document_id, path, {shape.quoted(_STATED)}) VALUES (?, ?{', ?' * len(_STATED)})",
        (document.document_id, document.path, *_stated(document)),
    )
    store.run("DELETE FROM rejects WHERE path = ? AND stage <> 'finding'", (document.path,))
    document_id = document.document_id
    assignments = ", ".join(f'"{name}" = ?' for name in NOTED)
    store.run(
        f"UPDATE documents SET {assignments} WHERE document_id = ?",
        (*from_paths(paths_of(store, document_id)), document_id),
    )


def paths_of(store: Store, document_id: str) -> list[Row]:
    """The rows of a document's paths: path and what is stated of the file there."""
    return store.all(
        f"SELECT path, {shape.quoted(_STATED)} FROM paths WHERE document_id = ? ORDER BY path", (document_id,)
    )


def from_paths(rows: Sequence[Row]) -> Row:
    """The values of ``NOTED``: the first path that states something counts, so the order of adding does not."""
    paths = [row[0] for row in rows]
    stated = [next((row[i] for row in rows if row[i] is not None), None) for i in range(1, len(_STATED) + 1)]
    return (paths[0], shape.dumps(paths[1:]), *stated)


def add_reject(store: Store, reject: Reject) -> None:
    """Note what could not be read or kept; the same reject twice is one."""
    known = store.one(
        "SELECT document_id FROM rejects WHERE path = ? AND stage = ? AND reason = ?",
        (reject.path, reject.stage, reject.reason),
    )
    if known is not None and known[0] == reject.document_id:
        return
    with store.transaction():
        put_reject(store, reject)


def put_reject(store: Store, reject: Reject) -> None:
    """Write a reject, inside the caller's transaction."""
    row = shape.to_row(reject)
    store.run(shape.insert("rejects").replace("INSERT", "INSERT OR REPLACE", 1), row)
    log.append(store, "reject", {"path": reject.path, "stage": reject.stage, "reject": digest([[row]])})


def has_document(store: Store, document_id: str) -> bool:
    """True where the document is stored."""
    return store.one("SELECT 1 FROM documents WHERE document_id = ?", (document_id,)) is not None


def withdrawn_why(store: Store, document_id: str) -> str | None:
    """Why a document was withdrawn, None where it was not."""
    row = store.one("SELECT why FROM withdrawn WHERE document_id = ?", (document_id,))
    return str(row[0]) if row else None


# ---------------------------------------------------------------- findings


def findings_stale(store: Store, finder: str) -> tuple[str, ...]:
    """Documents with an article that another finder searched, or none; by path. What a person wrote down is not searched."""
    rows = store.all(
        "SELECT DISTINCT d.path, d.document_id FROM articles a JOIN documents d USING (document_id) "
        "LEFT JOIN findings f ON f.article_id = a.article_id WHERE f.finder IS NOT ? AND d.extractor <> ? "
        "ORDER BY d.path, d.document_id",
        (finder, BY_HAND),
    )
    return tuple(row[1] for row in rows)


def replace_findings(store: Store, document_id: str, findings: Sequence[Findings], finder: str) -> None:
    """Put the findings of another finder in place of a document's old ones."""
    articles, _ = segments_of(store, document_id)
    if {article.article_id for article in articles} != {found.article_id for found in findings}:
        raise LedgerError(f"{document_id[:16]}: findings and articles do not belong together")
    with store.transaction():
        store.run("DELETE FROM rejects WHERE document_id = ? AND stage = 'finding'", (document_id,))
        _store_findings(store, document_id, findings, finder)
        payload = {"document": document_id, "finder": finder, "findings": findings_digest(findings)}
        log.append(store, "find", payload)
        mark_weighed(store, False)


def iter_found(store: Store) -> Iterator[Found]:
    """Every article with its raw findings and its text, by path, document and place; lineages are left open."""
    last, text = "", ""
    for row in store.all(
        f"SELECT {shape.quoted(shape.columns('articles'), 'a.')}, f.rowid FROM articles a "
        "JOIN documents d USING (document_id) LEFT JOIN findings f ON f.article_id = a.article_id "
        'ORDER BY d.path, a.document_id, a.start, a."end", a.article_id'
    ):
        article = replace(shape.from_row(Article, row[:-1]), lineage_id="")
        if article.document_id != last:
            last, text = article.document_id, text_of(store, article.document_id)
        payload = store.one("SELECT payload FROM findings WHERE rowid = ?", (row[-1],))
        findings = unpacked_findings(store, payload[0]) if payload else Findings(article.article_id)
        yield Found(article, findings, text[article.start : article.end])


def segments_of(store: Store, document_id: str) -> tuple[tuple[Article, ...], tuple[Furniture, ...]]:
    """A document's articles (lineages left open) and furniture, in text order."""
    where = "WHERE t.document_id = ?"
    articles = store.all(shape.select("articles", where), (document_id,))
    furniture = store.all(shape.select("furniture", where), (document_id,))
    return (
        tuple(replace(shape.from_row(Article, row), lineage_id="") for row in articles),
        tuple(shape.from_row(Furniture, row) for row in furniture),
    )


def text_of(store: Store, document_id: str) -> str:
    """A document's text. Raises LedgerError where the ledger has no such document."""
    row = store.one("SELECT text FROM texts WHERE document_id = ?", (document_id,))
    if row is None:
        raise LedgerError(f"{store.path}: no text of a document {document_id[:16]}")
    return unpacked_text(store, row[0])


# ---------------------------------------------------------------- state and builds


def mark_weighed(store: Store, done: bool) -> None:
    """Note, inside the caller's transaction, whether the weighed tables stand for all that was found."""
    store.run("INSERT OR REPLACE INTO state (name, value) VALUES ('weighed', ?)", ("yes" if done else "no",))


def needs_weighing(store: Store) -> bool:
    """True where something was added, found again or withdrawn since the last weighing."""
    row = store.one("SELECT value FROM state WHERE name = 'weighed'")
    return row is not None and row[0] != "yes"


def begin_build(store: Store, *, settings: Settings, knowledge_digest: str, model_digest: str, program: str) -> int:
    """Note that a build begins; its number."""
    at = log.now()
    with store.transaction():
        store.run(
            "INSERT INTO builds (program, schema, settings, settings_digest, knowledge_digest, model_digest, started_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                program, SCHEMA_VERSION, json.dumps(asdict(settings), sort_keys=True), settings.digest,
                knowledge_digest, model_digest, at,
            ),
        )  # fmt: skip
        row = store.one("SELECT max(build) FROM builds")
        build = int(row[0]) if row else 0
        payload = {
            "build": build, "program": program, "schema": SCHEMA_VERSION, "settings": settings.digest,
            "knowledge": knowledge_digest, "model": model_digest,
        }  # fmt: skip
        log.append(store, "build", payload, at=at)
    return build


def end_build(store: Store, build: int, counts: Mapping[str, int]) -> None:
    """Note that a build has ended, and what the ledger holds after it."""
    at = log.now()
    with store.transaction():
        words = shape.dumps(dict(sorted(counts.items())))
        store.run("UPDATE builds SET finished_at = ?, counts = ? WHERE build = ?", (at, words, build))
        log.append(store, "built", {"build": build, "counts": dict(sorted(counts.items()))}, at=at)
