"""Large groups and the keys by which accounts find one another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import Account
from counterclaim.weighing.clusters import _Group, _Index, cluster, fits
from counterclaim.weighing.features import THRESHOLD, Pair, Places, Telling, every_telling, score
from tests.factories import account, article, found
from tests.weighing.world import WORLD

PLACES = Places(WORLD.gazetteer)


def tellings(*accounts: Account) -> list[Telling]:
    """Each account in an article of its own, unless it names one."""
    pieces = []
    for n, a in enumerate(accounts):
        of = article(
            a.article_id if a.article_id != "art-1" else f"x{n}", published="2031-03-05", lineage_id=f"lin-{n}"
        )
        pieces.append(found(of, accounts=(a,)))
    return list(every_telling(pieces))


made = st.builds(
    lambda n, day, place, actor, recipient, killed, home: account(
        f"a{n}", f"shells hit the market {n}", day=day, place_ids=place, actor_ids=actor, recipient_ids=recipient,
        killed=killed, article_id=home,
    ),
    st.integers(0, 10**6),
    st.sampled_from([None, "2031-03-03", "2031-03-04", "2031-03-05"]),
    st.sampled_from([(), ("dunmere",), ("pell",), ("marrowmere",), ("ostrel",)]),
    st.sampled_from([(), ("tide-front",), ("navy",)]),
    st.sampled_from([(), ("traders",), ("dunmere",)]),
    st.sampled_from([None, 9, 14]),
    st.sampled_from(["art-1", "art-2", "art-3"]),
)  # fmt: skip


@given(st.lists(made, min_size=17, max_size=24, unique_by=lambda a: a.account_id))
def test_a_large_group_is_asked_through_its_summary_with_the_same_answer(accounts: list[Account]) -> None:
    asking, *members = tellings(*accounts)
    group = _Group([])
    for member in members:
        group.add(member)
    assert group.summary is not None
    assert group.fits(asking, PLACES, 1) == fits(asking, members, PLACES, 1)


def on_a_day(a: Account) -> Account:
    """The account in an article of its own, dated."""
    day = a.date_earliest or "2031-03-04"
    return replace(a, article_id="art-1", date_earliest=day, date_latest=day)


@given(st.tuples(made.map(on_a_day), made.map(on_a_day)))
def test_dated_accounts_that_reach_the_threshold_share_a_key(accounts: tuple[Account, Account]) -> None:
    one, other = tellings(*accounts)
    index = _Index(PLACES, 1)
    index.add(one, 0)
    if score(Pair(one, other, PLACES, 1)) >= THRESHOLD and fits(one, [other], PLACES, 1):
        assert [n for n, _ in index.near(other)] == [0]


def test_one_odd_account_does_not_open_a_large_group() -> None:
    market = {"day": "2031-03-04", "place_ids": ("dunmere",), "recipient_ids": ("traders",)}
    many = [account(f"a{n:02}", f"shells hit the market {n}", **market, killed=n + 1) for n in range(20)]
    odd = account("b", "guns fired at boats all morning", day="2031-03-04", killed=20, actor_ids=("navy",),
                  recipient_ids=("sailors",))  # fmt: skip
    like_one = account("a99", "guns fired at boats all morning long", **market, killed=20, actor_ids=("navy",))
    groups = cluster(tellings(*many, like_one, odd), PLACES, 1)
    assert sorted(len(g) for g in groups) == [1, 21]


@pytest.mark.parametrize("days", [["2031-03-04", "2031-03-05", "2031-03-06", "2031-03-07"] * 6])
def test_a_large_group_is_not_chained_over_days(days: list[str]) -> None:
    accounts = [
        account(
            f"a{n:02}", "shells hit the market", day=d, place_ids=("dunmere",), recipient_ids=("traders",), killed=9
        )
        for n, d in enumerate(days)
    ]
    for group in cluster(tellings(*accounts), PLACES, 1):
        inside = {t.first for t in group}
        assert max(inside) - min(inside) <= 1
