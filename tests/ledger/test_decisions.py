from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from counterclaim.errors import AnchorError, UsageError
from counterclaim.ledger import Ledger, Target, faults
from counterclaim.records import Decision
from tests.ledger.sample import add, page, segments, story, tables, weigh_all


def decided(ledger: Ledger) -> Decision:
    """Somebody corrects the stance of the first claim."""
    c = ledger.claims_of()[0] if ledger.claims_of() else None
    if c is None:
        weigh_all(ledger)
        c = ledger.claims_of()[0]
    target = Target("claims", c.claim_id, c.document_id, c.start, c.end, c.text)
    return ledger.decide("correct", target, after='{"stance":"denies"}', why="read again", by="Ilse Maren")


def test_a_decision_is_kept_with_its_words(ledger: Ledger) -> None:
    made = decided(ledger)
    assert ledger.decisions() == (made,)
    assert made.words == ledger.claims()[0].text
    assert ledger.log()[-1].kind == "decision"
    assert not list(faults(ledger))


@pytest.mark.parametrize("target", [Target("claim", "x"), Target("log", "1")])
def test_unknown_targets(ledger: Ledger, target: Target) -> None:
    with pytest.raises(UsageError):
        ledger.decide("refuse", target)
    with pytest.raises(UsageError):
        ledger.decide("burn", Target("claims", "x"))


def test_words_that_do_not_stand_there(ledger: Ledger) -> None:
    c = ledger.claims()[0]
    with pytest.raises(AnchorError):
        ledger.decide("refuse", Target("claims", c.claim_id, c.document_id, c.start, c.end, "it rained"))


@pytest.mark.parametrize("statement", [
    "UPDATE log SET at = ''", "DELETE FROM log",
    "INSERT OR REPLACE INTO log SELECT seq, '', kind, payload, previous, hash FROM log",
    "UPDATE decisions SET why = ''", "UPDATE decisions SET words = NULL", "DELETE FROM decisions",
    "INSERT OR REPLACE INTO decisions SELECT seq, 'x', made_at, by, action, target_table, target_id, document_id, start, \"end\", "
    "words, \"before\", \"after\", why FROM decisions",
])  # fmt: skip
def test_log_and_decisions_are_only_added_to(ledger: Ledger, path: Path, statement: str) -> None:
    decided(ledger)
    ledger.close()
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        other.execute(statement)
    other.close()


SECRET = "Quorvexholm"


def with_secret(path: Path) -> None:
    with Ledger.create(path) as ledger:
        add(ledger, page(story(), path="a.txt"))
        add(ledger, page(story(SECRET, 77), path="s.txt"))
        weigh_all(ledger)
        c = next(c for c in ledger.claims() if SECRET in c.text)
        speaker = {"key": SECRET.lower(), "name": SECRET, "type": "PERSON"}
        target = Target("claims", c.claim_id, c.document_id, c.start, c.end, c.text)
        ledger.decide("correct", target, after=json.dumps({"speaker": speaker}))
        weigh_all(ledger)


def test_withdrawn_words_are_gone_from_the_file(path: Path) -> None:
    with_secret(path)
    assert SECRET.lower().encode() in path.read_bytes().lower()
    with Ledger.open(path, write=True) as ledger:
        document_id = page(story(SECRET, 77)).document.document_id
        assert ledger.withdraw("s.txt", why="names a child", by="Ilse Maren") == (document_id,)
        assert ledger.needs_weighing
        assert not list(faults(ledger))
    assert_no_trace(path)
    with Ledger.open(path, write=True) as ledger:
        weigh_all(ledger)
        assert not list(faults(ledger))
        assert [d.path for d in ledger.documents()] == ["a.txt"]
        assert ledger.withdrawn_why(document_id) == "names a child"
        assert ledger.is_withdrawn(document_id)
        assert [(r.path, r.document_id, r.reason) for r in ledger.rejects()] == [
            ("s.txt", document_id, "withdrawn: names a child")
        ]
        assert [(d.action, d.words, d.before, d.after) for d in ledger.decisions()] == [
            ("correct", None, None, None),
            ("withdraw", None, None, None),
        ]
        assert ledger.search(SECRET) == ()
        assert ledger.search("Dunmere")
    assert_no_trace(path)


