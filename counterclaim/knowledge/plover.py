"""What was said and done: words that tell an event of one of PLOVER's sixteen types, with its mode.

The table is ``data/plover.toml``; its head explains the patterns. Types and modes follow the PLOVER codebook (Open Event Data
Alliance, 2021-23) and the modes that the POLECAT data set uses; ``docs/coding.md`` gives our reading of them. Forms of verbs are
made here by rule from the plain form and a table of irregular ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.knowledge import files
from counterclaim.records import EventType, Status

FILE = "plover.toml"
GAP = 6
ROLES = ("actor", "recipient", "both", "none")
MODES: Mapping[EventType, frozenset[str]] = {
    EventType.AGREE: frozenset(),
    EventType.CONSULT: frozenset({"visit", "third-party", "multilateral", "phone"}),
    EventType.SUPPORT: frozenset(),
    EventType.CONCEDE: frozenset(),
    EventType.COOPERATE: frozenset(),
    EventType.AID: frozenset({"economic", "military", "humanitarian", "asylum"}),
    EventType.RETREAT: frozenset({"withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"}),
    EventType.REQUEST: frozenset({"assist", "change", "yield", "meet"}),
    EventType.ACCUSE: frozenset({"disapprove", "investigate", "allege"}),
    EventType.REJECT: frozenset({"assist", "change", "yield", "meet"}),
    EventType.THREATEN: frozenset({"restrict", "ban", "arrest", "relations", "expel", "territory", "violence"}),
    EventType.PROTEST: frozenset({"demo", "riot", "strike", "hunger", "boycott", "obstruct"}),
    EventType.SANCTION: frozenset({"convict", "cancel", "expel", "withdraw", "sever"}),
    EventType.MOBILIZE: frozenset({"troops", "weapons", "police", "militia"}),
    EventType.COERCE: frozenset(
        {
            "seize", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
            "misinformation", "cyber",
        }
    ),
    EventType.ASSAULT: frozenset(
        {
            "abduct", "beat", "torture", "execute", "sexual", "assassinate", "destroy", "primitive", "firearms",
            "explosives", "suicide-attack", "heavy-weapons", "aerial", "drone", "crowd-control", "unconventional",
        }
    ),
}  # fmt: skip
CAMEO_ROOTS: Mapping[EventType, str] = {
    EventType.AGREE: "03", EventType.CONSULT: "04", EventType.SUPPORT: "05", EventType.COOPERATE: "06",
    EventType.AID: "07", EventType.CONCEDE: "08", EventType.RETREAT: "08", EventType.REQUEST: "10",
    EventType.ACCUSE: "11", EventType.REJECT: "12", EventType.THREATEN: "13", EventType.PROTEST: "14",
    EventType.MOBILIZE: "15", EventType.SANCTION: "16", EventType.COERCE: "17", EventType.ASSAULT: "19",
}  # fmt: skip
VERBAL_COOPERATION = frozenset({EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE})
MATERIAL_COOPERATION = frozenset({EventType.COOPERATE, EventType.AID, EventType.RETREAT})
VERBAL_CONFLICT = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN})
MATERIAL_CONFLICT = frozenset(
    {EventType.PROTEST, EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT}
)
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
# "told X that Y appeared to": this "to" is not the pattern's.
_SEEMING = frozenset(
    {"appeared", "seemed", "had", "has", "have", "going", "likely", "able", "according", "due", "began"}
)
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One block of the table: what its words mean and who is who around them."""

    type: EventType
    mode: str | None
    subject: str = "actor"
    object: str = "recipient"
    of: str = "recipient"
    result: bool = False
    weak: bool = False
    intent: bool = False
    cameo: str | None = None

    @property
    def code(self) -> str:
        """The CAMEO code: the entry's own, else the type's root."""
        return self.cameo or CAMEO_ROOTS[self.type]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that tell an event. ``words[k]`` may be any of the set; ``gaps[k]`` allows words before it."""

    entry: Entry
    order: int
    text: str
    verb: bool
    words: tuple[frozenset[str], ...]
    gaps: tuple[bool, ...]

    @property
    def rule(self) -> str:
        """How the pattern is named in an account's ``rule``."""
        mode = f"/{self.entry.mode}" if self.entry.mode else ""
        first, *rest = self.text.split()
        return f"{self.entry.type}{mode}: {' '.join([first, *(word.split('|')[0] + '…' * ('|' in word) for word in rest)])}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: ``at`` are the tokens of its words, the first is its head; ``forms`` what form a verb has.

    ``turned`` says that the object was found before the verb ("sanctions were imposed").
    """

    pattern: Pattern
    at: tuple[int, ...]
    forms: frozenset[str]
    turned: bool = False

    @property
    def head(self) -> int:
        """The token of the verb, or the last word of a noun."""
        return self.at[0] if self.pattern.verb else self.at[-1]

    @property
    def first(self) -> int:
        """The first token."""
        return min(self.at)

    @property
    def last(self) -> int:
        """The last token."""
        return max(self.at)


@dataclass(frozen=True)
class Plover:
    """The lexicon. ``verbs`` by lower-case form of the first word, ``nouns`` by first word; both longest first."""

    verbs: Mapping[str, tuple[Pattern, ...]]
    nouns: Mapping[str, tuple[Pattern, ...]]
    forms: Mapping[str, frozenset[str]]
    nounlike: frozenset[str]
    party_nouns: frozenset[str]
    state_nouns: frozenset[str]
    compounds: frozenset[str]
    digest: str = field(default="")

    @classmethod
    def load(cls) -> Plover:
        """The shipped lexicon. Raises SettingsError for an entry that cannot be used."""
        return parse(files.data_toml(FILE), files.digest(FILE))

    def scan(self, low: Sequence[str], start: int, stop: int) -> Iterator[Hit]:
        """Every pattern found in the tokens ``low[start:stop]``, overlapping ones too, in token order."""
        for i in range(start, stop):
            word = low[i]
            for pattern in self.verbs.get(word, ()):
                at = _match(pattern, low, i, stop)
                if at:
                    yield Hit(pattern, at, self.forms[word])
                elif "participle" in self.forms[word] and (at := _turned(pattern, low, i, start)):
                    yield Hit(pattern, at, self.forms[word], turned=True)
            for pattern in self.nouns.get(word, ()):
                at = _match(pattern, low, i, stop)
                if at:
                    yield Hit(pattern, at, frozenset())


def _match(pattern: Pattern, low: Sequence[str], i: int, stop: int) -> tuple[int, ...]:
    """The tokens of the pattern's words when it starts at token i, else nothing."""
    at = [i]
    for k in range(1, len(pattern.words)):
        wanted = pattern.words[k]
        first = at[-1] + 1
        reach = min(stop, first + (GAP + 1 if pattern.gaps[k] else 1))
        for j in range(first, reach):
            if low[j] in wanted and not (low[j] == "to" and k and low[j - 1] in _SEEMING):
                at.append(j)
                break
            if low[j] in ".;:":
                return ()
        else:
            return ()
    if low[at[-1]] == "on" and at[-1] + 1 < stop and low[at[-1] + 1] in _DAYS:
        return ()  # "agreed on Monday": a day, and nothing that was agreed on
    return tuple(at)


