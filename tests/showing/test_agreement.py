"""Krippendorff's alpha: the worked examples of his paper, and the agreement of reviewers of a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from counterclaim.cli import app
from counterclaim.decisions import typed_days, typed_figure
from counterclaim.ledger import Ledger, deciding
from counterclaim.ledger.deciding import Said
from counterclaim.showing import agreement
from counterclaim.showing.agreement import BLIND, alpha, interval
from tests.showing.sites import FRONT, WIRE, make

# Krippendorff (2011), section C: four observers, twelve units, "." for a value that is missing.
OBSERVERS = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")


def units(*observers: str) -> list[list[Any]]:
    return [
        [int(v) if v.isdigit() else v for v in unit if v != "."]
        for unit in zip(*map(str.split, observers), strict=True)
    ]


def test_the_worked_example_of_four_observers() -> None:
    assert alpha(units(*OBSERVERS)) == pytest.approx(0.743, abs=0.0005)
    assert alpha(units(*OBSERVERS), interval) == pytest.approx(0.849, abs=0.0005)


def test_the_worked_examples_of_two_observers() -> None:
    assert alpha(units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")) == pytest.approx(0.095, abs=0.0005)
    assert alpha(units("a a b b d c c c e d d a", "b a b b b c c c e d d d")) == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize("held", [[], [["a"], ["b"]], [["a", "a"], ["a", "a", "a"]]])
def test_there_is_no_alpha_where_nothing_can_be_compared(held: list[list[str]]) -> None:
    assert alpha(held) is None
    assert agreement.words(None) == "every value is the same"


@given(st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), min_size=2, max_size=12))
def test_alpha_is_at_most_one_and_the_order_of_values_does_not_matter(held: list[list[int]]) -> None:
    for distance in (agreement.nominal, interval):
        found = alpha(held, distance)
        again = alpha([unit[::-1] for unit in held[::-1]], distance)
        assert found is None or found <= 1 + 1e-9
        assert (found is None) == (again is None)
        assert found is None or found == pytest.approx(again)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=12).filter(lambda v: len(set(v)) > 1))
def test_full_agreement_is_one(values: list[int]) -> None:
    assert alpha([[v, v, v] for v in values]) == pytest.approx(1)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("agreement"), {"wire.txt": WIRE, "front.txt": FRONT})


@pytest.fixture
def ledger(path: Path, tmp_path: Path) -> Iterator[Ledger]:
    (tmp_path / "a.ledger").write_bytes(path.read_bytes())
    with Ledger.open(tmp_path / "a.ledger", write=True) as opened:
        yield opened


def by(name: str, day: int, why: str | None = None) -> Said:
    return Said(name, f"2031-04-{day:02d}", why)


def found(ledger: Ledger) -> dict[str, tuple[float | None, int]]:
    return {f"{a.table} {a.slot}": (a.alpha, a.rows) for a in agreement.reading(ledger).rows}


def test_two_reviewers_of_one_stance(ledger: Ledger) -> None:
    one, two = (c.claim_id for c in ledger.claims()[:2])
    for name, first, second in (("Ilse", "denies", "accuses"), ("Karl", "denies", "asserts")):
        deciding.correct(ledger.store, one, {"stance": first}, by(name, 1))
        deciding.correct(ledger.store, two, {"stance": second}, by(name, 2, BLIND))
    reading = agreement.reading(ledger)
    assert found(ledger)["claims stance"] == (pytest.approx(alpha([["d", "d"], ["c", "a"]])), 2)
    assert found(ledger)["claims there is one"] == (None, 2)
    assert (reading.reviewers, reading.blind, reading.answers) == ({"Ilse": 2, "Karl": 2}, 2, 4)


def test_who_accepts_accepts_what_stood_there_then(ledger: Ledger) -> None:
    claim = ledger.claims()[0]
    deciding.accept(ledger.store, claim.claim_id, by("Mara", 1))
    deciding.correct(ledger.store, claim.claim_id, {"stance": "praises"}, by("Ilse", 2))
    deciding.accept(ledger.store, claim.claim_id, by("Karl", 3))
    (said,) = agreement._Said(ledger.decisions(), {}).judged["claims", "stance"].values()
    assert said == {"Mara": str(claim.stance), "Ilse": "praises", "Karl": "praises"}


def test_the_last_word_of_a_reviewer_counts_and_what_was_taken_back_does_not(ledger: Ledger) -> None:
    row = ledger.claims()[0].claim_id
    deciding.refuse(ledger.store, row, by("Ilse", 1))
    gone = deciding.refuse(ledger.store, row, by("Karl", 1))
    deciding.undo(ledger.store, gone.decision_id, by("Karl", 2))
    assert "claims there is one" not in found(ledger)
    deciding.accept(ledger.store, row, by("Karl", 3))
    assert found(ledger)["claims there is one"] == (0.0, 1)


def test_figures_and_days_have_distances(ledger: Ledger) -> None:
    rows = [a.account_id for a in ledger.accounts()[:2]]
    for name, tolls, days in (("Ilse", ("14", "20"), "2031-03-04"), ("Karl", ("14", "21"), "2031-03-05")):
        for row, toll in zip(rows, tolls, strict=True):
            values = {"killed": typed_figure(toll), "date": typed_days(days)}
            deciding.correct(ledger.store, row, values, by(name, 1))
    now = found(ledger)
    assert now["accounts killed, lower bound"][0] == pytest.approx(alpha([[14, 14], [20, 21]], interval))
    assert now["accounts killed, lower bound"][0] > now["accounts killed"][0]
    assert now["accounts first day"] == (pytest.approx(alpha([[4, 5], [4, 5]], interval)), 2)


def test_pairs_of_entities_are_compared_in_any_order(ledger: Ledger) -> None:
    deciding.same(ledger.store, ["Milo Venn", "Sela Orin"], by("Ilse", 1))
    deciding.different(ledger.store, ["Sela Orin", "Milo Venn"], by("Karl", 1))
    assert found(ledger)["entities one or two"] == (0.0, 1)


def test_the_command_says_alpha_and_how_many_answers_were_given_unseen(ledger: Ledger) -> None:
    assert list(agreement.lines(agreement.reading(ledger))) == ["no row was judged by two reviewers yet"]
    rows = [c.claim_id for c in ledger.claims()[:2]]
    for name, stances in (("Ilse", ("denies", "accuses")), ("Karl", ("denies", "asserts"))):
        for row, stance in zip(rows, stances, strict=True):
            deciding.correct(ledger.store, row, {"stance": stance}, by(name, 1, BLIND))
    ledger.close()
    told = CliRunner().invoke(app, ["decisions", "agreement", str(ledger.path)])
    assert told.exit_code == 0
    assert "claims: stance              nominal      0.400    50%     2       4" in told.output
    assert "4 of 4 answers were given before the program's answer was shown" in told.output
