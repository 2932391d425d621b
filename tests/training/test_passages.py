"""The training passages: how a block is read, and that every shipped file keeps to the guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.passages import PassageError, parse, read

DATA = Path(__file__).resolve().parent.parent.parent / "training" / "data"
BLOCK = """## 1 news
Venn said that Venn's men had struck Pell on Monday.
name PERSON: Venn
name PERSON: Venn#2
claim claims-responsibility: source = Venn | cue = said | content = Venn's men had struck Pell on Monday
event ASSAULT happened: trigger = struck | actor = Venn's men | place = Pell | time = Monday
date: Monday
"""


def test_words_become_offsets() -> None:
    (passage,) = parse(BLOCK, "x")
    found = [[passage.text[s:e] for spans in label.roles.values() for s, e in spans] for label in passage.labels]
    assert found == [
        ["Venn"],
        ["Venn"],
        ["Venn", "said", "Venn's men had struck Pell on Monday"],
        ["struck", "Venn's men", "Pell", "Monday"],
        ["Monday"],
    ]
    assert passage.labels[1].roles["words"][0][0] == passage.text.rindex("Venn")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## 1 news", "## 1 rumour"),
        ("name PERSON: Venn\n", "name PERSON: Wenn\n"),
        ("Venn#2", "Venn#3"),
        ("claims-responsibility", "boasts"),
        ("ASSAULT happened", "ASSAULT perhaps"),
        ("trigger = struck | ", ""),
        ("place = Pell", "spot = Pell"),
    ],
)
def test_what_breaks_the_guide_is_refused(old: str, new: str) -> None:
    with pytest.raises(PassageError):
        list(parse(BLOCK.replace(old, new), "x"))


@pytest.mark.parametrize("path", sorted(DATA.glob("*.txt")), ids=lambda p: p.name)
def test_every_shipped_passage_keeps_to_the_guide(path: Path) -> None:
    assert len(read(path)) > 0
