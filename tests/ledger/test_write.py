from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import LedgerError, UsageError
from counterclaim.ledger import Ledger, faults, shape
from counterclaim.records import Findings, Reject
from tests.ledger.sample import FINDER, add, findings, page, segments, story, tables, weigh, weigh_all


def test_what_is_stored_comes_back(ledger: Ledger) -> None:
    of = page(story(), path="a.txt")
    document_id = of.document.document_id
    assert ledger.data(document_id) == of.data
    assert ledger.text(document_id) == of.text
    assert ledger.segments_of(document_id) == (segments(of).articles, segments(of).furniture)
    found = next(f for f in ledger.iter_found() if f.article.document_id == document_id)
    assert found.findings == findings(of, segments(of).articles[0])
    assert found.text == of.text[: found.article.end]
    weighed = weigh(tuple(ledger.iter_found()))
    assert set(ledger.claims()) == {c for f in weighed.found for c in f.findings.claims}
    assert set(ledger.accounts()) == {a for f in weighed.found for a in f.findings.accounts}
    assert ledger.events() == weighed.events
    assert ledger.disputes() == tuple(sorted(weighed.disputes, key=lambda d: d.dispute_id))
    assert set(ledger.articles()) == {f.article for f in weighed.found}


def test_adding_twice_is_adding_once(ledger: Ledger) -> None:
    before = tables(ledger)
    assert not add(ledger, page(story(), path="a.txt"))
    assert tables(ledger) == before
    assert not ledger.needs_weighing


@pytest.mark.parametrize(
    "order", [("z.txt", "a.txt", "m.txt"), ("m.txt", "z.txt", "a.txt"), ("a.txt", "m.txt", "z.txt")]
)
def test_identical_bytes_at_other_paths_are_one_document(path: Path, order: tuple[str, ...]) -> None:
    with Ledger.create(path) as ledger:
        for name in order:
            ledger.add_document(of := page(path=name, url=f"https://ostrel.example/{name}"), segments(of),
                                [findings(of, segments(of).articles[0])], FINDER)  # fmt: skip
        (document,) = ledger.documents()
        assert (document.path, document.other_paths) == ("a.txt", ("m.txt", "z.txt"))
        assert document.url == "https://ostrel.example/a.txt"
        assert ledger.known_paths() == ("a.txt", "m.txt", "z.txt")
        assert not list(faults(ledger))


def test_what_one_path_does_not_state_comes_from_the_next(path: Path) -> None:
    with Ledger.create(path) as ledger:
        add(ledger, page(path="b.txt", collected_by="Ilse Maren"))
        ledger.add_path(page(path="a.txt").document)
        assert ledger.documents()[0].collected_by == "Ilse Maren"


def test_a_container_comes_first(ledger: Ledger) -> None:
    box = page("two messages\n", path="mail.mbox", media_type="application/mbox", extractor="mbox")
    inside = page(story("Sorrun"), path="mail.mbox#1", parent_id=box.document.document_id)
    with pytest.raises(LedgerError, match="container"):
        add(ledger, inside)
    add(ledger, box)
    assert add(ledger, inside)
    assert not list(faults(ledger))


@pytest.mark.parametrize("change", [{"document_id": "0" * 64}, {"text_sha256": "0" * 64}])
def test_a_page_that_lies_is_refused(ledger: Ledger, change: dict[str, str]) -> None:
    of = page("Calm at sea\n", path="c.txt")
    cut = segments(of)
    lying = replace(of, document=replace(of.document, **change))
    with pytest.raises(LedgerError, match="SHA-256"):
        ledger.add_document(lying, cut, [Findings(a.article_id) for a in cut.articles], FINDER)
    assert len(ledger.documents()) == 2


def test_rejects_are_noted_once_and_go_when_the_path_is_read(ledger: Ledger) -> None:
    for _ in range(2):
        ledger.add_reject(Reject("c.txt", None, "reading", "nothing but white space"))
    ledger.add_reject(Reject("c.txt", None, "finding", "the words do not stand there"))
    assert len(ledger.rejects()) == 2
    add(ledger, page("Calm at sea\n", path="c.txt"))
    assert [r.stage for r in ledger.rejects()] == ["finding"]


def test_another_finder_finds_again(ledger: Ledger) -> None:
    assert ledger.findings_stale(FINDER) == ()
    stale = ledger.findings_stale("finder-2")
    assert [d.document_id for d in ledger.documents()] == list(stale)
    articles, _ = ledger.segments_of(stale[0])
    ledger.replace_findings(stale[0], [Findings(a.article_id) for a in articles], "finder-2")
    assert ledger.needs_weighing
    assert ledger.findings_stale("finder-2") == stale[1:]
    weigh_all(ledger)
    assert len(ledger.claims()) == 1
    assert not list(faults(ledger))


