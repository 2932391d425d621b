"""Labels of real articles: compiled from the readers' words, kept as offsets and values, read again.

A reader writes one TOML file an article in the notation of ``examples/strait.gold/source.toml``, outside the project. What is
kept in ``benchmarks/own`` holds no words of a text: the path and the SHA-256 of its file, offsets, and values (ids, types,
stances, days, figures). Offsets count characters of the text that the program's own readers make of the file.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from counterclaim import reading
from counterclaim.knowledge import Knowledge
from counterclaim.knowledge import load as load_knowledge
from counterclaim.records import Page
from counterclaim.settings import Reading
from counterclaim.text import slug
from tools import strait_gold

Row = dict[str, Any]

FOLDER = Path(__file__).resolve().parent / "own"

# The first link of a chain, whoever the article's outlet is: how an outlet is called is no question of the claim.
OUTLET = "outlet"

COLUMNS: dict[str, tuple[str, ...]] = {
    "mentions": ("start", "end", "type", "entity_id"),
    "claims": (
        "n", "start", "end", "cue_start", "cue_end", "speaker_start", "speaker_end", "speaker_id", "on_behalf_of", "stance",
        "direct", "chain", "within",
    ),
    "accounts": (
        "n", "start", "end", "event", "type", "mode", "status", "actor_ids", "recipient_ids", "place_ids", "date_earliest",
        "date_latest", "killed_low", "killed_high", "injured_low", "injured_high", "informant_ids", "claim",
    ),
    "casualties": ("start", "end", "event", "harm", "side_id", "low", "high"),
    "relations": ("start", "end", "subject_id", "predicate", "object_id", "stance"),
    "dates": ("start", "end", "value", "earliest", "latest"),
    "quantities": ("start", "end", "low", "high"),
    "wording": ("start", "end", "referent_id"),
    "disputes": ("slot", "kind", "positions"),
}  # fmt: skip

# Columns that hold an entity's id, or several.
IDS = frozenset((
    "entity_id", "speaker_id", "on_behalf_of", "chain", "actor_ids", "recipient_ids", "place_ids", "informant_ids", "side_id",
    "subject_id", "object_id", "referent_id",
))  # fmt: skip


class BadLabels(Exception):
    """A reader's file, or a label, that cannot be placed in its article."""


@dataclass(frozen=True)
class Listed:
    """One article that is to be labelled: its number, its file, where it stands in it, and its part."""

    key: str
    path: str
    start: int | None
    end: int | None
    split: str


@dataclass(frozen=True)
class Labels:
    """What stands in one article, by table: by a reader, by the program, or as resolved.

    ``article`` has key, path, sha256, split, start, end, outlet (slug or None), published and title (offsets or None).
    """

    article: Row
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The article's number."""
        return str(self.article["article"])

    def table(self, name: str) -> tuple[Row, ...]:
        """The rows of one table."""
        return self.tables.get(name, ())


def listed(path: Path) -> dict[str, Listed]:
    """The list of articles by number: a table of tabs with key, path, start, end, split."""
    found = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for key, name, start, end, split in csv.reader(lines, delimiter="\t"):
            found[key] = Listed(key, name, int(start) if start else None, int(end) if end else None, split)
    return found


@cache
def text_of(path: Path) -> tuple[str, str]:
    """The SHA-256 and the text of a file of the corpus."""
    data = path.read_bytes()
    for page in reading.read(path.name, data, settings=Reading()):
        if isinstance(page, Page):
            return hashlib.sha256(data).hexdigest(), page.text
    raise BadLabels(f"{path}: cannot be read")


def compiled(source: Path, corpus: Path, of: Mapping[str, Listed]) -> Labels:
    """A reader's file as labels. Raises BadLabels for words that do not stand in the article and for cells out of form."""
    entry = {"outlet": ""} | tomllib.loads(source.read_text(encoding="utf-8"))
    place = of[str(entry.get("key", source.stem))]
    if entry["path"] != place.path:
        raise BadLabels(f"{source}: {entry['path']} is not article {place.key}")
    sha256, text = text_of(corpus / place.path)
    try:
        return _labels(entry, text, place, sha256)
    except (strait_gold.NotThere, ValueError, KeyError, IndexError) as error:
        raise BadLabels(f"{source}: {error}") from error


def all_compiled(folder: Path, corpus: Path, of: Mapping[str, Listed]) -> dict[str, Labels]:
    """All files of one reader, by the number of the article; a file with a fault is told on standard error and left out."""
    found = {}
    for source in sorted(folder.glob("*.toml")):
        try:
            found[source.stem] = compiled(source, corpus, of)
        except (BadLabels, tomllib.TOMLDecodeError) as error:
            print(f"left out: {source.name}: {error}", file=sys.stderr)
    return found


