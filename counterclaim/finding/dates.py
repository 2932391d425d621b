"""Date expressions of an article and the days they mean.

Every word that can begin an expression is tried against the table of patterns (:mod:`counterclaim.finding.dates_words`);
the longest reading wins. Neighbours are joined ("late on Wednesday night", "3 a.m. on Sunday", "Monday, 16 June"). What
hangs on the day of publication is worked out from it and from the tense of the sentence; an article without a date leaves
it unfixed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from counterclaim.finding import dates_calendar as cal
from counterclaim.finding.dates_calendar import Meaning
from counterclaim.finding.dates_words import (
    FUTURE,
    PARTS,
    PAST,
    UNSAID,
    Context,
    S,
    by_start,
    part_of,
)
from counterclaim.finding.view import View
from counterclaim.records import DateExpression
from counterclaim.text import Span, sentence_at

# How far back, in characters, a date is still the one that "the following day" hangs on: some five sentences.
_REACH = 900
# How far back a story told of another year still gives its year to a bare month.
_TOLD_REACH = 300
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PREFIX = re.compile(
    rf"(?:(?P<third>early|late|mid)(?:[-–]|{S}(?:on{S}|in{S})?)"
    rf"|(?P<relative>earlier|later){S}(?:on{S})?"
    rf"|(?:the{S})?(?P<edge>start|beginning|end|middle|close){S}of{S}"
    rf"|(?:the{S})?(?P<part>morning|afternoon|evening|night){S}of{S}(?!the\b))"
    rf"|(?:the{S})?(?P<limits>early|late|mid)(?:[-–]|{S})(?=\d|the\b|twent|nine)",
    re.IGNORECASE,
)
_PREFIX_STARTS = frozenset(
    [
        "early",
        "late",
        "mid",
        "earlier",
        "later",
        "the",
        "start",
        "beginning",
        "end",
        "middle",
        "close",
        "morning",
        "afternoon",
        "evening",
        "night",
    ]
)
_UNIT_OF = re.compile(rf"the{S}(week|month|year|decade|century)(?!\w)", re.IGNORECASE)
_PART_AFTER = re.compile(
    rf",?{S}(?:at{S})?(?:early{S}|late{S})?(?P<part>morning|afternoon|evening|night|noon|midday|dawn|midnight|overnight)(?!\w)",
    re.IGNORECASE,
)
_CLOCK_AFTER = re.compile(rf",?{S}(?:at|around|about){S}(?:about{S}|around{S})?(?=\d)", re.IGNORECASE)
_DAY_AFTER_CLOCK = re.compile(rf",?{S}(?:on{S})?(?=\w)", re.IGNORECASE)
_YEAR_BESIDE = re.compile(rf",?{S}(?:of{S})?(?P<which>last|this|next){S}year(?!\w)", re.IGNORECASE)
_BESIDE_TODAY = ("today", "unit beside today", "part of today")
_THIRDS = {"early": 0, "start": 0, "beginning": 0, "mid": 1, "middle": 1, "late": 2, "end": 2, "close": 2}

_FUTURE_CUE = (
    r"(?:will|shall|would|going\s+to|(?:is|are|was|were|be|been)\s+(?:due|set|scheduled|expected|slated|planned|about|ready|likely)\s+to|(?:is|are|set|scheduled)\s+to"
    r"|due|scheduled|slated|plans?\s+to|planning\s+to|hopes?\s+to|intends?\s+to|vow(?:s|ed)\s+to|agreed\s+to|expected\s+to|upcoming)"
    r"(?:\s+not)?(?:\s+(?:be|have|been))?(?:\s+[a-z]+)?"
)
_PAST_CUE = (
    r"(?:was|were|had|did|been|said|told|took|began|came|hit|struck|left|met|made|went|held|became|found|saw|shot|fought|fell|broke"
    r"|gave|got|led|lost|put|sent|set|spoke|stood|thought|wrote|won|brought|built|bought|caught|drove|fled|flew|knew|ran|rose"
    r"|sank|sought|[a-z]{2,}ed)"
)
_CUE = re.compile(rf"(?<!\w)(?:(?P<future>{_FUTURE_CUE})|(?P<past>{_PAST_CUE}))(?!\w)", re.IGNORECASE)
# Words from which on a sentence is another clause: a cue beyond them says little of the date.
_CUE_REACH = 400


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression in a text. ``core`` and ``core_end`` leave out what only narrows it ("earlier", "almost", "night")."""

    start: int
    end: int
    core: int
    core_end: int
    meaning: Meaning
    rule: str


