from __future__ import annotations

import pytest

from counterclaim.errors import SettingsError
from counterclaim.knowledge.cues import Cues, parse, regular, singular


def test_the_shipped_lexicon_has_several_hundred_verbs_in_every_form() -> None:
    cues = Cues.load()
    assert len(cues.forms) > 800
    for form in ("said", "saying", "denies", "vowed", "told", "insisted", "condemning"):
        assert form in cues.forms


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("deny", ("denies", "denied", "denied", "denying")),
        ("accuse", ("accuses", "accused", "accused", "accusing")),
        ("stress", ("stresses", "stressed", "stressed", "stressing")),
        ("agree", ("agrees", "agreed", "agreed", "agreeing")),
    ],
)
def test_regular_verbs(lemma: str, forms: tuple[str, ...]) -> None:
    assert regular(lemma) == forms


def test_singulars() -> None:
    words = ["officials", "ministries", "witnesses", "spokesmen", "forces", "police", "press"]
    assert [singular(word) for word in words] == [
        "official",
        "ministry",
        "witness",
        "spokesman",
        "force",
        "police",
        "press",
    ]


def test_heads_that_speak() -> None:
    cues = Cues.load()
    assert [cues.speaks(word) for word in ("sources", "army", "report", "planes")] == ["person", "body", "paper", None]


def test_a_particle_is_longest_first() -> None:
    given = {"verb": [{"words": ["call", "call on"], "stance": "demands", "frames": ["ask"]}]}
    cues = parse(given, "x")
    assert [c.particle for c in cues.forms["called"].cues] == [("on",), ()]


@pytest.mark.parametrize(
    "entry",
    [
        {"words": ["say"], "stance": "shouts", "frames": ["clause"]},
        {"words": ["say"], "stance": "asserts", "frames": ["song"]},
        {},
    ],
)
def test_a_bad_entry_is_a_settings_error(entry: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=r"cues\.toml"):
        parse({"verb": [entry]}, "x")
