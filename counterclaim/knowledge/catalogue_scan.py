"""Finding many names in a text in one pass.

A name of one word must be written as the catalogue has it; of several words it is enough that each sounds the same
(:mod:`counterclaim.knowledge.catalogue_names`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from counterclaim.knowledge.catalogue_entries import Actor
from counterclaim.knowledge.catalogue_names import (
    ARTICLES,
    ASSIMILATED,
    INSIDE,
    MARKS,
    SERVANT,
    is_acronym,
    letters,
    plain,
    sound,
)
from counterclaim.records import MentionType

_TOKEN = re.compile(rf"[^\W_]+(?:[{MARKS}][^\W_]+)*")
_POSSESSIVE = re.compile(rf"[{MARKS}][sS]\Z")
# What may stand between two words of one name.
_GAP = 3
_BETWEEN = re.compile(r"[ \t\u00a0\u202f\n\r.\-–‑'’/&]*\Z")
_HOW = ("name", "alias", "acronym", "demonym")  # a proper name comes before an alias
_LINE = 400  # characters of a line that are looked at to see whether it is a heading in capitals
# Acronyms that a heading in capitals may hold as plain words.
_WORDS = frozenset([
    "act", "aid", "am", "an", "and", "are", "as", "at", "ban", "be", "can", "do", "go", "had", "has", "he",
    "if", "in", "is", "it", "man", "map", "may", "me", "my", "no", "not", "of", "on", "or", "sad", "she", "so",
    "tip", "to", "up", "was", "we", "who",
])  # fmt: skip
# Words that may stand with a capital before a surname without being a given name.
_TITLES = frozenset([
    "president", "prime", "minister", "premier", "chancellor", "king", "queen", "prince", "princess", "emir",
    "sultan", "shah", "caliph", "pope", "patriarch", "archbishop", "bishop", "rabbi", "mullah", "sheikh",
    "sheik", "shaikh", "imam", "ayatollah", "grand", "hojatoleslam", "sayyed", "sayyid", "seyed", "seyyed",
    "haj", "hajj", "hajji", "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "lord", "general", "gen",
    "lieutenant", "lt", "colonel", "col", "major", "maj", "brigadier", "brig", "captain", "capt", "admiral",
    "adm", "marshal", "sergeant", "commander", "chief", "leader", "secretary", "director", "speaker",
    "spokesman", "spokeswoman", "spokesperson", "ambassador", "envoy", "governor", "senator", "sen",
    "representative", "rep", "congressman", "congresswoman", "judge", "justice", "chairman", "chairwoman",
    "chair", "head", "deputy", "vice", "former", "ex", "late", "militant", "cleric", "dictator", "strongman",
    "comrade", "brother", "martyr", "premier-designate", "foreign", "defense", "defence", "interior", "fm",
    "pm", "us",
])  # fmt: skip
_LEADING = frozenset([
    "a", "about", "after", "against", "all", "although", "an", "and", "another", "as", "at", "because",
    "before", "behind", "both", "but", "by", "can", "could", "despite", "did", "do", "does", "during", "even",
    "every", "for", "from", "had", "has", "have", "he", "her", "his", "how", "however", "if", "in", "inside",
    "into", "is", "it", "its", "like", "many", "meanwhile", "most", "neither", "no", "nor", "not", "of", "on",
    "once", "one", "only", "or", "our", "outside", "over", "recently", "said", "saying", "says", "she",
    "should", "since", "so", "some", "still", "than", "that", "the", "their", "then", "there", "these", "they",
    "this", "those", "though", "through", "to", "today", "together", "tomorrow", "under", "until", "upon",
    "was", "we", "were", "what", "when", "where", "whether", "which", "while", "who", "whom", "whose", "why",
    "will", "with", "within", "without", "would", "yesterday", "yet", "you",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
    "may", "june", "july", "august", "september", "october", "november", "december",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text; several actors where the name is ambiguous. ``how``: name, alias, acronym or demonym."""

    start: int
    end: int
    actors: tuple[Actor, ...]
    how: str

    @property
    def type(self) -> MentionType:
        """The form of what stands there: NORP for a demonym, else the type of the first actor."""
        return MentionType.NORP if self.how == "demonym" else self.actors[0].type


