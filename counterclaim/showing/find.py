"""Looking for claims, texts and events in a ledger: the index of words, then filters over the rows that are in memory.

A hit that rests on the name of a private person alone is no hit: what a page withholds cannot be asked for either.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from counterclaim.ledger import Ledger, terms_of
from counterclaim.records import Claim, Event, MentionType, Relation
from counterclaim.showing.asked import Filter, RelationFilter, Search
from counterclaim.showing.export import harmless
from counterclaim.showing.site import Site, shown

CLAIM_COLUMNS = (
    "claim_id", "speaker", "on_behalf_of", "stance", "direct", "text", "told_by", "outlet", "published", "title",
    "document", "document_id", "start", "end", "where", "confidence", "reviewed",
)  # fmt: skip
TEXT_COLUMNS = (
    "article_id", "title", "outlet", "published", "language", "text", "document", "document_id", "start", "end",
)  # fmt: skip

# Bounds of one answer, so that a page of a large ledger stays below 200 ms.
_MOST_CLAIMS = 2000
_MOST_TEXTS = 50
_MOST_ROWS = 100_000  # of a file, which may take its time
_FACETS = 8
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TextHit:
    """An article that holds the words, with the first sentence that does (``start:end`` of its document)."""

    article_id: str
    document_id: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A field with the values that the hits have, the commonest first: (value to ask for, words to show, hits)."""

    field: str
    label: str
    values: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found: claims or texts in order; ``cut`` says that there were more than are ever listed."""

    asked: Search
    claims: tuple[Claim, ...] = ()
    texts: tuple[TextHit, ...] = ()
    facets: tuple[Facet, ...] = ()
    cut: bool = False

    @property
    def rows(self) -> Sequence[Claim | TextHit]:
        """The hits in order."""
        return self.texts if self.asked.kind == "texts" else self.claims


def folded(words: str) -> str:
    """Words as the index of words sees them: without case, accents and marks, one space around each."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return f" {' '.join(_TOKEN.findall(plain.casefold()))} "


def highlighted(words: str, terms: Sequence[str]) -> Markup:
    """Words as HTML, each term in them marked."""
    if not terms:
        return escape(words)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(t) for t in terms)})(?!\w)", re.IGNORECASE)
    pieces, at = [Markup()], 0
    for found in pattern.finditer(words):
        pieces += [escape(words[at : found.start()]), Markup("<mark>{}</mark>").format(found.group())]
        at = found.end()
    return Markup("").join([*pieces, escape(words[at:])])


