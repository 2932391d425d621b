"""The gazetteer: what a name can mean, and what an article's names mean together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import SettingsError
from counterclaim.knowledge.gazetteer import (
    RULES,
    Gazetteer,
    distance_km,
    loose_key,
    name_key,
    read_by_hand,
)
from counterclaim.records import Precision


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return Gazetteer.load()


def first(places: Gazetteer, name: str) -> str | None:
    found = places.find(name)
    return found[0].id if found else None


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Baghdad", "baghdad"),
        ("BAGHDAD", "baghdad"),
        ("Syria", "syria"),
        ("the United States", "united-states"),
        ("UK", "united-kingdom"),
        ("Palestine", "palestine"),
        ("al-Qa'im", "al-qaim"),
        ("Al Qa’im", "al-qaim"),
        ("Qaim", "al-qaim"),
        ("Fallujah", "fallujah"),
        ("Falluja", "fallujah"),
        ("Deir ez-Zor", "deir-ez-zor"),
        ("Deir al-Zour", "deir-ez-zor"),
        ("Khan Shaykhoun", "khan-sheikhoun"),
        ("Jaballia", "jabalia"),
        ("Ayn al Assad", "ain-al-asad"),
        ("Yarmouk camp", "yarmouk"),
        ("Zamzam camp", "zamzam-camp"),
        ("Kiev", "kyiv"),
        ("Deir Ezzor", "deir-ez-zor"),
        ("Sanaa", "sanaa"),
        ("Gaza", "gaza-strip"),
        ("Gaza City", "gaza-city"),
        ("northern Syria", "syria"),
        ("Idlib", "idlib"),
        ("Idlib province", "idlib-governorate"),
        ("governorate of Aleppo", "aleppo-governorate"),
        ("Donetsk region", "donetsk-oblast"),
        ("Donbass", "donbas"),
        ("Anbar", "anbar-governorate"),
        ("Washington", "washington"),
        ("Washington state", "washington-state"),
        ("New York", "new-york"),
        ("Georgia", "georgia"),
        ("Hodeida", "hodeidah"),
        ("Zaporizhzhia NPP", "zaporizhzhia-nuclear-power-plant"),
    ],
)
def test_a_name_means_its_most_important_bearer(places: Gazetteer, name: str, place_id: str) -> None:
    assert first(places, name) == place_id


@pytest.mark.parametrize("name", ["", " ", "-", "Ostrelgrad-on-Vard", "12345", "\u0000"])
def test_a_name_nobody_bears_finds_nothing(places: Gazetteer, name: str) -> None:
    assert places.find(name) == ()


@given(st.text(max_size=40))
def test_keys_are_plain_and_stable(name: str) -> None:
    key = name_key(name)
    assert key == name_key(name.upper().lower()) or not name.isascii()
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())
    assert name_key(key) == key or len(key) < 3
    assert loose_key(key) == "" or len(loose_key(key)) >= 3


def test_a_place_says_where_it_lies_and_how_exactly(places: Gazetteer) -> None:
    base = places.get("ain-al-asad")
    assert base is not None
    assert (base.country, base.admin1, base.precision) == ("IQ", "Anbar Governorate", Precision.EXACT)
    for place_id, precision in [
        ("iraq", Precision.COUNTRY),
        ("anbar-governorate", Precision.AREA),
        ("red-sea", Precision.AREA),
        ("jobar", Precision.DISTRICT),
        ("mosul", Precision.EXACT),
    ]:
        place = places.get(place_id)
        assert place is not None
        assert place.precision is precision
        record = place.record()
        assert (record.place_id, record.latitude, record.country) == (place_id, place.latitude, place.country)


def test_ids_lead_back_to_their_place_and_are_unique(places: Gazetteer) -> None:
    seen = set()
    for number in range(0, len(places.table), 997):
        place_id = places.table.first(number).decode()
        place = places.get(place_id)
        assert place is not None
        assert place.id == place_id
        assert any(found.id == place_id for found in places.find(place.name)) or len(places.find(place.name)) >= 12
        seen.add(place_id)
    assert len(seen) == len(range(0, len(places.table), 997))
    assert places.get("no-such-place") is None


def test_every_row_lies_on_earth_and_its_area_is_known(places: Gazetteer) -> None:
    for place in places.by_hand.values():
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180
        for holder in (place.admin1_id, *place.within):
            assert holder is None or places.get(holder) is not None, (place.id, holder)
        assert place.country is None or places.country(place.country) is not None


def test_places_written_by_hand_lie_in_their_countries(places: Gazetteer) -> None:
    """A slip of a digit puts a place far from every town of its first-level area."""
    for place in places.by_hand.values():
        area = places.get(place.admin1_id or "")
        if area is not None:
            distance = places.distance_km(place.id, area.id)
            assert distance is not None
            assert distance < (900 if place.country == "RU" else 620), (place.id, distance)


def test_countries_by_code(places: Gazetteer) -> None:
    for code, place_id in [
        ("IQ", "iraq"),
        ("sy", "syria"),
        ("US", "united-states"),
        ("PS", "palestine"),
        ("SD", "sudan"),
    ]:
        country = places.country(code)
        assert country is not None
        assert country.id == place_id
    assert places.country("ZZ") is None


@pytest.mark.parametrize(
    ("outer", "inner", "answer"),
    [
        ("iraq", "baghdad", True),
        ("anbar-governorate", "ain-al-asad", True),
        ("donbas", "bakhmut", True),
        ("ukraine", "bakhmut", True),
        ("kurdistan-region", "erbil", True),
        ("gaza-strip", "rafah", True),
        ("darfur", "el-fasher", True),
        ("syria", "baghdad", False),
        ("idlib-governorate", "raqqa", False),
        ("baghdad", "iraq", None),
        ("iraq", "iraq", False),
        ("damascus", "mezzeh", None),
        ("red-sea", "hodeidah", None),
        ("iraq", "no-such-place", None),
    ],
)
def test_containment(places: Gazetteer, outer: str, inner: str, answer: bool | None) -> None:
    assert places.contains(outer, inner) is answer


def test_distances(places: Gazetteer) -> None:
    assert distance_km((0, 0), (0, 0)) == 0
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20015, abs=1)
    assert places.distance_km("baghdad", "damascus") == pytest.approx(755, abs=25)
    assert places.distance_km("baghdad", "no-such-place") is None


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["Tripoli", "Benghazi", "Misrata"], "tripoli"),
        (["Tripoli", "Beirut", "Sidon"], "tripoli-north-lebanon-governorate-lb"),
        (["Paris"], "paris"),
        (["Paris, Texas"], "paris-texas-us"),
        (["Paris", "Texas", "Dallas"], "paris-texas-us"),
        (["Qaim", "Anbar"], "al-qaim"),
    ],
)
def test_an_articles_names_are_decided_together(places: Gazetteer, names: list[str], wanted: str) -> None:
    found = places.resolve(names)[0]
    assert found is not None
    assert found.place.id == wanted


def test_text_and_context_put_a_name_in_its_country(places: Gazetteer) -> None:
    alone = places.resolve(["Tripoli"])[0]
    helped = places.resolve(["Tripoli"], context={"LB": 6.0})[0]
    inside = places.resolve(["Paris", "Texas"], inside={0: 1})[0]
    assert alone is not None
    assert helped is not None
    assert inside is not None
    assert (alone.place.country, helped.place.country, inside.place.country) == ("LY", "LB", "US")


def test_a_decision_names_the_rules_that_made_it(places: Gazetteer) -> None:
    names = {rule.__name__ for rule in RULES}
    found = places.resolve(["Tripoli", "Beirut", "Ostrelgrad-on-Vard", "Tripoli"])
    assert found[2] is None
    assert found[0] is not None
    assert found[0] == found[3]
    assert {name for name, _ in found[0].reasons} <= names
    assert sum(points for _, points in found[0].reasons) == pytest.approx(found[0].score, abs=0.01)
    assert all(rule.__doc__ for rule in RULES)


def test_the_same_names_give_the_same_places(places: Gazetteer) -> None:
    names = ["Homs", "Rastan", "Hama", "Tartus", "Damascus", "Yarmouk"]
    assert places.resolve(names) == Gazetteer.load().resolve(names)
    assert places.digest == Gazetteer.load().digest
    assert places.resolve([]) == ()


@pytest.mark.parametrize(
    "row",
    [
        {"name": "Varda"},
        {"name": "Varda", "lat": 1, "lon": 2, "kind": "castle"},
        {"name": "Varda", "lat": 1, "lon": 200, "kind": "town"},
        {"name": "Varda", "lat": 1, "lon": 2, "kind": "town", "colour": "red"},
    ],
)
def test_a_row_by_hand_that_is_off_is_named(row: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=r"own\.toml: place 1"):
        read_by_hand({"place": [row]}, "own.toml")


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["Huntsville", "Walker County", "Conroe", "Madisonville"], "TX"),
        (["Huntsville", "Decatur", "Athens, Alabama"], "AL"),
    ],
)
def test_names_with_many_bearers_settle_one_another(places: Gazetteer, names: list[str], wanted: str) -> None:
    found = places.resolve(names)[0]
    assert found is not None
    state = {"TX": "texas", "AL": "alabama"}[wanted]
    assert found.place.admin1_id == state


def test_the_outlets_home_speaks_for_its_own_places(places: Gazetteer) -> None:
    abroad, at_home = places.resolve(["Lancaster"], home="US")[0], places.resolve(["Lancaster"], home="gb")[0]
    assert abroad is not None
    assert at_home is not None
    assert (abroad.place.country, at_home.place.country) == ("US", "GB")
    assert "at_home" in dict(at_home.reasons)


def test_a_side_of_a_town_is_that_town_only_where_it_is_a_city(places: Gazetteer) -> None:
    assert places.find("Roscoe")
    assert places.find("western Roscoe") == ()
    assert places.find("eastern Mosul")[0].id == "mosul"
    assert places.find("northern Syria")[0].id == "syria"


@pytest.mark.parametrize("name", ["Oxfordshire", "Tipperary", "Anhui", "NSW", "Pangasinan", "Java"])
def test_areas_below_a_state_are_known(places: Gazetteer, name: str) -> None:
    assert places.find(name)[0].precision in (Precision.AREA, Precision.DISTRICT)
