from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.language.surface import Surface


def test_names_of_a_text() -> None:
    text = "General Ali Maren left the Orrin Liberation Army in the north."
    (reading,) = Surface().read([text])
    assert [(text[x.start : x.end], x.value) for x in reading.layer("name")] == [
        ("Ali Maren", "PERSON"),
        ("Orrin Liberation Army", "ORG"),
    ]


def test_the_share_of_english() -> None:
    english, other = Surface().read(
        ["The army said that it had left the port.", "Das Heer verliess gestern den Hafen."]
    )
    assert english.english == 1.0 and other.english < 0.3


def test_the_digest_is_stable() -> None:
    assert Surface().digest == Surface().digest


@given(st.text(alphabet=st.sampled_from("AbC dé-.’'\n\"(US)12ل"), max_size=60))
def test_labels_lie_inside_the_text(text: str) -> None:
    (reading,) = Surface().read([text])
    for label in reading.labels:
        assert 0 <= label.start < label.end <= len(text)
        assert 0 <= label.score <= 1


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Raid on the port\nBy Lena Ostrand\n\nThe army left.", ("PERSON", 1.0)),
        ("By Lena Ostrand, Halvane\n\nThe army left.", ("PERSON", 1.0)),
        ("The raid was told by Lena Ostrand on Monday.", ("PERSON", 0.5)),
    ],
)
def test_a_byline_names_a_person(text: str, type_: tuple[str, float]) -> None:
    (found,) = [x for x in Surface().read([text])[0].layer("name") if text[x.start : x.end] == "Lena Ostrand"]
    assert (found.value, found.score) == type_
