"""Labels are offsets and values of a reader's words, and nothing of the words is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.own_labels import (
    BadLabels,
    Labels,
    all_compiled,
    compiled,
    digest,
    ids_of,
    listed,
    load,
    save,
)
from tests.benchmarks.own_factories import LISTED, SOURCE, TEXT, corpus, reader


@pytest.fixture
def made(tmp_path: Path) -> Labels:
    return compiled(reader(tmp_path / "A") / "01.toml", corpus(tmp_path), LISTED)


def words(row: dict[str, Any], part: str = "") -> str:
    return TEXT[row[f"{part}start"] : row[f"{part}end"]]


def test_offsets_are_of_the_words_that_the_reader_wrote(made: Labels) -> None:
    first, second, third = made.table("claims")
    assert words(first) == "Ostrel had shelled the port of Dunmere"
    assert (words(first, "cue_"), words(first, "speaker_")) == ("said", "Tide Front")
    assert words(second) == "10 to 12 dead"
    assert words(third, "speaker_") == "Ostrel"
    assert words(made.table("wording")[0]) == "regime"
    assert [words(m) for m in made.table("mentions") if m["entity_id"] == "dunmere"] == ["Dunmere", "Dunmere"]


def test_a_chain_begins_with_the_outlet_whatever_its_name(made: Labels) -> None:
    assert [c["chain"] for c in made.table("claims")] == [
        ["outlet", "tide-front"],
        ["outlet", "ana-maren"],
        ["outlet", "meridian-wire", "ostreli-government"],
    ]


def test_a_chain_of_an_article_without_an_outlet_begins_with_who_is_named(tmp_path: Path) -> None:
    source = SOURCE.replace('outlet = "Harbour Post"\n', "")
    made = compiled(reader(tmp_path / "A", source) / "01.toml", corpus(tmp_path), LISTED)
    assert made.article["outlet"] is None
    assert [c["chain"] for c in made.table("claims")] == [
        ["tide-front"],
        ["ana-maren"],
        ["meridian-wire", "ostreli-government"],
    ]


def test_events_and_claims_are_numbers(made: Labels) -> None:
    assert [(a["event"], a["claim"]) for a in made.table("accounts")] == [(1, None), (1, 1), (2, None)]
    assert made.table("disputes")[0]["positions"] == [
        {"by": "tide-front", "side": 1, "claims": [1]},
        {"by": "ostreli-government", "side": 2, "claims": [3]},
    ]


def test_figures_and_days_may_be_ranges(made: Labels) -> None:
    told = made.table("accounts")[1]
    assert (told["killed_low"], told["killed_high"]) == (10, 12)
    assert (told["date_earliest"], told["date_latest"]) == ("2031-03-01", "2031-03-04")
    assert (made.table("quantities")[0]["low"], made.table("quantities")[0]["high"]) == (10, 12)


def test_no_word_of_the_text_is_saved(made: Labels, tmp_path: Path) -> None:
    out = tmp_path / "own"
    out.mkdir()
    save([made], out)
    held = set(re.findall(r"\w+", "".join(path.read_text(encoding="utf-8") for path in out.iterdir())))
    assert {"dunmere", "ostreli", "spokesperson"} <= held
    assert not held & {"shelled", "spoke", "denied", "said", "spokeswoman", "regime", "port", "Shelling", "people"}


def test_saved_labels_are_read_again(made: Labels, tmp_path: Path) -> None:
    out = tmp_path / "own"
    out.mkdir()
    save([made], out)
    assert load(out) == [made]
    before = digest(out)
    save([replace(made, tables={**made.tables, "dates": ()})], out)
    assert digest(out) != before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("spoke | Ana", "whispered | Ana", "whispered"),
        ("k=3", "k=many", "many"),
        ("texts/dunmere.txt", "texts/pell.txt", "is not article 01"),
        (" | accuses", "", "not enough values"),
    ],
)
def test_a_cell_that_cannot_be_placed_is_a_fault(tmp_path: Path, old: str, new: str, told: str) -> None:
    source = reader(tmp_path / "A", SOURCE.replace(old, new)) / "01.toml"
    with pytest.raises(BadLabels, match=told):
        compiled(source, corpus(tmp_path), LISTED)


def test_an_article_that_stands_elsewhere_than_listed_is_a_fault(tmp_path: Path) -> None:
    elsewhere = {"01": replace(LISTED["01"], start=500, end=600)}
    with pytest.raises(BadLabels, match="is not the listed"):
        compiled(reader(tmp_path / "A") / "01.toml", corpus(tmp_path), elsewhere)


def test_a_file_with_a_fault_is_told_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = reader(tmp_path / "A", "claims = ")
    assert all_compiled(folder, corpus(tmp_path), LISTED) == {}
    assert "01.toml" in capsys.readouterr().err


def test_the_list_has_offsets_only_for_parts_of_files(tmp_path: Path) -> None:
    (tmp_path / "list.tsv").write_text("01\ta.txt\t\t\tdev\n02\tb.txt\t5\t90\ttest\n", encoding="utf-8")
    found = listed(tmp_path / "list.tsv")
    assert (found["01"].start, found["01"].split) == (None, "dev")
    assert (found["02"].start, found["02"].end, found["02"].split) == (5, 90, "test")


def test_ids_are_named_entities_only(made: Labels) -> None:
    assert ids_of(made.table("claims")) == {"tide-front", "ana-maren", "ostreli-government", "meridian-wire"}
    assert ids_of([{"speaker_id": "unnamed:official", "chain": ["outlet", "unnamed:official"]}]) == set()
