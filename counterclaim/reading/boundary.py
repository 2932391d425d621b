"""The one place where bytes become pages, and where every failure of a reader becomes a reject."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from counterclaim.errors import Damaged, NoText, ReadError, TooLarge
from counterclaim.reading import docx, feeds, html, mail, media, pdf, tables, text
from counterclaim.reading.base import Child, Extract, Fault, Reader, Source, one_line, printable
from counterclaim.records import Document, Page, Reject, Stated
from counterclaim.settings import Reading

STAGE = "reading"
READERS: tuple[Reader, ...] = (
    Reader("plain text", (media.TEXT, media.MARKDOWN), text.read),
    Reader("web page", (media.HTML,), html.read),
    Reader("mail", (media.MAIL,), mail.read),
    Reader("mailbox", (media.MBOX,), mail.read_mbox),
    Reader("PDF", (media.PDF,), pdf.read),
    Reader("docx", (media.DOCX,), docx.read),
    Reader("JSON", (media.JSON,), tables.read_json),
    Reader("JSON Lines", (media.JSON_LINES,), tables.read_json_lines),
    Reader("CSV", (media.CSV, media.TSV), tables.read_csv),
    Reader("feed", (media.FEED,), feeds.read),
)
_NOTHING_STATED = Stated()
# A row's media type: what the row is, cut from its table.
_ROW_TYPES = {media.JSON_LINES: media.JSON}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a source stands: its path for the row, what is stated of it, the ids of the containers around
    it.
    """

    path: str
    stated: Stated
    parents: tuple[str, ...] = ()


def read(
    path_name: str, data: bytes, *, stated: Stated = _NOTHING_STATED, settings: Reading
) -> Iterator[Page | Reject]:
    """The pages of one file's bytes, a container before what it holds; a reject for whatever cannot be read.

    ``path_name`` is the path relative to the folder given. A child's path is its container's with ``#``
    and its number or file name; its ``parent_id`` is the container's id. What is stated of a file holds
    for its children, save the addresses, which are the container's own. Never raises for any bytes.
    """
    yield from _read(Source(path_name, data, settings), _Place(printable(path_name), stated))


def _read(source: Source, place: _Place) -> Iterator[Page | Reject]:
    document_id = hashlib.sha256(source.data).hexdigest()
    try:
        kind, extract = _extract(source, document_id, place)
    except Exception as error:  # the boundary: whatever a parser raises becomes a reject
        yield _rejected(place.path, error, document_id)
        return
    yield _page(source, kind, extract, place)
    if extract.children is not None:
        inner = _Place(place.path, replace(place.stated, url=None, archived_url=None), (*place.parents, document_id))
        yield from _children(extract.children, source, _ROW_TYPES.get(kind, kind), inner)


def _extract(source: Source, document_id: str, place: _Place) -> tuple[str, Extract]:
    settings = source.settings
    if document_id in place.parents:
        raise Damaged("the same bytes as what it is contained in")
    if len(source.data) > settings.max_file_bytes:
        raise TooLarge(f"{len(source.data)} bytes; the bound is {settings.max_file_bytes}")
    kind = media.media_type(source.name, source.data, declared=source.media_type)
    reader = next(reader for reader in READERS if kind in reader.media_types)
    return kind, _bounded(reader.read(source), settings)


def _bounded(extract: Extract, settings: Reading) -> Extract:
    if len(extract.text) > settings.max_text_chars:
        raise TooLarge(f"{len(extract.text)} characters; the bound is {settings.max_text_chars}")
    if extract.children is None and not extract.text.strip():
        raise NoText("nothing to analyse")
    return extract


def _children(children: Iterator[Child | Fault], source: Source, kind: str, around: _Place) -> Iterator[Page | Reject]:
    """Pages of what a container holds. Where the container breaks off, the reject bears its own path."""
    for count in range(source.settings.max_children + 1):
        try:
            child = next(children, None)
        except Exception as error:  # the boundary, as above
            yield _rejected(around.path, error, around.parents[-1])
            return
        if child is None:
            return
        if count == source.settings.max_children:
            break
        yield from _child(child, source, kind, replace(around, path=f"{around.path}#{printable(child.label)}"))
    much = TooLarge(f"more than {source.settings.max_children} pieces; the rest is not read")
    yield _rejected(around.path, much, around.parents[-1])


def _child(child: Child | Fault, source: Source, kind: str, place: _Place) -> Iterator[Page | Reject]:
    if isinstance(child, Fault):
        yield _rejected(place.path, child.error, None)
        return
    inner = Source(child.name, child.data, source.settings, child.media_type, source.depth + 1)
    if child.extract is None:
        yield from _read(inner, place)
        return
    document_id = hashlib.sha256(child.data).hexdigest()
    try:
        if document_id in place.parents:
            raise Damaged("the same bytes as what it is contained in")
        extract = _bounded(child.extract, source.settings)
    except ReadError as error:
        yield _rejected(place.path, error, document_id)
        return
    yield _page(inner, kind, extract, place)


def _rejected(path: str, error: Exception, document_id: str | None) -> Reject:
    known = _as_read_error(error)
    return Reject(path, document_id, STAGE, one_line(str(known)) or type(known).__name__)


def _as_read_error(error: Exception) -> ReadError:
    """A reader's own error as it is; anything else, from a parser that did not expect this input, as
    damage.
    """
    if isinstance(error, ReadError):
        return error
    if isinstance(error, RecursionError | MemoryError):
        return TooLarge(f"nested too deeply or too large to be read ({type(error).__name__})")
    details = one_line(str(error), limit=160) or "no details"
    return Damaged(f"cannot be read: {type(error).__name__}: {details}")


def _page(source: Source, kind: str, extract: Extract, place: _Place) -> Page:
    stated = place.stated
    document = Document(
        document_id=hashlib.sha256(source.data).hexdigest(),
        path=place.path,
        other_paths=(),
        media_type=kind,
        byte_count=len(source.data),
        char_count=len(extract.text),
        encoding=extract.encoding,
        text_sha256=hashlib.sha256(extract.text.encode("utf-8")).hexdigest(),
        extractor=extract.extractor,
        url=stated.url or extract.url,
        archived_url=stated.archived_url,
        retrieved_at=stated.retrieved_at,
        collected_at=stated.collected_at,
        collected_by=stated.collected_by,
        method=stated.method,
        parent_id=place.parents[-1] if place.parents else None,
    )
    return Page(document, source.data, extract.text, extract.hints)
