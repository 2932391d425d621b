from __future__ import annotations

import pytest

from counterclaim.errors import UsageError
from counterclaim.ledger import TABLES, Ledger, columns
from counterclaim.ledger.queries import Period


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_the_columns_in_order(ledger: Ledger, table: str) -> None:
    for row in ledger.rows(table):
        assert tuple(row) == columns(table)


def test_lists_flags_and_numbers_have_their_types(ledger: Ledger) -> None:
    claim = next(ledger.rows("claims"))
    assert claim["chain"] == ["harbour-post", "tide-front"]
    assert claim["direct"] is False
    assert claim["confidence"] == 0.75
    assert next(ledger.rows("entities"))["known"] is True
    assert set(next(ledger.rows("disputes"))["positions"][0]) == {"by", "position", "account_id"}


def test_an_unknown_table(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="no table"):
        list(ledger.rows("sqlite_master"))


@pytest.mark.parametrize(("asked", "count"), [
    ({}, 2),
    ({"limit": 1}, 1),
    ({"by": "tide-front"}, 2),
    ({"by": "TIDE  Front"}, 2),
    ({"by": "the front"}, 2),
    ({"by": "Front"}, 2),
    ({"by": "Harbour Post"}, 0),
    ({"by": "ront"}, 0),
    ({"about": "dunmere"}, 1),
    ({"about": "Pell"}, 1),
    ({"about": "market"}, 2),
    ({"about": "mark"}, 0),
    ({"about": "(.*"}, 0),
    ({"about": "varda"}, 0),
    ({"about": "pell", "by": "tide front"}, 1),
    ({"since": "2024-02-08", "until": "2024-02-08"}, 2),
    ({"since": "2024-02-09"}, 0),
    ({"until": "2024-02-07"}, 0),
    ({"since": "2024"}, 2),
    ({"until": "2024-02"}, 2),
])  # fmt: skip
def test_claims_by_and_about_and_when(ledger: Ledger, asked: dict[str, object], count: int) -> None:
    assert len(ledger.claims(**asked)) == count  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", [{"since": "yesterday"}, {"until": "2024-2-1"}, {"by": " "}, {"limit": -1}])
def test_questions_that_make_no_sense(ledger: Ledger, asked: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        ledger.claims(**asked)  # type: ignore[arg-type]


def test_events_and_what_hangs_on_them(ledger: Ledger) -> None:
    (event,) = ledger.events(about="Dunmere")
    (account,) = ledger.accounts(event.event_id)
    assert "Dunmere" in account.text
    assert [c.low for c in ledger.casualties(account.account_id)] == [12]
    assert [s.slot for s in ledger.support(event.event_id)] == ["happened"]
    assert [d.event_id for d in ledger.disputes(about="dunmere")] == [event.event_id]
    assert len(ledger.events(since="2024-02-07", until="2024-02-07")) == 2
    assert ledger.events(since="2024-02-08") == ()
    assert [e.entity_id for e in ledger.entities(about="front")] == ["dunmere", "pell", "tide-front", "varda"]


@pytest.mark.parametrize(("period", "days", "meets"), [
    (("2024-02-01", "2024-02-29"), ("2024-01-30", "2024-02-01"), True),
    (("2024-02-01", None), ("2024", "2024"), True),
    (("2024-02-01", None), (None, "2024-01-31"), False),
    (("2024-02-01", None), ("2024-01-01", None), True),
    ((None, "2024-02"), ("2024-03", None), False),
    ((None, "2024-02"), (None, None), False),
    ((None, None), (None, None), True),
])  # fmt: skip
def test_periods(period: tuple[str | None, str | None], days: tuple[str | None, str | None], meets: bool) -> None:
    assert Period(*period).meets(*days) is meets


@pytest.mark.parametrize(("query", "kinds"), [
    ("dunmere", ["claim", "article"]),
    ("MARKET shells", ["claim", "claim", "article", "article"]),
    ('"shells hit"', ["claim", "claim", "article", "article"]),
    ('"hit shells"', []),
    ("militia", ["article", "article"]),
    ("dunmere OR pell", []),
    ("dunmere NOT market", []),
    ("", []), ("*", []), ('"', []), ("NEAR(", []), ("text:dunmere", []), ("dunmere*", ["claim", "article"]), ("a\x00b", []),
    ("--; DROP TABLE claims", []),
])  # fmt: skip
def test_search(ledger: Ledger, query: str, kinds: list[str]) -> None:
    hits = ledger.search(query)
    assert [hit.kind for hit in hits] == kinds
    for hit in hits:
        assert ledger.text(hit.document_id)[hit.start : hit.end] == hit.text
    assert len(ledger.search(query, limit=1)) == min(1, len(kinds))
