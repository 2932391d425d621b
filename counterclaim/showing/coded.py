"""Events coded by a team's codebook: one row an event or, split, an event, a day and a place; each with its accounts and anchors.

Nothing is lost without a word: what the codebook leaves out stands in a second table with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from counterclaim.ledger import Ledger
from counterclaim.records import (
    UNNAMED,
    Account,
    Article,
    Claim,
    DisputeKind,
    Entity,
    Event,
    Level,
    Place,
    Precision,
    identify,
)
from counterclaim.showing.codebook import Category, Codebook, Field
from counterclaim.showing.coded_fields import FINENESS, SOURCES, Coding, Named
from counterclaim.showing.mask import Mask
from counterclaim.text import slug

LEFT_OUT = ("event_id", "type", "date_earliest", "date_latest", "place_ids", "account_ids", "reason")

Row = Mapping[str, Any]
Span = tuple[str | None, str | None]
_ORDER = tuple(Level)  # strongest first


@dataclass(frozen=True, slots=True)
class Coded:
    """The coded rows and what was left out, both in order of day and event; what is undated comes last."""

    rows: tuple[Row, ...]
    left_out: tuple[Row, ...]


def code(ledger: Ledger, book: Codebook, mask: Mask | None = None) -> Coded:
    """Code every event of a ledger. ``mask`` withholds private persons, as in public exports."""
    desk = _Desk(ledger, book, mask or Mask.none())
    made = [made for event in ledger.events() for made in desk.rows(event)]
    made.sort(key=lambda m: (m.span[0] or m.span[1] or "9999", m.row["event_id"], m.place_ids))
    return Coded(tuple(m.row for m in made if not m.left_out), tuple(m.row for m in made if m.left_out))


@dataclass
class _Cell:
    """One row to be: an event's accounts of one day and place; ``others`` say neither which."""

    span: Span
    place_ids: tuple[str, ...]
    accounts: list[Account] = field(default_factory=list)
    others: list[Account] = field(default_factory=list)


@dataclass(frozen=True)
class _Made:
    """A row of one of the two tables, and what it is ordered by."""

    row: Row
    left_out: bool
    span: Span
    place_ids: tuple[str, ...]


