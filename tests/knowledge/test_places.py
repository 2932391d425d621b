"""A user's own places: a GeoNames dump or GeoJSON becomes a places file, and the file goes over ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import knowledge
from counterclaim.errors import SettingsError
from counterclaim.knowledge import places_file
from counterclaim.knowledge.gazetteer import Gazetteer
from counterclaim.knowledge.places_import import Imported, import_places


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return Gazetteer.load()


def first(places: Gazetteer, name: str) -> str | None:
    found = places.find(name)
    return found[0].id if found else None


def dump_line(
    geonames_id: object, name: str, lat: object, lon: object, code: str = "PPL", *, other: str = "", people: int = 1200
) -> str:
    """One line of a dump: a feature of Iraq, in Anbar."""
    kind = {"MILB": "S", "STM": "H", "ADM1": "A"}.get(code, "P")
    columns = [
        geonames_id,
        name,
        name,
        other,
        lat,
        lon,
        kind,
        code,
        "IQ",
        "",
        "01",
        "",
        "",
        "",
        people,
        "",
        30,
        "",
        "2020-01-01",
    ]
    return "\t".join(map(str, columns))


def feature(name: object, coordinates: object, **about: object) -> dict[str, object]:
    return {"properties": {"name": name, **about}, "geometry": {"type": "Point", "coordinates": coordinates}}


def imported(tmp_path: Path, *lines: str, classes: str = "AP") -> Imported:
    (tmp_path / "IQ.txt").write_text("\n".join(lines))
    return import_places(tmp_path / "IQ.txt", classes=classes)


def geojson(tmp_path: Path, *features: object) -> Imported:
    (tmp_path / "own.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return import_places(tmp_path / "own.geojson")


def test_a_dump_of_geonames(tmp_path: Path) -> None:
    given = imported(
        tmp_path,
        dump_line(1, "Vardabad", 33.1, 42.2, other="Varda Abad,VDB,فردا"),
        dump_line(2, "Tell Varda", 33.2, 42.2, people=300),
        dump_line(3, "Varda Barracks", 33.3, 42.2, "MILB"),
        dump_line(4, "Varda Creek", 33.4, 42.2, "STM"),
        "",
    )
    assert [(p.id, p.kind, p.geonames_id, p.population, p.admin1_id, p.aliases) for p in given.places] == [
        ("vardabad", "town", 1, 1200, "anbar-governorate", ("Varda Abad",)),
        ("tell-varda", "village", 2, 300, "anbar-governorate", ()),
        ("varda-barracks", "base", 3, 1200, "anbar-governorate", ()),
    ]
    assert (given.rejects, given.passed_over) == ((), 1)
    assert [p.name for p in imported(tmp_path, dump_line(4, "Varda Creek", 33.4, 42.2, "STM"), classes="H").places] == [
        "Varda Creek"
    ]


def test_rows_of_a_dump_that_are_off_are_named_and_the_rest_is_used(tmp_path: Path) -> None:
    given = imported(
        tmp_path,
        dump_line(1, "Vardabad", 33.1, 42.2),
        "2\tVarda",
        dump_line(3, "Varda", 99.0, 42.2),
        dump_line(4, "", 33.1, 42.2),
        dump_line("five", "Varda", 33.1, 42.2),
        dump_line(6, "Varda", "", 42.2),
        dump_line(7, "Varda", "nan", 42.2),
        dump_line(1, "Vardabad", 33.1, 42.2),
    )
    assert [p.name for p in given.places] == ["Vardabad"]
    assert [r.reason for r in given.rejects] == [
        "line 2: 2 columns, and a GeoNames dump has 19",
        "line 3: 99.0, 42.2 is no point on Earth",
        "line 4: no name",
        "line 5: the GeoNames id 'five' is no number",
        "line 6: no latitude",
        "line 7: the latitude 'nan' is no number",
        "line 8: the GeoNames id 1 stands in an earlier row",
    ]
    assert {(r.path, r.stage) for r in given.rejects} == {("IQ.txt", "places")}


def test_geojson(tmp_path: Path) -> None:
    ring = [[[44.0, 2.0], [44.2, 2.0], [44.2, 2.2], [44.0, 2.2], [44.0, 2.0]]]
    given = geojson(
        tmp_path,
        feature("Vardabad", [42.2, 33.1], country="so", kind="village", aliases=["Varda Abad"], population=40),
        feature("Varda Marsh", ring, kind="region"),
        feature("", [42.2, 33.1]),
        feature("Varda", [33.1, 142.2]),
        feature("Varda", ["a", "b"]),
        feature("Varda", []),
        feature("Varda", [42.2, 33.1], kind="castle"),
        feature("Varda", [42.2, 33.1], country="Somalia"),
        {"geometry": None},
        "Varda",
    )
    town, marsh = given.places
    assert (town.name, town.latitude, town.longitude, town.country, town.kind) == (
        "Vardabad",
        33.1,
        42.2,
        "SO",
        "village",
    )
    assert (marsh.latitude, marsh.longitude) == pytest.approx((2.1, 44.1))
    assert [r.reason.partition(";")[0] for r in given.rejects] == [
        "feature 3: no name",
        "feature 4: the latitude 142.2 is none",
        "feature 5: its coordinates are no points",
        "feature 6: no coordinates",
        "feature 7: no kind 'castle'",
        "feature 8: the country 'Somalia' is no two letters of ISO 3166",
        "feature 9: no feature with properties and a geometry",
        "feature 10: no feature with properties and a geometry",
    ]


@pytest.mark.parametrize(
    ("words", "classes", "says"),
    [
        ("1\tVarda\n", "AP", "no place can be used: line 1"),
        (dump_line(1, "Varda Creek", 33.4, 42.2, "STM"), "AP", "no row of the classes A, P"),
        (dump_line(1, "Varda", 33.4, 42.2), "AX", "no feature class 'X'"),
        ('{"type": ', "AP", "own"),
        ('{"features": 3}', "AP", "features is no list"),
        ("", "AP", "no place can be used"),
    ],
)
def test_a_file_without_a_place_is_said(tmp_path: Path, words: str, classes: str, says: str) -> None:
    path = tmp_path / "own.txt"
    path.write_text(words)
    with pytest.raises(SettingsError, match=says):
        import_places(path, classes=classes)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["\t", "1", "P", "a", "{", "[", '"', "\n"]), max_size=60).map("".join)
)
def test_any_text_is_imported_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        import_places(path)
    except SettingsError as error:
        assert len(str(error).splitlines()) == 1


# -- the places file


def test_a_places_file_reads_back_what_was_written(tmp_path: Path) -> None:
    given = imported(
        tmp_path, dump_line(1, "Vardabad", 33.1, 42.2, other="Varda Abad,Old Varda"), dump_line(2, "Tell, Varda", 1, -2)
    )
    assert places_file.write(given.places, tmp_path / "own.csv") == 2
    assert places_file.read(tmp_path / "own.csv") == (given.places, ())


def test_lines_of_a_places_file_that_are_off_are_rejects(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    lines = ["name,latitude,longitude,kind", "Vardabad,33.1,42.2,town", ",33.1,42.2,town", "Varda,33.1,,town",
             "Varda,north,42.2,town", "Varda,33.1,42.2,castle", "Varda,33.1,242.2,town"]  # fmt: skip
    path.write_text("\n".join(lines))
    rows, rejects = places_file.read(path)
    assert [row.id for row in rows] == ["vardabad"]
    assert [r.reason.partition(";")[0] for r in rejects] == [
        "line 3: no name",
        "line 4: no longitude",
        "line 5: the latitude 'north' is no number",
        "line 6: no kind 'castle'",
        "line 7: 33.1, 242.2 is no point on Earth",
    ]
    assert knowledge.load((), (path,)).rejects == rejects


@pytest.mark.parametrize(
    ("words", "says"),
    [("1\tVarda\t33.1\n", "no column 'name'"), ("name,latitude,longitude,kind\n", "no place in it"), ("", "no column")],
)
def test_what_is_no_places_file_is_said(tmp_path: Path, words: str, says: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(words)
    with pytest.raises(SettingsError, match=says):
        places_file.read(path)


# -- merging


def test_own_places_go_over_ours(places: Gazetteer, tmp_path: Path) -> None:
    rows = imported(
        tmp_path,
        dump_line(1, "Vardabad", 33.1, 42.2, other="Varda Abad"),
        dump_line(98182, "Bagdadu", 33.3, 44.3, "PPLC"),
    ).places
    merged = places.with_places(rows)
    assert first(merged, "al-Vardabad") == first(merged, "Varda Abad") == "vardabad"
    assert first(places, "Vardabad") is None
    assert merged.digest != places.digest
    town, capital = merged.get("vardabad"), merged.get("baghdad")
    assert town is not None and town.admin1 == "Anbar Governorate"
    assert merged.contains("anbar-governorate", "vardabad")
    assert capital is not None and (capital.latitude, capital.longitude) == (33.3, 44.3)
    assert [first(merged, name) for name in ("Baghdad", "Bagdadu")] == ["baghdad", "baghdad"]


def test_an_id_that_is_taken_is_not_given_twice(places: Gazetteer, tmp_path: Path) -> None:
    (row,) = geojson(tmp_path, feature("Baghdad", [44.1, 2.1], country="SO", kind="village")).places
    merged = places.with_places([row, row])
    assert first(merged, "Baghdad") == "baghdad"
    assert merged.get("baghdad-so") is not None and merged.get("baghdad-so-2") is not None
    resolved = merged.resolve(["Baghdad"], context={"SO": 40.0})[0]
    assert resolved is not None
