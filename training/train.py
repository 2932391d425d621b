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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from counterclaim.language.neural import Neural
from counterclaim.language.pieces import tokenizer
from training import checkpoint, data, heads, vector
from training.damage import damaged
from training.encoder import Encoder, load_base
from training.evaluate import scores
from training.examples import Batch, Example, batch, example, shuffled
from training.export import export

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
                "fused": True,
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


@dataclass(frozen=True, slots=True)
class Given:
    """A document on pieces, whole and damaged (where its set is damaged at all), and how often a pass reads it."""

    whole: Example
    damaged: Example | None
    times: float


def gather(config: Config, shared: Path, by: Any) -> tuple[list[Given], str]:
    """Every document of the sets, and the digest of the files they come from."""
    settings = config["data"]
    chosen = data.sources(settings["sources"], permissive=settings["permissive"])
    chance = random.Random(config["train"]["seed"])
    found = [
        Given(
            example(document, by),
            example(damaged(document, chance), by) if source.name in settings["damaged"] else None,
            float(settings["times"].get(source.name, 1)),
        )
        for source in chosen
        for document in source.read(shared)
    ]
    return found, data.digest(chosen, shared)


def passes(given: Sequence[Given], config: dict[str, Any]) -> Iterator[tuple[float, Batch]]:
    """Batches of all epochs, each with the progress so far (0 to 1)."""
    chance = random.Random(config["seed"])
    for epoch in range(config["epochs"]):
        taken = [
            each.damaged if each.damaged and chance.random() < config["damage"] else each.whole
            for each in given
            for _ in range(int(each.times) + (chance.random() < each.times % 1))
        ]
        batches = list(shuffled(taken, config["window"], config["pieces"], chance))
        for number, chosen in enumerate(batches):
            yield (epoch + number / len(batches)) / config["epochs"], batch(chosen)


def train(
    model: heads.Model,
    given: Sequence[Given],
    config: Config,
    device: torch.device,
    keep: Callable[[], None] = lambda: None,
) -> None:
    """Train in place, calling ``keep`` after every pass. Prints the mean losses now and then."""
    settings = config["train"]
    kind = precision(settings["precision"], device)
    steps = optimizer(model, settings)
    rates = [group["lr"] for group in steps.param_groups]
    average = Average(model, settings["average"], copy.deepcopy(model.state_dict()) if settings["average"] else {})
    begun, seen, sums = time.monotonic(), 0, defaultdict[str, list[float]](list)
    kept = 1
    for number, (done, read) in enumerate(passes(given, settings)):
        if done * settings["epochs"] >= kept:
            kept += 1
            keep()
        progress = max(done, (time.monotonic() - begun) / (60 * settings["minutes"])) if settings["minutes"] else done
        if progress >= 1:
            break
        for group, rate in zip(steps.param_groups, rates, strict=True):
            group["lr"] = rate * share(progress, settings["warmup"])
        here = read.to(device)
        with torch.autocast(device.type, dtype=kind, enabled=kind != torch.float32):
            found = heads.losses(model, here)
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
    parser.add_argument(
        "--further", type=Path, metavar="CHECKPOINT", help="go on from weights that were trained before"
    )
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
    print(f"{len(examples)} documents, {sum(len(e.whole.pieces) for e in examples)} pieces, data {digest}", flush=True)
    sizes = heads.Sizes(**config["model"])
    model = heads.Model(load_base(given.base, sizes.dropout), sizes).to(device)
    if given.further:
        model.load_state_dict(checkpoint.load(given.further)[0].state_dict())
    begun = time.monotonic()
    options = checkpoint.Options(window=config["train"]["window"], **config["read"])
    train(
        model,
        examples,
        config,
        device,
        lambda: checkpoint.save(given.out / "part", model, sizes, options, given.base),
    )
    like = vector.learn(model, load_base(given.base).to(device), examples, config, device)
    minutes = round((time.monotonic() - begun) / 60, 1)
    checkpoint.save(given.out, model.cpu(), sizes, options, given.base)
    found = {}
    if given.score:
        export(given.out, given.out / "onnx")
        found = scores(Neural(given.out / "onnx"), given.shared, given.score.split(","))
    given.log.parent.mkdir(parents=True, exist_ok=True)
    run = {
        "run": given.out.name,
        "further": given.further.name if given.further else None,
        "data": digest,
        "minutes": minutes,
        "vector": like,
        "config": config,
        "scores": found,
    }
    with given.log.open("a", encoding="utf-8") as log:
        log.write(json.dumps(run, sort_keys=True) + "\n")
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
