"""What a person states of the files: a CSV table, one row a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from counterclaim.errors import SettingsError
from counterclaim.records import Stated

_KEY = "path"
_COLUMNS = tuple(field.name for field in fields(Stated))


def load_meta(path: Path) -> Mapping[str, Stated]:
    """What is stated of each file, by its path relative to the folder given.

    The table (UTF-8, comma separated) has a column ``path`` and any of url, archived_url, retrieved_at,
    collected_at, collected_by, method. An empty cell states nothing. Raises SettingsError, with the line,
    for a file that cannot be read, an unknown or repeated column, a row of the wrong length, an empty path
    or one that occurs twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, [value.strip() for value in row]) for row in reader]
    except csv.Error as error:
        raise SettingsError(f"{path}, line {reader.line_num}: {error}") from error
    if not rows:
        raise SettingsError(f"{path}: the table is empty")
    header = rows[0][1]
    _check_header(header, path)
    return _stated(rows[1:], header, path)


def _check_header(header: list[str], path: Path) -> None:
    known = (_KEY, *_COLUMNS)
    for name in header:
        if name not in known:
            raise SettingsError(f"{path}, line 1: no column {name!r} is known; there are {', '.join(known)}")
        if header.count(name) > 1:
            raise SettingsError(f"{path}, line 1: the column {name!r} occurs twice")
    if _KEY not in header:
        raise SettingsError(f"{path}, line 1: the column {_KEY!r} is missing")


def _stated(rows: list[tuple[int, list[str]]], header: list[str], path: Path) -> Mapping[str, Stated]:
    stated: dict[str, Stated] = {}
    for line, row in rows:
        if not any(row):
            continue
        where = f"{path}, line {line}"
        if len(row) != len(header):
            raise SettingsError(f"{where}: {len(row)} values for {len(header)} columns")
        values = dict(zip(header, row, strict=True))
        key = values.pop(_KEY).removeprefix("./")
        if not key:
            raise SettingsError(f"{where}: no path")
        if key in stated:
            raise SettingsError(f"{where}: the path {key!r} occurs twice")
        stated[key] = Stated(**{name: value for name, value in values.items() if value})
    return stated
