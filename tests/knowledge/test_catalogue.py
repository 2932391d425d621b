"""Actors: the shipped data are sound, names are found however they are spelled, own files go over ours."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import SettingsError
from counterclaim.knowledge.catalogue import FILES, KINDS, Catalogue, fold
from counterclaim.knowledge.catalogue_names import sounding
from counterclaim.records import MentionType
from counterclaim.text import slug

SHIPPED = Catalogue.load()

# Words that take a side; they may stand in a name of ours only as part of the proper name.
LABELS = (
    "terrorist",
    "terror",
    "militia",
    "gang",
    "regime",
    "martyr",
    "mercenar",
    "rebel",
    "occup",
    "enemy",
    "so-called",
)
PROPER = (
    "ahmad-al-abdo-martyrs-forces",
    "al-aqsa-martyrs-brigades",
    "foundation-of-martyrs-and-veterans-affairs",
    "iraqi-counter-terrorism-service",
    "meir-amit-intelligence-and-terrorism-information-center",
    "yarmouk-martyrs-brigade",
)

OWN = """
[[actor]]
name = "Tide Front"
type = "ORG"
kind = "armed-group"
aliases = ["Front of the Tide", "Jabhat al-Madd"]
acronyms = ["TF", "IT", "TF-9"]
loaded_aliases = ["Tide Gangs"]
parents = ["coast-council"]

[[actor]]
name = "Coast Council"
type = "ORG"
kind = "coalition"
parents = ["shore-union"]

[[actor]]
name = "Shore Union"
type = "ORG"
kind = "coalition"

[[actor]]
id = "ostrel"
name = "Ostrel"
type = "PLACE"
kind = "state"
demonyms = ["Ostreli", "Ostrelis"]
country = "XO"
government = "ostreli-government"

[[actor]]
name = "Ostreli Government"
type = "ORG"
kind = "government"
country = "XO"

[[actor]]
name = "Ostreli Ministry of War"
type = "ORG"
kind = "ministry"
country = "XO"

[[actor]]
name = "Rafid al-Marun"
type = "PERSON"
aliases = ["Marun", "Abd al-Rafid al-Marun"]
public_role = "president of Ostrel"
posts = [
    { of = "ostrel", role = "leads", title = "president", since = "2021-05", until = "2024-03-02" },
    { of = "tide-front", role = "spokesperson-of", title = "spokesman", since = "2015", until = "2018" },
]

[[actor]]
name = "Ilka Sorrin"
type = "PERSON"
aliases = ["Sorrin"]
public_role = "president of Ostrel"
posts = [
    { of = "ostrel", role = "leads", title = "president", since = "2024-03-02" },
    { of = "ostrel", role = "member-of", title = "vice president", since = "2021-05", until = "2024-03-02" },
    { of = "ostreli-ministry-of-war", role = "leads", title = "defence minister", since = "2019", until = "2020" },
]

[[actor]]
name = "Tide Daily"
type = "ORG"
kind = "outlet"
domains = ["tide.example"]

[[actor]]
name = "Al-Shuruf"
type = "ORG"
kind = "outlet"

[[actor]]
name = "The Lamp"
type = "ORG"
kind = "outlet"

