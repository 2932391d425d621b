from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.finding.reader import said


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content", "direct"),
    [
        ("The army said that ten ships had sunk.", "The army", "said", "ten ships had sunk", False),
        ("Officials said on Monday the port had been hit.", "Officials", "said", "the port had been hit", False),
        ("Ten ships have sunk, the army said.", "the army", "said", "Ten ships have sunk", False),
        ('"We are staying," Ali Maren said.', "Ali Maren", "said", "We are staying", True),
        ('"We are staying here," said Ali Maren, a fisherman.', "Ali Maren", "said", "We are staying here", True),
        ('Ali Maren said: "We are staying here."', "Ali Maren", "said", "We are staying here", True),
        ("Ali Maren called the raid a crime.", "Ali Maren", "called", "the raid a crime", False),
        ("According to Ali Maren, ten ships sank.", "Ali Maren", "According to", "ten ships sank", False),
        ("Ten ships sank in the port, according to Ali Maren.", "Ali Maren", "according to", "Ten ships sank in the port", False),
        ("Ali Maren, who leads the Tide Front, said the port was safe.", "Ali Maren", "said", "the port was safe", False),
        ("The army has not denied that it fired.", "The army", "has not denied", "it fired", False),
        ("Ali Maren described the raid as a crime.", "Ali Maren", "described", "the raid as a crime", False),
        ("The strike, officials said, had killed ten.", "officials", "said", "The strike, officials said, had killed ten", False),
        ("Fishermen who spoke to reporters said the port was shut.", "Fishermen", "said", "the port was shut", False),
    ],
)  # fmt: skip
def test_a_claim_has_speaker_cue_and_content(text: str, speaker: str, cue: str, content: str, direct: bool) -> None:
    claim = next(c for c in said(text) if c.cue == cue)
    assert (claim.speaker, claim.text, claim.direct) == (speaker, content, direct)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The Tide Front denied that it fired.", "denies"),
        ("The army confirmed that the port was hit.", "confirms"),
        ("The Tide Front threatened to burn the port.", "threatens"),
        ('"We will strike their ships," Ali Maren said.', "threatens"),
        ("The Tide Front vowed to rebuild the port.", "pledges"),
        ("Ali Maren urged the army to leave.", "demands"),
        ("Ali Maren accused the army of killing fishermen.", "accuses"),
        ("Ali Maren condemned the raid on the port.", "condemns"),
        ("Ali Maren praised the nurses of the port.", "praises"),
        ("The Tide Front claimed responsibility for the raid.", "claims-responsibility"),
        ("Ali Maren said that it rained.", "asserts"),
    ],
)
def test_stance_is_the_first_that_fits(text: str, stance: str) -> None:
    assert [c.stance for c in said(text)] == [stance]


@pytest.mark.parametrize(
    "text",
    [
        "He did not say whether the port was hit.",
        "The claims were many. The reports are here.",
        "Fighting continued near the port. Troops moved north.",
        "The Tide Front attacked the port.",
    ],
)
def test_narration_is_no_claim(text: str) -> None:
    assert said(text) == ()


def test_an_interrupted_quotation_is_two_claims_with_one_cue() -> None:
    first, second = said('"The raid on the port," said Ali Maren, "was a grave mistake."')
    assert (first.text, second.text) == ("The raid on the port", "was a grave mistake")
    assert (first.cue_start, first.speaker_id) == (second.cue_start, second.speaker_id)


def test_joint_speakers_have_a_claim_each() -> None:
    assert [c.speaker for c in said("Ali Maren and Sami Orrin said the talks had failed.")] == [
        "Ali Maren",
        "Sami Orrin",
    ]


def test_two_that_clauses_are_two_claims() -> None:
    found = said("The army said that the port was safe and that the ships had left.")
    assert [c.text for c in found] == ["the port was safe", "the ships had left"]


def test_a_second_verb_shares_its_subject_and_ends_the_first_content() -> None:
    first, second = said("The Tide Front vowed to fight on and accused the army of murder.")
    assert first.text == "to fight on"
    assert (second.speaker, second.text) == ("Tide Front", "the army of murder")


def test_adding_belongs_to_the_speaker_before() -> None:
    found = said("In Halvane, officials said the port had been hit, adding that two ships sank.")
    assert [(c.speaker, c.cue, c.text) for c in found] == [
        ("officials", "said", "the port had been hit"),
        ("officials", "adding", "two ships sank"),
    ]


