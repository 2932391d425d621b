"""The pages of a ledger, by file name: the same templates and values for the report and for the reading room.

Private persons are withheld everywhere. No page, map or list of places is made of any person.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger, terms_of
from counterclaim.records import (
    UNNAMED,
    Article,
    Claim,
    Copy,
    Document,
    Entity,
    Event,
    Level,
    MentionType,
    Reject,
    Stance,
    days,
    figure,
    identify,
)
from counterclaim.showing import atlas, disputed, mapped, names, network, timeline
from counterclaim.showing.asked import (
    KINDS,
    ORDERS,
    STATES,
    VOICES,
    Filter,
    Given,
    MapFilter,
    Question,
    RelationFilter,
    Search,
)
from counterclaim.showing.find import Finder, highlighted
from counterclaim.showing.marks import Run, mark
from counterclaim.showing.matrix import AGREE, ALONE, DIFFER, PARTLY, VERDICTS, heads, matrix
from counterclaim.showing.outlets import Outlet, across, informants, lines, outlets, terms
from counterclaim.showing.site import Site, Words, file_name, grouped, one_line, shown

T = TypeVar("T")

# Sizes keep a first view well below 300 KB.
_SEARCH_CHUNK = 2000
_FRONT_EVENTS = 12
_FRONT_REJECTS = 20
_FRONT_MONTHS = 18
_PAGE_ROWS = 250
_PAGE_DISPUTES = 50
_ENTITY_ROWS = 40
_ENTITY_EVENTS = 60
_LISTED_ARTICLES = 6
_FRONT_CONTESTED = 6
_TIMELINE_ROWS = 120
_SHORT = 36
_OUTLET_ROWS = 40
_PAGE_TIES = 40
_MAP_ROWS = 40
_MAP_EVENTS = 3
_MAP_COUNTRIES = 10
_KEPT_FROM = 80_000
SEARCH_ROWS = 50
_HEX = re.compile(r"[0-9a-f]{8,64}")
_NOTHING: Given = {}

# The slots of a table of support in the order of a story; others follow by name.
_SLOTS = ("happened", "who", "whom", "where", "when", "killed", "injured")

Values = dict[str, Any]
# A template with its values, and what makes them.
Page = tuple[str, Values]
Maker = Callable[[], Page]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("counterclaim.showing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        figure=lambda pair: figure(*pair),
        words=one_line,
        short=_short,
        highlight=highlighted,
        key=file_name,
        days=lambda row: days(row.date_earliest, row.date_latest),
    )
    return environment


def _short(where: str) -> str:
    """``path:line`` with the middle of a long path left out; the line stays."""
    name = where.rpartition("/")[2]
    return name if len(name) <= _SHORT else f"{name[: _SHORT // 2]}…{name[-_SHORT // 2 + 1 :]}"


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


def _asked_leaf(stem: str, rows: Sequence[Any], asked: Question, *, size: int = _PAGE_ROWS) -> Leaf:
    """The page of a list that was asked for. Raises UsageError for one behind the last."""
    total = max(1, -(-len(rows) // size))
    if asked.page > total:
        raise UsageError(f"page {asked.page}: there are {total}")
    names = tuple(f"{stem}.html{asked.address(page=n)}" for n in range(1, total + 1))
    return Leaf(names[asked.page - 1], rows[(asked.page - 1) * size : asked.page * size], asked.page, total, names)


@dataclass(frozen=True, slots=True)
class Part:
    """A document's text from one article to the next; the first part can begin before any article."""

    article: Article | None
    runs: tuple[Run, ...]


