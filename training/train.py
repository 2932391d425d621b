"""Train all heads on all sets at once.

python -m training.train --base FOLDER --shared FOLDER --out FOLDER [--set train.epochs=2] [--score attribution,newswire]

The same configuration, data and seed give the same weights on the same machine and number of threads.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training import checkpoint, data, heads
from training.encoder import Encoder, load_base
from training.evaluate import scores
from training.examples import Batch, Example, batch, example, shuffled
from training.reader import Options, Reader
from training.windows import tokenizer

Config = dict[str, dict[str, Any]]
HERE = Path(__file__).parent


def configuration(path: Path, changes: Sequence[str]) -> Config:
    """The file's settings with changes like ``train.rate=1e-4``; raises KeyError for a setting that it doesn't have."""
    config: Config = tomllib.loads(path.read_text(encoding="utf-8"))
    for change in changes:
        name, _, value = change.partition("=")
        table, _, key = name.partition(".")
        if table != "loss" and key not in config[table]:
            raise KeyError(f"no setting {name}")
        config[table][key] = tomllib.loads(f"x = {value}")["x"]
    return config


@dataclass(slots=True)
class Average:
    """A moving average of the weights; nothing where ``weight`` is 0."""

    model: heads.Model
    weight: float
    kept: dict[str, Tensor]

    def step(self) -> None:
        """Take in the weights of now."""
        for name, value in self.model.state_dict().items() if self.weight else ():
            self.kept[name].lerp_(value, 1 - self.weight)

    def settle(self) -> None:
        """Put the averages in the weights' place."""
        if self.weight:
            self.model.load_state_dict(self.kept)


def optimizer(model: heads.Model, config: dict[str, Any]) -> torch.optim.AdamW:
    """AdamW with one rate for the encoder and one for the heads; no decay of norms and biases."""
    _freeze(model.encoder, config["frozen_layers"])
    groups: dict[tuple[bool, bool], list[Tensor]] = defaultdict(list)
    for name, value in model.named_parameters():
        if value.requires_grad:
            new = not name.startswith("encoder.") or ".cases." in name or ".gaps." in name
            groups[new, value.ndim > 1].append(value)
    return torch.optim.AdamW(
        [
            {
                "params": found,
                "lr": config["head_rate"] if new else config["rate"],
                "weight_decay": config["decay"] * wide,
            }
            for (new, wide), found in groups.items()
        ]
    )


def _freeze(encoder: Encoder, layers: int) -> None:
    if layers:
        still = [encoder.words, encoder.places, *encoder.layers[:layers]]
        for part in still:
            part.requires_grad_(False)


def share(progress: float, warmup: float) -> float:
    """The rate as a share of the highest: up in a line over ``warmup`` of the steps, then down to zero."""
    return min(progress / warmup if warmup else 1.0, (1 - progress) / (1 - warmup))


def precision(name: str, device: torch.device) -> torch.dtype:
    """bf16 on a GPU or a processor that computes with it (else it is many times slower), as far as ``name`` allows."""
    if name == "auto":
        return torch.bfloat16 if _has_bf16(device) else torch.float32
    return {"bf16": torch.bfloat16, "fp32": torch.float32}[name]


def _has_bf16(device: torch.device) -> bool:
    if device.type == "cuda":
        return True
    found = Path("/proc/cpuinfo")
    flags = found.read_text() if found.exists() else ""
    return "avx512_bf16" in flags or "amx_bf16" in flags


def gather(config: Config, shared: Path, by: Any) -> tuple[list[tuple[Example, float]], str]:
    """Every example with how often a pass reads it, and the digest of the files they come from."""
    chosen = data.sources(config["data"]["sources"], permissive=config["data"]["permissive"])
    found = [
        (example(document, by), float(config["data"]["times"].get(source.name, 1)))
        for source in chosen
        for document in source.read(shared)
    ]
    return found, data.digest(chosen, shared)


