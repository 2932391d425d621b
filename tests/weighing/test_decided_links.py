"""What people decided to be one or not, as constraints on groups."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.weighing.decided_links import Link, across, regroup, settle, within

Said = tuple[bool, str]


def links(*said: tuple[str, bool, str]) -> list[Link[str]]:
    """Decisions oldest first: an id, same or not, and pairs as ``ab cd``."""
    return [Link(name, same, tuple((pair[0], pair[1]) for pair in pairs.split())) for name, same, pairs in said]


def grouped(groups: list[str], *said: tuple[str, bool, str]) -> list[str]:
    return sorted("".join(sorted(g.nodes)) for g in regroup([list(g) for g in groups], settle(links(*said))))


@pytest.mark.parametrize(
    ("groups", "said", "wanted"),
    [
        (["ab", "c"], [], ["ab", "c"]),
        (["ab", "c"], [("1", True, "bc")], ["abc"]),
        (["abc"], [("1", False, "ab")], ["ac", "b"]),
        (["abc"], [("1", False, "ba")], ["a", "bc"]),
        (["abc"], [("1", True, "ab"), ("2", False, "ab")], ["ac", "b"]),
        (["abc"], [("1", False, "ab"), ("2", True, "ab")], ["abc"]),
        (["ab", "cd"], [("1", False, "ad"), ("2", True, "bc")], ["abc", "d"]),
        (["ab", "cd"], [("1", False, "ac"), ("2", True, "bd")], ["abd", "c"]),
        (["a", "b", "c"], [("1", True, "ab"), ("2", True, "bc"), ("3", False, "ac")], ["a", "bc"]),
        (["a", "b", "c"], [("3", False, "ac"), ("1", True, "ab"), ("2", True, "bc")], ["abc"]),
        (["ab"], [("1", True, "xa"), ("2", False, "bx")], ["ab"]),
    ],
)
def test_groups_as_decided(groups: list[str], said: list[tuple[str, bool, str]], wanted: list[str]) -> None:
    assert grouped(groups, *said) == wanted


def test_who_lost_to_whom_is_told() -> None:
    settled = settle(links(("old", True, "ab cd"), ("new", False, "ab")))
    assert settled.overruled == {"old": ("new",)}
    assert settled.same == (("c", "d"),)


def test_pairs_of_sides() -> None:
    assert set(across([["a", "b"], ["c"]])) == {("a", "c"), ("b", "c")}
    assert set(within([["a", "b"], ["c"]])) == {("a", "b"), ("a", "c"), ("b", "c")}


nodes = st.sampled_from("abcdefgh")
partitions = st.lists(st.integers(0, 4), min_size=8, max_size=8)
pairs = st.lists(st.tuples(nodes, nodes).filter(lambda p: p[0] != p[1]), min_size=1, max_size=3)
decided = st.lists(st.tuples(st.booleans(), pairs), max_size=8)


def parted(labels: list[int]) -> list[list[str]]:
    groups: dict[int, list[str]] = {}
    for node, label in zip("abcdefgh", labels, strict=True):
        groups.setdefault(label, []).append(node)
    return list(groups.values())


@given(partitions, decided)
def test_every_node_is_once_and_what_stands_holds(
    labels: list[int], said: list[tuple[bool, list[tuple[str, str]]]]
) -> None:
    constraints = settle([Link(str(n), same, tuple(of)) for n, (same, of) in enumerate(said)])
    groups = regroup(parted(labels), constraints)
    assert sorted(node for g in groups for node in g.nodes) == list("abcdefgh")
    home = {node: n for n, g in enumerate(groups) for node in g.nodes}
    assert all(home[a] == home[b] for a, b in constraints.same)
    assert all(home[a] != home[b] for a, b in constraints.different)
    assert sorted(p for g in groups for p in g.heir_of) == list(range(len(parted(labels))))


@given(partitions, decided)
def test_the_last_word_always_stands(labels: list[int], said: list[tuple[bool, list[tuple[str, str]]]]) -> None:
    if said:
        constraints = settle([Link(str(n), same, tuple(of)) for n, (same, of) in enumerate(said)])
        same, of = said[-1]
        first = of[0]
        assert frozenset(first) in {frozenset(p) for p in (constraints.same if same else constraints.different)}


@given(partitions, st.lists(st.booleans(), min_size=4, max_size=4), st.randoms(use_true_random=False))
def test_independent_decisions_in_any_order_give_one_result(
    labels: list[int], said: list[bool], chance: random.Random
) -> None:
    of = [("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")]
    made = [Link(f"{a}{b}", same, ((a, b),)) for same, (a, b) in zip(said, of, strict=True)]
    shuffled = list(made)
    chance.shuffle(shuffled)
    one, other = (regroup(parted(labels), settle(order)) for order in (made, shuffled))
    assert [(set(g.nodes), g.heir_of) for g in one] == [(set(g.nodes), g.heir_of) for g in other]
