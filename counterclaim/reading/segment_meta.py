"""What an article's own lines say of its outlet, origin, byline and day. Nothing is guessed; a name is verbatim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from counterclaim.reading import dateline, segment_inline
from counterclaim.reading.segment_inline import Inline
from counterclaim.reading.segment_kinds import _ASIDE, _BYLINE, _SOURCE, Role, slug_line
from counterclaim.reading.segment_lines import normal
from counterclaim.reading.segment_names import Outlets, family, is_agency, is_generic, is_outlet, is_person, words
from counterclaim.reading.segment_starts import CHANNEL_POST, Item
from counterclaim.text import Span, trim

_SELF_REFERENCES = 3  # an outlet that is told, informed or spoken to this often, and no other is, is telling


@dataclass
class Stated:
    """The metadata of one article; None where its lines state nothing."""

    outlet: str | None = None
    origin: str | None = None
    byline: str | None = None
    published: str | None = None
    published_from: str | None = None
    other: str | None = None


@dataclass
class _Heard:
    """What was read so far, in the order of its weight."""

    publishers: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    houses: list[str] = field(default_factory=list)
    translators: list[str] = field(default_factory=list)
    posters: list[str] = field(default_factory=list)
    tail_sources: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    wires: list[str] = field(default_factory=list)
    days: list[tuple[str, str, str | None]] = field(default_factory=list)  # value, from, swapped


def is_role(line: str) -> bool:
    """A byline that names a function: "The Lantern's Ostrel Correspondent"."""
    return len(line.split()) <= 7 and bool(
        re.search(
            r"\b(?:correspondent|contributor|staff|staff writer|staff reporter|special correspondent|columnist)s?$",
            line,
            re.IGNORECASE,
        )
    )


def heads(items: Sequence[Item], n: int) -> bool:
    """The line between a title and an address or a day, without a blank line between, names the publisher."""
    item = items[n]
    if n + 1 >= len(items) or len(item.text.split()) > 8 or len(item.text) > 60:
        return False
    below = items[n + 1]
    if below.kind == "address" and below.block.gap == 0:
        return True
    iso = re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", below.text) is not None
    if below.kind != "date" or below.block.gap or item.block.gap:
        return False
    return iso or len(item.text.split()) == 1


def gather(
    text: str,
    items: Sequence[Item],
    before: Sequence[Item],
    inline: Sequence[Inline],
    *,
    catalogue: Outlets,
    month_first: bool | None,
    title: Span | None,
) -> Stated:
    """The metadata that an article's furniture and paragraphs state."""
    heard = _Heard()
    _header(text, items, heard, catalogue, month_first)
    _above(text, before, heard, catalogue, month_first)
    for found in inline:
        heard.days[:0] = [(d.value, "date line", d.swapped) for d in found.days]
        heard.bylines += [_words(text, *span) for span in found.bylines]
        heard.tail_sources += [_words(text, *span) for span in found.sources]
    prose = [item for item in items if item.role is Role.PROSE]
    for item in prose[:2]:
        start = max(
            [
                item.block.start,
                *(e for f in inline for s, e, _ in f.spans if s <= item.block.start + 400 and e < item.block.end),
            ]
        )
        slug = segment_inline.wire(text, item.block.start, item.block.end) or segment_inline.wire(
            text, start, item.block.end
        )
        if slug is None and len(prose) == 1:
            slug = _inner_slug(text, item)
        if slug:
            heard.wires.append(_words(text, *slug))
            break
    stated = Stated()
    _day(heard, stated)
    _names(text, items, prose, heard, stated, catalogue, title)
    return stated


_INNER_SLUG = re.compile(
    r"(?<=[.!?] )[A-Z]{3,}[A-Z,. ]*(?: [A-Z][a-z]{2,8} \d{1,2})? \((?P<who>[A-Z][\w /.&-]{1,30})\)"
)


def _inner_slug(text: str, item: Item) -> Span | None:
    """The slug after a summary, in a paragraph that lost its breaks."""
    window = normal(text[item.block.start : item.block.start + 500])
    match = _INNER_SLUG.search(window)
    if match is None or not is_agency(match["who"]):
        return None
    return item.block.start + match.start("who"), item.block.start + match.end("who")


def _words(text: str, start: int, end: int) -> str:
    low, high = trim(text, start, end)
    return text[low:high]