def passes(examples: Sequence[tuple[Example, float]], config: dict[str, Any]) -> Iterator[tuple[float, Batch]]:
    """Batches of all epochs, each with the progress so far (0 to 1)."""
    chance = random.Random(config["seed"])
    for epoch in range(config["epochs"]):
        taken = [each for each, times in examples for _ in range(int(times) + (chance.random() < times % 1))]
        batches = list(shuffled(taken, config["window"], config["pieces"], chance))
        for number, chosen in enumerate(batches):
            yield (epoch + number / len(batches)) / config["epochs"], batch(chosen)


def train(
    model: heads.Model, base: Encoder, examples: Sequence[tuple[Example, float]], config: Config, device: torch.device
) -> None:
    """Train in place. Prints the mean losses now and then."""
    settings = config["train"]
    kind = precision(settings["precision"], device)
    steps = optimizer(model, settings)
    rates = [group["lr"] for group in steps.param_groups]
    average = Average(model, settings["average"], copy.deepcopy(model.state_dict()) if settings["average"] else {})
    begun, seen, sums = time.monotonic(), 0, defaultdict[str, list[float]](list)
    for number, (done, given) in enumerate(passes(examples, settings)):
        progress = max(done, (time.monotonic() - begun) / (60 * settings["minutes"])) if settings["minutes"] else done
        if progress >= 1:
            break
        for group, rate in zip(steps.param_groups, rates, strict=True):
            group["lr"] = rate * share(progress, settings["warmup"])
        here = given.to(device)
        with torch.autocast(device.type, dtype=kind, enabled=kind != torch.float32):
            found = heads.losses(model, here, base if number % settings["vector_every"] == 0 else None)
        total = sum(config["loss"].get(name, 1.0) * loss for name, loss in found.items())
        steps.zero_grad(set_to_none=True)
        torch.autograd.backward(torch.as_tensor(total))
        torch.nn.utils.clip_grad_norm_(model.parameters(), settings["clip"])
        steps.step()
        average.step()
        seen += int(here.mask.sum())
        for name, loss in found.items():
            sums[name].append(float(loss.detach()))
        if number % 10 == 9:
            means = " ".join(f"{name} {sum(x) / len(x):.3f}" for name, x in sorted(sums.items()))
            print(f"{progress:.3f} {seen / (time.monotonic() - begun):.0f} pieces/s {means}", flush=True)
            sums.clear()
    average.settle()


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, save, score, and add a line to the log of runs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="the folder of the base's weights")
    parser.add_argument("--shared", type=Path, required=True, help="the folder with the train and dev sets")
    parser.add_argument("--out", type=Path, required=True, help="where the checkpoint goes")
    parser.add_argument("--config", type=Path, default=HERE / "config.toml")
    parser.add_argument("--log", type=Path, default=HERE / "runs" / "runs.jsonl")
    parser.add_argument("--set", action="append", default=[], metavar="TABLE.KEY=VALUE")
    parser.add_argument("--score", default="", help="tasks to score at the end, by comma")
    given = parser.parse_args(arguments)
    config = configuration(given.config, given.set)
    torch.set_num_threads(config["train"]["threads"])
    torch.manual_seed(config["train"]["seed"])
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    by = tokenizer(given.base)
    examples, digest = gather(config, given.shared, by)
    print(f"{len(examples)} documents, {sum(len(e.pieces) for e, _ in examples)} pieces, data {digest}", flush=True)
    sizes = heads.Sizes(**config["model"])
    model = heads.Model(load_base(given.base, sizes.dropout), sizes).to(device)
    base = load_base(given.base).to(device).eval()
    begun = time.monotonic()
    train(model, base, examples, config, device)
    minutes = round((time.monotonic() - begun) / 60, 1)
    options = Options(window=config["train"]["window"], **config["read"])
    checkpoint.save(given.out, model.cpu(), sizes, options, given.base)
    found = scores(Reader(model, by, options), given.shared, given.score.split(",")) if given.score else {}
    given.log.parent.mkdir(parents=True, exist_ok=True)
    run = {"run": given.out.name, "data": digest, "minutes": minutes, "config": config, "scores": found}
    with given.log.open("a", encoding="utf-8") as log:
        log.write(json.dumps(run, sort_keys=True) + "\n")
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
