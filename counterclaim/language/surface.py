"""The backend without weights: names by their capitals and the words around them.

It gives the layer ``name`` (values are mention types) and the share of English. Types are a first guess by shape; the
finders look names up in the catalogue and the gazetteer and may know better. No method is taken from a paper: the rules
are the plain ones of every name tagger before the statistical ones (internal evidence first, then context, then what
the rest of the text says about the same word; McDonald 1996 calls these internal and external evidence).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from counterclaim.language import surface_words as lists
from counterclaim.language.model import Label, Reading
from counterclaim.text import Words, bag, words

VERSION = "surface-2"
_PLACES = bag("us u.s. u.s usa uk u.k. u.k uae u.a.e. drc ksa u.s.a.")
_INNER = frozenset(
    {
        "of",
        "for",
        "al",
        "el",
        "bin",
        "ibn",
        "de",
        "del",
        "la",
        "le",
        "van",
        "der",
        "von",
        "den",
        "ul",
        "du",
        "da",
        "dos",
        "di",
        "y",
        "bint",
    }
)
_OF = frozenset({"of", "for"})
_TAILS = re.compile(
    r"-(?:backed|led|allied|aligned|based|affiliated|linked|sponsored|supported|funded|controlled|held|trained|made|run|"
    r"born|style|era|occupied|friendly|like|dominated|inspired|imposed|drafted|brokered|mediated|speaking|armed|supplied|"
    r"majority|populated|owned|origin|built|bound|wide|related|types?|loyal|leaning|turned|ruled|created|hosted)$"
)
_FRONTS = re.compile(r"^(?:anti|pro|non|ex|mid|post|pre|trans|un)-(?=[A-Z])", re.IGNORECASE)
_MODEL = re.compile(r"^(?:[A-Z]{1,4}-?\d{1,4}[A-Z]{0,3}|[A-Z][a-z]+-\d{1,4})$")
_ACRONYM = re.compile(r"^(?:[A-Z]{2,8}s?|(?:[A-Z]\.){2,})$")
_UNLIKELY = re.compile(
    r"(?:ing|ed|ly|tion|tions|ment|ments|ness|ity|ities|ism|ence|ance|ers|ors|able|ible|ful|less|ous|ive|ives)$"
)
_VERBISH = bag(
    "said says say told tells added has had have was were is are will would did does vowed warned claimed",
    "denied announced reported insisted argued wrote also and 's ' , ) ( : could may might can who which",
)
# Small words that headlines leave small.
_LINE_WORDS = bag("into over amid among after near with from than that upon off out per via")
# Verbs that a headline in capitals would write with one.
_SMALL_VERBS = bag("said says told was were is are has have had added")
_TITLE_CASE = 0.85  # share of capitals among the longer words from which a line is a headline; set by eye
_ENDS = frozenset(".!?:;…•*|")
_QUOTES = frozenset("\"“”'‘’«»„''([{")
_ARTICLE = re.compile(r"^(?:al|el|as|ash|at|an|ar|az|ad)-", re.IGNORECASE)


# Words that make no name by themselves nor with each other.
_PLAIN = lists.LONE_WORDS | lists.COMMON_STARTS


class Surface:
    """The backend. It keeps no state."""

    @cached_property
    def digest(self) -> str:
        """Version and a digest of the word lists."""
        whole = hashlib.sha256(VERSION.encode())
        for name in sorted(vars(lists)):
            value = getattr(lists, name)
            if name.isupper() and isinstance(value, frozenset | dict):
                whole.update(f"{name}={' '.join(sorted(value))}".encode())
        return f"{VERSION}-{whole.hexdigest()[:16]}"

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text: names, and the share of English by its function words."""
        found: list[Reading] = []
        for text in texts:
            tokens = words(text)
            found.append(Reading(tuple(_Names(text, tokens).labels()), (), english(tokens)))
        return found


