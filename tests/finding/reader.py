"""Reads an invented text the way a build does, for tests of who says what."""

from __future__ import annotations

from functools import lru_cache

from counterclaim import knowledge
from counterclaim.finding import claims, dates, mentions, relations, wording
from counterclaim.finding.mentions import Named
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.language.surface import Surface
from counterclaim.records import Article, Claim, Relation, Wording


@lru_cache(maxsize=1)
def known() -> Knowledge:
    """The shipped knowledge."""
    return knowledge.load()


def view(text: str, *, title: str | None = None, outlet: str | None = None, origin: str | None = None) -> View:
    """One article; where a title is given the text must start with it."""
    article = Article("art", "doc", 0, len(text), title, outlet, origin, None, None, None, "en")
    span = (0, len(title)) if title else None
    return View(article, text, span, (), Surface().read([text])[0])


def named(text: str) -> Named:
    """The names of a text."""
    return mentions.find(view(text), known())


def said(text: str, **article: str | None) -> tuple[Claim, ...]:
    """The claims of a text."""
    seen = view(text, **article)
    return claims.find(seen, known(), mentions.find(seen, known()))


def ties(text: str) -> tuple[Relation, ...]:
    """The relations of a text."""
    seen = view(text)
    names = mentions.find(seen, known())
    return relations.find(seen, known(), names, claims.find(seen, known(), names), dates.find(seen))


def loaded(text: str) -> list[Wording]:
    """The loaded terms of a text."""
    seen = view(text)
    names = mentions.find(seen, known())
    return list(wording.find(seen, known(), names, claims.find(seen, known(), names)))
