"""The protocol of a language backend and the records it gives.

A backend sees plain texts and gives labelled spans with links between them; it knows nothing of articles, ledgers or
catalogues. The surface backend (:mod:`counterclaim.language.surface`) needs no weights; others can stand in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled span of the text read: ``layer`` is ``name``, ``cue``, ``source``, ``content``, ``date``, ...

    ``value`` is the label inside the layer (``PERSON``, ``ASSAULT``); ``score`` lies between 0 and 1.
    """

    layer: str
    value: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """A directed link between two labels of one reading, by their index in ``Reading.labels``."""

    kind: str
    head: int
    tail: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a backend saw in one text.

    ``english`` is the share of the text (0 to 1) that it can read. ``vectors`` has a row of unit length for each of
    ``sentences``; both are empty where a backend has none.

    Layers are ``name`` (value: type of mention), ``source``, ``cue`` and ``content`` (value of both: stance), the same with
    ``inner_`` for claims inside claims, ``date``, ``expression`` (value: DATE with a name in it, MONEY, QUANTITY),
    ``reference`` (names, pronouns and descriptions; value: type), ``figure`` (value: what is counted), ``trigger`` (value:
    PLOVER type), ``status`` (of the trigger with the same span), and ``actor``, ``recipient``, ``place``, ``time`` of
    happenings. Kinds of links: ``source`` and ``content`` from a cue, the four roles from a trigger.
    """

    labels: tuple[Label, ...]
    links: tuple[Link, ...] = ()
    english: float = 1.0
    sentences: tuple[tuple[int, int], ...] = ()
    vectors: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)

    def layer(self, name: str) -> tuple[Label, ...]:
        """The labels of one layer, in text order."""
        return tuple(sorted((x for x in self.labels if x.layer == name), key=lambda x: (x.start, x.end)))


class Backend(Protocol):
    """Reads texts. ``digest`` names weights and version, so that the build log can say what read a text."""

    @property
    def digest(self) -> str: ...

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order; offsets are ``str`` indices into that text."""
        ...
