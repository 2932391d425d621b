"""The pages of a ledger, by file name: the same templates and values for the report and for the reading room.

Private persons are withheld everywhere. No page, map or list of places is made of any person.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from counterclaim.ledger import Ledger
from counterclaim.records import (
    UNNAMED,
    Account,
    Article,
    Claim,
    Copy,
    Dispute,
    DisputeKind,
    Document,
    Entity,
    Event,
    MentionType,
    Reject,
    days,
    figure,
)
from counterclaim.showing.marks import Run, mark
from counterclaim.showing.matrix import AGREE, ALONE, DIFFER, PARTLY, matrix
from counterclaim.showing.outlets import Outlet, outlets
from counterclaim.showing.site import Site, Words, grouped, one_line, shown

T = TypeVar("T")

# Sizes keep a first view well below 300 KB.
_SEARCH_CHUNK = 2000
_FRONT_EVENTS = 12
_FRONT_REJECTS = 20
_FRONT_MONTHS = 18
_PAGE_ROWS = 250
_PAGE_DISPUTES = 50
_ENTITY_ROWS = 80
_ENTITY_EVENTS = 150
_LISTED_ARTICLES = 6

# The slots of a table of support in the order of a story; others follow by name.
_SLOTS = ("happened", "who", "whom", "where", "when", "killed", "injured")
_KINDS = (DisputeKind.CONFLICT, DisputeKind.UPDATE, DisputeKind.BOUND)

Values = dict[str, Any]
# A template with its values, and what makes them.
Page = tuple[str, Values]
Maker = Callable[[], Page]


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("counterclaim.showing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        figure=lambda pair: figure(*pair), words=one_line, days=lambda row: days(row.date_earliest, row.date_latest)
    )
    return environment


def _made(template: str, values: Callable[..., Values], *args: Any) -> Maker:
    """Makes a page when it is asked for."""
    return lambda: (template, values(*args))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a long list: its file, its rows, and where it stands among its neighbours."""

    name: str
    rows: Sequence[Any]
    number: int
    total: int
    names: tuple[str, ...]


