"""The day of publication that a container states in a field of its own: a header, a meta tag, a column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?=$|[T\s])")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?=$|T)")
_SLASHED = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?=$|\s)")
_MONTH_FIRST = re.compile(r"^(?:[A-Za-z]+,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DAY_FIRST = re.compile(r"^(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})\b")
_MONTH_ONLY = re.compile(r"^([A-Za-z]{3,9})\.?,?\s+(\d{4})$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")


def stated_day(value: str | None, *, day_first: bool | None = None) -> str | None:
    """As much of a day as the value states, ISO (``2024-02-07``, ``2024-02``, ``2024``), or None.

    A day is taken in the value's own offset. ``4/5/2013`` means two days: it gives ``2013`` unless
    ``day_first`` says which (see :func:`day_order`). Seconds since 1970 (RFC 8259 dumps use them) are read
    in UTC.
    """
    text = " ".join((value or "").split())
    if match := _COMPACT.match(text) or _ISO.match(text):
        return _iso(*(int(part) if part else None for part in match.groups()))
    if match := _SLASHED.match(text):
        return _slashed(*(int(part) for part in match.groups()), day_first=day_first)
    if match := _MONTH_FIRST.match(text):
        return _named(match[3], match[1], match[2])
    if match := _DAY_FIRST.match(text):
        return _named(match[3], match[2], match[1])
    if match := _MONTH_ONLY.match(text):
        return _named(match[2], match[1], None)
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).date().isoformat()
    return _rfc2822(text)


def day_order(values: Iterable[str]) -> bool | None:
    """Whether a column writes the day before the month: True, False, or None where no value tells.

    A value tells by a number above 12; where values tell both, the column has no order.
    """
    told: set[bool] = set()
    for value in values:
        match = _SLASHED.match(value.strip())
        if match and (int(match[1]) > 12) != (int(match[2]) > 12):
            told.add(int(match[1]) > 12)
    return told.pop() if len(told) == 1 else None


def _iso(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None or not 1000 <= year <= 2999:
        return None
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _slashed(first: int, second: int, year: int, *, day_first: bool | None) -> str | None:
    if first == second:
        return _iso(year, first, second)
    if first > 12 or second > 12:
        return _iso(year, second, first) if first > 12 else _iso(year, first, second)
    if day_first is None:
        return _iso(year, None, None)
    return _iso(year, second, first) if day_first else _iso(year, first, second)


def _named(year: str, month: str, day: str | None) -> str | None:
    if month[:3].lower() not in _MONTHS:
        return None
    return _iso(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day) if day else None)


def _rfc2822(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
