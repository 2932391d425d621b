"""Tables of articles: JSON Lines, a JSON array, CSV, TSV. Each row is a document of its own, one whole piece.

A row's bytes are exactly its bytes in the file, without the line end. Its text is the title, a blank line,
and the text column. Rows go by the line they begin on (``articles.csv#7``), elements of a JSON array by
their number.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from counterclaim.errors import Damaged, NoText, ReadError, TooLarge, Unsupported
from counterclaim.reading.base import (
    Child,
    Extract,
    Fault,
    Source,
    offsets,
    one_line,
    slices,
    storable,
    with_title,
)
from counterclaim.reading.days import day_order, stated_day
from counterclaim.reading.decode import decode
from counterclaim.records import Hints

# Names of columns, the likeliest first; compared in lower case, with spaces and hyphens as underscores.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article_content", "article_text", "full_text", "fulltext", "article",
        "story", "maintext", "main_text", "articlebody", "article_body",
    ),
    "title": ("title", "headline", "article_title", "heading"),
    "outlet": (
        "outlet", "source", "publisher", "publication", "source_name", "site", "site_name", "newspaper",
        "domain",
    ),
    "origin": ("origin", "agency"),
    "published": (
        "published", "date", "pub_date", "publication_date", "published_at", "date_published",
        "datepublished", "publish_date", "published_date", "pubdate", "article_date", "datetime",
        "timestamp",
    ),
    "byline": ("byline", "author", "authors", "creator"),
    "url": ("url", "link", "address", "source_url", "article_url", "web_url"),
    "language": ("language", "lang"),
}  # fmt: skip
_COLUMNS_SHOWN = 20
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_NESTING = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')
_MAX_JSON_DEPTH = 100
_SCANNED_DEPTH = 900


@dataclass(frozen=True, slots=True)
class _Row:
    """A row where it stands: its label, its words in the file, its values or why there are none."""

    label: str
    words: str
    values: Mapping[str, Any] | ReadError


Rows = Callable[[], Iterator[_Row]]


def read_json(source: Source) -> Extract:
    """A JSON array of articles, or one article as a JSON object. JSON Lines in a ``.json`` file are read
    as such.

    Raises Damaged for broken JSON, TooLarge for deep nesting, Unsupported where no row names a text column.
    """
    words, encoding = _characters(source.data)
    start = words.lstrip("\ufeff \t\r\n")[:1]
    if not start:
        raise NoText("nothing but white space")
    if start == "[":
        return _table(source, encoding, lambda: _array_rows(words), "JSON array")
    if start != "{":
        raise Unsupported("JSON that is no object and no array of objects")
    try:
        value = _load(words.lstrip("\ufeff"))
    except ReadError as error:
        first = words.strip().splitlines()[0]
        if isinstance(error, Damaged) and _is_object(first):
            return read_json_lines(source)
        raise
    return _single(value, encoding)


def read_json_lines(source: Source) -> Extract:
    """JSON Lines: one article a line; a broken line is rejected with its number and costs no other."""
    words, encoding = _characters(source.data)
    return _table(source, encoding, lambda: _json_lines(words), "JSON Lines")


def read_csv(source: Source) -> Extract:
    """Comma, semicolon or tab separated columns with names in the first line (RFC 4180).

    Raises Unsupported where no column is named as text; a row with too few or too many values is rejected
    alone.
    """
    words, encoding = _characters(source.data)
    lines = [match.group() for match in _LINE.finditer(words) if match.group()]
    separator = _separator(source, lines)
    csv.field_size_limit(source.settings.max_text_chars)
    return _table(source, encoding, lambda: _csv_rows(lines, separator), "CSV")


def _characters(data: bytes) -> tuple[str, str]:
    """The characters, such that any slice of them encodes back to its bytes (see :func:`_bytes`)."""
    text, encoding = decode(data)
    if encoding == "utf-8":
        return data.decode("utf-8", "surrogateescape"), encoding
    return text, encoding


def _bytes(words: str, encoding: str) -> bytes:
    return words.encode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")


def _table(source: Source, encoding: str, rows: Rows, extractor: str) -> Extract:
    survey = _survey(rows)
    if not survey.names:
        raise survey.error or NoText("a table without rows")
    if not survey.has_text:
        raise _no_text_column(survey.names)
    if survey.count == 1 and _bytes(survey.words, encoding) == source.data:
        return _article(next(rows()).values, encoding, extractor, survey.day_first)
    children = (_child(row, encoding, extractor, survey.day_first) for row in rows())
    return Extract(text="", extractor=extractor, encoding=encoding, children=children)


@dataclass(frozen=True, slots=True)
class _Survey:
    """A first look at a table: column names, whether one is text, how days are written, the first fault."""

    names: tuple[str, ...]
    has_text: bool
    day_first: bool | None
    count: int
    words: str
    error: ReadError | None


def _survey(rows: Rows) -> _Survey:
    names: dict[str, None] = {}
    days: list[str] = []
    has_text = False
    error: ReadError | None = None
    count, words = 0, ""
    for count, row in enumerate(rows(), start=1):  # noqa: B007 - the number of the last one is kept
        words = row.words
        if isinstance(row.values, ReadError):
            error = error or row.values
            continue
        if len(names) <= _COLUMNS_SHOWN:
            names.update(dict.fromkeys(map(str, row.values)))
        has_text = has_text or _get(row.values, "text") is not None
        day = _get(row.values, "published")
        if isinstance(day, str):
            days.append(day)
    return _Survey(tuple(names), has_text, day_order(days), count, words, error)


def _no_text_column(names: Iterable[str]) -> Unsupported:
    listed = list(names)
    shown = one_line(", ".join(listed[:_COLUMNS_SHOWN])) or "without names"
    more = ", …" if len(listed) > _COLUMNS_SHOWN else ""
    return Unsupported(f"no column of text ({', '.join(COLUMNS['text'][:4])} …); the columns are: {shown}{more}")


def _single(value: Any, encoding: str) -> Extract:
    if not isinstance(value, dict):
        raise Unsupported("JSON that is no object and no array of objects")
    if _get(value, "text") is None:
        raise _no_text_column(map(str, value))
    return _article(value, encoding, "JSON", None)


def _child(row: _Row, encoding: str, extractor: str, order: bool | None) -> Child | Fault:
    try:
        extract = _article(row.values, encoding, f"{extractor} row", order)
    except ReadError as error:
        return Fault(row.label, error)
    return Child(label=row.label, data=_bytes(row.words, encoding), extract=extract)


def _article(values: Mapping[str, Any] | ReadError, encoding: str, extractor: str, order: bool | None) -> Extract:
    if isinstance(values, ReadError):
        raise values
    body = _get(values, "text")
    if body is None:
        raise NoText("no text in this row")
    if not isinstance(body, str):
        raise Damaged(f"the text of this row is no text but {_kind(body)}")
    body = _legible(body)
    if not body.strip():
        raise NoText("no text in this row")
    title = _words(values, "title")
    day = stated_day(_words(values, "published"), day_first=order)
    hints = Hints(
        title=title,
        outlet=_words(values, "outlet"),
        origin=_words(values, "origin"),
        byline=_words(values, "byline"),
        published=day,
        published_from="column" if day else None,
        language=_language(_words(values, "language")),
        whole=True,
    )
    text = with_title(title, body)
    return Extract(text=text, extractor=extractor, encoding=encoding, hints=hints, url=_words(values, "url"))


def _legible(text: str) -> str:
    """Bytes that were no UTF-8 become U+FFFD, and so do lone surrogates of JSON."""
    return storable(text)


def _get(values: Mapping[str, Any] | ReadError, column: str) -> Any:
    if isinstance(values, ReadError):
        return None
    plain = {re.sub(r"[\s-]+", "_", str(name).strip("\ufeff \t").lower()): name for name in reversed(list(values))}
    for name in COLUMNS[column]:
        if name in plain and values[plain[name]] is not None:
            return values[plain[name]]
    return None


def _words(values: Mapping[str, Any], column: str) -> str | None:
    value = _get(values, column)
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = ", ".join(str(item) for item in value if isinstance(item, str | int))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return one_line(_legible(str(value)), limit=2000)


def _kind(value: Any) -> str:
    return {bool: "yes or no", int: "a number", float: "a number", list: "a list", dict: "an object"}[type(value)]


def _language(stated: str | None) -> str | None:
    """The primary subtag, or the English name of a language left as it is in lower case."""
    match = re.match(r"[a-z]{2,3}(?=$|[-_])", (stated or "").lower())
    return match.group() if match else None


# ---------------------------------------------------------------- rows of each form


def _json_lines(words: str) -> Iterator[_Row]:
    for number, line in enumerate(words.split("\n"), start=1):
        plain = line.strip("\ufeff \t\r")
        if plain:
            yield _Row(str(number), plain, _object(plain, f"line {number}"))


def _object(words: str, where: str) -> Mapping[str, Any] | ReadError:
    try:
        value = _load(words)
    except ReadError as error:
        return type(error)(f"{where}: {error}")
    return value if isinstance(value, dict) else Damaged(f"{where}: no object with named columns")


def _is_object(words: str) -> bool:
    return not isinstance(_object(words, ""), ReadError)


def _load(words: str) -> Any:
    _check_nesting(words)
    try:
        return json.loads(words)
    except json.JSONDecodeError as error:
        raise Damaged(f"not JSON: {error.msg} at character {error.pos}") from error
    except (ValueError, RecursionError) as error:  # a number of many thousand digits
        raise Damaged("not JSON that can be read") from error


def _check_nesting(words: str) -> None:
    depth = 0
    for match in _NESTING.finditer(words):
        mark = match.group()
        if mark in "[{":
            depth += 1
            if depth > _MAX_JSON_DEPTH:
                raise TooLarge(f"JSON nested more than {_MAX_JSON_DEPTH} levels deep")
        elif mark in "]}":
            depth -= 1


def _array_rows(words: str) -> Iterator[_Row]:
    """The elements of an array one after another; a break in the JSON ends the reading with a reject."""
    _check_nesting(words)
    decoder = json.JSONDecoder()
    at = words.index("[") + 1
    number = 0
    while True:
        at = _skip(words, at, " \t\r\n")
        if at >= len(words):
            yield _Row(str(number + 1), "", Damaged("the JSON array is cut off here"))
            return
        if words[at] == "]":
            return
        number += 1
        try:
            value, end = decoder.raw_decode(words, at)
        except (ValueError, RecursionError):
            yield _Row(str(number), "", Damaged(f"not JSON from character {at} on; the rest is not read"))
            return
        found = value if isinstance(value, dict) else Damaged(f"element {number}: no object with named columns")
        yield _Row(str(number), words[at:end], found)
        at = _skip(words, end, " \t\r\n")
        if words[at : at + 1] == ",":
            at += 1
        elif words[at : at + 1] not in ("]", ""):
            yield _Row(str(number + 1), "", Damaged(f"not JSON from character {at} on; the rest is not read"))
            return


def _skip(words: str, at: int, what: str) -> int:
    while at < len(words) and words[at] in what:
        at += 1
    return at


def _separator(source: Source, lines: list[str]) -> str:
    if source.name.lower().endswith((".tsv", ".tab")):
        return "\t"
    head = next((line for line in lines if line.strip()), "")
    return max(",;\t|", key=lambda mark: (len(next(csv.reader([head], delimiter=mark), [])), -",;\t|".index(mark)))


def _csv_rows(lines: list[str], separator: str) -> Iterator[_Row]:
    marks = offsets(lines)
    words = "".join(lines)
    reader = csv.reader(chain(lines), delimiter=separator, skipinitialspace=True)
    header: list[str] | None = None
    while True:
        before = reader.line_num
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Row(str(before + 1), "", Damaged(f"line {before + 1}: {error}"))
            continue
        if not any(value.strip() for value in values):
            continue
        if header is None:
            header = [value.strip("\ufeff \t") for value in values]
            continue
        row = next(slices(words, [marks[before], marks[reader.line_num]])).rstrip("\r\n")
        yield _Row(str(before + 1), row, _named(header, values, before + 1, reader.line_num))


def _named(header: list[str], values: list[str], first: int, last: int) -> Mapping[str, Any] | ReadError:
    if len(values) != len(header):
        where = f"line {first}" if first == last else f"lines {first} to {last}"
        return Damaged(f"{where}: {len(values)} values for {len(header)} columns")
    named: dict[str, str] = {}
    for name, value in zip(header, values, strict=True):
        named.setdefault(name, value)
    return named
