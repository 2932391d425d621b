"""Tellers of one article who differ on a toll or on what one party is to another, and which parties exclude one another."""

from __future__ import annotations

from typing import Any

import pytest

from counterclaim.knowledge import Actor
from counterclaim.knowledge.catalogue_entries import Post
from counterclaim.records import Account, DisputeKind, Found, MentionType, Predicate, Relation, Stance, Weighed
from counterclaim.settings import Settings
from counterclaim.weighing import weigh
from counterclaim.weighing.parties import Parties
from tests.factories import account, article, claim, found
from tests.weighing.world import WORLD


def toll(n: int, text: str, **fields: Any) -> Account:
    return account(f"a{n}", text, claim_id=f"c{n}", start=100 * n, end=100 * n + len(text), **fields)


def told(*accounts: Account, speakers: tuple[str, ...] = ("doctors", "governor"), article_id: str = "art-1") -> Found:
    """One article in which each account stands in a claim of its own speaker."""
    claims = tuple(
        claim(f"c{n}", a.text, speaker_id=speaker, start=a.start, end=a.end)
        for n, (a, speaker) in enumerate(zip(accounts, speakers, strict=True))
    )
    return found(article(article_id, published="2031-03-05"), article_id, accounts=accounts, claims=claims)


def weighed(*pieces: Found) -> Weighed:
    return weigh(pieces, knowledge=WORLD, settings=Settings().weighing)


DAY = {"day": "2031-03-04"}
TOLLS: list[tuple[dict[str, Any], dict[str, Any], tuple[str, str], DisputeKind | None]] = [
    (DAY | {"killed": 39}, DAY | {"killed": 31}, ("doctors", "governor"), DisputeKind.CONFLICT),
    (DAY | {"killed": 39}, DAY | {"killed_low": 24}, ("doctors", "governor"), DisputeKind.BOUND),
    (DAY | {"killed": 39}, DAY | {"killed": 31}, ("doctors", "doctors"), None),  # one teller
    (DAY | {"killed": 39}, DAY | {"killed": 31}, ("ostreli-army", "ostreli-government"), None),  # one side
    (DAY | {"killed": 39}, {"day": "2031-02-01", "killed": 31}, ("doctors", "governor"), None),  # another day
    (DAY | {"killed": 39, "mode": "aerial"}, DAY | {"killed": 31, "mode": "drone"}, ("doctors", "governor"), None),
    ({"killed": 39}, {"killed": 31}, ("doctors", "governor"), None),  # nothing ties them
    (
        {"killed": 39, "place_ids": ("dunmere",)},
        {"killed": 31, "place_ids": ("dunmere",)},
        ("doctors", "governor"),
        DisputeKind.CONFLICT,
    ),
    (DAY | {"killed": 39}, DAY | {"killed": 39}, ("doctors", "governor"), None),
]


@pytest.mark.parametrize(("first", "second", "speakers", "kind"), TOLLS)
def test_two_tolls_in_one_article(
    first: dict[str, Any], second: dict[str, Any], speakers: tuple[str, str], kind: DisputeKind | None
) -> None:
    result = weighed(
        told(toll(0, "shells killed many", **first), toll(1, "killed in a strike", **second), speakers=speakers)
    )
    found_kinds = [d.kind for d in result.disputes if d.slot == "killed"]
    assert found_kinds == ([] if kind is None else [kind])


def test_a_toll_that_is_told_as_risen_is_an_update() -> None:
    accounts = toll(0, "five killed at first", killed=5, **DAY), toll(1, "the number killed rose", killed=12, **DAY)
    (dispute,) = weighed(told(*accounts)).disputes
    assert dispute.kind is DisputeKind.UPDATE


def test_a_part_of_the_dead_is_no_other_toll() -> None:
    accounts = (
        toll(0, "15 civilians, among them 11 children, were killed", killed=15, **DAY),
        toll(1, "eleven children were killed", killed=11, **DAY),
    )
    assert not weighed(told(*accounts)).disputes


def test_another_strike_is_no_dispute() -> None:
    accounts = toll(0, "39 killed", killed=39, **DAY), toll(1, "another strike killed 31", killed=31, **DAY)
    assert not weighed(told(*accounts)).disputes


def relation(n: int, stance: Stance, predicate: Predicate = Predicate.LEADS) -> Relation:
    return Relation(
        f"r{n}",
        "karras",
        predicate,
        "tide-front",
        None,
        stance,
        "art-1",
        "doc-art-1",
        0,
        5,
        "words",
        f"c{n}",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        (relation(0, Stance.ASSERTS), relation(1, Stance.DENIES), True),
        (relation(0, Stance.ASSERTS), relation(1, Stance.ASSERTS), False),
        (relation(0, Stance.ASSERTS, Predicate.SUPPORTS), relation(1, Stance.ASSERTS, Predicate.OPPOSES), True),
        (relation(0, Stance.ASSERTS, Predicate.SUPPORTS), relation(1, Stance.ASSERTS, Predicate.ALLIED_WITH), False),
        (relation(0, Stance.ASSERTS, Predicate.SUPPORTS), relation(1, Stance.DENIES, Predicate.OPPOSES), False),
    ],
)
def test_two_descriptions_of_one_party(one: Relation, other: Relation, disputed: bool) -> None:
    claims = tuple(claim(f"c{n}", f"words {n}", speaker_id=s) for n, s in enumerate(("wick", "haldt")))
    result = weighed(found(article(), "words", claims=claims, relations=(one, other)))
    assert [d.slot for d in result.disputes] == (["relation"] if disputed else [])


class Few:
    """A catalogue of four."""

    actors = {  # noqa: RUF012
        "army": Actor("army", "Army", MentionType.ORG, kind="army", parents=("government",)),
        "state": Actor("state", "Ostrel", MentionType.PLACE, kind="state", government="government"),
        "pact": Actor("pact", "Pact", MentionType.ORG, kind="coalition", aliases=("Ostrel-led pact",)),
        "haldt": Actor("haldt", "Joren Haldt", MentionType.PERSON, posts=(Post("government", "member-of"),)),
    }  # fmt: skip

    def get(self, actor_id: str) -> Actor | None:
        return self.actors.get(actor_id)

    def find(self, name: str) -> tuple[Actor, ...]:
        return tuple(a for a in self.actors.values() if a.name == name)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (["army"], ["government"], False),
        (["army"], ["state"], True),
        (["state"], ["government"], False),
        (["pact"], ["state"], False),
        (["haldt"], ["government"], False),
        (["haldt"], ["rebels"], True),
        (["harl"], ["rebels"], False),  # a person of whom no office is known may be one of them
        (["harl"], ["brenn"], True),
        (["rebels", "army"], ["government"], False),
        (["rebels"], ["army", "government"], True),
    ],
)
def test_which_parties_exclude_each_other(one: list[str], other: list[str], apart: bool) -> None:
    parties = Parties(Few(), frozenset({"haldt", "harl", "brenn"}))
    assert parties.exclude(one, other) is apart
    assert parties.exclude(other, one) is apart
