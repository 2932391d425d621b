"""From one document's text to its articles and furniture.

The text becomes blocks (:mod:`segment_lines`), each block is judged by itself (:mod:`segment_kinds`), the starts of
articles are found between runs of prose (:mod:`segment_starts`), and every article's own lines tell its outlet, origin,
byline and day (:mod:`segment_meta`). What is no article is furniture; together they cover every character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from counterclaim.reading import dateline, segment_inline, segment_meta
from counterclaim.reading.segment_inline import Inline
from counterclaim.reading.segment_kinds import KINDS, Role, apart, byline_of, furniture, header_field, role
from counterclaim.reading.segment_lines import blocks
from counterclaim.reading.segment_names import Outlets, is_outlet, is_person
from counterclaim.reading.segment_starts import CLOSING, REACH, Item, Starts, same_words, strip_prefix
from counterclaim.records import Article, Furniture, Hints, Segments, identify
from counterclaim.text import Span, trim

__all__ = ["KINDS", "Outlets", "segment"]

_MIN_LANGUAGE_LETTERS = 60  # under this the identifier's guesses on names and headlines are mostly wrong
_LANGUAGE_WINDOW = 4_000


@dataclass
class Draft:
    """An article in the making: its items, its title's span, and the furniture found inside paragraphs."""

    items: list[Item]
    title: Span | None
    before: list[Item] = field(default_factory=list)
    inline: list[Inline] = field(default_factory=list)
    start: int = 0
    end: int = 0


def segment(text: str, document_id: str, hints: Hints, *, catalogue: Outlets) -> Segments:
    """Articles and furniture of one text, in order.

    ``hints`` are what the container says; lines of the article beat them, and ``hints.whole`` forbids splitting. A text
    without letters gives no article. Offsets are ``str`` indices into ``text``.
    """
    items = _items(text)
    _outlet_days(items, catalogue)
    _mail_runs(items)
    finder = Starts(items, catalogue)
    starts = _with_subject(items, finder.find(whole=hints.whole)) if items else []
    month_first = dateline.order(text)
    drafts = _drafts(text, items, starts, finder)
    for draft in drafts:
        _inside(text, draft, catalogue, month_first)
    spans: list[tuple[int, int, str]] = [
        (item.block.start, item.block.end, item.kind or "other") for item in items if item.role is Role.FURNITURE
    ]
    articles: list[Article] = []
    for draft in drafts:
        inner = [span for inline in draft.inline for span in inline.spans]
        if not _settle(text, draft, inner):
            spans += [(i.block.start, i.block.end, i.kind or "other") for i in draft.items if i.kind is None]
            continue
        spans += inner
        articles.append(_article(text, document_id, draft, hints, catalogue, month_first, alone=len(drafts) == 1))
    return Segments(tuple(articles), tuple(_covering(text, document_id, articles, spans)))


def _items(text: str) -> list[Item]:
    found: list[Item] = []
    for block in blocks(text, apart):
        kind = furniture(block.text)
        found.append(Item(block, kind, Role.FURNITURE if kind else role(block)))
    return found


def _outlet_days(items: list[Item], catalogue: Outlets) -> None:
    """A known outlet's or a person's name and a day, nothing set off: "Harbour Post October 21, 2011"."""
    if items and items[0].kind is None and dateline.read(items[0].text, known=_known(catalogue)) is not None:
        items[0].mark("date")
    for above, item in pairwise(items):
        if item.kind is not None or len(item.text) > 80 or above.role is Role.PROSE:
            continue
        if dateline.read(item.text, known=_named(catalogue)) is not None:
            item.mark("date")


def _known(catalogue: Outlets) -> Callable[[str], bool]:
    return lambda name: catalogue.outlet(name) is not None


def _named(catalogue: Outlets) -> Callable[[str], bool]:
    return lambda name: catalogue.outlet(name) is not None or is_person(name, catalogue)


_NEXT_PART = re.compile(r"-{5,} next part -{5,}")
_FIELD_NAME = re.compile(r"(?:subject|title)\s*:\s*", re.IGNORECASE)


def _mail_runs(items: list[Item]) -> None:
    """Mail headers stand together, and what follows the mark of a next part or a signature is the mail's footer."""
    _header_runs(items)
    footer = False
    for item in items:
        if _NEXT_PART.match(item.text) or item.text == "--":
            footer = True
            item.mark("mail footer")
        elif item.kind in ("mail header", "separator"):
            footer = False
        elif footer:
            item.mark("mail footer")
    _archive_heads(items)


