"""Claims as the language backend read them, in the form that the rules give, and the two put together.

The backend marks cues, sources and contents as PolNeAR does: the source with rank and apposition, the content with its "that" and
its quotation marks. A frame wants the noun phrase and its apposition apart, and a part for each quotation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from counterclaim.finding.claims_grammar import Frame, Part
from counterclaim.finding.view import View
from counterclaim.knowledge.cues import Cue, Cues
from counterclaim.language.model import Label
from counterclaim.records import Stance
from counterclaim.text import Quote, Span, overlaps, quotes, trim, words

_LEAST = 12  # characters of a clause
READ = "read by the model"
_NEGATED = re.compile(r"(?:\b(?:not|never|neither|cannot|no longer)\b|n['’]t\b)", re.IGNORECASE)
_THAT = re.compile(r"(?:that|how|whether|to the effect that)\s+(?=\S)", re.IGNORECASE)
# "We condemn" in words that are quoted as somebody's: no second speaker.
_OWN = ("i", "we", "our", "us", "my")
_ASIDE = re.compile(r",\s+")
# Rules that read a form the model was never shown, or find less of it: their frames need nobody's word.
_ALONE = frozenset(
    [
        "words after a name and a colon", "answer of an interview", "quotation goes on",
        "words after a paragraph that ends in a colon",
    ]
)  # fmt: skip
# Rules that are wrong so often that a frame of theirs stands only where the model sees the same cue.
_WEAK = frozenset(
    [
        "verb and object", "verb and infinitive", "asked to act", "described as", "noun of saying", "wrong laid to somebody",
        "verb and clause", "clause before the verb",
    ]
)  # fmt: skip


# Of these a claim inside a claim stands without it: it was shown none inside another.
_INSIDE = frozenset(["verb and clause", "clause before the verb", "described as"])
_SAYING = frozenset(["say", "tell", "add", "state", "announce", "write", "note", "report", "warn", "claim"])


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the model is believed against the rules: probabilities from which what it read stands.

    ``same`` where a rule has the same cue and another speaker or content, ``free`` where no rule has one, ``said`` where the
    cue is a plain verb of saying with a speaker. ``ruled`` are the rules whose frames stand without it. ``nested``: claims
    inside claims are wanted.
    """

    same: float
    free: float
    said: float
    ruled: Callable[[str], bool]
    nested: bool


# Fitted on articles that two readers labelled (benchmarks/own), with the rules as they then were: claims found at F1 71 by the
# rules alone, 71 by the model first, 77 so. The rules know conflict reporting, and the model news in general.
LEDGER = Trust(same=0.85, free=0.8, said=0.5, ruled=lambda rule: rule not in _WEAK, nested=True)
# News of the kind that the model learnt from: what it read stands, and the rules add what it was never shown.
MODEL_FIRST = Trust(same=0.0, free=0.0, said=0.0, ruled=lambda rule: rule in _ALONE, nested=False)


def frames(view: View, cues: Cues) -> tuple[Frame, ...]:
    """A frame for every cue that has a content, in text order; none where the backend reads no claims."""
    found = [_as_saying(view, frame) for prefix in ("", "inner_") for frame in _layer(view, cues, prefix)]
    return tuple(sorted(found, key=lambda f: (f.cue, f.parts[0].start)))


def _layer(view: View, cues: Cues, prefix: str) -> Iterator[Frame]:
    labels, text = view.reading.labels, view.text
    quoted = quotes(text)
    tails: dict[int, list[Label]] = {}
    for link in view.reading.links:
        if labels[link.head].layer == f"{prefix}cue":
            tails.setdefault(link.head, []).append(labels[link.tail])
    for head, linked in sorted(tails.items()):
        cue = labels[head]
        contents = sorted((x for x in linked if x.layer == f"{prefix}content"), key=lambda x: x.start)
        sources = [x for x in linked if x.layer == f"{prefix}source"]
        if not contents or any(overlaps((cue.start, cue.end), gap) for gap in view.furniture):
            continue
        parts = tuple(_parts(text, contents, (cue.start, cue.end), quoted))
        if not parts:
            continue
        source = max(sources, key=lambda x: (x.score, -x.start), default=None)
        speaker, aside = _speaker(text, (source.start, source.end)) if source else (None, None)
        verb, stance = _verb(text[cue.start : cue.end], cues, cue.value)
        yield Frame(
            READ, (cue.start, cue.end), verb, stance, "quote" if all(p.quote for p in parts) else "clause",
            bool(_NEGATED.search(text, cue.start, cue.end)), speaker, aside, parts,
            sure=min(x.score for x in (cue, *contents)),
            own=speaker is not None and text[slice(*speaker)].lower() in _OWN,
        )  # fmt: skip


