"""Claims: who says, thinks or demands what, in whose words and on whose word.

Frames come from the verbs (:mod:`claims_frames`) and from what needs no verb (:mod:`claims_forms`); here each becomes a
claim with its speaker, stance and chain. What is said inside what is said gets its own claim and ``within``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from counterclaim.finding import claims_forms, claims_frames, claims_read
from counterclaim.finding.claims_grammar import Frame, Part
from counterclaim.finding.claims_read import LEDGER, Trust
from counterclaim.finding.claims_side import READ, Sides
from counterclaim.finding.claims_stance import Saying, stance
from counterclaim.finding.claims_words import Stream, paragraphs_of, stream, streams
from counterclaim.finding.mentions import Named
from counterclaim.finding.speakers import DOUBTFUL, Speaker, Speakers
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.knowledge.cues import Cues
from counterclaim.records import UNNAMED, UNSPECIFIED, Claim
from counterclaim.text import Quote, Span, quotes, sentences, slug, trim, words

_OTHER = 0.75
_ALIKE = 0.5  # share of a headline's words that the claim which it sums up holds; set by eye
_NEAR = 40  # characters after "told" in which its object is named
_REPORTER = re.compile(r"\b(?:reporter|correspondent|journalist)\s*\Z")
# Rules whose content without a named speaker is an answer of an interview.
ANSWERS = ("words after a name and a colon", "answer of an interview")

# How sure a rule is: the share of its claims that were right in content and speaker, over the 1 480 of the dev part of PolNeAR and
# the sample corpus together. Rules with fewer than ten claims there have the share of all, 0.75.
_SURE = {
    "quotation goes on": 0.95, "quotation before the verb": 0.94, "according to": 0.94, "quotation after the verb": 0.92,
    "clause before the verb": 0.88, "words after a name and a colon": 0.88, "verb and clause": 0.75, "clause around the verb": 0.74,
    "wrong laid to somebody": 0.68, "verb and object": 0.6, "described as": 0.57, "asked to act": 0.55, "noun of saying": 0.48,
    "free-standing quotation": 0.43, "verb and infinitive": 0.41,
}  # fmt: skip


def find(view: View, knowledge: Knowledge, named: Named) -> tuple[Claim, ...]:
    """Every claim of the article, in text order of content."""
    found = attributions(view, knowledge)
    speakers = Speakers(view, knowledge, named)
    maker = _Maker(view, knowledge, named, speakers)
    spoken: list[tuple[Frame, Speaker]] = []
    for frame in found:
        answered = frame.rule in ANSWERS and frame.speaker is None
        who = (speakers.interviewee,) if answered else speakers.resolve(frame.speaker, frame.aside)
        if frame.rule in ANSWERS and maker.asks(who[0]):
            continue
        spoken.extend((frame, speaker) for speaker in who if speaker.sure > DOUBTFUL)
    told = maker.told_to(spoken)
    claims = [claim for frame, speaker in spoken for claim in maker.claims(frame, speaker, told)]
    return tuple(_nested(_numbered(_headlined(view, claims))))


def _headlined(view: View, claims: Sequence[Claim]) -> Iterator[Claim]:
    """ "..., monitor says" in a headline is said by whom the text below names for the same words."""
    for claim in claims:
        trailing = claim.rule.startswith(claims_forms.TRAILING)
        told = _same_words(view, claim, claims) if trailing or claim.speaker_id.startswith(UNNAMED) else None
        if told is None:
            if not trailing:
                yield claim
            continue
        if not claim.speaker_id.startswith(UNNAMED):
            yield replace(claim, chain=(*told.chain[:-1], claim.speaker_id))
            continue
        yield replace(
            claim,
            speaker_id=told.speaker_id,
            on_behalf_of=told.on_behalf_of,
            chain=(*claim.chain[:-1], told.speaker_id),
        )


def _same_words(view: View, headline: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The first claim below the title that holds most of the headline's longer words."""
    if view.title is None or headline.end > view.title[1]:
        return None
    wanted = _long_words(headline.text)
    below = (c for c in claims if c.start >= view.title[1] and c.speaker_id != UNSPECIFIED)
    return next(
        (c for c in below if len(wanted) > 2 and len(wanted & _long_words(c.text)) >= _ALIKE * len(wanted)), None
    )


