"""PLOVER codings of sentences, by the lexicon and the clause rules of the product.

With the spans of actor and recipient given, the type is that of the event whose words stand where these two want them, weighed
against what the model's head for dyads says; end to end the spans are the phrases that the product takes for actor and recipient.
"""

from __future__ import annotations

from typing import Any

from benchmarks.tasks import plover_sentences as sentences

from .common import model

_LEXICON = 0.65


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """``types`` for the given spans, ``codings`` from the text alone."""
    told = sentences.read(record["text"])
    return {
        "id": record["id"],
        "types": [_type(record["text"], told, span["actor"], span["recipient"]) for span in record.get("spans", [])],
        "codings": [sentences.coding(event) for event in sentences.main_events(told)],
    }


def _type(text: str, told: tuple[sentences.Event, ...], actor: list[int] | None, recipient: list[int] | None) -> str:
    """The likeliest type, where the lexicon's counts as much as ``_LEXICON`` of the head's probability."""
    ruled = sentences.best_type(told, actor, recipient)
    reader = model()
    if reader is None:
        return ruled
    likely = reader.types(text, *((span[0], span[1]) if span else None for span in (actor, recipient)))
    likely[ruled] += _LEXICON
    return max(likely, key=likely.__getitem__)
