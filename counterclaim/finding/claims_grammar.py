"""The records of the claim rules and the noun phrases that name a speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from counterclaim.finding import claims_words as w
from counterclaim.finding.claims_words import Stream
from counterclaim.knowledge.cues import Cue, Cues, Form
from counterclaim.records import Stance
from counterclaim.text import Quote, Span, bag


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of content; ``marker`` is where the word that opens the clause stands ("that"), else ``start``."""

    start: int
    end: int
    marker: int
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One cue. ``speaker`` is the noun phrase, ``aside`` an apposition after it; None for both where there is none.

    ``cue`` is the verb with auxiliaries and adverbs. ``told`` is to whom it was said, ``relayed`` who quotes it.
    ``follows`` is the cue of the frame that a quotation without a cue goes on from. ``sure`` is the probability that the
    language backend gives; the rules have a table instead. ``own`` says that the speaker is "I" or "we".
    """

    rule: str
    cue: Span
    verb: str
    stance: Stance
    frame: str
    negated: bool
    speaker: Span | None
    aside: Span | None
    parts: tuple[Part, ...]
    told: Span | None = None
    paragraph: int = 0
    relayed: Span | None = None
    follows: Span | None = None
    sure: float | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """A cue verb in place: items ``first`` to ``last`` are the verb group, ``at`` is the verb itself."""

    at: int
    first: int
    last: int
    cue: Cue
    form: Form
    passive: bool = False
    gerund: bool = False
    negated: bool = False

    @property
    def name(self) -> str:
        """The lemma with its particle."""
        return " ".join((self.cue.lemma, *self.cue.particle))


@dataclass(frozen=True, slots=True)
class Subject:
    """A speaker's noun phrase: items ``first`` to ``last``; ``kind`` after :meth:`Cues.speaks`."""

    first: int
    last: int
    span: Span
    aside: Span | None
    kind: str | None
    words: str = ""


_YEAR = re.compile(r"(?:19|20)\d\d")
_STOP = (
    (w.CONJUNCTIONS - {"and", "that", "who"})
    | w.AUX
    | frozenset(
        [",", ";", ":", "(", ")", "Q", "—", "–", "-", ".", "!", "?", "•", "*", "[", "]", "|", "“", "”", '"', "''"]
    )
    | bag("that who he she they we i said says told what there here not also")
)
_COPULAS = frozenset({"remains", "remain", "seems", "seem", "stands", "belongs"})
_OBJECTS = bag("him them us me himself herself themselves itself")
_ASIDE_STARTS = bag(
    "the a an who which whose head leader one spokesman spokeswoman commander chief deputy in speaking citing",
    "asked however too president secretary now director quoting meanwhile former himself herself for at on",
    "from as along like including once part acting where professor chairman",
)
_ADJECTIVES = bag("armed united allied leading opposing warring ruling governing")
_OPENERS = frozenset({",", "Q", "that", "and", "but", "while", ":", ";", "", "as", "because", "which"})


def subject(unit: Stream, verb: Verb, cues: Cues) -> Subject | None:
    """The noun phrase before the verb group; over times, asides and relative pronouns if need be.

    A verb that is joined by "and", or ends in -ing, has the subject of the verb before it.
    """
    k = verb.first - 1
    if unit.word(k) in ("who", "which"):
        return Subject(k, k, (unit.starts[k], unit.ends[k]), None, "person", unit.low[k])
    if verb.gerund or unit.word(k) in ("and", "but", "then"):
        return shared_subject(unit, k, cues)
    k = _over_times(unit, k)
    if unit.word(k) == "," and unit.word(k - 1) in ("and", "but"):
        return shared_subject(unit, k - 1, cues)
    return _with_asides(unit, k, cues)


def _with_asides(unit: Stream, k: int, cues: Cues) -> Subject | None:
    aside: Span | None = None
    for _ in range(3):
        low = unit.word(k)
        if low == ",":
            opened = _comma_before(unit, k)
        elif low == ")":
            opened = next((j for j in range(k - 1, max(k - 12, -1), -1) if unit.low[j] == "("), None)
        else:
            break
        if opened is None or opened < 1:
            return None
        aside = (unit.starts[opened + 1], aside[1] if aside else unit.ends[k - 1]) if low == "," else aside
        k = opened - 1
    first = noun_phrase(unit, k, cues)
    if first is None:
        return None
    if aside is not None and unit.word(first - 1) == "," and first > 1 and _is_apposition(unit, first):
        name = noun_phrase(unit, first - 2, cues)
        if name is not None and any(unit.raw[j][0].isupper() for j in range(name, first - 1)):
            aside = (unit.starts[first], aside[1])
            first, k = name, first - 2
    relative = _antecedent(unit, first, cues) if aside is None else None
    if relative is not None:
        first, k = relative
    words = " ".join(unit.low[first : k + 1])
    return Subject(first, k, (unit.starts[first], unit.ends[k]), aside, kind(unit, first, k, cues), words)