def test_a_quotation_without_a_cue_goes_on_for_the_speaker_before() -> None:
    found = said('"We are staying," Ali Maren said.\n\n"They will not move us from here."')
    assert [(c.text, c.speaker_id) for c in found] == [
        ("We are staying", "ali-maren"),
        ("They will not move us from here", "ali-maren"),
    ]
    assert found[1].cue == '"'


def test_a_claim_within_a_claim_continues_the_chain() -> None:
    outer, inner = said("President Ali Maren said that the Tide Front had denied that it fired.", outlet="Harbour Post")
    assert inner.within == outer.claim_id
    assert inner.chain == ("harbour-post", "ali-maren", "tide-front")


def test_the_chain_begins_with_the_outlet_and_leaves_the_source_of_the_page_out() -> None:
    (claim,) = said("Ali Maren said that it rained.", outlet="Harbour Post", origin="Varda Wire")
    assert claim.chain == ("harbour-post", "ali-maren")


def test_who_quotes_stands_in_the_chain() -> None:
    (claim,) = said("The minister was quoted by Reuters as saying that the talks had failed.")
    assert claim.chain == ("reuters", "unnamed:minister")


@pytest.mark.parametrize(
    ("text", "speaker_id", "behalf"),
    [
        ("A US official said that it rained.", "unnamed:us-official", None),
        ("Two Iraqi security sources said that it rained.", "unnamed:iraqi-security-source", None),
        ("The port reportedly burned all night.", "unnamed:unspecified", None),
        ("Ali Maren, the Tide Front's spokesman, said that it rained.", "ali-maren", "tide-front"),
        ("The Tide Front movement said that it rained.", "tide-front", None),
    ],
)
def test_who_speaks_and_for_whom(text: str, speaker_id: str, behalf: str | None) -> None:
    (claim,) = said(text)
    assert (claim.speaker_id, claim.on_behalf_of) == (speaker_id, behalf)


def test_a_pronoun_is_the_last_speaker() -> None:
    found = said("General Ali Maren said the port was safe. He added that the ships had left.")
    assert [c.speaker_id for c in found] == ["ali-maren", "ali-maren"]


def test_a_headline_with_a_colon_is_a_claim() -> None:
    title = "Tide Front: we will stay in the port"
    (claim,) = said(f"{title}\n\nIt rained.", title=title)
    assert (claim.speaker, claim.cue, claim.text) == ("Tide Front", ":", "we will stay in the port")


def test_a_statement_after_said_and_a_colon_is_a_claim_a_paragraph() -> None:
    one, two = said("Minister Ali Maren said:\n\nI welcome the truce.\n\nWe go on with our work. It is hard.")
    assert (one.text, two.text) == ("I welcome the truce", "We go on with our work. It is hard")
    assert (one.speaker_id, one.stance) == (two.speaker_id, "praises") == ("ali-maren", "praises")


def test_answers_of_a_transcript_are_claims() -> None:
    (claim,) = said("Q: Is the port open?\n\nMaren: The port has been shut since the raid.")
    assert (claim.speaker, claim.text) == ("Maren", "The port has been shut since the raid")


def test_prose_that_lost_its_commas() -> None:
    (claim,) = said("Ten ships have sunk in the old port the army said.")
    assert (claim.speaker, claim.text) == ("the army", "Ten ships have sunk in the old port")


