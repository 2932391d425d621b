"""Pairs of articles: verbatim, edited, same-event or unrelated, by the product's own lineage and its measure of likeness."""

from __future__ import annotations

from typing import Any

from counterclaim.records import CopyKind
from counterclaim.settings import Settings
from counterclaim.weighing import lineage

_SETTINGS = Settings().weighing


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The label of one pair."""
    size = _SETTINGS.shingle_words
    measured = lineage.compare(lineage.shingles(record["left"], size), lineage.shingles(record["right"], size))
    kind = lineage.judge(measured, False, _SETTINGS)
    if kind is not None:
        return {"id": record["id"], "label": "verbatim" if kind is CopyKind.VERBATIM else "edited"}
    story = lineage.same_story(record["left"], record["right"])
    return {"id": record["id"], "label": "same-event" if story else "unrelated"}