def _turned(pattern: Pattern, low: Sequence[str], i: int, start: int) -> tuple[int, ...]:
    """The same for "OBJECT was VERBed", where the pattern is a verb, a gap and an object."""
    if len(pattern.words) != 2 or not pattern.gaps[1]:
        return ()
    passive = False
    for j in range(i - 1, max(start, i - GAP - 2) - 1, -1):
        if low[j] in _BE:
            passive = True
        elif passive and low[j] in pattern.words[1]:
            return (i, j)
        elif low[j] in ".;:":
            return ()
    return ()


def by_intent(type_: EventType, status: Status, negated: bool) -> EventType:
    """PLOVER's type for what is only announced: cooperation to come is AGREE, its refusal REJECT, conflict to come THREATEN.

    The ledger keeps the type of the announced event and the status ``planned``; exports in PLOVER's own terms use this.
    """
    if status is not Status.PLANNED:
        return type_
    if type_ in MATERIAL_COOPERATION or type_ in VERBAL_COOPERATION:
        return EventType.REJECT if negated else EventType.AGREE
    return EventType.THREATEN if type_ in MATERIAL_CONFLICT and not negated else type_


def parse(given: Mapping[str, Any], digest: str) -> Plover:
    """The lexicon from its TOML form."""
    spelling = given.get("spelling", {})
    irregular = given.get("forms", {})
    doubled = frozenset(spelling.get("doubled", ()))
    verbs: dict[str, list[Pattern]] = {}
    nouns: dict[str, list[Pattern]] = {}
    forms: dict[str, set[str]] = {}
    order = 0
    for number, entry_given in enumerate(given.get("entry", []), start=1):
        entry = _entry(entry_given, number)
        for kind in ("verbs", "nouns"):
            for text in entry_given.get(kind, ()):
                order += 1
                pattern = _pattern(entry, order, text, kind == "verbs")
                if kind == "nouns":
                    for word in sorted(pattern.words[0]):
                        nouns.setdefault(word, []).append(pattern)
                    continue
                for form, roles in inflect(text.split()[0], irregular, doubled).items():
                    verbs.setdefault(form, []).append(pattern)
                    forms.setdefault(form, set()).update(roles)
    nounlike = {
        form
        for lemma in spelling.get("nounlike", ())
        for form, roles in inflect(lemma, irregular, doubled).items()
        if roles & {"base", "third"}
    }
    return Plover(
        _longest_first(verbs),
        _longest_first(nouns),
        {form: frozenset(roles) for form, roles in sorted(forms.items())},
        frozenset(nounlike),
        _both_numbers(given, "parties", "nouns"),
        _both_numbers(given, "parties", "state"),
        _both_numbers(given, "compounds", "nouns"),
        digest,
    )


