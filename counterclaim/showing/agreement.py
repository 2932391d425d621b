"""How far reviewers agree: Krippendorff's alpha over the decisions of a ledger, value by value.

Alpha is 1 where all agree, 0 where they agree as chance would have it, below 0 where less than that. Computed as in
K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), from the values that two reviewers or more gave to one
row; values that are missing count for nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from counterclaim import decisions as content
from counterclaim.decisions import Change, Place, Who
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.records import Account, Claim, Decision, Outcome, State

Distance = Callable[[Any, Any], float]
# Row -> reviewer -> value.
Values = Mapping[str, Mapping[str, Any]]

BLIND = "answered before the program's answer was shown"
_THERE, _NOT_THERE = "yes", "no"


def nominal(one: Any, other: Any) -> float:
    """0 for one value, 1 for two."""
    return 0.0 if one == other else 1.0


def interval(one: float, other: float) -> float:
    """The square of the difference."""
    return (one - other) ** 2


def alpha(units: Iterable[Sequence[Any]], distance: Distance = nominal) -> float | None:
    """Krippendorff's alpha of units, each the values that observers gave to it; a unit with one value counts for nothing.

    None where no unit has two values, or where every value is the same: then there is nothing to tell agreement from.
    """
    counted = [Counter(unit) for unit in units if len(unit) > 1]
    every: Counter[Any] = Counter()
    observed = 0.0
    for unit in counted:
        every.update(unit)
        observed += _apart(unit, distance) / (unit.total() - 1)
    total = every.total()
    expected = _apart(every, distance) / (total - 1) if total > 1 else 0.0
    return 1 - observed / expected if expected else None


def _apart(values: Counter[Any], distance: Distance) -> float:
    """The distances of all ordered pairs of values, summed."""
    held = list(values.items())
    return 2 * sum(n * m * distance(a, b) for i, (a, n) in enumerate(held) for b, m in held[i + 1 :])


# ---------------------------------------------------------------- what reviewers said


@dataclass(frozen=True, slots=True)
class Agreement:
    """Alpha of one thing that reviewers decide.

    ``rows`` were judged by two reviewers or more, who gave ``values`` values; ``same`` is the share of rows in which all gave
    one value; ``alpha`` is None where it cannot be computed.
    """

    table: str
    slot: str
    metric: str
    alpha: float | None
    rows: int
    values: int
    same: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose decisions were compared: by each reviewer how many rows were judged, and how many before seeing an answer."""

    reviewers: Mapping[str, int]
    blind: int
    answers: int
    rows: tuple[Agreement, ...]


def reading(ledger: Ledger) -> Reading:
    """How far the reviewers of a ledger agree, by table and slot, those with most rows first."""
    said = _Said(ledger.decisions(), {o.decision_id: o for o in ledger.outcomes()})
    found = [
        _agreement(table, slot, name, judged, distance)
        for (table, slot), judged in sorted(said.judged.items())
        for name, distance in _metrics(slot)
    ]
    rows = sorted((a for a in found if a.rows), key=lambda a: (a.table, -a.rows, a.slot, a.metric))
    return Reading(dict(sorted(said.by.items())), said.blind, said.answers, tuple(rows))


def _metrics(slot: str) -> tuple[tuple[str, Distance], ...]:
    return (("interval", interval),) if "bound" in slot or slot == "first day" else (("nominal", nominal),)


def _agreement(table: str, slot: str, metric: str, judged: Values, distance: Distance) -> Agreement:
    units = [list(by.values()) for _, by in sorted(judged.items()) if len(by) > 1]
    same = sum(len(set(unit)) == 1 for unit in units)
    count = sum(map(len, units))
    return Agreement(
        table, slot, metric, alpha(units, distance), len(units), count, same / len(units) if units else 0.0
    )


