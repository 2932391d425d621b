"""What people decided, applied: a pure function of what was found and of the decisions.

Rows first (added, corrected, refused, put back), then who is who and which accounts tell one event, as constraints for the
weighing. A later decision goes before an earlier one on the same thing; every decision gets an outcome, and none is
dropped silently.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from counterclaim import decisions as content
from counterclaim.decisions import Change, Place, RowPlace, Who
from counterclaim.errors import AnchorError, UsageError
from counterclaim.knowledge import Knowledge
from counterclaim.records import Account, Claim, Decision, Found, Outcome, State
from counterclaim.weighing.decided_links import NOTHING, Constraints, Link, across, settle, within
from counterclaim.weighing.decided_rows import Desk, Row, Use

# Actions that say that a row is right as it then stands, or that there is one.
_UPHOLDING = ("add", "accept", "correct")


@dataclass(frozen=True)
class Draft:
    """An outcome whose entities and events have no ids yet: ``uses`` and ``accounts`` say which are meant."""

    decision: Decision
    state: State
    reason: str
    rows: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decided:
    """The articles with their rows as decided, the constraints, the public roles given by use, and the outcomes."""

    found: tuple[Found, ...]
    entities: Constraints[Use]
    events: Constraints[str]
    roles: tuple[tuple[Use, str], ...]
    drafts: tuple[Draft, ...]

    def outcomes(self, entity_of: Callable[[Use], str | None], event_of: Mapping[str, str]) -> tuple[Outcome, ...]:
        """One outcome a decision, in the order of the decisions' ids, with the ids that the weighing gave."""
        return tuple(sorted((self._outcome(d, entity_of, event_of) for d in self.drafts), key=lambda o: o.decision_id))

    @staticmethod
    def _outcome(draft: Draft, entity_of: Callable[[Use], str | None], event_of: Mapping[str, str]) -> Outcome:
        entities = {f"entities {i}" for i in map(entity_of, draft.uses) if i is not None}
        events = {f"events {event_of[a]}" for a in draft.accounts if a in event_of}
        rows = tuple(sorted({*draft.rows, *entities, *events}))
        return Outcome(draft.decision.decision_id, draft.state, draft.reason, rows)


@dataclass
class _Case:
    """A decision that stands, and what has become of it so far."""

    decision: Decision
    change: Change
    row_id: str = ""
    lost: tuple[str, ...] = ()
    note: str = ""

    @property
    def action(self) -> str:
        return self.decision.action

    @property
    def table(self) -> str:
        return self.decision.target_table

    @property
    def of(self) -> RowPlace:
        """The row that is meant, by its words."""
        place = content.place_of(self.decision)
        assert place is not None
        row = self.change.row
        return RowPlace(place, self.decision.target_id, str(row.type) if isinstance(row, Account) else "")

    @property
    def speaker(self) -> str:
        row = self.change.row
        return row.speaker_id if isinstance(row, Claim) else ""


def apply(
    found: Sequence[Found], decisions: Sequence[Decision], knowledge: Knowledge, outlets: Mapping[str, str]
) -> Decided:
    """Put decisions (oldest first; two of one time in the order given) to what was found.

    ``outlets`` is the key of each article's outlet, for the chains of added claims. The result does not depend on the order
    of decisions that bear on different things.
    """
    if not decisions:
        return Decided(tuple(found), NOTHING, NOTHING, (), ())
    return _Court(Desk(found, knowledge), outlets).judge(sorted(decisions, key=lambda d: d.made_at))


