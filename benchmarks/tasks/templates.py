"""Incident templates of the MUC kind from upper-case wire texts, by the lexicon and the clause rules of the product.

One template for each kind of attack that a text tells. The texts have no small letters, so names are not told apart; parties are
the plain nouns of groups with the words before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from benchmarks.tasks import common
from counterclaim.finding import accounts_hits, accounts_parties, dates
from counterclaim.finding.accounts_draft import Scene
from counterclaim.finding.accounts_hits import Told
from counterclaim.finding.accounts_parties import Parties, Party, Sentence
from counterclaim.finding.clauses import word_set
from counterclaim.finding.view import View
from counterclaim.language.model import Reading
from counterclaim.records import EventType, Status
from counterclaim.text import repair

Record = dict[str, Any]
_KINDS = {"explosives": "BOMBING", "suicide-attack": "BOMBING", "abduct": "KIDNAPPING"}
_BURNING = re.compile(r"\b(?:burn|set fire|torch|arson|set .. on fire|set .. ablaze)")
_WEAPONS = (
    ("VEHICLE BOMB", r"(?:CAR|TRUCK|VEHICLE)[ -]BOMBS?"), ("DYNAMITE", r"DYNAMITE(?: STICKS?| CHARGES?)?"),
    ("GRENADE", r"(?:HAND )?GRENADES?"), ("MACHINE GUN", r"(?:SUB)?MACHINE-?\s?GUNS?"), ("ROCKET", r"ROCKETS?"),
    ("MORTAR", r"MORTARS?"), ("MINE", r"(?:LAND)?MINES?"), ("RIFLE", r"RIFLES?"), ("BOMB", r"BOMBS?"),
    ("EXPLOSIVE", r"EXPLOSIVES?(?: DEVICES?| CHARGES?)?"), ("GUN", r"(?:PISTOLS?|REVOLVERS?|FIREARMS?|GUNS?)"),
)  # fmt: skip
_PLAIN = frozenset({"attack", "murder", "killing", "assault", "raid"})
_STATE = word_set("soldier soldiers army troops police policemen military government officers squad patrol")
_DEATH = re.compile(r"\b(?:KILLED|KILLING|MURDER\w*|ASSASSINAT\w+|DEAD|DIED|DEATHS?|SLAIN|MASSACRE\w*)\b")
_INJURY = re.compile(r"\b(?:WOUND\w+|INJUR\w+)\b")
_DAMAGE = re.compile(r"\b(?:DAMAG\w+|DESTROY\w+)\b")
_VICTIMS = re.compile(
    r"\b(?:PEASANTS?|CIVILIANS?|JESUITS?|PRIESTS?|CHILDREN|CHILD|WOMEN|WOMAN|JUDGES?|MAYORS?|GUARDS?|BODYGUARDS?|STUDENTS?|WORKERS?|"
    r"JOURNALISTS?|SOLDIERS?|POLICEMEN|POLICEMAN|PRESIDENT|ATTORNEY GENERAL|LEADERS?|AMBASSADOR|SENATOR|PEOPLE|PERSONS?|LAWYERS?)\b"
)
_TARGETS = re.compile(
    r"\b(?:EMBASSY|OFFICES?|BANKS?|BRIDGES?|BUSES|BUS|TRUCKS?|PIPELINES?|TOWERS?|PYLONS?|SUBSTATIONS?|STORES?|RESTAURANTS?|"
    r"HOUSES?|HOMES?|RESIDENCE|VEHICLES?|HEADQUARTERS|STATIONS?|PLANES?|AIRCRAFT|HELICOPTERS?|FARMS?|BUILDINGS?|CHURCH)\b"
)


@dataclass(frozen=True)
class Telling:
    """One sentence that tells an attack."""

    told: Told
    parties: Parties
    start: int
    end: int
    kind: str


def predict(record: Record) -> Record:
    """Templates of one text, one for each kind of attack."""
    scene, view = _scene(record)
    tellings = _tellings(scene)
    kinds = list(dict.fromkeys(t.kind for t in tellings))
    groups = [[t for t in tellings if t.kind == kind] for kind in kinds]
    return {"id": record["id"], "templates": [_template(record, scene, view, group) for group in groups]}


def _scene(record: Record) -> tuple[Scene, View]:
    text = repair(record["text"]).text
    view = View(common.whole_article({**record, "text": text}), text, None, (), Reading(()))
    return Scene.of(view, common.known(), (), (), (), ()), view


def _tellings(scene: Scene) -> list[Telling]:
    found: list[Telling] = []
    tokens = scene.tokens
    for span in scene.view.sentences:
        inside = tokens.within(*span)
        tolds = accounts_hits.told_in(common.known().plover, tokens.low, inside.start, inside.stop)
        sentence = Sentence.of(tokens.low, inside, scene.parties_within(inside.start, inside.stop), tolds)
        before = Parties()
        for told in tolds:
            parties = accounts_parties.assign(sentence, told, before)
            before = before if told.noun else parties
            if told.entry.type is EventType.ASSAULT and _counts(told):
                found.append(Telling(told, parties, *span, _kind(told)))
    return found


def _counts(told: Told) -> bool:
    """Words of war in general ("violence", "war", "fighting") make no incident."""
    if told.group.status in (Status.PLANNED, Status.HYPOTHETICAL) or told.group.negated:
        return False
    return not (told.noun and told.entry.weak and told.hit.pattern.text not in _PLAIN)


def _kind(told: Told) -> str:
    if told.entry.mode == "primitive" and _BURNING.match(told.hit.pattern.text):
        return "ARSON"
    return _KINDS.get(told.entry.mode or "", "ATTACK")


def _template(record: Record, scene: Scene, view: View, tellings: list[Telling]) -> Record:
    spans = list(dict.fromkeys((t.start, t.end) for t in tellings))
    text = "\n".join(view.text[s:e] for s, e in spans)
    doers = [(p, t) for t in tellings for p in t.parties.actors]
    perpetrators = list(dict.fromkeys(_phrase(scene, p) for p, _ in doers))[:1]
    weapons = [(kind, m.group()) for kind, form in _WEAPONS if (m := re.search(rf"\b{form}\b", text))][:1]
    victims = list(dict.fromkeys(m.group() for m in _VICTIMS.finditer(text)))[:2]
    targets = list(dict.fromkeys(m.group() for m in _TARGETS.finditer(text)))[:1]
    effects = [*(["DEATH"] if _DEATH.search(text) else []), *(["INJURY"] if _INJURY.search(text) else [])]
    state = any(scene.tokens.low[p.end - 1] in _STATE for p, _ in doers[:1])
    return {
        "type": [tellings[0].kind],
        "stage": ["ACCOMPLISHED"],
        "date": _date(record, view, spans),
        "location": _location(record),
        "category": ["STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT"],
        "perpetrators": perpetrators,
        "weapons": [word for _, word in weapons],
        "weapon_types": [{"values": [kind], "ref": [word]} for kind, word in weapons],
        "targets": targets if _DAMAGE.search(text) or tellings[0].kind == "BOMBING" else [],
        "target_effects": [{"values": ["SOME DAMAGE"], "ref": targets}] if targets and _DAMAGE.search(text) else [],
        "victim_descriptions": victims,
        "victim_types": [{"values": ["CIVILIAN"], "ref": [v]} for v in victims],
        "effects": [{"values": [effects[0]], "ref": [v]} for v in victims] if effects else [],
    }


def _phrase(scene: Scene, party: Party) -> str:
    tokens = scene.tokens
    return " ".join(tokens.raw[party.start : party.end])


def _date(record: Record, view: View, spans: list[tuple[int, int]]) -> list[Record]:
    days = [d for d in dates.find(view) if d.earliest and d.latest and any(s <= d.start < e for s, e in spans)]
    body = [d for d in days if d.start > 80]
    if body:
        return [{"text": body[0].text, "from": body[0].earliest, "to": body[0].latest}]
    published = record.get("published")
    return [{"text": "", "from": None, "to": published}] if published else []


def _location(record: Record) -> list[Record]:
    place = record.get("place")
    found = common.known().gazetteer.find(place.split(",")[0].title()) if place else ()
    country = common.known().gazetteer.country(found[0].country) if found and found[0].country else None
    return [{"country": country.name.upper(), "places": []}] if country else []
