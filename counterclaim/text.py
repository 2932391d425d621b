"""Anchors, sentences, quotation marks: plain work on plain text, with exact offsets.

All offsets are ``str`` indices, half-open. Nothing here changes a text; :func:`repair` gives a second text for
analysis together with the way back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from counterclaim.errors import AnchorError

Span = tuple[int, int]

# Words before a full stop that do not end a sentence; compared in lower case.
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "rev",
        "hon",
        "st",
        "sr",
        "jr",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "cpt",
        "sgt",
        "spc",
        "cpl",
        "pfc",
        "pvt",
        "adm",
        "cmdr",
        "brig",
        "amb",
        "sen",
        "rep",
        "gov",
        "pres",
        "min",
        "dep",
        "sec",
        "gov.gen",
        "u.s",
        "u.n",
        "u.k",
        "e.u",
        "u.a.e",
        "d.c",
        "a.m",
        "p.m",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "no",
        "nos",
        "vs",
        "etc",
        "al",
        "inc",
        "ltd",
        "corp",
        "co",
        "e.g",
        "i.e",
        "cf",
        "approx",
        "est",
        "fig",
        "vol",
        "art",
        "para",
        "op",
        "ed",
        "eds",
        "km",
        "lt.gen",
        "maj.gen",
        "brig.gen",
        "lt.col",
        "1st.lt",
        "s.a.w.w",
        "p.b.u.h",
        "a.s",
        "r.a",
        "sh",
        "ave",
        "blvd",
        "rd",
        "mt",
        "ft",
        "ca",
        "dept",
        "univ",
    ]
)
# Abbreviations that often stand last in a sentence; a word that only opens sentences must follow.
_ALSO_LAST = frozenset(
    {"u.s", "u.n", "u.k", "e.u", "u.a.e", "d.c", "a.m", "p.m", "etc", "inc", "ltd", "corp", "co", "al", "no"}
)
_FRESH = re.compile(
    r"[\"'”’)\]]*\s+[\"“‘']?(?:The|A|An|He|She|It|They|We|I|In|On|At|But|And|This|That|These|Those|There|His|Her|Their|Its|For|After|"
    r"When|While|As|If|Both|Some|Many|However|Meanwhile|According|Another|Earlier|Since|With|By|From|So|Such|One|Two|Three)\b"
)
_OPENERS = "\"'“‘«„([{"
_CLOSERS = "\"'”’»)]}"
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s|$)|\n[ \t\r\u00a0\u200b]*\n|\n(?=\s{0,80}[-•*–—]\s)")

# Of 6 900 sentences of reports on Syria and Iraq all but one have less than 600 characters. A longer one is a table, a
# list or noise: it is parted between words, so that the time for a text stays in proportion to its length.
_MAX_SENTENCE = 1_500
# How far a single mark looks for its partner: an apostrophe that opens nothing would search its whole paragraph.
_MAX_SINGLE_QUOTE = 1_500


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: ``start``/``end`` take in the marks, ``inner_start``/``inner_end`` leave them out.

    ``closed`` is false where the closing mark is missing; the quotation then ends with its paragraph.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text for analysis and the way back: ``origins[i]`` is the offset in the text as read of character i.

    ``origins`` has one element more than ``text`` has characters. It is None where nothing was changed.
    """

    text: str
    origins: tuple[int, ...] | None

    def span(self, start: int, end: int) -> Span:
        """The span in the text as read for a span of the repaired text."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end]


def bag(*lines: str) -> frozenset[str]:
    """The words of the lines, as a set: long lists stay readable."""
    return frozenset(word for line in lines for word in line.split())


def check(text: str, start: int, end: int, words: str) -> None:
    """Raise AnchorError unless ``words`` stand at the offsets."""
    if not 0 <= start <= end <= len(text) or text[start:end] != words:
        raise AnchorError(f"the words {words[:40]!r} do not stand at {start}-{end}")


def trim(text: str, start: int, end: int, *, also: str = "") -> Span:
    """The span without white space, zero-width characters and the given characters at both ends."""
    strip = also + "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
    while start < end and (text[start].isspace() or text[start] in strip):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in strip):
        end -= 1
    return start, end


def overlaps(left: Span, right: Span) -> bool:
    """True when two spans share a character."""
    return left[0] < right[1] and right[0] < left[1]


def covers(outer: Span, inner: Span) -> bool:
    """True when ``inner`` lies wholly inside ``outer``."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def line_of(text: str, offset: int) -> int:
    """The number of the line (from 1) that holds the offset; lines end with a line feed."""
    return text.count("\n", 0, offset) + 1


