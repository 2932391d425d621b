"""The ``ner`` task of the benchmark pack: the names that the embedded model reads, or the product's own by rules.

Which types and which convention is told by the record's ``types`` and ``source``: re3d marks every reference, so pronouns
and descriptions too; the others mark names, and of dates only those that name a day, a month or a year.
"""

from __future__ import annotations

import re
from typing import Any

from counterclaim.finding import dates, figures, mentions
from counterclaim.finding.view import View
from counterclaim.records import How

from .attribution import view_of
from .common import known, model

Record = dict[str, Any]
_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
_CALENDAR = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|April|May|June|July|Aug(?:ust|\.)?|"
    r"Sept(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|Ramadan)"
)
_NAMED_DAY = re.compile(
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?\b{_CALENDAR}\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? (?:19|20)\d\d\b)?|"
    r"\b(?:19|20)\d\d\b"
)
_MONEY = re.compile(
    r"(?:US|A|C|HK|NZ|S|R)?[$£€¥₹₦](?: ?\d[\d,.]*\d|\d)(?: ?(?:million|billion|trillion|m|bn|b|k)\b)?|"
    r"\b\d[\d,.]* (?:(?:million|billion|trillion) )?"
    r"(?:dollars?|euros?|pounds?|rupees?|yen|baht|naira|rand|shillings?|pesos?|riyals?|dinars?|lira)\b"
)


def predict(record: Record) -> Record:
    """The record's id and its entities, of the types its source annotates: by the model where there is one, else by rules.

    The model learnt what the sources mark, references of re3d too; the rules' names are those of a ledger.
    """
    view = view_of(record)
    every = str(record.get("source", "")).lower().startswith("re3d")
    reader = model()
    if reader is not None:
        layers = ("reference",) if every else ("name", "expression")
        (reading,) = reader.read([view.text])
        found = {(x.start, x.end, x.value) for x in reading.labels if x.layer in layers}
    else:
        found = _ruled(record, view, every=every)
    kept = sorted(e for e in found if e[2] in record.get("types", ()))
    return {"id": record["id"], "entities": [{"start": s, "end": e, "type": t} for s, e, t in kept]}


def _ruled(record: Record, view: View, *, every: bool) -> set[tuple[int, int, str]]:
    """What mentions, dates and figures of the product are."""
    types = frozenset(record.get("types", ()))
    named = mentions.find(view, known())
    found = {(m.start, m.end, str(m.type)) for m in named.mentions if every or m.how in _NAMING}
    if "DATE" in types:
        found |= _dates(view, every=every)
    if "MONEY" in types:
        found |= {(*m.span(), "MONEY") for m in _MONEY.finditer(view.text)}
    if "QUANTITY" in types:
        found |= {(q.start, q.end, "QUANTITY") for q in figures.find(view) if q.text[0] not in "$£€"}
    return found


def _dates(view: View, *, every: bool) -> set[tuple[int, int, str]]:
    found = set()
    for day in dates.find(view):
        if every:
            found.add((day.start, day.end, "DATE"))
            continue
        found |= {(day.start + m.start(), day.start + m.end(), "DATE") for m in _NAMED_DAY.finditer(day.text)}
    return found
