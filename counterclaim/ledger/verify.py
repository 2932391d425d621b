"""Checking a ledger from the ground: every hash, every anchor, every reference, every seal is computed again.

Three things hold a ledger together. Bytes and texts answer for themselves by their SHA-256. Words answer to the text
at their offsets. All the rest (types, names, figures, levels) is sealed: the log holds digests of what was added, found,
weighed and decided, and each entry of the log holds the hash of the one before. Who notes the last hash of the log
elsewhere can prove later that nothing before it was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from counterclaim.errors import Corrupt, LedgerError
from counterclaim.ledger import shape, verify_content, verify_log, verify_rows
from counterclaim.ledger.book import Ledger
from counterclaim.ledger.connect import Store
from counterclaim.ledger.fault import Fault

Check = Callable[[Store], Iterator[Fault]]

# In this order: what later checks build on comes first.
CHECKS: tuple[Check, ...] = (
    verify_rows.file,
    verify_log.chain,
    verify_content.documents,
    verify_rows.values,
    verify_rows.references,
    verify_rows.counts,
    verify_log.additions,
    verify_log.weighing,
    verify_log.decisions,
    verify_log.rejects,
    verify_log.builds,
    verify_content.word_indices,
)


@dataclass(frozen=True, slots=True)
class Verification:
    """The faults found, and what was checked, in one line."""

    faults: tuple[Fault, ...]
    summary: str


def faults(ledger: Ledger) -> Iterator[Fault]:
    """Every fault, in a fixed order; none for an honest ledger."""
    for check in CHECKS:
        try:
            yield from check(ledger.store)
        except Corrupt as error:
            yield Fault("ledger", check.__name__, str(error))


def verify(ledger: Ledger, *, first_only: bool = True) -> Verification:
    """Check everything; stop at the first fault, or find all."""
    found = tuple(islice(faults(ledger), 1 if first_only else None))
    return Verification(found, "" if found and first_only else _summary(ledger))


def _summary(ledger: Ledger) -> str:
    try:
        counts = ledger.counts()
        anchors = sum(counts[table] for table in verify_content.ANCHORED)
        last = ledger.store.one("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1") or (0, "-")
    except LedgerError as error:
        return str(error)
    weighed = "; not weighed yet, build again" if ledger.needs_weighing else ""
    return (
        f"{counts['documents']} documents, {counts['articles']} articles, {anchors} anchored rows, "
        f"{sum(counts[t] for t in shape.TABLES)} rows, {counts['withdrawn']} withdrawn; "
        f"log of {last[0]} entries ends in {last[1][:16]}{weighed}"
    )
