"""From scores of tags to spans: a tag a piece (outside; begin, inside, end, single by label), and the likeliest row of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
# A piece that is outside with this probability is outside whatever its neighbours are; only what lies between such
# pieces is searched. On news that is one piece in five.
_OUTSIDE = 0.998


def spans(found: Sequence[int]) -> list[tuple[int, int, int]]:
    """Spans (first, end, label) of a row of tags that :func:`best` gave."""
    result: list[tuple[int, int, int]] = []
    begun = 0
    for at, tag in enumerate(found):
        place, label = (tag - 1) % 4, (tag - 1) // 4
        if tag and place == 0:
            begun = at
        elif tag and place >= 2:
            result.append((begun if place == 2 else at, at + 1, label))
    return result


def log_softmax(scores: Scores) -> Scores:
    """Log probabilities over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    found: Scores = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return found


@cache
def _allowed(count: int) -> tuple[Scores, Scores, Scores]:
    """What may follow what, what may come first, what may come last: 0 where it may, else very low."""
    tags_ = np.arange(count)
    place, label = np.where(tags_ == 0, -1, (tags_ - 1) % 4), np.where(tags_ == 0, -1, (tags_ - 1) // 4)
    opens = (place == -1) | (place == 0) | (place == 3)  # outside, begin, single
    open_ = (place == 0) | (place == 1)  # begin, inside: a span goes on after them
    within = open_[:, None] & ((place == 1) | (place == 2))[None, :] & (label[:, None] == label[None, :])
    steps = within | (~open_[:, None] & opens[None, :])
    return tuple(np.where(x, 0.0, -1e9).astype(np.float32) for x in (steps, opens, ~open_))  # type: ignore[return-value]


def best(scores: Scores) -> list[int]:
    """The likeliest row of tags that is well formed (Viterbi; no learnt transitions).

    ``scores`` is pieces x tags, log probabilities.
    """
    row = [0] * len(scores)
    for first, end in _unsure(scores):
        row[first:end] = _search(scores[first:end])
    return row


def _unsure(scores: Scores) -> Iterator[tuple[int, int]]:
    """Runs of pieces that may be in a span."""
    inside = np.concatenate(([False], scores[:, 0] < np.log(_OUTSIDE), [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _search(scores: Scores) -> list[int]:
    length, count = scores.shape
    steps, first, last = _allowed(count)
    total = scores[0] + first
    came = np.zeros((length, count), dtype=np.int64)
    for at in range(1, length):
        ways = total[:, None] + steps
        came[at] = ways.argmax(0)
        total = ways.max(0) + scores[at]
    row = [int((total + last).argmax())]
    for at in range(length - 1, 0, -1):
        row.append(int(came[at, row[-1]]))
    return row[::-1]
