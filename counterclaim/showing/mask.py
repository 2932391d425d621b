"""Masking of private persons: nobody without a public role is named in a report or a public export.

A person is private who has no public role in the catalogue and was given none by a decision. The ledger itself keeps the
words as read; only what is shown is masked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from counterclaim.ledger import Ledger
from counterclaim.records import Entity, How, Mention, MentionType
from counterclaim.text import Span

WITHHELD = "[private person]"
_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)


def is_private(entity: Entity) -> bool:
    """A person without a public role."""
    return entity.type is MentionType.PERSON and not entity.public_role


@dataclass(frozen=True)
class Mask:
    """What to withhold: the spans of private persons' names by document, and their names by entity id.

    ``labels`` numbers the private persons, so that two of them can be told apart.
    """

    spans: Mapping[str, tuple[Span, ...]]
    labels: Mapping[str, str]
    names: tuple[str, ...]

    @classmethod
    def none(cls) -> Mask:
        """A mask that withholds nothing."""
        return cls({}, {}, ())

    @classmethod
    def of(cls, ledger: Ledger) -> Mask:
        """The mask of a ledger."""
        return cls.build(ledger.entities(), ledger.mentions())

    @classmethod
    def build(cls, entities: Iterable[Entity], mentions: Iterable[Mention]) -> Mask:
        """The mask for these entities and the places that name them."""
        private = {e.entity_id: e for e in entities if is_private(e)}
        labels = {entity_id: f"private person {number}" for number, entity_id in enumerate(sorted(private), start=1)}
        spans: dict[str, list[Span]] = defaultdict(list)
        for m in mentions:
            if m.entity_id in private and m.how in _NAMING:
                spans[m.document_id].append((m.start, m.end))
        names = {name for e in private.values() for name in (e.name, *e.aliases) if len(name) > 3}
        return cls(
            {document: tuple(sorted(found)) for document, found in spans.items()},
            labels,
            tuple(sorted(names, key=lambda n: (-len(n), n))),
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self.names:
            return None
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, self.names)) + r")(?!\w)")

    def inside(self, document_id: str, start: int, end: int) -> tuple[Span, ...]:
        """The withheld spans that touch ``start:end`` of a document, in order."""
        spans = self.spans.get(document_id, ())
        first = bisect_left(spans, (start, start))
        while first and spans[first - 1][1] > start:
            first -= 1
        found: list[Span] = []
        for span in spans[first:]:
            if span[0] >= end:
                break
            if span[1] > start:
                found.append(span)
        return tuple(found)

    def words(self, text: str, document_id: str, start: int) -> str:
        """The words that stand at ``start`` of a document, with private names withheld."""
        pieces: list[str] = []
        at = start
        end = start + len(text)
        for low, high in self.inside(document_id, start, end):
            if low >= at:
                pieces += [text[at - start : low - start], WITHHELD]
            at = max(at, min(high, end))
        pieces.append(text[at - start :])
        return "".join(pieces)

    def plain(self, text: str) -> str:
        """Any other words (titles, lines of a dispute), with private names withheld wherever they occur."""
        return self._pattern.sub(WITHHELD, text) if self._pattern else text

    def label(self, entity_id: str, name: str) -> str:
        """The name to show for an entity."""
        return self.labels.get(entity_id, name)

    def row(self, table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """A row of an export, with private names withheld and their ids replaced."""
        if not self.labels:
            return row
        if table == "entities" and row["entity_id"] in self.labels:
            label = self.labels[row["entity_id"]]
            return {**row, "entity_id": _id(label), "name": label, "aliases": [], "wikidata": None}
        return {key: self._value(value) for key, value in row.items()}

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            if value in self.labels:
                return _id(self.labels[value])
            return self.plain(value)
        if isinstance(value, (list, tuple)):
            return [self._value(item) for item in value]
        if isinstance(value, dict):
            return {key: self._value(item) for key, item in value.items()}
        return value


def _id(label: str) -> str:
    return label.replace(" ", "-")
