"""The heads on the encoder, and the loss of each.

Tags come from one linear layer a head. A claim's source, cue and content hang together by a tagger that is asked once a
cue: given where a cue begins, which pieces are the rest of it, its source, its content? Several parts, shared sources and
claims inside claims need nothing special then, and nothing has to be nearest. It is the predicate-wise form of semantic
role labelling (Zhou and Xu 2015; He et al. 2017) on a shared encoder; happenings use the same with their own roles.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as f

from training import labels
from training.encoder import Encoder, mean
from training.examples import Batch

# Distances between anchor and piece: exact up to 8, then by doubling; see _bucket.
_BUCKETS = 32
# The plain layer that shows where a role's spans are, whosever they are.
_PLAIN = {"source": "source", "cue": "cue", "content": "content", "trigger": "triggers"}


class Roles(nn.Module):
    """Tags the pieces of a window for each role of a frame, given where its anchor stands."""

    def __init__(self, width: int, roles: int, inner: int, dropout: float, values: int = 0) -> None:
        super().__init__()
        self.roles = roles
        self.piece = nn.Linear(width, inner)
        self.anchor = nn.Linear(width, inner)
        self.distance = nn.Embedding(_BUCKETS, inner)
        self.near = nn.Conv1d(inner, inner, 5, padding=2)
        self.out = nn.Linear(inner, 3 * roles)
        self.value = nn.Linear(inner + width, values) if values else None
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, at: Tensor, plain: Tensor) -> tuple[Tensor, Tensor | None]:
        """``x`` is frames x pieces x width (a frame's window), ``at`` the piece of each anchor.

        ``plain`` holds what the plain taggers say of the roles, in the shape of the result; this head adds whose they
        are. Without them it learns where a content ends far later than the taggers do.

        Gives tags, frames x pieces x roles x 3, and the classes of each frame where the head has any.
        """
        anchor = x.gather(1, at[:, None, None].expand(-1, 1, x.shape[2]))[:, 0]
        places = torch.arange(x.shape[1], device=x.device)[None, :] - at[:, None]
        piece, asked = self.piece(x), self.anchor(anchor)[:, None, :]
        y = f.gelu(piece + asked + piece * asked + self.distance(_bucket(places)))
        y = y + f.gelu(self.near(self.dropout(y).transpose(1, 2))).transpose(1, 2)
        tags = self.out(self.dropout(y)).unflatten(-1, (self.roles, 3)) + plain
        if self.value is None:
            return tags, None
        # The content's pieces as the tagger sees them, weighed by how sure it is.
        weights = 1 - tags[:, :, -1, :].detach().float().softmax(-1)[..., 0]
        held = (y * weights[..., None]).sum(1) / weights.sum(1, keepdim=True).clamp(min=1e-6)
        return tags, self.value(torch.cat([held.to(anchor.dtype), anchor], -1))


def _bucket(places: Tensor) -> Tensor:
    """A number below 32 for a signed distance: 0 to 8 by themselves, then four steps a doubling up to 128."""
    size = places.abs()
    far = 8 + torch.log2(size.clamp(min=8).float() / 8).mul(2).ceil().long()
    near = torch.where(size <= 8, size, far.clamp(max=_BUCKETS // 2 - 1))
    return torch.where(places < 0, near + _BUCKETS // 2, near)


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
        self.claims = Roles(width, len(labels.CLAIM_ROLES), sizes.roles, sizes.dropout, len(labels.STANCES))
        self.events = Roles(width, len(labels.EVENT_ROLES), sizes.roles, sizes.dropout)
        self.coding = nn.Sequential(nn.Linear(3 * width, width), nn.GELU(), nn.Linear(width, len(labels.EVENTS)))
        self.quad = nn.Linear(width, len(labels.QUADS))
        self.vector = nn.Linear(width, width)
        nn.init.eye_(self.vector.weight)
        nn.init.zeros_(self.vector.bias)

    def forward(self, ids: Tensor, cases: Tensor, gaps: Tensor, mask: Tensor) -> Tensor:
        """The vectors of the pieces, batch x pieces x width."""
        found: Tensor = self.encoder(ids, cases, gaps, mask)
        return found

    def tags(self, x: Tensor, layer: str) -> Tensor:
        """Scores of a layer's tags or classes for every piece. References are names and what they differ by."""
        head = self.tagged[layer] if layer in self.tagged else self.marked[layer]
        found: Tensor = head(self.dropout(x))
        return found + self.tagged["names"](self.dropout(x)) if layer == "references" else found

    def frames(self, x: Tensor, anchors: Tensor, kind: str) -> tuple[Tensor, Tensor | None]:
        """Roles of the frames that hang on ``anchors`` (window, piece)."""
        return self.framed(x[anchors[:, 0]], anchors[:, 1], kind)

    def framed(self, x: Tensor, at: Tensor, kind: str) -> tuple[Tensor, Tensor | None]:
        """The same with a window for each frame: frames x pieces x width, and the piece of each anchor."""
        head = self.claims if kind == "claims" else self.events
        silent = torch.zeros_like(x[..., :3])
        plain = [self.tagged[_PLAIN[role]](x) if role in _PLAIN else silent for role in labels.ROLES[kind]]
        found: tuple[Tensor, Tensor | None] = head(x, at, torch.stack(plain, -2))
        return found

    def types(self, x: Tensor, mask: Tensor, windows: Tensor, spans: Tensor) -> Tensor:
        """Scores of the types of dyads with given spans: the sentence, its actor and its recipient."""
        whole = mean(x, mask)[windows]
        parts = [whole, _part(x[windows], spans[:, :2]), _part(x[windows], spans[:, 2:])]
        found: Tensor = self.coding(self.dropout(torch.cat(parts, -1)))
        return found

    def sentence(self, x: Tensor, mask: Tensor) -> Tensor:
        """A vector of length 1 for each window."""
        return f.normalize(self.vector(mean(x, mask)).float(), dim=-1)


def _part(x: Tensor, spans: Tensor) -> Tensor:
    places = torch.arange(x.shape[1], device=x.device)[None, :]
    return mean(x, (places >= spans[:, :1]) & (places < spans[:, 1:]))


def losses(model: Model, batch: Batch, base: Encoder | None = None) -> dict[str, Tensor]:
    """The loss of every layer that the batch labels, and with the frozen ``base`` that of the sentence vector."""
    x = model(batch.ids, batch.cases, batch.gaps, batch.mask)
    found: dict[str, Tensor] = {}
    for layer, wanted in batch.tags.items():
        if (wanted == labels.IGNORED).all():
            continue
        scores = model.tags(x, layer).float()
        if layer in ("names", "references"):
            scores = scores.masked_fill(~batch.allowed[:, None, :], -1e4)
        found[layer] = f.cross_entropy(scores.transpose(1, 2), wanted, ignore_index=labels.IGNORED)
    for kind, anchors in batch.anchors.items():
        if len(anchors):
            tags, values = model.frames(x, anchors, kind)
            wanted = batch.roles[kind].transpose(1, 2)
            found[kind] = f.cross_entropy(tags.float().permute(0, 3, 1, 2), wanted, ignore_index=labels.IGNORED)
            if values is not None and (batch.values["stances"] != labels.IGNORED).any():
                found["stances"] = f.cross_entropy(values.float(), batch.values["stances"], ignore_index=labels.IGNORED)
    if len(batch.codings):
        scores = model.types(x, batch.mask, batch.codings[:, 0], batch.spans)
        found["codings"] = f.cross_entropy(scores.float(), batch.codings[:, 1])
    if (batch.quads != labels.IGNORED).any():
        scores = model.quad(model.dropout(mean(x, batch.mask)))
        found["quads"] = f.cross_entropy(scores.float(), batch.quads, ignore_index=labels.IGNORED)
    if base is not None:
        found["vector"] = _unlikeness(model, base, batch, x)
    return found


def _unlikeness(model: Model, base: Encoder, batch: Batch, x: Tensor) -> Tensor:
    """One less the mean cosine between the model's vectors and the frozen base's mean of pieces."""
    with torch.no_grad():
        wanted = f.normalize(mean(base.plain(batch.ids, batch.mask), batch.mask).float(), dim=-1)
    return 1 - (model.sentence(x, batch.mask) * wanted).sum(-1).mean()
