"""Acts of speech as accounts: what a claim's stance makes of it (a threat, a demand, an accusation)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterclaim.finding.accounts_draft import Draft, Scene, innermost
from counterclaim.records import UNNAMED, Claim, EventType, How, MentionType, Stance, Status
from counterclaim.text import trim

_ACTS: dict[Stance, tuple[EventType, str | None]] = {
    Stance.ACCUSES: (EventType.ACCUSE, "allege"),
    Stance.CONDEMNS: (EventType.ACCUSE, "disapprove"),
    Stance.THREATENS: (EventType.THREATEN, None),
    Stance.DEMANDS: (EventType.REQUEST, None),
    Stance.PRAISES: (EventType.SUPPORT, None),
}
_WHOM = frozenset({MentionType.PERSON, MentionType.ORG, MentionType.PLACE, MentionType.NORP})
_AIMED = frozenset({Stance.ACCUSES, Stance.CONDEMNS, Stance.THREATENS, Stance.DEMANDS})
_NEAR = 25
_SURE = 0.5
_WISHING = frozenset({"want", "wants", "wanted", "wish", "wishes", "wished", "hope", "hopes", "hoped"})


def with_statements(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The accounts with one for each act of speech; a claim responsible for an event is its actor; denials deny."""
    kept = [_settled(draft) for draft in drafts if not _only_announced(draft)]
    for claim in scene.claims:
        act = _ACTS.get(claim.stance)
        if act is None or claim.cue_start is None or claim.cue_end is None or not claim.cue or _own_wish(claim):
            continue
        type_, mode = act
        same = [n for n, d in enumerate(kept) if d.type is type_ and claim.cue_start - 2 <= d.head <= claim.cue_end + 2]
        if same:
            for n in same:
                kept[n] = _named(scene, kept[n], claim)
        elif not scene.seen or not _plain(scene, claim) or (_whom(scene, claim) and _read(scene, claim, type_)):
            kept.append(_statement(scene, claim, type_, mode))
    return kept


def _plain(scene: Scene, claim: Claim) -> bool:
    """The cue is a word of saying that does no more than say: its act lies in the content alone."""
    words = str(claim.cue).lower().split()
    form = scene.knowledge.cues.forms.get(words[-1]) if words else None
    return form is not None and all(
        cue.stances.get("clause") is Stance.ASSERTS for cue in form.cues if not cue.particle
    )


def _read(scene: Scene, claim: Claim, type_: EventType) -> bool:
    """The language backend sees such an act in cue or content."""
    assert claim.cue_start is not None and claim.cue_end is not None
    start, end = min(claim.cue_start, claim.start), max(claim.cue_end, claim.end)
    inside = scene.tokens.within(start, end)
    return any(s.type is type_ and s.sure >= _SURE for s in scene.seen_within(inside.start, inside.stop))


def _own_wish(claim: Claim) -> bool:
    """A wish for something of one's own, or not to be named, asks nothing of anybody."""
    if claim.stance is not Stance.DEMANDS:
        return False
    wish = bool(claim.cue) and str(claim.cue).lower().split()[-1] in _WISHING and claim.text.startswith("to ")
    return wish or claim.text.startswith("not to be ")


def _only_announced(draft: Draft) -> bool:
    """What a threat or a demand holds out has not happened: the threat is the account."""
    if draft.claim is None or draft.claim.stance not in (Stance.THREATENS, Stance.DEMANDS):
        return False
    demanded = draft.claim.stance is Stance.DEMANDS and not draft.noun and draft.start <= draft.claim.start
    return demanded or draft.status in (Status.PLANNED, Status.HYPOTHETICAL)