PIECES = st.lists(
    st.sampled_from(
        ["Ali Maren", "said", "that", '"', "the army", "denied", ",", ".", "“", "”", ":", "\n\n", "it left", "who", "according to",
         "and", "was quoted", "as saying", "(", ")", "US", "’s", "told", "Reuters", "claims", "to", "reportedly", "he"]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_every_anchor_holds_its_words(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = said(text)
    for c in found:
        assert text[c.start : c.end] == c.text != ""
        if c.cue_start is not None:
            assert text[c.cue_start : c.cue_end] == c.cue
        if c.speaker_start is not None:
            assert text[c.speaker_start : c.speaker_end] == c.speaker
        assert c.chain[-1] == c.speaker_id
        assert c.within is None or c.within in {o.claim_id for o in found}
    assert said(text) == found


@pytest.mark.parametrize(
    ("content", "stance"),
    [
        ("If the bombing goes on, we will close the strait", "threatens"),
        ("We will close the strait unless the ships turn back", "threatens"),
        ("If they stop firing, we will release the crew", "pledges"),
        ("If it rains, the harvest will be good", "asserts"),
    ],
)
def test_a_condition_makes_a_threat_of_an_own_action(content: str, stance: str) -> None:
    assert [c.stance for c in said(f'"{content}," Milo Venn said.')] == [stance]


def test_an_office_before_or_after_the_name_says_for_whom_it_speaks() -> None:
    (before,) = said("Syrian Foreign Minister Ali Maren said that it rained.")
    assert before.on_behalf_of == "syrian-ministry-of-foreign-affairs"
    (after,) = said("The Orrin Liberation Front fell back. Ali Maren, its spokesman, said that it rained.")
    assert after.on_behalf_of == "orrin-liberation-front"
    (former,) = said("Former Iraqi president Ali Maren said that it rained.")
    assert former.on_behalf_of is None


def test_answers_are_those_of_whom_the_interview_is_with() -> None:
    text = "An interview with Sela Orin\n\nQ: How did you count?\n\nA: We counted every name in the records."
    (claim,) = said(text, title="An interview with Sela Orin", outlet="Harbour Post")
    assert (claim.speaker_id, claim.chain) == ("sela-orin", ("harbour-post", "sela-orin"))


def test_answers_stand_between_the_questions_of_an_interview() -> None:
    asked = ("How did you count?", "Who did it?", "What comes next?")
    text = "An interview with Sela Orin\n\n" + "\n\n".join(
        f"**{q}**\n\nWe looked at every record twice." for q in asked
    )
    claims = said(text, title="An interview with Sela Orin")
    assert [c.speaker_id for c in claims] == ["sela-orin"] * 3


def test_the_official_is_the_one_quoted_before() -> None:
    _, second = said("A Syrian security official said that it rained. The official said that the port was shut.")
    assert second.speaker_id == "unnamed:syrian-security-official"


@pytest.mark.parametrize(
    ("text", "speaker_id"),
    [
        ("Iraq's government said that it rained.", "iraqi-government"),
        ("The 31 said that it rained.", "unnamed:unspecified"),
        ("A spokesman for Iraq's Defence Ministry said that it rained.", "unnamed:iraqi-ministry-of-defence-spokesman"),
    ],
)
def test_speakers_without_a_name(text: str, speaker_id: str) -> None:
    assert [c.speaker_id for c in said(text)] in ([speaker_id], [])


def test_a_relative_clause_ends_its_content() -> None:
    found = said("The boat, which the army calls a wreck, sank in the port.")
    assert [c.text for c in found] == ["a wreck"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        # the own side did it, whoever of it speaks
        ("The Syrian army said it had struck a depot of Hezbollah.", "claims-responsibility"),
        ("The Syrian army said that Syrian warplanes hit a depot of Hezbollah.", "claims-responsibility"),
        ("A US official said that the US military carried out a strike in the desert.", "claims-responsibility"),
        ("Hezbollah said its fighters had fired six rockets.", "claims-responsibility"),
        ("The Syrian army said the raids were a response to the shelling.", "claims-responsibility"),
        ("A US official said that US forces would not strike the port.", "asserts"),
        # who watches says what others did
        ("The Syrian Observatory for Human Rights said Syrian warplanes hit a depot.", "asserts"),
        ("The Syrian Observatory for Human Rights said it had counted ten dead.", "asserts"),
        # a wrong laid to somebody
        ("Hezbollah said that Syrian helicopters dropped barrel bombs on the town.", "accuses"),
        ("An official said that barrels with toxic gas had fallen on the town.", "asserts"),
        ("Hezbollah said that Syrian warplanes hit a hospital.", "accuses"),
        ("The minister said the deal was undermining the truce.", "accuses"),
        ("Hezbollah confirmed that Syria was behind the blast.", "accuses"),
        ("Hezbollah confirmed that ten men had died.", "confirms"),
        ("The minister called the raid a crime against the coast.", "condemns"),
        # what is not so
        ("The minister said that not one of its drones flew that day.", "denies"),
        ("The minister said it was impossible that the boat had left the port.", "denies"),
        ("The minister said the rain had not stopped.", "asserts"),
        # harm and help announced, things asked
        ("Hezbollah said its response would come soon.", "threatens"),
        ("Hezbollah said any raid on the port will trigger a regional war.", "threatens"),
        ("Hezbollah said it would respect the truce.", "pledges"),
        ('"We call on all sides to stop," Milo Venn said.', "demands"),
        ("The minister said it is vital that aid reaches the coast.", "demands"),
    ],
)
def test_stance_asks_who_does_in_a_content_what_it_tells(text: str, stance: str) -> None:
    assert said(text)[0].stance == stance


def test_not_claiming_responsibility_claims_none() -> None:
    assert [c.stance for c in said("Hezbollah did not claim responsibility for the raid.")] in (
        [],
        ["asserts"],
        ["denies"],
    )
