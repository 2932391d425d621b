"""What two whole texts are to one another, on invented articles."""

from __future__ import annotations

import pytest

from counterclaim.records import Copy, CopyKind
from counterclaim.weighing.alike import Text, Texts, copied, label, without_standing_lines
from tests.factories import article, found
from tests.weighing.test_lineage import CUT, OTHER, WIRE

RETOLD = (
    "At least fourteen traders died on Tuesday when shells struck the fish market of Dunmere, the Kell Monitoring Centre said. "
    "Halvane spoke of a depot that its guns had aimed at. Smoke stood over the harbour for hours."
)
HOUSE = (
    " The war over the fishing grounds began nine years ago, when Ostrel closed the strait to all boats from Varda, and has cost "
    "some four thousand lives on both shores since. Talks in Lorne have failed three times over the question of who may patrol it."
)
MORE = (
    OTHER
    + " They parted late in the evening and will see one another again in the spring, their offices wrote."
    + HOUSE
)


@pytest.mark.parametrize(
    ("left", "right", "is_"),
    [
        (WIRE, WIRE, "verbatim"),
        (WIRE, WIRE.replace("Halvane", "Varda").replace("fish market", "fishmarket"), "verbatim"),
        (WIRE, CUT, "edited"),
        (WIRE, RETOLD, "same-event"),
        (WIRE, OTHER, "unrelated"),
    ],
)
def test_labels(left: str, right: str, is_: str) -> None:
    assert label(Texts(Text(left), Text(right))) == is_
    assert label(Texts(Text(right), Text(left))) == is_


def test_standing_lines_of_one_outlet_are_no_copy() -> None:
    assert not copied(Texts(Text(WIRE + HOUSE, "harbour-post"), Text(MORE, "harbour-post")))
    pieces = [found(article(i), text) for i, text in (("a", WIRE + HOUSE), ("b", MORE), ("c", CUT + HOUSE))]
    rows = [Copy("b", "a", CopyKind.EDITED, 0.4), Copy("c", "a", CopyKind.EDITED, 0.8)]
    one = dict.fromkeys("abc", "harbour-post")
    assert [r.article_id for r in without_standing_lines(rows, pieces, one)] == ["c"]
    two = one | {"b": "meridian-wire"}
    assert [r.article_id for r in without_standing_lines(rows, pieces, two)] == ["b", "c"]


def test_empty_texts_are_unrelated() -> None:
    assert label(Texts(Text(""), Text(WIRE))) == "unrelated"
