"""Loaded terms: designations by which an outlet characterises whom or what another outlet would call otherwise.

The table is ``data/loaded.toml``: one yardstick for all sides. Each term has a *kind* (label, state, source, act, territory,
death, praise, scorn, deed) and may have the entity it always means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.knowledge import files

FILE = "loaded.toml"
# "jihadi groups", "Takfiri elements": the noun belongs to the designation.
_BODY = (
    r"(?:\s+(?:groups?|factions?|fighters?|forces?|organi[sz]ations?|movements?|elements?|cells?|gangs?|militias?))?"
)
# No noun: an adjective before one of these judges nothing that could be shown.
_SMALL = r"(?:and|or|but|the|an?|of|in|on|at|to|for|from|by|with|as|than|that|which|who|is|are|was|were)\b"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: ``head`` words, the kind, the entity always meant (or None), the plain words others use.

    ``near`` says that the term means only a group that is named beside it, and never the one last spoken of; ``own`` that those
    who use it stand by whom it means.
    """

    term: str
    kind: str
    means: str | None
    plain: str | None
    near: bool = False
    own: bool = False


@dataclass(frozen=True)
class LoadedTerms:
    """The terms, and a scan over a text."""

    terms: dict[str, Term]
    modifiers: frozenset[str]
    backed: frozenset[str]
    digest: str
    judging: Mapping[str, str] = field(default_factory=dict)
    styled: frozenset[str] = frozenset()

    @classmethod
    def load(cls) -> LoadedTerms:
        """The shipped table. Raises SettingsError for an entry without term or kind."""
        return parse(files.data_toml(FILE), files.digest(FILE))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        heads = sorted((re.escape(t) for t in self.terms), key=lambda t: (-len(t), t))
        modifiers = sorted((re.escape(m) for m in self.modifiers), key=lambda t: (-len(t), t))
        head = "|".join(heads).replace("\\ ", r"\s+")
        adjective = "|".join(modifiers)
        return re.compile(rf"(?<![\w-])(?:(?:{adjective})\s+)*(?P<head>{head})(?:e?s)?{_BODY}(?![\w-])", re.IGNORECASE)

    @cached_property
    def _backing(self) -> re.Pattern[str]:
        words = "|".join(sorted(self.backed))
        return re.compile(rf"(?<![\w-])(?:[Aa]l-)?[A-Z][\w.]*(?:[-–/][A-Z][\w.]*)*[-– ](?:{words})(?![\w-])")

    @cached_property
    def _judging(self) -> re.Pattern[str]:
        """An adjective that judges by itself, with the noun after it: "brutal tactics", "heroic and selfless deeds"."""
        words = "|".join(sorted(map(re.escape, self.judging), key=lambda t: (-len(t), t)))
        return re.compile(
            rf"(?<![\w-])(?P<word>{words})\s+(?:(?:and\s+)?(?:{words})\s+)*(?!{_SMALL})[A-Za-z][\w'’-]*", re.IGNORECASE
        )

    @cached_property
    def _styled(self) -> re.Pattern[str]:
        """Fighters by their creed: "hardline Sunni fighters"."""
        words = "|".join(sorted(map(re.escape, self.styled), key=lambda t: (-len(t), t)))
        return re.compile(
            rf"(?<![\w-])(?i:{words})\s+(?:[A-Z]\w+\s+)?(?i:fighters?|gunm[ae]n|forces|groups?|factions?)(?![\w-])"
        )

    def scan(self, text: str) -> Iterator[tuple[int, int, Term]]:
        """Every use of a term, with the loaded adjectives before it, in text order; the longest wins."""
        at = 0
        for match in self._pattern.finditer(text):
            if match.start() >= at:
                at = match.end()
                head = " ".join(match["head"].lower().split())
                yield match.start(), match.end(), self.terms[head]
        for match in self._backing.finditer(text):
            yield match.start(), match.end(), Term("backed", "source", None, None)
        for match in self._styled.finditer(text) if self.styled else ():
            yield match.start(), match.end(), self.terms.get("extremist", Term("extremist", "label", None, None))
        for match in self._judging.finditer(text) if self.judging else ():
            word = match["word"].lower()
            yield match.start(), match.end(), Term(word, self.judging[word], None, None)


def parse(given: dict[str, Any], digest: str) -> LoadedTerms:
    """The table from its TOML form."""
    terms: dict[str, Term] = {}
    for number, entry in enumerate(given.get("term", []), start=1):
        try:
            for words in (entry["term"], *entry.get("also", [])):
                terms[words.lower()] = Term(
                    entry["term"], entry["kind"], entry.get("means"), entry.get("plain"), entry.get("near", False),
                    entry.get("own", False),
                )  # fmt: skip
        except (KeyError, AttributeError, TypeError) as error:
            raise SettingsError(f"{FILE}: entry {number} wants a term and a kind") from error
    judging = {word: kind for kind in ("praise", "deed") for word in given.get("judging", {}).get(kind, ())}
    return LoadedTerms(
        terms, frozenset(given.get("modifiers", ())), frozenset(given.get("backed", ())), digest, judging,
        frozenset(given.get("styled", ())),
    )  # fmt: skip
