"""What tellings of one event lend each other in one article: harm told in a later sentence, place, mode and days.

"An air strike hit the market of Pell on Monday. More than 30 people were wounded": the second sentence tells more of the
first one's event. What it does not say itself it has from there; nothing that it says is changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from counterclaim.finding.accounts_draft import NOTHING, Draft, Scene
from counterclaim.records import EventType, Stance, Status

_THE_PLACE = re.compile(r"\b[Tt]he (?:town|city|village|market|camp|base|port|harbour|district|area|hospital|school)\b")
_REACH = 700
_NEXT = 3
# Words that begin another event.
_OTHER = ("separate", "separately", "elsewhere", "another", "earlier", "meanwhile", "also", "other")
_TOLD = (Status.HAPPENED, Status.DENIED)


def with_context(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The accounts, with harm joined to the deed that it tells of and with what they have from a telling before them."""
    kept: list[Draft] = []
    for draft in drafts:
        home = _deed(scene, kept, draft)
        if home is None:
            kept.append(draft)
        elif _same_teller(kept[home], draft) and draft.result and _more(kept[home], draft):
            kept[home] = replace(kept[home], sums=tuple(sorted((*kept[home].sums, *draft.sums), key=lambda q: q.start)))
        else:
            kept.append(_lent(kept[home], draft))
    return kept


def _deed(scene: Scene, before: Sequence[Draft], draft: Draft) -> int | None:
    """The last placed attack before a telling that names no place and no party, near enough to be the same."""
    if draft.type is not EventType.ASSAULT or draft.status not in _TOLD or draft.places or draft.noun:
        return None
    denied = draft.claim is not None and draft.claim.stance is Stance.DENIES
    definite = _THE_PLACE.search(scene.view.text, draft.start, draft.end) is not None
    if not (draft.result or denied or definite) or (draft.actors and not definite) or _opens_another(scene, draft):
        return None
    placed = [
        n for n, d in enumerate(before)
        if d.type is EventType.ASSAULT and d.status is Status.HAPPENED and (d.places or d.sums or d.actors)
    ]  # fmt: skip
    if not placed:
        return None
    home = before[placed[-1]]
    one = len({d.places for d in before if d.type is EventType.ASSAULT and d.places}) == 1
    apart = sum(home.head < s <= draft.head for s, _ in scene.view.sentences)
    if draft.recipients and home.recipients and not set(draft.recipients) & set(home.recipients):
        return None
    near = draft.head - home.head <= _REACH and apart <= _NEXT
    return placed[-1] if near or one else None


def _opens_another(scene: Scene, draft: Draft) -> bool:
    sentence = scene.view.sentence_of(draft.head) or (draft.start, draft.end)
    told = scene.view.text[sentence[0] : draft.end].lower().split()
    return any(word.strip(",") in _OTHER for word in told[:12])


def _same_teller(left: Draft, right: Draft) -> bool:
    return _teller(left) == _teller(right)


def _teller(draft: Draft) -> str | None:
    return draft.claim.speaker_id if draft.claim else None


def _more(home: Draft, draft: Draft) -> bool:
    """Harm of another kind: a second toll of one kind is another telling."""
    return bool(draft.sums) and not {q.counts for q in home.sums} & {q.counts for q in draft.sums}


def _lent(home: Draft, draft: Draft) -> Draft:
    return replace(
        draft,
        places=home.places,
        mode=draft.mode or home.mode,
        days=home.days if draft.days == NOTHING else draft.days,
    )