def _header(text: str, items: Sequence[Item], heard: _Heard, catalogue: Outlets, month_first: bool | None) -> None:
    prose = 0
    total = sum(item.role is Role.PROSE for item in items)
    headed = any(item.kind in ("publisher", "address") for item in items[:3])
    for n, item in enumerate(items):
        prose += item.role is Role.PROSE
        if item.role is not Role.FURNITURE or n == 0:
            continue
        early, late = prose <= 3, prose == total
        if item.kind == "date" and (early or late):
            iso_header = headed and prose == 0 and n <= 3 and item.text[:4].isdigit()
            _dated(
                text,
                item,
                heard,
                catalogue,
                month_first,
                "header" if iso_header else "date line",
                early=early,
            )
        elif item.kind == "address" and (early or late):
            heard.addresses.append(item.text)
        elif item.kind == "publisher" and early:
            heard.publishers.append(_words(text, item.block.start, item.block.end))
        elif item.kind == "byline" and (early or late):
            _bylined(text, item, heard, catalogue)
        elif item.kind == "source" and (early or late):
            name = _source_name(text, item)
            if name is None and (address := re.search(r"(?:https?://|www\.)\S+", item.text)):
                heard.addresses.append(address[0])
            if name:
                # at the end it still names the publisher where nothing above did
                first = early or not (heard.sources or heard.publishers or heard.houses)
                (heard.sources if first else heard.tail_sources).append(name)


def _above(text: str, before: Sequence[Item], heard: _Heard, catalogue: Outlets, month_first: bool | None) -> None:
    """Lines above the title count where the ones below it state nothing."""
    below = bool(heard.days)
    for item in reversed(before):
        if item.kind == "date" and not below:
            _dated(text, item, heard, catalogue, month_first, "date line", early=True)
        elif item.kind == "publisher" and not heard.publishers and not heard.sources:
            heard.publishers.append(_words(text, item.block.start, item.block.end))
        elif item.kind == "source" and not heard.sources and (name := _source_name(text, item)):
            heard.sources.append(name)
        elif item.kind == "byline" and not heard.bylines:
            _bylined(text, item, heard, catalogue)
        elif item.kind == "address":
            heard.addresses.append(item.text)
        elif item.kind == "mail header":
            found = dateline.days(item.text[:120], month_first=month_first)
            if found:
                heard.days.append((found[0].value, "mail header", None))


def _dated(
    text: str,
    item: Item,
    heard: _Heard,
    catalogue: Outlets,
    month_first: bool | None,
    where: str,
    *,
    early: bool,
) -> None:
    line = normal(text[item.block.start : item.block.end])
    read = dateline.read(
        line,
        month_first=month_first,
        known=lambda name: catalogue.outlet(name) is not None or is_person(name, catalogue),
    )
    if read is None:
        return
    first = next((d for d in dateline.days(line, month_first=month_first) if d.value == read.day), None)
    heard.days.append((read.day, where, first.swapped if first else None))
    if read.other:
        heard.days.append((read.other, where, None))
    for start, end in read.names if early else ():
        words_ = _words(text, item.block.start + start, item.block.start + end)
        by = re.match(
            r"(?:(?:posted|written|published|reported|submitted)\s+)?by\s*:?\s+", normal(words_), re.IGNORECASE
        )
        if by:
            name = words_[by.end() :]
            (heard.posters if is_outlet(name, catalogue) else heard.bylines).append(name)
        elif (pair := _house(words_, catalogue))[1]:
            heard.bylines.append(pair[0])
            heard.publishers.append(pair[1])
        elif is_outlet(words_, catalogue) or CHANNEL_POST.fullmatch(line):
            heard.publishers.append(words_)
        elif not is_generic(words_) and len(words(words_)) >= 2:
            heard.bylines.append(words_)


def _bylined(text: str, item: Item, heard: _Heard, catalogue: Outlets) -> None:
    raw = text[item.block.start : item.block.end]
    line = normal(raw)
    match = _BYLINE.match(line.strip("()[] "))
    if match is None:
        heard.bylines.append(_without_aside(raw.strip()))
        return
    shift = len(line) - len(line.lstrip("()[] "))
    name = _without_aside(raw[shift + match.start("names") : shift + match.end("names")])
    verb = line.lower().lstrip("([ ")
    if verb.startswith("transl"):
        heard.translators.append(name)
    elif verb.startswith(("edited", "interviewed", "additional")):
        return
    elif verb.startswith(("posted", "compiled", "submitted")) and is_outlet(name, catalogue):
        heard.posters.append(name)
    else:
        name, house = _house(name, catalogue)
        heard.bylines.append(name)
        if house:
            heard.houses.append(house)


def _without_aside(name: str) -> str:
    """The names of a byline without what follows them: an account, a permission, a loose "on"."""
    aside = _ASIDE.search(normal(name))
    name = name[: aside.start()] if aside else name
    return re.sub(r"\s+(?:on|at|for|in)\s*$", "", name).strip(" \u00a0,|-–—")


