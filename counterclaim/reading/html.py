"""Web pages: the main text, or all visible text where the page holds more than one piece.

Two extractions are made. trafilatura finds one article on a page (Barbaresi, ACL 2021); a page that
strings many articles together loses most of them that way. So the visible text is taken as well, and the
main text is chosen only where it holds most of the page's prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from lxml import etree, html

from counterclaim.errors import Damaged, NoText, TooLarge
from counterclaim.reading.base import Extract, Source, folded, join_blocks, one_line, storable, with_title
from counterclaim.reading.decode import decode
from counterclaim.reading.metadata import page_facts

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# trafilatura needs about a second for each 2 MB and several times their size in memory.
_MAX_MAIN_BYTES = 8 << 20
# The main text may lack a teaser or a note, but no article: of a page's prose it must hold nearly all.
_MAIN_SHARE = 0.85
_PROSE_WORDS = 20
_PIECE_WORDS = 60
_DATE_WORDS = 20
_ABOVE = 10
# What surrounds an article may be long, but an element with this share of the page's words is the page.
_MOST = 0.5
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MAX_LINK_SHARE = 0.5

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:-]{2,40})|<\?xml[^>]{0,200}encoding=[\"']([\w:-]{2,40})",
    re.IGNORECASE,
)
# What HTML calls these encodings (WHATWG Encoding Standard).
_WEB_NAMES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "utf-16": "utf-8",
}
_HIDDEN_TAGS = frozenset(
    (
        "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed",
        "canvas", "audio", "video", "select", "option", "button", "input", "textarea", "datalist", "map",
    )
)  # fmt: skip
_AROUND_TAGS = frozenset(["nav", "footer", "aside", "form", "dialog", "menu"])
_AROUND_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu"]
)
_AROUND_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?(?:-?list|-?area|-?section)?|respond|sidebar|widget|share(?:daddy)?|sharing|social|"
    r"related|cookie|newsletter|breadcrumbs?|jp-relatedposts|advert(?:isement)?|promo)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4")
_BLOCK_TAGS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hgroup", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_OWN_ENTITIES = re.compile(r"<!DOCTYPE[^>\[]{0,500}\[[^\]]*\]\s*>", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    linked: int
    heading: bool = False

    @property
    def is_linked(self) -> bool:
        """Mostly links: a menu, a list of other articles."""
        return self.linked > _MAX_LINK_SHARE * len(self.text)

    @property
    def is_prose(self) -> bool:
        """Enough words for a sentence, and not mostly links."""
        return len(self.text.split()) >= _PROSE_WORDS and not self.is_linked

    @property
    def is_dated(self) -> bool:
        """A short line with a year in it."""
        return bool(_YEAR.search(self.text)) and len(self.text.split()) <= _DATE_WORDS


def read(source: Source) -> Extract:
    """The text of a web page: paragraphs parted by blank lines, the page's title first.

    Scripts, styles and hidden parts are never text. Raises NoText for a page without visible text and
    TooLarge for mark-up nested deeper than ``max_markup_depth``.
    """
    markup, encoding = _markup(source.data)
    tree = parse(markup, source.settings.max_markup_depth)
    facts = page_facts(tree)
    blocks = _visible(tree, around=False) or _visible(tree, around=True)
    body, extractor = _choose(tree, blocks, len(source.data))
    if not body.strip():
        raise NoText("a web page without visible text")
    text = with_title(_title_to_show(tree, facts.title, body), body)
    return Extract(text=storable(text), extractor=extractor, encoding=encoding, hints=facts.hints, url=facts.url)


def fragment(markup: str, max_depth: int) -> str:
    """The visible text of a piece of HTML (the body of a mail or a feed's item), paragraphs parted by
    blank lines.
    """
    if not markup.strip():
        return ""
    return storable(join_blocks([block.text for block in _visible(parse(markup, max_depth), around=True)]))


def parse(markup: str, max_depth: int) -> HtmlElement:
    """The tree of a page. Nothing is fetched; entities are HTML's own; NUL characters are left out.

    Raises Damaged where there is no element at all and TooLarge for mark-up nested too deeply.
    """
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    clean = _OWN_ENTITIES.sub("", storable(markup).replace("\x00", ""), count=1)
    _check_depth(clean, max_depth)
    try:
        tree = html.document_fromstring(clean.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise NoText("a web page without visible text") from error
    if tree is None:
        raise Damaged("no web page")
    _measure_depth(tree, max_depth)
    return tree


_TAG = re.compile(
    r"<(/?)(?:div|span|table|tr|td|section|article|ul|ol|li|blockquote|font|b|i|a|em|strong|center|dl|dd)\b",
    re.IGNORECASE,
)


def _check_depth(markup: str, max_depth: int) -> None:
    """A cheap look before parsing: how many container tags stand open. Unclosed ones make it an upper
    bound.
    """
    depth = 0
    for match in _TAG.finditer(markup):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > 20 * max_depth:
            raise TooLarge(f"mark-up nested more than {max_depth} levels deep")


def _measure_depth(tree: HtmlElement, max_depth: int) -> None:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > max_depth:
            raise TooLarge(f"mark-up nested more than {max_depth} levels deep")


def _markup(data: bytes) -> tuple[str, str]:
    declared = _CHARSET.search(data[:4096])
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if declared is None:
            return decode(data)
    name = (declared[1] or declared[2]).decode("ascii").lower()
    name = _WEB_NAMES.get(name, name)
    if name in ("utf-8", "utf8"):
        return decode(data)
    try:
        return data.decode(name, errors="replace"), name
    except LookupError:
        return decode(data)


def _choose(tree: HtmlElement, blocks: list[_Block], size: int) -> tuple[str, str]:
    prose = [folded(block.text) for block in blocks if block.is_prose]
    if prose and size <= _MAX_MAIN_BYTES and not _has_pieces(tree):
        main = _main_paragraphs(tree)
        held = "".join(main)
        if sum(len(text) for text in prose if text in held) >= _MAIN_SHARE * sum(map(len, prose)):
            chosen = _main_blocks(blocks, frozenset(main), held)
            return join_blocks(chosen), f"trafilatura {_version('trafilatura')}"
    return join_blocks([block.text for block in blocks]), f"visible text, lxml {_version('lxml')}"


def _has_pieces(tree: HtmlElement) -> bool:
    """More than one ``article`` element (or blog post) with a text of its own."""
    found = 0
    for element in tree.iter("article", "div", "section"):
        is_piece = element.tag == "article" or "hentry" in (element.get("class") or "").split()
        if is_piece and len(element.text_content().split()) >= _PIECE_WORDS:
            found += 1
            if found > 1:
                return True
    return False


def _main_blocks(blocks: list[_Block], main: frozenset[str], held: str) -> list[str]:
    """The visible blocks from the first to the last that is main text, and headings and date lines just above.

    In between only lists of links are left out: headings, dates and bylines are what trafilatura drops first, and they
    are what tells articles apart.
    """
    found = [folded(block.text) in (held if block.is_prose else main) for block in blocks]
    first, last = found.index(True), len(found) - found[::-1].index(True)
    above = [block.text for block in blocks[max(0, first - _ABOVE) : first] if block.is_dated or block.heading]
    inside = zip(blocks[first:last], found[first:last], strict=True)
    return [*above, *(block.text for block, is_main in inside if is_main or not block.is_linked)]


@lru_cache
def _version(package: str) -> str:
    return version(package)


def _main_paragraphs(tree: HtmlElement) -> list[str]:
    """The paragraphs of the main text, folded to letters and digits."""
    from trafilatura import bare_extraction  # heavy: only where a page is read

    copy = html.document_fromstring(
        etree.tostring(tree, encoding="utf-8", method="html"), parser=html.HTMLParser(encoding="utf-8")
    )
    found = bare_extraction(copy, with_metadata=False, include_comments=False, include_tables=True, deduplicate=False)
    body = getattr(found, "body", None)
    words = [text for element in (body if body is not None else ()) for text in _inner_texts(element)]
    return [text for text in map(folded, words) if text]


def _inner_texts(element: etree._Element) -> list[str]:
    """The texts of trafilatura's paragraph-like elements (TEI-like tags); line breaks part them."""
    if element.tag in ("list", "quote", "div", "table", "row") and len(element):
        inner = [text for child in element for text in (*_inner_texts(child), child.tail or "")]
        return [element.text or "", *inner]
    pieces: list[str] = [element.text or ""]
    for inside in element.iterdescendants():
        pieces.extend(("\n" if inside.tag == "lb" else "", inside.text or "", inside.tail or ""))
    return "".join(pieces).split("\n")


def _visible(tree: HtmlElement, *, around: bool) -> list[_Block]:
    """The blocks of visible text in reading order; without ``around``, menus, comments and the like left out."""
    text = _Text()
    skipping: HtmlElement | None = None
    most = None if around else _MOST * _size(tree)
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if skipping is not None:
            if event == "end" and element is skipping:
                skipping = None
                text.add(element.tail)
        elif event == "start" and (_is_hidden(element) or (most is not None and _is_around(element, most))):
            skipping = element
            if element.tag in _BLOCK_TAGS:
                text.flush()
        elif event == "start":
            text.open(element.tag)
            text.add(element.text)
        else:
            text.close(element.tag)
            text.add(None if element is tree else element.tail)
    text.flush()
    return text.blocks


class _Text:
    """Gathers words to blocks while the tree is walked."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self.pieces: list[str] = []
        self.linked = self.links = self.preserved = self.breaks = 0
        self.heading = False

    def open(self, tag: object) -> None:
        """An element begins: a block's ends the block before it, and so do two line breaks on end."""
        self.links += tag == "a"
        self.preserved += tag == "pre"
        self.breaks += tag == "br"
        if tag in _BLOCK_TAGS or self.breaks > 1:
            self.flush()
            self.heading = tag in _HEADINGS
        elif tag == "br":
            self.pieces.append("\n")

    def close(self, tag: object) -> None:
        """An element ends."""
        self.links -= tag == "a"
        self.preserved -= tag == "pre"
        if tag in _BLOCK_TAGS:
            self.flush()
            self.heading = False

    def add(self, words: str | None) -> None:
        """Words, their white space folded as a browser does."""
        if words:
            plain = words if self.preserved else re.sub(r"\s+", " ", words)
            self.pieces.append(plain)
            self.linked += len(plain) if self.links else 0
            self.breaks = self.breaks if plain.isspace() else 0

    def flush(self) -> None:
        """The words so far are a block."""
        text = "".join(self.pieces).strip()
        if text:
            self.blocks.append(_Block(text, self.linked, self.heading))
        self.pieces.clear()
        self.linked = self.breaks = 0


def _size(element: HtmlElement) -> int:
    return sum(len(block.text) for block in _visible(element, around=True))


def _is_hidden(element: HtmlElement) -> bool:
    get = element.get
    return bool(element.tag in _HIDDEN_TAGS or get("hidden") is not None or _HIDDEN_STYLE.search(get("style") or ""))


def _is_around(element: HtmlElement, most: float) -> bool:
    """Menus, comments and the like by tag, role or name, unless they hold much of the page: then they wrap it."""
    tag, get = element.tag, element.get
    if tag in ("body", "html", "main", "article"):
        return False
    if tag in _AROUND_TAGS or (get("role") or "").lower() in _AROUND_ROLES:
        return _size(element) < most
    return bool(_AROUND_NAMES.search(f"{get('class') or ''} {get('id') or ''}")) and _size(element) < most


def _title_to_show(tree: HtmlElement, stated: str | None, body: str) -> str | None:
    """The page's one heading, else its stated title, unless the text shows it already."""
    headings = [one_line(heading.text_content()) for heading in tree.iter("h1")]
    title = headings[0] if len(headings) == 1 and headings[0] else stated
    if title is None or not folded(title) or folded(title) in folded(body[:20_000]):
        return None
    return title
