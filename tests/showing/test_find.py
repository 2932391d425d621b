"""Search: words, filters, what is withheld, and the files of its results."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

import counterclaim
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.records import MentionType, Stance
from counterclaim.showing.asked import Filter, Search
from counterclaim.showing.find import CLAIM_COLUMNS, Finder, folded, highlighted
from counterclaim.showing.mask import WITHHELD, is_private
from counterclaim.showing.site import Site
from tests.showing.sites import COPY, FRONT, WIRE, make

PRIVATE = """Fisherman lost off Dunmere

Harbour Post
6 March 2031

DUNMERE, Ostrel - "My brother Berin Tolk drowned at the mole," said Anna Tolk. Milo Venn said that =SUM(A1) was closed.
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    files = {"wire.txt": WIRE, "front.txt": FRONT, "copy.txt": COPY, "private.txt": PRIVATE}
    with counterclaim.open(make(tmp_path_factory.mktemp("find"), files)) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def finder(opened: Ledger) -> Finder:
    return Finder(Site(opened))


def words(finder: Finder, opened: Ledger, **asked: str) -> list[str]:
    return [c.text for c in finder.search(opened, Search.read(asked)).claims]


def test_all_words_must_occur_and_case_does_not_count(finder: Finder, opened: Ledger) -> None:
    assert words(finder, opened, q="STRAIT bombing") == ["If the bombing goes on, we will close the strait"]
    assert words(finder, opened, q='"bombing goes"') and not words(finder, opened, q='"goes bombing"')


@pytest.mark.parametrize(
    "query", ['"', "*", "a OR b", "NEAR(a b)", "text:strait", "'; DROP TABLE claims; --", "((", "\\"]
)
def test_nothing_that_is_typed_is_a_query_language(finder: Finder, opened: Ledger, query: str) -> None:
    assert isinstance(words(finder, opened, q=query), list)
    assert isinstance(finder.search(opened, Search(q=query, kind="texts")).texts, tuple)


def test_filters_leave_what_passes_them_all(finder: Finder, opened: Ledger) -> None:
    every = opened.claims()
    for stance in Stance:
        assert len(words(finder, opened, stance=str(stance))) == sum(c.stance is stance for c in every)
    centre = words(finder, opened, by="kell monitoring centre")
    assert centre and centre == words(finder, opened, by="Kell")
    assert "fourteen" not in " ".join(words(finder, opened, by="Kell", q="shells"))
    assert len(words(finder, opened, voice="direct")) == sum(c.direct for c in every)
    articles = {a.article_id: a for a in opened.articles()}
    assert len(words(finder, opened, outlet="tide-voice")) == sum(
        articles[c.article_id].outlet == "Tide Voice" for c in every
    )
    assert words(finder, opened, since="2031-03-06", outlet="tide-voice") == []
    assert words(finder, opened, by="nobody at all") == []


def test_order_by_day_puts_the_undated_last(finder: Finder, opened: Ledger) -> None:
    claims = finder.search(opened, Search(stance="asserts", order="newest")).claims
    days = [finder.site.article[c.article_id].published for c in claims]
    stated = [d for d in days if d]
    assert stated == sorted(stated, reverse=True)
    assert days == stated + [None] * (len(days) - len(stated))


def test_facets_count_the_hits(finder: Finder, opened: Ledger) -> None:
    answer = finder.search(opened, Search(q="Dunmere"))
    for facet in answer.facets:
        for value, _, n in facet.values:
            assert len(finder.search(opened, Search(**{"q": "Dunmere", facet.field: value})).claims) == n  # type: ignore[arg-type]


def test_texts_are_found_by_their_words(finder: Finder, opened: Ledger) -> None:
    (hit,) = finder.search(opened, Search(q="criminal regime", kind="texts")).texts
    assert "criminal regime" in hit.words
    assert opened.text(hit.document_id)[hit.start : hit.end].startswith("The Tide Front accused")


def test_a_private_name_finds_nothing_and_stands_in_no_result(finder: Finder, opened: Ledger) -> None:
    assert {e.name for e in opened.entities() if is_private(e)} >= {"Anna Tolk"}
    for kind in ("claims", "texts"):
        for name in ("Tolk", "Anna Tolk", "Berin"):
            answer = finder.search(opened, Search(q=name, kind=kind))
            assert answer.rows == (), (kind, name)
    assert words(finder, opened, by="Anna Tolk") == words(finder, opened, by="Tolk") == []
    table = finder.table(finder.search(opened, Search(q="drowned")))
    assert WITHHELD in table
    assert "Tolk" not in table and "tolk" not in table


def test_the_file_holds_every_hit_with_its_words_and_place(finder: Finder, opened: Ledger) -> None:
    answer = finder.search(opened, Search(q="Dunmere"))
    rows = list(csv.DictReader(io.StringIO(finder.table(answer, reviewed=[answer.claims[0].claim_id]))))
    assert tuple(rows[0]) == CLAIM_COLUMNS
    assert [r["claim_id"] for r in rows] == [c.claim_id for c in answer.claims]
    for row in rows:
        assert opened.text(row["document_id"])[int(row["start"]) : int(row["end"])] == row["text"]
    assert [r["reviewed"] for r in rows] == ["true"] + ["false"] * (len(rows) - 1)


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(finder: Finder, opened: Ledger) -> None:
    rows = list(csv.reader(io.StringIO(finder.table(finder.search(opened, Search(q="SUM"))))))
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_events_pass_every_filter(finder: Finder, opened: Ledger) -> None:
    every = opened.events()
    assert finder.events(Filter()) == list(every)
    found = finder.events(Filter(about="dunmere"))
    assert found and all("dunmere" in {*e.actor_ids, *e.recipient_ids, *e.place_ids} for e in found)
    for level in {str(e.level) for e in every}:
        assert len(finder.events(Filter(level=level))) == sum(str(e.level) == level for e in every)
    assert {e.event_id for e in finder.events(Filter(disputed="yes"))} == {
        d.event_id for d in opened.disputes() if d.event_id
    }


def test_no_list_of_events_is_made_of_a_person(finder: Finder, opened: Ledger) -> None:
    persons = [e for e in opened.entities() if e.type is MentionType.PERSON]
    assert persons
    for person in persons:
        assert finder.events(Filter(about=person.name)) == []
        assert finder.events(Filter(about=person.entity_id)) == []


def test_a_day_that_is_none_is_refused(finder: Finder, opened: Ledger) -> None:
    with pytest.raises(UsageError):
        finder.search(opened, Search(since="soon"))


def test_folding_is_what_the_index_does() -> None:
    assert folded("Şiran, the 'Étoile'") == " siran the etoile "


def test_marked_words_stay_words() -> None:
    assert str(highlighted("<b>the strait</b> & a Strait", ["strait"])) == (
        "&lt;b&gt;the <mark>strait</mark>&lt;/b&gt; &amp; a <mark>Strait</mark>"
    )
    assert str(highlighted("<i>", [])) == "&lt;i&gt;"
