"""From two readers' labels to one: show where they differ, and merge them with the decisions of a third reader.

    python benchmarks/own_resolve.py diff READER_A READER_B --list FILE --corpus FOLDER [--only 01 02] [--tables claims accounts]
    python benchmarks/own_resolve.py merge READER_A READER_B --list FILE --corpus FOLDER --decisions FOLDER [--out FOLDER]

Rows of a table are paired where they overlap (:data:`PAIRED`); ids that mean the same are made one first (see
``own_agreement.same_ids``): a known id of the catalogue before all others, then the longer one.

A decision file (NN.toml, kept outside the project: it speaks of the words) names rows by reader and place in the reader's
table: ``claims = ["B5 stance=accuses", "A7", "-B9"]`` takes reader B's fifth claim with another stance instead of what A has
there, keeps A's seventh, and leaves B's ninth out; "B5+" fills what B left empty from A. ``a`` and ``b`` in it begin the
SHA-256 of the two files decided on; a file that was changed since stops the merge.

What no decision names:

- both readers have the row with the same values: taken;
- a value that one reader left empty is taken from the other (days, tolls, cues: whole or not at all);
- both have it with other values or other ends: reader A's in articles of odd number, reader B's in those of even number, so
  that neither reader is favoured;
- only one has it: kept. A reader misses more than a reader invents: of such rows that were decided, most were kept (the
  numbers stand in ``own/README.md``). A name, date, figure or wording that overlaps one already taken is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.own_agreement import Comparison, assigned, half, head_word, paired, same_ids, shared
from benchmarks.own_labels import (
    COLUMNS,
    FOLDER,
    IDS,
    Labels,
    Listed,
    Row,
    all_compiled,
    knowledge,
    listed,
    save,
    text_of,
)

SIDES = ("A", "B")

# Columns that are no value of the row by itself: numbers that one reader gives, and ends, which are told apart from values.
_NUMBERS = frozenset({"n", "event", "claim", "within", "positions"})
_ENDS = frozenset({"start", "end", "cue_start", "cue_end", "speaker_start", "speaker_end"})
# Tables in which two rows never overlap.
_APART = frozenset({"mentions", "dates", "quantities", "wording"})

_SHORT = {
    "speaker": "speaker_id", "for": "on_behalf_of", "entity": "entity_id", "referent": "referent_id", "side": "side_id",
    "actors": "actor_ids", "recipients": "recipient_ids", "places": "place_ids", "by": "informant_ids", "s": "status",
    "subject": "subject_id", "object": "object_id",
}  # fmt: skip


# Columns that are empty or not together.
_TOGETHER = (
    ("cue_start", "cue_end"), ("speaker_start", "speaker_end"), ("date_earliest", "date_latest"), ("killed_low", "killed_high"),
    ("injured_low", "injured_high"), ("earliest", "latest"), ("low", "high"),
)  # fmt: skip


# Marks a decision to take a row with the other reader's values where it has none.
FILLED = "+"


class BadDecision(Exception):
    """A decision that names no row, or was taken on other files."""


@dataclass(frozen=True)
class Group:
    """What two readers have at one place of one table: a row of each, or of one. ``names`` are "A3", "B5"."""

    table: str
    rows: Mapping[str, Row]

    @property
    def differing(self) -> list[str]:
        """The columns whose values differ, ends left out; none where only one reader has the row."""
        if len(self.rows) < len(SIDES):
            return []
        one, other = self.rows.values()
        names = (name for name in COLUMNS[self.table] if name not in _NUMBERS | _ENDS)
        return [name for name in names if _value(one, name) != _value(other, name)]

    @property
    def same_ends(self) -> bool:
        """Whether the two rows have the same start, end, cue and speaker."""
        one, *rest = self.rows.values()
        return all(one.get(name) == other.get(name) for other in rest for name in _ENDS)


def _value(row: Row, name: str) -> object:
    """A value in a form in which two can be compared: lists of ids as sets, unnamed speakers by their head words."""
    value = row[name]
    if isinstance(value, list):
        plain = [_plain(one) for one in value]
        return tuple(plain) if name == "chain" else frozenset(plain)
    return _plain(value) if name in IDS else value


def _plain(one: str | None) -> str | None:
    return f"unnamed:{head_word(one)}" if one and one.startswith("unnamed:") else one


def _overlapping(one: Row, other: Row) -> float:
    return value if (value := shared(one, other)) >= 0.25 else 0.0


def _claims(one: Row, other: Row) -> float:
    value = _overlapping(one, other)
    return value + 0.001 * (_value(one, "speaker_id") == _value(other, "speaker_id")) if value else 0.0


def _accounts(one: Row, other: Row) -> float:
    return 1 + value if one["type"] == other["type"] and (value := shared(one, other)) else half(one, other)


def _casualties(one: Row, other: Row) -> float:
    return shared(one, other) if one["harm"] == other["harm"] else 0.0


def _relations(one: Row, other: Row) -> float:
    names = ("subject_id", "predicate", "object_id")
    return 2 + shared(one, other) if all(one[n] == other[n] for n in names) else half(one, other)


PAIRED: dict[str, Callable[[Row, Row], float]] = {
    "mentions": shared,
    "claims": _claims,
    "accounts": _accounts,
    "casualties": _casualties,
    "relations": _relations,
    "dates": shared,
    "quantities": shared,
    "wording": shared,
}


def unified(a: Labels, b: Labels, known: Callable[[str], bool]) -> tuple[Labels, Labels]:
    """Both readers' labels with one id for what means the same; ``known`` says whether the catalogue has an id."""
    new_a, new_b = {}, {}
    for other, one in same_ids(a, b).items():
        best = max((one, other), key=lambda name: (known(name), len(name), name == one))
        new_a[one] = new_b[other] = best
    return _renamed(a, new_a), _renamed(b, new_b)


