"""Coded rows: what is included, how events are split, where each value comes from, and that nothing is lost without a word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import (
    Account,
    Claim,
    Dispute,
    DisputeKind,
    Event,
    EventType,
    Level,
    MentionType,
    Place,
    Precision,
    Status,
)
from counterclaim.showing import coded
from counterclaim.showing.codebook import Category, Codebook, Field, Include
from counterclaim.showing.coded import Coded
from counterclaim.showing.coded_fields import SOURCES
from counterclaim.showing.mask import Mask
from tests.factories import account, article, claim, entity, mention
from tests.showing.books import book

ANY = (Category("V", "violence", (EventType.ASSAULT,)),)
PLACES = (
    Place("dunmere", "Dunmere", 12.5, 31.5, "XO", "Marrowmere", 7, Precision.EXACT),
    Place("pell", "Pell", 12.0, 31.0, "XO", "Lorne", 8, Precision.EXACT),
    Place("marrowmere", "Marrowmere", 12.4, 31.4, "XO", None, None, Precision.AREA),
    Place("ostrel", "Ostrel", 12.0, 31.0, "XO", None, None, Precision.COUNTRY),
    Place("varda", "Varda", 14.0, 33.0, "XV", None, None, Precision.COUNTRY),
)


def event(event_id: str = "e1", **fields: Any) -> Event:
    given: dict[str, Any] = {
        "type": EventType.ASSAULT, "mode": None, "actor_ids": (), "recipient_ids": (), "place_ids": (), "date_earliest": None,
        "date_latest": None, "account_count": 1, "witness_count": 1, "level": Level.SINGLE,
    }  # fmt: skip
    day = fields.pop("day", None)
    return Event(event_id, **(given | ({"date_earliest": day, "date_latest": day} if day else {}) | fields))


def told(account_id: str, day: str | None = None, *places: str, **fields: Any) -> Account:
    return account(account_id, day=day, place_ids=places, **({"event_id": "e1", "witness_id": account_id} | fields))


def code(
    *accounts: Account,
    events: tuple[Event, ...] = (event(),),
    include: Include | None = None,
    split: tuple[str, ...] = (),
    categories: tuple[Category, ...] = ANY,
    fields: tuple[Field, ...] = (),
    mask: Mask | None = None,
    claims: tuple[Claim, ...] = (),
    disputes: tuple[Dispute, ...] = (),
) -> Coded:
    names = ("dunmere", "pell", "marrowmere", "ostrel", "varda", "tide-front")
    people = (entity("berin-tolk", "Berin Tolk", type=MentionType.PERSON),)
    ledger = book(
        events=events, accounts=accounts, places=PLACES, claims=claims, disputes=disputes,
        articles=(article("art-1", outlet="Harbour Post", published="2031-03-06"), article("art-2", published="2031-03-05")),
        entities=(*map(entity, names), *people),
    )  # fmt: skip
    return coded.code(ledger, Codebook("N", None, include or Include(), split, categories, fields), mask)


def rows(made: Coded, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[c] for c in columns) for row in made.rows]


def reasons(made: Coded) -> list[str]:
    return [str(row["reason"]) for row in made.left_out]


# -- what is included


def test_one_row_an_event_with_its_accounts_and_anchors() -> None:
    made = code(told("a2", start=40, end=60), told("a1"), told("a3", status=Status.DENIED))
    (row,) = made.rows
    assert (row["event_id"], row["category"], row["category_from"]) == ("e1", "V", "a1")
    assert row["account_ids"] == ["a1", "a2"]
    assert row["anchors"][0] == {
        "account_id": "a1", "document_id": "doc-art-1", "start": 0, "end": 21, "text": "shells hit the market"
    }  # fmt: skip
    assert made.left_out == ()


@pytest.mark.parametrize(
    ("include", "reason"),
    [
        (Include(), None),
        (Include(types=(EventType.PROTEST,)), "type ASSAULT"),
        (Include(statuses=(Status.PLANNED,)), "no account of an included status (happened)"),
        (Include(level=Level.SINGLE), None),
        (Include(level=Level.SELF_REPORTED), None),
        (Include(level=Level.CORROBORATED), "level single, below corroborated"),
        (Include(since="2031-03-04", until="2031-03-04"), None),
        (Include(since="2031-03"), None),
        (Include(until="2031"), None),
        (Include(since="2031-03-05"), "outside the days"),
        (Include(until="2031-02"), "outside the days"),
        (Include(places=("Dunmere",)), None),
        (Include(places=("marrowmere",)), None),
        (Include(places=("Ostrel",)), None),
        (Include(places=("XO",)), None),
        (Include(places=("Varda", "Pell")), "outside the places"),
    ],
)
def test_the_rules_of_inclusion(include: Include, reason: str | None) -> None:
    one = told("a1", "2031-03-04", "dunmere")
    made = code(one, events=(event(day="2031-03-04", place_ids=("dunmere",)),), include=include)
    assert reasons(made) == ([reason] if reason else [])
    assert len(made.rows) == (0 if reason else 1)


def test_what_is_undated_or_unplaced_is_left_out_and_said() -> None:
    assert reasons(code(told("a1"), include=Include(since="2031"))) == ["undated"]
    assert len(code(told("a1"), include=Include(since="2031", undated=True)).rows) == 1
    assert reasons(code(told("a1"), include=Include(places=("Ostrel",)))) == ["no place"]


def test_every_account_stands_in_a_row_or_in_what_is_left_out() -> None:
    events = (event("e1"), event("e2", type=EventType.PROTEST), event("e3"))
    accounts = [told(f"a{n}", f"2031-03-0{n}", event_id=f"e{n % 3 + 1}") for n in range(1, 9)]
    made = code(*accounts, events=events, split=("day", "place"), include=Include(until="2031-03-05"))
    seen = [a for r in (*made.rows, *made.left_out) for a in (*r["account_ids"], *r.get("other_account_ids", ()))]
    assert sorted(seen) == sorted(a.account_id for a in accounts)


STATED = st.tuples(
    st.sampled_from(
        [(None, None), ("2031-03-04", "2031-03-04"), ("2031-03-05", "2031-03-05"), ("2031-03-01", "2031-03-31")]
    ),
    st.lists(st.sampled_from([p.place_id for p in PLACES] + ["nowhere-known"]), max_size=3, unique=True),
)


@given(st.lists(STATED, min_size=1, max_size=7), st.sampled_from([(), ("day",), ("place",), ("day", "place")]))
def test_splitting_loses_no_account_and_makes_no_row_twice(stated: list[Any], split: tuple[str, ...]) -> None:
    accounts = [
        told(f"a{n}", None, *places, date_earliest=days[0], date_latest=days[1])
        for n, (days, places) in enumerate(stated)
    ]
    made = code(*accounts, split=split)
    seen = {a for r in made.rows for a in (*r["account_ids"], *r["other_account_ids"])}
    assert seen == {a.account_id for a in accounts}
    assert len({r["coded_id"] for r in made.rows}) == len(made.rows)
    assert all(r["account_ids"] for r in made.rows)
    assert code(*reversed(accounts), split=split) == made


# -- categories


def test_the_first_category_that_fits_counts_and_names_its_account() -> None:
    books = (Category("AIR", modes=("aerial",)), Category("GAS", words=("gas",)), *ANY)
    for accounts, wanted in (
        ((told("a1"), told("a2", mode="aerial")), ("AIR", "a2")),
        ((told("a1"), told("a2", text="they used gas")), ("GAS", "a2")),
        ((told("a1"),), ("V", "a1")),
    ):
        assert rows(code(*accounts, categories=books), "category", "category_from") == [wanted]


def test_without_a_category_a_row_is_left_out_unless_it_is_wanted() -> None:
    air = (Category("AIR", modes=("aerial",)),)
    assert reasons(code(told("a1"), categories=air)) == ["no category fits"]
    made = code(told("a1"), categories=air, include=Include(uncategorised=True))
    assert rows(made, "category", "category_from") == [(None, None)]


# -- splitting


DAY, PLACE = Field("date", "day"), Field("place", "place")


@pytest.mark.parametrize(
    ("accounts", "wanted"),
    [
        (  # two days, two rows
            [("a1", "2031-03-04", "dunmere"), ("a2", "2031-03-05", "dunmere"), ("a3", "2031-03-04", "dunmere")],
            [("2031-03-04", "Dunmere", ["a1", "a3"], []), ("2031-03-05", "Dunmere", ["a2"], [])],
        ),
        (  # two places of one account, two rows
            [("a1", "2031-03-04", "dunmere", "pell")],
            [("2031-03-04", "Dunmere", ["a1"], []), ("2031-03-04", "Pell", ["a1"], [])],
        ),
        (  # the area that only says where a place lies makes no row
            [("a1", "2031-03-04", "dunmere", "marrowmere", "ostrel"), ("a2", "2031-03-04", "ostrel")],
            [("2031-03-04", "Dunmere", ["a1", "a2"], [])],
        ),
        (  # an account without a day or place joins the only row
            [("a1", "2031-03-04", "dunmere"), ("a2", None), ("a3", None, "dunmere")],
            [("2031-03-04", "Dunmere", ["a1", "a2", "a3"], [])],
        ),
        (  # and stands beside the rows where there are several
            [("a1", "2031-03-04", "dunmere"), ("a2", "2031-03-04", "pell"), ("a3", "2031-03-04"), ("a4", None, "pell")],
            [("2031-03-04", "Dunmere", ["a1"], ["a3"]), ("2031-03-04", "Pell", ["a2", "a4"], ["a3"])],
        ),
        (  # one says where, the other when: one row
            [("a1", None, "dunmere"), ("a2", "2031-03-04", "ostrel")],
            [("2031-03-04", "Dunmere", ["a1", "a2"], [])],
        ),
        (  # and two days are two rows, wherever
            [("a1", None, "dunmere"), ("a2", "2031-03-04", "ostrel"), ("a3", "2031-03-05", "ostrel")],
            [("2031-03-04", "Dunmere", ["a1", "a2"], []), ("2031-03-05", "Ostrel", ["a3"], [])],
        ),
        (  # another country's place is no wider word for this one
            [("a1", "2031-03-04", "dunmere"), ("a2", "2031-03-04", "varda")],
            [("2031-03-04", "Dunmere", ["a1"], []), ("2031-03-04", "Varda", ["a2"], [])],
        ),
        ([("a1", None)], [(None, None, ["a1"], [])]),
    ],
)
def test_one_row_a_day_and_place(accounts: list[tuple[Any, ...]], wanted: list[tuple[object, ...]]) -> None:
    made = code(*(told(*a) for a in accounts), split=("day", "place"), fields=(DAY, PLACE))
    assert rows(made, "date", "place", "account_ids", "other_account_ids") == wanted
    assert len({r["coded_id"] for r in made.rows}) == len(made.rows)


def test_a_span_of_days_is_not_spread_over_its_days() -> None:
    loose = told("a1", date_earliest="2031-03-04", date_latest="2031-03-06")
    fields = tuple(Field(n, n) for n in ("day", "date_earliest", "date_latest", "date_precision"))
    assert rows(
        code(loose, split=("day",), fields=fields), "day", "date_earliest", "date_latest", "date_precision"
    ) == [(None, "2031-03-04", "2031-03-06", "span")]
    made = code(loose, told("a2", "2031-03-05"), split=("day",), fields=fields)
    assert rows(made, "day", "account_ids") == [("2031-03-05", ["a1", "a2"])]


def test_without_a_split_the_event_keeps_what_its_accounts_share() -> None:
    made = code(told("a1", "2031-03-04", "dunmere"), told("a2", "2031-03-05", "pell"), fields=(DAY, PLACE))
    assert rows(made, "date", "place", "account_ids") == [(None, None, ["a1", "a2"])]


# -- fields


def test_fields_come_from_their_sources() -> None:
    accounts = (
        told("a1", "2031-03-04", "dunmere", actor_ids=("tide-front",), killed=14, informant_ids=("berin-tolk",), claim_id="c1"),
        told("a2", "2031-03-04", "dunmere", article_id="art-2", killed_low=16, killed_high=None, injured_high=40, witness_id="a1"),
    )  # fmt: skip
    made = code(
        *accounts,
        events=(event(day="2031-03-04", place_ids=("dunmere", "marrowmere"), actor_ids=("tide-front",)),),
        claims=(claim("c1", speaker_id="unnamed:us-official"),),
        disputes=(
            Dispute("d1", "x", DisputeKind.CONFLICT, "who", "e1", ()),
            Dispute("d2", "x", DisputeKind.BOUND, "killed", "e1", ()),
        ),
        fields=tuple(Field(name, name) for name in SOURCES),
    )
    (row,) = made.rows
    wanted = {
        "category_label": "violence", "type": "ASSAULT", "statuses": ["happened"], "level": "single", "witness_count": 1,
        "account_count": 2, "day": "2031-03-04", "place": "Dunmere", "latitude": 12.5, "longitude": 31.5,
        "place_precision": "exact", "country": "XO", "admin1": "Marrowmere", "doers": ["Tide Front"], "killed_lowest": 14,
        "killed_highest": 16, "injured_lowest": None, "injured_highest": 40, "outlets": ["Harbour Post", "Outlet art-2"],
        "informants": ["Berin Tolk"], "speakers": ["us official"], "published_first": "2031-03-05",
        "published_last": "2031-03-06", "disputed": ["who"], "words": "shells hit the market",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (Field("x", "doers", map=(("Tide Front", "TF"),)), ["TF", "Varda"]),
        (Field("x", "doers", map=(("tide-front", "TF"),), other="OTHER"), ["TF", "OTHER"]),
        (Field("x", "type", map=(("ASSAULT", "1"),)), "1"),
        (Field("x", "killed_lowest", map=(("14", "low"),)), None),
        (Field("x", "mode", map=(("aerial", "A"),), other="Z"), None),
        (Field("x", value="constant"), "constant"),
    ],
)
def test_values_get_the_teams_codes(given: Field, wanted: object) -> None:
    made = code(told("a1"), events=(event(actor_ids=("tide-front", "varda")),), fields=(given,))
    assert rows(made, "x") == [(wanted,)]


def test_a_private_person_is_withheld_in_public() -> None:
    people = (entity("berin-tolk", "Berin Tolk", type=MentionType.PERSON),)
    mask = Mask.build(people, (mention("berin-tolk", "Berin Tolk", 0, type=MentionType.PERSON),))
    one = told("a1", text="Berin Tolk was killed", recipient_ids=("berin-tolk",))
    made = code(one, fields=(Field("whom", "recipients_any"), Field("said", "words")), mask=mask)
    assert "Tolk" not in repr(made)
    assert rows(made, "whom", "said") == [(["private person 1"], "[private person] was killed")]


def test_the_counts_are_told_in_a_line() -> None:
    made = code(told("a1", "2031-03-04"), told("a2", "2031-03-05"), told("a3", event_id="e2"),
                events=(event("e1"), event("e2", type=EventType.PROTEST)), split=("day",),
                include=Include(types=(EventType.ASSAULT,)))  # fmt: skip
    assert coded.told(made) == "2 rows of 1 events; left out 1: 1 type PROTEST"
