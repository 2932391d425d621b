"""A team's own codebook: categories, what is included, how events are split into rows, fields. One TOML file, checked whole.

The format is shown in ``docs/coding.md``. Every fault is one line that names the table and says what is allowed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.knowledge.plover import MODES
from counterclaim.records import EventType, Level, Status
from counterclaim.showing.coded_fields import SOURCES

BOTH = ("day", "place")
# Columns that every coded row has, before and after the codebook's own.
FIRST = ("coded_id", "event_id", "category", "category_from")
LAST = ("account_ids", "other_account_ids", "anchors")

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Include:
    """Which accounts and rows are coded. Empty ``types`` and ``places`` are no condition; ``level`` is the least one."""

    statuses: tuple[Status, ...] = (Status.HAPPENED, Status.ONGOING)
    types: tuple[EventType, ...] = ()
    places: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    undated: bool = False
    level: Level | None = None
    uncategorised: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A category: an account fits that has one of the types, one of the modes and one of the words, where these are given."""

    code: str
    label: str | None = None
    types: tuple[EventType, ...] = ()
    modes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def fits(self, type: EventType, mode: str | None, text: str) -> bool:
        """True for an account of this type and mode with these words."""
        if (self.types and type not in self.types) or (self.modes and mode not in self.modes):
            return False
        return not self.words or any(_pattern(word).search(text) for word in self.words)


