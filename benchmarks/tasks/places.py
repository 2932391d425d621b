"""Place names and where they lie. Points are the measure of this set.

The set marks, beside places, the demonyms of states ("Sudanese officials") and places inside names of bodies ("Walker
County Fair"). The product finds both, as the state that the word refers to and as what places the other names; here they
are given as places.
"""

from __future__ import annotations

from benchmarks.tasks import common
from benchmarks.tasks.common import Record
from counterclaim.finding import mentions
from counterclaim.finding.view import View
from counterclaim.records import How, Mention, MentionType, Place
from counterclaim.text import Repaired, repair, trim

_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)


def predict(record: Record) -> Record:
    """Every place named, with its point where the product has one."""
    repaired = repair(record["text"])
    article = common.whole_article(record)
    title = (0, len(article.title)) if article.title else None
    view = View(article, repaired.text, title, (), common.backend().read([repaired.text])[0])
    named = mentions.find(view, common.known())
    points = {p.place_id: p for p in named.places}
    rows = [
        _row(record["text"], repaired, (m.start, m.end), points.get(m.entity_id) or _state(m))
        for m in named.mentions
        if m.how in _NAMING and (m.type is MentionType.PLACE or _state(m) is not None)
    ]
    rows += [_row(record["text"], repaired, span, place) for span, place in named.inner]
    return {"id": record["id"], "places": rows}


def _state(mention: Mention) -> Place | None:
    """The state that a demonym refers to."""
    place = common.known().gazetteer.get(mention.entity_id) if mention.type is MentionType.NORP else None
    return place.record() if place is not None and place.kind == "country" else None


def _row(text: str, repaired: Repaired, span: tuple[int, int], place: Place | None) -> Record:
    start, end = trim(text, *repaired.span(*span))
    row: Record = {"start": start, "end": end, "text": text[start:end], "lat": None, "lon": None, "geonameid": None}
    if place is not None and place.latitude is not None:
        row |= {"lat": place.latitude, "lon": place.longitude, "geonameid": place.geonames_id}
    return row
