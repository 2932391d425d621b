"""Turn the right answers for the sample corpus (``examples/strait.gold/source.toml``: words) into rows with offsets.

The texts are read by the program's own readers, so that offsets count characters of the text that is analysed. A word that
does not stand in its article stops the run: nothing is written that cannot be anchored.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from counterclaim import reading
from counterclaim.records import Page
from counterclaim.settings import Reading
from counterclaim.text import slug

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TEXTS = EXAMPLES / "strait"
GOLD = EXAMPLES / "strait.gold"

T = TypeVar("T")
Row = dict[str, Any]
Span = tuple[int, int]
Figure = tuple[int | None, int | None]


class NotThere(Exception):
    """Words of an answer that do not stand in its article."""


@dataclass
class Piece:
    """One article: its entry in the source, its document's text, and where it stands there."""

    entry: Mapping[str, Any]
    text: str
    start: int
    end: int
    claims: list[Row] = field(default_factory=list)
    accounts: list[Row] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its number in the corpus."""
        return str(self.entry["key"])

    def anchor(self, span: Span) -> Row:
        """The first fields of every row."""
        start, end = span
        path = self.entry["path"]
        return {"article": self.key, "path": path, "start": start, "end": end, "text": self.text[start:end]}

    def places(self, words: str) -> list[Span]:
        """Everywhere that the words stand by themselves in the article, in order."""
        matches = _pattern(words).finditer(self.text, self.start, self.end)
        return [m.span() for m in matches]

    def find(self, cell: str) -> Span:
        """The one place that a cell means: ``a … b`` and ``#2`` as the source explains."""
        opening, parted, closing = cell.partition(" … ")
        words, number = _numbered(opening)
        places = self.places(words)
        if len(places) < number:
            raise NotThere(f"{self.key}: {cell!r}")
        start, end = places[number - 1]
        if not parted:
            return start, end
        rest = _pattern(closing).search(self.text, end, self.end)
        if rest is None:
            raise NotThere(f"{self.key}: {cell!r}")
        return start, rest.end()

    def nearest(self, cell: str, span: Span) -> Span | None:
        """The place of a cue or speaker nearest to a content, rather not inside it; None for ``-``."""
        if cell == "-":
            return None
        places = self.places(cell)
        if not places:
            raise NotThere(f"{self.key}: {cell!r}")
        outside = [p for p in places if p[1] <= span[0] or span[1] <= p[0]]
        return min(outside or places, key=lambda p: (max(p[0] - span[1], span[0] - p[1]), p[0]))


def pages() -> dict[str, str]:
    """The text of every document of the corpus, by its path."""
    found: dict[str, str] = {}
    for path in sorted(TEXTS.iterdir()):
        for page in reading.read(path.name, path.read_bytes(), settings=Reading()):
            if isinstance(page, Page):
                found[page.document.path] = page.text
    return found


def rows(source: Mapping[str, Any]) -> dict[str, list[Row]]:
    """All rows, by table. Raises NotThere with the first words that cannot be found."""
    texts = pages()
    names = list(_names(source["names"]))
    tables: dict[str, list[Row]] = {name: [] for name in (*TABLES, "mentions")}
    for entry in source["article"]:
        for name, found in _tables(_piece(entry, texts[entry["path"]]), names).items():
            tables[name] += found
    corpus = source["corpus"]
    tables["copies"] = [
        dict(zip(("article", "other", "kind"), cells, strict=True)) for cells in _cells(corpus["copies"])
    ]
    tables["disputes"] = [_dispute(cells) for cells in _cells(corpus["disputes"])]
    tables["events"] = [_event(cells, tables) for cells in _cells(corpus["events"])]
    return tables


def one(entry: Mapping[str, Any], text: str) -> dict[str, list[Row]]:
    """The rows, by table, of one article whose entry holds its names and disputes too. Raises NotThere."""
    tables = _tables(_piece(entry, text), list(_names(entry.get("names", {}))))
    return tables | {"disputes": [_dispute(cells) for cells in _cells(entry.get("disputes", ""))]}


