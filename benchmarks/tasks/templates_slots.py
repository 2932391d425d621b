"""Who and what fills the slots of an incident: phrases around the parties of its deeds, names, places and days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from benchmarks.tasks import common
from benchmarks.tasks.templates_deeds import Incident, Page, Telling, is_human
from benchmarks.tasks.templates_words import (
    DOERS,
    HUMANS,
    KILLED,
    MODIFIER_STOPS,
    NUMBERS,
    PARTICIPLES,
    TARGETS,
    WOUNDED,
)
from counterclaim.finding.accounts_parties import Party
from counterclaim.language.surface_words import DEMONYMS
from counterclaim.records import DateExpression, Mention, MentionType

_LONG = 40  # days; a longer stretch says nothing of when an incident was


_SPOKEN = re.compile(
    r"\b(?:said|reported|announced|stated|told|added|condemned|denied|disclosed|confirmed|demanded|issued|claimed)\b[^.]{0,12}\Z"
)


HEADER = 80  # characters of the line of place, day and agency


_ARMED = re.compile(
    r"(?i)guerrill|liberation|army|armed|cartel|command|squad|brigade|battalion|extradit|air force|police"
)
_PREPOSED = re.compile(r"(?:in front of|outside|at|against|near|on|in|inside|under|to|of|destroy\w*|damag\w+)\s+$")


@dataclass(frozen=True)
class Slot:
    """Somebody or something that an attack hit, or that did it: the phrase, how many, and what befell it."""

    phrase: str
    head: str
    low: int | None
    high: int | None
    person: str | None = None
    effect: str | None = None
    nation: str | None = None

    @property
    def refs(self) -> list[str]:
        """The strings by which other slots refer to it."""
        return [s for s in (self.person, self.phrase) if s]


def _slot(page: Page, party: Party, effect: str | None = None) -> Slot:
    """The phrase around a party: the words before its noun that belong to it, and how many it means."""
    low, at = page.tokens.low, party.start
    while at > 0 and _belongs(page, at - 1, at):
        at -= 1
    count = _count(low[at]) if at < party.end - 1 else None
    first = at + 1 if count is not None else at
    if count is None and at > 0:
        count = _count(low[at - 1])
    head = low[party.end - 1]
    nation = next((DEMONYMS[w] for w in (page.tokens.raw[i] for i in range(first, party.end)) if DEMONYMS.get(w)), None)
    if party.type is MentionType.PERSON:
        return _person(page, party, first, effect, nation)
    end = _owned(page, party) if head in TARGETS else party.end
    low_, high = (count, count) if count else (2, None) if _plural(head) else (1, 1)
    return Slot(page.spelled(first, end), head, low_, high, effect=effect, nation=_nation(nation))


def _owned(page: Page, party: Party) -> int:
    """The end of a phrase with the name behind "of": "the house of Judge Maren"."""
    low = page.tokens.low
    if party.end >= len(low) or low[party.end] != "of":
        return party.end
    near = (
        p
        for p in page.parties
        if party.end < p.start <= party.end + 5 and p.type in (MentionType.PERSON, MentionType.ORG)
    )
    name = next(near, None)
    plain = name is not None and all(word[0].isalnum() for word in low[party.end : name.start])
    return name.end if name is not None and plain else party.end


def _person(page: Page, party: Party, first: int, effect: str | None, nation: str | None) -> Slot:
    """A name, with the title or description before it or behind a comma."""
    low = page.tokens.low
    title = page.spelled(first, party.start) if first < party.start else ""
    heads = [w for w in low[first : party.start] if w in HUMANS]
    if not title and party.end + 2 < len(low) and low[party.end] == ",":
        stop = next(
            (i for i in range(party.end + 1, min(len(low), party.end + 9)) if not low[i][0].isalnum()), party.end
        )
        begin = party.end + (2 if low[party.end + 1] in ("the", "a", "an") else 1)
        inside = [i for i in range(begin, stop) if low[i] in HUMANS]
        if inside:
            title, heads = page.spelled(begin, inside[-1] + 1), [low[inside[-1]]]
    name = _fullest(page, party)
    while name.split(" ")[0].lower().strip(".") in HUMANS and " " in name:
        heads, name = [*heads, name.split(" ")[0].lower().strip(".")], name.split(" ", 1)[1]
        title = title or heads[-1].upper()
    return Slot(title, heads[-1] if heads else "", 1, 1, person=name, effect=effect, nation=_nation(nation))


def _fullest(page: Page, party: Party) -> str:
    """The longest name that the text has for a person."""
    forms = {
        " ".join(m.text.upper().split())
        for m in page.names
        if m.entity_id == party.key and m.type is MentionType.PERSON
    }
    return max(sorted(forms), key=len, default=page.spelled(party.start, party.end))


def _belongs(page: Page, i: int, following: int) -> bool:
    """True for a word that belongs to the phrase of the word after it."""
    gap = page.view.text[page.tokens.ends[i] : page.tokens.starts[following]]
    word = page.tokens.low[i]
    if gap.strip() or not word[0].isalnum():
        return False
    if i > 0 and page.tokens.low[i - 1] == "to":
        return False  # "to find the driver"
    return word not in MODIFIER_STOPS and not (word.endswith(("ed", "ing")) and word not in PARTICIPLES)


def _count(word: str) -> int | None:
    digits = word.replace(",", "")
    return int(digits) if digits.isdigit() and len(digits) < 6 else NUMBERS.get(word)


def _plural(head: str) -> bool:
    return head.endswith("s") or head in (
        "people",
        "policemen",
        "men",
        "women",
        "children",
        "police",
        "troops",
        "gunmen",
    )


def _nation(iso: str | None) -> str | None:
    country = common.known().gazetteer.country(iso) if iso else None
    return country.name.upper() if country else None


def all_hit(page: Page, incident: Incident) -> list[Slot]:
    """The people that the incident hit."""
    found: dict[str, Slot] = {}
    for telling in incident.tellings:
        for party in telling.parties.recipients:
            if is_human(page.tokens.low, party) and not _apposed(page, party):
                slot = _slot(page, party, _effect(telling))
                known = found.get(slot.refs[0])
                if known is None or (known.effect is None and slot.effect):
                    found[slot.refs[0]] = slot
    return _merged(list(found.values()))


def _apposed(page: Page, party: Party) -> bool:
    """True for what only says who a person named before a comma is: "Maren, a member of the Front"."""
    low, at = page.tokens.low, party.start
    while at > 0 and _belongs(page, at - 1, at):
        at -= 1
    ends = {p.end for p in page.parties if p.type is MentionType.PERSON}
    return party.type is None and at > 2 and low[at - 1] in ("a", "an", "the") and low[at - 2] == "," and at - 2 in ends


def _merged(slots: list[Slot]) -> list[Slot]:
    """One slot for each name: a surname goes with its full name."""
    full = [s for s in slots if s.person and " " in s.person]
    return [
        s for s in slots
        if not (s.person and " " not in s.person and any(s.person in f.person.split() for f in full if f.person))
    ]  # fmt: skip


def _effect(telling: Telling) -> str | None:
    own = telling.told.hit.pattern.text
    return "DEATH" if KILLED.search(own) else "INJURY" if WOUNDED.search(own) else None


def all_struck(page: Page, incident: Incident) -> list[Slot]:
    """The things that the incident hit: objects of its deeds, and what an explosion stood before."""
    found: dict[str, Slot] = {}
    low, text = page.tokens.low, page.view.text
    objects = {p for t in incident.tellings for p in t.parties.recipients}
    for start, end in incident.spans:
        inside = page.tokens.within(start, end)
        for party in page.parties:
            if not inside.start <= party.start < inside.stop or low[party.end - 1] not in TARGETS:
                continue
            slot = _slot(page, party)
            at = page.tokens.starts[party.start] - len(slot.phrase)
            before = text[max(start, at - 30) : page.tokens.starts[party.start]]
            beside = incident.kind in ("BOMBING", "ARSON") and _PREPOSED.search(_lead(before))
            if party in objects or beside:
                found.setdefault(slot.phrase, slot)
    return list(found.values())


def _lead(before: str) -> str:
    """The words up to the preposition that governs a phrase."""
    match = re.search(
        r".*\b(?:front of|outside|at|against|near|on|in|inside|under|to|of|destroy\w*|damag\w+) ", before, re.DOTALL
    )
    return match.group() if match else ""


def all_doers(page: Page, incident: Incident) -> list[Slot]:
    found: dict[str, Slot] = {}
    for telling in incident.tellings:
        for party in telling.parties.actors:
            named = party.type is MentionType.PERSON and not telling.told.noun
            if named or page.tokens.low[party.end - 1] in DOERS:
                slot = _slot(page, party)
                found.setdefault(slot.refs[0], slot)
    return list(found.values())


def all_bodies(page: Page, incident: Incident) -> list[tuple[str, tuple[int, int]]]:
    """Armed groups and forces named as doers, else the one that the sentences name; with the sentence."""
    found: dict[str, tuple[int, int]] = {}
    for telling in incident.tellings:
        for party in telling.parties.actors:
            for m in _names_at(page, party):
                found.setdefault(_body(m), (telling.start, telling.end))
    if not found:
        for start, end in incident.spans:
            for m in page.names:
                if m.type is MentionType.ORG and start <= m.start < end and _armed(m):
                    found.setdefault(_body(m), (start, end))
    return list(found.items())


def _names_at(page: Page, party: Party) -> Iterable[Mention]:
    """The bodies inside a party or right after it: "members of the Tide Front"."""
    first, last = page.tokens.starts[party.start], page.tokens.ends[party.end - 1] + 12
    return [m for m in page.names if m.type is MentionType.ORG and first <= m.start <= last]


def _body(mention: Mention) -> str:
    return " ".join(mention.text.upper().split())


def _armed(mention: Mention) -> bool:
    """Whether a body bears arms, by the catalogue or by its name."""
    actor = common.known().catalogue.get(mention.entity_id)
    if actor is not None:
        return actor.kind in ("armed-group", "front", "army", "army-branch", "police")
    return _ARMED.search(mention.text) is not None


def all_places(page: Page, incident: Incident) -> list[tuple[str, str, str]]:
    """Name, kind and country of the places in the sentences that tell the incident, in order."""
    found: list[tuple[str, str, str]] = []
    for start, end in incident.spans:
        for m in page.names:
            if m.type is MentionType.PLACE and start <= m.start < end and m.start > 40:
                place = common.known().gazetteer.get(m.entity_id)
                if place is not None and place.country:
                    found.append((" ".join(m.text.upper().split()), place.kind, place.country))
    return found


def _exact(day: DateExpression) -> bool:
    """A day or a few, that stand somewhere on the calendar."""
    if not (day.earliest and day.latest):
        return False
    return (date.fromisoformat(day.latest) - date.fromisoformat(day.earliest)).days <= _LONG


def all_days(page: Page, incident: Incident) -> list[DateExpression]:
    """Days in the sentences that tell the incident, the nearest to its words first; not those on which somebody spoke."""
    found: list[tuple[int, int, DateExpression]] = []
    for telling in incident.tellings:
        at = page.tokens.starts[telling.told.head]
        for day in page.days:
            said = _SPOKEN.search(page.view.text, max(0, day.start - 40), day.start)
            if _exact(day) and telling.start <= day.start < telling.end and day.start > HEADER and not said:
                found.append((telling.number, abs(day.start - at), day))
    return [day for _, _, day in sorted(found, key=lambda row: row[:2])]
