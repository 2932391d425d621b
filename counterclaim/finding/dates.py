"""Date expressions of an article and the days they mean.

Every word that can begin an expression is tried against the table of patterns (:mod:`counterclaim.finding.dates_table`);
the longest reading wins. Neighbours are joined ("late on Wednesday night", "3 a.m. on Sunday", "Monday, 16 June"). What
hangs on the day of publication is worked out from it and from the tense of the sentence; an article without a date leaves
it unfixed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import chain

from counterclaim.finding import dates_calendar as cal
from counterclaim.finding.dates_calendar import Meaning
from counterclaim.finding.dates_relative import part_of
from counterclaim.finding.dates_table import by_start
from counterclaim.finding.dates_words import FUTURE, NEWS, PARTS, PAST, PRESENT, UNSAID, Context, S, Style
from counterclaim.finding.view import View
from counterclaim.records import DateExpression
from counterclaim.text import Span, overlaps, sentence_at

# How far back, in characters, a date is still the one that "the following day" hangs on: some five sentences.
_REACH = 900
# How far back a story told of another year still gives its year to a bare month.
_TOLD_REACH = 300
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PREFIX = re.compile(
    rf"(?:(?P<third>early|late|mid)(?:[-–]|{S}(?:on{S}|in{S})?)"
    rf"|(?P<relative>earlier|later){S}(?:on{S})?"
    rf"|(?:the{S})?(?P<edge>start|beginning|end|middle|close){S}of{S}"
    rf"|(?P<eve>(?:the{S})?eve{S}of{S})"
    rf"|the{S}(?P<outer>first|last){S}day{S}of{S}(?:the{S}(?:[a-z]+{S}){{0,2}}(?:[A-Z][a-z]+{S})?month{S}of{S})?"
    rf"|(?:the{S})?(?P<hours>early|small|wee|late|opening){S}hours{S}of{S}(?:the{S}morning{S}(?:of{S}|on{S}))?"
    rf"|(?:the{S})?(?P<half>first|second|latter){S}(?:half|part){S}of{S}"
    rf"|(?:the{S})?(?P<part>morning|afternoon|evening|night){S}of{S}(?!the\b))"
    rf"|(?:the{S})?(?P<limits>early|late|mid)(?:[-–]|{S})(?:['’](?=\d0s)|(?=\d|the\b|twent|nine))",
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
        "eve",
        "first",
        "last",
        "small",
        "wee",
        "opening",
        "second",
        "latter",
    ]
)
_UNIT_OF = re.compile(rf"the{S}(week|month|year|decade|century)(?!\w)", re.IGNORECASE)
_PART_AFTER = re.compile(
    rf",?{S}(?:at{S})?(?:early{S}|late{S})?(?P<part>morning|afternoon|evening|night|noon|midday|dawn|midnight|overnight)(?!\w)",
    re.IGNORECASE,
)
_CLOCK_AFTER = re.compile(
    rf",?{S}(?:at|around|about){S}(?:about{S}|around{S})?(?=\d)|,?{S}(?=\d{{1,2}}:\d\d(?!\d))", re.IGNORECASE
)
_DAY_AFTER_CLOCK = re.compile(rf",?{S}(?:on{S})?(?=\w)", re.IGNORECASE)
_YEAR_BESIDE = re.compile(
    rf",?{S}(?:of{S})?(?:the{S})?(?P<which>last|this|next|that(?:{S}same)?|same|following|previous){S}year(?!\w)",
    re.IGNORECASE,
)
# Readings that hang on the day of publication; "today" alone may mean "nowadays".
_NEWS_RULES = ("weekday", "part of today", "unit beside today", "weekend", "ago")
# A text is a history where it names so many other years and next to nothing else, or so many dates that all lie so many
# years back.
_MANY_YEARS, _SOME_DATES, _LONG_AGO = 5, 3, 20
_NEAR_DAYS = 31
# From this probability on a date that only the language model sees is read.
_SURE = 0.5
# A line of furniture longer than this, in characters, is a list of links or a disclaimer, whose days are not the article's.
_LONG_LINE = 300
_BESIDE_TODAY = ("today", "unit beside today", "part of today")
_THIRDS = {"early": 0, "start": 0, "beginning": 0, "mid": 1, "middle": 1, "late": 2, "end": 2, "close": 2}

_FUTURE_CUE = (
    r"(?:will|shall|would|going\s+to|(?:is|are|was|were|be|been)\s+(?:due|set|scheduled|expected|slated|planned|about|ready|likely)\s+to|(?:is|are|set|scheduled)\s+to"
    r"|takes?\s+effect|comes?\s+into\s+(?:force|effect)|expires?"
    r"|due|scheduled|slated|plans?\s+to|planning\s+to|hopes?\s+to|intends?\s+to|vow(?:s|ed)\s+to|agreed\s+to|expected\s+to|upcoming)"
    r"(?:\s+not)?(?:\s+(?:be|have|been))?(?:\s+[a-z]+)?"
)
_PAST_CUE = (
    r"(?:was|were|had|did|been|said|told|took|began|came|hit|struck|left|met|made|went|held|became|found|saw|shot|fought|fell|broke"
    r"|gave|got|led|lost|put|sent|set|spoke|stood|thought|wrote|won|brought|built|bought|caught|drove|fled|flew|knew|ran|rose"
    r"|sank|sought|(?-i:(?!(?:need|indeed|speed|feed|seed|breed|shed|hundred|sacred|exceed|proceed|succeed|embed)\b)[a-z]{2,}ed))"
)
_PRESENT_CUE = r"(?:is|are|can|should|must|may|has|have|tends?|occurs?|remains?|(?:do|does)\s+not)"
_CUE = re.compile(
    rf"(?<!\w)(?:(?P<future>{_FUTURE_CUE})|(?P<past>{_PAST_CUE})|(?P<present>{_PRESENT_CUE}))(?!\w)", re.IGNORECASE
)
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
    """Every date expression of title and prose and the days of date lines, in text order."""
    article = view.article
    found = sorted((*expressions(view), *date_lines(view)), key=lambda one: one.start)
    return tuple(
        DateExpression(
            article.article_id,
            article.document_id,
            one.start,
            one.end,
            view.text[one.start : one.end],
            one.meaning.value,
            one.meaning.earliest.isoformat() if one.meaning.earliest else None,
            one.meaning.latest.isoformat() if one.meaning.latest else None,
        )
        for one in found
    )


def date_lines(view: View) -> tuple[Expression, ...]:
    """Whole days, with their year, in the article's short lines of furniture: where its day of publication stands."""
    context = Context(publication(view.article.published), lambda: UNSAID)
    found: list[Expression] = []
    for start, end in view.furniture:
        if end - start > _LONG_LINE:
            continue
        at = start
        for token in _WORD.finditer(view.text, start, end):
            if token.start() < at or not _can_start(view.text, token, by_start()):
                continue
            one = _read(view.text, token.start(), end, context)
            if one and one.meaning.explicit and one.meaning.one_day:
                found.append(one)
                at = one.end
    return tuple(found)