def _header_runs(items: list[Item]) -> None:
    i = 0
    while i < len(items):
        j = i
        while (
            j < len(items)
            and (header_field(items[j].text) or items[j].kind == "mail header")
            and (j == i or items[j].block.gap == 0)
        ):
            j += 1
        fields = {items[k].text.split(":", 1)[0].strip().lower() for k in range(i, j)}
        if len(fields & {"from", "subject", "date", "sent", "to", "message-id", "cc"}) >= 2:
            for k in range(i, j):
                items[k].mark("mail header")
        i = max(j, i + 1)


def _archive_heads(items: list[Item]) -> None:
    """In a list's archive the sender's line has the subject above it and the day of the mail below it."""
    for k, item in enumerate(items):
        if item.kind != "mail header" or (" at " not in item.text and "@" not in item.text):
            continue
        if k + 1 < len(items) and items[k + 1].kind == "date" and items[k + 1].block.gap == 0:
            items[k + 1].mark("mail header")
            above = items[k - 1] if k else None
            again = above is not None and any(
                x.role is not Role.FURNITURE and same_words(x.text, above.text) for x in items[k + 2 : k + 10]
            )
            if above is not None and (again or strip_prefix(above.text)) and above.role is Role.SHORT:
                above.mark("mail header")


def _with_subject(items: list[Item], starts: list[tuple[int, bool]]) -> list[tuple[int, bool]]:
    """A mail whose prose follows its header at once has its subject for a title."""
    found: list[tuple[int, bool]] = []
    for k, titled in starts:
        if not titled:
            subject = next((j for j in range(k - 1, -1, -1) if _is_subject(items, j)), None)
            if subject is not None and all(items[j].role is Role.FURNITURE for j in range(subject, k)):
                items[subject].kind, items[subject].role = None, Role.SHORT
                found.append((subject, True))
                continue
        found.append((k, titled))
    return found


def _is_subject(items: list[Item], j: int) -> bool:
    item = items[j]
    if item.kind != "mail header" or len(item.text) > 240:
        return False
    if _FIELD_NAME.match(item.text):
        return True
    below = items[j + 1] if j + 1 < len(items) else None
    return (
        strip_prefix(item.text) > 0
        and not header_field(item.text)
        and below is not None
        and below.kind == "mail header"
    )


def _drafts(text: str, items: list[Item], starts: list[tuple[int, bool]], finder: Starts) -> list[Draft]:
    found: list[Draft] = []
    head = {item.kind for item in _lead_in(items, starts[0][0])} if starts else set()
    below = not head & _HEADING
    for n, (k, titled) in enumerate(starts):
        stop = len(items)
        if n + 1 < len(starts):
            stop = starts[n + 1][0]
            # the date or address above that title is its own, not this article's
            if "address" in head or not finder.dated_below(stop):
                stop -= len(_lead_in(items, stop))
        block = items[k].block
        title: Span | None = None
        if titled:
            items[k].role = Role.SHORT
            field_name = _FIELD_NAME.match(block.text)
            skip = field_name.end() if field_name else 0
            skip += strip_prefix(block.text[skip:])
            title = trim(text, block.start + skip, block.end)
        before = _lead_in(items, k)
        if below and found and not (before and before[0].kind == "separator"):
            before = [item for item in before if item.kind not in _HEADING and item.role is not Role.SHORT]
        found.append(Draft(items[k:stop], title, before=before))
    return found


# Where the first article has none of these above its title, those above a later one belong to the article before.
_HEADING = frozenset({"source", "publisher", "byline"})


def _lead_in(items: list[Item], k: int) -> list[Item]:
    """The furniture right above a title, back to the previous article's end."""
    found: list[Item] = []
    for j in range(k - 1, max(0, k - REACH) - 1, -1):
        item = items[j]
        if item.role is Role.PROSE or item.kind in CLOSING - {"separator"}:
            break
        found.insert(0, item)
        if item.kind == "separator":
            break
    return found


