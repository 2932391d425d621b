"""Decisions as a file: JSON lines, one a decision, that another ledger takes over. A line that cannot be used is a reject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from counterclaim import decisions as content
from counterclaim.errors import Corrupt, UsageError
from counterclaim.ledger import decisions, shape
from counterclaim.ledger.connect import Store
from counterclaim.records import Decision, Reject


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: decisions added, those that were here already, and rejected lines with their reasons."""

    added: int
    known: int
    rejects: tuple[Reject, ...]


def lines(store: Store) -> Iterator[str]:
    """Every decision as one line, oldest first. Left out are withdrawals, and what a withdrawal took the words from."""
    for row in store.all(shape.select("decisions")):
        decision = shape.from_row(Decision, row)
        is_emptied = (decision.words, decision.before, decision.after) == (
            None,
            None,
            None,
        ) and decision.action != "undo"
        if decision.action != "withdraw" and not is_emptied:
            yield shape.dumps(shape.to_json(decision))


def export(store: Store, path: Path) -> int:
    """Write the decisions to a file; how many. Raises UsageError where the file exists or cannot be written."""
    written = list(lines(store))
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in written)
    except FileExistsError:
        raise UsageError(f"{path} exists already; give another name") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    return len(written)


def take(store: Store, path: Path) -> Taken:
    """Take over the decisions of a file; the next weighing applies them. Those that the ledger has are passed over.

    A decision whose words are not in this ledger is taken all the same: it waits for its document. Raises UsageError for
    a file that cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    added, known, rejects = 0, 0, []
    with store.transaction():
        for number, line in enumerate(data.split(b"\n"), start=1):
            if not line.strip():
                continue
            try:
                is_new = _take(store, line)
            except (UsageError, Corrupt) as error:
                rejects.append(Reject(f"{path}:{number}", None, "decisions", " ".join(str(error).split())))
                continue
            added, known = added + is_new, known + (not is_new)
    return Taken(added, known, tuple(rejects))


def _take(store: Store, line: bytes) -> bool:
    try:
        held = shape.loads(line.decode("utf-8"))
        shape.dumps(held).encode("utf-8")
    except UnicodeError as error:
        raise UsageError("not UTF-8") from error
    given = shape.from_json(Decision, {"decision_id": "", **held} if isinstance(held, dict) else held)
    decision = replace(given, decision_id=content.name(given))
    content.read(decision)
    if given.decision_id not in ("", decision.decision_id):
        raise UsageError(
            f"its id {given.decision_id[:24]!r} is not that of its content; leave the id out if you changed it"
        )
    if decision.action == "withdraw":
        raise UsageError("a withdrawal is not taken from a file; use `counterclaim withdraw`")
    if decisions.has(store, decision.decision_id):
        return False
    decisions.put(store, decision)
    return True
