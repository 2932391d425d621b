from __future__ import annotations

import pytest

from tests.finding.reader import ties


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "It was Ali Maren, the leader of the Orrin Liberation Front.",
            ("ali-maren", "leads", "orrin-liberation-front", "leader"),
        ),
        (
            "They met Ali Maren, the Orrin Liberation Front's spokesman.",
            ("ali-maren", "spokesperson-of", "orrin-liberation-front", "spokesman"),
        ),
        (
            "They met Ali Maren, a member of the Orrin Liberation Front.",
            ("ali-maren", "member-of", "orrin-liberation-front", None),
        ),
        (
            "The Orrin Liberation Front, an offshoot of the Tide Liberation Army, fired.",
            ("orrin-liberation-front", "part-of", "tide-liberation-army", None),
        ),
        (
            "The Orrin Liberation Front is fighting the Tide Liberation Army.",
            ("orrin-liberation-front", "opposes", "tide-liberation-army", None),
        ),
    ],
)
def test_stated_relations(text: str, wanted: tuple[str, str, str, str | None]) -> None:
    assert [(r.subject_id, r.predicate, r.object_id, r.title) for r in ties(text)] == [wanted]


def test_a_denied_relation_carries_the_denial() -> None:
    (tie,) = ties("The army denied that Ali Maren, the leader of the Orrin Liberation Front, had left.")
    assert (tie.stance, tie.claim_id) == ("denies", "c0")


def test_names_side_by_side_are_no_relation() -> None:
    assert ties("Ali Maren saw the Orrin Liberation Front and the Tide Liberation Army.") == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Syrian Foreign Minister Ali Maren left.", ("ali-maren", "leads", "syrian-ministry-of-foreign-affairs")),
        ("Iraqi President Ali Maren left.", ("ali-maren", "leads", "iraq")),
        (
            "The Orrin Liberation Front fell. Its spokesman, Ali Maren, left.",
            ("ali-maren", "spokesperson-of", "orrin-liberation-front"),
        ),
        ("Ali Maren, the group's director, left the Orrin Liberation Front.", None),
        ("The Orrin Liberation Front, founded by Ali Maren, fell back.", ("ali-maren", "founded", "orrin-liberation-front")),
        ("It was Colonel Ali Maren of the Orrin Liberation Front.", ("ali-maren", "member-of", "orrin-liberation-front")),
        ("Orrin Liberation Front commander Ali Maren left.", ("ali-maren", "member-of", "orrin-liberation-front")),
        (
            "The Orrin Liberation Front, a group that Iraq says is backed by Syria, left.",
            ("syria", "supports", "orrin-liberation-front"),
        ),
        ("Iraq imposed sanctions on Ali Maren.", ("ali-maren", "sanctioned-by", "iraq")),
        ("They left for Iraq with envoy Ali Maren.", None),
    ],
)  # fmt: skip
def test_offices_and_ties(text: str, wanted: tuple[str, str, str] | None) -> None:
    found = [(r.subject_id, r.predicate, r.object_id) for r in ties(text)]
    assert found == ([wanted] if wanted else [])