class _Desk:
    """Codes one event after the other, with look-ups that are read once."""

    def __init__(self, ledger: Ledger, book: Codebook, mask: Mask) -> None:
        self.book = book
        self.mask = mask
        self.entities: dict[str, Entity] = {e.entity_id: e for e in ledger.entities()}
        self.articles: dict[str, Article] = {a.article_id: a for a in ledger.articles()}
        self.claims: dict[str, Claim] = {c.claim_id: c for c in ledger.claims()}
        self.places: dict[str, Place] = {p.place_id: p for p in ledger.places()}
        self.accounts: dict[str, list[Account]] = defaultdict(list)
        for a in ledger.accounts():
            self.accounts[a.event_id].append(a)
        self.disputed: dict[str, list[str]] = defaultdict(list)
        for d in ledger.disputes():
            if d.event_id and d.kind is DisputeKind.CONFLICT:
                self.disputed[d.event_id].append(d.slot)

    def rows(self, event: Event) -> Iterator[_Made]:
        """The rows of an event, coded or left out."""
        include = self.book.include
        accounts = self.accounts[event.event_id]
        kept = [a for a in accounts if a.status in include.statuses]
        whole = _Cell((event.date_earliest, event.date_latest), event.place_ids, accounts)
        if include.types and event.type not in include.types:
            yield self._left_out(event, whole, f"type {event.type}")
        elif not kept:
            stated = ", ".join(sorted({str(a.status) for a in accounts}))
            yield self._left_out(event, whole, f"no account of an included status ({stated})")
        elif include.level is not None and _ORDER.index(event.level) > _ORDER.index(include.level):
            yield self._left_out(event, whole, f"level {event.level}, below {include.level}")
        else:
            for cell in sorted(self._cells(event, kept), key=lambda c: (c.span[0] or "9999", c.place_ids)):
                yield self._coded(event, cell)

    def _coded(self, event: Event, cell: _Cell) -> _Made:
        reason = self._outside(cell)
        if reason:
            return self._left_out(event, cell, reason)
        category, account = self._category(cell)
        if category is None and not self.book.include.uncategorised:
            return self._left_out(event, cell, "no category fits")
        return _Made(self._row(event, cell, category, account), False, cell.span, cell.place_ids)

    def _category(self, cell: _Cell) -> tuple[Category | None, Account | None]:
        """The first category of the book that an account of the row fits, and that account."""
        for category in self.book.categories:
            for a in cell.accounts:
                if category.fits(a.type, a.mode, a.text):
                    return category, a
        return None, None

    # ---------------------------------------------------------------- what is inside

    def _outside(self, cell: _Cell) -> str | None:
        """Why the days or the places of a row are outside, None where they are inside."""
        include = self.book.include
        earliest, latest = cell.span
        if include.since or include.until:
            if earliest is None and latest is None:
                return None if include.undated else "undated"
            late = include.until and earliest and earliest[: len(include.until)] > include.until
            early = include.since and latest and latest[: len(include.since)] < include.since
            if late or early:
                return "outside the days"
        if include.places:
            ids = cell.place_ids or tuple(dict.fromkeys(i for a in cell.accounts for i in a.place_ids))
            if not ids:
                return "no place"
            if not any(self._is_inside(i) for i in ids):
                return "outside the places"
        return None

    @cached_property
    def _wanted(self) -> frozenset[str]:
        """The ids of the places that the codebook names."""
        names = {slug(name) for name in self.book.include.places}
        return frozenset(
            e.entity_id
            for e in self.entities.values()
            if e.entity_id in names or any(slug(n) in names for n in (e.name, *e.aliases))
        )

    def _is_inside(self, place_id: str) -> bool:
        own = self.places.get(place_id)
        if place_id in self._wanted or (own is not None and own.country in self.book.include.places):
            return True
        return own is not None and any(_holds(self.places[i], own) for i in self._wanted if i in self.places)

    # ---------------------------------------------------------------- splitting

    def _cells(self, event: Event, accounts: list[Account]) -> list[_Cell]:
        """The rows of an event. An account that states day and place exactly makes or joins a row; one that states them loosely, or
        not at all, joins the only row that it can mean, which takes the narrower of each; else it stands beside all of them.
        """
        by_day, by_place = ("day" in self.book.split), ("place" in self.book.split)
        cells: list[_Cell] = []
        loose: list[Account] = []
        for a in sorted(accounts, key=lambda a: self._looseness(a, by_day, by_place)):
            span = (a.date_earliest, a.date_latest) if by_day else (event.date_earliest, event.date_latest)
            for ids in self._fine_places(a) if by_place else [event.place_ids]:
                same = [c for c in cells if c.span == span and c.place_ids == ids]
                near = same or [c for c in cells if self._narrowed(c, span, ids)]
                if not near:
                    cells.append(_Cell(span, ids, [a]))
                elif len(near) == 1:
                    near[0].span, near[0].place_ids = self._narrowed(near[0], span, ids) or (span, ids)
                    near[0].accounts += [] if a in near[0].accounts else [a]
                else:
                    loose.append(a)
        for cell in cells:
            cell.others = [a for a in loose if a not in cell.accounts]
        return cells

    def _looseness(self, a: Account, by_day: bool, by_place: bool) -> tuple[int, int, str]:
        days = (
            0 if a.date_earliest and a.date_earliest == a.date_latest else 1 if a.date_earliest or a.date_latest else 2
        )
        finest = min((self._fineness(i) for i in a.place_ids), default=len(FINENESS))
        return (days if by_day else 0) + (finest if by_place else 0), a.start, a.account_id

    def _fineness(self, place_id: str) -> int:
        """0 for a point up to 3 for a country; a place without a point counts as one."""
        known = self.places.get(place_id)
        return FINENESS.index(known.precision) if known else 0

    def _fine_places(self, a: Account) -> list[tuple[str, ...]]:
        """The places of an account, each for a row of its own; an area that only says where a finer one lies is left out."""
        if not a.place_ids:
            return [()]
        finest = min(self._fineness(i) for i in a.place_ids)
        return [(i,) for i in sorted(a.place_ids) if self._fineness(i) == finest]

    def _narrowed(self, cell: _Cell, span: Span, ids: tuple[str, ...]) -> tuple[Span, tuple[str, ...]] | None:
        """The narrower of two days and of two places, where what is told of both can be one; else None."""
        days = span if _may_be(cell.span, span) else cell.span if _may_be(span, cell.span) else None
        where = (
            ids
            if self._may_lie(cell.place_ids, ids)
            else cell.place_ids
            if self._may_lie(ids, cell.place_ids)
            else None
        )
        return None if days is None or where is None else (days, where)

    def _may_lie(self, ids: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """What is said to lie at ``ids`` can be what lies at ``other``: unplaced, the same, or an area that holds it."""
        if not ids or ids == other:
            return True
        own = [self.places[i] for i in ids if i in self.places]
        return any(_holds(outer, self.places[i]) for outer in own for i in other if i in self.places)

    # ---------------------------------------------------------------- rows

    def _row(self, event: Event, cell: _Cell, category: Category | None, because: Account | None) -> Row:
        accounts = tuple(sorted(cell.accounts, key=lambda a: (a.document_id, a.start, a.account_id)))
        coding = Coding(
            event=event, accounts=accounts, earliest=cell.span[0], latest=cell.span[1], place_ids=cell.place_ids,
            label=category.label if category else None, articles=self.articles, claims=self.claims, places=self.places,
            disputed=tuple(dict.fromkeys(self.disputed[event.event_id])), name=self._name, shown_id=self._id,
            words=self._words,
        )  # fmt: skip
        return {
            "coded_id": identify("cod", event.event_id, *cell.span, *cell.place_ids),
            "event_id": event.event_id,
            "category": category.code if category else None,
            "category_from": because.account_id if because else None,
            **{f.name: _filled(f, coding) for f in self.book.fields},
            "account_ids": [a.account_id for a in accounts],
            "other_account_ids": sorted({a.account_id for a in cell.others}),
            "anchors": [
                {
                    "account_id": a.account_id,
                    "document_id": a.document_id,
                    "start": a.start,
                    "end": a.end,
                    "text": self._words(a),
                }
                for a in accounts
            ],
        }

    def _left_out(self, event: Event, cell: _Cell, reason: str) -> _Made:
        row = {
            "event_id": event.event_id,
            "type": str(event.type),
            "date_earliest": cell.span[0],
            "date_latest": cell.span[1],
            "place_ids": [self._id(i) for i in cell.place_ids],
            "account_ids": sorted(a.account_id for a in cell.accounts),
            "reason": reason,
        }
        return _Made(row, True, cell.span, cell.place_ids)

    def _name(self, entity_id: str) -> str:
        known = self.entities.get(entity_id)
        name = known.name if known else entity_id.removeprefix(UNNAMED).replace("-", " ")
        return self.mask.label(entity_id, name)

    def _id(self, entity_id: str) -> str:
        return self.mask.labels.get(entity_id, entity_id).replace(" ", "-")

    def _words(self, a: Account) -> str:
        return self.mask.words(a.text, a.document_id, a.start)


def _holds(outer: Place, inner: Place) -> bool:
    """An area or country that holds a finer place, by the columns of the table ``places``."""
    if outer.country is None or outer.country != inner.country or outer.place_id == inner.place_id:
        return False
    if outer.precision is Precision.COUNTRY:
        return inner.precision is not Precision.COUNTRY
    return outer.precision is Precision.AREA and inner.admin1 is not None and inner.admin1 == outer.name


def _may_be(span: Span, other: Span) -> bool:
    """What happened in ``span`` can be what happened in ``other``: undated, the same, or a span that holds it."""
    if span in ((None, None), other):
        return True
    earliest, latest = other
    if earliest is None or latest is None:
        return False
    return (span[0] is None or span[0] <= earliest) and (span[1] is None or latest <= span[1])


def _filled(f: Field, coding: Coding) -> object:
    """The value of a column: the constant, or the source's with its codes."""
    if f.source is None:
        return f.value
    given = SOURCES[f.source](coding)
    codes = dict(f.map)
    if isinstance(given, list):
        return list(dict.fromkeys(_code(item, codes, f.other) for item in given))
    return _code(given, codes, f.other)


def _code(value: object, codes: Mapping[str, str], other: str | None) -> object:
    names = (value.name, value.id) if isinstance(value, Named) else (str(value),)
    found = next((codes[n] for n in names if n in codes), None)
    if found is not None or value is None:
        return found
    if codes and other is not None:
        return other
    return names[0] if isinstance(value, Named) else value


def told(coded: Coded) -> str:
    """The counts in a line: rows and events, and how many were left out for which reason."""
    reasons: dict[str, int] = defaultdict(int)
    for row in coded.left_out:
        reasons[str(row["reason"]).split(" (")[0]] += 1
    why = ", ".join(f"{n} {reason}" for reason, n in sorted(reasons.items(), key=lambda item: (-item[1], item[0])))
    events = len({row["event_id"] for row in coded.rows})
    return f"{len(coded.rows)} rows of {events} events; left out {len(coded.left_out)}{f': {why}' if why else ''}"