def _both_numbers(given: Mapping[str, Any], table: str, key: str) -> frozenset[str]:
    nouns = given.get(table, {}).get(key, ())
    return frozenset(form for noun in nouns for form in (noun, plural(noun)))


def _longest_first(table: Mapping[str, list[Pattern]]) -> dict[str, tuple[Pattern, ...]]:
    return {
        word: tuple(sorted(patterns, key=lambda p: (-len(p.words), p.order)))
        for word, patterns in sorted(table.items())
    }


def _entry(given: Mapping[str, Any], number: int) -> Entry:
    try:
        entry = Entry(
            type=EventType(given["type"]),
            mode=given.get("mode"),
            **{k: given[k] for k in ("subject", "object", "of", "result", "weak", "intent", "cameo") if k in given},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"{FILE}: entry {number} wants one of PLOVER's types: {error}") from error
    if entry.mode is not None and entry.mode not in MODES[entry.type]:
        known = ", ".join(sorted(MODES[entry.type])) or "none"
        raise SettingsError(f"{FILE}: entry {number}: {entry.type} has no mode {entry.mode!r}; it has {known}")
    for part in (entry.subject, entry.object, entry.of):
        if part not in ROLES:
            raise SettingsError(f"{FILE}: entry {number}: {part!r} is none of {', '.join(ROLES)}")
    return entry


def _pattern(entry: Entry, order: int, text: str, verb: bool) -> Pattern:
    words: list[frozenset[str]] = []
    gaps: list[bool] = []
    gap = False
    for token in text.split():
        if token == "..":
            gap = True
            continue
        words.append(frozenset(token.split("|")))
        gaps.append(gap)
        gap = False
    if not words or gap:
        raise SettingsError(f"{FILE}: {text!r} wants a word at its start and at its end")
    if not verb:
        words[-1] = frozenset(form for word in words[-1] for form in (word, plural(word)))
    return Pattern(entry, order, text, verb, tuple(words), tuple(gaps))


def inflect(
    lemma: str, irregular: Mapping[str, Sequence[str]], doubled: frozenset[str] = frozenset()
) -> dict[str, frozenset[str]]:
    """The forms of a verb and what each can be: base, third, past, participle, gerund.

    >>> sorted(inflect("ban", {}, frozenset({"ban"})))
    ['ban', 'banned', 'banning', 'bans']
    """
    if lemma in irregular:
        third, past, participle, gerund = irregular[lemma]
        if lemma == "be":
            extra = {"are": "third", "were": "past", "am": "third"}
        else:
            extra = {past: "participle"} if past.endswith("ed") else {}
    else:
        third, past, gerund = _regular(lemma, lemma in doubled)
        participle, extra = past, {}
    found: dict[str, set[str]] = {}
    for form, role in (
        (lemma, "base"), (third, "third"), (past, "past"), (participle, "participle"), (gerund, "gerund"),
        *extra.items(),
    ):  # fmt: skip
        found.setdefault(form, set()).add(role)
    return {form: frozenset(roles) for form, roles in found.items()}


def _regular(lemma: str, double: bool) -> tuple[str, str, str]:
    if double:
        stem = lemma + lemma[-1]
        return lemma + "s", stem + "ed", stem + "ing"
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    third = lemma + ("es" if re.search(r"(s|sh|ch|x|z|o)$", lemma) else "s")
    if lemma.endswith("e"):
        return third, lemma + "d", (lemma if lemma.endswith(("ee", "oe", "ye")) else lemma[:-1]) + "ing"
    return third, lemma + "ed", lemma + "ing"


def plural(noun: str) -> str:
    """The plural of a noun by rule.

    >>> [plural(word) for word in ("raid", "clash", "casualty", "delivery")]
    ['raids', 'clashes', 'casualties', 'deliveries']
    """
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(s|sh|ch|x|z)$", noun) else "s")
