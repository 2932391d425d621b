"""The program's export beside the labels: an invented article is built, and every figure says what it should."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.own_articles import Found, columns, exported, figures, group_of, in_furniture, main, predicted
from benchmarks.own_labels import COLUMNS, Labels, compiled, save
from tests.benchmarks.own_factories import LISTED, TEXT, corpus, reader


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def right(folder: Path) -> Labels:
    return compiled(reader(folder / "A") / "01.toml", folder, LISTED)


@pytest.fixture(scope="module")
def predictions(folder: Path, right: Labels) -> Found:
    return predicted([right], folder)


@pytest.fixture(scope="module")
def found(predictions: Found) -> Mapping[str, Labels]:
    return predictions.labels


def test_the_export_is_read_in_the_form_of_labels(right: Labels, found: Mapping[str, Labels]) -> None:
    given = found["01"]
    assert set(given.tables) == set(COLUMNS)
    for name, rows in given.tables.items():
        assert all(tuple(row) == COLUMNS[name] for row in rows), name
    spans = {(m["start"], m["end"]) for m in given.table("mentions")}
    assert (TEXT.index("Dunmere"), TEXT.index("Dunmere") + len("Dunmere")) in spans
    assert [c["n"] for c in given.table("claims")] == list(range(1, len(given.table("claims")) + 1))


def test_what_the_program_finds_is_counted(right: Labels, found: Mapping[str, Labels]) -> None:
    tallies = columns([right], found, by_group=False)["dev"]
    assert tallies["claims: found"].right == 3
    assert tallies["claims: found"].given == len(found["01"].table("claims"))
    assert 0 < tallies["claims: credited"].found <= tallies["claims: found"].found
    assert 0 < tallies["mentions: span and type"].f1 <= tallies["mentions: span"].f1
    assert tallies["dates: span and value"].f1 == 1


def test_only_rows_inside_the_labelled_article_count(folder: Path, right: Labels) -> None:
    head = replace(right, article=right.article | {"end": 40})
    given = predicted([head], folder).labels["01"]
    assert all(row["end"] <= 40 for name, rows in given.tables.items() if name != "disputes" for row in rows)


def test_the_outlet_at_the_head_of_a_chain_has_no_name(found: Mapping[str, Labels]) -> None:
    assert {c["chain"][0] for c in found["01"].table("claims")} == {"outlet"}


def test_labels_in_furniture_are_counted(right: Labels, predictions: Found) -> None:
    """The outlet and date lines of the article are furniture; its title and its sentences are none."""
    counts = in_furniture([right], predictions)
    assert counts["dates"] == (1, 2)
    assert counts["claims"] == (0, 3)


def test_a_file_that_is_not_the_labelled_one_stops(folder: Path, right: Labels) -> None:
    other = replace(right, article=right.article | {"sha256": "f" * 64})
    with pytest.raises(SystemExit, match="not the file that was labelled"):
        predicted([other], folder)


def test_disputes_are_taken_where_two_positions_stand_in_the_article(tmp_path: Path, right: Labels) -> None:
    sha256 = right.article["sha256"]
    claim = dict.fromkeys(("cue_start", "cue_end", "speaker_start", "speaker_end", "on_behalf_of", "within")) | {
        "article_id": "art", "document_id": sha256, "speaker_id": "maren", "stance": "asserts", "direct": False, "chain": ["maren"],
    }  # fmt: skip
    rows = {
        "articles": [{"article_id": "art", "outlet": None}],
        "claims": [claim | {"claim_id": f"c{n}", "start": n, "end": n + 5} for n in (1, 20)],
        "disputes": [
            {
                "slot": "killed",
                "kind": "conflict",
                "positions": [{"by": "x", "position": p, "claim_id": c} for p, c in sides],
            }
            for sides in ((("3", "c1"), ("5", "c20")), (("3", "c1"), ("5", "elsewhere")))
        ],
    }
    for name in (
        "articles",
        "mentions",
        "claims",
        "accounts",
        "casualties",
        "relations",
        "dates",
        "quantities",
        "wording",
        "disputes",
    ):
        lines = (json.dumps(one) + "\n" for one in rows.get(name, []))
        (tmp_path / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    (dispute,) = exported(tmp_path, [right])["01"].table("disputes")
    assert [(p["side"], p["claims"]) for p in dispute["positions"]] == [(1, [1]), (2, [2])]


def test_figures_by_part_and_by_group(right: Labels, found: Mapping[str, Labels]) -> None:
    state = replace(right, article=right.article | {"outlet": "tass", "split": "test"})
    assert set(columns([right, state], found, by_group=True)) == {"dev", "dev other", "test", "test state"}
    held = figures(columns([state], found, by_group=False))
    assert set(held) == {"test"}
    assert held["test"]["claims: found"]["right"] == 3


@pytest.mark.parametrize(
    ("outlet", "group"),
    [("tass", "state"), ("al-manar", "non-state"), ("uk-government", "western"), ("reuters", "wire"), (None, "other")],
)
def test_every_outlet_has_its_group(outlet: str | None, group: str) -> None:
    assert group_of(outlet) == group


def test_the_command_prints_and_writes_the_figures(
    folder: Path, right: Labels, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save([right], tmp_path)
    made = tmp_path / "figures.json"
    options = ["--corpus", str(folder), "--labels", str(tmp_path), "--json", str(made)]
    assert main([*options, "--split", "dev"]) == 0
    told = capsys.readouterr().out
    assert "1 articles" in told
    assert "| figure | dev F1 | dev P | dev R | dev n |" in told
    held = json.loads(made.read_text(encoding="utf-8"))
    assert held["digest"] in told
    assert f"| claims: found | {100 * held['figures']['dev']['claims: found']['f1']:.1f} |" in told
