"""Events, witnesses, disputes, support and identity over small invented corpora."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from counterclaim.records import (
    Claim,
    DisputeKind,
    EventType,
    Found,
    Level,
    MentionType,
    Stance,
    Status,
    Weighed,
)
from counterclaim.settings import Settings
from counterclaim.weighing import weigh
from tests.factories import account, article, claim, entity, found, mention
from tests.weighing.world import WORLD

MARKET = {"day": "2031-03-04", "place_ids": ("dunmere",), "recipient_ids": ("traders",)}
TEXTS = {
    "a": "Shells fell on the fish market of the town at dawn and many stalls burned, reporters on the spot wrote.",
    "b": "The harbour lay under smoke for hours while crews searched among the boats for people still missing there.",
    "c": "Officials in the capital declined to comment and said that a statement would follow later in the week.",
}


def told(name: str, *accounts: Any, claims: tuple[Claim, ...] = (), text: str | None = None, **fields: Any) -> Found:
    """One article of its own outlet, holding accounts."""
    of = article(name, **({"published": "2031-03-05"} | fields))
    placed = tuple(
        type(a)(
            **{**{f: getattr(a, f) for f in a.__slots__}, "article_id": name, "account_id": f"{name}-{a.account_id}"}
        )
        for a in accounts
    )
    return found(of, TEXTS.get(name, name) if text is None else text, accounts=placed, claims=claims)


def weighed(*pieces: Found) -> Weighed:
    return weigh(pieces, knowledge=WORLD, settings=Settings().weighing)


def groups(result: Weighed) -> list[list[str]]:
    """Account ids by event."""
    rows = sorted((a.event_id, a.account_id) for f in result.found for a in f.findings.accounts)
    return sorted([i for _, i in pair] for _, pair in itertools.groupby(rows, key=lambda r: r[0]))


ONE_EVENT = [
    ({}, {}, True),
    ({"day": "2031-03-05"}, {}, False),  # the next day in one town may be another strike
    ({"day": "2031-03-05", "killed": 14}, {"killed": 14}, True),  # told late: the toll is the same
    ({"day": None, "killed": 14, "recipient_ids": ()}, {"killed": 14}, True),  # undated, published a day later
    ({"day": None, "recipient_ids": ()}, {}, False),
    ({"day": "2031-03-09"}, {}, False),
    ({"place_ids": ("pell",)}, {}, False),
    ({"place_ids": ("marrowmere",)}, {}, True),  # a province around the town
    ({"place_ids": ("ostrel",), "recipient_ids": ()}, {}, False),  # a country says too little
    ({"type": EventType.COERCE}, {}, False),
    ({"status": Status.PLANNED}, {}, False),
    ({"day": None, "place_ids": (), "recipient_ids": ()}, {}, False),
    ({"recipient_ids": ("fighters",)}, {}, False),
    ({"recipient_ids": ("fighters",), "killed": 9}, {"killed": 9}, True),
    ({"recipient_ids": (), "mode": "aerial"}, {"mode": "aerial"}, False),  # a large town has many strikes a day
    ({"recipient_ids": (), "text": "bombs on the hospital"}, {"text": "a hospital hit"}, True),  # one kind of target
    ({"mode": "firearms"}, {"mode": "aerial"}, False),  # done in another way
    ({"mode": "explosives"}, {"mode": "suicide-attack"}, True),
]


@pytest.mark.parametrize(("second", "first", "one"), ONE_EVENT)
def test_when_two_accounts_are_one_event(second: dict[str, Any], first: dict[str, Any], one: bool) -> None:
    texts = ("shells hit the stalls", "bombs fell upon vendors")
    result = weighed(
        told("a", account("1", **(MARKET | {"text": texts[0]} | first))),
        told("b", account("1", **(MARKET | {"text": texts[1]} | second))),
    )
    assert len(result.events) == (1 if one else 2)


@pytest.mark.parametrize(
    ("published", "one"),
    [
        ("2031-03-05", True),
        ("2031-03-02", False),  # told before it happened
        ("2031-06-05", False),  # undated news of three months later is of something newer
    ],
)
def test_what_names_no_day_is_of_the_month_before_it_was_published(published: str, one: bool) -> None:
    late = account("a2", "a raid on the traders killed many", killed=14, **(MARKET | {"day": None}))
    first = account("a1", "a raid on the traders killed many", killed=14, **MARKET)
    result = weighed(told("a", first), told("b", late, published=published))
    assert (len(result.events) == 1) is one


def test_titles_that_say_much_the_same_speak_for_one_event() -> None:
    day = {"day": "2031-03-04", "killed": 14}
    titles = ("Raid on Dunmere fish market kills traders", "Traders killed in raid on Dunmere market")
    pieces = [
        told(name, account("a", f"{name} dead", **day), title=title) for name, title in zip("ab", titles, strict=True)
    ]
    assert len(weighed(*pieces).events) == 1
    assert len(weighed(pieces[0], told("b", account("a", "b dead", **day), title="Talks go on")).events) == 2


def test_distant_days_are_never_chained_through_a_middle_one() -> None:
    days = ["2031-03-04", "2031-03-05", "2031-03-06", "2031-03-07"]
    result = weighed(*(told(d, account("1", **(MARKET | {"day": d})), text=d) for d in days))
    for event in result.events:
        inside = {a.date_earliest for f in result.found for a in f.findings.accounts if a.event_id == event.event_id}
        assert (max(inside) or "") <= "2031-03-0" + str(int((min(inside) or "")[-1]) + 1)


def test_the_order_of_articles_changes_nothing() -> None:
    pieces = [told(n, account("1", **(MARKET | {"killed": k}))) for n, k in (("a", 9), ("b", 14), ("c", 14))]
    assert weighed(*pieces) == weighed(*reversed(pieces))


@pytest.mark.parametrize(
    ("informants", "witnesses"),
    [
        ((("kmc",), ("kmc",)), 1),  # both rang one monitor
        ((("kmc",), ("ministry",)), 2),
        ((("unnamed:security-source",), ("unnamed:security-source",)), 2),  # may be two people
        (((), ()), 2),
    ],
)
def test_a_common_informant_is_one_witness(informants: tuple[tuple[str, ...], ...], witnesses: int) -> None:
    pieces = [told(n, account("1", **MARKET, informant_ids=i)) for n, i in zip("ab", informants, strict=True)]
    event = weighed(*pieces).events[0]
    assert (event.account_count, event.witness_count) == (2, witnesses)


def test_copies_are_one_witness() -> None:
    text = " ".join(TEXTS.values())
    event = weighed(*(told(n, account("1", **MARKET), text=text) for n in "ab")).events[0]
    assert (event.account_count, event.witness_count) == (2, 1)
    assert event.level is Level.SINGLE


def test_one_outlet_twice_is_one_witness() -> None:
    pieces = [told(n, account("1", **MARKET), outlet="Harbour Post") for n in "ab"]
    assert weighed(*pieces).events[0].witness_count == 1


TOLLS = [
    ((14, 14), (14, 14), "2031-03-05", None),
    ((14, 14), (21, 21), "2031-03-05", DisputeKind.CONFLICT),
    ((14, None), (17, 17), "2031-03-05", DisputeKind.BOUND),
    ((14, 14), (17, 17), "2031-03-06", DisputeKind.UPDATE),
    ((17, 17), (14, 14), "2031-03-06", DisputeKind.CONFLICT),  # later and lower is no growing toll
    ((14, 14), (None, None), "2031-03-05", None),
]


@pytest.mark.parametrize(("first", "second", "day", "kind"), TOLLS)
def test_kinds_of_dispute_on_a_toll(first: Any, second: Any, day: str, kind: DisputeKind | None) -> None:
    pieces = [
        told("a", account("1", **MARKET, killed_low=first[0], killed_high=first[1])),
        told("b", account("1", **MARKET, killed_low=second[0], killed_high=second[1]), published=day),
    ]
    result = weighed(*pieces)
    assert [d.kind for d in result.disputes if d.slot == "killed"] == ([kind] if kind else [])


def test_a_contested_toll_contests_no_other_fact() -> None:
    pieces = [told("a", account("1", **MARKET, killed=14)), told("b", account("1", **MARKET, killed=21))]
    levels = {(s.slot, s.value): s.level for s in weighed(*pieces).support}
    assert levels["killed", "14"] is Level.CONTESTED
    assert levels["happened", "yes"] is Level.CORROBORATED


def test_parties_that_exclude_each_other_contest_the_event() -> None:
    same = MARKET | {"killed": 14}
    pieces = [
        told("a", account("1", **same, actor_ids=("ostreli-army",))),
        told("b", account("1", **same, actor_ids=("tide-front",))),
    ]
    result = weighed(*pieces)
    assert result.events[0].level is Level.CONTESTED
    assert result.events[0].actor_ids == ()
    (dispute,) = (d for d in result.disputes if d.slot == "who")
    assert {p.position for p in dispute.positions} == {"Ostreli Army", "Tide Front"}


def owned(stance: Stance) -> Found:
    """The Tide Front speaks of an attack of its own."""
    said = claim("c1", "we struck the base", speaker_id="tide-front", stance=stance, article_id="a")
    return told("a", account("1", day="2031-03-06", place_ids=("pell",), recipient_ids=("navy",),
                             actor_ids=("tide-front",), claim_id="c1"), claims=(said,))  # fmt: skip


def blamed() -> Found:
    """An outlet lays the same attack to the Tide Front."""
    return told(
        "b", account("1", day="2031-03-06", place_ids=("pell",), recipient_ids=("navy",), actor_ids=("tide-front",))
    )


@pytest.mark.parametrize(
    ("pieces", "level"),
    [
        ((owned(Stance.CLAIMS_RESPONSIBILITY),), Level.SELF_REPORTED),
        ((owned(Stance.CONFIRMS),), Level.SELF_REPORTED),
        ((owned(Stance.CONFIRMS), blamed()), Level.ADMITTED),
        ((owned(Stance.CLAIMS_RESPONSIBILITY), blamed()), Level.CORROBORATED),
        ((blamed(),), Level.SINGLE),
    ],
)
def test_levels_of_who(pieces: tuple[Found, ...], level: Level) -> None:
    rows = [s for s in weighed(*pieces).support if s.slot == "who"]
    assert [s.level for s in rows] == [level]
    assert all(s.reason.endswith(".") for s in rows)


def test_a_denial_is_a_position_and_lowers_no_level() -> None:
    pieces = [
        told("a", account("1", **MARKET, actor_ids=("ostreli-army",))),
        told("b", account("1", **MARKET, actor_ids=("ostreli-army",), status=Status.DENIED)),
    ]
    result = weighed(*pieces)
    (dispute,) = (d for d in result.disputes if d.slot == "happened")
    assert {p.position for p in dispute.positions} == {"happened", "did not happen"}
    assert next(s for s in result.support if s.slot == "happened").level is Level.SINGLE


def test_a_denial_answers_what_another_speaker_said() -> None:
    said = "Varda supplied the drones that struck the naval base at Pell"
    pieces = [
        told("a", claims=(claim("c1", said, speaker_id="ministry", stance=Stance.ACCUSES, article_id="a"),)),
        told("b", claims=(claim("c2", "Varda supplied the drones that struck Pell", speaker_id="haldt",
                                stance=Stance.DENIES, article_id="b", document_id="doc-b"),)),
        told("c", claims=(claim("c3", "the talks go on in Lorne", speaker_id="abara", article_id="c"),)),
    ]  # fmt: skip
    (dispute,) = weighed(*pieces).disputes
    assert [(p.claim_id, p.position) for p in dispute.positions] == [("c2", "denied"), ("c1", "stated")]


# ---------------------------------------------------------------- identity


def person(name: str, *companions: str) -> dict[str, Any]:
    """Findings that name a person and companions."""
    key = name.lower().replace(" ", "-")
    people = (entity(key, name, type=MentionType.PERSON), *(entity(c) for c in companions))
    return {"entities": people, "mentions": tuple(mention(e.entity_id, e.name) for e in people)}


def ids(*pieces: Found) -> list[str]:
    return [e.entity_id for e in weighed(*pieces).entities if e.type is MentionType.PERSON]


@pytest.mark.parametrize(
    ("left", "right", "persons"),
    [
        (person("Ivo Harl"), person("Ivo Harl"), 2),  # two persons are never one by a name alone
        (person("Ivo Harl", "dock-union"), person("Ivo Harl", "dock-union"), 1),
        (person("Ivo Harl", "dock-union"), person("Ivo Harl", "rowing-club"), 2),
        (person("Harl", "dock-union"), person("Harl", "dock-union"), 2),  # a family name is too little
    ],
)
def test_persons_of_one_name(left: dict[str, Any], right: dict[str, Any], persons: int) -> None:
    many = [found(article(f"x{n}"), f"text {n}", **person(f"Other {n}")) for n in range(12)]
    pieces = [found(article("a"), "one text", **left), found(article("b"), "another text", **right), *many]
    assert sum("harl" in i for i in ids(*pieces)) == persons


def test_spellings_of_an_unknown_organisation_are_one() -> None:
    pieces = [
        found(article(n), n, entities=(entity(key, name),), mentions=(mention(key, name),))
        for n, key, name in (("a", "kell-brigade", "Kell Brigade"), ("b", "al-kelle-brigade", "al-Kelle Brigade"))
    ]
    assert len(weighed(*pieces).entities) == 1


def test_an_unknown_name_takes_no_id_of_the_catalogue() -> None:
    piece = found(article("a"), "a", **person("Tide Front"))
    assert ids(piece) == ["tide-front-person"]


# ---------------------------------------------------------------- one article that goes on telling


def one_article(first: dict[str, Any], then: dict[str, Any], title: str | None = None) -> list[list[str]]:
    """Events of an article with two accounts, the second 100 characters on."""
    pieces = told(
        "a",
        account("1", "shells hit the stalls", start=0, end=21, **first),
        account("2", "nine had been killed", start=121, end=141, **then),
        title=title,
    )
    return groups(weighed(pieces))


@pytest.mark.parametrize(
    ("first", "then", "events"),
    [
        (MARKET, {"killed": 9}, 1),
        (MARKET | {"killed": 14}, {"killed": 9}, 2),  # two tolls in one article are two acts
        (MARKET, {"killed": 9, "place_ids": ("pell",)}, 2),
        (MARKET, {"killed": 9, "day": "2031-03-02"}, 2),
        (MARKET | {"actor_ids": ("ostreli-army",)}, {"actor_ids": ("tide-front",)}, 2),
    ],
)
def test_the_next_sentence_goes_on_unless_it_says_otherwise(first: Any, then: Any, events: int) -> None:
    assert len(one_article(first, then)) == events


def test_a_headline_and_the_opening_tell_one_event() -> None:
    headline = {"killed_low": 14, "place_ids": ("dunmere",)}
    opening = MARKET | {"killed_low": 14, "place_ids": ("marrowmere",), "recipient_ids": ("dunmere",)}
    assert len(one_article(headline, opening, title="shells hit the stalls in the morning")) == 1


def test_what_was_done_to_a_place_was_done_there() -> None:
    pieces = [
        told("a", account("1", day="2031-03-04", place_ids=("marrowmere",), recipient_ids=("dunmere",))),
        told("b", account("1", day="2031-03-04", place_ids=("dunmere",), recipient_ids=("dunmere",))),
    ]
    (event,) = weighed(*pieces).events
    assert "dunmere" in event.place_ids
