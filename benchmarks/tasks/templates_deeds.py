"""The deeds that a text of the task ``templates`` tells, with their parties, and the attacks that they make up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.tasks import common
from benchmarks.tasks.templates_words import (
    BOMBED,
    BURNED,
    DOERS,
    HUMANS,
    KIDNAPPED,
    KILLED,
    MODIFIER_STOPS,
    ROBBED,
    TARGETS,
    WOUNDED,
)  # fmt: skip
from counterclaim.finding import accounts_hits, accounts_parties, dates, mentions
from counterclaim.finding.accounts_hits import Told
from counterclaim.finding.accounts_parties import Parties, Party, Sentence, parties_in
from counterclaim.finding.clauses import Voice
from counterclaim.finding.mentions import Named
from counterclaim.finding.view import View
from counterclaim.knowledge import casing
from counterclaim.records import DateExpression, EventType, How, Mention, MentionType, Status
from counterclaim.text import Words, repair, words

Record = dict[str, Any]
_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
_CLAUSE = frozenset(
    {"that", "who", "which", "when", "while", "where", "whom", ";", "said", "--", "because", "after", "before"}
)
_REACH = 9  # words between a deed's noun, or a member of a list, and the next party


_PLAIN = frozenset({"attack", "murder", "killing", "assault", "raid"})


@dataclass(frozen=True)
class Page:
    """One text with what the product finds in it."""

    view: View
    tokens: Words
    named: Named
    names: tuple[Mention, ...]
    parties: tuple[Party, ...]
    days: tuple[DateExpression, ...]

    def spelled(self, first: int, end: int) -> str:
        """The words of the tokens, in capitals."""
        text = self.view.text[self.tokens.starts[first] : self.tokens.ends[end - 1]]
        return " ".join(text.upper().split())


@dataclass(frozen=True)
class Telling:
    """One deed that one sentence tells. ``number`` counts the sentences of the text."""

    told: Told
    parties: Parties
    start: int
    end: int
    kind: str
    number: int


@dataclass
class Incident:
    """All tellings of one kind of attack, and the sentences that tell them."""

    kind: str
    tellings: list[Telling] = field(default_factory=list)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The sentences, in order, each once."""
        return list(dict.fromkeys((t.start, t.end) for t in self.tellings))


def read_page(record: Record) -> Page:
    text = casing.ordinary(repair(record["text"]).text, common.known().catalogue)
    view = View(common.whole_article({**record, "text": text}), text, None, (), common.backend().read([text])[0])
    named = mentions.find(view, common.known())
    names = tuple(m for m in named.mentions if m.how in _NAMING)
    tokens, plover = words(text), common.known().plover
    nouns = plover.party_nouns | HUMANS.keys() | TARGETS.keys() | DOERS
    parties = _whole(parties_in(names, tokens, nouns, plover.state_nouns))
    return Page(view, tokens, named, names, parties, dates.find(view))


def _whole(parties: Sequence[Party]) -> tuple[Party, ...]:
    """A plain noun right before another or before a person is no party of its own ("union members", "General Maren")."""
    starts = {p.start for p in parties if p.type in (None, MentionType.PERSON)}
    return tuple(p for p in parties if p.key is not None or p.type is not None or p.end not in starts)


def tellings_of(page: Page) -> list[Telling]:
    found: list[Telling] = []
    low = page.tokens.low
    for number, (start, end) in enumerate(page.view.sentences):
        inside = page.tokens.within(start, end)
        tolds = accounts_hits.told_in(common.known().plover, low, inside.start, inside.stop)
        near = tuple(p for p in page.parties if inside.start <= p.start and p.end <= inside.stop)
        sentence = Sentence.of(low, inside, near, tolds)
        before = Parties()
        for told in tolds:
            parties = _settled(sentence, told, accounts_parties.assign(sentence, told, before))
            before = before if told.noun else parties
            if told.entry.type is EventType.ASSAULT and _counts(told):
                kind = _kind(" ".join(low[inside.start : inside.stop]), told)
                found.append(Telling(told, parties, start, end, kind, number))
    return found


def _settled(sentence: Sentence, told: Told, parties: Parties) -> Parties:
    """The parties of a deed, with all whom a list joins to those hit."""
    hit, doers = _hit_of(sentence, told, parties)
    for party in sentence.parties:
        joined = hit and party.start > hit[-1].start and party not in doers
        if joined and _listed(sentence.low, hit[-1].end, party.start):
            hit.append(party)
    if hit and ":" in sentence.low[hit[-1].end : hit[-1].end + _REACH]:
        hit += [p for p in sentence.parties if p.start > hit[-1].end and p.type is MentionType.PERSON]
    return Parties(tuple(doers), tuple(dict.fromkeys(hit)))


