"""The accounts of one event side by side: a column a witness, a row a fact, each cell with the way to its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from counterclaim.records import Account, Dispute, DisputeKind, Event, Support, days, figure
from counterclaim.showing.site import Site, Words, grouped, one_line


@dataclass(frozen=True, slots=True)
class Told:
    """An account under its label: the number of its witness and, where that has several, a letter (``2b``)."""

    label: str
    account: Account
    words: Words


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell states: words, or an entity to link; by which accounts; which other witnesses state the same; which side."""

    text: str
    entity_id: str | None
    told: tuple[Told, ...]
    also: tuple[int, ...] = ()
    side: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the witnesses stand to each other on a fact: a word, a sign that needs no colour, and the sentence for it."""

    word: str
    sign: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as each witness states it; a cell without values is not stated."""

    slot: str
    verdict: Verdict | None
    cells: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The witnesses, each with its accounts, the facts, and a line of labels for the table of support."""

    witnesses: tuple[tuple[Told, ...], ...]
    lines: tuple[Line, ...]
    by_account: Mapping[str, Told]

    def told(self, support: Support) -> tuple[Told, ...]:
        """The accounts that a level of support rests on."""
        held = [self.by_account[i] for i in support.account_ids if i in self.by_account]
        return tuple(sorted(held, key=lambda t: self.order[t.label]))

    @property
    def order(self) -> dict[str, int]:
        """Where each label stands, from the left."""
        return {t.label: n for n, t in enumerate(t for own in self.witnesses for t in own)}

    def value(self, site: Site, support: Support) -> str:
        """The value of a level of support: the name to show of the entity that its accounts mean, or words."""
        for told in self.told(support):
            a = told.account
            for i in (*a.actor_ids, *a.recipient_ids, *a.place_ids):
                if i in site.entity and site.entity[i].name == support.value:
                    return site.name(i)
        return site.called(support.value)


AGREE = Verdict("agree", "=", "All witnesses who state it state the same.")
PARTLY = Verdict("partly agree", "≈", "Some witnesses state the same, others something else that need not exclude it.")
DIFFER = Verdict("differ", "/", "Each witness states something else; they need not exclude each other.")
ALONE = Verdict("one witness", "○", "Only one witness states it.")
_DISPUTED = {
    DisputeKind.CONFLICT: Verdict("conflict", "✕", "What is stated cannot all be true; letters tell the sides apart."),
    DisputeKind.UPDATE: Verdict("update", "↻", "A later count by the same witness or of a growing toll."),
    DisputeKind.BOUND: Verdict("bound", "≤", "Bounds differ and can both be true."),
}

# Every verdict, in the order of a summary.
VERDICTS = (AGREE, PARTLY, DIFFER, *_DISPUTED.values(), ALONE)

# A fact's value as (text, entity id); the text is empty where the name of the entity is the value.
Stated = tuple[str, str | None]
Slot = Callable[[Site, Account], Sequence[Stated]]


def _status(_: Site, a: Account) -> Sequence[Stated]:
    return [(str(a.status), None)]


def _who(_: Site, a: Account) -> Sequence[Stated]:
    return [("", i) for i in a.actor_ids]


def _whom(_: Site, a: Account) -> Sequence[Stated]:
    return [("", i) for i in a.recipient_ids]


def _where(_: Site, a: Account) -> Sequence[Stated]:
    return [("", i) for i in a.place_ids]


def _when(_: Site, a: Account) -> Sequence[Stated]:
    when = days(a.date_earliest, a.date_latest)
    return [(when, None)] if when else []


def _killed(_: Site, a: Account) -> Sequence[Stated]:
    toll = figure(a.killed_low, a.killed_high)
    return [(toll, None)] if toll else []


def _injured(_: Site, a: Account) -> Sequence[Stated]:
    toll = figure(a.injured_low, a.injured_high)
    return [(toll, None)] if toll else []


def _told_by(site: Site, a: Account) -> Sequence[Stated]:
    teller = site.teller(a)
    return [("", teller)] if teller else [("the outlet's own voice", None)]


def _rests_on(_: Site, a: Account) -> Sequence[Stated]:
    return [("", i) for i in a.informant_ids]


_FACTS: tuple[tuple[str, Slot], ...] = (
    ("happened", _status),
    ("who", _who),
    ("whom", _whom),
    ("where", _where),
    ("when", _when),
    ("killed", _killed),
    ("injured", _injured),
)
_SOURCES: tuple[tuple[str, Slot], ...] = (("told by", _told_by), ("rests on", _rests_on))


def matrix(site: Site, event: Event) -> Matrix:
    """The matrix of an event: witnesses with most accounts first."""
    accounts = site.accounts_of.get(event.event_id, [])
    held = sorted(grouped(accounts, lambda a: a.witness_id).values(), key=lambda w: (-len(w), w[0].account_id))
    witnesses = tuple(tuple(_labelled(site, number, own)) for number, own in enumerate(held, start=1))
    disputes = site.disputes_of.get(event.event_id, [])
    facts = (*_FACTS, *_harms(site, accounts))
    lines = [_line(site, slot, read, witnesses, disputes) for slot, read in facts]
    lines += [_line(site, slot, read, witnesses, None) for slot, read in _SOURCES]
    return Matrix(
        witnesses,
        tuple(line for line in lines if any(line.cells)),
        {t.account.account_id: t for own in witnesses for t in own},
    )


@dataclass(frozen=True, slots=True)
class Head:
    """The accounts of a witness that one outlet published on one day."""

    outlet: str
    page: str
    day: str | None
    told: tuple[Told, ...]


def heads(site: Site, own: Sequence[Told]) -> list[Head]:
    """A witness's accounts by outlet and day, in their order."""
    held: dict[tuple[str, str | None], list[Told]] = {}
    for told in own:
        article = site.article[told.account.article_id]
        held.setdefault((site.outlet_key(article), article.published), []).append(told)
    return [Head(site.outlet_names[key], f"outlets/{key}.html", day, tuple(told)) for (key, day), told in held.items()]


