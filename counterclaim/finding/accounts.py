"""What happened: accounts, each one telling of one event in one article, with who, whom, where, when and harm.

The words that tell an event come from the lexicon (:mod:`counterclaim.knowledge.plover`); who did it and to whom are the names
on the proper side of them. An account that stands inside a claim belongs to that claim's speaker. Acts of speech (threats,
demands, accusations, refusals) are accounts too. Every account names the rule that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterclaim.finding import (
    accounts_context,
    accounts_hits,
    accounts_incidents,
    accounts_parties,
    accounts_said,
    accounts_sums,
    clauses,
)
from counterclaim.finding.accounts_draft import Draft, Scene, innermost
from counterclaim.finding.accounts_hits import Told
from counterclaim.finding.accounts_parties import Parties, Sentence
from counterclaim.finding.mentions import Named, government_of
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
    MentionType,
    Precision,
    Quantity,
    Stance,
    Status,
)
from counterclaim.text import slug, trim

_AIRCRAFT = clauses.word_set(
    "warplane warplanes jet jets aircraft bomber bombers plane planes helicopter helicopters gunships"
)
_DRONES = clauses.word_set("drone drones uav uavs")
_OUTLETS = frozenset({"outlet", "agency"})
_PLACED = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE, EventType.RETREAT})
_SUFFERED = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.THREATEN, EventType.ACCUSE})
_SINGLE = frozenset(
    {"attack", "bomb", "strike", "raid", "assault", "ambush", "terrorist attack", "terror attack", "armed attack"}
)
_STATE = frozenset({"state", "government", "army", "army-branch", "ministry"})
_LANDS = ("state", "territory")
# From this probability on a happening of the same type, as the language backend reads it, speaks for an account.
_SEEN = 0.5
# Patterns of so many words mean what they say.
_LONG = 2
_THE = frozenset({"the", "this", "that", "these", "those"})
_DENYING = "01"
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
    actors = {e.entity_id: a for e in named.entities if e.known and (a := knowledge.catalogue.get(e.entity_id))}
    for key, actor in actors.items():
        if actor.type == MentionType.PLACE:
            sizes.setdefault(key, _SIZES[Precision.COUNTRY if actor.kind in _LANDS else Precision.DISTRICT])
    scene = Scene.of(
        view, knowledge, named.mentions, said, days, sums, sizes=sizes, known=known,
        bodies=frozenset(key for key, a in actors.items() if a.type == MentionType.ORG),
        outlets=frozenset(key for key, a in actors.items() if a.kind in _OUTLETS),
        sides={key: a.country for key, a in actors.items() if a.country and (a.kind in _STATE or a.type is MentionType.PERSON)},
        governments={key: g for e in named.entities if e.known and (g := government_of(key := e.entity_id, knowledge)) != key},
    )  # fmt: skip
    drafts: list[Draft] = []
    for span in view.sentences:
        drafts.extend(in_sentence(scene, span))
    drafts = accounts_said.with_statements(scene, drafts)
    drafts = accounts_sums.with_days(scene, drafts)
    drafts.sort(key=lambda d: (d.start, d.end, d.type, d.mode or ""))
    drafts = accounts_context.with_context(scene, drafts)
    drafts = accounts_incidents.with_incidents(scene, drafts)
    accounts: list[Account] = []
    casualties: list[Casualty] = []
    for number, draft in enumerate(drafts):
        accounts.append(_account(scene, draft, f"a{number}"))
        casualties.extend(_casualties(scene, draft, f"a{number}"))
    return Telling(tuple(accounts), tuple(casualties))


def in_sentence(scene: Scene, span: tuple[int, int]) -> list[Draft]:
    """The accounts that one sentence tells, with their figures, without days."""
    inside = scene.tokens.within(*span)
    low = scene.tokens.low
    inside = range(clauses.after_dateline(low, inside.start, inside.stop), inside.stop)
    seen = scene.seen_within(inside.start, inside.stop)
    tolds = accounts_hits.told_in(scene.knowledge.plover, low, inside.start, inside.stop, scene.names, seen)
    if not tolds:
        return []
    sentence = Sentence.of(low, inside, scene.parties_within(inside.start, inside.stop), tolds)
    claims = scene.claims_at(span)
    drafts: list[Draft] = []
    before, words = Parties(), False
    for found in tolds:
        shared = before if words == accounts_hits.statement(found.entry.type) else Parties()
        told, parties = _with_parties(scene, sentence, found, shared, claims)
        if not told.noun:
            before, words = parties, accounts_hits.statement(told.entry.type)
        if not _denial(told) and not _state(low, told) and not _unread(scene, told) and not _purpose(told):
            drafts.append(_draft(scene, sentence, told, parties, claims))
    drafts = accounts_sums.with_sums(scene, merged(drafts), span)
    return [d if _worth(d) else replace(d, loose=True) for d in drafts if _worth(d) or _going_on(d)]


def _with_parties(
    scene: Scene, sentence: Sentence, told: Told, shared: Parties, claims: Sequence[Claim]
) -> tuple[Told, Parties]:
    """What is told, and who is party to it."""
    parties = accounts_parties.assign(sentence, told, shared)
    if any(p.type is MentionType.PLACE and p.names for p in parties.recipients):
        told = accounts_hits.on_ground(told)
    parties = accounts_parties.with_read(sentence, told, parties)
    return told, _without_tellers(scene, told, claims, parties)


def _without_tellers(scene: Scene, told: Told, claims: Sequence[Claim], parties: Parties) -> Parties:
    """Who tells of a deed is no party to it by being named beside it: "three were killed, the Observatory said"."""
    if accounts_hits.statement(told.entry.type):
        return parties
    head = scene.tokens.starts[told.head]
    spans = [
        (c.speaker_start, c.speaker_end) for c in claims
        if c.speaker_start is not None and c.speaker_end is not None and c.start <= head < c.end
    ]  # fmt: skip

    def others(side: tuple[accounts_parties.Party, ...]) -> tuple[accounts_parties.Party, ...]:
        return tuple(p for p in side if not any(a <= scene.tokens.starts[p.start] < b for a, b in spans))

    return Parties(others(parties.actors), others(parties.recipients))


def _denial(told: Told) -> bool:
    """To deny is a claim; the account is of what is denied. A refusal is an account of its own."""
    return told.entry.type is EventType.REJECT and told.entry.cameo == _DENYING


def _unread(scene: Scene, told: Told) -> bool:
    """A word that can mean much else, where the language backend sees nothing happen."""
    return bool(scene.seen) and told.seen is None and told.entry.weak and len(told.hit.at) < _LONG


def _purpose(told: Told) -> bool:
    """What something is done for has not happened: "were deployed to fight"."""
    seen = told.seen
    done = seen is not None and seen.sure >= _SEEN and seen.status in (Status.HAPPENED, Status.ONGOING)
    return told.group.purpose and not done


def _state(low: Sequence[str], told: Told) -> bool:
    """ "Is backed by" says what somebody is to another and tells no event."""
    passive = told.group.voice is clauses.Voice.PASSIVE
    return told.entry.type is EventType.SUPPORT and passive and low[told.group.start] in ("is", "are")


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
    elif status is Status.HAPPENED and told.entry.result and clauses.of_a_war(low, first, last):
        status = Status.HISTORICAL  # what a war has cost so far is no incident's toll
    holding = innermost(claims, head)
    if holding is None:
        holding = _carried_on(scene, claims, start)
    else:
        start, end = max(start, holding.start), min(end, holding.end)
    actors = _acting(scene, told, _keys(parties.actors), doing=True)
    recipients = _acting(scene, told, _keys(_suffering(sentence, told, parties)), doing=False)
    return Draft(
        start=min(start, head),
        end=max(end, tokens.ends[told.hit.last]),
        head=head,
        type=told.entry.type,
        mode=told.mode if told.mode not in (None, "heavy-weapons") else _means(sentence, told, first) or told.mode,
        status=status,
        actors=actors,
        recipients=tuple(k for k in recipients if k not in actors),
        places=_where(scene, sentence, told, parties, holding),
        claim=holding,
        rule=told.hit.pattern.rule,
        confidence=_confidence(told, parties),
        negated=told.group.negated,
        result=told.entry.result,
        noun=told.noun,
        aimed=bool(parties.recipients) or _single_act(told),
        definite=(told.noun or told.hit.turned) and _definite(low, told.hit.first, sentence.start),
        someone=any(p.key is None for p in parties.actors),
        sure=told.seen.sure if told.seen is not None and told.seen.type is told.entry.type else None,
        relative=told.group.start > sentence.start and low[told.group.start - 1] in ("which", "who", "whom", "whose"),
    )


def _definite(low: Sequence[str], first: int, start: int) -> bool:
    """ "The attack", "these two raids": something that was told before."""
    for j in range(first - 1, max(start, first - 4) - 1, -1):
        if low[j] in _THE:
            return True
        if low[j] in clauses.PREPOSITIONS or not low[j][0].isalnum():
            return False
    return False


def _means(sentence: Sentence, told: Told, first: int) -> str | None:
    """The mode of an attack by what did it: aircraft or drones as its subject, after "by" or after "with"."""
    if told.entry.type is not EventType.ASSAULT or told.noun or told.entry.result:
        return None
    low, head = sentence.low, told.head
    passive = told.group.voice is clauses.Voice.PASSIVE
    after = low[head + 1 : clauses.clause_end(low, told.hit.last, sentence.stop)]
    by = next((n for n, word in enumerate(after) if word in (("by", "with") if passive else ("with",))), None)
    words = [] if passive else [*low[max(first, head - 12) : head]]
    words += [] if by is None else after[by + 1 : by + 6]
    pairs = {f"{a} {b}" for a, b in zip(words, words[1:], strict=False)}
    if _DRONES.intersection(words):
        return "drone"
    return "aerial" if _AIRCRAFT.intersection(words) or "air force" in pairs else None


def _single_act(told: Told) -> bool:
    """The noun is of one attack ("the strike in Pell"), not of fighting in general."""
    entry = told.entry
    return (
        entry.type is EventType.ASSAULT and not entry.result and (bool(told.mode) or told.hit.pattern.text in _SINGLE)
    )


def _carried_on(scene: Scene, claims: Sequence[Claim], start: int) -> Claim | None:
    """The claim that the words before ``start`` go on with: "said that X and that Y"."""
    before = [c for c in claims if 0 < start - c.end <= 12]
    joined = [c for c in before if scene.view.text[c.end : start].strip(" ,\n").lower().split() == ["and", "that"]]
    return joined[-1] if joined else None


def _keys(parties: Sequence[accounts_parties.Party]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.key for p in parties if p.key and not p.key.startswith(UNNAMED)))


def _suffering(sentence: Sentence, told: Told, parties: Parties) -> tuple[accounts_parties.Party, ...]:
    """The recipients: an attack on a place, or on people by the name of their nation, is one on no party."""
    if told.entry.type is not EventType.ASSAULT:
        return parties.recipients
    return tuple(
        p for p in parties.recipients
        if p.type is not MentionType.NORP and (p.type is not MentionType.PLACE or sentence.governor(p) is None)
    )  # fmt: skip


def _acting(scene: Scene, told: Told, keys: tuple[str, ...], *, doing: bool) -> tuple[str, ...]:
    """Without towns, in which deeds are done, and without outlets, which tell of them (but for what is done to them).

    A state that does something, or to which something is said, is its government.
    """
    country = _SIZES[Precision.COUNTRY]
    if doing or told.entry.type is not EventType.ASSAULT:
        keys = tuple(scene.governments.get(k, k) for k in keys)
    kept = [k for k in keys if scene.sizes.get(k, country) == country]
    suffers = not doing and not told.noun and told.entry.type in _SUFFERED
    return tuple(dict.fromkeys(k for k in kept if suffers or k not in scene.outlets))


def _where(scene: Scene, sentence: Sentence, told: Told, parties: Parties, claim: Claim | None) -> tuple[str, ...]:
    """The places of the event; what a claim tells has its places in the claim's words, and words have none of a deed."""
    starts = scene.tokens.starts
    found = [
        p for p in accounts_parties.places(sentence, told, parties, scene.sizes)
        if claim is None or claim.start <= starts[p.start] < claim.end
    ]  # fmt: skip
    keys = _smallest(scene, tuple(k for k in _keys(found) if k not in scene.bodies))
    return () if accounts_hits.statement(told.entry.type) else keys


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
    if draft.noun and draft.status is Status.HYPOTHETICAL and not (draft.actors or draft.recipients):
        return False
    if draft.claim is not None and draft.claim.stance is Stance.DENIES and not accounts_hits.statement(draft.type):
        return not draft.noun or bool(draft.actors or draft.places)
    if draft.type is EventType.SUPPORT and not draft.recipients and not draft.noun and len(draft.actors) < 2:
        return False
    if draft.actors or draft.recipients or draft.sums:
        return True
    return bool(draft.places) and draft.type in _PLACED and (not draft.noun or draft.aimed)


