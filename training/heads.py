"""The heads on the encoder, and the loss of each.

Tags come from one linear layer a head. A claim's parts hang together by a scorer of pairs: every tagged source and
content against every tagged cue of the window, by the pieces at their edges and their distance, as mentions are joined
in end-to-end coreference (Lee et al. 2017); so nothing has to be nearest, and a content may have several parts. What
a happening's words are linked to is found by a tagger that is asked once a trigger, the predicate-wise form of semantic
role labelling (Zhou and Xu 2015; He et al. 2017).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as f

from training import labels
from training.encoder import Encoder, mean
from training.examples import PARTS, Batch

# Distances between two places: exact up to 8, then by doubling; see _bucket.
_BUCKETS = 32


class Roles(nn.Module):
    """Tags the pieces of a window for each role of a happening, given where its trigger begins."""

    def __init__(self, width: int, roles: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.roles = roles
        self.piece = nn.Linear(width, inner)
        self.anchor = nn.Linear(width, inner)
        self.distance = nn.Embedding(_BUCKETS, inner)
        self.near = nn.Conv1d(inner, inner, 5, padding=2)
        self.out = nn.Linear(inner, 5 * roles)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, at: Tensor) -> Tensor:
        """``x`` is frames x pieces x width (a frame's window), ``at`` the piece of each anchor.

        Gives tags, frames x pieces x roles x 5.
        """
        anchor = x.gather(1, at[:, None, None].expand(-1, 1, x.shape[2]))[:, 0]
        places = torch.arange(x.shape[1], device=x.device)[None, :] - at[:, None]
        piece, asked = self.piece(x), self.anchor(anchor)[:, None, :]
        y = f.gelu(piece + asked + piece * asked + self.distance(_bucket(places)))
        y = y + f.gelu(self.near(self.dropout(y).transpose(1, 2))).transpose(1, 2)
        return self.out(self.dropout(y)).unflatten(-1, (self.roles, 5))


class Links(nn.Module):
    """Scores pairs of spans: whether a source or content belongs to a cue."""

    def __init__(self, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.cue = nn.Linear(2 * width, inner)
        self.part = nn.Linear(2 * width, inner)
        self.role = nn.Embedding(len(PARTS), inner)
        self.distance = nn.Embedding(_BUCKETS, inner)
        self.out = nn.Sequential(nn.Linear(inner, inner), nn.GELU(), nn.Dropout(dropout), nn.Linear(inner, 1))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, cues: Tensor, parts: Tensor) -> Tensor:
        """``x`` is windows x pieces x width, ``cues`` pairs x 3, ``parts`` pairs x 4 as in a batch; a score a pair."""
        # From the cue to the nearer edge of the part.
        after, before = parts[:, 1] - cues[:, 2] + 1, parts[:, 2] - 1 - cues[:, 1]
        places = torch.where(after > 0, after, torch.where(before < 0, before, 0))
        return self.score(_edges(x, cues), _edges(x, parts), places, parts[:, 3])

    def score(self, cues: Tensor, parts: Tensor, places: Tensor, roles: Tensor) -> Tensor:
        """The same from the vectors at the edges of cues and parts, the places between them, and the parts' roles."""
        cue, part = self.cue(self.dropout(cues)), self.part(self.dropout(parts))
        y = cue + part + cue * part + self.distance(_bucket(places)) + self.role(roles)
        found: Tensor = self.out(f.gelu(y))[:, 0]
        return found


def _edges(x: Tensor, spans: Tensor) -> Tensor:
    """The vectors of the first and last piece of spans (window, first, end), side by side."""
    return torch.cat([x[spans[:, 0], spans[:, 1]], x[spans[:, 0], spans[:, 2] - 1]], -1)


def _bucket(places: Tensor) -> Tensor:
    """A number below 32 for a signed distance: 0 to 8 by themselves, then four steps a doubling up to 128."""
    size = places.abs()
    far = 8 + torch.log2(size.clamp(min=8).float() / 8).mul(2).ceil().long()
    near = torch.where(size <= 8, size, far.clamp(max=_BUCKETS // 2 - 1))
    return torch.where(places < 0, near + _BUCKETS // 2, near)


class Vector(nn.Module):
    """The sentence vector: two layers of its own over the pieces of one sentence, as a layer in the middle gives them.

    The encoder gives up what the base kept of a sentence's meaning as it learns tags, least in the layers below. The
    two layers begin as the base's last two.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.after = max(1, encoder.shape.layers - 2)
        self.layers = nn.ModuleList(copy.deepcopy(layer) for layer in encoder.layers[-2:])

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x`` is sentences x pieces x width, ``mask`` sentences x pieces; sentences x width, of unit length."""
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :].bool())
        return f.normalize(mean(x, mask), dim=-1)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The inner widths of the heads, and their dropout."""

    roles: int = 192
    dropout: float = 0.1


class Model(nn.Module):
    """The encoder and all heads."""

    def __init__(self, encoder: Encoder, sizes: Sizes) -> None:
        super().__init__()
        width = encoder.shape.width
        self.encoder = encoder
        self.dropout = nn.Dropout(sizes.dropout)
        self.tagged = nn.ModuleDict({layer: nn.Linear(width, labels.size(layer)) for layer in labels.TAGGED})
        self.marked = nn.ModuleDict({layer: nn.Linear(width, len(x)) for layer, x in labels.MARKED.items()})
        self.links = Links(width, sizes.roles, sizes.dropout)
        self.stances = nn.Sequential(nn.Linear(3 * width, width), nn.GELU(), nn.Linear(width, len(labels.STANCES)))
        self.events = Roles(width, len(labels.EVENT_ROLES), sizes.roles, sizes.dropout)
        self.coding = nn.Sequential(nn.Linear(3 * width, width), nn.GELU(), nn.Linear(width, len(labels.EVENTS)))
        self.quad = nn.Linear(width, len(labels.QUADS))
        self.vector = Vector(encoder)

    def forward(self, ids: Tensor, cases: Tensor, gaps: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """The vectors of the pieces, and those from which the sentence vector branches off; batch x pieces x width."""
        found: list[Tensor] = self.encoder(ids, cases, gaps, mask)
        return found[-1], found[self.vector.after - 1]

    def tags(self, x: Tensor, layer: str) -> Tensor:
        """Scores of a layer's tags or classes for every piece. References are names and what they differ by."""
        head = self.tagged[layer] if layer in self.tagged else self.marked[layer]
        found: Tensor = head(self.dropout(x))
        return found + self.tagged["names"](self.dropout(x)) if layer == "references" else found

    def stance(self, x: Tensor, claims: Tensor) -> Tensor:
        """Scores of the stances of claims (window, first and end of cue, of content); 0 0 where there is no cue."""
        here = x[claims[:, 0]]
        content = claims[:, 3:5]
        first = here.gather(1, content[:, :1, None].expand(-1, 1, x.shape[2]))[:, 0]
        parts = [_part(here, claims[:, 1:3]), _part(here, content), first]
        found: Tensor = self.stances(self.dropout(torch.cat(parts, -1)))
        return found

    def types(self, x: Tensor, mask: Tensor, windows: Tensor, spans: Tensor) -> Tensor:
        """Scores of the types of dyads with given spans: the sentence, its actor and its recipient."""
        whole = mean(x, mask)[windows]
        parts = [whole, _part(x[windows], spans[:, :2]), _part(x[windows], spans[:, 2:])]
        found: Tensor = self.coding(self.dropout(torch.cat(parts, -1)))
        return found


def _part(x: Tensor, spans: Tensor) -> Tensor:
    places = torch.arange(x.shape[1], device=x.device)[None, :]
    return mean(x, (places >= spans[:, :1]) & (places < spans[:, 1:]))


def losses(model: Model, batch: Batch) -> dict[str, Tensor]:
    """The loss of every layer that the batch labels; that of the sentence vector is in ``vector.py``."""
    x, _ = model(batch.ids, batch.cases, batch.gaps, batch.mask)
    found: dict[str, Tensor] = {}
    for layer, wanted in batch.tags.items():
        if (wanted == labels.IGNORED).all():
            continue
        scores = model.tags(x, layer).float()
        if layer in ("names", "references"):
            scores = scores.masked_fill(~batch.allowed[:, None, :], -1e4)
        found[layer] = f.cross_entropy(scores.transpose(1, 2), wanted, ignore_index=labels.IGNORED)
    if len(batch.links):
        scores = model.links(x, batch.cues[batch.links[:, 0]], batch.parts[batch.links[:, 1]])
        found["links"] = f.binary_cross_entropy_with_logits(scores.float(), batch.links[:, 2].float())
    if len(batch.stances):
        found["stances"] = f.cross_entropy(model.stance(x, batch.stances[:, :5]).float(), batch.stances[:, 5])
    if len(batch.anchors):
        tags = model.events(x[batch.anchors[:, 0]], batch.anchors[:, 1]).float()
        wanted = batch.roles.transpose(1, 2)
        found["events"] = f.cross_entropy(tags.permute(0, 3, 1, 2), wanted, ignore_index=labels.IGNORED)
    if len(batch.codings):
        scores = model.types(x, batch.mask, batch.codings[:, 0], batch.spans)
        found["codings"] = f.cross_entropy(scores.float(), batch.codings[:, 1])
    if (batch.quads != labels.IGNORED).any():
        scores = model.quad(model.dropout(mean(x, batch.mask)))
        found["quads"] = f.cross_entropy(scores.float(), batch.quads, ignore_index=labels.IGNORED)
    return found