def _inside(text: str, draft: Draft, catalogue: Outlets, month_first: bool | None) -> None:
    """Revise the short lines of an article and look into its first, last and flattened paragraphs."""
    _lists(draft)
    _headlines(text, draft, catalogue)
    _reader_comments(draft)
    _author_notes(draft)
    prose = [item for item in draft.items if item.role is Role.PROSE]
    if not prose:
        return
    title = text[draft.title[0] : draft.title[1]] if draft.title else None
    first, last = prose[0].block, prose[-1].block
    if draft.items[0] is not prose[0] or not draft.title:
        draft.inline.append(
            segment_inline.lead(text, first.start, first.end, title, catalogue=catalogue, month_first=month_first)
        )
    if len(prose) == 1 and last.end - last.start > 600:
        draft.inline.append(segment_inline.captions(text, _rest(draft, last.start), last.end))
    taken = max((e for inline in draft.inline for _, e, _ in inline.spans), default=last.start)
    if last.end - last.start > 80:
        found = segment_inline.tail(text, max(taken, last.start), last.end, catalogue)
        cut = min((s for s, _, _ in found.spans), default=last.end)
        for inline in draft.inline:
            inline.spans = [x for x in inline.spans if x[1] <= cut]
        draft.inline.append(found)


def _rest(draft: Draft, start: int) -> int:
    """Where the prose of a flattened page begins."""
    return max([start, *(e for inline in draft.inline for _, e, kind in inline.spans if kind != "tags")])


def _headlines(text: str, draft: Draft, catalogue: Outlets) -> None:
    """Names, outlets and repeated titles among the lines between the title and the second run of prose."""
    title = text[draft.title[0] : draft.title[1]] if draft.title else None
    items = draft.items
    prose = 0
    for n, item in enumerate(items):
        if item.role is Role.PROSE:
            prose += 1
            continue
        if prose > 3:
            break
        if n == 0 or item.role is not Role.SHORT:
            continue
        beside = [items[m].kind for m in (n - 1, n + 1) if 0 < m < len(items)]
        if title and same_words(item.text, title):
            item.mark("repeated title")
        elif segment_meta.is_role(item.text) and any(beside):
            item.mark("byline")
        elif (is_outlet(item.text, catalogue) and len(item.text.split()) <= 6 and (any(beside) or prose == 0)) or (
            prose == 0 and n == 1 and segment_meta.heads(items, n)
        ):
            item.mark("publisher")
        elif (
            prose <= 1
            and (said := re.match(r"from:?\s+(.*)", item.text, re.IGNORECASE))
            and catalogue.outlet(said[1]) is not None
        ):
            item.mark("source")
        elif prose == 0 and n > 1 and items[n - 1].kind == "byline" and item.block.gap == 0 and _title_case(item.text):
            item.mark("publisher")  # the author's desk or unit
        elif is_person(item.text, catalogue) and (any(beside) or n == 1 or (prose == 0 and _headed(items[1:n]))):
            item.mark("byline")
    for n, item in enumerate(items[1:-1], 1):
        if item.role is Role.PROSE:
            break
        if item.role is Role.SHORT and len(item.text.split()) <= 2 and items[n - 1].kind and items[n + 1].kind:
            item.mark("caption")  # a word or two between date and byline: what a picture shows
    for item in draft.before:
        if item.role is Role.SHORT and is_outlet(item.text, catalogue):
            item.mark("publisher")


def _title_case(line: str) -> bool:
    return all(w[0].isupper() or not w[0].isalpha() or len(w) <= 3 for w in line.split()) and line[-1].isalnum()


def _headed(above: list[Item]) -> bool:
    """A day, byline or source stands above, so that a name still belongs to the header."""
    return any(item.kind in {"date", "byline", "source", "caption"} for item in above)


def _lists(draft: Draft) -> None:
    """Short lines after a heading of links are links, up to the next prose."""
    closed = False
    last = max((n for n, item in enumerate(draft.items) if item.role is Role.PROSE), default=-1)
    for n, item in enumerate(draft.items):
        if item.role is Role.PROSE:
            closed = False
        elif item.kind in CLOSING and n:
            closed = item.kind == "related" or n > last
        elif closed and item.role is Role.SHORT:
            item.mark("related")


_READER = re.compile(
    r"(?:.{1,40}\b(?:says|said|wrote|commented)(?:\s+on\b.{0,40}\d.{0,30})?:?|reply|.{1,40}\bago)$", re.IGNORECASE
)


def _reader_comments(draft: Draft) -> None:
    """What readers wrote below an article is no part of it."""
    prose = 0
    for n, item in enumerate(draft.items):
        prose += item.role is Role.PROSE
        if item.kind == "comments" and prose and any(_READER.match(x.text) for x in draft.items[n + 1 : n + 6]):
            for later in draft.items[n + 1 :]:
                if later.kind is None:
                    later.mark("comments")
            return


_NOTE_VERB = re.compile(
    r"\W{0,3}(?:is|was|has|writes|teaches|covers|reports|reported|works|lives|tweets|holds|serves|hosts|can be)\b"
)


