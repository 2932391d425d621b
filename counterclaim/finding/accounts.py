"""What happened: accounts, each one telling of one event in one article, with who, whom, where, when and harm.

The words that tell an event come from the lexicon (:mod:`counterclaim.knowledge.plover`); who did it and to whom are the names
on the proper side of them. An account that stands inside a claim belongs to that claim's speaker. Acts of speech (threats,
demands, accusations, refusals) are accounts too. Every account names the rule that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterclaim.finding import accounts_hits, accounts_parties, accounts_said, accounts_sums, clauses
from counterclaim.finding.accounts_draft import Draft, Scene, innermost
from counterclaim.finding.accounts_hits import Told
from counterclaim.finding.accounts_parties import Parties, Sentence
from counterclaim.finding.mentions import Named
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.records import (
    UNNAMED,
    Account,
    Casualty,
    Claim,
    DateExpression,
    EventType,
    Harm,
    Precision,
    Quantity,
    Status,
)
from counterclaim.text import trim

_SIZES = {Precision.EXACT: 0, Precision.DISTRICT: 1, Precision.AREA: 2, Precision.COUNTRY: 3}


@dataclass(frozen=True)
class Telling:
    """The accounts of an article and the harm that each tells."""

    accounts: tuple[Account, ...]
    casualties: tuple[Casualty, ...]


def find(
    view: View,
    knowledge: Knowledge,
    named: Named,
    said: tuple[Claim, ...],
    days: tuple[DateExpression, ...],
    sums: tuple[Quantity, ...],
) -> Telling:
    """Every account, in text order; offsets count characters of the view's text, ids are local (``a0``)."""
    sizes = {p.place_id: _SIZES[p.precision] for p in named.places}
    known = frozenset(e.entity_id for e in named.entities if e.known)
    outlets = frozenset(e.entity_id for e in named.entities if e.known and _is_outlet(knowledge, e.entity_id))
    scene = Scene.of(view, knowledge, named.mentions, said, days, sums, sizes=sizes, known=known, outlets=outlets)
    drafts: list[Draft] = []
    for span in view.sentences:
        drafts.extend(in_sentence(scene, span))
    drafts = accounts_said.with_statements(scene, drafts)
    drafts = accounts_sums.with_days(scene, drafts)
    drafts.sort(key=lambda d: (d.start, d.end, d.type, d.mode or ""))
    accounts: list[Account] = []
    casualties: list[Casualty] = []
    for number, draft in enumerate(drafts):
        accounts.append(_account(scene, draft, f"a{number}"))
        casualties.extend(_casualties(scene, draft, f"a{number}"))
    return Telling(tuple(accounts), tuple(casualties))


def _is_outlet(knowledge: Knowledge, key: str) -> bool:
    actor = knowledge.catalogue.get(key)
    return actor is not None and actor.kind == "outlet"


def in_sentence(scene: Scene, span: tuple[int, int]) -> list[Draft]:
    """The accounts that one sentence tells, with their figures, without days."""
    inside = scene.tokens.within(*span)
    low = scene.tokens.low
    tolds = accounts_hits.told_in(scene.knowledge.plover, low, inside.start, inside.stop, scene.names)
    if not tolds:
        return []
    sentence = Sentence.of(low, inside, scene.parties_within(inside.start, inside.stop), tolds)
    claims = scene.claims_at(span)
    drafts: list[Draft] = []
    before, words = Parties(), False
    for told in tolds:
        shared = before if words == accounts_hits.statement(told.entry.type) else Parties()
        parties = accounts_parties.assign(sentence, told, shared)
        if not told.noun:
            before, words = parties, accounts_hits.statement(told.entry.type)
        drafts.append(_draft(scene, sentence, told, parties, claims))
    drafts = accounts_sums.with_sums(scene, merged(drafts), span)
    return [d for d in drafts if _worth(d)]


def _draft(scene: Scene, sentence: Sentence, told: Told, parties: Parties, claims: Sequence[Claim]) -> Draft:
    low, tokens = sentence.low, scene.tokens
    first = clauses.clause_start(low, told.hit.first, sentence.start)
    last = clauses.clause_end(low, told.hit.last, sentence.stop)
    start, end = trim(scene.view.text, tokens.starts[first], tokens.ends[last - 1], also=",;:-–—")
    head = tokens.starts[told.head]
    status = told.group.status
    if told.group.negated and status in (Status.HAPPENED, Status.ONGOING, Status.PLANNED):
        status = Status.DENIED
    elif status is Status.HAPPENED and clauses.conditional(low, told.head, sentence.start):
        status = Status.HYPOTHETICAL
    elif status is Status.HAPPENED and "since" in low[told.head : last] and "been" in low[told.group.start : told.head]:
        status = Status.ONGOING  # a toll that still grows ("have been killed since")
    holding = innermost(claims, head)
    if holding is not None:
        start, end = max(start, holding.start), min(end, holding.end)
    placed = accounts_parties.places(sentence, told, parties)
    actors = _acting(scene, told, _keys(parties.actors))
    return Draft(
        start=min(start, head),
        end=max(end, tokens.ends[told.hit.last]),
        head=head,
        type=told.entry.type,
        mode=told.mode,
        status=status,
        actors=actors,
        recipients=tuple(k for k in _acting(scene, told, _keys(parties.recipients)) if k not in actors),
        places=_smallest(scene, _keys(placed)),
        claim=holding,
        rule=told.hit.pattern.rule,
        confidence=_confidence(told, parties),
        negated=told.group.negated,
        result=told.entry.result,
        noun=told.noun,
    )


