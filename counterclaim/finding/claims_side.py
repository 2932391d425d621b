"""The words of a content with its actors told apart: the speaker's own side, and others.

"Its air force struck Varda's port" means one thing from Ostrel's minister and another from Varda's. What stance a content has
depends on who does in it what it tells, so names are exchanged for two signs before the rules of stance look at it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from counterclaim.finding.mentions import Named
from counterclaim.knowledge import Knowledge
from counterclaim.records import UNNAMED, How, Mention, MentionType
from counterclaim.text import Span, slug

OWN, OTHER = "\ue000", "\ue001"  # the signs for the speaker's side and for somebody else
READ = 1_200  # characters of a content that say what it is
_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
_STATE = frozenset({"state", "government", "ministry", "army", "army-branch", "police", "intelligence", "parliament"})
_ARMED = frozenset({"army", "army-branch", "armed-group", "front", "coalition"})
# Those who watch, count and report, and those who happened to be there.
_WATCHERS = frozenset({"outlet", "agency", "monitor", "ngo", "igo", "igo-body", "court"})
_BYSTANDERS = frozenset(
    {
        "activist", "witness", "resident", "analyst", "expert", "monitor", "observer", "doctor", "medic", "lawyer", "journalist",
        "reporter", "correspondent", "survivor", "relative", "villager", "worker", "investigator", "unspecified",
        "television", "tv", "media", "newspaper", "agency", "channel", "radio", "website", "outlet", "report",
    }
)  # fmt: skip
_BARE = re.compile(
    r"\bthe (?:army|air force|navy|military|armed forces|security forces|government forces|government troops)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A content in which names of actors are signs. ``watches``: the speaker is a monitor, an outlet or a bystander; ``armed``: a
    body that fights, or somebody who speaks for one."""

    words: str
    watches: bool = False
    armed: bool = False


@dataclass(frozen=True)
class Sides:
    """Whose side the names of one article are on, asked speaker by speaker."""

    named: Named
    knowledge: Knowledge
    text: str = field(repr=False)

    def told(self, span: Span, speaker_id: str, on_behalf_of: str | None) -> Told:
        """The content as its speaker tells it."""
        span = (span[0], min(span[1], span[0] + READ))
        keys = [key for key in (on_behalf_of, speaker_id) if key]
        actor = self.knowledge.catalogue.get(speaker_id)
        keys += [post.of for post in (actor.posts if actor is not None else ()) if post.of not in keys]
        country = next((found for key in keys if (found := self._speaks_for(key))), None)
        words: list[str] = []
        here = span[0]
        for m in self.named.inside(*span):
            if m.start < here or m.how not in _NAMING or not self._acts(m):
                continue
            own = m.entity_id in keys or (country is not None and self._belongs(m, country))
            words += [self.text[here : m.start], OWN if own else OTHER]
            here = m.end
        told = " ".join("".join((*words, self.text[here : span[1]])).split())
        if country is not None:
            told = _BARE.sub(OWN, told)
        return Told(told, watches=self._watches(keys), armed=any(self._kind(key) in _ARMED for key in keys))

    def _kind(self, key: str) -> str:
        actor = self.knowledge.catalogue.get(key)
        return (actor.kind or "") if actor is not None else ""

    def _acts(self, m: Mention) -> bool:
        """An organisation, people, person or state; a town does nothing."""
        if m.type is MentionType.PLACE:
            place = self.knowledge.gazetteer.get(m.entity_id)
            capital = place is not None and place.kind in ("capital", "country")
            return capital or self._kind(m.entity_id) in _STATE or m.entity_id in self.knowledge.catalogue.capitals
        return m.type in (MentionType.ORG, MentionType.NORP, MentionType.PERSON)

    def _belongs(self, m: Mention, country: str) -> bool:
        """A name of the state or of a body of it."""
        actor = self.knowledge.catalogue.get(m.entity_id)
        if actor is not None:
            return actor.country == country and actor.kind in _STATE
        place = self.knowledge.gazetteer.get(m.entity_id)
        return place is not None and place.country == country and m.type is not MentionType.PERSON

    def _speaks_for(self, key: str) -> str | None:
        """The country of a speaker who stands for a state: its body, one who holds a post of it, "unnamed:ostreli-official"."""
        if key.startswith(UNNAMED):
            role = key.removeprefix(UNNAMED)
            return next((c for name, c in self._demonyms if role.startswith(f"{name}-")), None)
        actor = self.knowledge.catalogue.get(key)
        if actor is None or actor.country is None:
            return None
        posts = any(self._kind(p.of) in _STATE for p in actor.posts)
        return actor.country if actor.kind in _STATE or posts else None

    @cached_property
    def _demonyms(self) -> list[tuple[str, str]]:
        """Slugs of the words for what is a state's, the longest first, with its country."""
        found = {
            (slug(word), iso)
            for iso, state in self.knowledge.catalogue.states.items()
            for word in (state.name, *state.demonyms, *(a for a in state.acronyms if len(a) > 1))
        }
        return sorted(found, key=lambda f: (-len(f[0]), f))

    def _watches(self, keys: list[str]) -> bool:
        for key in keys:
            if key.startswith(UNNAMED) and key.rsplit("-", 1)[-1].removeprefix(UNNAMED) in _BYSTANDERS:
                return True
            actor = self.knowledge.catalogue.get(key)
            if actor is not None and (
                actor.kind in _WATCHERS or any(self._kind(p.of) in _WATCHERS for p in actor.posts)
            ):
                return True
        return False
