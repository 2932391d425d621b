"""Predictions for one file of the benchmark pack, through the product's own code, on the core install.

    python benchmarks/predict.py TASK IN.jsonl OUT.jsonl

TASK is a module of ``benchmarks/tasks``; each has ``predict(record) -> dict`` (or ``predict_all(records) -> list``, where
records speak of one another). Only what is input is read: text and metadata; for ``events`` the spans of actor and recipient
too, for ``crossdoc`` the mentions without their clusters, for ``names`` and ``copies`` the two sides, for ``accounts`` the
articles. Labels never reach a task: :func:`inputs` takes them out first.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

Record = dict[str, Any]

TASKS = (
    "attribution", "ner", "dates", "events", "event_types", "event_arguments", "event_codes", "templates", "places",
    "crossdoc", "names", "copies", "accounts",
)  # fmt: skip

_WITH_FOLDER = ("event_codes",)  # the dictionaries that its records were written for lie beside the input file

_META = (
    "id",
    "text",
    "published",
    "outlet",
    "title",
    "source",
    "types",
    "genre",
    "region",
    "url",
    "category",
    "date",
    "place",
)
_ARTICLE = ("id", "outlet", "date", "title", "text")


def inputs(task: str, record: Record) -> Record:
    """The part of a record that is input; everything else is a label and is left out."""
    if task == "accounts":
        articles = [{k: a[k] for k in _ARTICLE if k in a} for a in record["articles"]]
        return {"group": record["group"], "articles": articles}
    kept = {k: record[k] for k in _META if k in record}
    if task == "events":
        codings = record.get("codings", [])
        kept["spans"] = [{"actor": c.get("actor"), "recipient": c.get("recipient")} for c in codings]
    if task == "crossdoc":
        names = ("start", "end", "text", "kind", "type", "pieces")
        kept["sentences"] = record.get("sentences", [])
        kept["mentions"] = [{k: m[k] for k in names if k in m} for m in record["mentions"]]
    if task == "names":
        kept |= {k: record[k] for k in ("left", "right", "schema")}
    if task == "copies":
        sides = ("left", "right", "left_title", "left_outlet", "left_date", "right_title", "right_outlet", "right_date")
        kept |= {k: record[k] for k in sides if k in record}
    return kept


def read(path: Path) -> Iterator[Record]:
    """The records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def predict(task: str, records: list[Record], folder: Path) -> list[Record]:
    """Predictions for all records, in their order; ``folder`` holds the input file and what the pack gives beside it."""
    module = importlib.import_module(f"benchmarks.tasks.{task}")
    given = [inputs(task, record) for record in records]
    if task in _WITH_FOLDER:
        return list(module.predict_all(given, folder))
    if hasattr(module, "predict_all"):
        return list(module.predict_all(given))
    return [module.predict(record) for record in given]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("source", type=Path, metavar="IN.jsonl")
    parser.add_argument("target", type=Path, metavar="OUT.jsonl")
    args = parser.parse_args()
    try:
        records = list(read(args.source))
    except (OSError, ValueError) as error:
        print(f"predict.py: {args.source}: {error}", file=sys.stderr)
        return 2
    with args.target.open("w", encoding="utf-8", newline="\n") as out:
        for prediction in predict(args.task, records, args.source.parent):
            out.write(json.dumps(prediction, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
