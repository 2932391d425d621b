"""Loaded terms in an outlet's own voice, and for whom they are used.

A term inside quotation marks or inside a direct claim is somebody else's; indirect speech is the outlet's own choice of words.
So is one word in quotation marks that nobody is said to have spoken: "Ostrel" keeps its distance from the name. Names of
organisations that hold a loaded word are names and no wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from counterclaim.finding.mentions import Named
from counterclaim.finding.view import View
from counterclaim.finding.wording_referents import NAMING, Article, Use, settle
from counterclaim.knowledge import Knowledge
from counterclaim.knowledge.catalogue_names import fold
from counterclaim.knowledge.loaded import Term
from counterclaim.records import Claim, Mention, MentionType, Wording
from counterclaim.text import Span, overlaps

# Rules of claims whose whole content is somebody's own words, marked by a colon and not by quotation marks.
_VOICED = ("words after", "answer of")
_WIDEST = 200  # no name is longer
_JOINED = ("source", "label", "deed")
_WHOLE = re.compile(r"(?:s|men|group|organi[sz]ation|faction|movement|gang|militia)\Z", re.IGNORECASE)
_NOUN = re.compile(r" [a-z-]+")
_SCARED = re.compile(r"(?-i:[a-z]+)|[A-Z]\w+")
_NAMED_SO = re.compile(
    r"\b(?:called|named|titled|dubbed|entitled|codenamed|as|word|term|slogan|hashtag|operation) \Z", re.IGNORECASE
)
_OWNING = (" ", "'s ", "’s ", "’ ", "' ")


def find(view: View, knowledge: Knowledge, named: Named, said: tuple[Claim, ...]) -> tuple[Wording, ...]:
    """Every use, in text order; ``referent_id`` is a key, or None where the words tie the term to nobody."""
    return tuple(_Finder(view, knowledge, Article(view, named, knowledge), said).find())


@dataclass(frozen=True)
class _Finder:
    view: View
    knowledge: Knowledge
    article: Article
    said: tuple[Claim, ...]

    def find(self) -> Iterator[Wording]:
        """The uses with their referents."""
        uses = self._uses()
        article = self.view.article
        for use, key in zip(uses, settle(uses), strict=True):
            yield Wording(article.article_id, article.document_id, *use.span, use.words, key, use.term.term)

    def _uses(self) -> list[Use]:
        """Terms in the outlet's voice, without overlaps; what follows without a gap belongs to one designation."""
        spoken = [(c.start, c.end) for c in self.said if c.direct or any(voice in c.rule for voice in _VOICED)]
        hits = [*self.knowledge.loaded.scan(self.view.text), *self._names(), *self._scared()]
        found: list[Use] = []
        for start, end, term in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if self.view.in_furniture(start, end) or _inside((start, end), spoken):
                continue
            if term.kind != "quoted" and (self.view.in_quote(start, end) or self._is_name((start, end))):
                continue
            owner = None if term.means else self._owner((start, end), touching=term.kind != "source")
            use = Use(self.article, (owner.start if owner else start, end), term, owner)
            last = found[-1] if found else None
            if (last is not None and overlaps(use.span, last.span)) or self._attributive(use):
                continue
            if last is not None and self._goes_on(last, use):
                found[-1] = self._joined(last, use)
                continue
            found.append(use)
        return found

    def _goes_on(self, one: Use, other: Use) -> bool:
        """The second stands right behind the first, and no name begins a designation of its own between."""
        if one.term.kind not in _JOINED or self.view.text[one.span[1] : other.span[0]] != " ":
            return False
        return other.owner is None or not _WHOLE.search(one.words)

    def _joined(self, one: Use, other: Use) -> Use:
        """ "Varda-backed militias", "Takfiri terrorist proxies": one designation; "Front-linked" says whose it is."""
        linked = one.term.kind != "source" or one.words.lower().endswith(("linked", "affiliated", "aligned"))
        owner = one.owner if one.owner is not None and linked else other.owner
        return Use(self.article, (one.span[0], other.span[1]), other.term, owner)

    def _attributive(self, use: Use) -> bool:
        """ "rebel areas", "rebel shelling": the word says whose, and calls nobody anything."""
        return use.term.near and use.words.lower() == use.term.term and bool(_NOUN.match(self.view.text, use.span[1]))

    def _names(self) -> Iterator[tuple[int, int, Term]]:
        """Names that the catalogue resolves and never shows as its own: partisan names are wording too."""
        for m in self.article.names:
            actor = self.knowledge.catalogue.get(m.entity_id)
            if actor is not None and fold(m.text) in {fold(name) for name in actor.loaded_aliases}:
                yield m.start, m.end, Term(m.text.lower(), "label", m.entity_id, actor.name)

    def _scared(self) -> Iterator[tuple[int, int, Term]]:
        """One word between quotation marks that no claim holds; a state's name wherever it stands."""
        for quote in self.view.quotes:
            word = self.view.text[quote.inner_start : quote.inner_end]
            if not quote.closed or not _SCARED.fullmatch(word) or _NAMED_SO.search(self.view.text[: quote.start][-24:]):
                continue
            state = next(
                (m for m in self.article.names if (m.start, m.end) == (quote.inner_start, quote.inner_end)), None
            )
            if state is not None and state.type in (MentionType.PLACE, MentionType.NORP) and self._is_state(state):
                yield quote.start, quote.end, Term(word.lower(), "quoted", state.entity_id, word)
            elif word.islower() and not _inside((quote.start, quote.end), [(c.start, c.end) for c in self.said]):
                yield quote.start, quote.end, Term(word, "quoted", None, None)

    def _is_state(self, m: Mention) -> bool:
        return self.article.kind(m) == "state"

    def _rules(self, m: Mention) -> bool:
        """A place by whose name a government is called: a state, a territory or a capital; a town is where things happen."""
        place = self.knowledge.gazetteer.get(m.entity_id)
        capital = m.entity_id in self.knowledge.catalogue.capitals or (place is not None and place.kind == "capital")
        return (
            capital or self.article.kind(m) in ("state", "territory") or (place is not None and place.kind == "country")
        )

    def _is_name(self, span: Span) -> bool:
        """The term is, or is part of, a name that the catalogue knows ("Islamic Resistance in Iraq", "the Resistance")."""
        for m in self.article.between(span[0] - _WIDEST, span[1]):
            if not overlaps(span, (m.start, m.end)):
                continue
            actor = self.knowledge.catalogue.get(m.entity_id)
            whole = m.start <= span[0] and span[1] <= m.end
            if actor is not None and (m.end - m.start > span[1] - span[0] or (whole and self._own_name(m))):
                return True
        return False

    def _own_name(self, m: Mention) -> bool:
        """A name or the short form of one, and none of the partisan ones."""
        actor = self.knowledge.catalogue.get(m.entity_id)
        loaded = {fold(name) for name in actor.loaded_aliases} if actor is not None else set()
        return m.text[:1].isupper() and m.type is MentionType.ORG and m.how in NAMING and fold(m.text) not in loaded

    def _owner(self, span: Span, *, touching: bool = True) -> Mention | None:
        """The name that begins the same run of capitals, or where ``touching`` stands directly before the term."""
        start, end = span
        for m in self.article.between(start - _WIDEST, end):
            if "\n" in self.view.text[m.start : start] or m.start >= start or m.end > end:
                continue
            known = m.type is not MentionType.ORG or self.knowledge.catalogue.get(m.entity_id) is not None
            near = (start < m.end < end and known) or (touching and self.view.text[m.end : start] in _OWNING)
            if near and m.type is not MentionType.MISC and (m.type is not MentionType.PLACE or self._rules(m)):
                return m
        return None


def _inside(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
