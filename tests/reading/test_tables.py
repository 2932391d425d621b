"""Tables and feeds: one page a row, whose bytes are the row's bytes in the file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import Page, Reject, Stated
from tests.reading.make import everything, page, pages

CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def test_csv_rows() -> None:
    data = (
        b"id,Headline,Body,Source,Date,Author,URL\r\n"
        b'1,Head,"Words, with\r\na line",The Lantern,4/5/2013,Mira,https://x.example/1\r\n'
        b"2,Other,Words,Herald,23/5/2013,,\r\n"
    )
    parent, one, two = pages("a.csv", data, stated=Stated(url="https://x.example/a.csv", method="download"))
    assert (parent.text, parent.document.url) == ("", "https://x.example/a.csv")
    assert one.text == "Head\n\nWords, with\r\na line"
    assert one.data == b'1,Head,"Words, with\r\na line",The Lantern,4/5/2013,Mira,https://x.example/1'
    hints = one.hints
    assert (hints.title, hints.outlet, hints.byline, hints.whole) == ("Head", "The Lantern", "Mira", True)
    # 23/5 in the next row says that this column writes the day first
    assert (hints.published, hints.published_from) == ("2013-05-04", "column")
    assert (one.document.path, one.document.url, one.document.method) == ("a.csv#2", "https://x.example/1", "download")
    assert (two.document.path, two.document.url) == ("a.csv#4", None)


def test_a_date_that_can_be_two_days_states_its_year_only() -> None:
    assert page_of("date,text\n4/5/2013,Words\n").hints.published == "2013"


def page_of(table: str) -> Page:
    return pages("a.csv", table)[1]


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.csv", "\t")])
def test_separators(name: str, mark: str) -> None:
    assert pages(name, f"title{mark}text\nHead{mark}Words\n")[1].text == "Head\n\nWords"


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_the_bytes_of_a_row_are_in_the_file(rows: list[tuple[str, str]]) -> None:
    lines = [json.dumps({"title": title, "text": text}, ensure_ascii=False) for title, text in rows]
    data = ("\n".join(lines) + "\n").encode()
    found = everything("a.jsonl", data)
    assert len(found) in (1, len(rows) + 1)
    for item in found[1:]:
        if isinstance(item, Page):
            number = int(item.document.path.rpartition("#")[2])
            assert item.data.decode() == lines[number - 1]
            assert item.text.endswith(rows[number - 1][1])


def test_json_lines_go_on_after_a_broken_line() -> None:
    parent, one, two, three = everything(
        "a.jsonl", '{"title": "H", "content": "Words"}\nnonsense\n{"content": "More"}\n'
    )
    assert isinstance(parent, Page) and isinstance(one, Page) and isinstance(two, Reject) and isinstance(three, Page)
    assert (one.text, three.text) == ("H\n\nWords", "More")
    assert two.path == "a.jsonl#2" and two.reason.startswith("line 2: not JSON")


def test_json_arrays_and_single_objects() -> None:
    array = '[\n {"text": "Words", "publisher": {"name": "Herald"}},\n {"text": "More"}\n]'
    _, one, two = pages("a.json", array)
    assert (one.hints.outlet, one.data, two.text) == (
        "Herald",
        b'{"text": "Words", "publisher": {"name": "Herald"}}',
        "More",
    )
    single = page("b.json", '{"headline": "H", "text": "Words", "lang": "en-US"}')
    assert (single.text, single.hints.language, single.hints.whole, single.document.parent_id) == (
        "H\n\nWords",
        "en",
        True,
        None,
    )


def test_one_line_that_is_the_whole_file_is_one_document() -> None:
    assert page("a.jsonl", '{"text": "Words"}').document.parent_id is None


def test_a_title_that_opens_the_text_is_not_repeated() -> None:
    assert page("a.json", '{"title": "The Head", "text": "The head\\nWords"}').text == "The head\nWords"


RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Lantern</title><language>en-gb</language>
<item><title>Head &amp; tail</title><link>https://l.example/1</link>
<pubDate>Fri, 05 Mar 2021 23:30:00 -0500</pubDate><description>Teaser</description>
<content:encoded><![CDATA[<p>Full <b>words</b>.</p><p>Next.</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><title>Head</title>
<link rel="self" href="https://h.example/self"/><link href="https://h.example/1"/>
<published>2021-03-04T01:00:00Z</published><updated>2022-01-01T00:00:00Z</updated>
<author><name>Mira Sand</name><email>m@h.example</email></author><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>First.</p><p>Second.</p></div></content></entry></feed>"""


@pytest.mark.parametrize(
    ("feed", "text", "outlet", "byline", "published", "url"),
    [
        (RSS, "Head & tail\n\nFull words.\n\nNext.\n", "The Lantern", None, "2021-03-05", "https://l.example/1"),
        (ATOM, "Head\n\nFirst.\n\nSecond.\n", "Herald", "Mira Sand", "2021-03-04", "https://h.example/1"),
    ],
)
def test_feeds(feed: str, text: str, outlet: str, byline: str | None, published: str, url: str) -> None:
    parent, item = pages("a.xml", feed)
    assert parent.text == ""
    assert item.text == text
    assert (item.hints.outlet, item.hints.byline, item.hints.published) == (outlet, byline, published)
    assert (item.document.url, item.hints.whole, item.document.path) == (url, True, "a.xml#1")
    assert item.data.decode() in feed and item.data.startswith((b"<item>", b"<entry>"))
