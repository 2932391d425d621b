"""The embedded model: one small encoder over the text, and the heads on it, in ONNX Runtime.

A text is cut into word pieces (:mod:`counterclaim.language.pieces`) and read in overlapping windows, each by itself, so that
what is found in a text never depends on what was read beside it. Every piece takes its scores from the window in which
it stands farthest from an edge. How the weights are made is in ``training/``; what they can do in ``docs/model.md``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterclaim.language.decode import Scores, best, log_softmax, spans
from counterclaim.language.model import Label, Link, Reading
from counterclaim.language.pieces import END, START, Pieces, central, cut, spread, tokenizer
from counterclaim.language.surface import english
from counterclaim.text import Span, sentences, words

Vectors = NDArray[np.float32]
WEIGHTS = Path(__file__).parent / "weights"
# Characters that are read at once: bounds the memory that a single text can take.
_BLOCK = 60_000
# Pieces on each side of a trigger among which its roles are looked for.
_AROUND = 40
# Sentences that get their vectors at once, those of like length together.
_SENTENCES = 16
# Labels of the name head that are no names.
_EXPRESSIONS = ("DATE", "MONEY", "QUANTITY")
_ENDS_OF_BLOCKS = ("\n\n", "\n", ". ", " ")


def threads() -> int:
    """How many windows are read at the same time: the processors that this process may use, four at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(4, usable)


