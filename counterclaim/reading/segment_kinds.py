"""What a block is, judged by itself: a kind of furniture, prose, or a short line that may be a title.

The rules are one table; the docstring of each is the explanation of its decision. Word lists stand in
``knowledge/data/furniture.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from counterclaim.knowledge.files import data_toml
from counterclaim.reading import dateline
from counterclaim.reading.segment_lines import Block
from counterclaim.reading.segment_names import is_agency, is_generic, words

KINDS = (
    "date",
    "byline",
    "source",
    "publisher",
    "address",
    "caption",
    "repeated title",
    "related",
    "link",
    "share",
    "tags",
    "comments",
    "disclaimer",
    "copyright",
    "subscription",
    "about the author",
    "note",
    "label",
    "navigation",
    "mail header",
    "mail footer",
    "sign-off",
    "separator",
    "page number",
    "white space",
    "other",
)

Rule = Callable[[str], bool]


class Role(Enum):
    """Furniture, prose, or a short line without a full stop: a title, a subheading, a name, a caption."""

    FURNITURE = "furniture"
    PROSE = "prose"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class _Phrases:
    name: str
    longest: int
    whole: frozenset[str]
    opens: tuple[str, ...]
    holds: tuple[str, ...]
    row: bool

    def match(self, key: str) -> bool:
        if len(key) > self.longest:
            return False
        parts = re.split(r"[\s|·•,/]+", key) if self.row else []
        if len(parts) > 1 and all(part in self.whole for part in parts):
            return True
        if key.strip(" :.…»>›→-–—") in self.whole or key in self.whole:
            return True
        return key.startswith(self.opens) or any(phrase in key for phrase in self.holds)


@lru_cache(maxsize=1)
def _phrases() -> tuple[_Phrases, ...]:
    return tuple(
        _Phrases(
            k["name"],
            k["longest"],
            frozenset(k.get("whole", ())),
            tuple(k.get("opens", ())),
            tuple(k.get("holds", ())),
            bool(k.get("row")),
        )
        for k in data_toml("furniture.toml")["kind"]
    )


def separator(line: str) -> bool:
    """A line without a letter or figure."""
    return len(line) < 200 and not any(c.isalnum() for c in line)


def page_number(line: str) -> bool:
    """A number alone, or "Page 3 of 9"."""
    return len(line) < 20 and bool(
        re.fullmatch(r"(?:page\s+)?[-–(\[]?\s*\d{1,4}\s*[-–)\]]?(?:\s*(?:/|of)\s*\d{1,4})?", line, re.IGNORECASE)
    )


def address(line: str) -> bool:
    """An internet address alone."""
    return len(line) < 600 and bool(re.fullmatch(r"[<(\[]?(?:https?://|www\.)\S+[>)\]]?", line))


_HEADER = re.compile(
    r"(?:from|to|cc|bcc|subject|date|sent|reply-to|message-id|message|return-path|received|mime-version|content-[a-z-]+|list-[a-z-]+|"
    r"delivered-to|in-reply-to|references|importance|organization|x-[a-z-]+)\s*:\s",
    re.IGNORECASE,
)
_SENDER = re.compile(
    r"[^.!?]{0,80}?[\w.+-]+(?: at |@)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}[>)]?(?:\s+\S+\s*)?$", re.IGNORECASE
)
_FORWARDED = re.compile(
    r"[-_ ]*(?:original message|forwarded message|forwarded by .{1,80}|begin forwarded message|start forwarded message)[-_: ]*$"
    r"|on .{6,120} wrote:$|.{1,60} writes:$",
    re.IGNORECASE,
)


def mail_header(line: str) -> bool:
    """A header of a mail, the line of its sender, or the mark of a forwarded message."""
    if len(line) > 300:
        return False
    return bool(_FORWARDED.match(line) or (len(line) < 120 and _SENDER.match(line) and len(line.split()) <= 10))


def header_field(line: str) -> bool:
    """Shaped like a header field of a mail ("Subject: ..."); one alone is not yet a mail's."""
    return len(line) < 400 and bool(_HEADER.match(line))


def date_line(line: str) -> bool:
    """Nothing but a date with its time, labels and names set off from it."""
    return dateline.read(line) is not None or (len(line) < 40 and _CLOCK.fullmatch(line) is not None)


_CLOCK = re.compile(
    r"(?:(?:today|yesterday|\d{1,2}\s(?:min(?:ute)?|hour|day|week|month|year)s?\sago)[\s,at]*(?:\d{1,2}:\d\d)?|\d{1,2}:\d\d)"
    r"(?:\s[ap]\.?m\.?)?",
    re.IGNORECASE,
)


_BYLINE = re.compile(
    r"(?:by|written by|words by|story by|text by|reporting by|reported by|report by|analysis by|opinion by|interview by|"
    r"translated by|translation by|translation|translated and edited by|edited by|posted by|compiled by|prepared by|authors?|"
    r"writers?|reporters?|additional reporting by|contributed by|submitted by|interviewed by)\s*(?P<colon>:)?\s+(?P<names>\S.*)$",
    re.IGNORECASE,
)
_JOINERS = frozenset(
    [
        "and",
        "in",
        "for",
        "of",
        "the",
        "on",
        "at",
        "from",
        "to",
        "with",
        "by",
        "a",
        "an",
        "al",
        "el",
        "bin",
        "ibn",
        "de",
        "special",
        "staff",
        "agencies",
        "news",
        "correspondent",
        "contributor",
    ]
)


