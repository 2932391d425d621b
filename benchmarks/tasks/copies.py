"""Pairs of articles: verbatim, edited, same-event or unrelated, by the product's own comparison of two texts and their outlets."""

from __future__ import annotations

from typing import Any

from counterclaim.text import slug
from counterclaim.weighing.alike import Text, Texts, label


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The label of one pair."""
    left, right = (Text(record[side], slug(record.get(f"{side}_outlet") or "") or None) for side in ("left", "right"))
    return {"id": record["id"], "label": label(Texts(left, right))}
