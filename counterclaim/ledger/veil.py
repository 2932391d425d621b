"""What people's decisions say of rows that are shown: which are hidden, and which a person has reviewed.

A hidden row stays in the ledger and in the weighing; it is left out wherever rows are read for pages, exports and questions,
and with it what stands inside it: the accounts and relations told in a hidden claim, the casualties of a hidden account.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from counterclaim.ledger import shape
from counterclaim.ledger.connect import Store
from counterclaim.records import (
    Account,
    Casualty,
    Claim,
    Dispute,
    Event,
    Outcome,
    Relation,
    State,
    Support,
)

R = TypeVar("R")

# Actions by which a person says what a row is; hiding one says nothing of whether it is right.
_REVIEWING = ("add", "accept", "correct", "merge", "split", "read", "mark")


def outcomes(store: Store) -> tuple[Outcome, ...]:
    """What became of the decisions in the last weighing, by id."""
    return tuple(shape.from_row(Outcome, row) for row in store.all(shape.select("outcomes")))


def _touched(store: Store, *actions: str) -> frozenset[str]:
    """The rows, as ``table id``, on which applied decisions of these kinds bear."""
    by = {row[0]: row[1] for row in store.all("SELECT decision_id, action FROM decisions")}
    return frozenset(
        row for o in outcomes(store) if o.state is State.APPLIED and by.get(o.decision_id) in actions for row in o.rows
    )


def reviewed(store: Store) -> dict[str, frozenset[str]]:
    """Table -> ids of the rows that a person has reviewed."""
    rows = [row.partition(" ") for row in _touched(store, *_REVIEWING)]
    return {table: frozenset(i for t, _, i in rows if t == table) for table in shape.REVIEWED}


@dataclass(frozen=True)
class Veil:
    """Ids of hidden rows."""

    claims: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()

    @classmethod
    def of(cls, store: Store) -> Veil:
        """The veil of a ledger; read once as long as nothing is added to the log."""
        row = store.one("SELECT max(seq) FROM log")
        last = int(row[0] or 0) if row else 0
        if store.veil[0] != last or not isinstance(store.veil[1], cls):
            store.veil = (last, cls._read(store))
        held = store.veil[1]
        return held if isinstance(held, cls) else cls()

    @classmethod
    def _read(cls, store: Store) -> Veil:
        rows = [row.partition(" ") for row in _touched(store, "hide")]
        claims, accounts, events = ({i for t, _, i in rows if t == table} for table in ("claims", "accounts", "events"))
        if not rows:
            return cls()
        inner = store.all("SELECT claim_id, within FROM claims WHERE within IS NOT NULL")
        while more := {c for c, outer in inner if outer in claims and c not in claims}:
            claims |= more
        told = store.all("SELECT account_id, event_id, claim_id FROM accounts")
        accounts |= {a for a, e, c in told if e in events or c in claims}
        events |= {e for _, e, _ in told} - {e for a, e, _ in told if a not in accounts}
        return cls(frozenset(claims), frozenset(accounts), frozenset(events))

    def __bool__(self) -> bool:
        return bool(self.claims or self.accounts or self.events)

    def shown(self, record: R) -> R | None:
        """The record as it is shown; None where it is hidden."""
        rule: Callable[[Veil, Any], Any] | None = _RULES.get(type(record))
        return rule(self, record) if rule is not None and self else record


def _claim(veil: Veil, c: Claim) -> Claim | None:
    return None if c.claim_id in veil.claims else c


def _account(veil: Veil, a: Account) -> Account | None:
    return None if a.account_id in veil.accounts else a


def _casualty(veil: Veil, c: Casualty) -> Casualty | None:
    return None if c.account_id in veil.accounts else c


def _event(veil: Veil, e: Event) -> Event | None:
    return None if e.event_id in veil.events else e


def _relation(veil: Veil, r: Relation) -> Relation | None:
    return None if r.claim_id in veil.claims else r


def _support(veil: Veil, s: Support) -> Support | None:
    left = tuple(i for i in s.account_ids if i not in veil.accounts)
    return None if s.event_id in veil.events or (s.account_ids and not left) else replace(s, account_ids=left)


def _dispute(veil: Veil, d: Dispute) -> Dispute | None:
    left = tuple(p for p in d.positions if p.claim_id not in veil.claims and p.account_id not in veil.accounts)
    gone = d.event_id in veil.events or len(left) < min(2, len(d.positions))
    return None if gone else replace(d, positions=left)


_RULES: Mapping[type[Any], Callable[[Veil, Any], Any]] = {
    Claim: _claim,
    Account: _account,
    Casualty: _casualty,
    Event: _event,
    Relation: _relation,
    Support: _support,
    Dispute: _dispute,
}
