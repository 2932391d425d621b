"""Opening ledger files: making, recognising, comparing with the schema; one place where SQLite's errors become ours."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from counterclaim.errors import Busy, Corrupt, LedgerError, NewerSchema, NotALedger, UsageError
from counterclaim.settings import Ledger as LedgerSettings

APPLICATION_ID = 0x434C4D31  # "CLM1"
SCHEMA_VERSION = 2

_STRICT_SINCE = (3, 37)
_SPARE_BYTES = 1 << 20  # rows around a blob, and the blob of random bytes that zlib makes longer
_AT_ONCE = 500  # rows held while iterating

Row = tuple[Any, ...]


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turns what SQLite raises into LedgerError, one line with the file's name."""
    try:
        yield
    except sqlite3.Error as error:
        raise _ours(error, path) from error
    except (UnicodeError, OverflowError) as error:
        raise LedgerError(f"{path}: a value cannot be stored ({error})") from error


def _ours(error: sqlite3.Error, path: Path) -> LedgerError:
    words = str(error)
    if "not a database" in words:
        return NotALedger(f"{path}: not a ledger")
    if "locked" in words or "busy" in words:
        return Busy(f"{path}: another process is writing to it; wait until it has ended")
    if isinstance(error, sqlite3.DataError) or any(
        sign in words for sign in ("malformed", "corrupt", "UTF-8", "vtable")
    ):
        return Corrupt(f"{path}: damaged ({words})")
    if "readonly" in words or "unable to open" in words:
        return LedgerError(f"{path}: cannot be opened or written to; see the rights of the file and its folder")
    return LedgerError(f"{path}: {words}")


class Store:
    """A connection that speaks of LedgerError only. ``max_bytes`` bounds what a stored document may unpack to."""

    def __init__(self, connection: sqlite3.Connection, path: Path, settings: LedgerSettings, *, writable: bool) -> None:
        self.connection = connection
        self.path = path
        self.writable = writable
        self.max_bytes = settings.max_blob_bytes
        self.veil: tuple[int, object] = (-1, None)  # what is hidden, and the last entry of the log when that was read

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows at once."""
        with guarded(self.path):
            return self.connection.execute(sql, values).fetchall()

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Rows one by one; nothing may be written meanwhile."""
        with guarded(self.path):
            cursor = self.connection.execute(sql, values)
            rows = cursor.fetchmany(_AT_ONCE)
        while rows:
            yield from rows
            with guarded(self.path):
                rows = cursor.fetchmany(_AT_ONCE)

    def one(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row, None where there is none."""
        with guarded(self.path):
            row: Row | None = self.connection.execute(sql, values).fetchone()
            return row

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute one statement; the number of rows it changed."""
        with guarded(self.path):
            return self.connection.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute one statement for every row."""
        with guarded(self.path):
            self.connection.executemany(sql, rows)

    @contextmanager
    def transaction(self, *, checked_at_end: bool = False) -> Iterator[None]:
        """All or nothing. ``checked_at_end`` looks at references once, before the end, instead of row by row."""
        if not self.writable:
            raise UsageError(f"{self.path} was opened for reading; open it with write=True")
        if checked_at_end:
            self.run("PRAGMA foreign_keys = OFF")
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            if checked_at_end:
                self._check_references()
            self.run("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.connection.rollback()
            raise
        finally:
            if checked_at_end:
                self.run("PRAGMA foreign_keys = ON")

    def _check_references(self) -> None:
        broken = self.one('SELECT "table", parent, rowid FROM pragma_foreign_key_check LIMIT 1')
        if broken:
            raise Corrupt(f"{self.path}: row {broken[2]} of {broken[0]} points to no row of {broken[1]}")

    def shred(self) -> None:
        """Write the file anew, so that nothing of what was deleted is left in it or beside it."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")
        self.run("VACUUM")
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close; a writer first brings everything into the one file. Where a reader is in the way the log file stays beside."""
        if self.writable:
            with contextlib.suppress(LedgerError):
                self.all("PRAGMA wal_checkpoint(TRUNCATE)")
                self.all("PRAGMA journal_mode = DELETE")
        self.connection.close()


# ---------------------------------------------------------------- making


def make(path: Path) -> None:
    """Make an empty ledger at ``path``, whole or not at all. Raises UsageError where something stands there already."""
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists already")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}")
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with guarded(path):
            connection = _connect(draft, "rwc", 1.0)
            try:
                _lay_out(connection)
            finally:
                connection.close()
        _clear_leftovers(path)
        draft.replace(path)
    except OSError as error:
        raise LedgerError(f"{path}: cannot be made ({error.strerror})") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _clear_leftovers(path: Path) -> None:
    """Remove what a killed writer left beside a ledger that is gone since; SQLite would read it into the new one."""
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _lay_out(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.executescript(f"BEGIN;\n{schema()}\nCOMMIT;")  # one transaction, so one wait for the disk


def schema() -> str:
    """The statements that lay out an empty ledger."""
    return files("counterclaim.ledger").joinpath("schema.sql").read_text(encoding="utf-8")


# ---------------------------------------------------------------- opening


def present(path: Path) -> None:
    """Raise UsageError where nothing is at ``path``, NotALedger where it is no file."""
    try:
        if not path.exists():
            raise UsageError(f"{path}: no such ledger")
        if not path.is_file():
            raise NotALedger(f"{path}: not a ledger (no file)")
    except (OSError, ValueError) as error:
        raise UsageError(f"{path!s}: no usable path ({error})") from error


def open_reading(path: Path, settings: LedgerSettings) -> Store:
    """A store that cannot change the file."""
    mode = "ro&immutable=1" if _is_settled(path) else "ro"
    return _opened(path, settings, mode, writable=False)


def open_writing(path: Path, settings: LedgerSettings) -> Store:
    """A store that can write. The caller holds the writer's lock."""
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise LedgerError(f"{path}: cannot be written to; see the rights of the file and its folder")
    store = _opened(path, settings, "rw", writable=True)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        store.run(f"PRAGMA {pragma}")
    return store