def _keys(parties: Sequence[accounts_parties.Party]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.key for p in parties if p.key and not p.key.startswith(UNNAMED)))


def _acting(scene: Scene, told: Told, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Without towns, in which deeds are done, and without outlets, which tell of them; words can be of both."""
    if accounts_hits.statement(told.entry.type):
        return keys
    country = _SIZES[Precision.COUNTRY]
    return tuple(k for k in keys if scene.sizes.get(k, country) == country and k not in scene.outlets)


def _smallest(scene: Scene, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The places without the countries around them, where smaller ones are told."""
    smaller = tuple(k for k in keys if scene.sizes.get(k, 0) < _SIZES[Precision.COUNTRY])
    return smaller or keys


def _confidence(told: Told, parties: Parties) -> float:
    """How often such a reading is right, by hand on read-over articles: words that mean one thing, and parties, help."""
    sure = 0.55 if told.entry.weak else 0.7
    sure += 0.1 * bool(parties.actors) + 0.1 * bool(parties.recipients)
    return round(min(0.95, sure - 0.1 * told.noun), 2)


def _worth(draft: Draft) -> bool:
    """An account names a party, a place in a deed, or a figure; a bare word tells nothing."""
    if draft.result and draft.noun and not draft.sums:
        return False
    if draft.actors or draft.recipients or draft.sums:
        return True
    return bool(draft.places) and not accounts_hits.statement(draft.type) and not draft.noun


def merged(drafts: Sequence[Draft]) -> list[Draft]:
    """One account where a sentence tells one event twice: a deed and its harm ("bombed the town, killing 31")."""
    kept: list[Draft] = []
    for draft in drafts:
        home = next((n for n in range(len(kept) - 1, -1, -1) if _one(kept[n], draft)), None)
        if home is None:
            kept.append(draft)
        else:
            kept[home] = _joined(kept[home], draft)
    return kept


def _one(left: Draft, right: Draft) -> bool:
    if left.type is not right.type or left.claim != right.claim or left.status is not right.status:
        return False
    if left.mode and right.mode and left.mode != right.mode:
        return False
    if left.type is EventType.ASSAULT and (left.result or right.result):
        return not (left.actors and right.actors and not set(left.actors) & set(right.actors))
    if not (left.noun or right.noun):
        return False
    return all(
        not a or not b or bool(set(a) & set(b))
        for a, b in ((left.actors, right.actors), (left.recipients, right.recipients))
    )


def _joined(left: Draft, right: Draft) -> Draft:
    main, other = (right, left) if left.result and not right.result else (left, right)
    return replace(
        main,
        start=min(left.start, right.start),
        end=max(left.end, right.end),
        mode=main.mode or other.mode,
        actors=main.actors or other.actors,
        recipients=tuple(
            dict.fromkeys(k for k in (*main.recipients, *other.recipients) if k not in (main.actors or other.actors))
        ),
        places=main.places or other.places,
        confidence=max(left.confidence, right.confidence),
    )


def _account(scene: Scene, draft: Draft, account_id: str) -> Account:
    article = scene.view.article
    killed = accounts_sums.harm_of(scene, draft, Harm.KILLED)
    injured = accounts_sums.harm_of(scene, draft, Harm.INJURED)
    return Account(
        account_id=account_id,
        event_id="",
        article_id=article.article_id,
        claim_id=draft.claim.claim_id if draft.claim else None,
        document_id=article.document_id,
        start=draft.start,
        end=draft.end,
        text=scene.view.text[draft.start : draft.end],
        type=draft.type,
        mode=draft.mode,
        status=draft.status,
        actor_ids=draft.actors,
        recipient_ids=draft.recipients,
        place_ids=draft.places,
        date_earliest=draft.days[0],
        date_latest=draft.days[1],
        killed_low=killed[0],
        killed_high=killed[1],
        injured_low=injured[0],
        injured_high=injured[1],
        informant_ids=_informants(draft),
        witness_id="",
        confidence=draft.confidence,
        rule=draft.rule,
    )


def _informants(draft: Draft) -> tuple[str, ...]:
    """On whom the account rests: the tellers of the claim that it stands in, but for the article's outlet."""
    if draft.claim is None:
        return ()
    chain = draft.claim.chain
    return tuple(dict.fromkeys(chain[1:] if len(chain) > 1 else (draft.claim.speaker_id,)))


def _casualties(scene: Scene, draft: Draft, account_id: str) -> list[Casualty]:
    side = draft.recipients[0] if len(draft.recipients) == 1 else None
    return [
        Casualty(
            account_id=account_id,
            document_id=scene.view.article.document_id,
            start=q.start,
            end=q.end,
            text=q.text,
            harm=Harm(q.counts),
            group=q.unit,
            side_id=side,
            low=q.low,
            high=q.high,
        )
        for q in draft.sums
        if q.counts
    ]
