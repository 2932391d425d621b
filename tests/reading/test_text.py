"""Plain text: the bytes decoded and nothing else."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import Stated
from tests.reading.make import PROSE, page, pages

ARABIC = "قالت وزارة الدفاع إن السفينة غادرت الميناء صباح اليوم كما كان مقررا"
RUSSIAN = "Министерство обороны сообщило, что корабль вышел из порта утром"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.sampled_from(["txt", "md"]))
def test_valid_utf8_comes_back_character_for_character(text: str, ending: str) -> None:
    data = ("A line.\r\n\ttabbed\r" + text + "\n").encode()
    assert page(f"a.{ending}", data).text == data.decode("utf-8")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“Never,” said the café’s owner – in Ostrel.", "cp1252"),
        (ARABIC, "cp1256"),
        (RUSSIAN, "cp1251"),
        ("\ufeff" + PROSE, "utf-8"),
        ("\ufeff" + PROSE, "utf-16-le"),
        ("\ufeff" + PROSE, "utf-16-be"),
        ("\ufeff" + PROSE, "utf-32-be"),
        (PROSE, "utf-16-be"),
    ],
)
def test_other_encodings_are_found(text: str, encoding: str) -> None:
    found = page("a.txt", text.encode(encoding))
    assert (found.text, found.document.encoding) == (text, encoding)


def test_one_damaged_place_does_not_cost_the_others() -> None:
    found = page("a.txt", ARABIC.encode()[:-1])
    assert found.text == ARABIC[:-1] + "\ufffd"


def test_the_row_states_what_was_read() -> None:
    data = PROSE.encode()
    stated = Stated(url="https://lantern.example/1", collected_by="Mira Sand", method="saved by hand")
    row = page("news/a.txt", data, stated=stated).document
    assert row.document_id == hashlib.sha256(data).hexdigest() == row.text_sha256
    assert (row.path, row.media_type, row.extractor, row.encoding) == ("news/a.txt", "text/plain", "text", "utf-8")
    assert (row.byte_count, row.char_count, row.parent_id) == (len(data), len(PROSE), None)
    assert (row.url, row.collected_by, row.method) == (stated.url, stated.collected_by, stated.method)


def test_a_pasted_mail_in_a_text_file_stays_text() -> None:
    mail = f"From: a@b.example\nMessage-ID: <1@b>\nSubject: Words\n\n{PROSE}"
    assert page("a.txt", mail).text == mail
    assert page("a", mail).document.media_type == "message/rfc822"


@pytest.mark.parametrize("start", ["MZ was the mark. ", "BZh is a word. ", "ID3 and GIF8. "])
def test_letters_that_open_binary_files_may_open_an_article(start: str) -> None:
    assert pages("a.txt", start + PROSE)