class Pages:
    """Every page of a ledger under its file name; a page's values are put together when it is asked for.

    ``live`` says that a server answers: pages then offer what needs one (filters, search, export); ``review`` that people can
    decide there, too.
    """

    def __init__(self, ledger: Ledger, *, live: bool = False, review: bool = False) -> None:
        self.site = Site(ledger)
        self.site.can_review = review
        self.live = live
        self._environment = _environment()
        self._kept: dict[str, str] = {}

    def page(self, name: str, given: Given = _NOTHING) -> str | None:
        """A page as HTML, None where there is no page of that name.

        ``given`` are the fields of an address, which pages made live answer. Raises UsageError for what cannot be asked.
        """
        make = self._asking.get(name) if self.live else None
        if make is not None:
            template, values = make(given)
        elif name in self.makers:
            return self._kept[name] if name in self._kept else self._fixed(name)
        else:
            return None
        return self.render(template, **values)

    def _fixed(self, name: str) -> str:
        """A page as it stands in a report; a server keeps those that look at the whole ledger, and the largest."""
        template, values = self.makers[name]()
        page = self.render(template, root="../" * name.count("/"), **values)
        if self.live and ("/" not in name or len(page) >= _KEPT_FROM):
            self._kept[name] = page
        return page

    def render(self, template: str, *, root: str = "", site: Site | None = None, **values: Any) -> str:
        """A template with values; characters that cannot be shown are replaced, so that no page can hold one."""
        of = site or self.site
        return shown(
            self._environment.get_template(template).render(
                site=of, live=self.live, review=of.can_review, root=root, **values
            )
        )

    def note_reviewed(self, ids: frozenset[str]) -> None:
        """Mark rows that a person has reviewed since the ledger was read."""
        if not ids <= self.site.reviewed:
            self.site.note_reviewed(ids)
            self._kept.clear()

    @staticmethod
    def trouble(head: str, words: str) -> str:
        """A page that says what is wrong and what to do, without a word of any ledger."""
        template = _environment().get_template("trouble.html")
        return shown(template.render(root="/", here="", live=True, head=head, words=words))

    @staticmethod
    def alone(name: str, **values: Any) -> str:
        """A page that stands by itself beside its style sheet: the sheet and the results of an audit."""
        return shown(_environment().get_template(name).render(**values))

    def warm(self) -> None:
        """Put together what many pages share, so that the first reader does not wait for it."""
        for template in self._environment.list_templates():
            self._environment.get_template(template)
        for folder in ("documents/", "events/", "entities/", "outlets/"):
            self.page(next((name for name in self.makers if name.startswith(folder)), ""))
        for name in (
            "index.html", "outlets.html", "timeline.html", "events.html", "disputes.html", "entities.html", "map.html",
            "map-world.html", "network.html",
        ):  # fmt: skip
            self.page(name)
        self.page("events.html", {"about": "nobody", "outlet": "none"})
        self.page("search.html", {"by": "nobody"})

    def moved(self, name: str) -> str | None:
        """Where the page of an event, an entity or a document is now; None where it never was."""
        folder, _, rest = name.partition("/")
        row_id = rest.removesuffix(".html")
        if folder == "documents" and _HEX.fullmatch(row_id):
            found = [d.document_id for d in self.site.documents if d.document_id.startswith(row_id)]
            return self.site.document_page(found[0]) if len(found) == 1 else None
        if folder not in ("events", "entities"):
            return None
        now = self.site.ledger.resolve(folder, row_id)
        page = {"events": self.site.event_page, "entities": self.site.page}[folder](now) if now else None
        return page if page in self.makers and page != name else None

    def table(self, asked: Search) -> str:
        """The hits of a search as CSV."""
        return self.finder.table(self.finder.search(self.site.ledger, asked, every=True), self.site.reviewed)

    @cached_property
    def finder(self) -> Finder:
        """Answers questions about the rows."""
        return Finder(self.site)

    @cached_property
    def makers(self) -> Mapping[str, Maker]:
        """File name -> what makes the page, in the order in which a report is written."""
        return dict(self._pages())

    @cached_property
    def _asking(self) -> Mapping[str, Callable[[Given], Page]]:
        """File name -> what answers the fields of an address there."""
        return {
            "search.html": self._search,
            "events.html": self._asked_events,
            "timeline.html": self._asked_timeline,
            "map.html": self._asked_map,
            "network.html": self._asked_network,
        }

    def _pages(self) -> Iterator[tuple[str, Maker]]:
        yield "index.html", _made("index.html", self._front)
        for leaf in _leaves("documents", self.site.documents, _PAGE_ROWS):
            yield leaf.name, _made("documents.html", self._documents, leaf)
        yield from self._event_lists()
        yield from self._timelines()
        yield from self._maps()
        yield from self._networks()
        yield from self._entity_lists()
        for leaf in _leaves("disputes", disputed.by_kind(self.site.disputes), _PAGE_DISPUTES):
            yield leaf.name, _made("disputes.html", self._disputes, leaf)
        for leaf in _leaves("rejects", self._rejects, _PAGE_ROWS):
            yield leaf.name, _made("rejects.html", lambda leaf: {"here": "index", "leaf": leaf}, leaf)
        yield "outlets.html", _made("outlets.html", self._all_outlets)
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
        languages = Counter(a.language or "not stated" for a in site.articles)
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
            "languages": sorted(languages.items(), key=lambda item: (-item[1], item[0])),
            "chart": self._chart,
            "contested": disputed.contested(site, _FRONT_CONTESTED),
            "unnamed": sum(c.speaker_id.startswith(UNNAMED) for c in site.claims),
            "events": self._by_weight(site.events)[:_FRONT_EVENTS],
            "rejects": self._rejects[:_FRONT_REJECTS],
            "more_rejects": len(self._rejects) - _FRONT_REJECTS,
            "withdrawn": self._withdrawn,
        }

    @cached_property
    def _chart(self) -> timeline.Chart | None:
        return timeline.chart(self.site.events, lambda e: e.event_id in self.site.disputes_of)

    def _months(self) -> list[tuple[str, int]]:
        """Articles by month, or by year where the months are many; those without a date last."""
        days_stated = [a.published for a in self.site.articles]
        months = Counter((day or "undated")[:7] for day in days_stated)
        if len(months) > _FRONT_MONTHS:
            months = Counter("undated" if day is None else day[:4] for day in days_stated)
        return sorted(months.items())

    def _all_outlets(self) -> Values:
        rests, used = informants(self.site), terms(self.site)
        return {
            "here": "outlets",
            "outlets": self._outlets,
            "lines": lines(self.site)[:_OUTLET_ROWS],
            "informants": rests[:_OUTLET_ROWS],
            "more_informants": max(0, len(rests) - _OUTLET_ROWS),
            "across": across(self.site),
            "anchored": {o.key: frozenset(i for i, _ in o.by_referent) for o in self._outlets},
            "terms": used[:_OUTLET_ROWS],
            "more_terms": max(0, len(used) - _OUTLET_ROWS),
        }

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

    @cached_property
    def _months_of_events(self) -> dict[str, list[Event]]:
        return grouped(self.site.events, _month)

    @property
    def _event_index(self) -> dict[str, list[str]]:
        return grouped(sorted(self._months_of_events), lambda month: month[:4])

    @property
    def _event_counts(self) -> dict[str, int]:
        return {month: len(rows) for month, rows in self._months_of_events.items()}

    def _event_lists(self) -> Iterator[tuple[str, Maker]]:
        """The events with most witnesses, then all events by month, year or without a common day."""
        months = self._months_of_events
        shared = {"here": "events", "index": self._event_index, "counts": self._event_counts, **self._choices(Filter())}
        most = self._by_weight(self.site.events)[:_PAGE_ROWS]
        first = next(_leaves("events", most, _PAGE_ROWS))
        yield "events.html", _made("events.html", dict, {**shared, "month": None, "leaf": first})
        for month, rows in sorted(months.items()):
            ordered = sorted(
                rows, key=lambda e: (e.date_earliest or "", -e.witness_count, -e.account_count, e.event_id)
            )
            for leaf in _leaves(f"events-{month}", ordered, _PAGE_ROWS):
                yield leaf.name, _made("events.html", dict, {**shared, "month": month, "leaf": leaf})

    def _timelines(self) -> Iterator[tuple[str, Maker]]:
        """The events with most witnesses on one axis, then those of every month, or of a year where a month is too narrow."""
        yield "timeline.html", _made("timeline.html", self._timeline)
        for name, rows in self._timeline_leaves.items():
            if name != "undated":
                for leaf in _leaves(f"timeline-{name}", self._in_time(rows), _PAGE_ROWS):
                    yield leaf.name, _made("timeline.html", self._timeline, leaf, name)

    @cached_property
    def _timeline_leaves(self) -> dict[str, list[Event]]:
        return dict(sorted(grouped(self.site.events, timeline.leaf_of).items()))

    def _in_time(self, events: Sequence[Event]) -> list[Event]:
        return sorted(events, key=lambda e: (e.date_earliest or e.date_latest or "9", -e.witness_count, e.event_id))

    def _timeline(self, leaf: Leaf | None = None, name: str | None = None) -> Values:
        """One page of the timeline; without a leaf, the events with most witnesses."""
        if leaf is None or name is None:
            dated = [e for e in self.site.events if timeline.days_of(e)]
            most = self._in_time(self._by_weight(dated)[:_TIMELINE_ROWS])
            leaf, on = next(_leaves("timeline", most, _TIMELINE_ROWS)), timeline.axis(most)
        else:
            on = timeline.axis_of(name)
        return self._on_axis(leaf, on, name)

    def _on_axis(self, leaf: Leaf, on: timeline.Axis | None, name: str | None) -> Values:
        leaves = self._timeline_leaves
        return {
            "here": "timeline",
            "leaf": leaf,
            "name": name,
            "axis": on,
            "marks": timeline.marks(leaf.rows, on) if on else [],
            "chart": self._chart if name is None else None,
            "index": grouped([n for n in leaves if n != "undated"], lambda n: n[:4]),
            "counts": {n: len(rows) for n, rows in leaves.items()},
            **self._choices(Filter()),
        }

    # ------------------------------------------------------------ the map

    def _maps(self) -> Iterator[tuple[str, Maker]]:
        """The map where most events lie, the whole of it, and a page a country."""
        yield "map.html", _made("map.html", self._map)
        if self._placed.spots:
            yield "map-world.html", _made("map.html", self._map, "world")
            for code, _, _ in mapped.countries(self._placed):
                yield f"map-{code.lower()}.html", _made("map.html", self._map, code.lower())

    def map_script(self) -> str | None:
        """The script that the filters of the map load in a report; None where nothing is on the map."""
        return mapped.script(self.site, self._placed) if self._placed.spots else None

    @cached_property
    def _placed(self) -> mapped.Told:
        return mapped.told(self.site, self.site.events, self._by_weight)

    def _map(self, at: str = "", asked: MapFilter | None = None) -> Values:
        """One page of the map: ``at`` is empty for the first view, ``world`` for everything, or a country."""
        found = self._placed
        if asked is not None and asked.asks:
            found = found.narrowed([e.event_id for e in self.finder.events(asked)])
        frame = self._frame(found, at)
        drawn = mapped.picture(found, frame) if frame else None
        groups = _spot_groups(found, drawn)
        return {
            "here": "map",
            "at": at,
            "found": found,
            "drawn": drawn,
            "groups": groups,
            "listed": {s.place_id for _, rows, _ in groups for s in rows},
            "shown_events": _MAP_EVENTS,
            "countries": mapped.countries(found),
            "first_countries": _MAP_COUNTRIES,
            "country": atlas.name_of(at.upper()) if at else None,
            "district_km": mapped.DISTRICT_KM,
            **self._choices(
                asked or MapFilter(frame=at), None if asked is None or not asked.asks else len(found.events)
            ),
        }

    def _frame(self, found: mapped.Told, at: str) -> atlas.Frame | None:
        if not at:
            return mapped.first_frame(found) or mapped.first_frame(self._placed)
        if at == "world":
            return mapped.frame_of_all(found) or mapped.frame_of_all(self._placed)
        return mapped.frame_of_country(found, at.upper())

    def _asked_map(self, given: Given) -> Page:
        asked = MapFilter.read(given)
        frame = asked.frame.lower()
        if frame and frame != "world" and atlas.name_of(frame.upper()) is None:
            raise UsageError(f"frame: no shape of {asked.frame!r} here")
        if not asked.asks:
            name = f"map-{frame}.html" if frame else "map.html"
            if name in self.makers:
                return self.makers[name]()
        return "map.html", self._map(frame, asked)

    # ------------------------------------------------------------ the network

    @cached_property
    def _ties(self) -> list[names.Tie]:
        return names.ties(self.site, self.site.relations)

    def _networks(self) -> Iterator[tuple[str, Maker]]:
        """All relations, then those of a kind; each with its table cut into pages."""
        kinds: dict[str, list[names.Tie]] = {"network": self._ties}
        for tie in self._ties:
            kinds.setdefault(f"network-{tie.predicate}", []).append(tie)
        for stem, ties in kinds.items():
            for leaf in _leaves(stem, ties, _PAGE_TIES):
                asked = RelationFilter(predicate=stem.removeprefix("network").removeprefix("-"))
                yield leaf.name, _made("network.html", self._network, leaf, ties, asked)

    def _network(self, leaf: Leaf, ties: Sequence[names.Tie], asked: RelationFilter, hits: int | None = None) -> Values:
        """One page of the network: the drawing stands on the first page of its table."""
        around = self.finder.called(asked.about) if asked.about else ()
        return {
            "here": "network",
            "leaf": leaf,
            "asked": asked,
            "hits": hits,
            "drawing": network.drawing(self.site, ties, around) if leaf.number == 1 else None,
            "listed": frozenset(map(_tie_key, leaf.rows)),
            "tie_key": _tie_key,
            "kinds": sorted(Counter(str(t.predicate) for t in self._ties).items(), key=lambda k: (-k[1], k[0])),
            "states": Counter(str(t.state) for t in ties),
            "state_choices": STATES,
            "outlet_choices": sorted(self.site.outlet_names.items(), key=lambda item: item[1].casefold()),
        }

    def _asked_network(self, given: Given) -> Page:
        asked = RelationFilter.read(given)
        plain = f"network-{asked.predicate}.html" if asked.predicate else "network.html"
        if not replace(asked, predicate="").asks and asked.page == 1 and plain in self.makers:
            return self.makers[plain]()
        ties = names.ties(self.site, self.finder.relations(asked))
        ties = [t for t in ties if not asked.state or t.state is names.State[asked.state.upper()]]
        return "network.html", self._network(
            _asked_leaf("network", ties, asked, size=_PAGE_TIES), ties, asked, len(ties)
        )

    # ------------------------------------------------------------ what a server answers

    def _choices(self, asked: Filter, hits: int | None = None) -> Values:
        """What the form of filters shows; ``hits`` None where nothing was asked."""
        return {
            "asked": asked,
            "hits": hits,
            "types": self._types if self.live else (),
            "levels": tuple(map(str, Level)),
            "outlet_choices": sorted(self.site.outlet_names.items(), key=lambda item: item[1].casefold()),
        }

    @cached_property
    def _types(self) -> tuple[str, ...]:
        return tuple(sorted({str(e.type) for e in self.site.events}))

    def _asked_events(self, given: Given) -> Page:
        asked = Filter.read(given)
        if not asked.asks:
            return self.makers["events.html"]()
        found = self._by_weight(self.finder.events(asked))
        leaf = _asked_leaf("events", found, asked)
        shared = {"here": "events", "month": None, "index": self._event_index, "counts": self._event_counts}
        return "events.html", {**shared, "leaf": leaf, **self._choices(asked, len(found))}

    def _asked_timeline(self, given: Given) -> Page:
        asked = Filter.read(given)
        if not asked.asks:
            return self.makers["timeline.html"]()
        found = self._in_time([e for e in self.finder.events(asked) if timeline.days_of(e)])
        leaf = _asked_leaf("timeline", found, asked)
        values = self._on_axis(leaf, timeline.axis(leaf.rows), None)
        return "timeline.html", {**values, "chart": None, **self._choices(asked, len(found))}

    def _search(self, given: Given) -> Page:
        asked = Search.read(given)
        answer = self.finder.search(self.site.ledger, asked)
        leaf = _asked_leaf("search", answer.rows, asked, size=SEARCH_ROWS)
        return "search.html", {
            "here": "search",
            "chunks": 0,
            "answer": answer,
            "asked": asked,
            "leaf": leaf,
            "terms": terms_of(asked.q),
            "stances": tuple(map(str, Stance)),
            "kinds": KINDS,
            "orders": ORDERS,
            "voices": VOICES,
            "outlet_choices": sorted(self.site.outlet_names.items(), key=lambda item: item[1].casefold()),
        }

    # ------------------------------------------------------------ entities

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
        return {"here": "disputes", "leaf": leaf, "disputes": disputed.rows(self.site, leaf.rows)}

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
        columns = matrix(self.site, event)
        first_day, first = self._told_first(event)
        return {
            "here": "events",
            "event": event,
            "matrix": columns,
            "heads": [heads(self.site, own) for own in columns.witnesses],
            "verdicts": VERDICTS,
            "first_day": first_day,
            "first": first,
            "support": grouped(support, lambda s: s.slot),
            "disputes": disputed.rows(self.site, disputed.by_kind(self.site.disputes_of.get(event.event_id, []))),
        }

    def _told_first(self, event: Event) -> tuple[str | None, list[tuple[str, Words]]]:
        """The first day on which the event was told in an article that states one; (outlet, its first words) of that day."""
        accounts = self.site.accounts_of.get(event.event_id, [])
        dated = [(day, a) for a in accounts if (day := self.site.article[a.article_id].published)]
        first = min((day for day, _ in dated), default=None)
        told = grouped(
            [a for day, a in dated if day == first], lambda a: self.site.outlet(self.site.article[a.article_id])
        )
        return first, [(outlet, self.site.words(rows[0])) for outlet, rows in told.items()]

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
            "ties": names.ties(site, site.relations_of.get(i, [])),
            "namings": names.namings(site, entity),
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


def _tie_key(tie: names.Tie) -> str:
    """The id of a tie's row in the table."""
    return identify("tie", tie.subject_id, str(tie.predicate), tie.object_id)


def _spot_groups(found: mapped.Told, drawn: mapped.Picture | None) -> list[tuple[str, Sequence[mapped.Spot], int]]:
    """The lists beside the map: their names, the places of each with most events, and how many more there are."""
    spots = drawn.spots if drawn else ()
    country, nowhere = mapped.Kind.COUNTRY, mapped.Kind.NOWHERE
    lists = (
        ("place", _MAP_ROWS, [s for s in spots if s.kind is not country]),
        ("country", _MAP_ROWS // 2, [s for s in spots if s.kind is country]),
        ("nowhere", _MAP_ROWS // 2, [s for s in found.spots if s.kind is nowhere]),
    )
    return [(name, rows[:most], max(0, len(rows) - most)) for name, most, rows in lists if rows]


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
