"""Accounts by lexicon and language backend together, and the tellings of one deed in an article."""

from __future__ import annotations

import pytest

from counterclaim.finding import accounts
from counterclaim.finding.mentions import Named
from counterclaim.finding.view import View
from counterclaim.language.model import Label, Link, Reading
from counterclaim.records import Account, Article, EventType, Place, Precision, Quantity, Status
from tests.finding.test_accounts import _Known, claim, day, figure, mentions

_PLACES = (Place("halvane", "Halvane", 1.0, 1.0, "XO", None, None, Precision.EXACT),)


def reading(text: str, *seen: tuple[str, str, float, dict[str, str]]) -> Reading:
    """What a backend saw: word, type, probability, and words by role."""
    labels: list[Label] = []
    links: list[Link] = []
    for word, type_, sure, parts in seen:
        start = text.index(word)
        head = len(labels)
        labels.append(Label("trigger", type_, start, start + len(word), sure))
        labels.append(Label("status", "happened", start, start + len(word), 0.9))
        for role, words in parts.items():
            at = text.index(words)
            links.append(Link(role, head, len(labels), 0.9))
            labels.append(Label(role, "", at, at + len(words), 0.9))
    return Reading(tuple(labels), tuple(links))


_NOTHING = Reading(())


def told(text: str, read: Reading = _NOTHING, **given: object) -> tuple[Account, ...]:
    """The accounts of a text; ``given`` are its title, claims, days and sums."""
    title = given.get("title")
    article = Article("art", "doc", 0, len(text), title, None, None, None, "2024-02-07", None, "en")  # type: ignore[arg-type]
    view = View(article, text, (0, len(str(title))) if title else None, (), read)
    rest = (given.get("claims", ()), given.get("days", ()), given.get("sums", ()))
    return accounts.find(view, _Known(), Named(mentions(text), (), _PLACES), *rest).accounts  # type: ignore[arg-type]


def test_a_word_that_no_list_has_is_told_by_the_backend_with_its_parties() -> None:
    text = "The Tide Front pummelled Ostreli troops for hours."
    assert not told(text)
    seen = reading(text, ("pummelled", "ASSAULT", 0.9, {"actor": "The Tide Front", "recipient": "Ostreli troops"}))
    (found,) = told(text, seen)
    assert (found.type, found.actor_ids, found.recipient_ids) == (EventType.ASSAULT, ("tide-front",), ("ostrel",))
    assert found.rule == "ASSAULT: read by the model"
    assert text[found.start : found.end] == found.text


def test_an_unsure_reading_tells_nothing() -> None:
    text = "The Tide Front pummelled Ostreli troops for hours."
    seen = reading(text, ("pummelled", "ASSAULT", 0.6, {"actor": "The Tide Front", "recipient": "Ostreli troops"}))
    assert not told(text, seen)


def test_a_word_of_many_meanings_stands_where_the_backend_sees_nothing_happen_only_without_a_backend() -> None:
    text = "Ostrel struck the Tide Front as odd. Varda met Maren."
    assert EventType.ASSAULT in [a.type for a in told(text)]
    seen = reading(text, ("met", "CONSULT", 0.9, {}))
    assert EventType.ASSAULT not in [a.type for a in told(text, seen)]


def test_the_party_that_the_backend_has_in_another_place_goes_before_the_nearest() -> None:
    text = "Troops near Varda were attacked by the Tide Front."
    seen = reading(text, ("attacked", "ASSAULT", 0.9, {"actor": "the Tide Front"}))
    (found,) = told(text, seen)
    assert found.actor_ids == ("tide-front",)
    assert "varda" not in found.actor_ids


@pytest.mark.parametrize(
    "text",
    [
        "Three were killed in Halvane, the Observatory said.",
        "The Observatory said three were killed in Halvane.",
    ],
)
def test_who_tells_of_a_deed_is_no_party_to_it(text: str) -> None:
    said = claim(text, "hree were killed in Halvane")
    start = text.index("Observatory")
    said = type(said)(
        **{f: getattr(said, f) for f in said.__slots__} | {"speaker_start": start, "speaker_end": start + 11}
    )
    for found in told(text, claims=(said,), sums=(figure(text, "hree", 3, 3, "killed"),)):
        assert "observatory" not in (*found.actor_ids, *found.recipient_ids)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The Tide Front captured Halvane.", EventType.ASSAULT),
        ("The Tide Front seized Halvane.", EventType.ASSAULT),
        ("The Tide Front seized swathes of land in Ostrel.", EventType.ASSAULT),
        ("Ostrel seized a tanker of the Tide Front.", EventType.COERCE),
        ("Police captured Maren.", EventType.COERCE),
    ],
)
def test_who_takes_a_town_has_fought_for_it(text: str, type_: EventType) -> None:
    assert {a.type for a in told(text)} == {type_}


