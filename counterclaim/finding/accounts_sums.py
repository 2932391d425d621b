"""Harm and days: which figures and which date expressions belong to which account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from counterclaim.finding.accounts_draft import NOTHING, Bounds, Draft, Scene, innermost
from counterclaim.finding.accounts_hits import statement
from counterclaim.records import DateExpression, EventType, Harm, Quantity, Status
from counterclaim.text import Span

_HARMS = frozenset(harm.value for harm in Harm)
_BEARING = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST})
# Between two figures these words say that the second is part of the first.
_PART = ("including", "among them", "of them", "of whom", "among whom", "some of", "most of", "mostly", "(")
_HISTORY_DAYS = 366
_JOINED_DAYS = 7
_DEAD_OF_A_WAR = 10_000
_SINCE = frozenset({"since", "from"})


def with_sums(scene: Scene, drafts: Sequence[Draft], sentence: Span) -> list[Draft]:
    """The accounts of one sentence with the figures of harm that it tells, each with the nearest fitting account."""
    given: dict[int, list[Quantity]] = {}
    for quantity in scene.sums_in(sentence):
        if quantity.counts not in _HARMS:
            continue
        home = _home(scene, drafts, quantity)
        if home is not None:
            given.setdefault(home, []).append(quantity)
    return [_of_war(replace(d, sums=tuple(given.get(n, ())))) for n, d in enumerate(drafts)]


def _of_war(draft: Draft) -> Draft:
    """So many dead are those of a war, not of one attack."""
    many = any(q.counts == Harm.KILLED and (q.low or 0) >= _DEAD_OF_A_WAR for q in draft.sums)
    return replace(draft, status=Status.HISTORICAL) if many and draft.status is Status.HAPPENED else draft


def _home(scene: Scene, drafts: Sequence[Draft], quantity: Quantity) -> int | None:
    claim = innermost(scene.claims_at((quantity.start, quantity.end)), quantity.start)
    wanted = EventType.COERCE if quantity.counts == Harm.DETAINED else EventType.ASSAULT
    fitting = [
        (d.type is not wanted, _id(d) != (claim.claim_id if claim else None), not d.start <= quantity.start < d.end,
         abs(d.head - quantity.start), n)
        for n, d in enumerate(drafts)
        if d.type in _BEARING and d.status not in (Status.PLANNED, Status.HYPOTHETICAL)
    ]  # fmt: skip
    return min(fitting)[-1] if fitting else None


def _id(draft: Draft) -> str | None:
    return draft.claim.claim_id if draft.claim else None


def harm_of(scene: Scene, draft: Draft, harm: Harm) -> Bounds:
    """The account's whole toll: parts joined by "and" are added up, parts named after "including" are not."""
    low: int | None = None
    high: int | None = None
    last: Quantity | None = None
    for quantity in draft.sums:
        if quantity.counts != harm:
            continue
        if last is None:
            low, high, last = quantity.low, quantity.high, quantity
            continue
        between = scene.view.text[last.end : quantity.start].lower()
        if not _added(between) or _unit(quantity) == _unit(last):
            continue
        low = None if low is None or quantity.low is None else low + quantity.low
        high = None if high is None or quantity.high is None else high + quantity.high
        last = quantity
    return (low, high) if last is not None else NOTHING


def _added(between: str) -> bool:
    words = between.replace(",", " , ").split()
    return len(words) <= 4 and any(w in ("and", ",", "plus") for w in words) and not any(p in between for p in _PART)


def _unit(quantity: Quantity) -> str:
    return (quantity.unit or "").lower()


# ---------------------------------------------------------------- days


