"""What people decided to be one, or not one: as constraints on groups that the program made.

A later decision goes before an earlier one. What is decided is kept together whole; for the rest the program's groups stand, but
for those parts that may not be together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

N = TypeVar("N", bound=Hashable)
Pair = tuple[N, N]


@dataclass(frozen=True)
class Link(Generic[N]):
    """One decision: ``pairs`` are one (``same``) or are not; of two that are not, the second leaves."""

    decision_id: str
    same: bool
    pairs: tuple[tuple[N, N], ...]


@dataclass(frozen=True)
class Constraints(Generic[N]):
    """The pairs that stand. ``overruled`` names, for a decision, the pairs it lost and the later decision that took each."""

    same: tuple[tuple[N, N], ...] = ()
    different: tuple[tuple[N, N], ...] = ()
    overruled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def nodes(self) -> frozenset[N]:
        """All that is decided on."""
        return frozenset(node for pair in (*self.same, *self.different) for node in pair)


NOTHING: Constraints[Any] = Constraints()


@dataclass(frozen=True)
class Group(Generic[N]):
    """What is one in the end; ``heir_of`` are the positions of the program's groups whose first member it holds."""

    nodes: tuple[N, ...]
    heir_of: tuple[int, ...]


class _Sets(Generic[N]):
    """Sets of nodes that grow together."""

    def __init__(self) -> None:
        self._parent: dict[N, N] = {}
        self._rank: dict[N, int] = {}

    def root(self, node: N) -> N:
        """The node that stands for the set."""
        if node not in self._parent:
            self._parent[node] = node
            self._rank[node] = len(self._rank)
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def unite(self, left: N, right: N) -> None:
        """Make two sets one; the one met first stands for both."""
        a, b = self.root(left), self.root(right)
        if self._rank[b] < self._rank[a]:
            a, b = b, a
        self._parent[b] = a


def settle(links: Sequence[Link[N]]) -> Constraints[N]:
    """The pairs that stand of decisions given oldest first: the latest first, and no pair that a later one rules out."""
    together: _Sets[N] = _Sets()
    same: list[Pair[N]] = []
    apart: list[tuple[Pair[N], str]] = []
    said: dict[frozenset[N], tuple[bool, str]] = {}
    lost: dict[str, list[str]] = defaultdict(list)
    for link in reversed(links):
        for pair in link.pairs:
            if pair[0] == pair[1]:
                continue
            known = said.setdefault(frozenset(pair), (link.same, link.decision_id))
            by = known[1] if known[0] is not link.same else _against(link, pair, together, apart, same)
            if by is not None:
                lost[link.decision_id].append(by)
            elif link.same:
                together.unite(*pair)
                same.append(pair)
            else:
                apart.append((pair, link.decision_id))
    return Constraints(
        tuple(dict.fromkeys(same)),
        tuple(dict.fromkeys(pair for pair, _ in apart)),
        {decision: tuple(dict.fromkeys(by)) for decision, by in lost.items()},
    )


def _against(
    link: Link[N], pair: Pair[N], together: _Sets[N], apart: Sequence[tuple[Pair[N], str]], same: Sequence[Pair[N]]
) -> str | None:
    """The later decision that several others and this pair would contradict; empty where it is a chain of several."""
    left, right = together.root(pair[0]), together.root(pair[1])
    if not link.same:
        return "" if left == right and same else None
    for (one, other), decision_id in apart:
        if {together.root(one), together.root(other)} == {left, right}:
            return decision_id
    return None


def regroup(groups: Sequence[Sequence[N]], constraints: Constraints[N]) -> list[Group[N]]:
    """The groups with the constraints held: every node in exactly one group, nodes and groups in the order given.

    The first member of a group stays, those that leave come last; who leaves takes those along with whom it was decided to be
    one, and nobody else.
    """
    present = {node for group in groups for node in group}
    together: _Sets[N] = _Sets()
    for node in (node for group in groups for node in group):
        together.root(node)
    for pair in constraints.same:
        if present.issuperset(pair):
            together.unite(*pair)
    apart = [pair for pair in constraints.different if present.issuperset(pair)]
    leavers = {other for _, other in apart}
    decided = constraints.nodes
    heirs: list[N] = []
    for group in groups:
        homes: list[N] = []
        free = decided.isdisjoint(group)  # most groups: nobody decided anything on them
        for node in sorted(group, key=leavers.__contains__):
            checked = () if free else apart
            home = next((h for h in homes if _may_join(together, h, node, checked)), None)
            if home is None:
                homes.append(node)
            else:
                together.unite(home, node)
        heirs.append(homes[0])
    members: dict[N, list[N]] = defaultdict(list)
    for node in (node for group in groups for node in group):
        members[together.root(node)].append(node)
    inherited: dict[N, list[int]] = defaultdict(list)
    for position, heir in enumerate(heirs):
        inherited[together.root(heir)].append(position)
    return [Group(tuple(nodes), tuple(inherited[root])) for root, nodes in members.items()]


def _may_join(together: _Sets[N], home: N, node: N, apart: Iterable[Pair[N]]) -> bool:
    wanted = {together.root(home), together.root(node)}
    return len(wanted) == 1 or all({together.root(a), together.root(b)} != wanted for a, b in apart)


def across(sides: Sequence[Sequence[N]]) -> Iterator[Pair[N]]:
    """Every pair of members of two different sides."""
    for position, side in enumerate(sides):
        for other in sides[position + 1 :]:
            yield from ((a, b) for a in side for b in other)


def within(sides: Sequence[Sequence[N]]) -> Iterator[Pair[N]]:
    """Every pair of members of all sides together."""
    every = list(dict.fromkeys(node for side in sides for node in side))
    for position, one in enumerate(every):
        yield from ((one, other) for other in every[position + 1 :])