def byline(line: str) -> bool:
    """ "By" or its like, and names."""
    match = _BYLINE.match(line.strip("()[] ")) if len(line) <= 160 else None
    if match is None:
        return False
    names = match["names"]
    aside = _ASIDE.search(names)
    parts = words(names[: aside.start()] if aside else names)
    if not parts or len(parts) > 16 or not (parts[0][0].isupper() or is_generic(match["names"])):
        return False
    if line.endswith((".", ":", "?", "!")) and len(parts) > 5:
        return False
    return all(p[0].isupper() or p.lower() in _JOINERS or p[0].isdigit() or p.lower().startswith("al-") for p in parts)


def byline_of(line: str) -> re.Match[str] | None:
    """The match of a byline, with its ``names``."""
    return _BYLINE.match(line.strip("()[] "))


# What follows the names on a byline: on whose terms the piece is here, the author's account.
_ASIDE = re.compile(
    r"\s+(?:\(?@\w+\)?|with permission|special to|(?:and )?(?:first |originally |exclusively )?(?:posted|published|written)\b|"
    r"exclusively|via\b).*$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?:[A-Z][\w'.-]+\s+){1,4}[(\[]?@\w{2,30}[)\]]?")


def handle(line: str) -> bool:
    """A name and its account, "Maren Oduya @marenoduya"."""
    return len(line) < 80 and bool(_HANDLE.fullmatch(line))


_SLUG_LINE = re.compile(
    r"[A-Z][\w'’. -]{1,30}(?:,\s[A-Z][\w'’. -]{1,20})?(?:,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8})"
    r"(?:,?\s\d{4})?)?\s?(?:\((?P<a>[A-Z][\w /.&-]{1,30})\)\s*[-–—:]*|,\s(?P<b>[A-Z][\w-]{1,15})\s*[-–—:]*)"
)


def slug_line(line: str) -> str | None:
    """The agency of a line that is nothing but a slug: "HALMAR, March 3 (Agency) -", "AGENCY, Halmar"."""
    match = _SLUG_LINE.fullmatch(line) if len(line) < 80 else None
    turned = re.fullmatch(r"([A-Z][\w -]{1,24}),\s[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?", line) if len(line) < 60 else None
    if turned and is_agency(turned[1]):
        return turned[1]
    if match is None:
        return None
    name = match["a"] or match["b"]
    sure = is_agency(name) or (match["a"] is not None and name.isupper() and line.rstrip().endswith(("-", "–", "—")))
    return name if sure else None


def slugged(line: str) -> bool:
    """A slug alone on its line: town, day and agency."""
    return slug_line(line) is not None


_SOURCE = re.compile(
    r"[(\[]?\s*(?:sources?|via|courtesy of|courtesy|reposted from|republished from|cross-?posted from|"
    r"originally published (?:in|by|on|at)|"
    r"first published (?:in|by|on|at)|published by|published in|news source|original source|outlet|publication|publisher)"
    r"\s*(?P<colon>[:\-–—])?\s*(?P<name>\S.*?)?\s*[)\]]?$",
    re.IGNORECASE,
)


def source(line: str) -> bool:
    """ "Source" alone, or "Source: " and a name."""
    match = _SOURCE.match(line) if len(line) <= 160 else None
    if match is None:
        return False
    name = match["name"]
    if not name:
        return True
    parts = words(name)
    if not parts or len(parts) > 12 or (name.endswith((".", "?", "!")) and len(parts) > 4):
        return address(name)
    return bool(match["colon"]) or (len(parts) <= 6 and all(p[0].isupper() or p.lower() in _JOINERS for p in parts))


_CREDIT = re.compile(r"[(\[](?P<credit>[^()\[\]]{2,70})[)\]]\s*\.?$")
_CREDIT_WORD = re.compile(
    r"\b(?:photo|photos|photograph|picture|image|images|file|getty|screengrab|screenshot|screen grab|handout|"
    r"via|courtesy|social media|"
    r"military media|war media|media office|"
    r"archive|shutterstock|flickr|wikimedia|illustration|graphic|agencies|twitter|telegram|facebook|youtube|map)\b",
    re.IGNORECASE,
)


_FILE_NAME = re.compile(r"\S\s[-–—|]\s?(?:archives?|archival|file|file photo|illustrative)\.?$", re.IGNORECASE)
_CREDITED = re.compile(
    r"(?:^|[.!?\"”)]\s)(?:photo|image|picture|credit|file photo)s?(?: credit)?\s?[:/]\s?[A-Z][^.!?]{1,50}$",
    re.IGNORECASE,
)


