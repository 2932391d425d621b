"""Web pages: the main text, all articles of a compilation, and what the page states of itself."""

from __future__ import annotations

import pytest

from counterclaim.records import Stated
from tests.reading.make import PROSE, page

SECOND = PROSE.replace("Tuesday", "Friday").replace("depot", "granary")
HEAD = """<title>Ministry denies strike | The Lantern</title>
<meta property="og:site_name" content="The Lantern"><meta name="author" content="Mira Sand">
<meta property="article:published_time" content="2021-03-04T23:30:00+03:00">
<link rel="canonical" href="https://lantern.example/denies">"""


def web(body: str, head: str = HEAD) -> str:
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{body}</body></html>'


def piece(number: int) -> str:
    return f"<h2>Harbour report number {number}</h2><p>{number} March 2021</p><p>{number}. {PROSE}</p><p>{SECOND} {number}</p>"


def test_paragraphs_are_parted_and_the_surroundings_gone() -> None:
    body = (
        '<nav><a href="/">Home</a></nav><h1>Ministry denies strike</h1><div class="meta">4 March 2021</div>'
        f"<p>{PROSE}</p>\n<p>{SECOND}</p><script>track()</script>"
        '<div class="comments"><p>I do not believe a word of what this ministry says, nor does anybody in the whole town.</p></div>'
        "<footer>All rights reserved</footer>"
    )
    assert page("a.html", web(body)).text == f"Ministry denies strike\n\n4 March 2021\n\n{PROSE}\n\n{SECOND}\n"


@pytest.mark.parametrize("wrap", ["<div>{}</div>", "<article>{}</article>", '<div class="post hentry">{}</div>', "{}"])
def test_a_page_of_many_articles_loses_none(wrap: str) -> None:
    text = page("a.html", web("".join(wrap.format(piece(n)) for n in range(1, 21)))).text
    for number in range(1, 21):
        assert f"\n\n{number}. {PROSE}\n\n{SECOND} {number}\n" in text
        assert f"Harbour report number {number}\n" in text


@pytest.mark.parametrize("wrap", ["<form>{}</form>", '<div class="content has sidebar">{}</div>', "<aside>{}</aside>"])
def test_a_wrapper_of_the_whole_page_is_no_furniture(wrap: str) -> None:
    assert f"{PROSE}\n\n{SECOND}\n" in page("a.html", web(wrap.format(f"<p>{PROSE}</p><p>{SECOND}</p>"))).text


def test_what_the_page_states_becomes_hints() -> None:
    found = page("a.html", web(f"<p>{PROSE}</p><p>{SECOND}</p>"))
    hints = found.hints
    assert (hints.title, hints.outlet, hints.byline) == ("Ministry denies strike", "The Lantern", "Mira Sand")
    assert (hints.published, hints.published_from, hints.language) == ("2021-03-04", "page metadata", "en")
    assert found.document.url == "https://lantern.example/denies"
    assert found.text.startswith("Ministry denies strike\n\n")
    assert page("a.html", web(PROSE), stated=Stated(url="https://mine.example")).document.url == "https://mine.example"


def test_json_ld_and_time_are_read_too() -> None:
    linked = '{"@graph": [{"@type": "NewsArticle", "datePublished": "2021-03-05", "author": [{"name": "A"}, {"name": "B"}]}]}'
    head = f'<script type="application/ld+json">{linked}</script>'
    hints = page("a.html", web(f"<p>{PROSE}</p>", head)).hints
    assert (hints.published, hints.byline) == ("2021-03-05", "A, B")
    timed = page("b.html", web(f'<time datetime="2021-03-06T10:00">today</time><p>{PROSE}</p>', "")).hints
    assert timed.published == "2021-03-06"


def test_a_page_without_a_date_has_none() -> None:
    hints = page("a.html", web(f"<p>{PROSE} It was 2019.</p>", "<title>Words</title>")).hints
    assert (hints.published, hints.published_from) == (None, None)


@pytest.mark.parametrize("hidden", ['style="display:none"', "hidden"])
def test_hidden_words_are_no_text(hidden: str) -> None:
    assert "secret" not in page("a.html", web(f"<p>{PROSE}</p><p {hidden}>secret words</p>")).text


def test_the_stated_charset_is_used() -> None:
    data = web(f"<p>Министерство обороны. {PROSE}</p>", '<meta charset="windows-1251">').encode("cp1251")
    found = page("a.html", data)
    assert "Министерство обороны." in found.text
    assert found.document.encoding == "windows-1251"


def test_reading_twice_gives_the_same() -> None:
    data = web("".join(piece(n) for n in range(5)))
    assert page("a.html", data) == page("a.html", data)
