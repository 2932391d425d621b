"""spaCy in the model's place, with a blank pipeline and rules for names: nothing is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

spacy = pytest.importorskip("spacy")

from counterclaim.build import build  # noqa: E402
from counterclaim.errors import SettingsError  # noqa: E402
from counterclaim.language.spacy_pipeline import SpacyPipeline  # noqa: E402
from counterclaim.ledger import Ledger  # noqa: E402

TEXT = "The Tide Front's men left Dunmere on Monday for $40, Milo Venn said."


@pytest.fixture(scope="module")
def backend() -> SpacyPipeline:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "ORG", "pattern": "The Tide Front's"},
            {"label": "GPE", "pattern": "Dunmere"},
            {"label": "DATE", "pattern": "Monday"},
            {"label": "MONEY", "pattern": "$40"},
            {"label": "PERSON", "pattern": "Milo Venn"},
            {"label": "ORDINAL", "pattern": "men"},
        ]
    )
    return SpacyPipeline(nlp)


def test_entities_become_names_dates_and_expressions(backend: SpacyPipeline) -> None:
    reading, empty = backend.read([TEXT, ""])
    assert [(x.layer, x.value, TEXT[x.start : x.end]) for x in reading.labels] == [
        ("name", "ORG", "Tide Front"),
        ("name", "PLACE", "Dunmere"),
        ("date", "", "Monday"),
        ("expression", "MONEY", "$40"),
        ("name", "PERSON", "Milo Venn"),
    ]
    assert empty.labels == ()


def test_a_long_text_is_read_in_parts_with_the_offsets_of_the_whole(backend: SpacyPipeline) -> None:
    text = ("word " * 30_000) + TEXT
    (reading,) = backend.read([text])
    assert [text[x.start : x.end] for x in reading.layer("name")] == ["Tide Front", "Dunmere", "Milo Venn"]


def test_a_ledger_is_built_with_it(backend: SpacyPipeline, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    build([tmp_path / "a.txt"], tmp_path / "a.ledger", backend=backend)
    with Ledger.open(tmp_path / "a.ledger") as ledger:
        assert ledger.counts()["claims"] == 1


def test_an_unknown_pipeline_is_named() -> None:
    with pytest.raises(SettingsError, match="no such spaCy pipeline: en_none"):
        SpacyPipeline("en_none")
