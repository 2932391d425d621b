"""Named queries that give typed records, in fixed order: by path and place in the text, else by id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from counterclaim.errors import UsageError
from counterclaim.ledger import shape
from counterclaim.ledger.connect import Row, Store
from counterclaim.ledger.veil import Veil, outcomes, reviewed
from counterclaim.records import Account, Claim, Dispute, Entity, Event
from counterclaim.text import slug

R = TypeVar("R")

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_VEILED = ("claims", "events", "accounts", "casualties", "support", "disputes", "relations")
_COUNTED = (*shape.TABLES, "redirects", "withdrawn")


def rows(store: Store, table: str) -> Iterator[dict[str, Any]]:
    """All rows of an exported table as dicts in column order: lists as lists, flags as true or false; hidden ones left out.

    Raises UsageError for an unknown table.
    """
    if table not in shape.RECORDS:
        raise UsageError(f"no table {table!r}; there are {', '.join(shape.TABLES)}")
    veil = Veil.of(store)
    marked = reviewed(store).get(table)
    made = {o.decision_id: o for o in outcomes(store)} if table == "decisions" else {}
    for row in store.each(shape.select(table)):
        values = _shown_row(veil, table, row) if veil else row
        if values is None:
            continue
        shown = shape.to_dict(table, values)
        if table == "decisions":
            outcome = made.get(shown["decision_id"])
            shown |= {"state": str(outcome.state) if outcome else None, "reason": outcome.reason if outcome else None}
        elif marked is not None:
            shown["reviewed"] = shown[_KEYS[table]] in marked
        yield shown


_KEYS = {
    "articles": "article_id",
    "entities": "entity_id",
    "claims": "claim_id",
    "events": "event_id",
    "accounts": "account_id",
}


def _shown_row(veil: Veil, table: str, row: Row) -> Row | None:
    record = veil.shown(shape.from_row(shape.RECORDS[table], row))
    return None if record is None else tuple(shape.to_row(record))


def _shown(store: Store, table: str, record: type[R]) -> Iterator[R]:
    """All records of a table but hidden ones."""
    veil = Veil.of(store)
    found = (shape.from_row(record, row) for row in store.each(shape.select(table)))
    return (item for item in map(veil.shown, found) if item is not None)


def read(store: Store, table: str, record: type[R], **equal: object) -> tuple[R, ...]:
    """Records of a table but hidden ones, those whose columns equal the values given (None is no filter)."""
    asked = {name: value for name, value in equal.items() if value is not None}
    where = "WHERE " + " AND ".join(f't."{name}" = ?' for name in asked) if asked else ""
    veil = Veil.of(store) if table in _VEILED else Veil()
    found = (shape.from_row(record, row) for row in store.each(shape.select(table, where), list(asked.values())))
    return tuple(item for item in map(veil.shown, found) if item is not None)


def counts(store: Store) -> dict[str, int]:
    """Rows by table, of the contract's tables and of redirects and withdrawals."""
    return {table: _count(store, table) for table in _COUNTED}


def _count(store: Store, table: str) -> int:
    row = store.one(f'SELECT count(*) FROM "{table}"')
    return int(row[0]) if row else 0


# ---------------------------------------------------------------- names and days


@dataclass(frozen=True)
class Named:
    """Whom a person means by some words: the entities with that id, name or alias, and the words themselves."""

    words: str
    ids: frozenset[str]
    pattern: re.Pattern[str] = field(repr=False)

    def among(self, *ids: str | None) -> bool:
        """True where one of the ids is meant."""
        return any(i is not None and (i in self.ids or i.casefold() == self.words) for i in ids)

    def said_in(self, text: str | None) -> bool:
        """True where the words stand in the text, case aside, as whole words."""
        return bool(text) and self.pattern.search(str(text)) is not None


def named(store: Store, words: str) -> Named:
    """Look a name up. Upper and lower case, marks and apostrophes count for nothing. Raises UsageError for no words."""
    folded = " ".join(words.casefold().split())
    if not folded:
        raise UsageError("a name to look for has to hold a word")
    wanted = {folded, slug(words)} - {"unknown"}
    ids = {
        e.entity_id
        for e in read(store, "entities", Entity)
        if e.entity_id in wanted or any(_is_called(name, wanted) for name in (e.name, *e.aliases))
    }
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
    return Named(folded, frozenset(ids), re.compile(pattern, re.IGNORECASE))


