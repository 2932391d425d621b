"""Readers of the sets that the model learns from, each into the same documents.

A document says which layers it labels; what it doesn't label is left out of the loss, so that sets with different
inventories train one model. The sets lie outside the project (``--shared``); the passages in ``training/data`` are ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training import labels, passages

Record = dict[str, Any]
_OPENING, _CLOSING = "\"“‘'«„", "\"”’'»“"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """An anchored relation: a claim (roles source, cue, content) or a happening (trigger, actor, ...).

    ``values`` are classes by layer: ``stance`` of a claim; ``kinds`` and ``statuses`` of a happening.
    """

    kind: str
    roles: dict[str, tuple[Span, ...]]
    values: dict[str, str] = field(default_factory=dict)

    @property
    def anchor(self) -> Span | None:
        """The words that the others hang on: the first of the cue or trigger."""
        found = self.roles.get(labels.ROLES[self.kind][1 if self.kind == "claims" else 0], ())
        return min(found) if found else None


@dataclass(frozen=True, slots=True)
class Coding:
    """Who did what to whom, with spans given: the type of a sentence's dyad."""

    actor: Span | None
    recipient: Span | None
    type: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what a set says of it.

    ``spans`` holds (start, end, label) by layer, for the layers that the set labels whole. ``types`` are the names that
    it labels (others are neither right nor wrong here). ``unsure`` are spans by layer that are left out of the loss.
    ``frames`` holds the lists by kind, and a kind is missing where the set has none of it. ``roles`` narrows what the
    set says of each kind.
    """

    id: str
    text: str
    spans: dict[str, tuple[tuple[int, int, str], ...]] = field(default_factory=dict)
    types: tuple[str, ...] = labels.NAMES
    unsure: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    frames: dict[str, tuple[Frame, ...]] = field(default_factory=dict)
    codings: tuple[Coding, ...] = ()
    quad: str | None = None


def lines(path: Path) -> Iterator[Record]:
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as source:
        for line in source:
            yield json.loads(line)


def attribution(shared: Path) -> Iterator[Document]:
    """Attributions of news on politics: every one has a cue, most a source."""
    for record in lines(shared / "attribution" / "train.jsonl"):
        yield claimed(record)


def claimed(record: Record) -> Document:
    """A document of the attribution set. No word is in two claims there, so each role is a plain layer too."""
    frames = tuple(
        Frame("claims", {role: _pairs(claim.get(role)) for role in labels.CLAIM_ROLES}) for claim in record["claims"]
    )
    spans = {role: _of_role(frames, role) for role in labels.CLAIM_ROLES}
    return Document(record["id"], record["text"], spans, frames={"claims": frames})


def _pairs(spans: Sequence[Sequence[int]] | None) -> tuple[Span, ...]:
    return tuple((s, e) for s, e in spans or ())


def _of_role(frames: Sequence[Frame], role: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(sorted({(s, e, role) for frame in frames for s, e in frame.roles.get(role, ())}))


def newswire(shared: Path) -> Iterator[Document]:
    """Names in newswire of five continents, without the documents that are kept for measuring."""
    kept = set((shared / "ner" / "enwww_dev_ids.txt").read_text(encoding="utf-8").split())
    for record in lines(shared / "ner" / "enwww_train.jsonl"):
        if record["id"] not in kept:
            yield named(record)


def named(record: Record) -> Document:
    """A document with names."""
    return Document(record["id"], record["text"], {"names": _entities(record)}, tuple(record["types"]))


def _entities(record: Record) -> tuple[tuple[int, int, str], ...]:
    types = set(record["types"])
    return tuple((e["start"], e["end"], e["type"]) for e in record["entities"] if e["type"] in types)


def referring(shared: Path) -> Iterator[Document]:
    """Official texts on Syria and Iraq in which every reference is marked, "we" and "the camp" too.

    They train the layer ``references`` alone: their names take articles, ranks and plain nouns along ("the Ostreli army"),
    and a head of names that also learns from them gives such names wherever a text is about war.
    """
    for record in lines(shared / "ner" / "re3d_train.jsonl"):
        yield Document(record["id"], record["text"], {"references": _entities(record)}, tuple(record["types"]))


def calendar(shared: Path) -> Iterator[Document]:
    """Date expressions in texts of many kinds."""
    for record in lines(shared / "dates" / "gum_train.jsonl"):
        yield dated(record)


def dated(record: Record) -> Document:
    """A document with date expressions."""
    return Document(
        record["id"], record["text"], {"dates": tuple((d["start"], d["end"], "date") for d in record["dates"])}
    )


def codings(shared: Path) -> Iterator[Document]:
    """Sentences with one dyad each and its type; no trigger, and other events are not marked."""
    for record in lines(shared / "events" / "train.jsonl"):
        yield coded(record)


def coded(record: Record) -> Document:
    """A sentence with codings."""
    found = tuple(Coding(_pair(c["actor"]), _pair(c["recipient"]), c["type"]) for c in record["codings"])
    return Document(record["id"], record["text"], codings=found)


def _pair(span: Sequence[int] | None) -> Span | None:
    return (span[0], span[1]) if span else None


def quads(shared: Path) -> Iterator[Document]:
    """Sentences with a class of cooperation or conflict."""
    for record in lines(shared / "events" / "quad_train.jsonl"):
        yield Document(record["id"], record["text"], quad=record["label"])


def mentions(shared: Path) -> Iterator[Document]:
    """Event mentions without type, in sentences of two rounds of news a topic."""
    for record in lines(shared / "crossdoc" / "train.jsonl"):
        found = tuple((m["start"], m["end"], "trigger") for m in record["mentions"] if m["kind"] == "event")
        yield Document(record["id"], record["text"], {"triggers": found})


def own(_: Path) -> Iterator[Document]:
    """The passages written for this project: every layer but references."""
    for path in sorted((Path(__file__).parent / "data").glob("*.txt")):
        for passage in passages.read(path):
            yield written(passage, path.stem)


def written(passage: passages.Passage, where: str) -> Document:
    """A passage as a document."""

    def single(layer: str, label: str | None = None) -> tuple[tuple[int, int, str], ...]:
        return tuple(
            sorted(
                (s, e, label or x.values[0]) for x in passage.labels if x.layer == layer for s, e in x.roles["words"]
            )
        )

    claims = tuple(
        Frame("claims", as_attribution(x.roles, passage.text), {"stances": x.values[0]})
        for x in passage.labels
        if x.layer == "claim"
    )
    inner = tuple(claim for claim in claims if any(_inside(claim, other) for other in claims))
    outer = tuple(claim for claim in claims if claim not in inner)
    events = tuple(
        Frame("events", x.roles, {"kinds": x.values[0], "statuses": x.values[1]})
        for x in passage.labels
        if x.layer == "event"
    )
    spans = {role: tuple(sorted(_of_role(outer, role), key=_longest)) for role in labels.CLAIM_ROLES}
    spans |= {f"inner_{role}": tuple(sorted(_of_role(inner, role), key=_longest)) for role in labels.CLAIM_ROLES}
    return Document(
        f"{where}-{passage.id}", passage.text,
        {"names": single("name"), "dates": single("date", "date"), "figures": single("figure"),
         "triggers": _of_role(events, "trigger"), **spans},
        passages.NAMES, unsure={"source": tuple(_near_names(outer, passage.text))},
        frames={"claims": claims, "events": events},
    )  # fmt: skip


def as_attribution(roles: dict[str, tuple[Span, ...]], text: str) -> dict[str, tuple[Span, ...]]:
    """A claim's content with its "that" and its outer quotation marks, as the set of attributions has them."""
    content = [_with_marks(s, e, text) for s, e in sorted(roles.get("content", ()))]
    if content and text[max(0, content[0][0] - 5) : content[0][0]].lower() == "that ":
        content[0] = (content[0][0] - 5, content[0][1])
    return {**roles, "content": tuple(content)}