def _leaves(stem: str, rows: Sequence[Any], size: int) -> Iterator[Leaf]:
    """A list cut into pages; an empty one is one page."""
    total = max(1, -(-len(rows) // size))
    names = tuple(f"{stem}.html" if n == 1 else f"{stem}-{n}.html" for n in range(1, total + 1))
    for number, name in enumerate(names, start=1):
        yield Leaf(name, rows[(number - 1) * size : number * size], number, total, names)


@dataclass(frozen=True, slots=True)
class Part:
    """A document's text from one article to the next; the first part can begin before any article."""

    article: Article | None
    runs: tuple[Run, ...]


class Pages:
    """Every page of a ledger under its file name; a page's values are put together when it is asked for.

    ``live`` says that a server answers: pages then offer what needs one (filters, search, export).
    """

    def __init__(self, ledger: Ledger, *, live: bool = False) -> None:
        self.site = Site(ledger)
        self.live = live
        self._environment = _environment()

    def page(self, name: str) -> str | None:
        """A page as HTML, None where there is no page of that name."""
        make = self.makers.get(name)
        if make is None:
            return None
        template, values = make()
        return self.render(template, root="../" * name.count("/"), **values)

    def render(self, template: str, **values: Any) -> str:
        """A template with values; characters that cannot be shown are replaced, so that no page can hold one."""
        return shown(self._environment.get_template(template).render(site=self.site, live=self.live, **values))

    @cached_property
    def makers(self) -> Mapping[str, Maker]:
        """File name -> what makes the page, in the order in which a report is written."""
        return dict(self._pages())

    def _pages(self) -> Iterator[tuple[str, Maker]]:
        yield "index.html", _made("index.html", self._front)
        for leaf in _leaves("documents", self.site.documents, _PAGE_ROWS):
            yield leaf.name, _made("documents.html", self._documents, leaf)
        yield from self._event_lists()
        yield from self._entity_lists()
        for leaf in _leaves("disputes", self._by_kind(self.site.disputes), _PAGE_DISPUTES):
            yield leaf.name, _made("disputes.html", self._disputes, leaf)
        for leaf in _leaves("rejects", self._rejects, _PAGE_ROWS):
            yield leaf.name, _made("rejects.html", lambda leaf: {"here": "index", "leaf": leaf}, leaf)
        yield "outlets.html", _made("outlets.html", lambda: {"here": "outlets", "outlets": self._outlets})
        yield "search.html", _made("search.html", lambda: {"here": "search", "chunks": self._chunk_count()})
        yield "about.html", _made("about.html", lambda: {"here": "about", "verdicts": (AGREE, PARTLY, DIFFER, ALONE)})
        yield from self._single()

    def _single(self) -> Iterator[tuple[str, Maker]]:
        for document in self.site.documents:
            yield self.site.document_page(document.document_id), _made("document.html", self._document, document)
        for event in self.site.events:
            yield self.site.event_page(event.event_id), _made("event.html", self._event, event)
        for entity in self.site.entities:
            if self.site.has_page(entity.entity_id):
                yield self.site.page(entity.entity_id), _made("entity.html", self._entity, entity)
        for outlet in self._outlets:
            yield outlet.page, _made("outlet.html", lambda o: {"here": "outlets", "outlet": o}, outlet)

    # ------------------------------------------------------------ the front page

    def _front(self) -> Values:
        site = self.site
        speakers = Counter(c.speaker_id for c in site.claims if not c.speaker_id.startswith(UNNAMED))
        months = self._months()
        return {
            "here": "index",
            "counts": (
                ("documents", len(site.documents), "documents.html"),
                ("articles", len(site.articles), "documents.html"),
                ("claims", len(site.claims), "search.html"),
                ("accounts", len(site.accounts), "events.html"),
                ("events", len(site.events), "events.html"),
                ("disputes", len(site.disputes), "disputes.html"),
                ("rejects", len(self._rejects), "rejects.html"),
            ),
            "outlets": self._outlets[:_FRONT_EVENTS],
            "more_outlets": len(self._outlets) - _FRONT_EVENTS,
            "months": months,
            "most_in_month": max((n for _, n in months), default=1),
            "speakers": sorted(speakers.items(), key=lambda item: (-item[1], item[0]))[:_FRONT_EVENTS],
            "unnamed": sum(c.speaker_id.startswith(UNNAMED) for c in site.claims),
            "events": self._by_weight(site.events)[:_FRONT_EVENTS],
            "rejects": self._rejects[:_FRONT_REJECTS],
            "more_rejects": len(self._rejects) - _FRONT_REJECTS,
            "withdrawn": self._withdrawn,
        }

    def _months(self) -> list[tuple[str, int]]:
        """Articles by month, or by year where the months are many; those without a date last."""
        days_stated = [a.published for a in self.site.articles]
        months = Counter((day or "undated")[:7] for day in days_stated)
        if len(months) > _FRONT_MONTHS:
            months = Counter("undated" if day is None else day[:4] for day in days_stated)
        return sorted(months.items())

    @cached_property
    def _outlets(self) -> tuple[Outlet, ...]:
        return outlets(self.site)

    @cached_property
    def _rejects(self) -> list[Values]:
        """What could not be read; what was withdrawn is told apart."""
        gone = {row["document_id"] for row in self._withdrawn}
        return [
            {"path": self._path_words(r), "stage": r.stage, "reason": one_line(self.site.slugged(r.reason))}
            for r in self.site.ledger.rejects()
            if r.document_id is None or r.document_id not in gone
        ]

    def _path_words(self, reject: Reject) -> str:
        return one_line(self.site.slugged(reject.path))

    @cached_property
    def _withdrawn(self) -> list[Values]:
        paths = {r.document_id: self._path_words(r) for r in self.site.ledger.rejects() if r.document_id}
        return [
            {
                "document_id": d.target_id,
                "path": paths.get(d.target_id, ""),
                "day": d.made_at[:10],
                "by": self.site.plain(d.by),
                "why": self.site.plain(d.why),
            }
            for d in self.site.ledger.decisions()
            if d.action == "withdraw" and d.target_id not in self.site.document
        ]

    # ------------------------------------------------------------ lists

    def _documents(self, leaf: Leaf) -> Values:
        return {
            "here": "documents",
            "leaf": leaf,
            "claims": {d.document_id: len(self.site.claims_in.get(d.document_id, [])) for d in leaf.rows},
            "listed": _LISTED_ARTICLES,
        }

    def _event_lists(self) -> Iterator[tuple[str, Maker]]:
        """The events with most witnesses, then all events by month, year or without a common day."""
        months = grouped(self.site.events, _month)
        index = grouped(sorted(months), lambda month: month[:4])
        shared = {"here": "events", "index": index, "counts": {month: len(rows) for month, rows in months.items()}}
        most = self._by_weight(self.site.events)[:_PAGE_ROWS]
        first = next(_leaves("events", most, _PAGE_ROWS))
        yield "events.html", _made("events.html", dict, {**shared, "month": None, "leaf": first})
        for month, rows in sorted(months.items()):
            ordered = sorted(
                rows, key=lambda e: (e.date_earliest or "", -e.witness_count, -e.account_count, e.event_id)
            )
            for leaf in _leaves(f"events-{month}", ordered, _PAGE_ROWS):
                yield leaf.name, _made("events.html", dict, {**shared, "month": month, "leaf": leaf})

    def _entity_lists(self) -> Iterator[tuple[str, Maker]]:
        site = self.site
        pages = [e for e in site.entities if site.has_page(e.entity_id)]
        letters = grouped(sorted(pages, key=lambda e: (e.name.casefold(), e.entity_id)), _initial)
        shared = {"here": "entities", "letters": {letter: len(rows) for letter, rows in sorted(letters.items())}}
        most = sorted(pages, key=lambda e: (-site.named_times.get(e.entity_id, 0), e.entity_id))[:_PAGE_ROWS]
        first = next(_leaves("entities", most, _PAGE_ROWS))
        yield "entities.html", _made("entities.html", dict, {**shared, "letter": None, "leaf": first})
        for letter, rows in sorted(letters.items()):
            for leaf in _leaves(f"entities-{letter}", rows, _PAGE_ROWS):
                yield leaf.name, _made("entities.html", dict, {**shared, "letter": letter, "leaf": leaf})

    def _by_weight(self, events: Sequence[Event]) -> list[Event]:
        return sorted(events, key=lambda e: (-e.witness_count, -e.account_count, e.date_earliest or "9", e.event_id))

    # ------------------------------------------------------------ disputes

    def _disputes(self, leaf: Leaf) -> Values:
        return {"here": "disputes", "leaf": leaf, "disputes": self._dispute_rows(leaf.rows)}

    def _by_kind(self, disputes: Iterable[Dispute]) -> list[Dispute]:
        return sorted(disputes, key=lambda d: (_KINDS.index(d.kind), -len(d.positions), d.dispute_id))

    def _dispute_rows(self, disputes: Iterable[Dispute]) -> list[Values]:
        return [
            {"dispute": d, "sides": self._sides(d), "about": self._about(d), "event": self.site.event.get(d.event_id or "")}
            for d in disputes
        ]  # fmt: skip

    def _about(self, dispute: Dispute) -> str:
        """The heading of a dispute: the event's, or the words that are denied."""
        event = self.site.event.get(dispute.event_id or "")
        if event is not None:
            return self.site.event_heading(event)
        claims = self.site.claim
        denied = next((claims[i] for i in (p.claim_id or "" for p in dispute.positions) if i in claims), None)
        return self.site.words(denied).text if denied else self.site.called(dispute.about)

    def _sides(self, dispute: Dispute) -> list[tuple[str, list[tuple[str, str, list[Words]]]]]:
        """(position, [(who, in which words, where these stand)]): the position that most hold first."""
        sides: dict[str, dict[tuple[str, str], list[Words]]] = {}
        for p in dispute.positions:
            row: Claim | Account | None = self.site.account.get(p.account_id or "") or self.site.claim.get(
                p.claim_id or ""
            )
            if row is not None:
                words = self.site.words(row)
                sides.setdefault(p.position, {}).setdefault((self.site.called(p.by), words.text), []).append(words)
        held = [
            (self.site.called(side), [(by, text, places) for (by, text), places in rows.items()])
            for side, rows in sides.items()
        ]
        return sorted(held, key=lambda s: (-sum(len(places) for _, _, places in s[1]), s[0]))

    # ------------------------------------------------------------ a page each

    def _document(self, document: Document) -> Values:
        site, i = self.site, document.document_id
        claims = site.claims_in.get(i, [])
        numbers = {c.claim_id: n for n, c in enumerate(claims, start=1)}
        articles = site.articles_in.get(i, [])
        return {
            "here": "documents",
            "document": document,
            "parent": site.document.get(document.parent_id or ""),
            "children": site.inside.get(i, []),
            "articles": articles,
            "parts_list": self._parts(document, articles),
            "claims": claims,
            "numbers": numbers,
            "events": {a.account_id: a.event_id for a in site.accounts_in.get(i, [])},
            "copies": self._copies_of,
            "loaded": {f"word-{w.start}": w for w in site.wording_in.get(i, [])},
        }

    @cached_property
    def _copies_of(self) -> dict[str, list[Copy]]:
        return grouped([c for c in self.site.copies if c.other_id in self.site.article], lambda c: c.article_id)

    def _parts(self, document: Document, articles: Sequence[Article]) -> list[Part]:
        site, i = self.site, document.document_id
        text = site.text(i)
        starts = sorted({a.start for a in articles})
        runs = mark(
            text,
            claims=site.claims_in.get(i, []),
            accounts=site.accounts_in.get(i, []),
            furniture=site.furniture_in.get(i, []),
            withheld=site.mask.inside(i, 0, len(text)),
            wording=site.wording_in.get(i, []),
            relations=site.relations_in.get(i, []),
            cuts_at=starts,
        )
        held: dict[int, list[Run]] = {n: [] for n in range(len(starts) + 1)}
        for run in runs:
            held[bisect_right(starts, run.start)].append(run)
        owner = {a.start: a for a in reversed(articles)}
        parts = [Part(owner[starts[n - 1]] if n else None, tuple(found)) for n, found in held.items()]
        return [p for p in parts if p.article is not None or any(r.text for r in p.runs)]

    def _event(self, event: Event) -> Values:
        support = sorted(
            self.site.support_of.get(event.event_id, []),
            key=lambda s: (
                _SLOTS.index(s.slot) if s.slot in _SLOTS else len(_SLOTS),
                s.slot,
                -s.witness_count,
                s.value or "",
            ),
        )
        return {
            "here": "events",
            "event": event,
            "matrix": matrix(self.site, event),
            "support": grouped(support, lambda s: s.slot),
            "disputes": self._dispute_rows(self._by_kind(self.site.disputes_of.get(event.event_id, []))),
        }

    def _entity(self, entity: Entity) -> Values:
        site, i = self.site, entity.entity_id
        person = entity.type is MentionType.PERSON
        events = [] if person else self._by_weight(site.events_of.get(i, []))
        said, told_of = site.said_by.get(i, []), site.said_of.get(i, [])
        return {
            "here": "entities",
            "entity": entity,
            "person": person,
            "said": said[:_ENTITY_ROWS],
            "said_more": max(0, len(said) - _ENTITY_ROWS),
            "of": told_of[:_ENTITY_ROWS],
            "of_more": max(0, len(told_of) - _ENTITY_ROWS),
            "relations": site.relations_of.get(i, []),
            "events": events[:_ENTITY_EVENTS],
            "events_more": max(0, len(events) - _ENTITY_EVENTS),
        }

    # ------------------------------------------------------------ search

    def _chunk_count(self) -> int:
        return -(-len(self.site.claims) // _SEARCH_CHUNK)

    def search_chunks(self) -> Iterator[str]:
        """Script files that hold the claims to search in: a page from disk may load scripts, but no data."""
        claims = self.site.claims
        for n in range(self._chunk_count()):
            rows = [self._search_row(c) for c in claims[n * _SEARCH_CHUNK : (n + 1) * _SEARCH_CHUNK]]
            data = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
            yield f"window.counterclaimIndex=(window.counterclaimIndex||[]).concat({data});\n"

    def _search_row(self, c: Claim) -> list[str]:
        """Speaker, stance, words, link, place, outlet, day; the order is known to search.js."""
        words = self.site.words(c)
        article = self.site.article[c.article_id]
        return [
            self.site.name(c.speaker_id), str(c.stance), words.text, words.href, words.where,
            self.site.outlet(article), article.published or "",
        ]  # fmt: skip


def _month(event: Event) -> str:
    """The month in which an event's common days lie, or the year, or ``undated``."""
    first, last = event.date_earliest or "", event.date_latest or ""
    for length in (7, 4):
        if len(first) >= length and first[:length] == last[:length]:
            return first[:length]
    return "undated"


def _initial(entity: Entity) -> str:
    first = entity.entity_id[:1]
    return first if first.isascii() and first.isalpha() else "other"