def with_days(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Every account with the days that the article fixes for it: from its own sentence, else from another telling."""
    dated = [_own_days(scene, draft) for draft in drafts]
    return [_borrowed(dated, n) for n in range(len(dated))]


def _own_days(scene: Scene, draft: Draft) -> Draft:
    sentence = scene.view.sentence_of(draft.head) or (draft.start, draft.end)
    found = [d for d in scene.days_in(sentence) if (d.earliest and d.latest) or (_open(d) and d.value[:1] != "P")]
    found = [d for d in found if not _other_clause(scene, draft, d) and not _date_line(scene, d)]
    if not found:
        return draft
    inside = [d for d in found if draft.start <= d.start < draft.end]
    if not inside and _subordinate(scene, draft):
        return draft
    inside = inside or found
    # A day counts more than a year that gives background; then the nearest.
    best = min(inside, key=lambda d: (_width(d) > 31, abs(d.start - draft.head), d.start))
    before = scene.view.text[max(0, best.start - 40) : best.start].lower().replace(",", " ").split()
    if any(word in _SINCE for word in before[-1:]) or ("since" in before and "." not in "".join(before)):
        return replace(draft, days=(best.earliest, _published(scene)))
    return _historical(scene, replace(draft, days=(best.earliest, _joined_to(scene, inside, best))))


def _published(scene: Scene) -> str | None:
    """The day of the article: until then at the latest lasts what has lasted since a day."""
    day = scene.view.article.published
    return day if day and len(day) == len("2031-03-04") else None


def _open(day: DateExpression) -> bool:
    return bool(day.earliest or day.latest)


def _joined_to(scene: Scene, days: Sequence[DateExpression], first: DateExpression) -> str | None:
    """The last of two days that are joined ("on Saturday and Sunday")."""
    for day in days:
        between = scene.view.text[first.end : day.start].lower().split() if day.start > first.end else []
        if between in (["and"], ["and", "on"]) and day.latest and first.latest and day.latest > first.latest:
            apart = date.fromisoformat(day.latest[:10]) - date.fromisoformat(first.latest[:10])
            return day.latest if apart.days <= _JOINED_DAYS else first.latest
    return first.latest


def _subordinate(scene: Scene, draft: Draft) -> bool:
    """A clause of its own time: a relative one, or one after "after", "before" or "since"."""
    before = scene.view.text[max(0, draft.start - 12) : draft.start].lower().split()
    return draft.relative or bool(before and before[-1] in ("after", "before", "since", "which", "who"))


def _date_line(scene: Scene, day: DateExpression) -> bool:
    """The day of publication at the head of a text that lost its line breaks."""
    return day.start <= 40 and day.value[:10] == scene.view.article.published


def _other_clause(scene: Scene, draft: Draft, day: DateExpression) -> bool:
    """A day in another claim's content, or the day on which a speaker spoke, tells nothing of what the claim tells."""
    claim = innermost(scene.claims_at((day.start, day.end)), day.start)
    if draft.claim is None:
        return claim is not None and not claim.start <= draft.head < claim.end
    if claim is not None:
        return claim.claim_id != draft.claim.claim_id and not claim.start <= draft.head < claim.end
    cue = draft.claim.cue_end
    return cue is not None and abs(day.start - cue) <= 25 and abs(day.start - draft.head) > abs(day.start - cue)


def _width(day: DateExpression) -> int:
    if not day.earliest or not day.latest:
        return 10_000
    return (date.fromisoformat(day.latest[:10]) - date.fromisoformat(day.earliest[:10])).days


def _historical(scene: Scene, draft: Draft) -> Draft:
    """More than a year before the article, an event is history."""
    published = scene.view.article.published
    latest = draft.days[1]
    if draft.status is not Status.HAPPENED or not published or not isinstance(latest, str):
        return draft
    day = published + "-01-01"[: 10 - len(published)] if len(published) in (4, 7) else published[:10]
    if len(published) == 4:
        day = published + "-01-01"
    if (date.fromisoformat(day[:10]) - date.fromisoformat(latest[:10])).days > _HISTORY_DAYS:
        return replace(draft, status=Status.HISTORICAL)
    return draft


def _borrowed(drafts: Sequence[Draft], n: int) -> Draft:
    """The days of another telling of the same event nearby (title and lead), where the account has none."""
    draft = drafts[n]
    if draft.days != NOTHING or draft.status is not Status.HAPPENED or statement(draft.type):
        return draft
    near = sorted(
        (abs(other.head - draft.head), other.start, other.days)
        for other in drafts
        if other is not draft and other.days != NOTHING and same_event(draft, other)
    )
    return replace(draft, days=near[0][2]) if near and near[0][0] <= 600 else draft


def same_event(left: Draft, right: Draft) -> bool:
    """Two tellings that can be of one event: nothing speaks against it (mode, party, place, toll) and something for it."""
    if left.type is not right.type or left.status is not right.status:
        return False
    if left.mode and right.mode and left.mode != right.mode:
        return False
    pairs = ((left.actors, right.actors), (left.recipients, right.recipients), (left.places, right.places))
    if any(a and b and not set(a) & set(b) for a, b in pairs):
        return False
    tolls = [{(q.counts, q.low, q.high) for q in d.sums} for d in (left, right)]
    if tolls[0] and tolls[1] and not tolls[0] & tolls[1]:
        return False
    return any(set(a) & set(b) for a, b in pairs) or bool(tolls[0] & tolls[1])