def test_the_order_of_adding_does_not_show(tmp_path: Path) -> None:
    pages = [page(story(t, n), path=f"{t}.txt") for t, n in (("Dunmere", 3), ("Pell", 4), ("Sorrun", 5))]
    shown = []
    for name, order in (("one", pages), ("two", pages[::-1])):
        with Ledger.create(tmp_path / f"{name}.ledger") as ledger:
            for n, of in enumerate(order):
                add(ledger, of)
                if name == "two" and n == 1:
                    weigh_all(ledger)
            weigh_all(ledger)
            shown.append(tables(ledger))
    assert shown[0] == shown[1]


def test_unchanged_articles_are_not_written_again(ledger: Ledger) -> None:
    def numbers() -> dict[str, int]:
        return dict(ledger.store.all("SELECT claim_id, row FROM claims"))

    before = numbers()
    add(ledger, page(story("Aster", 2), path="0.txt"))
    weigh_all(ledger)
    assert before.items() < numbers().items()


def test_a_weighing_that_points_nowhere_changes_nothing(ledger: Ledger) -> None:
    before = tables(ledger)
    weighed = weigh(tuple(ledger.iter_found()))
    with pytest.raises(LedgerError, match="points to no row of entities"):
        ledger.store_weighed(replace(weighed, entities=()))
    assert tables(ledger) == before


def test_a_figure_too_great_for_a_column_is_kept_as_words(ledger: Ledger) -> None:
    found = [
        replace(
            f, findings=replace(f.findings, quantities=tuple(replace(q, low=10**30) for q in f.findings.quantities))
        )
        for f in ledger.iter_found()
    ]
    ledger.store_weighed(weigh(tuple(found)))
    assert {(q.text, q.low) for q in ledger.quantities()} == {("at least 12 people", None), ("at least 9 people", None)}
    assert not list(faults(ledger))


def test_ids_that_are_gone_lead_to_their_heirs(ledger: Ledger) -> None:
    before = {a.account_id: a.event_id for a in ledger.accounts()}
    assert weigh_all(ledger, by_town=False) == 2  # an event and its dispute
    (event,) = ledger.events()
    assert {ledger.resolve("events", old) for old in before.values()} == {event.event_id}
    assert {ledger.resolve("disputes", f"{d.dispute_id}") for d in ledger.disputes()} == {
        ledger.disputes()[0].dispute_id
    }
    assert weigh_all(ledger) == 0  # the split brings the old id back, which then stands for itself again
    assert all(ledger.resolve("events", old) == old for old in before.values())


def test_an_entity_nobody_names_any_more_leads_nowhere(ledger: Ledger) -> None:
    stale = [d.document_id for d in ledger.documents() if d.path == "b.txt"]
    articles, _ = ledger.segments_of(stale[0])
    ledger.replace_findings(stale[0], [Findings(a.article_id) for a in articles], FINDER)
    weigh_all(ledger)
    assert ledger.resolve("entities", "pell") is None
    assert ledger.resolve("entities", "tide-front") == "tide-front"


def test_a_reader_writes_nothing(closed: Path) -> None:
    with Ledger.open(closed) as ledger, pytest.raises(UsageError, match="for reading"):
        ledger.add_reject(Reject("c.txt", None, "reading", "locked"))


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_any_text_survives(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "x.ledger") as ledger:
        of = page("x" + text)
        add(ledger, of)
        assert ledger.text(of.document.document_id) == of.text
        assert hashlib.sha256(ledger.data(of.document.document_id)).hexdigest() == of.document.document_id
        assert not list(faults(ledger))


def test_findings_survive_as_json() -> None:
    of = page()
    found = findings(of, segments(of).articles[0])
    assert shape.from_json(Findings, shape.loads(shape.dumps(shape.to_json(found)))) == found


@pytest.mark.parametrize("spoil", [
    lambda v: v.pop("article_id"),
    lambda v: v.update(claims=3),
    lambda v: v["claims"][0].update(stance="shouts"),
    lambda v: v["claims"][0].update(start="0"),
    lambda v: v["claims"][0].update(start=True),
    lambda v: v["mentions"].append(None),
])  # fmt: skip
def test_damaged_findings_are_corrupt(spoil) -> None:  # type: ignore[no-untyped-def]
    of = page()
    value = shape.to_json(findings(of, segments(of).articles[0]))
    spoil(value)
    with pytest.raises(LedgerError):
        shape.from_json(Findings, value)
