"""Bringing an older ledger forward, step by step, with a copy of the old file kept beside.

A step has to leave exactly the objects of ``schema.sql``; :func:`remake` gives a table its new shape and
keeps the columns that both shapes have.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from counterclaim.errors import LedgerError
from counterclaim.ledger import log
from counterclaim.ledger.connect import SCHEMA_VERSION, Store, compare, guarded, schema, version_of


@dataclass(frozen=True, slots=True)
class Step:
    """From version ``since`` to the next one."""

    since: int
    apply: Callable[[sqlite3.Connection], None]


def _from_1(connection: sqlite3.Connection) -> None:
    """Outcomes of decisions; a decision that quotes a withdrawn document loses its words too."""
    connection.execute("DROP TRIGGER decisions_no_update")
    for statement in (*statements("outcomes"), *statements("decisions")):
        if "decisions_no_update" in statement or "TABLE outcomes" in statement:
            connection.execute(statement)
    connection.execute("UPDATE state SET value = 'no' WHERE name = 'weighed'")  # decisions are now applied


# Version 1 is the first; every later change of schema.sql adds the step that leads to it.
STEPS: tuple[Step, ...] = (Step(1, _from_1),)


def bring_forward(store: Store, steps: tuple[Step, ...] = STEPS) -> Path | None:
    """Apply what lies between the file's version and ours, in one transaction; the copy's path, None where up to date.

    Raises LedgerError where no steps lead here; the file is then as it was.
    """
    path, connection = store.path, store.connection
    with guarded(path):
        version = version_of(connection)
        if version == SCHEMA_VERSION:
            return None
        way = [step for step in sorted(steps, key=lambda s: s.since) if step.since >= version]
        if [step.since for step in way] != list(range(version, SCHEMA_VERSION)):
            raise LedgerError(f"{path}: its schema {version} is too old for this version of the program")
        copy = _keep_copy(connection, path, version)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            for step in way:
                step.apply(connection)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            compare(connection, path)
            log.append(store, "migrate", {"from": version, "to": SCHEMA_VERSION})
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                connection.rollback()
            raise
        connection.execute("PRAGMA foreign_keys = ON")
    return copy


def _keep_copy(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    target, number = path.with_name(f"{path.name}.v{version}.bak"), 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.v{version}.{number}.bak")
    draft = target.with_name(target.name + ".new")
    draft.unlink(missing_ok=True)
    kept = sqlite3.connect(draft)
    try:
        connection.backup(kept)
        kept.execute("PRAGMA journal_mode = DELETE")
    finally:
        kept.close()
    draft.replace(target)
    return target


def remake(connection: sqlite3.Connection, table: str) -> None:
    """Give a table the shape it has in ``schema.sql``, with its indices and triggers; columns of both shapes keep their values."""
    had = _names(connection, table)
    connection.execute("PRAGMA legacy_alter_table = ON")  # references of other tables keep naming `table`
    if had:
        connection.execute(f'ALTER TABLE "{table}" RENAME TO old_shape')
        for kind, name in connection.execute(
            "SELECT type, name FROM sqlite_master WHERE tbl_name = 'old_shape' AND type IN ('index', 'trigger') AND sql NOT NULL"
        ).fetchall():
            connection.execute(f'DROP {kind} "{name}"')
    for statement in statements(table):
        connection.execute(statement)
    if had:
        shared = ", ".join(f'"{name}"' for name in _names(connection, table) if name in had)
        connection.execute(f'INSERT INTO "{table}" ({shared}) SELECT {shared} FROM old_shape')
        connection.execute("DROP TABLE old_shape")
    connection.execute("PRAGMA legacy_alter_table = OFF")


def statements(table: str) -> list[str]:
    """The statements of ``schema.sql`` that make a table with its indices and triggers, as SQLite keeps them."""
    fresh = sqlite3.connect(":memory:")
    try:
        fresh.executescript(schema())
        rows = fresh.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql NOT NULL ORDER BY type = 'table' DESC, name",
            (table,),
        ).fetchall()
    finally:
        fresh.close()
    return [row[0] for row in rows]


def _names(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