@dataclass(frozen=True, slots=True)
class _Ending:
    """A way to read the last word of a name: as written, without a possessive ending, without a plural s."""

    folded: str
    sound: str
    cut: int = 0  # characters that do not belong to the name
    plural: bool = False
    genitive: bool = False


@dataclass(frozen=True, slots=True)
class _Shape:
    """What one written word is for matching."""

    folded: str
    sound: str
    capital: bool
    endings: tuple[_Ending, ...]


@lru_cache(maxsize=131072)
def _shape(word: str) -> _Shape:
    folded = plain(word)
    bare = _POSSESSIVE.sub("", word)
    endings = [_Ending(folded, sound(folded), genitive=bare != word)]
    if bare != word:
        endings.append(_Ending(plain(bare), sound(plain(bare)), cut=len(word) - len(bare)))
    elif len(folded) > 2 and folded.endswith("s"):
        endings.append(_Ending(folded[:-1], sound(folded[:-1]), plural=True))
    return _Shape(folded, sound(folded), word[:1].isupper(), tuple(endings))


@dataclass(slots=True)
class _Tokens:
    """The words of a text in order; a name like Abdulmalik counts as two."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    shapes: list[_Shape] = field(default_factory=list)

    def joined(self, left: int) -> bool:
        """True when nothing but the marks of a name stands between a word and the next."""
        start, end = self.ends[left], self.starts[left + 1]
        if end - start == 1:
            return self.text[start] in " -\n\t\r.\u00a0–‑/"
        gap = self.text[start:end]
        if len(gap) > _GAP or _BETWEEN.match(gap) is None or gap.count("\n") > 1:
            return False
        # A full stop with a space ends a sentence, but for an initial or one letter of an acronym.
        return ". " not in gap or self.ends[left] - self.starts[left] == 1

    def spaced(self, left: int) -> bool:
        """True when one space stands between a word and the next."""
        return left + 1 < len(self.starts) and self.text[self.ends[left] : self.starts[left + 1]] == " "

    def article(self, at: int) -> bool:
        """True when the word is an Arabic article of the word after it."""
        folded = self.shapes[at].folded
        if at + 1 >= len(self.shapes) or not (folded in ARTICLES or folded in ASSIMILATED):
            return False
        if folded in ARTICLES:
            return self.joined(at)
        hyphen = self.text[self.ends[at] : self.starts[at + 1]] in ("-", "–", "‑")
        return hyphen and not self.text[self.starts[at] : self.ends[at]].isupper()  # no US-Iran


def _tokens(text: str) -> _Tokens:
    found = _Tokens(text)
    for match in _TOKEN.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        shape = _shape(word)
        servant = SERVANT.match(shape.folded) if shape.folded.startswith("abd") else None
        if servant and len(shape.folded) == len(word):
            cut = servant.end()
            found.starts += [start, start + cut]
            found.ends += [start + cut, end]
            found.shapes += [_shape(word[:cut]), replace(_shape(word[cut:]), capital=shape.capital)]
        else:
            found.starts.append(start)
            found.ends.append(end)
            found.shapes.append(shape)
    return found


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One spelling. ``article`` (al, the) must stand before a name that would else be one common word."""

    folded: tuple[str, ...]
    capitals: tuple[bool, ...]
    letters: str | None  # of an acronym, case kept
    article: str | None
    how: str
    person: bool
    plural: bool  # may stand with a plural s
    genitive: bool  # its last word has a possessive ending of its own


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    patterns: dict[_Pattern, dict[str, Actor]] = field(default_factory=dict)


