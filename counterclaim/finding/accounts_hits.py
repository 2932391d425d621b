"""Which words of a sentence tell an event: patterns of the lexicon, read in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterclaim.finding import accounts_read, clauses
from counterclaim.finding.accounts_read import Seen
from counterclaim.finding.clauses import Group, Voice
from counterclaim.knowledge import Plover
from counterclaim.knowledge.plover import Entry, Hit
from counterclaim.records import EventType, Status

_FAR = 8
# From this probability on a happening that only the language backend sees is told.
_FREE = 0.75
_TAKING = frozenset({"capture", "seize", "occupy", "capture of", "seizure"})
_PLANNED = frozenset({"planned", "upcoming", "future", "expected"})
_POSSIBLE = frozenset({"possible", "potential", "imminent", "any", "further"})
# Words between a governing verb and what it governs that end its reach.
_FRESH = frozenset(
    {"after", "before", "when", "while", "because", "since", "which", "who", "following", "amid", "despite", "over"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """A pattern that tells an event in this sentence: the hit and how it is to be read.

    ``mode`` is the pattern's, or that of a noun inside it ("carried out air strikes"). ``seen`` is what the language backend read
    in the same words, ``ruled`` whether the lexicon found them.
    """

    hit: Hit
    group: Group
    mode: str | None = None
    seen: Seen | None = None
    ruled: bool = True

    @property
    def entry(self) -> Entry:
        """The entry of the lexicon."""
        return self.hit.pattern.entry

    @property
    def head(self) -> int:
        """The token of the verb or the noun."""
        return self.hit.head

    @property
    def noun(self) -> bool:
        """True when a noun tells it."""
        return self.group.voice is Voice.NOUN


def told_in(
    plover: Plover,
    low: Sequence[str],
    start: int,
    stop: int,
    names: frozenset[int] = frozenset(),
    seen: Sequence[Seen] = (),
) -> tuple[Told, ...]:
    """What the sentence ``low[start:stop]`` tells, in token order, one reading for each word; ``seen`` is what the backend read.

    A pattern with more words beats one with fewer. What another event only threatens, demands, refuses or promises is part
    of that event and left out. ``names`` are tokens inside names, which tell nothing ("Operation Firm Promise").
    """
    readings: list[Told] = []
    for hit in plover.scan(low, start, stop):
        group = None if hit.head in names else _group(plover, low, hit, start, stop)
        if group is not None:
            readings.append(Told(hit, group, hit.pattern.entry.mode))
    readings.sort(
        key=lambda t: (t.noun or len(t.hit.at) == 1, -len(t.hit.at), t.noun, t.hit.pattern.order, t.hit.first)
    )
    taken: set[int] = set()
    kept: list[Told] = []
    for told in readings:
        if taken.isdisjoint(told.hit.at):
            taken.update(told.hit.at)
            if told.hit.pattern.verb:  # a noun inside the phrase only describes its object ("signed a trade agreement")
                taken.update(range(told.hit.first, told.hit.last))
            kept.append(told if told.mode or told.noun else replace(told, mode=_inner_mode(told, readings)))
    kept = [*_seen(kept, seen), *_only_read(plover, low, kept, seen, start, stop)]
    kept.sort(key=lambda t: (t.head, t.hit.first))
    return tuple(t for n, t in enumerate(kept) if not _governed(low, kept[:n], t))


def _seen(tolds: Sequence[Told], seen: Sequence[Seen]) -> list[Told]:
    return [replace(told, seen=accounts_read.at(seen, told.hit.at)) for told in tolds]


def _only_read(
    plover: Plover, low: Sequence[str], tolds: Sequence[Told], seen: Sequence[Seen], start: int, stop: int
) -> list[Told]:
    taken = {i for told in tolds for i in range(told.hit.first, told.hit.last + 1)}
    free = [s for s in seen if s.sure >= _FREE and taken.isdisjoint(range(s.first, s.last + 1))]
    return [
        Told(accounts_read.hit(s), accounts_read.group(plover, low, s, start, stop), None, s, ruled=False) for s in free
    ]


def on_ground(told: Told) -> Told:
    """The same as an attack: a force that takes a town has fought for it, where one that takes a ship has seized it."""
    words = told.hit.pattern.text.split()
    if told.entry.type is not EventType.COERCE or len(words) > 1 or words[0] not in _TAKING:
        return told
    entry = replace(told.entry, type=EventType.ASSAULT, mode=None, cameo="192")
    return replace(told, hit=replace(told.hit, pattern=replace(told.hit.pattern, entry=entry)), mode=None)


def _inner_mode(told: Told, readings: Sequence[Told]) -> str | None:
    """The mode of an event noun that the verb's pattern shares a word with."""
    inner = [
        r.mode for r in readings
        if r.noun and r.mode and r.entry.type is told.entry.type and not set(told.hit.at).isdisjoint(r.hit.at)
    ]  # fmt: skip
    return inner[0] if inner else None


