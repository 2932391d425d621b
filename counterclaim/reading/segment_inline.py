"""Furniture inside a paragraph, where a page lost its line breaks: what stands before the prose and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from counterclaim.reading import dateline
from counterclaim.reading.dateline import Day
from counterclaim.reading.segment_lines import normal
from counterclaim.reading.segment_names import Outlets, is_agency, is_outlet, is_person

_LEAD_WINDOW = 900  # characters in which the furniture before the prose ends, in every flattened page seen
_TAIL_WINDOW = 2600  # a flattened page footer with its link lists has up to some 2,000


@dataclass
class Inline:
    """Furniture found in one paragraph, with what it states. Spans are offsets of the document."""

    spans: list[tuple[int, int, str]] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    bylines: list[tuple[int, int]] = field(default_factory=list)
    sources: list[tuple[int, int]] = field(default_factory=list)

    def add(self, start: int, end: int, kind: str) -> None:
        if start < end:
            self.spans.append((start, end, kind))


_CLUTTER = re.compile(
    r"(?:get short url(?:\s+\d{1,6}(?![\d-])){0,3}|print\b|tweet\b|views\s+\d+|send\s+https?\S+|share\b(?! of)|"
    r"topic [^()]{3,80}\(\d+\)(?:\s+\d{1,6}){0,3}|"
    r"facebook\b|twitter\b|whatsapp\b|listen\b|video(?=\s+[A-Z])|regional(?=\s+[A-Z]{2,4}\s*-)|[A-Z]{2,4}\s+-(?=\s))",
    re.IGNORECASE,
)
_NAMES_SENTENCE = re.compile(r"((?:[A-Z][\w'’.-]*\s+){1,7}[A-Z][\w'’-]*)\.\s+(?=[\"“A-Z0-9])")
_BY_NAMES = re.compile(r"by\s+((?:[A-Z][\w'’-]+\s+){0,1}[A-Z][\w'’-]+)\s+(?=[\"“A-Z0-9])")
_BY_DATE = re.compile(
    r"(?:by|written by)\s+((?:[A-Z][\w'’.-]+\s+){1,3}?[A-Z][\w'’-]+)\s+(?=\S{1,12}\s\d)", re.IGNORECASE
)
_SECTION = re.compile(
    r"(?:World|News|Politics|Middle East|Region|International|Military & Defense|Opinion|Syria|Iraq)\s+"
)
_SLUG = re.compile(r"((?:[A-Z][\w-]*)(?:\s[A-Z][\w-]*)?)\s+(?=[\"“A-Z0-9])")


def lead(text: str, start: int, end: int, title: str | None, *, catalogue: Outlets, month_first: bool | None) -> Inline:
    """What stands before the prose of a paragraph: date, repeated title, byline, agency, counters, in any order."""
    found = Inline()
    window = normal(text[start : min(end, start + _LEAD_WINDOW)])
    at = 0
    while True:
        step = _step(window, at, start, title, found, catalogue, month_first)
        if step is None:
            break
        at = step
    _inner_tags(window, at, start, found)
    return found


def _step(
    window: str,
    at: int,
    base: int,
    title: str | None,
    found: Inline,
    catalogue: Outlets,
    month_first: bool | None,
) -> int | None:
    """One piece further, or None at the prose."""
    at = _skip(window, at)
    seen = {kind for _, _, kind in found.spans}
    if "date" not in seen and (dated := dateline.leading(window, at, month_first=month_first)):
        found.days.append(dated[1])
        found.add(base + at, base + dated[0], "date")
        return dated[0]
    if (
        not seen
        and (headed := _BY_DATE.match(window, at))
        and dateline.leading(window, headed.end(), month_first=month_first)
    ):
        found.bylines.append((base + headed.start(1), base + headed.end(1)))
        found.add(base + at, base + headed.end(), "byline")
        return headed.end()
    section = _SECTION.match(window, at) if not seen else None
    if section and dateline.leading(window, section.end(), month_first=month_first):
        found.add(base + at, base + section.end(), "navigation")
        return section.end()
    label = re.compile(r"title\s*:\s*", re.IGNORECASE).match(window, at)
    if label:
        found.add(base + at, base + label.end(), "label")
        return label.end()
    if title and "repeated title" not in seen and (stop := _repeats(window, at, title)):
        found.add(base + at, base + stop, "repeated title")
        return stop
    if not found.spans and not _AGENCY_FIRST.match(window, at):
        return None
    for pattern, kind, store in (
        (_BY_NAMES if "date" in seen else None, "byline", found.bylines),
        (
            _NAMES_SENTENCE if "repeated title" in seen and "byline" not in seen else None,
            "byline",
            found.bylines,
        ),
    ):
        match = pattern.match(window, at) if pattern else None
        if match and (pattern is _BY_NAMES or _all_names(match[1], catalogue)):
            store.append((base + match.start(1), base + match.end(1)))
            found.add(base + at, base + match.end(), kind)
            return match.end()
    if "date" not in seen and (filed := _filed(window, at, month_first, loose="repeated title" in seen)):
        names, filed_day = filed
        agency = next((m for m in re.finditer(r"[A-Z][\w-]*", window[at:names]) if is_agency(m[0])), None)
        if agency:
            found.sources.append((base + at + agency.start(), base + at + agency.end()))
        found.add(base + at, base + names, "source" if agency else "navigation")
        found.days.append(filed_day[1])
        found.add(base + names, base + filed_day[0], "date")
        return filed_day[0]
    match = _CLUTTER.match(window, at)
    if match and "date" in seen:
        found.add(base + at, base + match.end(), "share")
        return match.end()
    slug = _SLUG.match(window, at)
    if slug and "source" not in seen and "repeated title" in seen:
        name = next((n for n in (slug[1], slug[1].split()[0]) if is_agency(n)), None)
        if name and not re.match(r"\s+(?:reporter|correspondent|source)", window[at + len(name) :], re.IGNORECASE):
            found.sources.append((base + at, base + at + len(name)))
            found.add(base + at, base + at + len(name), "source")
            return at + len(name)
    return None


_AGENCY_FIRST = re.compile(r"(?:By )?(?:[A-Z]{2,5}|Reuters) ")


def _filed(window: str, at: int, month_first: bool | None, *, loose: bool) -> tuple[int, tuple[int, Day]] | None:
    """Where a run of sections, towns and agencies before a date ends, and the date: "Halmar AGENCY Sunday 3 Mar 2024"."""
    for match in (m for n in range(1, 5) if (m := _capitals(n).match(window, at))):
        dated = dateline.leading(window, match.end(), month_first=month_first)
        if dated and (loose or any(is_agency(w) for w in match[0].split()[:1])):
            return match.end(), dated
    return None


@lru_cache(maxsize=4)
def _capitals(count: int) -> re.Pattern[str]:
    return re.compile(rf"(?:[A-Z][\w'-]*,?\s+(?:-\s+)?){{{count}}}")


def _all_names(names: str, catalogue: Outlets) -> bool:
    parts = names.split()
    return len(parts) >= 2 and (
        is_person(names, catalogue) or (4 <= len(parts) <= 8 and not is_outlet(names, catalogue))
    )


def _skip(window: str, at: int) -> int:
    while at < len(window) and (window[at].isspace() or window[at] in ".|•·–—"):
        at += 1
    return at


def variants(title: str) -> list[str]:
    """The title, and the title without its site's name after a bar or dash; longest first."""
    found = [title]
    for match in re.finditer(r"\s+[|–—-]\s+", title):
        if match.start() >= 12:
            found.append(title[: match.start()])
    return sorted(set(found), key=len, reverse=True)


