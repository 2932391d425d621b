# The table of patterns is read a row at a time.
# ruff: noqa: E501
"""The table of date expressions: named patterns, each with a small function that reads its meaning.

A pattern is tried only where a word stands that can begin it, and its own expression is anchored there and bounded, so the time
is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from counterclaim.finding import dates_calendar as cal
from counterclaim.finding.dates_calendar import Meaning
from counterclaim.finding.dates_relative import (
    ago,
    anniversary,
    bare_duration,
    clock,
    day_beside,
    deictic,
    deictic_month,
    deictic_part,
    deictic_unit,
    duration,
    following,
    half_unit,
    lasting,
    long_ago,
    own_unit,
    part_alone,
    part_beside,
    part_of_some_day,
    repeated,
    season,
    some_time_beside,
    vague_future,
    vague_now,
    vague_past,
    weekday,
    weekend,
    year_ago,
    years_end,
)
from counterclaim.finding.dates_stated import (
    bare_year,
    century,
    day_and_month,
    decade,
    era_year,
    hijri_day,
    hijri_year,
    iso_day,
    month_and_day,
    months_span,
    named_day,
    numeric_day,
    old_year,
    ordinal_of_month,
    persian_day,
    quarter,
    short_numeric_day,
    short_years,
    whole_month,
)
from counterclaim.finding.dates_words import (
    DASH,
    DECADE_WORDS,
    END,
    FULL_WEEKDAYS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    WEEKDAYS,
    Context,
    S,
    Y,
    any_of,
)
from counterclaim.knowledge import measures

Read = Callable[["re.Match[str]", Context], Meaning | None]


@dataclass(frozen=True)
class Pattern:
    """One rule: its name, the words (lower case; ``#`` for digits) that can begin it, its expression and its reading."""

    name: str
    starts: frozenset[str]
    expression: re.Pattern[str]
    read: Read


_M = rf"(?P<month>{any_of(MONTHS)})(?![a-z])\.?"
_M2 = rf"(?P<month2>{any_of(MONTHS)})(?![a-z])\.?"
_W = rf"(?:{any_of(WEEKDAYS)}\.?,?{S}(?:the{S})?)?"
_D = r"(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_D2 = r"(?P<day2>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_YEAR_TAIL = rf"(?:(?:[^\S\n]?,{S}?|{S}(?:of{S})?){Y})?"
_N = rf"(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+(?![\d,.]\d)|\d{{1,4}}(?:\.5|{S}1/2)?(?![\d,.]\d)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)|{any_of(NUMBERS)}(?![a-z]))(?:{S}(?:hundred|thousand|million|billion)(?![a-z]))?)"
_VAGUE_N = rf"(?P<vague>(?:a{S}|the{S})?few|several|some|many|numerous|countless|(?:tens|dozens|scores|hundreds|thousands|millions|billions){S}of)"
_U = r"(?P<unit>second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|centur)(?P<plural>s|y|ies)?"
_CAL_UNIT = r"(?P<unit>day|night|week|weekend|month|quarter|year|decade|century)"
_APPROX = rf"(?:(?P<approx>about|around|almost|nearly|over|more{S}than|less{S}than|some|roughly|approximately|just{S}over|just{S}under|at{S}least|up{S}to){S})?"
# After "three days before" these words open the event that is counted from.
_EVENT_AFTER = rf"{S}\w"
_AND_HALF_FIRST = rf"(?P<half_first>{S}and{S}a{S}half)?"
_AND_HALF = rf"(?P<half>{S}and{S}a{S}half)?"


def _words(*words: str) -> frozenset[str]:
    return frozenset(words)


_MONTH_STARTS = frozenset(MONTHS)
_NUMBER_STARTS = frozenset({w.split()[0] for w in NUMBERS} | {"#"})
_DIGITS = _words("#")
_VAGUE_STARTS = _words(
    "several", "few", "some", "many", "numerous", "countless", "the", "tens", "dozens", "scores", "hundreds", "thousands",
    "millions", "billions",
)  # fmt: skip
_APPROX_STARTS = _words(
    "about",
    "around",
    "almost",
    "nearly",
    "over",
    "more",
    "less",
    "some",
    "roughly",
    "approximately",
    "just",
    "at",
    "up",
)
_BASE_WORDS = _words(
    "the", "this", "last", "next", "past", "previous", "coming", "current", "following", "that", "same", "preceding"
)


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """The table, in order of preference among readings of equal length."""
    named = any_of(sorted({name for one in measures.days().named.values() for name in one.names}))
    name_starts = frozenset(re.split(r"[^\w]", name.lower())[0] for name in measures.days().named)
    name_starts = frozenset("#" if start.isdigit() else start for start in name_starts)
    hijri = any_of(sorted(measures.days().hijri_months))
    hijri_starts = frozenset(re.split(r"[^\w]", name)[0] for name in measures.days().hijri_months)
    ordinal = rf"(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)|{any_of(ORDINALS)})"
    full_day = rf"(?P<weekday>{any_of(FULL_WEEKDAYS)})"
    persian = any_of(sorted(measures.days().persian_months))
    part = r"(?P<part>morning|afternoon|evening|night|dawn|noon|midday|midnight)"
    zone = rf"(?:GMT|UTC|[ECMP][SD]T|CES?T|EES?T|local{S}time)"
    this = rf"(?P<which>(?:the{S})?(?:last|past|previous|this{S}past|this{S}coming|this|current|next|coming))"
    rows: list[tuple[str, frozenset[str], str, Read]] = [
        ("iso day", _DIGITS, r"([12]\d{3})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d)", iso_day),
        ("numeric day", _DIGITS, r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\d/-])", numeric_day),
        ("compact day", _DIGITS, r"((?:19|20)\d\d)()(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)", iso_day),
        ("short numeric day", _DIGITS, r"(\d{1,2})(/)(\d{1,2})/(\d\d)(?![\d/-]|\.\d)", short_numeric_day),
        ("short dashed day", _DIGITS, r"(\d\d)(-)(\d\d)-(\d\d)(?![\d/-]|\.\d)", short_numeric_day),
        ("islamic day", _DIGITS | _words("the") | hijri_starts, rf"(?:(?:the{S})?{_D}{S}(?:of{S})?)?(?P<hijri>{hijri})(?:{S}{_D2})?,?{S}(?P<hyear>1[34]\d\d)(?!\d)(?:{S}?(?:AH|A\.H\.|H)(?![a-z]))?", hijri_day),
        ("islamic year", _DIGITS, rf"(?P<hyear>1[34]\d\d){S}?(?-i:AH|A\.H\.)(?![A-Za-z])", hijri_year),
        ("persian day", _DIGITS | _words("the") | frozenset(measures.days().persian_months), rf"(?:(?:the{S})?{_D}{S}(?:of{S})?)?(?P<persian>{persian})(?:{S}{_D2})?,?{S}(?P<hyear>1[234]\d\d)(?!\d)", persian_day),
        ("month and day", _MONTH_STARTS | frozenset(WEEKDAYS),
         rf"{_W}{_M}{S}(?:the{S})?{_D}(?![:.]\d|,\d|%)(?:(?:{DASH}|{S}to{S}){_D2}(?!\d|{S}?{any_of(MONTHS)}))?{_YEAR_TAIL}", month_and_day),
        ("day and month", _DIGITS | frozenset(WEEKDAYS) | _words("the"),
         rf"{_W}(?:the{S}(?=\d{{1,2}}(?:st|nd|rd|th)))?{_D}(?:(?:{DASH}|{S}(?:to|and){S}){_D2})?(?:{S}|-)(?:day{S}of{S}|of{S})?{_M}(?:-(?P<dashed>\d{{4}})|{_YEAR_TAIL})", day_and_month),
        ("day in words", _words("the", *ORDINALS), rf"(?:the{S})?(?P<ordinal>{any_of(ORDINALS)}){S}(?:day{S})?of{S}{_M}{_YEAR_TAIL}", ordinal_of_month),
        ("months", _MONTH_STARTS, rf"{_M}{DASH}{_M2}{_YEAR_TAIL}", months_span),
        ("month", _MONTH_STARTS, rf"{_M}{_YEAR_TAIL}", whole_month),
        ("short years", _DIGITS, r"(?P<first>\d{4})(?:[-–/])(?P<last>\d\d)(?![\d/-])", short_years),
        ("era", _DIGITS, rf"(?P<number>\d{{1,4}}){S}?(?P<era>BCE|BC|B\.C\.(?:E\.)?|CE|C\.E\.|AD|A\.D\.)(?![A-Za-z])", era_year),
        ("era first", _words("ad", "a"), rf"(?P<era>AD|A\.D\.){S}?(?P<number>\d{{1,4}})(?!\d)", era_year),
        ("decade", _DIGITS | _words("the"), rf"(?:(?P<full>\d{{4}})|(?<=['’])\d\d|(?<=\bthe )[2-9]0)['’]?s{END}(?!°)|the{S}(?P<word>{any_of(list(DECADE_WORDS))}){END}", decade),
        ("century", _DIGITS | frozenset(ORDINALS) | _words("twenty"), rf"{ordinal}[\s-]century(?:{S}(?P<era>BCE|BC|B\.C\.|CE|AD))?{END}", century),
        ("quarter", _words("the", *ORDINALS), rf"(?:the{S}|this{S}year['’]s{S})?(?P<ordinal>first|second|third|fourth)(?:{S}quarter(?:{S}of{S}{Y})?|-quarter){END}", quarter),
        ("quarter in figures", _words("q"), rf"Q(?P<ordinal>[1-4]){S}(?:of{S})?{Y}", quarter),
        ("year", _DIGITS | _words("the", "fiscal"), rf"(?P<said>(?:the{S}year|(?:the{S})?fiscal(?:{S}year)?){S}(?:of{S})?)?{Y}(?!s\b)", bare_year),
        ("old year", _DIGITS, r"(?:(?<=year )\d\d|\d{3})(?![\d,.]\d|\d)", old_year),
        ("today", _words("today", "yesterday", "tomorrow", "tonight", "the"), rf"(?P<word>today|yesterday|tomorrow|tonight|the{S}day{S}before{S}yesterday|the{S}day{S}after{S}tomorrow){END}(?:{S}\({full_day}\))?", deictic),
        ("part of today", _words("this", "last"), rf"(?P<which>this|last){S}{part}{END}", deictic_part),
        ("weekday", _BASE_WORDS | frozenset(FULL_WEEKDAYS) | frozenset(f"{name}s" for name in FULL_WEEKDAYS), rf"(?:(?P<which>(?:the{S})?(?:last|past|previous|this{S}past|this{S}coming|this|next|coming|following|same|that)){S})?{full_day}(?P<after>{S}last)?(?P<many>s)?{END}", weekday),
        ("unit beside today", _BASE_WORDS, rf"{this}{S}{_CAL_UNIT}(?P<many>s(?={S}[a-z]))?{END}", deictic_unit),
        ("month beside today", _BASE_WORDS, rf"(?P<which>last|this|next){S}{_M}{END}", deictic_month),
        ("weekend", _words("the", "weekend"), rf"(?:the{S})?weekend{END}", weekend),
        ("season of a year", _words("the", *cal.SEASONS), rf"(?:the{S})?(?P<season>{any_of(list(cal.SEASONS))})(?:,?{S}|{S}of{S}){Y}(?:[-–/](?:\d\d){{1,2}}(?!\d))?", season),
        ("season", _BASE_WORDS, rf"(?P<which>last|this|next){S}(?P<season>{any_of(list(cal.SEASONS))}){END}", season),
        ("season alone", _words("summer", "winter", "autumn"), rf"(?P<season>summer|winter|autumn){END}", season),
        ("beside the text's date", _BASE_WORDS, rf"(?P<which>(?:the{S})?(?:following|same|preceding)|that(?:{S}same)?|the{S}(?:next|previous)){S}{_CAL_UNIT}{END}", following),
        ("counted from the text's date", _NUMBER_STARTS | _words("the"), rf"(?P<number>the|{_N[len('(?P<number>'):-1]}){S}(?P<unit>day|night|week|weekend|month|year|decade)s?{S}(?P<way>earlier|later|previously|afterwards|(?:before|after|prior){END}(?!{_EVENT_AFTER})){END}", day_beside),
        ("part beside the text's date", _BASE_WORDS, rf"(?P<which>that|the{S}(?:next|following|same)|(?:next|following|same)){S}{part}{END}", part_beside),
        ("anniversary", _DIGITS | frozenset(ORDINALS) | _words("the"), rf"(?:the{S})?{ordinal}{S}anniversary{END}", anniversary),
        ("ago", _NUMBER_STARTS | _words("about", "around", "almost", "nearly", "over", "more", "less", "some", "several", "few", "many", "just", "roughly", "approximately", "years", "decades", "centuries", "months", "days", "weeks", "hours"),
         rf"{_APPROX}(?:(?:{_N}|{_VAGUE_N}){_AND_HALF}{S})?{_U}{S}(?:ago|back|hence){END}(?P<mark>{S}(?:today|tomorrow|yesterday|(?:on{S})?{any_of(FULL_WEEKDAYS)}){END})?", ago),
        ("year's end", _words("year", "the"), rf"(?:the{S})?year(?:['’]s)?(?:-|{S})end{END}", years_end),
        ("year ago", _words("a", "the", "year"), rf"(?:(?:a|the){S})?year-(?:ago|earlier){END}", year_ago),
        ("some time beside", _words("years", "decades", "centuries", "months", "weeks", "days", "hours", "minutes"), rf"{_U}{S}(?:earlier|later|afterwards){END}", some_time_beside),
        ("long ago", _words("long", "a", "some", "not", "moments"), rf"(?:(?:not{S}(?:so{S})?|so{S})?long|(?:a{S}long|some){S}time|a{S}while|moments){S}ago{END}", long_ago),
        ("the text's own", _words("the"), rf"the{S}(?P<unit>day|week|month|year){END}", own_unit),
        ("that time", _words("that", "those"), rf"(?:(?<=at )that{S}time|that{S}(?:period|era)|those{S}(?:days|weeks|months|years)){END}", long_ago),
        ("lasting", _BASE_WORDS | _words("first", "final", "recent"), rf"(?P<which>(?:the{S}|this{S}|these{S})?(?:last|past|previous|next|coming|following|preceding|first|final)){S}(?:{_APPROX}(?:{_N}|{_VAGUE_N}){S})(?:or{S}so{S})?{_U}{END}", lasting),
        ("the coming days", _BASE_WORDS, rf"(?P<which>(?:the{S})?(?:coming|next)){S}(?:days|weeks|months|years|decades|hours)(?:{S}(?:and|or){S}(?:weeks|months|years|decades))?{END}", vague_future),
        ("the past days", _BASE_WORDS | _words("recent"), rf"(?:(?:the{S})?(?:past|last)|(?:the{S})?(?:more{S}|most{S})?recent){S}(?:hours|days|weeks|months|years|decades|(?<=recent[ ])(?:times|past))(?:{S}(?:and|or){S}(?:weeks|months|years|decades))?{END}", vague_past),
        ("days ahead", _words("the"), rf"the{S}(?:hours|days|weeks|months|years){S}(?:ahead|to{S}come){END}", vague_future),
        ("duration", _NUMBER_STARTS | _VAGUE_STARTS | _APPROX_STARTS, rf"{_APPROX}(?:{_N}|{_VAGUE_N}){_AND_HALF_FIRST}(?:{S}|-){_U}{_AND_HALF}{END}(?!-old)", duration),
        ("half a unit", _words("half"), rf"half{S}an?{S}(?P<unit>hour|day|year|decade|century){END}", half_unit),
        ("for long", _words("years", "months", "weeks", "days", "decades", "hours", "centuries"), rf"(?<=\b(?:for|ver|hin)\s){_U}{END}", bare_duration),
        ("repeated", _words("every", "each", *(f"{name}s" for name in FULL_WEEKDAYS)), rf"(?:(?:every|each){S}(?:(?:{_N}|(?P<other>other)){S}(?P<counted>second|minute|hour|day|week|weekend|month|year|decade|{any_of(FULL_WEEKDAYS)})s?|(?:single{S})?(?:second|minute|hour|day|week|weekend|month|year|decade|morning|afternoon|evening|night|{any_of(FULL_WEEKDAYS)}))|{any_of(FULL_WEEKDAYS)}s){END}", repeated),
        ("repeated, one word", _words("daily", "weekly", "monthly", "annually", "yearly", "nightly", "hourly"), rf"(?-i:daily|weekly|monthly|annually|yearly|nightly|hourly){END}", repeated),
        ("vague past", _words("recently", "lately", "the", "in", "recent"), rf"(?:recently|lately|recent(?={S}[a-z])|(?<=in )the{S}past){END}", vague_past),
        ("vague now", _words("now", "right", "currently", "nowadays", "presently", "these", "the", "this", "at", "to"), rf"(?:(?:right{S})?now|currently|nowadays|presently|these{S}(?:days|times)|(?<!up )to{S}(?:date|this{S}day)|at{S}present|(?:at{S})?this{S}(?:very{S})?moment|at{S}the{S}moment(?!{S}of)|at{S}this{S}time|the{S}present(?:{S}(?:day|time|moment))?){END}", vague_now),
        ("vague future", _words("the"), rf"the{S}(?:near{S}|foreseeable{S}|immediate{S})?future{END}", vague_future),
        ("named day", name_starts | _words("last", "this", "next"), rf"(?:(?P<which>last|this|next){S}(?:year(?:['’]s)?{S})?)?(?P<name>{named})(?![\w/])(?:{_YEAR_TAIL})", named_day),
        ("clock", _DIGITS, rf"(?P<hour>\d{{1,2}})(?:[:.]?(?P<minute>\d\d))?(?::\d\d)?{S}?(?:(?P<half_day>[ap]\.?m\.?)|(?:hours|hrs|o['’]clock|{zone}))(?![A-Za-z\d])(?:{S}\(?{zone}\)?)?", clock),
        ("clock alone", _DIGITS, r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?(?P<half_day>)(?![:\d])(?![^\S\n]?[-–][^\S\n]?\d)", clock),
        ("part of a day alone", _words("overnight", "midnight", "dawn", "midday", "noon"), rf"(?P<part>overnight|midnight|dawn|midday|noon){END}", part_alone),
        ("part of some day", _words("the", "night", "dusk"), rf"(?:(?:(?<=\bin )|(?<=during )|(?<=since ))the{S}(?P<part>morning|afternoon|evening|night)|(?<=\bat )(?P<part2>night|dusk)){END}", part_of_some_day),
    ]  # fmt: skip
    return tuple(Pattern(name, starts, re.compile(text, re.IGNORECASE), read) for name, starts, text, read in rows)


@lru_cache(maxsize=1)
def by_start() -> dict[str, tuple[Pattern, ...]]:
    """The patterns that each first word can begin."""
    table: dict[str, list[Pattern]] = {}
    for pattern in patterns():
        for word in sorted(pattern.starts):
            table.setdefault(word, []).append(pattern)
    return {word: tuple(some) for word, some in table.items()}
