"""docx: the paragraphs and tables of the document's body, its text boxes and notes.

The parts are read straight from the zip archive, each with a bound on what it unpacks to, and parsed
without entities and without network: a docx from a stranger can hold neither a bomb nor a way out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from importlib.metadata import version

from lxml import etree

from counterclaim.errors import Damaged, Locked, NoText, TooLarge, Unsupported
from counterclaim.reading.base import Extract, Source, join_blocks, shown_title, storable
from counterclaim.records import Hints
from counterclaim.settings import MIB, Reading

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_CORE = "docProps/core.xml"
_MAX_ENTRIES = 20_000
# Small parts may well shrink more than the ratio allows (empty styles, repeated settings).
_FREE_BYTES = 4 * MIB
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_OTHER_KINDS = (
    ("xl/", "an Excel workbook; save it as CSV"),
    ("ppt/", "a PowerPoint file; save it as PDF"),
    ("META-INF/container.xml", "an EPUB book"),
    ("content.xml", "an OpenDocument file; save it as docx"),
)


def read(source: Source) -> Extract:
    """The text of a docx: one paragraph each, parted by blank lines; a table's row is one line, its cells
    by ``|``.

    Deleted text of tracked changes, field codes, page headers and footers are left out. Raises Unsupported
    for other zip archives, Damaged, Locked, NoText, and TooLarge for archives that unpack to too much.
    """
    with _open(source.data) as archive:
        _check(archive, source.settings)
        names = set(archive.namelist())
        blocks = list(_blocks(_part(archive, _BODY, source.settings)))
        for notes in _NOTES:
            if notes in names:
                blocks.extend(_blocks(_part(archive, notes, source.settings)))
        title = _title(_part(archive, _CORE, source.settings)) if _CORE in names else None
    text = join_blocks(blocks)
    if not text:
        raise NoText("a docx without text")
    return Extract(
        text=storable(text),
        extractor=f"docx, lxml {version('lxml')}",
        hints=Hints(title=shown_title(title, text)),
    )


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Damaged("a zip archive or docx that is broken or cut off") from error


def _check(archive: zipfile.ZipFile, settings: Reading) -> None:
    """Refuse by the archive's directory, before anything is unpacked."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if _BODY not in names:
        for start, what in _OTHER_KINDS:
            if any(name.startswith(start) for name in names):
                raise Unsupported(what)
        raise Unsupported("a zip archive; unpack it first")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Locked("an encrypted docx; remove its password first")
    if len(entries) > _MAX_ENTRIES:
        raise TooLarge(f"{len(entries)} parts in one docx; the bound is {_MAX_ENTRIES}")
    total = sum(entry.file_size for entry in entries)
    if total > settings.max_unpacked_bytes:
        raise TooLarge(f"unpacks to {total} bytes; the bound is {settings.max_unpacked_bytes}")
    for entry in entries:
        if entry.file_size > max(_FREE_BYTES, settings.max_unpack_ratio * entry.compress_size):
            raise TooLarge(f"{entry.filename} unpacks to more than {settings.max_unpack_ratio} times its size")


def _part(archive: zipfile.ZipFile, name: str, settings: Reading) -> etree._Element:
    """One part of the archive as a tree. The directory may lie, so the bound holds while unpacking too."""
    declared = archive.getinfo(name).file_size
    try:
        with archive.open(name) as stream:
            data = stream.read(min(declared, settings.max_unpacked_bytes) + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise Damaged(f"a docx whose {name} cannot be unpacked") from error
    if len(data) > declared:
        raise TooLarge(f"{name} unpacks to more than its archive says")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(f"a docx whose {name} is no XML") from error
    if root.getroottree().docinfo.doctype:
        raise Damaged(f"a docx whose {name} declares entities")
    return root


def _title(core: etree._Element) -> str | None:
    return core.findtext(_TITLE)


def _blocks(root: etree._Element) -> Iterator[str]:
    """The paragraphs in order; those of a table's cell are gathered into one line a row."""
    row: list[list[str]] = []
    tables = 0
    texts: list[list[str]] = []
    for event, element in _walk(root):
        name = _local(element)
        if name == "tr":
            if event == "start" and tables == 0:
                row = []
            elif event == "end" and tables == 1:
                yield " | ".join(cell for words in row if (cell := " ".join(" ".join(words).split())))
            tables += 1 if event == "start" else -1
        elif name == "tc" and event == "start" and tables == 1:
            row.append([])
        elif name == "p":
            if event == "start":
                texts.append([])
                continue
            text = "".join(texts.pop())
            if tables and row:
                row[-1].append(text)
            elif text.strip():
                yield text
        elif event == "start" and texts:
            texts[-1].append((element.text or "") if name == "t" else _MARKS.get(name, ""))


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Starts and ends of all elements, without those that repeat a drawing for older programs."""
    skipping: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipping is None and event == "start" and element.tag == _FALLBACK:
            skipping = element
        if skipping is None:
            yield event, element
        elif event == "end" and element is skipping:
            skipping = None


def _local(element: etree._Element) -> str:
    tag = element.tag
    if isinstance(tag, str):
        for namespace in (_W, _STRICT_W):
            if tag.startswith(namespace):
                return tag[len(namespace) :]
    return ""
