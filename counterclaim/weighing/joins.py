"""Why an account is in its event: every other account of it with what speaks for the two being one, and the nearest outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterclaim.knowledge import Gazetteer
from counterclaim.records import Found
from counterclaim.settings import Weighing
from counterclaim.weighing.clusters import fits
from counterclaim.weighing.features import STANDING, Pair, Places, Telling, every_telling, reasons


@dataclass(frozen=True, slots=True)
class Link:
    """Another account, what speaks for and against its telling the same event, and the sum of the weights."""

    other: Telling
    reasons: tuple[tuple[str, float], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Joins:
    """``inside`` are links to the accounts of the same event, the strongest first. ``outside`` is the strongest link to
    another event's account of that type and standing; ``could_be_one`` says whether days, places and figures would let the
    account stand in that event.
    """

    inside: tuple[Link, ...]
    outside: Link | None
    could_be_one: bool


def joins(account_id: str, found: Sequence[Found], *, gazetteer: Gazetteer, settings: Weighing) -> Joins:
    """The links of one account. ``found`` are weighed articles: every account has its event."""
    everything = tuple(every_telling(found))
    own = next(t for t in everything if t.account.account_id == account_id)
    kind = (own.account.type, STANDING.get(own.account.status, "told"))
    places, window = Places(gazetteer), settings.event_day_window
    links: list[Link] = []
    for t in everything:
        if t is not own and (t.account.type, STANDING.get(t.account.status, "told")) == kind:
            why = reasons(Pair(own, t, places, window))
            links.append(Link(t, why, round(sum(weight for _, weight in why), 1)))
    links.sort(key=lambda link: (-link.score, link.other.account.account_id))
    event_id = own.account.event_id
    outside = next((link for link in links if link.other.account.event_id != event_id and link.score > 0), None)
    whole = [t for t in everything if outside and t.account.event_id == outside.other.account.event_id]
    return Joins(
        tuple(link for link in links if link.other.account.event_id == event_id),
        outside,
        outside is not None and fits(own, whole, places, window),
    )
