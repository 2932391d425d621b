from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger, verify
from counterclaim.records import Reject
from counterclaim.settings import Settings
from tests.ledger.sample import add, page, story, weigh_all
from tests.ledger.test_decisions import decided


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A ledger with rows in every table."""
    path = tmp_path_factory.mktemp("made") / "war.ledger"
    with Ledger.create(path) as ledger:
        build = ledger.begin_build(settings=Settings(), knowledge_digest="k", model_digest="m", program="1")
        add(ledger, page(story(), path="a.txt"))
        add(ledger, page(story("Pell", 9), path="b.txt", url="https://ostrel.example/b"))
        add(ledger, page(story("Sorrun", 4), path="c.txt"))
        ledger.add_reject(Reject("d.txt", None, "reading", "nothing but white space"))
        weigh_all(ledger)
        ledger.withdraw("c.txt", why="named a child")
        decided(ledger)
        weigh_all(ledger)
        ledger.end_build(build, ledger.counts())
    return path.read_bytes()


@pytest.fixture
def full(made: bytes, path: Path) -> Path:
    """A copy of it, closed."""
    path.write_bytes(made)
    return path


def tamper(path: Path, statement: str, values: tuple[object, ...] = ()) -> None:
    """Change the file behind the program's back, triggers out of the way and put back."""
    other = sqlite3.connect(path)
    triggers = other.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        other.execute(f"DROP TRIGGER {name}")
    other.execute("PRAGMA synchronous = OFF")
    assert other.execute(statement, values).rowcount, "the test changes nothing"
    for _, sql in triggers:
        other.execute(sql)
    other.commit()
    other.close()