def _hit_of(sentence: Sentence, told: Told, parties: Parties) -> tuple[list[Party], list[Party]]:
    """Whom a deed hits, and who does it: of a murder those behind "of", of a passive verb its whole subject."""
    own = told.hit.pattern.text
    hit, doers = list(parties.recipients), list(parties.actors)
    harmed = KILLED.search(own) or WOUNDED.search(own) or KIDNAPPED.search(own)
    if told.noun:
        behind = (p for p in sentence.parties if p.start > told.head and sentence.governor(p) == "of")
        first = next((p for p in behind if p.start - told.head < _REACH), None) if harmed else None
        return ([first] if first and not hit else hit), [p for p in doers if p is not first]
    suffered = told.group.voice is Voice.PASSIVE or told.entry.subject == "recipient"
    if harmed and not suffered and not hit and sentence.low[told.group.start - 1] == ",":
        return doers, []  # "Maren and Orrin, kidnapped a week ago"
    if harmed and suffered:
        hit = _subjects(sentence, told, doers) or hit
    return hit or _nearest(sentence, told, doers), doers


def _subjects(sentence: Sentence, told: Told, doers: Sequence[Party]) -> list[Party]:
    """All people of the subject of a passive verb: "Maren, 45, and Orrin, a member of the Front, were abducted"."""
    low, at = sentence.low, told.group.start
    begin = max((i + 1 for i in range(sentence.start, at) if low[i] in _CLAUSE), default=sentence.start)
    begin = max([begin, *(head + 1 for head in sentence.heads if head < at)])
    people = [p for p in sentence.between(begin, at) if p not in doers and is_human(low, p)]
    return [p for p in people if sentence.governor(p) in (None, "about", "over", "around", "to")]


def is_human(low: Sequence[str], party: Party) -> bool:
    return party.type is MentionType.PERSON or (party.type is None and low[party.end - 1] in HUMANS)


def _nearest(sentence: Sentence, told: Told, doers: Sequence[Party]) -> list[Party]:
    """Before a passive verb the nearest party, after another the next one, where the rules for clauses see none."""
    if told.group.voice is Voice.PASSIVE:
        before = [p for p in sentence.parties if p.end <= told.group.start and told.group.start - p.end < _REACH]
        return [p for p in before if p not in doers][-1:]
    after = [p for p in sentence.parties if told.head < p.start <= told.head + _REACH]
    return [p for p in after if p not in doers][:1] if KILLED.search(told.hit.pattern.text) else []


def _listed(low: Sequence[str], end: int, start: int) -> bool:
    """True where only "and" or a comma, and the words of a phrase, stand between two parties of a list."""
    between = list(low[end:start])
    joined = bool(between) and between[0] in ("and", ",") and len(between) < _REACH
    rest = set(between[1:]) - {"and", "the", "a", "an", "his", "her", "two", "three", "four", "five", "six", "one"}
    return joined and not any(word in MODIFIER_STOPS or not word[0].isalnum() for word in rest)


def _counts(told: Told) -> bool:
    """Words of war in general ("violence", "war", "fighting") make no incident."""
    if told.group.status in (Status.PLANNED, Status.HYPOTHETICAL) or told.group.negated:
        return False
    return not (told.noun and told.entry.weak and told.hit.pattern.text not in _PLAIN)


def _kind(sentence: str, told: Told) -> str:
    """By the deed's own word, else by the other words of its sentence."""
    own = told.hit.pattern.text
    for kind, form in (("KIDNAPPING", KIDNAPPED), ("ARSON", BURNED), ("BOMBING", BOMBED), ("ROBBERY", ROBBED)):
        if form.search(own):
            return kind
    return "BOMBING" if BOMBED.search(sentence) else "ATTACK"


def incidents_of(tellings: Sequence[Telling]) -> list[Incident]:
    """Tellings by kind. "This attack" goes with what was told before; a killing of those who were kidnapped is no other deed."""
    found: dict[str, Incident] = {}
    before: str | None = None
    for telling in tellings:
        bare = telling.kind == "ATTACK" and telling.told.noun and not telling.parties.recipients
        kind = before if bare and before else telling.kind
        found.setdefault(kind, Incident(kind)).tellings.append(telling)
        before = kind
    attack, kidnapping = found.get("ATTACK"), found.get("KIDNAPPING")
    if attack and kidnapping and _people_hit(attack) & _people_hit(kidnapping):
        kidnapping.tellings += attack.tellings
        del found["ATTACK"]
    return list(found.values())


def _people_hit(incident: Incident) -> set[str]:
    hit = (p for t in incident.tellings for p in t.parties.recipients)
    return {p.key for p in hit if p.key and p.type is MentionType.PERSON}
