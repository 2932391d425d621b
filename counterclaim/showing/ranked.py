"""What to review first: rows that are contested, of which the program is least sure, and that most articles repeat.

A row's weight is the sum of named reasons, each shown beside it, so that a reader sees why it stands where it does. The numbers
only order the rows; nothing is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log2

from counterclaim.records import Account, Article, Claim, DisputeKind, Event, Level
from counterclaim.showing.site import Site

_UNSURE = 0.6  # confidence below which it is named as a reason
_CONTESTED = {DisputeKind.CONFLICT: 3.0, DisputeKind.UPDATE: 1.0, DisputeKind.BOUND: 0.5}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row with its weight and the reasons for it, in words."""

    table: str
    row_id: str
    weight: float
    reasons: tuple[str, ...]


def ranked(site: Site) -> dict[str, list[Ranked]]:
    """Claims, accounts and events, by weight; equals by id."""
    found = {"claims": list(_claims(site)), "accounts": list(_accounts(site)), "events": list(_events(site))}
    return {table: sorted(rows, key=lambda r: (-r.weight, r.row_id)) for table, rows in found.items()}


def _claims(site: Site) -> Iterator[Ranked]:
    disputed, carried = _disputed(site), _carried(site)
    for c in site.claims:
        yield _ranked("claims", c.claim_id, (*disputed.get(c.claim_id, ()), *_doubt(c), *_repeated(site, c, carried)))


def _accounts(site: Site) -> Iterator[Ranked]:
    disputed, carried = _disputed(site), _carried(site)
    for a in site.accounts:
        told = site.event[a.event_id].account_count if a.event_id in site.event else 1
        others = ((log2(told) / 2, f"one of {told} accounts of its event"),) if told > 1 else ()
        reasons = (*disputed.get(a.account_id, ()), *_doubt(a), *others, *_repeated(site, a, carried))
        yield _ranked("accounts", a.account_id, reasons)


def _events(site: Site) -> Iterator[Ranked]:
    for e in site.events:
        yield _ranked("events", e.event_id, tuple(_of_event(site, e)))


def _of_event(site: Site, e: Event) -> Iterator[tuple[float, str]]:
    for d in site.disputes_of.get(e.event_id, []):
        yield _CONTESTED[d.kind], f"{d.kind} on {d.slot}"
    if e.level is Level.CONTESTED:
        yield 1.0, "contested"
    if e.account_count > 1:
        yield log2(e.account_count), f"{e.account_count} accounts, {e.witness_count} witnesses"


def _ranked(table: str, row_id: str, reasons: tuple[tuple[float, str], ...]) -> Ranked:
    words = tuple(dict.fromkeys(words for _, words in reasons if words))
    return Ranked(table, row_id, round(sum(weight for weight, _ in reasons), 3), words)


def _disputed(site: Site) -> Mapping[str, list[tuple[float, str]]]:
    """Row id -> the disputes that it is part of."""
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for d in site.disputes:
        for row_id in sorted({i for p in d.positions for i in (p.claim_id, p.account_id) if i}):
            found[row_id].append((_CONTESTED[d.kind], f"{d.kind} on {d.slot}"))
    return found


def _carried(site: Site) -> Counter[str]:
    """Lineage -> the articles that go back to one text."""
    return Counter(a.lineage_id for a in site.articles if a.lineage_id)


def _doubt(row: Claim | Account) -> tuple[tuple[float, str], ...]:
    words = f"confidence {row.confidence:.2f}" if row.confidence < _UNSURE else ""
    return ((3 * (1 - row.confidence), words),)


def _repeated(site: Site, row: Claim | Account, carried: Counter[str]) -> tuple[tuple[float, str], ...]:
    article: Article | None = site.article.get(row.article_id)
    times = carried[article.lineage_id] if article else 1
    return ((log2(times), f"in {times} articles that go back to one text"),) if times > 1 else ()
