"""Likeness of names, on names made for the purpose or common as given names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.weighing.names import similarity

THRESHOLD = 0.7


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Mohammed al-Tarvi", "Muhammad el-Tarvi"),
        ("Tarvi, Mohammed", "Mohammed Tarvi"),
        ("Sheikh Yusuf Tarvi", "Youssef Tarvi"),
        ("Y. Tarvi", "Yusuf Tarvi"),
        ("Yusuf Omar Tarvi", "Yusuf Tarvi"),
        ("Юсуф Тарви", "Yusuf Tarvi"),
        ("Yusuf Tarvi", "YusufTarvi"),
        ("Khalid Noorani", "Khaled Nourani"),
    ],
)
def test_one_person(left: str, right: str) -> None:
    assert similarity(left, right, "PERSON") >= THRESHOLD


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yusuf Tarvi", "Yusuf Maren"),
        ("Yusuf Tarvi", "Khalid Tarvi"),
        ("Yusuf Omar Tarvi", "Yusuf Hasan Tarvi"),
        ("Yusuf Tarvi", ""),
        ("A. Tarvi", "Yusuf Tarvi"),
    ],
)
def test_two_people(left: str, right: str) -> None:
    assert similarity(left, right, "PERSON") < THRESHOLD


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Varda Steel AG", "Varda Steel Aktiengesellschaft", True),
        ("Varda Steel Ltd.", "Varda Steel Limited", True),
        ("Varda Steel", "Varda Steel L.L.C.", True),
        ("The Tide Front", "Tide Front", True),
        ("Varda Steel GmbH", "Ostrel Steel GmbH", False),
        ("Government of Varda", "Government of Ostrel", False),
    ],
)
def test_bodies(left: str, right: str, same: bool) -> None:
    assert (similarity(left, right, "ORG") >= THRESHOLD) is same


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["PERSON", "ORG"]))
def test_a_score_is_a_share_and_has_no_direction(left: str, right: str, kind: str) -> None:
    score = similarity(left, right, kind)
    assert 0.0 <= score <= 1.0
    assert score == similarity(right, left, kind)