def _long_words(text: str) -> frozenset[str]:
    return frozenset(low[:6] for low in words(text).low if len(low) > 3)


def attributions(view: View, knowledge: Knowledge, trust: Trust = LEDGER) -> tuple[Frame, ...]:
    """The frames of title and prose, in text order of their cues; furniture has none."""
    read = claims_read.frames(view, knowledge.cues)
    found = claims_read.together(ruled(view, knowledge), read, trust)
    found = list(_spoken_for(view, found, knowledge.cues))
    if trust.nested:
        found = [claims_forms.parted(view.text, frame) for frame in found]
    return tuple(sorted(found, key=lambda f: (f.cue, f.parts[0].start)))


def _spoken_for(view: View, found: Sequence[Frame], cues: Cues) -> Iterator[Frame]:
    """What was read without a speaker has the subject of its verb, else the speaker of the cue before it in its sentence."""
    lacking = [f for f in found if f.speaker is None and f.rule == claims_read.READ and f.cue[1] - f.cue[0] > 1]
    units = list(streams(view)) if lacking else []
    for frame in found:
        unit = next((u for u in units if u.start <= frame.cue[0] < u.end), None) if frame in lacking else None
        if unit is None:
            yield frame
            continue
        before = [f for f in found if f.speaker is not None and unit.start <= f.cue[0] < frame.cue[0]]
        speaker = claims_frames.speaker_at(unit, frame.cue, cues)
        if speaker is not None:
            yield replace(frame, speaker=speaker.span, aside=speaker.aside)
        elif before and claims_frames.shares(unit, frame.cue, cues):
            last = max(before, key=lambda f: f.cue)
            yield replace(frame, speaker=last.speaker, aside=last.aside, relayed=last.relayed)
        else:
            yield frame


def ruled(view: View, knowledge: Knowledge) -> tuple[Frame, ...]:
    """What the rules find by themselves."""
    text, cues = view.text, knowledge.cues
    found: list[Frame] = []
    units = list(streams(view))
    blocks = list(paragraphs_of(view))
    labelled = list(claims_forms.dialogue(text, blocks, cues))
    if not labelled:
        labelled = list(claims_forms.answers(text, blocks))
    spoken = [(p.start, p.end) for f in labelled for p in f.parts]
    found.extend(labelled)
    for unit in units:
        if view.title and unit.start < view.title[1]:
            headline = claims_forms.headline(text, (unit.start, unit.end), cues)
            if headline is None:
                headline = claims_forms.trailing(text, (unit.start, unit.end))
            if headline is not None:
                found.append(headline)
                continue
        if any(start <= unit.start < end for start, end in spoken):
            continue
        verbs = list(claims_frames.frames(unit, cues))
        found.extend(verbs)
        found.extend(claims_forms.forms(unit, cues))
    found.extend(_announced(view, units, cues))
    found.extend(claims_forms.free_quotations(units, found))
    voices = [(p.start, p.end) for f in found for p in f.parts if f.rule.startswith("words after")]
    found = [f for f in found if not _own(text, f, voices)]
    inner = [f for frame in found for part in frame.parts if part.quote for f in _inside(view, part.quote, knowledge)]
    return tuple(sorted([*found, *inner], key=lambda f: (f.cue, f.parts[0].start)))


def _own(text: str, frame: Frame, voices: list[Span]) -> bool:
    """ "We condemn" inside words that are announced as somebody's own: no second speaker."""
    who = text[slice(*frame.speaker)].lower() if frame.speaker else ""
    return who in ("i", "we") and any(start <= frame.cue[0] < end for start, end in voices)


def _announced(view: View, units: list[Stream], cues: Cues) -> Iterator[Frame]:
    """ "Maren said:" with the words in the paragraphs after it."""
    for n, part in claims_forms.announced(view.text, view.title, units, cues):
        frame = claims_frames.announcing(units[n], cues)
        if frame is not None:
            yield replace(frame, parts=(part,))


