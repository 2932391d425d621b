"""Accounts: what is told to have happened, who did it to whom, where and when, with what harm, and on whom it rests."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.finding import accounts, clauses
from counterclaim.finding.accounts_draft import Scene
from counterclaim.finding.clauses import Voice
from counterclaim.finding.mentions import Named
from counterclaim.finding.view import View
from counterclaim.knowledge import Plover
from counterclaim.language.model import Reading
from counterclaim.records import (
    Account,
    Article,
    Claim,
    DateExpression,
    EventType,
    How,
    Mention,
    MentionType,
    Place,
    Precision,
    Quantity,
    Stance,
    Status,
)

_NAMES = {
    "Ostrel": ("ostrel", MentionType.PLACE),
    "Ostreli": ("ostrel", MentionType.NORP),
    "Varda": ("varda", MentionType.PLACE),
    "Vardan": ("varda", MentionType.NORP),
    "Tide Front": ("tide-front", MentionType.ORG),
    "Maren": ("maren", MentionType.PERSON),
    "Halvane": ("halvane", MentionType.PLACE),
    "Observatory": ("observatory", MentionType.ORG),
}


class _Map:
    """Halvane lies in Ostrel; no other place is known."""

    def holders(self, place: str) -> frozenset[str]:
        return frozenset({"ostrel"}) if place == "halvane" else frozenset()


class _Known:
    """Knowledge with nothing but the lexicon and one place: no entity is known beforehand."""

    plover = Plover.load()
    gazetteer = _Map()


def article(text: str, published: str | None = "2024-02-07") -> View:
    a = Article("art", "doc", 0, len(text), None, None, None, None, published, None, "en")
    return View(a, text, None, (), Reading(()))


def mentions(text: str) -> tuple[Mention, ...]:
    found = []
    for name, (key, type_) in _NAMES.items():
        at = text.find(name)
        while at >= 0:
            after = text[at + len(name) : at + len(name) + 1]
            if not after.isalpha():
                found.append(Mention("", "art", "doc", at, at + len(name), name, type_, key, How.NAME))
            at = text.find(name, at + 1)
    return tuple(sorted(found, key=lambda m: m.start))


def claim(
    text: str, content: str, *, stance: Stance = Stance.ASSERTS, by: str = "observatory", cue: str = "said"
) -> Claim:
    start, at = text.index(content), text.index(cue)
    return Claim(
        "c0", "art", "doc", start, start + len(content), content, at, at + len(cue), cue, None, None, None, by, None, stance, False,
        ("outlet", by), None, 0.9,
    )  # fmt: skip


def figure(text: str, words: str, low: int | None, high: int | None, counts: str, unit: str = "people") -> Quantity:
    start = text.index(words)
    return Quantity("art", "doc", start, start + len(words), words, low, high, None, unit, counts)


def day(text: str, words: str, earliest: str, latest: str | None = None) -> DateExpression:
    start = text.index(words)
    return DateExpression("art", "doc", start, start + len(words), words, earliest, earliest, latest or earliest)


def told(text: str, *, claims: tuple[Claim, ...] = (), days: tuple[DateExpression, ...] = (), sums: tuple[Quantity, ...] = (),
         published: str | None = "2024-02-07") -> accounts.Telling:  # fmt: skip
    places = (Place("halvane", "Halvane", 1.0, 1.0, "XO", None, None, Precision.EXACT),)
    named = Named(mentions(text), (), places)
    return accounts.find(article(text, published), _Known(), named, claims, days, sums)  # type: ignore[arg-type]


def only(text: str, **given_: object) -> Account:
    found = told(text, **given_).accounts  # type: ignore[arg-type]
    assert len(found) == 1, [(a.type, a.text) for a in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "type_", "actors", "recipients"),
    [
        ("Ostrel bombed the Tide Front.", EventType.ASSAULT, ("ostrel",), ("tide-front",)),
        ("The Tide Front was attacked by Ostrel.", EventType.ASSAULT, ("ostrel",), ("tide-front",)),
        ("Ostreli warplanes struck Tide Front fighters.", EventType.ASSAULT, ("ostrel",), ("tide-front",)),
        ("The assassination of Maren by the Tide Front shocked many.", EventType.ASSAULT, ("tide-front",), ("maren",)),
        ("Maren was killed in an Ostreli drone strike.", EventType.ASSAULT, ("ostrel",), ("maren",)),
        ("Maren, wounded in an attack by the Tide Front, is alive.", EventType.ASSAULT, ("tide-front",), ("maren",)),
        ("Ostrel's attack on the Tide Front went on.", EventType.ASSAULT, ("ostrel",), ("tide-front",)),
        ("Police arrested Maren.", EventType.COERCE, (), ("maren",)),
        ("Ostrel imposed sanctions on Varda.", EventType.SANCTION, ("ostrel",), ("varda",)),
        ("Sanctions were imposed on Varda by Ostrel.", EventType.SANCTION, ("ostrel",), ("varda",)),
        ("Ostrel and Varda signed a trade agreement.", EventType.SUPPORT, ("ostrel", "varda"), ()),
        ("Varda released Maren.", EventType.RETREAT, ("varda",), ("maren",)),
        ("The Tide Front threatened to attack Ostrel.", EventType.THREATEN, ("tide-front",), ("ostrel",)),
        ("Ostrel rejected the demand of the Tide Front.", EventType.REJECT, ("ostrel",), ("tide-front",)),
        ("Ostrel accused Varda.", EventType.ACCUSE, ("ostrel",), ("varda",)),
        ("Varda massed troops near Halvane.", EventType.MOBILIZE, ("varda",), ()),
    ],
)
def test_who_did_what_to_whom(
    text: str, type_: EventType, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    account = only(text)
    assert (account.type, account.actor_ids, account.recipient_ids) == (type_, actors, recipients)
    assert account.rule.startswith(type_)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ostrel attacked Varda.", Status.HAPPENED),
        ("Ostrel has attacked Varda.", Status.HAPPENED),
        ("Ostrel is attacking Varda.", Status.ONGOING),
        ("Ostrel will attack Varda.", Status.PLANNED),
        ("Ostrel plans to attack Varda.", Status.PLANNED),
        ("Ostrel could attack Varda.", Status.HYPOTHETICAL),
        ("If Ostrel attacked Varda.", Status.HYPOTHETICAL),
        ("Ostrel tried to attack Varda.", Status.HYPOTHETICAL),
        ("Ostrel did not attack Varda.", Status.DENIED),
        ("Ostrel continued to attack Varda.", Status.HAPPENED),
    ],
)
def test_status(text: str, status: Status) -> None:
    assert only(text).status is status


def test_a_threatened_strike_is_no_strike() -> None:
    assert {a.type for a in told("The Tide Front threatened to bomb Varda.").accounts} == {EventType.THREATEN}


def test_a_condemned_attack_is_told_as_well() -> None:
    found = told("Ostrel condemned the attack on Varda by the Tide Front.").accounts
    assert {(a.type, a.actor_ids) for a in found} == {
        (EventType.ACCUSE, ("ostrel",)), (EventType.ASSAULT, ("tide-front",)),
    }  # fmt: skip


def test_who_condemns_a_deed_did_not_do_it() -> None:
    found = told("Ostrel condemned the attack on Halvane that killed and injured Tide Front members.").accounts
    assert [a.actor_ids for a in found if a.type is EventType.ASSAULT] == [()]


def test_what_will_not_be_done_is_denied() -> None:
    assert only("Ostrel will not attack Varda.").status is Status.DENIED


def test_a_plain_verb_joined_to_an_infinitive_has_not_happened() -> None:
    text = "Ostrel plans to attack Varda and arrest Maren."
    assert {a.status for a in told(text).accounts} == {Status.PLANNED}


def test_deed_and_harm_of_one_sentence_are_one_account() -> None:
    text = "Ostreli jets bombed Halvane, killing at least 31 people and wounding 12 others."
    sums = (figure(text, "at least 31 people", 31, None, "killed"), figure(text, "12 others", 12, 12, "injured"))
    account = only(text, sums=sums)
    assert (account.killed_low, account.killed_high, account.injured_low, account.injured_high) == (31, None, 12, 12)
    assert (account.actor_ids, account.recipient_ids, account.place_ids) == (("ostrel",), (), ("halvane",))
    assert [c.harm for c in told(text, sums=sums).casualties] == ["killed", "injured"]


def test_a_toll_of_parts_is_added_up_and_a_part_of_it_is_not() -> None:
    text = "The attack on the Tide Front killed 5 soldiers and 3 civilians."
    sums = (figure(text, "5 soldiers", 5, 5, "killed", "troops"), figure(text, "3 civilians", 3, 3, "killed"))
    assert only(text, sums=sums).killed_low == 8
    text = "The attack on the Tide Front killed 8 people including 3 children."
    sums = (figure(text, "8 people", 8, 8, "killed"), figure(text, "3 children", 3, 3, "killed", "children"))
    assert only(text, sums=sums).killed_low == 8


def test_an_account_inside_a_claim_is_the_speakers() -> None:
    text = "The Observatory said Ostrel bombed the Tide Front."
    account = only(text, claims=(claim(text, "Ostrel bombed the Tide Front"),))
    assert (account.claim_id, account.informant_ids, account.text) == (
        "c0",
        ("observatory",),
        "Ostrel bombed the Tide Front",
    )


def test_a_speaker_is_not_the_doer_of_what_it_tells() -> None:
    text = "The Observatory said shelling killed 4 people."
    account = only(
        text, claims=(claim(text, "shelling killed 4 people"),), sums=(figure(text, "4 people", 4, 4, "killed"),)
    )
    assert account.actor_ids == ()


def test_what_a_speaker_denies_is_denied() -> None:
    text = "Ostrel denied that it had bombed Varda."
    given_ = claim(text, "it had bombed Varda", stance=Stance.DENIES, by="ostrel", cue="denied")
    found = told(text, claims=(given_,)).accounts
    assert [(a.type, a.status, a.claim_id) for a in found] == [(EventType.ASSAULT, Status.DENIED, "c0")]


def test_what_stands_beside_a_denial_is_not_denied() -> None:
    text = "Ostrel denied supplying the drones which struck Halvane."
    given_ = claim(text, "supplying the drones which struck Halvane", stance=Stance.DENIES, by="ostrel", cue="denied")
    found = {(a.type, a.status, a.claim_id) for a in told(text, claims=(given_,)).accounts}
    assert (EventType.ASSAULT, Status.HAPPENED, None) in found


def test_a_denial_has_its_place_from_what_it_denies() -> None:
    text = "Air strikes hit Halvane, killing 14 people. Ostrel denied that the market had been hit."
    given_ = claim(text, "the market had been hit", stance=Stance.DENIES, by="ostrel", cue="denied")
    found = told(text, claims=(given_,), sums=(figure(text, "14 people", 14, 14, "killed"),)).accounts
    assert [(a.status, a.place_ids, a.mode, a.killed_low) for a in found] == [
        (Status.HAPPENED, ("halvane",), "aerial", 14), (Status.DENIED, ("halvane",), "aerial", None),
    ]  # fmt: skip


def test_a_threat_with_a_condition_is_one_account() -> None:
    text = "Maren warned that if the bombing of Halvane goes on, the Tide Front will attack Varda."
    content = "if the bombing of Halvane goes on, the Tide Front will attack Varda"
    found = told(text, claims=(claim(text, content, stance=Stance.THREATENS, by="maren", cue="warned"),)).accounts
    assert [(a.type, a.status, a.actor_ids) for a in found] == [(EventType.THREATEN, Status.HAPPENED, ("maren",))]


@pytest.mark.parametrize(
    "text",
    [
        "Air strikes hit the market of Halvane.",
        "Ostrel bombed Halvane.",
        "The strike on Halvane went on for hours.",
        "The Halvane air strike went on for hours.",
        "Halvane was bombed.",
    ],
)
def test_a_town_that_is_hit_is_where_it_happened(text: str) -> None:
    found = [a for a in told(text).accounts if a.type is EventType.ASSAULT]
    assert [(a.place_ids, a.recipient_ids) for a in found] == [(("halvane",), ())]
    assert "halvane" not in {k for a in found for k in a.actor_ids}


def test_the_datelines_agency_does_nothing() -> None:
    text = "HALVANE, March 4 (Observatory) - Ostrel bombed Varda."
    account = only(text)
    assert (account.actor_ids, account.text) == (("ostrel",), "Ostrel bombed Varda")


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Ostreli warplanes bombed Varda.", "aerial"),
        ("Varda was bombed by Ostreli jets.", "aerial"),
        ("The Tide Front struck Varda with five drones.", "drone"),
        ("The Tide Front attacked warplanes of Varda.", None),
    ],
)
def test_what_did_it_gives_the_mode(text: str, mode: str | None) -> None:
    assert only(text).mode == mode


def test_harm_told_in_the_next_sentence_belongs_to_the_deed() -> None:
    text = "Ostrel bombed Halvane, killing 14 people. More than 30 people were wounded."
    sums = (figure(text, "14 people", 14, 14, "killed"), figure(text, "More than 30 people", 30, None, "injured"))
    account = only(text, sums=sums)
    assert (account.killed_low, account.injured_low, account.place_ids) == (14, 30, ("halvane",))


def test_harm_elsewhere_is_another_event() -> None:
    text = "Ostrel bombed Halvane, killing 14 people. Elsewhere, 5 people were wounded."
    sums = (figure(text, "14 people", 14, 14, "killed"), figure(text, "5 people", 5, 5, "injured"))
    assert [a.injured_low for a in told(text, sums=sums).accounts] == [None, 5]


@pytest.mark.parametrize(
    "text",
    [
        "5000 people have been killed in Halvane since 2011.",
        "5000 people have been killed in Halvane since the war began.",
        "The war has killed 5000 people in Halvane.",
    ],
)
def test_a_wars_toll_is_history(text: str) -> None:
    account = only(text, sums=(figure(text, "5000 people", 5000, 5000, "killed"),))
    assert account.status is Status.HISTORICAL


def test_whose_people_a_figure_counts() -> None:
    text = "Ostrel bombed Halvane, killing nine fighters of the Tide Front and two women."
    sums = (
        figure(text, "nine fighters", 9, 9, "killed", "fighters"), figure(text, "two women", 2, 2, "killed", "women"),
    )  # fmt: skip
    assert [(c.group, c.side_id) for c in told(text, sums=sums).casualties] == [
        ("fighters", "tide-front"),
        ("women", None),
    ]


def test_a_verb_after_that_has_its_own_subject() -> None:
    text = "The Observatory said that the Tide Front attacked Varda."
    account = only(text, claims=(claim(text, "the Tide Front attacked Varda"),))
    assert (account.actor_ids, account.recipient_ids) == (("tide-front",), ("varda",))


def test_fighters_of_a_group_are_the_group() -> None:
    assert only("Fighters of the Tide Front attacked Varda.").actor_ids == ("tide-front",)


def test_agreed_on_a_day_is_an_agreement() -> None:
    text = "Ostrel and Varda agreed on Wednesday to a cease-fire."
    found = [a for a in told(text).accounts if a.type is EventType.AGREE]
    assert [a.actor_ids for a in found] == [("ostrel", "varda")]


def test_is_backed_by_is_no_event() -> None:
    assert told("The Tide Front is backed by Varda.").accounts == ()


def test_an_accusation_names_the_accuser_once() -> None:
    text = "Maren accused Varda of shelling Halvane."
    given_ = claim(text, "shelling Halvane", stance=Stance.ACCUSES, by="maren", cue="accused")
    accused = [a for a in told(text, claims=(given_,)).accounts if a.type is EventType.ACCUSE]
    assert [(a.actor_ids, a.recipient_ids, a.claim_id) for a in accused] == [(("maren",), ("varda",), None)]


def test_who_claims_an_attack_did_it() -> None:
    text = "The group said: an attack on Halvane killed 3 people."
    given_ = claim(text, "an attack on Halvane killed 3 people", stance=Stance.CLAIMS_RESPONSIBILITY, by="tide-front")
    account = only(text, claims=(given_,), sums=(figure(text, "3 people", 3, 3, "killed"),))
    assert account.actor_ids == ("tide-front",)


def test_days_come_from_the_sentence_and_from_another_telling_of_the_event() -> None:
    text = "Ostrel bombed Halvane on Monday. Ostrel bombed Halvane again."
    first, second = told(text, days=(day(text, "Monday", "2024-02-05"),)).accounts
    assert (first.date_earliest, second.date_earliest) == ("2024-02-05", "2024-02-05")


def test_an_event_without_a_day_has_none() -> None:
    account = only("Ostrel bombed Varda.")
    assert (account.date_earliest, account.date_latest) == (None, None)


def test_what_lies_more_than_a_year_back_is_history() -> None:
    text = "Ostrel invaded Varda in 1982."
    assert only(text, days=(day(text, "1982", "1982-01-01", "1982-12-31"),)).status is Status.HISTORICAL


def test_rebels_of_a_country_are_not_the_country() -> None:
    assert only("Ostreli rebels attacked Varda.").actor_ids == ()


def test_a_word_without_party_or_figure_tells_nothing() -> None:
    assert told("There was fighting.").accounts == ()


@pytest.mark.parametrize(
    ("words", "verb", "voice", "status"),
    [
        ("they were attacked", "attacked", Voice.PASSIVE, Status.HAPPENED),
        ("they will be attacked", "attacked", Voice.PASSIVE, Status.PLANNED),
        ("they have attacked", "attacked", Voice.ACTIVE, Status.HAPPENED),
        ("men attacked by night", "attacked", Voice.PASSIVE, Status.HAPPENED),
    ],
)
def test_verb_groups(words: str, verb: str, voice: Voice, status: Status) -> None:
    low = words.split()
    group = clauses.read_verb(low, low.index(verb), _Known.plover.forms[verb], 0, len(low))
    assert group is not None
    assert (group.voice, group.status) == (voice, status)


_PIECES = [
    *_NAMES,
    "attacked",
    "was killed by",
    "threatened to",
    "the",
    "in",
    "near",
    "said",
    ".",
    ",",
    "\n\n",
    "“",
    "”",
    "release of",
    "and",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=25))
def test_every_account_stands_in_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for account in told(text).accounts:
        assert text[account.start : account.end] == account.text != ""
        assert not set(account.actor_ids) & set(account.recipient_ids)
    assert told(text) == told(text)


def test_the_scene_keeps_its_order() -> None:
    text = "Varda attacked Ostrel."
    scene = Scene.of(article(text), _Known(), mentions(text)[::-1], (), (), ())  # type: ignore[arg-type]
    assert [p.key for p in scene.parties] == ["varda", "ostrel"]
