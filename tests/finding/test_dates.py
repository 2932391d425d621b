"""Date expressions: spans, values and limits on sentences made for the purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.finding import dates
from counterclaim.finding import dates_calendar as cal
from counterclaim.language.model import Label, Reading
from tests.finding.factories_days import view

# A Monday.
DAY = "2024-02-12"


def found(text: str, published: str | None = DAY) -> list[tuple[str, str, str | None, str | None]]:
    return [(d.text, d.value, d.earliest, d.latest) for d in dates.find(view(text, published))]


def values(text: str, published: str | None = DAY) -> list[tuple[str, str]]:
    return [(words, value) for words, value, _, _ in found(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army left on 7 February 2024.", [("7 February 2024", "2024-02-07")]),
        ("The army left on Feb. 9.", [("Feb. 9", "2024-02-09")]),
        ("The army left on 13 April.", [("13 April", "2023-04-13")]),
        ("Talks will open on 13 April.", [("13 April", "2024-04-13")]),
        ("Published Monday 16 Jun 2014 in Varda.", [("Monday 16 Jun 2014", "2014-06-16")]),
        ("It lasted from December 20-23, 2013 there.", [("December 20-23, 2013", "2013-12-20/2013-12-23")]),
        ("It was so between 2007 and 2011.", [("2007", "2007"), ("2011", "2011")]),
        ("The harvest of 2013-14 failed.", [("2013-14", "2013/2014")]),
        ("In the 1970s Ostrel was poor.", [("1970s", "197X")]),
        ("It was built in March 2011.", [("March 2011", "2011-03")]),
        ("Sept. 30 of last year was calm.", [("Sept. 30 of last year", "2023-09-30")]),
        ("They came on 2024-02-07.", [("2024-02-07", "2024-02-07")]),
        ("They came on 25/12/2023.", [("25/12/2023", "2023-12-25")]),
        ("They came on 03.10.2023.", [("03.10.2023", "2023-10-03")]),
        ("Shells fell last Saturday.", [("last Saturday", "2024-02-10")]),
        ("Shells fell on Monday.", [("Monday", DAY)]),
        ("The council will meet on Friday.", [("Friday", "2024-02-16")]),
        ("Shells fell on Wednesday night.", [("Wednesday night", "2024-02-07TNI")]),
        ("Shells fell late on Sunday evening.", [("late on Sunday evening", "2024-02-11TEV")]),
        ("Shells fell on the night of 9 February.", [("the night of 9 February", "2024-02-09TNI")]),
        ("Shells fell yesterday and last night.", [("yesterday", "2024-02-11"), ("last night", "2024-02-11TNI")]),
        ("They fought at 3 a.m. on Sunday.", [("3 a.m. on Sunday", "2024-02-11T03:00")]),
        ("They fought last week and last weekend.", [("last week", "2024-W06"), ("last weekend", "2024-W06-WE")]),
        ("The war began two years ago.", [("two years ago", "2022")]),
        ("The siege began three days ago.", [("three days ago", "2024-02-09")]),
        ("The siege held for ten days.", [("ten days", "P10D")]),
        ("A two-year siege ended.", [("two-year", "P2Y")]),
        ("Fire was heavy in recent days.", [("recent days", "PAST_REF")]),
        ("The road is now open.", [("now", "PRESENT_REF")]),
        ("They pray every Friday.", [("every Friday", "XXXX-WXX-5")]),
        ("Fire resumed in the summer of 2012.", [("the summer of 2012", "2012-SU")]),
        ("The towers fell on 9/11.", [("9/11", "2001-09-11")]),
        ("They met on Thanksgiving.", [("Thanksgiving", "2023-11-23")]),
        ("Ashura 2013 was calm.", [("Ashura 2013", "2013-11-14")]),
        ("He marked the 20th anniversary of 9/11.", [("the 20th anniversary", "2021-09-11"), ("9/11", "2001-09-11")]),
        ("Temples of 594 BC stood.", [("594 BC", "-0594")]),
        ("Shells fell late on Sunday.", [("late on Sunday", "2024-02-11TEV")]),
        ("Shells fell in the early hours of Sunday.", [("the early hours of Sunday", "2024-02-11TMO")]),
        ("Shells fell overnight.", [("overnight", "2024-02-11TNI")]),
        ("Shells fell on the eve of 10 February.", [("the eve of 10 February", "2024-02-09")]),
        ("It was so between May and June in 1981.", [("May", "1981-05"), ("June", "1981-06"), ("1981", "1981")]),
        (
            "Maren came in 1981 and left in March of the same year.",
            [("1981", "1981"), ("March of the same year", "1981-03")],
        ),
        ("Maren says he fled this past Monday.", [("this past Monday", "2024-02-05")]),
        ("Ostrel lost this weeks battle.", [("this weeks", "2024-W07")]),
        ("The Front said today (Wednesday) that it won.", [("today (Wednesday)", "2024-02-07")]),
        ("The army, 5,000 years ago, was small.", [("5,000 years ago", "-2976")]),
        ("Three years ago today Varda fell.", [("Three years ago today", "2021-02-12")]),
        ("Varda fell a week ago Friday.", [("a week ago Friday", "2024-02-02")]),
        ("The siege held for more than two and a half years.", [("more than two and a half years", "P2.5Y")]),
        ("Three years after the fall of Varda it came back.", [("Three years", "P3Y")]),
        ("To date, recent attacks killed nobody.", [("To date", "PRESENT_REF"), ("recent", "PAST_REF")]),
        ("They pray on Fridays and every two weeks.", [("Fridays", "XXXX-WXX-5"), ("every two weeks", "P2W")]),
        ("In the third quarter of 2015 it rose.", [("the third quarter of 2015", "2015-Q3")]),
        ("The first half of 2015 was calm.", [("The first half of 2015", "2015-H1")]),
        ("Maren (837–908) wrote it.", [("837", "0837"), ("908", "0908")]),
        ("It was signed on 22 Bahman 1357.", [("22 Bahman 1357", "1979-02-11")]),
        ("It was signed on Muharram 10, 1435.", [("Muharram 10, 1435", "2013-11-14")]),
        ("It was signed on 11/02/24.", [("11/02/24", "2024-02-11")]),
        ("It was signed on 02/10/2024.", [("02/10/2024", "2024-02-10")]),
        ("They came on 4 and 5 February.", [("4 and 5 February", "2024-02-04/2024-02-05")]),
        ("The raid of 24 August 2016 16:58 failed.", [("24 August 2016 16:58", "2016-08-24T16:58")]),
        ("Varda fell in 2011, and later in the year Sorrun.", [("2011", "2011"), ("the year", "2011")]),
        ("Read on 20240207 at 14:26:05.", [("20240207 at 14:26:05", "2024-02-07T14:26")]),
        ("On Wednesday, Mohamed is to travel to the United Nations.", [("Wednesday", "2024-02-14")]),
        ("The 9 February attacks hit Varda.", [("9 February", "2024-02-09")]),
        ("The show is to run from 23 January on.", [("23 January", "2024-01-23")]),
        ("Since 2014 Maren waited. In March he left.", [("2014", "2014"), ("March", "2023-03")]),
    ],
)
def test_values(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("It has been so since mid-October.", ("2023-10-11", "2023-10-21")),
        ("It began early this month.", ("2024-02-01", "2024-02-14")),
        ("It began in the late 1970s.", ("1975-01-01", "1979-12-31")),
        ("It began in the first half of 2014.", ("2014-01-01", "2014-06-30")),
        ("It began in the past year.", ("2023-02-12", "2024-02-12")),
        ("It was done in 1435 AH.", ("2013-11-04", "2014-10-25")),
        ("It was done on the first day of Ramadan 1445.", ("2024-03-10", "2024-03-12")),
        ("It began earlier this week.", ("2024-02-12", "2024-02-12")),
        ("It began in the past three days.", ("2024-02-09", "2024-02-12")),
        ("It began on 07/02/2023.", ("2023-02-07", "2023-07-02")),
        ("It was quiet in Ramadan.", ("2023-03-22", "2023-04-22")),
        ("It was quiet on Nowruz 2023.", ("2023-03-20", "2023-03-21")),
        ("Fire was heavy in recent weeks.", (None, DAY)),
        ("The coming days are unsure.", (DAY, None)),
    ],
)
def test_limits(text: str, limits: tuple[str | None, str | None]) -> None:
    (one,) = found(text)
    assert one[2:] == limits


def test_neighbours_fix_what_hangs_on_them() -> None:
    text = "The battle began on 3 March 2011. The following day Maren fled. In April the Front returned that year."
    assert values(text) == [
        ("3 March 2011", "2011-03-03"),
        ("The following day", "2011-03-04"),
        ("April", "2011-04"),
        ("that year", "2011"),
    ]


def test_an_event_in_between_fixes_nothing() -> None:
    assert values("On 3 March 2011 it began. A day after it fell, Maren fled.")[1] == ("A day", "P1D")


def test_the_verb_nearest_before_decides_the_tense() -> None:
    text = "Maren said on Friday that the council would meet on Thursday."
    assert values(text) == [("Friday", "2024-02-09"), ("Thursday", "2024-02-15")]


@pytest.mark.parametrize("published", [None, "", "soon", "2024-13-45", "2024-02-31"])
def test_an_undated_article_stays_undated(published: str | None) -> None:
    text = "Last week, on Monday, today, tomorrow, in March and on 5 March it fell; three days ago too."
    assert found(text, published) == [
        ("Last week", "PAST_REF", None, None),
        ("Monday", "XXXX-WXX-1", None, None),
        ("today", "PRESENT_REF", None, None),
        ("tomorrow", "FUTURE_REF", None, None),
        ("March", "XXXX-03", None, None),
        ("5 March", "XXXX-03-05", None, None),
        ("three days ago", "PAST_REF", None, None),
    ]


def test_a_month_of_publication_fixes_months_and_years_only() -> None:
    assert found("It fell last month, last year and on Monday.", "2024-02") == [
        ("last month", "2024-01", "2024-01-01", "2024-01-31"),
        ("last year", "2023", "2023-01-01", "2023-12-31"),
        ("Monday", "XXXX-WXX-1", None, None),
    ]


@pytest.mark.parametrize("words", ["31 February 2024", "2024-13-45", "February 30, 2023", "45/45/2024"])
def test_impossible_days_keep_their_words_alone(words: str) -> None:
    assert found(f"It fell on {words} there.") == [(words, "XXXX-XX-XX", None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Maren may march on Varda.",
        "Ramadan Maren spoke for the Front.",
        "Resolution 1701 was named.",
        "The boy is 12 years old.",
        "They killed 2000 fighters.",
        "Call 555-1776 for help.",
        "They ran fast, soon and later.",
        "The paper Coast Today wrote it.",
        "Rule 2016 was read.",
        "Section 92.6.1087 was read.",
        "They wrote 1200 letters.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []


def test_of_furniture_only_the_days_of_date_lines_count() -> None:
    line = "Sunday | Ostrel Post, 12 February 2024"
    text = f"{line}\nShells fell on Sunday."
    assert [d.text for d in dates.find(view(text, DAY, ((0, len(line)),)))] == ["12 February 2024", "Sunday"]


def test_a_history_gives_its_months_the_year_last_named() -> None:
    text = (
        "Maren was born in 1801 and came to Varda in 1820. In 1825 she wed; in 1828 she fled.\n\nThe rising began in 1830. "
        "In May she was shot at. Her house stands today.\n\nOn 2 June she died."
    )
    assert values(text)[-4:] == [
        ("1830", "1830"),
        ("May", "1830-05"),
        ("today", "PRESENT_REF"),
        ("2 June", "1830-06-02"),
    ]


def test_a_guide_names_months_of_every_year() -> None:
    assert values("In January it is cold. It is best in May and June.") == [
        ("January", "XXXX-01"),
        ("May", "XXXX-05"),
        ("June", "XXXX-06"),
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                "last",
                "week",
                "on",
                "Monday",
                "31",
                "2024",
                "-",
                "May",
                "the",
                "night",
                "of",
                "early",
                "ago",
                "two",
                "years",
                ".",
                "\n\n",
                "99999",
                "3",
                "a.m.",
                "Eid al-Fitr",
                "9/11",
                "century",
                "BC",
                "to",
                "9999",
                "0000-00-00",
                "é",
                "day",
                "after",
                "the early hours of",
                "the eve of",
                "the first day of",
                "the second half of",
                "Ramadan",
                "1435",
                "22 Bahman",
                "02/03/24",
                "5,000",
                "more than",
                "quarter",
                "every",
                "overnight",
                "today (",
                ")",
                "this past",
            ]
        ),
        max_size=25,
    ),
    st.sampled_from([None, DAY, "2024-02", "2024", "0001-01-01", "9999-12-31"]),
)
def test_words_stand_at_their_offsets(words: list[str], published: str | None) -> None:
    text = " ".join(words)
    last = 0
    for one in dates.find(view(text, published)):
        assert text[one.start : one.end] == one.text and one.text.strip() == one.text != ""
        assert one.start >= last and "\n\n" not in one.text
        assert not (one.earliest and one.latest) or one.earliest <= one.latest
        last = one.end


@pytest.mark.parametrize("piece", ["a", "2024", "1,", "May-", "last ", "the night of ", "early-", "1/", "9 "])
def test_long_lines_end(piece: str) -> None:
    text = piece * 4000
    assert all(text[d.start : d.end] == d.text for d in dates.find(view(text, DAY)))


@pytest.mark.parametrize(
    ("marked", "score", "expected"),
    [
        ("The day before", 0.9, [("3 February", "2024-02-03"), ("The day before", "2024-02-02")]),
        ("The day before", 0.1, [("3 February", "2024-02-03")]),
        ("the siege", 0.9, [("3 February", "2024-02-03")]),
        ("on 3 February", 0.9, [("3 February", "2024-02-03")]),
    ],
)
def test_what_the_model_marks_is_read_by_the_rules(marked: str, score: float, expected: list[tuple[str, str]]) -> None:
    text = "Varda fell on 3 February. The day before a ferry sank, the siege went on."
    start = text.index(marked)
    reading = Reading((Label("date", "", start, start + len(marked), score),))
    found = dates.find(replace(view(text, DAY), reading=reading))
    assert [(d.text, d.value) for d in found] == expected


def test_the_calendars() -> None:
    assert str(cal.persian(1403, 12, 30)) == "2025-03-20"
    assert cal.persian(1402, 12, 30) is None
    assert str(cal.hijri(1445, 9, 1)) == "2024-03-11"
    assert str(cal.easter(2024)) == "2024-03-31"
    assert cal.week(cal.easter(2024)).value == "2024-W13"
