"""The regression set of coded dyads, with the pack's own dictionaries in the place of the product's lexicon and catalogue.

Names and verbs are the dictionaries' (``petrarch2_dictionaries`` beside the input file); which of them is the actor and which the
recipient is read by the product's rules. Without the dictionaries nothing is coded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.tasks import petrarch
from counterclaim.finding import accounts_hits, accounts_parties
from counterclaim.finding.accounts_parties import Parties, Party, Sentence
from counterclaim.records import MentionType
from counterclaim.text import sentences, words

Record = dict[str, Any]
_FOLDER = "petrarch2_dictionaries"


def predict_all(records: list[Record], folder: Path) -> list[Record]:
    """The dyads of each sentence; ``folder`` is that of the input file."""
    place = folder / _FOLDER
    if not place.is_dir():
        return [{"id": record["id"], "codings": []} for record in records]
    known = petrarch.load(place)
    return [{"id": record["id"], "codings": _codings(record["text"], known)} for record in records]


def _codings(text: str, known: petrarch.Dictionaries) -> list[Record]:
    """The dyads of the first event that has both sides."""
    tokens = words(text)
    low = list(tokens.low)
    parties = tuple(Party(i, j, code, MentionType.ORG) for i, j, code in petrarch.coded_names(low, known))
    for span in sentences(text):
        inside = tokens.within(*span)
        names = frozenset(i for p in parties for i in range(p.start, p.end))
        tolds = accounts_hits.told_in(known.lexicon, low, inside.start, inside.stop, names)
        sentence = Sentence.of(low, inside, parties, tolds)
        before = Parties()
        for told in tolds:
            sides = accounts_parties.assign(sentence, told, before)
            before = sides
            coded = _dyads(sides, told.entry.code)
            if coded:
                return coded
    return []


def _dyads(sides: Parties, code: str) -> list[Record]:
    """Every actor with every recipient; a code after a colon is that of the other direction."""
    there, _, back = code.partition(":")
    found: list[Record] = []
    for actor in sides.actors:
        for recipient in sides.recipients:
            found.extend(
                {"actor_code": a.key, "recipient_code": r.key, "code": c}
                for a, r, c in ((actor, recipient, there), (recipient, actor, back))
                if c and c != "---"
            )
    return found