def test_an_honest_ledger(full: Path) -> None:
    with Ledger.open(full) as ledger:
        checked = verify(ledger, first_only=False)
        assert checked.faults == ()
        assert "2 documents, 2 articles, 18 anchored rows" in checked.summary
        assert "1 withdrawn" in checked.summary
        assert {t for t, n in ledger.counts().items() if not n} == set()
    with sqlite3.connect(full) as other:
        ends = other.execute("SELECT hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()[0][:16]
    assert ends in checked.summary


CHANGES = [
    ("blobs", "data = x'789c030000000001'"),
    ("blobs", "size = size + 1"),
    ("documents", "path = 'other.txt'"),
    ("documents", "url = 'https://varda.example/'"),
    ("documents", "media_type = 'text/html'"),
    ("documents", "char_count = char_count + 1"),
    ("documents", "byte_count = byte_count + 1"),
    ("documents", "encoding = 'utf-16'"),
    ("documents", "extractor = 'html'"),
    ("documents", "text_sha256 = 'f00d'"),
    ("documents", "collected_by = 'Ilse Maren'"),
    ("paths", "url = 'https://varda.example/'"),
    ("paths", "path = 'e.txt'"),
    ("articles", "title = 'Calm at sea'"),
    ("articles", "outlet = 'Varda Voice'"),
    ("articles", "published = '2024-03-01'"),
    ("articles", '"end" = "end" - 1'),
    ("articles", "lineage_id = 'lin-0'"),
    ("furniture", "kind = 'caption'"),
    ("furniture", "start = start + 1"),
    ("mentions", "text = 'Tide Group'"),
    ("mentions", "start = start + 1"),
    ("mentions", "entity_id = 'varda'"),
    ("mentions", "type = 'PERSON'"),
    ("mentions", "how = 'shout'"),
    ("entities", "name = 'Tide Gang'"),
    ("entities", "entity_id = 'tide-gang'"),
    ("entities", "public_role = 'minister'"),
    ("entities", "known = 0"),
    ("claims", "text = 'it rained'"),
    ("claims", '"end" = "end" - 1'),
    ("claims", "cue = 'lied'"),
    ("claims", "cue_start = cue_start + 1"),
    ("claims", "speaker = 'Tide Gang'"),
    ("claims", "speaker_id = 'nobody'"),
    ("claims", "stance = 'confirms'"),
    ("claims", "direct = 1"),
    ("claims", 'chain = \'["varda","tide-front"]\''),
    ("claims", "within = 'clm-0'"),
    ("claims", "confidence = 0.99"),
    ("claims", "rule = 'other'"),
    ("events", "type = 'AID'"),
    ("events", "level = 'admitted'"),
    ("events", "actor_ids = '[\"varda\"]'"),
    ("events", "witness_count = 9"),
    ("events", "account_count = 9"),
    ("accounts", "text = 'it rained'"),
    ("accounts", "status = 'denied'"),
    ("accounts", "killed_low = 500"),
    ("accounts", "informant_ids = '[\"nobody\"]'"),
    ("casualties", "text = 'at least 13 people'"),
    ("casualties", "low = 500"),
    ("casualties", "side_id = 'varda'"),
    ("support", "reason = 'All tell it.'"),
    ("support", "account_ids = '[\"acc-0\"]'"),
    ("disputes", "about = 'nothing'"),
    ("disputes", "kind = 'update'"),
    ("relations", "text = 'Ostrel-backed'"),
    ("relations", "predicate = 'opposes'"),
    ("quantities", "text = 'at least 99 people'"),
    ("quantities", "low = 99"),
    ("dates", "text = '8 February'"),
    ("dates", "value = '2024-02-08'"),
    ("places", "latitude = 50.0"),
    ("places", "name = 'Elsewhere'"),
    ("wording", "text = 'heroes'"),
    ("wording", "referent_id = 'varda'"),
    ("copies", "kind = 'verbatim'"),
    ("copies", "coverage = 1.0"),
    ("rejects", "reason = 'too long'"),
    ("decisions", "why = 'another reason'"),
    ("decisions", "after = 'accuses'"),
    ("decisions", "by = 'somebody else'"),
    ("withdrawn", "why = 'no reason'"),
    ("withdrawn", "path = 'e.txt'"),
    ("redirects", "new_id = 'evt-0'"),
    ("builds", "knowledge_digest = 'other'"),
    ("builds", "program = '2'"),
    ("weighed", "digest = 'other'"),
    ("log", "at = '2020-01-01T00:00:00Z'"),
    ("log", "payload = '{}'"),
    ("log", "kind = 'note'"),
    ("log", "hash = previous"),
]


@pytest.mark.parametrize(("table", "change"), CHANGES, ids=[f"{t}: {c}" for t, c in CHANGES])
def test_every_lie_is_found(full: Path, table: str, change: str) -> None:
    row = {"decisions": "words IS NOT NULL", "paths": "path = 'b.txt'", "rejects": "path = 'd.txt'"}.get(table, "TRUE")
    tamper(full, f'UPDATE "{table}" SET {change} WHERE rowid = (SELECT max(rowid) FROM "{table}" WHERE {row})')
    with Ledger.open(full) as ledger:
        (fault,) = verify(ledger).faults
        assert "\n" not in str(fault)
        assert len(verify(ledger, first_only=False).faults) >= 1


@pytest.mark.parametrize("table", sorted({t for t, _ in CHANGES} | {"texts", "findings"}))
def test_every_row_taken_out_is_missed(full: Path, table: str) -> None:
    if table == "rejects":
        pytest.skip("a reject may go: its path was read later")
    tamper(full, f'DELETE FROM "{table}" WHERE rowid = (SELECT min(rowid) FROM "{table}")')
    with Ledger.open(full) as ledger:
        assert verify(ledger).faults


def test_a_text_changed_together_with_its_hash(full: Path) -> None:
    text = story().replace("Tide Front", "Tide Gangs")
    import hashlib

    tamper(full, "UPDATE texts SET text = ? WHERE document_id = (SELECT document_id FROM documents WHERE path = 'a.txt')",
           (zlib.compress(text.encode()),))  # fmt: skip
    tamper(
        full, "UPDATE documents SET text_sha256 = ? WHERE path = 'a.txt'", (hashlib.sha256(text.encode()).hexdigest(),)
    )
    with Ledger.open(full) as ledger:
        found = [str(f) for f in verify(ledger, first_only=False).faults]
    assert any("not what its bytes are" in f for f in found)
    assert any("'Tide Front' does not stand at" in f for f in found)


def test_raw_findings_changed(full: Path) -> None:
    with sqlite3.connect(full) as other:
        payload = zlib.decompress(other.execute("SELECT payload FROM findings").fetchone()[0])
    other.close()
    tamper(full, "UPDATE findings SET payload = ? WHERE rowid = (SELECT min(rowid) FROM findings)",
           (zlib.compress(payload.replace(b"tide-front", b"tide-gangs")),))  # fmt: skip
    with Ledger.open(full) as ledger:
        assert "not as they were found" in str(verify(ledger).faults[0])


@pytest.mark.parametrize("index", ["articles_fts", "claims_fts"])
def test_an_index_of_words_that_lacks_a_row(full: Path, index: str) -> None:
    tamper(full, f"INSERT INTO {index} ({index}, rowid, text{', speaker' * (index == 'claims_fts')}) "
           f"SELECT 'delete', row, {'text, speaker FROM claims' if index == 'claims_fts' else '? FROM articles'} LIMIT 1",
           () if index == "claims_fts" else (story()[: story().index(chr(10) + chr(10) + "Share")],))  # fmt: skip
    with Ledger.open(full) as ledger:
        assert verify(ledger).faults[0].table == index


def test_the_end_of_the_log_cut_off(full: Path) -> None:
    tamper(full, "DELETE FROM log WHERE seq > 3")
    with Ledger.open(full) as ledger:
        assert verify(ledger).faults


def test_an_unweighed_ledger_is_honest_and_says_so(path: Path) -> None:
    with Ledger.create(path) as ledger:
        add(ledger, page())
        checked = verify(ledger)
    assert checked.faults == ()
    assert "not weighed yet" in checked.summary
