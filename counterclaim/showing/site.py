"""Look-ups over all rows of a ledger that the pages of the report share: names, words, links, places in the text.

Whatever a page shows goes through here, so that private persons are withheld and no character of a text can pass for markup or
turn the direction of the words around it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from markupsafe import Markup

from counterclaim.ledger import Ledger
from counterclaim.records import (
    UNNAMED,
    Account,
    Article,
    Casualty,
    Claim,
    Copy,
    Dispute,
    Document,
    Entity,
    Event,
    Furniture,
    Mention,
    Place,
    Relation,
    Status,
    Support,
    Wording,
    days,
    identify,
)
from counterclaim.showing.marks import wording_anchor
from counterclaim.showing.mask import WITHHELD, Mask
from counterclaim.text import line_of, slug

R = TypeVar("R")
Anchored = Claim | Account | Wording | Relation

NO_OUTLET = "outlet not stated"
# Control characters, lone surrogates and direction overrides: not to be written into a page as they are.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
# In one line (a name, a path) no mark of direction is needed: bdi and dir="auto" find it.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_BREAK = re.compile(r"\W+")


def shown(text: str) -> str:
    """The text with a replacement character for each one that cannot be shown; as long as before."""
    return _UNSHOWN.sub("\ufffd", text) if _UNSHOWN.search(text) else text


def one_line(text: str) -> str:
    """The text in one line, without marks that change its direction."""
    return _DIRECTION.sub("\ufffd", shown(" ".join(text.split())))


def file_name(row_id: str) -> str:
    """An id as the name of a file: itself, or a hash of it where it holds anything but letters, digits and hyphens."""
    return row_id if _SAFE.fullmatch(row_id) else identify("id", row_id)


def grouped(rows: Iterable[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    """Rows by key, in their order."""
    groups: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


@dataclass(frozen=True, slots=True)
class Words:
    """Words on a page with the way to where they stand."""

    text: str
    href: str
    where: str


class Site:
    """All rows of a ledger, read once; texts are read one document at a time and not kept."""

    can_review = False  # whether pages lead on to where a row can be decided on

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.entities: tuple[Entity, ...] = ledger.entities()
        self._mentions: tuple[Mention, ...] = ledger.mentions()
        self.mask = Mask.build(self.entities, self._mentions)
        self.documents: tuple[Document, ...] = ledger.documents()
        self.articles: tuple[Article, ...] = ledger.articles()
        self.claims: tuple[Claim, ...] = ledger.claims()
        self.events: tuple[Event, ...] = ledger.events()
        self.accounts: tuple[Account, ...] = ledger.accounts()
        self.disputes: tuple[Dispute, ...] = ledger.disputes()
        self.relations: tuple[Relation, ...] = ledger.relations()
        self.wording: tuple[Wording, ...] = ledger.wording()
        self.copies: tuple[Copy, ...] = ledger.copies()
        self._texts: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._links: dict[tuple[str, str], Markup] = {}
        self._plain: dict[str, str] = {}
        self._outlet_keys: dict[str, str] = {}

    def unmasked(self) -> Site:
        """The same rows with nobody withheld, for those who review: they have to see the words that they decide on."""
        twin = copy(self)
        for name in ("_titles", "_paths", "_slugged_names"):
            twin.__dict__.pop(name, None)
        twin.mask = Mask.none()
        twin._names, twin._links, twin._plain = {}, {}, {}
        return twin

    def note_reviewed(self, ids: frozenset[str]) -> None:
        """Rows that a person has reviewed since the ledger was read."""
        self.__dict__["reviewed"] = self.reviewed | ids

    # ------------------------------------------------------------ rows by id

    @cached_property
    def entity(self) -> Mapping[str, Entity]:
        return {e.entity_id: e for e in self.entities}

    @cached_property
    def article(self) -> Mapping[str, Article]:
        return {a.article_id: a for a in self.articles}

    @cached_property
    def document(self) -> Mapping[str, Document]:
        return {d.document_id: d for d in self.documents}

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        return {c.claim_id: c for c in self.claims}

    @cached_property
    def place(self) -> Mapping[str, Place]:
        return {p.place_id: p for p in self.ledger.places()}

    @cached_property
    def account(self) -> Mapping[str, Account]:
        return {a.account_id: a for a in self.accounts}

    @cached_property
    def event(self) -> Mapping[str, Event]:
        return {e.event_id: e for e in self.events}

    # ------------------------------------------------------------ rows by what they belong to

    @cached_property
    def articles_in(self) -> Mapping[str, list[Article]]:
        return grouped(sorted(self.articles, key=lambda a: (a.start, a.end)), lambda a: a.document_id)

    @cached_property
    def claims_in(self) -> Mapping[str, list[Claim]]:
        """Document id -> its claims in text order, a claim before those inside it."""
        ordered = sorted(self.claims, key=lambda c: (c.start, -c.end, c.within is not None, c.claim_id))
        return grouped(ordered, lambda c: c.document_id)

    @cached_property
    def accounts_in(self) -> Mapping[str, list[Account]]:
        return grouped(self.accounts, lambda a: a.document_id)

    @cached_property
    def accounts_of(self) -> Mapping[str, list[Account]]:
        return grouped(self.accounts, lambda a: a.event_id)

    @cached_property
    def casualties_of(self) -> Mapping[str, list[Casualty]]:
        return grouped(self.ledger.casualties(), lambda c: c.account_id)

    @cached_property
    def furniture_in(self) -> Mapping[str, list[Furniture]]:
        return grouped(self.ledger.furniture(), lambda f: f.document_id)

    @cached_property
    def wording_in(self) -> Mapping[str, list[Wording]]:
        return grouped(self.wording, lambda w: w.document_id)

    @cached_property
    def wording_for(self) -> Mapping[str, list[Wording]]:
        """Entity id -> the loaded terms that are used for it."""
        return grouped([w for w in self.wording if w.referent_id], lambda w: w.referent_id or "")

    @cached_property
    def relations_in(self) -> Mapping[str, list[Relation]]:
        return grouped(self.relations, lambda r: r.document_id)

    @cached_property
    def support_of(self) -> Mapping[str, list[Support]]:
        return grouped(self.ledger.support(), lambda s: s.event_id)

    @cached_property
    def disputes_of(self) -> Mapping[str, list[Dispute]]:
        return grouped([d for d in self.disputes if d.event_id], lambda d: d.event_id or "")

    @cached_property
    def inside(self) -> Mapping[str, list[Document]]:
        """Document id -> the documents that lie inside it (attachments, messages)."""
        return grouped([d for d in self.documents if d.parent_id], lambda d: d.parent_id or "")

    @cached_property
    def named_times(self) -> Mapping[str, int]:
        return {entity_id: len(found) for entity_id, found in self.mentions_of.items()}

    @cached_property
    def mentions_of(self) -> Mapping[str, list[Mention]]:
        return grouped(self._mentions, lambda m: m.entity_id)

    @cached_property
    def outlet_of(self) -> Mapping[str, str]:
        """Article id -> its outlet's key."""
        return {a.article_id: self.outlet_key(a) for a in self.articles}

    @cached_property
    def outlet_names(self) -> Mapping[str, str]:
        """Outlet's key -> its name as most of its articles write it."""
        spelled: dict[str, Counter[str]] = defaultdict(Counter)
        for a in self.articles:
            spelled[self.outlet_key(a)][self.outlet(a)] += 1
        return {key: min(names, key=lambda n: (-names[n], n)) for key, names in sorted(spelled.items())}

    @cached_property
    def statuses(self) -> Mapping[str, str]:
        """Event id -> how all its accounts present it where that is not as happened or ongoing (``planned``), else empty."""
        return {i: _status_of(told) for i, told in self.accounts_of.items()}

    @cached_property
    def reviewed(self) -> frozenset[str]:
        """Ids of the rows that a person has reviewed."""
        return frozenset().union(*self.ledger.reviewed().values())

    @cached_property
    def said_by(self) -> Mapping[str, list[Claim]]:
        """Entity id -> claims that it, or somebody on its behalf, makes."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for c in self.claims:
            for entity_id in dict.fromkeys([c.speaker_id, *([c.on_behalf_of] if c.on_behalf_of else [])]):
                found[entity_id].append(c)
        return found

    @cached_property
    def said_of(self) -> Mapping[str, list[Claim]]:
        """Entity id -> claims of others whose content names it."""
        spans = grouped(self._mentions, lambda m: m.article_id)
        found: dict[str, list[Claim]] = defaultdict(list)
        for c in self.claims:
            named = {m.entity_id for m in spans.get(c.article_id, []) if c.start <= m.start and m.end <= c.end}
            for entity_id in sorted(named - {c.speaker_id}):
                found[entity_id].append(c)
        return found

    @cached_property
    def events_of(self) -> Mapping[str, list[Event]]:
        found: dict[str, list[Event]] = defaultdict(list)
        for e in self.events:
            for entity_id in dict.fromkeys([*e.actor_ids, *e.recipient_ids, *e.place_ids]):
                found[entity_id].append(e)
        return found

    @cached_property
    def relations_of(self) -> Mapping[str, list[Relation]]:
        found: dict[str, list[Relation]] = defaultdict(list)
        for r in self.relations:
            for entity_id in dict.fromkeys([r.subject_id, r.object_id]):
                found[entity_id].append(r)
        return found

    # ------------------------------------------------------------ texts

    def text(self, document_id: str) -> str:
        if document_id not in self._texts:
            self._texts = {document_id: self.ledger.text(document_id)}
        return self._texts[document_id]

    @cached_property
    def _lines(self) -> Mapping[tuple[str, int], int]:
        starts: dict[str, set[int]] = defaultdict(set)
        anchored: tuple[Anchored, ...] = (*self.claims, *self.accounts, *self.wording, *self.relations)
        for row in anchored:
            starts[row.document_id].add(row.start)
        found: dict[tuple[str, int], int] = {}
        for document_id in sorted(starts):
            text, at, line = self.text(document_id), 0, 1
            for start in sorted(starts[document_id]):
                line, at = line + line_of(text[at:start], start - at) - 1, start
                found[document_id, start] = line
        return found

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """Article id -> its title, masked by its place in the text where it stands there word for word."""
        return {a.article_id: self._title(a) for articles in self.articles_in.values() for a in articles}

    def _title(self, article: Article) -> str:
        title = article.title or "untitled"
        if self.text(article.document_id).startswith(title, article.start):
            return one_line(self.mask.words(title, article.document_id, article.start))
        return one_line(self.mask.plain(" ".join(title.split())))

    # ------------------------------------------------------------ what templates show

    def name(self, entity_id: str) -> str:
        """An entity's name to show; unnamed speakers in words, private persons withheld."""
        if entity_id not in self._names:
            self._names[entity_id] = self._name(entity_id)
        return self._names[entity_id]

    def plain(self, words: str | None) -> str:
        """Words of the program or of a person, without a place in a text; few of them differ, so each is masked once."""
        if words and words not in self._plain:
            self._plain[words] = one_line(self.mask.plain(words))
        return self._plain[words] if words else ""

    def _name(self, entity_id: str) -> str:
        if entity_id.startswith(UNNAMED):
            words = self.slugged(entity_id.removeprefix(UNNAMED)).replace("-", " ")
            return "somebody not named" if words == "unspecified" else f"{words} (not named)"
        entity = self.entity.get(entity_id)
        return one_line(self.mask.label(entity_id, entity.name if entity else entity_id))

    def link(self, entity_id: str, root: str) -> Markup:
        """The name, linked to its page where it has one."""
        if (entity_id, root) not in self._links:
            self._links[entity_id, root] = self._link(entity_id, root)
        return self._links[entity_id, root]

    def _link(self, entity_id: str, root: str) -> Markup:
        if not self.has_page(entity_id):
            return Markup("<bdi>{}</bdi>").format(self.name(entity_id))
        return Markup('<a href="{}{}"><bdi>{}</bdi></a>').format(root, self.page(entity_id), self.name(entity_id))

    def links(self, entity_ids: Iterable[str], root: str) -> Markup:
        return Markup(", ").join(self.link(i, root) for i in entity_ids)

    def has_page(self, entity_id: str) -> bool:
        return entity_id in self.entity and entity_id not in self.mask.labels

    def page(self, entity_id: str) -> str:
        return f"entities/{file_name(entity_id)}.html"

    def event_page(self, event_id: str) -> str:
        return f"events/{file_name(event_id)}.html"

    def document_page(self, document_id: str) -> str:
        return f"documents/{document_id[:16]}.html"

    def path(self, document: Document) -> str:
        """A document's path; a private person's name is withheld in whatever way the file writes it."""
        return self._paths[document.document_id]

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        return {d.document_id: one_line(self.slugged(d.path)) for d in self.documents}

    def slugged(self, words: str) -> str:
        """Words without an anchor in which a name may be written with hyphens or the like (paths, links, ids)."""
        words = self.mask.plain(words)
        pattern = self._slugged_names
        return pattern.sub(WITHHELD, words) if pattern else words

    @cached_property
    def _slugged_names(self) -> re.Pattern[str] | None:
        names = ["-".join(p for p in _BREAK.split(name) if p) for name in self.mask.names if " " in name]
        written = sorted({*names, *(slug(n) for n in names)}, key=lambda n: (-len(n), n))
        every = "|".join(re.escape(n).replace(r"\-", r"[\W_]+") for n in written if "-" in n)
        return re.compile(rf"(?<![^\W_])(?:{every})(?![^\W_])", re.IGNORECASE) if every else None

    def called(self, words: str | None) -> str:
        """A name, or words with a name in them, that have no place in a text."""
        return one_line(self.mask.plain(words or "", short=True))

    def title(self, article: Article) -> str:
        return self._titles[article.article_id]

    def outlet(self, article: Article) -> str:
        return self.plain(article.outlet) or NO_OUTLET

    def outlet_page(self, article: Article) -> str:
        return f"outlets/{self.outlet_key(article)}.html"

    def outlet_key(self, article: Article) -> str:
        """Spellings that differ in case, hyphens or accents alone are one outlet."""
        name = article.outlet
        if not name:
            return "not-stated"
        if name not in self._outlet_keys:
            key = slug(name)
            self._outlet_keys[name] = key if key != "unknown" else identify("outlet", name)
        return self._outlet_keys[name]

    def href(self, row: Anchored) -> str:
        return f"{self.document_page(row.document_id)}#{_anchor(row)}"

    def where(self, row: Anchored) -> str:
        """``path:line`` of a row."""
        return f"{self.path(self.document[row.document_id])}:{self._lines[row.document_id, row.start]}"

    def words(self, row: Anchored) -> Words:
        """A row's words, masked, with the place where they stand."""
        return Words(one_line(self.mask.words(row.text, row.document_id, row.start)), self.href(row), self.where(row))

    def teller(self, account: Account) -> str | None:
        """Whose claim the account is; None for the outlet's own voice."""
        claim = self.claim.get(account.claim_id or "")
        return claim.speaker_id if claim else None

    def several(self, entity_ids: Sequence[str]) -> str:
        return ", ".join(self.name(i) for i in entity_ids)

    def event_title(self, event: Event) -> str:
        """A neutral heading: the type's name and the parties."""
        what = event.type.capitalize() + (f" ({event.mode})" if event.mode else "")
        who, whom = self.several(event.actor_ids), self.several(event.recipient_ids)
        if who and whom:
            return f"{what}: {who} → {whom}"
        if who:
            return f"{what} by {who}"
        return f"{what} → {whom}" if whom else what

    def event_heading(self, event: Event) -> str:
        """The title with the place and the days that the accounts share."""
        when = days(event.date_earliest, event.date_latest)
        where = f" in {self.several(event.place_ids)}" if event.place_ids else ""
        return self.event_title(event) + where + (f", {when}" if when else "")


def _status_of(told: Iterable[Account]) -> str:
    found = {a.status for a in told}
    return str(next(iter(found))) if len(found) == 1 and not found & {Status.HAPPENED, Status.ONGOING} else ""


def _anchor(row: Anchored) -> str:
    match row:
        case Claim():
            return row.claim_id
        case Account():
            return row.account_id
        case Relation():
            return row.relation_id
        case Wording():
            return wording_anchor(row.start)
