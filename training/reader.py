"""A trained model on whole texts: windows, and what the heads give back as spans of characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training import labels
from training.data import Document
from training.examples import Example, Window, batch, example, windows
from training.heads import Model
from training.windows import Span, central

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Options:
    """How a text is read: pieces a window, pieces from one to the next, windows a pass, what counts as a beginning.

    The beginning of a cue or trigger is taken from this probability on.
    """

    window: int = 256
    stride: int = 192
    windows: int = 16
    beginning: float = 0.5


@dataclass(frozen=True, slots=True)
class Framed:
    """A claim or a happening: its roles as spans, and its classes (``stances``, or ``kinds`` and ``statuses``)."""

    roles: dict[str, list[Span]]
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What was read in a text, in characters: spans (start, end, label) by layer, and frames by kind in text order."""

    spans: dict[str, list[tuple[int, int, str]]]
    frames: dict[str, list[Framed]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A text as the encoder saw it: its windows, their vectors, and which window speaks for each piece."""

    whole: Example
    cuts: Sequence[Window]
    vectors: Sequence[torch.Tensor]
    owner: NDArray[np.int32]


class Reader:
    """Reads texts with a model, one text at a time."""

    def __init__(self, model: Model, by: Tokenizer, options: Options) -> None:
        self.model, self.by, self.options = model.eval(), by, options

    @torch.inference_mode()
    def read(
        self, text: str, layers: Sequence[str], kinds: Sequence[str] = (), types: Sequence[str] = labels.NAMES
    ) -> Found:
        """The spans of ``layers`` and the frames of ``kinds``; only names of ``types`` are thought of."""
        whole = example(Document("", text, types=tuple(types)), self.by)
        cuts = windows(whole, self.options.window, self.options.stride)
        seen = _Seen(whole, cuts, self._vectors(cuts), central([(w.first, w.end) for w in cuts], len(whole.pieces)))
        return Found(
            {layer: self._spans(layer, seen) for layer in layers}, {kind: self._frames(kind, seen) for kind in kinds}
        )

    def _vectors(self, cuts: Sequence[Window]) -> list[torch.Tensor]:
        found: list[torch.Tensor] = []
        for at in range(0, len(cuts), self.options.windows):
            some = cuts[at : at + self.options.windows]
            given = batch(some)
            x = self.model(given.ids, given.cases, given.gaps, given.mask)
            found.extend(row[: len(window)] for row, window in zip(x, some, strict=True))
        return found

    def _scores(self, layer: str, seen: _Seen) -> Scores:
        """Log probabilities of the tags of every piece, each from the window in which it stands best."""
        found = np.zeros((len(seen.whole.pieces), labels.size(layer)), dtype=np.float32)
        for number, (window, x) in enumerate(zip(seen.cuts, seen.vectors, strict=True)):
            scores = self.model.tags(x[None], layer)[0, 1:-1].float()
            if layer in ("names", "references"):
                scores = scores.masked_fill(~torch.from_numpy(seen.whole.allowed), -1e4)
            own = seen.owner[window.first : window.end] == number
            found[window.first : window.end][own] = scores.log_softmax(-1).numpy()[own]
        return found

    def _spans(self, layer: str, seen: _Seen) -> list[tuple[int, int, str]]:
        found = labels.spans(labels.best(self._scores(layer, seen)))
        return [(*seen.whole.pieces.words(first, end), labels.TAGGED[layer][label]) for first, end, label in found]

    def _frames(self, kind: str, seen: _Seen) -> list[Framed]:
        """One frame a beginning of a cue or trigger; where two claim the same piece as their own, the surer stays."""
        layer, own = ("cue", "cue") if kind == "claims" else ("triggers", "trigger")
        sure = np.exp(self._scores(layer, seen)[:, 1])
        likely = [int(a) for a in np.flatnonzero(sure >= self.options.beginning)]
        taken: set[int] = set()
        found: dict[int, Framed] = {}
        for anchor in sorted(likely, key=lambda a: (-sure[a], a)):
            if anchor in taken:
                continue
            roles, values = self._framed(kind, anchor, seen)
            roles[own] = [(s, e) for s, e in roles[own] if s <= anchor < e] or [(anchor, anchor + 1)]
            taken.update(range(*roles[own][0]))
            words = seen.whole.pieces.words
            found[anchor] = Framed({r: [words(s, e) for s, e in spans] for r, spans in roles.items()}, values)
        return [found[anchor] for anchor in sorted(found)]

    def _framed(self, kind: str, anchor: int, seen: _Seen) -> tuple[dict[str, list[Span]], dict[str, str]]:
        """The spans of each role, in pieces of the text, and the classes, as the anchor's best window gives them."""
        number = seen.owner[anchor]
        first = seen.cuts[number].first
        x, at = seen.vectors[number][None], anchor - first + 1
        tags, stances = self.model.frames(x, torch.tensor([[0, at]]), kind)
        scores = tags[0, 1:-1].float().log_softmax(-1).numpy()
        roles = {
            role: [(s + first, e + first) for s, e, _ in labels.spans(labels.best(scores[:, n]))]
            for n, role in enumerate(labels.ROLES[kind])
        }
        if stances is not None:
            return roles, {"stances": labels.STANCES[int(stances[0].argmax())]}
        marks = {layer: int(self.model.tags(x[:, at], layer)[0].argmax()) for layer in labels.MARKED}
        return roles, {layer: labels.MARKED[layer][best] for layer, best in marks.items()}