def _author_notes(draft: Draft) -> None:
    """A last paragraph that opens with the byline's name and says who that is."""
    names = {
        b.group("names").strip(" .").lower() for i in draft.items if i.kind == "byline" and (b := byline_of(i.text))
    }
    names |= {i.text.strip(" .").lower() for i in draft.items if i.kind == "byline"}
    prose = [item for item in draft.items if item.role is Role.PROSE]
    for item in prose[max(3, len(prose) - 3) :]:
        opening = item.text.lstrip("*•–—- ")
        name = next((n for n in names if opening.lower().startswith(n)), None)
        if name is not None and len(item.text) <= 600 and _NOTE_VERB.match(opening[len(name) :]):
            item.mark("about the author")


def _settle(text: str, draft: Draft, inner: list[tuple[int, int, str]]) -> bool:
    """Fix the article's start and end; False where it holds neither title nor prose."""
    said = [item.block for item in draft.items if item.role is not Role.FURNITURE]
    if not said:
        return False
    start = draft.title[0] if draft.title else said[0].start
    end = said[-1].end
    cuts = sorted((s, e) for s, e, _ in inner)
    moved = True
    while moved:
        moved = False
        for s, e in cuts:
            if s < end <= e and s > start:
                end, moved = trim(text, start, s)[1], True
            if not draft.title and s <= start < e < end:
                start, moved = trim(text, e, end)[0], True
    draft.start, draft.end = trim(text, start, end)
    return draft.start < draft.end


def _article(
    text: str,
    document_id: str,
    draft: Draft,
    hints: Hints,
    catalogue: Outlets,
    month_first: bool | None,
    *,
    alone: bool,
) -> Article:
    stated = segment_meta.gather(
        text,
        draft.items,
        draft.before,
        draft.inline,
        catalogue=catalogue,
        month_first=month_first,
        title=draft.title,
    )
    published, origin_of_day, other = stated.published, stated.published_from, stated.other
    if alone and hints.published:
        if published is None:
            published, origin_of_day = hints.published, hints.published_from
        elif other is None and not (hints.published.startswith(published) or published.startswith(hints.published)):
            other = hints.published
    title = text[draft.title[0] : draft.title[1]] if draft.title else None
    return Article(
        article_id=identify("art", document_id, draft.start, draft.end),
        document_id=document_id,
        start=draft.start,
        end=draft.end,
        title=title or (hints.title if alone else None),
        outlet=stated.outlet or (hints.outlet if alone else None),
        origin=stated.origin or (hints.origin if alone else None),
        byline=stated.byline or (hints.byline if alone else None),
        published=published,
        published_from=origin_of_day,
        published_other=other,
        language=_language(draft) or (hints.language if alone else None),
    )


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid import langid

    return langid.classify


def _language(draft: Draft) -> str | None:
    pieces: list[str] = []
    size = 0
    for item in draft.items:
        if item.role is Role.PROSE and size < _LANGUAGE_WINDOW:
            pieces.append(item.text[:_LANGUAGE_WINDOW])
            size += len(pieces[-1])
    prose = " ".join(pieces)[:_LANGUAGE_WINDOW]
    if sum(c.isalpha() for c in prose) < _MIN_LANGUAGE_LETTERS:
        return None
    return str(_identifier()(prose)[0])


def _covering(
    text: str, document_id: str, articles: list[Article], spans: list[tuple[int, int, str]]
) -> Iterator[Furniture]:
    """The furniture, disjoint and in order, stretched over white space so that no character is left over."""
    pieces = _disjoint(spans)
    rows: list[list[Any]] = [[s, e, kind] for s, e, kind in pieces]
    held = sorted([(a.start, a.end) for a in articles] + [(s, e) for s, e, _ in pieces])
    at = 0
    extra: list[tuple[int, int, str]] = []
    ends = {row[1]: row for row in rows}
    begins = {row[0]: row for row in rows}
    for start, end in [*held, (len(text), len(text))]:
        if at < start:
            blank = not text[at:start].strip()
            if blank and at in ends:
                ends[at][1] = start
            elif blank and start in begins:
                begins[start][0] = at
            else:
                extra.append((at, start, "white space" if blank else "other"))
        at = max(at, end)
    for s, e, kind in sorted([*(tuple(r) for r in rows), *extra]):
        yield Furniture(document_id, s, e, kind)


def _disjoint(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    at = 0
    for start, end, kind in sorted(spans):
        low = max(start, at)
        if low < end:
            found.append((low, end, kind))
            at = end
    return found
