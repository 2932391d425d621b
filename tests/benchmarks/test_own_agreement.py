"""Agreement: the same labels agree wholly, every kind of difference costs in its own figure, ids are compared by their use."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.own_agreement import (
    Comparison,
    Tally,
    assigned,
    compared,
    events,
    head_word,
    main,
    of_pairs,
    paired,
    same_ids,
    shared,
    table,
)
from benchmarks.own_labels import Labels, Row
from tests.benchmarks.own_factories import SOURCE, account, claim, corpus, labels, mention, reader, row


def full() -> Labels:
    return labels(
        mentions=[mention(0, 5, "tide-front"), mention(10, 15, "ostrel", "PLACE")],
        claims=[claim(1, 20, 40, "tide-front"), claim(2, 50, 70, "unnamed:us-official", stance="denies")],
        accounts=[account(1, 20, 40, actor_ids=["tide-front"], killed_low=3, killed_high=3, place_ids=["ostrel"])],
        casualties=[row("casualties", 30, 35, event=1, harm="killed", low=3, high=3)],
        relations=[row("relations", 0, 15, subject_id="tide-front", predicate="opposes", object_id="ostrel")],
        dates=[row("dates", 80, 90, value="2031-03-04")],
        quantities=[row("quantities", 30, 35, low=3, high=3)],
        wording=[row("wording", 91, 95, referent_id="tide-front")],
        disputes=[{"slot": "happened", "kind": "conflict", "positions": positions((1, 1), (2, 2))}],
    )


def positions(*sides: tuple[int, int]) -> list[Row]:
    return [{"by": f"by-{n}", "side": side, "claims": [n]} for side, n in sides]


def figure(right: Labels, given: Labels, name: str) -> float:
    return Comparison(right, given).tallies[name].f1


def test_the_same_labels_agree_in_every_figure() -> None:
    for name, tally in Comparison(full(), full()).tallies.items():
        assert tally.f1 == 1, name


def test_nothing_agrees_with_nothing_found() -> None:
    empty = labels()
    tallies = Comparison(full(), empty).tallies
    assert all(tally.f1 == 0 for tally in tallies.values())
    assert tallies["claims: found"] == of_pairs(0, 2, 0)


def test_figures_do_not_depend_on_which_reader_is_first() -> None:
    other = labels(
        mentions=[mention(0, 5, "front"), mention(10, 15, "ostrel", "ORG"), mention(16, 18, "ostrel")],
        claims=[claim(1, 22, 40, "front"), claim(2, 55, 100, "ostrel")],
        accounts=[account(1, 10, 30), account(2, 30, 40, "ACCUSE")],
    )
    forth, back = Comparison(full(), other).tallies, Comparison(other, full()).tallies
    assert {name: round(t.f1, 9) for name, t in forth.items()} == {name: round(t.f1, 9) for name, t in back.items()}


# ---------------------------------------------------------------- ids


def test_ids_are_compared_through_the_mentions() -> None:
    right = labels(mentions=[mention(0, 5, "tide-front")], claims=[claim(1, 20, 40, "tide-front")])
    other = labels(mentions=[mention(0, 5, "front-of-the-tide")], claims=[claim(1, 20, 40, "front-of-the-tide")])
    assert same_ids(right, other) == {"front-of-the-tide": "tide-front"}
    assert figure(right, other, "claims: credited") == 1


def test_other_ids_without_a_common_mention_differ() -> None:
    right = labels(mentions=[mention(0, 5, "tide-front")], claims=[claim(1, 20, 40, "tide-front")])
    other = labels(mentions=[mention(6, 9, "front-of-the-tide")], claims=[claim(1, 20, 40, "front-of-the-tide")])
    assert figure(right, other, "claims: credited") == 0


def test_equal_ids_that_no_name_stands_for_are_equal() -> None:
    right = labels(mentions=[mention(0, 5, "ostrel")], claims=[claim(1, 20, 40, "ostreli-government")])
    other = labels(claims=[claim(1, 20, 40, "ostreli-government")])
    assert figure(right, other, "claims: credited") == 1


def test_equal_ids_at_other_names_are_not_equal_by_their_letters() -> None:
    right = labels(
        mentions=[mention(0, 5, "port"), mention(6, 9, "port"), mention(10, 15, "pell")],
        claims=[claim(1, 20, 40, "port")],
    )
    other = labels(
        mentions=[mention(0, 5, "pell-port"), mention(6, 9, "pell-port"), mention(10, 15, "port")],
        claims=[claim(1, 20, 40, "port")],
    )
    assert same_ids(right, other) == {"pell-port": "port", "port": "pell"}
    assert figure(right, other, "claims: credited") == 0


def test_an_id_stands_for_one_only() -> None:
    right = labels(mentions=[mention(0, 5, "maren"), mention(6, 9, "wick")])
    other = labels(mentions=[mention(0, 5, "maren"), mention(6, 9, "maren")])
    assert same_ids(right, other) == {"maren": "maren"}
    assert figure(right, other, "entities: id") == 0.5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("unnamed:us-official", "unnamed:official", True),
        ("unnamed:officials-in-ostrel", "unnamed:ostreli-official", True),
        ("unnamed:activists", "unnamed:activist", True),
        ("unnamed:tribesmen", "unnamed:tribesman", True),
        ("unnamed:security-source", "unnamed:security-official", False),
        ("unnamed:unspecified", "unnamed:official", False),
        ("unnamed:official", "ostreli-official", False),
    ],
)
def test_unnamed_speakers_are_equal_by_the_head_word_of_their_role(one: str, other: str, same: bool) -> None:
    right, given_ = labels(claims=[claim(1, 0, 9, one)]), labels(claims=[claim(1, 0, 9, other)])
    assert figure(right, given_, "claims: speaker") == float(same)


def test_the_head_word_stands_before_the_preposition() -> None:
    assert head_word("unnamed:military-officials-from-the-army") == "official"
    assert head_word("unnamed:authorities") == "authority"
    assert head_word("unnamed:vardan-ministry-of-foreign-affairs-official") == "official"
    assert head_word("unnamed:head-of-the-port") == "head"


weight = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(1, 9).map(float), min_size=1, max_size=10
)


@given(weight)
def test_no_assignment_weighs_more(weights: dict[tuple[str, str], float]) -> None:
    pairs = assigned(weights)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    best = max(sum(weights.get(p, 0) for p in zip("abcd", order, strict=True)) for order in permutations("wxyz"))
    assert sum(weights[pair] for pair in pairs) == best


# ---------------------------------------------------------------- layers


span = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda s: {"start": s[0], "end": s[0] + s[1]})


@given(st.lists(span, max_size=8), st.lists(span, max_size=8))
def test_rows_are_paired_one_to_one_where_they_overlap(right: list[Row], other: list[Row]) -> None:
    pairs = paired(right, other, shared)
    assert len({id(r) for r, _ in pairs}) == len({id(g) for _, g in pairs}) == len(pairs)
    assert all(r["start"] < g["end"] and g["start"] < r["end"] for r, g in pairs)
    alone = [g for g in other if all(g is not held for _, held in pairs)]
    unpaired = [r for r in right if all(r is not held for held, _ in pairs)]
    assert not any(shared(r, g) for r in unpaired for g in alone)


def test_a_claim_is_found_where_half_of_its_content_is() -> None:
    right = labels(claims=[claim(1, 0, 10, "maren"), claim(2, 20, 30, "maren")])
    other = labels(claims=[claim(1, 0, 5, "maren"), claim(2, 20, 24, "maren")])
    assert Comparison(right, other).tallies["claims: found"] == of_pairs(1, 2, 2)


def test_of_joint_speakers_each_meets_their_own() -> None:
    right = labels(claims=[claim(1, 0, 10, "maren"), claim(2, 0, 10, "wick")])
    other = labels(claims=[claim(1, 0, 10, "wick"), claim(2, 0, 10, "maren")])
    assert figure(right, other, "claims: speaker") == 1


def test_stance_and_on_behalf_of_are_shares_of_what_was_found() -> None:
    right = labels(claims=[claim(1, 0, 10, "maren", on_behalf_of="tide-front"), claim(2, 20, 30, "maren")])
    other = labels(claims=[claim(1, 0, 10, "maren"), claim(2, 20, 30, "maren", stance="denies")])
    tallies = Comparison(right, other).tallies
    assert (tallies["claims: stance"].f1, tallies["claims: on behalf of"].f1) == (0.5, 0.5)


def test_chains_are_compared_edge_by_edge() -> None:
    right = labels(claims=[claim(1, 0, 10, "maren", chain=["outlet", "wire", "maren"])])
    other = labels(claims=[claim(1, 0, 10, "maren", chain=["wire", "maren"])])
    assert Comparison(right, other).tallies["claims: chain edges"] == of_pairs(1, 2, 1)


def test_accounts_of_one_event_are_one_event() -> None:
    told = [account(1, 0, 10, event=1), account(2, 20, 30, event=1), account(3, 40, 50, event=1, type="ACCUSE")]
    assert [(type_, len(event.accounts)) for type_, event in events(told)] == [("ASSAULT", 2), ("ACCUSE", 1)]
    right, other = labels(accounts=told), labels(accounts=[account(1, 25, 35)])
    assert Comparison(right, other).tallies["events: by type"] == of_pairs(1, 2, 1)
    assert Comparison(right, other).tallies["accounts: by type"] == of_pairs(1, 3, 1)


def test_an_events_days_are_those_its_accounts_share() -> None:
    days = ("date_earliest", "date_latest")

    def shared_days(*given_: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
        rows = [account(i, i, i + 1, event=1, **dict(zip(days, one, strict=True))) for i, one in enumerate(given_)]
        return events(rows)[0][1].days

    assert shared_days(("2031-03-01", "2031-03-31"), ("2031-03-04", "2031-03-04"), (None, None)) == ("2031-03-04",) * 2
    assert shared_days(("2031-03-01", "2031-03-01"), ("2031-03-04", "2031-03-04")) == (None, None)


def test_actor_recipient_place_and_toll_are_compared_on_pairs() -> None:
    right = labels(accounts=[account(1, 0, 10, actor_ids=["wick", "maren"], recipient_ids=["pell"], killed_low=3)])
    other = labels(accounts=[account(1, 0, 10, actor_ids=["maren", "wick"], recipient_ids=[], killed_low=4)])
    tallies = Comparison(right, other).tallies
    names = ("actor", "recipient", "place", "killed, where told")
    assert [tallies[f"events: {name}"].f1 for name in names] == [1, 0, 1, 0]


def test_relations_count_once_and_an_alliance_has_no_direction() -> None:
    def tie(start: int, one: str, predicate: str, other: str) -> Row:
        return row("relations", start, start + 5, subject_id=one, predicate=predicate, object_id=other)

    right = labels(
        relations=[tie(0, "a", "allied-with", "b"), tie(9, "a", "allied-with", "b"), tie(0, "a", "opposes", "c")]
    )
    other = labels(relations=[tie(50, "b", "allied-with", "a"), tie(0, "c", "opposes", "a")])
    assert Comparison(right, other).tallies["relations"] == of_pairs(1, 2, 2)


def test_a_date_or_figure_of_another_value_is_found_but_not_right() -> None:
    right = labels(dates=[row("dates", 0, 9, value="2031")], quantities=[row("quantities", 0, 9, low=3, high=3)])
    other = labels(dates=[row("dates", 0, 9, value="2032")], quantities=[row("quantities", 0, 9, low=3)])
    for name in ("dates", "figures"):
        assert figure(right, other, f"{name}: span") == 1
        assert figure(right, other, f"{name}: span and value") == 0


def test_b_cubed_is_that_of_bagga_and_baldwin() -> None:
    right = labels(mentions=[mention(i, i + 1, "x") for i in range(2)] + [mention(i, i + 1, "y") for i in range(2, 4)])
    other = labels(mentions=[mention(i, i + 1, "z") for i in range(4)])
    tally = Comparison(right, other).tallies["entities: B-cubed"]
    assert (tally.recall, tally.precision) == (1, 0.5)


@pytest.mark.parametrize(
    ("sides", "found"),
    [(((1, 1), (2, 2)), 1), (((1, 2), (2, 1)), 1), (((1, 1), (1, 2)), 0), (((1, 1),), 0)],
)
def test_disputes_are_one_where_they_set_the_same_claims_apart(sides: tuple[tuple[int, int], ...], found: int) -> None:
    claims = [claim(1, 0, 10, "maren"), claim(2, 20, 30, "wick")]
    right = labels(
        claims=claims, disputes=[{"slot": "who", "kind": "conflict", "positions": positions((1, 1), (2, 2))}]
    )
    given_ = labels(claims=claims, disputes=[{"slot": "who", "kind": "conflict", "positions": positions(*sides)}])
    assert figure(right, given_, "disputes") == found


def test_an_article_without_a_given_one_counts_as_missed() -> None:
    assert compared([full()], {})["claims: found"] == of_pairs(0, 2, 0)
    assert compared([full()], {"01": full()})["claims: found"] == of_pairs(2, 2, 2)


def test_a_tally_has_precision_recall_and_f1() -> None:
    tally = of_pairs(1, 2, 4)
    assert (tally.precision, tally.recall, round(tally.f1, 4)) == (0.25, 0.5, 0.3333)
    assert Tally().f1 == 0


def test_the_table_has_a_row_a_figure() -> None:
    made = table({"dev": {"claims: found": of_pairs(1, 2, 4), "relations": Tally()}})
    assert "| claims: found | 33.3 | 25.0 | 50.0 | 2 |" in made
    assert "| relations | - | - | - | - |" in made


def test_two_readers_on_disk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = corpus(tmp_path)
    reader(folder / "A")
    reader(folder / "B", SOURCE.replace("| denied | Ostrel |", "| - | Ostrel |").replace(" | accuses", " | asserts"))
    (folder / "list.tsv").write_text("01\ttexts/dunmere.txt\t\t\tdev\n", encoding="utf-8")
    places = ["--list", str(folder / "list.tsv"), "--corpus", str(folder)]
    assert main([str(folder / "A"), str(folder / "B"), *places]) == 0
    told = capsys.readouterr().out
    assert "1 articles" in told
    assert "| claims: stance | 66.7 | 66.7 | 66.7 | 3 |" in told
    assert "| claims: found | 100.0 | 100.0 | 100.0 | 3 |" in told
