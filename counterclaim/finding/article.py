"""The order of the finders for one article, and the way from the repaired text back to the text as read.

Finders work on :class:`counterclaim.finding.view.View` and give records whose offsets count characters of the view;
their ids are local (``c0``, ``a3``). Here the offsets go back to the document, the words are cut from the text as read,
and the ids become hashes of content. A record whose words are gone after that is dropped.

An article of more than 60 000 characters (ten times a long report) is searched in windows, so that time and memory stay in
proportion to its length; pronouns and short names then find whom they mean within their window.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from counterclaim.finding import accounts, claims, dates, figures, mentions, relations, wording
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge, casing
from counterclaim.language.model import Backend
from counterclaim.records import (
    UNNAMED,
    Account,
    Article,
    Casualty,
    Claim,
    DateExpression,
    Entity,
    Findings,
    Furniture,
    Mention,
    Quantity,
    Relation,
    Wording,
    identify,
)
from counterclaim.text import Repaired, Span, last_space, overlaps, repair, trim

Anchored = TypeVar("Anchored", Mention, Claim, Account, Casualty, Relation, Quantity, DateExpression, Wording)

_WINDOW = 60_000
# Below this share of English a text holds more than foreign names and quotations; headlines and lists stay above it.
_ENGLISH = 0.6
_TELLING = 20  # words from which the share means something


def find(
    article: Article, text: str, furniture: tuple[Furniture, ...], *, knowledge: Knowledge, backend: Backend
) -> Findings:
    """All that one article holds. ``text`` is the article's own text, ``furniture`` that of its document."""
    repaired = _readable(text, knowledge)
    found = [
        _find(
            _view(article, text, repaired, furniture, span, backend), _Home(article, text, repaired, span[0]), knowledge
        )
        for span in windows(repaired.text)
    ]
    return found[0] if len(found) == 1 else _joined(article, found)


def texts(text: str, *, knowledge: Knowledge) -> list[str]:
    """What :func:`find` will give a backend to read of an article's text."""
    repaired = _readable(text, knowledge).text
    return [repaired[start:end] for start, end in windows(repaired)]


def _readable(text: str, knowledge: Knowledge) -> Repaired:
    """The text repaired, and one in capitals in ordinary case; a letter stays where it is."""
    repaired = repair(text)
    return replace(repaired, text=casing.ordinary(repaired.text, knowledge.catalogue))


def windows(text: str) -> Iterator[Span]:
    """Spans of at most ``_WINDOW`` characters that cover the text; cut at a blank line, a line end or a space."""
    start = 0
    while len(text) - start > _WINDOW:
        low, high = start + _WINDOW // 2, start + _WINDOW
        found = [text.rfind(mark, low, high) + len(mark) for mark in ("\n\n", "\n", ". ")]
        cut = next((at for at in found if at > low), 0) or last_space(text, low, high)
        yield start, cut
        start = cut
    yield start, len(text)


def _joined(article: Article, found: list[Findings]) -> Findings:
    """The findings of all windows; an entity or place of several windows once."""
    entities: dict[str, Entity] = {}
    for entity in (e for part in found for e in part.entities):
        known = entities.setdefault(entity.entity_id, entity)
        forms = {known.name, *known.aliases, entity.name, *entity.aliases} - {known.name}
        entities[entity.entity_id] = replace(known, aliases=tuple(sorted(forms)))
    places = {p.place_id: p for part in reversed(found) for p in part.places}
    return Findings(
        article_id=article.article_id,
        mentions=tuple(m for part in found for m in part.mentions),
        entities=tuple(entities[k] for k in sorted(entities)),
        places=tuple(places[k] for k in sorted(places)),
        claims=tuple(c for part in found for c in part.claims),
        accounts=tuple(a for part in found for a in part.accounts),
        casualties=tuple(c for part in found for c in part.casualties),
        relations=tuple(r for part in found for r in part.relations),
        quantities=tuple(q for part in found for q in part.quantities),
        dates=tuple(d for part in found for d in part.dates),
        wording=tuple(w for part in found for w in part.wording),
    )


def _find(view: View, home: _Home, knowledge: Knowledge) -> Findings:
    """All that one window holds."""
    named = mentions.find(view, knowledge)
    said = claims.find(view, knowledge, named)
    days = dates.find(view)
    sums = figures.find(view)
    told = accounts.find(view, knowledge, named, said, days, sums)
    doubt = _doubt(view)
    ties = relations.find(view, knowledge, named, said, days)
    loaded = wording.find(view, knowledge, named, said)
    return home.settle(
        Findings(
            article_id=view.article.article_id,
            mentions=named.mentions,
            entities=named.entities,
            places=named.places,
            claims=tuple(replace(c, confidence=round(c.confidence * doubt, 2)) for c in said),
            accounts=tuple(replace(a, confidence=round(a.confidence * doubt, 2)) for a in told.accounts),
            casualties=told.casualties,
            relations=ties,
            quantities=sums,
            dates=days,
            wording=loaded,
        )
    )


def _doubt(view: View) -> float:
    """What a row's confidence is multiplied by: the share of English, where a good part of the text is none.

    A headline has too few of the words by which English is known.
    """
    share = view.reading.english
    return share if share < _ENGLISH and len(view.text.split()) >= _TELLING else 1.0


