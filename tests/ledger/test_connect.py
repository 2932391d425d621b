from __future__ import annotations

import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from counterclaim.errors import Busy, Corrupt, LedgerError, NewerSchema, NotALedger, UsageError
from counterclaim.ledger import Ledger, connect, faults, migrate, verify
from counterclaim.ledger.lock import WriterLock
from counterclaim.settings import Ledger as LedgerSettings
from tests.ledger.sample import add, page, story, tables, weigh_all


@pytest.mark.parametrize(
    "name",
    [
        "a b.ledger",
        "q?mode=rw.ledger",
        "100%41.ledger",
        "n#1.ledger",
        "line\nbreak.ledger",
        "é—ع.ledger",
        "a:b&c=d.ledger",
    ],
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with Ledger.create(path) as ledger:
        add(ledger, page())
    with Ledger.open(path) as ledger:
        assert len(ledger.documents()) == 1
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_everything_is_in_one_file_and_is_recognisable(closed: Path) -> None:
    assert [p.name for p in closed.parent.iterdir()] == [closed.name]
    header = closed.read_bytes()[:100]
    assert header[:15] == b"SQLite format 3"
    assert int.from_bytes(header[68:72]) == connect.APPLICATION_ID
    assert int.from_bytes(header[60:64]) == connect.SCHEMA_VERSION


@pytest.mark.parametrize("content", [b"", b"plain text", b"SQLite format 3\x00" + b"\x00" * 200, b"\x00" * 5000])
def test_other_files_are_no_ledgers(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.ledger"
    path.write_bytes(content)
    for write in (False, True):
        with pytest.raises(LedgerError):
            Ledger.open(path, write=write)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_another_database_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "x.ledger"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE documents (document_id)")
    other.close()
    with pytest.raises(NotALedger):
        Ledger.open(path)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such ledger"):
        Ledger.open(tmp_path / "x.ledger")
    with pytest.raises(NotALedger):
        Ledger.open(tmp_path)
    with pytest.raises(UsageError, match="no folder"):
        Ledger.create(tmp_path / "none" / "x.ledger")
    with pytest.raises(UsageError):
        Ledger.open("nul\x00.ledger")


def test_nothing_is_made_over_a_file(closed: Path) -> None:
    with pytest.raises(UsageError, match="exists"):
        Ledger.create(closed)


def test_a_folder_that_takes_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LedgerError, match="cannot be"):
        Ledger.create(Path("/proc/x.ledger"))


def alter(path: Path, *statements: str) -> None:
    """What somebody else's SQLite does to the file."""
    other = sqlite3.connect(path)
    other.execute("PRAGMA synchronous = OFF")
    for statement in statements:
        other.executescript(statement)
    other.commit()
    other.close()


def test_a_newer_schema_is_refused_and_left_alone(closed: Path) -> None:
    alter(closed, "PRAGMA user_version = 99")
    before = closed.read_bytes()
    for write in (False, True):
        with pytest.raises(NewerSchema, match="newer"):
            Ledger.open(closed, write=write)
    assert closed.read_bytes() == before
    assert list(closed.parent.iterdir()) == [closed]


@pytest.mark.parametrize("statement", [
    "CREATE TABLE extra (x)",
    "CREATE VIEW extra AS SELECT 1",
    "CREATE TRIGGER extra AFTER INSERT ON rejects BEGIN DELETE FROM rejects; END",
    "DROP TRIGGER log_no_update",
    "DROP TABLE wording",
    "DROP TABLE wording; CREATE VIEW wording AS SELECT * FROM dates",
    "ALTER TABLE claims ADD COLUMN note TEXT",
    "DROP INDEX claims_speaker",
    "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = 'CREATE TABLE rejects (path)' WHERE name = 'rejects'",
])  # fmt: skip
def test_objects_that_no_ledger_has_are_refused(closed: Path, statement: str) -> None:
    alter(closed, statement)
    for write in (False, True):
        with pytest.raises(LedgerError):
            Ledger.open(closed, write=write)


def test_bytes_that_unpack_to_too_much(closed: Path) -> None:
    bomb = zlib.compress(b"a" * 3_000_000)
    other = sqlite3.connect(closed)
    other.execute("UPDATE blobs SET data = ?", (bomb,))
    other.execute("UPDATE texts SET text = ?", (bomb,))
    other.commit()
    other.close()
    with Ledger.open(closed, settings=LedgerSettings(max_blob_bytes=1_000_000)) as ledger:
        document_id = ledger.documents()[0].document_id
        for read in (ledger.data, ledger.text):
            with pytest.raises(Corrupt, match="more than"):
                read(document_id)
        assert verify(ledger).faults


@pytest.mark.parametrize("statement", [
    "UPDATE texts SET text = x'00ff'",
    "UPDATE findings SET payload = x'789c'",
    "UPDATE claims SET stance = 'shouts'",
    "UPDATE claims SET chain = '{'",
    "UPDATE claims SET chain = '[1]'",
    "UPDATE events SET actor_ids = '\"x\"'",
    "UPDATE disputes SET positions = '[{\"by\": 1}]'",
    "UPDATE claims SET text = CAST(x'ff' AS TEXT)",
])  # fmt: skip
def test_wrong_values_are_errors_of_ours(closed: Path, statement: str) -> None:
    alter(closed, statement)
    with Ledger.open(closed) as ledger:
        assert verify(ledger, first_only=False).faults
        with pytest.raises(LedgerError):
            list(ledger.iter_found()), tables(ledger), ledger.claims(), ledger.disputes(), ledger.events()


@pytest.mark.parametrize("at", [100, 4096, 4096 * 5, 4096 * 20, 4096 * 40])
def test_broken_pages_are_errors_of_ours(closed: Path, at: int) -> None:
    whole = bytearray(closed.read_bytes())
    whole[at : at + 600] = b"\xff" * 600
    closed.write_bytes(whole)
    with pytest.raises(LedgerError), Ledger.open(closed) as ledger:
        if verify(ledger).faults:
            raise Corrupt("found")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_off(closed: Path, share: float) -> None:
    whole = closed.read_bytes()
    closed.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(LedgerError), Ledger.open(closed) as ledger:
        if verify(ledger).faults:
            raise Corrupt("found")


def test_a_second_writer_is_told_so(ledger: Ledger, path: Path) -> None:
    with pytest.raises(Busy, match="another process is writing"):
        Ledger.open(path, write=True)
    with Ledger.open(path) as reader:
        assert len(reader.documents()) == 2


def test_a_second_writer_in_another_process(ledger: Ledger, path: Path) -> None:
    code = "import sys; from counterclaim.ledger import Ledger; Ledger.open(sys.argv[1], write=True)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False, capture_output=True, text=True)
    assert "Busy: " in done.stderr


def test_the_lock_goes_with_its_holder(path: Path) -> None:
    first = WriterLock(path)
    with pytest.raises(Busy):
        WriterLock(path)
    first.release()
    WriterLock(path).release()
    assert not list(path.parent.iterdir())


# ---------------------------------------------------------------- older schemas


def as_version_0(path: Path) -> None:
    """A made-up older shape: claims had no rule, and there were no redirects."""
    alter(
        path,
        "DROP TABLE redirects; DROP TABLE outcomes; ALTER TABLE claims DROP COLUMN rule; DROP INDEX claims_speaker; "
        "PRAGMA user_version = 0",
    )


def from_0(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE claims ADD COLUMN rule TEXT NOT NULL DEFAULT ''")
    migrate.remake(connection, "claims")
    migrate.remake(connection, "redirects")


def test_an_older_ledger_comes_forward_with_a_copy_beside(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(closed) as ledger:
        claims = ledger.claims()
    as_version_0(closed)
    old = tables_of(closed)
    monkeypatch.setattr(migrate.bring_forward, "__defaults__", ((migrate.Step(0, from_0), *migrate.STEPS),))
    with Ledger.open(closed) as ledger:
        assert [(c.claim_id, c.text, c.rule) for c in ledger.claims()] == [(c.claim_id, c.text, "") for c in claims]
        assert ledger.log()[-1].kind == "migrate"
    copy = closed.with_name(closed.name + ".v0.bak")
    assert sorted(p.name for p in closed.parent.iterdir()) == [closed.name, copy.name]
    assert tables_of(copy) == old
    with Ledger.open(closed, write=True) as ledger:
        weigh_all(ledger)
        add(ledger, page(story("Aster", 2), path="c.txt"))


def test_a_ledger_of_the_first_version_comes_forward_and_wants_weighing(closed: Path) -> None:
    alter(
        closed,
        "DROP TABLE outcomes; DROP TRIGGER decisions_no_update; CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions "
        "BEGIN SELECT RAISE(ABORT, 'the old one'); END; PRAGMA user_version = 1",
    )
    with Ledger.open(closed, write=True) as ledger:
        assert ledger.needs_weighing
        assert ledger.outcomes() == ()
        assert not list(faults(ledger))


def test_a_step_that_fails_leaves_the_file(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_version_0(closed)
    old = tables_of(closed)
    monkeypatch.setattr(migrate.bring_forward, "__defaults__", ((migrate.Step(0, lambda c: None), *migrate.STEPS),))
    with pytest.raises(Corrupt):
        Ledger.open(closed, write=True)
    assert tables_of(closed) == old


def test_a_schema_that_no_step_leads_from(closed: Path) -> None:
    as_version_0(closed)
    old = tables_of(closed)
    for write in (False, True):
        with pytest.raises(LedgerError, match="too old"):
            Ledger.open(closed, write=write)
    assert tables_of(closed) == old


def tables_of(path: Path) -> list[str]:
    other = sqlite3.connect(path)
    try:
        return [*other.iterdump(), str(other.execute("PRAGMA user_version").fetchone())]
    finally:
        other.close()
