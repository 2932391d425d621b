"""The shape of the tables, read off the records: columns, order of rows, and the way of a record to a row or to JSON and back.

Everything is derived from the dataclasses of :mod:`counterclaim.records`, so a new field needs a column in
``schema.sql`` and nothing here. What comes back from a file is checked value by value: a wrong type is
:class:`counterclaim.errors.Corrupt`, never a crash.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from counterclaim import records
from counterclaim.errors import Corrupt

R = TypeVar("R")
Value = Any

# The tables of the contract, in its order, and the record that one row of each becomes.
RECORDS: dict[str, type[Any]] = {
    "documents": records.Document,
    "articles": records.Article,
    "furniture": records.Furniture,
    "mentions": records.Mention,
    "entities": records.Entity,
    "claims": records.Claim,
    "events": records.Event,
    "accounts": records.Account,
    "casualties": records.Casualty,
    "support": records.Support,
    "disputes": records.Dispute,
    "relations": records.Relation,
    "quantities": records.Quantity,
    "dates": records.DateExpression,
    "places": records.Place,
    "wording": records.Wording,
    "copies": records.Copy,
    "rejects": records.Reject,
    "decisions": records.Decision,
}
TABLES = tuple(RECORDS)
# Tables that are kept and not exported: outcomes stand in the rows of the decisions and of what these bear on.
_INNER: dict[str, type[Any]] = {"outcomes": records.Outcome}
# Tables whose exported rows say whether a person has reviewed them.
REVIEWED = ("articles", "entities", "claims", "events", "accounts")

# The tables that hold one article's weighed rows, parents first; and those of the corpus as a whole.
ARTICLE_TABLES = ("mentions", "claims", "accounts", "casualties", "relations", "quantities", "dates", "wording")
CORPUS_TABLES = ("entities", "places", "events", "support", "disputes", "copies", "outcomes")

# Greatest integer of a column; a figure beyond it is kept as words only.
_MAX_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record. ``check`` turns a JSON value into the field's value or raises Corrupt."""

    name: str
    check: Callable[[Value], Value]
    is_list: bool
    is_flag: bool
    is_real: bool
    default: Value


def columns(table: str) -> tuple[str, ...]:
    """The columns of a table as it is kept, the contract's first and in its order."""
    return tuple(column.name for column in columns_of(RECORDS.get(table) or _INNER[table]))


def exported(table: str) -> tuple[str, ...]:
    """The columns of an exported table: as kept, then what people's decisions say of the row."""
    more = ("reviewed",) if table in REVIEWED else ("state", "reason") if table == "decisions" else ()
    return (*columns(table), *more)


def columns_of(record: type[Any]) -> tuple[Column, ...]:
    """The fields of a record class with their checks."""
    known: tuple[Column, ...] = _columns_of(record)  # type: ignore[arg-type]
    return known


@cache
def _columns_of(record: Any) -> tuple[Column, ...]:
    hints = get_type_hints(record)
    return tuple(_column(field.name, hints[field.name], field.default) for field in fields(record))


def _column(name: str, hint: Any, default: Value) -> Column:
    return Column(
        name,
        check=_checker(hint, name),
        is_list=get_origin(hint) is tuple,
        is_flag=hint is bool,
        is_real=float in (hint, *get_args(hint)),
        default=default,
    )


