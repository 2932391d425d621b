"""What several kinds of terminal lines share: look-ups that are read once, a claim in three lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from counterclaim.ledger import Ledger
from counterclaim.records import UNNAMED, Article, Claim
from counterclaim.text import line_of


class Look:
    """Look-ups that several kinds of rows share, each read once."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._texts: dict[str, str] = {}

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of entities by id."""
        return {e.entity_id: e.name for e in self.ledger.entities()}

    @cached_property
    def paths(self) -> dict[str, str]:
        """Paths of documents by id."""
        return {d.document_id: d.path for d in self.ledger.documents()}

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Articles by id."""
        return {a.article_id: a for a in self.ledger.articles()}

    @cached_property
    def reviewed(self) -> frozenset[str]:
        """Ids of the rows that a person has reviewed."""
        return frozenset().union(*self.ledger.reviewed().values())

    def seen(self, row_id: str) -> str:
        """`` · reviewed`` after a row that a person has reviewed, else nothing."""
        return " · reviewed" if row_id in self.reviewed else ""

    def name(self, entity_id: str) -> str:
        """An entity's name; an unnamed speaker in words."""
        if entity_id.startswith(UNNAMED):
            return f"unnamed ({entity_id.removeprefix(UNNAMED).replace('-', ' ')})"
        return self.names.get(entity_id, entity_id)

    def several(self, entity_ids: Iterable[str]) -> str:
        """The names of several, joined by commas."""
        return ", ".join(self.name(i) for i in entity_ids)

    def text(self, document_id: str) -> str:
        """A document's text."""
        if document_id not in self._texts:
            self._texts[document_id] = self.ledger.text(document_id)
        return self._texts[document_id]

    def where(self, document_id: str, start: int) -> str:
        """``path:line`` of an offset."""
        return f"{self.paths[document_id]}:{line_of(self.text(document_id), start)}"


def claim_lines(look: Look, c: Claim) -> list[str]:
    """A claim: who and how, the words, where they stand and through whom they came."""
    article = look.articles[c.article_id]
    behalf = f" for {look.name(c.on_behalf_of)}" if c.on_behalf_of else ""
    manner = f"{c.stance}, in their words" if c.direct else str(c.stance)
    mark = ('"', '"') if c.direct else ("", "")
    told = " > ".join(look.name(link) for link in c.chain)
    return [
        f"{look.name(c.speaker_id)}{behalf} [{manner}]",
        f"  {mark[0]}{one_line(c.text)}{mark[1]}",
        f"  {look.where(c.document_id, c.start)} · {article.published or 'undated'} · {told} · {c.claim_id}{look.seen(c.claim_id)}",
    ]


def one_line(text: str) -> str:
    """The words with every run of spaces and line ends as one space."""
    return " ".join(text.split())