def _renamed(labels: Labels, new: Mapping[str, str]) -> Labels:
    def rename(name: str, value: Any) -> Any:
        if name == "positions":
            return [position | {"by": new.get(position["by"], position["by"])} for position in value]
        if name not in IDS or value is None:
            return value
        return new.get(value, value) if isinstance(value, str) else [new.get(one, one) for one in value]

    tables = {
        table: tuple({name: rename(name, value) for name, value in row.items()} for row in rows)
        for table, rows in labels.tables.items()
    }
    return Labels(labels.article, tables)


def groups(a: Labels, b: Labels, table: str) -> list[Group]:
    """The rows of a table of both readers, paired where they overlap, in the order of the text."""
    rows = {
        side: [row | {"name": f"{side}{n}"} for n, row in enumerate(labels.table(table), 1)]
        for side, labels in zip(SIDES, (a, b), strict=True)
    }
    pairs = _disputes(a, b, rows) if table == "disputes" else paired(rows["A"], rows["B"], PAIRED[table])
    held = {row["name"] for pair in pairs for row in pair}
    found = [Group(table, {"A": one, "B": other}) for one, other in pairs]
    found += [Group(table, {side: row}) for side in SIDES for row in rows[side] if row["name"] not in held]
    return sorted(found, key=lambda group: min(row.get("start", 0) for row in group.rows.values()))


def _disputes(a: Labels, b: Labels, rows: Mapping[str, Sequence[Row]]) -> list[tuple[Row, Row]]:
    pairs = Comparison(a, b).disputes
    places = [(a.table("disputes").index(one), b.table("disputes").index(other)) for one, other in pairs]
    return [(rows["A"][i], rows["B"][k]) for i, k in places]


# ---------------------------------------------------------------- differences


def differences(a: Labels, b: Labels, text: str, tables: Iterable[str]) -> Iterator[str]:
    """Lines that show, side by side, what is not the same in value, or what only one reader has."""
    for table in tables:
        shown = [group for group in groups(a, b, table) if len(group.rows) < len(SIDES) or group.differing]
        if shown:
            yield f"[{table}]"
        for group in shown:
            yield from _shown(group, text)


def _shown(group: Group, text: str) -> Iterator[str]:
    names = "|".join(row["name"] for row in group.rows.values())
    for side, row in group.rows.items():
        words = _words(row, text)
        if len(group.rows) < len(SIDES):
            yield f"{names} {words} {_told(row, _columns(group.table))}"
        elif side == "A" or not group.same_ends:
            yield f"{names if side == 'A' else '   B:'} {words}"
    if group.differing:
        yield "   " + "; ".join(
            f"{name} A={_cell(group.rows['A'][name])} B={_cell(group.rows['B'][name])}" for name in group.differing
        )


