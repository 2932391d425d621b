"""Calendar arithmetic for date expressions: what a value stands for, as first and last day.

Values are TIMEX3 (ISO-TimeML, ISO 24617-1): ``2024-02-07``, ``2024-02``, ``2024``, ``197X``, ``2024-W15``, ``2024-W15-WE``,
``2024-02-07TNI``, ``P2Y``, ``PAST_REF``, ``XXXX-WXX-4``; two limits are an ISO 8601 interval ``A/B``. Nothing here raises
for a day that does not exist: such a day is :data:`IMPOSSIBLE`, words without a meaning.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
# What early, middle and late mean of a stretch, as shares of its length.
_THIRDS = ((0.0, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 1.0))
_HALVES = ((0.0, 1 / 2), (1 / 3, 2 / 3), (1 / 2, 1.0))
# First month of each season, northern half, as weather services count them.
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means: a TIMEX3 value and the first and last day it can mean (None if open).

    ``kind`` is ``date``, ``time`` (a clock), ``duration``, ``set`` (repeated) or ``vague``; ``grain`` is ``day``, ``week``,
    ``month``, ``year`` … for a stretch of the calendar, else empty. ``explicit`` says that the words themselves name the year.
    """

    value: str
    earliest: date | None = None
    latest: date | None = None
    kind: str = "date"
    grain: str = ""
    explicit: bool = False

    @property
    def one_day(self) -> date | None:
        """The day, where the meaning is exactly one."""
        return self.earliest if self.earliest and self.earliest == self.latest else None


IMPOSSIBLE = Meaning("XXXX-XX-XX")


def day(on: date) -> Meaning:
    """One day."""
    return Meaning(on.isoformat(), on, on, grain="day")


def month(year_number: int, month_number: int) -> Meaning:
    """One month of a year."""
    if not 1 <= year_number <= 9999 or not 1 <= month_number <= 12:
        return IMPOSSIBLE
    last = calendar.monthrange(year_number, month_number)[1]
    first_day = date(year_number, month_number, 1)
    return Meaning(first_day.isoformat()[:7], first_day, date(year_number, month_number, last), grain="month")


def year(number: int) -> Meaning:
    """One year; years before our era have a minus and no days (``-0594`` is 594 BC, as usual in TIMEX3)."""
    if number < 0:
        return Meaning(f"-{-number:04d}", grain="year")
    if not 1 <= number <= 9999:
        return IMPOSSIBLE
    return Meaning(f"{number:04d}", date(number, 1, 1), date(number, 12, 31), grain="year")


def decade(first: int) -> Meaning:
    """Ten years from ``first``."""
    return Meaning(f"{first // 10:03d}X", date(first, 1, 1), date(first + 9, 12, 31), grain="decade")


def century(number: int) -> Meaning:
    """The ``number``-th century, counted as people do: the 20th is 1900 to 1999."""
    first = (number - 1) * 100
    if not 1 <= number <= 99:
        return IMPOSSIBLE
    return Meaning(f"{number - 1:02d}XX", date(max(first, 1), 1, 1), date(first + 99, 12, 31), grain="century")


def week(of: date) -> Meaning:
    """The ISO week that holds a day."""
    iso = of.isocalendar()
    monday = shift(of, "day", 1 - iso.weekday)
    sunday = shift(of, "day", 7 - iso.weekday)
    return Meaning(f"{iso.year:04d}-W{iso.week:02d}", monday, sunday, grain="week")


def weekend(of: date) -> Meaning:
    """Saturday and Sunday of the ISO week that holds a day."""
    whole = week(of)
    saturday = shift(whole.latest, "day", -1) if whole.latest else None
    return Meaning(f"{whole.value}-WE", saturday, whole.latest, grain="weekend")


def season(code: str, year_number: int | None) -> Meaning:
    """A season (SP SU FA WI); a winter begins in the December of the year that names it."""
    if year_number is None or not 1 <= year_number < 9999:
        return Meaning(f"XXXX-{code}", grain="season")
    first = month(year_number, _SEASON_START[code])
    last = shift(first.earliest, "month", 2) if first.earliest else None
    ends = month(last.year, last.month).latest if last else None
    return Meaning(f"{year_number:04d}-{code}", first.earliest, ends, grain="season")


def between(first: Meaning, last: Meaning) -> Meaning:
    """From the first day of one to the last day of the other."""
    if IMPOSSIBLE in (first, last):
        return IMPOSSIBLE
    if first.earliest and last.latest and first.earliest > last.latest:
        return IMPOSSIBLE
    return Meaning(f"{first.value}/{last.value}", first.earliest, last.latest, grain="span", explicit=last.explicit)


