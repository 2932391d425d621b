"""PDF: the text layer, page by page, with its lines joined to paragraphs.

The file knows lines only. Here a line goes on in the next one, joined by a space, unless the page's layout
parts them:

- a gap clearly wider than the usual one, another size of type or an indented line begins a paragraph (a
blank line);
- a line that ends although the next word would have fitted was ended on purpose (a line break, and a
  paragraph where it ends a sentence).

A hyphen at a line's end stays, and the next line follows without a space ("US-" + "led", but also "re-" +
"port"): which hyphens were the typesetter's cannot be told from the file. A paragraph that runs over to
the next page is cut there, except in the middle of a sentence. Repeated page headers and footers stay.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Any

from counterclaim.errors import Damaged, Locked, NoText, TooLarge
from counterclaim.reading.base import Extract, Source, join_blocks, shown_title, storable
from counterclaim.records import Hints

# A scan with a stamp or page number still has fewer characters a page than the shortest notice.
_SCAN_CHARS = 25
_WIDE_GAP = 1.35
_OTHER_SIZE = 1.15
_OTHER_POINTS = 2.5
_INDENT = 0.8
_COLUMN = 40.0
_HYPHENS = "-\u2010\u00ad\x02\ufffe"
_ENDS = re.compile(r"[.!?…:][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page with its box in points; ``first`` is the width of its first word."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    first: float

    @property
    def height(self) -> float:
        """Height of the box of the line's first characters, a stand-in for the size of type."""
        return max(self.top - self.bottom, 0.1)


def read(source: Source) -> Extract:
    """The text layer of a PDF; its title property as a hint where the text shows that title.

    Raises Locked, Damaged, TooLarge (``max_pdf_pages``) and NoText (a scan, which needs text recognition
    first).
    """
    import pypdfium2 as pdfium  # heavy: only where a PDF is read

    try:
        document = pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        raise _refusal(str(error)) from error
    try:
        text = _text(document, source)
        stated = document.get_metadata_dict(skip_empty=True).get("Title")
    finally:
        document.close()
    return Extract(
        text=storable(text),
        extractor=f"pypdfium2 {version('pypdfium2')}",
        hints=Hints(title=shown_title(stated, text)),
    )


def _refusal(message: str) -> Exception:
    if "password" in message.lower():
        return Locked("an encrypted PDF; remove its password first")
    if "security" in message.lower():
        return Locked("a PDF under a protection that cannot be opened")
    return Damaged("a PDF that cannot be opened: its structure is broken or cut off")


def _text(document: Any, source: Source) -> str:
    count = len(document)
    if count == 0:
        raise Damaged("a PDF without pages")
    if count > source.settings.max_pdf_pages:
        raise TooLarge(f"{count} pages; the bound is {source.settings.max_pdf_pages}")
    paragraphs: list[str] = []
    chars = pictures = broken = 0
    for index in range(count):
        try:
            lines, has_picture = _page(document, index)
        except Exception as error:  # one broken page does not cost the others
            if type(error).__name__ != "PdfiumError":
                raise
            broken += 1
            continue
        pictures += has_picture
        chars += sum(len(line.text) for line in lines)
        if chars > source.settings.max_text_chars:
            raise TooLarge(f"more than {source.settings.max_text_chars} characters")
        _append(paragraphs, list(_paragraphs(lines)))
    if broken == count:
        raise Damaged("a PDF none of whose pages can be opened")
    if pictures and chars < _SCAN_CHARS * pictures:
        raise NoText(f"a scan: {pictures} of {count} pages are pictures; text recognition is needed first")
    if not chars:
        raise NoText(f"no text on any of {count} pages")
    return join_blocks(paragraphs)


def _append(paragraphs: list[str], page: list[str]) -> None:
    """Add a page; a sentence cut by the page break is joined again."""
    if paragraphs and page and not _ENDS.search(paragraphs[-1]) and page[0][:1].islower():
        paragraphs[-1] = _glue(paragraphs[-1], page.pop(0), " ")
    paragraphs.extend(page)


