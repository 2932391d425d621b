"""Documents as windows of numbers: pieces, features and targets, and windows as batches of tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from counterclaim.language.pieces import END, PAD, START, Numbers, Pieces, Span, cut, spread
from training import labels
from training.data import Document, Frame

IGNORED = labels.IGNORED
_VALUES = {"stances": labels.STANCES, **labels.MARKED}
# Parts of claims that are scored against cues; a content inside a content too.
PARTS = ("source", "content")


@dataclass(frozen=True, slots=True)
class Anchored:
    """A frame on pieces: where it hangs, its roles as spans of pieces, its classes as numbers."""

    kind: str
    anchor: int | None
    roles: dict[str, tuple[Span, ...]]
    values: dict[str, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A whole document on pieces. ``tags`` holds a row for each layer that the set labels."""

    document: Document
    pieces: Pieces
    tags: dict[str, NDArray[np.int64]]
    allowed: NDArray[np.bool_]
    frames: tuple[Anchored, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A slice of an example, from piece ``first`` up to ``end``."""

    example: Example
    first: int
    end: int

    def __len__(self) -> int:
        return self.end - self.first + 2


@dataclass(slots=True)
class Batch:
    """Windows as tensors: inputs batch x pieces, ``tags`` the same by layer; a row of ``anchors`` (window, piece) and
    of ``roles`` (by role, frames x pieces) a frame, for happenings.

    ``cues`` has a row (window, first, end) a cue, ``parts`` (window, first, end, role) a source or content, and ``links``
    (cue, part, 1 if they are of one claim) a pair in one window; ``stances`` (window, first and end of cue, of content,
    class) a claim.
    """

    ids: Tensor
    cases: Tensor
    gaps: Tensor
    mask: Tensor
    allowed: Tensor
    tags: dict[str, Tensor]
    anchors: Tensor
    roles: Tensor
    cues: Tensor
    parts: Tensor
    links: Tensor
    stances: Tensor
    codings: Tensor
    spans: Tensor
    quads: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch on a device."""

        def move(x: Tensor | dict[str, Tensor]) -> Tensor | dict[str, Tensor]:
            return x.to(device) if isinstance(x, Tensor) else {k: v.to(device) for k, v in x.items()}

        return Batch(**{name: move(getattr(self, name)) for name in self.__slots__})  # type: ignore[arg-type]


def example(document: Document, by: Tokenizer) -> Example:
    """A document on pieces. Spans without a piece (white space, stripped characters) fall away."""
    pieces = cut(document.text, by)
    rows: dict[str, NDArray[np.int64]] = {}
    for layer, found in document.spans.items():
        inventory = labels.TAGGED[layer]
        on = [(pieces.under(s, e), inventory.index(label)) for s, e, label in found]
        rows[layer] = labels.tags([(*span, label) for span, label in on if span], len(pieces))
        for start, end in document.unsure.get(layer, ()):
            span = pieces.under(start, end)
            if span and (layer == "source" or not rows[layer][span[0] : span[1]].any()):
                rows[layer][span[0] : span[1]] = IGNORED
    frames = [_anchored(frame, pieces) for kind in document.frames for frame in document.frames[kind]]
    for layer in labels.MARKED:
        if "events" in document.frames:
            rows[layer] = np.full(len(pieces), IGNORED, dtype=np.int64)
            for frame in frames:
                if frame and frame.anchor is not None and frame.kind == "events" and layer in frame.values:
                    rows[layer][frame.anchor] = frame.values[layer]
    allowed = np.ones(labels.size("names"), dtype=bool)
    for number, type_ in enumerate(labels.NAMES):
        allowed[1 + 4 * number : 5 + 4 * number] = type_ in document.types
    return Example(document, pieces, rows, allowed, tuple(f for f in frames if f))


def _anchored(frame: Frame, pieces: Pieces) -> Anchored | None:
    anchor = pieces.under(*frame.anchor) if frame.anchor else None
    if anchor is None and frame.kind == "events":
        return None
    roles = {}
    for role in labels.ROLES[frame.kind]:
        spans = [pieces.under(*span) for span in frame.roles.get(role, ())]
        roles[role] = tuple(span for span in spans if span)
    values = {layer: _VALUES[layer].index(value) for layer, value in frame.values.items()}
    return Anchored(frame.kind, anchor[0] if anchor else None, roles, values)


def windows(example: Example, size: int, stride: int, first: int = 0) -> list[Window]:
    """The windows of an example, each with at most ``size`` pieces, its two marks included."""
    room = size - 2
    return [Window(example, a, b) for a, b in spread(len(example.pieces), room, min(stride, room), first)]


def shuffled(examples: Sequence[Example], size: int, budget: int, chance: random.Random) -> Iterator[list[Window]]:
    """One pass over the examples in batches of windows of like length, at most ``budget`` pieces each, padding included.

    The first window of a document has a random length, so that every pass cuts documents elsewhere.
    """
    found: list[Window] = []
    for each in examples:
        first = chance.randint(size // 4, size - 2) if len(each.pieces) > size else 0
        found.extend(windows(each, size, size, first))
    # Lengths in steps of an eighth of the window, in random order within: padding stays small, batches stay mixed.
    found = sorted(found, key=lambda w: (len(w) * 8 // size, chance.random()))
    batches: list[list[Window]] = []
    current: list[Window] = []
    for window in found:
        longest = max([len(window), *map(len, current)])
        if current and longest * (len(current) + 1) > budget:
            batches.append(current)
            current = []
        current.append(window)
    if current:
        batches.append(current)
    chance.shuffle(batches)
    yield from batches


def batch(chosen: Sequence[Window]) -> Batch:
    """Windows as tensors, padded to the longest."""
    count, length = len(chosen), max(map(len, chosen))
    inputs = {name: np.zeros((count, length), dtype=np.int64) for name in ("ids", "cases", "gaps", "mask")}
    inputs["ids"].fill(PAD)
    tags = {layer: np.full((count, length), IGNORED, dtype=np.int64) for layer in (*labels.TAGGED, *labels.MARKED)}
    for n, window in enumerate(chosen):
        pieces, width = window.example.pieces, len(window)
        inputs["ids"][n, 0], inputs["ids"][n, width - 1] = START, END
        inputs["mask"][n, :width] = 1
        for name in ("ids", "cases", "gaps"):
            inputs[name][n, 1 : width - 1] = getattr(pieces, name)[window.first : window.end]
        for layer, row in window.example.tags.items():
            tags[layer][n, 1 : width - 1] = row[window.first : window.end]
            if layer in labels.TAGGED:
                _cut_off(tags[layer][n])
    anchors, roles = _frames(chosen, length)
    codings, spans = _codings(chosen)
    quads = [labels.QUADS.index(w.example.document.quad) if w.example.document.quad else IGNORED for w in chosen]
    return Batch(
        **{name: torch.from_numpy(value) for name, value in inputs.items()},
        allowed=torch.from_numpy(np.stack([w.example.allowed for w in chosen])),
        tags={layer: torch.from_numpy(row) for layer, row in tags.items()},
        anchors=anchors, roles=roles, **_claims(chosen),
        codings=torch.tensor(codings, dtype=torch.long).view(-1, 2),
        spans=torch.tensor(spans, dtype=torch.long).view(-1, 4),
        quads=torch.tensor(quads, dtype=torch.long),
    )  # fmt: skip


def _cut_off(row: NDArray[np.int64]) -> None:
    """A span that begins before the window can't be tagged with a beginning: its rest is left out of the loss."""
    at = 1
    while at < len(row) and row[at] > 0 and (row[at] - 1) % 4 in (1, 2):
        row[at] = IGNORED
        at += 1


def _frames(chosen: Sequence[Window], length: int) -> tuple[Tensor, Tensor]:
    """Every happening whose trigger begins in a window; a role that reaches out of it is cut at the edge."""
    anchors: list[Span] = []
    rows: list[NDArray[np.int64]] = []
    for n, window in enumerate(chosen):
        for frame in window.example.frames:
            if frame.kind != "events" or frame.anchor is None or not window.first <= frame.anchor < window.end:
                continue
            anchors.append((n, frame.anchor - window.first + 1))
            row = np.zeros((len(labels.EVENT_ROLES), length), dtype=np.int64)
            row[:, len(window) :] = IGNORED
            for number, role in enumerate(labels.EVENT_ROLES):
                spans = [_shifted(span, window) for span in frame.roles[role]]
                row[number, : len(window)] = labels.tags([(*s, 0) for s in spans if s], len(window))
            rows.append(row)
    found = torch.from_numpy(np.stack(rows)) if rows else torch.zeros((0, len(labels.EVENT_ROLES), length)).long()
    return torch.tensor(anchors, dtype=torch.long).view(-1, 2), found


def _shifted(span: Span, window: Window) -> Span | None:
    """A span of pieces counted from the window's first mark, cut at the window's edges; None where it lies outside."""
    first, end = max(span[0], window.first), min(span[1], window.end)
    return (first - window.first + 1, end - window.first + 1) if first < end else None


def _claims(chosen: Sequence[Window]) -> dict[str, Tensor]:
    """Cues, parts, which of them belong together, and stances."""
    cues: list[tuple[int, ...]] = []
    parts: list[tuple[int, ...]] = []
    links: list[tuple[int, ...]] = []
    stances: list[tuple[int, ...]] = []
    for n, window in enumerate(chosen):
        frames = [frame for frame in window.example.frames if frame.kind == "claims"]
        own_cues: dict[tuple[int, ...], set[int]] = {}
        own_parts: dict[tuple[int, ...], set[int]] = {}
        for number, frame in enumerate(frames):
            found = {r: [s for s in (_shifted(x, window) for x in frame.roles[r]) if s] for r in labels.CLAIM_ROLES}
            for span in found["cue"]:
                own_cues.setdefault((n, *span), set()).add(number)
            for role, name in enumerate(PARTS):
                for span in found[name]:
                    own_parts.setdefault((n, *span, role), set()).add(number)
            if "stances" in frame.values and found["content"]:
                content = (min(s for s, _ in found["content"]), max(e for _, e in found["content"]))
                stances.append((n, *(found["cue"][0] if found["cue"] else (0, 0)), *content, frame.values["stances"]))
        for a, (_, ofs) in enumerate(own_cues.items()):
            for b, (_, of) in enumerate(own_parts.items()):
                links.append((len(cues) + a, len(parts) + b, int(bool(ofs & of))))
        cues.extend(own_cues)
        parts.extend(own_parts)
    return {
        name: torch.tensor(rows, dtype=torch.long).view(-1, width)
        for name, rows, width in (("cues", cues, 3), ("parts", parts, 4), ("links", links, 3), ("stances", stances, 6))
    }


def _codings(chosen: Sequence[Window]) -> tuple[list[Span], list[tuple[int, int, int, int]]]:
    """(window, type) and the pieces of actor and recipient, 0 0 where there is none."""
    found: list[Span] = []
    spans: list[tuple[int, int, int, int]] = []
    for n, window in enumerate(chosen):
        for coding in window.example.document.codings:
            found.append((n, labels.EVENTS.index(coding.type)))
            spans.append((*_inside(coding.actor, window), *_inside(coding.recipient, window)))
    return found, spans


def _inside(span: Span | None, window: Window) -> Span:
    on = window.example.pieces.under(*span) if span else None
    if on is None or on[0] < window.first or on[1] > window.end:
        return 0, 0
    return on[0] - window.first + 1, on[1] - window.first + 1


def lookup(pieces: Numbers, first: int, end: int) -> Numbers:
    """A slice of pieces between the two marks."""
    return np.concatenate(([START], pieces[first:end], [END])).astype(np.int32)
