"""What a web page states of itself: title, outlet, author, day, language, address. Nothing is guessed from
its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.reading.base import one_line
from counterclaim.reading.days import stated_day
from counterclaim.records import Hints

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLE = ("og:title", "twitter:title", "dc.title", "headline")
_OUTLET = ("og:site_name", "application-name", "dc.publisher", "publisher")
_AUTHOR = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_DAY = (
    "article:published_time", "og:published_time", "datepublished", "date.published", "pubdate",
    "publishdate", "parsely-pub-date", "dc.date.issued", "dc.date", "dcterms.created", "sailthru.date",
    "date",
)  # fmt: skip
_ARTICLE_TYPES = ("article", "blogposting", "report", "webpage")
_MAX_LD_CHARS = 1_000_000
_MAX_LD_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's hints, its stated title and its canonical address."""

    hints: Hints
    title: str | None
    url: str | None


def page_facts(tree: HtmlElement) -> Facts:
    """The facts of a page: Open Graph and Dublin Core meta tags first, then JSON-LD, headings, ``time`` and
    ``title``.
    """
    metas = _metas(tree)
    linked = _json_ld(tree)
    title = _first(metas, _TITLE) or _text(linked, "headline") or _only_heading(tree) or _element(tree, "title")
    outlet = _first(metas, _OUTLET) or _name(linked.get("publisher"))
    day = _day(metas, linked, tree)
    hints = Hints(
        title=_without_outlet(title, outlet),
        outlet=outlet,
        byline=_byline(metas, linked),
        published=day,
        published_from="page metadata" if day else None,
        language=_language(tree),
    )
    return Facts(hints, hints.title, _canonical(tree, metas))


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = one_line(meta.get("content"))
        if name and content:
            found.setdefault(name, content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _element(tree: HtmlElement, tag: str) -> str | None:
    found = next(tree.iter(tag), None)
    return None if found is None else one_line(found.text_content())


def _only_heading(tree: HtmlElement) -> str | None:
    headings = list(tree.iter("h1"))
    return one_line(headings[0].text_content()) if len(headings) == 1 else None


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """``Headline | Outlet`` and ``Headline - Outlet`` without the outlet."""
    if title and outlet:
        ending = rf"\s+[|–—·»:-]+\s+{re.escape(outlet)}\s*$"
        return one_line(re.sub(ending, "", title, flags=re.IGNORECASE)) or title
    return title


def _day(metas: dict[str, str], linked: dict[str, Any], tree: HtmlElement) -> str | None:
    stated = [metas[name] for name in _DAY if name in metas]
    stated.append(_text(linked, "datePublished") or "")
    times = list(tree.iter("time"))
    published = [t for t in times if t.get("pubdate") is not None or "published" in (t.get("itemprop") or "").lower()]
    if published or len(times) == 1:
        stated.append((published or times)[0].get("datetime") or "")
    return next((day for value in stated if (day := stated_day(value))), None)


def _byline(metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    for name in _AUTHOR:
        if name in metas and not metas[name].startswith(("http:", "https:", "@")):
            return metas[name]
    return _name(linked.get("author"))


def _language(tree: HtmlElement) -> str | None:
    """The primary subtag of the page's language (BCP 47)."""
    match = re.match(r"[a-z]{2,3}(?=$|[-_])", (tree.get("lang") or "").strip().lower())
    return match.group() if match else None


def _canonical(tree: HtmlElement, metas: dict[str, str]) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    address = one_line(next(links, None) or metas.get("og:url"), limit=2000)
    return address if address and re.match(r"https?://[^\s/]", address, re.IGNORECASE) else None


def _json_ld(tree: HtmlElement) -> dict[str, Any]:
    """The first JSON-LD node that is an article, or an empty one. Broken JSON-LD is common and is passed
    over.
    """
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = (script.text or "")[:_MAX_LD_CHARS]
        try:
            nodes = list(_nodes(json.loads(text), 0))
        except (ValueError, RecursionError):
            continue
        for node in nodes:
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(str(name).lower().endswith(_ARTICLE_TYPES) for name in names):
                return node
    return {}


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_LD_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        yield from _nodes(value.get("@graph"), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)


def _text(node: dict[str, Any], key: str) -> str | None:
    value = node.get(key)
    return one_line(value) if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return one_line(", ".join(name for item in value if (name := _name(item))))
    if isinstance(value, dict):
        return _text(value, "name")
    return one_line(value) if isinstance(value, str) and not value.startswith("http") else None
