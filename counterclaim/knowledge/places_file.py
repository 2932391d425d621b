"""A user's own places in a file that can be read, edited in a spreadsheet, and merged over the shipped gazetteer.

CSV with a header. Needed are ``name``, ``latitude``, ``longitude`` (degrees, WGS 84) and ``kind``; the others may be missing or
empty. Lists are separated by ``;``.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.knowledge.gazetteer import PRECISION, GazPlace, place_from
from counterclaim.records import Reject

STAGE = "places"
COLUMNS = (
    "name", "latitude", "longitude", "kind", "country", "admin1", "within", "population", "geonames_id", "aliases", "id",
)  # fmt: skip
_NEEDED = ("name", "latitude", "longitude", "kind")


def write(places: Iterable[GazPlace], path: Path) -> int:
    """Write the places, in their order; the number of them. Raises SettingsError where the file cannot be written."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for p in places:
        many = (_joined(p.within), p.population or "", p.geonames_id or "", _joined(p.aliases), p.id)
        writer.writerow((p.name, p.latitude, p.longitude, p.kind, p.country or "", p.admin1_id or "", *many))
        count += 1
    try:
        path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from error
    return count


def read(path: Path) -> tuple[tuple[GazPlace, ...], tuple[Reject, ...]]:
    """The places of a file in its order, and its lines that cannot be used with the reason.

    Raises SettingsError for a file that is none of these, or that holds no place.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            raise SettingsError(
                f"{path}: no column {missing[0]!r}; a places file is what `counterclaim places import FILE OUT` writes"
            )
        places: list[GazPlace] = []
        rejects: list[Reject] = []
        for row in rows:
            try:
                places.append(_place(row))
            except (KeyError, TypeError, ValueError) as error:
                rejects.append(Reject(path.name, None, STAGE, f"line {rows.line_num}: {error}"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{path}: {error}") from error
    if not places:
        raise SettingsError(f"{path}: no place in it{': ' + rejects[0].reason if rejects else ''}")
    return tuple(places), tuple(rejects)


def _place(row: Mapping[str, Any]) -> GazPlace:
    """Raises ValueError, in words, for what is no place."""
    given = {name: " ".join((row.get(name) or "").split()) for name in COLUMNS}
    for name in _NEEDED:
        if not given[name]:
            raise ValueError(f"no {name}")
    if given["kind"] not in PRECISION:
        raise ValueError(f"no kind {given['kind']!r}; there are {', '.join(PRECISION)}")
    return place_from(
        {
            "name": given["name"],
            "lat": _number(given, "latitude"),
            "lon": _number(given, "longitude"),
            "kind": given["kind"],
            "country": given["country"].upper() or None,
            "admin1": given["admin1"] or None,
            "within": _many(given["within"]),
            "population": int(_number(given, "population")) if given["population"] else 0,
            "geonames_id": int(_number(given, "geonames_id")) if given["geonames_id"] else None,
            "aliases": _many(given["aliases"]),
            "id": given["id"] or None,
        }
    )


def _number(given: Mapping[str, str], name: str) -> float:
    try:
        number = float(given[name])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"the {name} {given[name]!r} is no number")
    return number


def _joined(names: Iterable[str]) -> str:
    return "; ".join(name.replace(";", ",") for name in names)


def _many(given: str) -> list[str]:
    return [part.strip() for part in given.split(";") if part.strip()]
