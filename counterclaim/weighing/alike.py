"""Two whole texts: one text, one text reworked, two reports of one incident, or two incidents.

The words of the two are laid beside each other in order. What speaks for a copy and for one incident are small named functions
with values from 0 to 1, each with a weight; the sum with its constant must be above 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rapidfuzz.distance import LCSseq

from counterclaim.records import Copy, CopyKind, Found
from counterclaim.weighing.lineage import story_words, words

Label = Literal["verbatim", "edited", "same-event", "unrelated"]
# Words that stand in one order in both texts count from this many in a row on: fewer are everybody's turns of phrase.
_RUN = 3
# Words of a text that tell what it is about.
_LEAD = 70
# Share of the longer text that stands in the other one in order, from which on the two are one text.
_ONE_TEXT = 0.82


@dataclass(frozen=True)
class Text:
    """A text and the key of its outlet, None where it states none."""

    text: str
    outlet: str | None = None

    @cached_property
    def words(self) -> list[str]:
        """All words in order."""
        return words(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """Beginnings of the words that are always written with a capital, and figures."""
        written = [w.strip(".,;:!?()[]\"'“”‘’") for w in self.text.split()]
        small = {w[:6] for w in written if w.islower()}
        return frozenset(
            w.lower()[:6] for w in written if w and (w[0].isupper() or w[0].isdigit()) and w.lower()[:6] not in small
        )

    @cached_property
    def lead(self) -> frozenset[str]:
        """The telling words of its beginning."""
        return story_words(" ".join(self.words[:_LEAD]))


@dataclass(frozen=True)
class Texts:
    """Two texts laid beside each other."""

    left: Text
    right: Text

    @cached_property
    def in_order(self) -> int:
        """Words that stand in both in one order, in runs."""
        blocks = LCSseq.opcodes(self.left.words, self.right.words)
        return sum(b.src_end - b.src_start for b in blocks if b.tag == "equal" and b.src_end - b.src_start >= _RUN)

    @property
    def shorter(self) -> int:
        """Words of the shorter text, 1 at least."""
        return max(1, min(len(self.left.words), len(self.right.words)))

    @property
    def longer(self) -> int:
        """Words of the longer text, 1 at least."""
        return max(1, len(self.left.words), len(self.right.words))


def _shared(left: frozenset[str], right: frozenset[str]) -> float:
    few = min(len(left), len(right))
    return len(left & right) / few if few else 0.0


def taken_over(texts: Texts) -> float:
    """The share of the shorter text whose words stand in the longer one in the same order."""
    return texts.in_order / texts.shorter


def lead_words(texts: Texts) -> float:
    """The share of telling words that the beginnings have in common."""
    return _shared(texts.left.lead, texts.right.lead)


def common_names(texts: Texts) -> float:
    """The share of names and figures that the texts have in common."""
    return _shared(texts.left.names, texts.right.names)


def one_outlet(texts: Texts) -> float:
    """Both are of one outlet, which tells one thing once, and repeats its standing lines."""
    return float(texts.left.outlet is not None and texts.left.outlet == texts.right.outlet)


# Fitted (logistic regression, ridge 0.05, rounded) on the 60 pairs of copies/dev.jsonl; docs/support.md has the figures of the
# halves. That one outlet speaks against one incident is partly how these pairs were drawn.
COPY: tuple[tuple[Callable[[Texts], float], float], ...] = ((taken_over, 9.9), (one_outlet, -3.2))
COPY_CONSTANT = -3.8
STORY: tuple[tuple[Callable[[Texts], float], float], ...] = ((common_names, 2.2), (lead_words, 4.7), (one_outlet, -5.5))
STORY_CONSTANT = -1.1


def copied(texts: Texts) -> bool:
    """One text is a copy of the other, whole or reworked."""
    return COPY_CONSTANT + sum(weight * feature(texts) for feature, weight in COPY) > 0


def one_story(texts: Texts) -> bool:
    """Two texts that are no copies tell one incident."""
    return STORY_CONSTANT + sum(weight * feature(texts) for feature, weight in STORY) > 0


def label(texts: Texts) -> Label:
    """What two texts are to one another."""
    if copied(texts):
        return "verbatim" if texts.in_order >= _ONE_TEXT * texts.longer else "edited"
    return "same-event" if one_story(texts) else "unrelated"


def without_standing_lines(
    rows: Sequence[Copy], found: Sequence[Found], outlets: Mapping[str, str]
) -> tuple[Copy, ...]:
    """Copies without pairs of one outlet that share only what it says under every article: background, appeals, notices."""
    texts = {f.article.article_id: Text(f.text, outlets.get(f.article.article_id)) for f in found}

    def holds(row: Copy) -> bool:
        pair = Texts(texts[row.article_id], texts[row.other_id])
        return row.kind is CopyKind.VERBATIM or not one_outlet(pair) or copied(pair)

    return tuple(row for row in rows if holds(row))
