"""Reading ahead gives what reading at once gives, and nothing is read twice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from counterclaim.language.ahead import Ahead
from counterclaim.language.model import Label, Reading


class Counting:
    """Reads one label a text, and keeps what it was asked for."""

    digest = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.asked.extend(texts)
        if "bad" in texts:
            raise ValueError("bad text")
        return [Reading((Label("name", "ORG", 0, len(text), 1.0),)) for text in texts]


def test_an_expected_text_is_read_once_and_given_in_any_order() -> None:
    reader = Counting()
    with Ahead(reader) as ahead:
        ahead.expect(["one", "three", "one"])
        found = ahead.read(["three", "two", "one"])
    assert [x.labels[0].end for x in found] == [5, 3, 3]
    assert sorted(reader.asked) == ["one", "three", "two"]
    assert ahead.digest == "counting"


def test_what_has_no_room_is_read_when_it_is_asked_for() -> None:
    reader = Counting()
    long = "x" * 150_000
    with Ahead(reader) as ahead:
        ahead.expect([long, "y" * 60_000, "z"])
        assert len(ahead.read(["y" * 60_000])) == 1
        assert ahead.read([long, "z"])[0].labels[0].end == 150_000
        ahead.expect(["y" * 60_000])
    assert reader.asked.count(long) == 1


def test_a_fault_shows_where_the_text_is_asked_for() -> None:
    with Ahead(Counting()) as ahead:
        ahead.expect(["bad", "good"])
        assert ahead.read(["good"])[0].labels[0].end == 4
        with pytest.raises(ValueError, match="bad text"):
            ahead.read(["bad"])
