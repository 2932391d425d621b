"""Who a description, a pronoun or a title means, and when it means nobody."""

from __future__ import annotations

import pytest

from tests.finding.reader import said


@pytest.mark.parametrize(
    ("text", "speaker_id"),
    [
        ("The Tide Front issued a statement on Monday. It said that the port was safe.", "tide-front"),
        ("The Tide Front shelled the port. Ali Maren watched. The Orrin Movement fled. It said that it rained.", "orrin-movement"),
        ("The Tide Front resistance movement said that it rained.", "tide-front"),
        ("The Tide Front armed group said that it rained.", "tide-front"),
        ("Sources close to the Tide Front said that it rained.", "unnamed:tide-front-source"),
        ("A new toll from the Tide Front said that it rained.", "tide-front"),
        ("The Halvane Brigade took the port. The brigade said that it rained.", "halvane-brigade"),
        ("Ali Maren's statement said that it rained.", "ali-maren"),
    ],
)  # fmt: skip
def test_whom_the_words_mean(text: str, speaker_id: str) -> None:
    assert said(text)[-1].speaker_id == speaker_id


def test_the_statement_is_that_of_who_spoke_with_one() -> None:
    first, second = said("In a statement Ali Maren said that it rained. The statement added that the port was shut.")
    assert (first.speaker_id, second.speaker_id) == ("ali-maren", "ali-maren")


@pytest.mark.parametrize(
    "text",
    [
        "No one said that the port was safe.",
        "Nobody believed that the port was safe.",
        "We believe that the port is safe.",
        "Our readers know it rains. We said that it rained.",
    ],
)
def test_nobody_and_the_author_are_no_speakers(text: str) -> None:
    assert said(text) == ()


@pytest.mark.parametrize(
    ("text", "behalf"),
    [
        ("The Tide Front said that it rained. Its spokesman Milo Venn said that the raid failed.", "tide-front"),
        ("The Tide Front said that it rained. Spokesman Milo Venn said that the raid failed.", "tide-front"),
        ("Milo Venn said that it rained. Spokesman Ali Orrin said that the raid failed.", None),
    ],
)
def test_whose_spokesman(text: str, behalf: str | None) -> None:
    assert said(text)[-1].on_behalf_of == behalf


def test_a_monitor_is_the_one_that_is_named_below() -> None:
    first, _ = said("A monitor said ten ships sank. The Syrian Observatory for Human Rights said that it rained.")
    assert first.speaker_id == "syrian-observatory-for-human-rights"


def test_a_monitor_is_nobody_named_where_two_are() -> None:
    text = (
        "A monitor said ten ships sank. The Syrian Observatory for Human Rights said that it rained. "
        "The Syrian Network for Human Rights said that it burned."
    )
    assert said(text)[0].speaker_id in ("unnamed:monitor", "syrian-observatory-for-human-rights")


def test_a_monitor_after_its_name_is_not_looked_for_below() -> None:
    found = said("The Syrian Observatory for Human Rights said that it rained. A monitor said ten ships sank.")
    assert found[-1].speaker_id == "unnamed:monitor"


@pytest.mark.parametrize(
    ("text", "speaker_id"),
    [
        ("A field source said that it rained. The army advanced. It was late. It added that the port was shut.", "unnamed:source"),
        ("A spokesman said that it rained. They feared that the port would burn.", "unnamed:unspecified"),
        ("Two witnesses said that it rained. They feared that the port would burn.", "unnamed:witness"),
    ],
)  # fmt: skip
def test_pronouns_go_back_to_what_they_can_mean(text: str, speaker_id: str) -> None:
    assert said(text)[-1].speaker_id == speaker_id


def test_a_second_source_is_not_the_first() -> None:
    first, second = said("A medical source said that it rained. The security source said that the port was shut.")
    assert first.speaker_id != second.speaker_id


def test_the_sources_are_those_quoted_before() -> None:
    found = said("Two Syrian security sources said that it rained. The security sources said that the port was shut.")
    assert [c.speaker_id for c in found] == ["unnamed:syrian-security-source"] * 2
