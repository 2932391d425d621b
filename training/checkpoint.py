"""A trained model on disk: a folder with weights, sizes and the tokenizer."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from tokenizers import Tokenizer

from counterclaim.language.pieces import tokenizer
from training.encoder import Encoder, Shape
from training.heads import Model, Sizes


@dataclass(frozen=True, slots=True)
class Options:
    """How a text is read: pieces a window, pieces from one to the next, the score from which a link holds."""

    window: int = 256
    stride: int = 192
    linked: float = 0.0


def save(folder: Path, model: Model, sizes: Sizes, options: Options, base: Path) -> None:
    """Write a model; ``base`` is the folder from which the tokenizer is taken."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, folder / "model.safetensors")
    sizes_of = {"encoder": model.encoder.shape.as_dict(), "heads": asdict(sizes), "reading": asdict(options)}
    (folder / "config.json").write_text(json.dumps(sizes_of, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")


def load(folder: Path) -> tuple[Model, Tokenizer, Options]:
    """The model of a folder that :func:`save` wrote."""
    from safetensors.torch import load_file

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = Model(Encoder(Shape(**config["encoder"])), Sizes(**config["heads"]))
    model.load_state_dict(load_file(folder / "model.safetensors"))
    return model, tokenizer(folder), Options(**config["reading"])