def day_of(year_number: int | None, month_number: int, day_number: int) -> Meaning:
    """A day by its numbers; without a year ``XXXX-02-07``; IMPOSSIBLE where no such day exists."""
    if not 1 <= month_number <= 12 or not 1 <= day_number <= calendar.monthrange(2000, month_number)[1]:
        return IMPOSSIBLE
    if year_number is None:
        return Meaning(f"XXXX-{month_number:02d}-{day_number:02d}", grain="day")
    try:
        return day(date(year_number, month_number, day_number))
    except ValueError:
        return IMPOSSIBLE


def shift(from_day: date | None, unit: str, count: int) -> date | None:
    """A day moved by days, weeks, months, years …; None beyond the years 1 to 9999."""
    if from_day is None:
        return None
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}.get(unit)
    try:
        if months is None:
            return from_day + timedelta(days=count * {"week": 7, "fortnight": 14}.get(unit, 1))
        total = from_day.year * 12 + from_day.month - 1 + count * months
        year_number, month_index = divmod(total, 12)
        last = calendar.monthrange(year_number, month_index + 1)[1]
        return date(year_number, month_index + 1, min(from_day.day, last))
    except (OverflowError, ValueError, calendar.IllegalMonthError):
        return None


def stretch(of: date | None, unit: str) -> Meaning:
    """The day, week, month, year, decade … that holds a day."""
    if of is None:
        return IMPOSSIBLE
    if unit == "week":
        return week(of)
    if unit == "month":
        return month(of.year, of.month)
    if unit == "quarter":
        first, last = month(of.year, (of.month - 1) // 3 * 3 + 1), month(of.year, (of.month - 1) // 3 * 3 + 3)
        return Meaning(f"{of.year:04d}-Q{(of.month - 1) // 3 + 1}", first.earliest, last.latest, grain="quarter")
    if unit == "year":
        return year(of.year)
    if unit == "decade":
        return decade(max(of.year // 10 * 10, 1)) if of.year >= 10 else IMPOSSIBLE
    if unit == "century":
        return century(of.year // 100 + 1)
    return day(of)


def third(of: Meaning, part: int) -> Meaning:
    """The early (0), middle (1) or late (2) part of a stretch longer than a day; its value stays.

    People call the first half of a month or a decade early and the second late; of weeks, years and centuries a third.
    """
    if of.earliest is None or of.latest is None or of.one_day:
        return of
    length = (of.latest - of.earliest).days + 1
    shares = _HALVES if of.grain in ("month", "decade") else _THIRDS
    first, last = shares[part]
    earliest = of.earliest + timedelta(days=round(length * first))
    latest = of.earliest + timedelta(days=round(length * last) - 1)
    if of.grain == "decade":
        earliest, latest = date(earliest.year, 1, 1), date(latest.year, 12, 31)
    return replace(of, earliest=earliest, latest=max(latest, earliest))


def weekday_near(today: date, weekday: int, direction: int) -> date | None:
    """The latest such weekday (Monday is 0) on or before a day (direction -1), or the next on or after (+1)."""
    if direction < 0:
        return shift(today, "day", -((today.weekday() - weekday) % 7))
    return shift(today, "day", (weekday - today.weekday()) % 7)


def easter(year_number: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus, Nature 1876)."""
    a, b, c = year_number % 19, year_number // 100, year_number % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    return date(year_number, (h + k - 7 * m + 114) // 31, (h + k - 7 * m + 114) % 31 + 1)


def nth_weekday(year_number: int, month_number: int, *, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; nth -1 is the last."""
    if nth < 0:
        last = calendar.monthrange(year_number, month_number)[1]
        end = date(year_number, month_number, last)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year_number, month_number, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def hijri(year_number: int, month_number: int, day_number: int) -> date | None:
    """The day of the arithmetical Islamic calendar (civil epoch, 30-year cycle); sighting may move it by a day."""
    julian = (
        (11 * year_number + 3) // 30
        + 354 * year_number
        + 30 * month_number
        - (month_number - 1) // 2
        + day_number
        + 1948440
        - 385
    )
    try:
        return date.fromordinal(julian - 1721425)
    except (ValueError, OverflowError):
        return None


def persian(year_number: int, month_number: int, day_number: int) -> date | None:
    """The day of the Persian (solar Hijri) calendar by its cycle of 33 years, true from 1178 to 1633."""
    if not 1178 <= year_number <= 1633 or not 1 <= month_number <= 12:
        return None
    if not 1 <= day_number <= (31 if month_number <= 6 else 30 if month_number < 12 or _leaps(year_number) else 29):
        return None
    low, high = sorted((year_number, _PERSIAN_YEAR))
    days = (high - low) * 365 + sum(_leaps(one) for one in range(low, high))
    first = _PERSIAN_DAY + timedelta(days=days if year_number >= _PERSIAN_YEAR else -days)
    return first + timedelta(days=(month_number - 1) * 31 - max(0, month_number - 7) + day_number - 1)


_PERSIAN_YEAR, _PERSIAN_DAY = 1400, date(2021, 3, 21)


def _leaps(year_number: int) -> bool:
    """True where a Persian year has 366 days."""
    return (25 * year_number + 11) % 33 < 8