class _Said:
    """Goes through the decisions, oldest first, and keeps each reviewer's last word on each row and slot.

    Who accepts a row accepts what stood there then: what the program found, as corrected until that moment.
    """

    def __init__(self, decisions: Sequence[Decision], outcomes: Mapping[str, Outcome]) -> None:
        self.judged: dict[tuple[str, str], dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        self.by: Counter[str] = Counter()
        self.blind = self.answers = 0
        self._stands: dict[str, dict[str, Any]] = {}
        gone = undone(decisions)
        for d in sorted(decisions, key=lambda d: d.made_at):
            if d.decision_id in gone or d.action in ("undo", "withdraw", "hide", "read", "mark"):
                continue
            try:
                change = content.read(d)
            except UsageError:
                continue
            if d.target_table in ("claims", "accounts"):
                self._row(d, change, row_of(d, outcomes.get(d.decision_id)))
            elif d.action in ("merge", "split"):
                self._pair(d, change)

    def _row(self, d: Decision, change: Change, row: str) -> None:
        key = f"{d.target_table} {row}"
        stands = self._stands.setdefault(key, dict(found_values(change.row)))
        is_there = d.action != "refuse"
        said = {"there is one": _THERE if is_there else _NOT_THERE}
        given = dict(_canonical(change.values))
        stands.update(given)
        if d.action == "accept":
            given = dict(stands)
        self.by[d.by] += 1
        self.answers += d.action in ("accept", "correct", "refuse")
        self.blind += BLIND in (d.why or "")
        for slot, value in (said | (given if is_there else {})).items():
            self._judge(d.target_table, slot, key, d.by, value)

    def _judge(self, table: str, slot: str, key: str, by: str, value: Any) -> None:
        self.judged[table, slot][key][by] = str(value) if value is not None else "not stated"
        for name, number in _numbers(slot, value):
            self.judged[table, name][key][by] = number

    def _pair(self, d: Decision, change: Change) -> None:
        """Each two that a decision names, as one or not."""
        sides = [_side_key(side) for side in change.sides] or [_who_key(who) for who in change.entities]
        self.by[d.by] += 1
        for i, one in enumerate(sides):
            for other in sides[i + 1 :]:
                key = " = ".join(sorted((one, other)))
                self.judged[d.target_table, "one or two"][key][d.by] = "one" if d.action == "merge" else "two"


def undone(decisions: Iterable[Decision]) -> frozenset[str]:
    """Ids of decisions that somebody took back; taking back a taking back counts."""
    gone: set[str] = set()
    for d in sorted(decisions, key=lambda d: d.made_at)[::-1]:
        if d.action == "undo" and d.decision_id not in gone:
            gone.add(d.target_id)
    return frozenset(gone)


def row_of(decision: Decision, outcome: Outcome | None) -> str:
    """The id of the row that a decision on a claim or an account bears on; empty for an added one that is not weighed yet."""
    if outcome is not None and outcome.state is State.APPLIED:
        for row in outcome.rows:
            table, _, row_id = row.partition(" ")
            if table == decision.target_table:
                return row_id
    return decision.target_id


def found_values(row: Claim | Account | None) -> Iterator[tuple[str, Any]]:
    """Slots with their values as the program found them."""
    if isinstance(row, Claim):
        yield from (
            ("words", f"{row.start}-{row.end}"), ("speaker", row.speaker_id), ("on behalf of", row.on_behalf_of),
            ("stance", str(row.stance)), ("in their words", row.direct),
        )  # fmt: skip
    elif isinstance(row, Account):
        held = asdict(row)
        yield from (
            ("words", f"{row.start}-{row.end}"), ("type", str(row.type)), ("mode", row.mode), ("status", str(row.status)),
        )  # fmt: skip
        for slot, low, high in _RANGES:
            yield slot, (held[low], held[high])
        for slot in ("actor", "recipient", "place"):
            yield f"{slot}s", tuple(sorted(held[f"{slot}_ids"]))


_RANGES = (
    ("date", "date_earliest", "date_latest"),
    ("killed", "killed_low", "killed_high"),
    ("injured", "injured_low", "injured_high"),
)
_NAMES = {"on_behalf_of": "on behalf of", "direct": "in their words"}


def _canonical(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for slot, value in values.items():
        yield _NAMES.get(slot, slot), _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Place):
        return f"{value.start}-{value.end}"
    if isinstance(value, Who):
        return value.key
    if isinstance(value, tuple):
        plain = tuple(map(_plain, value))
        return (
            tuple(sorted(plain))
            if all(isinstance(item, (Who, str)) for item in value) and not _is_days(value)
            else plain
        )
    return str(value) if value is not None and not isinstance(value, bool) else value


def _is_days(value: tuple[Any, ...]) -> bool:
    return len(value) == 2 and all(isinstance(v, str) and v[:4].isdigit() for v in value)


def _numbers(slot: str, value: Any) -> Iterator[tuple[str, float]]:
    """The numbers in a value, for distances between them; what is not stated has none."""
    if slot in ("killed", "injured"):
        for name, bound in zip(("lower bound", "upper bound"), value, strict=True):
            if bound is not None:
                yield f"{slot}, {name}", float(bound)
    elif slot == "date" and value[0] is not None:
        yield "first day", float(date.fromisoformat(value[0]).toordinal())


def _who_key(who: Who) -> str:
    at = f"@{who.at[0].document_id[:16]}" if who.only_there and who.at else ""
    return f"{who.key}{at}"


def _side_key(side: Sequence[Any]) -> str:
    return "+".join(sorted(of.id for of in side))


# ---------------------------------------------------------------- in words


def words(found: float | None) -> str:
    """Alpha in words: a figure with three decimals, or why there is none."""
    return "every value is the same" if found is None else f"{found:.3f}"


def lines(found: Reading) -> Iterator[str]:
    """The agreement as lines for a terminal."""
    if not found.rows:
        yield "no row was judged by two reviewers yet"
        return
    yield f"{'':28}{'metric':10}{'alpha':>8}{'same':>7}{'rows':>6}{'values':>8}"
    for a in found.rows:
        value = "–" if a.alpha is None else f"{a.alpha:.3f}"
        yield f"{a.table + ': ' + a.slot:28}{a.metric:10}{value:>8}{a.same:>7.0%}{a.rows:>6}{a.values:>8}"
    yield f"reviewers: {', '.join(f'{name} ({n})' for name, n in found.reviewers.items())}"
    yield f"{found.blind} of {found.answers} answers were given before the program's answer was shown"
