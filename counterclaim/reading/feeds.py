"""Feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom (RFC 4287). Each item is a document of its own, one whole
piece.

An item's bytes are exactly its bytes in the file. expat does the reading: it gives byte offsets, fetches
nothing, and a document type with entities of its own is refused before any is expanded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from counterclaim.errors import Damaged, NoText, ReadError, TooLarge
from counterclaim.reading.base import Child, Extract, Fault, Source, one_line, with_title
from counterclaim.reading.days import stated_day
from counterclaim.reading.decode import decode
from counterclaim.reading.html import fragment
from counterclaim.records import Hints

_EXTRACTOR = "feed"
_BODY = ("encoded", "content", "description", "summary")
_DAY = ("pubDate", "published", "date", "issued")
_BYLINE = ("creator", "author")
_ITEMS = ("item", "entry")


@dataclass(slots=True)
class _Item:
    """What is gathered of an item: its bytes and the words of each element, by local name."""

    start: int
    end: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    link: str | None = None


@dataclass(slots=True)
class _Feed:
    title: str = ""
    language: str = ""
    items: list[_Item] = field(default_factory=list)


def read(source: Source) -> Extract:
    """A feed: no text of its own; its items are children, with outlet, title, day, byline and address as
    hints.

    Raises Damaged for broken XML or for entities of its own, NoText for a feed without items, TooLarge for
    deep nesting.
    """
    text, encoding = decode(source.data)
    data = source.data if encoding == "utf-8" else text.encode("utf-8")
    feed = _Gatherer(data, source).feed
    if not feed.items:
        raise NoText("a feed without items")
    items = (_child(item, number, data, feed, source) for number, item in enumerate(feed.items, start=1))
    return Extract(text="", extractor=_EXTRACTOR, encoding=encoding, children=items)


class _Gatherer:
    """One pass over the feed's elements. Where a body has elements of its own, its bytes are kept as HTML."""

    def __init__(self, data: bytes, source: Source) -> None:
        self.feed = _Feed()
        self.settings = source.settings
        self.data = data
        self.path: list[str] = []
        self.words: list[str] = []
        self.item: _Item | None = None
        self.body_start: int | None = None
        self.body_depth = 0
        self.elements = 0
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.words.append
        self.parser.EntityDeclHandler = self._entity
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise Damaged(f"a feed that is no sound XML: {reason}, line {error.lineno}") from error

    def _entity(self, *_: object) -> None:
        raise Damaged("a feed that declares entities of its own")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.path.append(local)
        if len(self.path) > self.settings.max_markup_depth:
            raise TooLarge(f"mark-up nested more than {self.settings.max_markup_depth} levels deep")
        if self.body_start is not None:
            return
        self.words.clear()
        if self.item is None:
            if local in _ITEMS:
                self._open_item()
        elif local == "link" and "href" in attributes and attributes.get("rel", "alternate") == "alternate":
            self.item.link = self.item.link or attributes["href"]
        elif local in _BODY:
            self.body_start, self.body_depth = self.parser.CurrentByteIndex, len(self.path)

    def _open_item(self) -> None:
        if len(self.feed.items) >= self.settings.max_children:
            raise TooLarge(f"more than {self.settings.max_children} items")
        self.item = _Item(start=self.parser.CurrentByteIndex)

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        depth = len(self.path)
        self.path.pop()
        if self.item is None:
            self._about_feed(local)
        elif self.body_start is not None:
            if depth > self.body_depth:
                self.elements += 1
                return
            self._close_body(self.item, local)
        elif local in _ITEMS:
            self.item.end = self.data.index(b">", self.parser.CurrentByteIndex) + 1
            self.feed.items.append(self.item)
            self.item = None
        elif words := "".join(self.words).strip():
            inside_author = local == "name" and self.path[-1] == "author"
            if not (self.path[-1] == "source" or local == "name") or inside_author:
                self.item.fields.setdefault("author" if inside_author else local, words)
        self.words.clear()

    def _close_body(self, item: _Item, local: str) -> None:
        words = "".join(self.words)
        if self.elements:
            words = self.data[self.body_start : self.parser.CurrentByteIndex].decode("utf-8", "replace")
        if words.strip():
            item.fields.setdefault(local, words)
        self.body_start, self.elements = None, 0

    def _about_feed(self, local: str) -> None:
        words = "".join(self.words)
        if local == "title" and self.path[-1:] in (["channel"], ["feed"]):
            self.feed.title = self.feed.title or words
        if local == "language":
            self.feed.language = words


def _child(item: _Item, number: int, data: bytes, feed: _Feed, source: Source) -> Child | Fault:
    label = str(number)
    try:
        extract = _article(item, feed, source)
    except ReadError as error:
        return Fault(label, error)
    return Child(label=label, data=data[item.start : item.end], extract=extract)


def _first(item: _Item, names: tuple[str, ...]) -> str:
    return next((item.fields[name] for name in names if item.fields.get(name, "").strip()), "")


def _article(item: _Item, feed: _Feed, source: Source) -> Extract:
    body = fragment(_first(item, _BODY), source.settings.max_markup_depth)
    title = one_line(fragment(item.fields.get("title", ""), source.settings.max_markup_depth))
    if not body.strip() and not title:
        raise NoText("an item without words")
    day = stated_day(_first(item, _DAY))
    hints = Hints(
        title=title,
        outlet=one_line(item.fields.get("source")) or one_line(feed.title),
        byline=one_line(_first(item, _BYLINE)),
        published=day,
        published_from="feed" if day else None,
        language=feed.language.strip().lower()[:2] or None,
        whole=True,
    )
    text = with_title(title, body) if body.strip() else f"{title}\n"
    return Extract(text=text, extractor=f"{_EXTRACTOR} item", encoding="utf-8", hints=hints, url=_address(item))


def _address(item: _Item) -> str | None:
    address = one_line(item.link or item.fields.get("link"), limit=2000)
    return address if address and address.startswith(("http://", "https://")) else None
