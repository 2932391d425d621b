"""Figures: spans, bounds and what they count on sentences made for the purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.finding import figures
from counterclaim.language.model import Label, Reading
from tests.finding.factories_days import view


def found(text: str) -> list[tuple[str, int | None, int | None, str | None]]:
    return [(q.text, q.low, q.high, q.counts) for q in figures.find(view(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fire killed 12.", [("12", 12, 12, "killed")]),
        ("12 people were killed.", [("12 people", 12, 12, "killed")]),
        ("It left 12 dead.", [("12", 12, 12, "killed")]),
        ("It fell, wounding 30 others.", [("30 others", 30, 30, "injured")]),
        ("The death toll rose to 12.", [("12", 12, 12, "killed")]),
        ("Some 19 men from the Varda tribe were executed.", [("Some 19 men", 19, 19, "killed")]),
        ("Two Tide Front fighters were arrested.", [("Two Tide Front fighters", 2, 2, "detained")]),
        ("100000 people fled", [("100000 people", 100000, 100000, "displaced")]),
        ("the army killed 31 jihadists in Varda", [("31 jihadists", 31, 31, "killed")]),
        ("2 persons killed 13 injured in Varda", [("2 persons", 2, 2, "killed"), ("13 injured", 13, 13, "injured")]),
        ("40 fighters were killed or wounded.", [("40 fighters", 40, 40, "casualties")]),
        ("At least 35 people came.", [("At least 35 people", 35, None, "people")]),
        ("Over 100 attacks were counted.", [("Over 100 attacks", 100, None, "attacks")]),
        ("100+ soldiers came.", [("100+ soldiers", 100, None, "troops")]),
        ("Up to 500 fighters came.", [("Up to 500 fighters", None, 500, "fighters")]),
        ("Nearly 40 missiles fell.", [("Nearly 40 missiles", None, 40, "weapons")]),
        ("About 200 soldiers came.", [("About 200 soldiers", 200, 200, "troops")]),
        ("125 soldiers at least came.", [("125 soldiers at least", 125, None, "troops")]),
        ("Several factions signed.", [("Several factions", 3, None, "groups")]),
        ("Dozens of shells fell.", [("Dozens of shells", 24, None, "weapons")]),
        ("Dozens were killed.", [("Dozens", 24, None, "killed")]),
        (
            "Hundreds of thousands of civilians fled.",
            [("Hundreds of thousands of civilians", 200000, None, "displaced")],
        ),
        ("Both sides agreed.", [("Both sides", 2, 2, "groups")]),
        ("Five or six dozen rockets fell.", [("Five or six dozen rockets", 60, 72, "weapons")]),
        ("Between 50 and 60 tanks came.", [("Between 50 and 60 tanks", 50, 60, "weapons")]),
        ("15-20 tanks came.", [("15-20 tanks", 15, 20, "weapons")]),
        ("One hundred and twenty-five soldiers came.", [("One hundred and twenty-five soldiers", 125, 125, "troops")]),
        ("Ostrel paid $2.5 million.", [("$2.5 million", 2500000, 2500000, "money")]),
        ("Ostrel paid 5 to 10 million dollars.", [("5 to 10 million dollars", 5000000, 10000000, "money")]),
        ("12,34,567 people came.", [("12,34,567 people", None, None, "people")]),
        ("Four children were among the dead.", [("Four children", 4, 4, "killed")]),
        (
            "At least 30 children were among 39 people killed.",
            [("At least 30 children", 30, None, "killed"), ("39 people", 39, 39, "killed")],
        ),
        (
            "57 Civilians killed More than 150 Injured in Varda",
            [("57 Civilians", 57, 57, "killed"), ("More than 150 Injured", 150, None, "injured")],
        ),
        (
            "Three people two of them children died in Varda.",
            [("Three people", 3, 3, "killed"), ("two of them", 2, 2, "killed")],
        ),
        (
            "The death toll of the raids on the harbour and the market of Varda rose to 12 people.",
            [("12 people", 12, 12, "killed")],
        ),
        ("They mourn the loss of dozens of lives.", [("dozens of lives", 24, None, "killed")]),
        ("Three Ostreli and Vardan air raids hit Sorrun.", [("Three Ostreli and Vardan air raids", 3, 3, "attacks")]),
        ("About 100 Norrons worship here.", [("About 100 Norrons", 100, 100, "people")]),
        ("Over 1 000 civilians fled.", [("Over 1 000 civilians", 1000, None, "displaced")]),
        ("Fire killed hundreds of Ostreli tribesmen.", [("hundreds of Ostreli tribesmen", 200, None, "killed")]),
        ("Several of the wounded were in a bad state.", [("Several of the wounded", 3, None, "injured")]),
        (
            "12 people were killed, six children among them, and more than forty were wounded.",
            [
                ("12 people", 12, 12, "killed"),
                ("six children", 6, 6, "killed"),
                ("more than forty", 40, None, "injured"),
            ],
        ),
        (
            "12 people were killed, among them six children, and more than forty were wounded.",
            [
                ("12 people", 12, 12, "killed"),
                ("six children", 6, 6, "killed"),
                ("more than forty", 40, None, "injured"),
            ],
        ),
        ("30 Vardans were murdered.", [("30 Vardans", 30, 30, "killed")]),
        ("22 dead in raids on Varda", [("22 dead", 22, 22, "killed")]),
        ("Raids left 22 dead in Varda.", [("22", 22, 22, "killed")]),
        (
            "It gave a toll of 31 killed and 74 wounded.",
            [("31 killed", 31, 31, "killed"), ("74 wounded", 74, 74, "injured")],
        ),
        ("Several of the wounded died.", [("Several of the wounded", 3, None, "killed")]),
        ("Two of them died.", [("Two of them", 2, 2, "killed")]),
        ("They found 65 bodies of civilians.", [("65 bodies of civilians", 65, 65, "killed")]),
        ("The number of civilians killed in the raid on Varda has risen to 17.", [("17", 17, 17, "killed")]),
        ("All five soldiers came.", [("All five soldiers", 5, 5, "troops")]),
        (
            "A number of shells fell, and multiple raids.",
            [("A number of shells", 3, None, "weapons"), ("multiple raids", 3, None, "attacks")],
        ),
        (
            "Two US officials told three TFA fighters.",
            [("Two US officials", 2, 2, "people"), ("three TFA fighters", 3, 3, "fighters")],
        ),
        (
            "The house has six cameras and two explosive devices.",
            [("six cameras", 6, 6, "things"), ("two explosive devices", 2, 2, "things")],
        ),
        ("14 Ostreli F-16s took off.", [("14 Ostreli F-16s", 14, 14, "weapons")]),
        (
            "About 60 regional and international nations signed.",
            [("About 60 regional and international nations", 60, 60, "groups")],
        ),
        ("Shells fell 136 times on Varda.", [("136 times", 136, 136, "attacks")]),
        ("Ostrel gave over £1.1bn.", [("over £1.1bn", 1100000000, None, "money")]),
        ("Thousands marched in Varda.", [("Thousands", 2000, None, "people")]),
        ("Fire killed 35 more innocent civilians.", [("35 more innocent civilians", 35, 35, "killed")]),
        ("Both of the bombings failed.", [("Both of the bombings", 2, 2, "attacks")]),
        ("One fighter fell.", [("One fighter", 1, 1, "fighters")]),
        ("9999999999999999 people came.", [("9999999999999999 people", None, None, "people")]),
    ],
)
def test_figures(text: str, expected: list[tuple[str, int | None, int | None, str | None]]) -> None:
    assert found(text) == expected


def test_harm_is_shared_within_a_list_and_ends_with_it() -> None:
    text = "Shelling killed at least 35 people, including 5 children, and wounded 30 others. It killed 5 soldiers and 3 civilians."
    assert [(words, counts) for words, _, _, counts in found(text)] == [
        ("at least 35 people", "killed"),
        ("5 children", "killed"),
        ("30 others", "injured"),
        ("5 soldiers", "killed"),
        ("3 civilians", "killed"),
    ]


def test_who_kills_is_not_killed() -> None:
    assert [counts for _, _, _, counts in found("30 militants killed three soldiers.")] == ["fighters", "killed"]


def test_modifier_and_unit_are_told() -> None:
    (one,) = figures.find(view("At least 35 regime troops came."))
    assert (one.modifier, one.unit) == ("at least", "regime troops")


@pytest.mark.parametrize(
    "text",
    [
        "The 3rd Battalion took the 7th district.",
        "An F-16 and a T-72 burned.",
        "Channel 12 said so.",
        "A 12-year-old boy and a man aged 40 came.",
        "20 percent and two thirds voted, some 5 km away.",
        "It began on August 3 2015 People fled.",
        "Resolution 1701 passed in 2006.",
        "They met at 10:30 and left at 7 p.m.",
        "One official said so, as did one of them.",
        "1e400 people came.",
        "It lasted 12 days.",
        "On 12 May they came.",
        "It is three times higher than before.",
        "Both denied using shells.",
        "One soldier said so, one officer told us.",
        "They won on both sides of the river.",
        "It grew by 12.5 percent in two years.",
        "At 50 she left the 300 block.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("marked", "score", "expected"),
    [
        ("1.5 million", 0.6, [("some 1.5 million", 1500000, 1500000, "people")]),
        ("some 1.5 million", 0.6, [("some 1.5 million", 1500000, 1500000, "people")]),
        ("1.5 million", 0.1, []),
        ("a population", 0.6, []),
        ("60 percent", 0.6, []),
        ("1.5 mill", 0.6, []),
    ],
)
def test_what_the_model_marks_counts_where_it_begins_with_a_number(
    marked: str, score: float, expected: list[tuple[str, int | None, int | None, str | None]]
) -> None:
    text = "Varda has a population of some 1.5 million. Ostrel holds 60 percent of it."
    start = text.index(marked)
    reading = Reading((Label("figure", "people", start, start + len(marked), score),))
    quantities = figures.find(replace(view(text), reading=reading))
    assert [(q.text, q.low, q.high, q.counts) for q in quantities] == expected


def test_furniture_is_left_out() -> None:
    text = "35 people read this.\nFire killed 12 people."
    assert [q.text for q in figures.find(view(text, None, ((0, 20),)))] == ["12 people"]


@given(
    st.lists(
        st.sampled_from(
            [
                "killed",
                "12",
                "people",
                "at least",
                "and",
                "wounded",
                "dozens",
                "of",
                "$",
                "million",
                "five",
                "hundred",
                "-",
                ",",
                ".",
                "both",
                "1,2,3",
                "99999999999999999999999999999999999",
                "including",
                "others",
                "or",
                "to",
                "between",
                "é",
                "\n\n",
                "+",
                "several",
                "one",
                "zero",
                "of the wounded",
                "of them",
                "among the dead",
                "US",
                "1.1bn",
                "a number of",
                "barrel bombs",
                "F-16s",
                "times more",
                "death toll",
                "12,34,567",
                "1e400",
            ]
        ),
        max_size=25,
    )
)
def test_words_stand_at_their_offsets(words: list[str]) -> None:
    text = " ".join(words)
    last = 0
    for one in figures.find(view(text)):
        assert text[one.start : one.end] == one.text and one.text.strip() == one.text != ""
        assert one.start >= last
        assert one.low is None or one.high is None or one.low <= one.high
        last = one.end


@pytest.mark.parametrize(
    "piece", ["a", "9", "1,", "five ", "five-", "killed 12 ", "one hundred and ", "of the ", "dozens"]
)
def test_long_lines_end(piece: str) -> None:
    text = piece * 4000
    assert all(text[q.start : q.end] == q.text for q in figures.find(view(text)))