def _labelled(site: Site, number: int, accounts: Sequence[Account]) -> Iterable[Told]:
    for n, account in enumerate(accounts):
        yield Told(f"{number}{_letter(n, ascii_lowercase) if len(accounts) > 1 else ''}", account, site.words(account))


def _letter(n: int, letters: str) -> str:
    return letters[n] if n < len(letters) else _letter(n // len(letters) - 1, letters) + letters[n % len(letters)]


def _harms(site: Site, accounts: Iterable[Account]) -> list[tuple[str, Slot]]:
    """Rows for what is told of one group ("killed: children") and of the missing and detained."""
    told = {
        (str(c.harm), c.group)
        for a in accounts
        for c in site.casualties_of.get(a.account_id, [])
        if c.group or c.harm in ("missing", "detained")
    }
    return [
        (f"{harm}: {one_line(group)}" if group else harm, _harm(harm, group))
        for harm, group in sorted(told, key=lambda t: (t[0], t[1] or ""))
    ]


def _harm(harm: str, group: str | None) -> Slot:
    def read(site: Site, a: Account) -> Sequence[Stated]:
        rows = [c for c in site.casualties_of.get(a.account_id, []) if (str(c.harm), c.group) == (harm, group)]
        return list(dict.fromkeys((figure(c.low, c.high) or "not counted", None) for c in rows))

    return read


def _line(
    site: Site, slot: str, read: Slot, witnesses: Sequence[Sequence[Told]], disputes: Sequence[Dispute] | None
) -> Line:
    """One row; ``disputes`` None is a row in which agreement means nothing."""
    stated = [_stated(site, read, own) for own in witnesses]
    by_witness: dict[Stated, list[int]] = {}
    for number, values in enumerate(stated, start=1):
        for value in values:
            by_witness.setdefault(value, []).append(number)
    own_disputes = [d for d in disputes or () if d.slot == slot]
    side = _sides(own_disputes)
    cells = []
    for number, values in enumerate(stated, start=1):
        cells.append(
            tuple(
                Value(
                    value[0], value[1], told,
                    tuple(n for n in by_witness[value] if n != number) if disputes is not None else (),
                    "/".join(sorted({side[t.account.account_id] for t in told if t.account.account_id in side})),
                )
                for value, told in values.items()
            )
        )  # fmt: skip
    verdict = _verdict(stated, by_witness, own_disputes) if disputes is not None and len(witnesses) > 1 else None
    if own_disputes and verdict is None:
        verdict = _worst(own_disputes)
    return Line(slot, verdict, tuple(cells))


def _stated(site: Site, read: Slot, own: Sequence[Told]) -> dict[Stated, tuple[Told, ...]]:
    values: dict[Stated, tuple[Told, ...]] = {}
    for told in own:
        for value in dict.fromkeys(read(site, told.account)):
            values[value] = (*values.get(value, ()), told)
    return values


def _sides(disputes: Sequence[Dispute]) -> dict[str, str]:
    """Account id -> the letter of its position; the position that most hold is A."""
    held: dict[str, list[str]] = {}
    for dispute in disputes:
        for p in dispute.positions:
            if p.account_id:
                held.setdefault(p.position, []).append(p.account_id)
    ranked = sorted(held.items(), key=lambda item: (-len(item[1]), item[0]))
    return {i: _letter(n, ascii_uppercase) for n, (_, ids) in reversed(list(enumerate(ranked))) for i in ids}


def _worst(disputes: Sequence[Dispute]) -> Verdict:
    return _DISPUTED[min((d.kind for d in disputes), key=list(DisputeKind).index)]


def _verdict(
    stated: Sequence[Mapping[Stated, object]], by_witness: Mapping[Stated, Sequence[int]], disputes: Sequence[Dispute]
) -> Verdict | None:
    if disputes:
        return _worst(disputes)
    speaking = sum(bool(values) for values in stated)
    if speaking < 2:
        return ALONE if speaking else None
    if len({frozenset(values) for values in stated if values}) == 1:
        return AGREE
    return PARTLY if any(len(numbers) > 1 for numbers in by_witness.values()) else DIFFER
