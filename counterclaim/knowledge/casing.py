"""Texts in capitals, as teleprinters and some bulletins have them, in ordinary case, so that names can be told from words.

A word that English writes small is small; what English does not know, or writes only with a capital, is a name. Words that
can be both are decided by their neighbours, and names of bodies by their last word, by the acronym in brackets after them
and by the catalogue. Every letter stays at its offset, so anchors hold in the text as it was read.

``data/casing.txt.gz`` holds the small words of the English dictionary of SCOWL (size 60), with a star where the same
letters are a name as well.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from counterclaim.knowledge.catalogue import Catalogue
from counterclaim.knowledge.files import data_bytes
from counterclaim.text import bag

WORDS = "casing.txt.gz"
_LEAST = 12  # words from which a text's capitals say something
_GLANCE = 200  # characters
_SMALL = 0.1  # share of small letters up to which a text is one in capitals; "McX" and units stand in such texts too

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENS = re.compile(r"(?:(?<!\b[A-Z])[.!?][\"”'’)\]]?\s+|\n\s*\n\s*|--\s+|\[TEXT\]\s*|\A\s*)[\"“'‘(\[]*\Z")
_POSSESSIVE = re.compile(r"['’]S\Z")
_DIGIT = re.compile(r"\d[\s,]*\Z|\A[\s,]*\d")
_NEAR = 3  # characters that may stand between two words of one name: a space, or a line end with its indent

_MONTHS = bag("march may august")
_PARTICLES = bag("la las los el san santa santo")
_LINKS = bag("de del y")
_INSIDE = bag("of the for and de del la")
_DETERMINERS = bag("the a an this that his her its their our any some each every no")
_TITLES = bag(
    "president minister general colonel major captain lieutenant sergeant admiral archbishop bishop cardinal father",
    "monsignor senator deputy ambassador governor mayor judge justice attorney doctor professor commander chief mr mrs ms dr",
    "gen col maj capt lt sgt rev reverend pope king queen prince secretary representative congressman chancellor don dona",
)
# Last words of names of bodies, and words that may stand in such names before them.
_BODIES = bag(
    "front army movement party union forces police guard ministry brigade battalion division regiment federation university",
    "assembly congress church commission council committee agency cartel alliance coalition league association organization",
    "institute court corps command bank company force navy institute confederation department office embassy directorate",
)
_BODY_WORDS = bag(
    "national revolutionary democratic christian popular people's workers liberation armed united central federal supreme",
    "foreign social liberal conservative communist socialist patriotic public civil international general republican nationalist",
    "independent air first second third fourth fifth sixth joint special military armored artillery infantry treasury rural",
    "permanent human rights labor trade student farmers peasant defense security justice interior urban simon",
)


@dataclass(frozen=True)
class _Lexicon:
    """English words that are written small; ``both`` are names as well."""

    small: frozenset[str]
    both: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    lines = gzip.decompress(data_bytes(WORDS)).decode("utf-8").split()
    return _Lexicon(
        frozenset(line.rstrip("*") for line in lines), frozenset(line[:-1] for line in lines if line.endswith("*"))
    )


def in_capitals(text: str) -> bool:
    """True for a text whose letters are nearly all capitals."""
    if sum(map(str.islower, text[:_GLANCE])) > _GLANCE // 2:
        return False  # most texts, told at a glance
    capitals = sum(char.isupper() for char in text)
    small = sum(char.islower() for char in text)
    return small <= _SMALL * (capitals + small) and len(text.split()) >= _LEAST


def ordinary(text: str, catalogue: Catalogue) -> str:
    """The text in ordinary case, each letter at its offset; a text that is not in capitals as it is."""
    return _Casing.of(text, catalogue).text() if in_capitals(text) else text


@dataclass
class _Casing:
    """One text on its way. ``forms`` says of each word whether it is small, a name, all capitals or undecided."""

    source: str
    spans: list[tuple[int, int]]
    low: list[str]
    forms: list[str] = field(default_factory=list)

    @staticmethod
    def of(text: str, catalogue: Catalogue) -> _Casing:
        spans = [match.span() for match in _WORD.finditer(text)]
        low = [_POSSESSIVE.sub("", text[s:e]).lower() for s, e in spans]
        casing = _Casing(text, spans, low)
        casing.forms = [casing._alone(i) for i in range(len(spans))]
        casing._acronyms()
        casing._undecided()
        casing._particles()
        casing._titles()
        casing._bodies()
        casing._known(catalogue)
        return casing

    def text(self) -> str:
        """The text put together."""
        parts: list[str] = []
        at = 0
        for (start, end), form in zip(self.spans, self.forms, strict=True):
            parts += [self.source[at:start], self._cased(start, end, form)]
            at = end
        return "".join([*parts, self.source[at:]])

    def _cased(self, start: int, end: int, form: str) -> str:
        word = self.source[start:end]
        small = _lowered(word)
        if form == "capitals":
            return _POSSESSIVE.sub(lambda match: match.group().lower(), word)
        if form == "name" or _OPENS.search(self.source, max(0, start - 12), start):
            return word[0] + small[1:]
        return small

    def _alone(self, i: int) -> str:
        word, (start, end) = self.low[i], self.spans[i]
        if self.source[start - 1 : start].isdigit():
            return "small"  # "34th"
        if len(word) == 1:
            return "capitals" if self.source[end : end + 1] == "." or word != "a" else "small"
        lexicon = _lexicon()
        if word in lexicon.both:
            return "open"
        if word in lexicon.small or _plain(word) in lexicon.small:
            return "small"
        if len(word) <= 5 and not set(word) & set("aeiouy"):
            return "capitals"
        return "name"

    def _near(self, i: int) -> bool:
        """True where nothing but space stands between a word and the next, and little of it."""
        if i < 0 or i + 1 >= len(self.spans):
            return False
        gap = self.source[self.spans[i][1] : self.spans[i + 1][0]]
        return len(gap) <= _NEAR and (not gap.strip() or (gap.strip() == "." and self.low[i] in _TITLES))

    def _acronyms(self) -> None:
        """Words alone in brackets whose letters begin the words before: capitals wherever they stand, and so the words."""
        short: set[str] = set()
        for i, (start, end) in enumerate(self.spans):
            if self.source[start - 1 : start] not in ("(", "[") or self.source[end : end + 1] not in (")", "]"):
                continue
            first = self._spelled(i)
            if first is not None:
                short.add(self.low[i])
                for j in range(first, i):
                    self.forms[j] = "small" if self.low[j] in _INSIDE else "name"
            elif end - start <= 5 and self.forms[i] == "name" and sum(self.low[i].count(c) for c in "aeiou") <= 1:
                short.add(self.low[i])
        for i, word in enumerate(self.low):
            if word in short:
                self.forms[i] = "capitals"

    def _spelled(self, i: int) -> int | None:
        """The first of the words before an acronym that begin with its letters, the last letter first."""
        letters = [letter for letter in self.low[i] if letter.isalpha()]
        j = i
        while letters and j > max(0, i - 12):
            j -= 1
            if self.low[j][0] == letters[-1]:
                letters.pop()
            elif self.low[j] not in _INSIDE:
                return None
        return j if not letters and i - j >= 2 else None

    def _undecided(self) -> None:
        for i, form in enumerate(self.forms):
            if form != "open":
                continue
            start, end = self.spans[i]
            if self.low[i] in _MONTHS:
                if self.low[i] == "august":
                    self.forms[i] = "name"
                    continue
                dated = _DIGIT.search(self.source[max(0, start - 4) : start]) or _DIGIT.search(
                    self.source[end : end + 4]
                )
                self.forms[i] = "name" if dated else "small"
                continue
            before = self._near(i - 1) and self.forms[i - 1] == "name" and self.low[i] not in _INSIDE
            after = self._near(i) and self.forms[i + 1] == "name"
            small = self._near(i - 1) and self.low[i - 1] in _DETERMINERS
            function = len(self.low[i]) <= 3
            self.forms[i] = "name" if (before or after) and not small and not function else "small"

    def _particles(self) -> None:
        for i, word in enumerate(self.low):
            after = self._near(i) and self.forms[i + 1] in ("name", "capitals")
            if word in _PARTICLES and after:
                self.forms[i] = "name"
            if word in _LINKS and self.forms[i] == "name":
                self.forms[i] = "small"

    def _titles(self) -> None:
        for i in range(len(self.low) - 2, -1, -1):
            if self.low[i] in _TITLES and self._near(i) and self.forms[i + 1] in ("name", "capitals"):
                self.forms[i] = "name"

    def _bodies(self) -> None:
        for i, word in enumerate(self.low):
            if word not in _BODIES or self.forms[i] == "name":
                continue
            run = list(self._before(i))
            if run:
                for j in (i, *run):
                    self.forms[j] = "name" if self.forms[j] != "capitals" else "capitals"

    def _before(self, i: int) -> Iterator[int]:
        """The words of a body's name before its last one."""
        j = i - 1
        while self._near(j) and (self.forms[j] in ("name", "capitals") or self.low[j] in _BODY_WORDS):
            yield j
            j -= 1

    def _known(self, catalogue: Catalogue) -> None:
        """Names of several words that the catalogue has."""
        for hit in catalogue.scan(self.source):
            inside = [i for i, (s, e) in enumerate(self.spans) if hit.start <= s and e <= hit.end]
            if len(inside) > 1:
                _set(self.forms, (i for i in inside if self.low[i] not in _INSIDE and self.forms[i] != "capitals"))


def _set(forms: list[str], numbers: Iterable[int]) -> None:
    for i in numbers:
        forms[i] = "name"


def _plain(word: str) -> str:
    return word.replace("’", "'").split("'")[0]


def _lowered(word: str) -> str:
    """Small letters, of the same length: where a letter has no small form of one character, it stays."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in word)