def find(view: View) -> tuple[DateExpression, ...]:
    """Every date expression of title and prose, in text order."""
    article = view.article
    return tuple(
        DateExpression(
            article.article_id,
            article.document_id,
            found.start,
            found.end,
            view.text[found.start : found.end],
            found.meaning.value,
            found.meaning.earliest.isoformat() if found.meaning.earliest else None,
            found.meaning.latest.isoformat() if found.meaning.latest else None,
        )
        for found in expressions(view)
    )


def expressions(view: View) -> tuple[Expression, ...]:
    """The same with the inner meaning: its kind and the rule that read it."""
    published = publication(view.article.published)
    found: list[Expression] = []
    for run in view.prose:
        found.extend(_scan(view, run, published, found))
    return tuple(found)


@lru_cache(maxsize=1024)
def publication(stated: str | None) -> Meaning | None:
    """The day, month or year of publication from its ISO form; None where nothing usable is stated."""
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", stated or "")
    if parts is None:
        return None
    numbers = [int(part) if part else 0 for part in parts.groups()]
    year_number, month_number, day_number = numbers
    meant = cal.month(year_number, month_number) if month_number else cal.year(year_number)
    if day_number:
        meant = cal.day_of(year_number, month_number, day_number)
    return None if meant == cal.IMPOSSIBLE else meant


def tense_at(text: str, sentence: Span, start: int) -> int:
    """PAST or FUTURE by the verb nearest before the place in its sentence, else by the first after it; or UNSAID."""
    low = max(sentence[0], start - _CUE_REACH)
    before = deque(_CUE.finditer(text, low, start), maxlen=1)
    cue = before[0] if before else _CUE.search(text, start, min(sentence[1], start + _CUE_REACH))
    if cue is None:
        return UNSAID
    return FUTURE if cue["future"] else PAST


@dataclass
class _Memory:
    """The last meanings before a place, and where they stood."""

    published: Meaning | None
    reference: Expression | None = None
    told: Expression | None = None

    def context(self, text: str, sentence: Span, start: int) -> Context:
        reference = self.reference
        if reference and (start - reference.start > _REACH):
            reference = None
        told = self.told
        reach = _REACH if self.published is None else _TOLD_REACH
        if told and (start - told.start > reach or "\n\n" in text[told.end : start]):
            told = None
        return Context(
            self.published,
            partial(tense_at, text, sentence, start),
            reference.meaning if reference else None,
            told.meaning if told else None,
        )

    def keep(self, found: Expression) -> None:
        meaning = found.meaning
        if meaning.kind not in ("date", "time") or meaning.latest is None:
            return
        self.reference = found
        if meaning.explicit and (meaning.grain in ("day", "month", "span") or self._long_gone(meaning)):
            self.told = found
        elif self.told and self.told.meaning.latest and meaning.latest.year != self.told.meaning.latest.year:
            self.told = None

    def _long_gone(self, meaning: Meaning) -> bool:
        """True for a bare year some time before publication: what follows is told of that year."""
        now = self.published.earliest if self.published else None
        return (
            meaning.grain == "year"
            and meaning.latest is not None
            and (now is None or meaning.latest.year < now.year - 1)
        )


