"""Codebooks: what is sound is read, every fault is one line that says where and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.errors import SettingsError
from counterclaim.records import EventType, Level, Status
from counterclaim.showing import codebook
from counterclaim.showing.codebook import Category, Codebook, Field, Include
from counterclaim.showing.coded_fields import SOURCES

SHIPPED = Path(__file__).resolve().parents[2] / "examples" / "strait.codebook.toml"
HEAD = 'name = "N"\n'
CATEGORY = '[[category]]\ncode = "A"\ntypes = ["ASSAULT"]\n'


def faults(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = tmp_path / "c.toml"
    path.write_text(text, encoding="utf-8")
    book, found = codebook.check(path)
    assert (book is None) == bool(found)
    assert all(len(fault.splitlines()) == 1 for fault in found)
    return found


def test_a_sound_codebook_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        'name = "N"\nversion = "2"\n[include]\ntypes = ["ASSAULT"]\nplaces = ["Dunmere"]\nsince = "2031-03"\nlevel = "single"\n'
        'undated = true\n[split]\nby = ["day"]\n[[category]]\ncode = "A"\nlabel = "air"\ntypes = ["ASSAULT"]\nmodes = ["aerial"]\n'
        'words = ["raid"]\n[[field]]\nname = "side"\nfrom = "doers"\nother = "X"\nmap = { "Tide Front" = "TF" }\n'
        '[[field]]\nname = "coder"\nvalue = "me"\n'
    )
    book = codebook.load(path)
    assert book == Codebook(
        name="N",
        version="2",
        include=Include(
            types=(EventType.ASSAULT,), places=("Dunmere",), since="2031-03", undated=True, level=Level.SINGLE
        ),
        split=("day",),
        categories=(Category("A", "air", (EventType.ASSAULT,), ("aerial",), ("raid",)),),
        fields=(Field("side", "doers", None, (("Tide Front", "TF"),), "X"), Field("coder", value="me")),
    )
    assert book.include.statuses == (Status.HAPPENED, Status.ONGOING)
    assert book.columns == (
        "coded_id", "event_id", "category", "category_from", "side", "coder", "account_ids", "other_account_ids", "anchors",
    )  # fmt: skip


def test_the_example_is_sound() -> None:
    assert codebook.load(SHIPPED).split == ("day", "place")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (CATEGORY, "the file has no name"),
        (HEAD, "no category; write one as [[category]] with a code"),
        (HEAD + "colour = 1\n" + CATEGORY, "the file: unknown key 'colour'; there are name, version"),
        (HEAD + CATEGORY + '[include]\ntype = ["ASSAULT"]', "[include]: unknown key 'type'; do you mean 'types'?"),
        (HEAD + CATEGORY + '[include]\ntypes = ["ASSALT"]', "[include]: types: 'ASSALT'; do you mean 'ASSAULT'?"),
        (HEAD + CATEGORY + '[include]\nstatuses = ["real"]', "[include]: statuses: 'real'; there are happened, ongoing"),
        (HEAD + CATEGORY + "[include]\nstatuses = []", "[include]: statuses is empty"),
        (HEAD + CATEGORY + '[include]\nplaces = "Dunmere"', "[include]: places wants a list of words"),
        (HEAD + CATEGORY + '[include]\nlevel = "sure"', "[include]: level 'sure'; there are admitted"),
        (HEAD + CATEGORY + '[include]\nsince = "March"', "[include]: since is a year, month or day as in 2031-03"),
        (HEAD + CATEGORY + '[include]\nsince = "2031-03"\nuntil = "2030"', "[include]: until 2030 lies before since 2031-03"),
        (HEAD + CATEGORY + '[include]\nundated = "no"', "[include]: undated is true or false, not 'no'"),
        (HEAD + CATEGORY + '[include]\ntypes = ["PROTEST"]', "category 1 (A): ASSAULT is not among the types of [include]"),
        (HEAD + CATEGORY + '[split]\nby = ["week"]', "[split]: by: 'week'; there are day, place"),
        (HEAD + CATEGORY + '[split]\nday = true', "[split]: unknown key 'day'; there are by"),
        ('name = 3\n' + CATEGORY, "the file: name wants words, not 3"),
        ('name = "N"\nsplit = "day"\n' + CATEGORY, "the file: split is no table"),
        (HEAD + '[category]\ncode = "A"', "the file: category is written as [[category]]"),
        (HEAD + '[[category]]\ntypes = ["ASSAULT"]', "category 1: no code"),
        (HEAD + '[[category]]\ncode = "A"', "category 1 (A): wants types, modes or words"),
        (HEAD + CATEGORY + 'modes = ["strike"]', "category 1 (A): modes of ASSAULT: 'strike'; there are abduct"),
        (HEAD + CATEGORY + 'modes = ["areal"]', "category 1 (A): modes of ASSAULT: 'areal'; do you mean 'aerial'?"),
        (HEAD + CATEGORY + 'words = ["*"]', "category 1 (A): '*' is no word"),
        (HEAD + CATEGORY + CATEGORY, "the code 'A' stands in 2 category tables"),
        (HEAD + CATEGORY + CATEGORY.replace('"A"', '"B"') + 'modes = ["drone"]', "category 2 (B): never reached, category 1"),
        (HEAD + CATEGORY + '[[field]]\nname = "side"', "field 1 (side): wants either from or value"),
        (HEAD + CATEGORY + '[[field]]\nname = "side"\nfrom = "doer"', "field 1 (side): from 'doer'; do you mean 'doers'?"),
        (HEAD + CATEGORY + '[[field]]\nname = "Side"\nfrom = "doers"', "field 1 (Side): a name is small letters, digits and _"),
        (HEAD + CATEGORY + '[[field]]\nname = "anchors"\nfrom = "doers"', "no column that every row has"),
        (HEAD + CATEGORY + '[[field]]\nfrom = "doers"', "field 1: no name"),
        (HEAD + CATEGORY + '[[field]]\nname = "s"\nfrom = "doers"\nother = "X"', "field 1 (s): other wants a map"),
        (HEAD + CATEGORY + '[[field]]\nname = "s"\nfrom = "doers"\nmap = { a = 1 }', "field 1 (s): map gives 'a' no words but 1"),
        (HEAD + CATEGORY + '[[field]]\nname = "s"\nvalue = "1"\n[[field]]\nname = "s"\nvalue = "2"', "the name 's' stands in 2"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_that_says_where(tmp_path: Path, text: str, says: str) -> None:
    found = faults(tmp_path, text)
    assert len(found) == 1, found
    assert says in found[0]


def test_every_fault_is_told_and_loading_tells_the_first(tmp_path: Path) -> None:
    text = '[include]\nlevel = "x"\n[[category]]\ncode = "A"\n[[field]]\nname = "s"\n'
    assert len(faults(tmp_path, text)) == 4
    with pytest.raises(SettingsError, match=r"c\.toml: .* \(and 3 more: counterclaim codebook check"):
        codebook.load(tmp_path / "c.toml")


@pytest.mark.parametrize("text", ["[[category", b"\xff\xfe\x00"])
def test_what_is_no_toml_is_said(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SettingsError, match=r"c\.toml"):
        codebook.check(path)


@pytest.mark.parametrize(
    ("words", "text", "fits"),
    [
        (("shell*",), "Shelling went on", True),
        (("shell",), "Shelling went on", False),
        (("air  raid",), "an air\nraid on the town", True),
        (("raid",), "an airraid", False),
        (("gas", "raid"), "the RAID.", True),
        ((), "anything", True),
    ],
)
def test_words_of_a_category_are_whole_words(words: tuple[str, ...], text: str, fits: bool) -> None:
    assert Category("A", types=(EventType.ASSAULT,), words=words).fits(EventType.ASSAULT, None, text) is fits


def test_every_source_is_explained() -> None:
    assert all((function.__doc__ or "").strip() for function in SOURCES.values())
    docs = (SHIPPED.parents[1] / "docs" / "coding.md").read_text(encoding="utf-8")
    assert [name for name in SOURCES if f"`{name}`" not in docs] == []
