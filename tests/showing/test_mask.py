"""Private persons are withheld; public ones and organisations are not."""

from __future__ import annotations

from counterclaim.records import MentionType
from counterclaim.showing.mask import Mask
from tests.factories import entity, mention

PERSON = {"type": MentionType.PERSON}
PEOPLE = (
    entity("berin-tolk", "Berin Tolk", aliases=("Tolk",), **PERSON),
    entity("ana-maren", "Ana Maren", public_role="president of Ostrel", **PERSON),
    entity("tide-front", "Tide Front"),
)
TEXT = "Tolk, a fisherman, met Ana Maren."
MASK = Mask.build(
    PEOPLE, (mention("berin-tolk", "Tolk", 0, document_id="d"), mention("ana-maren", "Ana Maren", 23, document_id="d"))
)


def test_only_the_private_name_is_withheld_in_words_that_have_an_anchor() -> None:
    assert MASK.words(TEXT, "d", 0) == "[private person], a fisherman, met Ana Maren."


def test_a_piece_of_the_text_is_masked_by_its_own_offsets() -> None:
    assert MASK.words(TEXT[18:], "d", 18) == TEXT[18:]
    assert MASK.words("olk, a", "d", 1) == "[private person], a"


def test_words_without_an_anchor_are_masked_by_name() -> None:
    assert MASK.plain("Berin Tolk and Tolkien") == "[private person] and Tolkien"
    assert MASK.plain("Tolk Street") == "Tolk Street"  # one word may be another name
    assert MASK.plain("Tolk", short=True) == "[private person]"


def test_rows_lose_name_aliases_and_id() -> None:
    row = {"entity_id": "berin-tolk", "name": "Berin Tolk", "aliases": ["Tolk"], "wikidata": None}
    assert MASK.row("entities", row) == {
        "entity_id": "private-person-1",
        "name": "private person 1",
        "aliases": [],
        "wikidata": None,
    }
    where = {"document_id": "d", "start": 0, "end": 12}
    claim = where | {"speaker_id": "berin-tolk", "chain": ["harbour-post", "berin-tolk"], "text": "Tolk drowned"}
    assert MASK.row("claims", claim) == where | {
        "speaker_id": "private-person-1",
        "chain": ["harbour-post", "private-person-1"],
        "text": "[private person] drowned",
    }


def test_without_private_persons_rows_are_as_they_were() -> None:
    row = {"speaker_id": "berin-tolk"}
    assert Mask.none().row("claims", row) is row


def test_a_name_inside_a_longer_one_does_not_uncover_its_rest() -> None:
    mentions = (
        mention("berin-tolk", "Berin Tolk", 0, document_id="d"),
        mention("berin-tolk", "Ber", 0, document_id="d"),
        mention("berin-tolk", "in", 3, document_id="d"),
    )
    mask = Mask.build(PEOPLE, mentions)
    assert mask.words("Tolk left.", "d", 6) == "[private person] left."
    assert mask.words("Berin Tolk left.", "d", 0) == "[private person] left."


def test_names_in_positions_and_values_are_withheld_one_by_one() -> None:
    position = {"by": "Tolk", "position": "Tide Front, Tolk", "claim_id": None, "account_id": None}
    row = MASK.row("disputes", {"dispute_id": "dis-1", "positions": [position]})
    assert row["positions"] == [
        {"by": "[private person]", "position": "Tide Front, [private person]", "claim_id": None, "account_id": None}
    ]
    assert MASK.row("support", {"slot": "who", "value": "Tolk"})["value"] == "[private person]"


def test_a_decision_keeps_its_values_and_loses_names_and_quotations() -> None:
    base = {"document_id": "d", "start": 0, "words": "Tolk, a fisherman", "before": '{"text":"Tolk, a fisherman"}'}
    row = {**base, "target_table": "claims", "target_id": "clm-1", "after": '{"stance":"denies"}', "reason": ""}
    assert MASK.row("decisions", row) == {**row, "words": "[private person], a fisherman", "before": None}
    named = {**row, "after": '{"speaker":{"key":"tolk","name":"Tolk"}}', "reason": "no claim at “Tolk, a”"}
    masked = MASK.row("decisions", named)
    assert (masked["after"], masked["reason"]) == (None, None)
    for target, shown in (("berin-tolk", "private-person-1"), ("tide-front", "tide-front"), ("old-tolk", None)):
        of_entity = {**row, "target_table": "entities", "target_id": target}
        assert MASK.row("decisions", of_entity)["target_id"] == shown
