"""The labels that the project keeps: in form, in place, and without a word of the texts."""

from __future__ import annotations

import json

from benchmarks.own_articles import group_of
from benchmarks.own_labels import COLUMNS, FOLDER, load, read_rows


def test_the_labels_have_the_columns_and_no_others() -> None:
    for name, columns in COLUMNS.items():
        for row in read_rows(FOLDER / f"{name}.jsonl"):
            assert tuple(row) == ("article", *columns), name


def test_the_labels_stand_in_their_articles() -> None:
    for one in load():
        start, end = one.article["start"], one.article["end"]
        for name, rows in one.tables.items():
            for row in rows:
                assert name == "disputes" or start <= row["start"] < row["end"] <= end, (one.key, name, row)


def test_the_labels_refer_to_claims_that_are_there() -> None:
    for one in load():
        numbers = {c["n"] for c in one.table("claims")}
        referred = [c["within"] for c in one.table("claims")] + [a["claim"] for a in one.table("accounts")]
        referred += [n for d in one.table("disputes") for p in d["positions"] for n in p["claims"]]
        assert {n for n in referred if n is not None} <= numbers, one.key


def test_about_a_third_of_the_articles_is_kept_for_testing() -> None:
    splits = [one.article["split"] for one in load()]
    assert set(splits) == {"dev", "test"}
    assert 0.25 < splits.count("test") / len(splits) < 0.4


def test_the_labels_hold_no_sentence() -> None:
    """No value is longer than the path of a file, or has the blanks of running words."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        if path.stem == "segments":
            continue
        for row in read_rows(path):
            for value in json.dumps([v for k, v in row.items() if k not in ("path", "positions")]).split('"')[1::2]:
                assert " " not in value and len(value) <= 80, (path.name, value)


def test_every_outlet_of_the_labels_has_a_group() -> None:
    outlets = {one.article["outlet"] for one in load(FOLDER)} - {None}
    assert not [outlet for outlet in outlets if group_of(outlet) == "other"]
