"""Which state an article speaks of where it names a body without its state ("the Defence Ministry")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from counterclaim.finding.view import View
from counterclaim.knowledge import Actor, Knowledge
from counterclaim.records import MentionType
from counterclaim.text import slug

_BODY = re.compile(
    r"\b(?:ministry|army|navy|air force|armed forces|police|parliament|department|government|military|foreign office|presidency)\b",
    re.IGNORECASE,
)
_OWNS = re.compile(r"(?:['’]s?)? \Z")
_INSIDE = re.compile(r" (?:of|in) (?:the )?\Z")
_OUTLET = 2.0  # a national outlet's own state counts like two namings


class Name(Protocol):
    """What the frame wants to know of a name."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def type(self) -> MentionType: ...


@dataclass(frozen=True)
class Frame:
    """The states of one article, and the bodies that its names mean by them. ``names`` and ``keys`` go together."""

    view: View
    knowledge: Knowledge
    names: Sequence[Name]
    keys: list[str]

    def bodies(self, settled: Sequence[bool]) -> list[str]:
        """The keys, with those of state bodies that are named without their state; what is settled stays."""
        keys = list(self.keys)
        for i, name in enumerate(self.names):
            if settled[i] or name.type not in (MentionType.ORG, MentionType.MISC) or not _BODY.search(name.text):
                continue
            if keys[i] == slug(name.text):
                keys[i] = self._body(i) or keys[i]
        return keys

    def _body(self, i: int) -> str | None:
        said = self._said_with(i)
        if said is not None:
            actor = self.knowledge.catalogue.body(said, self.names[i].text)
            state = self.knowledge.catalogue.states.get(said)
            return actor.id if actor else slug(f"{adjective(state)} {self.names[i].text}") if state else None
        return self.body_of(self.names[i].text, self.names[i].start)

    def _said_with(self, i: int) -> str | None:
        """The state that the words beside the name give it: "Ostrel's Navy", "the Navy of Ostrel", "the Navy in Sorrun"."""
        text = self.view.text
        for j, gap in ((i - 1, _OWNS), (i + 1, _INSIDE)):
            if 0 <= j < len(self.names):
                low, high = sorted((self.names[i], self.names[j]), key=lambda n: n.start)
                if gap.match(text[low.end : high.start]):
                    return self._country(j)
        return None

    def body_of(self, words: str, at: int) -> str | None:
        """The id of the body that these words mean at an offset, where one state of the article has such a one."""
        for iso in self._states(at):
            actor = self.knowledge.catalogue.body(iso, words)
            if actor is not None:
                return actor.id
        return None

    def usual(self, words: str, at: int) -> str | None:
        """The id of the body that these small words mean ("the army"): of the state next before, else of the most named."""
        iso = next(self._states(at), None)
        actor = self.knowledge.catalogue.body(iso, words) if iso else None
        return actor.id if actor else None

    def _states(self, at: int) -> Iterator[str]:
        """Countries: the nearest that the sentence names before, then those of the article, the most named first."""
        sentence = bisect_right(self._sentence_starts, at) - 1
        start = self._sentence_starts[sentence] if sentence >= 0 else 0
        last = bisect_right(self._starts, at) - 1
        for i in range(last, -1, -1):
            if self.names[i].start < start:
                break
            iso = self._country(i) if self._is_state_name(i) else None
            if iso:
                yield iso
        yield from self._voted

    def _is_state_name(self, i: int) -> bool:
        """A place or people that is not part of "Varda-backed"."""
        name = self.names[i]
        return name.type in (MentionType.PLACE, MentionType.NORP) and self.view.text[name.end : name.end + 1] != "-"

    @cached_property
    def _voted(self) -> tuple[str, ...]:
        votes: dict[str, float] = {}
        for i in range(len(self.names)):
            iso = self._country(i)
            if iso:
                votes[iso] = votes.get(iso, 0.0) + 1
        outlet = self.knowledge.catalogue.outlet(self.view.article.outlet) if self.view.article.outlet else None
        if outlet is not None and outlet.country in votes:
            votes[outlet.country] += _OUTLET
        return tuple(sorted(votes, key=lambda iso: (-votes[iso], iso)))

    def _country(self, i: int) -> str | None:
        actor = self.knowledge.catalogue.get(self.keys[i])
        if actor is not None:
            return actor.country
        place = self.knowledge.gazetteer.get(self.keys[i]) if self.names[i].type is not MentionType.PERSON else None
        return place.country if place is not None else None

    @cached_property
    def _starts(self) -> list[int]:
        return [name.start for name in self.names]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.view.sentences]


def adjective(state: Actor) -> str:
    """The word by which a state's things are called: its first demonym, else its name."""
    return "US" if state.country == "US" else next(iter(state.demonyms), state.name)