def _is_called(name: str, wanted: set[str]) -> bool:
    return " ".join(name.casefold().split()) in wanted or slug(name) in wanted


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``since`` to ``until``, both inclusive, None where open."""

    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        for day in (self.since, self.until):
            if day is not None and not _DAY.fullmatch(day):
                raise UsageError(f"{day!r} is no day; write YYYY-MM-DD, YYYY-MM or YYYY")

    def meets(self, earliest: str | None, latest: str | None) -> bool:
        """True where the days from earliest to latest can lie in the period; what is undated lies in none."""
        if self.since is None and self.until is None:
            return True
        if earliest is None and latest is None:
            return False
        starts_late = self.until is not None and earliest is not None and _first(earliest) > _last(self.until)
        ends_early = self.since is not None and latest is not None and _last(latest) < _first(self.since)
        return not starts_late and not ends_early


def _first(day: str) -> str:
    return day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day[:10]


def _last(day: str) -> str:
    return day + "-12-31"[len(day) - 4 :] if len(day) < 10 else day[:10]


def _filtered(found: Iterator[R], keep: Sequence[Callable[[R], bool]], limit: int | None) -> tuple[R, ...]:
    if limit is not None and limit < 0:
        raise UsageError("a limit is 0 or more")
    return tuple(islice((item for item in found if all(test(item) for test in keep)), limit))


# ---------------------------------------------------------------- what is asked for


def claims(
    store: Store,
    *,
    about: str | None = None,
    by: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> tuple[Claim, ...]:
    """Claims by whom (speaker, or on whose behalf), about whom or what (named in the content), published when."""
    period = Period(since, until)
    keep: list[Callable[[Claim], bool]] = []
    if by is not None:
        speaker = named(store, by)
        keep.append(lambda c: speaker.among(c.speaker_id, c.on_behalf_of) or speaker.said_in(c.speaker))
    if about is not None:
        subject = named(store, about)
        places = _mentioned(store, subject)
        keep.append(lambda c: subject.said_in(c.text) or _inside(places.get(c.document_id, ()), c))
    if since is not None or until is not None:
        days: dict[str, str | None] = dict(store.all("SELECT article_id, published FROM articles"))
        keep.append(lambda c: period.meets(days.get(c.article_id), days.get(c.article_id)))
    found = _shown(store, "claims", Claim)
    return _filtered(found, keep, limit)


def _mentioned(store: Store, subject: Named) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for entity_id in sorted(subject.ids):
        for document_id, start, end in store.each(
            'SELECT document_id, start, "end" FROM mentions WHERE entity_id = ?', (entity_id,)
        ):
            spans.setdefault(document_id, []).append((start, end))
    return spans


def _inside(spans: Sequence[tuple[int, int]], claim: Claim) -> bool:
    return any(claim.start <= start and end <= claim.end for start, end in spans)


def events(
    store: Store,
    *,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> tuple[Event, ...]:
    """Events in which somebody acts or is acted on, or at a place, by any account; on days that the accounts share."""
    period = Period(since, until)
    keep: list[Callable[[Event], bool]] = [lambda e: period.meets(e.date_earliest, e.date_latest)]
    if about is not None:
        meant = _events_about(store, named(store, about))
        keep.append(lambda e: e.event_id in meant)
    found = _shown(store, "events", Event)
    return _filtered(found, keep, limit)


def _events_about(store: Store, subject: Named) -> set[str]:
    found = {
        a.event_id
        for a in read(store, "accounts", Account)
        if subject.among(*a.actor_ids, *a.recipient_ids, *a.place_ids)
    }
    parties = ((e.event_id, (*e.actor_ids, *e.recipient_ids, *e.place_ids)) for e in read(store, "events", Event))
    return found | {event_id for event_id, ids in parties if subject.among(event_id, *ids)}


def entities(store: Store, *, about: str | None = None, limit: int | None = None) -> tuple[Entity, ...]:
    """Entities, those with the words in their id, name or an alias."""
    keep: list[Callable[[Entity], bool]] = []
    if about is not None:
        subject = named(store, about)
        keep.append(lambda e: subject.among(e.entity_id) or any(subject.said_in(name) for name in (e.name, *e.aliases)))
    return _filtered((shape.from_row(Entity, row) for row in store.each(shape.select("entities"))), keep, limit)


def disputes(
    store: Store, *, about: str | None = None, event_id: str | None = None, limit: int | None = None
) -> tuple[Dispute, ...]:
    """Disputes about somebody or something: in their words, by those who hold a position, or in their event."""
    keep: list[Callable[[Dispute], bool]] = []
    if event_id is not None:
        keep.append(lambda d: d.event_id == event_id)
    if about is not None:
        subject = named(store, about)
        events_meant = _events_about(store, subject)
        keep.append(
            lambda d: (
                d.event_id in events_meant
                or subject.among(d.dispute_id, *(p.by for p in d.positions))
                or any(subject.said_in(words) for words in (d.about, *(p.position for p in d.positions)))
            )
        )
    return _filtered(_shown(store, "disputes", Dispute), keep, limit)
