"""A document's text cut into runs, each with all that is marked on it: claims, cues, speakers, accounts, wording, furniture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from counterclaim.records import Account, Claim, Furniture, Relation, Wording
from counterclaim.showing.mask import WITHHELD
from counterclaim.text import Span


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text without a change of marks. ``anchors`` are the ids of rows that start here; ``start`` is its offset."""

    text: str
    classes: str
    claims: tuple[str, ...]
    anchors: tuple[str, ...]
    start: int = 0


Marked = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    start: int
    end: int
    kind: str
    row: str


# Layers whose rows a link can lead to.
_ANCHORED = frozenset({"claim", "direct", "account", "loaded", "relation"})


def wording_anchor(start: int) -> str:
    """The id of a loaded term in its page: wording has no id of its own, and no two of it start at one place."""
    return f"word-{start}"


def mark(
    text: str,
    *,
    claims: Iterable[Claim],
    accounts: Iterable[Account],
    furniture: Iterable[Furniture],
    withheld: Sequence[Span],
    wording: Iterable[Wording] = (),
    relations: Iterable[Relation] = (),
    cuts_at: Iterable[int] = (),
) -> Marked:
    """The whole text as runs, in order; joined they give the text again, but for what is withheld.

    ``cuts_at`` are offsets where a run has to begin, whatever is marked.
    """
    layers = list(_layers(claims, accounts, furniture))
    layers += [_Layer(w.start, w.end, "loaded", wording_anchor(w.start)) for w in wording]
    layers += [_Layer(r.start, r.end, "relation", r.relation_id) for r in relations]
    layers += [_Layer(start, end, "withheld", "") for start, end in withheld]
    starts: dict[int, list[_Layer]] = {}
    ends: dict[int, list[_Layer]] = {}
    for layer in layers:
        starts.setdefault(layer.start, []).append(layer)
        ends.setdefault(layer.end, []).append(layer)
    cuts = sorted({0, len(text), *starts, *ends, *cuts_at})
    runs: list[Run] = []
    active: dict[_Layer, int] = {}
    for here, following in zip(cuts, cuts[1:], strict=False):
        for layer in ends.get(here, ()):
            active.pop(layer, None)
        for layer in starts.get(here, ()):
            active[layer] = layer.start
        run = _run(text[here:following], here, list(active), starts.get(here, ()))
        if run.text or run.anchors or run.start == 0:
            runs.append(run)
    return tuple(runs)


def _layers(claims: Iterable[Claim], accounts: Iterable[Account], furniture: Iterable[Furniture]) -> Iterator[_Layer]:
    for c in claims:
        yield _Layer(c.start, c.end, "direct" if c.direct else "claim", c.claim_id)
        if c.cue_start is not None and c.cue_end is not None:
            yield _Layer(c.cue_start, c.cue_end, "cue", c.claim_id)
        if c.speaker_start is not None and c.speaker_end is not None:
            yield _Layer(c.speaker_start, c.speaker_end, "speaker", c.claim_id)
    for a in accounts:
        yield _Layer(a.start, a.end, "account", a.account_id)
    for f in furniture:
        yield _Layer(f.start, f.end, "furniture", "")


def _run(words: str, start: int, active: Sequence[_Layer], starting: Sequence[_Layer]) -> Run:
    kinds = sorted({layer.kind for layer in active})
    if "withheld" in kinds:
        # The rest of a name that is already withheld is empty, but what starts inside it keeps its anchor.
        words = WITHHELD if any(layer.kind == "withheld" for layer in starting) else ""
    return Run(
        words,
        " ".join(kinds),
        tuple(dict.fromkeys(layer.row for layer in active if layer.kind in ("claim", "direct"))),
        tuple(dict.fromkeys(layer.row for layer in starting if layer.kind in _ANCHORED)),
        start,
    )
