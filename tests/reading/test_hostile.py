"""Broken and hostile files: each gives the pages and rejects of the table, and nothing ever raises."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import ReadError
from counterclaim.reading import collect, load, read
from counterclaim.records import Page, Reject
from counterclaim.settings import Reading
from tests.reading.hostile import CASES, Case, pdf, table, word


def outcome(folder: Path, settings: Reading) -> list[Page | Reject]:
    found: list[Page | Reject] = []
    for item in collect([folder]):
        if isinstance(item, Reject):
            found.append(item)
            continue
        name, path = item
        try:
            data = load(path, settings)
        except ReadError as error:
            found.append(Reject(name, None, "reading", str(error)))
            continue
        found.extend(read(name, data, settings=settings))
    return found


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_each_case_ends_as_the_table_says(case: Case, tmp_path: Path) -> None:
    if case.name == "unreadable" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    try:
        case.build(tmp_path)
    except OSError as error:
        pytest.skip(f"this file system refuses the name: {error}")
    found = outcome(tmp_path, case.settings)
    told = ["page" if isinstance(item, Page) else item.reason for item in found]
    assert len(told) == len(case.outcome), told
    for words, expected in zip(told, case.outcome, strict=True):
        assert expected in words
    for item in found:
        if isinstance(item, Page):
            assert item.document.path.isprintable()
            assert item.document.char_count == len(item.text)
            assert item.document.byte_count == len(item.data)
            item.text.encode("utf-8")
        else:
            assert item.stage == "reading"
            assert item.path.isprintable()
            assert "\n" not in item.reason and 0 < len(item.reason) <= 500


def test_the_table_names_each_case_once_and_says_what_it_is() -> None:
    rows = table()
    assert len({name for name, _, _ in rows}) == len(rows) >= 45
    assert all(what and result for _, what, result in rows)


ENDINGS = ["txt", "html", "eml", "mbox", "json", "jsonl", "csv", "tsv", "xml", "pdf", "docx", ""]


@given(st.binary(max_size=300), st.sampled_from(ENDINGS))
def test_no_bytes_raise_under_any_name(data: bytes, ending: str) -> None:
    found = list(read(f"a.{ending}", data, settings=Reading()))
    assert found
    for item in found:
        assert isinstance(item, Page | Reject)


@given(st.sampled_from([pdf("Words that say something."), word("Words.", "More words.")]), st.data())
def test_a_flipped_or_cut_binary_file_never_raises(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    cut = data.draw(st.booleans())
    broken = whole[:at] if cut else whole[:at] + bytes([byte]) + whole[at + 1 :]
    assert list(read("a.pdf", broken, settings=Reading()))