[[actor]]
name = "M-41 Heron"
type = "WEAPON"
kind = "weapon"
aliases = ["M-41"]
"""


@pytest.fixture
def own(tmp_path: Path) -> Catalogue:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return Catalogue.load((path,))


def found(catalogue: Catalogue, text: str) -> list[tuple[str, str]]:
    return [(text[h.start : h.end], h.actors[0].id) for h in catalogue.scan(text)]


# -- the shipped data


def test_shipped_actors_are_many_and_each_region_has_its_share() -> None:
    assert len(SHIPPED.actors) >= 800
    by_country = Counter(a.country for a in SHIPPED.actors.values())
    floors = {"IQ": 120, "SY": 100, "YE": 60, "LB": 60, "PS": 60, "IL": 60, "IR": 60}
    assert {c: by_country[c] for c, floor in floors.items() if by_country[c] < floor} == {}


def test_shipped_entries_are_well_formed() -> None:
    for actor in SHIPPED.actors.values():
        assert actor.id == slug(actor.id), actor.id
        assert actor.kind in KINDS, actor.id
        assert all(name.strip() == name and name for name in (*actor.names, *actor.demonyms)), actor.id
        assert all(fold(name) for name in actor.names), actor.id
        assert (actor.kind == "person") == (actor.type is MentionType.PERSON), actor.id


def test_shipped_persons_are_public() -> None:
    assert [a.id for a in SHIPPED.actors.values() if a.type is MentionType.PERSON and not a.public_role] == []


def test_shipped_entries_point_at_entries() -> None:
    for actor in SHIPPED.actors.values():
        held = [*actor.parents, *actor.successor_of, *(post.of for post in actor.posts)]
        held += [actor.government] if actor.government else []
        assert [other for other in held if other not in SHIPPED.actors or other == actor.id] == [], actor.id
        assert actor.id not in SHIPPED.parents_of(actor.id)


def test_shipped_posts_end_after_they_begin() -> None:
    for actor in SHIPPED.actors.values():
        for post in actor.posts:
            if post.since and post.until:
                size = min(len(post.since), len(post.until))
                assert post.since[:size] <= post.until[:size], actor.id


def test_names_of_ours_take_no_side() -> None:
    for actor in SHIPPED.actors.values():
        loaded = [word for word in actor.name.lower().split() if word.startswith(LABELS)]
        assert not loaded or actor.id in PROPER, actor.id
        assert fold(actor.name) not in map(fold, actor.loaded_aliases), actor.id


def test_a_state_has_one_leader_of_a_title_at_a_time() -> None:
    for state, title, day, who in (
        ("iraq", "prime minister", "2021-05-01", "mustafa-al-kadhimi"),
        ("iran", "foreign minister", "2024-02-07", "hossein-amir-abdollahian"),
        ("israel", "Defense Minister", "2024-02-01", "yoav-gallant"),
        ("syria", "president", "2015", "bashar-al-assad"),
        ("hezbollah", "Secretary General", "2020-01", "hassan-nasrallah"),
    ):
        holder = SHIPPED.holder(state, title, day)
        assert holder is not None and holder.id == who


def test_ambiguous_names_give_every_bearer() -> None:
    assert SHIPPED.ambiguous
    for name, ids in SHIPPED.ambiguous.items():
        assert len(ids) > 1
        given_ = {a.id for a in SHIPPED.find(name)}
        assert set(ids) <= given_, name


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("Hizballah", "hezbollah"),
        ("Kata'ib Hizbullah", "kataib-hezbollah"),
        ("Harakat Hezbollah al-Nujaba", "harakat-hezbollah-al-nujaba"),
        ("Ansarullah", "houthis"),
        ("Ansar Allah al-Awfiya", "ansar-allah-al-awfiya"),
        ("al-Nusra Front", "jabhat-al-nusra"),
        ("Daesh", "islamic-state"),
        ("IS", "islamic-state"),
        ("Zionist entity", "israeli-government"),
        ("Qasem Sulaymani", "qassem-soleimani"),
    ],
)
def test_one_organisation_under_many_names(name: str, actor_id: str) -> None:
    assert [a.id for a in SHIPPED.find(name)] == [actor_id]


# -- looking up


def test_find_disregards_case_accents_articles_and_apostrophes(own: Catalogue) -> None:
    for name in ("tide front", "The Tide Front", "TIDE FRONT", "Tíde-Front"):
        assert [a.id for a in own.find(name)] == ["tide-front"]
    assert [a.id for a in own.find("Jabhat Madd")] == ["tide-front"]


def test_find_takes_an_acronym_in_its_own_case_only(own: Catalogue) -> None:
    assert [a.id for a in own.find("TF")] == ["tide-front"]
    assert own.find("tf") == () == own.find("it")


def test_find_knows_other_transliterations_of_longer_names(own: Catalogue) -> None:
    assert [a.id for a in own.find("Rafeed al-Maroun")] == ["rafid-al-marun"]
    assert own.find("Maroun") == ()


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Mohammed Hussein", "Muhamad Husayn", True),
        ("Abdul-Malik", "Abdelmalek", True),
        ("Abd al-Rahman", "Abdurrahman", True),
        ("Abdullah Qasim", "Abdallah Kassem", True),
        ("Tide Defense Organization", "Tide Defence Organisation", True),
        ("Hamza Nour al-Din", "Hamzah Noor ad-Deen", True),
        ("Hassan Marun", "Hussein Marun", False),
        ("Iron Front", "Iran Front", False),
        ("Ali Marun", "Ala Marun", False),
    ],
)
def test_transliterations_sound_alike(left: str, right: str, same: bool) -> None:
    assert (sounding(left) == sounding(right)) is same


def test_nearest_ranks_like_names(own: Catalogue) -> None:
    ranked = own.nearest("Tied Frunt", limit=3)
    assert ranked[0][0].id == "tide-front"
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
    assert own.nearest("Rafid Maroun", "PERSON")[0][0].id == "rafid-al-marun"
    assert all(a.type == "PERSON" for a, _ in own.nearest("Tide Front", "PERSON"))


def test_outlets_by_name_domain_and_address(own: Catalogue) -> None:
    for name in ("Tide Daily", "tide.example", "https://www.tide.example/a/b", "arabic.tide.example"):
        outlet = own.outlet(name)
        assert outlet is not None and outlet.id == "tide-daily"
    assert own.outlet("Tide Front") is None
    assert own.outlet("example") is None


def test_parents_go_all_the_way_up(own: Catalogue) -> None:
    assert own.parents_of("tide-front") == ("coast-council", "shore-union")


def test_offices_at_a_day(own: Catalogue) -> None:
    def who(title: str, day: str | None, of: str = "ostrel") -> str | None:
        actor = own.holder(of, title, day)
        return actor.id if actor else None

    assert who("president", "2023-01-01") == "rafid-al-marun"
    assert who("President", "2025") == "ilka-sorrin"
    assert who("president", "2024-03-02") is None  # both on the day of change
    assert who("president", "2020") is None
    assert who("vice president", "2022") == "ilka-sorrin"
    assert who("defense minister", "2019-06") == "ilka-sorrin"
    assert who("defense minister", "2019-06", of="ostreli-government") == "ilka-sorrin"
    assert who("minister", "2019-06") is None
    assert [a.id for a in own.leaders("ostrel", "2022")] == ["rafid-al-marun"]
    assert [a.id for a in own.leaders("ostrel")] == ["rafid-al-marun", "ilka-sorrin"]
    assert own.leaders("tide-front") == ()


# -- scanning


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Tide Front’s men", [("Tide Front", "tide-front")]),
        ("men of the TIDE FRONT", [("TIDE FRONT", "tide-front")]),
        ("the tide front of the sea", []),
        ("Front of the Tide fighters (TF)", [("Front of the Tide", "tide-front"), ("TF", "tide-front")]),
        ("Jabhat Al Madd and al-Tide Front", [("Jabhat Al Madd", "tide-front"), ("al-Tide Front", "tide-front")]),
        ("Tide\nFront", [("Tide\nFront", "tide-front")]),
        ("the Tide. Front", []),
        ("Riptide Front", []),
        ("Tide Gangs", [("Tide Gangs", "tide-front")]),
        ("the tf and it; said IT", [("IT", "tide-front")]),
        ("WHERE IT STRUCK", []),
        ("TF-9 and the TF-47", [("TF-9", "tide-front")]),
        ("TF-led", [("TF", "tide-front")]),
        ("Ostreli troops left Ostrel's coast", [("Ostreli", "ostrel"), ("Ostrel", "ostrel")]),
        ("Hani al-Ostreli", []),
        ("Ostreli Ministry of War", [("Ostreli Ministry of War", "ostreli-ministry-of-war")]),
        ("two M-41s and an M-41 Heron", [("M-41s", "m-41-heron"), ("M-41 Heron", "m-41-heron")]),
        ("Shuruf; Al-Shuruf said", [("Al-Shuruf", "al-shuruf")]),
        ("a Lamp; the Lamp said", [("Lamp", "the-lamp")]),
        ("Rafeed Al Maroun", [("Rafeed Al Maroun", "rafid-al-marun")]),
        ("Abdulrafid al-Marun", [("Abdulrafid al-Marun", "rafid-al-marun")]),
        ("Abdel-Rafid Marun", [("Abdel-Rafid Marun", "rafid-al-marun")]),
        ("President Marun and al-Marun’s aide", [("Marun", "rafid-al-marun"), ("al-Marun", "rafid-al-marun")]),
        ("On Monday Marun spoke. When Sorrin left", [("Marun", "rafid-al-marun"), ("Sorrin", "ilka-sorrin")]),
    ],
)  # fmt: skip
def test_scan(own: Catalogue, text: str, names: list[tuple[str, str]]) -> None:
    assert found(own, text) == names


def test_a_surname_is_not_taken_from_another_person(own: Catalogue) -> None:
    assert found(own, "a baker, Tessa Marun, saw Mr Marun") == [("Marun", "rafid-al-marun")]
    assert found(own, "her cousin Tessa al-Marun saw it") == []


def test_scan_says_by_what_a_name_refers(own: Catalogue) -> None:
    hits = own.scan("Tide Front, Front of the Tide, TF, Ostreli")
    assert [h.how for h in hits] == ["name", "alias", "acronym", "demonym"]
    assert [h.type for h in hits] == [MentionType.ORG, MentionType.ORG, MentionType.ORG, MentionType.NORP]


PIECES = st.sampled_from(
    ["Tide Front", "Front", "TF", "al-", "Marun", "Ostreli", "’s", " ", ". ", "\n", "-", "é", "\u200b", "the ", "Abdulrafid "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_hits_are_ordered_whole_and_apart(text: str) -> None:
    at = 0
    for hit in SHIPPED.scan(text):
        assert at <= hit.start < hit.end <= len(text)
        assert text[hit.start].isalnum() and not text[hit.start - 1 : hit.start].isalnum()
        assert hit.actors
        at = hit.end
    assert SHIPPED.scan(text) == SHIPPED.scan(text)


# -- own files


def test_an_own_entry_goes_over_ours(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[[actor]]\nid = "hezbollah"\nname = "Hizbullah"\ntype = "ORG"\naliases = ["Group of Ten"]\n')
    merged = Catalogue.load((path,))
    actor = merged.get("hezbollah")
    assert actor is not None and actor.name == "Hizbullah" and "Hezbollah" in actor.aliases
    assert actor.country == "LB"
    assert [a.id for a in merged.find("Group of Ten")] == ["hezbollah"]
    assert merged.digest != SHIPPED.digest and Catalogue.load((path,)).digest == merged.digest


def test_followthemoney_entities(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    rows = [
        {"id": "a", "schema": "Person", "properties": {"name": ["Ilka Sorrin"], "alias": ["I. Sorrin"],
         "weakAlias": ["Bear", "The Bear", "Old Bear"],
         "position": ["president of Ostrel"], "wikidataId": ["Q7"], "country": ["xo"]}},
        {"id": "b", "schema": "Organization", "properties": {"name": ["Tide Front"], "abbreviation": ["TF"]}},
        {"id": "c", "schema": "Organization", "properties": {"name": ["Tide Front"], "alias": ["Jabhat al-Madd"]}},
        {"id": "d", "schema": "Sanction", "properties": {"authority": ["Varda"]}},
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(row) for row in rows))
    loaded = Catalogue.load((path,))
    sorrin = loaded.get("ilka-sorrin")
    assert sorrin is not None and sorrin.aliases == ("I. Sorrin", "Old Bear")
    assert (sorrin.public_role, sorrin.wikidata, sorrin.country) == ("president of Ostrel", "Q7", "XO")
    front = loaded.get("tide-front")
    assert front is not None and front.acronyms == ("TF",) and front.aliases == ("Jabhat al-Madd",)
    assert len(loaded.actors) == len(SHIPPED.actors) + 2


def ftm(tmp_path: Path, *rows: object) -> Catalogue:
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return Catalogue.load((path,))


def test_followthemoney_lines_that_are_off_are_rejects_and_the_rest_is_used(tmp_path: Path) -> None:
    loaded = ftm(
        tmp_path,
        {"schema": "Organization", "properties": {"name": ["Tide Front"]}},
        "{broken",
        {"properties": {"name": ["X"]}},
        {"schema": "Person", "properties": {"birthDate": ["1970"]}},
        {"schema": "Person", "properties": {"name": "Ilka Sorrin"}},
        {"schema": "Person", "properties": {"name": ["Илка"]}},
        "[1, 2]",
        {"schema": "Address", "properties": {"full": ["Halvane"]}},
    )
    assert loaded.get("tide-front") is not None
    assert [(r.path, r.stage, r.reason) for r in loaded.rejects] == [
        ("own.jsonl", "catalogue", "line 2: no JSON object"),
        ("own.jsonl", "catalogue", "line 3: no entity with schema and properties"),
        ("own.jsonl", "catalogue", "line 4: Person without a name in Latin letters"),
        ("own.jsonl", "catalogue", "line 5: name is no list of words"),
        ("own.jsonl", "catalogue", "line 6: Person without a name in Latin letters"),
        ("own.jsonl", "catalogue", "line 7: no entity with schema and properties"),
    ]


def test_a_followthemoney_entity_that_is_ours_adds_its_names_to_ours(tmp_path: Path) -> None:
    loaded = ftm(
        tmp_path,
        {"schema": "Organization", "caption": "HIZB OF TEN", "properties": {
            "name": ["Hizb of Ten", "Hezbollah"], "country": ["lb"]}},
        {"schema": "Organization", "properties": {"name": ["Hezbollah Trading Company"]}},
    )  # fmt: skip
    actor = loaded.get("hezbollah")
    assert actor is not None and actor.name == "Hezbollah" and "Hizb of Ten" in actor.aliases
    assert [a.id for a in loaded.find("Hizb of Ten")] == ["hezbollah"]
    assert len(loaded.actors) == len(SHIPPED.actors) + 1


@pytest.mark.parametrize(
    ("one", "other", "ids"),
    [
        ({}, {}, ["ilka-sorrin"]),
        ({"wikidataId": ["Q7"]}, {"wikidataId": ["Q8"]}, ["ilka-sorrin", "ilka-sorrin-2"]),
        ({"country": ["xo"]}, {"country": ["xv"]}, ["ilka-sorrin", "ilka-sorrin-2"]),
        ({"country": ["xo", "xv"]}, {"nationality": ["xv"]}, ["ilka-sorrin"]),
        ({"birthDate": ["1970-01-02"]}, {"birthDate": ["1981"]}, ["ilka-sorrin", "ilka-sorrin-2"]),
        ({"birthDate": ["1970-01-02"]}, {"birthDate": ["1970"]}, ["ilka-sorrin"]),
    ],
)
def test_two_persons_of_one_name_stay_apart_where_something_says_so(
    tmp_path: Path, one: dict[str, list[str]], other: dict[str, list[str]], ids: list[str]
) -> None:
    rows = [{"schema": "Person", "properties": {"name": ["Ilka Sorrin"], **more}} for more in (one, other)]
    assert [a.id for a in ftm(tmp_path, *rows).find("Ilka Sorrin")] == ids


def test_a_persons_public_role_is_what_is_stated(tmp_path: Path) -> None:
    loaded = ftm(
        tmp_path,
        {"schema": "Person", "properties": {"name": ["Ilka Sorrin"], "topics": ["role.pep"]}},
        {"schema": "Person", "properties": {"name": ["Tessa Sorrin"], "topics": ["sanction"]}},
        {"schema": "Person", "properties": {"name": ["Rafid Marun"], "position": ["minister of Ostrel"]}},
    )
    roles = {i: loaded.actors[i].public_role for i in ("ilka-sorrin", "tessa-sorrin", "rafid-marun")}
    assert roles == {
        "ilka-sorrin": "holder of a public office", "tessa-sorrin": None, "rafid-marun": "minister of Ostrel"
    }  # fmt: skip


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,aliases,type\nTide Front,Front of the Tide; Madd ,ORG\n")
    actor = Catalogue.load((path,)).get("tide-front")
    assert actor is not None and actor.aliases == ("Front of the Tide", "Madd")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.toml", '[[actor]]\nname = "Tide"\ntype = "GROUP"', "GROUP"),
        ("a.toml", '[[actor]]\nname = "Tide"', "actor 1"),
        ("a.toml", '[[actor]]\nname = "Tide"\ntype = "ORG"\nkind = "gang"', "gang"),
        ("a.toml", '[[actor]]\nname = "Tide"\ntype = "ORG"\nalias = ["T"]', "alias"),
        ("a.toml", '[[actor]]\nname = "Tide"\ntype = "ORG"\naliases = "T"', "aliases"),
        ("a.toml", '[[actor]]\nname = "Tide"\ntype = "ORG"\nwikidata = "q1"', "q1"),
        ("a.toml", '[[actor]]\nname = "Tide"\ntype = "ORG"\nid = "The Tide"', "The Tide"),
        ("a.toml", '[[actor]]\nname = "T"\ntype = "PERSON"\nposts = [{ of = "x", role = "owns" }]', "owns"),
        ("a.toml", '[[actor]]\nname = "T"\ntype = "PERSON"\nposts = [{ of = "x", role = "leads", since = "May" }]', "2021"),
        ("a.toml", '[[actor]]\nname = "T"\ntype = "ORG"\n[[actor]]\nname = "T"\ntype = "ORG"', "twice"),
        ("a.toml", "[[actor", "a.toml"),
        ("a.jsonl", '{"schema": "Person"}', "line 1"),
        ("a.json", '{"schema": "Address", "properties": {}}', "no person"),
        ("a.csv", "title,type\nx,ORG", "name and type"),
        ("a.csv", "name,type\nTide,GROUP", "line 2"),
        ("a.txt", "", "a.toml"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(tmp_path: Path, name: str, text: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(SettingsError) as error:
        Catalogue.load((path,))
    assert str(path) in str(error.value)
    assert words in str(error.value) or words == "a.toml"


def test_every_actor_file_ships(tmp_path: Path) -> None:
    data = Path(__file__).parents[2] / "counterclaim" / "knowledge" / "data"
    assert sorted(FILES) == sorted(path.name for path in data.glob("actors_*.toml"))
