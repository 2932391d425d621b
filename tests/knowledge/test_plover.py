"""The lexicon of PLOVER: forms by rule, patterns, modes, errors of an edited table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import SettingsError
from counterclaim.knowledge.plover import CAMEO_ROOTS, MODES, Plover, by_intent, inflect, parse, plural
from counterclaim.records import EventType, Status


@pytest.fixture(scope="module")
def lexicon() -> Plover:
    return Plover.load()


def best(lexicon: Plover, words: str) -> str:
    """Type and mode of the pattern with most words."""
    low = words.lower().split()
    hit = max(lexicon.scan(low, 0, len(low)), key=lambda h: (len(h.at), -h.pattern.order))
    return hit.pattern.rule.split(":")[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("warplanes flew air strikes", "ASSAULT/aerial"),
        ("a drone strike on the depot", "ASSAULT/drone"),
        ("troops shelled the village", "ASSAULT/heavy-weapons"),
        ("a suicide bomber", "ASSAULT/suicide-attack"),
        ("gunmen kidnapped two nurses", "ASSAULT/abduct"),
        ("the minister was assassinated", "ASSAULT/assassinate"),
        ("police arrested five men", "COERCE/arrest"),
        ("ostrel declared a state of emergency", "COERCE/martial-law"),
        ("ostrel imposed a curfew", "COERCE/curfew"),
        ("ostrel imposed new sanctions on varda", "SANCTION/sever"),
        ("ostrel expelled two diplomats", "SANCTION/expel"),
        ("ostrel recalled its ambassador", "SANCTION/withdraw"),
        ("ostrel massed troops", "MOBILIZE/troops"),
        ("miners went on strike", "PROTEST/strike"),
        ("students staged a protest", "PROTEST/demo"),
        ("varda released the prisoners", "RETREAT/release"),
        ("the front declared a ceasefire", "RETREAT/ceasefire"),
        ("varda lifted the ban", "CONCEDE"),
        ("ostrel signed a trade agreement", "SUPPORT"),
        ("the agency delivered food", "AID/humanitarian"),
        ("ostrel supplied weapons", "AID/military"),
        ("the two shared intelligence", "COOPERATE"),
        ("maren paid a visit", "CONSULT/visit"),
        ("they held talks", "CONSULT"),
        ("varda threatened to attack", "THREATEN/violence"),
        ("varda accused the front", "ACCUSE/allege"),
        ("varda launched an inquiry", "ACCUSE/investigate"),
        ("varda refused to withdraw", "REJECT/yield"),
        ("the front demanded the release", "REQUEST/yield"),
        ("ostrel agreed to talks", "AGREE"),
    ],
)
def test_words_tell_their_type(lexicon: Plover, words: str, expected: str) -> None:
    assert best(lexicon, words) == expected


def test_an_object_before_its_verb_is_found(lexicon: Plover) -> None:
    low = ["sanctions", "were", "imposed", "on", "varda"]
    hit = next(h for h in lexicon.scan(low, 0, len(low)) if h.turned)
    assert (hit.pattern.entry.type, hit.head, set(hit.at)) == (EventType.SANCTION, 2, {0, 2})


def test_a_gap_is_not_endless(lexicon: Plover) -> None:
    low = [
        "they",
        "imposed",
        "order",
        ",",
        "and",
        "much",
        "later",
        "some",
        "people",
        "thought",
        "of",
        "other",
        "sanctions",
    ]
    assert not [h for h in lexicon.scan(low, 0, len(low)) if h.pattern.text.startswith("impose .. sanctions")]


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("attack", {"attack", "attacks", "attacked", "attacking"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("seize", {"seize", "seizes", "seized", "seizing"}),
        ("clash", {"clash", "clashes", "clashed", "clashing"}),
        ("flee", {"flee", "fled", "flees", "fleeing"}),
        ("stab", {"stab", "stabs", "stabbed", "stabbing"}),
    ],
)
def test_forms(lemma: str, forms: set[str]) -> None:
    irregular = {"flee": ["flees", "fled", "fled", "fleeing"]}
    assert set(inflect(lemma, irregular, frozenset({"stab"}))) == forms


@pytest.mark.parametrize(("one", "many"), [("raid", "raids"), ("clash", "clashes"), ("casualty", "casualties")])
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    ("type_", "status", "negated", "expected"),
    [
        (EventType.AID, Status.PLANNED, False, EventType.AGREE),
        (EventType.AID, Status.PLANNED, True, EventType.REJECT),
        (EventType.ASSAULT, Status.PLANNED, False, EventType.THREATEN),
        (EventType.ASSAULT, Status.HAPPENED, False, EventType.ASSAULT),
        (EventType.ACCUSE, Status.PLANNED, False, EventType.ACCUSE),
    ],
)
def test_what_is_only_announced(type_: EventType, status: Status, negated: bool, expected: EventType) -> None:
    assert by_intent(type_, status, negated) is expected


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "QUARREL", "verbs": ["argue"]},
        {"type": "AID", "mode": "aerial", "verbs": ["help"]},
        {"type": "AID", "of": "somebody", "verbs": ["help"]},
        {"type": "AID", "verbs": ["help .."]},
        {"type": "AID", "verbs": ["help"], "weak": True, "mode": 3},
    ],
)
def test_an_edited_table_that_cannot_be_used_is_named(entry: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=r"plover\.toml"):
        parse({"entry": [entry]}, "x")


def test_every_type_has_modes_a_root_and_words(lexicon: Plover) -> None:
    told = {p.entry.type for table in (lexicon.verbs, lexicon.nouns) for ps in table.values() for p in ps}
    assert told == set(EventType) == set(MODES) == set(CAMEO_ROOTS)


_LEXICON = Plover.load()
_WORDS = [
    "ostrel",
    "attacked",
    "the",
    "troops",
    "of",
    "sanctions",
    "were",
    "imposed",
    ".",
    "and",
    "released",
    "on",
    "strike",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=30))
def test_hits_stand_in_the_text(words: list[str]) -> None:
    lexicon = _LEXICON
    for hit in lexicon.scan(words, 0, len(words)):
        assert all(0 <= i < len(words) for i in hit.at)
        wanted = hit.pattern.words
        assert words[hit.at[0]] in lexicon.forms or words[hit.at[0]] in wanted[0]
        assert all(words[i] in options for i, options in zip(hit.at[1:], wanted[1:], strict=True))