def _going_on(draft: Draft) -> bool:
    """An attack that names nobody and nothing can still be one that was told before."""
    told = draft.status in (Status.HAPPENED, Status.ONGOING, Status.DENIED)
    return draft.type is EventType.ASSAULT and told and (draft.sure or 0.0) >= _SEEN


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
    if left.type is not right.type or not _one_breath(left.claim, right.claim) or left.status is not right.status:
        return False
    if left.mode and right.mode and left.mode != right.mode:
        return False
    if left.places and right.places and not set(left.places) & set(right.places):
        return False
    if left.type is EventType.CONSULT and "third-party" in (left.mode, right.mode) and left.noun != right.noun:
        return True  # "met under the mediation of X"
    if left.type is EventType.ASSAULT and (left.result or right.result):
        return not (left.actors and right.actors and not set(left.actors) & set(right.actors))
    if not (left.noun or right.noun):
        return False
    return all(
        not a or not b or bool(set(a) & set(b))
        for a, b in ((left.actors, right.actors), (left.recipients, right.recipients))
    )


def _one_breath(left: Claim | None, right: Claim | None) -> bool:
    """The same claim, or two that share a cue ("said that ... and that ...")."""
    if left is None or right is None:
        return left == right
    return left == right or (
        left.cue_start is not None and left.cue_start == right.cue_start and left.speaker_id == right.speaker_id
    )


