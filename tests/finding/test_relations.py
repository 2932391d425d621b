from __future__ import annotations

import pytest

from tests.finding.reader import ties


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "It was Ali Maren, the leader of the Orrin Liberation Front.",
            ("ali-maren", "leads", "orrin-liberation-front", "leader"),
        ),
        (
            "They met Ali Maren, the Orrin Liberation Front's spokesman.",
            ("ali-maren", "spokesperson-of", "orrin-liberation-front", "spokesman"),
        ),
        (
            "They met Ali Maren, a member of the Orrin Liberation Front.",
            ("ali-maren", "member-of", "orrin-liberation-front", None),
        ),
        (
            "The Orrin Liberation Front, an offshoot of the Tide Liberation Army, fired.",
            ("orrin-liberation-front", "part-of", "tide-liberation-army", None),
        ),
        (
            "The Orrin Liberation Front is fighting the Tide Liberation Army.",
            ("orrin-liberation-front", "opposes", "tide-liberation-army", None),
        ),
    ],
)
def test_stated_relations(text: str, wanted: tuple[str, str, str, str | None]) -> None:
    assert [(r.subject_id, r.predicate, r.object_id, r.title) for r in ties(text)] == [wanted]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The army denied that Ali Maren leads the Orrin Liberation Front.", "denies"),
        ("Ali Maren denied leading the Orrin Liberation Front.", "denies"),
        ("Iraq denies that it is backing the Orrin Liberation Front.", "denies"),
        ("The army accused Iraq of arming the Orrin Liberation Front.", "accuses"),
        ("The army said that Ali Maren leads the Orrin Liberation Front.", "asserts"),
        # What a denial takes for granted is not denied.
        ("The army denied that Ali Maren, the leader of the Orrin Liberation Front, had left.", "asserts"),
    ],
)
def test_a_relation_carries_the_stance_of_who_states_it(text: str, stance: str) -> None:
    assert [r.stance for r in ties(text)] == [stance]


def test_a_relation_inside_a_claim_names_the_claim() -> None:
    (tie,) = ties("The army said that Ali Maren leads the Orrin Liberation Front.")
    assert tie.claim_id == "c0"


def test_names_side_by_side_are_no_relation() -> None:
    assert ties("Ali Maren saw the Orrin Liberation Front and the Tide Liberation Army.") == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Syrian Foreign Minister Ali Maren left.", ("ali-maren", "leads", "syrian-ministry-of-foreign-affairs")),
        ("Iraqi President Ali Maren left.", ("ali-maren", "leads", "iraq")),
        (
            "The Orrin Liberation Front fell. Its spokesman, Ali Maren, left.",
            ("ali-maren", "spokesperson-of", "orrin-liberation-front"),
        ),
        ("Ali Maren, the group's director, left the Orrin Liberation Front.", None),
        ("The Orrin Liberation Front, founded by Ali Maren, fell back.", ("ali-maren", "founded", "orrin-liberation-front")),
        ("It was Colonel Ali Maren of the Orrin Liberation Front.", ("ali-maren", "member-of", "orrin-liberation-front")),
        ("Orrin Liberation Front commander Ali Maren left.", ("ali-maren", "member-of", "orrin-liberation-front")),
        (
            "The Orrin Liberation Front, a group that Iraq says is backed by Syria, left.",
            ("syria", "supports", "orrin-liberation-front"),
        ),
        ("Iraq imposed sanctions on Ali Maren.", ("ali-maren", "sanctioned-by", "iraq")),
        (
            "DAMASCUS, March 10 (Orrin Liberation Front) - Iraq on Monday imposed sanctions on Ali Maren.",
            ("ali-maren", "sanctioned-by", "iraq"),
        ),
        ("They left for Iraq with envoy Ali Maren.", None),
    ],
)  # fmt: skip
def test_offices_and_ties(text: str, wanted: tuple[str, str, str] | None) -> None:
    found = [(r.subject_id, r.predicate, r.object_id) for r in ties(text)]
    assert found == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The US-led coalition struck the port.", ("united-states", "leads", "global-coalition-against-daesh")),
        ("They met a coalition led by Saudi Arabia.", ("saudi-arabia", "leads", "saudi-led-coalition")),
        ("The Syria-led Orrin Liberation Front fell back.", ("syria", "leads", "orrin-liberation-front")),
        ("The Trump administration closed the port.", ("donald-trump", "leads", "us-government")),
        (
            "The leader of Iraq's Orrin Liberation Front, Ali Maren, left.",
            ("ali-maren", "leads", "orrin-liberation-front"),
        ),
        ("It was Ali Maren, a commander in the Orrin Liberation Front.", ("ali-maren", "member-of", "orrin-liberation-front")),
        (
            "The Tide Liberation Army affiliate the Orrin Liberation Front fired.",
            ("orrin-liberation-front", "part-of", "tide-liberation-army"),
        ),
        (
            "The Orrin Liberation Front (OLF), which is affiliated to the Tide Liberation Army, fired.",
            ("orrin-liberation-front", "part-of", "tide-liberation-army"),
        ),
        ("Syria's state news agency SANA wrote it.", ("syrian-arab-news-agency", "part-of", "syrian-government")),
        ("The Iraq-backed Orrin Liberation Front left.", ("iraq", "supports", "orrin-liberation-front")),
        (
            "The Orrin Liberation Front receives backing from Iraq.",
            ("iraq", "supports", "orrin-liberation-front"),
        ),
        (
            "The Orrin Liberation Front fell back in March and gets weapons from Iraq.",
            ("iraq", "supports", "orrin-liberation-front"),
        ),
        ("Iraq moved troops in support of the Orrin Liberation Front.", ("iraq", "supports", "orrin-liberation-front")),
        ("Syria is a close ally of Iraq.", ("syria", "allied-with", "iraq")),
        (
            "The Orrin Liberation Front's war against the Tide Liberation Army goes on.",
            ("orrin-liberation-front", "opposes", "tide-liberation-army"),
        ),
        (
            "The Syrian regime has been fighting the Orrin Liberation Front.",
            ("syrian-government", "opposes", "orrin-liberation-front"),
        ),
        (
            "The Orrin Liberation Front, the successor to the Tide Liberation Army, fired.",
            ("orrin-liberation-front", "successor-of", "tide-liberation-army"),
        ),
        ("Iraq's sanctions on the Orrin Liberation Front stay.", ("orrin-liberation-front", "sanctioned-by", "iraq")),
        ("The Orrin Liberation Front was on the Iraqi sanctions list.", ("orrin-liberation-front", "sanctioned-by", "iraq")),
        (
            "The Orrin Liberation Front's Syrian affiliate the Tide Liberation Army fired.",
            ("tide-liberation-army", "part-of", "orrin-liberation-front"),
        ),
        ("Iraqi troops backed by the Syrian group Orrin Front left.", ("orrin-front", "supports", "iraqi-government")),
        ("Ali Maren met with members of the Orrin Liberation Front.", None),
        ("Ali Maren sacked the head of the Orrin Liberation Front.", None),
        ("The Orrin Liberation Front does not support the Tide Liberation Army.", None),
        ("The Orrin Liberation Front met the Tide Liberation Army in Iraq.", None),
        ("The raid on the Orrin Liberation Front in Iraq was led by nobody.", None),
    ],
)  # fmt: skip
def test_ties_in_modifiers_verbs_and_nouns(text: str, wanted: tuple[str, str, str] | None) -> None:
    found = [(r.subject_id, r.predicate, r.object_id) for r in ties(text)]
    assert found == ([wanted] if wanted else [])