@pytest.mark.parametrize(
    "text",
    [
        "Ostreli troops were deployed to attack the Tide Front.",
        "Ostrel has jets in Varda to bomb the Tide Front.",
    ],
)
def test_what_something_is_done_for_has_not_happened(text: str) -> None:
    assert EventType.ASSAULT not in {a.type for a in told(text)}


def test_what_is_planned_is_told_as_planned() -> None:
    (found,) = told("Ostrel plans to bomb the Tide Front.")
    assert found.status is Status.PLANNED


# ---------------------------------------------------------------- parties and places


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Ostreli strikes on Varda went on.", ()),
        ("The Tide Front attacked Varda.", ("varda",)),
        ("The Tide Front killed three Vardan villagers.", ()),
    ],
)
def test_an_attack_on_a_place_or_on_people_of_a_nation_is_on_no_party(text: str, recipients: tuple[str, ...]) -> None:
    assert told(text)[0].recipient_ids == recipients


def test_a_person_with_an_office_in_a_body_is_the_one_who_acts() -> None:
    text = "Maren, commander, Tide Front, met Vardan officials."
    (found,) = told(text)
    assert "tide-front" not in found.actor_ids
    assert "maren" in found.actor_ids


def test_who_holds_the_town_has_not_struck_it() -> None:
    (found,) = told("Ostrel bombed Halvane, a town held by the Tide Front.")
    assert found.actor_ids == ("ostrel",)


# ---------------------------------------------------------------- one deed, told again


def test_the_strike_is_the_one_that_was_told_and_has_its_doer_place_and_day() -> None:
    text = "Ostreli jets bombed Halvane on Monday. The market was full. The attack was the heaviest of the year."
    seen = reading(text, ("bombed", "ASSAULT", 0.9, {}), ("attack", "ASSAULT", 0.9, {}))
    first, then = told(text, seen, days=(day(text, "Monday", "2024-02-05"),))
    assert then.text.startswith("The attack")
    assert (then.actor_ids, then.place_ids, then.date_earliest) == (("ostrel",), ("halvane",), "2024-02-05")
    assert then.event_id == first.event_id == first.account_id


def test_a_telling_that_names_nothing_and_goes_on_with_nothing_is_none() -> None:
    text = "The attack was the heaviest of the year."
    assert not told(text, reading(text, ("attack", "ASSAULT", 0.9, {})))


def test_a_title_has_the_finer_place_from_its_text() -> None:
    title = "Strike in Ostrel kills 9"
    text = f"{title}\n\nA strike on Halvane killed 9 people."
    sums = (figure(text, "9", 9, 9, "killed"), figure(text, "9 people", 9, 9, "killed"))
    found = told(text, title=title, sums=sums)
    assert [a.place_ids for a in found] == [("halvane",), ("halvane",)]
    assert len({a.event_id for a in found}) == 1


@pytest.mark.parametrize(
    "second",
    [
        "A separate strike hit Varda.",
        "On Tuesday a strike hit Halvane.",
        "The Tide Front bombed Halvane.",
        "A strike on Halvane killed 90 people.",
    ],
)
def test_what_excludes_the_other_is_another_deed(second: str) -> None:
    text = f"On Monday Ostreli jets bombed Halvane and killed 9 people. {second}"
    days = [day(text, "Monday", "2024-02-05")] + ([day(text, "Tuesday", "2024-02-06")] if "Tuesday" in text else [])
    sums: list[Quantity] = [figure(text, "9 people", 9, 9, "killed")]
    if "90" in text:
        sums.append(figure(text, "90 people", 90, 90, "killed"))
    found = told(text, days=tuple(days), sums=tuple(sums))
    assert len({a.event_id for a in found if a.type is EventType.ASSAULT}) == 2


def test_a_doer_without_a_name_is_given_nobodys() -> None:
    text = "Ostrel bombed Halvane on Monday. Later rebels shelled the town of Halvane."
    found = told(text, days=(day(text, "Monday", "2024-02-05"),))
    assert found[-1].actor_ids == ()


def test_since_a_day_means_until_the_article() -> None:
    text = "Ostrel has bombed Halvane since Monday."
    (found,) = told(text, days=(day(text, "Monday", "2024-02-05"),))
    assert (found.date_earliest, found.date_latest) == ("2024-02-05", "2024-02-07")
