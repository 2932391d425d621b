from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.finding.reader import named


def names(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.type) for m in named(text).mentions if m.how in ("name", "alias", "acronym")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The raid was led by General Ali Maren.", [("Ali Maren", "PERSON")]),
        ("They met Iraqi Prime Minister Ali Maren.", [("Iraqi", "NORP"), ("Ali Maren", "PERSON")]),
        ("It was the Orrin Liberation Army.", [("Orrin Liberation Army", "ORG")]),
        ("He left the Ministry of Fisheries.", [("Ministry of Fisheries", "ORG")]),
        ("Officials said so. Residents left. Fighting continued.", []),
        ("They are Syria-backed militias.", [("Syria", "PLACE")]),
        ("On Monday it rained in May.", []),
    ],
)
def test_bare_names_with_their_types(text: str, wanted: list[tuple[str, str]]) -> None:
    assert names(text) == wanted


def test_a_surname_is_the_person_named_before() -> None:
    found = named("General Ali Maren left. Later Maren returned.")
    assert {m.entity_id for m in found.mentions} == {"ali-maren"}
    assert found.entity("ali-maren") is not None


def test_an_acronym_in_brackets_is_the_name_before_it() -> None:
    found = named("The Orrin Liberation Front (OLF) fired. Later the OLF fell back.")
    olf = [m for m in found.mentions if m.text == "OLF"]
    assert [(m.entity_id, m.how) for m in olf] == [("orrin-liberation-front", "acronym")] * 2


def test_part_of_a_name_is_the_whole() -> None:
    found = named("The Orrin Liberation Front fired. Later the Front fell back.")
    assert {m.entity_id for m in found.mentions} == {"orrin-liberation-front"}


def test_spellings_of_one_person_are_one() -> None:
    found = named("General Abu Bakir al-Mareni spoke. They knew Abu Baker al-Mareni.")
    assert len({m.entity_id for m in found.mentions}) == 1


def test_a_pronoun_and_a_description_are_mentions() -> None:
    found = named("General Ali Maren joined the Orrin Liberation Front. He said the group was strong.")
    told = {m.text: (m.entity_id, m.how) for m in found.mentions if m.how in ("pronoun", "description")}
    assert told == {"He": ("ali-maren", "pronoun"), "the group": ("orrin-liberation-front", "description")}


def test_a_woman_is_not_he() -> None:
    found = named("General Ali Maren met Mrs Layla Orrin. He left.")
    assert [m.entity_id for m in found.mentions if m.how == "pronoun"] == ["ali-maren"]


def test_words_of_headlines_are_names_only_where_the_text_says_so() -> None:
    found = names("Orrin Army Shells Port And Leaves Quickly\n\nThe army of Orrin left.")
    assert [text for text, _ in found] == ["Orrin", "Orrin"]


def test_a_place_has_a_row_with_coordinates() -> None:
    found = named("Shells hit a market in Baghdad.")
    (place,) = found.places
    assert place.country == "IQ" and 33 < (place.latitude or 0) < 34


def test_private_persons_have_no_public_role() -> None:
    entity = named("Ali Maren, a fisherman, left.").entity("ali-maren")
    assert entity is not None and entity.public_role is None and not entity.known


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Ali", "Maren", "the", "US", "Front", "of", "(OF)", ".", "-", "’s", "he", "Iraqi-led", "\n"]),
        max_size=25,
    )
)
def test_mentions_anchor_and_do_not_overlap(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = named(text)
    keys = {e.entity_id for e in found.entities}
    end = 0
    for m in found.mentions:
        assert text[m.start : m.end] == m.text and m.entity_id in keys
        assert m.start >= end
        end = m.end


@pytest.mark.parametrize(
    ("text", "acts"), [("Baghdad denied that it fired.", True), ("Shells hit a market in Baghdad.", False)]
)
def test_a_capital_that_speaks_is_its_government(text: str, acts: bool) -> None:
    (mention,) = (m for m in named(text).mentions if m.text == "Baghdad")
    assert mention.type == "PLACE"
    assert (mention.entity_id != "baghdad") is acts


def test_a_surname_above_its_full_name_is_the_person() -> None:
    found = named("Maren: We are staying\n\nGeneral Ali Maren left the port. Maren waved.")
    assert {m.entity_id for m in found.mentions if m.type == "PERSON"} == {"ali-maren"}


def test_a_surname_like_a_town_is_the_person_of_the_article() -> None:
    found = named("General Edo Karras left. Karras fell ill.")
    assert [(m.text, m.type) for m in found.mentions] == [("Edo Karras", "PERSON"), ("Karras", "PERSON")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Iraq's army fled. The Defence Ministry said so.", "iraqi-ministry-of-defence"),
        ("The Defence Ministry in Baghdad said so.", "iraqi-ministry-of-defence"),
        ("Syria's army fled. Later the Foreign Ministry said so.", "syrian-ministry-of-foreign-affairs"),
    ],
)  # fmt: skip
def test_a_ministry_is_that_of_the_state_of_which_the_article_speaks(text: str, key: str) -> None:
    (ministry,) = (m for m in named(text).mentions if m.text in ("Defence Ministry", "Foreign Ministry"))
    assert ministry.entity_id == key


def test_a_lost_apostrophe_hides_no_name() -> None:
    found = [(m.text, m.type, m.entity_id) for m in named("Shells hit Syrias Aleppo again.").mentions]
    assert found[0] == ("Syrias", "PLACE", "syria")
    assert (found[1][0], found[1][1]) == ("Aleppo", "PLACE")


def test_words_of_war_headlines_are_no_names() -> None:
    assert names("12 Civilians Killed in Terrorist Attacks\n\nThe army fled. Terrorist Attack Kills Two.") == []


def test_a_ship_is_a_product() -> None:
    assert names("They seized the fishing boat Grey Gull.") == [("Grey Gull", "PRODUCT")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They fled along Highway 19 to Mosul.", "Highway 19"),
        ("She lives in Chicago, Ill., and works there.", "Ill."),
    ],
)
def test_a_place_has_its_number_and_its_full_stop(text: str, wanted: str) -> None:
    assert (wanted, "PLACE") in names(text)


def test_a_place_inside_the_name_of_a_body_places_the_others() -> None:
    text = "The Texas Department of Fisheries opened an office in Paris. The Texas Rangers Museum followed."
    found = named(text)
    assert [text[s:e] for (s, e), _ in found.inner][:1] == ["Texas"]
    assert [(p.name, p.admin1) for p in found.places if p.name == "Paris"] == [("Paris", "Texas")]
    assert all(m.text != "Texas" for m in found.mentions)


def test_a_modifier_of_backing_parts_two_names() -> None:
    found = named("They met the Iran-backed Orrin Liberation Front and the Hezbollah-affiliated Tide Liberation Army.")
    assert [m.text for m in found.mentions] == ["Iran", "Orrin Liberation Front", "Hezbollah", "Tide Liberation Army"]
