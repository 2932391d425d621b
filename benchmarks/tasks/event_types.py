"""One CAMEO class for a sentence: that of the event that it mainly tells, "none" where it tells none."""

from __future__ import annotations

from typing import Any

from benchmarks.tasks import plover_sentences as sentences
from counterclaim.knowledge import plover

_CLASSES = (
    (plover.VERBAL_COOPERATION, "verbal cooperation"),
    (plover.MATERIAL_COOPERATION, "material cooperation"),
    (plover.VERBAL_CONFLICT, "verbal conflict"),
    (plover.MATERIAL_CONFLICT, "material conflict"),
)


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The class of one sentence."""
    events = sentences.main_events(sentences.read(record["text"]))
    if not events:
        return {"id": record["id"], "label": "none"}
    kind = sentences.quad_type(events[0])
    return {"id": record["id"], "label": next(label for types, label in _CLASSES if kind in types)}