def _view(
    article: Article,
    text: str,
    repaired: Repaired,
    furniture: tuple[Furniture, ...],
    window: Span,
    backend: Backend,
) -> View:
    """The view of one window: its part of the repaired text, with what of title and furniture lies in it."""

    def into(start: int, end: int) -> Span:
        if repaired.origins is not None:
            last = len(repaired.origins) - 1
            start, end = (min(bisect_left(repaired.origins, at), last) for at in (start, end))
        return max(start, window[0]) - window[0], min(end, window[1]) - window[0]

    inside = [
        (max(f.start, article.start) - article.start, min(f.end, article.end) - article.start)
        for f in furniture
        if f.document_id == article.document_id and overlaps((f.start, f.end), (article.start, article.end))
    ]
    title: Span | None = None
    if article.title and text.startswith(article.title):
        title = into(0, len(article.title)) if window[0] == 0 else None
    words = repaired.text[window[0] : window[1]]
    return View(
        article=article,
        text=words,
        title=title,
        furniture=tuple((start, end) for start, end in (into(*span) for span in sorted(inside)) if start < end),
        reading=backend.read([words])[0],
    )


@dataclass(frozen=True)
class _Home:
    article: Article
    text: str
    repaired: Repaired
    shift: int = 0

    def span(self, start: int, end: int) -> Span:
        """Offsets into the article's text as read, trimmed, of a span of the window that starts at ``shift``."""
        return trim(self.text, *self.repaired.span(self.shift + start, self.shift + end))

    def anchored(self, record: Anchored) -> Anchored | None:
        start, end = self.span(record.start, record.end)
        if start >= end:
            return None
        base = self.article.start
        return replace(record, start=base + start, end=base + end, text=self.text[start:end])

    def part(self, start: int | None, end: int | None) -> tuple[int | None, int | None, str | None]:
        if start is None or end is None:
            return None, None, None
        low, high = self.span(start, end)
        if low >= high:
            return None, None, None
        return self.article.start + low, self.article.start + high, self.text[low:high]

    def settle(self, found: Findings) -> Findings:
        """The findings with offsets of the document and ids of content; ids that point inside follow."""
        a = self.article
        settled: set[str] = set()
        claim_ids: dict[str, str] = {}
        settled_claims: list[Claim] = []
        for raw in found.claims:
            claim = self.anchored(raw)
            if claim is None:
                continue
            cue_start, cue_end, cue = self.part(raw.cue_start, raw.cue_end)
            speaker_start, speaker_end, speaker = self.part(raw.speaker_start, raw.speaker_end)
            new_id = identify(
                "clm", a.document_id, claim.start, claim.end, cue_start, cue_end, speaker_start, claim.speaker_id
            )
            known = new_id in settled
            settled.add(new_id)
            claim_ids[raw.claim_id] = new_id
            if known:
                continue
            settled_claims.append(
                replace(
                    claim, claim_id=new_id, cue_start=cue_start, cue_end=cue_end, cue=cue,
                    speaker_start=speaker_start, speaker_end=speaker_end, speaker=speaker,
                )
            )  # fmt: skip
        settled_claims = [replace(c, within=claim_ids.get(c.within) if c.within else None) for c in settled_claims]
        settled_claims = [replace(c, within=None) if c.within == c.claim_id else c for c in settled_claims]
        account_ids: dict[str, str] = {}
        settled_accounts: list[Account] = []
        for raw_account in found.accounts:
            account = self.anchored(raw_account)
            if account is None:
                continue
            claim_id = claim_ids.get(account.claim_id) if account.claim_id else None
            new_id = identify(
                "acc", a.document_id, account.start, account.end, account.type, account.mode, claim_id,
                account.actor_ids, account.recipient_ids,
            )  # fmt: skip
            known = new_id in settled
            settled.add(new_id)
            account_ids[raw_account.account_id] = new_id
            if not known:
                event_id = account_ids.get(account.event_id, "")
                settled_accounts.append(replace(account, account_id=new_id, claim_id=claim_id, event_id=event_id))
        casualties = [
            replace(c, account_id=account_ids[c.account_id])
            for c in map(self.anchored, found.casualties)
            if c is not None and c.account_id in account_ids
        ]
        relations_ = [
            replace(
                r,
                relation_id=identify("rel", a.document_id, r.start, r.end, r.subject_id, r.predicate, r.object_id),
                claim_id=claim_ids.get(r.claim_id) if r.claim_id else None,
            )
            for r in map(self.anchored, found.relations)
            if r is not None
        ]
        mentions_ = [
            replace(m, mention_id=identify("men", a.document_id, m.start, m.end, m.how))
            for m in map(self.anchored, found.mentions)
            if m is not None
        ]
        return replace(
            found,
            mentions=tuple({m.mention_id: m for m in mentions_}.values()),
            claims=tuple(settled_claims),
            accounts=tuple(settled_accounts),
            casualties=tuple(dict.fromkeys(casualties)),
            relations=tuple({r.relation_id: r for r in relations_}.values()),
            quantities=tuple(q for q in map(self.anchored, found.quantities) if q is not None),
            dates=tuple(d for d in map(self.anchored, found.dates) if d is not None),
            wording=tuple(w for w in map(self.anchored, found.wording) if w is not None),
        )


def is_key(value: str | None) -> bool:
    """True for a key that the weighing resolves; unnamed speakers are no entities."""
    return bool(value) and not str(value).startswith(UNNAMED)
