"""Loaded terms: designations by which an outlet characterises whom or what another outlet would call otherwise.

The table is ``data/loaded.toml``: one yardstick for all sides. Each term has a *kind* (label, stance, source, act, territory,
death, praise, scorn) and may have the entity it always means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.knowledge import files

FILE = "loaded.toml"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: ``head`` words, the kind, the entity always meant (or None), the plain words others use."""

    term: str
    kind: str
    means: str | None
    plain: str | None


@dataclass(frozen=True)
class LoadedTerms:
    """The terms, and a scan over a text."""

    terms: dict[str, Term]
    modifiers: frozenset[str]
    backed: frozenset[str]
    digest: str

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
        return re.compile(rf"(?<![\w-])(?:(?:{adjective})\s+)*(?P<head>{head})(?:e?s)?(?![\w-])", re.IGNORECASE)

    @cached_property
    def _backing(self) -> re.Pattern[str]:
        words = "|".join(sorted(self.backed))
        return re.compile(rf"(?<![\w-])[A-Z][\w.]*(?:[-–/][A-Z][\w.]*)*[-– ](?:{words})(?![\w-])")

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


def parse(given: dict[str, Any], digest: str) -> LoadedTerms:
    """The table from its TOML form."""
    terms: dict[str, Term] = {}
    for number, entry in enumerate(given.get("term", []), start=1):
        try:
            for words in (entry["term"], *entry.get("also", [])):
                terms[words.lower()] = Term(entry["term"], entry["kind"], entry.get("means"), entry.get("plain"))
        except (KeyError, AttributeError, TypeError) as error:
            raise SettingsError(f"{FILE}: entry {number} wants a term and a kind") from error
    return LoadedTerms(terms, frozenset(given.get("modifiers", ())), frozenset(given.get("backed", ())), digest)
