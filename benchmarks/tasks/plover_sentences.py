"""What the product reads in single sentences: shared by the event tasks of the pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from counterclaim.finding import accounts_hits, accounts_parties, clauses, mentions
from counterclaim.finding.accounts_draft import Scene
from counterclaim.finding.accounts_hits import Told
from counterclaim.finding.accounts_parties import Parties, Party, Sentence
from counterclaim.finding.view import View
from counterclaim.knowledge import plover
from counterclaim.records import Article, EventType, Status

from .common import backend, known

Span = tuple[int, int]
# The type of a sentence in which no word of the lexicon stands.
_FIRST = EventType.ACCUSE
_AS_CODED = {"163": EventType.COERCE, "191": EventType.ASSAULT}


@dataclass(frozen=True)
class Event:
    """An event with its words and parties as character spans."""

    told: Told
    parties: Parties
    head: Span
    number: int
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    conditional: bool


def scene_of(text: str) -> Scene:
    """The text as one article with its mentions and nothing else."""
    article = Article("a", "d", 0, len(text), None, None, None, None, None, None, "en")
    view = View(article, text, None, (), backend().read([text])[0])
    return Scene.of(view, known(), mentions.find(view, known()).mentions, (), (), ())


def read(text: str) -> tuple[Event, ...]:
    """Every event that the text tells, in order."""
    scene = scene_of(text)
    found: list[Event] = []
    tokens = scene.tokens
    for span in scene.view.sentences:
        inside = tokens.within(*span)
        seen = scene.seen_within(inside.start, inside.stop)
        tolds = accounts_hits.told_in(known().plover, tokens.low, inside.start, inside.stop, seen=seen)
        sentence = Sentence.of(tokens.low, inside, scene.parties_within(inside.start, inside.stop), tolds)
        before = Parties()
        for told in tolds:
            parties = accounts_parties.with_read(sentence, told, accounts_parties.assign(sentence, told, before))
            before = before if told.noun else parties
            found.append(
                Event(
                    told, parties, (tokens.starts[told.hit.first], tokens.ends[told.hit.last]), len(found),
                    _spans(scene, parties.actors) or _read(scene, told, "actor"),
                    _spans(scene, parties.recipients) or _read(scene, told, "recipient"),
                    clauses.conditional(tokens.low, told.head, inside.start),
                )
            )  # fmt: skip
    return tuple(found)


def _spans(scene: Scene, parties: tuple[Party, ...]) -> tuple[Span, ...]:
    return tuple((scene.tokens.starts[p.start], scene.tokens.ends[p.end - 1]) for p in parties)


def _read(scene: Scene, told: Told, role: str) -> tuple[Span, ...]:
    """What the language backend takes for the party: people or things that have no name."""
    parts = told.seen.part(role) if told.seen is not None else ()
    return tuple((scene.tokens.starts[first], scene.tokens.ends[stop - 1]) for first, stop in parts)


def plv_type(event: Event) -> EventType:
    """The type as the data have it: what is announced or refused is AGREE, THREATEN or REJECT.

    The data follow the conversion of 2021 for formal sanctions (CAMEO 163: COERCE) and CAMEO for blockades (191: force).
    """
    group = event.told.group
    status = Status.HYPOTHETICAL if event.conditional else group.status
    type_ = _AS_CODED.get(event.told.entry.code, event.told.entry.type)
    return plover.by_intent(type_, status, group.negated)


def best_type(events: tuple[Event, ...], actor: list[int] | None, recipient: list[int] | None) -> str:
    """The type of the event that joins the two given spans best."""
    if not events:
        return str(_FIRST)
    return str(plv_type(max(events, key=lambda e: (_fit(e, actor, recipient), -e.number))))


def _fit(event: Event, actor: list[int] | None, recipient: list[int] | None) -> float:
    start, end = event.head
    score = _weight(event)
    if actor:
        score += 2.0 * _meets(event.actors, actor) - 1.5 * _within(event.head, actor)
        score -= min(abs(start - actor[1]), abs(actor[0] - end)) / 60
    if recipient:
        score += 1.5 * _meets(event.recipients, recipient) - 2.0 * _within(event.head, recipient)
    if actor and recipient:
        score += 1.0 * (actor[1] <= start < recipient[0] or (recipient[1] <= start < actor[0]))
    return score


def _weight(event: Event) -> float:
    """How much a reading counts before parties are looked at: verbs before nouns, long patterns before short ones."""
    told = event.told
    return (
        0.3 * (len(told.hit.at) - 1)
        + 0.8 * (not told.noun)
        + 0.4 * told.group.finite
        - 0.4 * told.entry.weak
        - 0.4 * told.entry.result
    )


def _meets(spans: tuple[Span, ...], wanted: list[int]) -> bool:
    return any(s < wanted[1] and wanted[0] < e for s, e in spans)


def _within(span: Span, outer: list[int]) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def main_events(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The event that the sentences mainly tell: the heaviest, the earlier of equals."""
    if not events:
        return ()
    best = max(
        events, key=lambda e: (_weight(e) + bool(e.actors) + 0.5 * bool(e.recipients) - 0.15 * e.number, -e.number)
    )
    return (best,)


def coding(event: Event) -> dict[str, Any]:
    """One coded dyad with character spans."""
    return {
        "actor": list(event.actors[0]) if event.actors else None,
        "recipient": list(event.recipients[0]) if event.recipients else None,
        "type": str(plv_type(event)),
    }
