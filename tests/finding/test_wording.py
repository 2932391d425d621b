"""Loaded terms in an outlet's own voice, and for whom they are used."""

from __future__ import annotations

import pytest

from tests.finding.reader import loaded


@pytest.mark.parametrize(
    ("text", "words", "referent"),
    [
        ("The Syrian regime shelled the town.", "Syrian regime", "syrian-government"),
        ("Hezbollah met the envoy. The terrorists refused to speak.", "terrorists", "hezbollah"),
        ("The terrorists refused to speak to Hezbollah's envoy.", "terrorists", "hezbollah"),
        ("The Zionist entity closed the crossing.", "Zionist entity", "israel"),
        (
            "The so-called Syrian Observatory for Human Rights wrote it.",
            "so-called",
            "syrian-observatory-for-human-rights",
        ),
        ("Twelve people were martyred in the village.", "martyred", None),
        ("The Iran-backed group left.", "Iran-backed", None),
        ("The Iran-backed Hezbollah left.", "Iran-backed", "hezbollah"),
    ],
)
def test_a_term_and_whom_it_is_used_for(text: str, words: str, referent: str | None) -> None:
    assert (words, referent) in [(w.text, w.referent_id) for w in loaded(text)]


@pytest.mark.parametrize(
    ("text", "words", "referent"),
    [
        # a word for a group
        ("Hezbollah, a terrorist group, met the envoy.", "terrorist group", "hezbollah"),
        ("They met the terrorist group Hezbollah.", "terrorist group", "hezbollah"),
        ("They met Hezbollah militants.", "Hezbollah militants", "hezbollah"),
        ("Hezbollah fell back. Terrorist groups shelled the town.", "Terrorist groups", None),
        ("Hezbollah fell back. A militia shelled the town.", "militia", None),
        ("The Kurdish YPG left. A Kurdish militia stayed.", "Kurdish militia", "peoples-protection-units"),
        ("Hezbollah fell back. A Kurdish militia stayed.", "Kurdish militia", None),
        ("Hezbollah fell back. The rebels stayed.", "rebels", None),
        ("It was the militants of Hezbollah. The Iran-backed militias left.", "Iran-backed militias", None),
        # a word for a government
        ("The Syrian regime fell back. Russian and regime planes flew.", "regime", "syrian-government"),
        ("It was the regime of President Vladimir Putin.", "regime", "russian-government"),
        ("Israel closed the road. The occupation army shelled it.", "occupation army", "israel-defense-forces"),
        # an act, a death, a deed
        ("US aggression goes on.", "US aggression", "us-government"),
        ("It was a massacre by Hezbollah.", "massacre", "hezbollah"),
        ("Hezbollah committed a new massacre.", "massacre", "hezbollah"),
        ("The Homs massacre was long ago.", "massacre", None),
        ("They mourned the martyr Ali Maren.", "martyr", "ali-maren"),
        ("It was one of the heroic deeds of Hezbollah.", "heroic deeds", "hezbollah"),
        # words that keep their distance
        ("The “Israel” army left.", "“Israel”", "israel"),
        ("Nobody keeps the “ceasefire” here.", "“ceasefire”", None),
        ("They are the so-called Hezbollah.", "so-called", "hezbollah"),
        ("The so-called law is old. Hezbollah left.", "so-called", None),
        ("They liberated the town of Homs.", "liberated", None),
    ],
)
def test_for_whom_by_kind_of_term(text: str, words: str, referent: str | None) -> None:
    assert [(w.text, w.referent_id) for w in loaded(text) if w.text == words] == [(words, referent)]


def test_a_hostile_word_is_not_for_whom_the_article_praises() -> None:
    text = "The resistance movement Hezbollah held the town. The terrorists fled."
    assert [(w.text, w.referent_id) for w in loaded(text)][-1] == ("terrorists", None)


@pytest.mark.parametrize(
    "text",
    [
        'The minister said: "The terrorists will be beaten."',  # somebody's quoted words
        "The Islamic Resistance in Iraq issued a statement.",  # a name that holds the word
        "The army entered the town and the ministry confirmed it.",
        "The shells fell on rebel areas.",  # whose, and no name for anybody
        "Ali Maren said:\n\nThe terrorists will be beaten.",  # his words, marked by the colon
        "The march is called “hope”.",
    ],
)
def test_quoted_words_names_and_plain_functions_are_no_wording(text: str) -> None:
    assert loaded(text) == []
