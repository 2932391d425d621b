"""The ``dates`` task of the benchmark pack, through the product's own finder.

GUM marks only what can be laid on a calendar, and writes some values in its own way: a decade as ``199``, a century as ``19``,
a part of a day as the day, a stretch without a unit of its own as an interval. Newswire with TimeML mark-up has durations
and repetitions too. Which of the two a record follows is told by its ``source`` or ``genre`` field.

The embedded model was trained on the train part of GUM: on ``dates/gum_train.jsonl`` only ``READ_WITH=surface``, which has no
dates of its own, gives an honest figure.
"""

from __future__ import annotations

import re
from typing import Any

from benchmarks.tasks.common import backend
from counterclaim.finding import dates_calendar as cal
from counterclaim.finding.dates import Expression, expressions
from counterclaim.finding.dates_calendar import Meaning
from counterclaim.finding.view import View
from counterclaim.language.model import Reading
from counterclaim.records import Article

Record = dict[str, Any]


def view_of(record: Record, reading: Reading | None = None) -> View:
    """The record's text as one article, all of it prose; without a reading only the rules see it."""
    text = record["text"]
    article = Article(
        record["id"], record["id"], 0, len(text), None, None, None, None, record.get("published"), None, "en"
    )
    return View(article, text, None, (), reading or Reading(()))


def predict(record: Record) -> Record:
    """The record's id and its dates in the record's own convention."""
    return predicted(record, view_of(record, backend().read([record["text"]])[0]))


def predicted(record: Record, view: View) -> Record:
    """The same from a view of the record."""
    gum = "gum" in str(record.get("source") or record.get("id") or "").lower() or "genre" in record
    convert = _gum if gum else _timeml
    dates = [row for found in expressions(view) if (row := convert(view.text, found))]
    return {"id": record["id"], "dates": dates}


def _gum(text: str, found: Expression) -> Record | None:
    meaning = found.meaning
    start, end = found.core, found.core_end
    value = meaning.value
    if (
        meaning.kind in ("set", "vague")
        or value.startswith("XXXX-XX-XXT")
        or (meaning.kind == "duration" and meaning.grain != "lasting")
    ):
        return None
    if meaning.earliest and meaning.kind == "duration":
        value = _interval(meaning)
    elif limits := _UNFIXED.fullmatch(f"{text[start:end].split(maxsplit=1)[0].lower()} {value}"):
        days = ("01", "15") if limits["part"] == "early" else ("15", "30")
        value = "/".join(f"{limits['month']}-{day}" for day in days)
    elif meaning.kind == "duration":
        value = f"../{meaning.latest}" if meaning.latest else value
    elif _narrowed(meaning) and re.match(r"(?:the )?(?:early|late|mid)", text[start:end], re.IGNORECASE):
        value = f"{meaning.earliest}/{meaning.latest}"
    elif meaning.grain in ("decade", "century"):
        value = value.rstrip("X")
    elif "T" in value:
        value = value.partition("T")[0]
    return {"start": start, "end": end, "text": text[start:end], "value": value}


_UNFIXED = re.compile(r"(?P<part>early|late) (?P<month>XXXX-\d\d)")


def _interval(meaning: Meaning) -> str:
    """The two limits of "the last five years"; GUM counts both ends, so that the first day is not the same of five years ago."""
    first = (
        cal.shift(meaning.earliest, "day", 1) if meaning.value.endswith("Y") and meaning.latest else meaning.earliest
    )
    return f"{first}/{meaning.latest or '..'}"


def _narrowed(meaning: Meaning) -> bool:
    """True for a part of a month, decade or century ("late September"), which GUM writes with its two limits."""
    if meaning.earliest is None or meaning.latest is None:
        return False
    days = (meaning.latest - meaning.earliest).days
    return days < {"month": 27, "decade": 3650, "century": 36000}.get(meaning.grain, 0)


def _timeml(text: str, found: Expression) -> Record:
    value = found.meaning.value
    if found.meaning.grain in ("decade", "century"):
        value = value.rstrip("X")
    return {"start": found.start, "end": found.end, "text": text[found.start : found.end], "value": value}