def _house(name: str, catalogue: Outlets) -> tuple[str, str | None]:
    """A byline's person and the outlet set off behind: "Maren Oduya, Ostrel Times", "Tavi Kess – The Lantern"."""
    match = re.fullmatch(r"(?P<who>.+?)\s*(?:,|\s[-–—|/]|\sfor)\s+(?P<house>[^,|]+)", normal(name))
    if match is None:
        return name, None
    who, house = name[: match.end("who")], name[match.start("house") :]
    if (
        is_outlet(house, catalogue)
        and (not is_agency(house) or catalogue.outlet(house) is not None)
        and is_person(who.title() if who.isupper() else who, catalogue)
    ):
        return who, house
    return name, None


def _source_name(text: str, item: Item) -> str | None:
    raw = text[item.block.start : item.block.end]
    slug = slug_line(normal(raw))
    if slug:
        at = normal(raw).rindex(slug)
        return raw[at : at + len(slug)]
    match = _SOURCE.match(normal(raw)) or re.match(r"from:?\s+(?P<name>.+)", normal(raw), re.IGNORECASE)
    name = raw[match.start("name") : match.end("name")].strip() if match and match["name"] else None
    if name and name.count("(") > name.count(")"):
        name += ")"
    if name and re.match(r"https?://|www\.", name):
        return None
    return name or None


def _day(heard: _Heard, stated: Stated) -> None:
    """The article's own line first, then a header's, then a mail's; a second, different day is kept beside it."""
    rank = {"date line": 0, "header": 1, "mail header": 2}
    days = sorted(heard.days, key=lambda d: rank[d[1]])
    if not days:
        return
    value, where, swapped = days[0]
    if swapped and any(d[0] == swapped for d in days[1:]):
        value = swapped
    stated.published, stated.published_from = value, where
    stated.other = next((d[0] for d in days[1:] if d[0] != value), None)


def _names(
    text: str,
    items: Sequence[Item],
    prose: Sequence[Item],
    heard: _Heard,
    stated: Stated,
    catalogue: Outlets,
    title: Span | None,
) -> None:
    stated.byline = next((b for b in heard.bylines if b), None)
    by_outlet = next(
        (b for b in heard.bylines if is_outlet(b, catalogue) and not is_role(b) and not _has_generic(b)), None
    )
    named = heard.publishers + ([by_outlet] if by_outlet else [])
    house = next(iter(heard.houses), None) or _staffed(heard.bylines, catalogue)
    source = next((s for s in heard.sources if s != stated.byline), None)
    if heard.publishers:
        stated.outlet = heard.publishers[0]
    elif source and by_outlet and not family(source, by_outlet):
        stated.outlet = by_outlet
    elif source and not is_generic(source) and not _relayed_only(source):
        stated.outlet = _first_named(source)
    elif house:
        stated.outlet = house
    else:
        stated.outlet = by_outlet or next(iter(heard.posters + heard.translators), None)
        if stated.outlet and not is_outlet(stated.outlet, catalogue):
            stated.outlet = None
    if stated.outlet is None and not named:
        stated.outlet = _told(text, items, prose, title, catalogue)
    stated.origin = _origin(heard, stated, catalogue)
    if stated.outlet is None and heard.tail_sources and stated.origin is None:
        stated.outlet = _first_named(heard.tail_sources[0])
    if stated.outlet is None:
        stated.outlet = _addressed(heard, catalogue)


def _same(left: str, right: str, catalogue: Outlets) -> bool:
    """Two names of one outlet, by their words or by the catalogue."""
    known = catalogue.outlet(left)
    return family(left, right) or (known is not None and known == catalogue.outlet(right))


def _staffed(bylines: Sequence[str], catalogue: Outlets) -> str | None:
    """The outlet in "The Lantern Staff"."""
    for name in bylines:
        match = re.fullmatch(
            r"(?P<house>.+?)(?:'s)?\s+(?:staff(?: writers?| reporters?)?|reporters)", normal(name), re.IGNORECASE
        )
        if match and is_outlet(match["house"], catalogue):
            return name[: match.end("house")]
    return None


def _first_named(source: str) -> str:
    """The outlet in "The Lantern and news agencies": what is no agency in general."""
    match = re.fullmatch(r"(?P<first>.+?)(?:,|\s*\+|\s+&|\s+and)\s+(?P<rest>[^,+&]+)", source, re.IGNORECASE)
    return match["first"] if match and is_generic(match["rest"]) else source