def _pattern(word: str) -> re.Pattern[str]:
    """A word or phrase as whole words, case aside; a ``*`` at its end stands for any ending."""
    body = r"\s+".join(map(re.escape, word.removesuffix("*").split()))
    ending = "" if word.endswith("*") else r"(?!\w)"
    return re.compile(rf"(?<!\w){body}{ending}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """A column: filled ``source`` (a name of ``SOURCES``) or the constant ``value``. ``map`` gives codes for values, by name or
    id; ``other`` is for those that it lacks.
    """

    name: str
    source: str | None = None
    value: str | None = None
    map: tuple[tuple[str, str], ...] = ()
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Codebook:
    """A codebook that was found sound. ``split`` holds ``day``, ``place``, both or none."""

    name: str
    version: str | None
    include: Include
    split: tuple[str, ...]
    categories: tuple[Category, ...]
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a coded row, in order."""
        return (*FIRST, *(f.name for f in self.fields), *LAST)


def load(path: Path) -> Codebook:
    """The codebook of a file. Raises SettingsError with the first fault, and how many more there are."""
    book, faults = check(path)
    if book is None:
        more = f" (and {len(faults) - 1} more: counterclaim codebook check {path})" if len(faults) > 1 else ""
        raise SettingsError(f"{path}: {faults[0]}{more}")
    return book


def check(path: Path) -> tuple[Codebook | None, tuple[str, ...]]:
    """The codebook, or None and every fault in one line each. Raises SettingsError where the file cannot be read as TOML."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    reader = _Reader()
    book = reader.codebook(given)
    faults = (*reader.faults, *(() if reader.faults else _whole(book)))
    return (None if faults else book), faults


def _whole(book: Codebook) -> Iterator[str]:
    """Faults of tables that are sound one by one."""
    for n, c in enumerate(book.categories, start=1):
        allowed = set(book.include.types) or set(EventType)
        outside = [t for t in c.types if t not in allowed]
        if outside:
            yield f"category {n} ({c.code}): {outside[0]} is not among the types of [include]"
        before = next((k for k, b in enumerate(book.categories[: n - 1], start=1) if _takes_all(b, c)), None)
        if before is not None:
            yield f"category {n} ({c.code}): never reached, category {before} takes all of it"


def _takes_all(earlier: Category, later: Category) -> bool:
    types = not earlier.types or (bool(later.types) and set(later.types) <= set(earlier.types))
    modes = not earlier.modes or (bool(later.modes) and set(later.modes) <= set(earlier.modes))
    return types and modes and not earlier.words


class _Reader:
    """Reads the tables and collects what is off; a value that is off is left at its default."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def codebook(self, given: Mapping[str, Any]) -> Codebook:
        self._keys(given, ("name", "version", "include", "split", "category", "field"), "the file")
        name = self._text(given, "name", "the file")
        if name is None and "name" not in given:
            self.faults.append("the file has no name")
        split = self._table(given, "split")
        self._keys(split, ("by",), "[split]")
        categories = tuple(self._category(c, n) for n, c in enumerate(self._tables(given, "category"), start=1))
        fields = tuple(self._field(f, n) for n, f in enumerate(self._tables(given, "field"), start=1))
        if not categories and not given.get("category"):
            self.faults.append("no category; write one as [[category]] with a code")
        self._twice("category", "code", [c.code for c in categories])
        self._twice("field", "name", [f.name for f in fields])
        return Codebook(
            name=name or "",
            version=self._text(given, "version", "the file"),
            include=self._include(self._table(given, "include")),
            split=self._list(split, "by", BOTH, "[split]"),
            categories=categories,
            fields=fields,
        )

    def _include(self, given: Mapping[str, Any]) -> Include:
        where = "[include]"
        self._keys(given, tuple(Include.__dataclass_fields__), where)
        since, until = self._day(given, "since", where), self._day(given, "until", where)
        if since and until and until < since[: len(until)]:
            self.faults.append(f"{where}: until {until} lies before since {since}")
        statuses = self._list(given, "statuses", tuple(Status), where)
        level = self._text(given, "level", where)
        if level is not None and level not in tuple(Level):
            self.faults.append(f"{where}: level {self._no(level, tuple(Level))}")
            level = None
        return Include(
            statuses=tuple(map(Status, statuses)) or Include().statuses,
            types=tuple(map(EventType, self._list(given, "types", tuple(EventType), where))),
            places=self._list(given, "places", None, where),
            since=since,
            until=until,
            undated=self._flag(given, "undated", where),
            level=Level(level) if level else None,
            uncategorised=self._flag(given, "uncategorised", where),
        )

    def _category(self, given: Mapping[str, Any], n: int) -> Category:
        code = self._text(given, "code", f"category {n}")
        where = f"category {n}{f' ({code})' if code else ''}"
        if code is None and "code" not in given:
            self.faults.append(f"{where}: no code")
        self._keys(given, tuple(Category.__dataclass_fields__), where)
        types = tuple(map(EventType, self._list(given, "types", tuple(EventType), where)))
        known = sorted({mode for t in (types or tuple(EventType)) for mode in MODES[t]})
        modes = self._list(given, "modes", tuple(known), where, of=f" of {', '.join(types)}" if types else "")
        words = self._list(given, "words", None, where)
        if not (given.keys() & {"types", "modes", "words"}):
            self.faults.append(f"{where}: wants types, modes or words")
        for word in words:
            if not any(letter.isalnum() for letter in word):
                self.faults.append(f"{where}: {word!r} is no word")
        return Category(code or "", self._text(given, "label", where), types, modes, words)

    def _field(self, given: Mapping[str, Any], n: int) -> Field:
        name = self._text(given, "name", f"field {n}")
        where = f"field {n}{f' ({name})' if name else ''}"
        if name is None and "name" not in given:
            self.faults.append(f"{where}: no name")
        elif name is not None and (not _NAME.fullmatch(name) or name in (*FIRST, *LAST)):
            taken = " and is no column that every row has" if name in (*FIRST, *LAST) else ""
            self.faults.append(f"{where}: a name is small letters, digits and _{taken}")
        self._keys(given, ("name", "from", "value", "map", "other"), where)
        source = self._text(given, "from", where)
        value = self._text(given, "value", where)
        if ("from" in given) == ("value" in given):
            self.faults.append(f"{where}: wants either from or value")
        if source is not None and source not in SOURCES:
            self.faults.append(f"{where}: from {self._no(source, tuple(SOURCES))}")
        mapped = self._table(given, "map", where)
        for key, code in mapped.items():
            if not isinstance(code, str):
                self.faults.append(f"{where}: map gives {key!r} no words but {code!r}")
        if "other" in given and "map" not in given:
            self.faults.append(f"{where}: other wants a map")
        codes = tuple((key, str(code)) for key, code in mapped.items())
        return Field(name or "", source, value, codes, self._text(given, "other", where))

    # -- values

    def _keys(self, given: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
        for key in given:
            if key not in allowed:
                self.faults.append(f"{where}: unknown key {self._no(key, allowed)}")

    @staticmethod
    def _no(given: object, allowed: Sequence[str]) -> str:
        near = get_close_matches(str(given), allowed, n=1)
        return (
            f"{given!r}; do you mean {str(near[0])!r}?"
            if near
            else f"{given!r}; there are {', '.join(allowed) or 'none'}"
        )

    def _table(self, given: Mapping[str, Any], key: str, where: str = "the file") -> Mapping[str, Any]:
        value = given.get(key, {})
        if isinstance(value, dict):
            return value
        self.faults.append(f"{where}: {key} is no table")
        return {}

    def _tables(self, given: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = given.get(key, [])
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        self.faults.append(f"the file: {key} is written as [[{key}]]")
        return []

    def _text(self, given: Mapping[str, Any], key: str, where: str) -> str | None:
        value = given.get(key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.faults.append(f"{where}: {key} wants words, not {value!r}")
        return None

    def _flag(self, given: Mapping[str, Any], key: str, where: str) -> bool:
        value = given.get(key, False)
        if isinstance(value, bool):
            return value
        self.faults.append(f"{where}: {key} is true or false, not {value!r}")
        return False

    def _day(self, given: Mapping[str, Any], key: str, where: str) -> str | None:
        value = given.get(key)
        if value is None:
            return None
        if not _DAY.fullmatch(str(value)):
            self.faults.append(f"{where}: {key} is a year, month or day as in 2031-03, not {value!r}")
            return None
        return str(value)

    def _list(
        self, given: Mapping[str, Any], key: str, allowed: Sequence[str] | None, where: str, of: str = ""
    ) -> tuple[str, ...]:
        values = given.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            self.faults.append(f"{where}: {key} wants a list of words")
            return ()
        if key in given and not values:
            self.faults.append(f"{where}: {key} is empty; leave it out for no condition")
        if allowed is None:
            return tuple(values)
        for value in values:
            if value not in allowed:
                self.faults.append(f"{where}: {key}{of}: {self._no(value, allowed)}")
        return tuple(v for v in values if v in allowed)

    def _twice(self, table: str, key: str, names: Sequence[str]) -> None:
        for name in dict.fromkeys(n for n in names if n and names.count(n) > 1):
            self.faults.append(f"the {key} {name!r} stands in {names.count(name)} {table} tables")
