"""A document's text cut into runs, each with all that is marked on it: claims, cues, speakers, accounts, furniture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from counterclaim.records import Account, Claim, Furniture
from counterclaim.showing.mask import WITHHELD
from counterclaim.text import Span


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text without a change of marks. ``anchors`` are the ids of rows that start here."""

    text: str
    classes: str
    claims: tuple[str, ...]
    anchors: tuple[str, ...]


Marked = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    start: int
    end: int
    kind: str
    row: str


def mark(
    text: str,
    *,
    claims: Iterable[Claim],
    accounts: Iterable[Account],
    furniture: Iterable[Furniture],
    withheld: Sequence[Span],
) -> Marked:
    """The whole text as runs, in order; joined they give the text again, but for what is withheld."""
    layers = list(_layers(claims, accounts, furniture))
    layers += [_Layer(start, end, "withheld", "") for start, end in withheld]
    starts: dict[int, list[_Layer]] = {}
    ends: dict[int, list[_Layer]] = {}
    for layer in layers:
        starts.setdefault(layer.start, []).append(layer)
        ends.setdefault(layer.end, []).append(layer)
    cuts = sorted({0, len(text), *starts, *ends})
    runs: list[Run] = []
    active: dict[_Layer, int] = {}
    for here, following in zip(cuts, cuts[1:], strict=False):
        for layer in ends.get(here, ()):
            active.pop(layer, None)
        for layer in starts.get(here, ()):
            active[layer] = layer.start
        run = _run(text[here:following], list(active), starts.get(here, ()))
        if run is not None:
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


def _run(words: str, active: Sequence[_Layer], starting: Sequence[_Layer]) -> Run | None:
    kinds = sorted({layer.kind for layer in active})
    if "withheld" in kinds:
        if not any(layer.kind == "withheld" for layer in starting):
            return None  # the rest of a name that is already withheld
        words = WITHHELD
    return Run(
        words,
        " ".join(kinds),
        tuple(dict.fromkeys(layer.row for layer in active if layer.kind in ("claim", "direct"))),
        tuple(dict.fromkeys(layer.row for layer in starting if layer.kind in ("claim", "direct", "account"))),
    )
