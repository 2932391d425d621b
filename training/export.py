"""A trained model as the files that ship: ONNX graphs in int8, vocabulary, configuration.

python -m training.export CHECKPOINT OUT [--large]

``read.onnx`` is the pass over one window: pieces in; their vectors, those of a lower layer and the scores of all tags
out. The other graphs are the heads that take what the pass gave for spans. Weights of matrix products are
int8, a scale a column, in seven bits, because processors without VNNI add up pairs in sixteen; the tables of words have a scale
for all. ``--large`` writes fp32 instead, to measure what int8 costs. More than 30 MB in all is refused.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from counterclaim.language.neural import digest
from training import checkpoint, labels
from training.heads import Model

LIMIT = 30_000_000
OPSET = 17


class Pass(nn.Module):
    """The graph over one window."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model
        heads = [model.tagged[layer] for layer in labels.TAGGED] + [model.marked[layer] for layer in labels.MARKED]
        weight, bias = (torch.cat([getattr(head, name) for head in heads]).detach() for name in ("weight", "bias"))
        # References are names and what they differ by.
        own, names = (slice(*columns()[layer]) for layer in ("references", "names"))
        weight[own] += weight[names]
        bias[own] += bias[names]
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(bias)

    def forward(self, ids: Tensor, cases: Tensor, gaps: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Vectors of the pieces, those that the sentence vector begins with, and the scores of all layers side by side."""
        x, low = self.model(ids, cases, gaps, None)
        return x, low, x @ self.weight.T + self.bias


class Head(nn.Module):
    """The graph of one head, as its method takes its inputs."""

    def __init__(self, part: nn.Module, method: str = "forward") -> None:
        super().__init__()
        self.part, self.method = part, method

    def forward(self, *given: Tensor) -> Tensor:
        """What the head gives."""
        found: Tensor = getattr(self.part, self.method)(*given)
        return found


def columns() -> dict[str, tuple[int, int]]:
    """First and last column of each layer among the scores of the pass."""
    found: dict[str, tuple[int, int]] = {}
    at = 0
    for layer in (*labels.TAGGED, *labels.MARKED):
        width = labels.size(layer) if layer in labels.TAGGED else len(labels.MARKED[layer])
        found[layer] = (at, at + width)
        at += width
    return found


def graphs(model: Model, folder: Path) -> list[Path]:
    """Write every graph in fp32; the names of its inputs are those of :mod:`counterclaim.language.neural`."""
    model.eval()
    width = model.encoder.shape.width
    pieces = torch.ones((1, 12), dtype=torch.long)
    pair = torch.tensor([1, -2])
    wanted: dict[str, tuple[nn.Module, dict[str, Tensor], list[str], dict[int, str]]] = {
        "read": (Pass(model), {"ids": pieces, "cases": pieces, "gaps": pieces}, ["x", "low", "tags"], {1: "pieces"}),
        "links": (
            Head(model.links, "score"),
            {
                "cues": torch.randn(2, 2 * width),
                "parts": torch.randn(2, 2 * width),
                "places": pair,
                "roles": pair.clamp(0),
            },
            ["scores"],
            {0: "pairs"},
        ),
        "stances": (Head(model.stances), {"parts": torch.randn(2, 3 * width)}, ["scores"], {0: "claims"}),
        "roles": (
            Head(model.events),
            {"pieces": torch.randn(2, 12, width), "anchors": torch.tensor([1, 2])},
            ["tags"],
            {0: "triggers", 1: "pieces"},
        ),
        "codings": (Head(model.coding), {"parts": torch.randn(2, 3 * width)}, ["scores"], {0: "dyads"}),
        "vectors": (
            model.vector,
            {"pieces": torch.randn(2, 12, width), "mask": torch.ones((2, 12), dtype=torch.long)},
            ["vectors"],
            {0: "sentences", 1: "pieces"},
        ),
        "quads": (Head(model.quad), {"parts": torch.randn(2, width)}, ["scores"], {0: "sentences"}),
    }
    return [_write(name, *parts, folder) for name, parts in wanted.items()]


def _write(
    name: str, graph: nn.Module, given: dict[str, Tensor], out: list[str], axes: dict[int, str], folder: Path
) -> Path:
    path = folder / f"{name}.fp32.onnx"
    free = {n: {k: v for k, v in axes.items() if k < x.dim()} for n, x in given.items()} | dict.fromkeys(out, axes)
    torch.onnx.export(
        graph, tuple(given.values()), str(path), dynamo=False, opset_version=OPSET,
        input_names=list(given), output_names=out, dynamic_axes=free,
    )  # fmt: skip
    return path


def shrink(path: Path) -> Path:
    """The int8 form of a graph, beside it. Raises OSError where it can't be written."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

    small = path.with_name(path.name.replace(".fp32", ""))
    quantize_dynamic(
        path,
        small,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    path.unlink()
    return small


def export(source: Path, out: Path, *, large: bool = False) -> int:
    """Write the files that ship; their size in bytes. Raises ValueError where they are too large."""
    model, _, options = checkpoint.load(source)
    out.mkdir(parents=True, exist_ok=True)
    for path in graphs(model, out):
        if large:
            path.rename(path.with_name(path.name.replace(".fp32", "")))
        else:
            shrink(path)
    shutil.copyfile(source / "tokenizer.json", out / "tokenizer.json")
    config = {
        "window": options.window, "stride": options.stride, "linked": options.linked, "columns": columns(),
        "tagged": {layer: list(names) for layer, names in labels.TAGGED.items()},
        "marked": {layer: list(names) for layer, names in labels.MARKED.items()},
        "roles": list(labels.EVENT_ROLES), "stances": list(labels.STANCES), "codings": list(labels.EVENTS),
        "quads": list(labels.QUADS), "digest": digest(out),
    }  # fmt: skip
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    total = sum(path.stat().st_size for path in out.iterdir())
    if total > LIMIT and not large:
        raise ValueError(f"{total} bytes are more than {LIMIT}")
    return total


def main(arguments: Sequence[str] | None = None) -> int:
    """Export and print the size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--large", action="store_true", help="fp32")
    given = parser.parse_args(arguments)
    print(f"{export(given.checkpoint, given.out, large=given.large)} bytes in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
