"""Learn the sentence vector from the frozen base, and say how near it came.

python -m training.vector CHECKPOINT --base FOLDER --shared FOLDER [--set vector.pieces=1_000_000]     learns it
python -m training.vector WEIGHTS --base FOLDER --texts FOLDER                                       measures exported weights

It is learnt after all other heads, with the encoder as it stands, so that it costs the tags nothing: one less the cosine
with the vector that the base gives the sentence alone (distilling, Reimers and Gurevych 2020). A sentence is read in its window
up to the layer where the branch begins, and by itself from there.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional as f
from torch.nn.utils.rnn import pad_sequence

from counterclaim.language.neural import Neural
from counterclaim.language.pieces import END, START, cut, tokenizer
from training import checkpoint, heads
from training.encoder import Encoder, load_base, mean
from training.examples import Batch, batch, shuffled

if TYPE_CHECKING:
    from training.train import Config, Given

STOP = 1012  # the full stop in the base's vocabulary
_SHORTEST, _LONGEST = 4, 100
Spans = list[tuple[int, int, int]]


def learn(
    model: heads.Model, base: Encoder, given: Sequence[Given], config: Config, device: torch.device
) -> float | None:
    """Train ``model.vector`` in place; the mean cosine of the last tenth of batches, None where nothing is to be read."""
    settings = config["vector"]
    if not settings["pieces"]:
        return None
    steps = torch.optim.AdamW(model.vector.parameters(), lr=settings["rate"], weight_decay=0.01)
    begun, likes, seen = time.monotonic(), list[float](), 0
    model.eval()
    base.eval()
    for read in _batches(given, config):
        progress = seen / settings["pieces"]
        if progress >= 1:
            break
        for group in steps.param_groups:
            group["lr"] = settings["rate"] * min(progress / 0.05, 1 - progress)
        here = read.to(device)
        spans = within(here)
        seen += int(here.mask.sum())
        if not spans:
            continue
        model.vector.train()
        like = (vectors(model, here, spans) * wanted(base, here, spans)).sum(-1).mean()
        steps.zero_grad(set_to_none=True)
        torch.autograd.backward(1 - like)
        steps.step()
        likes.append(float(like.detach()))
        if len(likes) % 20 == 0:
            speed = seen / (time.monotonic() - begun)
            print(f"vector {progress:.3f} {speed:.0f} pieces/s {sum(likes[-20:]) / 20:.4f}", flush=True)
    last = likes[-max(1, len(likes) // 10) :]
    return round(sum(last) / len(last), 4)


def _batches(given: Sequence[Given], config: Config) -> Iterator[Batch]:
    chance = random.Random(config["train"]["seed"])
    while True:
        for chosen in shuffled(
            [each.whole for each in given], config["train"]["window"], config["vector"]["batch"], chance
        ):
            yield batch(chosen)


def within(read: Batch) -> Spans:
    """The sentences of a batch, from one full stop to the next: (window, first, end)."""
    found: Spans = []
    for window in range(len(read.ids)):
        length = int(read.mask[window].sum())
        stops = [0, *(read.ids[window] == STOP).nonzero()[:, 0].tolist(), length - 2]
        spans = [(window, a + 1, b + 1) for a, b in zip(stops, stops[1:], strict=False)]
        found.extend(span for span in spans if _SHORTEST <= span[2] - span[1] <= _LONGEST)
    return found


def vectors(model: heads.Model, read: Batch, spans: Spans) -> Tensor:
    """The model's own vectors of sentences, of unit length."""
    with torch.no_grad():
        _, low = model(read.ids, read.cases, read.gaps, read.mask)
    x, mask = _padded([low[window, first:end] for window, first, end in spans])
    found: Tensor = model.vector(x, mask)
    return found


def wanted(base: Encoder, read: Batch, spans: Spans) -> Tensor:
    """The base's vectors of the same sentences, each read alone."""
    edges = (torch.tensor([mark], device=read.ids.device) for mark in (START, END))
    start, end_ = edges
    ids, mask = _padded([torch.cat([start, read.ids[w, first:end], end_]) for w, first, end in spans])
    with torch.no_grad():
        return f.normalize(mean(base.plain(ids, mask), mask).float(), dim=-1)


def _padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    lengths = torch.tensor([len(row) for row in rows], device=rows[0].device)
    x = pad_sequence(list(rows), batch_first=True)
    return x, (torch.arange(x.shape[1], device=x.device)[None, :] < lengths[:, None]).long()


def likeness(weights: Path, base: Path, texts: Path, most: int = 5000) -> dict[str, Any]:
    """The mean cosine of exported weights with the base over ``most`` sentences, taken evenly from the files of a folder."""
    reader, alone, by = Neural(weights, vectors=True), load_base(base).eval(), tokenizer(weights)
    cosines: list[float] = []
    paths = sorted(path for path in texts.rglob("*.txt") if path.is_file())
    share = -(-most // max(1, len(paths)))
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")[:40_000]
        (read,) = reader.read([text])
        for (start, end), own in list(
            zip(read.sentences, read.vectors if read.vectors is not None else (), strict=True)
        )[:share]:
            ids = torch.tensor([[START, *cut(text[start:end], by).ids.tolist()[:510], END]])
            with torch.no_grad():
                other = f.normalize(mean(alone.plain(ids, torch.ones_like(ids)), torch.ones_like(ids)), dim=-1)
            cosines.append(float(other[0] @ torch.from_numpy(own)))
    return {"sentences": len(cosines), "mean cosine": round(sum(cosines) / max(1, len(cosines)), 4)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn the vector of a checkpoint, or measure that of exported weights."""
    from training.train import HERE, configuration, gather

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="a checkpoint, or with --texts exported weights")
    parser.add_argument("--base", type=Path, required=True, help="the folder of the base's weights")
    parser.add_argument("--shared", type=Path, help="the folder with the train sets")
    parser.add_argument("--texts", type=Path, help="measure on the sentences of the texts of a folder")
    parser.add_argument("--config", type=Path, default=HERE / "config.toml")
    parser.add_argument("--set", action="append", default=[], metavar="TABLE.KEY=VALUE")
    given = parser.parse_args(arguments)
    if given.texts:
        print(likeness(given.weights, given.base, given.texts))
        return 0
    config = configuration(given.config, given.set)
    torch.set_num_threads(config["train"]["threads"])
    torch.manual_seed(config["train"]["seed"])
    model, by, options = checkpoint.load(given.weights)
    examples, _ = gather(config, given.shared, by)
    like = learn(model, load_base(given.base), examples, config, torch.device("cpu"))
    checkpoint.save(given.weights, model, heads.Sizes(**config["model"]), options, given.base)
    print(like)
    return 0


if __name__ == "__main__":
    sys.exit(main())