def _with_marks(start: int, end: int, text: str) -> Span:
    if start and text[start - 1] in _OPENING:
        after = end
        while after < len(text) and text[after] in ".,!?":
            after += 1
        if after < len(text) and text[after] in _CLOSING:
            return start - 1, after + 1
    return start, end


def _inside(claim: Frame, other: Frame) -> bool:
    """Whether a claim stands in the content of another, longer one."""
    if claim is other:
        return False
    own, whole = claim.roles["content"], other.roles["content"]
    held = all(any(a <= s and e <= b for a, b in whole) for s, e in own)
    return held and sum(e - s for s, e in own) < sum(e - s for s, e in whole)


def _near_names(claims: Sequence[Frame], text: str) -> Iterator[Span]:
    """Where our passages name a source by the bare name but the set of attributions takes rank and apposition along.

    The name, up to eight words before it, and what follows up to the cue's side of a comma: left out of the loss.
    """
    for claim in claims:
        for start, end in claim.roles.get("source", ()):
            if text[start].isupper() and (text[start - 1 : start] == " " or text[end : end + 1] == ","):
                line = text.rfind("\n", 0, start) + 1
                words = text[line:start].split(" ")[-9:]
                yield start - len(" ".join(words)), end + (text[end : end + 1] == ",") * 40


def _longest(span: tuple[int, int, str]) -> int:
    return span[0] - span[1]


@dataclass(frozen=True, slots=True)
class Source:
    """A set: its reader, the files it reads (for the digest), and whether its licence is stated and clear."""

    name: str
    read: Callable[[Path], Iterator[Document]]
    files: tuple[str, ...]
    clear: bool


SOURCES = (
    Source("attribution", attribution, ("attribution/train.jsonl",), clear=False),
    Source("newswire", newswire, ("ner/enwww_train.jsonl", "ner/enwww_dev_ids.txt"), clear=False),
    Source("referring", referring, ("ner/re3d_train.jsonl",), clear=True),
    Source("calendar", calendar, ("dates/gum_train.jsonl",), clear=True),
    Source("codings", codings, ("events/train.jsonl",), clear=False),
    Source("quads", quads, ("events/quad_train.jsonl",), clear=False),
    Source("mentions", mentions, ("crossdoc/train.jsonl",), clear=True),
    Source("own", own, (), clear=True),
)


def sources(names: Sequence[str], *, permissive: bool) -> tuple[Source, ...]:
    """The named sets, without those of unclear licence where ``permissive``. Raises KeyError for an unknown name."""
    known = {source.name: source for source in SOURCES}
    return tuple(known[name] for name in names if known[name].clear or not permissive)


def digest(chosen: Sequence[Source], shared: Path) -> str:
    """Sixteen hexadecimal digits that change with any byte of the files read."""
    whole = hashlib.sha256()
    for source in chosen:
        files = [shared / name for name in source.files]
        if not files:
            files = sorted((Path(__file__).parent / "data").glob("*.txt"))
        for path in files:
            whole.update(f"{source.name} {path.name}\n".encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()[:16]
