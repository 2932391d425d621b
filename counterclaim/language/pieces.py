"""Texts as word pieces with exact character offsets, and windows over them.

A text is cut into pieces once; windows are slices, so that no label depends on where a window cuts a word. A window
holds 254 pieces and two marks: nearly every attribution of news is shorter than 300 characters, so that the context on
both sides is what the length is for, and attention over 256 pieces costs little beside the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Numbers = NDArray[np.int32]
Span = tuple[int, int]

_LONE = re.compile("[\ud800-\udfff]")
CASES = ("none", "lower", "capital", "capitals", "mixed", "digit")
GAPS = ("none", "space", "line", "paragraph")
START, END, PAD = 101, 102, 0  # [CLS], [SEP] and [PAD] of the base's vocabulary


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text: their numbers, first and last offset, and the two features."""

    ids: Numbers
    starts: Numbers
    ends: Numbers
    cases: Numbers
    gaps: Numbers

    def __len__(self) -> int:
        return len(self.ids)

    def under(self, start: int, end: int) -> Span | None:
        """The first and the end index of the pieces that share a character with a span; None where there are none."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        return (first, last) if first < last else None

    def words(self, first: int, end: int) -> Span:
        """The characters from piece ``first`` up to piece ``end``, which is not included."""
        return int(self.starts[first]), int(self.ends[end - 1])


def tokenizer(folder: Path) -> Tokenizer:
    """The base's word pieces, without its limit of length and its padding."""
    from tokenizers import Tokenizer

    found: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def cut(text: str, by: Tokenizer) -> Pieces:
    """The pieces of a text, without marks at its ends. Lone surrogates, which no tokenizer takes, are read as U+FFFD."""
    text = _LONE.sub("\ufffd", text)
    encoding = by.encode(text, add_special_tokens=False)
    offsets, numbers_of = encoding.offsets, encoding.word_ids
    cases: list[int] = []
    at = 0
    while at < len(offsets):
        end = at + 1
        while end < len(offsets) and numbers_of[end] == numbers_of[at]:
            end += 1
        cases.extend([_case(text[offsets[at][0] : offsets[end - 1][1]])] * (end - at))
        at = end
    before = 0
    gaps: list[int] = []
    for start, end in offsets:
        gaps.append(_gap(text[before:start]))
        before = end
    rows = (encoding.ids, [s for s, _ in offsets], [e for _, e in offsets], cases, gaps)
    ids, starts, ends, case, gap = (np.array(row, dtype=np.int32) for row in rows)
    return Pieces(ids, starts, ends, case, gap)


def _case(word: str) -> int:
    if any(c.isdigit() for c in word):
        return CASES.index("digit")
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return CASES.index("none")
    if not any(c.isupper() for c in letters):
        return CASES.index("lower")
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return CASES.index("capital")
    return CASES.index("capitals" if all(c.isupper() for c in letters) else "mixed")


def _gap(white: str) -> int:
    if not white:
        return GAPS.index("none")
    breaks = white.count("\n")
    return GAPS.index("paragraph" if breaks > 1 else "line" if breaks else "space")


def spread(length: int, window: int, stride: int, first: int = 0) -> Iterator[Span]:
    """Windows over ``length`` pieces, each of at most ``window``; ``first`` shortens the first one.

    Together they hold every piece; neighbours share ``window - stride`` pieces.
    """
    if not 0 < stride <= window:
        raise ValueError(f"a stride of {stride} leaves gaps between windows of {window}")
    at = 0
    end = min(length, first or window)
    while length:
        yield at, end
        if end == length:
            return
        at = end - (window - stride) if end - (window - stride) > at else end
        end = min(length, at + window)


def central(spans: Sequence[Span], length: int) -> Numbers:
    """For every piece the number of the window in which it stands farthest from an edge that cuts the text."""
    best = np.full(length, -1, dtype=np.int32)
    chosen = np.zeros(length, dtype=np.int32)
    for number, (start, end) in enumerate(spans):
        places = np.arange(start, end)
        left = places - start if start else np.full(end - start, length)
        right = end - 1 - places if end < length else np.full(end - start, length)
        room = np.minimum(left, right).astype(np.int32)
        better = room > best[start:end]
        best[start:end][better] = room[better]
        chosen[start:end][better] = number
    return chosen
