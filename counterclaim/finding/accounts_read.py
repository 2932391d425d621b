"""Happenings as the language backend read them, and what they say to those that the lexicon found.

The backend marks the word that tells a happening with its type and status, and near it who did it, to whom, where and when. The
lexicon knows what its words mean and what stands around them; the backend sees words that no list has, and that a word of the
list tells nothing here ("the strike price"). Neither is believed alone where the other one sees something else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from counterclaim.finding import clauses
from counterclaim.finding.clauses import Group, Voice
from counterclaim.knowledge.plover import Entry, Hit, Pattern, Plover
from counterclaim.language.model import Label, Reading
from counterclaim.records import EventType, Status
from counterclaim.text import Span, Words

READ = "read by the model"
ROLES = ("actor", "recipient", "place", "time")


@dataclass(frozen=True, slots=True)
class Seen:
    """A happening as read: the tokens ``first`` to ``last`` (inclusive) that tell it, and spans of tokens by role, end exclusive.

    ``sure`` is the backend's probability for word and type.
    """

    first: int
    last: int
    type: EventType
    status: Status
    sure: float
    parts: Mapping[str, tuple[tuple[Span, float], ...]] = field(default_factory=dict)

    def part(self, role: str, least: float = 0.0) -> tuple[Span, ...]:
        """The spans of tokens of a role that are at least so sure, in text order."""
        return tuple(sorted(span for span, sure in self.parts.get(role, ()) if sure >= least))


def happenings(reading: Reading, tokens: Words) -> tuple[Seen, ...]:
    """Every happening that was read, in text order; none where the backend reads none."""
    labels = reading.labels
    statuses = {(x.start, x.end): x.value for x in labels if x.layer == "status"}
    parts: dict[int, list[tuple[str, Label]]] = {}
    for link in reading.links:
        if labels[link.head].layer == "trigger" and link.kind in ROLES:
            parts.setdefault(link.head, []).append((link.kind, labels[link.tail]))
    found = [
        Seen(
            span[0], span[1] - 1, EventType(label.value), Status(statuses.get((label.start, label.end), Status.HAPPENED)),
            label.score, _by_role(parts.get(number, ()), tokens),
        )
        for number, label in enumerate(labels)
        if label.layer == "trigger" and (span := _tokens(label, tokens))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda s: (s.first, s.last)))


def _by_role(parts: Sequence[tuple[str, Label]], tokens: Words) -> dict[str, tuple[tuple[Span, float], ...]]:
    found: dict[str, list[tuple[Span, float]]] = {}
    for role, label in parts:
        span = _tokens(label, tokens)
        if span:
            found.setdefault(role, []).append((span, label.score))
    return {role: tuple(sorted(spans)) for role, spans in found.items()}


def _tokens(label: Label, tokens: Words) -> Span | None:
    first = bisect_right(tokens.ends, label.start)
    last = bisect_left(tokens.starts, label.end)
    return (first, last) if first < last else None


def within(seen: Sequence[Seen], start: int, stop: int) -> tuple[Seen, ...]:
    """What was read in the tokens ``start:stop``."""
    low = bisect_left(seen, start, key=lambda s: s.first)
    high = bisect_left(seen, stop, key=lambda s: s.first)
    return tuple(s for s in seen[low:high] if s.last < stop)


def at(seen: Sequence[Seen], tokens: Sequence[int]) -> Seen | None:
    """The surest happening that these tokens tell, or None."""
    on = [s for s in seen if any(s.first <= i <= s.last for i in tokens)]
    return max(on, key=lambda s: (s.sure, -s.first), default=None)


_PLAIN = {type_: Entry(type_, None, subject="both" if type_ is EventType.CONSULT else "actor") for type_ in EventType}


def entry(type_: EventType) -> Entry:
    """What is known of a word that only the backend read: its type."""
    return _PLAIN[type_]


def hit(seen: Seen) -> Hit:
    """The words of a happening in the form of a hit of the lexicon."""
    pattern = Pattern(entry(seen.type), 0, READ, True, (), ())
    return Hit(pattern, tuple(range(seen.first, seen.last + 1)), frozenset())


def group(plover: Plover, low: Sequence[str], seen: Seen, start: int, stop: int) -> Group:
    """How the words of a happening stand in their sentence: a verb by its form, else a noun; the status is as read."""
    forms = _forms(plover, low[seen.first])
    found = clauses.read_verb(low, seen.first, forms, start, stop) if forms else None
    found = found or Group(seen.first, Voice.NOUN, seen.status, False, False)
    return replace(found, status=seen.status, negated=False)


def _forms(plover: Plover, word: str) -> frozenset[str]:
    known = plover.forms.get(word)
    if known is not None:
        return frozenset() if word in plover.nounlike else known
    if word.endswith("ing") and len(word) > 5:
        return frozenset({"gerund"})
    return frozenset({"past", "participle"}) if word.endswith("ed") and len(word) > 4 else frozenset()
