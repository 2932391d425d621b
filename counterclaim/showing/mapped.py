"""Events at the places that their accounts share, drawn no more exactly than the place is known.

A town is a dot. A district, or an area whose towns are known, is a circle as wide as it is. An area without known reach is its
name alone. What is known to the country alone shades the country. Planned, threatened, hypothetical and denied events are
on no map, and no map is made of a person's events.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from counterclaim.records import Event, EventType, Level, MentionType, Place, Precision, Status, days
from counterclaim.showing import atlas
from counterclaim.showing.atlas import WIDTH, Frame, Point, Shape
from counterclaim.showing.site import Site

DISTRICT_KM = 10
_UNREAL = frozenset(map(str, (Status.PLANNED, Status.HYPOTHETICAL, Status.DENIED)))
_CORE = 0.85  # of the events that a first view must hold
_WORTH = 0.5  # of the area of the frame of all: a first view must be smaller than that to be worth it
_FEW = 200  # points; more are joined by the degree before the outermost are sought
_STEPS = (1, 5, 25, 125)  # events in a country from which it is shaded one step darker
_LABELS = 40
_ACTORS = 150
_LARGE = 7  # radius of a dot that no name may cover
_LETTER, _LINE = 6.3, 13  # units that a letter of a label is wide, and a line high
_SMALLEST, _GROWTH, _LARGEST = 3.6, 1.25, 17.0  # radius of a dot in units, by the root of its events


class Kind(StrEnum):
    """How a place is drawn."""

    POINT = "point"
    CIRCLE = "circle"
    WORD = "word"
    COUNTRY = "country"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the events at it, those with most witnesses first; ``km`` is how far it reaches where that is drawn."""

    place_id: str
    name: str
    kind: Kind
    place: Place | None
    km: int | None
    events: tuple[Event, ...]

    @property
    def exact(self) -> str:
        """How exactly it is known where its events were."""
        match self.kind:
            case Kind.POINT:
                return "town or site"
            case Kind.CIRCLE if self.place is not None and self.place.precision is Precision.DISTRICT:
                return f"district, drawn {self.km} km around its point"
            case Kind.CIRCLE:
                return f"area, {self.km} km around its point hold nine in ten of its towns"
            case Kind.WORD:
                return "area, its reach not known"
            case Kind.COUNTRY:
                return "somewhere in the country"
            case Kind.NOWHERE:
                return "no coordinates"

    @property
    def contested(self) -> int:
        """Events at it that are contested."""
        return sum(e.level is Level.CONTESTED for e in self.events)

    @property
    def point(self) -> Point | None:
        """Latitude and longitude, where it has any."""
        if self.place is None or self.place.latitude is None or self.place.longitude is None:
            return None
        return self.place.latitude, self.place.longitude


@dataclass(frozen=True, slots=True)
class Told:
    """Events by place; ``events`` are the ids of those.

    ``unreal`` are left out because they are not told as happened; ``placeless`` share no place.
    """

    spots: tuple[Spot, ...]
    events: frozenset[str]
    unreal: frozenset[str]
    placeless: frozenset[str]

    def narrowed(self, event_ids: Collection[str]) -> Told:
        """The same of some events alone."""
        wanted = frozenset(event_ids)
        kept = ((s, tuple(e for e in s.events if e.event_id in wanted)) for s in self.spots)
        spots = _ordered(replace(s, events=events) for s, events in kept if events)
        return Told(spots, self.events & wanted, self.unreal & wanted, self.placeless & wanted)


