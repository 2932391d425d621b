"""What a reader asks of a page in its address: words and filters, each bounded and checked, never a piece of a query language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Self
from urllib.parse import urlencode

from counterclaim.errors import UsageError
from counterclaim.ledger import Period
from counterclaim.records import EventType, Level, Predicate, Stance

_MOST_LETTERS = 200
_MOST_PAGES = 100_000

KINDS = {"claims": "claims", "texts": "texts"}
ORDERS = {"": "best match", "newest": "newest first", "oldest": "oldest first"}
STATES = {"": "any", "held": "told as so", "disputed": "told as so, and denied", "denied": "denied", "open": "neither"}
VOICES = {"": "any", "direct": "in their words", "indirect": "in the outlet's words"}

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """Fields that every filter has: the days between which it happened or was published, and the page of the results."""

    since: str = ""
    until: str = ""
    page: int = 1

    @property
    def period(self) -> Period:
        """The days. Raises UsageError for what is no day."""
        return Period(self.since or None, self.until or None)

    @property
    def asks(self) -> bool:
        """True where anything but a page is asked for."""
        return any(value for name, value in self._set().items() if name != "page")

    def address(self, **changes: object) -> str:
        """The question as the end of an address (``?q=strait``), with fields changed; an empty one has none."""
        changed = replace(self, page=1) if "page" not in changes else self
        given = replace(changed, **changes)._set()  # type: ignore[arg-type]
        return f"?{urlencode(given)}" if given else ""

    def _set(self) -> dict[str, str]:
        return {
            f.name: str(getattr(self, f.name)) for f in fields(self) if getattr(self, f.name) not in ("", f.default)
        }

    @classmethod
    def read(cls, given: Given) -> Self:
        """The fields of an address. Unknown ones are passed over; raises UsageError for a value that a field cannot have."""
        values: dict[str, object] = {}
        for f in fields(cls):
            words = " ".join(given.get(f.name, "").replace("\x00", " ").split())
            if len(words) > _MOST_LETTERS:
                raise UsageError(f"{f.name}: {_MOST_LETTERS} letters at most")
            if words:
                check = _CHECKS.get(f.name)
                values[f.name] = check(f.name, words) if check else words
        return cls(**values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Search(Question):
    """Words to look for in claims or in texts, and by whom, how and where they are said."""

    q: str = ""
    kind: str = "claims"
    by: str = ""
    stance: str = ""
    voice: str = ""
    outlet: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Filter(Question):
    """Which events: of a type, with somebody or some place in them, told by an outlet, at a level, disputed or not."""

    type: str = ""
    about: str = ""
    outlet: str = ""
    level: str = ""
    disputed: str = ""


@dataclass(frozen=True, slots=True)
class MapFilter(Filter):
    """Which events are on the map, and which piece of it is looked at: ``world`` or a country's two letters."""

    frame: str = ""

    @property
    def asks(self) -> bool:
        """True where events are asked for, and not a piece of the map alone."""
        return any(name not in ("page", "frame") for name in self._set())


@dataclass(frozen=True, slots=True)
class RelationFilter(Question):
    """Which relations: of a kind, with somebody in them, told by an outlet, and how their tellers stand to them."""

    about: str = ""
    predicate: str = ""
    outlet: str = ""
    state: str = ""


def _one_of(allowed: Iterable[str]) -> Callable[[str, str], str]:
    values = frozenset(map(str, allowed))

    def check(name: str, words: str) -> str:
        if words not in values:
            raise UsageError(f"{name}: no {words!r} here")
        return words

    return check


def _number(name: str, words: str) -> int:
    if not (words.isascii() and words.isdigit() and 1 <= int(words[:9]) <= _MOST_PAGES):
        raise UsageError(f"{name}: a number from 1")
    return int(words)


def _day(name: str, words: str) -> str:
    try:
        Period(since=words)
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from None
    return words


_CHECKS: Mapping[str, Callable[[str, str], object]] = {
    "page": _number,
    "since": _day,
    "until": _day,
    "kind": _one_of(KINDS),
    "order": _one_of(ORDERS),
    "voice": _one_of(VOICES),
    "stance": _one_of(Stance),
    "type": _one_of(EventType),
    "level": _one_of(Level),
    "disputed": _one_of(("yes",)),
    "predicate": _one_of(Predicate),
    "state": _one_of(STATES),
}
