"""Date lines in their usual forms."""

from __future__ import annotations

import pytest

from counterclaim.reading import dateline


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("APR 16, 2024", "2024-04-16"),
        ("February 11, 2024", "2024-02-11"),
        ("10 February 2024", "2024-02-10"),
        ("2016-04-04", "2016-04-04"),
        ("04/16/2024", "2024-04-16"),
        ("16/04/2024", "2024-04-16"),
        ("04/05/2016", "2016"),
        ("Wednesday, 04/05/2016", "2016-05-04"),
        ("05-11-2014", "2014-11-05"),
        ("January, 28, 2022 - 12:06", "2022-01-28"),
        ("01/06/2020 04:51 PM EST", "2020-01-06"),
        ("August 3, 2021 at 4:21 pm | Published in: News, Ostrel", "2021-08-03"),
        ("51 Views  January 04, 2021  3 Comments", "2021-01-04"),
        ("Published date: 20 November 2022 08:11 GMT | Last update: 1 year 3 months ago", "2022-11-20"),
        ('December 22, 2016 "The Lantern" - ', "2016-12-22"),
        ("04.05.2016", "2016-05-04"),
        ("Fri Feb 9 19:00:40 EST 2024", "2024-02-09"),
        ("Thursday, 08 February 2024 6:54 PM  [ Last Update: Friday, 09 February 2024 7:00 PM ]", "2024-02-08"),
        ("Posted by Ann Lee on March 3, 2024", "2024-03-03"),
        ("Published: 3 Mar 2024", "2024-03-03"),
        ("Last updated at Aug 142016", "2016-08-14"),
        ("10 Feb 2024, 14:30", "2024-02-10"),
        ("Dec 1 , 2021", "2021-12-01"),
        ("7 Feb 2024\u00a0".replace("\u00a0", " "), "2024-02-07"),
        ("By Jane Doe | March 3, 2024 | 10:30 GMT", "2024-03-03"),
        ("2024-02-07T10:11:12Z", "2024-02-07"),
        ("12 Shubat 2024", "2024-02-12"),
        ("February 2024", "2024-02"),
        ("Date: June 16, 2021", "2021-06-16"),
        ("Reuters, 10 Feb 2024", "2024-02-10"),
    ],
)
def test_days_that_are_stated(line, day):
    read = dateline.read(line)
    assert read is not None
    assert read.day == day


@pytest.mark.parametrize(
    "line",
    [
        "Yesterday",
        "The Attack of February 3, 2024",
        "Talks resumed on February 3, 2024",
        "On the morning of 3 March 2024",
        "31 February 2024",
        "What happened on 3 May 2013",
        "Baghdad Talks on February 3, 2024",
        "12 people",
        "",
        "1450 dinars in 2023",
    ],
)
def test_lines_that_are_no_date_lines(line):
    assert dateline.read(line) is None


def test_a_second_day_is_kept():
    read = dateline.read("3 March 2024 (updated 5 March 2024)")
    assert read is not None
    assert (read.day, read.other) == ("2024-03-03", "2024-03-05")


@pytest.mark.parametrize(
    ("text", "first"), [("13/04/2024 and 04/05/2024", False), ("04/13/2024 and 04/05/2024", True), ("04/05/2024", None)]
)
def test_the_order_of_day_and_month_is_the_documents(text, first):
    assert dateline.order(text) is first
    if first is not None:
        assert dateline.days("04/05/2024", month_first=first)[0].value == ("2024-04-05" if first else "2024-05-04")


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("Thu Sep 5 2013 A depot burned", "2013-09-05", "A depot burned"),
        ("Last updated at Jan 202015 Halmar was quiet", "2015-01-20", "Halmar was quiet"),
        ("05.10.2017(updated 1935 05.10.2017) A depot burned", "2017-10-05", "A depot burned"),
        ("Monday 11 January 2016 18:41 Silence fell", "2016-01-11", "Silence fell"),
        ("20 April 2016 25 people left", "2016-04-20", "25 people left"),
        ("31-08-2014 0742 PM Fighters left", "2014-08-31", "Fighters left"),
        ("August 13 2016 2037 UTC+3 A spokesman said", "2016-08-13", "A spokesman said"),
    ],
)
def test_the_day_that_opens_a_flattened_page(text, day, rest):
    found = dateline.leading(text, 0)
    assert found is not None
    assert (found[1].value, text[found[0] :].strip()) == (day, rest)


@pytest.mark.parametrize(
    "text", ["February 10, 2024 was a quiet day", "March 3, 2024, the army left", "The army left on March 3, 2024 and"]
)
def test_prose_that_begins_with_a_day_is_left_alone(text):
    assert dateline.leading(text, 0) is None


def test_a_name_keeps_its_article_and_a_known_one_needs_no_comma():
    line = "The Lantern, May 12, 2024"
    read = dateline.read(line)
    assert read is not None
    assert [line[s:e] for s, e in read.names] == ["The Lantern"]
    assert dateline.read("Tidewatch October 21, 2011") is None
    assert dateline.read("Tidewatch October 21, 2011", known=lambda name: name == "Tidewatch") is not None