def _repeats(window: str, at: int, title: str) -> int | None:
    """Where the title, said again at ``at``, ends; compared by letters and figures only."""
    for variant in variants(title):
        wanted = [c for c in normal(variant).lower() if c.isalnum()]
        if len(wanted) < 8:
            continue
        i, n = at, 0
        while i < len(window) and n < len(wanted):
            if window[i].isalnum():
                if window[i].lower() != wanted[n]:
                    break
                n += 1
            i += 1
        if n < len(wanted):
            continue
        rest = window[i:]
        after = rest.lstrip(" \t.:–—-|'\"_�?!")
        if not after or after[0].isupper() or after[0].isdigit() or after[0] in '"“(':
            dot = re.match(r"\s?[?!.:'\"”_�]+", rest)
            return i + (dot.end() if dot else 0)
    return None


_LEADS = [
    "The",
    "A",
    "An",
    "At",
    "In",
    "On",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Dozens",
    "Hundreds",
    "Scores",
    "Several",
    "Some",
    "More",
    "Over",
    "About",
    "As",
    "After",
]


_RUNNING_WORDS = frozenset(
    [
        "on",
        "the",
        "of",
        "in",
        "were",
        "was",
        "by",
        "a",
        "an",
        "to",
        "at",
        "after",
        "have",
        "has",
        "had",
        "and",
        "said",
        "from",
        "for",
        "that",
        "is",
        "are",
        "with",
        "as",
    ]
)


