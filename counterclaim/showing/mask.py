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
from counterclaim.text import Span, slug

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
    public: frozenset[str] = frozenset()

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
        everybody = list(entities)
        private = {e.entity_id: e for e in everybody if is_private(e)}
        others = [e for e in everybody if e.entity_id not in private]
        labels = {entity_id: f"private person {number}" for number, entity_id in enumerate(sorted(private), start=1)}
        spans: dict[str, list[Span]] = defaultdict(list)
        for m in mentions:
            if m.entity_id in private and m.how in _NAMING:
                spans[m.document_id].append((m.start, m.end))
        names = {name for e in private.values() for name in (e.name, *e.aliases)}
        return cls(
            {document: _merged(found) for document, found in spans.items()},
            labels,
            tuple(sorted(names, key=lambda n: (-len(n), n))),
            frozenset(name for e in others for name in (e.name, *e.aliases) if e.known or name not in names),
        )

    @cached_property
    def _full(self) -> re.Pattern[str] | None:
        return _any_of(tuple(name for name in self.names if " " in name))

    @cached_property
    def _every(self) -> re.Pattern[str] | None:
        return _any_of(self.names)

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
            if low >= at or at == start:
                pieces += [text[at - start : max(low, at) - start], WITHHELD]
            at = max(at, min(high, end))
        pieces.append(text[at - start :])
        return "".join(pieces)

    def plain(self, text: str, *, short: bool = False) -> str:
        """Words that have no anchor, with private names withheld wherever they occur.

        Names of one word are withheld only where ``short`` says that the words are a name: elsewhere they may be others' names.
        Words that are as a whole a public name stay as they are; where a private person shares it, if it is a known one.
        """
        if text in self.public:
            return text
        pattern = self._every if short else self._full
        return pattern.sub(WITHHELD, text) if pattern else text

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
        if table == "decisions":
            row = self._decision(row)
        return {key: self._value(key, value, row) for key, value in row.items()}

    def _decision(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """A decision without the row as it was found, the names that a person gave, and what the reason quotes."""
        public = row["target_table"] != "entities" or row["target_id"] in {*self.labels, *map(slug, self.public)}
        return {
            **row,
            "target_id": row["target_id"] if public else None,
            "before": None,
            "after": None if _QUOTING.search(row["after"] or "") else row["after"],
            "reason": None if _QUOTING.search(row.get("reason") or "") else row.get("reason"),
        }

    def _value(self, key: str, value: Any, row: Mapping[str, Any]) -> Any:
        if isinstance(value, str):
            if value in self.labels:
                return _id(self.labels[value])
            start = row.get(_ANCHORS.get(key, ""))
            if start is not None and row.get("document_id"):
                return self.words(value, row["document_id"], start)
            if key in _LISTS:
                return ", ".join(self.plain(name, short=True) for name in value.split(", "))
            return self.plain(value, short=key in _NAMES)
        if isinstance(value, (list, tuple)):
            return [self._value(key, item, row) for item in value]
        if isinstance(value, dict):
            return {inner: self._value(inner, item, {}) for inner, item in value.items()}
        return value


# Columns of words, and the column that says where the words stand; columns that hold a name and nothing else.
# Signs that a decision's JSON or its reason quotes words or names.
_QUOTING = re.compile(r'"(?:name|words)":|“|is called ')
_ANCHORS = {"text": "start", "words": "start", "cue": "cue_start", "speaker": "speaker_start"}
_NAMES = frozenset({"by", "name", "about", "title", "byline"})
# Columns that may hold names joined by commas.
_LISTS = frozenset({"position", "value"})


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap made one, so that none can hide behind a shorter one that starts later."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)") if names else None


def _id(label: str) -> str:
    return label.replace(" ", "-")
