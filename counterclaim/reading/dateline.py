"""Date lines: the day that a line above an article states, in every usual form.

Days are ISO strings, as much as is stated (``2024-02-07``, ``2024-02``, ``2024``). A relative word ("yesterday") states
nothing. A date in figures whose day and month could change places is read by its weekday, by the order that the rest of
the document uses, or, with dots or hyphens, day first, as everywhere but in the United States, where neither is used;
with slashes and nothing else to go by only the year is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from counterclaim.knowledge.files import data_toml

MAX_LINE = 200  # the longest date line seen in any layout has some 130 characters

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_TIME = (
    r"(?:\d{1,2}\s?[:.h]\s?\d{2}(?:\s?[:.]\s?\d{2}(?:\.\d+)?)?|\b\d{4}(?=\s*(?:utc|gmt|hrs|hours|local|$|\)))|"
    r"\b\d{1,2}(?=\s*[ap]\.?m\b))"
)
_COUNTER = (
    r"(?:\d{1,7}|no)\s(?:views?|comments?|shares?|reads?|years?|months?|weeks?|days?|hours?|min(?:ute)?s?(?:\sread)?)"
)
_ZONE = r"(?:utc|gmt)?\s?[+-]\s?\d{1,2}(?::?\d{2})?\b"


@dataclass(frozen=True, slots=True)
class Day:
    """A date inside a line: where it stands, what it states, and the words that stand before it as its label.

    ``swapped`` is the other reading of a date in figures whose day and month could change places, else None.
    """

    start: int
    end: int
    value: str
    swapped: str | None = None


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that states when its article appeared: ``day``, a second ``other`` day, and ``names``, the rest of it."""

    day: str
    other: str | None
    names: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Words:
    months: dict[str, int]
    patterns: tuple[re.Pattern[str], ...]
    labels: re.Pattern[str]
    updates: re.Pattern[str]
    clutter: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = data_toml("furniture.toml")
    months: dict[str, int] = data["months"]
    month = "(?P<month>" + "|".join(sorted(map(re.escape, months), key=len, reverse=True)) + r")(?![a-z])\.?"
    weekday = rf"(?:(?P<weekday>{_WEEKDAY})[.,]?\s*(?:the\s+)?)?"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    clock = rf"(?:at\s+)?{_TIME}\s*(?:[ap]\.?m\.?)?\s*(?:[a-z]{{3,4}}\b)?"
    sources = (
        rf"(?<![\w]){weekday}{month}[\s,-]*{day}\s*(?:,|\s|-)?\s*{year}",
        rf"(?<![\w]){weekday}{month}\s+{day}\s*,?\s+{clock}\s*{year}",
        rf"(?<![\w]){weekday}{day}[\s/-]*(?:of\s+)?{month}\s*[,/-]?\s*{year}",
        rf"(?<![\w]){weekday}{year}\s+{month}\s+{day}(?!\d)",
        rf"(?<![\w/.-]){weekday}{year}(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<d>\d{{1,2}})(?!\d)"
        r"(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|\s?[+-]\d\d:?\d\d)?)?",
        rf"(?<![\w/.-]){weekday}(?P<a>\d{{1,2}})\s?(?P<mark>[-/.])\s?(?P<b>\d{{1,2}})\s?(?P=mark)\s?{year}",
        rf"(?<![\w/-])(?<!\d[ -]){month}[\s,-]+{year}",
    )

    def either(phrases: list[str]) -> str:
        return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))

    labels = either(data["date"]["labels"])
    updates = either(data["date"]["updates"])
    zones = either(data["date"]["zones"])
    return _Words(
        months=months,
        patterns=tuple(re.compile(source, re.IGNORECASE) for source in sources),
        labels=re.compile(rf"\b(?:{labels}|{updates})\b\s*:?\s*$", re.IGNORECASE),
        updates=re.compile(rf"\b(?:{updates})\b[\s:(\[]*$", re.IGNORECASE),
        clutter=re.compile(
            rf"(?<![\w])(?:{updates}|{labels}|{zones}|{_WEEKDAY}|ago|{_COUNTER})(?![\w])|{_TIME}|{_ZONE}",
            re.IGNORECASE,
        ),
    )


