"""What several tasks share: the knowledge, loaded once, and a record's text searched as one article."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from counterclaim import finding, knowledge
from counterclaim.knowledge import Knowledge
from counterclaim.language import Backend, Joint, Neural, Surface, shipped
from counterclaim.records import Article, Findings, identify

Record = dict[str, Any]


@cache
def known() -> Knowledge:
    """The shipped knowledge."""
    return knowledge.load()


@cache
def backend() -> Backend:
    """The reader of language: the shipped one, or what ``READ_WITH`` names (``surface``, or a folder of weights)."""
    named = os.environ.get("READ_WITH")
    if not named:
        return shipped()
    return Surface() if named == "surface" else Joint(Neural(Path(named)), Surface())


def whole_article(record: Record) -> Article:
    """The record's text as one article, with the metadata that is input."""
    text, name = record["text"], str(record.get("id", ""))
    title = record.get("title")
    return Article(
        article_id=identify("art", name),
        document_id=identify("doc", name),
        start=0,
        end=len(text),
        title=title if title and text.startswith(title) else None,
        outlet=record.get("outlet"),
        origin=None,
        byline=None,
        published=record.get("published") or record.get("date"),
        published_from=None,
        language="en",
    )


def found(record: Record) -> Findings:
    """All that the product finds in a record's text."""
    return finding.find(whole_article(record), record["text"], (), knowledge=known(), backend=backend())
