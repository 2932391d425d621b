"""Clauses by light means: what form a verb has, whether it happened, and where its clause begins and ends.

No parser is used. A verb group is read leftwards from the verb over auxiliaries and adverbs; a clause ends at marks and
conjunctions. The rules hold on texts that lost their punctuation, only with shorter reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from counterclaim.records import Status


def word_set(words: str) -> frozenset[str]:
    """The words of a table written as plain text."""
    return frozenset(words.split())


BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am", "gets", "got", "get", "getting"})
HAVE = frozenset({"has", "have", "had", "having"})
DO = frozenset({"do", "does", "did"})
WILL = frozenset({"will", "shall", "'ll", "won't"})
WOULD = frozenset({"would"})
MAY = frozenset({"may", "might", "could", "can", "should", "must", "cannot", "couldn't", "can't", "shouldn't"})
NOT = word_set(
    """not never n't neither nor cannot didn't won't wouldn't don't doesn't wasn't weren't hasn't haven't isn't aren't
    couldn't can't hadn't"""
)  # fmt: skip
_CONTRACTED = {"didn't": DO, "don't": DO, "doesn't": DO, "wasn't": BE, "weren't": BE, "isn't": BE, "aren't": BE,
               "hasn't": HAVE, "haven't": HAVE, "hadn't": HAVE, "wouldn't": WOULD}  # fmt: skip
ADVERBS = word_set(
    """also again already just still even ever once now then reportedly allegedly apparently largely only both all later
    earlier recently together there here soon yet further repeatedly today yesterday tomorrow jointly formally publicly"""
)
DETERMINERS = word_set(
    """the a an this that these those its his her their our your my another some any each every no several many few all both
    more most such other further new recent latest first second third last next same least"""
)
PREPOSITIONS = word_set(
    """in on at by for from to with without into onto over under after before during since until till near around against
    between among amid through of off toward towards outside inside within across along beside behind beyond via per upon
    about despite than as like including targeting following concerning regarding alongside versus"""
)
PLACE_PREPOSITIONS = word_set(
    """in at near outside inside around across within throughout along over on off into from above toward towards"""
)
BREAKS = frozenset(".;:!?—–")
PLACE_NOUNS = word_set(
    """city town village
    province district area region governorate camp neighborhood neighbourhood suburb suburbs countryside outskirts
    capital border airport port north south east west part parts side provinces areas strip valley coast stronghold enclave state
    island center centre heart"""
)
OPENERS = word_set(
    """which who whom whose that where when while after before because although though unless if whether but however since as
    until so whereas saying adding according"""
)
_IF = frozenset({"if", "unless", "whether", "lest"})
# What a verb before "to" says about the verb after it.
_PLANNING = word_set(
    """plan plans planned planning intend intends intended intending intention intentions decide decides decided decision
    hope hopes hoped hoping prepare prepares prepared preparing set due expected scheduled ready about going poised aim
    aims aimed aiming agree agrees agreed agreeing agreement pledge pledges pledged pledging promise promises promised
    promising offer offers offered vow vows vowed vowing ordered order orders want wants wanted wanting willing determined
    threatening threaten threatens threatened threat threats pledge readiness willingness ability right permission
    need needs"""
)
_TRYING = word_set(
    """try tries tried trying attempt attempts attempted attempting seek seeks sought seeking fail fails failed failing
    refuse refuses refused refusing decline declines declined unable efforts effort bid plot plotting plotted conspired
    conspiring likely"""
)
_ASKING = word_set(
    """demand demands demanded urge urges urged urging call calls called calling ask asks asked asking appeal appealed
    request requested tell tells told want wants wanted force forced forcing press pressed pressing"""
)
_GOING_ON = word_set(
    """able continue continues continued continuing begin begins began begun beginning start starts started starting manage
    manages managed resume resumed came went proceeded used believed said reported
    alleged thought known understood appear appears appeared seems seemed"""
)
_WEIGHING = word_set(
    """consider considers considered considering weigh weighs weighing propose proposed proposing suggest suggested
    suggesting without"""
)
_FAILED = frozenset({"fail", "fails", "failed", "failing", "refuse", "refuses", "refused", "refusing", "decline", "declines",
                     "declined", "unable"})  # fmt: skip