def _page(document: Any, index: int) -> tuple[list[_Line], bool]:
    from pypdfium2 import raw

    page = document[index]
    try:
        textpage = page.get_textpage()
        try:
            lines = list(_lines(raw, textpage.raw))
        finally:
            textpage.close()
        few = sum(len(line.text) for line in lines) < 4 * _SCAN_CHARS
        picture = few and any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    finally:
        page.close()
    return lines, picture


def _lines(raw: Any, handle: Any) -> Iterator[_Line]:
    """The lines of a page in the file's order. The characters come one by one, so that each has its box."""
    start = 0
    chars: list[str] = []
    count = raw.FPDFText_CountChars(handle)
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(handle, index) if index < count else 10
        if code in (10, 13):
            line = _line(raw, handle, start, chars)
            if line:
                yield line
            start, chars = index + 1, []
        else:
            chars.append(chr(code) if 0 < code < 0x110000 else "\ufffd")


def _line(raw: Any, handle: Any, start: int, chars: list[str]) -> _Line | None:
    seen = [i for i, char in enumerate(chars) if not char.isspace()]
    if not seen:
        return None
    low, high = seen[0], seen[-1]
    space = next((i for i in range(low, high + 1) if chars[i].isspace()), high + 1)
    left, right, bottom, top = _box(raw, handle, start + low)
    for i in seen[1:8]:  # tall letters among the first few give the size of type
        box = _box(raw, handle, start + i)
        bottom, top = min(bottom, box[2]), max(top, box[3])
    last, word = _box(raw, handle, start + high), _box(raw, handle, start + space - 1)
    text = _joined(chars[low : high + 1])
    return _Line(text, left, max(right, last[1]), top, bottom, max(word[1] - left, 0.0)) if text else None


def _joined(chars: list[str]) -> str:
    """Characters as text: pairs of surrogates become one character, the layer's mark for a hyphen a
    hyphen.
    """
    text = "".join(chars).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return re.sub("[\x02\ufffe]", "-", text).replace("\x00", "")


def _box(raw: Any, handle: Any, index: int) -> tuple[float, float, float, float]:
    """Left, right, bottom, top of a character in points; zeros where the file gives none."""
    sides = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(handle, index, *sides)
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _paragraphs(lines: list[_Line]) -> Iterator[str]:
    if not lines:
        return
    usual = _usual_step(lines)
    text = lines[0].text
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        joint = _joint(before, line, usual, _margin(lines, index - 1))
        if joint == "\n\n":
            yield text
            text = line.text
        else:
            text = _glue(text, line.text, joint)
    yield text


def _glue(text: str, following: str, joint: str) -> str:
    if joint == " " and len(text) > 1 and text[-1] in _HYPHENS and text[-2].isalpha() and following[:1].isalpha():
        joint = ""
    return f"{text}{joint}{following}"


def _usual_step(lines: list[_Line]) -> float:
    """The distance of neighbouring lines within a paragraph, in points: the lower quartile of all
    distances.
    """
    steps = [a.bottom - b.bottom for a, b in pairwise(lines) if 0 < a.bottom - b.bottom < 5 * a.height]
    return sorted(steps)[len(steps) // 4] if steps else 0.0


def _margin(lines: list[_Line], index: int) -> float:
    """The right edge of the column that the line stands in."""
    line = lines[index]
    near = lines[max(0, index - 15) : index + 16]
    return max(other.right for other in near if abs(other.left - line.left) < _COLUMN)


def _joint(before: _Line, line: _Line, usual: float, margin: float) -> str:
    """What stands between two lines: a blank line, a line break or a space."""
    step = before.bottom - line.bottom
    ended = bool(_ENDS.search(before.text))
    fits = before.right + 1.15 * line.first + 0.3 * before.height < margin
    if step < 0:  # the top of the next column
        return "\n\n" if ended or fits else " "
    if usual and step > _WIDE_GAP * usual:
        return "\n\n"
    low, high = sorted((before.height, line.height))
    if high > _OTHER_SIZE * low and high - low > _OTHER_POINTS:
        return "\n\n"
    indented = line.left - before.left > _INDENT * before.height
    if (indented and (ended or fits)) or (fits and ended):
        return "\n\n"
    return "\n" if fits else " "
