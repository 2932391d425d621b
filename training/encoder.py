"""The encoder: a BERT forward pass for the MiniLM weights, with what an uncased vocabulary loses put back.

The base is the sentence encoder of Wang et al. 2020 (MiniLM) as sentence-transformers trained it on: 6 layers, 384
wide, 12 heads. Its word pieces are lower case and know no line breaks; two small embeddings, zero at the start, give
every piece the capitals of its word and the white space before it.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as f

from counterclaim.language.pieces import CASES, GAPS


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of an encoder; the defaults are those of the base."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    dropout: float = 0.1

    def as_dict(self) -> dict[str, float]:
        """The sizes as plain values, for a configuration file."""
        return asdict(self)


class Layer(nn.Module):
    """One transformer layer with the norm after each half, as BERT has it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.joined = nn.Linear(shape.width, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.widen = nn.Linear(shape.width, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.width)
        self.last_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``x`` is batch x pieces x width, ``mask`` batch x 1 x 1 x pieces and true where there is a piece (None: all)."""
        batch, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        seen = f.scaled_dot_product_attention(
            split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask
        )
        seen = seen.transpose(1, 2).reshape(batch, length, width)
        x = self.norm(x + self.dropout(self.joined(seen)))
        found: Tensor = self.last_norm(x + self.dropout(self.narrow(f.gelu(self.widen(x)))))
        return found


class Encoder(nn.Module):
    """Word pieces to vectors."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.kind = nn.Parameter(torch.zeros(shape.width))
        self.cases = nn.Embedding(len(CASES), shape.width)
        self.gaps = nn.Embedding(len(GAPS), shape.width)
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.gaps.weight)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def forward(self, ids: Tensor, cases: Tensor, gaps: Tensor, mask: Tensor | None) -> list[Tensor]:
        """All are batch x pieces; the result, a layer each, is batch x pieces x width."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.kind + self.cases(cases) + self.gaps(gaps)
        return self._through(self.dropout(self.norm(x)), mask)

    def plain(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The last layer without the two features, as the base computes it."""
        places = torch.arange(ids.shape[1], device=ids.device)
        return self._through(self.norm(self.words(ids) + self.places(places) + self.kind), mask)[-1]

    def _through(self, x: Tensor, mask: Tensor | None) -> list[Tensor]:
        wide = None if mask is None else mask[:, None, None, :].bool()
        found: list[Tensor] = []
        for layer in self.layers:
            x = layer(x, wide)
            found.append(x)
        return found


_NAMES = (
    (r"^encoder\.layer\.(\d+)\.attention\.self\.(query|key|value)\.", r"layers.\1.\2."),
    (r"^encoder\.layer\.(\d+)\.attention\.output\.dense\.", r"layers.\1.joined."),
    (r"^encoder\.layer\.(\d+)\.attention\.output\.LayerNorm\.", r"layers.\1.norm."),
    (r"^encoder\.layer\.(\d+)\.intermediate\.dense\.", r"layers.\1.widen."),
    (r"^encoder\.layer\.(\d+)\.output\.dense\.", r"layers.\1.narrow."),
    (r"^encoder\.layer\.(\d+)\.output\.LayerNorm\.", r"layers.\1.last_norm."),
    (r"^embeddings\.word_embeddings\.", "words."),
    (r"^embeddings\.position_embeddings\.", "places."),
    (r"^embeddings\.LayerNorm\.", "norm."),
)


def own_names(base: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights of a BERT file under this module's names; the pooler and stored position numbers are left out.

    Raises KeyError where the file is no BERT of this form.
    """
    found = {"kind": base["embeddings.token_type_embeddings.weight"][0]}
    for name, value in base.items():
        for pattern, own in _NAMES:
            if re.match(pattern, name):
                found[re.sub(pattern, own, name)] = value
    return found


def load_base(folder: Path, dropout: float = 0.1) -> Encoder:
    """The encoder with the weights of ``folder/model.safetensors``, a base of the default shape."""
    from safetensors.torch import load_file

    encoder = Encoder(Shape(dropout=dropout))
    missing, strange = encoder.load_state_dict(own_names(load_file(folder / "model.safetensors")), strict=False)
    if strange or set(missing) != {"cases.weight", "gaps.weight"}:
        raise KeyError(f"not the weights of this encoder: missing {missing}, unknown {strange}")
    return encoder


def mean(x: Tensor, mask: Tensor) -> Tensor:
    """The mean of the vectors of pieces, batch x width; the base's way to one vector a sentence."""
    weights = mask[:, :, None].to(x.dtype)
    return (x * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
