"""Claims that answer one another, inside one article and across articles."""

from __future__ import annotations

from typing import Any

import pytest

from counterclaim.records import Claim, DisputeKind, Found, MentionType, Stance, Weighed
from counterclaim.settings import Settings
from counterclaim.weighing import weigh
from tests.factories import article, claim, entity, found, mention
from tests.weighing.world import WORLD

SAYS, DENIES, ACCUSES = Stance.ASSERTS, Stance.DENIES, Stance.ACCUSES
Said = tuple[str, Stance, str]


def piece(name: str, *said: Said, named: tuple[str, ...] = (), apart: int = 40, **fields: Any) -> Found:
    """An article whose claims stand one after another, each (speaker, stance, words); ``named`` are parties by their names."""
    claims: list[Claim] = []
    text = ""
    for n, (speaker, stance, words) in enumerate(said):
        text += " " * apart
        start = len(text)
        text += words
        claims.append(claim(f"{name}{n}", words, speaker_id=speaker, stance=stance, article_id=name, document_id=f"doc-{name}",
                            start=start, end=len(text), cue_start=start - n - 1, cue_end=start))  # fmt: skip
    mentions = tuple(
        mention(name_.lower(), name_, at, article_id=name, document_id=f"doc-{name}")
        for name_ in named
        for at in range(len(text))
        if text.startswith(name_, at)
    )
    of = article(name, end=len(text), **({"published": "2031-03-05"} | fields))
    entities = tuple(entity(n.lower(), n, type=MentionType.ORG) for n in named)
    return found(of, text, claims=tuple(claims), mentions=mentions, entities=entities)


def weighed(*pieces: Found) -> Weighed:
    return weigh(pieces, knowledge=WORLD, settings=Settings().weighing)


def sides(result: Weighed) -> list[dict[str, str]]:
    """Of each dispute what each claim holds."""
    return [{p.claim_id or "": p.position for p in d.positions} for d in result.disputes]


ANSWERED: list[tuple[str, tuple[Said, Said], tuple[str, ...]]] = [
    (
        "half of the denial's words stand in the statement",
        (("monitor", SAYS, "guards beat dockers at the harbour"), ("army", DENIES, "beating dockers in the harbour")),
        (),
    ),
    (
        "the accused points back to the accusation",
        (("abara", ACCUSES, "Lorneguard of selling arms"), ("lorneguard", DENIES, "those accusations")),
        ("Lorneguard",),
    ),
    (
        "a bare pointer means what was said last",
        (("wick", SAYS, "Varda promised to stop the shipments"), ("haldt", DENIES, "this")),
        (),
    ),
    (
        "what is called fabricated is denied, whatever the verb",
        (("tide", SAYS, "eight sailors were wounded"), ("navy", SAYS, "the tale of wounded sailors was fabricated")),
        (),
    ),
    (
        "a plain no, just after the statement",
        (
            ("diplomat", SAYS, "the sanctions would be lifted soon"),
            ("delegation", SAYS, "the sanctions were not discussed"),
        ),
        (),
    ),
]


@pytest.mark.parametrize(("why", "said", "named"), ANSWERED)
def test_a_denial_answers_a_statement_of_its_article(why: str, said: tuple[Said, Said], named: tuple[str, ...]) -> None:
    (dispute,) = weighed(piece("a", *said, named=named)).disputes
    assert dispute.kind is DisputeKind.CONFLICT, why
    assert [(p.claim_id, p.position) for p in dispute.positions] == [("a1", "denied"), ("a0", "stated")]


UNANSWERED: list[tuple[str, tuple[Said, Said], tuple[str, ...]]] = [
    (
        "another matter",
        (("monitor", SAYS, "guards beat the dockers"), ("army", DENIES, "closing the school at Pell")),
        (),
    ),
    ("one speaker", (("army", SAYS, "guards beat the dockers"), ("army", DENIES, "that guards beat the dockers")), ()),
    (
        "an army and its government are one side",
        (
            ("ostreli-army", SAYS, "the patrol crossed the river"),
            ("ostreli-government", DENIES, "that a patrol crossed"),
        ),
        (),
    ),
    (
        "a demand is refused, not denied",
        (("a", Stance.DEMANDS, "the fleet leave Pell"), ("b", DENIES, "the fleet is at Pell")),
        (),
    ),
    (
        "another party is accused",
        (("abara", ACCUSES, "Lorneguard of selling arms"), ("wick", DENIES, "those accusations")),
        ("Lorneguard",),
    ),
    (
        "what only might be",
        (("a", SAYS, "the sanctions would be lifted"), ("b", SAYS, "the sanctions would not matter")),
        (),
    ),
]


@pytest.mark.parametrize(("why", "said", "named"), UNANSWERED)
def test_a_denial_that_answers_nothing(why: str, said: tuple[Said, Said], named: tuple[str, ...]) -> None:
    assert not weighed(piece("a", *said, named=named)).disputes, why


def test_one_passage_that_one_says_and_another_denies() -> None:
    words = "it works with the navy"
    said = piece("a", ("rebels", SAYS, words), ("guard", DENIES, words)).findings.claims
    first, then = said
    same = type(then)(**{f: getattr(then, f) for f in then.__slots__} | {"start": first.start, "end": first.end})
    of = piece("a", ("rebels", SAYS, words))
    (dispute,) = weighed(found(of.article, of.text, claims=(first, same))).disputes
    assert {p.by: p.position for p in dispute.positions} == {"Guard": "denied", "Rebels": "stated"}


def test_a_pointer_far_from_any_statement_means_nothing() -> None:
    assert not weighed(piece("a", ("wick", SAYS, "Varda promised aid"), ("haldt", DENIES, "this"), apart=900)).disputes


def test_denials_of_one_statement_by_one_side_are_one_dispute() -> None:
    statement = ("wick", SAYS, "Varda supplied the drones that struck the harbour")
    result = weighed(
        piece("a", statement),
        piece("b", ("haldt", DENIES, "any drones were supplied which struck Pell harbour")),
        piece("c", ("haldt", DENIES, "having supplied raiders whose drones struck a harbour")),
    )
    assert sides(result) == [{"b0": "denied", "c0": "denied", "a0": "stated"}]


def test_two_words_answer_an_accuser_of_that_week_only() -> None:
    said = piece("a", ("ministry", SAYS, "the drones were built by Lorneguard"), named=("Lorneguard",))
    denial: Said = ("lorneguard", DENIES, "Lorneguard sold drones to raiders")
    assert sides(weighed(said, piece("b", denial, published="2031-03-09"))) == [{"b0": "denied", "a0": "stated"}]
    assert not weighed(said, piece("b", denial, published="2031-04-09")).disputes


def test_a_toll_called_too_low() -> None:
    said = piece(
        "a", ("fleet", SAYS, "35 civilians were killed by its shells"), ("activist", SAYS, "the toll is much higher")
    )
    (dispute,) = weighed(said).disputes
    assert (dispute.slot, {p.claim_id for p in dispute.positions}) == ("killed", {"a0", "a1"})
