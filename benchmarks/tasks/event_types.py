"""One CAMEO class for a sentence: that of the event that it mainly tells, "none" where it tells none.

The classes are CAMEO's: comments (01) and appeals (02) are in none of them, reduced relations (16) count with verbal conflict,
yielding (08) with material cooperation.
"""

from __future__ import annotations

from typing import Any

from benchmarks.tasks import plover_sentences as sentences
from counterclaim.knowledge import plover
from counterclaim.records import EventType, Status

from .common import model

_CLASSES = (
    (plover.VERBAL_COOPERATION - {EventType.CONCEDE}, "verbal cooperation"),
    (plover.MATERIAL_COOPERATION | {EventType.CONCEDE}, "material cooperation"),
    (plover.VERBAL_CONFLICT | {EventType.SANCTION}, "verbal conflict"),
    (plover.MATERIAL_CONFLICT - {EventType.SANCTION}, "material conflict"),
)
_LEXICON = 0.4
_UNCODED = ("01", "02")


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The class of one sentence: the likeliest, where the lexicon's counts as much as ``_LEXICON`` of the head's probability."""
    ruled = _ruled(record)
    reader = model()
    if reader is None:
        return {"id": record["id"], "label": ruled}
    likely = reader.quad(record["text"])
    likely[ruled] += _LEXICON
    return {"id": record["id"], "label": max(likely, key=likely.__getitem__)}


def _ruled(record: dict[str, Any]) -> str:
    """What the lexicon and the clause rules say."""
    events = sentences.main_events(sentences.read(record["text"]))
    if not events or events[0].told.entry.code in _UNCODED or events[0].told.group.status is Status.HYPOTHETICAL:
        return "none"
    kind = sentences.plv_type(events[0])
    return next(label for types, label in _CLASSES if kind in types)