def _joined(left: Draft, right: Draft) -> Draft:
    main, other = (right, left) if left.result and not right.result else (left, right)
    if left.type is EventType.CONSULT and left.noun and not right.noun:
        main, other = right, left
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
        sure=max((s for s in (left.sure, right.sure) if s is not None), default=None),
    )


def _account(scene: Scene, draft: Draft, account_id: str) -> Account:
    article = scene.view.article
    killed = accounts_sums.harm_of(scene, draft, Harm.KILLED)
    injured = accounts_sums.harm_of(scene, draft, Harm.INJURED)
    return Account(
        account_id=account_id,
        event_id="" if draft.incident is None else f"a{draft.incident}",
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
        informant_ids=_informants(scene, draft),
        witness_id="",
        confidence=draft.confidence,
        rule=draft.rule,
    )


def _informants(scene: Scene, draft: Draft) -> tuple[str, ...]:
    """On whom the account rests: the tellers of the claim that it stands in, but for the article's outlet and origin.

    What the article tells in its own voice rests on the agency or outlet that it relays.
    """
    article = scene.view.article
    if draft.claim is None:
        return (_outlet(scene, article.origin),) if article.origin else ()
    chain = draft.claim.chain
    links = chain[1:] if len(chain) > 1 else (draft.claim.speaker_id,)
    origin = _outlet(scene, article.origin) if article.origin else None
    return tuple(dict.fromkeys(key for key in links if key == links[-1] or key != origin))


