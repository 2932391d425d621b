"""Which tellings of one article are of one attack, and what they then lend each other.

"An air strike hit the market of Pell on Monday. ... The strike came a day after ...": the second telling names the first one's
event. What a telling does not say itself it has from the tellings before it that it goes on with, and for a country or province
the finer place that they give; a title has it from the text. Two tellings of which anything excludes the other stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from counterclaim.finding.accounts_draft import NOTHING, Draft, Scene
from counterclaim.finding.clauses import word_set
from counterclaim.records import EventType, Harm, Quantity, Status

_TOLD = (Status.HAPPENED, Status.DENIED, Status.ONGOING)
_WEEK = 7
_NEAR = 350
_LEAD = 700
_ENOUGH = 2.0
# Words that begin another event.
_OTHER = word_set(
    "separate separately elsewhere another earlier meanwhile also other others previous previously similar similarly"
)
# Modes that one deed can have together, or that words for any attack have.
_ANY = frozenset({"destroy", "execute", "assassinate", "unconventional"})
_ALIKE = (
    frozenset({"aerial", "drone"}),
    frozenset({"explosives", "suicide-attack"}),
    frozenset({"aerial", "heavy-weapons"}),  # "bombardment"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A telling ``then`` and one before it, in one article."""

    scene: Scene
    first: Draft
    then: Draft


def same_place(pair: Pair) -> float:
    """Both name one place that is smaller than a country."""
    return 2.0 * any(p in pair.scene.towns for p in set(pair.first.places) & set(pair.then.places))


def inner_place(pair: Pair) -> float:
    """A place of the one lies in a place of the other."""
    return 1.0 * (not same_place(pair) and _inside(pair.scene, pair.first.places, pair.then.places))


def same_actor(pair: Pair) -> float:
    """Both name one doer."""
    return 0.7 * bool(set(pair.first.actors) & set(pair.then.actors))


def same_recipient(pair: Pair) -> float:
    """Both name one party to whom it was done."""
    return 0.7 * bool(set(pair.first.recipients) & set(pair.then.recipients))


def same_days(pair: Pair) -> float:
    """Both are dated, and to the same days."""
    return 1.0 * (pair.first.days != NOTHING and pair.first.days == pair.then.days)


def other_recipient(pair: Pair) -> float:
    """Both name parties to whom it was done, and none is common."""
    return -0.7 * _others(pair.scene, pair.first.recipients, pair.then.recipients)


def same_toll(pair: Pair) -> float:
    """Both give the same number of killed, or one the other as its bound."""
    return 2.0 * bool(_toll(pair.first) & _toll(pair.then))


def same_mode(pair: Pair) -> float:
    """Both say that it was done in the same way."""
    return 0.5 * (pair.first.mode is not None and pair.first.mode == pair.then.mode)


def the_deed(pair: Pair) -> float:
    """ "The attack", "those raids": what was told before."""
    return 2.0 * pair.then.definite


def goes_on(pair: Pair) -> float:
    """The next sentence, without a place, a day, a doer or a party hit of its own."""
    then = pair.then
    own = then.actors or then.someone or set(then.recipients) - set(pair.first.recipients)
    bare = not then.places and then.days in (NOTHING, pair.first.days) and not own
    return 2.0 * (bare and then.head - pair.first.head <= _NEAR and not then.noun)


def title(pair: Pair) -> float:
    """The title of the article and its opening."""
    span = pair.scene.view.title
    end = span[1] if span else -1
    return 2.0 * (pair.first.head < end <= pair.then.head <= end + _LEAD)


SPEAKING: tuple[Callable[[Pair], float], ...] = (
    same_place, inner_place, same_actor, same_recipient, other_recipient, same_days, same_toll, same_mode, the_deed, goes_on, title,
)  # fmt: skip


def excluded(pair: Pair) -> bool:
    """Something that the two say cannot be of one event."""
    a, b, scene = pair.first, pair.then, pair.scene
    return (
        _other_days(a, b)
        or _other_places(scene, a.places, b.places)
        or _others(scene, a.actors, b.actors)
        or (_teller(a) == _teller(b) and _tolls_clash(a, b))
        or _other_modes(a.mode, b.mode)
    )


