"""The program against the labels of real articles (``benchmarks/own``).

    python benchmarks/own_articles.py --corpus FOLDER [--split dev|test] [--by-group] [--json FILE]

The labelled files of the corpus are built into a ledger, exported, and compared article by article with the functions that
compare two readers. One table is printed; development and test articles have a column each. The rules of the program may be
mended by looking at development articles, never at test articles.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.own_agreement import Tally, compared, table
from benchmarks.own_labels import COLUMNS, FOLDER, OUTLET, Labels, Row, digest, knowledge, load, read_rows, text_of
from benchmarks.tasks.common import backend
from counterclaim.build import build
from counterclaim.ledger import Ledger
from counterclaim.showing.export import export
from counterclaim.text import slug

SPLITS = ("dev", "test")
GROUPS = FOLDER / "groups.toml"

_NAMED = frozenset({"name", "alias", "acronym"})


@dataclass(frozen=True)
class Found:
    """What the program finds: labels by the article's number, and by the hash of a file the spans it takes for furniture."""

    labels: Mapping[str, Labels]
    furniture: Mapping[str, Sequence[tuple[int, int]]]


def predicted(labels: Sequence[Labels], corpus: Path) -> Found:
    """What the program finds in each labelled article.

    Raises SystemExit where a file is not the one that was labelled.
    """
    for one in labels:
        if text_of(corpus / one.article["path"])[0] != one.article["sha256"]:
            raise SystemExit(f"{one.article['path']}: not the file that was labelled")
    paths = sorted({corpus / one.article["path"] for one in labels})
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "own.ledger"
        build(paths, made, backend=backend())
        with Ledger.open(made) as ledger:
            export(ledger, Path(folder) / "export")
        return Found(exported(Path(folder) / "export", labels), _furniture(Path(folder) / "export"))


def _furniture(folder: Path) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in read_rows(folder / "furniture.jsonl"):
        spans[row["document_id"]].append((row["start"], row["end"]))
    return dict(spans)


def in_furniture(labels: Iterable[Labels], found: Found) -> dict[str, tuple[int, int]]:
    """By table, how many labelled rows lie in what the program takes for furniture, where it does not look; of how many."""
    counts = {name: [0, 0] for name in COLUMNS if name != "disputes"}
    for one in labels:
        spans = found.furniture.get(one.article["sha256"], ())
        for name, count in counts.items():
            for row in one.table(name):
                count[0] += any(start <= row["start"] and row["end"] <= end for start, end in spans)
                count[1] += 1
    return {name: (inside, of) for name, (inside, of) in counts.items()}


def exported(folder: Path, labels: Iterable[Labels]) -> dict[str, Labels]:
    """The rows of an export that stand in the labelled articles, in the form of labels."""
    articles = {row["article_id"]: row for row in read_rows(folder / "articles.jsonl")}
    by_document: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for name in COLUMNS:
        if name != "disputes":
            for row in read_rows(folder / f"{name}.jsonl"):
                by_document[row["document_id"]][name].append(row)
    disputes = list(read_rows(folder / "disputes.jsonl"))
    outlets = _outlets(articles.values())
    return {
        one.key: _article(one, by_document[one.article["sha256"]], outlets=outlets, disputes=disputes) for one in labels
    }


def _outlets(articles: Iterable[Row]) -> dict[str, str]:
    """The id under which each article's outlet heads a chain, by article."""
    catalogue = knowledge().catalogue
    known = ((row["article_id"], row["outlet"], catalogue.outlet(row["outlet"])) for row in articles if row["outlet"])
    return {article: outlet.id if outlet else slug(name) for article, name, outlet in known}


