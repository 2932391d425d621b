"""The ``attribution`` task of the benchmark pack, through the product's own claim finder.

PolNeAR's conventions differ from the ledger's: the source is the whole noun phrase with its apposition, quotation marks and
the word that opens a clause belong to the content, a quotation interrupted by its cue is one attribution with several parts,
and no word is in two attributions, so claims within claims are not marked. The model learnt from news of this kind, so what it
read comes first here; a ledger of conflict reporting weighs it against the rules (``claims_read.LEDGER``).
"""

from __future__ import annotations

from typing import Any

from counterclaim.finding.claims import attributions
from counterclaim.finding.claims_grammar import Frame, Part
from counterclaim.finding.claims_read import MODEL_FIRST
from counterclaim.finding.view import View
from counterclaim.records import Article
from counterclaim.text import repair, trim

from .common import backend, known

Record = dict[str, Any]


def view_of(record: Record) -> View:
    """The record's text as one article, all of it prose; texts are repaired as in the product, offsets kept."""
    text = record["text"]
    repaired = repair(text)
    plain = repaired.text if repaired.origins is None else text
    article = Article(record["id"], record["id"], 0, len(text), None, None, None, None, None, None, "en")
    return View(article, plain, None, (), backend().read([plain])[0])


def predict(record: Record) -> Record:
    """The record's id and its attributions."""
    view = view_of(record)
    taken: list[tuple[int, int]] = []
    merged = _merged([f for f in attributions(view, known(), MODEL_FIRST) if f.paragraph >= 0])
    claims: list[Record] = []
    for frame in sorted(merged, key=lambda f: (min(p.start for p in f.parts) - max(p.end for p in f.parts), f.cue)):
        cue_span = _cue(view.text, frame)
        spans = [s for part in frame.parts for s in _around(view.text, _content(view.text, part), cue_span, frame)]
        if any(s < e2 and s2 < e for s, e in [*spans, cue_span] for s2, e2 in taken):
            continue
        taken.extend([*spans, cue_span])
        cue = [list(cue_span)] if frame.rule != "free-standing quotation" else []
        claims.append({"source": _source(view.text, frame), "cue": cue, "content": [list(s) for s in spans]})
    return {"id": record["id"], "claims": claims}


def _merged(frames: list[Frame]) -> list[Frame]:
    """Parts with one cue and one speaker are one attribution."""
    by_cue: dict[tuple[tuple[int, int], tuple[int, int] | None], list[Frame]] = {}
    for frame in frames:
        by_cue.setdefault((frame.follows or frame.cue, frame.speaker), []).append(frame)
    merged = []
    for group in by_cue.values():
        parts = {(p.start, p.end): p for f in group for p in f.parts}
        ordered = tuple(parts[k] for k in sorted(parts))
        merged.append(_with_parts(group[0], ordered))
    return merged


def _with_parts(frame: Frame, parts: tuple[Part, ...]) -> Frame:
    from dataclasses import replace

    return replace(frame, parts=parts)


def _cue(text: str, frame: Frame) -> tuple[int, int]:
    """A colon right after the verb belongs to the cue here."""
    start, end = frame.cue
    return (start, end + 1) if text[end : end + 1] == ":" else (start, end)


def _source(text: str, frame: Frame) -> list[list[int]]:
    """The noun phrase with its apposition and the comma that closes it."""
    if frame.speaker is None:
        return []
    end = max(frame.speaker[1], frame.aside[1] if frame.aside else 0)
    closing = frame.aside is not None and end < frame.cue[0] and text[end : end + 1] == ","
    return [[frame.speaker[0], end + closing]]


def _around(text: str, span: tuple[int, int], cue: tuple[int, int], frame: Frame) -> list[tuple[int, int]]:
    """A content around its cue is two parts here, without the commas between."""
    low = min(cue[0], frame.speaker[0] if frame.speaker else cue[0])
    high = max(cue[1], frame.speaker[1] if frame.speaker else cue[1])
    if span[0] < low and high < span[1]:
        return [trim(text, span[0], low, also=",;"), trim(text, high, span[1], also=",;")]
    return [span]


def _content(text: str, part: Part) -> tuple[int, int]:
    if part.quote is not None:
        return part.quote.start, part.quote.end
    start, end = part.marker, part.end
    while end > start and text[end - 1] in ",.;:":
        end -= 1
    return start, end