def _begins(word: re.Match[str]) -> bool:
    """A capital that begins a sentence rather than a tag: an article or number, or running words behind it."""
    if word[0] in _LEADS:
        return True
    following = word.string[word.end() : word.end() + 60].split()[:5]
    return sum(w in _RUNNING_WORDS for w in following) >= 2


def _inner_tags(window: str, at: int, base: int, found: Inline) -> None:
    """A run of tags between summary and prose; it ends where the first sentence of the prose begins."""
    match = re.compile(r"(?<=[.!?] )Tags (?=[A-Z])").search(window, at)
    if match is None:
        return
    stop = next((m.start() for m in re.finditer(r"(?<=\s)[A-Z][\w'-]*", window[match.end() :]) if _begins(m)), None)
    if stop is not None and stop <= 220:
        found.add(
            base + match.start(),
            base + match.end() + len(window[match.end() : match.end() + stop].rstrip()),
            "tags",
        )


_TELLS = re.compile(r"\b(?:said|says|have|has|was|were|had|been|reported|killed)\b")
_PHOTO = r"(?:\s*/?\s*(?:photo|file photo|file|archive|photos|images))?"
_CREDIT = re.compile(rf"\(\s?(?!With )(?P<who>[A-Z][\w .&/-]{{1,40}}?){_PHOTO}\s?\)(?=\s+[\"“A-Z])", re.IGNORECASE)


def captions(text: str, start: int, end: int) -> Inline:
    """Captions in the middle of a paragraph: the words up to a credit in brackets, from the sentence's beginning."""
    found = Inline()
    window = normal(text[start : min(end, start + 20_000)])
    for match in _CREDIT.finditer(window):
        who = re.split(r"\s+and\s+|/", match["who"])
        credited = match["who"].lower().endswith("photo") or any(is_agency(w) for w in who)
        credited = credited or re.search(r"\b(?:photo|getty|file)\b", match[0], re.IGNORECASE) is not None
        if not credited:
            continue
        before = window[max(0, match.start() - 320) : match.start()]
        body = before.rstrip(" .")
        cut = max((m.end() for m in re.finditer(r"[.!?][\"”]?\s+(?=[A-Z\"“])", body)), default=None)
        taken = max((e - start for _, e, _ in found.spans), default=0)
        low = match.start() - len(before) + cut if cut is not None else (0 if match.start() <= 320 else None)
        if low is None:
            continue
        low = max(low, taken)
        sentence = window[low : match.start()]
        if sentence.rstrip().endswith(".") and _TELLS.search(sentence):
            low = match.start()  # the sentence before is prose; only the credit is furniture
            found.add(start + low, start + match.end(), "caption")
            continue
        words = sentence.split()
        if len(words) >= 4 and sum(w.isupper() for w in words) < len(words) / 2:
            found.add(start + low, start + match.end(), "caption")
    return found