def _inside(view: View, quote: Quote, knowledge: Knowledge) -> Iterator[Frame]:
    """Frames inside a quotation: a claim within a claim."""
    text = view.text
    inner = text[quote.inner_start : quote.inner_end]
    if len(inner) < 30:
        return
    tokens = words(text[: quote.inner_end]) if quote.inner_start < 200 else _tokens_from(text, quote)
    for start, end in sentences(inner):
        span = (quote.inner_start + start, quote.inner_start + end)
        yield from claims_frames.frames(stream(text, tokens, span, [], -1, inner=True), knowledge.cues)


def _tokens_from(text: str, quote: Quote):  # type: ignore[no-untyped-def]
    found = words(text[quote.inner_start : quote.inner_end])
    shift = quote.inner_start
    return replace(found, starts=tuple(s + shift for s in found.starts), ends=tuple(e + shift for e in found.ends))


@dataclass(frozen=True)
class _Maker:
    """Turns a frame and a speaker into claims."""

    view: View
    knowledge: Knowledge
    named: Named
    speakers: Speakers

    def claims(self, frame: Frame, speaker: Speaker, told: Mapping[str, str]) -> Iterator[Claim]:
        """One claim a part of the content; ``told`` says to whom a speaker speaks in this article."""
        article = self.view.article
        for part in frame.parts:
            start, end, direct = self._content(part)
            if end - start < 2:
                continue
            content = self.view.text[start:end]
            yield Claim(
                claim_id="", article_id=article.article_id, document_id=article.document_id, start=start, end=end, text=content,
                cue_start=frame.cue[0], cue_end=frame.cue[1], cue=self.view.text[frame.cue[0] : frame.cue[1]],
                speaker_start=speaker.span[0] if speaker.span else None,
                speaker_end=speaker.span[1] if speaker.span else None,
                speaker=self.view.text[speaker.span[0] : speaker.span[1]] if speaker.span else None,
                speaker_id=speaker.speaker_id, on_behalf_of=self._other(speaker),
                stance=stance(self._saying(frame, speaker, (start, end))),
                direct=direct, chain=self._chain(frame, speaker, told), within=None,
                confidence=round((frame.sure or _SURE.get(frame.rule, _OTHER)) * (0.5 + speaker.sure / 2), 2),
                rule=frame.rule,
            )  # fmt: skip

    def _saying(self, frame: Frame, speaker: Speaker, content: Span) -> Saying:
        """What the stance is read from."""
        told = self._sides.told(content, speaker.speaker_id, self._other(speaker))
        words_ = " ".join(self.view.text[content[0] : min(content[1], content[0] + READ)].split())
        return Saying(frame.verb.split()[0], frame.stance, frame.negated, words_, frame.frame, told)

    @cached_property
    def _sides(self) -> Sides:
        return Sides(self.named, self.knowledge, self.view.text)

    def asks(self, speaker: Speaker) -> bool:
        """True for the outlet itself, whose words in an interview are questions."""
        outlet = self.view.article.outlet
        return outlet is not None and speaker.speaker_id == self._outlet(outlet)

    def _content(self, part: Part) -> tuple[int, int, bool]:
        """The content without its outer marks and the closing comma or full stop, and whether all of it is quoted."""
        text = self.view.text
        if part.quote is not None:
            start, end = trim(text, part.start, part.end)
            while end > start and text[end - 1] in ",.":
                end -= 1
            return start, end, True
        start, end = trim(text, part.start, part.end, also=",;")
        whole = quotes(text[start:end])
        if len(whole) == 1 and whole[0].start == 0 and whole[0].end >= end - start - 1 and whole[0].closed:
            q = whole[0]
            return *trim(text, start + q.inner_start, start + q.inner_end, also=",."), True
        while end > start and text[end - 1] in ",.":
            end -= 1
        return start, end, False

    def _other(self, speaker: Speaker) -> str | None:
        return speaker.on_behalf_of if speaker.on_behalf_of != speaker.speaker_id else None

    def told_to(self, spoken: Sequence[tuple[Frame, Speaker]]) -> dict[str, str]:
        """By speaker the outlet that the article says was told: what they say elsewhere in it was told there too.

        Who speaks for a body tells it for the body.
        """
        found: dict[str, str] = {}
        for frame, speaker in spoken:
            heard = self._heard(frame)
            if heard is None or speaker.speaker_id == UNSPECIFIED:
                continue
            for key in (speaker.speaker_id, speaker.on_behalf_of):
                if key is not None:
                    found.setdefault(key, heard)
        return found

    def _chain(self, frame: Frame, speaker: Speaker, told: Mapping[str, str]) -> tuple[str, ...]:
        """From the outlet over those to whom it was said down to the speaker.

        "Source: X" is the article's ``origin`` and no link: X did not hear every claim that its text holds.
        """
        article = self.view.article
        links = [self._outlet(article.outlet)] if article.outlet else []
        relay = self.speakers.relay(frame.relayed) if frame.relayed else None
        heard = self._heard(frame)
        if heard is None and frame.told is None and relay is None:
            heard = told.get(speaker.speaker_id) or told.get(speaker.on_behalf_of or "")
        links.extend(link for link in (heard, relay) if link is not None)
        links.append(speaker.speaker_id)
        return tuple(link for i, link in enumerate(links) if i == 0 or link != links[i - 1])

    def _heard(self, frame: Frame) -> str | None:
        """The outlet, or its reporter, to whom something was said."""
        span = frame.told
        if span is None and frame.verb.split()[:1] == ["tell"]:
            span = next(((m.start, m.end) for m in self.named.inside(frame.cue[1], frame.cue[1] + _NEAR)), None)
        if span is None:
            return None
        if _REPORTER.search(self.view.text, *span):
            return self.speakers.relay(span)
        return self._relay(span)

    def _outlet(self, name: str) -> str:
        known = self.knowledge.catalogue.outlet(name)
        return known.id if known else slug(name)

    def _relay(self, span: tuple[int, int]) -> str | None:
        """The outlet to which something was told, where it is named and is one."""
        own = self.view.article.outlet
        for m in self.named.inside(*span):
            if own and slug(m.text) in (slug(own), slug(own).removeprefix("the-")):
                return self._outlet(own)
            actor = self.knowledge.catalogue.get(m.entity_id)
            if (actor is not None and actor.kind == "outlet") or self.knowledge.catalogue.outlet(m.text):
                return m.entity_id
        return None


