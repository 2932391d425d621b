"""What the finding of accounts works on: the article's tokens with all that is known of them, and accounts on their way."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from counterclaim.finding.accounts_parties import Party, parties_in
from counterclaim.finding.accounts_read import Seen, happenings, within
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.records import Claim, DateExpression, EventType, How, Mention, MentionType, Quantity, Status
from counterclaim.text import Span, Words, words

Bounds = tuple[int | None, int | None]
_COUNTRY = 3
NOTHING: Bounds = (None, None)


@dataclass(frozen=True, slots=True)
class Draft:
    """An account before it gets its id. ``head`` is the offset of the word that tells it, ``sums`` its figures.

    ``relative`` says that it is told in a clause with "who" or "which", ``aimed`` that a noun tells one act, ``definite`` that
    the noun has "the" before it, ``someone`` that a doer without a name is told ("rebels"). ``sure`` is how sure the language
    backend is of the same type there, None where it sees none. A ``loose`` one names nothing of its own: it is told only where it
    goes on with another. ``incident`` is the number of the first account of the same deed.
    """

    start: int
    end: int
    head: int
    type: EventType
    mode: str | None
    status: Status
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    claim: Claim | None
    rule: str
    confidence: float
    negated: bool = False
    result: bool = False
    noun: bool = False
    relative: bool = False
    aimed: bool = False
    sums: tuple[Quantity, ...] = ()
    days: tuple[str | None, str | None] = (None, None)
    sure: float | None = None
    loose: bool = False
    someone: bool = False
    definite: bool = False
    incident: int | None = None


@dataclass(frozen=True)
class Scene:
    """One article: its tokens, parties by token, claims, days and sums, each in text order.

    ``sizes`` gives the kind of each place key: 0 a point, up to 3 a country. ``names`` are the tokens inside names of persons
    and of entities that are known beforehand (capitals alone make no sure name in a headline).
    ``bodies`` are the keys of known organisations, ``outlets`` those of news outlets;
    ``governments`` gives the key of each state's government.
    """

    view: View
    knowledge: Knowledge
    tokens: Words
    mentions: tuple[Mention, ...]
    parties: tuple[Party, ...]
    sizes: Mapping[str, int]
    names: frozenset[int]
    bodies: frozenset[str]
    outlets: frozenset[str]
    governments: Mapping[str, str]
    claims: tuple[Claim, ...]
    days: tuple[DateExpression, ...]
    sums: tuple[Quantity, ...]
    seen: tuple[Seen, ...] = ()
    sides: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        view: View,
        knowledge: Knowledge,
        mentions: Sequence[Mention],
        claims: Sequence[Claim],
        days: Sequence[DateExpression],
        sums: Sequence[Quantity],
        *,
        sizes: Mapping[str, int] | None = None,
        known: frozenset[str] = frozenset(),
        bodies: frozenset[str] = frozenset(),
        outlets: frozenset[str] = frozenset(),
        governments: Mapping[str, str] | None = None,
        sides: Mapping[str, str] | None = None,
    ) -> Scene:
        """The scene of a view and what the other finders found in it."""
        tokens = words(view.text)
        return cls(
            view,
            knowledge,
            tokens,
            tuple(sorted(mentions, key=lambda m: (m.start, m.end))),
            parties_in(mentions, tokens, knowledge.plover.party_nouns, knowledge.plover.state_nouns),
            sizes or {},
            _inside(mentions, tokens, known),
            bodies,
            outlets,
            governments or {},
            tuple(sorted(claims, key=lambda c: (c.start, -c.end))),
            tuple(sorted(days, key=lambda d: d.start)),
            tuple(sorted(sums, key=lambda q: q.start)),
            happenings(view.reading, tokens),
            sides or {},
        )

    @cached_property
    def towns(self) -> frozenset[str]:
        """The keys of places that are smaller than a country."""
        return frozenset(key for key, size in self.sizes.items() if size < _COUNTRY)

    def around(self, place: str) -> frozenset[str]:
        """The places that hold a place, countries too; none for what the gazetteer does not know."""
        return self.knowledge.gazetteer.holders(place)

    def parties_within(self, first: int, last: int) -> tuple[Party, ...]:
        """The parties inside the tokens ``first:last``."""
        low = bisect_left(self.parties, first, key=lambda p: p.start)
        high = bisect_left(self.parties, last, key=lambda p: p.start)
        return tuple(p for p in self.parties[low:high] if p.end <= last)

    def seen_within(self, first: int, last: int) -> tuple[Seen, ...]:
        """The happenings that the language backend read in the tokens ``first:last``."""
        return within(self.seen, first, last)

    def claims_at(self, span: Span) -> tuple[Claim, ...]:
        """The claims whose content touches the span."""
        high = bisect_left(self.claims, span[1], key=lambda c: c.start)
        return tuple(c for c in self.claims[:high] if c.end > span[0])

    def sums_in(self, span: Span) -> tuple[Quantity, ...]:
        """The figures that lie inside the span."""
        low = bisect_left(self.sums, span[0], key=lambda q: q.start)
        high = bisect_left(self.sums, span[1], key=lambda q: q.start)
        return tuple(q for q in self.sums[low:high] if q.end <= span[1])

    def days_in(self, span: Span) -> tuple[DateExpression, ...]:
        """The date expressions that lie inside the span."""
        low = bisect_left(self.days, span[0], key=lambda d: d.start)
        high = bisect_left(self.days, span[1], key=lambda d: d.start)
        return tuple(d for d in self.days[low:high] if d.end <= span[1])


def _inside(mentions: Sequence[Mention], tokens: Words, known: frozenset[str]) -> frozenset[int]:
    return frozenset(
        i
        for m in mentions
        if m.how in (How.NAME, How.ALIAS) and (m.type is MentionType.PERSON or m.entity_id in known)
        for i in tokens.within(m.start, m.end)
    )


def innermost(claims: Sequence[Claim], offset: int) -> Claim | None:
    """The shortest of the claims whose content holds the offset, or None."""
    holding = [c for c in claims if c.start <= offset < c.end]
    return min(holding, key=lambda c: (c.end - c.start, c.start, c.claim_id), default=None)
