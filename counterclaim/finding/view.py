"""What every finder looks at: one article, repaired for analysis, with its sentences, quotations and labels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from counterclaim.language.model import Reading
from counterclaim.records import Article
from counterclaim.text import Quote, Span, overlaps, quotes, sentence_at, sentences


@dataclass(frozen=True)
class View:
    """An article ready for finding. All offsets count characters of ``text``, which starts with the article.

    ``furniture`` are the spans inside the article that are neither title nor prose; ``title`` is the title's span or
    None; ``reading`` is what the language backend saw in ``text``.
    """

    article: Article
    text: str = field(repr=False)
    title: Span | None
    furniture: tuple[Span, ...]
    reading: Reading

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences of title and prose, in order; furniture is cut out and ends a sentence."""
        found: list[Span] = []
        for start, end in self.prose:
            found.extend((start + s, start + e) for s, e in sentences(self.text[start:end]))
        return tuple(found)

    @cached_property
    def prose(self) -> tuple[Span, ...]:
        """The runs of title and prose: the text without its furniture; the title is a run of its own."""
        cuts = sorted(self.furniture)
        if self.title:
            cuts = sorted([*cuts, (self.title[1], self.title[1])])
        runs: list[Span] = []
        at = 0
        for start, end in [*cuts, (len(self.text), len(self.text))]:
            if at < start:
                runs.append((at, start))
            at = max(at, end)
        return tuple(run for run in runs if self.text[run[0] : run[1]].strip())

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Outermost quotations of title and prose, in order."""
        found: list[Quote] = []
        for start, end in self.prose:
            for q in quotes(self.text[start:end]):
                found.append(
                    replace(
                        q, start=q.start + start, end=q.end + start,
                        inner_start=q.inner_start + start, inner_end=q.inner_end + start,
                    )
                )  # fmt: skip
        return tuple(found)

    def in_furniture(self, start: int, end: int) -> bool:
        """True when the span touches furniture."""
        return any(overlaps((start, end), span) for span in self.furniture)

    def sentence_of(self, offset: int) -> Span | None:
        """The sentence that holds the offset, or None."""
        index = sentence_at(self.sentences, offset)
        return None if index is None else self.sentences[index]

    def in_quote(self, start: int, end: int) -> bool:
        """True when the span lies inside a quotation."""
        return any(q.start <= start and end <= q.end for q in self.quotes)