def _addressed(heard: _Heard, catalogue: Outlets) -> str | None:
    """The known outlet at whose internet address the article stands."""
    for address in heard.addresses:
        found = catalogue.outlet(re.sub(r"^\W*(?:https?://)?(?:www\.)?", "", address).split("/")[0])
        name = getattr(found, "name", found)
        if isinstance(name, str):
            return re.sub(r"\s*\([^()]*\)$", "", name)
    return None


def _relayed_only(source: str) -> bool:
    return all(is_generic(p) for p in re.split(r"\s*(?:,|/|\+|&|\band\b)\s*", source) if p)


def _has_generic(name: str) -> bool:
    return any(is_generic(p) for p in re.split(r"\s*(?:,|/|\+|&|\band\b)\s*", name))


def _origin(heard: _Heard, stated: Stated, catalogue: Outlets) -> str | None:
    for name in [*heard.sources, *heard.tail_sources, *heard.wires]:
        if name == stated.byline:
            continue  # "Published by" and the author's own name
        parts = [p for p in re.split(r"\s*(?:,|\+|&)\s*|\s+(?i:and)\s+(?=(?i:agencies|news agencies))", name) if p]
        others = [p for p in parts if not (stated.outlet and _same(p, stated.outlet, catalogue))]
        if not others:
            continue
        if (
            name in heard.tail_sources
            and name not in heard.sources
            and stated.outlet is None
            and not is_agency(others[0])
        ):
            continue
        return name if len(others) == len(parts) else others[0]
    for name in heard.bylines:
        for part in re.split(r"\s*(?:,|/|\+|&|\band\b)\s*", name):
            if is_agency(part) and not (stated.outlet and _same(part, stated.outlet, catalogue)):
                return part
    return None


_DISCLAIMED = (
    re.compile(
        r"(?:reflect|represent)\b.{0,60}?\b(?:those|that|views|opinions?|stance|position|polic(?:y|ies)|"
        r"editorial (?:policy|stance|position))\s+of\s+(?P<name>[A-Z][^.;,]{2,50}?)(?=\s*[.;,]|\s*$)"
    ),
    re.compile(
        r"(?:reflect|represent)\s+(?P<name>(?:The\s+)?[A-Z][^.;,]{2,40}?)'s\s+(?:own\s+)?(?:editorial|views|position|opinion|stance|policy)"
    ),
)
_CREDITED = re.compile(r"(?:photo|image|picture) credit:?\s*(?P<name>[A-Z][^()]{2,40}?)\s*\)?$", re.IGNORECASE)
_TOLD = (
    r"(?:tell|tells|told|telling|inform|informs|informed|speak to|speaks to|spoke to|spoke with|speaking to|"
    r"confirm to|confirms to|confirmed to|explains to|explained to|said to|seen by|made by|contacted by|"
    r"interview with|revealed to|relays to|sources to)\s+"
)
_TOLD_NAME = re.compile(_TOLD + r"(?P<name>(?:[Tt]he\s)?[A-Z][\w'-]*(?:\s[A-Z][\w'-]*){0,3})")


def _told(
    text: str, items: Sequence[Item], prose: Sequence[Item], title: Span | None, catalogue: Outlets
) -> str | None:
    """The outlet that a disclaimer names, or that the prose says is being told things again and again."""
    for item in items:
        if item.kind in ("disclaimer", "copyright"):
            line = normal(text[item.block.start : item.block.end])
            for pattern in _DISCLAIMED:
                match = pattern.search(line)
                if match and not re.match(r"the (?:author|writer|publisher)", match["name"], re.IGNORECASE):
                    return _words(text, item.block.start + match.start("name"), item.block.start + match.end("name"))
    told: Counter[str] = Counter()
    exact: dict[str, str] = {}
    for item in prose:
        line = normal(text[item.block.start : item.block.end])
        for match in _TOLD_NAME.finditer(line):
            name = re.sub(r"'s$", "", match["name"])
            key = re.sub(r"^the ", "", name.lower())
            told[key] += 1
            words_ = text[item.block.start + match.start("name") : item.block.start + match.start("name") + len(name)]
            exact.setdefault(key, words_)
    best = told.most_common(2)
    if not best:
        return None
    key, count = best[0]
    named = [m["name"] for i in items if i.kind == "caption" and (m := _CREDITED.search(i.text))]
    credited = any(family(c, exact[key]) for c in named)
    titled = (
        title is not None
        and re.search(rf"\bto {re.escape(key.split()[0])}\b", normal(text[title[0] : title[1]]).lower()) is not None
    )
    clear = count >= _SELF_REFERENCES and (len(best) == 1 or best[1][1] * 3 <= count)
    if (clear or credited or titled) and is_outlet(exact[key], catalogue):
        return exact[key]
    return None