def days(line: str, *, month_first: bool | None = None) -> tuple[Day, ...]:
    """The dates in a line, in order. ``month_first`` is the order that the document uses for figures, if known."""
    found: list[Day] = []
    for pattern in _words().patterns:
        for match in pattern.finditer(line):
            if any(match.start() < d.end and d.start < match.end() for d in found):
                continue
            value = _value(match, month_first)
            if value:
                found.append(Day(match.start(), match.end(), *value))
    return tuple(sorted(found, key=lambda d: d.start))


def _value(match: re.Match[str], month_first: bool | None) -> tuple[str, str | None] | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("a"):
        return _figures(parts, year, month_first)
    month = _words().months[parts["month"].lower()] if parts.get("month") else int(parts["m"])
    stated = parts.get("day") or parts.get("d")
    if stated is None:
        return f"{year:04d}-{month:02d}", None
    value = _iso(year, month, int(stated))
    return (value, None) if value else None


def _figures(parts: dict[str, str], year: int, month_first: bool | None) -> tuple[str, str | None] | None:
    a, b = int(parts["a"]), int(parts["b"])
    by_day, by_month = _iso(year, b, a), _iso(year, a, b)
    if not (by_day and by_month) or by_day == by_month:
        only = by_day or by_month
        return (only, None) if only else None
    if parts.get("weekday"):
        fits = [v for v in (by_day, by_month) if _weekday(v) == parts["weekday"][:3].lower()]
        if len(fits) == 1:
            return fits[0], None
    if month_first is not None:
        return (by_month if month_first else by_day), None
    if parts["mark"] in ".-":
        return by_day, by_month
    return f"{year:04d}", None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _weekday(value: str) -> str:
    return _WEEKDAYS[date.fromisoformat(value).weekday()]


_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([-/.])(\d{1,2})\2(?:19|20)\d\d(?!\d)")


def order(text: str) -> bool | None:
    """True where the document writes the month first in figures, False where the day, None where nothing tells."""
    votes = set()
    for match in _FIGURES.finditer(text):
        a, b = int(match[1]), int(match[3])
        if a <= 12 < b <= 31:
            votes.add(True)
        elif b <= 12 < a <= 31:
            votes.add(False)
    return votes.pop() if len(votes) == 1 else None


_US_ZONE = re.compile(r"\b[ECMP][SD]?T\b")  # who writes Eastern or Pacific time writes the month first
_BY = re.compile(r"^\W*(?:(?:posted|written|published|reported|submitted|uploaded|filed)\s+)?by\s*:?\s+", re.IGNORECASE)


def read(line: str, *, month_first: bool | None = None, known: Callable[[str], bool] | None = None) -> DateLine | None:
    """The date line that this line is, or None. Only dates, times, labels, and names set off from them may stand on it.

    A name that ``known`` holds of, an outlet's, needs no comma or bar between itself and the date.
    """
    if len(line) > MAX_LINE or not any(c.isdigit() for c in line):
        return None
    found = days(line, month_first=month_first)
    if not found:
        return None
    names = _rest(line, found, known)
    if names is None:
        return None
    if month_first is None and _US_ZONE.search(line):
        found = days(line, month_first=True)
    main = next((d for d in found if not _words().updates.search(line[: d.start])), found[0])
    other = next((d.value for d in found if d.value != main.value), None)
    return DateLine(main.value, other, names)


_WEAK = frozenset(
    ["on", "at", "of", "the", "day", "from", "time"]
)  # labels that set nothing off: "Talks on February 3"
_SET_OFF = re.compile(r"[,|•·:()\[\]/\"“–—-]")


def _rest(line: str, found: tuple[Day, ...], known: Callable[[str], bool] | None) -> tuple[tuple[int, int], ...] | None:
    """The spans of names on a date line, or None where something stands there that makes it no date line."""
    blank = list(line)
    for day in found:
        blank[day.start : day.end] = ["\0"] * (day.end - day.start)
    section = _SECTION.search("".join(blank))
    if section:
        blank[section.start() :] = "|" * (len(blank) - section.start())
    bare = _words().clutter.sub(_blanked, "".join(blank))
    names: list[tuple[int, int]] = []
    for start, end in _runs(bare):
        piece = line[start:end]
        if not any(c.isalpha() for c in piece):
            continue
        apart = _set_off(bare, start, end) or (known is not None and known(piece))
        if len(piece.split()) > 7 or not (_BY.match(piece) or (_namelike(piece) and apart)):
            return None
        names.append((start, end))
    return tuple(names) if len(names) <= 2 else None


