"""Event triggers and arguments after the KAIROS types, as far as the lexicon's types and modes map to them."""

from __future__ import annotations

from typing import Any

from benchmarks.tasks import plover_sentences as sentences
from benchmarks.tasks.plover_sentences import Event
from counterclaim.records import EventType

_MODES = {
    "explosives": ("Conflict.Attack.DetonateExplode", "Attacker", "Target"),
    "suicide-attack": ("Conflict.Attack.DetonateExplode", "Attacker", "Target"),
    "arrest": ("Justice.ArrestJailDetain.Unspecified", "Jailer", "Detainee"),
    "release": ("Justice.ReleaseParole.Unspecified", "JudgeCourt", "Defendant"),
    "demo": ("Conflict.Demonstrate.Unspecified", "Demonstrator", "Target"),
    "investigate": ("Justice.InvestigateCrime.Unspecified", "Investigator", "Defendant"),
}
_TYPES = {
    EventType.ASSAULT: ("Conflict.Attack.Unspecified", "Attacker", "Target"),
    EventType.CONSULT: ("Contact.Contact.Unspecified", "Participant", "Participant"),
    EventType.THREATEN: ("Contact.ThreatenCoerce.Unspecified", "Communicator", "Recipient"),
}
_DEATH = (
    "kill",
    "die",
    "death",
    "claim .. lives|life",
    "death toll",
    "fatality",
    "perish",
    "murder",
    "killing",
    "slay",
)
_HURT = ("wound", "injure", "injury", "hurt", "maim")


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """Triggers with types and arguments."""
    text = record["text"]
    events = []
    for event in sentences.read(text):
        kind = _kind(event)
        if kind is None:
            continue
        name, doer, target = kind
        start, end = event.head
        first = text[start:end].split()[0] if event.told.hit.pattern.verb else text[start:end].split()[-1]
        at = text.index(first, start)
        sides = [*((doer, s) for s in event.actors), *((target, s) for s in event.recipients)]
        arguments = [{"role": role, "start": s, "end": e, "text": text[s:e]} for role, (s, e) in sides]
        events.append({"type": name, "trigger": [at, at + len(first)], "arguments": arguments})
    return {"id": record["id"], "events": events}


def _kind(event: Event) -> tuple[str, str, str] | None:
    entry, words = event.told.entry, event.told.hit.pattern.text
    if words in _DEATH:
        return "Life.Die.Unspecified", "Killer", "Victim"
    if words in _HURT:
        return "Life.Injure.Unspecified", "Injurer", "Victim"
    return _MODES.get(entry.mode or "") or _TYPES.get(entry.type)
