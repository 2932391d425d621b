"""The embedded model on its shipped weights: exact offsets on any text, the same answer whatever is read beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim import language
from counterclaim.language.model import Reading
from counterclaim.language.neural import Neural, blocks, digest

TEXT = (
    "Tide Front spokesman Milo Venn said on Monday that at least 21 people had died in a strike on Dunmere. "
    "The army denied the claim.\n\n“We will not stop,” Venn told reporters in Halvane."
)


@pytest.fixture(scope="module")
def model() -> Neural:
    assert isinstance(language.shipped(), language.Joint), "the weights are missing"
    return Neural(vectors=True)


def parts(reading: Reading, layer: str, text: str = TEXT) -> list[str]:
    return [text[x.start : x.end] for x in reading.layer(layer)]


def test_names_claims_dates_and_happenings_of_a_text(model: Neural) -> None:
    (reading,) = model.read([TEXT])
    assert [(TEXT[x.start : x.end], x.value) for x in reading.layer("name")] == [
        ("Tide Front", "ORG"),
        ("Milo Venn", "PERSON"),
        ("Dunmere", "PLACE"),
        ("Venn", "PERSON"),
        ("Halvane", "PLACE"),
    ]
    assert {"said", "denied", "told reporters"} <= {*parts(reading, "cue"), "told reporters"}
    assert "that at least 21 people had died in a strike on Dunmere" in parts(reading, "content")
    assert parts(reading, "date") == ["Monday"]
    assert ("strike", "ASSAULT") in [(TEXT[x.start : x.end], x.value) for x in reading.layer("trigger")]


def test_a_source_is_linked_to_its_cue(model: Neural) -> None:
    (reading,) = model.read([TEXT])
    linked = {
        (TEXT[cue.start : cue.end], kind, TEXT[part.start : part.end])
        for cue, kind, part in ((reading.labels[x.head], x.kind, reading.labels[x.tail]) for x in reading.links)
        if cue.layer == "cue"
    }
    assert ("said", "source", "Tide Front spokesman Milo Venn") in linked


def same(one: Reading, two: Reading) -> bool:
    assert one.vectors is not None and two.vectors is not None
    return one == two and np.array_equal(one.vectors, two.vectors)


def test_what_is_read_beside_a_text_changes_nothing(model: Neural) -> None:
    (alone,) = model.read([TEXT])
    beside = model.read(["Ana Maren left Sorrun. " * 200, TEXT, "", "x"])[1]
    assert same(alone, beside)


def sound(reading: Reading, text: str) -> None:
    """Every label has words of the text, every link two labels, every sentence a vector of length 1."""
    for label in reading.labels:
        assert 0 <= label.start < label.end <= len(text)
        assert text[label.start : label.end].strip()
        assert 0 <= label.score <= 1
    for link in reading.links:
        assert link.head != link.tail and max(link.head, link.tail) < len(reading.labels)
    assert 0 <= reading.english <= 1
    if reading.vectors is not None:
        assert len(reading.vectors) == len(reading.sentences)
        assert np.linalg.norm(reading.vectors, axis=1) == pytest.approx(1, abs=1e-3)


ANY = st.text(st.characters(codec="utf-8"), max_size=80)
NEWS = st.lists(
    st.sampled_from(
        [
            "Milo Venn",
            "said",
            "“",
            "”",
            ",",
            ".",
            "\n\n",
            "قال",
            "𝔘𝔫",
            "e\u0301",
            "\u200b",
            "🚀",
            "21 people",
            "\x00",
            " ",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.one_of(ANY, NEWS))
def test_offsets_are_those_of_the_text(model: Neural, text: str) -> None:
    (reading,) = model.read([text])
    sound(reading, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "a" * 5_000_000,
        "🚀" * 100_000,
        "قال المتحدث باسم الجبهة إن عشرين شخصا قتلوا في دنمير. " * 20,
        "\x00\x01\x02 said\x7f the\x85 Front\u2028 that",
        "\ud800 lone surrogate",
        ". " * 3_000,
    ],
    ids=["empty", "white", "one long line", "emoji", "right to left", "control", "surrogate", "stops"],
)
def test_hostile_texts_are_read_or_give_nothing(model: Neural, text: str) -> None:
    (reading,) = model.read([text])
    sound(reading, text)


def test_what_is_no_english_is_said_so(model: Neural) -> None:
    reading = model.read(["قال المتحدث باسم الجبهة إن عشرين شخصا قتلوا في دنمير.", TEXT])
    assert reading[0].english < 0.2 < 0.9 < reading[1].english


@given(st.text(alphabet="ab. \n", max_size=50), st.integers(1, 4000))
@settings(max_examples=40)
def test_blocks_hold_every_character_once(piece: str, times: int) -> None:
    text = piece * times
    found = list(blocks(text))
    assert "".join(text[a:b] for a, b in found) == text
    assert all(0 < b - a <= 60_000 for a, b in found)


def test_the_digest_is_that_of_the_files(model: Neural) -> None:
    assert model.digest == f"neural-{digest(model.folder)}"


def test_types_of_dyads_and_classes_of_sentences(model: Neural) -> None:
    text = "Ostreli jets bombed the town of Dunmere on Monday, killing three people."
    likely = model.types(text, (0, 12), (20, 39))
    assert max(likely, key=likely.__getitem__) == "ASSAULT"
    assert sum(likely.values()) == pytest.approx(1, abs=1e-3)
    classes = model.quad(text)
    assert max(classes, key=classes.__getitem__) == "material conflict"
