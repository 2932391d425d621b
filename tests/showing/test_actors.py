"""Entities that no catalogue knows: by frequency, in three formats, persons without a public role by their label."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from counterclaim.knowledge import Catalogue
from counterclaim.records import How, MentionType
from counterclaim.showing import actors
from tests.factories import article, entity, mention
from tests.showing.books import book

FRONT = entity("tide-front", "Tide Front")
TOLK = entity("berin-tolk", "Berin Tolk", type=MentionType.PERSON)
KNOWN = entity("ostrel", "Ostrel", known=True)
BRIDGE = entity("pell-bridge", "Pell Bridge", type=MentionType.PLACE)
MENTIONS = (
    mention("tide-front", "Tide Front", 0),
    mention("tide-front", "Tide\nFront", 20),
    mention("tide-front", "TFO", 40, how=How.ACRONYM),
    mention("tide-front", "Front", 60, how=How.ALIAS),
    mention("tide-front", 'Front of the "Tide"', 0, article_id="art-2", how=How.ALIAS),
    mention("tide-front", "it", 80, how=How.PRONOUN),
    mention("berin-tolk", "Berin Tolk", 100, type=MentionType.PERSON),
    mention("berin-tolk", "Tolk", 120, type=MentionType.PERSON, how=How.ALIAS),
    mention("ostrel", "Ostrel", 140),
    mention("pell-bridge", "Pell Bridge", 160),
)
BOOK = book(
    entities=(FRONT, TOLK, KNOWN, BRIDGE),
    mentions=MENTIONS,
    articles=(article("art-1", outlet="Harbour Post"), article("art-2", outlet=None)),
)


def test_the_most_frequent_come_first_with_their_spellings_and_outlets() -> None:
    front, tolk, bridge = actors.unknown(BOOK)
    assert (front.name, front.mentions, front.articles, front.outlets) == ("Tide Front", 6, 2, (("Harbour Post", 5),))
    assert front.spellings == (("Tide Front", 2), ("Front", 1), ('Front of the "Tide"', 1), ("TFO", 1))
    assert (tolk.mentions, bridge.mentions) == (2, 1)


def test_least_and_type_filter() -> None:
    assert [u.entity_id for u in actors.unknown(BOOK, at_least=3)] == ["tide-front"]
    assert [u.entity_id for u in actors.unknown(BOOK, type=MentionType.PLACE)] == ["pell-bridge"]


def test_a_private_person_has_a_label_and_counts_and_nothing_else() -> None:
    (tolk,) = actors.unknown(BOOK, type=MentionType.PERSON)
    assert (tolk.entity_id, tolk.name) == ("private-person-1", "private person 1")
    assert (tolk.spellings, tolk.outlets, tolk.mentions, tolk.outlet_count) == ((), (), 2, 1)
    for lines in actors.FORMATS.values():
        assert "Tolk" not in "\n".join(lines(actors.unknown(BOOK)))


def test_named_on_demand_a_person_has_no_outlets_and_no_places() -> None:
    (tolk,) = actors.unknown(BOOK, type=MentionType.PERSON, named=True)
    assert (tolk.name, tolk.spellings, tolk.outlets) == ("Berin Tolk", (("Berin Tolk", 1), ("Tolk", 1)), ())


def test_csv_is_a_table_without_formulas() -> None:
    rows = list(csv.DictReader(actors.csv_lines(actors.unknown(book(
        entities=(entity("x", "=1+1"),), mentions=(mention("x", "=1+1"),), articles=(article(),)
    )))))  # fmt: skip
    assert [(r["name"], r["mentions"], r["spellings"]) for r in rows] == [("'=1+1", "1", "'=1+1: 1")]


def test_toml_is_a_catalogue_that_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("\n".join(actors.toml(actors.unknown(BOOK, named=True))), encoding="utf-8")
    assert [a["id"] for a in tomllib.loads(path.read_text())["actor"]] == ["tide-front", "berin-tolk"]
    catalogue = Catalogue.load((path,))
    front = catalogue.get("tide-front")
    assert front is not None
    assert (front.name, front.aliases, front.acronyms) == ("Tide Front", ('Front of the "Tide"',), ("TFO",))
    assert catalogue.find("Front of the Tide") == (front,)
    assert [hit.actors[0].id for hit in catalogue.scan("the Front met TFO")] == ["tide-front"]


def test_toml_leaves_places_and_private_persons_out_and_says_so() -> None:
    words = "\n".join(actors.toml(actors.unknown(BOOK)))
    assert [a["id"] for a in tomllib.loads(words)["actor"]] == ["tide-front"]
    assert "1 places are left out" in words and "1 persons without a public role are left out" in words


def test_nothing_unknown_is_said() -> None:
    assert list(actors.table(())) == ["no entity that the catalogue does not know"]
    assert tomllib.loads("\n".join(actors.toml(()))) == {}
