"""Texts as they reach a researcher: without commas or apostrophes, broken into lines, all in small letters.

The sets are well-edited news; collections and mail lose characters on the way. A damaged copy keeps its labels.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from training.data import Coding, Document, Frame

Span = tuple[int, int]


def without(marks: str) -> Callable[[str, random.Random], list[int]]:
    """A damage that drops every one of ``marks``: the offsets that stay."""

    def kept(text: str, _: random.Random) -> list[int]:
        return [at for at, char in enumerate(text) if char not in marks]

    return kept


# Damage by dropping characters, with its weight.
_DROPS = (
    (without(",'’‘`"), 6),
    (without(","), 2),
    (without(",'’‘`\"“”"), 2),
    (without(""), 3),
)


def damaged(document: Document, chance: random.Random) -> Document:
    """A copy of a document with one kind of damage, and sometimes line breaks for spaces or small letters for all."""
    drop = chance.choices([d for d, _ in _DROPS], [w for _, w in _DROPS])[0]
    kept = drop(document.text, chance)
    text = "".join(document.text[at] for at in kept)
    if chance.random() < 0.25:
        text = _lines(text, chance)
    if chance.random() < 0.1:
        text = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return _moved(document, kept, text)


def _lines(text: str, chance: random.Random) -> str:
    """Lines of some eighty characters; the length stays."""
    chars, since, width = list(text), 0, chance.randint(50, 90)
    for at, char in enumerate(chars):
        since += 1
        if char == "\n":
            since = 0
        elif char == " " and since > width:
            chars[at], since = "\n", 0
    return "".join(chars)


def _moved(document: Document, kept: list[int], text: str) -> Document:
    before = [0] * (len(document.text) + 1)
    for new, old in enumerate(kept):
        before[old + 1] = new + 1
    for at in range(1, len(before)):
        before[at] = max(before[at], before[at - 1])

    def move(span: Span) -> Span:
        return before[span[0]], before[span[1]]

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(new for new in map(move, spans) if new[0] < new[1])

    def coded(coding: Coding) -> Coding:
        actor, recipient = (move(s) if s else None for s in (coding.actor, coding.recipient))
        return Coding(actor, recipient, coding.type)

    return replace(
        document,
        text=text,
        spans={
            layer: tuple((*move((s, e)), label) for s, e, label in spans if before[s] < before[e])
            for layer, spans in document.spans.items()
        },
        unsure={layer: moved(spans) for layer, spans in document.unsure.items()},
        frames={
            kind: tuple(Frame(f.kind, {r: moved(s) for r, s in f.roles.items()}, f.values) for f in frames)
            for kind, frames in document.frames.items()
        },
        codings=tuple(coded(c) for c in document.codings),
    )
