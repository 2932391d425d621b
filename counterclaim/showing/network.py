"""Who leads, speaks for, belongs to, supports or opposes whom: relations drawn as a graph, each edge with those who tell it.

A relation that some tell and others deny is drawn as disputed; one that is only denied is drawn by no line and stands in the
table. The layout is the same for the same relations: each group of connected entities by stress majorization (Gansner, Koren
and North 2004) from a fixed start, names moved apart, groups set beside one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterclaim.records import MentionType, Predicate
from counterclaim.showing.names import State, Tie
from counterclaim.showing.site import Site

WIDTH = 1000
_MOST_NODES = 56
_EDGE = 104.0  # units between two that are tied
_ROUNDS = 80
_LETTER, _LONGEST = 6.4, 28
_LINE, _GAP = 38.0, 10.0  # height of a node with its name; room between groups
_MARGIN = 12.0
_CELL = 20  # width of the strips in which groups are set beside one another
_RADIUS = 7.0
# Predicates that say the same from either side.
MUTUAL = frozenset((Predicate.ALLIED_WITH, Predicate.OPPOSES, Predicate.ALIAS_OF))

_Array = NDArray[np.float64]
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """An entity where it is drawn; ``label`` is empty for a person who is withheld."""

    entity_id: str
    name: str
    label: str
    shape: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie as it is drawn, from its subject to its object; ``at`` is where its words stand."""

    tie: Tie
    start: Pair
    end: Pair
    at: Pair
    arrow: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The graph; ``left_out`` are ties that could be drawn and are in the table alone."""

    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


def drawing(site: Site, ties: Sequence[Tie], around: Collection[str] = ()) -> Drawing | None:
    """The graph of the ties that somebody tells as so, the largest groups first; None where there are none.

    ``around`` are entities whose group is cut least, for they are asked for.
    """
    told = [t for t in ties if t.state is not State.DENIED and t.subject_id != t.object_id]
    chosen = _chosen(told, frozenset(around))
    if not chosen:
        return None
    placed: dict[str, Pair] = {}
    height = _set_beside([_laid(site, group) for group in _groups(chosen)], placed)
    nodes = tuple(_node(site, i, placed[i]) for i in sorted(placed))
    return Drawing(height, nodes, tuple(_edges(chosen, placed)), len(told) - len(chosen))


def _node(site: Site, entity_id: str, at: Pair) -> Node:
    entity = site.entity.get(entity_id)
    shape = {MentionType.PERSON: "person", MentionType.PLACE: "place"}.get(entity.type, "body") if entity else "body"
    return Node(entity_id, site.name(entity_id), _label(site, entity_id), shape, *at)


def _label(site: Site, entity_id: str) -> str:
    if entity_id in site.mask.labels:
        return ""
    name = site.name(entity_id)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


# ---------------------------------------------------------------- which ties


def _chosen(ties: Sequence[Tie], around: frozenset[str]) -> list[Tie]:
    """The ties to draw: group by group, the largest first, none cut but the one that does not fit, to its most told ties."""
    kept: list[Tie] = []
    nodes: set[str] = set()
    for group in sorted(
        _groups(ties), key=lambda g: (around.isdisjoint(_ends(g)), -len(_ends(g)), -_weight(g), min(_ends(g)))
    ):
        fits = len(nodes) + len(_ends(group)) <= _MOST_NODES
        if fits or not nodes:
            drawn = group if fits else _most_told(group, _MOST_NODES, around)
            kept += drawn
            nodes |= _ends(drawn)
    return kept


def _most_told(group: Sequence[Tie], room: int, around: frozenset[str]) -> list[Tie]:
    """The part of a group that grows from its most told tie, always by the most told tie that touches it."""
    rest = sorted(group, key=lambda t: (around.isdisjoint((t.subject_id, t.object_id)), -_weight((t,)), _key(t)))
    kept, nodes = [rest[0]], {rest[0].subject_id, rest[0].object_id}
    degree: dict[str, int] = defaultdict(int)
    for t in group:
        degree[t.subject_id] += 1
        degree[t.object_id] += 1
    while len(nodes) < room:
        touching = [t for t in rest if len({t.subject_id, t.object_id} & nodes) == 1]
        if not touching:
            break
        # An entity with many ties leads on to more than a lone one does.
        best = max(touching, key=lambda t: (_weight((t,)) + degree[t.subject_id] + degree[t.object_id], _key(t)))
        nodes |= {best.subject_id, best.object_id}
    return [t for t in group if t in kept or {t.subject_id, t.object_id} <= nodes]


def _key(t: Tie) -> tuple[str, str, str]:
    return t.subject_id, str(t.predicate), t.object_id


def _weight(ties: Iterable[Tie]) -> int:
    return sum(len({teller.outlet for teller in t.tellers}) for t in ties)


def _ends(ties: Iterable[Tie]) -> set[str]:
    return {i for t in ties for i in (t.subject_id, t.object_id)}


def _groups(ties: Sequence[Tie]) -> list[list[Tie]]:
    """The ties by groups of connected entities, in the order of their least id."""
    leader: dict[str, str] = {}

    def find(i: str) -> str:
        while leader.setdefault(i, i) != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for t in ties:
        one, other = sorted((find(t.subject_id), find(t.object_id)))
        leader[other] = one
    held: dict[str, list[Tie]] = defaultdict(list)
    for t in ties:
        held[find(t.subject_id)].append(t)
    return [held[i] for i in sorted(held)]


# ---------------------------------------------------------------- where they lie


@dataclass(frozen=True, slots=True)
class _Group:
    """The nodes of a group in a box of their own, its corner at 0, 0."""

    at: Mapping[str, Pair]
    width: float
    height: float


def _laid(site: Site, ties: Sequence[Tie]) -> _Group:
    """One group of connected entities in its box."""
    ids = sorted(_ends(ties))
    steps = _steps(ids, ties)
    wide = np.array([max(34.0, len(_label(site, i)) * _LETTER) for i in ids])
    at = _stressed(steps * _EDGE, _start(steps))
    at -= at.min(axis=0)
    room = WIDTH - 2 * _MARGIN - wide.max()
    span = float(at[:, 0].max())
    if span > room:
        at[:, 0] *= room / span
    at = _apart(at, wide)
    left = float((at[:, 0] - wide / 2).min())
    at[:, 0] -= left
    at[:, 1] -= at[:, 1].min()
    points = {i: (round(float(x), 1), round(float(y), 1)) for i, (x, y) in zip(ids, at, strict=True)}
    return _Group(points, float((at[:, 0] + wide / 2).max()), float(at[:, 1].max()) + _LINE)


def _steps(ids: Sequence[str], ties: Sequence[Tie]) -> _Array:
    """How many ties lie between each two of a connected group (Floyd and Warshall)."""
    number = {i: n for n, i in enumerate(ids)}
    steps = np.full((len(ids), len(ids)), float(len(ids)))
    np.fill_diagonal(steps, 0)
    for t in ties:
        a, b = number[t.subject_id], number[t.object_id]
        steps[a, b] = steps[b, a] = 1
    for via in range(len(ids)):
        steps = np.minimum(steps, steps[:, via : via + 1] + steps[via : via + 1, :])
    return steps


def _start(steps: _Array) -> _Array:
    """A circle, in the order of a walk from the entity that is nearest to all others."""
    first = int(np.argmin(steps.sum(axis=1)))
    order = sorted(range(len(steps)), key=lambda n: (steps[first, n], n))
    turn = 2 * np.pi * np.arange(len(order)) / len(order)
    at = np.zeros((len(order), 2))
    at[order] = np.column_stack((np.cos(turn) * 1.5, np.sin(turn))) * _EDGE * np.sqrt(len(order)) / 2
    return at


def _stressed(wanted: _Array, at: _Array) -> _Array:
    """Places whose distances are near those wanted: rounds of majorization with weights of 1 by the squared distance."""
    if len(at) == 2:
        return np.array([[0.0, 0.0], [0.0, wanted[0, 1] * 0.7]])
    weights = np.zeros_like(wanted)
    apart = wanted > 0
    weights[apart] = wanted[apart] ** -2
    total = weights.sum(axis=1, keepdims=True)
    for _ in range(_ROUNDS):
        offset = at[:, None, :] - at[None, :, :]
        far = np.sqrt((offset**2).sum(axis=2)) + np.eye(len(at))
        pull = (weights * wanted / np.maximum(far, 1e-9))[:, :, None] * offset
        at = ((weights[:, :, None] * at[None, :, :]) + pull).sum(axis=1) / total
    return at


def _apart(at: _Array, wide: _Array) -> _Array:
    """Nodes moved up and down until no name lies on another: names are wide and low, so that costs least."""
    order = sorted(range(len(at)), key=lambda n: (at[n, 1], at[n, 0], n))
    moved = at.copy()
    for here, n in enumerate(order):
        while True:
            hit = [
                m for m in order[:here]
                if abs(moved[n, 0] - moved[m, 0]) < (wide[n] + wide[m]) / 2 + 8 and abs(moved[n, 1] - moved[m, 1]) < _LINE - 0.01
            ]  # fmt: skip
            if not hit:
                break
            moved[n, 1] = max(moved[m, 1] for m in hit) + _LINE
    return moved


def _set_beside(groups: Sequence[_Group], placed: dict[str, Pair]) -> int:
    """Groups one after another, the tallest first, each as high up as it fits; their nodes are put into ``placed``.

    Returns the height of all.
    """
    low = [_MARGIN] * (WIDTH // _CELL)  # how far down each strip of the page is taken
    for group in sorted(groups, key=lambda g: (-g.height, -g.width, min(g.at))):
        across = min(len(low), int(-(-(group.width + 2 * _GAP) // _CELL)))
        at = min(range(len(low) - across + 1), key=lambda n: (max(low[n : n + across]), n))
        left, top = at * _CELL + _GAP, max(low[at : at + across])
        for i, (x, y) in group.at.items():
            placed[i] = round(left + x, 1), round(top + y + _RADIUS, 1)
        low[at : at + across] = [top + group.height + _GAP] * across
    return round(max(low) + _MARGIN)


# ---------------------------------------------------------------- edges


def _edges(ties: Sequence[Tie], placed: Mapping[str, Pair]) -> Iterable[Edge]:
    """The ties as lines; several between the same two lie beside one another."""
    between: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for t in sorted(ties, key=_key):
        between[min(t.subject_id, t.object_id), max(t.subject_id, t.object_id)].append(t)
    for (low, _), found in sorted(between.items()):
        for n, t in enumerate(found):
            shift = (n - (len(found) - 1) / 2) * 9 * (1 if t.subject_id == low else -1)
            yield _edge(t, placed[t.subject_id], placed[t.object_id], shift)


def _edge(t: Tie, start: Pair, end: Pair, shift: float) -> Edge:
    dx, dy = end[0] - start[0], end[1] - start[1]
    far = max(1.0, (dx * dx + dy * dy) ** 0.5)
    ux, uy = dx / far, dy / far
    sx, sy = -uy * shift, ux * shift
    room = min(_RADIUS + 3, far / 3)
    a = (round(start[0] + ux * room + sx, 1), round(start[1] + uy * room + sy, 1))
    b = (round(end[0] - ux * room + sx, 1), round(end[1] - uy * room + sy, 1))
    # Where two lines lie side by side their words stand at different heights.
    share = 0.5 + shift / 28
    at = (round(a[0] + (b[0] - a[0]) * share, 1), round(a[1] + (b[1] - a[1]) * share, 1))
    return Edge(t, a, b, at, t.predicate not in MUTUAL)
