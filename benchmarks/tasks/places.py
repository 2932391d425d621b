"""Place names and where they lie. LGL marks some demonyms and leaves names inside names out; points are its measure."""

from __future__ import annotations

from benchmarks.tasks.common import Record, found
from counterclaim.records import How, MentionType

_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)


def predict(record: Record) -> Record:
    """Every mention of a place, with its point where the product has one."""
    result = found(record)
    points = {p.place_id: p for p in result.places}
    rows = []
    for m in result.mentions:
        if m.type is not MentionType.PLACE or m.how not in _NAMING:
            continue
        row: Record = {"start": m.start, "end": m.end, "text": m.text, "lat": None, "lon": None, "geonameid": None}
        place = points.get(m.entity_id)
        if place is not None and place.latitude is not None:
            row |= {"lat": place.latitude, "lon": place.longitude, "geonameid": place.geonames_id}
        rows.append(row)
    return {"id": record["id"], "places": rows}