def _pattern(name: str, how: str, actor: Actor) -> _Pattern | None:
    tokens = _tokens(name)
    count = len(tokens.shapes)
    last = count - 1
    acronym = how == "acronym" or (how == "alias" and is_acronym(name))
    # "El Salvador" keeps its article: only the Arabic one comes and goes.
    dropped = [
        n < last
        and (tokens.shapes[n].folded in INSIDE or tokens.article(n))
        and not (n == 0 and name.startswith("El "))
        for n in range(count)
    ]
    kept = [n for n in range(count) if acronym or not dropped[n]]
    if not kept:
        return None
    leading = None
    if len(kept) == 1 and count > 1 and dropped[0]:
        leading = "the" if tokens.shapes[0].folded == "the" else "al"
    return _Pattern(
        tuple(tokens.shapes[n].folded for n in kept), tuple(tokens.shapes[n].capital for n in kept),
        letters(name) if acronym else None, leading, "acronym" if acronym else how,
        actor.type is MentionType.PERSON, actor.type in (MentionType.WEAPON, MentionType.PRODUCT),
        tokens.shapes[kept[-1]].endings[0].genitive,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """A pattern that the words at these positions spell, not yet checked for capitals and the like."""

    pattern: _Pattern
    actors: tuple[Actor, ...]
    at: tuple[int, ...]
    ending: _Ending


class Scanner:
    """A tree of words over all names of the given actors; scanning takes time in proportion to the text's length."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._root = _Node()
        self._singles: dict[str, _Node] = {}
        self._given_names: set[str] = set()
        for actor in actors:
            for how, names in (
                ("name", (actor.name,)),
                ("alias", (*actor.aliases, *actor.loaded_aliases)),
                ("acronym", actor.acronyms),
                ("demonym", actor.demonyms),
            ):
                for name in names:
                    pattern = _pattern(name, how, actor)
                    if pattern is not None:
                        self._add(pattern, actor)

    def _add(self, pattern: _Pattern, actor: Actor) -> None:
        if len(pattern.folded) == 1:
            node = self._singles.setdefault(pattern.folded[0], _Node())
        else:
            node = self._root
            for word in pattern.folded:
                node = node.children.setdefault(sound(word), _Node())
            if pattern.person and pattern.folded[0] not in _TITLES:
                self._given_names.add(pattern.folded[0])
        node.patterns.setdefault(pattern, {})[actor.id] = actor

    def scan(self, text: str) -> tuple[Hit, ...]:
        """Names in text order, none inside another: whole words, the longest name, capitals as the name has them."""
        tokens = _tokens(text)
        hits: list[Hit] = []
        at = 0
        while at < len(tokens.shapes):
            hit, at = self._match(tokens, at)
            if hit is not None:
                hits.append(hit)
        return tuple(hits)

    def _match(self, tokens: _Tokens, at: int) -> tuple[Hit | None, int]:
        """The longest name that begins at a word, if any, and where to go on."""
        best: list[_Found] = []
        for first in (at, at + 1) if tokens.article(at) else (at,):
            for found in self._spelled(tokens, first):
                if best and found.at[-1] < best[0].at[-1]:
                    continue
                if all(rule(tokens, found) for rule in _RULES) and not self._namesake(tokens, found):
                    if best and found.at[-1] > best[0].at[-1]:
                        best.clear()
                    best.append(found)
        if not best:
            return None, at + 1
        return _hit(tokens, at, best), best[0].at[-1] + 1

    def _spelled(self, tokens: _Tokens, first: int) -> Iterator[_Found]:
        """Every pattern that the words from ``first`` on spell."""
        shape = tokens.shapes[first]
        for ending in shape.endings:
            alone = self._singles.get(ending.folded)
            if alone is not None:
                yield from _patterns(alone, (first,), ending)
        if shape.sound in self._root.children:
            yield from self._walk(tokens, first)

    def _walk(self, tokens: _Tokens, first: int) -> Iterator[_Found]:
        node = self._root
        used: tuple[int, ...] = ()
        skipped = 0
        for at in range(first, len(tokens.shapes)):
            if used and not tokens.joined(at - 1):
                return
            shape = tokens.shapes[at]
            for ending in shape.endings:
                child = node.children.get(ending.sound)
                if child is not None and child.patterns:
                    yield from _patterns(child, (*used, at), ending)
            following = node.children.get(shape.sound)
            if following is not None:
                node, used, skipped = following, (*used, at), 0
            elif used and skipped < 2 and (shape.folded == "the" or tokens.article(at)):
                skipped += 1  # "of the al-Nusra"
            else:
                return

    def _namesake(self, tokens: _Tokens, found: _Found) -> bool:
        """True where a surname alone is part of another person's name: with the bearer's own it would be longer.

        So after a word with a capital that is neither a title nor a small word, but for headings where every word has
        one; and where the name is a given name too, before a word with a capital.
        """
        if not found.pattern.person or len(found.at) > 1 or _is_heading(tokens, found.at[0]):
            return False
        at = found.at[0]
        if tokens.shapes[at].folded in self._given_names and not found.ending.cut and tokens.spaced(at):
            following = tokens.shapes[at + 1]
            if following.capital or tokens.article(at + 1):
                return True
        before = at - 1
        if before > 0 and tokens.article(before):
            before -= 1
        if before < 0 or not tokens.spaced(before) or not tokens.shapes[before].capital:
            return False
        word = tokens.shapes[before]
        possessive = any(ending.cut for ending in word.endings)  # Syria's Assad
        return not possessive and word.folded not in _TITLES and word.folded not in _LEADING


def _patterns(node: _Node, at: tuple[int, ...], ending: _Ending) -> Iterator[_Found]:
    for pattern, actors in node.patterns.items():
        if (pattern.plural or not ending.plural) and (pattern.genitive or not ending.genitive):
            yield _Found(pattern, tuple(actors.values()), at, ending)


def _hit(tokens: _Tokens, first: int, found: list[_Found]) -> Hit:
    """Of spellings of one length those that stand exactly so, a proper name before an alias."""
    exact = [f for f in found if _exactly(tokens, f)] or found
    exact = [f for f in exact if f.pattern.article] or exact  # al-Qassam is more than Qassam
    exact.sort(key=lambda f: _HOW.index(f.pattern.how))
    actors = {actor.id: actor for f in exact for actor in f.actors}
    chosen = exact[0]
    start, end = tokens.starts[first], tokens.ends[chosen.at[-1]] - chosen.ending.cut
    if chosen.pattern.letters and tokens.text[end : end + 1] == "." and "." in tokens.text[start:end]:
        end += 1  # the last full stop of U.S.
    return Hit(start, end, tuple(actors.values()), chosen.pattern.how)


def _exactly(tokens: _Tokens, found: _Found) -> bool:
    words = [*(tokens.shapes[n].folded for n in found.at[:-1]), found.ending.folded]
    return tuple(words) == found.pattern.folded


def _capitals(tokens: _Tokens, found: _Found) -> bool:
    """Each word has its capital where the name has one."""
    return all(tokens.shapes[n].capital for n, capital in zip(found.at, found.pattern.capitals, strict=True) if capital)


def _letters(tokens: _Tokens, found: _Found) -> bool:
    """An acronym stands in exactly its case, and is no part of a model number (AK-47)."""
    if found.pattern.letters is None:
        return True
    end = tokens.ends[found.at[-1]] - found.ending.cut - found.ending.plural
    if letters(tokens.text[tokens.starts[found.at[0]] : end]) != found.pattern.letters:
        return False
    after = tokens.text[end : end + 2]
    return not (after[:1] == "-" and after[1:].isdigit())


def _heading(tokens: _Tokens, found: _Found) -> bool:
    """In a line all in capitals an acronym that is also a plain word is taken for the word."""
    if found.pattern.letters is None or found.pattern.letters.lower() not in _WORDS:
        return True
    line = _line(tokens, found.at[0])
    return line != line.upper() or line.strip() == found.pattern.letters


def _line(tokens: _Tokens, at: int) -> str:
    """The line of a word, or what stands near the word in a long one."""
    text, low, high = tokens.text, max(tokens.starts[at] - _LINE, 0), tokens.ends[at] + _LINE
    before = text[low : tokens.starts[at]].rpartition("\n")[2]
    after = text[tokens.starts[at] : high].partition("\n")[0]
    return before + after


def _is_heading(tokens: _Tokens, at: int) -> bool:
    """True in a line of which every longer word has a capital."""
    longer = [word for word in _line(tokens, at).split() if len(word) > 4]
    return len(longer) > 2 and all(not word[0].islower() for word in longer)


def _article(tokens: _Tokens, found: _Found) -> bool:
    """A name of one word that goes with an article stands after it; a demonym never stands after an Arabic one."""
    wanted, before = found.pattern.article, found.at[0] - 1
    if found.pattern.how == "demonym":
        return before < 0 or not tokens.article(before)  # al-Iraqi is a surname
    if wanted is None:
        return True
    if before < 0 or not tokens.joined(before):
        return False
    return tokens.shapes[before].folded == "the" if wanted == "the" else tokens.article(before)


_RULES = (_capitals, _letters, _heading, _article)
