"""Who told whom, claims inside claims, and where one voice ends and another begins."""

from __future__ import annotations

import pytest

from tests.finding.reader import said


@pytest.mark.parametrize(
    ("text", "speaker_id", "content", "chain"),
    [
        (
            "Reuters quoted the minister as saying that the port was shut.",
            "unnamed:minister", "the port was shut", ("harbour-post", "reuters", "unnamed:minister"),
        ),
        (
            "The port was shut, Reuters quoted the minister as saying on Monday.",
            "unnamed:minister", "The port was shut", ("harbour-post", "reuters", "unnamed:minister"),
        ),
        (
            "Reuters cited two US officials as saying that the raid failed.",
            "unnamed:us-official", "the raid failed", ("harbour-post", "reuters", "unnamed:us-official"),
        ),
        (
            "Ali Maren told a Reuters correspondent the port was shut.",
            "ali-maren", "the port was shut", ("harbour-post", "unnamed:reuters-correspondent", "ali-maren"),
        ),
        ("Ali Maren told reporters the port was shut.", "ali-maren", "the port was shut", ("harbour-post", "ali-maren")),
    ],
)  # fmt: skip
def test_who_passes_it_on_stands_in_the_chain(text: str, speaker_id: str, content: str, chain: tuple[str, ...]) -> None:
    (claim,) = said(text, outlet="Harbour Post")
    assert (claim.speaker_id, claim.text, claim.chain) == (speaker_id, content, chain)


def test_adding_goes_on_through_the_same_relay() -> None:
    found = said("Reuters cited two US officials as saying that the raid failed, adding that it was costly.")
    assert [c.chain for c in found] == [("reuters", "unnamed:us-official")] * 2


def test_who_told_an_outlet_told_it_the_rest_as_well() -> None:
    found = said(
        "Ali Maren said that it rained. The army left the port.\n\n"
        "The port is safe, Maren told Reuters. Sami Orrin said that it burned.",
        outlet="Harbour Post",
    )
    assert {c.text: c.chain for c in found} == {
        "it rained": ("harbour-post", "reuters", "ali-maren"),
        "The port is safe": ("harbour-post", "reuters", "ali-maren"),
        "it burned": ("harbour-post", "sami-orrin"),
    }


def test_a_claim_inside_a_claim_is_one_of_its_own() -> None:
    outer, inner = said("Residents said they feared that the port would burn.")
    assert (inner.text, inner.speaker_id) == ("the port would burn", "unnamed:resident")
    assert (outer.within, inner.within) == (None, outer.claim_id)


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("The army said the port was safe and that the ships had left.", ["the port was safe", "the ships had left"]),
        ("Ten ships sank, Ali Maren said, and the port burned.", ["Ten ships sank", "the port burned"]),
        ("The army said the raid hit the port and that quarter of the town.", None),
        ("Ten ships sank, Ali Maren said, and the army left, officials said.", None),
    ],
)
def test_two_clauses_of_one_cue(text: str, contents: list[str] | None) -> None:
    found = [c.text for c in said(text)]
    if contents is None:
        assert not any(c.split()[0] == "quarter" or c.startswith("the army left, officials") for c in found)
    else:
        assert found == contents


def test_a_second_speaker_ends_the_first_content() -> None:
    found = said("The Tide Front denied those accusations and officials said the raid was planned.")
    assert [(c.speaker_id, c.text) for c in found] == [
        ("tide-front", "those accusations"),
        ("unnamed:official", "the raid was planned"),
    ]


def test_a_quotation_ends_before_the_author_goes_on() -> None:
    first, second = said(
        "The Tide Front confirmed “with proof that the army shelled the old port,” noting that it will go on."
    )
    assert first.text == "with proof that the army shelled the old port"
    assert (second.cue, second.text) == ("noting", "it will go on")


@pytest.mark.parametrize(
    ("text", "cue", "content", "stance"),
    [
        ("The Tide Front claimed responsibility for the raid.", "claimed", "responsibility for the raid", "claims-responsibility"),
        ("A bombing claimed by the Tide Front tore the bus apart.", "claimed", "A bombing", "claims-responsibility"),
        ("The Tide Front put the number of dead at 21.", "put", "the number of dead at 21", "asserts"),
        ("The Tide Front held the army responsible for the raid.", "held", "the army responsible for the raid", "accuses"),
    ],
)  # fmt: skip
def test_deeds_and_figures_that_somebody_owns_up_to(text: str, cue: str, content: str, stance: str) -> None:
    (claim,) = said(text)
    assert (claim.speaker_id, claim.cue, claim.text, claim.stance) == ("tide-front", cue, content, stance)


def test_what_something_was_described_as_is_what_was_said() -> None:
    found = said("Ali Maren left what he described as a ruin.")
    assert [c.text for c in found] == ["a ruin"]


STATEMENT = "Ali Maren said:\n\nThe port must be opened today.\n\nAll sides have to respect the truce."


def test_a_statement_goes_on_to_its_last_paragraph() -> None:
    found = said(f"Statement on the port\n\n{STATEMENT}", title="Statement on the port")
    assert [(c.text, c.speaker_id) for c in found] == [
        ("The port must be opened today", "ali-maren"),
        ("All sides have to respect the truce", "ali-maren"),
    ]


def test_a_statement_ends_where_the_author_reports_again() -> None:
    found = said(
        f"Statement on the port\n\n{STATEMENT}\n\nOfficials said that it rained.", title="Statement on the port"
    )
    assert [c.speaker_id for c in found] == ["ali-maren", "ali-maren", "unnamed:official"]


def test_what_is_no_statement_ends_with_its_paragraph() -> None:
    found = said("Ali Maren said:\n\nThe port must be opened today.\n\nFighting went on in Halvane.")
    assert [c.text for c in found] == ["The port must be opened today"]


OBSERVATORY = "syrian-observatory-for-human-rights"


def test_a_headline_that_lost_its_colon_is_said_by_whom_the_text_names() -> None:
    title = "Raid kills ten fishermen in Halvane harbour monitor"
    below = "A raid killed ten fishermen in Halvane harbour, the Syrian Observatory for Human Rights said."
    headline, _ = said(f"{title}\n\n{below}", title=title)
    assert (headline.speaker, headline.speaker_id) == ("monitor", OBSERVATORY)
    assert headline.text == "Raid kills ten fishermen in Halvane harbour"


def test_a_headline_that_nobody_below_repeats_is_no_claim() -> None:
    title = "Harbour office names a new chief monitor"
    assert [c for c in said(f"{title}\n\nOfficials said that it rained.", title=title) if c.end <= len(title)] == []