def _checker(hint: Any, name: str) -> Callable[[Value], Value]:
    if isinstance(hint, types.UnionType):
        inner = _checker(next(arg for arg in get_args(hint) if arg is not type(None)), name)
        return lambda value: None if value is None else inner(value)
    if get_origin(hint) is tuple:
        item = _checker(get_args(hint)[0], name)
        return lambda value: _items(value, item, name)
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda value: from_json(hint, value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        members = {str(member): member for member in hint}
        return lambda value: _member(value, members, name)
    if hint is float:
        return lambda value: float(value) if type(value) in (float, int) else _wrong(value, "a number", name)
    if hint in (str, int, bool):
        return lambda value: value if type(value) is hint else _wrong(value, hint.__name__, name)
    raise TypeError(f"no way to store {name}: {hint}")


def _items(value: Value, item: Callable[[Value], Value], name: str) -> tuple[Value, ...]:
    return tuple([item(part) for part in value]) if isinstance(value, list) else _wrong(value, "a list", name)


def _member(value: Value, members: Mapping[str, StrEnum], name: str) -> StrEnum:
    found = members.get(value) if isinstance(value, str) else None
    return found if found is not None else _wrong(value, f"one of {', '.join(members)}", name)


def _wrong(value: Value, wanted: str, name: str) -> Any:
    raise Corrupt(f"{name}: {str(value)[:60]!r} is not {wanted}")


# ---------------------------------------------------------------- JSON


def to_json(record: Any) -> dict[str, Value]:
    """A record as JSON values, nested records too; enums are strings already."""
    return {column.name: _plain(getattr(record, column.name)) for column in columns_of(type(record))}


def _plain(value: Value) -> Value:
    if isinstance(value, tuple):
        return [to_json(item) if is_dataclass(item) else item for item in value]
    return value


def from_json(record: type[R], value: Value) -> R:
    """The record for JSON values. Unknown keys are left out, missing ones take the field's default.

    Raises Corrupt for a wrong type and for a key that is missing and has no default.
    """
    if not isinstance(value, dict):
        return _wrong(value, f"a {record.__name__}", record.__name__)  # type: ignore[no-any-return]
    return record(*[_given(column, value) for column in columns_of(record)])


def _given(column: Column, value: Mapping[str, Value]) -> Value:
    if column.name in value:
        return column.check(value[column.name])
    if column.default is MISSING:
        raise Corrupt(f"{column.name} is missing")
    return column.default


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dumps(value: Value) -> str:
    """Compact JSON with keys in the order given."""
    return _COMPACT.encode(value)


def loads(text: str | bytes) -> Value:
    """JSON values; Corrupt where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Corrupt(f"damaged JSON: {error}") from error


# ---------------------------------------------------------------- rows


def to_row(record: Any) -> list[Value]:
    """A record as values to bind, in column order."""
    return [_bound(getattr(record, column.name), column) for column in columns_of(type(record))]


def _bound(value: Value, column: Column) -> Value:
    if column.is_list:
        return dumps([_slim(item) for item in value])
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, bool):
        return int(value)
    if column.is_real and value is not None:
        return float(value)
    if isinstance(value, int) and abs(value) > _MAX_INTEGER:
        return None
    return value


def _slim(item: Value) -> Value:
    """A nested record without its empty fields: a position names a claim or an account."""
    return {k: v for k, v in to_json(item).items() if v is not None} if is_dataclass(item) else item


def from_row(record: type[R], row: Sequence[Value]) -> R:
    """The record for the values of a row in column order. Raises Corrupt for a wrong type."""
    pairs = zip(columns_of(record), row, strict=True)
    return record(*[column.check(_unbound(value, column)) for column, value in pairs])


def to_dict(table: str, row: Sequence[Value]) -> dict[str, Value]:
    """A row as an export shows it: lists as lists, flags as true or false, ``""`` of an open id as null."""
    pairs = zip(columns_of(RECORDS[table]), row, strict=True)
    shown = {column.name: _unbound(value, column) for column, value in pairs}
    return {**shown, "lineage_id": shown["lineage_id"] or None} if "lineage_id" in shown else shown


def _unbound(value: Value, column: Column) -> Value:
    if column.is_list:
        return loads(value) if isinstance(value, str) else _wrong(value, "a list", column.name)
    if column.is_flag and value in (0, 1):
        return bool(value)
    return value


# ---------------------------------------------------------------- SQL


def quoted(names: Iterable[str], prefix: str = "") -> str:
    """Column names for a statement; ``end`` and ``group`` are words of SQL, so all are quoted."""
    return ", ".join(f'{prefix}"{name}"' for name in names)


def insert(table: str) -> str:
    """The statement that adds one row."""
    names = columns(table)
    return f'INSERT INTO "{table}" ({quoted(names)}) VALUES ({", ".join("?" * len(names))})'


def select(table: str, where: str = "") -> str:
    """The statement that reads rows in their fixed order: by path and place in the text, else by id."""
    names = columns(table)
    if table == "documents":
        return f"SELECT {quoted(names)} FROM documents t {where} ORDER BY path, document_id"
    if table == "decisions":
        return f"SELECT {quoted(names)} FROM decisions t {where} ORDER BY made_at, seq"
    if "start" not in names:
        return f'SELECT {quoted(names)} FROM "{table}" t {where} ORDER BY {quoted(names)}'
    rest = [name for name in names if name not in ("document_id", "start", "end")]
    return (
        f'SELECT {quoted(names, "t.")} FROM "{table}" t LEFT JOIN documents d USING (document_id) {where} '
        f'ORDER BY d.path, t.document_id, t.start, t."end", {quoted(rest, "t.")}'
    )