def expressions(view: View) -> tuple[Expression, ...]:
    """The same with the inner meaning: its kind and the rule that read it."""
    published = publication(view.article.published)
    found = _read_all(view, published, NEWS)
    style = _style(view, found, published)
    if style != NEWS:
        found = _read_all(view, published, style)
    return tuple(sorted((*found, *_marked(view, found, _Memory(published, style))), key=lambda one: one.start))


def _marked(view: View, found: list[Expression], memory: _Memory) -> list[Expression]:
    """What the language model marks as a date where the rules are silent, read by the rules inside its words alone.

    A mark that no rule can read is left out: its words would have no value.
    """
    taken = [(one.start, one.end) for one in found]
    marked: list[Expression] = []
    for label in view.reading.layer("date"):
        span = (label.start, label.end)
        if label.score < _SURE or view.in_furniture(*span) or any(overlaps(span, one) for one in taken):
            continue
        sentence = view.sentence_of(label.start)
        if sentence is None or label.end > sentence[1]:
            continue
        near = replace(memory)
        for one in [one for one in found if one.end <= label.start][-8:]:
            near.keep(one)
        read = _inside(view.text, span, near.context(view.text, sentence, label.start))
        if read:
            marked.append(read)
            taken.append((read.start, read.end))
    return marked


