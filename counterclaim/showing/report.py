"""The report: a static site that opens from disk. Pages are Jinja templates; the words come from the ledger alone.

Private persons are withheld everywhere. No page, map or list of places is made of any person.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.records import (
    UNNAMED,
    Account,
    Article,
    Claim,
    Dispute,
    Document,
    Entity,
    Event,
    MentionType,
    days,
    figure,
)
from counterclaim.showing.marks import Marked, mark
from counterclaim.showing.mask import Mask
from counterclaim.text import line_of

_SEARCH_CHUNK = 2000
_FRONT_EVENTS = 12
_ENTITY_ROWS = 200
STATIC = ("style.css", "site.js", "search.js")


def write(ledger: Ledger, folder: Path) -> int:
    """Write the site and return the number of pages. A folder that holds something else is refused."""
    _prepare(folder)
    site = _Site(ledger)
    pages = 0
    for name, template, values in site.pages():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        root = "../" * name.count("/")
        target.write_text(site.render(template, root=root, **values), encoding="utf-8", newline="\n")
        pages += 1
    for number, chunk in enumerate(site.search_chunks()):
        (folder / "search").mkdir(exist_ok=True)
        (folder / "search" / f"claims-{number}.js").write_text(chunk, encoding="utf-8", newline="\n")
    _copy_static(folder)
    return pages


_SIGN = "counterclaim-report"


def _prepare(folder: Path) -> None:
    """Empty a folder that holds an earlier report; refuse one that holds anything else."""
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / _SIGN).exists():
                raise UsageError(f"{folder} holds other files; give an empty or a new folder")
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _SIGN).write_text("written by counterclaim report; replaced as a whole\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error


def _copy_static(folder: Path) -> None:
    source = files("counterclaim.showing").joinpath("static")
    (folder / "static").mkdir(exist_ok=True)
    for name in STATIC:
        (folder / "static" / name).write_bytes(source.joinpath(name).read_bytes())


@dataclass(frozen=True)
class Words:
    """Words on a page with the way to where they stand."""

    text: str
    href: str
    where: str


class _Site:
    """All rows of a ledger, read once, and the values of every page."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.mask = Mask.of(ledger)
        self.documents = list(ledger.documents())
        self.articles = list(ledger.articles())
        self.claims = list(ledger.claims())
        self.events = list(ledger.events())
        self.accounts = list(ledger.accounts())
        self.entities = list(ledger.entities())
        self.disputes = list(ledger.disputes())
        self.environment = Environment(
            loader=PackageLoader("counterclaim.showing"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters.update(figure=lambda pair: figure(*pair), words=_one_line)
        self._texts: dict[str, str] = {}

    # ------------------------------------------------------------ look-ups

    @cached_property
    def entity(self) -> dict[str, Entity]:
        return {e.entity_id: e for e in self.entities}

    @cached_property
    def article(self) -> dict[str, Article]:
        return {a.article_id: a for a in self.articles}

    @cached_property
    def document(self) -> dict[str, Document]:
        return {d.document_id: d for d in self.documents}

    @cached_property
    def accounts_of(self) -> dict[str, list[Account]]:
        return _grouped(self.accounts, lambda a: a.event_id)

    @cached_property
    def claim(self) -> dict[str, Claim]:
        return {c.claim_id: c for c in self.claims}

    def text(self, document_id: str) -> str:
        if document_id not in self._texts:
            self._texts = {document_id: self.ledger.text(document_id)}
        return self._texts[document_id]

    @cached_property
    def _lines(self) -> dict[tuple[str, int], int]:
        starts: dict[str, set[int]] = defaultdict(set)
        for row in (*self.claims, *self.accounts):
            starts[row.document_id].add(row.start)
        return {
            (document_id, start): line_of(self.text(document_id), start)
            for document_id in sorted(starts)
            for start in starts[document_id]
        }

    # ------------------------------------------------------------ what templates call

    def name(self, entity_id: str) -> str:
        """An entity's name to show; unnamed speakers in words, private persons withheld."""
        if entity_id.startswith(UNNAMED):
            words = entity_id.removeprefix(UNNAMED).replace("-", " ")
            return "somebody not named" if words == "unspecified" else f"{words} (not named)"
        entity = self.entity.get(entity_id)
        return self.mask.label(entity_id, entity.name if entity else entity_id)

    def link(self, entity_id: str, root: str) -> Markup:
        """The name, linked to its page where it has one."""
        name = self.name(entity_id)
        if not self.has_page(entity_id):
            return Markup("<span>{}</span>").format(name)
        return Markup('<a href="{}entities/{}.html">{}</a>').format(root, entity_id, name)

    def links(self, entity_ids: Iterable[str], root: str) -> Markup:
        return Markup(", ").join(self.link(i, root) for i in entity_ids)

    def has_page(self, entity_id: str) -> bool:
        return entity_id in self.entity and entity_id not in self.mask.labels

    def page_of(self, document_id: str) -> str:
        return f"documents/{document_id[:16]}.html"

    def words(self, row: Claim | Account) -> Words:
        """A row's words, masked, with the place where they stand."""
        anchor = row.claim_id if isinstance(row, Claim) else row.account_id
        document = self.document[row.document_id]
        line = self._lines[row.document_id, row.start]
        return Words(
            _one_line(self.mask.words(row.text, row.document_id, row.start)),
            f"{self.page_of(row.document_id)}#{anchor}",
            f"{document.path}:{line}",
        )

    def title(self, article: Article) -> str:
        title = article.title or "untitled"
        if self.text(article.document_id).startswith(title, article.start):
            return _one_line(self.mask.words(title, article.document_id, article.start))
        return self.mask.plain(_one_line(title))

    def event_title(self, event: Event) -> str:
        """A neutral heading: the type's name and the parties."""
        what = event.type.capitalize() + (f" ({event.mode})" if event.mode else "")
        who = ", ".join(self.name(i) for i in event.actor_ids)
        whom = ", ".join(self.name(i) for i in event.recipient_ids)
        if who and whom:
            return f"{what}: {who} → {whom}"
        if who:
            return f"{what} by {who}"
        return f"{what}: → {whom}" if whom else what

    # ------------------------------------------------------------ pages

    def render(self, template: str, **values: Any) -> str:
        return self.environment.get_template(template).render(site=self, **values)

    def pages(self) -> Iterable[tuple[str, str, dict[str, Any]]]:
        """(file name, template, values) of every page."""
        yield "index.html", "index.html", self._front()
        yield "documents.html", "documents.html", {"here": "documents", "rows": self._document_rows()}
        yield "events.html", "events.html", {"here": "events", "events": self._by_weight(self.events)}
        yield "entities.html", "entities.html", {"here": "entities", "rows": self._entity_rows()}
        yield "disputes.html", "disputes.html", {"here": "disputes", "disputes": self._dispute_rows(self.disputes)}
        yield "search.html", "search.html", {"here": "search", "chunks": self._chunk_count()}
        yield "about.html", "about.html", {"here": "about"}
        for document in self.documents:
            yield self.page_of(document.document_id), "document.html", self._document(document)
        for event in self.events:
            yield f"events/{event.event_id}.html", "event.html", self._event(event)
        for entity in self.entities:
            if self.has_page(entity.entity_id):
                yield f"entities/{entity.entity_id}.html", "entity.html", self._entity(entity)

    def _front(self) -> dict[str, Any]:
        outlets = Counter(a.outlet or "not stated" for a in self.articles)
        months = Counter((a.published or "undated")[:7] for a in self.articles)
        speakers = Counter(c.speaker_id for c in self.claims if not c.speaker_id.startswith(UNNAMED))
        unnamed = sum(c.speaker_id.startswith(UNNAMED) for c in self.claims)
        return {
            "here": "index",
            "counts": (
                ("documents", len(self.documents)),
                ("articles", len(self.articles)),
                ("claims", len(self.claims)),
                ("accounts", len(self.accounts)),
                ("events", len(self.events)),
                ("disputes", len(self.disputes)),
            ),
            "outlets": _ranked(outlets),
            "months": sorted(months.items()),
            "most_in_month": max(months.values(), default=1),
            "speakers": _ranked(speakers)[:12],
            "unnamed": unnamed,
            "events": self._by_weight(self.events)[:_FRONT_EVENTS],
            "rejects": list(self.ledger.rejects()),
        }

    def _by_weight(self, events: Sequence[Event]) -> list[Event]:
        return sorted(events, key=lambda e: (-e.witness_count, -e.account_count, e.date_earliest or "9", e.event_id))

    def _document_rows(self) -> list[dict[str, Any]]:
        articles = _grouped(self.articles, lambda a: a.document_id)
        claims = Counter(c.document_id for c in self.claims)
        return [
            {
                "document": d,
                "articles": sorted(articles.get(d.document_id, []), key=lambda a: a.start),
                "claims": claims[d.document_id],
            }
            for d in self.documents
        ]

    def _entity_rows(self) -> list[dict[str, Any]]:
        said = Counter(c.speaker_id for c in self.claims)
        named = Counter(m.entity_id for m in self.ledger.mentions())
        rows = [
            {"entity": e, "said": said[e.entity_id], "named": named[e.entity_id]}
            for e in self.entities
            if self.has_page(e.entity_id)
        ]
        return sorted(rows, key=lambda r: (-r["named"], r["entity"].name))

    def _dispute_rows(self, disputes: Sequence[Dispute]) -> list[dict[str, Any]]:
        order = {"conflict": 0, "update": 1, "bound": 2}
        rows = [{"dispute": d, "sides": self._sides(d), "about": self._about(d)} for d in disputes]
        return sorted(
            rows, key=lambda r: (order[r["dispute"].kind], -len(r["dispute"].positions), r["dispute"].dispute_id)
        )

    def _about(self, dispute: Dispute) -> str:
        """The heading of a dispute: the event's, or the words that are denied."""
        event = self._event_by_id.get(dispute.event_id or "")
        if event is not None:
            return self.event_title(event)
        denied = next((self.claim[p.claim_id] for p in dispute.positions if p.claim_id in self.claim), None)
        return self.words(denied).text if denied else self.mask.plain(dispute.about)

    @cached_property
    def _event_by_id(self) -> dict[str, Event]:
        return {e.event_id: e for e in self.events}

    def _sides(self, dispute: Dispute) -> list[tuple[str, list[tuple[str, Words]]]]:
        sides: dict[str, list[tuple[str, Words]]] = defaultdict(list)
        for p in dispute.positions:
            row: Claim | Account | None = None
            if p.account_id:
                row = next(
                    (a for a in self.accounts_of.get(dispute.event_id or "", []) if a.account_id == p.account_id), None
                )
            elif p.claim_id:
                row = self.claim.get(p.claim_id)
            if row is not None:
                sides[p.position].append((self.mask.plain(p.by, short=True), self.words(row)))
        return sorted(((self.mask.plain(side), held) for side, held in sides.items()), key=lambda s: (-len(s[1]), s[0]))

    @cached_property
    def _disputes_of(self) -> dict[str, list[Dispute]]:
        return _grouped([d for d in self.disputes if d.event_id], lambda d: d.event_id or "")

    @cached_property
    def _support_of(self) -> Mapping[str, list[Any]]:
        return _grouped(list(self.ledger.support()), lambda s: s.event_id)

    @cached_property
    def _claims_in(self) -> dict[str, list[Claim]]:
        return _grouped(self.claims, lambda c: c.document_id)

    @cached_property
    def _accounts_in(self) -> dict[str, list[Account]]:
        return _grouped(self.accounts, lambda a: a.document_id)

    @cached_property
    def _furniture_in(self) -> dict[str, list[Any]]:
        return _grouped(list(self.ledger.furniture()), lambda f: f.document_id)

    def _document(self, document: Document) -> dict[str, Any]:
        text = self.text(document.document_id)
        claims = sorted(self._claims_in.get(document.document_id, []), key=lambda c: (c.start, c.end, c.claim_id))
        accounts = self._accounts_in.get(document.document_id, [])
        marked: Marked = mark(
            text,
            claims=claims,
            accounts=accounts,
            furniture=self._furniture_in.get(document.document_id, []),
            withheld=self.mask.inside(document.document_id, 0, len(text)),
        )
        return {
            "here": "documents",
            "document": document,
            "articles": sorted(
                (a for a in self.articles if a.document_id == document.document_id), key=lambda a: a.start
            ),
            "claims": claims,
            "marked": marked,
        }

    def _event(self, event: Event) -> dict[str, Any]:
        accounts = self.accounts_of.get(event.event_id, [])
        witnesses: dict[str, list[Account]] = _grouped(accounts, lambda a: a.witness_id)
        ranked = sorted(witnesses.values(), key=lambda w: (-len(w), w[0].account_id))
        return {
            "here": "events",
            "event": event,
            "witnesses": ranked,
            "support": self._support_of.get(event.event_id, []),
            "disputes": self._dispute_rows(self._disputes_of.get(event.event_id, [])),
            "when": days(event.date_earliest, event.date_latest),
        }

    @cached_property
    def _mentioned_in(self) -> dict[str, list[Claim]]:
        """Entity id -> claims whose content names it."""
        spans = _grouped(list(self.ledger.mentions()), lambda m: m.article_id)
        found: dict[str, list[Claim]] = defaultdict(list)
        for c in self.claims:
            inside = {m.entity_id for m in spans.get(c.article_id, []) if c.start <= m.start and m.end <= c.end}
            for entity_id in sorted(inside - {c.speaker_id}):
                found[entity_id].append(c)
        return found

    @cached_property
    def _said_by(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for c in self.claims:
            for entity_id in dict.fromkeys([c.speaker_id, *([c.on_behalf_of] if c.on_behalf_of else [])]):
                found[entity_id].append(c)
        return found

    @cached_property
    def _events_of(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = defaultdict(list)
        for e in self.events:
            for entity_id in dict.fromkeys([*e.actor_ids, *e.recipient_ids, *e.place_ids]):
                found[entity_id].append(e)
        return found

    @cached_property
    def _relations_of(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for r in self.ledger.relations():
            for entity_id in dict.fromkeys([r.subject_id, r.object_id]):
                found[entity_id].append(r)
        return found

    def _entity(self, entity: Entity) -> dict[str, Any]:
        person = entity.type is MentionType.PERSON
        events = [] if person else self._by_weight(self._events_of.get(entity.entity_id, []))
        return {
            "here": "entities",
            "entity": entity,
            "person": person,
            "said": self._said_by.get(entity.entity_id, [])[:_ENTITY_ROWS],
            "of": self._mentioned_in.get(entity.entity_id, [])[:_ENTITY_ROWS],
            "relations": self._relations_of.get(entity.entity_id, []),
            "events": events[:_ENTITY_ROWS],
        }

    # ------------------------------------------------------------ search

    def _chunk_count(self) -> int:
        return (len(self.claims) + _SEARCH_CHUNK - 1) // _SEARCH_CHUNK

    def search_chunks(self) -> Iterable[str]:
        """Script files that hold the claims to search in: a page from disk may load scripts, but no data."""
        for n in range(self._chunk_count()):
            rows = [self._search_row(c) for c in self.claims[n * _SEARCH_CHUNK : (n + 1) * _SEARCH_CHUNK]]
            data = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
            yield f"window.counterclaimIndex=(window.counterclaimIndex||[]).concat({data});\n"

    def _search_row(self, c: Claim) -> list[str]:
        words = self.words(c)
        article = self.article[c.article_id]
        return [
            self.name(c.speaker_id), str(c.stance), words.text, words.href, words.where,
            article.outlet or "", article.published or "",
        ]  # fmt: skip


def _grouped(rows: Iterable[Any], key: Any) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _one_line(text: str) -> str:
    return " ".join(text.split())