_ENDING = r"(?:(?<=[.!?…\"”')\]])\s*|(?<=[.!?…\"”')\]] )|\s\.\.\.\s\d+\s)"
_CUES = (
    (r"\(\s?Source\s?:", "source"),
    (r"\(With (?=[A-Z])", "source"),
    (r"(?:Additional r|R)eporting by (?=[A-Z])", "byline"),
    (r"\(?(?:Writing|Editing|Compiled|Reporting|Written) by (?=[A-Z])", "byline"),
    (r"Our Standards\s?:", "navigation"),
    (r"Community standards\s?Discussion", "comments"),
    (r"Read [Aa]lso\b", "related"),
    (r"Related(?: News| Articles| Stories| Topics)? (?=[A-Z])", "related"),
    (r"Topic [A-Z][^.]{3,80}\(\d+\)", "related"),
    (r"Source:? (?:[A-Z][\w-]*)(?: (?:and|&|,|[A-Z][\w-]*|agencies)){0,4}(?=\s*$|\s+Related)", "source"),
    (r"(?:Last [Uu]pdated?|Updated|First [Pp]ublished)\s?:", "date"),
    (r"Tags (?=[A-Z])", "tags"),
    (r"(?:Follow us on|Subscribe to our|Sign up for|Share this)\b", "share"),
    (r"(?:Copyright|©|All rights reserved)", "copyright"),
    (r"(?:[A-Z][\w ]{2,30} and )?[Aa]gencies contributed to this (?:report|article)", "source"),
    (r"\((?:File )?[Pp]hotos?:? [A-Z][^()]{10,200}\)\s*$", "caption"),
    (r"\(?(?:File )?Photos?\s?: [A-Z][\w./& -]{1,50}\)?\s*$", "caption"),
    (r"(?:More ?Images?|Launched in London|Twitter|Facebook)\s*$", "share"),
)
_TAIL = re.compile("|".join(f"(?P<c{i}>{cue})" for i, (cue, _) in enumerate(_CUES)))
_RUNNING = re.compile(r"[a-z]{2}[\"”]?[.!?]\s+[\"“]?[A-Z]")
_LAST_WORDS = re.compile(r"(?:Launched in London|Read [Aa]lso|Twitter|Facebook|MoreImages?)\s*")
_SENTENCE_END = re.compile(r"[.!?…][\"”')\]]*\s*$|[.!?…\"”)\]]\s+\.\.\.\s\d+\s*$|\.\.\.\s\d+\s*$")
_CODE = re.compile(r"(?<=[.!?\"”;)])\s+(?:(?P<initials>[A-Z]{2,6}(?:\s\d{1,3})?)|\d{1,3}(?:-\d{1,3})?)\s*$")
_TRAILING_NAMES = re.compile(
    r"(?<=[.!?\"”])\s+(?P<names>(?:[A-Z]\.\s?)?(?:(?:al-)?[A-Z][\w'-]*|"
    r"[A-Z]\.[A-Z])(?:[ -](?:al-)?[A-Z][\w'-]*){0,2}(?:\s?/\s?(?:[A-Z]\.\s?)?(?:al-)?[A-Z][\w'-]*(?:[ -](?:al-)"
    r"?[A-Z][\w'-]*){0,2}){0,2}(?: [Bb]ulletin)?)\s*$"
)
_DASH_AGENCY = re.compile(r"(?P<dash>\s?[-–—]{1,2}\s?|\s\()(?P<who>[A-Z][A-Za-z]{1,15})\)?\s*$")


def tail(text: str, start: int, end: int, catalogue: Outlets) -> Inline:
    """What stands after the prose of a paragraph: sources, reporters, sign-offs, link lists, the page's footer."""
    found = Inline()
    low = max(start, end - _TAIL_WINDOW)
    window = normal(text[low:end])
    stop = len(window)
    for match in _TAIL.finditer(window):
        before, rest = window[: match.start()], window[match.start() :]
        if (match.start() == 0 and low == start) or len(_RUNNING.findall(_until_next_cue(rest))) >= 2:
            continue
        if not (_SENTENCE_END.search(before[-24:]) or _LAST_WORDS.fullmatch(rest)):
            continue
        counter = re.search(r"\s*\.\.\.\s\d+\s*$", window[: match.start()])
        stop = counter.start() if counter else match.start()
        kind = next(_CUES[int(name[1:])][1] for name, value in match.groupdict().items() if value is not None)
        _state(window[match.start() :], low + match.start(), found)
        found.add(low + stop, end, kind)
        break
    _signed(window, stop, low, found, catalogue)
    return found