_QUOTED_AS = re.compile(r"\s+as (?P<saying>saying|telling|stating|adding)\b,?\s*(?P<rest>[^\n]*)")
_WHEN = re.compile(
    r"(?:(?:on|late|early|earlier|last|this) )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday)?[.\s]*\Z",
    re.IGNORECASE,
)


def _as_saying(view: View, frame: Frame) -> Frame:
    """ "Y cited X as saying P", "P Y cited X as saying": the model takes Y for the speaker and X for the content."""
    sentence = view.sentence_of(frame.cue[0])
    if frame.verb not in ("quote", "cite") or frame.speaker is None or len(frame.parts) != 1 or sentence is None:
        return frame
    part, text = frame.parts[0], view.text
    match = _QUOTED_AS.match(text, part.end, sentence[1])
    if match is None or part.quote is not None:
        return frame
    if not _WHEN.match(match["rest"]):
        opener = _THAT.match(text, match.start("rest"), sentence[1])
        said = Part(
            opener.end() if opener else match.start("rest"),
            *trim(text, match.start("rest"), sentence[1])[1:],
            match.start("rest"),
        )
    elif frame.speaker[0] - sentence[0] > _LEAST:
        start, end = trim(text, sentence[0], frame.speaker[0], also=",;")
        said = Part(start, end, start)
    else:
        return frame
    return replace(
        frame, cue=match.span("saying"), verb="say", frame="clause", speaker=(part.start, part.end), aside=None,
        relayed=frame.speaker, parts=(said,),
    )  # fmt: skip


def _parts(text: str, contents: Sequence[Label], cue: Span, quoted: Sequence[Quote]) -> Iterator[Part]:
    """Quotations each by itself; a clause around its cue is one part."""
    spans = [(x.start, x.end) for x in contents]
    whole = [_quotation(text, span, quoted) for span in spans]
    loose = [span for span, quote in zip(spans, whole, strict=True) if quote is None]
    for quote in whole:
        if quote is not None:
            yield Part(quote.inner_start, quote.inner_end, quote.inner_start, quote)
    if len(loose) > 1 and loose[0][1] <= cue[0] and cue[1] <= loose[-1][0] and len(loose) == len(spans):
        loose = [(loose[0][0], loose[-1][1])]
    for start, end in loose:
        paragraph = text.find("\n\n", start, end)
        marker, stop = trim(text, start, paragraph if paragraph > 0 else end, also=",;:")
        opener = _THAT.match(text, marker, stop)
        first = opener.end() if opener else marker
        if stop - first > 1:
            yield Part(first, stop, marker)


def _quotation(text: str, span: Span, quoted: Sequence[Quote]) -> Quote | None:
    """The quotation that a content is, where it is one and nothing else."""
    start, end = trim(text, *span, also=",.")
    for quote in quoted:
        if abs(quote.start - start) <= 1 and abs(quote.end - end) <= 2:
            return quote
    return None


def _speaker(text: str, span: Span) -> tuple[Span, Span | None]:
    """The noun phrase and its apposition: "Milo Venn, the Front's spokesman,"."""
    start, end = trim(text, *span, also=",;:-–—")
    parted = _ASIDE.search(text, start, end)
    if parted is None:
        return (start, end), None
    return (start, parted.start()), (parted.end(), end)


def _verb(cue: str, cues: Cues, read: str) -> tuple[str, Stance]:
    """The lemma of a cue's last word of saying and its stance; what the lexicon lacks has the stance that was read."""
    low = words(cue).low
    for at in range(len(low) - 1, -1, -1):
        form = cues.forms.get(low[at])
        found = (
            next((c for c in form.cues if tuple(low[at + 1 : at + 1 + len(c.particle)]) == c.particle), None)
            if form
            else None
        )
        if found is not None:
            return " ".join((found.lemma, *found.particle)), _stance(found)
        noun = cues.noun(low[at])
        if noun is not None:
            return low[at], noun
    return (low[-1] if low else ""), Stance(read) if read else Stance.ASSERTS


def _stance(cue: Cue) -> Stance:
    """A verb's stance with a clause, else with whatever it takes first."""
    for frame in ("clause", "quote", "tell"):
        if cue.takes(frame):
            return cue.stances[frame]
    return next(iter(cue.stances.values()))


