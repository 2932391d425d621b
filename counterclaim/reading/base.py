"""What readers share: the source they get, the extract they give, and small guards.

A reader is a function from :class:`Source` to :class:`Extract`. It opens no files, knows no ledger and
raises only :class:`counterclaim.errors.ReadError` on purpose; :mod:`counterclaim.reading.boundary` turns
what it gives into pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from counterclaim.errors import ReadError
from counterclaim.records import Hints
from counterclaim.settings import Reading

_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_KEPT_IN_NAMES = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read. ``name`` decides by its ending where the content does not; ``depth`` counts
    containers above.
    """

    name: str
    data: bytes = field(repr=False)
    settings: Reading
    media_type: str | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader makes of a source.

    ``children`` gives what lies inside a container, lazily and in order: a :class:`Child` for what can be
    read on, a :class:`Fault` for what cannot.
    """

    text: str = field(repr=False)
    extractor: str
    encoding: str | None = None
    hints: Hints = field(default_factory=Hints)
    url: str | None = None
    children: Iterator[Child | Fault] | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A piece inside a container: its bytes, and what it is called behind the ``#`` of its path.

    ``extract`` is set where the container's reader has read the piece already (a row of a table); else
    ``name`` and ``media_type`` say how to read it.
    """

    label: str
    data: bytes = field(repr=False)
    name: str = ""
    media_type: str | None = None
    extract: Extract | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece inside a container that cannot be read, and why."""

    label: str
    error: ReadError


@dataclass(frozen=True, slots=True)
class Reader:
    """An entry of the registry: the media types it reads and the function that does it."""

    name: str
    media_types: tuple[str, ...]
    read: Callable[[Source], Extract]


def printable(name: str) -> str:
    """A name for a row: line breaks, control characters and undecodable bytes written as escapes."""
    return "".join(
        char
        if char.isprintable() or (char.isspace() and char >= "\u00a0" and char not in "\u2028\u2029")
        or char in _KEPT_IN_NAMES
        else char.encode("unicode_escape").decode("ascii")
        for char in name
    )  # fmt: skip


def storable(text: str) -> str:
    """The text with lone surrogates (which no encoding can store) replaced by U+FFFD."""
    return _SURROGATES.sub("\ufffd", text) if _SURROGATES.search(text) else text


def one_line(text: str | None, *, limit: int = 500) -> str | None:
    """White space folded to single spaces and cut to ``limit`` characters; None where nothing is left."""
    folded = " ".join(storable(text).split()) if text else ""
    return folded[:limit].rstrip() or None


def tidy(block: str) -> str:
    """A block of extracted text: runs of spaces folded, lines stripped, empty lines gone."""
    lines = (line.strip() for line in _SPACES.sub(" ", block).split("\n"))
    return "\n".join(line for line in lines if line)


def join_blocks(blocks: list[str]) -> str:
    """Paragraphs joined by blank lines, with one line feed at the end; empty ones left out."""
    tidied = [block for block in map(tidy, blocks) if block]
    return "\n\n".join(tidied) + "\n" if tidied else ""


def folded(text: str) -> str:
    """Letters and digits only, in lower case: for asking whether one text holds another."""
    return "".join(char for char in text.casefold() if char.isalnum())


def with_title(title: str | None, body: str) -> str:
    """The body with the title as first paragraph, unless the body opens with it."""
    if not title or not folded(title) or folded(body[: 2 * len(title) + 200]).startswith(folded(title)):
        return body
    return f"{title}\n\n{body}"


def shown_title(stated: str | None, text: str) -> str | None:
    """A file's title property where the text shows it near its start; such properties are often left over."""
    title = one_line(stated)
    return title if title and folded(title) and folded(title) in folded(text[:2000]) else None


def offsets(lines: list[str]) -> list[int]:
    """The start of each line in the text they make, and the end of the last."""
    found = [0]
    for line in lines:
        found.append(found[-1] + len(line))
    return found


def slices(text: str, marks: list[int]) -> Iterator[str]:
    """The parts of the text between neighbouring marks."""
    for start, end in pairwise(marks):
        yield text[start:end]