@dataclass(frozen=True, slots=True)
class Label:
    """A name with a count, where it stands."""

    text: str
    x: float
    y: float
    anchor: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot in a picture: a dot of radius ``rx``, or a circle on the ground with half axes ``rx`` and ``ry``."""

    spot: Spot
    x: float
    y: float
    rx: float
    ry: float


@dataclass(frozen=True, slots=True)
class Land:
    """A country in a picture, shaded in ``step`` (0: not at all) for the events known to it alone."""

    shape: Shape
    step: int
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn in a frame; ``outside`` counts the places with a point that lie beyond it, and their events."""

    frame: Frame
    lands: tuple[Land, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    spots: tuple[Spot, ...]
    outside: tuple[int, int]


# ---------------------------------------------------------------- which events at which places


def told(site: Site, events: Iterable[Event], weigh: Callable[[Sequence[Event]], list[Event]]) -> Told:
    """The events that are told as happened, by the finest places that their accounts share."""
    held: dict[str, list[Event]] = defaultdict(list)
    unreal, placeless, placed = set(), set(), set()
    for e in weigh(tuple(events)):
        if site.statuses.get(e.event_id) in _UNREAL or e.type is EventType.THREATEN:
            if e.place_ids:
                unreal.add(e.event_id)
        elif not e.place_ids:
            placeless.add(e.event_id)
        else:
            placed.add(e.event_id)
            for place_id in finest(e.place_ids, site.place):
                held[place_id].append(e)
    spots = _ordered(_spot(site, place_id, found) for place_id, found in held.items())
    return Told(spots, frozenset(placed), frozenset(unreal), frozenset(placeless))


def _ordered(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    return tuple(sorted(spots, key=lambda s: (-len(s.events), s.place_id)))


def finest(place_ids: Collection[str], places: Mapping[str, Place]) -> list[str]:
    """The places without those that hold another one of them."""
    known = [places[i] for i in place_ids if i in places]
    return [i for i in place_ids if i not in places or not any(_holds(places[i], other) for other in known)]


def _holds(outer: Place, inner: Place) -> bool:
    if outer.country is None or outer.country != inner.country or outer.place_id == inner.place_id:
        return False
    if outer.precision is Precision.COUNTRY:
        return inner.precision is not Precision.COUNTRY
    return outer.precision is Precision.AREA and inner.admin1 is not None and inner.admin1 == outer.name


def _spot(site: Site, place_id: str, events: Sequence[Event]) -> Spot:
    place = site.place.get(place_id)
    kind, km = _kind(place)
    return Spot(place_id, site.name(place_id), kind, place, km, tuple(events))


def _kind(place: Place | None) -> tuple[Kind, int | None]:
    if place is None or place.latitude is None or place.longitude is None:
        return Kind.NOWHERE, None
    match place.precision:
        case Precision.EXACT:
            return Kind.POINT, None
        case Precision.DISTRICT:
            return Kind.CIRCLE, DISTRICT_KM
        case Precision.AREA:
            km = atlas.reach(place.place_id)
            return (Kind.CIRCLE, km) if km is not None else (Kind.WORD, None)
        case Precision.COUNTRY:
            return (Kind.COUNTRY if atlas.name_of(place.country or "") else Kind.WORD), None


# ---------------------------------------------------------------- frames


def countries(found: Told) -> list[tuple[str, str, int]]:
    """(code, name, events) of every country with a place that is drawn, those with most events first."""
    held: dict[str, set[str]] = defaultdict(set)
    for spot in found.spots:
        if spot.place is not None and spot.kind is not Kind.NOWHERE and spot.place.country:
            held[spot.place.country].update(e.event_id for e in spot.events)
    named = [(code, atlas.name_of(code), len(events)) for code, events in held.items()]
    return sorted(((code, name, n) for code, name, n in named if name), key=lambda row: (-row[2], row[1], row[0]))


def frame_of_all(found: Told) -> Frame | None:
    """The frame that holds every place with a point; None where none has one."""
    points = [p for spot in found.spots if spot.kind is not Kind.NOWHERE and (p := spot.point)]
    return atlas.around(points) if points else None


def first_frame(found: Told) -> Frame | None:
    """The frame for a first view: that of most events where it is much smaller than that of all."""
    points = [(p, len(s.events)) for s in found.spots if s.kind is not Kind.NOWHERE and (p := s.point)]
    if not points:
        return None
    every = atlas.around(p for p, _ in points)
    core = atlas.around(_core(points))
    return core if _size(core) < _WORTH * _size(every) else every


def frame_of_country(found: Told, code: str) -> Frame | None:
    """The frame of a country and of the places in it."""
    inside = [
        s.point for s in found.spots if s.place is not None and s.place.country == code and s.kind is not Kind.NOWHERE
    ]
    return atlas.of_country(code, [p for p in inside if p])


def _size(frame: Frame) -> float:
    return (frame.east - frame.west) * (frame.north - frame.south)


def _core(points: Sequence[tuple[Point, int]]) -> list[Point]:
    """Points that hold most of the weight: from the outermost inwards, always the one that makes the frame smallest."""
    kept = list(points) if len(points) <= _FEW else _gridded(points)
    spare = sum(n for _, n in kept) * (1 - _CORE)
    while len(kept) > 2:
        edges = {
            edge(range(len(kept)), key=lambda n: (kept[n][0][axis], n))
            for axis in (0, 1)
            for edge in (min, max)
        }  # fmt: skip
        allowed = [n for n in sorted(edges) if kept[n][1] <= spare]
        if not allowed:
            break
        best = min(allowed, key=lambda n: (_span([p for at, (p, _) in enumerate(kept) if at != n]), n))
        spare -= kept.pop(best)[1]
    return [p for p, _ in kept]


def _gridded(points: Sequence[tuple[Point, int]]) -> list[tuple[Point, int]]:
    """Points joined by the degree, so that many of them cost little."""
    held: dict[Point, int] = defaultdict(int)
    for (latitude, longitude), n in points:
        held[float(round(latitude)), float(round(longitude))] += n
    return sorted(held.items())


def _span(points: Sequence[Point]) -> float:
    latitudes, longitudes = [p[0] for p in points], [p[1] for p in points]
    return (max(latitudes) - min(latitudes) + 0.1) * (max(longitudes) - min(longitudes) + 0.1)


def script(site: Site, found: Told) -> str:
    """The events of the map as a script, for the filters of a report: a page from disk may load scripts, but no data.

    An event: numbers of its places, of its type, of its actors, of its outlets, of its level; first and last day; title; page.
    Persons are no actors here.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    events: dict[str, Event] = {}
    for at, spot in enumerate(found.spots):
        for e in spot.events:
            rows[e.event_id].append(at)
            events[e.event_id] = e
    parties = Counter(i for e in events.values() for i in {*e.actor_ids, *e.recipient_ids} if _is_party(site, i))
    actors = sorted(sorted(parties, key=lambda i: (-parties[i], i))[:_ACTORS], key=lambda i: site.name(i).casefold())
    outlets, types = list(site.outlet_names), sorted({str(e.type) for e in events.values()})
    levels = [str(level) for level in Level]
    made = [
        (
            rows[e.event_id],
            types.index(str(e.type)),
            [actors.index(i) for i in (*e.actor_ids, *e.recipient_ids) if i in actors],
            sorted({outlets.index(site.outlet_of[a.article_id]) for a in site.accounts_of.get(e.event_id, ())}),
            levels.index(str(e.level)),
            e.date_earliest or "",
            e.date_latest or "",
            f"{site.event_title(e)}, {days(e.date_earliest, e.date_latest) or 'undated'}",
            site.event_page(e.event_id),
        )
        for e in sorted(events.values(), key=lambda e: (-e.witness_count, -e.account_count, e.event_id))
    ]
    data = {
        "places": [s.place_id for s in found.spots],
        "types": types,
        "actors": [site.name(i) for i in actors],
        "outlets": [site.outlet_names[key] for key in outlets],
        "levels": levels,
        "events": made,
    }
    words = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.counterclaimMap={words};\n"


def _is_party(site: Site, entity_id: str) -> bool:
    entity = site.entity.get(entity_id)
    return entity is not None and entity.type is not MentionType.PERSON


# ---------------------------------------------------------------- pictures


def picture(found: Told, frame: Frame) -> Picture:
    """What is drawn in a frame: countries first, then circles, the largest first, then dots, then names."""
    whole = {s.place.country: s for s in found.spots if s.kind is Kind.COUNTRY and s.place is not None}
    lands = tuple(Land(s, _step(whole.get(s.code)), whole.get(s.code)) for s in atlas.shapes(frame))
    inside: list[Spot] = []
    outside: list[Spot] = []
    for spot in found.spots:
        if spot.kind is Kind.NOWHERE or spot.point is None:
            continue
        seen = spot.kind is Kind.COUNTRY and any(land.spot is spot for land in lands)
        (inside if seen or frame.holds(*spot.point) else outside).append(spot)
    marks = sorted(
        (_mark(s, frame) for s in inside if s.kind is not Kind.COUNTRY),
        key=lambda m: (m.spot.kind is Kind.POINT, -m.rx * m.ry, m.spot.place_id),
    )
    beyond = {e.event_id for s in outside for e in s.events} - {e.event_id for s in inside for e in s.events}
    return Picture(
        frame, lands, tuple(marks), tuple(_labels(lands, marks, frame)), tuple(inside), (len(outside), len(beyond))
    )


def _step(spot: Spot | None) -> int:
    return sum(len(spot.events) >= least for least in _STEPS) if spot else 0


def radius(events: int) -> float:
    """The radius of a dot: its area grows with the events."""
    return round(min(_LARGEST, _SMALLEST + _GROWTH * (math.sqrt(events) - 1)), 1)


def _mark(spot: Spot, frame: Frame) -> Mark:
    assert spot.point is not None
    x, y = frame.at(*spot.point)
    rx = ry = radius(len(spot.events))
    if spot.kind is Kind.CIRCLE and spot.km is not None:
        wide, tall = frame.circle(spot.point[0], spot.km)
        rx, ry = max(wide, rx), max(tall, ry)
    return Mark(spot, round(x, 1), round(y, 1), round(rx, 1), round(ry, 1))


# ---------------------------------------------------------------- names

_Rectangle = tuple[float, float, float, float]


def _labels(lands: Sequence[Land], marks: Sequence[Mark], frame: Frame) -> Iterable[Label]:
    """Names where there is room for them: places by their events, then shaded countries, then the others."""
    # Only large dots keep names away: among many small ones there would be no room for any.
    taken: list[_Rectangle] = [
        (m.x - m.rx, m.y - m.ry, m.x + m.rx, m.y + m.ry) for m in marks if m.spot.kind is Kind.POINT and m.rx >= _LARGE
    ]
    made: list[Label] = []

    def put(label: Label) -> bool:
        box = _rectangle(label)
        inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= frame.height - 2
        if not inside or any(_meet(box, other) for other in taken):
            return False
        taken.append(box)
        made.append(label)
        return True

    for mark in sorted(marks, key=lambda m: (-len(m.spot.events), m.spot.place_id))[:_LABELS]:
        for label in _beside(mark):
            if put(label):
                break
    for land in sorted(lands, key=lambda d: (-len(d.spot.events) if d.spot else 0, d.shape.code)):
        if land.spot is not None:
            _put_land(land, f"{land.spot.name} {len(land.spot.events)}", Kind.COUNTRY, put)
    for land in lands:
        if land.spot is None:
            _put_land(land, land.shape.name, Kind.NOWHERE, put)
    return made


def _put_land(land: Land, text: str, kind: Kind, put: Callable[[Label], bool]) -> None:
    shape = land.shape
    if shape.label is None or (kind is Kind.NOWHERE and shape.room < len(text) * _LETTER + 8):
        return
    x, y = shape.label
    aside = max(0.0, (shape.room - len(text) * _LETTER) / 2 - 4)
    downs = (0, 16, -16, 32, -32, 48, -48) if aside else (0, 14, -14)
    for across in dict.fromkeys((0.0, aside / 2, -aside / 2, aside, -aside)):
        for down in downs:
            if put(Label(text, round(x + across, 1), y + down, "middle", kind)):
                return


def _beside(mark: Mark) -> Iterable[Label]:
    """Where the name of a mark may stand, the best place first."""
    spot, text = mark.spot, f"{mark.spot.name} {len(mark.spot.events)}"
    if spot.kind is Kind.WORD:
        yield from (Label(text, mark.x, mark.y + shift, "middle", spot.kind) for shift in (4, 18, -10, 32, -24))
        return
    rx, ry = (mark.rx, mark.ry) if spot.kind is Kind.POINT else (0.0, 0.0)
    if spot.kind is Kind.CIRCLE:
        yield Label(text, mark.x, round(mark.y - mark.ry - 4, 1), "middle", spot.kind)
        yield Label(text, mark.x, round(mark.y + mark.ry + 12, 1), "middle", spot.kind)
    yield Label(text, round(mark.x + rx + 4, 1), mark.y + 4, "start", spot.kind)
    yield Label(text, round(mark.x - rx - 4, 1), mark.y + 4, "end", spot.kind)
    yield Label(text, mark.x, round(mark.y - ry - 4, 1), "middle", spot.kind)
    yield Label(text, mark.x, round(mark.y + ry + 12, 1), "middle", spot.kind)


def _rectangle(label: Label) -> _Rectangle:
    wide = len(label.text) * _LETTER
    left = {"start": label.x, "middle": label.x - wide / 2, "end": label.x - wide}[label.anchor]
    return left - 1, label.y - _LINE + 3, left + wide + 1, label.y + 3


def _meet(one: _Rectangle, other: _Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
