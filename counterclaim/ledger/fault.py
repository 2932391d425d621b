"""A lie found in a ledger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: in which table, in which row (its id or anchor), and what."""

    table: str
    row: str
    what: str

    def __str__(self) -> str:
        return " ".join(f"{self.table} {self.row}: {self.what}".split())
