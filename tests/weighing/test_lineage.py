"""Copies and lineages, on invented articles."""

from __future__ import annotations

import pytest

from counterclaim.records import CopyKind
from counterclaim.settings import Settings
from counterclaim.weighing import lineage
from tests.factories import article, found

WIRE = (
    "Shells hit the fish market of Dunmere early on Tuesday, witnesses said, and fires burned along the quay until noon. "
    "The Kell Monitoring Centre counted fourteen dead and said that most of them were traders. Halvane said that it had "
    "struck a depot outside the town. Neither account could be checked, and the road to the harbour remained closed."
)
CUT = (
    WIRE.split(" Halvane said", maxsplit=1)[0]
    + " Rescue crews came from three villages and worked until dark with their hands."
)
OTHER = (
    "Ministers of Ostrel and Varda met in Lorne on Wednesday and spoke for four hours about the fishing grounds. An envoy of "
    "the League of Coasts read a short statement afterwards and took no questions from the reporters who had waited outside."
)
SETTINGS = Settings().weighing


def copies(*items, outlets=None):
    """Copies among articles given as (id, text, fields)."""
    pieces = [found(article(i, **fields), text) for i, text, fields in items]
    return lineage.copies(pieces, outlets=outlets or {}, settings=SETTINGS)


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        (WIRE, WIRE, CopyKind.VERBATIM),
        (WIRE, WIRE.replace("Neither account could be checked", "Neither could be checked"), CopyKind.VERBATIM),
        (WIRE, CUT, CopyKind.EDITED),
        (WIRE, OTHER, None),
    ],
)
def test_kind_of_copy(left: str, right: str, kind: CopyKind | None) -> None:
    rows = copies(("a", left, {"published": "2031-03-04"}), ("b", right, {"published": "2031-03-05"}))
    assert [(r.article_id, r.other_id, r.kind) for r in rows] == ([("b", "a", kind)] if kind else [])


def test_the_later_article_is_the_derived_one() -> None:
    rows = copies(("a", WIRE, {"published": "2031-03-06"}), ("b", WIRE, {"published": "2031-03-04"}))
    assert (rows[0].article_id, rows[0].other_id) == ("a", "b")


def test_an_article_that_says_it_relays_is_the_derived_one_whatever_the_days() -> None:
    rows = copies(
        ("a", WIRE, {"published": "2031-03-04", "outlet": "Harbour Post", "origin": "Meridian Wire"}),
        ("b", CUT, {"published": "2031-03-05", "outlet": "Meridian Wire"}),
        outlets={"a": "harbour-post", "b": "meridian-wire"},
    )
    assert [(r.article_id, r.other_id, r.kind) for r in rows] == [("a", "b", CopyKind.RELAYED)]


def test_coverage_is_the_share_of_the_derived_article() -> None:
    short = WIRE[: WIRE.index(" Halvane")]
    rows = copies(("a", WIRE, {"published": "2031-03-04"}), ("b", short, {"published": "2031-03-05"}))
    assert rows[0].coverage == 1.0


def test_joined_ids_share_the_smallest() -> None:
    assert lineage.join("abcd", [("c", "b"), ("d", "c")]) == {"a": "a", "b": "b", "c": "b", "d": "b"}


def test_empty_texts_are_no_copies() -> None:
    assert copies(("a", "", {}), ("b", "", {})) == ()


def test_a_report_that_very_many_carry_is_one_lineage() -> None:
    pieces = [(f"a{n:02}", f"Outlet {n} reports. {WIRE if n % 3 else CUT}", {}) for n in range(60)]
    rows = copies(*pieces, ("z", OTHER, {}))
    joined = lineage.join([i for i, _, _ in pieces] + ["z"], [(r.article_id, r.other_id) for r in rows])
    assert {joined[i] for i, _, _ in pieces} == {"a00"}
    assert joined["z"] == "z"
    assert len(rows) < 60 * 59 / 4  # not all pairs are compared
