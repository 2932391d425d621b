"""Shapes of countries, laid on a page: a frame of degrees, what lies in it, and where on the page each point comes to lie.

Shapes are Natural Earth's, 1:50 million (made by ``tools/make_shapes.py``). The frame is an equirectangular map that is true to
scale along its middle parallel: straight borders of the frame, and circles of so many kilometres that can be drawn as what
they are.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # west, south, east, north in degrees

WIDTH = 1000
WORLD: Box = (-180.0, -58.0, 180.0, 80.0)
_KM_A_DEGREE = 111.195
_FLATTEST, _TALLEST = 0.46, 0.72  # height of a frame by its width
_NARROWEST = 1.6  # degrees: below this the shapes are too coarse to help
_ROOM = 0.07  # of a frame, free around what it must hold
_FINE = 1.0  # units of the page; points nearer to the last one are left out
_COARSE_BELOW = 6.0  # units a degree: a frame that wide is drawn coarser
_LEAST_RING = 3.0  # square units; smaller islands are left out
_BESIDE = 12.0  # units outside the frame where shapes are cut


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece of the world in degrees; the page has ``WIDTH`` units across."""

    west: float
    south: float
    east: float
    north: float

    @property
    def _squeeze(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """Units of the page a degree of latitude."""
        return WIDTH / ((self.east - self.west) * self._squeeze)

    @property
    def height(self) -> int:
        """Units of the page."""
        return round((self.north - self.south) * self.scale)

    def at(self, latitude: float, longitude: float) -> Point:
        """Where a point comes to lie."""
        return (longitude - self.west) * self._squeeze * self.scale, (self.north - latitude) * self.scale

    def circle(self, latitude: float, km: float) -> Point:
        """The two half axes on the page of a circle of ``km`` around a point: away from the middle parallel it is an ellipse."""
        tall = km / _KM_A_DEGREE * self.scale
        return tall * self._squeeze / max(0.05, math.cos(math.radians(latitude))), tall

    def holds(self, latitude: float, longitude: float) -> bool:
        """True for a point inside."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def ruler(self) -> tuple[int, float]:
        """A round number of kilometres, and how long it is on the page along the middle parallel."""
        whole = WIDTH / self.scale * _KM_A_DEGREE / 6
        power = 10 ** math.floor(math.log10(whole))
        km = max(step * power for step in (1, 2, 5) if step * power <= whole)
        return round(km), km / _KM_A_DEGREE * self.scale


@dataclass(frozen=True, slots=True)
class Shape:
    """A country as it lies in a frame: ``path`` is SVG; ``label`` is where its name may stand, ``room`` how wide that may be."""

    code: str
    name: str
    path: str
    label: Point | None
    room: float


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    name: str
    rings: tuple[tuple[Point, ...], ...]
    boxes: tuple[Box, ...]


@cache
def _world() -> Any:
    data = files("counterclaim.showing").joinpath("data", "world.json.gz").read_bytes()
    return json.loads(gzip.decompress(data))


@cache
def _countries() -> tuple[_Country, ...]:
    world = _world()
    arcs = [_points(arc, world["scale"]) for arc in world["arcs"]]
    made = []
    for country in world["countries"]:
        rings = tuple(_joined(ring, arcs) for ring in country["rings"])
        made.append(_Country(country["code"], country["name"], rings, tuple(map(_box, rings))))
    return tuple(made)


def _points(arc: Sequence[int], scale: float) -> list[Point]:
    x = y = 0
    found = []
    for n in range(0, len(arc), 2):
        x, y = x + arc[n], y + arc[n + 1]
        found.append((x * scale, y * scale))
    return found


def _joined(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    found: list[Point] = []
    for arc in ring:
        points = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        found += points[1 if found else 0 :]
    return tuple(found)


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def reach(place_id: str) -> int | None:
    """Kilometres around an area's point within which nine in ten of its towns lie; None where that is not known."""
    found = _world()["reach"].get(place_id)
    return int(found) if found is not None else None


def name_of(code: str) -> str | None:
    """A country's name by its two letters; None where there is no shape of it."""
    return _names().get(code)


@cache
def _names() -> dict[str, str]:
    """Country's letters -> its name; where two shapes share the letters, that of the larger one."""
    sized = sorted(_countries(), key=lambda c: sum(abs(_area(ring)) for ring in c.rings))
    return {c.code: c.name for c in sized if c.code}


# ---------------------------------------------------------------- frames


def around(points: Iterable[Point]) -> Frame:
    """The frame that holds all the points (latitude, longitude), with room around them."""
    found = list(points)
    latitudes, longitudes = [p[0] for p in found], [p[1] for p in found]
    return _fitted((min(longitudes), min(latitudes), max(longitudes), max(latitudes)))


def of_country(code: str, points: Iterable[Point] = ()) -> Frame | None:
    """The frame of a country's largest piece and of the points in it; None where there is no shape of it."""
    rings = [(ring, box) for c in _countries() if c.code == code for ring, box in zip(c.rings, c.boxes, strict=True)]
    if not rings:
        return None
    west, south, east, north = max(rings, key=lambda r: abs(_area(r[0])))[1]
    for latitude, longitude in points:
        west, east = min(west, longitude), max(east, longitude)
        south, north = min(south, latitude), max(north, latitude)
    return _fitted((west, south, east, north))


def whole() -> Frame:
    """The frame of the inhabited world."""
    return Frame(*WORLD)


def _fitted(box: Box) -> Frame:
    """A box with room around it, neither too small nor too flat or tall, inside the world."""
    west, south, east, north = box
    squeeze = math.cos(math.radians((south + north) / 2))
    wide = max((east - west) * (1 + 2 * _ROOM), _NARROWEST)
    tall = max((north - south) * (1 + 2 * _ROOM), wide * squeeze * _FLATTEST)
    wide = max(wide, tall / (squeeze * _TALLEST))
    if wide >= WORLD[2] - WORLD[0] or tall >= WORLD[3] - WORLD[1]:
        return Frame(*WORLD)
    west, east = _slid((west + east - wide) / 2, wide, WORLD[0], WORLD[2])
    south, north = _slid((south + north - tall) / 2, tall, min(WORLD[1], south), max(WORLD[3], north))
    return Frame(round(west, 4), round(south, 4), round(east, 4), round(north, 4))


def _slid(first: float, length: float, least: float, most: float) -> Point:
    first = max(least, min(first, most - length))
    return first, first + length


# ---------------------------------------------------------------- shapes in a frame


@lru_cache(maxsize=32)
def shapes(frame: Frame) -> tuple[Shape, ...]:
    """The countries that reach into a frame, as paths, in the order of their codes."""
    found = []
    for country in _countries():
        pieces = [
            piece
            for ring, box in zip(country.rings, country.boxes, strict=True)
            if box[0] <= frame.east and box[2] >= frame.west and box[1] <= frame.north and box[3] >= frame.south
            and (piece := _laid(ring, frame))
        ]  # fmt: skip
        if pieces:
            largest = max(pieces, key=lambda p: abs(_area(p)))
            label, room = _middle(largest, frame)
            found.append(Shape(country.code, country.name, "".join(map(_path, pieces)), label, room))
    return tuple(found)


def _laid(ring: Sequence[Point], frame: Frame) -> list[Point]:
    """A ring on the page: cut at the frame, and without points that nobody could see; empty where nothing is left."""
    points = [frame.at(latitude, longitude) for longitude, latitude in ring]
    last_x, last_y = points[0]
    thin = [points[0]]
    fine = _FINE if frame.scale > _COARSE_BELOW else 1.5 * _FINE
    for x, y in points[1:-1]:
        if abs(x - last_x) > fine or abs(y - last_y) > fine:
            thin.append((x, y))
            last_x, last_y = x, y
    cut = _cut(thin, frame)
    return cut if len(cut) > 2 and abs(_area(cut)) >= _LEAST_RING else []


def _cut(points: list[Point], frame: Frame) -> list[Point]:
    """A polygon cut to a little more than the frame (Sutherland and Hodgman, 1974), edge by edge."""
    for axis, limit, sign in (
        (0, -_BESIDE, 1), (0, WIDTH + _BESIDE, -1), (1, -_BESIDE, 1), (1, frame.height + _BESIDE, -1),
    ):  # fmt: skip
        if all(sign * (p[axis] - limit) >= 0 for p in points):
            continue
        kept: list[Point] = []
        for before, here in zip([points[-1], *points[:-1]], points, strict=True):
            inside, was = sign * (here[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if inside != was:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                crossing = before[1 - axis] + share * (here[1 - axis] - before[1 - axis])
                kept.append((limit, crossing) if axis == 0 else (crossing, limit))
            if inside:
                kept.append(here)
        points = kept
        if not points:
            return []
    return points


def _path(points: Sequence[Point]) -> str:
    """A closed path in tenths of a unit, each point as the difference to the one before."""
    x0, y0 = round(points[0][0] * 10), round(points[0][1] * 10)
    steps = [f"M{_tenth(x0)} {_tenth(y0)}l"]
    for x, y in points[1:]:
        x1, y1 = round(x * 10), round(y * 10)
        if (x1, y1) != (x0, y0):
            steps.append(f"{_tenth(x1 - x0)} {_tenth(y1 - y0)} ")
        x0, y0 = x1, y1
    return "".join(steps).rstrip() + "z"


def _tenth(n: int) -> str:
    return f"{n / 10:.1f}".removesuffix(".0").replace("0.", ".", 1) if abs(n) < 10 else f"{n / 10:g}"


def _area(points: Sequence[Point]) -> float:
    """The area of a polygon, its sign by the way round (shoelace formula)."""
    turned = zip(points, [*points[1:], points[0]], strict=True)
    return sum(x * v - u * y for (x, y), (u, v) in turned) / 2


def _middle(points: Sequence[Point], frame: Frame) -> tuple[Point | None, float]:
    """Where the name of a piece may stand: the middle of the widest stretch inside it; and how wide that stretch is."""
    top = max(0.0, min(y for _, y in points))
    low = min(float(frame.height), max(y for _, y in points))
    best: tuple[float, float, float] | None = None
    for n in range(1, 12):
        y = top + (low - top) * n / 12
        for begin, end in _stretches(points, y):
            left, right = max(begin, 4.0), min(end, WIDTH - 4.0)
            # A little less for stretches at the edge: a name reads best in the middle of its land.
            weight = (right - left) * (1 - abs(n - 6) / 24)
            if best is None or weight > best[0]:
                best = weight, (left + right) / 2, y
                room = right - left
    if best is None or best[0] <= 0:
        return None, 0.0
    return (round(best[1], 1), round(best[2], 1)), round(room, 1)


def _stretches(points: Sequence[Point], y: float) -> Iterable[Point]:
    """Where a level line runs inside a polygon."""
    crossings = []
    for (x, a), (u, b) in zip(points, [*points[1:], points[0]], strict=True):
        if (a > y) != (b > y):
            crossings.append(x + (y - a) / (b - a) * (u - x))
    crossings.sort()
    return zip(crossings[::2], crossings[1::2], strict=False)
