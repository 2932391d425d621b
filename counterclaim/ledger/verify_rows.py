"""Checks of rows: the file itself, types and allowed values, references, counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterclaim.errors import Corrupt
from counterclaim.ledger import shape
from counterclaim.ledger.connect import Store
from counterclaim.ledger.fault import Fault
from counterclaim.records import UNNAMED, Claim, Dispute, Support


def file(store: Store) -> Iterator[Fault]:
    """SQLite finds its pages sound and every foreign key satisfied."""
    for (words,) in store.all("PRAGMA integrity_check(20)"):
        if words != "ok":
            yield Fault("ledger", "file", words)
    for table, row, parent, _ in store.all("PRAGMA foreign_key_check"):
        yield Fault(table, f"row {row}", f"points to no row of {parent}")


def values(store: Store) -> Iterator[Fault]:
    """Every value has its type and, where the vocabulary names the values, is one of them."""
    for table, record in shape.RECORDS.items():
        for row in store.each(shape.select(table)):
            try:
                found = shape.from_row(record, row)
            except Corrupt as error:
                yield Fault(table, str(row[0])[:80], str(error))
                continue
            if isinstance(found, Claim) and (not found.chain or found.chain[-1] != found.speaker_id):
                yield Fault(table, found.claim_id, "its chain does not end with speaker_id")


@dataclass(frozen=True, slots=True)
class _Reference:
    """A column, single or a list, whose values are ids of entities or unnamed speakers."""

    table: str
    column: str


_TO_ENTITIES = (
    _Reference("places", "place_id"),
    _Reference("claims", "speaker_id"),
    _Reference("claims", "on_behalf_of"),
    _Reference("accounts", "actor_ids"),
    _Reference("accounts", "recipient_ids"),
    _Reference("accounts", "place_ids"),
    _Reference("accounts", "informant_ids"),
    _Reference("casualties", "side_id"),
    _Reference("events", "actor_ids"),
    _Reference("events", "recipient_ids"),
    _Reference("events", "place_ids"),
    _Reference("relations", "subject_id"),
    _Reference("relations", "object_id"),
    _Reference("wording", "referent_id"),
)


def references(store: Store) -> Iterator[Fault]:
    """Ids inside lists and ids of entities point to rows that exist."""
    entities = _ids(store, "entity_id", "entities")
    for reference in _TO_ENTITIES:
        names = shape.columns(reference.table)
        at = names.index(reference.column)
        for row in store.each(shape.select(reference.table)):
            held = shape.to_dict(reference.table, row)[reference.column]
            for value in held if isinstance(held, list) else [held]:
                if value is not None and not str(value).startswith(UNNAMED) and value not in entities:
                    yield Fault(reference.table, str(row[0]), f"{names[at]} {value!r} is no entity")
    yield from _tellings(store)


def _tellings(store: Store) -> Iterator[Fault]:
    accounts, claims = _ids(store, "account_id", "accounts"), _ids(store, "claim_id", "claims")
    for row in store.each(shape.select("support")):
        support = shape.from_row(Support, row)
        for account_id in support.account_ids:
            if account_id not in accounts:
                yield Fault("support", f"{support.event_id} {support.slot}", f"{account_id!r} is no account")
    for row in store.each(shape.select("disputes")):
        dispute = shape.from_row(Dispute, row)
        for p in dispute.positions:
            if p.claim_id not in {None, *claims} or p.account_id not in {None, *accounts}:
                yield Fault("disputes", dispute.dispute_id, "a position rests on no claim or account")


def _ids(store: Store, column: str, table: str) -> set[str]:
    return {row[0] for row in store.all(f"SELECT {column} FROM {table}")}


def counts(store: Store) -> Iterator[Fault]:
    """An event's numbers of accounts and witnesses are those of its accounts."""
    for event_id, stated, witnesses, told, seen in store.each(
        "SELECT e.event_id, e.account_count, e.witness_count, count(a.account_id), count(DISTINCT a.witness_id) "
        "FROM events e LEFT JOIN accounts a USING (event_id) GROUP BY e.event_id ORDER BY e.event_id"
    ):
        if stated != told:
            yield Fault("events", event_id, f"account_count {stated}, but it has {told} accounts")
        if witnesses != seen:
            yield Fault("events", event_id, f"witness_count {witnesses}, but its accounts have {seen}")
