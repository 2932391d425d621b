"""Numbers in words and digits, with ranges: what they say as lowest and highest value.

Reading starts at a given place and is bounded, so the time is linear in the text. Numbers that make no sense as a count
(``12,34,567``, anything above a thousand million million) are read as words without value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from counterclaim.knowledge import measures

# Above this no count of people, acts, weapons or money in a report is credible.
LARGEST = 10**15
S = r"(?:[^\S\n]{1,3}|[^\S\n]{0,2}\n[^\S\n]{0,3})"

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
WORDS = {word: number for number, word in enumerate(_SMALL)} | _TENS
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "mln": 10**6, "billion": 10**9, "bn": 10**9,
    "trillion": 10**12,
}  # fmt: skip
_WORD = "|".join(sorted(WORDS, key=lambda w: (-len(w), w)))
_SCALE = "|".join(sorted(SCALES, key=lambda w: (-len(w), w)))
_SPELLED = rf"(?:{_WORD})(?:(?:[\s-]|{S}and{S})(?:{_WORD}|hundred|thousand|million|billion)(?![a-z])){{0,9}}"
_DIGITS = r"\d{1,3}(?:[ \u00a0]000)+(?!\d)|\d{1,3}(?:,\d{1,3}){1,8}(?:\.\d{1,6})?|\d{1,30}(?:\.\d{1,6})?"
_NUMBER = re.compile(
    rf"(?P<digits>{_DIGITS})(?:(?![\d]|[A-Za-z])(?:(?:{S}|-)(?P<scale>{_SCALE})(?:(?<=illion)s)?(?![a-z]))?|(?P<close>bn|mln|million|billion)(?![A-Za-z]))"
    rf"|(?P<spelled>{_SPELLED})(?:(?:{S}|-)(?P<dozen>dozen|million|billion)(?![a-z]))?(?![a-z])",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"(?:{S}?[-–—]{S}?|{S}(?P<word>to|or){S})(?=\w)", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. ``low`` and ``high`` are None where the words say no usable value.

    ``vague`` tells "dozens" from "24"; ``ranged`` tells "5 to 10" from "5".
    """

    start: int
    end: int
    low: int | None
    high: int | None
    vague: bool = False
    ranged: bool = False
    words: str = ""


def read(text: str, at: int, stop: int) -> Number | None:
    """The number or range that begins at a place, or None."""
    listed = _listed(text, at, stop)
    if listed:
        return listed
    first = _NUMBER.match(text, at, stop)
    if first is None:
        return None
    low = _value(first)
    single = Number(at, first.end(), low, low, words=first.group().lower())
    gap = _RANGE.match(text, first.end(), stop)
    if gap is None:
        return single
    second = _NUMBER.match(text, gap.end(), stop)
    if second is None:
        return single
    return _ranged(single, first, second)


def _ranged(single: Number, first: re.Match[str], second: re.Match[str]) -> Number:
    high = _value(second)
    scale = _scale_word(second)
    low = single.low
    if scale and not _scale_word(first) and low is not None and high is not None:
        lifted = low * SCALES[scale]
        low = lifted if lifted < high else low
    if low is None or high is None or low >= high:
        return single
    return Number(single.start, second.end(), low, high, ranged=True, words=single.words)


@lru_cache(maxsize=1)
def _listed_pattern() -> re.Pattern[str]:
    table = measures.counting()
    words = sorted({*table.vague, *table.exact}, key=lambda w: (-len(w), w))
    body = "|".join(re.escape(word).replace(r"\ ", S) for word in words)
    return re.compile(rf"(?:{body})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def starts() -> frozenset[str]:
    """The words, in lower case, that can begin a number."""
    table = measures.counting()
    return frozenset({*WORDS} | {word.split()[0] for word in (*table.vague, *table.exact)})


def _listed(text: str, at: int, stop: int) -> Number | None:
    """A number by the table of vague and exact words."""
    match = _listed_pattern().match(text, at, stop)
    if match is None:
        return None
    table = measures.counting()
    words = " ".join(match.group().lower().split())
    if words in table.exact:
        value = table.exact[words]
        return Number(at, match.end(), value, value, words=words)
    if re.match(rf"{S}(?:{_SCALE})", text[match.end() : match.end() + 12], re.IGNORECASE):
        scale = re.compile(rf"{S}({_SCALE})s?(?:{S}of)?(?!\w)", re.IGNORECASE).match(text, match.end(), stop)
        if scale:
            return Number(at, scale.end(), table.vague[words] * SCALES[scale[1].lower()], None, vague=True, words=words)
    return Number(at, match.end(), table.vague[words], None, vague=True, words=words)


def _scale_word(match: re.Match[str]) -> str:
    """The word that multiplies a number ("million"), in lower case; "" where none stands there."""
    return (match["scale"] or match["close"] or match["dozen"] or "").lower()


def _value(match: re.Match[str]) -> int | None:
    scale = SCALES[_scale_word(match)] if _scale_word(match) else 1
    if match["spelled"]:
        number = spelled(match["spelled"])
        return _whole(number * scale) if number is not None else None
    digits = re.sub(r"[ \u00a0]", "", match["digits"])
    if not _GROUPED.fullmatch(digits):
        return None
    whole, _, part = digits.replace(",", "").partition(".")
    lifted = int(whole + part) * scale
    divisor = 10 ** len(part)
    return _whole(lifted // divisor) if lifted % divisor == 0 else None


def _whole(number: int) -> int | None:
    return number if number <= LARGEST else None


def spelled(words: str) -> int | None:
    """The number that words spell ("one hundred and twenty-five"), or None where they spell none ("five six")."""
    total, current, last = 0, 0, 10**18
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "and":
            continue
        if word in SCALES:
            scale = SCALES[word]
            if scale == 100:
                current = (current or 1) * 100
            else:
                total, current = total + (current or 1) * scale, 0
            last = scale
            continue
        value = WORDS[word]
        if value >= last and last < 100:
            return None
        if last < 10 or (10 <= last < 20):
            return None
        current += value
        last = value
    return total + current
