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
        ("The Iran-backed group left.", "Iran-backed", "iran"),
    ],
)
def test_a_term_and_whom_it_is_used_for(text: str, words: str, referent: str | None) -> None:
    assert (words, referent) in [(w.text, w.referent_id) for w in loaded(text)]


@pytest.mark.parametrize(
    "text",
    [
        'The minister said: "The terrorists will be beaten."',  # somebody's quoted words
        "The Islamic Resistance in Iraq issued a statement.",  # a name that holds the word
        "The army entered the town and the ministry confirmed it.",
    ],
)
def test_quoted_words_names_and_plain_functions_are_no_wording(text: str) -> None:
    assert loaded(text) == []