def credited(line: str) -> bool:
    """A sentence that ends with a credit in brackets: the words under a picture."""
    if len(line) <= 420 and (_CREDITED.search(line) or _FILE_NAME.search(line)):
        return True
    match = _CREDIT.search(line) if len(line) <= 420 else None
    if match is None or (match.start() == 0 and not _CREDIT_WORD.search(match["credit"])):
        return False
    before = line[: match.start()].rstrip()
    if len(re.findall(r"[.!?][\"'”]?\s+[A-Z]", before)) > 1 or before.endswith(('"', "”")):
        return False
    named = [p.strip() for p in re.split(r"[/,|]| via | and ", match["credit"])]
    return bool(_CREDIT_WORD.search(match["credit"])) or any(is_agency(p) for p in named)


def bare_link_date(line: str) -> bool:
    """A link with its day at the end, as lists of videos have them, or with its number in a list."""
    if len(line) >= 200:
        return False
    return bool(re.search(r"\D\d\d-\d\d-\d{4}$", line) or re.match(r"list (?:of \d+ items|\d+ of \d+)\b", line))


_EMBEDDED = re.compile(
    r"(?:pic\.twitter\.com/\w+|t\.co/\w+)\.?|[-–—]{1,2}\s?.{2,60}?\s?\(@\w{1,30}\)\s.{6,30}|@\S{2,30}"
    r"|follow .{2,70} on (?:twitter|facebook|x|instagram|telegram|youtube)\b.{0,40}",
    re.IGNORECASE,
)


_POSTED = re.compile(r"posted by .{2,40}? (?:on|at) .{0,40}\d.{0,12}", re.IGNORECASE)


def posted(line: str) -> bool:
    """Who put a page on a blog, and the clock: "Posted by harbourwatch at 9:15 pm"."""
    return len(line) < 90 and bool(_POSTED.fullmatch(line))


def embedded(line: str) -> bool:
    """Who wrote an embedded post and when, the address of its picture, or where to follow somebody."""
    return len(line) < 120 and bool(_EMBEDDED.fullmatch(line))


_COUNTER = re.compile(
    r"(?:(?:\d[\d,.]*[km]?|no)\s(?:comments?|views?|shares?|likes?|replies|reads?|responses?|retweets?)[\s,|•·:]*)+"
    r"|\d{1,3}\smin(?:ute)?s?\sread",
    re.IGNORECASE,
)


def counters(line: str) -> bool:
    """How often a page was read or answered, to read it: "7 comments", "51 views", "3 min read"."""
    return len(line) < 80 and bool(_COUNTER.fullmatch(line))


RULES: tuple[tuple[str, Rule], ...] = (
    ("separator", separator),
    ("page number", page_number),
    ("address", address),
    ("mail header", mail_header),
    ("date", date_line),
    ("note", posted),
    ("byline", byline),
    ("byline", handle),
    ("source", source),
    ("source", slugged),
    ("share", embedded),
    ("comments", counters),
)
_LATE: tuple[tuple[str, Rule], ...] = (("caption", credited), ("related", bare_link_date))


# "Correction: Death toll in Dunmere" heads an article; a note of the editors is a sentence.
_NOTE_TITLE = re.compile(r"(?:Correction|Clarification|Update): [^.!?]{8,120}[^.!?:,]", re.IGNORECASE)


def furniture(line: str) -> str | None:
    """The kind of furniture that a line is by itself, or None; the first rule that fits decides."""
    if len(line) > 700:
        return None
    for kind, rule in RULES:
        if rule(line):
            return kind
    key = " ".join(line.lower().split())
    bare = key.lstrip("-•*· ")
    for phrases in _phrases():
        if phrases.name == "note" and _NOTE_TITLE.fullmatch(line):
            continue
        if phrases.match(key) or (bare != key and phrases.match(bare)):
            return phrases.name
    return next((kind for kind, rule in _LATE if rule(line)), None)


_TERMINAL = re.compile(r"[.!?…][\"'”’)\]»*]*$|[:;,][\"'”]?$")
_MAX_TITLE = 220  # characters; the longest title of the labelled files has 140


def role(block: Block) -> Role:
    """Prose or a short line, for a block that is no furniture."""
    line = block.text
    if len(line) > _MAX_TITLE:
        return Role.PROSE
    if line[0].islower():
        return Role.PROSE if _TERMINAL.search(line) or len(line) > 160 else Role.SHORT
    if line.startswith(("- ", "• ", "* ", ". ")):
        return Role.PROSE
    if re.search(r"(?:[?!…]|\.\.\.)[\"'”’]?$", line) and len(line.split()) <= 22 and not re.match(r"[QA]\s?[:.]", line):
        return Role.SHORT
    return Role.PROSE if _TERMINAL.search(line) else Role.SHORT


_KEEP = re.compile(
    r"(?:-{2,}|_{3,}|={3,}|\*{3,}|(?:from|to|cc|subject|date|sent|url|name|type|size|desc|source|by|published|posted)\s*:|"
    r"by [A-Z]|\[image|https?://|<https?://|message:)",
    re.IGNORECASE,
)


def apart(line: str) -> bool:
    """A line that stands by itself even where lines are wrapped."""
    return bool(_KEEP.match(line)) or any(rule(line) for _, rule in RULES)