_MONTHS = word_set("jan feb mar apr jun jul aug sep sept oct nov dec")
_WARS = frozenset({"war", "conflict", "uprising", "crisis", "insurgency", "revolt"})
_BEGUN = _MONTHS | word_set(
    """war wars conflict uprising outbreak start beginning began begun erupted started invasion offensive truce ceasefire
    january february march april may june july august september october november december"""
)
_CALENDAR = _MONTHS | word_set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
    november december"""
)
_WITHOUT_OBJECT = word_set(
    "agreed met clashed marched protested died retreated resigned pledged vowed warned talked rallied"
)
_SAID = word_set("said says added stated reported claimed claims announced confirmed")
_JOINS = frozenset({"and", "or", ","})
_REACH = 7


class Voice(StrEnum):
    """How a verb stands to its subject; a noun has the voice ``noun``."""

    ACTIVE = "active"
    PASSIVE = "passive"
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with its auxiliaries: ``start`` is the first token of the group.

    ``finite`` is false for infinitives, -ing forms and reduced participles; ``purpose`` is true of an infinitive that no word
    before it plans, tries or asks for ("were deployed to fight").
    """

    start: int
    voice: Voice
    status: Status
    negated: bool
    finite: bool
    infinitive: bool = False
    purpose: bool = False


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands before a verb."""

    start: int
    seen: tuple[str, ...]
    negated: bool

    def has(self, words: frozenset[str]) -> bool:
        return any(word in words for word in self.seen)


def _before(low: Sequence[str], i: int, start: int) -> _Before:
    """Auxiliaries, adverbs and negations left of token i."""
    seen: list[str] = []
    negated = False
    j = i - 1
    first = i
    while j >= start and i - j <= _REACH:
        word = low[j]
        if word in NOT:
            negated = True
            seen.append(word)
            first = j
        elif word in BE or word in HAVE or word in DO or word in WILL or word in WOULD or word in MAY or word == "to":
            seen.append(word)
            first = j
            if word == "to":
                break
        elif not (word in ADVERBS or word.endswith("ly")):
            break
        j -= 1
    seen = [w for word in seen for w in (word, *(sorted(_CONTRACTED[word])[:1] if word in _CONTRACTED else ()))]
    return _Before(first, tuple(seen), negated)


def read_verb(low: Sequence[str], i: int, forms: frozenset[str], start: int, stop: int) -> Group | None:
    """The verb group of token i in the sentence ``low[start:stop]``, or None where the word is no verb there."""
    before = _before(low, i, start)
    previous = low[before.start - 1] if before.start > start else ""
    following = low[i + 1] if i + 1 < stop else ""
    if "to" in before.seen:
        return _infinitive(low, before, forms, start)
    if before.has(WILL) or before.has(WOULD) or before.has(MAY):
        status = Status.PLANNED if before.has(WILL) and not before.has(MAY) else Status.HYPOTHETICAL
        passive = before.has(BE) and "participle" in forms and "gerund" not in forms
        if not passive and not forms & {"base", "participle", "gerund"}:
            return None
        return Group(before.start, Voice.PASSIVE if passive else Voice.ACTIVE, status, before.negated, True)
    if before.has(BE):
        return _after_be(before, forms)
    if before.has(HAVE) and "participle" in forms:
        return Group(before.start, Voice.ACTIVE, Status.HAPPENED, before.negated, True)
    if before.has(DO) and "base" in forms:
        return Group(before.start, Voice.ACTIVE, Status.HAPPENED, before.negated, True)
    if forms == {"base"} and previous in _JOINS and _joins_infinitive(low, before.start - 1, start):
        return Group(before.start, Voice.ACTIVE, Status.PLANNED, before.negated, False, infinitive=True)
    return _bare(forms, before, previous, following, stays=low[i] in _WITHOUT_OBJECT)


def _joins_infinitive(low: Sequence[str], i: int, start: int) -> bool:
    """An infinitive stands shortly before token i, to which a plain verb after it is joined ("to find and hold")."""
    return any(low[j] == "to" for j in range(max(start, i - 9), i))


def _after_be(before: _Before, forms: frozenset[str]) -> Group | None:
    if "gerund" in forms:
        return Group(before.start, Voice.ACTIVE, Status.ONGOING, before.negated, True)
    if "participle" in forms:
        ongoing = "being" in before.seen
        status = Status.ONGOING if ongoing else Status.HAPPENED
        return Group(before.start, Voice.PASSIVE, status, before.negated, True)
    return None


def _infinitive(low: Sequence[str], before: _Before, forms: frozenset[str], start: int) -> Group | None:
    if not forms & {"base", "participle"}:
        return None
    passive = before.has(BE) and "participle" in forms
    voice = Voice.PASSIVE if passive else Voice.ACTIVE
    status, negated, at, purpose = Status.PLANNED, before.negated, before.start, True
    for j in range(before.start - 1, max(start, before.start - 8) - 1, -1):
        word = low[j]
        if word in _GOING_ON:
            status, at, purpose = Status.HAPPENED, j, False
        elif word in _TRYING or word in _ASKING:
            status, at, purpose = Status.HYPOTHETICAL, j, False
            negated = negated or word in _FAILED
        elif word in BREAKS or word in OPENERS:
            break
        elif word not in _PLANNING:
            continue
        else:
            at, purpose = j, False
        break
    return Group(at, voice, status, negated, False, infinitive=True, purpose=purpose)


def _bare(
    forms: frozenset[str], before: _Before, previous: str, following: str, *, stays: bool = False
) -> Group | None:
    """A verb without auxiliary: finite, an -ing form, or a participle after its noun; ``stays`` where it takes no object."""
    article = previous in DETERMINERS
    if "gerund" in forms:
        if article or following == "of" or previous == "'s":
            return None
        status = Status.HYPOTHETICAL if previous in _WEIGHING else Status.HAPPENED
        return Group(before.start, Voice.ACTIVE, status, before.negated, False)
    if "past" in forms or "participle" in forms:
        if "participle" in forms and previous[:1].isdigit():  # "55 wounded"
            return Group(before.start, Voice.PASSIVE, Status.HAPPENED, before.negated, False)
        if article or (previous in PREPOSITIONS and previous != "like"):
            return None  # "banned weapons"
        if "participle" in forms and ("past" not in forms or _reduced(previous, following)) and not stays:
            return Group(before.start, Voice.PASSIVE, Status.HAPPENED, before.negated, False)
        return Group(before.start, Voice.ACTIVE, Status.HAPPENED, before.negated, True)
    if article or previous in PREPOSITIONS or previous == "'s":
        return None
    return Group(before.start, Voice.ACTIVE, Status.HAPPENED, before.negated, True)


def _reduced(previous: str, following: str) -> bool:
    """A participle after its noun ("wounded in a strike"): no object can follow."""
    ends = following in {"by", "in", "during", "near", "at", "when", "on", "after", "amid", "as", "and", "", ".", ","}
    return (following == "by") or (ends and previous not in {"who", "which", "that", "they", "he", "she", "it", "we"})


def clause_start(low: Sequence[str], i: int, start: int) -> int:
    """The first token of the clause that holds token i: after the last mark or conjunction before it."""
    for j in range(i - 1, start - 1, -1):
        if low[j] in BREAKS or low[j] in OPENERS or low[j] in _SAID:
            return j + 1
    return start


def clause_end(low: Sequence[str], i: int, stop: int) -> int:
    """The token after the clause that holds token i."""
    for j in range(i + 1, stop):
        if low[j] in BREAKS or (low[j] in OPENERS and low[j] not in {"as", "since", "before", "after"}):
            return j
    return stop


def conditional(low: Sequence[str], i: int, start: int) -> bool:
    """True when the clause of token i stands under "if" or "unless"."""
    return any(
        low[j] in _IF for j in range(clause_start(low, i, start) - 1, max(start, i - 14) - 1, -1) if j >= start
    ) or any(low[j] in _IF for j in range(max(start, i - 12), i))


def after_dateline(low: Sequence[str], start: int, stop: int) -> int:
    """The first token after a dateline ("PELL, March 4 (Meridian Wire) - "), or ``start`` where the sentence has none."""
    for j in range(start, min(stop, start + 16) - 1):
        if low[j] == ")" and low[j + 1] in ("-", "–", "—", "--"):
            return j + 2
        if low[j] in (".", ":", ";") and low[j - 1] not in _MONTHS:
            break
    return start


def of_a_war(low: Sequence[str], first: int, last: int) -> bool:
    """A toll since a year or since a war began, or of a war as a whole ("the war which has killed more than 8,000")."""
    if first > 0 and low[first - 1] in ("which", "that") and low[max(0, first - 2)] in _WARS:
        return True
    if any(low[j] in _WARS and low[j + 1] in HAVE for j in range(first, last - 1)):
        return True
    for j in range(first, last):
        if low[j] == "since" and any(word in _BEGUN or word[:1].isdigit() for word in low[j + 1 : min(last, j + 8)]):
            return True
        if (
            low[j] in ("war", "conflict")
            and low[j - 1] in ("year", "years", "long", "the")
            and "of" in low[max(0, j - 3) : j]
        ):
            return True
    return False


def _timely(low: Sequence[str], i: int) -> bool:
    """A day, a month or a year after a preposition: "on Monday Ostreli jets ..." says when, and governs nobody."""
    word, following = low[i], low[i + 1] if i + 1 < len(low) else ""
    year = word.isdigit() and len(word) == len("2031") and word[0] in "12"
    return word in _CALENDAR or year or (word.isdigit() and following in _CALENDAR)


def governor(low: Sequence[str], i: int, start: int) -> str | None:
    """The nearest preposition before the noun phrase that holds token i, or None where none governs it."""
    for j in range(i - 1, max(start, i - 8) - 1, -1):
        word = low[j]
        if word == "of" and j - 1 >= start and low[j - 1] in PLACE_NOUNS:
            continue  # "the town of X" stands as X does
        if word in PREPOSITIONS:
            return None if j + 1 < i and _timely(low, j + 1) else word
        if word in BREAKS or word == "," or word in OPENERS or word in BE or word in HAVE or word in {"and", "or"}:
            return None
    return None
