"""What people decided so far, beside what the last weighing made of it: who reviewed a row, what waits, what a decision says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from counterclaim import decisions as content
from counterclaim.decisions import Place, Who
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.records import Decision, Outcome, State, days, figure
from counterclaim.showing.agreement import BLIND, undone

# What says of a row that a person has looked at it; hiding one says nothing of whether it is right.
REVIEWING = ("add", "accept", "correct", "refuse", "merge", "split", "read", "mark")
_DONE = {
    "add": "added", "accept": "accepted", "correct": "corrected", "merge": "said to be one", "split": "said not to be one",
    "refuse": "refused", "hide": "hidden", "read": "read, nothing to add", "mark": "given a public role", "undo": "took back",
    "withdraw": "withdrawn",
}  # fmt: skip
_SLOTS = {"on_behalf_of": "on behalf of", "direct": "in their own words"}


class Ruled:
    """The decisions of a ledger as they stand at one moment. ``seq`` is the log's last entry then."""

    def __init__(self, ledger: Ledger) -> None:
        self.seq = ledger.last_entry
        self.decisions: tuple[Decision, ...] = ledger.decisions()
        self.outcomes: Mapping[str, Outcome] = {o.decision_id: o for o in ledger.outcomes()}
        self.gone = undone(self.decisions)

    @cached_property
    def by_id(self) -> Mapping[str, Decision]:
        return {d.decision_id: d for d in self.decisions}

    @cached_property
    def waiting(self) -> tuple[Decision, ...]:
        """Decisions that no weighing has seen yet, oldest first."""
        return tuple(d for d in self.decisions if d.decision_id not in self.outcomes)

    @cached_property
    def on(self) -> Mapping[str, list[Decision]]:
        """Row, as ``table id``, -> the decisions on it that nobody took back, oldest first."""
        found: dict[str, list[Decision]] = defaultdict(list)
        for d in sorted(self.decisions, key=lambda d: d.made_at):
            if d.decision_id not in self.gone and d.action not in ("undo", "withdraw"):
                for row in self.rows(d):
                    found[row].append(d)
        return found

    def rows(self, d: Decision) -> tuple[str, ...]:
        """The rows, as ``table id``, that a decision bears on; by what it names where no weighing has placed it."""
        outcome = self.outcomes.get(d.decision_id)
        named = (f"{d.target_table} {d.target_id}",) if d.target_id else ()
        return tuple(dict.fromkeys((*(outcome.rows if outcome else ()), *named)))

    def reviewers(self, table: str, row_id: str) -> list[str]:
        """Who has reviewed a row, in the order in which they did."""
        return self._reviewers.get(table, {}).get(row_id, [])

    @cached_property
    def _reviewers(self) -> Mapping[str, dict[str, list[str]]]:
        """Table -> row -> who has reviewed it."""
        found: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for row, made in self.on.items():
            table, _, row_id = row.partition(" ")
            who = list(dict.fromkeys(d.by for d in made if d.action in REVIEWING))
            if who:
                found[table][row_id] = who
        return found

    @cached_property
    def reviewed(self) -> frozenset[str]:
        """Ids of rows that a person has reviewed, weighed or not."""
        return frozenset(row_id for rows in self._reviewers.values() for row_id in rows)

    @cached_property
    def apart(self) -> frozenset[frozenset[str]]:
        """Pairs of entities that somebody said not to be one."""
        found: set[frozenset[str]] = set()
        for d in self.decisions:
            if d.action == "split" and d.target_table == "entities" and d.decision_id not in self.gone:
                ids = [row.partition(" ")[2] for row in self.rows(d)]
                found.update(frozenset((a, b)) for a in ids for b in ids if a != b)
        return frozenset(found)

    def last_on(self, row_id: str) -> str:
        """The id of the decision on a row that was made last, by the row's own id; empty for none."""
        made = [d for d in self.decisions if d.target_id == row_id]
        return max(enumerate(made), key=lambda item: (item[1].made_at, item[0]))[1].decision_id if made else ""

    def state(self, d: Decision) -> tuple[str, str]:
        """What became of a decision: its state in a word, and the reason."""
        outcome = self.outcomes.get(d.decision_id)
        if d.decision_id in self.gone and (outcome is None or outcome.state is not State.UNDONE):
            return "undone", "taken back; not weighed yet"
        return (str(outcome.state), outcome.reason) if outcome else ("waits", "not weighed yet")

    def can_undo(self, d: Decision) -> bool:
        """True for a decision that stands and can be taken back."""
        return d.decision_id not in self.gone and d.action != "withdraw"

    def says(self, d: Decision) -> str:
        """A decision in words: ``corrected: stance denies``."""
        try:
            change = content.read(d)
        except UsageError:
            return _DONE.get(d.action, d.action)
        values = "; ".join(f"{_SLOTS.get(slot, slot)} {_value(slot, value)}" for slot, value in change.values.items())
        who = [w.name for w in change.entities]
        told = f"{len(change.sides)} events" if len(change.sides) > 1 else ""
        rest = values or " and ".join(who) or told or (change.public_role or "")
        if d.action == "mark":
            rest = f"{', '.join(who)}: {change.public_role}"
        if d.action == "undo":
            of = self.by_id.get(d.target_id)
            rest = f"“{self.says(of)}” of {of.by}" if of else d.target_id
        done = "answered" if d.action == "correct" and was_blind(d) else _DONE.get(d.action, d.action)
        return f"{done}{': ' if rest else ''}{rest}"


def reason(d: Decision) -> str:
    """Why somebody decided so, without the note that it was done unseen."""
    return (d.why or "").replace(f" ({BLIND})", "").replace(BLIND, "")


def was_blind(d: Decision) -> bool:
    """True for an answer that was given before the program's was shown."""
    return BLIND in (d.why or "")


def _value(slot: str, value: Any) -> str:
    if value is None or value == ():
        return "none"
    if slot in ("killed", "injured"):
        return figure(*value) or "not stated"
    if slot == "date":
        return days(*value) or "undated"
    if isinstance(value, (Who, Place)):
        return value.name if isinstance(value, Who) else f"“{_short(value.words)}”"
    if isinstance(value, tuple):
        return ", ".join(_value("", item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 60 else f"{plain[:59]}…"


def names(reviewers: Iterable[str]) -> str:
    """Names in a sentence."""
    held = list(reviewers)
    return " and ".join([", ".join(held[:-1]), held[-1]]) if len(held) > 1 else "".join(held)
