"""Events on an axis of days: what is known to the day is a dot, what lies somewhere between two days is a span between them.

Positions are per cent of the axis, so a page draws them at any width. An event without any day is on no axis.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from counterclaim.records import Event

# An axis carries at most so many marks; a chart leaves out this share of events at either end, and says so.
_TICKS = 8
_TRIMMED = 0.02
_MOST_DAYS, _MOST_MONTHS = 70, 72
_CHART_HEIGHT = 110
_NARROWEST = 1.2  # per cent: a span must be seen to be one

_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day that a date can mean; None is open."""

    first: date | None
    last: date | None

    @property
    def exact(self) -> bool:
        """True for one day."""
        return self.first is not None and self.first == self.last

    def begin(self) -> date:
        """Where it is put in order."""
        return self.first or self.last or date.max


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on an axis: ``left`` and ``width`` in per cent; ``kind`` is ``day``, ``span``, ``since`` or ``until``."""

    event: Event
    kind: str
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from ``first`` to ``last``; ``ticks`` are (per cent, words)."""

    first: date
    last: date
    ticks: tuple[tuple[float, str], ...]

    def at(self, day: date) -> float:
        """Where the beginning of a day is, in per cent, kept on the axis."""
        whole = (self.last - self.first).days + 1
        return min(100.0, max(0.0, 100 * (day - self.first).days / whole))


@dataclass(frozen=True, slots=True)
class Bar:
    """Events of one day, month or year: geometry in per cent and pixels, and which of them are disputed."""

    label: str
    count: int
    disputed: int
    left: float
    width: float
    height: float
    disputed_height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Events over time. ``unit`` is day, month or year; the rest is told in words below."""

    unit: str
    bars: tuple[Bar, ...]
    most: int
    height: int
    outside: int
    uncertain: int
    undated: int


def days_of(event: Event) -> Days | None:
    """The days that an event's accounts share; None where they share none, or none that a calendar has."""
    first, last = _day(event.date_earliest, last=False), _day(event.date_latest, last=True)
    return Days(first, last) if first or last else None


def _day(words: str | None, *, last: bool) -> date | None:
    """A day, or the first or last day of a month or year."""
    if not words:
        return None
    try:
        if len(words) >= 10:
            return date.fromisoformat(words[:10])
        year, month = int(words[:4]), int(words[5:7]) if len(words) >= 7 else (12 if last else 1)
        return _month_end(date(year, month, 1)) if last else date(year, month, 1)
    except ValueError:
        return None


def _month_end(day: date) -> date:
    return _months_on(day.replace(day=1), 1) - timedelta(days=1)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, 1) if year <= date.max.year else date.max


def leaf_of(event: Event) -> str:
    """The page of the timeline that an event is on: its month, its year, or ``undated``."""
    when = days_of(event)
    if when is None:
        return "undated"
    first, last = when.first or when.last, when.last or when.first
    assert first is not None and last is not None
    return first.isoformat()[:7] if (first.year, first.month) == (last.year, last.month) else f"{first.year:04d}"


# ---------------------------------------------------------------- axes


