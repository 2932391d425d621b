"""Score exported weights by themselves on the dev sets, through the scorers that lie beside them.

python -m training.evaluate WEIGHTS --shared FOLDER [--only attribution,newswire] [--limit 20]
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from counterclaim.language.neural import Neural
from training.data import Record, coded, lines


@dataclass(frozen=True, slots=True)
class Task:
    """A dev set: its scorer, its records, how a record is answered, and the figures that are reported."""

    name: str
    scorer: str
    gold: Callable[[Path], list[Record]]
    answer: Callable[[Neural, Record], Record]
    figures: tuple[str, ...]


def _file(name: str) -> Callable[[Path], list[Record]]:
    return lambda shared: list(lines(shared / name))


def _newswire(shared: Path) -> list[Record]:
    kept = set((shared / "ner" / "enwww_dev_ids.txt").read_text(encoding="utf-8").split())
    return [record for record in lines(shared / "ner" / "enwww_train.jsonl") if record["id"] in kept]


def _claims(reader: Neural, record: Record) -> Record:
    (reading,) = reader.read([record["text"]])
    found: dict[int, Record] = {}
    for link in reading.links:
        head, tail = reading.labels[link.head], reading.labels[link.tail]
        if head.layer == "cue":
            claim = found.setdefault(link.head, {"source": [], "cue": [[head.start, head.end]], "content": []})
            claim[link.kind].append([tail.start, tail.end])
    return {"id": record["id"], "claims": [claim for _, claim in sorted(found.items()) if claim["content"]]}


def _names(layer: str) -> Callable[[Neural, Record], Record]:
    def answer(reader: Neural, record: Record) -> Record:
        (reading,) = reader.read([record["text"]])
        layers = (layer, "expression") if layer == "name" else (layer,)
        found = [x for x in reading.labels if x.layer in layers and x.value in record["types"]]
        return {"id": record["id"], "entities": [{"start": x.start, "end": x.end, "type": x.value} for x in found]}

    return answer


def _dates(reader: Neural, record: Record) -> Record:
    found = reader.read([record["text"]])[0].layer("date")
    return {"id": record["id"], "dates": [{"start": x.start, "end": x.end, "value": ""} for x in found]}


def _types(reader: Neural, record: Record) -> Record:
    found = (reader.types(record["text"], c.actor, c.recipient) for c in coded(record).codings)
    return {"id": record["id"], "types": [max(likely, key=likely.__getitem__) for likely in found]}


def _quad(reader: Neural, record: Record) -> Record:
    likely = reader.quad(record["text"])
    return {"id": record["id"], "label": max(likely, key=likely.__getitem__)}


_TRIPLE = ("source_exact.f1", "cue_exact.f1", "content_exact.f1", "triple_exact.f1", "content_overlap.f1")
TASKS = (
    Task("attribution", "attribution", _file("attribution/dev.jsonl"), _claims, _TRIPLE),
    Task("newswire", "ner", _newswire, _names("name"), ("strict.f1", "span.f1")),
    Task("referring", "ner", _file("ner/re3d_dev.jsonl"), _names("reference"), ("strict.f1", "span.f1")),
    Task("referring names", "ner", _file("ner/re3d_dev.jsonl"), _names("name"), ("strict.f1", "span.f1")),
    Task("web", "ner", _file("ner/uner_dev.jsonl"), _names("name"), ("strict.f1", "span.f1")),
    Task("calendar", "dates", _file("dates/gum_dev.jsonl"), _dates, ("strict.f1", "relaxed.f1")),
    Task("codings", "events", _file("events/dev.jsonl"), _types, ("given.accuracy", "given.macro_f1")),
    Task("quads", "event_types", _file("events/quad_dev.jsonl"), _quad, ("accuracy", "macro_f1")),
)


def scores(reader: Neural, shared: Path, only: Sequence[str], limit: int | None = None) -> dict[str, dict[str, float]]:
    """The figures of the named tasks in per cent; ``limit`` takes the first records only, for a quick look."""
    sys.path.insert(0, str(shared))
    found: dict[str, dict[str, float]] = {}
    for task in TASKS:
        if task.name in only:
            gold = task.gold(shared)[:limit]
            answers = [task.answer(reader, record) for record in gold]
            whole = importlib.import_module(f"scorers.{task.scorer}").score(gold, answers)
            found[task.name] = {name: round(100 * whole[name], 1) for name in task.figures if name in whole}
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="a folder that training.export wrote")
    parser.add_argument("--shared", type=Path, required=True, help="the folder with the dev sets and scorers")
    parser.add_argument("--only", default=",".join(task.name for task in TASKS))
    parser.add_argument("--limit", type=int)
    given = parser.parse_args(arguments)
    print(json.dumps(scores(Neural(given.weights), given.shared, given.only.split(","), given.limit), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