def _scan(view: View, run: Span, published: Meaning | None, before: list[Expression]) -> list[Expression]:
    memory = _Memory(published)
    for earlier in before[-8:]:
        memory.keep(earlier)
    text, sentences = view.text, view.sentences
    starts = by_start()
    found: list[Expression] = []
    end = run[0]
    for token in _WORD.finditer(text, *run):
        at = token.start()
        if at < end or not _can_start(text, token, starts):
            continue
        index = sentence_at(sentences, at)
        sentence = sentences[index] if index is not None else sentences[max(bisect_right(sentences, (at, at)) - 1, 0)]
        one = _read(text, at, run[1], memory.context(text, sentence, at))
        if one:
            found.append(one)
            memory.keep(one)
            end = one.end
    return found


def _can_start(text: str, token: re.Match[str], starts: Mapping[str, object]) -> bool:
    at = token.start()
    if at and (text[at - 1].isalnum() or text[at - 1] == "_"):
        return False
    if token.end() - at > 12:
        return False
    word = _key(token.group())
    return word in starts or word in _PREFIX_STARTS


def _key(word: str) -> str:
    return "#" if word.isdigit() else word.lower()


def _read(text: str, at: int, stop: int, context: Context, depth: int = 0) -> Expression | None:
    """The longest expression that begins at a place: with a word before it, alone, or with one after it."""
    word = _WORD.match(text, at, stop)
    if word is None:
        return None
    key = _key(word.group())
    if key in _PREFIX_STARTS and depth < 2:
        modified = _modified(text, at, stop, context, depth)
        if modified:
            return modified
    return _extended(text, _plain(text, at, stop, context, key), stop, context, depth)


def _plain(text: str, at: int, stop: int, context: Context, key: str) -> Expression | None:
    best: Expression | None = None
    for pattern in by_start().get(key, ()):
        match = pattern.expression.match(text, at, stop)
        if match is None or match.end() == at or (best and match.end() <= best.end):
            continue
        meaning = pattern.read(match, context)
        if meaning:
            end = match.end() - (text[match.end() - 1] == "." and _is_stop(text, match.end(), stop))
            narrow = match.start("number") if match.groupdict().get("approx") and match["number"] else at
            best = Expression(at, end, narrow, end, meaning, pattern.name)
    return best


def _is_stop(text: str, end: int, stop: int) -> bool:
    """True where the full stop that ends an abbreviation also ends the sentence, or is none of it."""
    word = re.search(r"[A-Za-z]+$", text[max(0, end - 14) : end - 1])
    if word and len(word.group()) <= 4 and word.group().lower() not in ("may", "june", "july"):
        return False
    return end <= stop


def _modified(text: str, at: int, stop: int, context: Context, depth: int) -> Expression | None:
    """An expression with a word before it that narrows it: "early this month", "the end of 2014", "the night of 9 February"."""
    prefix = _PREFIX.match(text, at, stop)
    if prefix is None or prefix.end() == at:
        return None
    inner = _read(text, prefix.end(), stop, context, depth + 1)
    if inner is None and prefix["edge"]:
        inner = _named_unit(text, prefix.end(), context)
    if inner is None or inner.meaning.kind not in ("date", "time", "vague"):
        return None
    if inner.meaning.kind == "vague" and (inner.rule not in _BESIDE_TODAY or prefix["part"]):
        return None
    meaning = _narrowed(inner.meaning, prefix, context)
    if meaning is None:
        return None
    core = inner.core if prefix["relative"] or prefix.group().lower().endswith("in ") else at
    return Expression(at, inner.end, core, inner.core_end, meaning, inner.rule)


def _named_unit(text: str, at: int, context: Context) -> Expression | None:
    """The year, the month after "the end of": that of publication."""
    match = _UNIT_OF.match(text, at)
    if match is None:
        return None
    unit = match[1].lower()
    base = context.near(unit)
    meaning = cal.stretch(base, unit) if base else Meaning("XXXX" if unit == "year" else "XXXX-XX-XX", grain=unit)
    return Expression(at, match.end(), at, match.end(), meaning, "unit")


