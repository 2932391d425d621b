"""Named days and the words of counting: the tables ``data/dates.toml`` and ``data/figures.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.knowledge import files

DATES = "dates.toml"
FIGURES = "figures.toml"


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with a name. ``rule`` says how its date is worked out from the other fields (see the table's head)."""

    names: tuple[str, ...]
    rule: str
    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    offset: int = 0
    slack: int = 0
    date: str = ""
    alone: bool = True


@dataclass(frozen=True)
class Days:
    """The named days by lower-case name, and the months of the Islamic and the Persian calendar by theirs."""

    named: dict[str, NamedDay]
    hijri_months: dict[str, int]
    persian_months: dict[str, int]


@dataclass(frozen=True)
class Counting:
    """The words of counting.

    ``vague`` gives the least that a vague word means, ``exact`` the number of an exact one; ``bounds`` gives ``low``, ``high`` or
    ``about`` for a modifier; ``units`` gives what a counted noun (singular and plural) stands for; ``harms`` what a verb does
    to people; ``money`` the name of a currency sign or word; ``designators`` are words whose number is a name ("Channel 12").
    """

    vague: dict[str, int]
    exact: dict[str, int]
    bounds: dict[str, str]
    units: dict[str, str]
    harms: dict[str, str]
    money: dict[str, str]
    designators: frozenset[str]
    measures: frozenset[str]


@lru_cache(maxsize=1)
def days() -> Days:
    """The shipped table of days. Raises SettingsError for an entry without names or rule."""
    given = files.data_toml(DATES)
    named: dict[str, NamedDay] = {}
    for number, entry in enumerate(given.get("named", []), start=1):
        try:
            one = NamedDay(**{**entry, "names": tuple(entry["names"])})
        except (KeyError, TypeError) as error:
            raise SettingsError(f"{DATES}: entry {number} wants names, a rule and nothing unknown") from error
        named.update({name.lower(): one for name in one.names})
    return Days(named, dict(given.get("hijri-months", {})), dict(given.get("persian-months", {})))


@lru_cache(maxsize=1)
def counting() -> Counting:
    """The shipped words of counting. Raises SettingsError where a part of the table is missing."""
    given = files.data_toml(FIGURES)
    try:
        return Counting(
            vague={str(word): int(least) for word, least in given["vague"].items()},
            exact={str(word): int(number) for word, number in given["exact"].items()},
            bounds=_turned(given["bounds"]),
            units=_turned(given["units"]),
            harms=_turned(given["harms"]),
            money=_turned(given["money"]),
            designators=frozenset(given["designators"]),
            measures=frozenset(given["measures"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError(f"{FIGURES}: {error}") from error


def digest() -> str:
    """SHA-256 over both tables, hex."""
    return files.digest(DATES, FIGURES)


def _turned(groups: dict[str, Any]) -> dict[str, str]:
    return {str(word): str(name) for name, words in groups.items() for word in words}