def _settled(draft: Draft) -> Draft:
    claim = draft.claim
    if claim is None:
        return draft
    if claim.stance is Stance.DENIES and draft.relative:
        return replace(
            draft, claim=None
        )  # "denied supplying the drones which struck the base": the strike is not denied
    if claim.stance is Stance.DENIES and draft.status in (Status.HAPPENED, Status.ONGOING, Status.HYPOTHETICAL):
        return replace(draft, status=Status.DENIED)
    own = claim.stance is Stance.CLAIMS_RESPONSIBILITY
    if own and draft.type is EventType.ASSAULT and not draft.actors and not claim.speaker_id.startswith(UNNAMED):
        return replace(draft, actors=(claim.on_behalf_of or claim.speaker_id,))
    return draft


def _named(scene: Scene, draft: Draft, claim: Claim) -> Draft:
    """The speaker is the actor of the act of speech that its cue tells."""
    if claim.speaker_id.startswith(UNNAMED):
        return draft
    infinitive = claim.text.startswith("to ")
    told = claim.stance is not Stance.THREATENS or infinitive or claim.start < draft.head
    whom = (draft.recipients if told else ()) or _whom(scene, claim)
    sentence = scene.view.sentence_of(draft.head) or (draft.start, draft.end)
    if sentence[0] <= claim.start and claim.end <= sentence[1]:
        draft = replace(draft, start=min(draft.start, claim.start), end=max(draft.end, claim.end))
    return replace(draft, actors=(claim.speaker_id,), recipients=tuple(k for k in whom if k != claim.speaker_id))


def _statement(scene: Scene, claim: Claim, type_: EventType, mode: str | None) -> Draft:
    assert claim.cue_start is not None and claim.cue_end is not None
    sentence = scene.view.sentence_of(claim.cue_start) or (claim.cue_start, claim.cue_end)
    starts = [claim.cue_start, claim.start] + ([claim.speaker_start] if claim.speaker_start is not None else [])
    ends = [claim.cue_end, claim.end] + ([claim.speaker_end] if claim.speaker_end is not None else [])
    start, end = max(min(starts), sentence[0]), min(max(ends), sentence[1])
    start, end = trim(scene.view.text, min(start, claim.cue_start), max(end, claim.cue_end), also=",;:")
    if claim.start >= sentence[1]:  # what is said stands by itself after "X said:"
        said = scene.view.sentence_of(claim.start) or (claim.start, claim.end)
        start, end = claim.start, min(claim.end, said[1])
    named = not claim.speaker_id.startswith(UNNAMED)
    outer = [c for c in scene.claims if c.claim_id == claim.within]
    return Draft(
        start=start,
        end=end,
        head=claim.cue_start,
        type=type_,
        mode=mode,
        status=Status.HAPPENED,
        actors=(claim.speaker_id,) if named else (),
        recipients=tuple(k for k in _whom(scene, claim) if k != claim.speaker_id),
        places=(),
        claim=outer[0] if outer else _around(scene, claim, claim.cue_start),
        rule=f"{type_}{'/' + mode if mode else ''}: stance {claim.stance}",
        confidence=round(0.8 * claim.confidence, 3),
    )


def _around(scene: Scene, claim: Claim, offset: int) -> Claim | None:
    return innermost([c for c in scene.claims_at((offset, offset + 1)) if c != claim], offset)


def _whom(scene: Scene, claim: Claim) -> tuple[str, ...]:
    """The first name between cue and content ("accused X of"), or at the head of what is demanded or laid to somebody."""
    if claim.cue_end is None or claim.stance not in _AIMED:
        return ()
    # Who comes first in a threat's content is the one who threatens.
    before = claim.stance is Stance.THREATENS or claim.start > claim.cue_end + 4
    stop = claim.start if before else claim.start + _NEAR
    for mention in scene.mentions:
        if mention.start >= stop:
            break
        if mention.start < claim.cue_end or mention.type not in _WHOM or mention.how is How.PRONOUN:
            continue
        known = (claim.speaker_id, claim.on_behalf_of, *claim.chain)
        whom = scene.governments.get(mention.entity_id, mention.entity_id)
        if mention.entity_id not in known and whom not in known and not whom.startswith(UNNAMED):
            return (whom,)
    return ()