def _narrowed(meaning: Meaning, prefix: re.Match[str], context: Context) -> Meaning | None:
    if prefix["relative"]:
        today = context.today
        if today is None or meaning.earliest is None or meaning.latest is None:
            return meaning
        if not meaning.earliest <= today <= meaning.latest:
            return meaning
        earlier = prefix["relative"].lower() == "earlier"
        return replace(meaning, latest=today) if earlier else replace(meaning, earliest=today)
    if prefix["part"]:
        if meaning.grain == "span":
            return meaning
        return part_of(meaning, PARTS[prefix["part"].lower()]) if meaning.grain == "day" else None
    word = (prefix["third"] or prefix["edge"] or prefix["limits"]).lower()
    return cal.third(meaning, _THIRDS[word])


def _extended(text: str, found: Expression | None, stop: int, context: Context, depth: int) -> Expression | None:
    """An expression with what stands right after it: a part of the day, a clock, the day of a clock."""
    if found is None or depth >= 2:
        return found
    if found.rule in ("month and day", "day and month", "month") and not found.meaning.explicit:
        found = _with_year(text, found, stop, context)
    if found.meaning.grain == "clock":
        return _with_day(text, found, stop, context, depth)
    if found.meaning.grain != "day" or "T" in found.meaning.value or found.meaning.kind == "set":
        return found
    weekday = found.rule == "weekday"
    part = _PART_AFTER.match(text, found.end, stop)
    if part:
        code = PARTS[part["part"].lower()]
        end = part.end()
        return replace(found, end=end, meaning=replace(part_of(found.meaning, code)))
    if weekday and (dated := _date_after(text, found, stop, context)):
        return dated
    return _with_clock(text, found, stop, context)


def _with_year(text: str, found: Expression, stop: int, context: Context) -> Expression:
    """ "Sept. 30 of last year": the year beside that of publication."""
    beside = _YEAR_BESIDE.match(text, found.end, stop)
    base = context.near("year")
    months = re.fullmatch(r"[\dX]{4}-(\d\d)(?:-(\d\d))?", found.meaning.value)
    if beside is None or base is None or months is None:
        return found
    year_number = base.year + {"last": -1, "this": 0, "next": 1}[beside["which"].lower()]
    month_number, day_number = int(months[1]), int(months[2] or 0)
    meaning = cal.day_of(year_number, month_number, day_number) if day_number else cal.month(year_number, month_number)
    return replace(found, end=beside.end(), core_end=beside.end(), meaning=replace(meaning, explicit=True))


def _date_after(text: str, found: Expression, stop: int, context: Context) -> Expression | None:
    gap = re.compile(rf",{S}|{S}(?=\d)").match(text, found.end, stop)
    if gap is None:
        return None
    word = _WORD.match(text, gap.end(), stop)
    inner = _plain(text, gap.end(), stop, context, _key(word.group())) if word else None
    if inner and inner.rule in ("month and day", "day and month"):
        return replace(found, end=inner.end, core_end=inner.end, meaning=inner.meaning, rule=inner.rule)
    return None


def _with_clock(text: str, found: Expression, stop: int, context: Context) -> Expression:
    gap = _CLOCK_AFTER.match(text, found.end, stop)
    inner = _plain(text, gap.end(), stop, context, "#") if gap else None
    if inner is None or inner.meaning.grain != "clock":
        return found
    value = found.meaning.value + inner.meaning.value[inner.meaning.value.index("T") :]
    return replace(found, end=inner.end, meaning=replace(found.meaning, value=value, kind="time"))


def _with_day(text: str, found: Expression, stop: int, context: Context, depth: int) -> Expression:
    gap = _DAY_AFTER_CLOCK.match(text, found.end, stop)
    inner = _read(text, gap.end(), stop, context, depth + 1) if gap else None
    if inner is None or inner.meaning.grain != "day" or inner.meaning.kind != "date":
        return found
    day_value = inner.meaning.value.partition("T")[0]
    value = day_value + found.meaning.value[found.meaning.value.index("T") :]
    return replace(found, end=inner.end, meaning=replace(inner.meaning, value=value, kind="time"))
