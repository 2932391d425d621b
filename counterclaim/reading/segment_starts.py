"""Where articles begin: short lines weighed by what stands around them.

Blocks between two runs of prose form a cluster. A cluster holds at most one title: of its short lines the one with most
evidence, if that reaches the bar. A subheading has none, for nothing but prose follows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from counterclaim.reading.segment_inline import variants
from counterclaim.reading.segment_kinds import Role
from counterclaim.reading.segment_lines import Block, normal
from counterclaim.reading.segment_names import Outlets, is_generic, is_outlet, is_person

# Points of evidence and the bar were set on the labelled development files and the generated layouts of
# tests/reading/compiled.py: one date, byline and gap together, or a date alone, make a start; a gap alone never does.
BAR = 2.5
AFTER = {"date": 3.0, "repeated title": 3.0, "byline": 2.5, "source": 2.5, "address": 2.5, "publisher": 2.0}
BEFORE = {"date": 2.0, "source": 2.0, "publisher": 2.0, "mail header": 3.0, "separator": 1.5}
HEAD = 80  # short lines above the prose among which its title is sought
REACH = 12  # blocks of a header that are looked at on either side of a title
DECK = 1.5  # points by which a deck may beat the title above it
CLOSING = frozenset(
    {
        "related",
        "disclaimer",
        "copyright",
        "about the author",
        "mail footer",
        "comments",
        "subscription",
        "separator",
        "tags",
    }
)


@dataclass
class Item:
    """A block with its kind (None: no furniture) and role; both may be revised as its surroundings become known."""

    block: Block
    kind: str | None
    role: Role

    @property
    def text(self) -> str:
        return self.block.text

    def mark(self, kind: str) -> None:
        """Make it furniture."""
        self.kind, self.role = kind, Role.FURNITURE


def same_words(left: str, right: str) -> bool:
    """Two lines with the same letters and figures, mail prefixes and site names apart."""
    a = {_bare(v) for v in variants(left)}
    b = {_bare(v) for v in variants(right)}
    return bool((a & b) - {""})


_PREFIX = re.compile(r"^(?:\[[^\]]{1,40}\]\s*|(?:re|fwd?|aw|subject)\s*:\s*)+", re.IGNORECASE)


def strip_prefix(line: str) -> int:
    """How many characters of a mail subject stand before the title."""
    match = _PREFIX.match(line)
    return match.end() if match else 0


def _bare(line: str) -> str:
    return "".join(c for c in _PREFIX.sub("", normal(line)).lower() if c.isalnum())


_DESK = re.compile(r"\b(?:staff|staff writer|correspondent|contributor|columnist|reporter)s?$", re.IGNORECASE)
CHANNEL_POST = re.compile(r"[^\[\]]{2,60}, \[\d{1,2}\.\d{1,2}\.\d{4},? \d{1,2}:\d{2}(?::\d{2})?\]:?")


def clusters(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Index ranges of the maximal runs without prose."""
    found: list[tuple[int, int]] = []
    low: int | None = None
    for i, item in enumerate(items):
        if item.role is Role.PROSE:
            if low is not None:
                found.append((low, i))
            low = None
        elif low is None:
            low = i
    if low is not None:
        found.append((low, len(items)))
    return found


def _headlined(line: str) -> bool:
    """Written as a headline: nearly all longer words with capitals."""
    parts = [w.strip("'\"“”‘’") for w in line.split()]
    long = [w for w in parts if len(w) >= 4 and w[0].isalpha()]
    return len(long) >= 2 and sum(w[0].isupper() for w in long) >= 0.8 * len(long)