def test_each_of_several_is_an_end_of_its_own() -> None:
    text = "Orrin Liberation Front factions, including the Tide Liberation Army and the Dunmere Liberation Army, fired."
    assert [(r.subject_id, r.predicate, r.object_id) for r in ties(text)] == [
        ("tide-liberation-army", "part-of", "orrin-liberation-front"),
        ("dunmere-liberation-army", "part-of", "orrin-liberation-front"),
    ]


def test_the_words_of_a_relation_stand_where_it_says() -> None:
    text = "“The\n‘Iraq-backed’ Orrin Liberation Front” [OLF] left. Its leader, Ali Maren, stayed."
    found = ties(text)
    assert [r.predicate for r in found] == ["supports", "leads"]
    assert [text[r.start : r.end] for r in found] == [r.text for r in found]
    assert found[1].text == "Its leader, Ali Maren"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Ali Maren has led the Orrin Liberation Front since 2013.", ("2013-01-01", None)),
        ("Ali Maren led the Orrin Liberation Front from 2013 until 2015.", ("2013-01-01", "2015-12-31")),
        ("Ali Maren founded the Orrin Liberation Front in 2013.", ("2013-01-01", "2013-12-31")),
        # The year belongs to something else in the sentence.
        ("Ali Maren, who led the Orrin Liberation Front, went home and has grown pears in his village since 2013.", (None, None)),
    ],
)  # fmt: skip
def test_days_beside_a_relation_date_it(text: str, days: tuple[str | None, str | None]) -> None:
    assert [(r.date_earliest, r.date_latest) for r in ties(text)] == [days]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Orrin Liberation Front said it left. Spokesman Ali Maren ran.", ("spokesperson-of", "orrin-liberation-front")),
        ("Reuters met the Orrin Liberation Front. Its spokesman Ali Maren ran.", ("spokesperson-of", "orrin-liberation-front")),
        ("Syria's UN ambassador Ali Maren left.", ("member-of", "syrian-government")),
        ("The United Nations envoy for Syria Ali Maren left.", ("member-of", "united-nations")),
        ("They met Homs governor Ali Maren.", ("leads", "homs-governorate")),
        ("Spokesman Ali Maren gave no reason.", None),
    ],
)  # fmt: skip
def test_whose_an_office_is(text: str, wanted: tuple[str, str] | None) -> None:
    assert [(r.predicate, r.object_id) for r in ties(text)] == ([wanted] if wanted else [])


def test_a_second_verb_of_the_sentence_has_its_first_subject() -> None:
    text = "The Orrin Liberation Front controls the coast near Homs and has been a close ally of Iraq."
    assert [(r.subject_id, r.predicate, r.object_id) for r in ties(text)] == [
        ("orrin-liberation-front", "allied-with", "iraq")
    ]
