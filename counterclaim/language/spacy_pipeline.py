"""A spaCy pipeline in the embedded model's place (extra ``[spacy]``): its entities become names, dates and expressions.

    from counterclaim.language.spacy_pipeline import SpacyPipeline
    counterclaim.build(["texts/"], "mine.ledger", backend=SpacyPipeline("en_core_web_sm"))

It reads no claims and no happenings; there the rules of :mod:`counterclaim.finding` stand alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.language.model import Label, Reading
from counterclaim.language.surface import english
from counterclaim.text import trim, words

# Labels of OntoNotes, which most pipelines have, and of CoNLL.
_NAMES = {
    "PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "NORP": "NORP", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE",
    "PRODUCT": "PRODUCT", "EVENT": "MISC", "WORK_OF_ART": "MISC", "LAW": "MISC", "MISC": "MISC",
}  # fmt: skip
_SCORE = 0.8  # spaCy's entity recognisers give no probability


class SpacyPipeline:
    """A :class:`counterclaim.language.model.Backend` over a loaded pipeline or the name of an installed one."""

    def __init__(self, pipeline: Any) -> None:
        if isinstance(pipeline, str):
            try:
                import spacy
            except ImportError as error:
                raise SettingsError('spaCy is not installed: pip install "counterclaim[spacy]"') from error
            try:
                pipeline = spacy.load(pipeline)
            except OSError as error:
                raise SettingsError(f"no such spaCy pipeline: {pipeline}") from error
        self.nlp = pipeline

    @property
    def digest(self) -> str:
        """Names the pipeline and its version."""
        meta = self.nlp.meta
        return f"spacy-{meta['lang']}-{meta['name']}-{meta['version']}"

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text; a text longer than the pipeline takes at once is read in parts."""
        return [Reading(tuple(self._labels(text)), (), english(words(text))) for text in texts]

    def _labels(self, text: str) -> Iterator[Label]:
        step = min(self.nlp.max_length, 100_000)
        start = 0
        while start < len(text):
            end = (
                len(text)
                if len(text) - start <= step
                else (text.rfind(" ", start + 1, start + step) + 1 or start + step)
            )
            for entity in self.nlp(text[start:end]).ents:
                label = _label(text, start + entity.start_char, start + entity.end_char, entity.label_)
                if label is not None:
                    yield label
            start = end


def _label(text: str, start: int, end: int, type_: str) -> Label | None:
    """The bare name: without white space, the article and the genitive."""
    start, end = trim(text, start, end)
    if text[start:end].lower().startswith("the "):
        start += 4
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    if start >= end:
        return None
    if type_ in _NAMES:
        return Label("name", _NAMES[type_], start, end, _SCORE)
    if type_ == "DATE":
        return Label("date", "", start, end, _SCORE)
    if type_ in ("MONEY", "QUANTITY"):
        return Label("expression", type_, start, end, _SCORE)
    return None