def english(tokens: Words) -> float:
    """The share of English, 0 to 1: running English has some 40 function words in 100, half of that counts as all."""
    letters = [low for low in tokens.low if low[0].isalpha()]
    if not letters:
        return 1.0
    share = sum(low in lists.FUNCTION for low in letters) / len(letters)
    return round(min(1.0, share / 0.2), 3)


@dataclass(frozen=True)
class _Names:
    text: str
    tokens: Words

    def labels(self) -> Iterator[Label]:
        """The names of the text, in order."""
        found = [piece for first, last in self._runs() for piece in self._pieces(first, last)]
        persons = {
            part.lower()
            for first, last, type_, score in found
            if type_ == "PERSON" and score >= 0.6
            for part in self.tokens.raw[first : last + 1]
        }
        for first, last, guess, sure in found:
            type_, score = guess, sure
            if score < 0.6 and first == last and self.tokens.low[last] in persons:
                type_, score = "PERSON", 0.7
            if type_ == "MISC" and first == last and self._common(first):
                continue
            if score < 0.9 and all(low in _PLAIN for low in self.tokens.low[first : last + 1]):
                continue
            start, end = self.tokens.starts[first], self.tokens.ends[last]
            yield Label("name", type_, *self._bare(start, end), score)

    def _common(self, i: int) -> bool:
        """A lone capital on a word that is a common one: the text has it small too, or the lists do."""
        low = self.tokens.low[i]
        return low in self._lower or low in lists.FUNCTION or low in lists.COMMON_STARTS

    def _bare(self, start: int, end: int) -> tuple[int, int]:
        words_ = self.text[start:end]
        front = _FRONTS.match(words_)
        if front:
            start += front.end()
        tail = _TAILS.search(words_)
        if tail and tail.start() > 0:
            end -= len(words_) - tail.start()
        return start, end

    # -- where a capital says something

    @cached_property
    def _initial(self) -> frozenset[int]:
        """Tokens that begin a sentence, a line or a quotation: their capital says nothing."""
        found = set()
        fresh = True
        end = 0
        for i, raw in enumerate(self.tokens.raw):
            gap = self.text[end : self.tokens.starts[i]]
            if "\n\n" in gap or ("\n" in gap and self._line_ended(end)):
                fresh = True
            if raw[0].isalnum():
                if fresh:
                    found.add(i)
                fresh = False
            elif raw in _ENDS or (raw in _QUOTES and raw not in "([{)]}’'"):
                fresh = True
            end = self.tokens.ends[i]
        return frozenset(found)

    def _line_ended(self, end: int) -> bool:
        """A line break after a short line: a headline or an item of a list, no wrapped prose."""
        start = self.text.rfind("\n", 0, end) + 1
        return end - start < 50

    @cached_property
    def _shouted(self) -> frozenset[int]:
        """Tokens of lines in which nearly every word has a capital (headlines)."""
        found: set[int] = set()
        for match in re.finditer(r"[^\n]+", self.text):
            span = self.tokens.within(match.start(), match.end())
            letters = [
                i
                for i in span
                if self.tokens.raw[i][0].isalpha() and len(self.tokens.raw[i]) > 2
                and self.tokens.low[i] not in lists.FUNCTION | _LINE_WORDS
            ]  # fmt: skip
            if any(self.tokens.raw[i] in _SMALL_VERBS for i in span):
                continue
            capitals = sum(self.tokens.raw[i][0].isupper() for i in letters)
            shouted = sum(self.tokens.raw[i].isupper() for i in letters)
            enough = 1.0 if match.group().rstrip().endswith((".", "?", "!", ",")) else _TITLE_CASE
            if (len(letters) > 3 and capitals >= enough * len(letters)) or (1 < len(letters) == shouted):
                found.update(span)
        return frozenset(found)

    @cached_property
    def _seen(self) -> frozenset[str]:
        """Words that stand with a capital where nothing but a name asks for one."""
        return frozenset(
            low
            for i, (raw, low) in enumerate(zip(self.tokens.raw, self.tokens.low, strict=True))
            if raw[0].isupper() and i not in self._initial and i not in self._shouted
        )

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(raw for raw in self.tokens.raw if raw[0].islower())

    def _capital(self, i: int) -> bool:
        raw, low = self.tokens.raw[i], self.tokens.low[i]
        if not raw[0].isupper():
            hyphen = _ARTICLE.match(raw) or _FRONTS.match(raw)
            return bool(hyphen) and raw[hyphen.end() : hyphen.end() + 1].isupper() if hyphen else False
        if low in lists.NEWS_WORDS:
            return False
        if low in lists.NO_NAMES or low in lists.DAYS_MONTHS or low in lists.NUMBERS:
            return False
        if low in (
            "the",
            "a",
            "an",
            "in",
            "on",
            "at",
            "by",
            "and",
            "but",
            "or",
            "to",
            "from",
            "with",
            "of",
            "for",
        ):
            return False
        if i in self._shouted:
            return low in self._seen and low not in lists.COMMON_STARTS
        if i in self._initial:
            return self._initial_name(i)
        return True

    def _initial_name(self, i: int) -> bool:
        raw, low = self.tokens.raw[i], self.tokens.low[i]
        following = self.tokens.raw[i + 1] if i + 1 < len(self.tokens) else "."
        next_capital = following[0].isupper() and self.tokens.low[i + 1] not in lists.NO_NAMES
        if low in (
            "new",
            "north",
            "south",
            "east",
            "west",
            "united",
            "great",
            "first",
            "white",
            "red",
            "green",
            "free",
        ):
            return next_capital and self.tokens.low[i + 1] in self._seen | {
                "states",
                "nations",
                "kingdom",
                "york",
                "korea",
                "sudan",
            }
        if raw in ("US", "UN", "IS"):
            return True
        if low in lists.COMMON_STARTS:
            return False
        if low in self._seen or raw in lists.DEMONYMS or low in lists.GIVEN or low in lists.TITLES:
            return True
        if raw.isupper() and len(raw) > 1:
            return True
        if low in self._lower or _UNLIKELY.search(low):
            return next_capital and low not in self._lower and self.tokens.low[i + 1] in self._seen
        return next_capital or following.lower().replace("’", "'") in _VERBISH or "-" in raw

    # -- runs of capitals

    def _runs(self) -> Iterator[tuple[int, int]]:
        i, count = 0, len(self.tokens)
        while i < count:
            if not self._capital(i):
                i += 1
                continue
            last = i
            while True:
                following = self._continues(last)
                if following is None:
                    break
                last = following
            yield i, last
            i = last + 1

    def _continues(self, last: int) -> int | None:
        """The next capital of the same run, over the small words that names hold."""
        at = last + 1
        if at >= len(self.tokens) or not self._touches(last, at):
            return None
        if self.tokens.raw[at] == "." and self._initial_letter(last):
            at += 1
        if at < len(self.tokens) and self._capital(at) and at not in self._initial:
            return at
        small = 0
        inner = at
        while inner < len(self.tokens) and small < 2 and self.tokens.raw[inner] in (*_INNER, "the"):
            inner += 1
            small += 1
        if not small or inner >= len(self.tokens) or not self._capital(inner) or inner in self._initial:
            return None
        if not self._touches(last, inner):
            return None
        if self.tokens.raw[at] in _OF or self.tokens.raw[at] == "the":
            return inner if self._takes_of(last) and self.tokens.raw[at] != "the" else None
        return inner

    def _initial_letter(self, i: int) -> bool:
        raw = self.tokens.raw[i]
        return (len(raw) == 1 and raw.isupper()) or self.tokens.low[i] in (
            "mr",
            "mrs",
            "ms",
            "dr",
            "gen",
            "lt",
            "col",
            "maj",
            "capt",
            "sen",
            "rep",
            "gov",
            "st",
            "jr",
            "sgt",
            "prof",
            "adm",
            "brig",
        )

    def _takes_of(self, last: int) -> bool:
        low = self.tokens.low[last]
        return (
            low in lists.ORG_STARTS
            or low in lists.ORG_HEADS
            or low in ("republic", "emirate", "state", "states", "bay", "gulf", "kingdom", "cape", "isle", "strait")
        )

    def _touches(self, left: int, right: int) -> bool:
        gap = self.text[self.tokens.ends[left] : self.tokens.starts[right]]
        if "\n" in gap and (self._line_ended(self.tokens.ends[left]) or self._own_line(self.tokens.starts[right])):
            return False
        return len(gap) < 24 and gap.count("\n") <= 1

    def _own_line(self, start: int) -> bool:
        """The line that begins here is short and ends without a mark: a source line or a heading, no wrapped prose."""
        end = self.text.find("\n", start)
        line = self.text[start : end if end >= 0 else len(self.text)].rstrip()
        return len(line) < 50 and line[-1:].isalnum()

    # -- what a run holds

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, int, str, float]]:
        """Names of one run: demonyms, places and ranks before a name are cut off, then the rest is typed."""
        low, raw = self.tokens.low, self.tokens.raw
        led = first < last and _TAILS.search(raw[first]) is not None
        if not led and self._is_org(first, last):
            yield first, last, "ORG", 0.9
            return
        at = first
        while at <= last:
            if at < last and raw[at][0].isupper() and _TAILS.search(raw[at]):
                yield at, at, "NORP" if self._demonym(self._stem(at)) else "PLACE", 0.7
                at += 1
                continue
            if at < last and self._body_with_of(at + 1, last):
                break
            joined = f"{raw[at]} {raw[at + 1]}" if at < last else ""
            if joined in lists.DEMONYMS:
                yield at, at + 1, "NORP", 0.9
                at += 2
                continue
            stem = self._stem(at)
            if self._demonym(stem) and (at == last or low[at + 1] not in ("sea", "gulf", "ocean")):
                if not self._is_org(at, last):
                    yield at, at, "NORP", 0.9
                    at += 1
                    continue
                break
            if low[at] in _PLACES and at < last:
                yield at, at, "PLACE", 0.9
                at += 1
                continue
            if low[at] in lists.TITLES and not self._is_org(at, last):
                at += 1
                if at <= last and raw[at] == ".":
                    at += 1
                continue
            if raw[at] in (".", "of", "for", "the") or (low[at] in _INNER and raw[at].islower() and at > first):
                at += 1
                continue
            break
        if at > last:
            return
        ranked = at > first and (low[at - 1] in lists.TITLES or (raw[at - 1] == "." and low[at - 2] in lists.TITLES))
        cut = next((i for i in range(at + 1, last + 1) if self._splits(i, last)), None)
        if cut is not None:
            yield at, cut - 1, *self._typed(at, cut - 1, ranked=ranked)
            yield from self._pieces(cut, last)
            return
        yield at, last, *self._typed(at, last, ranked=ranked)

    def _body_with_of(self, at: int, last: int) -> bool:
        """ "Ostreli Observatory for ...", "Ostreli Ministry of ...": the demonym belongs to the name."""
        low = self.tokens.low
        named = low[at] in lists.ORG_STARTS or low[at] in (
            "observatory",
            "network",
            "agency",
            "association",
            "commission",
        )
        return named and at < last and low[at + 1] in _OF

    def _splits(self, i: int, last: int) -> bool:
        """A rank in the middle of a run starts a new name ("Tehran President ...")."""
        return (
            self.tokens.low[i] in lists.TITLES
            and i < last
            and self.tokens.low[i] not in ("martyr", "king", "judge", "chief", "general", "field", "major")
        )

    def _stem(self, i: int) -> str:
        raw = self.tokens.raw[i]
        front = _FRONTS.match(raw)
        if front:
            raw = raw[front.end() :]
        tail = _TAILS.search(raw)
        return raw[: tail.start()] if tail else raw

    def _demonym(self, word: str) -> bool:
        if word in lists.DEMONYMS or (word.endswith("s") and word[:-1] in lists.DEMONYMS):
            return True
        return "-" in word and all(part in lists.DEMONYMS for part in word.split("-"))

    def _is_org(self, first: int, last: int) -> bool:
        low = self.tokens.low
        if first == last:
            return low[first] in (
                "hezbollah",
                "parliament",
                "congress",
                "senate",
                "knesset",
                "pentagon",
                "kremlin",
            )
        if low[last] in lists.ORG_HEADS:
            return not any(
                low[i] in lists.TITLES
                and low[i]
                not in (
                    "general",
                    "prime",
                    "foreign",
                    "defense",
                    "defence",
                    "interior",
                    "justice",
                    "special",
                    "private",
                    "president",
                    "field",
                    "staff",
                    "attorney",
                    "national",
                )
                for i in range(first, last)
            )
        return low[first] in lists.ORG_STARTS and (
            first == last
            or low[first + 1] in _OF
            or low[first] not in ("army", "front", "school", "college", "center", "centre", "union")
        )

    def _is_byline(self, first: int, last: int) -> bool:
        """Whether "By" and the name are a line of their own."""
        if not first or self.tokens.low[first - 1] != "by":
            return False
        before = self.text[: self.tokens.starts[first - 1]].rstrip(" \t")
        after = self.text[self.tokens.ends[last] :].lstrip(" \t")
        return before[-1:] in ("", "\n") and after[:1] in ("", "\n", ",", "|")

    def _typed(self, first: int, last: int, *, ranked: bool) -> tuple[str, float]:
        low, raw = self.tokens.low, self.tokens.raw
        if self._is_org(first, last) or (first < last and self._body_with_of(first + 1, last)):
            return "ORG", 0.9
        if low[last] in lists.WEAPON_HEADS or (_MODEL.match(raw[last]) and any(c.isdigit() for c in raw[last])):
            return "WEAPON", 0.7
        if first == last and low[first] in _PLACES:
            return "PLACE", 0.9
        if ranked:
            return "PERSON", 0.9
        if low[last] in lists.PLACE_HEADS or (
            low[first] in ("mount", "lake", "port", "cape", "camp", "republic", "gulf", "bay", "islamic")
            and last > first
            and "republic" in low[first : last + 1]
        ):
            return "PLACE", 0.8
        if first and low[first - 1] in lists.VESSELS:
            return "PRODUCT", 0.8
        if low[last] in lists.WORK_HEADS and last > first:
            return "MISC", 0.7
        if low[first] in lists.GIVEN and last > first:
            return "PERSON", 0.9
        if last > first and self._is_byline(first, last):
            return "PERSON", 1.0
        if _ACRONYM.match(raw[first]) and first == last:
            return "ORG", 0.7
        before = low[first - 1] if first else ""
        if before == "of" and first > 1 and low[first - 2] in lists.PLACE_OF:
            return "PLACE", 0.8
        after = low[last + 1] if last + 1 < len(self.tokens) else ""
        if last > first and any(
            part in ("al", "bin", "ibn", "abu") or _ARTICLE.match(part) for part in low[first + 1 : last + 1]
        ):
            return "PERSON", 0.59
        if before == "the":
            return "ORG", 0.55
        if low[first] in lists.GIVEN:
            return "PERSON", 0.65
        if first == last and low[first] in lists.ORG_HEADS:
            return "ORG", 0.55
        if before in ("in", "near", "outside", "across"):
            return "PLACE", 0.65
        if after in ("said", "says", "told", "added") and last - first < 3:
            return "PERSON", 0.65
        if after in (
            "province",
            "city",
            "town",
            "district",
            "governorate",
            "village",
            "neighborhood",
            "neighbourhood",
            "countryside",
            "suburb",
        ):
            return "PLACE", 0.6
        if after in lists.GROUP_AFTER and first == last:
            return "ORG", 0.6
        return ("PERSON", 0.5) if 0 < last - first < 3 else ("MISC", 0.3)