def _outlet(scene: Scene, name: str) -> str:
    known = scene.knowledge.catalogue.outlet(name)
    return known.id if known else slug(name)


def _side(scene: Scene, quantity: Quantity) -> str | None:
    """Whose people a figure counts, by its own words: "four Vardan sailors", "nine fighters of the Tide Front"."""
    after = len(" of the ") + quantity.end
    for m in scene.mentions:
        if m.start > after:
            break
        if m.type in (MentionType.NORP, MentionType.ORG) and m.start >= quantity.start:
            between = scene.view.text[quantity.end : m.start].split() if m.start >= quantity.end else ["of"]
            if between in (["of"], ["of", "the"]):
                return None if m.entity_id.startswith(UNNAMED) else m.entity_id
    return None


def _casualties(scene: Scene, draft: Draft, account_id: str) -> list[Casualty]:
    sides = {q.start: _side(scene, q) for q in draft.sums}
    common = draft.recipients[0] if len(draft.recipients) == 1 and not any(sides.values()) else None
    return [
        Casualty(
            account_id=account_id,
            document_id=scene.view.article.document_id,
            start=q.start,
            end=q.end,
            text=q.text,
            harm=Harm(q.counts),
            group=q.unit,
            side_id=sides[q.start] or common,
            low=q.low,
            high=q.high,
        )
        for q in draft.sums
        if q.counts
    ]