def _words(row: Row, text: str) -> str:
    if "start" not in row:
        return " / ".join(f"{p['side']}:{p['by']}{p['claims']}" for p in row["positions"])
    words = " ".join(text[row["start"] : row["end"]].split())
    cue = " ".join(text[row["cue_start"] : row["cue_end"]].split()) if row.get("cue_start") is not None else ""
    return f"«{words}»" + (f" <{cue}>" if cue else "")


def _columns(table: str) -> list[str]:
    return [name for name in COLUMNS[table] if name not in _NUMBERS | _ENDS]


def _told(row: Row, names: Iterable[str]) -> str:
    cells = (f"{name.removesuffix('_ids').removesuffix('_id')}={_cell(row[name])}" for name in names if row[name])
    return " ".join([*cells, *(f"{name}={row[name]}" for name in ("claim", "event") if row.get(name))])


def _cell(value: object) -> str:
    return ",".join(map(str, value)) or "-" if isinstance(value, list) else str("-" if value is None else value)


# ---------------------------------------------------------------- merging


@dataclass(frozen=True)
class Decisions:
    """What a third reader decided on one article: by table and row's name, the new values, or None for a row left out."""

    tables: Mapping[str, Mapping[str, Mapping[str, str] | None]]

    def of(self, group: Group) -> dict[str, Mapping[str, str] | None]:
        """The decisions on the rows of a group."""
        decided = self.tables.get(group.table, {})
        return {row["name"]: decided[row["name"]] for row in group.rows.values() if row["name"] in decided}


NOTHING = Decisions({})


def decisions(path: Path, sources: Mapping[str, Path]) -> Decisions:
    """Read a decision file. Raises BadDecision for one taken on other files than ``sources`` ("A", "B")."""
    if not path.exists():
        return NOTHING
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    for side, source in sources.items():
        stated = held.pop(side.lower())
        if not fingerprint(source).startswith(stated) or not stated:
            raise BadDecision(f"{path.name}: {source} was changed since")
    return Decisions({table: dict(map(_decision, lines)) for table, lines in held.items()})


def fingerprint(source: Path) -> str:
    """The first 12 hex digits of the SHA-256 of a reader's file."""
    return hashlib.sha256(source.read_bytes()).hexdigest()[:12]


def _decision(line: str) -> tuple[str, dict[str, str] | None]:
    name, *values = line.split()
    match = re.fullmatch(r"(-?)([AB]\d+)(\+?)", name)
    if not match:
        raise BadDecision(line)
    if match[1]:
        return match[2], None
    return match[2], dict(value.split("=", 1) for value in values) | ({FILLED: ""} if match[3] else {})


def changed(row: Row, values: Mapping[str, str]) -> Row:
    """A row with other values, in the notation of the readers ("-" is nothing). Raises BadDecision for an unknown column."""
    new = dict(row)
    for short, value in values.items():
        if short == FILLED:
            continue
        name = _SHORT.get(short, short)
        if name in ("k", "i"):
            which = "killed" if name == "k" else "injured"
            new[f"{which}_low"], new[f"{which}_high"] = _figure(value)
        elif name == "figure":
            new["low"], new["high"] = _figure(value)
        elif name == "days":
            first, _, last = value.partition("..")
            new["date_earliest"], new["date_latest"] = (None, None) if value == "-" else (first, last or first)
        elif name == "type" and "mode" in row:
            type_, _, mode = value.partition("/")
            new["type"], new["mode"] = type_, mode or None
        elif name not in row:
            raise BadDecision(f"{row['name']}: no column {short}")
        elif isinstance(row[name], list):
            new[name] = [] if value == "-" else value.split(",")
        elif isinstance(row[name], bool):
            new[name] = value == "yes"
        else:
            new[name] = None if value == "-" else value
    if "speaker" in values or "speaker_id" in values:
        new["chain"] = [*new["chain"][:-1], new["speaker_id"]]
    return new


