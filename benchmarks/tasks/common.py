"""What several tasks share: the knowledge, loaded once, and a record's text searched as one article."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from counterclaim import finding, knowledge
from counterclaim.knowledge import Knowledge
from counterclaim.language import Backend, Joint, Neural, Surface, shipped
from counterclaim.language.model import Reading
from counterclaim.records import Article, Findings, identify

Record = dict[str, Any]


@cache
def known() -> Knowledge:
    """The shipped knowledge."""
    return knowledge.load()


@cache
def backend() -> Backend:
    """The reader of language: the shipped one, or what ``READ_WITH`` names (``surface``, or a folder of weights).

    ``READ_CACHE`` names a folder that keeps readings, so that work on the finders does not wait for the model.
    """
    named, kept = os.environ.get("READ_WITH"), os.environ.get("READ_CACHE")
    reader = shipped() if not named else Surface() if named == "surface" else Joint(Neural(Path(named)), Surface())
    return Kept(reader, Path(kept)) if kept else reader


def model() -> Neural | None:
    """The embedded model by itself, for what only it answers; None where the rules read alone."""
    reader = backend()
    reader = reader.reader if isinstance(reader, Kept) else reader
    return reader.model if isinstance(reader, Joint) else None


@dataclass(frozen=True)
class Kept:
    """A backend whose readings stay in a folder, a file a text and digest of the backend."""

    reader: Backend
    folder: Path

    @property
    def digest(self) -> str:
        """That of the backend behind it."""
        return self.reader.digest

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order."""
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Reading:
        name = hashlib.sha256(f"{self.digest}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
        path = self.folder / name[:2] / name
        if path.exists():
            found: Reading = pickle.loads(path.read_bytes())
            return found
        found = self.reader.read([text])[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_bytes(pickle.dumps(found))
        aside.replace(path)
        return found


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
