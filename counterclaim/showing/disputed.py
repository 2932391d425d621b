"""Disputes as pages show them: the sides, who holds each, since when, with how many witnesses; the most contested events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counterclaim.records import UNNAMED, UNSPECIFIED, Account, Claim, Dispute, DisputeKind, Event
from counterclaim.showing.site import Site, Words

KINDS = (DisputeKind.CONFLICT, DisputeKind.UPDATE, DisputeKind.BOUND)
_SHOWN_HELD = 12


@dataclass(frozen=True, slots=True)
class Held:
    """One who holds a position, in which words, and where these stand; ``day`` is the first on which it was published.

    ``reviewed`` says that a person has reviewed every row that says so.
    """

    by: str
    text: str
    day: str | None
    places: tuple[Words, ...]
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """A position with all who hold it. ``witnesses`` is how many separate ones its accounts come from, 0 for claims."""

    position: str
    held: tuple[Held, ...]
    witnesses: int
    since: str | None
    count: int

    @property
    def shown(self) -> tuple[Held, ...]:
        """Those that a page lists; the rest is counted."""
        return self.held[:_SHOWN_HELD]


@dataclass(frozen=True, slots=True)
class Row:
    """A dispute with its heading and its event."""

    dispute: Dispute
    about: str
    event: Event | None
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """An event with conflicts: each as (slot, [(position, witnesses)])."""

    event: Event
    conflicts: tuple[Row, ...]
    witnesses: int


def by_kind(disputes: Iterable[Dispute]) -> list[Dispute]:
    """Conflicts first, those with most positions first."""
    return sorted(disputes, key=lambda d: (KINDS.index(d.kind), -len(d.positions), d.dispute_id))


def rows(site: Site, disputes: Iterable[Dispute]) -> list[Row]:
    """The disputes as pages show them."""
    return [Row(d, _about(site, d), site.event.get(d.event_id or ""), _sides(site, d)) for d in disputes]


def contested(site: Site, most: int) -> list[Contest]:
    """The events in whose conflicts most witnesses stand against each other."""
    found = []
    for event_id, disputes in site.disputes_of.items():
        conflicts = [d for d in disputes if d.kind is DisputeKind.CONFLICT]
        if conflicts and event_id in site.event:
            accounts = [
                site.account[i] for d in conflicts for p in d.positions if (i := p.account_id or "") in site.account
            ]
            found.append((len({a.witness_id for a in accounts}), len(conflicts), site.event[event_id], conflicts))
    found.sort(key=lambda f: (-f[0], -f[1], -f[2].account_count, f[2].event_id))
    return [Contest(event, tuple(rows(site, by_kind(held))), n) for n, _, event, held in found[:most]]


def _about(site: Site, dispute: Dispute) -> str:
    """The heading of a dispute: the event's, or the words that are denied."""
    event = site.event.get(dispute.event_id or "")
    if event is not None:
        return site.event_heading(event)
    denied = next((site.claim[i] for i in (p.claim_id or "" for p in dispute.positions) if i in site.claim), None)
    return site.words(denied).text if denied else site.called(dispute.about)


def _by(site: Site, by: str) -> str:
    return "somebody not named" if by == UNSPECIFIED.removeprefix(UNNAMED) else site.called(by)


def _sides(site: Site, dispute: Dispute) -> tuple[Side, ...]:
    """The position that most hold first."""
    held: dict[str, dict[tuple[str, str], list[Account | Claim]]] = {}
    for p in dispute.positions:
        row: Claim | Account | None = site.account.get(p.account_id or "") or site.claim.get(p.claim_id or "")
        if row is not None:
            key = (_by(site, p.by), site.words(row).text)
            held.setdefault(p.position, {}).setdefault(key, []).append(row)
    sides = [_side(site, position, found) for position, found in held.items()]
    return tuple(sorted(sides, key=lambda s: (-s.count, s.position)))


def _side(site: Site, position: str, found: dict[tuple[str, str], list[Account | Claim]]) -> Side:
    every = [row for of in found.values() for row in of]
    held = [
        Held(by, text, _first(site, of), _places(site, of), all(_id(row) in site.reviewed for row in of))
        for (by, text), of in found.items()
    ]
    return Side(
        site.called(position),
        tuple(sorted(held, key=lambda h: (h.day or "9", h.by, h.text))),
        len({row.witness_id for row in every if isinstance(row, Account)}),
        _first(site, every),
        len(every),
    )


def _id(row: Account | Claim) -> str:
    return row.claim_id if isinstance(row, Claim) else row.account_id


def _places(site: Site, found: Iterable[Account | Claim]) -> tuple[Words, ...]:
    """Where rows stand, one of each line."""
    return tuple({words.where: words for words in map(site.words, found)}.values())


def _first(site: Site, found: Iterable[Account | Claim]) -> str | None:
    return min((day for row in found if (day := site.article[row.article_id].published)), default=None)
