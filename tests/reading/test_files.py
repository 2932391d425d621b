"""Folders, names, and what a person states of the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.errors import SettingsError, TooLarge, UsageError
from counterclaim.reading import collect, load, load_meta
from counterclaim.reading.days import stated_day
from counterclaim.records import Stated
from counterclaim.settings import Reading


def names(*paths: Path) -> list[str]:
    return [item[0] for item in collect(paths) if isinstance(item, tuple)]


def test_folders_are_walked_in_order_and_names_are_relative(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/é.txt", "C.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words")
    assert names(tmp_path) == ["C.md", "a/z.txt", "a/é.txt", "b.txt"]
    assert names(tmp_path / "a" / "z.txt") == ["z.txt"]


def test_two_folders_with_the_same_name_inside_do_not_mix(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(folder)
    assert names(tmp_path / "one", tmp_path / "two") == ["a.txt", "two/a.txt"]


def test_a_path_that_does_not_exist_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        names(tmp_path / "nowhere")


def test_the_bound_holds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 11)
    assert load(tmp_path / "a.txt", Reading(max_file_bytes=11)) == b"x" * 11
    with pytest.raises(TooLarge):
        load(tmp_path / "a.txt", Reading(max_file_bytes=10))


def test_what_is_stated(tmp_path: Path) -> None:
    table = tmp_path / "meta.csv"
    table.write_text("path,url,collected_by\n./a.txt,https://x.example,\n\nb/c.txt,,Mira\n")
    assert load_meta(table) == {"a.txt": Stated(url="https://x.example"), "b/c.txt": Stated(collected_by="Mira")}


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("path,colour\na,red\n", "line 1: no column 'colour'"),
        ("url\nx\n", "line 1: the column 'path' is missing"),
        ("path,url,url\n", "line 1: the column 'url' occurs twice"),
        ("path,url\na,x\na,y\n", "line 3: the path 'a' occurs twice"),
        ("path,url\na\n", "line 2: 1 values for 2"),
        ("path,url\n,x\n", "line 2: no path"),
        ("", "empty"),
    ],
)
def test_a_faulty_table_is_named_with_its_line(tmp_path: Path, table: str, fault: str) -> None:
    (tmp_path / "meta.csv").write_text(table)
    with pytest.raises(SettingsError, match=fault):
        load_meta(tmp_path / "meta.csv")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2021-03-04", "2021-03-04"),
        ("2021-03-04T23:30:00+03:00", "2021-03-04"),
        ("2021/3/4 10:00", "2021-03-04"),
        ("20210304", "2021-03-04"),
        ("2021-03", "2021-03"),
        ("2021", "2021"),
        ("Fri, 05 Mar 2021 23:30:00 -0500", "2021-03-05"),
        ("March 4, 2021", "2021-03-04"),
        ("Thursday, 4th March 2021 at 10:00", "2021-03-04"),
        ("4-Mar-2021", "2021-03-04"),
        ("Mar 2021", "2021-03"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
        ("5/5/2013", "2013-05-05"),
        ("4/5/2013", "2013"),
        ("1614816000", "2021-03-04"),
        ("2021-13-45", None),
        ("31 February 2021", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_stated_days(value: str | None, day: str | None) -> None:
    assert stated_day(value) == day
