"""Date expressions by rules, by the embedded model, by both, and by dateparser, in one table.

    python benchmarks/date_readers.py --shared FOLDER [--json FILE]

GUM's dev part, and of its train part news with interviews and the whole. The rows:

- *rules*: the finder without the model;
- *model's spans*: only what the model marks, each valued by the rules (none where they cannot read it);
- *both*: the finder as the program uses it, the rules first and the model's marks where they are silent;
- *dateparser*: ``dateparser.search.search_dates`` (extra ``bench``) with the day of publication as its base; a value is as
  fine as what it says it has read (day, month, year).

The embedded model was trained on GUM's train part: there its two rows are no honest figures and are left out.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.predict import inputs, read
from benchmarks.tasks import dates
from benchmarks.tasks.common import Record, backend
from counterclaim.text import overlaps

MEASURES = ("strict.f1", "relaxed.f1", "value.f1", "relaxed_value.f1")
Reader = Callable[[Record], Record]


def by_rules(record: Record) -> Record:
    """The finder without the model."""
    return dates.predicted(record, dates.view_of(record))


def by_model(record: Record) -> Record:
    """The model's marks with the value of what the rules read there."""
    marks = backend().read([record["text"]])[0].layer("date")
    ruled = by_rules(record)["dates"]
    found = []
    for mark in marks:
        inside = [d for d in ruled if overlaps((d["start"], d["end"]), (mark.start, mark.end))]
        found.append({"start": mark.start, "end": mark.end, "value": inside[0]["value"] if inside else ""})
    return {"id": record["id"], "dates": found}


def by_dateparser(record: Record) -> Record:
    """What ``search_dates`` finds, laid on the text in order."""
    search_dates = importlib.import_module("dateparser.search").search_dates
    settings: dict[str, Any] = {"RETURN_AS_TIMEZONE_AWARE": False}
    if published := record.get("published"):
        settings["RELATIVE_BASE"] = datetime.fromisoformat(published[:10])
    parser = importlib.import_module("dateparser.date").DateDataParser(languages=["en"], settings=settings)
    found, at = [], 0
    for paragraph in record["text"].split("\n\n"):
        for words, day in search_dates(paragraph, languages=["en"], settings=settings) or ():
            start = record["text"].find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            grain = parser.get_date_data(words).period or "day"
            shown = {"month": day.strftime("%Y-%m"), "year": day.strftime("%Y")}.get(grain, day.strftime("%Y-%m-%d"))
            found.append({"start": start, "end": at, "value": shown})
    return {"id": record["id"], "dates": found}


def measured(records: list[Record], reader: Reader, score: Callable[..., dict[str, float]]) -> dict[str, float]:
    """The pack's figures for one reader."""
    figures = score(records, [reader(inputs("dates", record)) for record in records])
    return {name: figures[name] for name in MEASURES}


def main(arguments: Iterable[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args(list(arguments) if arguments is not None else None)
    pack = args.shared / "benchmarks"
    sys.path.insert(0, str(pack))
    score = importlib.import_module("scorers.dates").score
    dev, train = (list(read(pack / "dates" / f"gum_{part}.jsonl")) for part in ("dev", "train"))
    news = [record for record in train if record["genre"] in ("news", "interview")]
    seen: tuple[tuple[str, Reader], ...] = (("model's spans", by_model), ("both", dates.predict))
    others: tuple[tuple[str, Reader], ...] = (("rules", by_rules), ("dateparser", by_dateparser))
    result: dict[str, dict[str, dict[str, float]]] = {}
    for part, records in (("dev", dev), ("train, news and interviews", news), ("train", train)):
        for name, reader in (*others[:1], *(seen if part == "dev" else ()), *others[1:]):
            try:
                figures = measured(records, reader, score)
            except ImportError:
                print(f"| {part} | {name} | not measured: not installed | | | |")
                continue
            result.setdefault(part, {})[name] = figures
            print(f"| {part} | {name} | " + " | ".join(f"{figures[m] * 100:.1f}" for m in MEASURES) + " |", flush=True)
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
