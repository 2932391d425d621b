"""Read the training passages of ``training/data``: blocks of text with labels, as ``data/GUIDE.md`` describes.

python training/passages.py FILE...      checks files and counts what they hold
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = ("PERSON", "ORG", "PLACE", "NORP", "WEAPON", "PRODUCT", "MISC")
STANCES = (
    "claims-responsibility", "denies", "confirms", "threatens", "pledges", "demands", "accuses", "condemns", "praises", "asserts",
)  # fmt: skip
EVENTS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
STATUSES = ("happened", "ongoing", "planned", "hypothetical", "denied", "historical")
COUNTS = (
    "killed", "injured", "detained", "missing", "displaced", "people", "fighters", "troops", "attacks", "weapons", "vehicles",
    "groups", "money", "things",
)  # fmt: skip
KINDS = (
    "news", "headline", "quote", "interview", "communique", "opinion", "official", "damaged", "compiled", "negation",
    "other-language",
)  # fmt: skip
CLAIM_ROLES = ("source", "cue", "content")
EVENT_ROLES = ("trigger", "actor", "recipient", "place", "time")
_LABEL = re.compile(r"^(name|claim|event|date|figure)(?: ([\w-]+))?(?: ([\w-]+))?: ?(.*)$")

Span = tuple[int, int]


class PassageError(ValueError):
    """A passage that breaks the guide; names file, passage and line."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label: ``layer`` name, claim, event, date or figure; ``values`` its classes; ``roles`` spans by role.

    A role holds several spans where the words are not contiguous or several are named.
    """

    layer: str
    values: tuple[str, ...]
    roles: dict[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its labels; offsets count its characters."""

    id: str
    kind: str
    text: str
    labels: tuple[Label, ...]


def read(path: Path) -> list[Passage]:
    """The passages of one file. Raises PassageError at the first that breaks the guide."""
    return list(parse(path.read_text(encoding="utf-8"), path.name))


def parse(source: str, where: str) -> Iterator[Passage]:
    """The passages of a source text."""
    seen: set[str] = set()
    for block in re.split(r"\n(?=## )", "\n" + source):
        lines = block.strip("\n").split("\n")
        if not lines[0].startswith("## "):
            if block.strip() and not lines[0].startswith("# "):
                raise PassageError(f"{where}: text before the first passage: {lines[0][:40]!r}")
            continue
        head = lines[0][3:].split()
        if len(head) != 2 or head[1] not in KINDS:
            raise PassageError(f"{where}: {lines[0]!r}: wants an id and one of {', '.join(KINDS)}")
        if head[0] in seen:
            raise PassageError(f"{where}: the id {head[0]} is used twice")
        seen.add(head[0])
        first = next((n for n, line in enumerate(lines[1:], 1) if _LABEL.match(line)), len(lines))
        text = "\n".join(lines[1:first]).strip("\n")
        if not text:
            raise PassageError(f"{where} {head[0]}: no text")
        labels = tuple(_label(line, text, f"{where} {head[0]}") for line in lines[first:] if line.strip())
        yield Passage(head[0], head[1], text, labels)


def _label(line: str, text: str, where: str) -> Label:
    match = _LABEL.match(line)
    if match is None:
        raise PassageError(f"{where}: not a label: {line[:60]!r}")
    layer, first, second, rest = match.groups()
    values = tuple(v for v in (first, second) if v)
    allowed = {"name": (NAMES,), "claim": (STANCES,), "event": (EVENTS, STATUSES), "date": (), "figure": (COUNTS,)}[
        layer
    ]
    if len(values) != len(allowed) or any(v not in a for v, a in zip(values, allowed, strict=True)):
        raise PassageError(f"{where}: {layer} {' '.join(values)}: not as the guide says")
    if layer in ("name", "date", "figure"):
        return Label(layer, values, {"words": (_span(rest, text, where),)})
    known = CLAIM_ROLES if layer == "claim" else EVENT_ROLES
    roles: dict[str, tuple[Span, ...]] = {}
    for part in rest.split(" | "):
        role, sign, words = part.partition(" = ")
        if not sign or role.strip() not in known:
            raise PassageError(f"{where}: {part!r}: wants one of {', '.join(known)}, a sign = and words")
        pieces = re.split(r" \+\+ | && ", words.strip())
        roles[role.strip()] = tuple(_span(piece, text, where) for piece in pieces)
    wanted = "content" if layer == "claim" else "trigger"
    if wanted not in roles:
        raise PassageError(f"{where}: {line[:60]!r} has no {wanted}")
    return Label(layer, values, roles)


def _span(words: str, text: str, where: str) -> Span:
    counted = re.fullmatch(r"(.+?)#(\d+)", words.strip(), flags=re.DOTALL)
    words, number = (counted[1].strip(), int(counted[2])) if counted else (words.strip(), 1)
    at = -1
    for _ in range(number):
        at = text.find(words, at + 1)
        if not words or at < 0:
            raise PassageError(f"{where}: the words {words!r} (number {number}) are not in the text")
    return at, at + len(words)


def main(names: list[str]) -> int:
    """Check files and print what they hold."""
    counts: Counter[str] = Counter()
    for name in names:
        try:
            for passage in read(Path(name)):
                counts["passages"] += 1
                counts[f"kind {passage.kind}"] += 1
                for label in passage.labels:
                    counts[" ".join((label.layer, *label.values))] += 1
        except PassageError as error:
            print(error, file=sys.stderr)
            return 1
    for what, count in sorted(counts.items()):
        print(f"{count:>6}  {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
