"""Which parties exclude one another: an army and its government do not, nor a body and its spokesman."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from counterclaim.knowledge import Actor
from counterclaim.records import UNNAMED

_LED = re.compile(r"(.+?)[- ]led\b")
# Words for a teller that say nothing about who it is.
NOBODY = frozenset({f"{UNNAMED}unspecified", f"{UNNAMED}source", f"{UNNAMED}report"})


class Known(Protocol):
    """What is asked of a catalogue."""

    def get(self, actor_id: str, /) -> Actor | None:
        """An actor by id."""
        ...

    def find(self, name: str, /) -> tuple[Actor, ...]:
        """Actors by name."""
        ...


@dataclass(frozen=True)
class Parties:
    """What is known of the parties of a corpus. ``persons`` are the entity ids of people."""

    catalogue: Known | None = None
    persons: frozenset[str] = frozenset()
    _above: dict[str, frozenset[str]] = field(default_factory=dict)

    def above(self, party: str) -> frozenset[str]:
        """What a party belongs to or acts for, itself included: parents, a state's government, a person's offices, who leads."""
        if party not in self._above:
            found: dict[str, None] = {}
            queue = [party]
            while queue:
                one = queue.pop()
                if one not in found:
                    found[one] = None
                    queue.extend(self._over(one))
            self._above[party] = frozenset(found)
        return self._above[party]

    def _over(self, party: str) -> Iterable[str]:
        actor = self.catalogue.get(party) if self.catalogue else None
        if actor is None or self.catalogue is None:
            return ()
        over = [*actor.parents, *(post.of for post in actor.posts)]
        if actor.government:
            over.append(actor.government)
        if actor.kind == "coalition":  # "US-led coalition": it acts for who leads it
            led = (_LED.match(alias) for alias in actor.aliases)
            over += [leader.id for match in led if match for leader in self.catalogue.find(match[1])]
        return over

    def akin(self, one: str, other: str) -> bool:
        """The same, or one belongs to the other or acts for it."""
        return one == other or one in self.above(other) or other in self.above(one)

    def exclude(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """No party of the one can be a party of the other.

        A person of whom no office is known may belong to any party, and excludes only other persons.
        """
        theirs = sorted(other)
        return not any(self.akin(a, b) or self._loose(a) != self._loose(b) for a in sorted(one) for b in theirs)

    def _loose(self, party: str) -> bool:
        return party in self.persons and len(self.above(party)) == 1

    def same_teller(self, one: str, other: str) -> bool:
        """Two speakers of one side, or one that nothing is said of."""
        return one in NOBODY or other in NOBODY or self.akin(one, other)
