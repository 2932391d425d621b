"""Where events stand on an axis, and what a chart of them counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import Event, EventType, Level
from counterclaim.showing import timeline


def event(first: str | None, last: str | None, name: str = "evt-1", **fields: Any) -> Event:
    given: dict[str, Any] = {
        "mode": None, "actor_ids": (), "recipient_ids": (), "place_ids": (), "account_count": 1, "witness_count": 1,
        "level": Level.SINGLE,
    }  # fmt: skip
    return Event(name, EventType.ASSAULT, date_earliest=first, date_latest=last, **{**given, **fields})


@pytest.mark.parametrize(
    ("first", "last", "leaf"),
    [
        ("2031-03-04", "2031-03-04", "2031-03"), ("2031-03-01", "2031-03-31", "2031-03"), ("2031-03", "2031-03", "2031-03"),
        ("2031-03-31", "2031-04-01", "2031"), ("2031", "2031", "2031"), ("2030-12-31", "2031-01-01", "2030"),
        ("2031-03-04", None, "2031-03"), (None, "2031-03-04", "2031-03"), (None, None, "undated"), ("????", None, "undated"),
        ("2031-02-30", None, "undated"),
    ],
)  # fmt: skip
def test_the_page_of_an_event(first: str | None, last: str | None, leaf: str) -> None:
    assert timeline.leaf_of(event(first, last)) == leaf


def test_a_day_is_a_dot_in_its_middle_and_an_uncertain_one_a_span() -> None:
    axis = timeline.axis_of("2031-04")
    (day,) = timeline.marks([event("2031-04-16", "2031-04-16")], axis)
    assert (day.kind, day.width) == ("day", 0)
    assert day.left == pytest.approx(100 * 15.5 / 30, abs=0.01)
    (span,) = timeline.marks([event("2031-04-11", "2031-04-20")], axis)
    assert (span.kind, span.left, span.width) == (
        "span",
        pytest.approx(100 / 3, abs=0.01),
        pytest.approx(100 / 3, abs=0.01),
    )


def test_an_open_end_runs_to_the_end_of_the_axis() -> None:
    axis = timeline.axis_of("2031-04")
    since, until = timeline.marks([event("2031-04-16", None, "a"), event(None, "2031-04-15", "b")], axis)[::-1]
    assert (since.kind, since.left, since.width) == ("since", 50.0, 50.0)
    assert (until.kind, until.left, until.width) == ("until", 0.0, 50.0)


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=8))
def test_every_mark_and_tick_lies_on_the_axis(pairs: list[tuple[date, date]]) -> None:
    events = [event(min(p).isoformat(), max(p).isoformat(), f"evt-{n}") for n, p in enumerate(pairs)]
    axis = timeline.axis(events)
    assert axis is not None
    assert len(axis.ticks) <= 10
    assert all(0 <= at <= 100 for at, _ in axis.ticks)
    drawn = timeline.marks(events, axis)
    assert len(drawn) == len(events)
    assert all(m.left >= 0 and m.left + m.width <= 100.01 for m in drawn)


def test_without_a_day_there_is_no_axis_and_no_chart() -> None:
    assert timeline.axis([event(None, None)]) is None
    assert timeline.chart([event(None, None)], lambda _: False) is None


def test_a_chart_counts_each_event_once_and_says_what_it_leaves_out() -> None:
    events = [
        event("2031-03-04", "2031-03-04", "a"), event("2031-03-04", "2031-03-04", "b"), event("2031-03-06", "2031-03-06", "c"),
        event("2031-03-04", "2031-03-05", "d"), event(None, None, "e"),
    ]  # fmt: skip
    chart = timeline.chart(events, lambda e: e.event_id == "b")
    assert chart is not None
    assert [(b.label, b.count, b.disputed) for b in chart.bars] == [
        ("2031-03-04", 2, 1),
        ("2031-03-05", 0, 0),
        ("2031-03-06", 1, 0),
    ]
    assert (chart.unit, chart.most, chart.uncertain, chart.undated, chart.outside) == ("day", 2, 1, 1, 0)


def test_a_far_event_does_not_flatten_the_chart() -> None:
    events = [event(f"2031-03-{d:02d}", f"2031-03-{d:02d}", f"{d}-{n}") for d in range(1, 11) for n in range(10)]
    chart = timeline.chart([event("1700-01-01", "1700-01-01", "old"), *events], lambda _: False)
    assert chart is not None
    assert (chart.unit, chart.outside) == ("day", 1)