def _group(plover: Plover, low: Sequence[str], hit: Hit, start: int, stop: int) -> Group | None:
    if not hit.pattern.verb:
        after = low[hit.last + 1] if hit.last + 1 < stop else ""
        return None if after in plover.compounds else _nominal(low, hit, start)
    head = hit.head
    if low[head] in plover.nounlike and not _verb_place(low, head, hit, start, stop):
        return None
    group = clauses.read_verb(low, head, hit.forms, start, stop)
    if group is not None and "gerund" in hit.forms and len(hit.at) == 1 and _no_object(low, head, stop):
        group = None if group.status is not Status.ONGOING else group
    if group is None and "gerund" in hit.forms:
        return Group(head, Voice.NOUN, Status.HAPPENED, False, False)
    if group is not None and hit.turned and group.voice is not Voice.PASSIVE:
        return None
    return group


def _no_object(low: Sequence[str], i: int, stop: int) -> bool:
    """No object can begin after token i, so that an -ing form is a noun there ("fighting in the south")."""
    following = low[i + 1 : i + 3] if i + 2 < stop else low[i + 1 : stop]
    if not following or tuple(following) in (("at", "least"), ("more", "than")):
        return not following
    word = following[0]
    return (
        word in clauses.PREPOSITIONS
        or word in clauses.BE
        or word in clauses.HAVE
        or word.endswith("ed")
        or not word[0].isalnum()
    )


def _verb_place(low: Sequence[str], i: int, hit: Hit, start: int, stop: int) -> bool:
    """A word that can be noun and verb ("strikes") is a verb after a subject and before an object."""
    forms = hit.forms
    if not forms & {"base", "third"} or forms & {"past", "gerund"}:
        return True
    previous = low[i - 1] if i > start else ""
    following = low[i + 1] if i + 1 < stop else ""
    if previous in clauses.MAY | clauses.WILL | clauses.WOULD | clauses.DO | {"to", "not", "they", "we", "you", "who"}:
        return True
    if (
        not previous
        or previous in clauses.DETERMINERS | clauses.PREPOSITIONS | clauses.BE | clauses.HAVE
        or previous == "'s"
    ):
        return False
    if i + 1 in hit.at:
        return "third" in forms or previous.endswith("s")
    if not following or not (following[0].isalnum() or following in "\"“'") or following in clauses.BE | clauses.HAVE:
        return False
    if following in clauses.PREPOSITIONS | {"and", "or", "that", "which"}:
        return False
    return "third" in forms or previous.endswith("s")


def _nominal(low: Sequence[str], hit: Hit, start: int) -> Group:
    first = hit.first
    window = low[max(start, first - 4) : first]
    negated = any(word in ("no", "without", "not", "neither") for word in window)
    status = Status.HAPPENED
    if any(word in _PLANNED for word in window):
        status = Status.PLANNED
    elif any(word in _POSSIBLE for word in window):
        status = Status.HYPOTHETICAL
    elif any(word in ("ongoing", "continuing", "continued", "current") for word in window):
        status = Status.ONGOING
    return Group(first, Voice.NOUN, status, negated, False)


def _governed(low: Sequence[str], earlier: Sequence[Told], told: Told) -> bool:
    """Part of what an earlier word threatens, demands, refuses or promises."""
    for other in reversed(earlier):
        if not other.entry.intent:
            continue
        between = low[other.hit.last + 1 : told.hit.first]
        if len(between) > 2 * _FAR or any(word in clauses.BREAKS or word in _FRESH for word in between):
            continue
        if told.noun:
            return len(between) <= _FAR
        if told.group.infinitive or not told.group.finite:
            return True
        if told.group.status in (Status.PLANNED, Status.HYPOTHETICAL):
            return True
    return False


def statement(type_: EventType) -> bool:
    """True for types that are words and not deeds."""
    return type_ in (
        EventType.ACCUSE,
        EventType.REQUEST,
        EventType.REJECT,
        EventType.THREATEN,
        EventType.AGREE,
        EventType.SUPPORT,
    )