def _numbered(claims: Iterable[Claim]) -> list[Claim]:
    """Claims in text order, each once, with local ids."""
    unique: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (claim.start, claim.end, claim.cue_start, claim.speaker_id)
        if key not in unique or unique[key].confidence < claim.confidence:
            unique[key] = claim
    ordered = sorted(unique.values(), key=lambda c: (c.start, -c.end, c.cue_start or 0, c.speaker_id))
    return [replace(claim, claim_id=f"c{i}") for i, claim in enumerate(ordered)]


def _nested(claims: Sequence[Claim]) -> Iterator[Claim]:
    """``within`` for claims whose cue and content lie inside another's content; their chain goes on from it."""
    done: dict[str, Claim] = {}
    for claim in claims:
        outer = [
            o
            for o in done.values()
            if o.start <= claim.start and claim.end <= o.end and (o.end - o.start) > (claim.end - claim.start)
            and claim.cue_start is not None and o.start <= claim.cue_start < o.end
        ]  # fmt: skip
        if outer:
            near = min(outer, key=lambda o: (o.end - o.start, o.claim_id))
            shared = sum(
                1 for a, b in zip(near.chain, claim.chain, strict=False) if a == b and a not in claim.chain[-1:]
            )
            rest = claim.chain[shared:]
            chain = near.chain if near.chain[-1:] == rest else (*near.chain, *rest)
            claim = replace(claim, within=near.claim_id, chain=chain)  # noqa: PLW2901
        done[claim.claim_id] = claim
    yield from done.values()