def together(ruled: Sequence[Frame], read: Sequence[Frame], trust: Trust = LEDGER) -> list[Frame]:
    """The frames of rules and model, one a cue, as far as each is trusted; the rules' alone where nothing was read."""
    if not read:
        return list(ruled)
    found: dict[tuple[Span, tuple[Part, ...]], Frame] = {}
    for rule in ruled:
        same = next((frame for frame in read if overlaps(frame.cue, rule.cue)), None)
        if same is None and not trust.ruled(rule.rule) and not (trust.nested and _stands_inside(rule, (*ruled, *read))):
            continue
        believed = same is not None and (same.sure or 0) >= trust.same and rule.relayed is None
        chosen = _with_rule(same, rule) if same is not None and believed else _with_relay(rule, read)
        found.setdefault((chosen.cue, chosen.parts), chosen)
    held = [] if trust is MODEL_FIRST else list(found.values())
    for frame in read:
        if _stands(frame, trust) and not _held(frame, held, trust) and not _own_words(frame, (*read, *held)):
            found.setdefault((frame.cue, frame.parts), frame)
    return _apart(list(found.values()), trust) if trust is MODEL_FIRST else list(found.values())


def _stands(frame: Frame, trust: Trust) -> bool:
    """Whether the model is sure enough of what no rule found."""
    said = frame.speaker is not None and frame.verb.split()[:1] and frame.verb.split()[0] in _SAYING
    return (frame.sure or 0) >= (trust.said if said else trust.free)


def _held(frame: Frame, held: Sequence[Frame], trust: Trust) -> bool:
    """Whether another frame has the cue, or a part of the content and neither stands inside the other."""
    return any(
        overlaps(other.cue, frame.cue)
        or _relays(frame, other)
        or (_share(other, frame) and not (trust.nested and (_inside(frame, other) or _inside(other, frame))))
        for other in held
    )


def _with_relay(rule: Frame, read: Sequence[Frame]) -> Frame:
    """Who quotes, as the model read it: in text without commas the rule takes too many words for its name."""
    relay = next((frame.speaker for frame in read if frame.speaker and _relays(frame, rule)), None)
    if relay is None or rule.relayed is None or not overlaps(relay, rule.relayed):
        return rule
    low = relay[0]
    parts = tuple(
        replace(p, end=low) if p.quote is None and p.start < low and p.end <= rule.relayed[1] else p for p in rule.parts
    )
    return replace(rule, relayed=relay, parts=parts)


def _relays(frame: Frame, other: Frame) -> bool:
    """ "Y quoted X as saying": the model takes "quoted" for the cue, the rule "saying"."""
    if other.relayed is None or other.speaker is None or other.relayed[1] > other.speaker[0]:
        return False
    return overlaps(frame.cue, (other.relayed[1], other.speaker[0]))


def _share(one: Frame, two: Frame) -> bool:
    return any(overlaps((p.start, p.end), (q.start, q.end)) for p in one.parts for q in two.parts)


def _inside(frame: Frame, outer: Frame) -> bool:
    """Whether cue and content stand inside one part of another frame's content, and are not all of it."""
    low = min(frame.cue[0], *(p.start for p in frame.parts))
    high = max(frame.cue[1], *(p.end for p in frame.parts))
    return any(
        p.start <= low and high <= p.end and not any((p.start, p.end) == (q.start, q.end) for q in frame.parts)
        for p in outer.parts
    )


def _stands_inside(rule: Frame, others: Sequence[Frame]) -> bool:
    """A claim inside a claim that its rule finds well enough by itself."""
    return rule.rule in _INSIDE and any(other.cue != rule.cue and _inside(rule, other) for other in others)


def _own_words(frame: Frame, others: Sequence[Frame]) -> bool:
    """ "We condemn" inside words that are somebody's own: the speaker's own voice, no second one."""
    return frame.own and any(other.cue != frame.cue and _spoken(other, frame.cue) for other in others)


def _apart(frames_: Sequence[Frame], trust: Trust) -> list[Frame]:
    """Without rules' frames that meet what the model read."""
    read = [frame for frame in frames_ if frame.sure is not None]
    return [f for f in frames_ if f.sure is not None or not _held(f, read, trust)]


def _spoken(frame: Frame, cue: Span) -> bool:
    """Whether a cue stands inside a quotation of another frame, or words that are announced as somebody's."""
    announced = frame.rule.startswith("words after") or frame.rule == "answer of an interview"
    return any((part.quote or announced) and part.start <= cue[0] < part.end for part in frame.parts)


def _with_rule(frame: Frame, rule: Frame) -> Frame:
    """To whom it was told, who relays it, verb and stance come from the rules, which read them off the words."""
    if rule.rule == "hearsay":
        return replace(rule, rule=f"{rule.rule}; {READ}", sure=frame.sure)
    return replace(
        frame, rule=f"{rule.rule}; {READ}", verb=rule.verb, stance=rule.stance,
        negated=rule.negated or frame.negated, told=rule.told, relayed=rule.relayed,
        speaker=frame.speaker or rule.speaker, aside=frame.aside if frame.speaker else rule.aside,
        paragraph=rule.paragraph,
    )  # fmt: skip
