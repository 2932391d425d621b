"""The embedded model together with the surface rules: names of both, everything else from the model.

The model knows names by their context, the rules by their form; in texts that lost punctuation, in headlines and lists
of names each sees what the other misses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterclaim.language.model import Label, Reading
from counterclaim.language.neural import Neural
from counterclaim.language.surface import Surface

# From this probability on the model's type stands against the rules', and a name of its own against theirs.
_TYPE = 0.7
_OWN = 0.8


@dataclass(frozen=True)
class Joint:
    """A :class:`counterclaim.language.model.Backend` of two."""

    model: Neural
    rules: Surface

    @property
    def digest(self) -> str:
        """Names both."""
        return f"{self.model.digest}+{self.rules.digest}"

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order."""
        pairs = zip(texts, self.model.read(texts), self.rules.read(texts), strict=True)
        return [_with_names(text, read, ruled.layer("name")) for text, read, ruled in pairs]


def _with_names(text: str, read: Reading, ruled: tuple[Label, ...]) -> Reading:
    """The reading with the rules' names among the model's; the model's come first, so that links keep their indices."""
    own = {(x.start, x.end): x for x in read.labels if x.layer == "name"}
    names = [_typed(label, own.get((label.start, label.end))) for label in ruled]
    taken = [(label.start, label.end) for label in names]
    free = [
        label
        for label in own.values()
        if label.score >= _OWN and _named(text, label) and not any(a < label.end and label.start < b for a, b in taken)
    ]
    # A model's name that another takes the place of stays in its index as a layer that nobody reads.
    kept = {(x.start, x.end) for x in free}
    labels = tuple(
        replace(x, layer="name_aside") if x.layer == "name" and (x.start, x.end) not in kept else x for x in read.labels
    )
    return replace(read, labels=(*labels, *names))


def _typed(label: Label, own: Label | None) -> Label:
    """A name of the rules, with the model's type where that is sure and the rules only guess."""
    if own is None or own.score < _TYPE or label.score >= own.score:
        return label
    return replace(label, value=own.value, score=own.score)


def _named(text: str, label: Label) -> bool:
    """Whether a word of the label has a capital or a digit: others are descriptions."""
    return any(c.isupper() or c.isdigit() for c in text[label.start : label.end])