@lru_cache(maxsize=65536)
def slug(name: str, limit: int = 80) -> str:
    """A readable id: ASCII, lower case, words joined by hyphens (``Ka'abi`` and ``Kaabi`` give one slug)."""
    ascii_name = anyascii(unicodedata.normalize("NFKC", name)).lower()
    ascii_name = re.sub(r"['’ʻʼ`´]", "", ascii_name)
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:limit].strip("-") or "unknown"


def paragraphs(text: str) -> Iterator[Span]:
    """Runs of text between blank lines, trimmed; empty ones are left out."""
    start = 0
    for gap in re.finditer(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text):
        span = trim(text, start, gap.start())
        if span[0] < span[1]:
            yield span
        start = gap.end()
    span = trim(text, start, len(text))
    if span[0] < span[1]:
        yield span


def sentences(text: str) -> tuple[Span, ...]:
    """Sentences of a text, trimmed, in order. A blank line always ends one; a line break alone does not.

    A full stop ends none after an abbreviation, an initial ("J.") or inside a number, and none where a lower-case
    letter follows. What goes on for more than 1 500 characters is parted between words.
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end() if text[match.start()] != "\n" else match.start()
        if text[match.start()] != "\n" and not _ends_sentence(text, match.start(), match.end()):
            continue
        spans.extend(_parted(text, start, end))
        start = match.end()
    spans.extend(_parted(text, start, len(text)))
    return tuple(spans)


def _parted(text: str, start: int, end: int) -> Iterator[Span]:
    """The span, trimmed, in pieces of at most ``_MAX_SENTENCE`` characters; nothing where it is empty."""
    start, end = trim(text, start, end)
    while end - start > _MAX_SENTENCE:
        cut = last_space(text, start + _MAX_SENTENCE // 2, start + _MAX_SENTENCE)
        yield trim(text, start, cut)
        start, end = trim(text, cut, end)
    if start < end:
        yield start, end


def last_space(text: str, start: int, end: int) -> int:
    """The offset behind the last white space of the span, the span's end where it has none."""
    return next((at for at in range(end, start, -1) if text[at - 1].isspace()), end)


def _ends_sentence(text: str, stop: int, end: int) -> bool:
    following = _next_visible(text, end)
    if following and following.islower():
        return False
    if text[stop] != "." or end - stop > 1:
        return True
    word = _word_before(text, stop)
    if len(word) == 1 and word.isalpha() and word.isupper():  # an initial
        return False
    if word.lower() in _ALSO_LAST and _FRESH.match(text, end):
        return True
    return word.lower() not in ABBREVIATIONS


def _next_visible(text: str, offset: int) -> str:
    while offset < len(text) and (text[offset].isspace() or text[offset] in _OPENERS):
        offset += 1
    return text[offset : offset + 1]


def _word_before(text: str, offset: int) -> str:
    start = offset
    while start and not text[start - 1].isspace() and offset - start < 40:
        start -= 1
    return text[start:offset].lstrip(_OPENERS)


_QUOTE_PAIRS = {"“": "”", "«": "»", "„": "“”", "‘": "’"}


def quotes(text: str) -> tuple[Quote, ...]:
    """Quotations in double (also typed as two single), angle or curly single marks, outermost only, in order.

    A mark that never closes runs to the end of its paragraph; where the next paragraph opens with a mark again the
    quotation of the first is complete (the newspaper's way of quoting over several paragraphs). Straight single
    marks are apostrophes far more often than quotations and open one only after a space and before a letter, when a
    closing one follows in the same paragraph.
    """
    found: list[Quote] = []
    for start, end in paragraphs(text):
        found.extend(_quotes_in(text, start, end))
    return tuple(found)


def _quotes_in(text: str, start: int, end: int) -> Iterator[Quote]:
    at = start
    while at < end:
        mark = text[at]
        if text.startswith("''", at):
            twin = text.find("''", at + 2, end)
            if twin > at + 2:
                yield Quote(at, twin + 2, at + 2, twin, closed=True)
            at = twin + 2 if twin >= 0 else at + 2
            continue
        closing = _closing(text, at, start, end) if mark in "\"“«„‘'" else None
        if closing is None:
            at += 1
            continue
        stop = _find_close(text, at + 1, end, mark, closing)
        if stop is None:
            if mark in "'‘":
                at += 1
                continue
            yield Quote(at, end, at + 1, end, closed=False)
            return
        if stop > at + 1:
            yield Quote(at, stop + 1, at + 1, stop, closed=True)
        at = stop + 1


