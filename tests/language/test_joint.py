"""Names of the model and of the rules beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from counterclaim.language.joint import Joint
from counterclaim.language.model import Label, Link, Reading

TEXT = "the Tide Front left Dunmere, Milo Venn said"


class Fixed:
    """A backend that answers every text with the same labels."""

    digest = "fixed"

    def __init__(self, *labels: Label, links: tuple[Link, ...] = ()) -> None:
        self.reading = Reading(labels, links)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [self.reading for _ in texts]


def name(words: str, type_: str, score: float) -> Label:
    start = TEXT.index(words)
    return Label("name", type_, start, start + len(words), score)


def names(model: Fixed, rules: Fixed) -> list[tuple[str, str]]:
    (reading,) = Joint(model, rules).read([TEXT])  # type: ignore[arg-type]
    return [(TEXT[x.start : x.end], x.value) for x in reading.layer("name")]


@pytest.mark.parametrize(
    ("model", "rules", "wanted"),
    [
        ([("Dunmere", "PLACE", 0.99)], [], [("Dunmere", "PLACE")]),
        ([("Dunmere", "PLACE", 0.5)], [], []),
        ([("the", "ORG", 0.99)], [], []),
        ([("Dunmere", "PLACE", 0.95)], [("Dunmere", "MISC", 0.4)], [("Dunmere", "PLACE")]),
        ([("Dunmere", "PLACE", 0.5)], [("Dunmere", "ORG", 0.4)], [("Dunmere", "ORG")]),
        ([("the Tide Front", "ORG", 0.99)], [("Tide Front", "ORG", 0.9)], [("Tide Front", "ORG")]),
    ],
    ids=["own", "unsure", "no name", "type of the model", "type of the rules", "ends of the rules"],
)
def test_what_stands_where_both_see_something(
    model: list[tuple[str, str, float]], rules: list[tuple[str, str, float]], wanted: list[tuple[str, str]]
) -> None:
    assert names(Fixed(*(name(*x) for x in model)), Fixed(*(name(*x) for x in rules))) == wanted


def test_links_still_point_at_their_labels() -> None:
    cue = Label("cue", "asserts", TEXT.index("said"), len(TEXT), 0.9)
    model = Fixed(
        name("Milo Venn", "PERSON", 0.99), cue, name("Milo", "PERSON", 0.9), links=(Link("source", 1, 2, 0.9),)
    )
    (reading,) = Joint(model, Fixed(name("Milo Venn", "PERSON", 0.5))).read([TEXT])  # type: ignore[arg-type]
    (link,) = reading.links
    assert [TEXT[reading.labels[n].start : reading.labels[n].end] for n in (link.head, link.tail)] == ["said", "Milo"]
