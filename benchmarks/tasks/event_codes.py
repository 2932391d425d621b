"""The regression set of coded dyads: the root code of CAMEO with the names as they stand.

The set expects codes of its own test dictionaries; what the product gives without them are CAMEO's roots and no actor codes,
so a match is chance. The task is here so that the figure is measured and not left out.
"""

from __future__ import annotations

from typing import Any

from benchmarks.tasks import plover_sentences as sentences
from counterclaim.knowledge.plover import CAMEO_ROOTS


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The dyads of one sentence."""
    text = record["text"]
    codings = [
        {
            "actor_code": text[event.actors[0][0] : event.actors[0][1]],
            "recipient_code": text[event.recipients[0][0] : event.recipients[0][1]],
            "code": CAMEO_ROOTS[sentences.plv_type(event)] + "0",
        }
        for event in sentences.main_events(sentences.read(text))
        if event.actors and event.recipients
    ]
    return {"id": record["id"], "codings": codings}