def _closing(text: str, at: int, start: int, end: int) -> str | None:
    mark = text[at]
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if mark == '"':
        return '"”“' if not after.isspace() or before.isspace() else None
    if mark in "'‘":
        opens = (before.isspace() or before in "([—–-") and (after.isalnum() or after in '“"')
        return ("'" if mark == "'" else "’'") if opens else None
    return _QUOTE_PAIRS[mark] + ('"' if mark == "“" else "")


def _find_close(text: str, at: int, end: int, mark: str, closing: str) -> int | None:
    depth = 0
    for i in range(at, min(end, at + _MAX_SINGLE_QUOTE) if mark in "'‘" else end):
        char = text[i]
        if char == mark and mark not in closing:
            depth += 1
        elif char in closing:
            if mark in "'‘" and i + 1 < end and text[i + 1].isalnum():
                continue  # an apostrophe
            if mark in "'‘" and text[i - 1 : i].isspace():
                continue
            if depth and char in _QUOTE_PAIRS.get(mark, ""):
                depth -= 1
                continue
            return i
    return None


# One character each: a space that is not U+0020, a mark that has a plain twin.
_SAME_LENGTH = {
    0x00A0: " ",
    0x2007: " ",
    0x2009: " ",
    0x200A: " ",
    0x202F: " ",
    0x3000: " ",
    0x2028: "\n",
    0x2029: "\n",
}
_DROPPED = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# UTF-8 read as Windows-1252: the sequences that punctuation and Latin letters turn into.
_MOJIBAKE = re.compile(r"â€[™˜œ\u009d\u009c\u0099\u0098“”¦¢]|â€”|Ã[\u0080-\u00bf©¨¡³±¶¼¤«]|Â(?=[\u00a0»«°£])")


def repair(text: str) -> Repaired:
    """The text for analysis: odd spaces plain, zero-width characters and soft hyphens gone, mojibake undone."""
    plain = text.translate(_SAME_LENGTH)
    if not _MOJIBAKE.search(plain) and not any(char in _DROPPED for char in plain):
        return Repaired(plain, None)
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    while at < len(plain):
        match = _MOJIBAKE.match(plain, at)
        if match:
            fixed = _unmangle(match.group())
            pieces.append(fixed)
            origins.extend([at] * len(fixed))
            at = match.end()
            continue
        if plain[at] not in _DROPPED:
            pieces.append(plain[at])
            origins.append(at)
        at += 1
    origins.append(len(plain))
    return Repaired("".join(pieces), tuple(origins))


def _unmangle(words: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return words.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return {"â€œ": "“", "â€\u009d": "”", "â€": "”", "Â": ""}.get(words, words)


_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}(?:-\w+)*|\'\'|[\'’][sS]\b|\w+(?:[-\'’ʻʼ`‘](?![sS]\b)\w+|[.,:](?=\d)\w+|&\w+)*|\S"
)


@dataclass(frozen=True)
class Words:
    """The tokens of a text: words, possessive endings and single marks, with half-open offsets.

    ``raw`` are the tokens as written, ``low`` in lower case. A hyphen or an apostrophe inside a word belongs to it.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    raw: tuple[str, ...]
    low: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.raw)

    def first_from(self, offset: int) -> int:
        """The index of the first token that starts at or after the offset."""
        return bisect_left(self.starts, offset)

    def within(self, start: int, end: int) -> range:
        """The indices of the tokens that start inside the span."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))


@lru_cache(maxsize=4)  # every finder asks for the words of the article at hand
def words(text: str) -> Words:
    """The tokens of a text."""
    found = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text)]
    raw = tuple(token for _, _, token in found)
    low = tuple(token.lower().replace("’", "'") for token in raw)
    return Words(tuple(s for s, _, _ in found), tuple(e for _, e, _ in found), raw, low)


def sentence_at(spans: tuple[Span, ...], offset: int) -> int | None:
    """The index of the sentence that holds the offset, or None between sentences."""
    index = bisect_right(spans, (offset, 10**12)) - 1
    return index if index >= 0 and spans[index][0] <= offset < spans[index][1] else None
