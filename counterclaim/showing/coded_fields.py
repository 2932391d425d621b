"""Where a column of a coded row can come from: a table of small functions, each with the line that explains it to a coder.

Figures are stated by a named rule and never by a guess: the rule is part of the source's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterclaim.records import Account, Article, Claim, Event, Place, Precision

FINENESS = (Precision.EXACT, Precision.DISTRICT, Precision.AREA, Precision.COUNTRY)


@dataclass(frozen=True)
class Coding:
    """What a row is filled from: the event, its accounts in this row, their day and places, and look-ups.

    ``name`` gives the name to show for an entity's id and ``shown_id`` the id; both respect the mask. ``words`` gives an
    account's words. ``disputed`` are the slots of the event over which accounts exclude each other.
    """

    event: Event
    accounts: tuple[Account, ...]
    earliest: str | None
    latest: str | None
    place_ids: tuple[str, ...]
    label: str | None
    articles: Mapping[str, Article]
    claims: Mapping[str, Claim]
    places: Mapping[str, Place]
    disputed: tuple[str, ...]
    name: Callable[[str], str]
    shown_id: Callable[[str], str]
    words: Callable[[Account], str]

    @property
    def place(self) -> Place | None:
        """The finest of its places that has a point."""
        known = [self.places[i] for i in self.place_ids if i in self.places]
        return min(known, key=lambda p: (FINENESS.index(p.precision), p.place_id), default=None)


@dataclass(frozen=True, slots=True)
class Named:
    """A value that a codebook may map by its name or by its id."""

    id: str
    name: str


def category_label(c: Coding) -> object:
    """The label of the category."""
    return c.label


def type_(c: Coding) -> object:
    """PLOVER's type."""
    return str(c.event.type)


def mode(c: Coding) -> object:
    """PLOVER's mode, where all accounts that state one agree."""
    return c.event.mode


def statuses(c: Coding) -> object:
    """How the row's accounts present the event: happened, ongoing, ..."""
    return sorted({str(a.status) for a in c.accounts})


def level(c: Coding) -> object:
    """What the event rests on: its weakest slot among "happened" and "who did it"."""
    return str(c.event.level)


def witness_count(c: Coding) -> object:
    """How many separate witnesses stand behind the row's accounts."""
    return len({a.witness_id for a in c.accounts})


def account_count(c: Coding) -> object:
    """How many accounts the row has."""
    return len(c.accounts)


def day(c: Coding) -> object:
    """The day, where it is one; null for a span of days."""
    return c.earliest if c.earliest == c.latest else None


def date_earliest(c: Coding) -> object:
    """The first day that it can have been."""
    return c.earliest


def date_latest(c: Coding) -> object:
    """The last day that it can have been."""
    return c.latest


def date_precision(c: Coding) -> object:
    """``day``, ``span`` or ``none``."""
    if c.earliest is None and c.latest is None:
        return "none"
    return "day" if c.earliest == c.latest else "span"


def place(c: Coding) -> object:
    """The place by name; of places that nest the finest; a list where several are as fine."""
    finest = min((_fineness(c, i) for i in c.place_ids), default=0)
    found = [Named(c.shown_id(i), c.name(i)) for i in c.place_ids if _fineness(c, i) == finest]
    return found[0] if len(found) == 1 else (found or None)


def latitude(c: Coding) -> object:
    """Degrees north of the finest place (WGS 84)."""
    return c.place.latitude if c.place else None


def longitude(c: Coding) -> object:
    """Degrees east of the finest place (WGS 84)."""
    return c.place.longitude if c.place else None


def place_precision(c: Coding) -> object:
    """How exactly the point stands for the place: exact, district, area, country."""
    return str(c.place.precision) if c.place else None


def country(c: Coding) -> object:
    """The country of the finest place, ISO 3166-1 alpha-2."""
    return c.place.country if c.place else None


def admin1(c: Coding) -> object:
    """The first-level area of the finest place."""
    return c.place.admin1 if c.place else None


def doers(c: Coding) -> object:
    """Who did it, as all of the event's accounts that name somebody share."""
    return _named(c, c.event.actor_ids)


def doers_any(c: Coding) -> object:
    """Whom any account of the row names as the doer."""
    return _named(c, [i for a in c.accounts for i in a.actor_ids])


def recipients(c: Coding) -> object:
    """To whom it was done, as all of the event's accounts that name somebody share."""
    return _named(c, c.event.recipient_ids)


def recipients_any(c: Coding) -> object:
    """Whom any account of the row names as the recipient."""
    return _named(c, [i for a in c.accounts for i in a.recipient_ids])


def killed_lowest(c: Coding) -> object:
    """The least number of killed that any account of the row gives as exact or as a lower bound."""
    return min((a.killed_low for a in c.accounts if a.killed_low is not None), default=None)


def killed_highest(c: Coding) -> object:
    """The greatest number of killed that any account of the row gives, bounds too."""
    return max((n for a in c.accounts for n in (a.killed_low, a.killed_high) if n is not None), default=None)


def injured_lowest(c: Coding) -> object:
    """The least number of injured that any account of the row gives as exact or as a lower bound."""
    return min((a.injured_low for a in c.accounts if a.injured_low is not None), default=None)


def injured_highest(c: Coding) -> object:
    """The greatest number of injured that any account of the row gives, bounds too."""
    return max((n for a in c.accounts for n in (a.injured_low, a.injured_high) if n is not None), default=None)


def outlets(c: Coding) -> object:
    """The outlets of the row's accounts."""
    return sorted({c.articles[a.article_id].outlet or "" for a in c.accounts} - {""})


def informants(c: Coding) -> object:
    """On whom the row's accounts say they rest."""
    return _named(c, [i for a in c.accounts for i in a.informant_ids])


def speakers(c: Coding) -> object:
    """Who tells it, where it is told in a claim."""
    return _named(c, [c.claims[a.claim_id].speaker_id for a in c.accounts if a.claim_id])


def published_first(c: Coding) -> object:
    """The first day on which an account of the row was published."""
    return min((day for a in c.accounts if (day := c.articles[a.article_id].published)), default=None)


def published_last(c: Coding) -> object:
    """The last day on which an account of the row was published."""
    return max((day for a in c.accounts if (day := c.articles[a.article_id].published)), default=None)


def disputed(c: Coding) -> object:
    """The facts over which the event's accounts exclude each other."""
    return list(c.disputed)


def words(c: Coding) -> object:
    """The words of the account that was published first."""
    first = min(c.accounts, key=lambda a: (c.articles[a.article_id].published or "9999", a.start, a.account_id))
    return c.words(first)


def _fineness(c: Coding, place_id: str) -> int:
    return FINENESS.index(c.places[place_id].precision) if place_id in c.places else 0


def _named(c: Coding, ids: Sequence[str]) -> list[Named]:
    return [Named(c.shown_id(i), c.name(i)) for i in dict.fromkeys(ids)]


SOURCES: dict[str, Callable[[Coding], Any]] = {
    function.__name__.rstrip("_"): function
    for function in (
        category_label, type_, mode, statuses, level, witness_count, account_count, day, date_earliest, date_latest,
        date_precision, place, latitude, longitude, place_precision, country, admin1, doers, doers_any, recipients,
        recipients_any, killed_lowest, killed_highest, injured_lowest, injured_highest, outlets, informants, speakers,
        published_first, published_last, disputed, words,
    )
}  # fmt: skip