def _labels(entry: Mapping[str, Any], text: str, place: Listed, sha256: str) -> Labels:
    made = strait_gold.one(entry, text)
    article = made["articles"][0]
    start = article["start"] if place.start is None else place.start
    end = article["end"] if place.end is None else place.end
    if min(article["end"], end) - max(article["start"], start) < 0.5 * (end - start):
        raise BadLabels(f"{place.key}: {article['start']}-{article['end']} is not the listed {start}-{end}")
    title = _title(entry.get("title"), text, start)
    head: Row = {
        "article": place.key, "path": place.path, "sha256": sha256, "split": place.split, "start": start, "end": end,
        "outlet": outlet_id(entry["outlet"]) if entry["outlet"] else None, "published": entry.get("published"), "title": title,
    }  # fmt: skip
    events = _Numbers()
    tables = {
        "mentions": made["mentions"],
        "claims": [
            _claim(row, n, slug(entry["outlet"]), known=bool(entry["outlet"]))
            for n, row in enumerate(made["claims"], 1)
        ],
        "accounts": [
            row | {"n": n, "event": events[row["event"]], "claim": _number(row["claim"])}
            for n, row in enumerate(made["accounts"], 1)
        ],
        "casualties": [row | {"event": events[row["event"]]} for row in made["casualties"]],
        **{name: made[name] for name in ("relations", "dates", "quantities", "wording")},
        "disputes": [_dispute(row) for row in made["disputes"]],
    }
    return Labels(head, {name: tuple(_kept(name, row) for row in rows) for name, rows in tables.items()})


def outlet_id(name: str) -> str:
    """The id of an outlet: the catalogue's, else the slug of its name without what stands in brackets."""
    known = knowledge().catalogue.outlet(name)
    return known.id if known else slug(re.sub(r"\s*\([^()]*\)$", "", name))


@cache
def knowledge() -> Knowledge:
    """The shipped knowledge."""
    return load_knowledge()


def _kept(table: str, row: Row) -> Row:
    return {name: row[name] for name in COLUMNS[table]}


def _claim(row: Row, n: int, outlet: str, *, known: bool) -> Row:
    """The row with the place of its outlet at the head of its chain, or without it where the article has none.

    An outlet that speaks for itself stands in both places.
    """
    first, *rest = row["chain"]
    chain = ([OUTLET] if known else []) + rest if first == outlet else row["chain"]
    if chain in ([], [OUTLET]):
        chain = [*chain, row["speaker_id"]]
    return row | {"n": n, "chain": chain, "within": _number(row["within"])}


def _dispute(row: Row) -> Row:
    sides = _Numbers()
    positions = [
        {"by": p["by"], "side": sides[p["position"]], "claims": [n for c in p["claims"] if (n := _number(c))]}
        for p in row["positions"]
    ]
    return {"slot": row["slot"], "kind": row["kind"], "positions": positions}


def _number(cell: str | None) -> int | None:
    """``7`` of ``03/7``."""
    return int(cell.rpartition("/")[2]) if cell else None


def _title(title: str | None, text: str, start: int) -> list[int] | None:
    at = text.find(title, start) if title else -1
    return [at, at + len(title)] if title and at >= 0 else None


class _Numbers(dict[str, int]):
    """Numbers from 1 in the order in which names are asked for: labels that a reader made up are no values."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self) + 1
        return self[name]


def save(labels: Iterable[Labels], folder: Path = FOLDER) -> None:
    """Write ``articles.jsonl`` and a file a table."""
    ordered = sorted(labels, key=lambda one: one.key)
    _write(folder / "articles.jsonl", (one.article for one in ordered))
    for name in COLUMNS:
        _write(folder / f"{name}.jsonl", ({"article": one.key} | row for one in ordered for row in one.table(name)))


def load(folder: Path = FOLDER) -> list[Labels]:
    """The labels of all articles, in the order of their numbers."""
    rows: dict[str, dict[str, list[Row]]] = {}
    for name in COLUMNS:
        for row in read_rows(folder / f"{name}.jsonl"):
            rows.setdefault(row.pop("article"), {}).setdefault(name, []).append(row)
    return [
        Labels(article, {name: tuple(found) for name, found in rows.get(article["article"], {}).items()})
        for article in read_rows(folder / "articles.jsonl")
    ]


def digest(folder: Path = FOLDER) -> str:
    """The first 12 hex digits of the SHA-256 of all tables."""
    whole = hashlib.sha256()
    for name in ("articles", *COLUMNS):
        whole.update((folder / f"{name}.jsonl").read_bytes())
    return whole.hexdigest()[:12]


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


def ids_of(rows: Sequence[Row]) -> set[str]:
    """All entity ids in some rows, unnamed speakers and the outlet's place in a chain left out."""
    held = {
        row[name] if isinstance(row[name], str) else tuple(row[name] or ()) for row in rows for name in IDS & row.keys()
    }
    flat = {one for value in held for one in ((value,) if isinstance(value, str) else value)}
    flat |= {position["by"] for row in rows for position in row.get("positions", ())}
    return {one for one in flat if one != OUTLET and not one.startswith("unnamed:")}
