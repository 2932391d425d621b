"""Explanations: every quoted word stands at its offsets, rule and arguments are named, what joined an account is said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from counterclaim import knowledge
from counterclaim.errors import UsageError
from counterclaim.knowledge import Knowledge
from counterclaim.ledger import LogEntry
from counterclaim.records import (
    Casualty,
    DateExpression,
    Decision,
    Event,
    EventType,
    Harm,
    How,
    Level,
    Mention,
    MentionType,
    Stance,
    Support,
)
from counterclaim.showing.explain import explain
from tests.factories import account, article, claim, entity
from tests.showing.books import book

TEXT = (
    "Air raid on Dunmere\n\nOn Tuesday Iraqi jets bombed the harbour of Dunmere, killing 14 people, "
    'the Kell Monitoring Centre said.\nThe strike hit a depot. "We saw nothing," Sela Orin said.\n'
)
OTHER = "Iraqi jets bombed the harbour of Dunmere on Tuesday."
ANCHOR = re.compile(r'\[(\d+):(\d+)\] "(.*?)"(?= ·|,| \(|$| =| a\.txt)')


def span(words: str, text: str = TEXT) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def named(entity_id: str, words: str, how: How = How.NAME) -> Mention:
    kind = MentionType.PLACE if entity_id == "dunmere" else MentionType.ORG
    return Mention(f"men-{entity_id}", "art-1", "a", *span(words).values(), words, kind, entity_id, how)


TELLING = "Iraqi jets bombed the harbour of Dunmere, killing 14 people"
WHERE = {"document_id": "a", "article_id": "art-1"}
SAID = {"day": "2031-03-04", "place_ids": ("dunmere",), "actor_ids": ("iraqi-government",), "event_id": "evt-00000001"}
BOOK = book(
    {"a": TEXT, "b": OTHER},
    articles=(
        article("art-1", document_id="a", end=len(TEXT), outlet="Harbour Post", published="2031-03-05"),
        article("art-2", document_id="b", end=len(OTHER), outlet="Tide Voice", published="2031-03-05"),
    ),
    entities=(
        entity("dunmere"), entity("iraqi-government"), entity("kell-monitoring-centre"), entity("sela-orin"), entity("iraq"),
    ),
    mentions=(
        named("dunmere", "Dunmere"), named("iraq", "Iraqi"),
        named("kell-monitoring-centre", "Kell Monitoring Centre"), named("sela-orin", "Sela Orin"),
    ),
    dates=(DateExpression("art-1", "a", *span("Tuesday").values(), "Tuesday", "2031-03-04", "2031-03-04", "2031-03-04"),),
    claims=(
        claim("clm-00000001", TELLING, speaker_id="kell-monitoring-centre", chain=("harbour-post", "kell-monitoring-centre"),
              rule="clause before the verb", **WHERE, **span(TELLING)),
        claim("clm-00000002", "We saw nothing", speaker_id="sela-orin", speaker="Sela Orin", cue="said", direct=True,
              stance=Stance.DENIES, on_behalf_of="kell-monitoring-centre", rule="quotation before the verb",
              speaker_start=TEXT.index("Sela"), speaker_end=TEXT.index("Sela") + 9,
              cue_start=TEXT.rindex("said"), cue_end=TEXT.rindex("said") + 4, **WHERE, **span("We saw nothing")),
    ),
    accounts=(
        account("acc-00000001", TELLING, claim_id="clm-00000001", mode="aerial", rule="ASSAULT: bomb", killed=14,
                informant_ids=("kell-monitoring-centre",), **WHERE, **span(TELLING), **SAID),
        account("acc-00000002", "The strike hit a depot", rule="PROTEST/strike: no such", event_id="evt-00000002",
                **WHERE, **span("The strike hit a depot")),
        account("acc-00000003", OTHER[:-1], rule="ASSAULT: bomb", document_id="b", article_id="art-2", **SAID),
    ),
    casualties=(Casualty("acc-00000001", "a", *span("14 people").values(), "14 people", Harm.KILLED, None, None, 14, 14),),
    events=(
        Event("evt-00000001", EventType.ASSAULT, None, ("iraqi-government",), (), ("dunmere",), "2031-03-04", "2031-03-04", 2, 2,
              Level.CORROBORATED, "Both name one doer."),
        Event("evt-00000002", EventType.ASSAULT, None, (), (), (), None, None, 1, 1, Level.SINGLE),
    ),
    support=(
        Support("evt-00000001", "who", "Iraqi Government", Level.CORROBORATED, 2, ("acc-00000001",), "Two separate witnesses."),
    ),
    redirects=(("evt-gone", "evt-00000002"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge.load()


def told(row_id: str, known: Knowledge) -> list[str]:
    return list(explain(BOOK, row_id, known))


def line(found: list[str], name: str) -> str:
    """The rest of the line with this name."""
    return next(row[13:] for row in found if row.startswith(f"  {name} "))


@pytest.mark.parametrize("row_id", ["acc-00000001", "acc-00000002", "clm-00000001", "clm-00000002", "evt-00000001"])
def test_every_quoted_word_stands_at_its_offsets(row_id: str, known: Knowledge) -> None:
    found = [m.groups() for row in told(row_id, known) for m in ANCHOR.finditer(row)]
    assert found
    for start, end, words in found:
        assert words in {" ".join(text[int(start) : int(end)].split()) for text in (TEXT, OTHER)}


def test_an_account_is_explained_by_its_words_rule_and_arguments(known: Knowledge) -> None:
    found = told("acc-00000001", known)
    assert found[0] == "account acc-00000001 of evt-00000001: ASSAULT/aerial, happened"
    assert line(found, "words") == f'[{TEXT.index(TELLING)}:{TEXT.index(TELLING) + len(TELLING)}] "{TELLING}" · a.txt:3'
    assert line(found, "sentence").endswith('the Kell Monitoring Centre said."')
    at = TEXT.index("bombed")
    assert line(found, "rule") == f'ASSAULT: bomb · [{at}:{at + 6}] "bombed"'
    assert "its subject is actor, its object recipient" in "\n".join(found)
    assert line(found, "doer").endswith('"Iraqi" (in its words, by the name of its state)')
    assert line(found, "place") == 'Dunmere · [12:19] "Dunmere" (before it)'
    assert line(found, "date").endswith('"Tuesday" (in its sentence, 2031-03-04)')
    assert line(found, "figure").startswith("killed 14")
    assert line(found, "informant").endswith('"Kell Monitoring Centre" (in its sentence)')
    assert line(found, "told by") == "harbour-post > Kell Monitoring Centre [asserts] in clm-00000001"


def test_what_joined_an_account_to_its_event_is_summed_up(known: Knowledge) -> None:
    found = told("acc-00000001", known)
    start = found.index("  in one event with 1 other accounts; the strongest tie:")
    assert found[start + 1].startswith("    acc-00000003 · Tide Voice · b.txt:1")
    assert "      +0.8 Both name one doer." in found
    stop = next(n for n, row in enumerate(found) if n > start and " in all" in row)
    total = sum(float(row.split()[0]) for row in found[start + 3 : stop])
    assert found[stop] == f"      +{total:.1f} in all; 2.8 and more is one event"


def test_other_knowledge_than_the_build_had_is_said(known: Knowledge) -> None:
    entry = LogEntry(1, "2031-03-04T00:00:00Z", "build", {"knowledge": "other"}, "", "")
    for digest, said in (("other", True), (known.digest, False)):
        BOOK.held["log"] = (replace(entry, payload={"knowledge": digest}),)  # type: ignore[attr-defined]
        assert any("built with other knowledge" in row for row in told("acc-00000001", known)) is said
    BOOK.held["log"] = ()  # type: ignore[attr-defined]


def test_what_a_person_decided_on_the_row_is_said(known: Knowledge) -> None:
    on = ("events", "evt-00000001", None, None, None, None, None, "evt-00000002", "one raid, two tellings")
    BOOK.held["decisions"] = (Decision("dec-1", "2031-03-09T10:00:00Z", "Ana", "merge", *on),)  # type: ignore[attr-defined]
    wanted = "merge by Ana, 2031-03-09T10:00:00Z · evt-00000002 · one raid, two tellings · dec-1"
    assert line(told("evt-00000001", known), "decided") == wanted
    assert not any("decided" in row for row in told("evt-00000002", known))
    BOOK.held["decisions"] = ()  # type: ignore[attr-defined]


def test_what_is_not_found_again_is_said(known: Knowledge) -> None:
    found = told("acc-00000002", known)
    assert line(found, "rule") == "PROTEST/strike: no such · its words are not found again in this sentence"
    assert line(found, "date") == "not stated"
    assert "  the only account of its event" in found


def test_a_claim_is_explained_by_cue_speaker_stance_and_rule(known: Knowledge) -> None:
    found = told("clm-00000002", known)
    assert line(found, "cue").endswith('"said"')
    assert line(found, "speaker").endswith('"Sela Orin" = Sela Orin')
    assert line(found, "on behalf") == "Kell Monitoring Centre"
    assert line(found, "stance").startswith("denies: ") and len(line(found, "stance")) > len("denies: ") + 5
    assert line(found, "rule") == "quotation before the verb · confidence 0.5"
    assert line(told("clm-00000001", known), "accounts") == "acc-00000001"


def test_an_event_is_explained_fact_by_fact(known: Knowledge) -> None:
    found = told("evt-00000001", known)
    assert "    who Iraqi Government: corroborated, 2 witnesses. Two separate witnesses." in found
    assert [row.strip() for row in found if row.startswith("      acc-")] == [
        "acc-00000003 ASSAULT: bomb (happened) · Tide Voice · 2031-03-05",
        "acc-00000001 ASSAULT: bomb (happened) · Harbour Post · 2031-03-05",
    ]
    assert line(found, "joined") == "Both name one doer."


def test_an_id_that_was_shown_before_leads_to_the_one_that_stands_now(known: Knowledge) -> None:
    assert told("evt-gone", known)[0].startswith("event evt-00000002")


@pytest.mark.parametrize(
    ("row_id", "says"),
    [
        ("acc-0000000", "start of 3 ids"),
        ("acc-9", "no account"),
        ("acc-", "no account"),
        ("dunmere", "no id of a claim"),
    ],
)
def test_an_id_of_none_or_several_is_said(row_id: str, says: str, known: Knowledge) -> None:
    with pytest.raises(UsageError, match=says):
        told(row_id, known)
