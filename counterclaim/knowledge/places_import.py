"""A gazetteer of the user's as rows of places: a GeoNames dump, or GeoJSON.

A dump has the 19 tab-separated columns of ``allCountries.txt`` (geonames.org/export). In GeoJSON (RFC 7946) every feature needs
a name (``name`` or ``title``) and a geometry; of lines and areas the middle of the points is taken. A row that cannot be
used is a reject with its reason.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.knowledge.files import data_toml
from counterclaim.knowledge.gazetteer import PRECISION, GazPlace, place_from
from counterclaim.records import Reject

STAGE = "places"
# GeoNames' own classes (geonames.org/export/codes.html); A and P are areas and settlements.
CLASSES = "AHLPRSTUV"
DEFAULT_CLASSES = "AP"

_COLUMNS = 19
# Feature codes and the kinds that they stand for here; these are kept whatever their class.
_KINDS = {
    "PCL": "country", "ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin2", "PPLC": "capital", "PPLX": "neighbourhood",
    "CONT": "continent", "RGN": "region", "AREA": "region", "SEA": "sea", "GULF": "sea", "OCN": "sea", "STRT": "sea",
    "MILB": "base", "AIRB": "base", "CMPRF": "camp", "CMP": "camp",
}  # fmt: skip
_KIND_OF_CLASS = {"P": "town", "A": "admin2", "L": "region", "H": "region", "V": "region", "U": "region"}
# People below which a settlement is a village: it then needs more of its article before it is taken to be meant.
_VILLAGE = 1_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gave: places in its order, rejects, and how many rows were passed over for their feature class."""

    places: tuple[GazPlace, ...]
    rejects: tuple[Reject, ...]
    passed_over: int


