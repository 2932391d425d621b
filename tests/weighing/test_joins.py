"""Why an account is in its event: what speaks for each tie, and the nearest account outside."""

from __future__ import annotations

from typing import Any

import pytest

from counterclaim.knowledge import Gazetteer
from counterclaim.records import Found
from counterclaim.settings import Weighing
from counterclaim.weighing.features import THRESHOLD
from counterclaim.weighing.joins import Joins, joins
from tests.factories import account, article, found


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return Gazetteer.load()


def told(n: int, event_id: str, text: str = "shells hit the harbour market", **fields: Any) -> Found:
    return found(
        article(f"art-{n}", published="2031-03-05", lineage_id=f"lin-{n}"),
        accounts=(account(f"a{n}", text, article_id=f"art-{n}", event_id=event_id, **fields),),
    )


def links(places: Gazetteer, *articles: Found) -> Joins:
    return joins("a1", articles, gazetteer=places, settings=Weighing())


def test_ties_inside_come_with_their_reasons_the_strongest_first(places: Gazetteer) -> None:
    same = {"day": "2031-03-04", "place_ids": ("dunmere",)}
    made = links(
        places,
        told(1, "e1", killed=14, **same),
        told(2, "e1", "a raid on the town, officials told reporters", **same),
        told(3, "e1", killed=14, **same),
    )
    assert [link.other.account.account_id for link in made.inside] == ["a3", "a2"]
    assert made.inside[1].reasons == (
        ("Both are dated to within a week, and the days meet.", 1.2),
        ("Both name one place below the level of a country.", 1.2),
        ("Both are of one day in one small town or part of a town, where two acts of a kind are rare.", 0.3),
    )
    assert [link.score for link in made.inside] == [6.3, 2.7]
    assert made.inside[0].score >= THRESHOLD > made.inside[1].score
    assert made.outside is None


@pytest.mark.parametrize(
    ("other", "could_be_one"),
    [({"day": "2031-03-04"}, True), ({"day": "2031-03-20"}, False), ({"day": "2031-03-04", "place_ids": ("baghdad",)}, False)],
)  # fmt: skip
def test_the_nearest_outside_says_whether_it_could_be_one(
    places: Gazetteer, other: dict[str, Any], could_be_one: bool
) -> None:
    own = told(1, "e1", day="2031-03-04", place_ids=("damascus",))
    made = links(places, own, told(2, "e2", **other))
    assert made.inside == ()
    assert made.outside is not None and made.outside.other.account.account_id == "a2"
    assert made.could_be_one is could_be_one


def test_accounts_of_another_standing_are_not_compared(places: Gazetteer) -> None:
    from counterclaim.records import Status

    made = links(places, told(1, "e1", day="2031-03-04"), told(2, "e2", day="2031-03-04", status=Status.PLANNED))
    assert (made.inside, made.outside) == ((), None)
