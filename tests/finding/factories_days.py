"""An article of one text, all of it prose, for the finders of dates and figures."""

from __future__ import annotations

from counterclaim.finding.view import View
from counterclaim.language.model import Reading
from counterclaim.records import Article
from counterclaim.text import Span


def view(text: str, published: str | None = None, furniture: tuple[Span, ...] = ()) -> View:
    article = Article("art-1", "doc-1", 0, len(text), None, None, None, None, published, None, "en")
    return View(article, text, None, furniture, Reading(()))
