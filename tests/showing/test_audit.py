"""An audit: a blind, stratified, repeatable sample, and figures with honest intervals from what people coded."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import counterclaim
from counterclaim.cli import app
from counterclaim.errors import UsageError
from counterclaim.records import UNNAMED
from counterclaim.showing import audit, audited
from counterclaim.showing.audit import Kind, Stratum, Unit
from counterclaim.showing.intervals import Estimate, added, share_of, wilson
from tests.showing.sites import COPY, FRONT, HOSTILE, HOSTILE_NAME, WIRE, make

EMPTY = """Market reopens

Harbour Post
9 March 2031

The market in Dunmere is a long, low building of grey stone. Its roof is new and its floor is old. Spring is mild in these parts.
"""

# ---------------------------------------------------------------- intervals


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_the_score_interval_is_wilson_s(hits: int, of: int, low: float, high: float) -> None:
    found = wilson(hits, of)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


shares = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares, shares, st.integers(1, 5000), st.integers(1, 5000))
def test_a_recall_lies_within_its_interval(one: tuple[int, int], other: tuple[int, int], n: int, m: int) -> None:
    there, missed = wilson(*one), wilson(*other)
    assert there is not None and missed is not None
    recall = share_of(added([(n, there)]), added([(m, missed)]))
    if one[0] == 0 and other[0] == 0:
        assert recall is None
    else:
        assert recall is not None
        assert -1e-9 <= recall.low <= recall.value + 1e-9 <= recall.high + 2e-9 <= 1 + 3e-9


def test_more_sentences_make_a_narrower_interval() -> None:
    widths = []
    for n in (10, 40, 160):
        there, missed = wilson(n * 8 // 10, n), wilson(n // 10, n)
        assert there is not None and missed is not None
        found = share_of(added([(500, there)]), added([(1500, missed)]))
        assert found is not None
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)


def test_a_sum_of_one_part_has_its_limits() -> None:
    assert added([(2, Estimate(0.5, 0.4, 0.7))]) == Estimate(1.0, pytest.approx(0.8), pytest.approx(1.4))  # type: ignore[arg-type]


# ---------------------------------------------------------------- the sample


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"wire.txt": WIRE, "front.txt": FRONT, "copy.txt": COPY, "empty.txt": EMPTY, HOSTILE_NAME: HOSTILE}
    return make(tmp_path_factory.mktemp("audit"), files)


def sample(ledger: Path, *, size: int = 60, seed: int = 1, public: bool = False) -> audit.Sample:
    with counterclaim.open(ledger) as opened:
        return audit.draw(opened, size=size, seed=seed, public=public)


def test_the_same_seed_draws_the_same_sample_and_another_one_another(ledger: Path) -> None:
    one = sample(ledger, size=12)
    assert one == sample(ledger, size=12)
    assert {u.unit for u in one.units} != {u.unit for u in sample(ledger, size=12, seed=2).units}


def test_the_strata_hold_every_sentence_once(ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        drawing = audit._Drawing(opened, 1, None, False)
        sentences = sum(map(len, drawing.sentences.values()))
    units = sample(ledger, size=3000).units
    for kind in Kind:
        strata = {(u.group, u.stratum): (u.population, u.sampled) for u in units if u.kind == kind}
        assert sum(population for population, _ in strata.values()) == sentences
        assert all(population == sampled for population, sampled in strata.values())  # so large a sample takes all
        counts = Counter((u.group, u.stratum) for u in units if u.kind == kind)
        assert dict(counts) == {stratum: sampled for stratum, (_, sampled) in strata.items()}


def test_articles_in_which_nothing_was_found_are_in_the_sample(ledger: Path) -> None:
    found = sample(ledger)
    words = {line.unit: line.sentence for line in found.lines}
    empty = [words[u.unit] for u in found.units if u.kind == Kind.CLAIMS and u.stratum == Stratum.EMPTY]
    assert any("grey stone" in sentence for sentence in empty)


def test_a_found_sentence_holds_words_of_a_row(ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        claims = opened.claims()
    for u in sample(ledger, size=3000).units:
        if u.kind == Kind.CLAIMS:
            inside = [c for c in claims if c.document_id == u.document_id and c.start < u.end and c.end > u.start]
            assert bool(inside) == (u.stratum == Stratum.FOUND)
            assert u.codes("stance") == {str(c.stance) for c in inside}


def test_the_sheet_says_nothing_of_what_the_program_found(ledger: Path, tmp_path: Path) -> None:
    found = sample(ledger)
    audit.write(found, tmp_path / "audit")
    with (tmp_path / "audit" / "sheet.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == len(found.units)
    assert not any(
        row[column] for row in rows for column in ("there", "speaker", "stance", "type", "status", "predicate")
    )
    page = (tmp_path / "audit" / "sheet.html").read_text(encoding="utf-8")
    assert str(Stratum.BESIDE) not in page and str(Stratum.EMPTY) not in page
    assert "<script>alert" not in page and "\u202e" not in page
    assert "Meridian Wire" not in {row["before"] for row in rows}  # an outlet's line is furniture
    assert [row["unit"] for row in rows] != sorted(row["unit"] for row in rows)
    with pytest.raises(UsageError, match="other files"):
        audit.write(found, tmp_path / "audit")


def test_private_persons_can_be_withheld(ledger: Path) -> None:
    named = " ".join(line.sentence for line in sample(ledger, size=3000).lines)
    masked = " ".join(line.sentence for line in sample(ledger, size=3000, public=True).lines)
    assert "Sela Orin" in named and "Sela Orin" not in masked and "[private person]" in masked


# ---------------------------------------------------------------- the figures


def unit(name: str, stratum: Stratum, *, population: int, sampled: int, group: str = "wire", **codes: str) -> Unit:
    held = {"stance": "", "type": "", "status": "", "predicate": "", "speaker": ""} | codes
    return Unit(name, "claims", group, stratum, population, sampled, "d", 0, 10, **held)


def key() -> dict[str, Unit]:
    """10 of 100 found sentences, 10 of 200 others, 5 of 50 in empty articles."""
    units = [
        unit(f"f{n}", Stratum.FOUND, population=100, sampled=10, stance="denies", speaker="Sela Orin; Orin")
        for n in range(10)
    ]
    units += [unit(f"b{n}", Stratum.BESIDE, population=200, sampled=10) for n in range(10)]
    units += [unit(f"e{n}", Stratum.EMPTY, population=50, sampled=5) for n in range(5)]
    return {u.unit: u for u in units}


def sheet(name: str = "a.csv", **there: str) -> audited.Sheet:
    blank = {"stance": "", "type": "", "status": "", "predicate": "", "speaker": ""}
    answers = {i: blank | {"there": there.get(i, "no")} for i in key()}
    return audited.Sheet(name, answers)


def test_recall_weighs_each_sentence_by_how_many_it_stands_for() -> None:
    coded = sheet(**{f"f{n}": "yes" for n in range(8)}, b0="yes", b1="yes")
    (measure,) = audited.result(key(), [coded], ledger="a.ledger", articles=9).measures
    assert measure.precision is not None and measure.precision.value == pytest.approx(0.8)
    assert (measure.precision.low, measure.precision.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert measure.recall is not None
    assert measure.recall.value == pytest.approx(80 / (80 + 200 * 0.2))
    assert 0.35 < measure.recall.low < measure.recall.value < measure.recall.high < 0.95


def test_unsure_lines_are_counted_and_left_out() -> None:
    coded = sheet(**{f"f{n}": "yes" for n in range(5)}, **{f"f{n}": "unsure" for n in range(5, 10)})
    (measure,) = audited.result(key(), [coded], ledger="a.ledger", articles=9).measures
    assert measure.unsure == 5 and measure.found == 5
    assert measure.precision is not None and measure.precision.value == 1


def test_recall_is_not_told_where_a_stratum_was_not_coded() -> None:
    coded = sheet(f0="yes", **{f"e{n}": "" for n in range(5)})
    (measure,) = audited.result(key(), [coded], ledger="a.ledger", articles=9).measures
    assert measure.precision is not None and measure.recall is None


def test_people_and_program_are_compared_code_by_code() -> None:
    coded = sheet(f0="yes", f1="yes", f2="yes")
    answers = {i: dict(a) for i, a in coded.answers.items()}
    answers["f0"] |= {"stance": "denies", "speaker": "Dr. Sela Orin"}
    answers["f1"] |= {"stance": "asserts", "speaker": "the ministry"}
    answers["f2"] |= {"stance": "denies"}
    fits = {f.what: f for f in audited.result(key(), [replace(coded, answers=answers)], ledger="a", articles=1).fits}
    assert (fits["stance"].count, fits["speaker"].count) == (3, 2)
    assert fits["stance"].same is not None and fits["stance"].same.value == pytest.approx(2 / 3)
    assert fits["speaker"].same is not None and fits["speaker"].same.value == pytest.approx(1 / 2)


def test_two_coders_who_differ_are_told_so() -> None:
    one, other = sheet("a.csv", f0="yes", f1="yes"), sheet("b.csv", f0="yes", b0="yes")
    found = audited.result(key(), [one, other], ledger="a.ledger", articles=9)
    (there,) = [f for f in found.coders if f.what == "there"]
    assert there.count == 25 and there.same is not None and there.same.value == pytest.approx(23 / 25)
    assert there.alpha is not None and 0 < there.alpha < 1
    assert "first coder's sheet" in found.methods and "Krippendorff" in found.methods


# ---------------------------------------------------------------- the command


def test_the_command_draws_reads_and_tells(ledger: Path, tmp_path: Path) -> None:
    run = CliRunner()
    folder = tmp_path / "audit"
    drawn = run.invoke(app, ["audit", str(ledger), "--out", str(folder), "--size", "30"])
    assert drawn.exit_code == 0 and (folder / "key.csv").exists()
    with (folder / "key.csv").open(encoding="utf-8", newline="") as opened:
        found = {row["unit"]: row for row in csv.DictReader(opened)}
    with (folder / "sheet.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for row in rows:  # a coder who always agrees with the program
        row["there"] = "YES" if found[row["unit"]]["stratum"] == "found" else "no"
    with (folder / "coded.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    read = run.invoke(
        app, ["audit", str(ledger), "--coded", str(folder / "coded.csv"), "--out", str(tmp_path / "results")]
    )
    assert read.exit_code == 0
    with (tmp_path / "results" / "results.csv").open(encoding="utf-8", newline="") as opened:
        values = [
            float(row["value"])
            for row in csv.DictReader(opened)
            if row["measure"] in ("precision", "recall") and row["value"]
        ]
    assert values and set(values) == {1.0}
    assert "Wilson" in (tmp_path / "results" / "methods.txt").read_text(encoding="utf-8")
    assert "What the audit shows" in (tmp_path / "results" / "results.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("column", "word", "told"),
    [("there", "maybe", "there is 'maybe'"), ("stance", "loves", "stance is 'loves'"), ("unit", "x", "not in the key")],
)
def test_a_sheet_with_a_wrong_answer_is_refused_with_its_line(
    tmp_path: Path, column: str, word: str, told: str
) -> None:
    row = {"unit": "f0", "there": "yes", "stance": "", "speaker": ""} | {column: word}
    path = tmp_path / "s.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=f"line 2: .*{told}"):
        audited.read_sheet(path, key())


def test_groups_of_one_s_own_are_used(ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("outlet,group\nMeridian Wire,agencies\nHarbour Post,press\n", encoding="utf-8")
    with counterclaim.open(ledger) as opened:
        units = audit.draw(opened, size=60, seed=1, groups=audit.read_groups(path)).units
    assert {u.group for u in units} == {"agencies", "press", "other outlets"}
    assert not any(UNNAMED in u.speaker for u in units)
