"""A text as blocks: lines, or the paragraphs that hard-wrapped lines once were. Offsets are those of the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# One character each, so that offsets stay: odd spaces and invisible marks become spaces, odd apostrophes plain.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys(
            "\u00a0\u2007\u2009\u200a\u202f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\r\v\f\x1c\x1d\x1e",
            " ",
        ),
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x85", " "),
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
    }
)
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_MAX_WRAP = 100  # columns; mail and converted PDF wrap at 60 to 90, unwrapped prose is far longer
_MIN_WRAPPED = 0.45  # share of broken lines that a greedy wrap explains; unwrapped compilations show under 0.2


@dataclass(frozen=True, slots=True)
class Block:
    """A line, or the paragraph that wrapped lines once were.

    ``text`` is its words with plain spaces and apostrophes, wrapped lines joined
    by a space; ``gap`` counts the blank lines before it; ``quoted`` says that mail quotation marks stood before it.
    """

    start: int
    end: int
    text: str
    gap: int
    quoted: bool = False


def normal(text: str) -> str:
    """The text with odd spaces and apostrophes made plain, one character for one."""
    return text.translate(_SAME_LENGTH)


def blocks(text: str, apart: Callable[[str], bool]) -> tuple[Block, ...]:
    """The blocks of a text, in order. Lines that ``apart`` holds of are never joined."""
    rows = _rows(text)
    width = _wrap_width(rows)
    if width is None:
        return tuple(rows)
    return tuple(_joined(rows, width, apart))


def _rows(text: str) -> list[Block]:
    rows: list[Block] = []
    at, gap = 0, 0
    for raw in re.split(r"(?<=\n)|(?<=\u2028)|(?<=\u2029)", text):
        line = normal(raw.rstrip("\n\u2028\u2029"))
        mark = _QUOTED.match(line)
        quoted = mark is not None
        body = line[mark.end() :] if mark else line
        start = at + len(line) - len(body.lstrip())
        start, words = _unmarked(start, body.strip())
        if words:
            rows.append(Block(start, start + len(words), words, gap, quoted))
            gap = 0
        else:
            gap += 1
        at += len(raw)
    return rows


# Markdown of a whole line: a heading's signs; emphasis around all of a short line (a byline, a date).
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]{1,200})(?<=[^\s*_])\1")


def _unmarked(start: int, line: str) -> tuple[int, str]:
    """A line without the marks of a heading or of emphasis around it, and where its words start."""
    heading = _HEADING.match(line)
    if heading:
        start, line = start + heading.end(), line[heading.end() :].rstrip("# ")
    emphasis = _EMPHASIS.fullmatch(line)
    return (start + len(emphasis[1]), emphasis[2]) if emphasis else (start, line)


_LONG_WORD = re.compile(r"\S{45}")  # an address, which no wrapping breaks


def _wrap_width(rows: list[Block]) -> int | None:
    """The width at which the lines were broken, or None where they were not."""
    rows = [row for row in rows if not _LONG_WORD.search(row.text)]
    lengths = sorted(len(row.text) for row in rows)
    if not lengths or lengths[int(len(lengths) * 0.95)] > _MAX_WRAP:
        return None
    width = lengths[int(len(lengths) * 0.97)]
    pairs = [(a, b) for a, b in zip(rows, rows[1:], strict=False) if not b.gap]
    broken = sum(_broken(a, b, width) for a, b in pairs)
    return width if width >= 40 and len(pairs) >= 4 and broken >= _MIN_WRAPPED * len(pairs) else None


def _broken(row: Block, following: Block, width: int) -> bool:
    """The first word of the following line would not have fitted on this one."""
    return len(row.text) + 1 + len(following.text.split(None, 1)[0]) > width


def _joined(rows: list[Block], width: int, apart: Callable[[str], bool]) -> list[Block]:
    found: list[Block] = []
    at = 0
    while at < len(rows):
        stop = at + 1
        while stop < len(rows) and not rows[stop].gap and rows[stop].quoted == rows[at].quoted:
            stop += 1
        found.extend(_paragraph(rows[at:stop], width, apart))
        at = stop
    return found


def _paragraph(rows: list[Block], width: int, apart: Callable[[str], bool]) -> list[Block]:
    """The blocks of a run of lines without a blank one: lines that stand alone stay alone, broken ones are joined."""
    alone = [apart(row.text) for row in rows]
    found: list[Block] = []
    parts = [rows[0]]
    for n in range(1, len(rows)):
        name_above_date = n + 1 < len(rows) and alone[n + 1] and len(rows[n].text.split()) <= 5
        runs_on = rows[n].text[0].islower() and not rows[n - 1].text.endswith((".", ":", "!", "?"))
        name_above_date = name_above_date and not runs_on
        broken = runs_on or _broken(rows[n - 1], rows[n], width) or (not any(alone) and _short_title(rows, n))
        if alone[n] or alone[n - 1] or name_above_date or not broken:
            found.append(_merge(parts))
            parts = []
        parts.append(rows[n])
    return [*found, _merge(parts)]


_OPEN_END = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "from",
        "with",
        "and",
        "or",
        "by",
        "as",
        "is",
        "are",
        "says",
        "say",
        "after",
        "over",
        "against",
        "amid",
    ]
)


def _short_title(rows: list[Block], n: int) -> bool:
    """A title of two or three lines is often broken before the width of the prose; a name below a title is none."""
    above, line = rows[n - 1].text, rows[n].text
    if len(rows) > 3 or rows[-1].text.endswith((".", ":", ",")):
        return False
    if above.split()[-1].lower() in _OPEN_END:
        return True
    named = 2 <= len(line.split()) <= 4 and all(w[0].isupper() for w in line.split())
    return len(above) >= 45 and not named


def _merge(parts: list[Block]) -> Block:
    first, last = parts[0], parts[-1]
    return Block(first.start, last.end, " ".join(p.text for p in parts), first.gap, first.quoted)
