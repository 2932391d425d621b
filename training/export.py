"""A trained model as the files that ship: two ONNX graphs in int8, vocabulary, configuration.

python -m training.export CHECKPOINT OUT

``read.onnx`` is the pass over windows: pieces in, their vectors and the scores of every layer out. ``frames.onnx``
takes vectors of one window for each anchor and gives the roles. Weights of matrix products are int8, a scale a
column; the table of words too, a scale for all. What is larger than 30 MB in all, or differs from fp32, is refused.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training import checkpoint, labels
from training.heads import Model

LIMIT = 30_000_000
OPSET = 17
# How far (1 - cosine) the vectors of pieces may move: a check for a broken graph. What int8 costs in points is for
# the dev sets to say. Tags are reported and not checked, since a head without data tags by chance.
_DIFFERENT = 0.02


class Pass(nn.Module):
    """The graph over windows."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, cases: Tensor, gaps: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Vectors of the pieces, a vector for each window, then scores by layer as :func:`outputs` names them."""
        x = self.model(ids, cases, gaps, mask)
        found = [self.model.tags(x, layer) for layer in (*labels.TAGGED, *labels.MARKED)]
        return (x, self.model.sentence(x, mask), *found)


class Frames(nn.Module):
    """The graph over anchors of both kinds."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, x: Tensor, anchors: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Roles of claims, their stances, and roles of happenings, for every anchor."""
        tags, stances = self.model.framed(x, anchors, "claims")
        return tags, torch.as_tensor(stances), self.model.framed(x, anchors, "events")[0]


def outputs() -> list[str]:
    """The names of what ``read.onnx`` gives, in order."""
    return ["pieces", "vector", *labels.TAGGED, *labels.MARKED]


def graphs(model: Model, folder: Path) -> list[Path]:
    """Write both graphs in fp32."""
    model.eval()
    width = model.encoder.shape.width
    pieces = torch.ones((2, 12), dtype=torch.long)
    read, frames = folder / "read.fp32.onnx", folder / "frames.fp32.onnx"
    axes = {0: "windows", 1: "pieces"}
    torch.onnx.export(
        Pass(model), (pieces, pieces, pieces, pieces), str(read), dynamo=False, opset_version=OPSET,
        input_names=["ids", "cases", "gaps", "mask"], output_names=outputs(),
        dynamic_axes=dict.fromkeys(("ids", "cases", "gaps", "mask", *outputs()), axes) | {"vector": {0: "windows"}},
    )  # fmt: skip
    torch.onnx.export(
        Frames(model), (torch.randn(3, 12, width), torch.tensor([1, 2, 3])), str(frames), dynamo=False,
        opset_version=OPSET, input_names=["pieces", "anchors"], output_names=["claims", "stances", "events"],
        dynamic_axes={"pieces": {0: "frames", 1: "length"}, "anchors": {0: "frames"}, "claims": {0: "frames", 1: "length"},
                      "stances": {0: "frames"}, "events": {0: "frames", 1: "length"}},
    )  # fmt: skip
    return [read, frames]


def shrink(path: Path) -> Path:
    """The int8 form of a graph, beside it. Raises OSError where it can't be written."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

    small = path.with_name(path.name.replace(".fp32", ""))
    quantize_dynamic(
        path, small, op_types_to_quantize=["MatMul", "Gather"], per_channel=True, weight_type=QuantType.QInt8
    )
    return small


def difference(large: Path, small: Path, vocabulary: int) -> dict[str, float]:
    """By output of the pass: share of pieces with another best tag, or 1 - cosine for vectors; on invented numbers."""
    import onnxruntime  # type: ignore[import-untyped]

    chance = np.random.default_rng(0)
    given = {
        "ids": chance.integers(min(1000, vocabulary - 1), vocabulary, (8, 64)),
        "cases": chance.integers(0, 3, (8, 64)),
        "gaps": np.ones((8, 64), dtype=np.int64),
        "mask": np.ones((8, 64), dtype=np.int64),
    }
    one, two = (onnxruntime.InferenceSession(str(path)).run(None, given) for path in (large, small))
    found: dict[str, float] = {}
    for name, x, y in zip(outputs(), one, two, strict=True):
        if name in ("pieces", "vector"):
            cosine = (x * y).sum(-1) / (np.linalg.norm(x, axis=-1) * np.linalg.norm(y, axis=-1))
            found[name] = float(1 - cosine.mean())
        else:
            found[name] = float((x.argmax(-1) != y.argmax(-1)).mean())
    return found


def export(source: Path, out: Path) -> dict[str, float]:
    """Write the files that ship. Raises ValueError where they are too large or differ too much from fp32."""
    model, _, options = checkpoint.load(source)
    out.mkdir(parents=True, exist_ok=True)
    large = graphs(model, out)
    small = [shrink(path) for path in large]
    found = difference(large[0], small[0], model.encoder.shape.vocabulary)
    for path in large:
        path.unlink()
    shutil.copyfile(source / "tokenizer.json", out / "tokenizer.json")
    config = {
        "window": options.window, "stride": options.stride, "beginning": options.beginning,
        "tagged": {layer: list(names) for layer, names in labels.TAGGED.items()},
        "marked": {layer: list(names) for layer, names in labels.MARKED.items()},
        "roles": {kind: list(names) for kind, names in labels.ROLES.items()}, "stances": list(labels.STANCES),
        "digest": hashlib.sha256(b"".join(path.read_bytes() for path in small)).hexdigest()[:16],
    }  # fmt: skip
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    total = sum(path.stat().st_size for path in (*small, out / "tokenizer.json", out / "config.json"))
    if total > LIMIT:
        raise ValueError(f"{total} bytes are more than {LIMIT}")
    if found["pieces"] > _DIFFERENT:
        raise ValueError(f"the vectors of pieces in int8 are {found['pieces']:.3f} from those in fp32")
    return found | {"bytes": float(total)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Export and print what changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args(arguments)
    print(json.dumps(export(given.checkpoint, given.out), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
