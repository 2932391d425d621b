"""How well documents are split: article boundaries, metadata and furniture against labels made by hand.

    python benchmarks/segments.py CORPUS_FOLDER [--labels FILE] [--part dev|aside|all] [--errors]

``own/segments.jsonl`` holds offsets and values only; the texts are read from the corpus folder and checked by their
SHA-256. A boundary is right when an article starts within 5 characters and ends within 200 of the labelled one. A field is
right when it states the same words (white space and a bracket at the end apart), null included, in an article that was
found. Furniture is compared character by character, white space left out. Files whose hash begins with 0 to 4 are kept
aside: their figures are reported, their errors are not shown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from counterclaim.knowledge.catalogue import Catalogue
from counterclaim.reading.segment import Outlets, segment
from counterclaim.records import Article, Hints, Segments

START, END = 5, 200
FIELDS = ("title", "outlet", "origin", "byline", "published")
LABELS = Path(__file__).parent / "own" / "segments.jsonl"


def aside(sha256: str) -> bool:
    """True for files kept for testing only."""
    return sha256[0] in "01234"


def plain(value: str | None) -> str | None:
    """A value for comparing."""
    return re.sub(r"\s*\([^()]*\)$", "", " ".join(value.split())).casefold() if value else None


def letters(spans: list[tuple[int, int]], text: str) -> set[int]:
    """The offsets of visible characters in some spans."""
    return {i for s, e in spans for i in range(s, min(e, len(text))) if not text[i].isspace()}


def compare(text: str, gold: dict[str, Any], found: Segments) -> tuple[Counter[str], list[str]]:
    """Counts of one document, and its errors in words."""
    counts: Counter[str] = Counter()
    errors: list[str] = []
    starts = {a.start: a for a in found.articles}
    for label in gold["articles"]:
        near = min(starts, key=lambda s: abs(s - label["start"]), default=None)
        match = starts[near] if near is not None and abs(near - label["start"]) <= START else None
        right = match is not None and abs(match.end - label["end"]) <= END
        counts["boundary"] += right
        if not right:
            got = (match.start, match.end) if match else None
            errors.append(f"boundary {label['start']}-{label['end']}: {got}")
        for field in FIELDS:
            want = text[slice(*label["title"])] if field == "title" else label[field]
            got_field = getattr(match, field) if isinstance(match, Article) else "(no article)"
            ok = plain(want) == plain(got_field)
            counts[field] += ok
            if not ok:
                errors.append(f"{field} at {label['start']}: {want!r} not {got_field!r}")
    counts["gold"] += len(gold["articles"])
    counts["found"] += len(found.articles)
    want_chars = letters([tuple(x) for x in gold["furniture"]], text)
    got_chars = letters([(f.start, f.end) for f in found.furniture], text)
    counts["furniture gold"] += len(want_chars)
    counts["furniture found"] += len(got_chars)
    counts["furniture both"] += len(want_chars & got_chars)
    for name, chars in (("missed", want_chars - got_chars), ("wrongly", got_chars - want_chars)):
        for s, e in runs(sorted(chars)):
            if e - s > 8:
                errors.append(f"furniture {name} {s}-{e}: {text[s:e][:90]!r}")
    return counts, errors


def runs(offsets: list[int]) -> list[tuple[int, int]]:
    """Offsets as spans; white space between two does not part them."""
    found: list[tuple[int, int]] = []
    for i in offsets:
        if found and i - found[-1][1] <= 3:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found


def f1(right: int, gold: int, found: int) -> float:
    """F1 in per cent."""
    return 200.0 * right / (gold + found) if gold + found else 100.0


def report(name: str, c: Counter[str]) -> str:
    """One line of figures."""
    fields = "  ".join(f"{f} {100 * c[f] / max(1, c['gold']):.1f}" for f in FIELDS)
    return (
        f"{name}: articles {c['gold']}  boundary F1 {f1(c['boundary'], c['gold'], c['found']):.1f}  {fields}  "
        f"furniture F1 {f1(c['furniture both'], c['furniture gold'], c['furniture found']):.1f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--part", choices=("dev", "aside", "all"), default="all")
    parser.add_argument("--errors", action="store_true", help="show the errors in the development part")
    args = parser.parse_args()
    catalogue: Outlets = Catalogue.load(())
    totals: dict[str, Counter[str]] = {}
    for line in args.labels.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        part = "aside" if aside(gold["sha256"]) else "dev"
        if args.part not in (part, "all"):
            continue
        data = (args.corpus / gold["path"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != gold["sha256"]:
            raise SystemExit(f"{gold['path']}: not the file that was labelled")
        text = data.decode("utf-8")
        counts, errors = compare(text, gold, segment(text, gold["sha256"], Hints(), catalogue=catalogue))
        for key in (part, f"{part} {gold['path'].split('/')[0]}"):
            totals.setdefault(key, Counter()).update(counts)
        if args.errors and part == "dev" and errors:
            print(gold["path"], *errors, sep="\n    ")
    for name in sorted(totals):
        print(report(name, totals[name]))


if __name__ == "__main__":
    main()
