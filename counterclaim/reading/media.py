"""What kind of file this is: by its first bytes, then by the ending of its name, then by how its text
begins.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from counterclaim.errors import Locked, NoText, Unsupported
from counterclaim.reading.decode import decode, is_text

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
MAIL = "message/rfc822"
MBOX = "application/mbox"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON = "application/json"
JSON_LINES = "application/x-ndjson"
CSV = "text/csv"
TSV = "text/tab-separated-values"
FEED = "application/xml"

_ENDINGS = {
    ".txt": TEXT, ".text": TEXT, ".log": TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".eml": MAIL, ".mht": MAIL, ".mhtml": MAIL, ".mbox": MBOX,
    ".json": JSON, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".csv": CSV, ".tsv": TSV, ".tab": TSV,
    ".xml": FEED, ".rss": FEED, ".atom": FEED, ".pdf": PDF, ".docx": DOCX,
}  # fmt: skip
_READ_AS_TEXT = (TEXT, MARKDOWN)
# First bytes, their offset, and what the file then is. Nothing here has a reader.
_FOREIGN = (
    (b"SQLite format 3\0", 0, "a SQLite database (a ledger is not read as a document)"),
    (b"\x7fELF", 0, "a program"),
    (b"MZ", 0, "a program"),
    (b"\x89PNG\r\n", 0, "a picture (PNG)"),
    (b"\xff\xd8\xff", 0, "a picture (JPEG)"),
    (b"GIF8", 0, "a picture (GIF)"),
    (b"WEBP", 8, "a picture (WebP)"),
    (b"II*\0", 0, "a picture (TIFF)"),
    (b"MM\0*", 0, "a picture (TIFF)"),
    (b"ftyp", 4, "a film or sound recording (MP4)"),
    (b"\x1aE\xdf\xa3", 0, "a film (Matroska)"),
    (b"ID3", 0, "a sound recording (MP3)"),
    (b"OggS", 0, "a sound recording (Ogg)"),
    (b"WAVE", 8, "a sound recording (WAV)"),
    (b"\x1f\x8b", 0, "a gzip archive; unpack it first"),
    (b"BZh", 0, "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ\0", 0, "an xz archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", 0, "a zstd archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", 0, "a 7-Zip archive; unpack it first"),
    (b"Rar!", 0, "a RAR archive; unpack it first"),
    (b"ustar", 257, "a tar archive; unpack it first"),
    (b"{\\rtf", 0, "Rich Text; save it as docx or plain text"),
    (b"%!PS", 0, "PostScript; save it as PDF"),
    (b"PAR1", 0, "a Parquet table; save it as CSV or JSON Lines"),
)
# Bytes that text never begins with: needed to tell "MZ" or "BZh" at the start of an article from a program.
_LETTERS_ONLY = (
    b"MZ",
    b"BZh",
    b"ID3",
    b"GIF8",
    b"OggS",
    b"PAR1",
    b"Rar!",
    b"ftyp",
    b"WEBP",
    b"WAVE",
    b"%!PS",
    b"ustar",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_HEADER = re.compile(
    r"(?:From|Date|Subject|To|Received|Return-Path|Message-ID|MIME-Version|Delivered-To):\s", re.IGNORECASE
)
_MAIL_ONLY = re.compile(r"(?:Message-ID|MIME-Version|Received|Return-Path):", re.IGNORECASE)
_MBOX = re.compile(r"From \S.*\r?\n(?:>From .*\r?\n)?[!-9;-~]+:")
_HTML_START = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_FEED_START = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!doctype[^>\[]*(?:\[.*?\])?>\s*)*<(?:rss|feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)


def media_type(name: str, data: bytes, *, declared: str | None = None) -> str:
    """The media type of the bytes.

    A name that ends in ``.txt`` or ``.md`` is plain text whatever it holds, unless its bytes are binary.
    ``declared`` is what a mail says of its attachment; the name's ending and the content come before it.
    Raises NoText for no bytes, Unsupported and Locked for known kinds that have no reader.
    """
    if not data:
        raise NoText("the file is empty")
    head = data[:1024]
    if b"%PDF-" in head and not head.lstrip().startswith(b"<"):
        return PDF
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return DOCX
    if head.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise Locked("an encrypted office file; remove its password first")
        raise Unsupported("an old office file (doc, xls, ppt); save it as docx, CSV or PDF")
    _refuse_foreign(data)
    return _text_type(name, data, declared)


def _refuse_foreign(data: bytes) -> None:
    for magic, offset, what in _FOREIGN:
        if data[offset : offset + len(magic)] == magic and (magic not in _LETTERS_ONLY or not is_text(data)):
            raise Unsupported(f"{what}")


def _text_type(name: str, data: bytes, declared: str | None) -> str:
    ending = PurePosixPath(name.lower()).suffix
    by_name = _ENDINGS.get(ending)
    if by_name in _READ_AS_TEXT:
        return by_name
    if by_name in (PDF, DOCX):
        kind = "PDF" if by_name == PDF else "docx"
        raise Unsupported(f"named {ending}, but its content is no {kind}")
    begins = decode(data[:4096])[0].lstrip("\ufeff \t\r\n")
    if by_name == FEED or by_name is None:
        by_content = _markup(begins, strict=by_name == FEED) or (_mail(begins) if by_name is None else None)
        return by_content or by_name or _declared(declared)
    if by_name == HTML and _FEED_START.match(begins):
        return FEED
    return by_name


def _markup(begins: str, *, strict: bool) -> str | None:
    if _FEED_START.match(begins):
        return FEED
    if _HTML_START.match(begins):
        return HTML
    if strict or begins.startswith("<?xml") or begins.startswith("<svg"):
        raise Unsupported("XML that is neither a feed nor a web page")
    return None


def _mail(begins: str) -> str | None:
    if _MBOX.match(begins):
        return MBOX
    lines = re.split(r"\r?\n\r?\n", begins, maxsplit=1)[0].splitlines()
    fields = sum(bool(_HEADER.match(line)) for line in lines)
    told = any(_MAIL_ONLY.match(line) for line in lines)
    return MAIL if told and fields >= 2 else None


def _declared(declared: str | None) -> str:
    return declared if declared in (HTML, MAIL, CSV) else TEXT
