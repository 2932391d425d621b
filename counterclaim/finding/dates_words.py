"""The words of date expressions and what fixes their meaning: names of months and days, numbers, units, and the context of a
place in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from counterclaim.finding.dates_calendar import Meaning

PAST, FUTURE, UNSAID, PRESENT = -1, 1, 0, 2


@dataclass(frozen=True, slots=True)
class Style:
    """How an article tells time. ``timeless`` has no day that hangs on its publication: a guide, a history, a report.
    ``history`` is such a text that names many earlier years: a bare month belongs to the year last named."""

    timeless: bool = False
    history: bool = False


NEWS = Style()


@dataclass(frozen=True, slots=True)
class Context:
    """What fixes a relative expression at one place.

    ``published`` is the day, month or year of publication (None if unstated); ``verb`` finds the tense at the place, which is
    asked for only where a reading needs it: PAST, FUTURE, PRESENT or UNSAID; ``reference``
    is the last meaning before it, ``told`` the last one before it whose words name a year, both None if there are none near;
    ``style`` says how the article tells time.
    """

    published: Meaning | None
    verb: Callable[[], int]
    reference: Meaning | None = None
    told: Meaning | None = None
    style: Style = NEWS

    @property
    def tense(self) -> int:
        """The tense of the sentence at the place."""
        return self.verb()

    @property
    def today(self) -> date | None:
        """The day of publication, where one is stated."""
        return self.published.one_day if self.published else None

    def near(self, unit: str) -> date | None:
        """A day of the publication's own week, month, year …, where the publication is known that exactly."""
        if self.published is None or self.published.earliest is None:
            return None
        coarse = {"day": 0, "week": 0, "weekend": 0, "month": 1, "quarter": 1, "season": 1}.get(unit, 2)
        known = {"day": 0, "month": 1}.get(self.published.grain, 2)
        return self.published.earliest if known <= coarse else None


# ---------------------------------------------------------------- words

_MONTH_NAMES = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"), ("july", "jul"),
    ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"), ("december", "dec"),
)  # fmt: skip
_DAY_NAMES = (
    ("monday", "mon"), ("tuesday", "tues", "tue"), ("wednesday", "wed"), ("thursday", "thurs", "thur", "thu"), ("friday", "fri"),
    ("saturday", "sat"), ("sunday", "sun"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
WEEKDAYS = {name: number for number, names in enumerate(_DAY_NAMES) for name in names}
FULL_WEEKDAYS = {names[0]: number for number, names in enumerate(_DAY_NAMES)}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
NUMBERS = {word: number for number, word in enumerate(f"{_ONES} eighteen nineteen twenty".split())} | {
    "a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "a hundred": 100, "one hundred": 100, "a couple of": 2, "a couple": 2, "a dozen": 12, "two dozen": 24,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SOME = ("several", "few", "some", "many", "recent", "numerous")
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
]
ORDINALS = {word: number for number, word in enumerate(_ORDINALS, start=1)}
DECADE_WORDS = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip
_UNIT_CODES = {
    "second": "T{}S", "minute": "T{}M", "hour": "T{}H", "day": "{}D", "night": "{}D",
    "week": "{}W", "weekend": "{}W", "fortnight": "{}W",
    "month": "{}M", "quarter": "{}Q", "year": "{}Y", "decade": "{}DE", "century": "{}CE",
}  # fmt: skip
PARTS = {
    "morning": "TMO", "dawn": "TMO", "daybreak": "TMO", "noon": "T12:00", "midday": "T12:00", "afternoon": "TAF", "evening": "TEV",
    "dusk": "TEV", "night": "TNI", "overnight": "TNI", "midnight": "T24:00",
}  # fmt: skip

# White space inside an expression: no blank line, and bounded.
S = r"(?:[^\S\n]{1,3}|[^\S\n]{0,2}\n[^\S\n]{0,3})"
DASH = r"[^\S\n]?[-–—][^\S\n]?"
END = r"(?![\w])"


def any_of(words: dict[str, int] | tuple[str, ...] | list[str]) -> str:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", S) for w in ordered) + ")"


Y = r"(?P<year>1\d{3}|20\d\d|[3-9]\d{3})(?![\d,]\d|[a-z\d]|\.\d)"


def unit_of(match: re.Match[str]) -> str:
    word = match["unit"].lower()
    return "century" if word.startswith("centur") else word


def number_of(words: str) -> int | None:
    """The whole number that words mean, or None for a fraction."""
    plain = " ".join(words.lower().replace(",", "").split())
    if plain.isdigit():
        return int(plain)
    if plain in NUMBERS:
        return NUMBERS[plain]
    lower, _, scale = plain.rpartition(" ")
    if scale in _SCALES and lower:
        count = number_of(lower)
        return count * _SCALES[scale] if count is not None else None
    tens, _, ones = plain.partition("-")
    return NUMBERS[tens] + NUMBERS[ones] if ones in NUMBERS and tens in NUMBERS else None


def with_half(words: str | None) -> tuple[int | None, bool]:
    """The whole part of a number and whether a half follows it ("2.5", "2 1/2")."""
    halved = re.fullmatch(r"(\d+)(?:\.5|\s+1/2)", (words or "").strip())
    if halved:
        return int(halved[1]), True
    return (number_of(words) if words else None), False


def given(match: re.Match[str], name: str) -> int | None:
    return int(match[name]) if match[name] else None


def duration_value(unit: str, count: int | None, *, half: bool) -> str:
    """The TIMEX3 value of a duration: ``P2Y``, ``PT36H``, ``PXD`` where the number is not known."""
    if unit == "century" and count is not None:
        unit, count = "year", count * 100
    if unit == "fortnight" and count is not None:
        unit, count = "week", count * 2
    if unit == "decade" and count is not None:
        unit, count = "year", count * 10
    shown = "X" if count is None else f"{count}.5" if half else str(count)
    return "P" + _UNIT_CODES[unit].format(shown)
