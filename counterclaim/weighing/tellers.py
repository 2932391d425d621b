"""Tellers of one article who differ: on a toll that they may both give for one act, and on what one party is to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from counterclaim.records import (
    Account,
    Claim,
    Dispute,
    DisputeKind,
    EventType,
    Found,
    Position,
    Predicate,
    Relation,
    Stance,
    Status,
    figure,
    identify,
)
from counterclaim.weighing.answers import stems
from counterclaim.weighing.events import names
from counterclaim.weighing.features import OTHER, STANDING, Places, Telling, days_meet
from counterclaim.weighing.lineage import join, words
from counterclaim.weighing.parties import Parties

Range = tuple[int | None, int | None]
Get = Callable[[Account], Range]
TOLLS: tuple[tuple[str, Get], ...] = (
    ("killed", lambda a: (a.killed_low, a.killed_high)),
    ("injured", lambda a: (a.injured_low, a.injured_high)),
)
# A toll from here on is a war's, not an act's.
_WAR = 1000
# Share of the shorter telling's stems from which on the two tell of one thing.
_ALIKE = 0.5
# Words by which a toll is called an earlier or a later one.
_GROWN = frozenset(["rose", "risen", "rises", "rising", "climbed", "updated", "revised", "initial", "initially"])
_SYMMETRIC = frozenset({Predicate.ALLIED_WITH, Predicate.ALIAS_OF})
_FRIENDLY = frozenset({Predicate.SUPPORTS, Predicate.ALLIED_WITH})


def speaker_of(telling: Telling) -> str | None:
    """The speaker whose claim an account stands in; None in the outlet's own voice."""
    return telling.claim.speaker_id if telling.claim else None


def meet(one: Range, other: Range) -> bool:
    """One number can be both."""
    low = max(one[0] or 0, other[0] or 0)
    return all(high is None or low <= high for high in (one[1], other[1]))


# ---------------------------------------------------------------- two tolls in one article


def tolls(
    tellings: Iterable[Telling], places: Places, known: Mapping[str, str], parties: Parties
) -> tuple[Dispute, ...]:
    """Tolls that different speakers of one article give for what may be one act, where no event holds both.

    Articles that go back to one text make one dispute.
    """
    by_article: dict[str, list[Telling]] = defaultdict(list)
    for t in tellings:
        if t.claim is not None and t.account.type is EventType.ASSAULT and t.account.status not in STANDING:
            by_article[t.article.article_id].append(t)
    found: list[Dispute] = []
    for slot, get in TOLLS:
        same: dict[tuple[str, frozenset[tuple[str | None, Range]]], list[Telling]] = defaultdict(list)
        for article in by_article.values():
            for group in _differing(article, get, places, parties):
                told = frozenset((speaker_of(t), get(t.account)) for t in group)
                same[group[0].article.lineage_id, told] += group
        found += [_of_tolls(slot, get, group, known) for group in same.values()]
    return tuple(found)


def _differing(article: Sequence[Telling], get: Get, places: Places, parties: Parties) -> Iterator[list[Telling]]:
    """Groups of tellings of one article that are tied by pairs of different speakers with different figures."""
    stated = [t for t in article if get(t.account) != (None, None) and (get(t.account)[0] or 0) < _WAR]
    pairs = [
        (a.account.account_id, b.account.account_id)
        for a, b in combinations(stated, 2)
        if a.account.event_id != b.account.event_id
        and get(a.account) != get(b.account)
        and not parties.same_teller(speaker_of(a) or "", speaker_of(b) or "")
        and not _part_of(a, b, get)
        and may_be_one(a, b, places)
    ]
    homes = join((i for pair in pairs for i in pair), pairs)
    groups: dict[str, list[Telling]] = defaultdict(list)
    for t in stated:
        if t.account.account_id in homes:
            groups[homes[t.account.account_id]].append(t)
    yield from groups.values()


def _part_of(one: Telling, other: Telling, get: Get) -> bool:
    """The one's figure stands in the other's words: it counts a part of the same dead, or the two say the same."""
    low = [str(get(t.account)[0] or get(t.account)[1]) for t in (one, other)]
    return low[0] in other.numbers or low[1] in one.numbers


