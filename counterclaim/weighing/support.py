"""What each stated fact of an event rests on: level, witnesses, and one sentence that says why.

Precedence (see ``docs/support.md``): contested, admitted, self-reported, corroborated, single. A level rates reporting,
not truth; a denial is shown beside it and does not lower it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from counterclaim.records import (
    Dispute,
    DisputeKind,
    Event,
    EventType,
    Level,
    Stance,
    Status,
    Support,
    days,
    figure,
)
from counterclaim.weighing.events import Told, names
from counterclaim.weighing.features import Telling

_WEAKEST_LAST = (Level.ADMITTED, Level.CORROBORATED, Level.SINGLE, Level.SELF_REPORTED, Level.CONTESTED)
# Acts that a side has no interest in owning when others lay them to it.
_AGAINST_INTEREST = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.RETREAT})
_OWNING = frozenset({Stance.CLAIMS_RESPONSIBILITY, Stance.CONFIRMS, Stance.PRAISES, Stance.ASSERTS})


def rate(told: Sequence[Told], disputed: Sequence[Dispute], known: Mapping[str, str]) -> tuple[Support, ...]:
    """One row for each slot and value that the accounts of an event state."""
    contested = {(d.event_id, d.slot) for d in disputed if d.kind is DisputeKind.CONFLICT and d.event_id is not None}
    rows: list[Support] = []
    for event in told:
        for slot, values in SLOTS:
            stated = values(event, known)
            clash = slot != "happened" and (event.event.event_id, slot) in contested and len(stated) > 1
            for value in sorted(stated):
                rows.append(_row(event, slot, value, stated[value], clash=clash))
    return tuple(rows)


def with_level(event: Event, levels: Sequence[Support]) -> Event:
    """The event with its level: the weakest among "happened" and the best supported "who". ``levels`` are its own."""
    happened = [s.level for s in levels if s.slot == "happened"]
    who = [s.level for s in levels if s.slot == "who"]
    if any(level is Level.CONTESTED for level in who):
        return replace(event, level=Level.CONTESTED)
    slots = [*happened[:1], *([min(who, key=_WEAKEST_LAST.index)] if who else [])]
    return replace(event, level=max(slots, key=_WEAKEST_LAST.index, default=Level.SINGLE))


def _row(event: Told, slot: str, value: str, tellings: Sequence[Telling], *, clash: bool) -> Support:
    level, reason = _level(tellings, clash=clash)
    accounts = tuple(sorted(t.account.account_id for t in tellings))
    witnesses = len({t.account.witness_id for t in tellings})
    return Support(event.event.event_id, slot, value, level, witnesses, accounts, reason)


def _level(tellings: Sequence[Telling], *, clash: bool) -> tuple[Level, str]:
    witnesses = {t.account.witness_id for t in tellings}
    if clash:
        return Level.CONTESTED, "Other accounts of the event state a value that excludes this one."
    own = [t for t in tellings if _credits_itself(t)]
    others = [t for t in tellings if not _credits_itself(t)]
    if own and others and any(_admits(t) for t in own):
        return Level.ADMITTED, "The side that others lay it to accepts it, against its interest."
    if own and not others:
        return Level.SELF_REPORTED, "Only those who credit themselves with it say so."
    if len(witnesses) > 1:
        return Level.CORROBORATED, f"{len(witnesses)} separate witnesses state it."
    if len(tellings) > 1:
        return Level.SINGLE, f"{len(tellings)} accounts state it, but they go back to one witness."
    return Level.SINGLE, "One account states it."


def _credits_itself(telling: Telling) -> bool:
    """The teller is the doer, or speaks for the doer, and owns the act."""
    claim = telling.claim
    if claim is None or claim.stance not in _OWNING:
        return False
    return bool({claim.speaker_id, claim.on_behalf_of} & set(telling.account.actor_ids))


def _admits(telling: Telling) -> bool:
    """The doer confirms an act of a kind that nobody likes to own; taking credit is no admission."""
    claim = telling.claim
    return claim is not None and claim.stance is Stance.CONFIRMS and telling.account.type in _AGAINST_INTEREST


Values = dict[str, list[Telling]]


def _by(event: Told, get: Callable[[Telling], str | None]) -> Values:
    stated: Values = {}
    for t in event.tellings:
        value = get(t)
        if value:
            stated.setdefault(value, []).append(t)
    return stated


def happened(event: Told, _: Mapping[str, str]) -> Values:
    """That it happened: all accounts but the denials."""
    return _by(event, lambda t: None if t.account.status is Status.DENIED else "yes")


def who(event: Told, known: Mapping[str, str]) -> Values:
    """Who did it, party by party."""
    return _each(event, known, lambda t: t.account.actor_ids)


def whom(event: Told, known: Mapping[str, str]) -> Values:
    """To whom it was done, party by party."""
    return _each(event, known, lambda t: t.account.recipient_ids)


def where(event: Told, known: Mapping[str, str]) -> Values:
    """Where, place by place."""
    return _each(event, known, lambda t: t.account.place_ids)


def when(event: Told, _: Mapping[str, str]) -> Values:
    """On which days."""
    return _by(event, lambda t: days(t.account.date_earliest, t.account.date_latest))


def killed(event: Told, _: Mapping[str, str]) -> Values:
    """How many were killed."""
    return _by(event, lambda t: figure(t.account.killed_low, t.account.killed_high))


def injured(event: Told, _: Mapping[str, str]) -> Values:
    """How many were injured."""
    return _by(event, lambda t: figure(t.account.injured_low, t.account.injured_high))


def _each(event: Told, known: Mapping[str, str], get: Callable[[Telling], tuple[str, ...]]) -> Values:
    stated: Values = {}
    for t in event.tellings:
        if t.account.status is not Status.DENIED:
            for one in get(t):
                stated.setdefault(names([one], known), []).append(t)
    return stated


SLOTS: tuple[tuple[str, Callable[[Told, Mapping[str, str]], Values]], ...] = (
    ("happened", happened),
    ("who", who),
    ("whom", whom),
    ("where", where),
    ("when", when),
    ("killed", killed),
    ("injured", injured),
)