def import_places(path: Path, *, classes: str = DEFAULT_CLASSES) -> Imported:
    """Read a dump or GeoJSON. ``classes`` are the letters of the GeoNames feature classes to keep; GeoJSON is kept whole.

    Raises SettingsError for a file that cannot be read, for a class that does not exist, and where nothing can be used.
    """
    unknown = sorted(set(classes) - set(CLASSES))
    if unknown:
        raise SettingsError(f"no feature class {unknown[0]!r}; GeoNames has {', '.join(CLASSES)}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    rows = _of_geojson(text, path) if text.lstrip().startswith(("{", "[")) else _of_dump(text, frozenset(classes))
    places: list[GazPlace] = []
    rejects: list[Reject] = []
    seen: set[int] = set()
    passed_over = 0
    for where, given in rows:
        if given is None:
            passed_over += 1
            continue
        try:
            place = given if isinstance(given, GazPlace) else _place(given)
            if place.geonames_id is not None and place.geonames_id in seen:
                raise ValueError(f"the GeoNames id {place.geonames_id} stands in an earlier row")
        except (KeyError, TypeError, ValueError) as error:
            rejects.append(Reject(path.name, None, STAGE, f"{where}: {_why(error)}"))
            continue
        if place.geonames_id is not None:
            seen.add(place.geonames_id)
        places.append(place)
    if not places:
        why = rejects[0].reason if rejects else f"no row of the classes {', '.join(classes)}"
        raise SettingsError(f"{path}: no place can be used: {why}")
    return Imported(tuple(places), tuple(rejects), passed_over)


def _why(error: Exception) -> str:
    return f"no {error.args[0]}" if isinstance(error, KeyError) else str(error)


Given = Mapping[str, Any]
Rows = Iterator[tuple[str, Given | None]]


def _place(given: Given) -> GazPlace:
    """Raises ValueError, in words, for what is no place."""
    if isinstance(given.get("error"), str):
        raise ValueError(given["error"])
    name = given.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ValueError("no name")
    if not any(letter.isalpha() for letter in name):
        raise ValueError(f"{name!r} is no name")
    latitude, longitude = _degrees(given.get("lat"), "latitude"), _degrees(given.get("lon"), "longitude")
    kind = given.get("kind")
    if kind not in PRECISION:
        raise ValueError(f"no kind {kind!r}; there are {', '.join(PRECISION)}")
    country = given.get("country")
    if country is not None and not (isinstance(country, str) and len(country) == 2 and country.isalpha()):
        raise ValueError(f"the country {country!r} is no two letters of ISO 3166")
    aliases = given.get("aliases") or ()
    if not isinstance(aliases, list | tuple) or not all(isinstance(alias, str) for alias in aliases):
        raise ValueError("aliases is no list of names")
    row = {**given, "name": " ".join(name.split()), "lat": latitude, "lon": longitude, "aliases": aliases}
    if country:
        row["country"] = country.upper()
    return place_from(row)


def _degrees(given: object, name: str) -> float:
    try:
        degrees = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError(f"no {name}" if given in (None, "") else f"the {name} {given!r} is no number") from None
    if not math.isfinite(degrees):
        raise ValueError(f"the {name} {given!r} is no number")
    return degrees


# ---------------------------------------------------------------- GeoNames


def _of_dump(text: str, classes: frozenset[str]) -> Rows:
    areas = _areas()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            yield f"line {number}", _dump_row(line.rstrip("\r").split("\t"), classes, areas)


def _dump_row(row: Sequence[str], classes: frozenset[str], areas: Mapping[tuple[str, str], str]) -> Given | None:
    if len(row) < _COLUMNS - 4:
        return {"error": f"{len(row)} columns, and a GeoNames dump has {_COLUMNS}"}
    code = row[7][:3] if row[7].startswith("PCL") else row[7]
    if row[6] not in classes and code not in _KINDS:
        return None
    if not row[0].isdecimal():
        return {"error": f"the GeoNames id {row[0]!r} is no number"}
    people = int(row[14]) if row[14].isdecimal() else 0
    kind = _KINDS.get(code) or _KIND_OF_CLASS.get(row[6], "site")
    if kind == "town" and 0 < people < _VILLAGE:
        kind = "village"
    # Alternate names of one letter or of capitals alone are codes of airports and stations.
    aliases = [n for n in row[3].split(",") if n.isascii() and len(n) > 1 and not (n.isupper() and len(n) <= 4)]
    given = {
        "name": row[1], "lat": row[4], "lon": row[5], "country": row[8] or None, "kind": kind,
        "geonames_id": int(row[0]), "population": people, "aliases": aliases,
    }  # fmt: skip
    area = areas.get((row[8], row[10])) if kind not in ("country", "admin1") else None
    return {**given, "admin1": area} if area else given


def _areas() -> Mapping[tuple[str, str], str]:
    """The ids of our first-level areas by country and GeoNames code."""
    rows = data_toml("places_areas.toml")["place"]
    return {(r["country"], code): place_from(r).id for r in rows for code in r.get("codes", ())}


# ---------------------------------------------------------------- GeoJSON


def _of_geojson(text: str, path: Path) -> Rows:
    try:
        whole = json.loads(text)
        features = whole["features"] if isinstance(whole, dict) and "features" in whole else [whole]
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: {error}") from error
    if not isinstance(features, list):
        raise SettingsError(f"{path}: features is no list")
    for number, feature in enumerate(features, start=1):
        yield f"feature {number}", _feature(feature)


def _feature(feature: object) -> Given:
    if not isinstance(feature, dict):
        return {"error": "no feature with properties and a geometry"}
    about, geometry = feature.get("properties"), feature.get("geometry")
    if not isinstance(about, dict) or not isinstance(geometry, dict):
        return {"error": "no feature with properties and a geometry"}
    try:
        points = list(_points(geometry.get("coordinates")))
    except (TypeError, ValueError, IndexError, RecursionError):
        return {"error": "its coordinates are no points"}
    if not points:
        return {"error": "no coordinates"}
    given = {
        "name": about.get("name") or about.get("title"),
        "kind": about.get("kind", "site"),
        "lat": sum(lat for _, lat in points) / len(points),
        "lon": sum(lon for lon, _ in points) / len(points),
        "population": about.get("population") or 0,
    }
    more = {name: about[name] for name in ("country", "admin1", "aliases", "geonames_id") if about.get(name)}
    if not -90 <= given["lat"] <= 90:
        return {"error": f"the latitude {given['lat']:g} is none; GeoJSON writes longitude, then latitude"}
    return given | more


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    """The points of any geometry as (longitude, latitude); the last of a closed ring is its first and counts once."""
    if not isinstance(coordinates, list):
        raise TypeError("no list")
    if coordinates and isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    closed = len(coordinates) > 3 and coordinates[0] == coordinates[-1]
    for part in coordinates[:-1] if closed else coordinates:
        yield from _points(part)