def with_incidents(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The accounts, each with what the tellings of the same attack in this article say and it does not."""
    incidents: list[list[int]] = []
    for n, draft in enumerate(drafts):
        if draft.type is not EventType.ASSAULT or draft.status not in _TOLD:
            continue
        home = None if _opens_another(scene, draft) else _home(scene, drafts, incidents, draft)
        if home is None and not draft.loose:
            incidents.append([n])
        elif home is None:
            continue
        else:
            incidents[home].append(n)
    told = list(drafts)
    for members in incidents:
        for n, draft in zip(members, _lent(scene, [drafts[n] for n in members]), strict=True):
            told[n] = replace(draft, loose=False, incident=members[0])
    kept = [n for n, draft in enumerate(told) if not draft.loose]
    return [replace(told[n], incident=None if (first := told[n].incident) is None else kept.index(first)) for n in kept]


def _home(scene: Scene, drafts: Sequence[Draft], incidents: Sequence[Sequence[int]], draft: Draft) -> int | None:
    """The number of the incident that a telling goes on with: the one that most speaks for, else the last."""
    found: list[tuple[float, int]] = []
    for number, members in enumerate(incidents):
        pairs = [Pair(scene, drafts[n], draft) for n in members]
        if any(map(excluded, pairs)):
            continue
        best = max(sum(speaks(pair) for speaks in SPEAKING) for pair in pairs)
        if best >= _ENOUGH:
            found.append((best, members[-1] * 10_000 + number))
    return max(found)[1] % 10_000 if found else None


def _lent(scene: Scene, members: Sequence[Draft]) -> list[Draft]:
    if len(members) < 2:
        return list(members)
    places = _finest(scene, [d.places for d in members])
    actors = _first(d.actors for d in members)
    days = next((d.days for d in members if d.days != NOTHING), members[0].days)
    return [
        replace(
            d,
            places=_placed(scene, d.places, places),
            actors=d.actors or (() if d.someone else tuple(a for a in actors if a not in d.recipients)),
            days=days if d.days == NOTHING else d.days,
        )
        for d in members
    ]


def _first(given: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return next((keys for keys in given if keys), ())


def _finest(scene: Scene, lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The first places told that no place told elsewhere lies in."""
    every = {p for keys in lists for p in keys}
    around = {h for p in every for h in scene.around(p)}
    fine = [tuple(p for p in keys if p not in around) for keys in lists]
    return _first(fine)


def _placed(scene: Scene, own: tuple[str, ...], finest: tuple[str, ...]) -> tuple[str, ...]:
    """A telling's places, with the finer ones of the event for those around them."""
    around = {h for p in finest for h in scene.around(p)}
    kept = tuple(p for p in own if p not in around)
    return kept or finest


def _opens_another(scene: Scene, draft: Draft) -> bool:
    sentence = scene.view.sentence_of(draft.head) or (draft.start, draft.end)
    told = scene.view.text[sentence[0] : draft.head].lower().split()
    other = _OTHER - {"also", "other", "others"} if draft.result else _OTHER
    return any(word.strip(",") in other for word in told[-12:])


def _inside(scene: Scene, one: Sequence[str], other: Sequence[str]) -> bool:
    return any(p in scene.around(q) or q in scene.around(p) for p in one for q in other)


def _other_places(scene: Scene, one: Sequence[str], other: Sequence[str]) -> bool:
    """Both name places of which none is in both or in one another; of a place that no gazetteer has that is not known."""
    if not one or not other or set(one) & set(other) or _inside(scene, one, other):
        return False
    known = [any(scene.around(p) for p in keys) for keys in (one, other)]
    return known[0] == known[1]


def _others(scene: Scene, one: Sequence[str], other: Sequence[str]) -> bool:
    """Two sets of parties of which none is in both, nor two bodies of one state."""
    if not one or not other or set(one) & set(other):
        return False
    sides = {scene.sides[k] for k in one if k in scene.sides}
    return not sides & {scene.sides[k] for k in other if k in scene.sides}


def _other_days(a: Draft, b: Draft) -> bool:
    if NOTHING in (a.days, b.days):
        return False
    (a1, a2), (b1, b2) = a.days, b.days
    return (a2 is not None and b1 is not None and a2 < b1) or (b2 is not None and a1 is not None and b2 < a1)


def _toll(draft: Draft) -> frozenset[int]:
    return frozenset(n for q in draft.sums if q.counts == Harm.KILLED for n in (q.low, q.high) if n is not None)


def _teller(draft: Draft) -> str | None:
    return draft.claim.speaker_id if draft.claim else None


def _tolls_clash(a: Draft, b: Draft) -> bool:
    """Both count the killed, the same kind of people, and the counts are far apart."""
    one = [q for q in a.sums if q.counts == Harm.KILLED][:1]
    other = [q for q in b.sums if q.counts == Harm.KILLED][:1]
    return any(_far(p, q) for p in one for q in other if (p.unit or "") == (q.unit or ""))


def _far(one: Quantity, other: Quantity) -> bool:
    """The ranges share nothing; "at least N" reaches to twice as much, "nearly N" down to a half."""
    (a, b), (c, d) = _range(one), _range(other)
    return max(a, c) > min(b, d)


def _range(quantity: Quantity) -> tuple[int, int]:
    low = quantity.low if quantity.low is not None else (quantity.high or 0) // 2
    return low, quantity.high if quantity.high is not None else 2 * low


def _other_modes(one: str | None, other: str | None) -> bool:
    if one is None or other is None or one == other or {one, other} & _ANY:
        return False
    return not any({one, other} <= alike for alike in _ALIKE)
