"""The tables of the ledger as files: JSON Lines, CSV, Parquet. One file a table, columns in the contract's order."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from counterclaim.errors import UsageError
from counterclaim.ledger import TABLES, Ledger, columns
from counterclaim.showing import coded
from counterclaim.showing.codebook import Codebook
from counterclaim.showing.mask import Mask

Row = Mapping[str, Any]

# A cell that starts with one of these is run as a formula by spreadsheets (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def export(ledger: Ledger, folder: Path, *, format: str = "jsonl", public: bool = False) -> dict[str, int]:
    """Write every table into ``folder`` and return the rows written by table.

    ``format`` is ``jsonl``, ``csv`` or ``parquet``; ``public`` masks persons without a public role. Raises UsageError where
    the folder cannot be made, the format is unknown, or Parquet's library is missing.
    """
    try:
        write = WRITERS[format]
    except KeyError:
        raise UsageError(f"no format {format!r}; there are {', '.join(WRITERS)}") from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error
    mask = Mask.of(ledger) if public else Mask.none()
    counts: dict[str, int] = {}
    for table in TABLES:
        rows = (mask.row(table, row) for row in ledger.rows(table))
        counts[table] = write(folder / f"{table}.{format}", columns(table), rows)
    return counts


def export_coded(
    ledger: Ledger, folder: Path, book: Codebook, *, format: str = "jsonl", public: bool = False
) -> coded.Coded:
    """Write the tables ``coded`` and ``coded_left_out`` of a codebook into ``folder``, which is there; what was written.

    Raises UsageError where Parquet's library is missing.
    """
    write = WRITERS[format]
    made = coded.code(ledger, book, Mask.of(ledger) if public else None)
    write(folder / f"coded.{format}", book.columns, made.rows)
    write(folder / f"coded_left_out.{format}", coded.LEFT_OUT, made.left_out)
    return made


def _jsonl(path: Path, _: tuple[str, ...], rows: Iterable[Row]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    return count


def _csv(path: Path, names: tuple[str, ...], rows: Iterable[Row]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([_cell(row.get(name)) for name in names])
            count += 1
    return count


def _cell(value: object) -> object:
    if isinstance(value, (list, tuple, dict)):
        return harmless(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value


def harmless(cell: str) -> str:
    """The cell with an apostrophe before anything that a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _parquet(path: Path, names: tuple[str, ...], rows: Iterable[Row]) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("Parquet needs the extra: pip install 'counterclaim[arrow]'") from None
    held = [[_plain(row.get(name)) for name in names] for row in rows]
    arrays = [pa.array([row[i] for row in held], from_pandas=False) for i in range(len(names))]
    pq.write_table(pa.table(arrays, names=list(names)), path)
    return len(held)


def _plain(value: object) -> object:
    """Lists of words stay lists; lists of objects become JSON, so that a table without rows has the same shape."""
    if isinstance(value, (list, tuple)) and any(isinstance(item, dict) for item in value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value


WRITERS: dict[str, Callable[[Path, tuple[str, ...], Iterable[Row]], int]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
}