class Starts:
    """The finder of article starts in one document."""

    def __init__(self, items: Sequence[Item], catalogue: Outlets) -> None:
        self.items = items
        self.catalogue = catalogue
        gaps = sorted(i.block.gap for i in items) or [0]
        self.usual_gap = gaps[len(gaps) // 2]
        self.last_prose = max((i for i, x in enumerate(items) if x.role is Role.PROSE), default=-1)
        self._titlelike: dict[int, bool] = {}
        self._outletlike: dict[int, bool] = {}

    def find(self, *, whole: bool) -> list[tuple[int, bool]]:
        """(index of the first block, whether it is a title) of each article, in order."""
        found: list[tuple[int, bool]] = []
        runs = clusters(self.items)
        if not runs or runs[0][0] > 0:
            found.append(self._first_prose(0))
        for low, high in runs:
            if low == 0:
                first = self._first(low, high)
                if first is not None:
                    found.append(first)
            elif not whole and (best := self._best(low, high)) is not None:
                found.append((best, True))
            elif not whole and (named := self._named_title(low, high, found[-1][0] if found else 0)) is not None:
                found.append((named, True))
            elif not whole and high < len(self.items) and self._sentence(low, high):
                above = found[-1][0] if found else 0
                if any(self.items[k].role is Role.PROSE for k in range(above, low - 1)):
                    found.append((low - 1, True))
                elif found and above == low - 2 and not self._decked(above, low - 1):
                    found[-1] = (low - 1, True)  # what stood above it were another article's last words
            elif not whole and high < len(self.items) and self._posted(low, high):
                found.append((high, False))
        return self._without_masthead(found)

    def _without_masthead(self, found: list[tuple[int, bool]]) -> list[tuple[int, bool]]:
        """A page's own title above the first of its pieces is no deck where no other piece has one."""
        if len(found) < 3 or not found[0][1]:
            return found
        decked = [self._has_title_below(k) for k, titled in found if titled]
        if decked[0] and not any(decked[1:]):
            return [(found[0][0] + 1, True), *found[1:]]
        return found

    def _has_title_below(self, k: int) -> bool:
        """The next line could be a title too, and its header follows it."""
        below = k + 1
        if below + 1 >= len(self.items) or not self.titlelike(below):
            return False
        after = self.items[below + 1]
        return after.kind in AFTER or self.outletlike(below + 1)

    def _named_title(self, low: int, high: int, above: int) -> int | None:
        """A title that looks like a name ("Opposition Rejects Draft"): three words or more below prose, a day below them."""
        if (
            high > self.last_prose + 1
            or sum(x.role is Role.PROSE for x in self.items[max(above, low - REACH) : low]) < 3
        ):
            return None
        for k in range(low, min(high, low + REACH)):
            item = self.items[k]
            if item.role is Role.SHORT and len(item.text.split()) >= 3 and not self.outletlike(k):
                own = self._possible(k) and not _DESK.search(item.text) and self._own_date(k, high)
                return k if own and not any(x.kind == "date" for x in self.items[low:k]) else None
        return None

    def _sentence(self, low: int, high: int) -> bool:
        """A title with a full stop: one short sentence with a date and a source, byline or repeated title right below."""
        item = self.items[low - 1]
        kinds = {self.items[k].kind for k in range(low, high)}
        return (
            len(item.text) <= 140
            and self.items[low].kind == "date"
            and bool(kinds & {"source", "byline", "repeated title", "publisher"})
            and not kinds & CLOSING
            and not re.search(r"[.!?]\s+[A-Z]", item.text)
            and self.items[low].block.gap <= max(1, self.usual_gap)
        )

    def _posted(self, low: int, high: int) -> bool:
        """The line that an exported channel puts over each of its messages."""
        return any(CHANNEL_POST.fullmatch(self.items[k].text) for k in range(low, high))

    def _first(self, low: int, high: int) -> tuple[int, bool] | None:
        """The start in the document's head: the best title, however little speaks for it."""
        best = self._best(low, high, bar=-9.0)
        if best is not None:
            return best, True
        return self._first_prose(high) if high < len(self.items) else None

    def _first_prose(self, at: int) -> tuple[int, bool]:
        """A first block of prose; a short sentence with a header below it is a title with a full stop."""
        text = self.items[at].text
        below = self.items[at + 1 : at + 4]
        short = len(text) <= 200 and len(re.findall(r"[.!?]\s+[A-Z]", text)) == 0
        headed = bool(below) and (
            below[0].kind in AFTER
            or (below[0].role is Role.SHORT and len(below) > 1 and below[1].kind in ("date", "address"))
        )
        return at, short and headed

    def _best(self, low: int, high: int, bar: float = BAR) -> int | None:
        if bar == BAR and (high > self.last_prose + 1 or high == len(self.items)):
            return None
        if high == len(self.items) and low + HEAD < high:
            high = low + HEAD  # a document of short lines only: a table, an index
        low = max(low, high - HEAD)
        candidates = [k for k in range(low, high) if self.titlelike(k)]
        if not candidates and bar < 0:
            candidates = [k for k in range(low, high) if self.items[k].role is Role.SHORT and self._possible(k)]
        scored = [(self._score(k, low, high), k) for k in candidates]
        good = [(s, k) for s, k in scored if s >= bar]
        if not good:
            return None
        dated = [k for s, k in good if self._own_date(k, high)]
        if len(dated) > 1 and bar == BAR:
            return dated[-1]
        top = max(s for s, _ in good)
        best = next(k for s, k in good if s >= top - 0.5)
        return self._first_of_run(best, low, {k: s for s, k in scored if s >= top - DECK})

    def _first_of_run(self, best: int, low: int, good: dict[int, float]) -> int:
        """A deck without a full stop lies nearer to the date than the title above it; below a list of links it does not."""
        first = best
        while first - 1 >= low and first - 1 in good:
            if self.items[first].block.gap > self.items[first - 1].block.gap + 1:
                break
            if not self._decked(first - 1, first):
                break
            first -= 1
        return best if self._listed(first, low) else first

    def _decked(self, title: int, deck: int) -> bool:
        """The lower of two lines reads as the upper one's deck, not as a title below the last words of another article."""
        above, below = self.items[title].text, self.items[deck].text
        if self.items[deck].block.gap == 0:
            return True
        if len(above) < 25 or len(above.split()) < 4 or self.outletlike(title):
            return False  # a slogan or a signature
        return not _headlined(below) and len(below) > 0.8 * len(above)

    def _listed(self, k: int, low: int) -> bool:
        """Nothing but short lines stands between this one and a heading of links above it."""
        above = k - 1
        while above > max(low, k - REACH) and self.items[above].role is Role.SHORT:
            above -= 1
        return above >= low and self.items[above].kind == "related"

    def dated_below(self, k: int) -> bool:
        """A title with a date of its own below it, before any prose."""
        reach = min(len(self.items), k + REACH)
        high = next((j for j in range(k + 1, reach) if self.items[j].role is Role.PROSE), reach)
        return self._own_date(k, high)

    def outletlike(self, k: int) -> bool:
        """A line that is just an outlet's name."""
        if k not in self._outletlike:
            self._outletlike[k] = is_outlet(self.items[k].text, self.catalogue)
        return self._outletlike[k]

    def titlelike(self, k: int) -> bool:
        """A short line that could be a title: words enough, and nobody's name."""
        if k not in self._titlelike:
            self._titlelike[k] = self._judge(k)
        return self._titlelike[k]

    def _judge(self, k: int) -> bool:
        item = self.items[k]
        if item.role is not Role.SHORT or not self._possible(k):
            return False
        count = len(item.text.split())
        if count <= 7 and _DESK.search(item.text):
            return False
        if count <= 5 and (self.catalogue.outlet(item.text) is not None or is_person(item.text, self.catalogue)):
            return False
        return not (count <= 4 and is_outlet(item.text, self.catalogue)) and count >= 2

    def _possible(self, k: int) -> bool:
        text = self.items[k].text
        return sum(c.isalpha() for c in text) >= 4 and not is_generic(text) and not text[0].islower()

    def _own_date(self, k: int, high: int) -> bool:
        for j in range(k + 1, min(high, k + REACH)):
            if self.items[j].kind == "date":
                return True
            if self.items[j].kind in CLOSING or self.titlelike(j):
                return False
        return False

    def _score(self, k: int, low: int, high: int) -> float:
        points = self._after(k, high) + self._before(k, low)
        if self.items[k].block.gap > self.usual_gap and self.items[k].block.gap >= 2:
            points += 1.0
        if k + 1 < high and self.titlelike(k + 1) and self._listed(k, low):
            points -= 3.0  # one link of a list; the title is the line nearest to the date
        if len(self.items[k].text.split()) < 3:
            points -= 1.0
        return points

    def _after(self, k: int, high: int) -> float:
        points, between, seen = 0.0, 0, set()
        j = k + 1
        while j < min(high, k + REACH):
            item = self.items[j]
            kind = item.kind
            if kind in CLOSING:
                return points
            if kind is None and same_words(item.text, self.items[k].text):
                kind = "repeated title"
            elif kind is None and self.outletlike(j):
                kind = "publisher"
            elif kind is None and self.titlelike(j):
                between += 1
            if kind in AFTER and kind not in seen:
                seen.add(kind)
                points += max(0.0, AFTER[kind] - 0.75 * between)
            j += 1
        return points or self._after_deck(high)

    def _after_deck(self, high: int) -> float:
        """Title, one sentence or two of summary, then date or byline."""
        j, prose = high, 0
        while j < len(self.items) and prose <= 2:
            item = self.items[j]
            if item.role is Role.PROSE:
                if len(item.text) > 400:
                    return 0.0
                prose += 1
            elif item.kind in {"date", "byline"}:
                return 2.5
            elif item.kind in CLOSING or (item.role is Role.SHORT and self.titlelike(j)):
                return 0.0
            j += 1
        return 0.0

    def _before(self, k: int, low: int) -> float:
        points, seen, closed = 0.0, set(), False
        for j in range(k - 1, max(low, k - REACH) - 1, -1):
            item = self.items[j]
            kind = item.kind
            if kind is None and self.outletlike(j):
                kind = "publisher"
            if kind is None and self.titlelike(j):
                break
            if kind in CLOSING and not closed:
                points, closed = points + (BEFORE["separator"] if kind == "separator" else 1.0), True
            elif kind in BEFORE and kind not in seen and not closed:
                seen.add(kind)
                points += BEFORE[kind]
        direct = k + 1 < len(self.items) and self.items[k + 1].role is Role.PROSE
        return points + (0.5 if points >= 2.0 and direct else 0.0)
