"""PLOVER codings of sentences, by the lexicon and the clause rules of the product.

With the spans of actor and recipient given, the type is that of the event whose words stand where these two want them; end to
end the spans are the phrases that the product takes for actor and recipient.
"""

from __future__ import annotations

from typing import Any

from benchmarks.tasks import plover_sentences as sentences


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """``types`` for the given spans, ``codings`` from the text alone."""
    told = sentences.read(record["text"])
    return {
        "id": record["id"],
        "types": [sentences.best_type(told, span["actor"], span["recipient"]) for span in record.get("spans", [])],
        "codings": [sentences.coding(event) for event in sentences.main_events(told)],
    }