def assert_no_trace(path: Path) -> None:
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    content = path.read_bytes().lower()
    assert SECRET.lower().encode() not in content
    assert SECRET.lower().encode()[2:] not in content  # indices of words leave out what two words share


def test_a_withdrawn_document_is_not_taken_again(path: Path) -> None:
    with_secret(path)
    with Ledger.open(path, write=True) as ledger:
        ledger.withdraw("s.txt", why="names a child")
        assert not add(ledger, page(story(SECRET, 77), path="copy.txt"))
        assert {r.path for r in ledger.rejects()} == {"s.txt", "copy.txt"}
        assert len(ledger.documents()) == 1


def test_after_a_withdrawal_the_rest_is_as_if_it_had_never_been(path: Path, tmp_path: Path) -> None:
    with_secret(path)
    with Ledger.open(path, write=True) as ledger:
        ledger.withdraw("s.txt", why="names a child")
        weigh_all(ledger)
        rest = tables(ledger)
    with Ledger.create(tmp_path / "fresh.ledger") as fresh:
        add(fresh, page(story(), path="a.txt"))
        weigh_all(fresh)
        alone = tables(fresh)
    assert {t: r for t, r in rest.items() if t not in ("rejects", "decisions")} == {
        t: r for t, r in alone.items() if t not in ("rejects", "decisions")
    }


def test_events_that_a_withdrawal_shrinks_keep_their_redirects(ledger: Ledger) -> None:
    ids = {a.document_id: a.event_id for a in ledger.accounts()}
    gone = page(story("Pell", 9)).document.document_id
    ledger.withdraw(gone, why="asked for")
    weigh_all(ledger)
    assert ledger.resolve("events", ids[gone]) is None
    assert all(ledger.resolve("events", e) == e for d, e in ids.items() if d != gone)


def test_what_lies_inside_goes_too(ledger: Ledger) -> None:
    box = page("two messages\n", path="mail.mbox", media_type="application/mbox", extractor="mbox")
    inside = page(story("Sorrun"), path="mail.mbox#1", parent_id=box.document.document_id)
    add(ledger, box)
    add(ledger, inside)
    assert set(ledger.withdraw("mail.mbox", why="private mail")) == {
        box.document.document_id,
        inside.document.document_id,
    }
    assert {r.path for r in ledger.rejects()} == {"mail.mbox", "mail.mbox#1"}
    later = page(story("Aster"), path="mail.mbox#2", parent_id=box.document.document_id)
    assert not add(ledger, later)
    assert not list(faults(ledger))


@pytest.mark.parametrize("name", ["x.txt", "abc", "0" * 64, ""])
def test_no_such_document(ledger: Ledger, name: str) -> None:
    with pytest.raises(UsageError, match="no document"):
        ledger.withdraw(name, why="asked for")


def test_the_start_of_an_id_is_enough_and_a_reason_is_needed(ledger: Ledger) -> None:
    document_id = ledger.documents()[0].document_id
    with pytest.raises(UsageError, match="reason"):
        ledger.withdraw(document_id, why=" ")
    assert ledger.withdraw(document_id[:8].upper(), why="asked for") == (document_id,)


def test_a_path_of_two_documents_is_ambiguous(ledger: Ledger) -> None:
    add(ledger, page(story("Aster"), path="a.txt"))
    with pytest.raises(UsageError, match="names 2 documents"):
        ledger.withdraw("a.txt", why="asked for")


def test_segments_of_the_sample_cover_the_text() -> None:
    of = page()
    cut = segments(of)
    assert cut.articles[0].end == cut.furniture[0].start
    assert cut.furniture[0].end == len(of.text)
