"""The ``names`` task of the benchmark pack, through the product's own comparison of names."""

from __future__ import annotations

from typing import Any

from counterclaim.weighing.names import similarity


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The record's id and the likeness of its two names, 0 to 1."""
    return {"id": record["id"], "score": similarity(record["left"], record["right"], record["schema"])}
