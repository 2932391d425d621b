"""Score a trained model on the dev sets, through the scorers that lie beside them.

python -m training.evaluate CHECKPOINT --shared FOLDER [--only attribution,newswire] [--limit 20]
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from training import checkpoint, labels
from training.data import Record, coded, lines
from training.encoder import mean
from training.examples import batch, example, windows
from training.reader import Options, Reader


@dataclass(frozen=True, slots=True)
class Task:
    """A dev set: its scorer, its records, how a record is answered, and the figures that are reported."""

    name: str
    scorer: str
    gold: Callable[[Path], list[Record]]
    answer: Callable[[Reader, Record], Record]
    figures: tuple[str, ...]


def _file(name: str) -> Callable[[Path], list[Record]]:
    return lambda shared: list(lines(shared / name))


def _newswire(shared: Path) -> list[Record]:
    kept = set((shared / "ner" / "enwww_dev_ids.txt").read_text(encoding="utf-8").split())
    return [record for record in lines(shared / "ner" / "enwww_train.jsonl") if record["id"] in kept]


def _claims(reader: Reader, record: Record) -> Record:
    found = reader.read(record["text"], (), ("claims",)).frames["claims"]
    return {"id": record["id"], "claims": [claim.roles for claim in found]}


def _names(layer: str) -> Callable[[Reader, Record], Record]:
    def answer(reader: Reader, record: Record) -> Record:
        found = reader.read(record["text"], (layer,), types=record["types"]).spans[layer]
        return {"id": record["id"], "entities": [{"start": s, "end": e, "type": t} for s, e, t in found]}

    return answer


def _dates(reader: Reader, record: Record) -> Record:
    found = reader.read(record["text"], ("dates",)).spans["dates"]
    return {"id": record["id"], "dates": [{"start": s, "end": e, "value": ""} for s, e, _ in found]}


@torch.inference_mode()
def _types(reader: Reader, record: Record) -> Record:
    given = batch(windows(example(coded(record), reader.by), 512, 512)[:1])
    x = reader.model(given.ids, given.cases, given.gaps, given.mask)
    best = reader.model.types(x, given.mask, given.codings[:, 0], given.spans).argmax(-1)
    return {"id": record["id"], "types": [labels.EVENTS[i] for i in best.tolist()]}


@torch.inference_mode()
def _quad(reader: Reader, record: Record) -> Record:
    given = batch(windows(example(coded(record | {"codings": []}), reader.by), 512, 512)[:1])
    x = reader.model(given.ids, given.cases, given.gaps, given.mask)
    return {"id": record["id"], "label": labels.QUADS[int(reader.model.quad(mean(x, given.mask))[0].argmax())]}


_TRIPLE = ("source_exact.f1", "cue_exact.f1", "content_exact.f1", "triple_exact.f1", "content_overlap.f1")
TASKS = (
    Task("attribution", "attribution", _file("attribution/dev.jsonl"), _claims, _TRIPLE),
    Task("newswire", "ner", _newswire, _names("names"), ("strict.f1", "span.f1")),
    Task("referring", "ner", _file("ner/re3d_dev.jsonl"), _names("references"), ("strict.f1", "span.f1")),
    Task("referring names", "ner", _file("ner/re3d_dev.jsonl"), _names("names"), ("strict.f1", "span.f1")),
    Task("web", "ner", _file("ner/uner_dev.jsonl"), _names("names"), ("strict.f1", "span.f1")),
    Task("calendar", "dates", _file("dates/gum_dev.jsonl"), _dates, ("strict.f1", "relaxed.f1")),
    Task("codings", "events", _file("events/dev.jsonl"), _types, ("given.accuracy", "given.macro_f1")),
    Task("quads", "event_types", _file("events/quad_dev.jsonl"), _quad, ("accuracy", "macro_f1")),
)


def scores(reader: Reader, shared: Path, only: Sequence[str], limit: int | None = None) -> dict[str, dict[str, float]]:
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
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--shared", type=Path, required=True, help="the folder with the dev sets and scorers")
    parser.add_argument("--only", default=",".join(task.name for task in TASKS))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--beginning", type=float, default=Options().beginning)
    given = parser.parse_args(arguments)
    model, by, options = checkpoint.load(given.checkpoint)
    reader = Reader(model, by, replace(options, beginning=given.beginning))
    print(json.dumps(scores(reader, given.shared, given.only.split(","), given.limit), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