def _figure(cell: str) -> tuple[int | None, int | None]:
    if cell == "-":
        return None, None
    if cell.endswith("+"):
        return int(cell[:-1]), None
    low, ranged, high = cell.partition("-")
    return (int(low) if low else None, int(high)) if ranged else (int(cell), int(cell))


def merged(
    a: Labels, b: Labels, decided: Decisions, known: Callable[[str], bool]
) -> tuple[Labels, dict[str, Counter[str]]]:
    """The final labels of one article, and by table how often each thing happened."""
    a, b = unified(a, b, known)
    favoured = SIDES[(int(a.key) + 1) % 2]
    counts: dict[str, Counter[str]] = {}
    taken: dict[str, list[tuple[Row, Group]]] = {}
    for table in COLUMNS:
        counts[table] = Counter()
        found = groups(a, b, table)
        _all_named(decided, table, found)
        taken[table] = _taken(found, decided, favoured, counts[table])
    head = (a if favoured == "A" else b).article
    return Labels(head, _numbered(taken, groups(a, b, "accounts"))), counts


def _all_named(decided: Decisions, table: str, found: Iterable[Group]) -> None:
    missing = decided.tables.get(table, {}).keys() - {row["name"] for group in found for row in group.rows.values()}
    if missing:
        raise BadDecision(f"no row {', '.join(sorted(missing))} in {table}")


def _taken(found: Sequence[Group], decided: Decisions, favoured: str, count: Counter[str]) -> list[tuple[Row, Group]]:
    kept: list[tuple[Row, Group]] = []
    single: list[Group] = []
    for group in found:
        named = decided.of(group)
        if named:
            count["decided"] += 1
            rows = _as_decided(group, named)
            if len(group.rows) < len(SIDES):
                count["one reader, decided: kept" if rows else "one reader, decided: left out"] += 1
            kept += [(row, group) for row in rows]
        elif len(group.rows) == len(SIDES):
            row = _filled(group, favoured)
            count[_happened(group, row)] += 1
            kept.append((row, group))
        else:
            single.append(group)
    for group in single:
        (row,) = group.rows.values()
        inside = group.table in _APART and any(shared(row, other) for other, _ in kept)
        count["one reader, by rule: left out" if inside else "one reader, by rule: kept"] += 1
        if not inside:
            kept.append((row, group))
    return sorted(kept, key=lambda item: (item[0].get("start", 0), -item[0].get("end", 0), item[0]["name"]))


def _filled(group: Group, side: str) -> Row:
    """One reader's row, with the other's values where it has none."""
    row = dict(group.rows[side])
    other = next((r for name, r in group.rows.items() if name != side), row)
    for name in COLUMNS[group.table]:
        columns = next((c for c in _TOGETHER if name in c), (name,))
        if name not in _NUMBERS and all(group.rows[side][c] in (None, []) for c in columns):
            row[name] = other[name]
    return row


def _happened(group: Group, row: Row) -> str:
    if not group.differing:
        return "same" if group.same_ends else "ends differ, by rule"
    other = next(r for r in group.rows.values() if r["name"] != row["name"])
    left = [name for name in group.differing if _value(row, name) != _value(other, name)]
    return "values differ, by turns" if left else "empty value filled"


def _as_decided(group: Group, named: Mapping[str, Mapping[str, str] | None]) -> list[Row]:
    wanted = {name: values for name, values in named.items() if values is not None}
    if not wanted:
        return [row for row in group.rows.values() if row["name"] not in named]
    rows = {
        row["name"]: _filled(group, side) if FILLED in wanted.get(row["name"], {}) else row
        for side, row in group.rows.items()
    }
    return [changed(row, wanted[name]) for name, row in rows.items() if name in wanted]


