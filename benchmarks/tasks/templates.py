"""Incident templates of the MUC kind, from wire texts in capitals.

The text is brought into ordinary case; what the product finds in it, names, days, places, deeds of the lexicon with
their parties, is put into one template for each kind of attack. Tables of nouns and the weights of what counts as an
incident were chosen on the training part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from benchmarks.tasks import common
from benchmarks.tasks.templates_choice import LEAST, likelihood
from benchmarks.tasks.templates_deeds import Incident, Page, incidents_of, read_page, tellings_of
from benchmarks.tasks.templates_slots import (
    Slot,
    all_bodies,
    all_days,
    all_doers,
    all_hit,
    all_places,
    all_struck,
)  # fmt: skip
from benchmarks.tasks.templates_words import (
    DAMAGED,
    DESTROYED,
    GUNS,
    HUMANS,
    KILLED,
    OLD,
    STATE,
    TARGETS,
    VICTIM_TYPES,
    WEAPONS,
    WOUNDED,
)  # fmt: skip

Record = dict[str, Any]
_CLAIMED = re.compile(r"\b(?:claim\w*|credit|admitted|responsibility)\b", re.IGNORECASE)
_ACCUSED = re.compile(
    r"\b(?:accus\w+|blam\w+|attribut\w+|suspect\w*|alleg\w+|presum\w+|apparently|believed|charged)\b", re.IGNORECASE
)
_OFFICIAL = re.compile(r"\b(?:authorities|police|army|military|officials?|government|minister|judge)\b", re.IGNORECASE)
_FORCES = re.compile(r"(?i)\b(?:army|armed forces|police|air force|battalion|brigade|military)\b")


def predict(record: Record) -> Record:
    """Templates of one text, at most one for each kind of attack."""
    page = read_page(record)
    incidents = incidents_of(tellings_of(page))
    kept = [i for i in incidents if likelihood(page, i) >= LEAST]
    return {"id": record["id"], "templates": [_template(record, page, incident) for incident in kept]}


def _confidence(sentence: str) -> str:
    if _CLAIMED.search(sentence):
        return "CLAIMED OR ADMITTED"
    if _ACCUSED.search(sentence):
        return "SUSPECTED OR ACCUSED BY AUTHORITIES" if _OFFICIAL.search(sentence) else "SUSPECTED OR ACCUSED"
    return "REPORTED AS FACT"


def _template(record: Record, page: Page, incident: Incident) -> Record:
    text = "\n".join(page.view.text[s:e] for s, e in incident.spans)
    doers, hit, struck = all_doers(page, incident), all_hit(page, incident)[:4], all_struck(page, incident)[:3]
    bodies = all_bodies(page, incident)[:1]
    weapons = [(kind, m.group().upper()) for kind, form in WEAPONS if (m := re.search(rf"(?i)\b{form}\b", text))][:1]
    types: list[Any] = [{"values": [kind], "ref": [word]} for kind, word in weapons]
    if not weapons and incident.kind == "ATTACK" and GUNS.search(text):
        types = ["GUN"]
    state = any(s.head in STATE for s in doers[:1]) or any(_FORCES.search(body) for body, _ in bodies)
    return {
        "type": [incident.kind],
        "stage": ["ACCOMPLISHED"],
        "date": _date(record, page, incident),
        "location": _location(record, page, incident),
        "category": ["STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT"],
        "perpetrators": [s.refs[0] for s in doers[:1]],
        "organizations": [name for name, _ in bodies],
        "org_confidence": [{"values": [_confidence(page.view.text[s:e])], "ref": [name]} for name, (s, e) in bodies],
        "weapons": [word for _, word in weapons],
        "weapon_types": types,
        **_things(incident, struck, text),
        **_people(hit, text),
    }


def _things(incident: Incident, struck: Sequence[Slot], text: str) -> Record:
    effect = "DESTROYED" if DESTROYED.search(text) else "SOME DAMAGE"
    harmed = struck if incident.kind in ("BOMBING", "ARSON") or DAMAGED.search(text) else ()
    return {
        "targets": [s.phrase for s in struck],
        "target_types": [{"values": [TARGETS[s.head]], "ref": s.refs} for s in struck],
        "target_number": [_number(s) for s in struck],
        "target_effects": [{"values": [effect], "ref": s.refs} for s in harmed],
    }


def _people(hit: Sequence[Slot], text: str) -> Record:
    common_effect = "DEATH" if KILLED.search(text.lower()) else "INJURY" if WOUNDED.search(text.lower()) else None
    effects = [(s, s.effect or common_effect) for s in hit]
    return {
        "victims": [s.person for s in hit if s.person],
        "victim_descriptions": [
            {"values": [s.phrase], **({"ref": [s.person]} if s.person else {})} for s in hit if s.phrase
        ],
        "victim_types": [{"values": [_victim_type(s)], "ref": s.refs} for s in hit],
        "human_number": [_number(s) for s in hit],
        "victim_nation": [{"values": [s.nation], "ref": s.refs} for s in hit if s.nation],
        "effects": [{"values": [effect], "ref": s.refs} for s, effect in effects if effect],
    }


def _number(slot: Slot) -> Record:
    return {"values": [{"low": slot.low, "high": slot.high}], "ref": slot.refs}


def _victim_type(slot: Slot) -> str:
    kind = VICTIM_TYPES.get(HUMANS.get(slot.head, ""), "CIVILIAN")
    if OLD.search(slot.phrase) and kind in ("GOVERNMENT OFFICIAL", "ACTIVE MILITARY"):
        return f"FORMER {kind}"
    return kind


def _date(record: Record, page: Page, incident: Incident) -> list[Record]:
    """The day in a sentence that tells the incident, else some day up to that of the text."""
    days = all_days(page, incident)
    if days:
        return [{"text": days[0].text, "from": days[0].earliest, "to": days[0].latest}]
    published = record.get("published")
    return [{"text": "", "from": None, "to": published}] if published else []


def _location(record: Record, page: Page, incident: Incident) -> list[Record]:
    gazetteer = common.known().gazetteer
    places = all_places(page, incident)
    lines = gazetteer.find(record["place"].split(",")[0].title()) if record.get("place") else ()
    home = lines[0].country if lines else None
    iso = next((c for _, _, c in places if c == home), None) or (places[0][2] if places else home)
    country = gazetteer.country(iso) if iso else None
    if country is None:
        return []
    inside = list(dict.fromkeys((name, kind) for name, kind, c in places if c == iso and kind != "country"))
    named = [inside[0][0]] if inside else []
    if len(inside) > 1 and {inside[0][1], inside[1][1]} & {"admin1", "neighbourhood"}:
        named = [name for name, _ in inside[:2]]  # the town and its department
    return [{"country": country.name.upper(), "places": named}]
