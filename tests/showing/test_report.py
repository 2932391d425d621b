"""The report: every link leads to words, nothing that was read is more than words, private persons are withheld."""

from __future__ import annotations

import filecmp
import json
from pathlib import Path

import pytest

import counterclaim
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.records import How, MentionType
from counterclaim.showing.mask import Mask, is_private
from tests.showing.sites import COPY, FRONT, HOSTILE, HOSTILE_NAME, WIRE, Pages, make, site

PRIVATE = """Fisherman lost off Dunmere

Harbour Post
6 March 2031

DUNMERE, Ostrel - A fisherman, Berin Tolk, was killed on Tuesday, Milo Venn said. "My brother drowned," said Anna Tolk.
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"wire.txt": WIRE, "front.txt": FRONT, "copy.txt": COPY, HOSTILE_NAME: HOSTILE, "empty.txt": ""}
    return make(tmp_path_factory.mktemp("report"), files)


@pytest.fixture(scope="module")
def pages(ledger: Path) -> Pages:
    return Pages(site(ledger, ledger.parent / "site").resolve())


def test_every_link_leads_to_a_file_and_an_id_inside_the_site(pages: Pages) -> None:
    assert pages.broken() == []


def test_no_id_stands_twice(pages: Pages) -> None:
    assert {p.name: [i for i, n in ids.items() if n > 1] for p, ids in pages.ids.items() if max(ids.values()) > 1} == {}


def test_every_page_forbids_what_it_does_not_need(pages: Pages) -> None:
    for tree in pages.trees.values():
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_what_was_read_is_never_markup(pages: Pages) -> None:
    for path, tree in pages.trees.items():
        assert not tree.xpath("//img | //b[@onmouseover] | //script[not(@src)] | //iframe | //style"), path
        assert not [a for e in tree.iter() for a in e.attrib if a.startswith("on") or a == "style"], path


def test_the_page_of_a_hostile_text_shows_its_words(pages: Pages, ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        (document,) = [d for d in opened.documents() if d.path.endswith("fdp.txt")]
        read = Mask.of(opened).words(opened.text(document.document_id), document.document_id, 0)
    tree = pages.of(f"documents/{document.document_id[:16]}.html")
    words = "".join(tree.xpath("//div[@class='source']//text()"))
    assert '<script>alert("title")</script>' in words
    assert "\ufffd\ufffd[31mShells killed 3 people" in words
    assert len(words) == len(read)


@pytest.mark.parametrize("character", ["\u202e", "\x00", "\x1b"])
def test_characters_that_turn_or_end_text_stand_in_no_file(pages: Pages, character: str) -> None:
    written = [p for p in pages.folder.rglob("*") if p.is_file()]
    assert [p.name for p in written if character in p.read_text(encoding="utf-8") + p.name] == []


def test_a_document_shows_its_text_character_for_character(pages: Pages, ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        (document,) = [d for d in opened.documents() if d.path == "front.txt"]
        read = Mask.of(opened).words(opened.text(document.document_id), document.document_id, 0)
    tree = pages.of(f"documents/{document.document_id[:16]}.html")
    assert "".join(tree.xpath("//div[@class='source']//text()")) == read


def test_a_claim_leads_to_its_words(pages: Pages, ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        (claim,) = [c for c in opened.claims() if c.text.startswith("If the bombing")]
    page = f"documents/{claim.document_id[:16]}.html"
    tree = pages.of(page)
    (link,) = tree.xpath(f"//*[@id='card-{claim.claim_id}']//a[@class='to-words']/@href")
    following = pages.follow(page, link).itersiblings()
    runs = [e.text_content() for e in following if claim.claim_id in (e.get("data-claims") or "").split()]
    assert "".join(runs) == claim.text


def test_an_event_shows_its_witnesses_side_by_side(pages: Pages, ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        event = max(opened.events(), key=lambda e: (e.account_count, e.event_id))
        accounts = opened.accounts(event_id=event.event_id)
    name = f"events/{event.event_id}.html"
    (table,) = pages.of(name).xpath("//table[contains(@class, 'matrix')]")
    rows = {row[0].text_content().split("\n")[0].split(" ")[0]: row for row in table.xpath("tbody/tr")}
    assert len(table.xpath("thead/tr/th")) == 1 + event.witness_count
    assert all(len(row) == 1 + event.witness_count for row in rows.values())
    told = {link.partition("#")[2] for link in rows["happened"].xpath(".//a/@href")}
    assert told == {a.account_id for a in accounts}
    assert all(pages.follow(name, link) is not None for link in table.xpath(".//a[@class='ref-to']/@href"))


def test_an_outlet_lists_its_loaded_terms_and_whom_they_mean(pages: Pages, ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        used = [w for w in opened.wording() if opened.text(w.document_id).startswith("Tide Front warns")]
    tree = pages.of("outlets/tide-voice.html")
    assert used
    linked = {link.partition("#")[2] for link in tree.xpath("//td/a/@href")}
    assert linked >= {f"word-{w.start}" for w in used}


def test_an_outlet_lists_the_copies_it_carries(pages: Pages, ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        (copy,) = opened.copies()
    tree = pages.of("outlets/harbour-post.html")
    (row,) = tree.xpath("//div[@aria-label='Copies it carries']//tbody/tr")
    assert [link.partition("#")[2] for link in row.xpath(".//a/@href")] == [copy.article_id, copy.other_id]


def test_the_search_index_is_data_that_ends_no_script(pages: Pages, ledger: Path) -> None:
    (script,) = (pages.folder / "search").iterdir()
    body = script.read_text(encoding="utf-8")
    assert "<" not in body
    rows = json.loads(body[body.index("concat(") + len("concat(") : body.rindex(")")])
    with counterclaim.open(ledger) as opened:
        assert len(rows) == len(opened.claims())
    assert all(pages.follow("search.html", row[3]).get("id") for row in rows)


def test_rejects_stand_on_the_front_page(pages: Pages) -> None:
    assert "empty.txt" in pages.of("index.html").text_content()


def test_headings_go_down_one_step_at_a_time_and_landmarks_are_named(pages: Pages) -> None:
    for path, tree in pages.trees.items():
        levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3 | //h4")]
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), path
        assert len(tree.xpath("//main")) == 1
        assert all(nav.get("aria-label") or nav.get("aria-labelledby") for nav in tree.xpath("//nav")), path
        assert tree.get("lang") == "en"
        labelled = set(tree.xpath("//label/@for"))
        assert all(field.get("id") in labelled for field in tree.xpath("//input")), path


def test_two_reports_of_one_ledger_are_equal(ledger: Path, tmp_path: Path) -> None:
    folders = [site(ledger, tmp_path / name) for name in ("a", "b")]
    names = [sorted(str(p.relative_to(f)) for p in f.rglob("*") if p.is_file()) for f in folders]
    assert names[0] == names[1]
    assert filecmp.cmpfiles(*folders, names[0], shallow=False)[1:] == ([], [])


def test_an_empty_ledger_has_a_report(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "a.ledger").close()
    pages = Pages(site(tmp_path / "a.ledger", tmp_path / "site").resolve())
    assert pages.broken() == []
    assert "Nothing was read yet" in pages.of("index.html").text_content()


def test_a_withdrawn_document_is_told_with_its_reason(tmp_path: Path) -> None:
    made = make(tmp_path, {"wire.txt": WIRE, "front.txt": FRONT})
    with Ledger.open(made, write=True) as opened:
        (gone,) = opened.withdraw("wire.txt", why="asked by the author", by="M. Reader")
    counterclaim.build([tmp_path / "in" / "front.txt"], made)
    pages = Pages(site(made, tmp_path / "site").resolve())
    (table,) = pages.of("index.html").xpath("//div[@aria-label='Withdrawn documents']/table")
    assert gone in table.text_content()
    assert "asked by the author" in table.text_content()
    assert not any("fourteen bodies" in p.read_text(encoding="utf-8") for p in pages.trees)


def test_a_private_person_stands_in_no_file_of_the_report(tmp_path: Path) -> None:
    made = make(tmp_path, {"news-of-berin-tolk.txt": PRIVATE, "Berin Tolk.txt": PRIVATE + "\n"})
    with counterclaim.open(made) as opened:
        private = {e.entity_id for e in opened.entities() if is_private(e)}
        names = {
            m.text for m in opened.mentions()
            if m.entity_id in private and m.type is MentionType.PERSON and m.how is How.NAME
        }  # fmt: skip
    assert "Berin Tolk" in names
    folder = site(made, tmp_path / "site")
    for path in folder.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8") + path.name
            assert "Berin" not in text, path
            assert "berin-tolk" not in text.lower(), path


def test_long_lists_are_cut_into_pages_that_link_to_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterclaim.showing.pages._PAGE_ROWS", 2)
    made = make(tmp_path, {f"{n}.txt": FRONT.replace("21", str(20 + n)) for n in range(5)})
    pages = Pages(site(made, tmp_path / "site").resolve())
    assert pages.broken() == []
    names = ["documents.html", "documents-2.html", "documents-3.html"]
    assert [len(pages.of(n).xpath("//li[@class='row']")) for n in names] == [2, 2, 1]
    assert pages.of("documents-2.html").xpath("//a[@rel]/@href")[:2] == ["documents.html", "documents-3.html"]


def test_a_document_of_several_articles_has_a_table_of_contents(tmp_path: Path) -> None:
    made = make(tmp_path, {"pile.txt": "\n\n".join([WIRE, FRONT])})
    with counterclaim.open(made) as opened:
        articles = [a.article_id for a in opened.articles()]
    pages = Pages(site(made, tmp_path / "site").resolve())
    assert len(articles) == 2
    tree = pages.of("documents/")
    assert tree.xpath("//nav[@class='contents']//a/@href") == [f"#{i}" for i in articles]


def test_a_folder_of_other_files_is_refused(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        site(ledger, tmp_path)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
