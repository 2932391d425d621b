"""The order of the finders for one article, and the way from the repaired text back to the text as read.

Finders work on :class:`counterclaim.finding.view.View` and give records whose offsets count characters of the view;
their ids are local (``c0``, ``a3``). Here the offsets go back to the document, the words are cut from the text as read,
and the ids become hashes of content. A record whose words are gone after that is dropped and counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from counterclaim.finding import accounts, claims, dates, figures, mentions, relations, wording
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.language.model import Backend, Reading
from counterclaim.records import (
    UNNAMED,
    Account,
    Article,
    Casualty,
    Claim,
    DateExpression,
    Findings,
    Furniture,
    Mention,
    Quantity,
    Relation,
    Wording,
    identify,
)
from counterclaim.text import Repaired, Span, overlaps, repair, trim

Anchored = TypeVar("Anchored", Mention, Claim, Account, Casualty, Relation, Quantity, DateExpression, Wording)


def find(
    article: Article, text: str, furniture: tuple[Furniture, ...], *, knowledge: Knowledge, backend: Backend
) -> Findings:
    """All that one article holds. ``text`` is the article's own text, ``furniture`` that of its document."""
    repaired = repair(text)
    view = _view(article, text, repaired, furniture, backend.read([repaired.text])[0])
    home = _Home(article, text, repaired)
    named = mentions.find(view, knowledge)
    said = claims.find(view, knowledge, named)
    days = dates.find(view)
    sums = figures.find(view)
    told = accounts.find(view, knowledge, named, said, days, sums)
    ties = relations.find(view, knowledge, named, said, days)
    loaded = wording.find(view, knowledge, named, said)
    return home.settle(
        Findings(
            article_id=article.article_id,
            mentions=named.mentions,
            entities=named.entities,
            places=named.places,
            claims=said,
            accounts=told.accounts,
            casualties=told.casualties,
            relations=ties,
            quantities=sums,
            dates=days,
            wording=loaded,
        )
    )


def _view(article: Article, text: str, repaired: Repaired, furniture: tuple[Furniture, ...], reading: Reading) -> View:
    def into(start: int, end: int) -> Span:
        if repaired.origins is None:
            return start, end
        origins = repaired.origins
        low = next((i for i, origin in enumerate(origins) if origin >= start), len(origins) - 1)
        high = next((i for i, origin in enumerate(origins) if origin >= end), len(origins) - 1)
        return low, high

    inside = [
        (max(f.start, article.start) - article.start, min(f.end, article.end) - article.start)
        for f in furniture
        if f.document_id == article.document_id and overlaps((f.start, f.end), (article.start, article.end))
    ]
    title: Span | None = None
    if article.title and text.startswith(article.title):
        title = into(0, len(article.title))
    return View(
        article=article,
        text=repaired.text,
        title=title,
        furniture=tuple(into(*span) for span in sorted(inside)),
        reading=reading,
    )


@dataclass(frozen=True)
class _Home:
    article: Article
    text: str
    repaired: Repaired

    def span(self, start: int, end: int) -> Span:
        """Offsets into the article's text as read, trimmed."""
        return trim(self.text, *self.repaired.span(start, end))

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
            if new_id in claim_ids.values():
                claim_ids[raw.claim_id] = new_id
                continue
            claim_ids[raw.claim_id] = new_id
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
            known = new_id in account_ids.values()
            account_ids[raw_account.account_id] = new_id
            if not known:
                settled_accounts.append(replace(account, account_id=new_id, claim_id=claim_id))
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
