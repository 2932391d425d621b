# The readings share one signature; the expressions are easier to read in one piece.
# ruff: noqa: ARG001, E501
"""Readings of dates that state what they mean: days, months and years by number, decades, named days, other calendars.

Each function takes the match of its pattern (:mod:`counterclaim.finding.dates_table`) and the context; its docstring is the
explanation of its rule.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from counterclaim.finding import dates_calendar as cal
from counterclaim.finding.dates_calendar import IMPOSSIBLE, Meaning
from counterclaim.finding.dates_words import (
    DASH,
    DECADE_WORDS,
    FUTURE,
    MONTHS,
    ORDINALS,
    PAST,
    PRESENT,
    WEEKDAYS,
    Context,
    S,
    Y,
    any_of,
    given,
)
from counterclaim.knowledge import measures

_YEAR_AHEAD = re.compile(
    rf"(?:{S}(?:and|to|until|till|through|or){S}|{DASH})(?:\d{{1,2}}{S})?{any_of(MONTHS)}\.?(?:{S}\d{{1,2}})?,?{S}(?:in{S}|of{S})?({Y})",
    re.IGNORECASE,
)
# Bare "May" and "March" are verbs too; a preposition or a word of time before them makes them months.
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|last|this|next|early|late|mid|from|to|during|between|and|through|before|after|on|for|or)[\s-]|[(,/–-]\s?)$",
    re.IGNORECASE,
)
_NO_YEAR_BEFORE = re.compile(
    r"(?:[$€£#]\s?|\b(?:resolution|resolutions|no|number|article|flight|channel|law|decree|page|room|unit|least|than|about|over|nearly|almost|"
    r"some|approximately|roughly|exceeding|estimated|totall?ing|only|another|killed|killing|wounded|wounding|toll of|rule|rules|section|form|vision)\.?\s|(?<!\bmid)(?<!early)(?<!late)(?<!\bpre)(?<!post)(?<=[A-Za-z])-|[\d][.,:/]|\b\d{1,3}-)$",
    re.IGNORECASE,
)
_NO_YEAR_AFTER = re.compile(
    r"(?:\s?(?:%|percent|per cent|km|kg|mm|cm|meters?|metres?|miles?|feet|tons?|tonnes?|acres|hectares|dollars?|euros?|pounds|million|"
    r"billion|thousand|words|pages|rpm|mhz|hz|m|civilians|fighters|soldiers|troops|militants|terrorists|rebels|men|women|children|"
    r"people|persons|families|prisoners|homes|houses|rockets|missiles|shells|square|hours?|hrs|years?|days|others|[a-z]*children|patients|students|pilgrims|participants|refugees|were killed|dead|wounded|"
    r"injured)\b|[:/°]\d|,\d{3}|\.\d)",
    re.IGNORECASE,
)


# ---------------------------------------------------------------- days, months and years by number


_FORTNIGHT = 14
# A plan told with a day some weeks before publication ("is to run from January 23") means that day, not the next year's.
_JUST_GONE = 45


def year_of(context: Context, month_number: int, day_number: int | None = None) -> int | None:
    """The year of a date that states none: a past tense means the latest such day on or before publication, a future
    tense the next one, no tense the nearest; a story told of another year keeps that year."""
    told = context.told
    published = context.published
    if day_number is None and context.style.timeless and context.tense == PRESENT:
        return None  # what happens every year: "in January it is cold"
    if told and told.earliest and (published is None or context.style.history or _earlier_year(told, published)):
        return told.earliest.year
    if published is None or published.earliest is None or published.latest is None or published.grain == "year":
        return None
    if published.grain == "month":
        day_number = None
    today = published.latest if day_number is None else published.earliest
    nearest: list[tuple[int, int]] = []
    for candidate in (today.year - 1, today.year, today.year + 1):
        meant = cal.day_of(candidate, month_number, day_number) if day_number else cal.month(candidate, month_number)
        if meant.earliest is None:
            continue
        away = (meant.earliest - today).days
        gone = meant.latest is not None and meant.latest < today
        if (context.tense == PAST and away > 0) or (context.tense == FUTURE and gone and away < -_JUST_GONE):
            continue
        nearest.append((abs(away), candidate))
    return min(nearest)[1] if nearest else None


def _earlier_year(told: Meaning, published: Meaning) -> bool:
    return bool(told.latest and published.earliest and told.latest.year < published.earliest.year)


def _year_ahead(match: re.Match[str]) -> int | None:
    ahead = _YEAR_AHEAD.match(match.string, match.end())
    return int(ahead["year"]) if ahead else None


def iso_day(match: re.Match[str], context: Context) -> Meaning | None:
    """Year, month and day in figures, the year first."""
    meant = cal.day_of(int(match[1]), int(match[3]), int(match[4]))
    return replace(meant, explicit=True)


def numeric_day(match: re.Match[str], context: Context) -> Meaning | None:
    """Three figures, the year last. Where day and month can change places the one beside publication is meant; else both days
    are kept open, and the value is the year."""
    first, second, year_number = int(match[1]), int(match[3]), int(match[4])
    if not 1000 <= year_number < 3000:
        return None
    readings = {cal.day_of(year_number, second, first), cal.day_of(year_number, first, second)} - {IMPOSSIBLE}
    days = sorted(m.earliest for m in readings if m.earliest)
    if not days:
        return IMPOSSIBLE if match[2] != "." else None  # "92.6.1087" is a number of something
    by_dots = cal.day_of(year_number, second, first)
    if match[2] == "." and by_dots.one_day:  # with dots the day always comes first
        return replace(by_dots, explicit=True)
    days = _beside_publication(days, context) or days
    if len(days) == 1:
        return replace(cal.day(days[0]), explicit=True)
    return Meaning(f"{year_number:04d}", days[0], days[-1], grain="year", explicit=True)


def _beside_publication(days: list[date], context: Context) -> list[date]:
    """Of two ways to read a day the one within a fortnight of publication, where the other lies farther off."""
    today = context.today
    near = [one for one in days if today and abs((one - today).days) <= _FORTNIGHT]
    return near if len(near) == 1 else []


def short_numeric_day(match: re.Match[str], context: Context) -> Meaning | None:
    """Three figures with a year of two: "11/02/89". The year is the latest that is not after publication; without a
    publication the years up to 68 are those of this century. Day and month as in a date with a whole year."""
    last = context.published.latest.year + 1 if context.published and context.published.latest else 2068
    year_number = last - (last - int(match[4])) % 100
    first, second = int(match[1]), int(match[3])
    readings = {cal.day_of(year_number, second, first), cal.day_of(year_number, first, second)} - {IMPOSSIBLE}
    days = sorted(m.earliest for m in readings if m.earliest)
    days = _beside_publication(days, context) or days
    if not days:
        return None
    if len(days) == 1:
        return replace(cal.day(days[0]), explicit=True)
    return Meaning(f"{year_number:04d}", days[0], days[-1], grain="year", explicit=True)


def month_and_day(match: re.Match[str], context: Context) -> Meaning | None:
    """A month with a day of it, with or without year; two days with a dash are a span. "September 11 attacks" is 2001."""
    month_number = MONTHS[match["month"].lower()]
    day_number = int(match["day"])
    year_number = given(match, "year") or _year_ahead(match)
    explicit = year_number is not None
    if year_number is None and (month_number, day_number) == (9, 11):
        after = match.string[match.end() : match.end() + 20].lower()
        if re.match(r",?\s(?:terror|attack|hijack)", after):
            return cal.day_of(2001, 9, 11)
    if year_number is None:
        year_number = year_of(context, month_number, day_number)
    meant = cal.day_of(year_number, month_number, day_number)
    groups = match.groupdict()
    if groups.get("day2"):
        meant = cal.between(meant, cal.day_of(year_number, month_number, int(groups["day2"])))
    return replace(meant, explicit=explicit) if meant != IMPOSSIBLE else meant


def ordinal_of_month(match: re.Match[str], context: Context) -> Meaning | None:
    """A day in words: "the fifth of January"."""
    month_number = MONTHS[match["month"].lower()]
    day_number = ORDINALS[match["ordinal"].lower()]
    year_number = given(match, "year")
    meant = cal.day_of(year_number or year_of(context, month_number, day_number), month_number, day_number)
    return replace(meant, explicit=year_number is not None) if meant != IMPOSSIBLE else meant


def whole_month(match: re.Match[str], context: Context) -> Meaning | None:
    """A month, with or without year."""
    word = match["month"]
    bare = match["year"] is None
    if bare and not (word[0].isupper() and _is_month(match, word)):
        return None
    if len(word) == 3 and word.lower() != "may" and bare and match.string[match.end() - 1 : match.end()] != ".":
        return None
    month_number = MONTHS[word.lower()]
    year_number = given(match, "year") or _year_ahead(match)
    explicit = year_number is not None
    if year_number is None:
        year_number = year_of(context, month_number)
    if year_number is None:
        return Meaning(f"XXXX-{month_number:02d}", grain="month")
    return replace(cal.month(year_number, month_number), explicit=explicit)


def _is_month(match: re.Match[str], word: str) -> bool:
    before = match.string[max(0, match.start() - 12) : match.start()]
    after = match.string[match.end() : match.end() + 3].lstrip()
    if word.lower() in ("may", "march"):
        return bool(_BEFORE_MONTH.search(before))
    # "Abril June Maren" is a person: another name before and after it.
    named = before.endswith(" ") and re.search(r"\b[A-Z][a-z]+ $", before) and after[:1].isupper()
    return not (named and word.lower() in ("april", "june"))


def months_span(match: re.Match[str], context: Context) -> Meaning | None:
    """Two months with a dash: "January-June 2012"."""
    first, last = MONTHS[match["month"].lower()], MONTHS[match["month2"].lower()]
    year_number = given(match, "year") or year_of(context, last)
    if year_number is None:
        return Meaning(f"XXXX-{first:02d}/XXXX-{last:02d}", grain="span")
    return replace(
        cal.between(cal.month(year_number - (first > last), first), cal.month(year_number, last)),
        explicit=bool(match["year"]),
    )


def bare_year(match: re.Match[str], context: Context) -> Meaning | None:
    """Four figures from 1500 to 2099 that no word around them makes a number of something."""
    number = int(match["year"])
    text = match.string
    said = match["said"] is not None
    at = match.start("year")
    if (
        re.match(r"['’]s\b", text[match.end() : match.end() + 2] + text[match.end() + 2 : match.end() + 3])
        and number % 10 == 0
    ):
        return None  # "the 1990's" are ten years
    if not said and not 1500 <= number <= 2099 and not (number < 1500 and _early_year(text, at, match.end())):
        return None
    spanned = re.match(r"\s?[-–]\s?\d{4}\b", text[match.end() : match.end() + 8])
    if not said and not spanned and _NO_YEAR_BEFORE.search(text[max(0, at - 16) : at]):
        return None
    if _NO_YEAR_AFTER.match(text, match.end()):
        return None
    return replace(cal.year(number), explicit=True)


_BEFORE_EARLY_YEAR = re.compile(
    r"\b(?:in|since|until|till|before|after|circa|year|between)\s$|\b(?:c|ca)\.\s?$|\($", re.IGNORECASE
)
_AFTER_EARLY_YEAR = re.compile(
    r"\s*\n|$|\s?[.,;:)\]–-](?!\d{3}\b)|\s(?:and|to|as|it|he|she|they|the|his|her|their|was|were|when|by|with|until|under|at|in)\b"
)


def _early_year(text: str, start: int, end: int) -> bool:
    """A year before 1500 is one only where the words on both sides leave no room for a count."""
    before = text[max(0, start - 8) : start]
    return bool(_BEFORE_EARLY_YEAR.search(before) and _AFTER_EARLY_YEAR.match(text[end : end + 12]))


_BEFORE_OLD_YEAR = re.compile(
    r"(?:\b(?:in|since|until|till|before|after|by|around|about|from|when|to)\s|\d{3}\s?[-–]\s?)(?:about\s|around\s)?$",
    re.IGNORECASE,
)


def old_year(match: re.Match[str], context: Context) -> Meaning | None:
    """A year of two or three figures: in a life's brackets, after "circa" or "the year", or where the story is told of such a
    year: "(837–908)", "c. 347", "the year 71"."""
    text, at = match.string, match.start()
    before, after = text[max(0, at - 12) : at], text[match.end() : match.end() + 12]
    if re.search(r"\bthe\syear\s$", before):
        return replace(cal.year(int(match.group())), explicit=True)
    told = context.told.latest if context.told else None
    if told and told.year < 1000 and _BEFORE_OLD_YEAR.search(before) and not re.match(r"\s?\w*s\b", after):
        return replace(cal.year(int(match.group())), explicit=True)
    opens = re.search(r"\(\s?(?:c\.\s?)?$", before) and re.match(r"\s?[-–]\s?(?:c\.\s?)?\d{3,4}\)", after)
    closes = re.search(r"\(\d{3,4}\s?[-–]\s?(?:c\.\s?)?$", before) and re.match(r"\)", after)
    if not (opens or closes or re.search(r"\b(?:c\.|ca\.|circa)\s?$", before)):
        return None
    return replace(cal.year(int(match.group())), explicit=True)


def short_years(match: re.Match[str], context: Context) -> Meaning | None:
    """A span of years with a shortened second one: "2013-14"."""
    first = int(match["first"])
    last = first // 100 * 100 + int(match["last"])
    if not 1500 <= first <= 2099 or not first < last <= first + 60:
        return None
    return replace(cal.between(cal.year(first), cal.year(last)), explicit=True)


def era_year(match: re.Match[str], context: Context) -> Meaning | None:
    """A year with its era: "594 BC", "AD 70"."""
    number = int(match["number"])
    meant = cal.year(-number if "B" in match["era"].upper() else number)
    return replace(meant, explicit=True)


def decade(match: re.Match[str], context: Context) -> Meaning | None:
    """Ten years: "the 1990s"; two figures or words mean the decade of the twentieth century."""
    text = re.sub(r"\D", "", match.group())
    number = int(text) if text else DECADE_WORDS[match["word"].lower()]
    if number % 10 or (100 <= number < 1000):
        return None
    return replace(cal.decade(number if number >= 1000 else 1900 + number), explicit=True)


def century(match: re.Match[str], context: Context) -> Meaning | None:
    """A hundred years by number: "the 20th century"."""
    word = match["ordinal"].lower()
    number = ORDINALS[word] if word in ORDINALS else int(re.sub(r"\D", "", word))
    if match["era"] and "b" in match["era"].lower():
        return Meaning(f"-{number - 1:02d}XX", grain="century")
    return replace(cal.century(number), explicit=True)


def quarter(match: re.Match[str], context: Context) -> Meaning | None:
    """Three months by number: "the second quarter of 2015"; without a year the latest that has begun, or the next where the
    tense is a future one."""
    word = match["ordinal"].lower()
    number = ORDINALS[word] if word in ORDINALS else int(word)
    if match["year"]:
        return replace(cal.stretch(date(int(match["year"]), number * 3, 1), "quarter"), explicit=True)
    base = context.near("quarter")
    if base is None:
        return Meaning(f"XXXX-Q{number}", grain="quarter")
    begun = number * 3 - 2 <= base.month
    ahead = context.tense == FUTURE
    year_number = base.year - (not begun and not ahead) + (ahead and number * 3 < base.month)
    return cal.stretch(date(year_number, number * 3, 1), "quarter")


def day_and_month(match: re.Match[str], context: Context) -> Meaning | None:
    """A day with its month after it, with or without year; two days with a dash are a span."""
    if match["dashed"] is None:
        return month_and_day(match, context)
    meant = cal.day_of(int(match["dashed"]), MONTHS[match["month"].lower()], int(match["day"]))
    return replace(meant, explicit=True) if meant != IMPOSSIBLE else meant


# ---------------------------------------------------------------- named days, other calendars


def named_day(match: re.Match[str], context: Context) -> Meaning | None:
    """A day with a name, by the table of named days: in its stated year, else the nearest that the tense allows.
    Days of the Islamic calendar are counted, not sighted: they may be off by one, and the limits say so."""
    one = measures.days().named.get(" ".join(match["name"].lower().split()))
    if one is None or match["name"][:1].islower():
        return None
    if not one.alone and _beside_name(match):
        return None
    if one.rule == "once":
        return cal.day(date.fromisoformat(one.date))
    year_number = given(match, "year") if match["year"] else None
    if year_number is not None and year_number in _HIJRI_YEARS and one.rule.startswith("hijri"):
        return hijri_stretch(year_number, one.month, one.day)
    if year_number is not None:
        return replace(_in_year(one, year_number), explicit=True)
    base = context.near("day")
    if base is None:
        fixed = f"XXXX-{one.month:02d}-{one.day:02d}" if one.rule == "fixed" else "XXXX-XX-XX"
        return Meaning(fixed, grain="day")
    options = [_in_year(one, base.year + step) for step in (-1, 0, 1)]
    which = (match["which"] or "").lower()
    tense = {"last": PAST, "next": FUTURE}.get(which, context.tense)
    fitting = [m for m in options if m.earliest and m.latest and _tense_allows(m, base, tense)]
    return min(fitting, key=lambda m: abs(((m.earliest or base) - base).days), default=IMPOSSIBLE)


def _tense_allows(meant: Meaning, base: date, tense: int) -> bool:
    if meant.earliest is None or meant.latest is None or tense not in (PAST, FUTURE):
        return True
    return meant.earliest <= base if tense == PAST else meant.latest >= base


def _beside_name(match: re.Match[str]) -> bool:
    before = re.search(r"(\w+)[^\S\n]$", match.string[max(0, match.start() - 24) : match.start()])
    after = re.match(r"[^\S\n]([A-Z][a-z]+)", match.string[match.end() : match.end() + 24])
    usual = {
        "In",
        "During",
        "The",
        "This",
        "Since",
        "Before",
        "After",
        "Of",
        "Last",
        "For",
        "Until",
        "By",
        "On",
        "Throughout",
        "Holy",
    }
    if before and before[1][0].isupper() and before[1] not in usual:
        return True
    return bool(after and after[1].lower() not in MONTHS and after[1].lower() not in WEEKDAYS)


def _in_year(one: measures.NamedDay, year_number: int) -> Meaning:
    if not 2 <= year_number <= 9998:
        return IMPOSSIBLE
    if one.rule == "fixed":
        meant = cal.day_of(year_number, one.month, one.day)
        return replace(meant, earliest=cal.shift(meant.earliest, "day", -one.slack))
    if one.rule == "nth":
        return cal.day(cal.nth_weekday(year_number, one.month, weekday=one.weekday, nth=one.nth))
    if one.rule == "easter":
        return cal.stretch(cal.shift(cal.easter(year_number), "day", one.offset), "day")
    return _islamic(one, year_number)


def _islamic(one: measures.NamedDay, year_number: int) -> Meaning:
    # The Islamic year that begins in or before the given one; a second such day in one year is left aside.
    for hijri_year in range(int((year_number - 622) * 33 / 32) - 1, int((year_number - 622) * 33 / 32) + 3):
        first = cal.hijri(hijri_year, one.month, one.day or 1)
        if first is None or first.year != year_number:
            continue
        early = cal.shift(first, "day", -1)
        if one.rule == "hijri":
            return Meaning(first.isoformat(), early, cal.shift(first, "day", 1), grain="day")
        after = cal.hijri(hijri_year + one.month // 12, one.month % 12 + 1, 1)
        last = cal.shift(after, "day", -1)
        if last:
            return Meaning(f"{first.isoformat()}/{last.isoformat()}", early, after, grain="month")
    return IMPOSSIBLE


# Years that only the Islamic calendar, or the Persian one, can mean in reports of our time.
_HIJRI_YEARS = range(1300, 1500)


def hijri_day(match: re.Match[str], context: Context) -> Meaning | None:
    """A day or month of the Islamic calendar: "10 Muharram 1435"; counted, so the true day may differ by one."""
    number = measures.days().hijri_months.get(_month_name(match["hijri"]))
    return hijri_stretch(int(match["hyear"]), number, _day_in(match)) if number is not None else None


def hijri_stretch(year_number: int, month_number: int, day_number: int) -> Meaning:
    """A day of the Islamic calendar, or where ``day_number`` is 0 a month of it; the limits leave a day for the sighting."""
    first = cal.hijri(year_number, month_number, day_number or 1)
    if first is None or not 0 <= day_number <= 30:
        return IMPOSSIBLE
    if day_number:
        return Meaning(
            first.isoformat(), cal.shift(first, "day", -1), cal.shift(first, "day", 1), grain="day", explicit=True
        )
    after = cal.hijri(year_number + month_number // 12, month_number % 12 + 1, 1)
    last = cal.shift(after, "day", -1)
    if last is None:
        return IMPOSSIBLE
    return Meaning(
        f"{first.isoformat()}/{last.isoformat()}", cal.shift(first, "day", -1), after, grain="month", explicit=True
    )


def hijri_year(match: re.Match[str], context: Context) -> Meaning | None:
    """A year of the Islamic calendar: "1435 AH"."""
    number = int(match["hyear"])
    first, after = cal.hijri(number, 1, 1), cal.hijri(number + 1, 1, 1)
    last = cal.shift(after, "day", -1)
    if first is None or last is None:
        return IMPOSSIBLE
    return Meaning(
        f"{first.isoformat()}/{last.isoformat()}", cal.shift(first, "day", -1), after, grain="span", explicit=True
    )


def persian_day(match: re.Match[str], context: Context) -> Meaning | None:
    """A day or month of the Persian calendar: "22 Bahman 1357"."""
    number, year_number, day_number = (
        measures.days().persian_months.get(_month_name(match["persian"])),
        int(match["hyear"]),
        _day_in(match),
    )
    if number is None:
        return None
    if day_number:
        on = cal.persian(year_number, number, day_number)
        return replace(cal.day(on), explicit=True) if on else IMPOSSIBLE
    first = cal.persian(year_number, number, 1)
    after = cal.persian(year_number + number // 12, number % 12 + 1, 1)
    last = cal.shift(after, "day", -1)
    if first is None or last is None:
        return IMPOSSIBLE
    return Meaning(f"{first.isoformat()}/{last.isoformat()}", first, last, grain="month", explicit=True)


def _month_name(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


def _day_in(match: re.Match[str]) -> int:
    """The day before or after the month's name, 0 where none stands there."""
    return int(match["day"] or match["day2"] or 0)
