"""A small invented world for weighing: places and actors without the shipped data."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

PARENTS = {"dunmere": "marrowmere", "pell": "marrowmere", "marrowmere": "ostrel", "sorrun": "varda"}
PARTS = {"ostreli-army": ("ostreli-government",)}
COUNTRIES = {"ostrel", "varda"}


def _precision(place_id: str) -> str:
    return "country" if place_id in COUNTRIES else "exact"


class Places:
    """Stands in for the gazetteer: containment and precision only."""

    digest = "places"

    def get(self, place_id: str) -> Any:
        if place_id not in PARENTS and place_id not in COUNTRIES:
            return None
        return SimpleNamespace(id=place_id, name=place_id.title(), precision=_precision(place_id), population=500_000)

    def holders(self, place_id: str) -> frozenset[str]:
        found = set()
        while place_id in PARENTS:
            place_id = PARENTS[place_id]
            found.add(place_id)
        return frozenset(found)

    def contains(self, outer: str, inner: str) -> bool | None:
        if self.get(outer) is None or self.get(inner) is None:
            return None
        while inner in PARENTS:
            inner = PARENTS[inner]
            if inner == outer:
                return True
        return False


class Actors:
    """Stands in for the catalogue: a few known actors."""

    digest = "actors"
    known = {  # noqa: RUF012
        "ostreli-army": ("Ostreli Army", "ORG"),
        "tide-front": ("Tide Front", "ORG"),
        "harbour-post": ("Harbour Post", "ORG"),
    }

    def get(self, actor_id: str) -> Any:
        if actor_id not in self.known:
            return None
        name, type_ = self.known[actor_id]
        return SimpleNamespace(
            id=actor_id, name=name, type=type_, kind="other", wikidata=None, public_role=None, aliases=(), posts=(),
            parents=PARTS.get(actor_id, ()), government=None,
        )  # fmt: skip

    def find(self, name: str) -> tuple[Any, ...]:
        return ()

    def outlet(self, name: str) -> Any:
        return self.get("harbour-post") if name.casefold() == "harbour post" else None


@dataclass(frozen=True)
class World:
    """Looks like Knowledge to the weighing."""

    catalogue: Any = field(default_factory=Actors)
    gazetteer: Any = field(default_factory=Places)
    digest: str = "world"


WORLD: Any = World()
