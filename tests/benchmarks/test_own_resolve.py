"""Two readers' labels become one: what both have is taken, decisions come before rules, and all is counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.own_labels import Labels, Row, load
from benchmarks.own_resolve import (
    NOTHING,
    BadDecision,
    Decisions,
    changed,
    decisions,
    differences,
    fingerprint,
    groups,
    main,
    merged,
    unified,
)
from tests.benchmarks.own_factories import SOURCE, TEXT, account, claim, corpus, labels, mention, reader, row


def known(name: str) -> bool:
    return name == "tide-front"


def decided(**tables: dict[str, Any]) -> Decisions:
    return Decisions(tables)


def merge(a: Labels, b: Labels, decision: Decisions = NOTHING) -> tuple[Labels, dict[str, Counter[str]]]:
    return merged(a, b, decision, known)


def two(table: str, one: list[Row], other: list[Row], key: str = "01") -> tuple[Labels, Labels]:
    return labels(key, **{table: one}), labels(key, **{table: other})


def test_the_same_labels_stay_as_they_are() -> None:
    a = labels(claims=[claim(1, 0, 10, "maren"), claim(2, 20, 30, "wick")], mentions=[mention(0, 5, "maren")])
    final, counts = merge(a, a)
    assert final.table("claims") == a.table("claims")
    assert counts["claims"] == Counter(same=2)


@pytest.mark.parametrize(("key", "stance"), [("01", "accuses"), ("02", "condemns")])
def test_undecided_values_are_those_of_one_reader_by_turns(key: str, stance: str) -> None:
    one, other = [claim(1, 0, 10, "maren", stance="accuses")], [claim(1, 0, 10, "maren", stance="condemns")]
    final, counts = merge(*two("claims", one, other, key))
    assert [c["stance"] for c in final.table("claims")] == [stance]
    assert counts["claims"] == {"values differ, by turns": 1}


def test_other_ends_are_told_apart_from_other_values() -> None:
    _, counts = merge(*two("claims", [claim(1, 0, 10, "maren")], [claim(1, 0, 12, "maren")]))
    assert counts["claims"] == {"ends differ, by rule": 1}


@pytest.mark.parametrize("key", ["01", "02"])
def test_what_one_reader_left_empty_is_taken_from_the_other(key: str) -> None:
    one = account(1, 0, 10, actor_ids=["wick"], killed_low=3, date_earliest="2031-03-01", date_latest="2031-03-02")
    other = account(1, 0, 10, place_ids=["pell"], killed_high=9)
    final, counts = merge(*two("accounts", [one], [other], key))
    (told,) = final.table("accounts")
    assert (told["actor_ids"], told["place_ids"], told["date_latest"]) == (["wick"], ["pell"], "2031-03-02")
    assert (told["killed_low"], told["killed_high"]) in ((3, None), (None, 9)), "a toll of both is a toll of neither"
    assert counts["accounts"] == {"values differ, by turns": 1}


def test_an_empty_value_alone_is_no_dispute() -> None:
    one, other = account(1, 0, 10), account(1, 0, 10, place_ids=["pell"])
    final, counts = merge(*two("accounts", [one], [other]))
    assert final.table("accounts")[0]["place_ids"] == ["pell"]
    assert counts["accounts"] == {"empty value filled": 1}


def test_a_decided_row_is_filled_where_the_decision_says_so() -> None:
    a, b = two("accounts", [account(1, 0, 9, actor_ids=["wick"])], [account(1, 0, 9, place_ids=["pell"])])
    as_it_is, filled = (
        merge(a, b, decided(accounts={"A1": mark}))[0].table("accounts")[0] for mark in ({}, {"+": "", "actors": "-"})
    )
    assert (as_it_is["actor_ids"], as_it_is["place_ids"]) == (["wick"], [])
    assert (filled["actor_ids"], filled["place_ids"]) == ([], ["pell"])


def test_a_row_of_one_reader_is_kept_without_a_decision() -> None:
    final, counts = merge(*two("claims", [], [claim(1, 0, 10, "maren")]))
    assert len(final.table("claims")) == 1
    assert counts["claims"] == {"one reader, by rule: kept": 1}


def test_a_single_name_inside_one_that_was_taken_is_left_out() -> None:
    a = labels(mentions=[mention(0, 20, "tide-front")])
    b = labels(mentions=[mention(0, 5, "tide"), mention(10, 20, "tide-front")])
    final, counts = merge(a, b)
    assert [(m["start"], m["end"]) for m in final.table("mentions")] == [(0, 20)]
    assert counts["mentions"]["one reader, by rule: left out"] == 1


def test_decisions_take_keep_change_and_leave_out() -> None:
    a, b = two(
        "claims",
        [claim(1, 0, 10, "maren"), claim(2, 20, 30, "maren"), claim(3, 40, 50, "maren")],
        [claim(1, 0, 10, "wick"), claim(2, 60, 70, "wick")],
    )
    choice = decided(claims={"B1": {"stance": "denies"}, "A2": {}, "A3": None})
    final, counts = merge(a, b, choice)
    told = [(c["start"], c["speaker_id"], c["stance"]) for c in final.table("claims")]
    assert told == [(0, "wick", "denies"), (20, "maren", "asserts"), (60, "wick", "asserts")]
    assert counts["claims"] == {
        "decided": 3,
        "one reader, decided: kept": 1,
        "one reader, decided: left out": 1,
        "one reader, by rule: kept": 1,
    }


def test_both_rows_of_a_pair_can_be_kept_or_left_out() -> None:
    a, b = two("claims", [claim(1, 0, 10, "maren")], [claim(1, 0, 10, "wick")])
    assert len(merge(a, b, decided(claims={"A1": {}, "B1": {}}))[0].table("claims")) == 2
    assert merge(a, b, decided(claims={"A1": None, "B1": None}))[0].table("claims") == ()
    assert [c["speaker_id"] for c in merge(a, b, decided(claims={"A1": None}))[0].table("claims")] == ["wick"]


def test_a_decision_on_a_row_that_is_not_there_stops() -> None:
    with pytest.raises(BadDecision, match="A7"):
        merge(labels(), labels(), decided(claims={"A7": {}}))


@pytest.mark.parametrize(
    ("values", "column", "value"),
    [
        ({"type": "THREATEN/military"}, "mode", "military"),
        ({"actors": "maren,wick"}, "actor_ids", ["maren", "wick"]),
        ({"places": "-"}, "place_ids", []),
        ({"k": "14+"}, "killed_low", 14),
        ({"k": "10-12"}, "killed_high", 12),
        ({"k": "-21"}, "killed_low", None),
        ({"days": "2031-03-01..2031-03-04"}, "date_latest", "2031-03-04"),
        ({"days": "-"}, "date_earliest", None),
        ({"s": "denied"}, "status", "denied"),
    ],
)
def test_a_decision_changes_values_in_the_readers_notation(values: dict[str, str], column: str, value: object) -> None:
    assert changed(account(1, 0, 10, name="A1"), values)[column] == value


def test_another_speaker_ends_the_chain() -> None:
    new = changed(claim(1, 0, 10, "maren", name="A1"), {"speaker": "wick", "direct": "yes", "for": "tide-front"})
    assert (new["chain"], new["direct"], new["on_behalf_of"]) == (["outlet", "wick"], True, "tide-front")


def test_an_unknown_column_stops() -> None:
    with pytest.raises(BadDecision, match="colour"):
        changed(account(1, 0, 10, name="A1"), {"colour": "red"})


def test_one_id_for_what_means_the_same() -> None:
    a = labels(mentions=[mention(0, 5, "front-of-the-tide"), mention(9, 12, "maren")], claims=[claim(1, 0, 9, "maren")])
    b = labels(
        mentions=[mention(0, 5, "tide-front"), mention(9, 12, "ana-maren")], claims=[claim(1, 0, 9, "ana-maren")]
    )
    one, other = unified(a, b, known)
    assert one.tables == other.tables
    assert {m["entity_id"] for m in one.table("mentions")} == {"tide-front", "ana-maren"}
    assert one.table("claims")[0]["chain"] == ["outlet", "ana-maren"]


def test_claims_are_numbered_anew_wherever_they_are_referred_to() -> None:
    a = labels(
        claims=[claim(1, 50, 60, "maren"), claim(2, 80, 90, "wick", within=1)],
        accounts=[account(1, 50, 60, claim=1)],
        disputes=[{"slot": "who", "kind": "conflict", "positions": [position("x", 1, 1), position("y", 2, 2)]}],
    )
    b = labels(claims=[claim(1, 0, 10, "pell"), claim(2, 50, 60, "maren")], accounts=[account(1, 70, 75, claim=2)])
    final, _ = merge(a, b)
    assert [(c["n"], c["start"], c["within"]) for c in final.table("claims")] == [
        (1, 0, None),
        (2, 50, None),
        (3, 80, 2),
    ]
    assert [x["claim"] for x in final.table("accounts")] == [2, 2]
    assert [p["claims"] for p in final.table("disputes")[0]["positions"]] == [[2], [3]]


def test_a_reference_to_a_claim_that_is_left_out_is_nothing() -> None:
    a = labels(claims=[claim(1, 0, 10, "maren")], accounts=[account(1, 0, 10, claim=1)])
    final, _ = merge(a, labels(), decided(claims={"A1": None}))
    assert final.table("accounts")[0]["claim"] is None


def position(by: str, side: int, n: int) -> Row:
    return {"by": by, "side": side, "claims": [n]}


def test_events_of_two_readers_are_one_by_the_accounts_they_share() -> None:
    a = labels(accounts=[account(1, 0, 10, event=1), account(2, 20, 30, event=2)])
    b = labels(accounts=[account(1, 0, 10, event=7), account(2, 40, 50, event=7), account(3, 60, 70, event=9)])
    final, _ = merge(a, b)
    assert [x["event"] for x in final.table("accounts")] == [1, 2, 1, 3]


def test_unnamed_speakers_of_one_head_word_are_no_difference() -> None:
    a, b = two("claims", [claim(1, 0, 9, "unnamed:us-official")], [claim(1, 0, 9, "unnamed:officials")])
    assert [group.differing for group in groups(a, b, "claims")] == [[]]


def test_relations_are_paired_by_what_they_state() -> None:
    def tie(start: int, predicate: str) -> Row:
        return row("relations", start, start + 9, subject_id="a", predicate=predicate, object_id="b", stance="asserts")

    a, b = two("relations", [tie(0, "leads"), tie(50, "opposes")], [tie(20, "leads"), tie(51, "supports")])
    found = [(group.differing, len(group.rows)) for group in groups(a, b, "relations")]
    assert found == [([], 2), (["predicate"], 2)]


# ---------------------------------------------------------------- on disk


OTHER = SOURCE.replace("| tide-front | accuses", "| tide-front | asserts").replace(
    "the shelling | denied | Ostrel | ostreli-government | denies | via=meridian-wire\n", ""
)


@pytest.fixture
def places(tmp_path: Path) -> list[str]:
    folder = corpus(tmp_path)
    reader(folder / "A")
    reader(folder / "B", OTHER.replace("@01/3", "@01/2"))
    (folder / "list.tsv").write_text("01\ttexts/dunmere.txt\t\t\tdev\n", encoding="utf-8")
    (folder / "out").mkdir()
    options = {"list": "list.tsv", "corpus": ".", "out": "out", "decisions": "decisions"}
    return [str(folder / "A"), str(folder / "B"), *(x for n, f in options.items() for x in (f"--{n}", str(folder / f)))]


def decide(folder: Path, *lines: str, a: str | None = None) -> None:
    (folder / "decisions").mkdir()
    marks = f'a = "{a or fingerprint(folder / "A/01.toml")}"\nb = "{fingerprint(folder / "B/01.toml")}"\n'
    (folder / "decisions" / "01.toml").write_text(marks + f"claims = {list(lines)}\n", encoding="utf-8")


def test_differences_are_shown_side_by_side(places: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *places, "--text"]) == 0
    told = capsys.readouterr().out
    assert TEXT.splitlines()[0] in told
    assert "A1|B1 «Ostrel had shelled the port of Dunmere» <said>\n   stance A=accuses B=asserts" in told
    assert "A3 «the shelling» <denied> speaker=ostreli-government stance=denies chain=outlet,meridian-wire" in told
    assert "10 to 12 dead" not in told.partition("[claims]")[2].partition("[accounts]")[0]


def test_what_is_the_same_is_not_shown() -> None:
    a = labels(claims=[claim(1, 0, 10, "maren")])
    assert list(differences(a, a, TEXT, ["claims", "accounts"])) == []


def test_merging_writes_labels_and_counts(
    places: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(tmp_path, "B1", "-A3")
    assert main(["merge", *places]) == 0
    (final,) = load(tmp_path / "out")
    assert [(c["speaker_id"], c["stance"]) for c in final.table("claims")] == [
        ("tide-front", "asserts"),
        ("ana-maren", "asserts"),
    ]
    assert "| claims | 1 | 0 | 0 | 0 | 2 | 0 | 1 | 0 | 0 |" in capsys.readouterr().out


def test_decisions_on_files_that_were_changed_since_stop(places: list[str], tmp_path: Path) -> None:
    decide(tmp_path, "B1", a="0123456789ab")
    with pytest.raises(BadDecision, match="changed"):
        main(["merge", *places])


@pytest.mark.parametrize("line", ["C1", "B", "claims", "+A1"])
def test_a_decision_out_of_form_stops(tmp_path: Path, line: str) -> None:
    sources = {side: reader(tmp_path / side) / "01.toml" for side in "AB"}
    decide(tmp_path, line)
    with pytest.raises(BadDecision):
        decisions(tmp_path / "decisions" / "01.toml", sources)