def _inside(text: str, span: Span, context: Context) -> Expression | None:
    """The longest reading inside a mark, where it has most of the words marked."""
    readings = [
        one for token in _WORD.finditer(text, *span) if (one := _read(text, token.start(), span[1], context, 0))
    ]
    best = max(readings, key=lambda one: one.end - one.start, default=None)
    return best if best and (best.end - best.start) * 2 >= span[1] - span[0] else None


def _read_all(view: View, published: Meaning | None, style: Style) -> list[Expression]:
    found: list[Expression] = []
    for run in view.prose:
        found.extend(_scan(view, run, _Memory(published, style), found))
    return found


def _style(view: View, found: list[Expression], published: Meaning | None) -> Style:
    """How the article tells time: news has days that hang on its publication, or names days near it."""
    hanging = sum(_by_publication(view, one, published) for one in found) if published else 0
    if published is None or published.earliest is None or hanging * 10 > len(found):
        return NEWS
    years = [one.meaning.latest.year for one in found if one.meaning.explicit and one.meaning.latest]
    others = [year_number for year_number in years if year_number != published.earliest.year]
    far = all(year_number < published.earliest.year - _LONG_AGO for year_number in others)
    enough = len(set(others)) >= _MANY_YEARS or (far and len(others) >= _SOME_DATES)
    return Style(timeless=not hanging, history=enough and len(others) * 10 >= len(years) * 8)


def _by_publication(view: View, one: Expression, published: Meaning) -> bool:
    """A day that hangs on the publication or lies near it; not "the ferry leaves on Friday"."""
    meaning = one.meaning
    if one.rule in _NEWS_RULES and meaning.kind in ("date", "time") and meaning.earliest:
        sentence = view.sentence_of(one.start)
        return one.rule != "weekday" or sentence is None or tense_at(view.text, sentence, one.start) in (PAST, FUTURE)
    if not (meaning.explicit and meaning.earliest and published.earliest and meaning.grain == "day"):
        return False
    return abs((meaning.earliest - published.earliest).days) <= _NEAR_DAYS


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
    """PAST or FUTURE by the verb nearest before the place in its sentence, else by the first after it; where none says
    either, PRESENT by a verb that does, or UNSAID."""
    low = max(sentence[0], start - _CUE_REACH)
    before = list(_CUE.finditer(text, low, start))
    after = _CUE.finditer(text, start, min(sentence[1], start + _CUE_REACH))
    cue = next((c for c in chain(reversed(before), after) if not c["present"]), None)
    if cue is None:
        return PRESENT if before or _CUE.search(text, start, min(sentence[1], start + _CUE_REACH)) else UNSAID
    return FUTURE if cue["future"] else PAST


@dataclass
class _Memory:
    """The last meanings before a place, and where they stood."""

    published: Meaning | None
    style: Style = NEWS
    reference: Expression | None = None
    told: Expression | None = None

    def context(self, text: str, sentence: Span, start: int) -> Context:
        reference = self.reference
        if reference and (start - reference.start > _REACH):
            reference = None
        told = self.told
        reach = _REACH if self.published is None else _TOLD_REACH
        if told and not self.style.history and (start - told.start > reach or "\n\n" in text[told.end : start]):
            told = None
        return Context(
            self.published,
            partial(tense_at, text, sentence, start),
            reference.meaning if reference else None,
            told.meaning if told else None,
            self.style,
        )

    def keep(self, found: Expression, *, since: bool = False) -> None:
        """Remember an expression; ``since`` says that it only opens a stretch up to now ("since 2014")."""
        meaning = found.meaning
        if meaning.kind not in ("date", "time") or meaning.latest is None:
            return
        self.reference = found
        if since:
            return
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
            and (now is None or self.style.history or meaning.latest.year < now.year - 1)
        )


def _scan(view: View, run: Span, memory: _Memory, before: list[Expression]) -> list[Expression]:
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
            memory.keep(one, since=text[max(0, at - 6) : at].lower().startswith("since"))
            end = one.end
    return found


