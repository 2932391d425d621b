"""What one entity is called, outlet by outlet, and what it is to others, each with everybody who tells it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from counterclaim.records import Entity, How, Predicate, Relation, Stance, days
from counterclaim.showing.site import Site, Words, one_line

_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
_DESCRIBING = (How.TITLE, How.DESCRIPTION)
# Stances by which a relation is told as so; any other but a denial is told with its stance and not as held.
HELD = (Stance.ASSERTS, Stance.CONFIRMS, Stance.CLAIMS_RESPONSIBILITY, Stance.ACCUSES, Stance.CONDEMNS, Stance.PRAISES)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way of naming: how often in all, and (outlet's name, its page, how often), the commonest first."""

    words: str
    count: int
    outlets: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """Spellings under a heading."""

    head: str
    spellings: tuple[Spelling, ...]


@dataclass(frozen=True, slots=True)
class Teller:
    """Who states a relation (an entity, or None for the outlet's own voice), as what, where and when.

    ``day`` is that of publication; ``span`` are the days for which the relation is told to hold, where any are stated.
    """

    speaker_id: str | None
    outlet: str
    stance: Stance
    day: str | None
    words: Words
    span: str = ""


class State(StrEnum):
    """How those who speak of a relation stand to it."""

    HELD = "told as so"
    DISPUTED = "told as so, and denied"
    OPEN = "neither told as so nor denied"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Tie:
    """One entity to another, with all who say so. ``denied`` says that it is only ever denied: it is told as no tie."""

    subject_id: str
    predicate: Predicate
    object_id: str
    titles: tuple[str, ...]
    tellers: tuple[Teller, ...]
    denied: bool

    @property
    def state(self) -> State:
        """Held needs somebody who tells it as so and nobody who denies it."""
        held = any(t.stance in HELD for t in self.tellers)
        if any(t.stance is Stance.DENIES for t in self.tellers):
            return State.DISPUTED if held else State.DENIED
        return State.HELD if held else State.OPEN


def namings(site: Site, entity: Entity) -> list[Naming]:
    """The names, the titles and descriptions, and the loaded terms that are used for an entity, with their outlets."""
    outlets, withheld = site.outlet_of, site.mask
    counts = Counter(
        (
            withheld.words(m.text, m.document_id, m.start) if m.document_id in withheld.spans else m.text,
            outlets[m.article_id],
            m.how in _NAMING,
        )
        for m in site.mentions_of.get(entity.entity_id, [])
        if m.how in _NAMING or m.how in _DESCRIBING
    )
    called: dict[str, Counter[str]] = defaultdict(Counter)
    described: dict[str, Counter[str]] = defaultdict(Counter)
    for (words, outlet, naming), n in counts.items():
        if naming:
            called[one_line(words)][outlet] += n
        else:
            described[one_line(words).lower()][outlet] += n
    loaded: dict[str, Counter[str]] = defaultdict(Counter)
    for w in site.wording_for.get(entity.entity_id, []):
        loaded[one_line(w.text).lower()][outlets[w.article_id]] += 1
    heads = (
        ("Names", called),
        ("Titles and descriptions", described),
        ("Loaded terms for it, in the outlets' own voice", loaded),
    )
    return [Naming(head, tuple(_spellings(site, found))) for head, found in heads if found]


def _spellings(site: Site, found: dict[str, Counter[str]]) -> list[Spelling]:
    ranked = sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
    return [
        Spelling(
            words,
            outlets.total(),
            tuple(
                (site.outlet_names[key], f"outlets/{key}.html", n)
                for key, n in sorted(outlets.items(), key=lambda item: (-item[1], item[0]))
            ),
        )
        for words, outlets in ranked
    ]


def ties(site: Site, relations: Sequence[Relation]) -> list[Tie]:
    """Relations joined by what they state; those told by most first, those that are only denied last."""
    held: dict[tuple[str, Predicate, str], list[Relation]] = defaultdict(list)
    for r in relations:
        held[r.subject_id, r.predicate, r.object_id].append(r)
    made = [_tie(site, key, told) for key, told in held.items()]
    return sorted(made, key=lambda t: (t.denied, -len(t.tellers), t.predicate, t.subject_id, t.object_id))


def _tie(site: Site, key: tuple[str, Predicate, str], told: Sequence[Relation]) -> Tie:
    tellers = sorted((_teller(site, r) for r in told), key=lambda t: (t.day or "9", t.outlet, t.words.where))
    titles = Counter(site.called(r.title) for r in told if r.title)
    return Tie(
        *key,
        tuple(sorted(titles, key=lambda t: (-titles[t], t))),
        tuple(tellers),
        all(r.stance is Stance.DENIES for r in told),
    )


def _teller(site: Site, r: Relation) -> Teller:
    claim = site.claim.get(r.claim_id or "")
    article = site.article[r.article_id]
    return Teller(
        claim.speaker_id if claim else None, site.outlet(article), r.stance, article.published, site.words(r),
        days(r.date_earliest, r.date_latest),
    )  # fmt: skip