class Neural:
    """A :class:`counterclaim.language.model.Backend` on the shipped weights, or on those of another folder.

    ``vectors`` asks for those of sentences too, which cost a third more.
    """

    def __init__(self, folder: Path = WEIGHTS, *, vectors: bool = False) -> None:
        self.folder = folder
        self.vectors = vectors

    @cached_property
    def config(self) -> dict[str, Any]:
        """Window, thresholds and label inventories. Raises OSError where the weights are missing."""
        found: dict[str, Any] = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
        return found

    @property
    def digest(self) -> str:
        """Names the weights."""
        return f"neural-{self.config['digest']}"

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order. An empty text gives an empty reading."""
        if len(texts) < 2:
            return [self._one(text) for text in texts]
        # Loaded before several threads ask for them. Decoding one text leaves a processor to the windows of the next.
        _ = self._sessions, self._tokenizer
        return list(self._texts.map(self._one, texts))

    def _one(self, text: str) -> Reading:
        return self._joined([self._block(text[a:b], a) for a, b in blocks(text)], text)

    def types(self, text: str, actor: Span | None, recipient: Span | None) -> dict[str, float]:
        """The PLOVER types of what one named party does to another in a sentence, with probabilities."""
        return self._whole(text, "codings", (actor, recipient))

    def quad(self, text: str) -> dict[str, float]:
        """The classes of cooperation and conflict of a sentence, with probabilities."""
        return self._whole(text, "quads", ())

    def _whole(self, text: str, head: str, given: Sequence[Span | None]) -> dict[str, float]:
        pieces = cut(text, self._tokenizer)
        seen = self._look(pieces, (0, min(len(pieces), 510)))
        parts = [seen.x.mean(0)]
        for span in given:
            on = pieces.under(*span) if span else None
            inside = seen.x[on[0] + 1 : on[1] + 1] if on else seen.x[:0]
            parts.append(inside.mean(0) if len(inside) else np.zeros_like(parts[0]))
        scores = self._run(head, {"parts": np.concatenate(parts)[None]})[0]
        return dict(zip(self.config[head], np.exp(log_softmax(scores)).tolist(), strict=True))

    @cached_property
    def _tokenizer(self) -> Any:
        return tokenizer(self.folder)

    @cached_property
    def _sessions(self) -> dict[str, Any]:
        # Here, so that only what reads pays for it: `counterclaim --help` does not.
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # Windows run beside each other; a window by itself runs on one thread, which also keeps sums in one order.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return {
            path.stem: onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            for path in sorted(self.folder.glob("*.onnx"))
            if self.vectors or path.stem != "vectors"
        }

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(threads(), thread_name_prefix="reading")

    @cached_property
    def _texts(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(threads(), thread_name_prefix="texts")

    def _run(self, graph: str, given: dict[str, Any]) -> Any:
        found = self._sessions[graph].run(None, given)
        return found[0] if len(found) == 1 else found

    def _look(self, pieces: Pieces, window: Span) -> _Window:
        """The pass over one window."""
        first, end = window
        rows = {
            "ids": np.concatenate(([START], pieces.ids[first:end], [END])),
            "cases": np.concatenate(([0], pieces.cases[first:end], [0])),
            "gaps": np.concatenate(([0], pieces.gaps[first:end], [0])),
        }
        x, low, tags = self._run("read", {name: row[None].astype(np.int64) for name, row in rows.items()})
        return _Window(first, end, x[0], low[0], tags[0])

    def _block(self, text: str, shift: int) -> Reading:
        pieces = cut(text, self._tokenizer)
        if not len(pieces):
            return Reading(())
        room = self.config["window"] - 2
        cuts = list(spread(len(pieces), room, min(self.config["stride"], room)))
        looked = list(self._pool.map(lambda window: self._look(pieces, window), cuts))
        return _Block(self, text, shift, pieces, looked, central(cuts, len(pieces))).reading()

    @staticmethod
    def _joined(parts: Sequence[Reading], text: str) -> Reading:
        labels: list[Label] = []
        links: list[Link] = []
        for part in parts:
            links.extend(Link(x.kind, x.head + len(labels), x.tail + len(labels), x.score) for x in part.links)
            labels.extend(part.labels)
        vectors = [part.vectors for part in parts if part.vectors is not None]
        return Reading(
            tuple(labels),
            tuple(links),
            english(words(text)),
            tuple(span for part in parts for span in part.sentences),
            np.concatenate(vectors) if vectors else None,
        )


def blocks(text: str) -> Iterator[Span]:
    """Spans of at most ``_BLOCK`` characters that cover a text, cut where a paragraph, line, sentence or word ends."""
    start = 0
    while len(text) - start > _BLOCK:
        low, high = start + _BLOCK // 2, start + _BLOCK
        ends = (text.rfind(mark, low, high) + len(mark) for mark in _ENDS_OF_BLOCKS)
        end = next((at for at in ends if at > low), high)
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


@dataclass(frozen=True, slots=True)
class _Window:
    """Pieces ``first`` to ``end`` as read: vectors, those of a lower layer and scores, two marks included."""

    first: int
    end: int
    x: Vectors
    low: Vectors
    tags: Scores


@dataclass
class _Block:
    """Labels and links of one block of a text."""

    model: Neural
    text: str
    shift: int
    pieces: Pieces
    windows: Sequence[_Window]
    owner: NDArray[np.int32]
    labels: list[Label] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def reading(self) -> Reading:
        """Everything that the heads found."""
        for type_, span, score in self._tagged("names"):
            self._label("expression" if type_ in _EXPRESSIONS else "name", type_, span, score)
        for type_, span, score in self._tagged("references"):
            self._label("reference", type_, span, score)
        for _, span, score in self._tagged("dates"):
            self._label("date", "", span, score)
        for counts, span, score in self._tagged("figures"):
            self._label("figure", counts, span, score)
        self._claims("")
        self._claims("inner_")
        self._happenings()
        spans_ = [span for span in sentences(self.text) if self.pieces.under(*span)] if self.model.vectors else []
        moved = tuple((a + self.shift, b + self.shift) for a, b in spans_)
        return Reading(tuple(self.labels), tuple(self.links), 1.0, moved, self._meant(spans_) if spans_ else None)

    def _label(self, layer: str, value: str, span: Span, score: float) -> int:
        start, end = self.pieces.words(*span)
        self.labels.append(Label(layer, value, start + self.shift, end + self.shift, round(score, 4)))
        return len(self.labels) - 1

    def _link(self, kind: str, head: int, tail: int, score: float) -> None:
        self.links.append(Link(kind, head, tail, round(score, 4)))

    @cached_property
    def _scores(self) -> Scores:
        """Scores of every piece, from the window in which it stands best."""
        found = np.empty((len(self.pieces), self.windows[0].tags.shape[1]), dtype=np.float32)
        for number, window in enumerate(self.windows):
            own = self.owner[window.first : window.end] == number
            found[window.first : window.end][own] = window.tags[1:-1][own]
        return found

    def _layer(self, name: str) -> Scores:
        start, end = self.model.config["columns"][name]
        return log_softmax(self._scores[:, start:end])

    def _tagged(self, layer: str) -> list[tuple[str, Span, float]]:
        """(label, span of pieces, mean probability of its tags) of a layer, in text order."""
        scores = self._layer(layer)
        row = best(scores)
        chosen = np.exp(scores[np.arange(len(row)), row])
        names = self.model.config["tagged"][layer]
        return [(names[label], (a, b), float(chosen[a:b].mean())) for a, b, label in spans(row)]

    def _claims(self, prefix: str) -> None:
        """Cues with their sources and contents, each part with the cue that scores best; contents without a cue."""
        cues = self._tagged(f"{prefix}cue")
        parts = [
            (role, span, score) for role in ("source", "content") for _, span, score in self._tagged(f"{prefix}{role}")
        ]
        held = self._linked([span for _, span, _ in cues], parts)
        loose = [n for n, (role, _, _) in enumerate(parts) if role == "content" and n not in held]
        claims = [(n, [m for m in sorted(held) if held[m][0] == n]) for n in range(len(cues))]
        groups = [(cues[n][1], ms) for n, ms in claims] + [(None, [m]) for m in loose]
        stances = iter(
            self._stances([(cue, [parts[m][1] for m in ms if parts[m][0] == "content"]) for cue, ms in groups])
        )
        for n, (cue, ms) in enumerate(groups):
            has = any(parts[m][0] == "content" for m in ms)
            stance = next(stances) if has else ""
            head = self._label(f"{prefix}cue", stance, cue, cues[n][2]) if cue else None
            for m in ms:
                role, span, score = parts[m]
                tail = self._label(f"{prefix}{role}", stance if role == "content" else "", span, score)
                if head is not None:
                    self._link(role, head, tail, held[m][1])

    def _linked(self, cues: Sequence[Span], parts: Sequence[tuple[str, Span, float]]) -> dict[int, tuple[int, float]]:
        """By number of part: the number of its cue, and the probability."""
        pairs = [
            (c, p) for p, (_, part, _) in enumerate(parts) for c, cue in enumerate(cues) if self._together(cue, part)
        ]
        if not pairs:
            return {}
        roles = [("source", "content").index(parts[p][0]) for _, p in pairs]
        places = [_distance(cues[c], parts[p][1]) for c, p in pairs]
        given = {
            "cues": np.stack([self._edges(cues[c], cues[c]) for c, _ in pairs]),
            "parts": np.stack([self._edges(parts[p][1], cues[c]) for c, p in pairs]),
            "places": np.array(places, dtype=np.int64),
            "roles": np.array(roles, dtype=np.int64),
        }
        scores = self.model._run("links", given)
        found: dict[int, tuple[int, float]] = {}
        for (c, p), score in zip(pairs, scores.tolist(), strict=True):
            if score > self.model.config["linked"] and (p not in found or score > found[p][1]):
                found[p] = (c, score)
        return {p: (c, float(1 / (1 + np.exp(-score)))) for p, (c, score) in found.items()}

    def _home(self, span: Span) -> _Window:
        return self.windows[int(self.owner[span[0]])]

    def _together(self, cue: Span, part: Span) -> bool:
        window = self._home(cue)
        return part[0] < window.end and part[1] > window.first

    def _edges(self, span: Span, cue: Span) -> Vectors:
        """The vectors of a span's first and last piece, as the cue's window has them."""
        window = self._home(cue)
        first, last = max(span[0], window.first), min(span[1], window.end) - 1
        return np.concatenate([window.x[first - window.first + 1], window.x[last - window.first + 1]])

    def _stances(self, claims: Sequence[tuple[Span | None, Sequence[Span]]]) -> list[str]:
        """The stance of every claim that has a content."""
        rows = []
        for cue, contents in claims:
            if not contents:
                continue
            window = self._home(cue or contents[0])
            first = max(min(a for a, _ in contents), window.first) - window.first + 1
            end = min(max(b for _, b in contents), window.end) - window.first + 1
            width = window.x.shape[1]
            own = window.x[cue[0] - window.first + 1 : cue[1] - window.first + 1].mean(0) if cue else np.zeros(width)
            rows.append(np.concatenate([own, window.x[first:end].mean(0), window.x[first]]).astype(np.float32))
        if not rows:
            return []
        scores = self.model._run("stances", {"parts": np.stack(rows)})
        return [self.model.config["stances"][best_] for best_ in scores.argmax(-1).tolist()]

    def _happenings(self) -> None:
        """Triggers with type and status, and their roles."""
        found = self._tagged("triggers")
        if not found:
            return
        kinds, statuses = self._layer("kinds"), self._layer("statuses")
        tags = self._roles([span for _, span, _ in found])
        names = self.model.config["marked"]
        for (_, span, score), roles in zip(found, tags, strict=True):
            kind, status = int(kinds[span[0]].argmax()), int(statuses[span[0]].argmax())
            sure = score * float(np.exp(kinds[span[0], kind]))
            head = self._label("trigger", names["kinds"][kind], span, sure)
            self._label("status", names["statuses"][status], span, float(np.exp(statuses[span[0], status])))
            for role, part, likely in roles:
                self._link(role, head, self._label(role, "", part, likely), likely)

    def _roles(self, triggers: Sequence[Span]) -> Iterator[list[tuple[str, Span, float]]]:
        """The spans of actor, recipient, place and time of each trigger."""
        width = self.windows[0].x.shape[1]
        x = np.zeros((len(triggers), 2 * _AROUND + 1, width), dtype=np.float32)
        lows = []
        for n, trigger in enumerate(triggers):
            window = self._home(trigger)
            at = trigger[0] - window.first + 1
            low, high = max(0, at - _AROUND), min(len(window.x), at + _AROUND + 1)
            x[n, low - at + _AROUND : high - at + _AROUND] = window.x[low:high]
            lows.append((window, at))
        tags = self.model._run("roles", {"pieces": x, "anchors": np.full(len(triggers), _AROUND, dtype=np.int64)})
        for n, (window, at) in enumerate(lows):
            # Only pieces of the text: neither the marks at the window's ends nor what lies beyond them.
            low, high = max(1, at - _AROUND), min(len(window.x) - 1, at + _AROUND + 1)
            scores = log_softmax(tags[n, low - at + _AROUND : high - at + _AROUND])
            found: list[tuple[str, Span, float]] = []
            for number, role in enumerate(self.model.config["roles"]):
                row = best(scores[:, number])
                chosen = np.exp(scores[np.arange(len(row)), number, row])
                shift = window.first + low - 1
                found.extend((role, (a + shift, b + shift), float(chosen[a:b].mean())) for a, b, _ in spans(row))
            yield [each for each in found if each[0] != "trigger"]

    def _meant(self, spans_: Sequence[Span]) -> Vectors:
        """The vectors of sentences, each of unit length: of its pieces as far as one window has them."""
        rows = [self._lower(span) for span in spans_]
        found = np.empty((len(rows), rows[0].shape[1]), dtype=np.float32)
        order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
        for at in range(0, len(order), _SENTENCES):
            some = order[at : at + _SENTENCES]
            longest = max(len(rows[n]) for n in some)
            pieces = np.zeros((len(some), longest, rows[0].shape[1]), dtype=np.float32)
            mask = np.zeros((len(some), longest), dtype=np.int64)
            for i, n in enumerate(some):
                pieces[i, : len(rows[n])], mask[i, : len(rows[n])] = rows[n], 1
            found[some] = self.model._run("vectors", {"pieces": pieces, "mask": mask})
        return found

    def _lower(self, span: Span) -> Vectors:
        """The lower layer's vectors of a sentence's pieces."""
        on = self.pieces.under(*span)
        assert on is not None
        window = self._home(((on[0] + on[1]) // 2, 0))
        first, end = max(on[0], window.first), min(on[1], window.end)
        return window.low[first - window.first + 1 : end - window.first + 1]


def _distance(cue: Span, part: Span) -> int:
    """Pieces from the cue to the nearer edge of the part; 0 where they overlap."""
    after, before = part[0] - cue[1] + 1, part[1] - 1 - cue[0]
    return after if after > 0 else min(before, 0)


def digest(folder: Path) -> str:
    """Sixteen hexadecimal digits that change with any byte of the graphs and the vocabulary."""
    whole = hashlib.sha256()
    for path in sorted([*folder.glob("*.onnx"), folder / "tokenizer.json"]):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:16]