def _can_start(text: str, token: re.Match[str], starts: Mapping[str, object]) -> bool:
    at = token.start()
    if at and (text[at - 1].isalnum() or text[at - 1] == "_"):
        return False
    if text[at - 1 : at] == "," and text[max(0, at - 2) : at - 1].isdigit() and token.end() - at == 3:
        return False  # the end of "5,000"
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
    if inner is None and (prefix["half"] or prefix["edge"]) and text[prefix.end() : prefix.end() + 4].lower() == "the ":
        inner = _read(text, prefix.end() + 4, stop, context, depth + 1)
    if inner is None and prefix["edge"]:
        inner = _named_unit(text, prefix.end(), context)
    if inner is None or inner.meaning.kind not in ("date", "time", "vague"):
        return None
    if inner.meaning.kind == "vague" and (inner.rule not in _BESIDE_TODAY or prefix["part"]):
        return None
    meaning = _narrowed(inner.meaning, prefix, context)
    if meaning is None:
        return None
    inside = prefix["third"] or prefix["limits"] or prefix["eve"] or prefix["outer"]
    core = at if inside and not prefix.group().lower().endswith("in ") else inner.core
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
    if prefix["eve"]:
        eve = cal.shift(meaning.earliest, "day", -1) if meaning.grain == "day" else None
        return replace(cal.day(eve), latest=cal.shift(meaning.latest, "day", -1)) if eve else None
    if prefix["outer"]:
        return _outer_day(meaning, last=prefix["outer"].lower() == "last")
    if prefix["hours"]:
        early = prefix["hours"].lower() in ("early", "small", "wee")
        return part_of(meaning, "TMO" if early else "TEV") if meaning.grain == "day" else None
    if prefix["half"]:
        return _half(meaning, 0 if prefix["half"].lower() == "first" else 1)
    word = (prefix["third"] or prefix["edge"] or prefix["limits"]).lower()
    if meaning.grain == "day":
        return part_of(meaning, {0: "TMO", 2: "TEV"}[_THIRDS[word]]) if _THIRDS[word] != 1 else meaning
    return cal.third(meaning, _THIRDS[word])


def _outer_day(meaning: Meaning, *, last: bool) -> Meaning | None:
    """The first or the last day of a month, a year, a week; of a month of the Islamic calendar with its doubt."""
    if meaning.grain in ("day", "span", "") or meaning.earliest is None or meaning.latest is None:
        return None
    limits = meaning.value.split("/")
    on = (
        (meaning.latest if last else meaning.earliest)
        if len(limits) == 1
        else date.fromisoformat(limits[-1 if last else 0])
    )
    doubt = 0 if len(limits) == 1 else 1
    return replace(cal.day(on), earliest=cal.shift(on, "day", -doubt), latest=cal.shift(on, "day", doubt))


def _half(meaning: Meaning, part: int) -> Meaning | None:
    """The first or second half of a longer stretch; of a year it has a value of its own (``2014-H1``)."""
    if meaning.earliest is None or meaning.latest is None or meaning.one_day or meaning.grain in ("", "span", "clock"):
        return None
    middle = meaning.earliest + (meaning.latest - meaning.earliest) // 2
    if meaning.grain == "year":
        middle = date(meaning.earliest.year, 6, 30)
    value = f"{meaning.value}-H{part + 1}" if meaning.grain == "year" else meaning.value
    if part == 0:
        return replace(meaning, value=value, latest=middle)
    return replace(meaning, value=value, earliest=middle + cal.ONE_DAY)


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
    which = beside["which"].lower().split()[0] if beside else ""
    told = context.reference.latest if context.reference else None
    base = context.near("year") if which in ("last", "this", "next") else told
    months = re.fullmatch(r"[\dX]{4}-(\d\d)(?:-(\d\d))?", found.meaning.value)
    if beside is None or base is None or months is None:
        return found
    year_number = base.year + {"last": -1, "next": 1, "following": 1, "previous": -1}.get(which, 0)
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
    day_value, _, part = inner.meaning.value.partition("T")
    clock = found.meaning.value[found.meaning.value.index("T") :]
    if part in ("AF", "EV") and re.match(r"T(?:0\d|1[01]):", clock):
        clock = f"T{int(clock[1:3]) + 12}{clock[3:]}"  # "6 o'clock this evening"
    value = day_value + clock
    meaning = replace(inner.meaning, value=value, kind="time")
    return Expression(found.start, inner.end, inner.core, inner.core_end, meaning, found.rule)