def may_be_one(one: Telling, other: Telling, places: Places) -> bool:
    """Nothing that two accounts of one article state keeps them apart, and a day, a place or their words tie them."""
    first, then = sorted((one, other), key=lambda t: t.account.start)
    a, b = first.account, then.account
    if (a.mode and b.mode and a.mode != b.mode) or OTHER & (first.words | then.words):
        return False
    if (a.status is Status.HISTORICAL) != (b.status is Status.HISTORICAL):
        return False
    if first.dated and then.dated and not days_meet(first, then, 0):
        return False
    if first.where and then.where and not places.meet(first.where, then.where):
        return False
    if any(not places.is_country(place) for place in first.where & then.where):
        return True
    left, right = stems(a.text), stems(b.text)
    if first.narrow and then.narrow:
        return bool(left & right)
    return len(left & right) >= max(2, _ALIKE * min(len(left), len(right)))


def _of_tolls(slot: str, get: Get, group: Sequence[Telling], known: Mapping[str, str]) -> Dispute:
    positions = tuple(
        Position(
            names([t.claim.speaker_id], known) if t.claim else t.article.outlet or "",
            f"{slot} {figure(*get(t.account))}",
            t.account.claim_id,
            t.account.account_id,
        )
        for t in group
    )
    kind = DisputeKind.BOUND
    if any(not meet(get(a.account), get(b.account)) for a, b in combinations(group, 2)):
        grown = any(_GROWN & set(words(t.account.text)) for t in group)
        kind = DisputeKind.UPDATE if grown else DisputeKind.CONFLICT
    about = " ".join(group[0].account.text.split())[:160]
    return Dispute(identify("dis", group[0].account.account_id, slot), about, kind, slot, None, positions)


# ---------------------------------------------------------------- what one party is to another


def relations(found: Sequence[Found], known: Mapping[str, str], parties: Parties) -> tuple[Dispute, ...]:
    """What one party is to another, as some state it and others deny it, or state what excludes it; claims only."""
    claims = {c.claim_id: c for f in found for c in f.findings.claims}
    stated: dict[tuple[str, ...], list[tuple[Relation, Claim, str]]] = defaultdict(list)
    for f in found:
        for r in f.findings.relations:
            if r.claim_id in claims:
                key, side = _matter(r)
                stated[key].append((r, claims[r.claim_id], side))
    disputes = [_of_relation(stated[key], known) for key in sorted(stated) if _opposed(stated[key], parties)]
    return tuple(disputes)


def _matter(r: Relation) -> tuple[tuple[str, ...], str]:
    """What a relation is about, and its side of it: friend or foe, or the predicate and its denial."""
    ends = tuple(sorted((r.subject_id, r.object_id))) if r.predicate in _SYMMETRIC else (r.subject_id, r.object_id)
    denied = r.stance is Stance.DENIES
    if r.predicate in _FRIENDLY or r.predicate is Predicate.OPPOSES:
        friendly = (r.predicate in _FRIENDLY) is not denied
        return ("friend or foe", r.subject_id, r.object_id), "for" if friendly else "against"
    return (r.predicate, *ends), "not so" if denied else "so"


def _opposed(rows: Sequence[tuple[Relation, Claim, str]], parties: Parties) -> bool:
    return any(
        one != other and not parties.same_teller(a.speaker_id, b.speaker_id)
        for (_, a, one), (_, b, other) in combinations(rows, 2)
    )


def _of_relation(rows: Sequence[tuple[Relation, Claim, str]], known: Mapping[str, str]) -> Dispute:
    positions = []
    for r, claim, _ in rows:
        said = f"{names([r.subject_id], known)} {r.predicate} {names([r.object_id], known)}"
        said = f"not so: {said}" if r.stance is Stance.DENIES else said
        positions.append(Position(names([claim.speaker_id], known), said, claim.claim_id))
    first = rows[0][0]
    about = f"{names([first.subject_id], known)} and {names([first.object_id], known)}"
    return Dispute(identify("dis", first.relation_id), about, DisputeKind.CONFLICT, "relation", None, tuple(positions))