class _Court:
    """Puts decisions to the desk, oldest first, and keeps what became of each."""

    def __init__(self, desk: Desk, outlets: Mapping[str, str]) -> None:
        self.desk = desk
        self.outlets = outlets
        self.drafts: dict[str, Draft] = {}
        self.entity_links: list[Link[Use]] = []
        self.event_links: list[Link[str]] = []
        self.told: dict[str, tuple[str, ...]] = {}
        self.uses: dict[str, tuple[Use, ...]] = {}

    def judge(self, decisions: Sequence[Decision]) -> Decided:
        cases = self._standing(decisions)
        row_cases = [c for c in cases if c.table in ("claims", "accounts")]
        self._place_rows(row_cases)
        by_row: dict[str, list[_Case]] = defaultdict(list)
        for case in row_cases:
            if case.row_id:
                by_row[case.row_id].append(case)
        for row_id, own in sorted(by_row.items(), key=lambda item: (item[1][0].table == "accounts", item[0])):
            self._rule_on_row(row_id, own)
        roles = self._marks([c for c in cases if c.action == "mark"])
        for case in cases:
            if case.table == "articles":
                self._read(case)
            elif case.table == "entities" and case.action != "mark":
                self._link_entities(case)
            elif case.table == "events":
                self._link_events(case)
        turn = {case.decision.decision_id: number for number, case in enumerate(cases)}
        self.entity_links.sort(key=lambda link: turn[link.decision_id])
        entities, events = settle(self.entity_links), settle(self.event_links)
        self._lost_links(cases, entities.overruled, events.overruled)
        found = self.desk.result()
        return Decided(found, entities, events, roles, tuple(self.drafts.values()))

    # -------------------------------------------------------- which decisions stand

    def _standing(self, decisions: Sequence[Decision]) -> list[_Case]:
        """The decisions that can be read and that nobody took back."""
        known = {d.decision_id: d for d in decisions}
        taken_back: dict[str, Decision] = {}
        for d in reversed(decisions):  # the latest first, so that taking back a taking back counts
            if d.action == "undo" and d.decision_id not in taken_back and d.target_id in known:
                taken_back.setdefault(d.target_id, d)
        cases: list[_Case] = []
        for d in decisions:
            by = taken_back.get(d.decision_id)
            if d.action == "withdraw":
                self._say(d, State.APPLIED, "the document is withdrawn")
            elif by is not None:
                self._say(d, State.UNDONE, f"taken back by {by.by} ({by.decision_id})")
            elif d.action == "undo":
                gone = d.target_id not in known
                state = State.UNAPPLIED if gone else State.APPLIED
                self._say(d, state, f"there is no decision {d.target_id}" if gone else f"takes back {d.target_id}")
            else:
                self._open(d, cases)
        return cases

    def _open(self, d: Decision, cases: list[_Case]) -> None:
        if (d.words, d.before, d.after) == (None, None, None):
            self._say(d, State.UNAPPLIED, "its words were withdrawn with their document")
            return
        try:
            cases.append(_Case(d, content.read(d)))
        except UsageError as error:
            self._say(d, State.UNAPPLIED, str(error))

    def _say(self, d: Decision, state: State, reason: str, **of: Any) -> None:
        self.drafts[d.decision_id] = Draft(d, state, reason, **of)

    # -------------------------------------------------------- rows

    def _place_rows(self, cases: Sequence[_Case]) -> None:
        """Find the row of every decision: additions first, then rows that are there, then those that are put back."""
        added = [c for c in cases if c.action == "add"]
        for case in sorted(added, key=lambda c: c.table == "accounts"):  # an account can stand in an added claim
            self._try(case, lambda c: self.desk.add(c.table, c.of.place, c.change.values))
        missing: list[_Case] = []
        for case in (c for c in cases if c.action in ("accept", "correct")):
            try:
                self._locate(case)
            except AnchorError as error:
                case.note = str(error)
                missing.append(case)
        for case in sorted(missing, key=lambda c: c.table == "accounts"):
            self._try(case, self._put_back)
        for case in (c for c in cases if c.action in ("refuse", "hide")):
            try:
                self._locate(case)
            except AnchorError as error:
                self._say(case.decision, State.UNAPPLIED, str(error))

    def _locate(self, case: _Case) -> None:
        place = case.of.place
        case.row_id = self.desk.locate(case.table, case.of, case.speaker)
        row = self.desk.rows[case.table][case.row_id]
        if (row.start, row.end) != (place.start, place.end):
            case.note = f"the row now stands at {row.start}-{row.end}"

    def _try(self, case: _Case, place: Callable[[_Case], str]) -> None:
        try:
            case.row_id = place(case)
        except AnchorError as error:
            self._say(case.decision, State.UNAPPLIED, case.note or str(error))

    def _put_back(self, case: _Case) -> str:
        row = case.change.row
        if row is None:
            raise AnchorError(case.note)
        row_id = self.desk.restore(case.table, row, case.of.place)
        self.desk.rename(case.table, row_id, {who.key: self._key(case, row_id, who) for who in case.change.named})
        case.note = "the program does not find this row; it stands as it was when it was decided on"
        return row_id

    def _key(self, case: _Case, row_id: str, who: Who | str) -> str:
        key, pairs = self.desk.key_in(row_id, who)
        if pairs:
            self.entity_links.append(Link(case.decision.decision_id, True, pairs))
        return key

    def _rule_on_row(self, row_id: str, cases: Sequence[_Case]) -> None:
        """What stands of the decisions on one row: whether it is there, then slot by slot."""
        table = cases[0].table
        judged = [c for c in cases if c.action != "hide"]
        refused = judged[-1] if judged and judged[-1].action == "refuse" else None
        for case in judged:
            if refused is not None and case.action != "refuse":
                self._overrule(case, refused)
            elif refused is None and case.action == "refuse":
                self._overrule(case, judged[-1])
        rows = (f"{table} {row_id}",)
        if refused is not None:
            self.desk.refuse(row_id)
        else:
            self._set_slots(row_id, [c for c in judged if c.action in _UPHOLDING])
        for case in cases:
            if case.decision.decision_id not in self.drafts:
                self._say(case.decision, State.APPLIED, _joined(case.note, *case.lost), rows=rows)

    def _overrule(self, case: _Case, by: _Case) -> None:
        self._say(
            case.decision, State.OVERRULED, f"{by.decision.by} decided otherwise later ({by.decision.decision_id})"
        )

    def _set_slots(self, row_id: str, cases: Sequence[_Case]) -> None:
        last: dict[str, _Case] = {}
        for case in cases:
            last.update(dict.fromkeys(case.change.values, case))
        for case in cases:
            lost = {s: last[s] for s, v in case.change.values.items() if not _agree(last[s].change.values[s], v)}
            if lost and len(lost) == len(case.change.values) and case.action == "correct":
                self._overrule(case, next(iter(lost.values())))
            else:
                case.lost = tuple(
                    f"{slot} decided otherwise later by {by.decision.by} ({by.decision.decision_id})"
                    for slot, by in lost.items()
                )
        for slot, setter in SETTERS.items():
            if slot in last:
                try:
                    setter(self, last[slot], row_id, last[slot].change.values[slot])
                except AnchorError as error:
                    last[slot].lost = (*last[slot].lost, str(error))

    # -------------------------------------------------------- entities, events, articles

    def _read(self, case: _Case) -> None:
        try:
            number, _ = self.desk.spot(case.of.place)
        except AnchorError as error:
            self._say(case.decision, State.UNAPPLIED, str(error))
        else:
            row = f"articles {self.desk.found[number].article.article_id}"
            self._say(case.decision, State.APPLIED, "", rows=(row,))

    def _link_entities(self, case: _Case) -> None:
        try:
            sides = [self.desk.use_of(who) for who in case.change.entities]
        except AnchorError as error:
            self._say(case.decision, State.UNAPPLIED, str(error))
            return
        self.uses[case.decision.decision_id] = tuple(use for side in sides for use in side)
        if case.action == "merge":
            self.entity_links.append(Link(case.decision.decision_id, True, tuple(within(sides))))
        elif case.action == "split":
            self.entity_links.append(Link(case.decision.decision_id, False, tuple(across(sides))))

    def _link_events(self, case: _Case) -> None:
        sides: list[list[str]] = []
        lost: list[str] = []
        for side in case.change.sides:
            ids: list[str] = []
            for of in side:
                try:
                    ids.append(self.desk.locate("accounts", of))
                except AnchorError as error:
                    lost.append(str(error))
            sides.append([i for i in dict.fromkeys(ids) if i not in self.desk.refused])
        short = not all(sides)
        if short:
            self._say(case.decision, State.UNAPPLIED, lost[0] if lost else "its accounts were refused")
            return
        decision_id = case.decision.decision_id
        self.told[decision_id] = tuple(dict.fromkeys(i for side in sides for i in side))
        case.note = _joined(*lost)
        if case.action in ("merge", "accept"):
            self.event_links.append(Link(decision_id, True, tuple(within(sides))))
        elif case.action == "split":
            self.event_links.append(Link(decision_id, False, tuple(across(sides))))

    def _marks(self, cases: Sequence[_Case]) -> tuple[tuple[Use, str], ...]:
        """Public roles by use; the later decision on one stands."""
        roles: dict[Use, _Case] = {}
        for case in cases:
            try:
                uses = self.desk.use_of(case.change.entities[0])
            except AnchorError as error:
                self._say(case.decision, State.UNAPPLIED, str(error))
                continue
            for use in uses:
                before = roles.get(use)
                if before is not None and before.change.public_role != case.change.public_role:
                    self._overrule(before, case)
                roles[use] = case
            self._say(case.decision, State.APPLIED, "", uses=uses)
        return tuple((use, str(case.change.public_role)) for use, case in roles.items())

    def _lost_links(self, cases: Sequence[_Case], *overruled: Mapping[str, Sequence[str]]) -> None:
        """Outcomes of decisions on entities and events, and a word on those that lost a part to a later one."""
        lost: dict[str, list[str]] = defaultdict(list)
        for by_decision in overruled:
            for decision_id, by in by_decision.items():
                lost[decision_id] += by
        size = {link.decision_id: len(link.pairs) for link in self.entity_links}
        size |= {link.decision_id: len(link.pairs) for link in self.event_links}
        for case in cases:
            d = case.decision
            if case.table not in ("entities", "events") or d.decision_id in self.drafts:
                continue
            words = [
                f"decided otherwise later ({by})" if by else "contradicts later decisions" for by in lost[d.decision_id]
            ]
            whole = bool(words) and size.get(d.decision_id, 0) == 1
            self._say(
                d, State.OVERRULED if whole else State.APPLIED,
                _joined(case.note, *(w if whole else f"in part {w}" for w in words)),
                uses=self.uses.get(d.decision_id, ()), accounts=self.told.get(d.decision_id, ()),
            )  # fmt: skip