def _is_settled(path: Path) -> bool:
    """True where nobody can be writing: the folder takes no files, and no write-ahead log lies beside."""
    wal = path.with_name(path.name + "-wal")
    return not os.access(path.parent, os.W_OK) and not os.access(path, os.W_OK) and not wal.exists()


def _connect(path: Path, mode: str, timeout: float) -> sqlite3.Connection:
    address = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=timeout, isolation_level=None, cached_statements=256)


def _opened(path: Path, settings: LedgerSettings, mode: str, *, writable: bool) -> Store:
    if sqlite3.sqlite_version_info < _STRICT_SINCE:
        raise LedgerError(f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or newer is needed")
    with guarded(path):
        connection = _connect(path, mode, settings.busy_timeout_s)
        try:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, settings.max_blob_bytes + _SPARE_BYTES)
            for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "temp_store = MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            _recognise(connection, path)
        except BaseException:
            connection.close()
            raise
    return Store(connection, path, settings, writable=writable)


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise NotALedger(f"{path}: not a ledger")
    version = version_of(connection)
    if version > SCHEMA_VERSION:
        raise NewerSchema(
            f"{path}: written by a newer version of the program (schema {version}, this one knows {SCHEMA_VERSION}); "
            "nothing was changed"
        )


def version_of(connection: sqlite3.Connection) -> int:
    """The schema's version that a file states."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def compare(connection: sqlite3.Connection, path: Path) -> None:
    """Raise Corrupt unless the file holds exactly the tables, indices and triggers of the schema."""
    found, wanted = _objects(connection), _expected()
    for name in sorted(found.keys() | wanted.keys()):
        if name not in wanted:
            raise Corrupt(f"{path}: holds {name[0]} {str(name[1])[:60]!r}, which no ledger has")
        if found.get(name) != wanted[name]:
            raise Corrupt(f"{path}: its {name[0]} {name[1]!r} is {'changed' if name in found else 'missing'}")


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], Row]:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return {(row[0], row[1]): row[2:] for row in rows}


@cache
def _expected() -> dict[tuple[str, str], Row]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(schema())
        return _objects(connection)
    finally:
        connection.close()