def axis(events: Iterable[Event]) -> Axis | None:
    """An axis that holds all the events; None where none has a day."""
    known = [when for when in map(days_of, events) if when]
    ends = [day for when in known for day in (when.first, when.last) if day]
    if not ends:
        return None
    first, last = min(ends), max(ends)
    room = timedelta(days=max(1, (last - first).days // 40))
    return _with_ticks(_back(first, room), _on(last, room))


def axis_of(leaf: str) -> Axis:
    """The axis of one month (``2031-03``) or year (``2031``)."""
    first = _day(leaf, last=False)
    last = _day(leaf, last=True)
    assert first is not None and last is not None
    return _with_ticks(first, last)


def _back(day: date, by: timedelta) -> date:
    return day - by if day - date.min > by else date.min


def _on(day: date, by: timedelta) -> date:
    return day + by if date.max - day > by else date.max


def _with_ticks(first: date, last: date) -> Axis:
    bare = Axis(first, last, ())
    return Axis(first, last, tuple((bare.at(day), words) for day, words in _ticks(first, last)))


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    whole = (last - first).days + 1
    for step in _DAY_STEPS:
        if whole / step <= _TICKS:
            days = [first + timedelta(days=n) for n in range(0, whole, step)]
            return [(day, day.isoformat()) for day in days]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((s for s in _MONTH_STEPS if months / s <= _TICKS), _MONTH_STEPS[-1])
    start = _months_on(first.replace(day=1), -((first.year * 12 + first.month - 1) % step))
    marks = [_months_on(start, n) for n in range(0, months + step, step)]
    return [(day, day.isoformat()[: 4 if step >= 12 else 7]) for day in marks if first <= day <= last]


def marks(events: Sequence[Event], on: Axis) -> list[Mark]:
    """The events that have a day, in order of time, on an axis."""
    known = [(days_of(e), e) for e in events]
    dated = [(when, e) for when, e in known if when]
    dated.sort(key=lambda row: (row[0].begin(), row[0].last or date.max, -row[1].witness_count, row[1].event_id))
    return [_mark(e, when, on) for when, e in dated]


def _mark(event: Event, when: Days, on: Axis) -> Mark:
    if when.exact:
        assert when.first is not None
        left, right = on.at(when.first), on.at(_on(when.first, timedelta(days=1)))
        return Mark(event, "day", round((left + right) / 2, 2), 0)
    left = on.at(when.first) if when.first else 0.0
    right = on.at(_on(when.last, timedelta(days=1))) if when.last else 100.0
    kind = "span" if when.first and when.last else ("since" if when.first else "until")
    width = max(right - left, _NARROWEST)
    return Mark(event, kind, round(min(left, 100 - width), 2), round(width, 2))


# ---------------------------------------------------------------- the chart of counts


def chart(events: Sequence[Event], is_disputed: Callable[[Event], bool]) -> Chart | None:
    """Events over time, by day, month or year; what fits no bar is counted apart. None where no event has a day."""
    known = [(e, days_of(e)) for e in events]
    dated = [(e, when) for e, when in known if when]
    if not dated:
        return None
    begins = sorted(when.begin() for _, when in dated)
    cut = int(len(begins) * _TRIMMED)
    first, last = begins[cut], begins[len(begins) - 1 - cut]
    unit, name, names = _buckets(first, last)
    held: Counter[str] = Counter()
    disputed: Counter[str] = Counter()
    outside = uncertain = 0
    for e, when in dated:
        if when.first is None or when.last is None or name(when.first) != name(when.last):
            uncertain += 1
        elif name(when.first) not in names:
            outside += 1
        else:
            held[name(when.first)] += 1
            disputed[name(when.first)] += is_disputed(e)
    most = max(held.values(), default=0)
    width = 100 / len(names)
    bars = [
        Bar(
            label, held[label], disputed[label], round(n * width, 3), round(width * 0.86, 3),
            round(_CHART_HEIGHT * held[label] / max(most, 1), 1), round(_CHART_HEIGHT * disputed[label] / max(most, 1), 1),
        )
        for n, label in enumerate(names)
    ]  # fmt: skip
    return Chart(unit, tuple(bars), most, _CHART_HEIGHT, outside, uncertain, len(known) - len(dated))


def _buckets(first: date, last: date) -> tuple[str, Callable[[date], str], list[str]]:
    """(unit, name of a day's bucket, names of all buckets in order)."""
    whole = (last - first).days + 1
    if whole <= _MOST_DAYS:
        return "day", date.isoformat, [(first + timedelta(days=n)).isoformat() for n in range(whole)]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MOST_MONTHS:
        return "month", lambda d: d.isoformat()[:7], [_months_on(first, n).isoformat()[:7] for n in range(months)]
    return "year", lambda d: f"{d.year:04d}", [f"{year:04d}" for year in range(first.year, last.year + 1)]
