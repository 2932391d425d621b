"""Cross-document coreference on given mentions: by words, inside groups of documents that tell one story.

The groups are the product's own measure of one story (:func:`counterclaim.weighing.lineage.same_story`), clustered; topics of
the data set are not read.
"""

from __future__ import annotations

from typing import Any

from counterclaim.text import slug
from counterclaim.weighing import lineage


def predict_all(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All records with a ``cluster`` for each mention."""
    ids = [r["id"] for r in records]
    stories = [lineage.story_words(r["text"]) for r in records]
    pairs = [
        (ids[i], ids[j])
        for i in range(len(ids))
        for j in range(i + 1, len(ids))
        if lineage.same_story_words(stories[i], stories[j])
    ]
    story = lineage.join(ids, pairs)
    return [
        {
            "id": r["id"],
            "mentions": [{**m, "cluster": f"{story[r['id']]}:{m['kind']}:{_head(m)}"} for m in r["mentions"]],
        }
        for r in records
    ]


def _head(mention: dict[str, Any]) -> str:
    """The first letters of the mention's last word, which is its head in most English phrases."""
    words = slug(mention["text"]).split("-")
    return words[-1][:5] if mention["kind"] != "event" else words[0][:5]
