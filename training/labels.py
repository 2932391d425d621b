"""The label inventories of the heads, begin-inside-outside tags, and how tags become spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.passages import COUNTS, EVENTS, STANCES, STATUSES

IGNORED = -100  # a piece that a set does not label; cross_entropy leaves it out
NAMES = ("PERSON", "ORG", "PLACE", "NORP", "DATE", "MONEY", "QUANTITY", "WEAPON", "PRODUCT", "MISC")
QUADS = ("none", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
TAGGED = {
    "names": NAMES,
    "references": NAMES,
    "source": ("source",),
    "cue": ("cue",),
    "content": ("content",),
    "dates": ("date",),
    "figures": COUNTS,
    "triggers": ("trigger",),
}
# One class a piece, wanted only where a trigger begins.
MARKED = {"kinds": EVENTS, "statuses": STATUSES}
CLAIM_ROLES = ("source", "cue", "content")
EVENT_ROLES = ("trigger", "actor", "recipient", "place", "time")
ROLES = {"claims": CLAIM_ROLES, "events": EVENT_ROLES}
__all__ = ["COUNTS", "EVENTS", "STANCES", "STATUSES"]

Tags = NDArray[np.int64]
Scores = NDArray[np.float32]


def size(layer: str) -> int:
    """How many tags a layer has: outside, and begin and inside for each label."""
    return 1 + 2 * len(TAGGED[layer])


def tags(spans: Iterable[tuple[int, int, int]], length: int) -> Tags:
    """Tags of ``length`` pieces for spans (first, end, label); where two overlap, the first given stays."""
    found = np.zeros(length, dtype=np.int64)
    for first, end, label in spans:
        if found[first:end].any():
            continue
        found[first:end] = 2 + 2 * label
        found[first] = 1 + 2 * label
    return found


def spans(found: Sequence[int]) -> list[tuple[int, int, int]]:
    """Spans (first, end, label) of a row of tags that :func:`best` gave."""
    result: list[tuple[int, int, int]] = []
    for at, tag in enumerate(found):
        if tag and tag % 2:
            result.append((at, at + 1, (tag - 1) // 2))
        elif tag and result and result[-1][1] == at:
            result[-1] = (result[-1][0], at + 1, result[-1][2])
    return result


def best(scores: Scores) -> list[int]:
    """The likeliest row of tags in which nothing is inside what has not begun (Viterbi; no learnt transitions).

    ``scores`` is pieces x tags, log probabilities or anything that adds up like them.
    """
    length, count = scores.shape
    if not length:
        return []
    allowed = np.zeros((count, count), dtype=np.float32)
    for inside in range(2, count, 2):
        allowed[:, inside] = -1e9
        allowed[inside - 1, inside] = allowed[inside, inside] = 0
    total = scores[0].copy()
    total[2::2] = -1e9
    came = np.zeros((length, count), dtype=np.int64)
    for at in range(1, length):
        steps = total[:, None] + allowed
        came[at] = steps.argmax(0)
        total = steps.max(0) + scores[at]
    row = [int(total.argmax())]
    for at in range(length - 1, 0, -1):
        row.append(int(came[at, row[-1]]))
    return row[::-1]
