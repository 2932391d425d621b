"""The ledger's own log: append-only, each entry sealed with the hash of the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from counterclaim.errors import Corrupt
from counterclaim.ledger import shape
from counterclaim.ledger.connect import Row, Store

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that was done to the ledger.

    ``at`` is UTC, to the second. ``kind``: ``build`` (begun), ``built`` (ended), ``add``, ``path``, ``find``, ``reject``,
    ``weigh``, ``decision``, ``withdraw``, ``migrate``. ``hash`` is the SHA-256 of the other fields, with the previous
    entry's hash in them.
    """

    seq: int
    at: str
    kind: str
    payload: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def summary(self) -> str:
        """The payload in one line."""
        return ", ".join(f"{key} {_short(value)}" for key, value in self.payload.items() if value is not None)


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        return "(" + ", ".join(f"{key} {_short(item)}" for key, item in value.items()) + ")"
    words = " ".join(str(value).split())
    is_digest = len(words) == 64 and set(words) <= set("0123456789abcdef")
    return words[:16] if is_digest else words


def now() -> str:
    """The time of the wall clock, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seal(seq: int, at: str, kind: str, payload: str, previous: str) -> str:
    """The hash of an entry: SHA-256 of its fields as compact JSON, hex. ``payload`` is the JSON text as stored."""
    return hashlib.sha256(shape.dumps([seq, at, kind, payload, previous]).encode("utf-8", "surrogatepass")).hexdigest()


def append(store: Store, kind: str, payload: Mapping[str, Any], *, at: str | None = None) -> None:
    """Add one entry, inside the caller's transaction."""
    last = store.one("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
    seq, previous = (last[0] + 1, last[1]) if last else (1, FIRST)
    stamp, words = at or now(), shape.dumps(payload)
    row = (seq, stamp, kind, words, previous, seal(seq, stamp, kind, words, previous))
    store.run("INSERT INTO log (seq, at, kind, payload, previous, hash) VALUES (?, ?, ?, ?, ?, ?)", row)


def raw(store: Store) -> Iterator[Row]:
    """The rows as stored: seq, at, kind, payload text, previous, hash."""
    return store.each("SELECT seq, at, kind, payload, previous, hash FROM log ORDER BY seq")


def read(store: Store) -> tuple[LogEntry, ...]:
    """All entries, oldest first."""
    return tuple(_entry(row) for row in raw(store))


def _entry(row: Row) -> LogEntry:
    payload = shape.loads(row[3])
    if not isinstance(payload, dict):
        raise Corrupt(f"log entry {row[0]}: its payload is not an object")
    return LogEntry(row[0], row[1], row[2], payload, row[4], row[5])
