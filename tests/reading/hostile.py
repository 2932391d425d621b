"""Broken and hostile files: what each is, how it is made, and what reading must make of it.

``CASES`` is the table; the documentation shows its names, descriptions and outcomes. An outcome is ``page``
or words that the reject's reason must hold, in the order in which reading gives them.
"""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import docx
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from counterclaim.settings import Reading

WORDS = "The harbour office of Varda said on Tuesday that the ferry to Ostrel had sailed as planned. "
BOUND = Reading(max_file_bytes=4 << 20)


@dataclass(frozen=True)
class Case:
    """A hostile input. ``build`` writes it into an empty folder."""

    name: str
    what: str
    build: Callable[[Path], None]
    outcome: tuple[str, ...]
    settings: Reading = field(default_factory=Reading)


def table() -> list[tuple[str, str, str]]:
    """Name, description and outcome of each case, for the documentation."""
    return [(case.name, case.what, "; ".join(case.outcome) or "passed over") for case in CASES]


def _file(name: str, data: bytes | str) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))

    return build


def _made(name: str, make: Callable[[], bytes]) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        (folder / name).write_bytes(make())

    return build


def _binary() -> bytes:
    return random.Random(7).randbytes(20_000)


def pdf(*pages: str, password: str | None = None, picture: bool = False) -> bytes:
    """A PDF with one line of text a page, or a picture of nothing on each."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, encrypt=password)
    for words in pages:
        if picture:
            canvas.drawImage(ImageReader(Image.new("RGB", (60, 60), "white")), 50, 100, 400, 600)
        canvas.drawString(50, 700, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def word(*paragraphs: str) -> bytes:
    """A docx with these paragraphs."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def archive(**parts: str | bytes) -> bytes:
    """A zip archive; ``__`` in a part's name stands for ``/``, ``_`` at its end for ``.xml``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").rstrip("_") + ".xml", content)
    return buffer.getvalue()


def _lying_docx() -> bytes:
    size = 6_000_000
    data = archive(word__document_=b" " * size)
    return data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def _locked_office_file() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000


def _no_pages() -> bytes:
    head = b"%PDF-1.4\n"
    catalog = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    tree = b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    start = len(head) + len(catalog) + len(tree)
    entries = f"0000000000 65535 f \n{len(head):010} 00000 n \n{len(head) + len(catalog):010} 00000 n \n"
    tail = f"xref\n0 3\n{entries}trailer<</Size 3/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return head + catalog + tree + tail.encode()


def _loop(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "text.txt").write_text(WORDS)
    (folder / "a" / "again").symlink_to(folder / "a")
    (folder / "up").symlink_to(folder)


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")


def _dangling(folder: Path) -> None:
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")


def _unreadable(folder: Path) -> None:
    _file("secret.txt", WORDS)(folder)
    (folder / "secret.txt").chmod(0)


def _raw_name(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(WORDS)


def _hidden(folder: Path) -> None:
    _file(".hidden.txt", WORDS)(folder)
    (folder / ".git").mkdir()
    _file("config", WORDS)(folder / ".git")


def _nested_mail(levels: int) -> bytes:
    data = b"Subject: innermost\n\n" + WORDS.encode()
    for level in range(levels):
        data = f"From: a@b.example\nSubject: level {level}\nContent-Type: message/rfc822\n\n".encode() + data
    return data


def _page(body: str) -> str:
    return f"<!doctype html><html><head><title>Port news</title></head><body>{body}</body></html>"


_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
_FILE_ENTITY = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_ARABIC = "قالت وزارة الدفاع إن السفينة غادرت الميناء صباح اليوم كما كان مقررا. " * 8
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DEEP = "[" * 100_000 + "]" * 100_000

CASES: tuple[Case, ...] = (
    # -- nothing in it, or nothing that is text
    Case("empty", "a file of no bytes", _file("a.txt", b""), ("empty",)),
    Case("white space", "spaces and line ends only", _file("a.txt", " \n\t\r\n" * 50), ("white space",)),
    Case("mark only", "a byte order mark and nothing else", _file("a.txt", b"\xef\xbb\xbf"), ("white space",)),
    Case("random bytes", "random bytes named as text", _made("a.txt", _binary), ("binary",)),
    Case(
        "program",
        "an ELF program without an ending",
        _file("tool", b"\x7fELF\2\1\1" + b"\0" * 200),
        ("a program",),
    ),
    Case("zero bytes", "a kilobyte of zeros named as text", _file("a.txt", b"\0" * 1024), ("binary",)),
    Case("controls", "control characters named as text", _file("a.md", bytes(range(1, 9)) * 50), ("binary",)),
    Case("picture", "a PNG picture", _file("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99), ("a picture",)),
    Case(
        "picture as text",
        "a JPEG picture named as text",
        _file("a.txt", b"\xff\xd8\xff\xe0" + b"\0" * 99),
        ("a picture",),
    ),
    Case(
        "drawing",
        "an SVG drawing",
        _file("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("neither a feed",),
    ),
    Case(
        "old spreadsheet",
        "an .xls file",
        _file("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("old office",),
    ),
    Case(
        "ledger",
        "a ledger of this program",
        _file("a.ledger", b"SQLite format 3\0" + b"\0" * 99),
        ("SQLite",),
    ),
    Case("archive", "a gzip archive", _file("a.gz", b"\x1f\x8b\x08\0" + b"\0" * 50), ("unpack it first",)),
    Case("Rich Text", "an RTF file", _file("a.rtf", r"{\rtf1\ansi Words.}"), ("Rich Text",)),
    # -- odd text that must be read
    Case("one long line", "three megabytes in one line", _file("a.txt", WORDS * 33_000), ("page",)),
    Case(
        "over the bound",
        "one byte more than the bound on a file",
        _file("a.txt", b"x" * (BOUND.max_file_bytes + 1)),
        ("the bound is",),
        BOUND,
    ),
    Case(
        "long text",
        "more characters than the bound on a text",
        _file("a.txt", "x" * 5000),
        ("characters",),
        Reading(max_text_chars=4999),
    ),
    Case("one zero byte", "a zero byte within a text", _file("a.txt", WORDS + "\0" + WORDS), ("page",)),
    Case(
        "Latin-1",
        "accents in Latin-1",
        _file("a.txt", ("Le café de Varda était fermé. " * 9).encode("latin-1")),
        ("page",),
    ),
    Case("Windows-1256", "Arabic in Windows-1256", _file("a.txt", _ARABIC.encode("cp1256")), ("page",)),
    Case("UTF-16", "UTF-16 with its mark", _file("a.txt", WORDS.encode("utf-16")), ("page",)),
    Case("UTF-16 unmarked", "UTF-16 without a mark", _file("a.txt", WORDS.encode("utf-16-le")), ("page",)),
    Case("UTF-32", "UTF-32 with its mark", _file("a.txt", WORDS.encode("utf-32")), ("page",)),
    Case("damaged UTF-8", "UTF-8 with one byte lost", _file("a.txt", _ARABIC.encode()[1:]), ("page",)),
    Case("emoji", "a hundred thousand emoji", _file("a.txt", "🚢" * 100_000), ("page",)),
    Case(
        "right to left",
        "Arabic with direction marks",
        _file("a.txt", "\u202b" + _ARABIC + "\u202c"),
        ("page",),
    ),
    Case("no ending", "text without an ending", _file("README", WORDS), ("page",)),
    Case("PDF as text", "a PDF named as text", _made("a.txt", lambda: pdf(WORDS)), ("page",)),
    Case("page as text", "HTML named as text: text it stays", _file("a.txt", _page(WORDS)), ("page",)),
    # -- web pages
    Case(
        "deep page",
        "a hundred thousand nested elements",
        _file("a.html", _page("<div>" * 100_000 + WORDS)),
        ("levels deep",),
    ),
    Case(
        "fairly deep page",
        "nesting just over the bound",
        _file("a.html", _page("<div>" * 60 + WORDS + "</div>" * 60)),
        ("levels deep",),
        Reading(max_markup_depth=50),
    ),
    Case(
        "script only",
        "a page of scripts",
        _file("a.html", _page("<script>var text = 'words'</script>").replace("<title>Port news</title>", "")),
        ("without visible text",),
    ),
    Case("empty page", "a page without anything", _file("a.html", "<html></html>"), ("without visible text",)),
    Case(
        "zero bytes in a page",
        "zero bytes between letters",
        _file("a.html", _page(f"<p>{WORDS}\0\0{WORDS}</p>")),
        ("page",),
    ),
    Case(
        "unclosed tags",
        "thousands of unclosed paragraphs",
        _file("a.html", _page(f"<p><b>{WORDS}" * 300)),
        ("page",),
    ),
    Case(
        "false charset",
        "a page with an unknown charset",
        _file("a.html", _page(f"<meta charset=klingon><p>caf\xe9 {WORDS}").encode("latin-1")),
        ("page",),
    ),
    Case("not a page", "binary data named as a page", _made("a.html", _binary), ("binary",)),
    Case(
        "XML bomb",
        "entities that expand a billion times",
        _file("a.xml", _BOMB + "<rss><channel>&i;</channel></rss>"),
        ("entities",),
    ),
    Case(
        "XML bomb as page",
        "the same, named as a page",
        _file("a.html", _BOMB + f"<html><body><p>{WORDS}&i;</p></body></html>"),
        ("page",),
    ),
    Case(
        "file entity",
        "a feed that asks for a local file",
        _file("a.rss", _FILE_ENTITY + "<rss><channel><item><title>&x;</title></item></channel></rss>"),
        ("entities",),
    ),
    Case("other XML", "XML that is no feed", _file("a.xml", "<data><row>1</row></data>"), ("neither a feed",)),
    Case("cut feed", "a feed cut off", _file("a.rss", "<rss><channel><item><title>Words"), ("no sound XML",)),
    Case(
        "empty feed",
        "a feed without items",
        _file("a.rss", "<rss><channel></channel></rss>"),
        ("without items",),
    ),
    # -- PDF and docx
    Case(
        "locked PDF",
        "a PDF with a password",
        _made("a.pdf", lambda: pdf(WORDS, password="secret")),
        ("encrypted",),
    ),
    Case(
        "cut PDF",
        "the first 300 bytes of a PDF",
        _made("a.pdf", lambda: pdf(WORDS)[:300]),
        ("broken or cut off",),
    ),
    Case("scan", "a PDF of pictures", _made("a.pdf", lambda: pdf("", "", picture=True)), ("a scan",)),
    Case("blank PDF", "a PDF of blank pages", _made("a.pdf", lambda: pdf("", "")), ("no text on any",)),
    Case(
        "PDF without pages",
        "a PDF whose page tree is empty",
        _made("a.pdf", _no_pages),
        ("broken or cut off",),
    ),
    Case(
        "long PDF",
        "more pages than the bound",
        _made("a.pdf", lambda: pdf(*[WORDS] * 5)),
        ("5 pages",),
        Reading(max_pdf_pages=4),
    ),
    Case("not a PDF", "text named as PDF", _file("a.pdf", WORDS), ("is no PDF",)),
    Case(
        "zip bomb",
        "a docx that unpacks to a thousand times its size",
        _made("a.docx", lambda: archive(word__document_=b" " * 20_000_000)),
        ("times its size",),
    ),
    Case(
        "big docx",
        "a docx that unpacks to more than the bound",
        _made("a.docx", lambda: word(WORDS)),
        ("unpacks to",),
        Reading(max_unpacked_bytes=1000),
    ),
    Case("lying zip", "a docx that states a false size", _made("a.docx", _lying_docx), ("cannot be unpacked",)),
    Case("cut docx", "half of a docx", _made("a.docx", lambda: word(WORDS)[:9000]), ("broken or cut off",)),
    Case(
        "zip as docx",
        "another zip archive named docx",
        _made("a.docx", lambda: archive(other_="words")),
        ("a zip archive",),
    ),
    Case("workbook", "an Excel workbook", _made("a.xlsx", lambda: archive(xl__workbook_="<x/>")), ("Excel",)),
    Case("empty docx", "a docx without text", _made("a.docx", word), ("without text",)),
    Case("locked docx", "a docx with a password", _made("a.docx", _locked_office_file), ("encrypted",)),
    Case(
        "bomb in docx",
        "a docx with expanding entities",
        _made(
            "a.docx",
            lambda: archive(
                word__document_=_BOMB
                + f"<w:document {_W}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
            ),
        ),
        ("no XML",),
    ),
    Case(
        "file entity in docx",
        "a docx that asks for a local file",
        _made(
            "a.docx",
            lambda: archive(
                word__document_=_FILE_ENTITY
                + f"<w:document {_W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
            ),
        ),
        ("entities",),
    ),
    Case(
        "broken docx",
        "a docx whose XML breaks off",
        _made("a.docx", lambda: archive(word__document_=f"<w:document {_W}><w:p>")),
        ("no XML",),
    ),
    # -- mail
    Case("no mailbox", "garbage named as a mailbox", _file("a.mbox", WORDS * 5), ("no mailbox",)),
    Case("no headers", "text named as a mail", _file("a.eml", "\n" + WORDS), ("no header lines",)),
    Case(
        "empty mail",
        "headers and no body",
        _file("a.eml", "From: a@b.example\nSubject: Words\n\n"),
        ("without text",),
    ),
    Case(
        "nested mail",
        "fifty mails inside one another",
        _made("a.eml", lambda: _nested_mail(50)),
        ("page", "page", "page", "page", "page", "nested more than"),
    ),
    Case(
        "deeply nested mail",
        "five thousand mails inside one another",
        _made("a.eml", lambda: _nested_mail(5000)),
        ("nested too deeply",),
    ),
    Case(
        "unknown charset",
        "a mail with a charset that is none",
        _file("a.eml", f"From: a@b.example\nContent-Type: text/plain; charset=klingon\n\n{WORDS}"),
        ("page",),
    ),
    Case(
        "broken base64",
        "a mail whose base64 is rubbish",
        _file("a.eml", "From: a@b.example\nContent-Transfer-Encoding: base64\n\n!!*not base64*!!"),
        ("page",),
    ),
    Case(
        "broken headers",
        "a mail whose headers are rubbish",
        _file(
            "a.eml",
            b"From: \xff\xfe <<>>;;\nDate: never\nSubject: =?x?q?=\xff?=\nContent-Type: ;;/;\n\n" + WORDS.encode(),
        ),
        ("page",),
    ),
    Case(
        "no boundary",
        "a multipart mail without its boundary",
        _file("a.eml", f"From: a@b.example\nContent-Type: multipart/mixed\n\n{WORDS}"),
        ("page",),
    ),
    Case(
        "empty attachment",
        "a mail whose attachment is a picture",
        _file(
            "a.eml",
            "From: a@b.example\nMIME-Version: 1.0\n"
            f"Content-Type: multipart/mixed; boundary=x\n\n--x\n\n{WORDS}\n"
            "--x\nContent-Type: image/png; name=p.png\n\nxx\n--x--\n",
        ),
        ("page", "image/png"),
    ),
    # -- tables
    Case(
        "wide cell",
        "a million characters in one cell",
        _file("a.csv", "title,text\nHead," + "x" * 1_000_000),
        ("page", "page"),
    ),
    Case(
        "ragged rows",
        "rows with too few and too many values",
        _file("a.csv", f"title,text\nA\nB,{WORDS}\nC,d,e\n"),
        ("page", "1 values for 2", "page", "3 values for 2"),
    ),
    Case(
        "open quote",
        "a quotation mark that never closes",
        _file("a.csv", f'title,text,url\nA,{WORDS},x\nB,"d,e\nF,g,h\n'),
        ("page", "page", "lines 3 to 4"),
    ),
    Case("no text column", "a table of something else", _file("a.csv", "name,age\nA,1\n"), ("name, age",)),
    Case("header only", "a table without rows", _file("a.csv", "title,text\n"), ("without rows",)),
    Case(
        "broken lines",
        "JSON Lines with broken lines",
        _file("a.jsonl", '{"text": "' + WORDS + '"}\n{"text": \n[]\n{"text": "b"}\n'),
        ("page", "page", "line 2", "line 3", "page"),
    ),
    Case("no JSON Lines", "text named as JSON Lines", _file("a.jsonl", WORDS), ("not JSON",)),
    Case("deep JSON", "JSON nested a hundred thousand deep", _file("a.json", _DEEP), ("levels deep",)),
    Case(
        "deep JSON line",
        "one line nested too deep",
        _file("a.jsonl", f'{{"text": "a"}}\n{_DEEP}\n'),
        ("page", "page", "levels deep"),
    ),
    Case("JSON string", "JSON that is a string", _file("a.json", '"words"'), ("no object",)),
    Case("other JSON", "an object without text", _file("a.json", '{"name": "x", "age": 3}'), ("name, age",)),
    Case(
        "number as text",
        "a number where the text should be",
        _file("a.json", '[{"text": 12}, {"text": "a"}]'),
        ("page", "a number", "page"),
    ),
    Case(
        "huge number",
        "a number of ten thousand digits",
        _file("a.json", '{"text": ' + "9" * 10_000 + "}"),
        ("not JSON",),
    ),
    Case(
        "lone surrogate",
        "half a character in JSON",
        _file("a.json", json.dumps({"text": WORDS + "\ud800"})),
        ("page",),
    ),
    Case(
        "cut array",
        "a JSON array that is cut off",
        _file("a.json", '[{"text": "a"}, {"text": "b'),
        ("page", "page", "not JSON"),
    ),
    Case(
        "too many rows",
        "more rows than the bound",
        _file("a.csv", "text\na\nb\nc\n"),
        ("page", "page", "page", "more than 2"),
        Reading(max_children=2),
    ),
    # -- the folder itself
    Case("loop", "folders linked to themselves", _loop, ("page",)),
    Case("dangling link", "a link to nothing", _dangling, ("leads nowhere",)),
    Case("pipe", "a named pipe, which must not be waited for", _pipe, ("a named pipe",)),
    Case("unreadable", "a file without permission", _unreadable, ("cannot be opened",)),
    Case("line break in the name", "a file name with a line break", _file("two\nlines.txt", WORDS), ("page",)),
    Case("undecodable name", "a file name that is no UTF-8", _raw_name, ("page",)),
    Case("long name", "a file name of 255 bytes", _file("x" * 251 + ".txt", WORDS), ("page",)),
    Case("hidden", "hidden files and folders", _hidden, ()),
)
