"""Splitting documents into articles and furniture."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.reading.segment import KINDS, segment
from counterclaim.records import Hints, Segments
from tests.reading.compiled import LAYOUTS
from tests.reading.scoring import f1, score

# Pinned floors over seeds 0 to 5 of every layout: boundary F1, share of right fields, furniture F1 by characters.
FLOORS = {"boundary": 0.98, "title": 0.97, "outlet": 0.95, "byline": 0.97, "published": 0.97, "furniture": 0.97}
WEAK = {
    "day_first_digest": {"outlet": 0.8}
}  # a one-word outlet that nobody knows, above a title, is not told from a heading


class Nobody:
    """A catalogue that knows no outlet."""

    def outlet(self, name_or_domain: str) -> object | None:
        return None


class Knows:
    """A catalogue that knows the given outlets."""

    def __init__(self, *names: str) -> None:
        self.names = {n.casefold() for n in names}

    def outlet(self, name_or_domain: str) -> object | None:
        return name_or_domain if name_or_domain.casefold() in self.names else None


def split(text: str, hints: Hints | None = None, catalogue: object | None = None) -> Segments:
    return segment(text, "doc", hints or Hints(), catalogue=catalogue or Nobody())  # type: ignore[arg-type]


def odd(text: str, found: Segments) -> list[tuple[str, str]]:
    """Kind and words of the furniture, white space left out."""
    return [(f.kind, text[f.start : f.end].strip()) for f in found.furniture if text[f.start : f.end].strip()]


PROSE = (
    "The Tide Front said on Monday that the road to Halmar remained closed to all traffic after the shelling.\n\n"
    "An Ostreli spokesman denied that any truce had been offered to the governor of the northern district.\n"
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_composed_documents_reach_the_floors(layout):
    total: Counter[str] = Counter()
    errors: list[str] = []
    for seed in range(6):
        page = layout(seed)
        counts, wrong = score(page, split(page.text))
        total.update(counts)
        errors += wrong
    reached = {
        "boundary": f1(total["boundary"], total["gold"], total["found"]),
        "furniture": f1(total["furniture both"], total["furniture gold"], total["furniture found"]),
        **{name: total[name] / total["gold"] for name in ("title", "outlet", "byline", "published")},
    }
    floors = FLOORS | WEAK.get(layout.__name__, {})
    assert not {k: v for k, v in reached.items() if v < floors[k]}, errors[:5]


def test_a_known_outlet_above_a_title_is_its_outlet():
    page = next(layout for layout in LAYOUTS if layout.__name__ == "day_first_digest")(0)
    found = split(page.text, catalogue=Knows("Tidewatch"))
    assert [a.outlet for a in found.articles] == [t.outlet for t in page.truths]


def check(text: str, found: Segments) -> None:
    covered = [False] * len(text)
    at = 0
    for article in found.articles:
        assert at <= article.start < article.end <= len(text)
        assert article.title is None or text[article.start :].startswith(article.title)
        at = article.end
        covered[article.start : article.end] = [True] * (article.end - article.start)
    at = 0
    for piece in found.furniture:
        assert at <= piece.start < piece.end <= len(text)
        assert piece.kind in KINDS
        at = piece.end
        covered[piece.start : piece.end] = [True] * (piece.end - piece.start)
    assert all(covered)


LINES = st.sampled_from(
    [
        "",
        " ",
        "\u00a0",
        "Truce Talks Resume in Halmar",
        "Source",
        "Source: The Lantern",
        "By Tavi Kess",
        "March 3, 2024",
        "2024-03-03",
        "Related Stories",
        "----------",
        "-------------- next part --------------",
        "> quoted words",
        "Tags: a, b",
        "Maren Oduya",
        "The army said on Monday that it had left the town.",
        "An (AFP Photo)",
        "tides at lists.example.org",
        "Subject: Re: Talks",
        "From: a@example.org",
        "Comments",
        "https://example.org/a",
        "\u200b",
        "it went on without a stop",
        "Read more: Other",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(LINES, max_size=25).flatmap(
        lambda lines: st.sampled_from(["\n", "\n\n", "\r\n", " "]).map(lambda s: s.join(lines))
    ),
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.booleans())
def test_any_text_is_covered_in_order_and_always_the_same(text, whole):
    found = split(text, Hints(whole=whole))
    check(text, found)
    assert len(found.articles) <= 1 or not whole
    assert found == split(text, Hints(whole=whole))


@pytest.mark.parametrize("seed", range(3))
def test_composed_documents_are_covered(seed):
    for layout in LAYOUTS:
        text = layout(seed).text
        check(text, split(text))


@pytest.mark.parametrize(("text", "pieces"), [("", 0), (" \n\n", 1), ("-----\n", 1)])
def test_text_without_words_has_no_article(text, pieces):
    found = split(text)
    assert found.articles == ()
    assert len(found.furniture) == pieces


def test_prose_without_a_title_has_none():
    (article,) = split(PROSE).articles
    assert (article.title, article.start, article.published) == (None, 0, None)
    assert article.language == "en"


def test_subheadings_start_no_article():
    text = "Truce Talks Resume in Halmar\n\nMarch 3, 2024\n\n" + (PROSE + "\nA shore divided\n\n") * 4 + PROSE
    assert len(split(text).articles) == 1


def test_a_whole_page_is_not_split():
    page = LAYOUTS[0](1)
    found = split(page.text, Hints(whole=True))
    assert len(found.articles) == 1
    assert found.articles[0].published == page.truths[0].published


def test_lines_of_the_article_beat_hints():
    hints = Hints(
        outlet="Feed",
        byline="Bot",
        published="2024-03-05",
        published_from="page metadata",
        language="fr",
        origin="Wire",
    )
    stated = "Truce Talks Resume in Halmar\n\nBy Tavi Kess\nMarch 3, 2024\nSource: The Lantern\n\n" + PROSE
    (article,) = split(stated, hints).articles
    assert (article.outlet, article.byline, article.published, article.published_from) == (
        "The Lantern",
        "Tavi Kess",
        "2024-03-03",
        "date line",
    )
    assert (article.published_other, article.origin, article.language) == ("2024-03-05", "Wire", "en")
    (bare,) = split("Truce Talks Resume in Halmar\n\n" + PROSE, hints).articles
    assert (bare.outlet, bare.published, bare.published_from) == ("Feed", "2024-03-05", "page metadata")


def test_the_day_in_the_text_beats_the_header_and_both_are_kept():
    text = "Depot burns near Kessel\nOstrel Times\n2016-05-01\n\n"
    text += "Tue Apr 5 2016 Depot burns near Kessel. Nine people were wounded on Tuesday, a monitor said.\n"
    (article,) = split(text).articles
    assert (article.published, article.published_from, article.published_other) == (
        "2016-04-05",
        "date line",
        "2016-05-01",
    )
    assert article.outlet == "Ostrel Times"
    assert ("repeated title", "Depot burns near Kessel.") in odd(text, split(text))


@pytest.mark.parametrize(
    ("lines", "outlet", "origin", "byline"),
    [
        ("Source: The Lantern\n\nBy The Lantern English", "The Lantern", None, "The Lantern English"),
        ("Source: The Lantern\n\nBy Ostrel Times", "Ostrel Times", "The Lantern", "Ostrel Times"),
        ("By Staff, Agencies", None, "Agencies", "Staff, Agencies"),
        ("Source", None, None, None),
        ("Translated by Harbour News", "Harbour News", None, None),
        ("Posted by TIDEWATCH 24 on", "TIDEWATCH 24", None, None),
        ("The Lantern's Ostrel Correspondent", None, None, "The Lantern's Ostrel Correspondent"),
        ("Source: Agencies", None, "Agencies", None),
        ("By Tavi Kess, Ostrel Times", "Ostrel Times", None, "Tavi Kess"),
        ("TAVI KESS, Varda News Agency, March 3, 2024", "Varda News Agency", None, "TAVI KESS"),
        ("By Tavi Kess for The Lantern", "The Lantern", None, "Tavi Kess"),
        ("By Tavi Kess with permission and first posted at Harbour Post", None, None, "Tavi Kess"),
        ("Tavi Kess @tavikess", None, None, "Tavi Kess"),
        ("By Ostrel Times staff", "Ostrel Times", None, "Ostrel Times staff"),
        ("AFP, Halmar", "AFP", None, None),
        ("HALMAR, March 3 (VNA) -", "VNA", None, None),
        ("Source: The Lantern and Agencies", "The Lantern", "Agencies", None),
        ("By Tavi Kess\n\nPublished by Tavi Kess", None, None, "Tavi Kess"),
    ],
)
def test_outlet_origin_and_byline(lines, outlet, origin, byline):
    (article,) = split(f"Truce Talks Resume in Halmar\n\nMarch 3, 2024\n\n{lines}\n\n{PROSE}").articles
    assert (article.outlet, article.origin, article.byline) == (outlet, origin, byline)


def test_a_slug_names_the_agency_that_is_relayed():
    text = f"Truce Talks Resume in Halmar\nOstrel Times\nhttps://example.org/a\n\nHALMAR, March 3 (Reuters) - {PROSE}"
    (article,) = split(text).articles
    assert (article.outlet, article.origin) == ("Ostrel Times", "Reuters")


def test_lists_of_links_between_articles_are_furniture():
    text = (
        f"Truce Talks Resume in Halmar\n\nMarch 3, 2024\n\n{PROSE}\nRelated Stories\n\nHarbour Reopens After Nine Days\n\n"
        f"Nine wounded as depot burns near Kessel\n\n4 March 2024\n\n{PROSE}"
    )
    found = split(text)
    assert [a.title for a in found.articles] == [
        "Truce Talks Resume in Halmar",
        "Nine wounded as depot burns near Kessel",
    ]
    assert ("related", "Harbour Reopens After Nine Days") in odd(text, found)


def test_a_mail_keeps_its_own_day_apart():
    text = LAYOUTS[6](2).text
    (article,) = split(text).articles
    assert (article.published_from, article.published_other) == ("date line", "2024-03-01")
    kinds = Counter(kind for kind, _ in odd(text, split(text)))
    assert kinds["mail header"] >= 3
    assert kinds["mail footer"] >= 3


def test_a_mail_whose_prose_follows_its_header_has_its_subject_as_title():
    text = f"From: a@example.org\nDate: Fri, 1 Mar 2024 09:12:44 +0000\nSubject: Re: Truce talks resume in Halmar\n\n{PROSE}"
    (article,) = split(text).articles
    assert (article.title, article.published, article.published_from) == (
        "Truce talks resume in Halmar",
        "2024-03-01",
        "mail header",
    )


def test_the_foot_of_one_article_names_no_outlet_for_the_next():
    pair = f"Truce Talks Resume in Halmar\n\nMarch 3, 2024\n\n{PROSE}\nSource: Ostrel Times\n\n"
    found = split(pair + f"Nine wounded as depot burns near Kessel\n\n4 March 2024\n\n{PROSE}")
    assert [(a.outlet, a.origin) for a in found.articles] == [("Ostrel Times", None), (None, None)]


def test_a_known_address_above_a_title_names_its_outlet():
    text = "".join(
        f"https://{site}/a/b\n\n{title}\n\n{day} March 2024\n\n{PROSE}\n"
        for site, title, day in (
            ("lantern.example", "Truce Talks Resume in Halmar", 3),
            ("post.example", "Nine wounded as depot burns near Kessel", 4),
        )
    )
    found = split(text, catalogue=Knows("lantern.example", "post.example"))
    assert [a.outlet for a in found.articles] == ["lantern.example", "post.example"]


def test_a_headline_of_capitalised_words_is_no_name():
    text = f"Truce Talks Resume in Halmar\n\nMarch 3, 2024\n\n{PROSE}\n{PROSE}\nOpposition Rejects Draft\n4 March 2024\n\n{PROSE}"
    assert [a.title for a in split(text).articles] == ["Truce Talks Resume in Halmar", "Opposition Rejects Draft"]


@pytest.mark.parametrize(
    "line",
    [
        "The views expressed in this article do not necessarily reflect those of The Lantern.",
        "Read next: Harbour reopens after nine days",
        "(Photo Credit: The Lantern)",
        "Share this:",
        "Tags: Ostrel, Halmar",
        "Leave a comment",
        "© 2024 Ostrel Times. All rights reserved.",
        "Soldiers cross the bridge at Kessel, February 8, 2024 (AP)",
        "[image: bridge.jpg]",
        "Subscribe to our mailing list!",
        "- [image: dockers at the gate]",
        "7 Comments",
        "Posted by tidewatch at 9:15 pm",
        "Dockers at the gate of the harbour. Photo: Dana Qureshi",
        "— Dana Q (@danaq) March 2, 2024",
        "Follow the ministry on Twitter @ostrelministry",
    ],
)
def test_furniture_inside_an_article(line):
    text = f"Truce Talks Resume in Halmar\n\nMarch 3, 2024\n\n{PROSE}\n{line}\n\n{PROSE}"
    found = split(text)
    assert len(found.articles) == 1
    assert line in [words for _, words in odd(text, found)]
    assert found.articles[0].end == len(text.rstrip())


@pytest.mark.parametrize(
    "line",
    [
        "By taking part in the talks, the Front has made a contribution to the truce that nobody expected in March.",
        "Source after source in the harbour council said that the depot had burned for nine hours before help came.",
        "On March 3, 2024, the army left the town of Kessel without firing a shot, residents of the district said.",
        "He told the Lantern that he was at home (a house near the bridge) and had heard nothing of the sort.",
    ],
)
def test_prose_stays_prose(line):
    text = f"Truce Talks Resume in Halmar\n\nMarch 3, 2024\n\n{PROSE}\n{line}\n\n{PROSE}"
    assert line not in [words for _, words in odd(text, split(text))]


@pytest.mark.parametrize(
    ("tail", "kind"),
    [
        (" Read Also", "related"),
        (" (Source: Ostrel Times) Twitter", "source"),
        (" Maren Oduya / Jon Arkell", "sign-off"),
        (" 218-11", "sign-off"),
        (" Reporting by Jon Arkell; Editing by Ilse Brandt", "byline"),
        (" Follow us on Twitter Privacy Policy", "share"),
    ],
)
def test_what_stands_after_the_prose_of_a_flattened_page(tail, kind):
    body = " ".join(PROSE.split())
    text = f"Depot burns near Kessel\nOstrel Times\n2016-05-01\n\nTue Apr 5 2016 {body}{tail}\n"
    found = split(text)
    assert (kind, tail.strip()) in odd(text, found)
    assert text[: found.articles[0].end].endswith(body)


def test_a_long_line_without_spaces_is_read():
    text = "x" * 400_000
    check_ends = split(text)
    assert sum(f.end - f.start for f in check_ends.furniture) + sum(
        a.end - a.start for a in check_ends.articles
    ) >= len(text)


PIECES = (
    ("Boat seized in the strait, five held", "Harbour Post, 8 March 2031"),
    ("What the boat was really doing", "Varda Dispatch, 9 March 2031"),
    ("Sanctions on the leader of the Front", "Meridian Wire, March 10, 2031"),
)
BODY = "The harbour office said on Saturday that the crew had been brought ashore. It gave no names.\n\nNothing more was known."


def test_the_title_of_a_page_of_several_pieces_is_no_articles_title():
    pieces = "\n\n".join(f"{title}\n\n{line}\n\n{BODY}\n\nShare Tweet Email" for title, line in PIECES)
    found = split(f"The Coast Reader: three pieces of the week\n\n{pieces}\n")
    assert [a.title for a in found.articles] == [title for title, _ in PIECES]
    assert [a.byline for a in found.articles] == [None] * 3


def test_marks_of_markdown_belong_to_no_title_byline_or_day():
    text = f"# The strait is not for sale\n\n*By Gorm Asker*\n\n*Varda Dispatch, 10 March 2031*\n\n{BODY}\n"
    (article,) = split(text).articles
    assert (article.title, article.byline, article.published) == (
        "The strait is not for sale",
        "Gorm Asker",
        "2031-03-10",
    )
    assert text[article.start :].startswith("The strait")


def test_a_correction_with_a_header_is_an_article_of_its_own():
    (article,) = split(f"Correction: Death toll in Dunmere\n\nHarbour Post\n7 March 2031\n\n{BODY}\n").articles
    assert (article.title, article.outlet) == ("Correction: Death toll in Dunmere", "Harbour Post")