def _antecedent(unit: Stream, first: int, cues: Cues) -> tuple[int, int] | None:
    """ "officials who briefed reporters said": the phrase is the object of a relative clause; its antecedent speaks."""
    for r in range(first - 2, max(0, first - 14), -1):
        low = unit.low[r]
        if low in (",", "Q", ";", ":") or low in ("and", "but"):
            return None
        if low in ("who", "which", "that"):
            if not any(is_finite(unit, j, cues) for j in range(r + 1, min(r + 4, first))):
                return None
            opened = noun_phrase(unit, r - 1, cues)
            speaks = opened is not None and (unit.raw[r - 1][0].isupper() or cues.speaks(unit.low[r - 1]) is not None)
            return (opened, r - 1) if opened is not None and speaks and unit.word(opened - 1) in _OPENERS else None
    return None


def _is_apposition(unit: Stream, first: int) -> bool:
    return unit.raw[first][0].islower() and unit.raw[first - 2][0].isupper()


def shared_subject(unit: Stream, k: int, cues: Cues) -> Subject | None:
    """The subject of the nearest verb before item k that has one."""
    for j in range(k - 1, 0, -1):
        low = unit.low[j]
        if low in (";", ":", "Q") and j < k - 2:
            return None
        if not is_finite(unit, j, cues):
            continue
        first = j
        while first > 0 and (unit.low[first - 1] in w.AUX or w.is_adverb(unit.low[first - 1])):
            first -= 1
        if unit.word(first - 1) in ("who", "which", "that"):
            return None
        if unit.word(first - 1) in ("and", "but", "to", "then"):
            continue
        found = _with_asides(unit, _over_times(unit, first - 1), cues)
        if found is not None:
            return found
    return None


def is_finite(unit: Stream, j: int, cues: Cues) -> bool:
    """True for a word that is likely a finite verb: an auxiliary, a past form, a form of a cue."""
    low = unit.low[j]
    if low in w.AUX and low not in ("'s", "be", "been", "being", "having"):
        return True
    if not unit.raw[j][0].islower():
        return False
    if low in w.PAST:
        return True
    form = cues.forms.get(low)
    if form is not None and (form.past or (form.third and unit.word(j - 1) not in w.DETERMINERS | w.POSSESSIVES)):
        return unit.word(j - 1) not in w.DETERMINERS and unit.word(j - 1) not in w.PREPOSITIONS
    return (
        low.endswith("ed") and unit.word(j - 1) not in w.DETERMINERS | w.PREPOSITIONS | w.POSSESSIVES and len(low) > 4
    )


def _over_times(unit: Stream, k: int) -> int:
    """Left over "on Monday" or "late Tuesday" between subject and verb."""
    j = k
    while j > 0 and (unit.low[j] in w.TIMES or unit.low[j] in ("on", "last", "this")):
        j -= 1
    opened = unit.word(j + 1)
    return j if 0 <= j < k and (opened in ("on", "late", "early", "last", "this") or opened in w.TIMES) else k


def _comma_before(unit: Stream, k: int) -> int | None:
    """The comma that opens the aside which the comma at k closes, or None where it is no aside."""
    for j in range(k - 1, max(-1, k - 32), -1):
        low = unit.low[j]
        if low in ("Q", ";", ":"):
            return None
        if low != ",":
            continue
        following = unit.raw[j + 1]
        opens = unit.low[j + 1] in _ASIDE_STARTS or following[0].isupper() or following[0].isdigit() or k - j <= 4
        if (opens or following.endswith(("ing", "ed"))) and unit.word(j - 1) not in w.CONJUNCTIONS:
            return j
        if unit.low[j + 1] in ("and", "but"):
            return None
    return None


def noun_phrase(unit: Stream, last: int, cues: Cues) -> int | None:
    """The first item of the noun phrase that ends at ``last``; None where none ends there."""
    if last < 0:
        return None
    low = unit.low[last]
    if low in w.PRONOUNS:
        if unit.word(last - 1) == "of" and unit.word(last - 2) in w.PRONOUNS | w.DETERMINERS:
            return last - 2  # "most of whom", "some of them"
        if low in _OBJECTS:
            return None
        return last - 1 if unit.word(last - 1) in ("no", "not") else last
    if low in _STOP or low in w.PREPOSITIONS or w.is_adverb(low) or low in _COPULAS:
        return None
    first = base_left(unit, last)
    while first > 1 and unit.low[first - 1] in w.NP_LINKS | {"and"}:
        link, before = unit.low[first - 1], unit.low[first - 2]
        if before in _STOP or before in w.PREPOSITIONS or before in w.PRONOUNS or before in ("'s", "'"):
            break
        if link == "and" and not (cues.speaks(before) is not None or unit.raw[first - 2][0].isupper()):
            break
        base = base_left(unit, first - 2)
        if link not in ("of", "and") and not _hangs(unit, base, first - 2, cues):
            break
        first = base
    if (
        first > 3
        and unit.low[first - 1] == ","
        and unit.raw[first][0].isupper()
        and unit.word(first - 3) in ("of", "from", "in")
    ):
        more = noun_phrase(unit, first - 2, cues)  # "Maren of Halvane, Ostrel, said"
        first = more if more is not None and unit.raw[first - 2][0].isupper() and more < first - 2 else first
    while first <= last and (unit.low[first] in w.CONJUNCTIONS - w.DETERMINERS or unit.low[first] == "and"):
        first += 1
    if first == 0 and unit.low[0].endswith("ing") and last > 0:
        return None  # "Talking to reporters" is no phrase for who speaks
    return first if first <= last else None


