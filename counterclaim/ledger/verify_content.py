"""Checks of content: bytes, texts, anchors, coverage, the indices of words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from counterclaim.errors import Corrupt, LedgerError
from counterclaim.ledger import shape
from counterclaim.ledger.connect import Row, Store
from counterclaim.ledger.fault import Fault
from counterclaim.ledger.pack import unpacked
from counterclaim.ledger.write import NOTED, from_paths, paths_of, segments_of, text_of
from counterclaim.records import Document

# Tables whose rows carry the words that stand at their offsets.
ANCHORED = shape.ARTICLE_TABLES
_PLAIN_TEXT = "text"  # the extractor that decodes and does nothing else
_SURROGATES = re.compile("[\ud800-\udfff]")


def documents(store: Store) -> Iterator[Fault]:
    """Bytes and texts have their hashes, and every row's words stand where it says."""
    for row in store.all(shape.select("documents")):
        try:
            document = shape.from_row(Document, row)
            text = text_of(store, document.document_id)
            yield from _bytes(store, document, text)
            yield from _text(document, text)
            yield from _paths(store, document, row)
            yield from _coverage(store, document, text)
            yield from _anchors(store, document, text)
        except (Corrupt, LedgerError) as error:
            yield Fault("documents", str(row[0])[:64], str(error))


def _fault(document: Document, what: str, table: str = "documents") -> Fault:
    return Fault(table, f"{document.document_id[:16]} ({document.path})", what)


def _bytes(store: Store, document: Document, text: str) -> Iterator[Fault]:
    row = store.one("SELECT data, size FROM blobs WHERE document_id = ?", (document.document_id,))
    if row is None:
        yield _fault(document, "its bytes are missing", "blobs")
        return
    data = unpacked(store, row[0])
    if hashlib.sha256(data).hexdigest() != document.document_id:
        yield _fault(document, "its bytes are not those of its SHA-256", "blobs")
    if not len(data) == row[1] == document.byte_count:
        yield _fault(document, f"byte_count {document.byte_count}, but it has {len(data)}")
    if document.extractor == _PLAIN_TEXT and _decoded(data, document.encoding) != text:
        yield _fault(document, f"its text is not what its bytes are in {document.encoding}", "texts")


def _decoded(data: bytes, encoding: str | None) -> str | None:
    try:
        return _SURROGATES.sub("\ufffd", data.decode(encoding or "utf-8", errors="replace"))
    except (LookupError, UnicodeError):
        return None


def _text(document: Document, text: str) -> Iterator[Fault]:
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != document.text_sha256:
        yield _fault(document, "its text is not that of text_sha256", "texts")
    if len(text) != document.char_count:
        yield _fault(document, f"char_count {document.char_count}, but its text has {len(text)}")


def _paths(store: Store, document: Document, row: Row) -> Iterator[Fault]:
    held = dict(zip(shape.columns("documents"), row, strict=True))
    rows = paths_of(store, document.document_id)
    if not rows or from_paths(rows) != tuple(held[name] for name in NOTED):
        yield _fault(document, "its path or what is stated of it is not what was noted", "paths")


def _coverage(store: Store, document: Document, text: str) -> Iterator[Fault]:
    articles, furniture = segments_of(store, document.document_id)
    at = 0
    spans = [(a.start, a.end) for a in articles] + [(f.start, f.end) for f in furniture]
    for start, end in sorted(spans):
        if not 0 <= start < end <= len(text):
            yield _fault(document, f"an article or furniture at {start}-{end} lies outside its text", "articles")
        if start > at:
            yield _fault(document, f"characters {at}-{start} lie in no article and no furniture", "furniture")
        at = max(at, end)
    if at < len(text):
        yield _fault(document, f"characters {at}-{len(text)} lie in no article and no furniture", "furniture")


def _anchors(store: Store, document: Document, text: str) -> Iterator[Fault]:
    spans = {row[0]: row[1:] for row in store.all(
        'SELECT article_id, start, "end" FROM articles WHERE document_id = ?', (document.document_id,)
    )}  # fmt: skip
    for table in ANCHORED:
        names = shape.columns(table)
        sql = f'SELECT {shape.quoted(names)} FROM "{table}" WHERE document_id = ? ORDER BY start, "end"'
        for row in store.all(sql, (document.document_id,)):
            held = dict(zip(names, row, strict=True))
            what = _wrong_words(text, held) or _outside(spans, held)
            if what:
                yield Fault(table, f"{row[0]} ({document.path})", what)


def _wrong_words(text: str, row: dict[str, Any]) -> str | None:
    for prefix, name in (("", "text"), ("cue_", "cue"), ("speaker_", "speaker")):
        if name not in row:
            continue
        start, end, words = row[f"{prefix}start"], row[f"{prefix}end"], row[name]
        if start is None and end is None and words is None:
            continue
        if None in (start, end, words) or not 0 <= start < end <= len(text) or text[start:end] != words:
            return f"{name} {str(words)[:40]!r} does not stand at {start}-{end}"
    return None


def _outside(spans: dict[str, Row], row: dict[str, Any]) -> str | None:
    if "article_id" not in row:
        return None
    span = spans.get(row["article_id"])
    inside = span is not None and span[0] <= row["start"] and row["end"] <= span[1]
    return None if inside else f"{row['start']}-{row['end']} lies outside its article"


# ---------------------------------------------------------------- indices of words


def word_indices(store: Store) -> Iterator[Fault]:
    """The indices of words hold the words of articles and claims and no others."""
    claims = store.all("SELECT row, text, coalesce(speaker, '') FROM claims ORDER BY row")
    yield from _index(store, "claims_fts", ("text", "speaker"), claims)
    articles: list[Row] = []
    for (document_id,) in store.all("SELECT document_id FROM documents ORDER BY document_id"):
        text = text_of(store, document_id)
        spans = store.all('SELECT row, start, "end" FROM articles WHERE document_id = ?', (document_id,))
        articles += [(row, text[start:end]) for row, start, end in spans]
    yield from _index(store, "articles_fts", ("text",), articles)


def _index(store: Store, index: str, names: Sequence[str], rows: Sequence[Row]) -> Iterator[Fault]:
    """Index the same words afresh, in memory, and compare: word, row, how often."""
    marks = ", ".join("?" * len(names))
    store.run(f"CREATE VIRTUAL TABLE temp.fresh USING fts5 ({', '.join(names)}, content = '', "
              "tokenize = 'unicode61 remove_diacritics 2')")  # fmt: skip
    try:
        store.run("BEGIN")
        store.many(f"INSERT INTO temp.fresh (rowid, {', '.join(names)}) VALUES (?, {marks})", rows)
        store.run("COMMIT")
        store.run(f"CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab (main, {index}, instance)")
        store.run("CREATE VIRTUAL TABLE temp.fresh_words USING fts5vocab (temp, fresh, instance)")
        sql = 'SELECT term, doc, col, "offset" FROM temp.{} ORDER BY 1, 2, 3, 4'
        kept, fresh = store.each(sql.format("kept_words")), store.each(sql.format("fresh_words"))
        same = all(left == right for left, right in zip(kept, fresh, strict=True))
    except ValueError:  # one is longer than the other
        same = False
    finally:
        for table in ("kept_words", "fresh_words", "fresh"):
            store.run(f"DROP TABLE IF EXISTS temp.{table}")
    listed = {row[0] for row in store.all(f"SELECT id FROM {index}_docsize")}
    if not same or listed != {row[0] for row in rows}:
        yield Fault(index, "index of words", "does not hold the words of its rows")
