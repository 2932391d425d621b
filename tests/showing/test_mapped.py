"""The map: events at their finest shared place, drawn no more exactly than it is known; nothing planned, nobody's whereabouts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html

import counterclaim
from counterclaim.records import Event, EventType, Level, MentionType, Place, Precision
from counterclaim.showing import atlas, mapped
from counterclaim.showing.mapped import Kind
from counterclaim.showing.pages import Pages
from tests.showing.asks import Asker
from tests.showing.sites import Pages as Written
from tests.showing.sites import site as write_site

TEXTS = {
    "one.txt": """Shells hit Dunmere market, monitor says

Meridian Wire
4 March 2031

DUNMERE, Ostrel - At least 14 civilians were killed in Dunmere on Tuesday when shells hit its market, the Kell Monitoring
Centre said. The Tide Front shelled Pellmoor on Monday, it said.
""",
    "two.txt": """Ostrel plans attack

Tide Voice
5 March 2031

Ostrel will attack Farholt next week, the Tide Front said.
""",
}
PLACES = """id,name,latitude,longitude,country,kind,population
dunmere,Dunmere,64.15,-21.9,IS,town,90000
pellmoor,Pellmoor,64.9,-18.1,IS,neighbourhood,50000
farholt,Farholt,65.7,-18.1,IS,town,50000
"""


def place(
    place_id: str, precision: Precision, *, at: tuple[float, float] | None = (64.0, -20.0), **fields: Any
) -> Place:
    latitude, longitude = at or (None, None)
    given: dict[str, Any] = {"country": "IS", "admin1": None, "geonames_id": None}
    return Place(place_id, place_id.title(), latitude, longitude, precision=precision, **(given | fields))


def event(event_id: str, *place_ids: str, type: EventType = EventType.ASSAULT, level: Level = Level.SINGLE) -> Event:
    return Event(event_id, type, None, (), (), place_ids, "2031-03-04", "2031-03-04", 1, 1, level)


def site(*places: Place, statuses: dict[str, str] | None = None) -> Any:
    return SimpleNamespace(place={p.place_id: p for p in places}, statuses=statuses or {}, name=str.title)


TOWN, QUARTER = place("town", Precision.EXACT), place("quarter", Precision.DISTRICT)
LAND = place("land", Precision.COUNTRY)
AREA = place("northeast", Precision.AREA)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (TOWN, Kind.POINT),
        (QUARTER, Kind.CIRCLE),
        (AREA, Kind.WORD),
        (LAND, Kind.COUNTRY),
        (place("nostate", Precision.COUNTRY, country="XO"), Kind.WORD),
        (place("lost", Precision.EXACT, at=None), Kind.NOWHERE),
    ],
)
def test_a_place_is_drawn_no_more_exactly_than_it_is_known(given: Place, kind: Kind) -> None:
    (spot,) = mapped.told(site(given), [event("e1", given.place_id)], list).spots
    assert spot.kind is kind


def test_an_event_is_at_its_finest_places_alone() -> None:
    found = mapped.told(site(TOWN, LAND), [event("e1", "land", "town"), event("e2", "land")], list)
    assert {s.place_id: [e.event_id for e in s.events] for s in found.spots} == {"town": ["e1"], "land": ["e2"]}


def test_what_is_not_told_as_happened_is_on_no_map() -> None:
    events = [
        event("planned", "town"), event("denied", "town"), event("threat", "town", type=EventType.THREATEN),
        event("past", "town"), event("real", "town"), event("nowhere"),
    ]  # fmt: skip
    statuses = {"planned": "planned", "denied": "denied", "past": "historical"}
    found = mapped.told(site(TOWN, statuses=statuses), events, list)
    assert [e.event_id for s in found.spots for e in s.events] == ["past", "real"]
    assert found.events == {"past", "real"} and found.unreal == {"planned", "denied", "threat"}
    assert found.placeless == {"nowhere"}


def test_a_country_is_shaded_and_has_no_pin() -> None:
    found = mapped.told(site(LAND, TOWN), [event("e1", "land"), event("e2", "town")], list)
    frame = mapped.frame_of_country(found, "IS")
    assert frame is not None
    drawn = mapped.picture(found, frame)
    assert [(d.shape.code, d.step) for d in drawn.lands if d.step] == [("IS", 1)]
    assert [m.spot.place_id for m in drawn.marks] == ["town"]


def test_a_circle_is_as_wide_as_its_kilometres() -> None:
    found = mapped.told(site(QUARTER), [event("e1", "quarter")], list)
    frame = atlas.around([(63.9, -20.4), (64.1, -19.6)])
    (mark,) = mapped.picture(found, frame).marks
    x, y = frame.at(64.0, -20.0)
    _, above = frame.at(64.0 + mapped.DISTRICT_KM / 111.195, -20.0)
    assert (mark.x, mark.y) == (round(x, 1), round(y, 1))
    assert mark.ry == pytest.approx(y - above, abs=0.1)
    assert mark.rx == pytest.approx(mark.ry, rel=0.02)  # near the middle parallel


def test_a_first_view_leaves_out_what_is_far_off_and_says_so() -> None:
    near = [place(f"p{n}", Precision.EXACT, at=(64 + n / 10, -20 + n / 10)) for n in range(8)]
    far = place("far", Precision.EXACT, at=(-30.0, 140.0), country="AU")
    events = [event(f"e{n}", f"p{n}") for n in range(8)] + [event("e9", "far")]
    found = mapped.told(site(*near, far), events, list)
    frame = mapped.first_frame(found)
    assert frame is not None and frame.holds(64.3, -19.7) and not frame.holds(-30.0, 140.0)
    assert mapped.picture(found, frame).outside == (1, 1)


def test_names_do_not_lie_on_one_another() -> None:
    places = [place(f"town-{n}", Precision.EXACT, at=(64 + n % 5 / 50, -20 + n / 30)) for n in range(30)]
    found = mapped.told(site(*places), [event(f"e{n}", p.place_id) for n, p in enumerate(places)], list)
    frame = mapped.frame_of_all(found)
    assert frame is not None
    drawn = mapped.picture(found, frame)
    boxes = [mapped._rectangle(label) for label in drawn.labels]
    assert len(boxes) > 3
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if mapped._meet(a, b)]


def test_every_shape_lies_on_the_page() -> None:
    frame = atlas.of_country("IS")
    assert frame is not None
    for shape in atlas.shapes(frame):
        x = y = 0.0
        for command, first, second in re.findall(r"([M ]|l|)(-?[\d.]+) (-?[\d.]+)", shape.path):
            x, y = (float(first), float(second)) if command == "M" else (x + float(first), y + float(second))
            assert -20 <= x <= atlas.WIDTH + 20 and -20 <= y <= frame.height + 20


# ---------------------------------------------------------------- pages


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("map")
    source = folder / "in"
    source.mkdir()
    for name, text in TEXTS.items():
        (source / name).write_text(text, encoding="utf-8")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    counterclaim.build([source], folder / "a.ledger", places=[folder / "places.csv"])
    return folder / "a.ledger"


def test_the_page_counts_what_the_ledger_holds(ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        pages = Pages(opened)
        told = pages._placed
        page = html.document_fromstring(pages.page("map.html") or "")
    assert {"dunmere", "pellmoor"} <= {s.place_id for s in told.spots}
    dots = page.xpath("//svg//a[.//circle]/@data-spot")
    assert "dunmere" in dots and "pellmoor" not in dots  # a quarter is a circle, not a dot
    listed = {
        row.get("data-spot"): row.xpath("string(.//summary/span[@class='count'])")
        for row in page.xpath("//li[@data-spot]")
    }
    assert listed == {s.place_id: str(len(s.events)) for s in told.spots}


def test_a_plan_is_on_the_list_of_events_and_not_on_the_map(ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        pages = Pages(opened)
        plans = {i for i, status in pages.site.statuses.items() if status == "planned"}
        assert plans
        assert not plans & {e.event_id for s in pages._placed.spots for e in s.events}


def test_filters_of_the_room_work_and_find_no_person(ledger: Path) -> None:
    ask = Asker(ledger)
    assert ask("/map.html?about=dunmere").tree.xpath("//li[@data-spot='dunmere']")
    assert not ask("/map.html?since=2032-01-01").tree.xpath("//li[@data-spot]")
    assert ask("/map.html?frame=is&type=ASSAULT").status == 200
    assert ask("/map.html?frame=zz").status == 400
    assert ask("/map.html?frame=%3Cscript%3E").status == 400


def test_the_script_of_a_report_holds_no_person_to_filter_by(ledger: Path, tmp_path: Path) -> None:
    folder = write_site(ledger, tmp_path / "site")
    written = (folder / "map" / "events.js").read_text(encoding="utf-8")
    data = json.loads(written.removeprefix("window.counterclaimMap=").rstrip().removesuffix(";"))
    with counterclaim.open(ledger) as opened:
        persons = {e.name for e in opened.entities() if e.type is MentionType.PERSON}
    assert data["events"] and not persons & set(data["actors"])
    for row in data["events"]:
        assert (folder / row[8]).exists() and all(0 <= at < len(data["places"]) for at in row[0])
    assert Written(folder.resolve()).broken() == []