def main() -> None:
    """Write every table beside the source."""
    source = tomllib.loads((GOLD / "source.toml").read_text(encoding="utf-8"))
    for name, found in rows(source).items():
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        (GOLD / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


def _tables(piece: Piece, names: list[tuple[str, str, str]]) -> dict[str, list[Row]]:
    return {name: make(piece) for name, make in TABLES.items()} | {"mentions": _mentions(piece, names)}


def _piece(entry: Mapping[str, Any], text: str) -> Piece:
    whole = Piece(entry, text, len(text) - len(text.lstrip()), len(text.rstrip()))
    start = whole.find(entry["first"])[0] if "first" in entry else whole.start
    rest = Piece(entry, text, start, whole.end)
    return Piece(entry, text, start, rest.find(entry["last"])[1] if "last" in entry else whole.end)


def _article(piece: Piece) -> list[Row]:
    stated = {name: piece.entry.get(name) for name in ("title", "outlet", "origin", "byline", "published")}
    row = piece.anchor((piece.start, piece.end))
    del row["text"]
    return [row | stated]


def _claims(piece: Piece) -> list[Row]:
    outlet = slug(piece.entry["outlet"])
    for content, cue, speaker, speaker_id, stance, *rest in _lines(piece, "claims"):
        options = _options(rest)
        span = piece.find(content)
        cue_at = piece.nearest(cue, span)
        speaker_at = piece.nearest(speaker, span)
        chain = list(dict.fromkeys([outlet, *_ids(options.get("via", "-")), speaker_id]))
        piece.claims.append(
            {"claim": f"{piece.key}/{len(piece.claims) + 1}"}
            | piece.anchor(span)
            | {
                "cue_start": cue_at and cue_at[0],
                "cue_end": cue_at and cue_at[1],
                "speaker_start": speaker_at and speaker_at[0],
                "speaker_end": speaker_at and speaker_at[1],
                "speaker_id": speaker_id,
                "on_behalf_of": options.get("for"),
                "stance": stance,
                "direct": "direct" in options,
                "chain": chain,
                "within": f"{piece.key}/{options['in']}" if "in" in options else None,
            }
        )
    return piece.claims


def _accounts(piece: Piece) -> list[Row]:
    for event, words, kind, actors, recipients, places, days, *rest in _lines(piece, "accounts"):
        options = _options(rest)
        type_, _, mode = kind.partition("/")
        earliest, latest = _days(days)
        killed, injured = _figure(options.get("k")), _figure(options.get("i"))
        claim = f"{piece.key}/{options['c']}" if "c" in options else None
        piece.accounts.append(
            piece.anchor(piece.find(words))
            | {
                "event": event,
                "type": type_,
                "mode": mode or None,
                "status": options.get("s", "happened"),
                "actor_ids": _ids(actors),
                "recipient_ids": _ids(recipients),
                "place_ids": _ids(places),
                "date_earliest": earliest,
                "date_latest": latest,
                "killed_low": killed[0],
                "killed_high": killed[1],
                "injured_low": injured[0],
                "injured_high": injured[1],
                "informant_ids": _ids(options.get("by", "-")),
                "claim": claim,
            }
        )
    return piece.accounts


def _casualties(piece: Piece) -> list[Row]:
    found = []
    for event, words, harm, group, side, number in _lines(piece, "casualties"):
        low, high = _figure(number)
        told = {"harm": harm, "group": _or_none(group), "side_id": _or_none(side), "low": low, "high": high}
        found.append(piece.anchor(piece.find(words)) | {"event": event} | told)
    return found


def _relations(piece: Piece) -> list[Row]:
    found = []
    for words, subject, predicate, object_, title, *rest in _lines(piece, "relations"):
        options = _options(rest)
        told = {"subject_id": subject, "predicate": predicate, "object_id": object_, "title": _or_none(title)}
        found.append(piece.anchor(piece.find(words)) | told | {"stance": options.get("s", "asserts")})
    return found


def _dates(piece: Piece) -> list[Row]:
    found = []
    for span, cells in _everywhere(piece, "dates"):
        value, *given = cells
        earliest, latest = (_or_none(given[0]), _or_none(given[1])) if given else _meant_days(value)
        found.append(piece.anchor(span) | {"value": value, "earliest": earliest, "latest": latest})
    return found


def _quantities(piece: Piece) -> list[Row]:
    found = []
    for span, (number,) in _everywhere(piece, "quantities"):
        low, high = _figure(number)
        found.append(piece.anchor(span) | {"low": low, "high": high})
    return found


def _wording(piece: Piece) -> list[Row]:
    return [piece.anchor(span) | {"referent_id": _or_none(of)} for span, (of,) in _everywhere(piece, "wording")]


def _mentions(piece: Piece, names: list[tuple[str, str, str]]) -> list[Row]:
    spans = ((span, (type_, entity)) for name, type_, entity in names for span in piece.places(name))
    meant = {piece.find(cells[0]): cells[1] for cells in _lines(piece, "meant")}
    return [
        piece.anchor(span) | {"type": type_, "entity_id": meant.get(span, entity)}
        for span, (type_, entity) in _longest(spans)
    ]


TABLES = {
    "articles": _article,
    "claims": _claims,
    "accounts": _accounts,
    "casualties": _casualties,
    "relations": _relations,
    "dates": _dates,
    "quantities": _quantities,
    "wording": _wording,
}


def _dispute(cells: list[str]) -> Row:
    about, slot, kind, stated = cells
    positions = []
    for one in stated.split(";"):
        holder, *claims = (part.strip() for part in one.split("@"))
        by, _, position = holder.rpartition(": ")
        positions.append({"by": by, "position": position, "claims": claims})
    return {"about": about, "slot": slot, "kind": kind, "positions": positions}


def _event(cells: list[str], tables: Mapping[str, list[Row]]) -> Row:
    label, type_ = cells
    accounts = [a for a in tables["accounts"] if a["event"] == label]
    told = [{"article": a["article"], "start": a["start"], "end": a["end"]} for a in accounts]
    witnesses = _witnesses(accounts, tables)
    return {"event": label, "type": type_, "witness_count": len(witnesses), "witnesses": witnesses, "accounts": told}


def _witnesses(accounts: list[Row], tables: Mapping[str, list[Row]]) -> list[list[str]]:
    """The articles of an event, those together that share a lineage, an outlet or a named informant."""
    outlets = {row["article"]: row["outlet"] for row in tables["articles"]}
    older = {row["article"]: row["other"] for row in tables["copies"]}
    groups: list[tuple[set[str], set[str]]] = []
    for account in accounts:
        article = account["article"]
        marks = {f"outlet {outlets[article]}", f"text {older.get(article, article)}"}
        marks |= {name for name in account["informant_ids"] if not name.startswith("unnamed:")}
        joined = [group for group in groups if group[0] & marks]
        groups = [group for group in groups if not group[0] & marks]
        groups.append((marks.union(*(g[0] for g in joined)), {article}.union(*(g[1] for g in joined))))
    return sorted(sorted(articles) for _, articles in groups)


def _everywhere(piece: Piece, table: str) -> list[tuple[Span, list[str]]]:
    def spans() -> Iterator[tuple[Span, list[str]]]:
        for words, *cells in _lines(piece, table):
            places = [piece.find(words)] if "#" in words else piece.places(words)
            if not places:
                raise NotThere(f"{piece.key}: {words!r}")
            yield from ((span, cells) for span in places)

    return list(_longest(spans()))


def _longest(found: Iterator[tuple[Span, T]]) -> Iterator[tuple[Span, T]]:
    """In order; of two that overlap, the longer."""
    taken: list[tuple[Span, T]] = []
    for span, value in sorted(found, key=lambda f: (f[0][0] - f[0][1], f[0])):
        if all(span[1] <= s[0] or s[1] <= span[0] for s, _ in taken):
            taken.append((span, value))
    yield from sorted(taken, key=lambda f: f[0])


def _names(table: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for type_, block in table.items():
        for line in block.strip().splitlines():
            entity, _, spellings = line.partition(": ")
            yield from ((name.strip(), type_, entity) for name in spellings.split(","))


def _lines(piece: Piece, table: str) -> Iterator[list[str]]:
    return _cells(piece.entry.get(table, ""))


def _cells(block: str) -> Iterator[list[str]]:
    for line in block.strip().splitlines():
        yield [cell.strip() for cell in line.split(" | ")]


def _options(cells: list[str]) -> dict[str, str]:
    parts = " ".join(cells).split()
    return {name: value for name, _, value in (part.partition("=") for part in parts)}


def _ids(cell: str) -> list[str]:
    return [] if cell == "-" else [one.strip() for one in cell.split(",")]


def _or_none(cell: str) -> str | None:
    return None if cell == "-" else cell


def _figure(cell: str | None) -> Figure:
    if cell is None:
        return None, None
    if cell.endswith("+"):
        return int(cell[:-1]), None
    low, ranged, high = cell.partition("-")
    return (int(low) if low else None, int(high)) if ranged else (int(cell), int(cell))


def _days(cell: str) -> tuple[str | None, str | None]:
    first, _, last = cell.replace("..", "/").partition("/")
    return (None, None) if cell == "-" else (first, last or first)


def _meant_days(value: str) -> tuple[str | None, str | None]:
    return (value, value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else (None, None)


def _numbered(cell: str) -> tuple[str, int]:
    match = re.fullmatch(r"(.*)#(\d+)", cell, re.DOTALL)
    return (match[1], int(match[2])) if match else (cell, 1)


def _pattern(words: str) -> re.Pattern[str]:
    inner = r"\s+".join(re.escape(word) for word in words.split())
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return re.compile(before + inner + after)


if __name__ == "__main__":
    main()
