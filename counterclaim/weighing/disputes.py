"""What cannot all be true: slots of one event that accounts fill differently, and claims that deny one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from counterclaim.records import (
    UNNAMED,
    Account,
    Claim,
    Dispute,
    DisputeKind,
    Found,
    Position,
    Stance,
    Status,
    days,
    figure,
    identify,
)
from counterclaim.weighing.events import Told, names
from counterclaim.weighing.features import Telling, days_meet
from counterclaim.weighing.lineage import words

Range = tuple[int | None, int | None]
_STOP = frozenset(
    [
        "that",
        "this",
        "with",
        "from",
        "have",
        "been",
        "were",
        "will",
        "would",
        "their",
        "there",
        "which",
        "what",
        "when",
        "where",
        "while",
        "they",
        "them",
        "than",
        "then",
        "said",
        "says",
        "after",
        "before",
        "about",
        "against",
        "into",
        "over",
        "under",
        "also",
        "only",
        "more",
        "most",
        "such",
        "some",
        "other",
        "being",
        "because",
        "between",
        "during",
    ]
)


def find(told: Sequence[Told], known: Mapping[str, str]) -> tuple[Dispute, ...]:
    """Disputes inside events, slot by slot."""
    found: list[Dispute] = []
    for event in told:
        for slot, judge in SLOTS:
            dispute = judge(event, slot, known)
            if dispute is not None:
                found.append(dispute)
    return tuple(sorted(found, key=lambda d: d.dispute_id))


def between_claims(found: Sequence[Found], known: Mapping[str, str]) -> tuple[Dispute, ...]:
    """A denial and the statements that it denies, by whomever and wherever they were made.

    A denial answers a statement when most of its telling words stand in the statement, and the speaker is another one.
    """
    claims = [(c, f) for f in found for c in f.findings.claims]
    words_of = {c.claim_id: _telling_words(c.text) for c, _ in claims}
    holders: dict[str, list[tuple[Claim, Found]]] = defaultdict(list)
    for claim, home in claims:
        if claim.stance is not Stance.DENIES:
            for word in words_of[claim.claim_id]:
                holders[word].append((claim, home))
    disputes = [
        _denial(claim, home, words_of, holders, known) for claim, home in claims if claim.stance is Stance.DENIES
    ]
    return tuple(sorted((d for d in disputes if d is not None), key=lambda d: d.dispute_id))


def _denial(
    denial: Claim,
    home: Found,
    words_of: Mapping[str, frozenset[str]],
    holders: Mapping[str, Sequence[tuple[Claim, Found]]],
    known: Mapping[str, str],
) -> Dispute | None:
    wanted = words_of[denial.claim_id]
    if len(wanted) < 3:
        return None
    # Of three words in common one at least is none of the two commonest.
    rarest = sorted(wanted, key=lambda w: (len(holders.get(w, ())), w))[:-2]
    near = {c.claim_id: (c, f) for w in rarest for c, f in holders.get(w, ())}
    answered = [
        c
        for _, (c, f) in sorted(near.items())
        if c.speaker_id != denial.speaker_id
        and _near_in_time(home, f)
        and not _same_passage(denial, home, c, f, words_of)
        and len(wanted & words_of[c.claim_id]) >= max(3, 0.5 * min(len(wanted), len(words_of[c.claim_id])))
    ]
    if not answered:
        return None
    positions = [Position(_speaker(denial, known), "denied", denial.claim_id)]
    positions += [Position(_speaker(c, known), "stated", c.claim_id) for c in answered]
    about = " ".join(denial.text.split())[:160]
    return Dispute(identify("dis", denial.claim_id), about, DisputeKind.CONFLICT, "statement", None, tuple(positions))


def _same_passage(one: Claim, home: Found, other: Claim, away: Found, words_of: Mapping[str, frozenset[str]]) -> bool:
    """Both claims are cut from one passage, or from a copy of it: reading it twice is no dispute."""
    if one.document_id == other.document_id and one.start < other.end and other.start < one.end:
        return True
    a, b = words_of[one.claim_id], words_of[other.claim_id]
    return home.article.lineage_id == away.article.lineage_id and len(a & b) >= 0.8 * min(len(a), len(b))


def _telling_words(text: str) -> frozenset[str]:
    return frozenset(w for w in words(text) if len(w) > 3 and w not in _STOP)


def _near_in_time(one: Found, other: Found) -> bool:
    """Published within the same year, or one of them undated."""
    a, b = one.article.published, other.article.published
    return not a or not b or a[:4] == b[:4]


def _speaker(claim: Claim, known: Mapping[str, str]) -> str:
    return names([claim.speaker_id], known)


# ---------------------------------------------------------------- slots of an event


def who(event: Told, slot: str, known: Mapping[str, str]) -> Dispute | None:
    """Accounts lay the act to parties that have none in common."""
    return _sets(event, slot, known, lambda a: a.actor_ids)


def whom(event: Told, slot: str, known: Mapping[str, str]) -> Dispute | None:
    """Accounts name recipients that have none in common."""
    return _sets(event, slot, known, lambda a: a.recipient_ids)


def killed(event: Told, slot: str, known: Mapping[str, str]) -> Dispute | None:
    """Accounts give different numbers of killed."""
    return _ranges(event, slot, known, lambda a: (a.killed_low, a.killed_high))


def injured(event: Told, slot: str, known: Mapping[str, str]) -> Dispute | None:
    """Accounts give different numbers of injured."""
    return _ranges(event, slot, known, lambda a: (a.injured_low, a.injured_high))


def when(event: Told, slot: str, known: Mapping[str, str]) -> Dispute | None:
    """Accounts give days that share none."""
    dated = [t for t in event.tellings if t.account.date_earliest and t.account.date_latest]
    pairs = [(a, b) for i, a in enumerate(dated) for b in dated[i + 1 :] if _apart(a, b)]
    if not any(not days_meet(a, b, 0) for a, b in pairs):
        return None
    return _dispute(
        event,
        slot,
        DisputeKind.CONFLICT,
        [(t, days(t.account.date_earliest, t.account.date_latest)) for t in dated],
        known,
    )


def happened(event: Told, slot: str, known: Mapping[str, str]) -> Dispute | None:
    """Some tell that it happened, and somebody says that it did not."""
    sides = [(t, "did not happen" if t.account.status is Status.DENIED else "happened") for t in event.tellings]
    if len({side for _, side in sides}) < 2:
        return None
    return _dispute(event, slot, DisputeKind.CONFLICT, sides, known)


SLOTS: tuple[tuple[str, Callable[[Told, str, Mapping[str, str]], Dispute | None]], ...] = (
    ("happened", happened),
    ("who", who),
    ("whom", whom),
    ("killed", killed),
    ("injured", injured),
    ("when", when),
)


def _sets(
    event: Told, slot: str, known: Mapping[str, str], get: Callable[[Account], tuple[str, ...]]
) -> Dispute | None:
    """A dispute where all that one witness names has nothing in common with all that another one names."""
    places = {place for t in event.tellings for place in t.account.place_ids}
    stated: list[tuple[Telling, frozenset[str]]] = []
    for t in event.tellings:
        ids = get(t.account)
        if _named(ids) and not set(ids) <= places and t.account.status is not Status.DENIED:
            stated.append((t, frozenset(ids)))
    by_witness: dict[str, set[str]] = defaultdict(set)
    for t, named in stated:
        by_witness[t.account.witness_id] |= named
    sides = [by_witness[w] for w in sorted(by_witness)]
    if not any(not a & b for i, a in enumerate(sides) for b in sides[i + 1 :]):
        return None
    return _dispute(event, slot, DisputeKind.CONFLICT, [(t, names(ids, known)) for t, ids in stated], known)


def _named(ids: tuple[str, ...]) -> bool:
    return bool(ids) and not any(i.startswith(UNNAMED) for i in ids)


def _apart(one: Telling, other: Telling) -> bool:
    """Told in two articles: two numbers in one article are more often two acts than one act disputed."""
    return one.article.article_id != other.article.article_id


def _ranges(event: Told, slot: str, known: Mapping[str, str], get: Callable[[Account], Range]) -> Dispute | None:
    stated = [(t, get(t.account)) for t in event.tellings if get(t.account) != (None, None)]
    pairs = [(x, y) for i, x in enumerate(stated) for y in stated[i + 1 :] if _apart(x[0], y[0])]
    if not any(a != b for (_, a), (_, b) in pairs):
        return None
    clashes = [(x, y) for x, y in pairs if not _meet(x[1], y[1])]
    kind = DisputeKind.BOUND
    if clashes:
        kind = DisputeKind.UPDATE if all(_later_count(x, y) for x, y in clashes) else DisputeKind.CONFLICT
    return _dispute(event, slot, kind, [(t, f"{slot} {figure(*value)}") for t, value in stated], known)


def _meet(a: Range, b: Range) -> bool:
    low = max(x for x in (a[0] or 0, b[0] or 0))
    high = min(x for x in (a[1] if a[1] is not None else 10**18, b[1] if b[1] is not None else 10**18))
    return low <= high


def _later_count(one: tuple[Telling, Range], other: tuple[Telling, Range]) -> bool:
    """The article of the later day gives the higher number: a toll that grew."""
    (earlier, low), (later, high) = sorted((one, other), key=lambda s: s[0].article.published or "")
    days_known = earlier.article.published and later.article.published
    if not days_known or earlier.article.published == later.article.published:
        return False
    return (low[0] or low[1] or 0) < (high[0] or high[1] or 0)


def _dispute(
    event: Told,
    slot: str,
    kind: DisputeKind,
    sides: Iterable[tuple[Telling, str]],
    known: Mapping[str, str],
) -> Dispute:
    positions = tuple(Position(teller(t, known), side, t.account.claim_id, t.account.account_id) for t, side in sides)
    about = event_title(event, known)
    return Dispute(identify("dis", event.event.event_id, slot), about, kind, slot, event.event.event_id, positions)


def teller(telling: Telling, known: Mapping[str, str]) -> str:
    """Who tells an account: the claim's speaker, else the outlet in its own voice."""
    if telling.claim is not None:
        return names([telling.claim.speaker_id], known)
    return telling.article.outlet or "an outlet that is not named"


def event_title(event: Told, known: Mapping[str, str]) -> str:
    """A neutral line for an event: type, mode, parties, place, day."""
    e = event.event
    parts = [e.type.lower() + (f" ({e.mode})" if e.mode else "")]
    if e.actor_ids:
        parts.append(f"by {names(e.actor_ids, known)}")
    if e.recipient_ids:
        parts.append(f"to {names(e.recipient_ids, known)}")
    if e.place_ids:
        parts.append(f"in {names(e.place_ids, known)}")
    if e.date_earliest:
        parts.append(e.date_earliest if e.date_earliest == e.date_latest else f"from {e.date_earliest}")
    return re.sub(r"\s+", " ", ", ".join(parts))
