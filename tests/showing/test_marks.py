"""Runs of a marked text: they give the text again, and private names are gone."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import Furniture
from counterclaim.showing.marks import mark
from tests.factories import account, claim

TEXT = "By Sela Orin. Haldt said it rained."


def marked(text: str = TEXT, **layers: Any) -> Any:
    return mark(text, **({"claims": (), "accounts": (), "furniture": (), "withheld": ()} | layers))


def test_claims_cues_and_speakers_are_marked_where_they_stand() -> None:
    said = claim("c1", "it rained", start=25, end=34, cue_start=20, cue_end=24, speaker_start=14, speaker_end=19)
    runs = marked(claims=(said,), furniture=(Furniture("d", 0, 13, "byline"),))
    assert [(r.text, r.classes) for r in runs if r.classes] == [
        ("By Sela Orin.", "furniture"),
        ("Haldt", "speaker"),
        ("said", "cue"),
        ("it rained", "claim"),
    ]
    assert [r.anchors for r in runs if r.anchors] == [("c1",)]


def test_a_withheld_name_is_replaced_once_even_where_a_claim_cuts_it() -> None:
    text = "Berin Tolk saw it"
    runs = marked(text, claims=(claim("c1", "Tolk saw it", start=6, end=17),), withheld=((0, 10),))
    assert "".join(r.text for r in runs) == "[private person] saw it"


spans = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1]))


@given(st.text(min_size=60, max_size=80), st.lists(spans, max_size=6), st.lists(spans, max_size=4))
def test_without_withheld_names_the_runs_are_the_text(text: str, claims: Any, accounts: Any) -> None:
    runs = marked(
        text,
        claims=[claim(f"c{n}", text[s:e], start=s, end=e) for n, (s, e) in enumerate(claims)],
        accounts=[account(f"a{n}", text[s:e], start=s, end=e) for n, (s, e) in enumerate(accounts)],
    )
    assert "".join(r.text for r in runs) == text
    assert sorted(i for r in runs for i in r.anchors) == sorted(
        [f"c{n}" for n in range(len(claims))] + [f"a{n}" for n in range(len(accounts))]
    )
