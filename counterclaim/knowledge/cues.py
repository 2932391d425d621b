"""Words by which a text attributes: verbs with what may follow them, nouns, phrases, and who can speak.

The table is ``data/cues.toml``; its head explains the frames. Forms of regular verbs are made here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.knowledge import files
from counterclaim.records import Stance

FILE = "cues.toml"
FRAMES = ("clause", "quote", "tell", "to", "ask", "of", "as", "object", "paper")


@dataclass(frozen=True, slots=True)
class Cue:
    """One verb: the frames it takes with the stance of each, and the words of its ``particle``."""

    lemma: str
    particle: tuple[str, ...]
    stances: Mapping[str, Stance]

    def takes(self, frame: str) -> bool:
        """True when the frame may follow."""
        return frame in self.stances


@dataclass(frozen=True, slots=True)
class Form:
    """An inflected form: which verbs it can be, and whether it can be a past participle or ends in -ing."""

    cues: tuple[Cue, ...]
    base: bool
    third: bool
    past: bool
    participle: bool
    gerund: bool


@dataclass(frozen=True)
class Cues:
    """The lexicon. ``forms`` by lower-case form, longest particle first; nouns in the singular."""

    forms: Mapping[str, Form]
    nouns: Mapping[str, Stance]
    of_phrases: tuple[tuple[str, ...], ...]
    hearsay: frozenset[str]
    hearsay_adjectives: frozenset[str]
    persons: frozenset[str]
    bodies: frozenset[str]
    papers: frozenset[str]
    digest: str = field(default="")

    @classmethod
    def load(cls) -> Cues:
        """The shipped lexicon. Raises SettingsError for an entry that cannot be used."""
        return parse(files.data_toml(FILE), files.digest(FILE))

    def speaks(self, head: str) -> str | None:
        """``person``, ``body`` or ``paper`` for a noun (either number) that can head a speaker, else None."""
        for word in (head, singular(head)):
            if word in self.persons:
                return "person"
            if word in self.bodies:
                return "body"
            if word in self.papers:
                return "paper"
        return None

    def noun(self, word: str) -> Stance | None:
        """The stance of a noun that holds a content ("claims"), or None."""
        return self.nouns.get(word) or self.nouns.get(singular(word))


def parse(given: Mapping[str, Any], digest: str) -> Cues:
    """The lexicon from its TOML form."""
    stances: dict[str, dict[str, Stance]] = {}
    nouns: dict[str, Stance] = {}
    try:
        for entry in given.get("verb", []):
            unknown = set(entry["frames"]) - set(FRAMES)
            if unknown:
                raise SettingsError(
                    f"{FILE}: unknown frames {', '.join(sorted(unknown))}; there are {', '.join(FRAMES)}"
                )
            for words in entry["words"]:
                frames = stances.setdefault(words, {})
                for frame in entry["frames"]:
                    frames.setdefault(frame, Stance(entry["stance"]))
        for entry in given.get("noun", []):
            nouns |= dict.fromkeys(entry["words"], Stance(entry["stance"]))
        phrases, speakers = given.get("phrases", {}), given.get("speakers", {})
        return Cues(
            forms=_forms(stances, given.get("forms", {})),
            nouns=nouns,
            of_phrases=tuple(tuple(phrase.split()) for phrase in phrases.get("of", ())),
            hearsay=frozenset(phrases.get("hearsay", ())),
            hearsay_adjectives=frozenset(phrases.get("hearsay_adjectives", ())),
            persons=frozenset(speakers.get("person", ())),
            bodies=frozenset(speakers.get("body", ())),
            papers=frozenset(speakers.get("paper", ())),
            digest=digest,
        )
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise SettingsError(f"{FILE}: {error}") from error


def _forms(stances: Mapping[str, Mapping[str, Stance]], irregular: Mapping[str, list[str]]) -> dict[str, Form]:
    cues: dict[str, list[Cue]] = {}
    roles: dict[str, set[str]] = {}
    for words, frames in stances.items():
        lemma, *particle = words.split()
        third, past, participle, gerund = irregular.get(lemma) or regular(lemma)
        entry = Cue(lemma, tuple(particle), frames)
        spelled = {lemma: "base", third: "third", gerund: "gerund"}
        doubled = [(past, "past"), (participle, "participle")]
        if lemma not in irregular or past.endswith("ed"):
            doubled += [(past, "participle"), (participle, "past")]
        for form, role in [*spelled.items(), *doubled]:
            roles.setdefault(form, set()).add(role)
            if entry not in cues.setdefault(form, []):
                cues[form].append(entry)
    order = {
        form: tuple(sorted(found, key=lambda c: (-len(c.particle), c.lemma, c.particle)))
        for form, found in cues.items()
    }
    return {
        form: Form(found, *(role in roles[form] for role in ("base", "third", "past", "participle", "gerund")))
        for form, found in sorted(order.items())
    }


def regular(lemma: str) -> tuple[str, str, str, str]:
    """Third person, past, participle and -ing of a regular verb.

    >>> regular("deny")
    ('denies', 'denied', 'denied', 'denying')
    """
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"
    third = lemma + ("es" if re.search(r"(s|sh|ch|x|z|o)$", lemma) else "s")
    if lemma.endswith("e"):
        stem = lemma if lemma.endswith(("ee", "oe", "ye")) else lemma[:-1]
        return third, lemma + "d", lemma + "d", stem + "ing"
    return third, lemma + "ed", lemma + "ed", lemma + "ing"


def singular(noun: str) -> str:
    """A plain singular of an English noun in lower case.

    >>> [singular(word) for word in ("officials", "ministries", "witnesses", "men", "press")]
    ['official', 'ministry', 'witness', 'man', 'press']
    """
    if noun in _SINGULARS:
        return _SINGULARS[noun]
    for ending, instead in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("xes", "x"),
        ("men", "man"),
    ):
        if noun.endswith(ending) and len(noun) > len(ending) + 1:
            return noun[: -len(ending)] + instead
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3 else noun


_SINGULARS = {
    "men": "man", "women": "woman", "people": "people", "media": "media", "news": "news", "data": "data",
    "police": "police", "series": "series", "allies": "ally",
    "press": "press", "forces": "force", "spokespeople": "spokesperson", "children": "child",
}  # fmt: skip