def _until_next_cue(rest: str) -> str:
    """The words of a cue up to the next one: two running sentences there make it prose after all."""
    following = _TAIL.search(rest, 8)
    return rest[: following.start()] if following else rest


_STATED = re.compile(
    r"(?:^|\band )(?P<s4>[Aa]gencies) contributed to this|"
    r"\(\s?Source\s?:\s*(?P<s1>[^()]{2,60}?)\s?\)|\(With (?P<s2>[^()]{2,60})\)|^Source:? (?P<s3>.+?)(?=\s+Related|\s*$)|"
    r"^\(?Reporting by (?P<b1>[A-Z][^;.]{3,80}?)(?=\s*;|\s*$|\s+in [A-Z])|^\(?(?:Writing|Written|"
    r"Compiled) by (?P<b2>[A-Z][^;.)]{3,60}?)(?=\s*[;)]|\s*$)"
)


def _state(rest: str, base: int, found: Inline) -> None:
    for match in _STATED.finditer(rest):
        for name, value in match.groupdict().items():
            if value:
                store = found.sources if name[0] == "s" else found.bylines
                store.append((base + match.start(name), base + match.end(name)))


def _signed(window: str, stop: int, base: int, found: Inline, catalogue: Outlets) -> None:
    """Sign-offs just before ``stop``: desk codes, authors' names, the agency after a dash."""
    for _ in range(3):
        head = window[:stop].rstrip()
        code, names = _CODE.search(head), _TRAILING_NAMES.search(head)
        bracketed = re.search(r"(?<=[.!?\"”]) (?:\d{1,3} )?\((?P<who>[A-Z][^()]{1,40})\)$", head)
        dashed = _DASH_AGENCY.search(head)
        if bracketed and all(
            is_outlet(p, catalogue) or is_agency(p) for p in re.split(r"\s+and\s+|,\s*", bracketed["who"])
        ):
            found.sources.append((base + bracketed.start("who"), base + bracketed.end("who")))
            found.add(base + bracketed.start(), base + stop, "source")
            stop = bracketed.start()
        elif (
            dashed and is_agency(dashed["who"]) and head[: dashed.start()].rstrip().endswith((".", '"', "”", "!", "?"))
        ):
            found.sources.append((base + dashed.start("who"), base + dashed.end("who")))
            found.add(base + dashed.start(), base + stop, "source")
            stop = dashed.start()
        elif code:
            found.add(base + code.start(), base + stop, "sign-off")
            stop = code.start()
        elif names and _author(names["names"], catalogue):
            if not names["names"].lower().endswith("bulletin"):
                found.bylines.append((base + names.start("names"), base + names.end("names")))
            found.add(base + names.start(), base + stop, "sign-off")
            stop = names.start()
        else:
            return


def _author(names: str, catalogue: Outlets) -> bool:
    if names.lower().endswith("bulletin") or "/" in names:
        return True
    return len(names.split()) >= 2 and is_person(names, catalogue)


_WIRE = re.compile(
    r"(?:[A-Z][\w'. -]{1,30}(?:,\s[A-Z][\w'. -]{1,20})*(?:,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|"
    r"\d{1,2}\s[A-Z][a-z]{2,8})(?:,?\s\d{4})?)?\s*)?"
    r"[(\[](?P<who>[A-Z][\w /.&-]{1,30}?)[)\]]\s?(?:[-–—:]{1,2}|(?=[A-Z\"“]))"
)
_WIRE_BARE = re.compile(r"(?P<who>[A-Z]{2,8}|Reuters|Xinhua|Sputnik|Tasnim|Anadolu)\s*(?:[-–—]{1,2}|:)\s")


def wire(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The agency in the slug that opens a paragraph, "BAGHDAD, Feb 7 (Agency) -", or None."""
    window = normal(text[start : min(end, start + 120)]).lstrip("- ")
    shift = len(normal(text[start : min(end, start + 120)])) - len(window)
    for pattern in (_WIRE, _WIRE_BARE):
        match = pattern.match(window)
        if match and is_agency(match["who"]):
            return start + shift + match.start("who"), start + shift + match.end("who")
    return None