def _hangs(unit: Stream, first: int, last: int, cues: Cues) -> bool:
    """A preposition may hang on a noun that can speak, or on one with its article at a clause's start."""
    if cues.speaks(unit.low[last]) is not None:
        return True
    if unit.low[last] in w.AFTER_NOUN and cues.speaks(unit.word(last - 1)) is not None:
        return True  # "sources close to the Front"
    opens = unit.word(first - 1) in _OPENERS and unit.low[first] not in w.PREPOSITIONS
    return opens and (unit.low[first] in w.DETERMINERS or unit.raw[last][0].isupper())


def base_left(unit: Stream, last: int) -> int:
    """Left end of a noun phrase without what hangs on it: back to its article, or to what cannot be inside."""
    k = last
    while k >= 0:
        low = unit.low[k]
        if low in ("'s", "'") and k > 0 and unit.low[k - 1] not in w.PRONOUNS | {"that", "there", "here", "what"}:
            k -= 1
            continue
        if low in _STOP or (low in w.PREPOSITIONS and k != last) or low == "and":
            return k + 1
        if low in w.PRONOUNS and low not in w.DETERMINERS and k != last:
            return k + 1
        if low in w.DETERMINERS:
            return k - 1 if unit.word(k - 1) in ("all", "some", "both", "many") else k
        verbal = (low.endswith(("ed", "ing")) or low in w.PAST) and low not in _ADJECTIVES
        if last > k > 0 and verbal and unit.raw[k][0].islower() and unit.low[k - 1] not in w.DETERMINERS:
            return k + 1
        dated = k > 0 and (unit.low[k - 1] in w.TIMES or _YEAR.fullmatch(unit.low[k - 1]))
        if dated and unit.raw[k][0].isupper() and (unit.raw[k - 1][0].isupper() or unit.raw[k - 1][0].isdigit()):
            return k
        k -= 1
    return 0


def kind(unit: Stream, first: int, last: int, cues: Cues) -> str | None:
    """What the head of the phrase is, after :meth:`Cues.speaks`."""
    head = next((k - 1 for k in range(first + 1, last + 1) if unit.low[k] in w.NP_LINKS), last)
    return cues.speaks(unit.low[head])


def subject_right(unit: Stream, verb: Verb, cues: Cues) -> Subject | None:
    """The noun phrase after a turned verb ("said Maren, the Front's spokesman"), with its apposition."""
    i = verb.last + 1
    if i >= len(unit) or unit.low[i] in _NOT_RIGHT:
        return None
    last = i
    while last + 1 < len(unit) and unit.low[last + 1] not in _RIGHT_ENDS:
        following = unit.low[last + 1]
        if following in ("in", "on", "at", "by", "from", "to", "during", "with") and not _links(unit, last, cues):
            break
        if (following in w.AUX and following != "'s") or following in w.TIMES or w.is_adverb(following):
            break
        last += 1
    return Subject(i, last, (unit.starts[i], unit.ends[last]), _aside_right(unit, last), kind(unit, i, last, cues))


_NOT_RIGHT = frozenset(
    {
        ",",
        ".",
        "that",
        "Q",
        ":",
        "to",
        "in",
        "on",
        "at",
        "and",
        "of",
        "by",
        "when",
        "as",
        "while",
        "after",
        "during",
        "with",
        "it",
        "there",
    }
)
_RIGHT_ENDS = bag("Q , . ; : ( who which — – when while after as during following before adding ? !")
_NO_ASIDE = bag("Q adding referring and but in who which citing according as while noting when after")


def _aside_right(unit: Stream, last: int) -> Span | None:
    start = last + 2
    if unit.word(last + 1) != "," or start >= len(unit) or unit.low[start] in _NO_ASIDE:
        return None
    end = start
    while end < len(unit) and unit.low[end] not in ("Q", ".", ";", ":"):
        if unit.low[end] == "," and unit.word(end + 1) in ("Q", "adding", "who", "referring", "and", ""):
            break
        end += 1
    return (unit.starts[start], unit.ends[end - 1]) if end > start else None


def _links(unit: Stream, last: int, cues: Cues) -> bool:
    """ "the head of X in Y": the preposition hangs on a noun that can speak, not on the verb."""
    if not unit.raw[last][0].islower() or cues.speaks(unit.low[last]) is None:
        return False
    return unit.word(last + 1) in ("in", "at", "from", "with") and unit.word(last + 2) not in w.TIMES | {"a", "an"}