def _article(
    label: Labels, tables: Mapping[str, Sequence[Row]], *, outlets: Mapping[str, str], disputes: Sequence[Row]
) -> Labels:
    start, end = label.article["start"], label.article["end"]
    inside = {
        name: [row for row in tables.get(name, ()) if start <= row["start"] and row["end"] <= end]
        for name in COLUMNS
        if name != "disputes"
    }
    inside["mentions"] = [row for row in inside["mentions"] if row["how"] in _NAMED]
    claims = {row["claim_id"]: n for n, row in enumerate(inside["claims"], 1)}
    accounts = {row["account_id"]: claims.get(row["claim_id"] or "") for row in inside["accounts"]}
    found = {
        **inside,
        "claims": [
            row
            | {"n": claims[row["claim_id"]], "within": claims.get(row["within"] or "")}
            | {"chain": _chain(row, outlets.get(row["article_id"]))}
            for row in inside["claims"]
        ],
        "accounts": [
            row | {"n": n, "event": row["event_id"], "claim": accounts[row["account_id"]]}
            for n, row in enumerate(inside["accounts"], 1)
        ],
        "casualties": [row | {"event": row["account_id"]} for row in inside["casualties"]],
        "disputes": _disputes(disputes, claims, accounts),
    }
    rows = {name: tuple({c: row[c] for c in COLUMNS[name]} for row in rows) for name, rows in found.items()}
    return Labels(label.article, rows)


def _chain(row: Row, outlet: str | None) -> list[str]:
    chain: list[str] = row["chain"]
    if not outlet or chain[:1] != [outlet]:
        return chain
    return [OUTLET, *(chain[1:] or [row["speaker_id"]])]


def _disputes(disputes: Iterable[Row], claims: Mapping[str, int], accounts: Mapping[str, int | None]) -> list[Row]:
    """Disputes of which two positions stand in the article: the claim of a position, or the claim that its account is told in."""
    found = []
    for dispute in disputes:
        sides = {
            position: side for side, position in enumerate(sorted({p["position"] for p in dispute["positions"]}), 1)
        }
        positions = []
        for p in dispute["positions"]:
            n = claims.get(p.get("claim_id") or "") or accounts.get(p.get("account_id") or "")
            inside = p.get("claim_id") in claims or p.get("account_id") in accounts
            if inside:
                positions.append({"by": p["by"], "side": sides[p["position"]], "claims": [n] if n else []})
        if len({p["side"] for p in positions}) > 1:
            found.append({"slot": dispute["slot"], "kind": dispute["kind"], "positions": positions})
    return found


def group_of(outlet: str | None) -> str:
    """The group of an outlet, ``other`` for one without."""
    for group, outlets in tomllib.loads(GROUPS.read_text(encoding="utf-8")).items():
        if outlet in outlets:
            return group
    return "other"


def columns(labels: Sequence[Labels], found: Mapping[str, Labels], *, by_group: bool) -> dict[str, dict[str, Tally]]:
    """The tallies by split, and where asked by split and group."""
    parts: dict[str, list[Labels]] = {
        split: [one for one in labels if one.article["split"] == split] for split in SPLITS
    }
    if by_group:
        for one in labels:
            parts.setdefault(f"{one.article['split']} {group_of(one.article['outlet'])}", []).append(one)
    return {name: compared(part, found) for name, part in sorted(parts.items()) if part}


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, export, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--labels", type=Path, default=FOLDER)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--by-group", action="store_true", help="figures by who keeps the outlet, too")
    parser.add_argument("--json", type=Path, help="write the digest, and F1, precision and recall by column and figure")
    args = parser.parse_args(arguments)
    labels = [one for one in load(args.labels) if args.split in (None, one.article["split"])]
    found = predicted(labels, args.corpus)
    shown = columns(labels, found.labels, by_group=args.by_group)
    print(f"{len(labels)} articles, digest of the labels {digest(args.labels)}\n")
    print(table(shown, full=not args.by_group))
    inside = (f"{name} {count} of {of}" for name, (count, of) in in_furniture(labels, found).items() if count)
    print(f"Labelled in furniture, of which only date lines are searched: {', '.join(inside) or 'nothing'}.")
    if args.json:
        made = {"digest": digest(args.labels), "figures": figures(shown)}
        args.json.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    return 0


def figures(shown: Mapping[str, Mapping[str, Tally]]) -> dict[str, dict[str, dict[str, float]]]:
    """F1, precision, recall (0 to 1) and the count of what is right, by column and figure."""
    return {
        column: {
            name: {"f1": t.f1, "precision": t.precision, "recall": t.recall, "right": t.right}
            for name, t in tallies.items()
        }
        for column, tallies in shown.items()
    }


if __name__ == "__main__":
    sys.exit(main())
