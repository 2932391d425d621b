"""The label inventories of the heads, tags (outside; begin, inside, end, single by label), and how they become spans."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from counterclaim.language.decode import best, spans
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
    # Claims inside the content of another claim; only our own passages mark them.
    "inner_source": ("source",),
    "inner_cue": ("cue",),
    "inner_content": ("content",),
    "dates": ("date",),
    "figures": COUNTS,
    "triggers": ("trigger",),
}
# One class a piece, wanted only where a trigger begins.
MARKED = {"kinds": EVENTS, "statuses": STATUSES}
CLAIM_ROLES = ("source", "cue", "content")
EVENT_ROLES = ("trigger", "actor", "recipient", "place", "time")
ROLES = {"claims": CLAIM_ROLES, "events": EVENT_ROLES}
__all__ = ["COUNTS", "EVENTS", "STANCES", "STATUSES", "best", "spans"]

Tags = NDArray[np.int64]


def size(layer: str) -> int:
    """How many tags a layer has: outside, and four for each label."""
    return 1 + 4 * len(TAGGED[layer])


def tags(spans: Iterable[tuple[int, int, int]], length: int) -> Tags:
    """Tags of ``length`` pieces for spans (first, end, label); where two overlap, the first given stays."""
    found = np.zeros(length, dtype=np.int64)
    for first, end, label in spans:
        if found[first:end].any():
            continue
        found[first:end] = 2 + 4 * label
        found[first], found[end - 1] = 1 + 4 * label, 3 + 4 * label
        if end - first == 1:
            found[first] = 4 + 4 * label
    return found
