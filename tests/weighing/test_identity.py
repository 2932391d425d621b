"""Persons of one name: the quick grouping gives what comparing every pair gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import MentionType
from counterclaim.weighing.identity import _groups, _Use
from tests.factories import entity

NAMES = st.sampled_from(["Harl", "Ivo Harl"])
COMPANY = st.frozensets(st.sampled_from(["harl", "union", "club", "council"]), max_size=3)


def same_person(one: _Use, other: _Use) -> bool:
    """One text; or two full names with an uncommon companion."""
    if one.lineage_id == other.lineage_id:
        return True
    full = " " in one.entity.name and " " in other.entity.name
    return full and bool((one.company & other.company) - {"harl"})


def by_pairs(uses: list[_Use]) -> list[list[_Use]]:
    groups: list[list[_Use]] = []
    for use in uses:
        home = next((g for g in groups if any(same_person(use, other) for other in g)), None)
        if home is None:
            groups.append([use])
        else:
            home.append(use)
    return groups


@given(st.lists(st.tuples(NAMES, st.sampled_from("abcd"), COMPANY), min_size=1, max_size=12))
def test_grouping_by_signs_is_grouping_by_pairs(made: list[tuple[str, str, frozenset[str]]]) -> None:
    uses = [
        _Use(f"art-{n}", lineage, entity("harl", name, type=MentionType.PERSON), company)
        for n, (name, lineage, company) in enumerate(made)
    ]
    assert _groups(uses) == by_pairs(uses)