def _joined(*words: str) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))


def _agree(one: Any, other: Any) -> bool:
    """Two values are one; entities are compared by their keys."""
    if isinstance(one, Who) and isinstance(other, Who):
        return one.key == other.key
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return all(_agree(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


# ---------------------------------------------------------------- setting a slot


def _speaker(court: _Court, case: _Case, row_id: str, value: Who | str) -> None:
    claim = _claim(court.desk.rows["claims"][row_id])
    key, old = court._key(case, row_id, value), claim.speaker_id
    outlet = court.outlets.get(court.desk.article_of(row_id))
    before = claim.chain[:-1] if claim.chain else ((outlet,) if outlet else ())
    chain = before if before[-1:] == (key,) else (*before, key)
    court.desk.change("claims", replace(claim, speaker_id=key, chain=chain), row_id)
    for row in tuple(court.desk.told_in(row_id)):
        if isinstance(row, Claim):
            links = (key if link == old else link for link in row.chain[:-1])
            court.desk.change("claims", replace(row, chain=(*links, *row.chain[-1:])), row.claim_id)
        else:
            informants = tuple(dict.fromkeys(key if i == old else i for i in row.informant_ids))
            court.desk.change("accounts", replace(row, informant_ids=informants), row.account_id)


def _on_behalf_of(court: _Court, case: _Case, row_id: str, value: Who | str | None) -> None:
    key = None if value is None else court._key(case, row_id, value)
    court.desk.change("claims", replace(_claim(court.desk.rows["claims"][row_id]), on_behalf_of=key), row_id)


def _plainly(table: str, field: str) -> Callable[[_Court, _Case, str, Any], None]:
    """Sets one column to the value itself."""

    def setter(court: _Court, _case: _Case, row_id: str, value: Any) -> None:
        court.desk.change(table, replace(court.desk.rows[table][row_id], **{field: value}), row_id)

    return setter


def _type(court: _Court, _case: _Case, row_id: str, value: Any) -> None:
    account = _account(court.desk.rows["accounts"][row_id])
    mode = account.mode if account.type is value else None
    court.desk.change("accounts", replace(account, type=value, mode=mode), row_id)


def _keys(field: str) -> Callable[[_Court, _Case, str, Any], None]:
    """Sets a column of entities."""

    def setter(court: _Court, case: _Case, row_id: str, value: Iterable[Who | str]) -> None:
        keys = tuple(dict.fromkeys(court._key(case, row_id, who) for who in value))
        held: dict[str, Any] = {field: keys}
        court.desk.change("accounts", replace(court.desk.rows["accounts"][row_id], **held), row_id)

    return setter


def _range(low: str, high: str, harm: str = "") -> Callable[[_Court, _Case, str, Any], None]:
    """Sets two columns, the bounds of a figure or of days."""

    def setter(court: _Court, _case: _Case, row_id: str, value: tuple[Any, Any]) -> None:
        row = court.desk.rows["accounts"][row_id]
        court.desk.change("accounts", replace(row, **{low: value[0], high: value[1]}), row_id)
        if harm:
            court.desk.casualties(row_id, harm, value[0], value[1])

    return setter


def _words(court: _Court, _case: _Case, row_id: str, value: Place) -> None:
    court.desk.move("claims" if row_id in court.desk.rows["claims"] else "accounts", row_id, value)


def _claim(row: Row) -> Claim:
    assert isinstance(row, Claim)
    return row


def _account(row: Row) -> Account:
    assert isinstance(row, Account)
    return row


# In this order: a type takes the mode of another type with it, so the mode comes after it.
SETTERS: dict[str, Callable[[_Court, _Case, str, Any], None]] = {
    "words": _words,
    "speaker": _speaker,
    "on_behalf_of": _on_behalf_of,
    "stance": _plainly("claims", "stance"),
    "direct": _plainly("claims", "direct"),
    "type": _type,
    "mode": _plainly("accounts", "mode"),
    "status": _plainly("accounts", "status"),
    "date": _range("date_earliest", "date_latest"),
    "places": _keys("place_ids"),
    "actors": _keys("actor_ids"),
    "recipients": _keys("recipient_ids"),
    "killed": _range("killed_low", "killed_high", "killed"),
    "injured": _range("injured_low", "injured_high", "injured"),
}