# The sections that a page files an article under, behind a bar: "August 3, 2021 | Published in: News, Ostrel".
_SECTION = re.compile(r"\|\s*(?:published|posted|filed)\s+(?:in|under)\b.*$", re.IGNORECASE)


def _blanked(match: re.Match[str]) -> str:
    """A label as blanks; "The" before a name belongs to the name."""
    word = match[0].lower()
    if word == "the" and re.match(r"\s+[A-Z]", match.string[match.end() :]):
        return match[0]
    return (" " if word in _WEAK else "|") * len(word)


def _set_off(bare: str, start: int, end: int) -> bool:
    """A name stands apart from the date by more than a space."""
    before = re.search(r"\0[^\0]*$", bare[:start])
    after = bare[end:].split("\0", 1)
    left = before is None or bool(_SET_OFF.search(before[0]))
    right = len(after) == 1 or bool(_SET_OFF.search(after[0]))
    return left and right


def _runs(bare: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in re.finditer(r"[|\0]+|[\[\]()•·]|\s[-–—/]+\s|,\s*(?=[|\0])|\t|\s{3,}", bare):
        yield _trimmed(bare, at, match.start())
        at = match.end()
    yield _trimmed(bare, at, len(bare))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")°"):
        end -= 1
    return start, end


_SMALL = frozenset(
    ["al", "el", "bin", "ibn", "abu", "de", "la", "van", "von", "der", "and", "of", "the", "for", "in", "at", "to", "&"]
)


def _namelike(piece: str) -> bool:
    words = re.findall(r"[^\W\d_][\w'’.-]*", piece)
    if not words or words[0].lower() in {"in", "on", "from", "after", "since", "until", "before"}:
        return False
    return all(w[0].isupper() or w.lower() in _SMALL or w.lower().startswith("al-") for w in words)


_LEAD_LABEL = re.compile(r"[\s\[(]*(?P<label>[A-Za-z][A-Za-z ]{1,24}?)\s*:?\s*$")
_AFTER = re.compile(
    rf"[\s,\]|–—-]*(?:(?:at\s+)?{_TIME}(?:\s*[ap]\.?m\.?)?(?:\s*(?:{_ZONE}|gmt|utc|est|edt|ksa|msk|local time)+)?|{_ZONE})",
    re.IGNORECASE,
)


def leading(text: str, start: int, *, month_first: bool | None = None) -> tuple[int, Day] | None:
    """The date that opens a run of text from ``start``, and where it, its label and its time end; None where none does.

    For pages whose line breaks are lost. What follows has to begin a sentence: a capital, a figure or a quotation mark.
    """
    window = text[start : start + 120]
    found = days(window, month_first=month_first)
    if not found or (found[0].start and not _label_only(window[: found[0].start])):
        return None
    day, end = found[0], found[0].end
    updated = re.match(r"\s*\((?:last )?updated?[^)]{1,40}\)", window[end:], re.IGNORECASE)
    if updated:
        end += updated.end()
    clock = _AFTER.match(window, end)
    if clock and not re.match(r"[\s,]*\d{4}\s+[A-Za-z]", window[end:]):
        end = clock.end()
    else:
        bare_clock = re.match(
            r"\s+(?:at\s+)?([01]\d|2[0-3])[0-5]\d(?=\s+(?:utc|gmt|[A-Z]))", window[end:], re.IGNORECASE
        )
        noon = re.match(r"\s+(?:at\s+)?[01]\d[0-5]\d\s?[ap]m\b", window[end:], re.IGNORECASE)
        if noon:
            end += noon.end()
        elif bare_clock and re.match(r"\s+at\s|.*?\b(?:utc|gmt)", window[end : end + 18], re.IGNORECASE):
            end += bare_clock.end()
            zone = re.match(rf"\s*(?:{_ZONE}|utc|gmt)", window[end:], re.IGNORECASE)
            end += zone.end() if zone else 0
    follows = window[end:].lstrip(" \t,.|:–—-")
    gap = window[end : len(window) - len(follows)] if follows else ""
    if (
        follows
        and not (follows[0].isupper() or follows[0].isdigit() or follows[0] in "\"“‘'([")
        and not follows.startswith(("by ", "title:"))
    ):
        return None
    if "," in gap and not day.start:
        return None
    return start + end, day


def _label_only(words: str) -> bool:
    match = _LEAD_LABEL.match(words)
    return bool(match) and not _words().labels.sub("", words).strip(" :[(|")