def _numbered(
    taken: Mapping[str, Sequence[tuple[Row, Group]]], accounts: Iterable[Group]
) -> dict[str, tuple[Row, ...]]:
    """The rows as columns, with numbers of claims and events of their own."""
    claim_of: dict[tuple[str, int], int] = {}
    for n, (row, group) in enumerate(taken["claims"], 1):
        for side, other in group.rows.items():
            claim_of.setdefault((side, other["n"]), n)
        claim_of[row["name"][0], row["n"]] = n
    event_of = _events(accounts)
    numbers: dict[str, int] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    for table in ("claims", "accounts", *(name for name in COLUMNS if name not in ("claims", "accounts"))):
        rows = []
        for n, (row, _) in enumerate(taken[table], 1):
            side, new = row["name"][0], dict(row)
            for name in ("claim", "within"):
                if new.get(name) is not None:
                    new[name] = claim_of.get((side, new[name]))
            if "event" in new:
                new["event"] = numbers.setdefault(
                    event_of.get(f"{side}{row['event']}", f"{side}{row['event']}"), len(numbers) + 1
                )
            if "n" in new:
                new["n"] = n
            if "positions" in new:
                new["positions"] = [_position(p, side, claim_of) for p in new["positions"]]
            rows.append({name: new[name] for name in COLUMNS[table]})
        tables[table] = tuple(rows)
    return {name: tables[name] for name in COLUMNS}


def _position(position: Row, side: str, claim_of: Mapping[tuple[str, int], int]) -> Row:
    return position | {"claims": sorted({claim_of[side, n] for n in position["claims"] if (side, n) in claim_of})}


def _events(accounts: Iterable[Group]) -> dict[str, str]:
    """Reader A's event for each event of reader B, one to one, by the accounts that they share."""
    together: Counter[tuple[str, str]] = Counter()
    for group in accounts:
        if len(group.rows) == len(SIDES):
            one, other = group.rows["A"], group.rows["B"]
            together[f"A{one['event']}", f"B{other['event']}"] += 1
    return {other: one for one, other in assigned({pair: float(n) for pair, n in together.items()})}


# ---------------------------------------------------------------- command


def main(arguments: Sequence[str] | None = None) -> int:
    """Show differences, or merge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("diff", "merge"))
    parser.add_argument("a", type=Path, metavar="READER_A")
    parser.add_argument("b", type=Path, metavar="READER_B")
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--tables", nargs="*", choices=tuple(COLUMNS), default=["claims", "accounts", "disputes"])
    parser.add_argument("--text", action="store_true", help="diff: the article's text, too")
    parser.add_argument("--decisions", type=Path, default=Path("decisions"))
    parser.add_argument("--out", type=Path, default=FOLDER)
    args = parser.parse_args(arguments)
    of = listed(args.list)
    a, b = (all_compiled(folder, args.corpus, of) for folder in (args.a, args.b))
    both = [key for key in sorted(a.keys() & b.keys()) if not args.only or key in args.only]
    catalogue = knowledge().catalogue
    known = lambda name: catalogue.get(name) is not None  # noqa: E731
    if args.action == "diff":
        for key in both:
            _print_diff(args, unified(a[key], b[key], known), of[key])
        return 0
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    final = []
    for key in both:
        decided = decisions(args.decisions / f"{key}.toml", {"A": args.a / f"{key}.toml", "B": args.b / f"{key}.toml"})
        one, happened = merged(a[key], b[key], decided, known)
        final.append(one)
        for table, count in happened.items():
            counts[table].update(count)
    save(final, args.out)
    print(f"{len(final)} articles\n\n{_counted(counts)}", end="")
    return 0


def _print_diff(args: argparse.Namespace, pair: tuple[Labels, Labels], place: Listed) -> None:
    text = text_of(args.corpus / place.path)[1]
    marks = [
        f'{side} = "{fingerprint(folder / (place.key + ".toml"))}"' for side, folder in (("a", args.a), ("b", args.b))
    ]
    print(f"== {place.key} {place.path}\n{'; '.join(marks)}")
    if args.text:
        print(text[pair[0].article["start"] : pair[0].article["end"]])
    print("\n".join(differences(*pair, text, args.tables)))


HAPPENED = (
    "same", "ends differ, by rule", "empty value filled", "values differ, by turns", "decided", "one reader, decided: kept",
    "one reader, decided: left out", "one reader, by rule: kept", "one reader, by rule: left out",
)  # fmt: skip


def _counted(counts: Mapping[str, Mapping[str, int]]) -> str:
    lines = [f"| table | {' | '.join(HAPPENED)} |", "| --- |" + " ---: |" * len(HAPPENED)]
    lines += [f"| {t} | {' | '.join(str(counts[t].get(name, 0)) for name in HAPPENED)} |" for t in COLUMNS]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
