"""What cannot all be true inside one event: slots that its accounts fill differently.

Claims that answer one another are in :mod:`counterclaim.weighing.answers`, tellers of one article who differ in
:mod:`counterclaim.weighing.tellers`; :func:`every` gives all. Work grows with the number of accounts and of different values of a
slot, not with the pairs of accounts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from counterclaim.records import (
    UNNAMED,
    Account,
    Dispute,
    DisputeKind,
    Found,
    Position,
    Status,
    days,
    figure,
    identify,
)
from counterclaim.weighing import answers, tellers
from counterclaim.weighing.events import Told, names
from counterclaim.weighing.features import Places, Telling
from counterclaim.weighing.parties import Parties
from counterclaim.weighing.tellers import Get, Range, meet

_NOT_SO = "did not happen"


@dataclass(frozen=True, slots=True)
class Context:
    """What judges look things up in: names of entities, and which parties exclude one another."""

    known: Mapping[str, str]
    parties: Parties = field(default_factory=Parties)


def every(
    told: Sequence[Told], found: Sequence[Found], known: Mapping[str, str], *, places: Places, parties: Parties
) -> tuple[Dispute, ...]:
    """All disputes of weighed articles, in the order of their ids."""
    denied = answers.between_claims(found, known, parties)
    disputes = [
        *_not_yet_shown(find(told, known, parties), denied),
        *denied,
        *tellers.tolls((t for event in told for t in event.tellings), places, known, parties),
        *tellers.relations(found, known, parties),
    ]
    return tuple(sorted(disputes, key=lambda d: d.dispute_id))


def _not_yet_shown(inside: Iterable[Dispute], denied: Iterable[Dispute]) -> Iterable[Dispute]:
    """Without those on whether an event happened whose denials are shown as such, with the claims that they answer."""
    shown = {p.claim_id for d in denied for p in d.positions if p.position == answers.DENIED}
    for dispute in inside:
        denials = {p.claim_id for p in dispute.positions if p.position == _NOT_SO}
        if dispute.slot != "happened" or not denials <= shown:
            yield dispute


def find(told: Sequence[Told], known: Mapping[str, str], parties: Parties | None = None) -> tuple[Dispute, ...]:
    """Disputes inside events, slot by slot."""
    context = Context(known, parties or Parties())
    found: list[Dispute] = []
    for event in told:
        if len(event.tellings) > 1:
            judged = (judge(event, slot, context) for slot, judge in SLOTS)
            found += [dispute for dispute in judged if dispute is not None]
    return tuple(sorted(found, key=lambda d: d.dispute_id))


# ---------------------------------------------------------------- slots of an event


def who(event: Told, slot: str, context: Context) -> Dispute | None:
    """Accounts lay the act to parties that have none in common."""
    return _sets(event, slot, context, lambda a: a.actor_ids)


def whom(event: Told, slot: str, context: Context) -> Dispute | None:
    """Accounts name recipients that have none in common."""
    return _sets(event, slot, context, lambda a: a.recipient_ids)


def killed(event: Told, slot: str, context: Context) -> Dispute | None:
    """Accounts give different numbers of killed."""
    return _ranges(event, slot, context, lambda a: (a.killed_low, a.killed_high))


def injured(event: Told, slot: str, context: Context) -> Dispute | None:
    """Accounts give different numbers of injured."""
    return _ranges(event, slot, context, lambda a: (a.injured_low, a.injured_high))


def when(event: Told, slot: str, context: Context) -> Dispute | None:
    """Accounts give days that share none."""
    dated = [t for t in event.tellings if t.account.date_earliest and t.account.date_latest]
    articles: dict[tuple[int, int], set[Hashable]] = defaultdict(set)
    for t in dated:
        articles[t.first, t.last].add(t.article.article_id)
    spans = sorted(articles)
    if not any(a[1] < b[0] and _apart(articles[a], articles[b]) for a, b in combinations(spans, 2)):
        return None
    sides = [(t, days(t.account.date_earliest, t.account.date_latest)) for t in dated]
    return _dispute(event, slot, DisputeKind.CONFLICT, sides, context.known)


def happened(event: Told, slot: str, context: Context) -> Dispute | None:
    """Some tell that it happened, and somebody says in another article that it did not.

    What a denial answers in its own article is told claim by claim.
    """
    sides = [(t, _NOT_SO if t.account.status is Status.DENIED else "happened") for t in event.tellings]
    articles: dict[str, set[Hashable]] = defaultdict(set)
    for t, side in sides:
        articles[side].add(t.article.article_id)
    if len(articles) < 2 or not _apart(*articles.values()):
        return None
    return _dispute(event, slot, DisputeKind.CONFLICT, sides, context.known)


SLOTS: tuple[tuple[str, Callable[[Told, str, Context], Dispute | None]], ...] = (
    ("happened", happened),
    ("who", who),
    ("whom", whom),
    ("killed", killed),
    ("injured", injured),
    ("when", when),
)


def _sets(event: Told, slot: str, context: Context, get: Callable[[Account], tuple[str, ...]]) -> Dispute | None:
    """A dispute where all that one witness, or one speaker, names excludes all that another one names."""
    places = {place for t in event.tellings for place in t.account.place_ids}
    stated: list[tuple[Telling, frozenset[str]]] = []
    for t in event.tellings:
        ids = get(t.account)
        if _named(ids) and not set(ids) <= places and t.account.status is not Status.DENIED:
            stated.append((t, frozenset(ids)))
    if not _excluding(stated, context.parties):
        return None
    sides = [(t, names(ids, context.known)) for t, ids in stated]
    return _dispute(event, slot, DisputeKind.CONFLICT, sides, context.known)


def _excluding(stated: Sequence[tuple[Telling, frozenset[str]]], parties: Parties) -> bool:
    """All that one witness names excludes all that another one names; or so do two speakers of different sides."""
    by_witness: dict[str, set[str]] = defaultdict(set)
    by_speaker: dict[str, set[str]] = defaultdict(set)
    for t, named in stated:
        by_witness[t.account.witness_id] |= named
        if t.claim:
            by_speaker[t.claim.speaker_id] |= named
    sides = sorted({tuple(sorted(named)) for named in by_witness.values()})
    if any(parties.exclude(a, b) for a, b in combinations(sides, 2)):
        return True
    return any(
        parties.exclude(by_speaker[a], by_speaker[b]) and not parties.same_teller(a, b)
        for a, b in combinations(sorted(by_speaker), 2)
    )


def _named(ids: tuple[str, ...]) -> bool:
    return bool(ids) and not any(i.startswith(UNNAMED) for i in ids)


def _apart(one: set[Hashable], other: set[Hashable]) -> bool:
    """The two are told in two articles: two values in one article are more often two acts than one act disputed."""
    return len(one | other) > 1


def _two_tellers(one: _Value, other: _Value, parties: Parties) -> bool:
    """The two are told in two articles, or by two speakers of one who are of different sides."""
    if _apart(one.articles, other.articles):
        return True
    return any(not parties.same_teller(a, b) for a in sorted(one.speakers) for b in sorted(other.speakers))


@dataclass(slots=True)
class _Value:
    """Who gives one figure, in which articles, published on which days ("" where no day is known)."""

    articles: set[Hashable] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)
    published: set[str] = field(default_factory=set)


def _ranges(event: Told, slot: str, context: Context, get: Get) -> Dispute | None:
    stated = [(t, get(t.account)) for t in event.tellings if get(t.account) != (None, None)]
    values: dict[Range, _Value] = defaultdict(_Value)
    for t, value in stated:
        values[value].articles.add(t.article.article_id)
        values[value].speakers |= {t.claim.speaker_id} if t.claim else set()
        values[value].published.add(t.article.published or "")
    pairs = [(a, b) for a, b in combinations(values, 2) if _two_tellers(values[a], values[b], context.parties)]
    if not pairs:
        return None
    clashes = [(a, b) for a, b in pairs if not meet(a, b)]
    kind = DisputeKind.BOUND
    if clashes:
        grown = all(_later_count(a, b, values) for a, b in clashes)
        kind = DisputeKind.UPDATE if grown else DisputeKind.CONFLICT
    return _dispute(event, slot, kind, [(t, f"{slot} {figure(*value)}") for t, value in stated], context.known)


def _later_count(one: Range, other: Range, values: Mapping[Range, _Value]) -> bool:
    """The higher number is given on later days only: a toll that grew."""
    low, high = sorted((one, other), key=lambda value: value[0] or value[1] or 0)
    before, after = values[low].published, values[high].published
    return "" not in before | after and max(before) < min(after)


def _dispute(
    event: Told,
    slot: str,
    kind: DisputeKind,
    sides: Iterable[tuple[Telling, str]],
    known: Mapping[str, str],
) -> Dispute:
    positions = tuple(Position(teller(t, known), side, t.account.claim_id, t.account.account_id) for t, side in sides)
    about = event_title(event, known)
    return Dispute(identify("dis", event.event.event_id, slot), about, kind, slot, event.event.event_id, positions)


def teller(telling: Telling, known: Mapping[str, str]) -> str:
    """Who tells an account: the claim's speaker, else the outlet in its own voice."""
    if telling.claim is not None:
        return names([telling.claim.speaker_id], known)
    return telling.article.outlet or "an outlet that is not named"


def event_title(event: Told, known: Mapping[str, str]) -> str:
    """A neutral line for an event: type, mode, parties, place, day."""
    e = event.event
    parts = [e.type.lower() + (f" ({e.mode})" if e.mode else "")]
    if e.actor_ids:
        parts.append(f"by {names(e.actor_ids, known)}")
    if e.recipient_ids:
        parts.append(f"to {names(e.recipient_ids, known)}")
    if e.place_ids:
        parts.append(f"in {names(e.place_ids, known)}")
    if e.date_earliest:
        parts.append(e.date_earliest if e.date_earliest == e.date_latest else f"from {e.date_earliest}")
    return re.sub(r"\s+", " ", ", ".join(parts))