class Finder:
    """Answers questions about the rows of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    # ------------------------------------------------------------ claims and texts

    def search(self, ledger: Ledger, asked: Search, *, every: bool = False) -> Answer:
        """Claims or texts that hold all the words and pass the filters; ``every`` looks beyond what a page can show.

        Raises UsageError for a day that is none.
        """
        if asked.kind == "texts":
            return self._texts(ledger, asked, _MOST_ROWS if every else _MOST_TEXTS)
        if not asked.asks:
            return Answer(asked)
        site, period = self.site, asked.period
        found, cut = self._candidates(ledger, asked, _MOST_ROWS if every else _MOST_CLAIMS)
        speakers = self._speakers(asked.by) if asked.by else None
        keep: list[Callable[[Claim], bool]] = []
        if speakers is not None:
            keep.append(lambda c: c.speaker_id in speakers or (c.on_behalf_of or "") in speakers)
        if asked.stance:
            keep.append(lambda c: str(c.stance) == asked.stance)
        if asked.voice:
            keep.append(lambda c: c.direct == (asked.voice == "direct"))
        if asked.outlet:
            keep.append(lambda c: site.outlet_of[c.article_id] == asked.outlet)
        if asked.since or asked.until:
            keep.append(lambda c: period.meets(self._day(c), self._day(c)))
        hits = found
        for test in keep:
            hits = [c for c in hits if test(c)]
        if asked.order:
            dated = [c for c in hits if self._day(c)]
            undated = [c for c in hits if not self._day(c)]
            hits = sorted(dated, key=lambda c: self._day(c) or "", reverse=asked.order == "newest") + undated
        return Answer(asked, claims=tuple(hits), facets=self._facets(asked, hits), cut=cut)

    def _day(self, claim: Claim) -> str | None:
        return self.site.article[claim.article_id].published

    def _candidates(self, ledger: Ledger, asked: Search, most: int) -> tuple[list[Claim], bool]:
        if not asked.q:
            return list(self.site.claims), False
        hits = ledger.search(asked.q, limit=most, kind="claim")
        claims = [self.site.claim[h.id] for h in hits if h.id in self.site.claim]
        terms = terms_of(asked.q)
        return [c for c in claims if self._is_told(c, terms)], len(hits) == most

    def _is_told(self, c: Claim, terms: Sequence[str]) -> bool:
        """True unless a term stands in withheld words alone."""
        mask = self.site.mask
        at = c.speaker_start
        speaker_withheld = at is not None and mask.inside(c.document_id, at, c.speaker_end or at)
        if not speaker_withheld and not mask.inside(c.document_id, c.start, c.end):
            return True
        words = mask.words(c.text, c.document_id, c.start)
        if at is not None and c.speaker:
            words += " / " + mask.words(c.speaker, c.document_id, at)
        return _holds(words, terms)

    def _speakers(self, words: str) -> set[str]:
        wanted = folded(words).strip()
        exact = {i for name, i in self._voices if name.strip() == wanted or i == words}
        return exact or {i for name, i in self._voices if wanted and f" {wanted} " in name}

    @cached_property
    def _voices(self) -> tuple[tuple[str, str], ...]:
        """(name as asked for, entity id) of everybody who speaks, under each name that may be shown."""
        site, voices = self.site, []
        for i in sorted(site.said_by):
            aliases = site.entity[i].aliases if i in site.entity and i not in site.mask.labels else ()
            voices += [(folded(name), i) for name in dict.fromkeys((site.name(i), *aliases))]
        return tuple(voices)

    def _facets(self, asked: Search, hits: Sequence[Claim]) -> tuple[Facet, ...]:
        site = self.site
        outlets = {site.outlet_of[c.article_id]: site.article[c.article_id] for c in hits}
        made = [
            _facet("by", "who says it", Counter(c.speaker_id for c in hits), site.name),
            _facet("stance", "stance", Counter(str(c.stance) for c in hits), str),
            _facet(
                "outlet", "outlet",
                Counter(site.outlet_of[c.article_id] for c in hits), lambda key: site.outlet(outlets[key]),
            ),
        ]  # fmt: skip
        # A private person has no id that may stand in an address.
        made[0] = Facet("by", made[0].label, tuple(v for v in made[0].values if v[0] not in site.mask.labels))
        return tuple(f for f in made if f.values and not getattr(asked, f.field))

    def _texts(self, ledger: Ledger, asked: Search, most: int) -> Answer:
        site, period = self.site, asked.period
        if not asked.q:
            return Answer(asked)
        terms = terms_of(asked.q)
        hits = ledger.search(asked.q, limit=most, kind="article")
        texts = []
        for hit in hits:
            article = site.article.get(hit.article_id)
            if article is None or (asked.outlet and site.outlet_key(article) != asked.outlet):
                continue
            if not period.meets(article.published, article.published):
                continue
            if site.mask.inside(article.document_id, article.start, article.end):
                text = site.text(article.document_id)[article.start : article.end]
                if not _holds(site.mask.words(text, article.document_id, article.start), terms):
                    continue
            words = shown(site.mask.words(hit.text, hit.document_id, hit.start))
            texts.append(TextHit(hit.article_id, hit.document_id, hit.start, hit.end, words))
        return Answer(asked, texts=tuple(texts), cut=len(hits) == most)

    # ------------------------------------------------------------ events

    def events(self, asked: Filter) -> list[Event]:
        """The events that pass the filters. No list is made of a person's events: a person's name finds none."""
        site, period = self.site, asked.period
        keep: list[Callable[[Event], bool]] = []
        if asked.since or asked.until:
            keep.append(lambda e: period.meets(e.date_earliest, e.date_latest))
        if asked.type:
            keep.append(lambda e: str(e.type) == asked.type)
        if asked.level:
            keep.append(lambda e: str(e.level) == asked.level)
        if asked.disputed:
            keep.append(lambda e: e.event_id in site.disputes_of)
        if asked.about:
            meant = self._parties(asked.about)
            keep.append(lambda e: not meant.isdisjoint((*e.actor_ids, *e.recipient_ids, *e.place_ids)))
        if asked.outlet:
            keep.append(lambda e: asked.outlet in self._tellers.get(e.event_id, ()))
        found: Iterable[Event] = site.events
        for test in keep:  # one after another: most filters leave little for the next
            found = [e for e in found if test(e)]
        return list(found)

    def _parties(self, words: str) -> set[str]:
        wanted, held = folded(words).strip(), self._party_names
        exact = {i for i, names in held if i == words or f" {wanted} " in names}
        return exact or {i for i, names in held if wanted and any(f" {wanted} " in n for n in names)}

    @cached_property
    def _party_names(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple(
            (i, frozenset(folded(n) for n in (e.name, *e.aliases)))
            for i, e in self.site.entity.items()
            if e.type is not MentionType.PERSON
        )

    # ------------------------------------------------------------ relations

    def relations(self, asked: RelationFilter) -> list[Relation]:
        """The relations that pass the filters; the days are those of publication. What is withheld finds nothing."""
        site, period = self.site, asked.period
        keep: list[Callable[[Relation], bool]] = []
        if asked.predicate:
            keep.append(lambda r: str(r.predicate) == asked.predicate)
        if asked.outlet:
            keep.append(lambda r: site.outlet_of[r.article_id] == asked.outlet)
        if asked.since or asked.until:
            keep.append(lambda r: period.meets(*[site.article[r.article_id].published] * 2))
        if asked.about:
            meant = self.called(asked.about)
            keep.append(lambda r: r.subject_id in meant or r.object_id in meant)
        found = list(site.relations)
        for test in keep:
            found = [r for r in found if test(r)]
        return found

    def called(self, words: str) -> set[str]:
        """The entities with a page that bear this name, alias or id; where none does, those whose names hold the words."""
        wanted, held = folded(words).strip(), self._names
        exact = {i for i, names in held if i == words or f" {wanted} " in names}
        return exact or {i for i, names in held if wanted and any(f" {wanted} " in n for n in names)}

    @cached_property
    def _names(self) -> tuple[tuple[str, frozenset[str]], ...]:
        tied = sorted({i for r in self.site.relations for i in (r.subject_id, r.object_id)})
        known = [self.site.entity[i] for i in tied if self.site.has_page(i)]
        return tuple((e.entity_id, frozenset(folded(n) for n in (e.name, *e.aliases))) for e in known)

    @cached_property
    def _tellers(self) -> dict[str, frozenset[str]]:
        """Event id -> the outlets that tell it."""
        site = self.site
        return {i: frozenset(site.outlet_of[a.article_id] for a in told) for i, told in site.accounts_of.items()}

    # ------------------------------------------------------------ files

    def table(self, answer: Answer, reviewed: Iterable[str] = ()) -> str:
        """The hits as CSV, all of them; a cell that a spreadsheet would run is made harmless."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        if answer.asked.kind == "texts":
            writer.writerow(TEXT_COLUMNS)
            rows = (self._text_row(t) for t in answer.texts)
        else:
            writer.writerow(CLAIM_COLUMNS)
            seen = frozenset(reviewed)
            rows = (self._claim_row(c, seen) for c in answer.claims)
        for row in rows:
            writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
        return out.getvalue()

    def _claim_row(self, c: Claim, reviewed: frozenset[str]) -> list[object]:
        site, article = self.site, self.site.article[c.article_id]
        words = shown(site.mask.words(c.text, c.document_id, c.start))
        return [
            c.claim_id, site.name(c.speaker_id), site.name(c.on_behalf_of) if c.on_behalf_of else "", str(c.stance),
            "true" if c.direct else "false", words, site.several(c.chain[:-1]), site.outlet(article),
            article.published or "", site.title(article), site.path(site.document[c.document_id]), c.document_id,
            c.start, c.end, site.where(c), f"{c.confidence:.2f}", "true" if c.claim_id in reviewed else "false",
        ]  # fmt: skip

    def _text_row(self, t: TextHit) -> list[object]:
        site, article = self.site, self.site.article[t.article_id]
        return [
            t.article_id, site.title(article), site.outlet(article), article.published or "", article.language or "",
            t.words, site.path(site.document[t.document_id]), t.document_id, t.start, t.end,
        ]  # fmt: skip


def _holds(words: str, terms: Sequence[str]) -> bool:
    text = folded(words)
    return all(folded(term) in text for term in terms)


def _facet(field: str, label: str, counts: Counter[str], name: Callable[[str], str]) -> Facet:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_FACETS]
    return Facet(field, label, tuple((value, name(value), n) for value, n in ranked))
