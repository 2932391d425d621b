# The readings share one signature, and the table of patterns is read a row at a time.
# ruff: noqa: ARG001, E501
"""The words of date expressions: one table of named patterns, each with a small function that reads its meaning.

A pattern is tried only where a word stands that can begin it, and its own expression is anchored there and bounded, so the time
is linear in the text. The docstring of a reading function is the explanation of its rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from counterclaim.finding import dates_calendar as cal
from counterclaim.finding.dates_calendar import IMPOSSIBLE, Meaning
from counterclaim.knowledge import measures

PAST, FUTURE, UNSAID, PRESENT = -1, 1, 0, 2


@dataclass(frozen=True, slots=True)
class Style:
    """How an article tells time. ``timeless`` has no day that hangs on its publication: a guide, a history, a report.
    ``history`` is such a text that names many earlier years: a bare month belongs to the year last named."""

    timeless: bool = False
    history: bool = False


NEWS = Style()


@dataclass(frozen=True, slots=True)
class Context:
    """What fixes a relative expression at one place.

    ``published`` is the day, month or year of publication (None if unstated); ``verb`` finds the tense at the place, which is
    asked for only where a reading needs it: PAST, FUTURE, PRESENT or UNSAID; ``reference``
    is the last meaning before it, ``told`` the last one before it whose words name a year, both None if there are none near;
    ``style`` says how the article tells time.
    """

    published: Meaning | None
    verb: Callable[[], int]
    reference: Meaning | None = None
    told: Meaning | None = None
    style: Style = NEWS

    @property
    def tense(self) -> int:
        """The tense of the sentence at the place."""
        return self.verb()

    @property
    def today(self) -> date | None:
        """The day of publication, where one is stated."""
        return self.published.one_day if self.published else None

    def near(self, unit: str) -> date | None:
        """A day of the publication's own week, month, year …, where the publication is known that exactly."""
        if self.published is None or self.published.earliest is None:
            return None
        coarse = {"day": 0, "week": 0, "weekend": 0, "month": 1, "quarter": 1, "season": 1}.get(unit, 2)
        known = {"day": 0, "month": 1}.get(self.published.grain, 2)
        return self.published.earliest if known <= coarse else None


Read = Callable[["re.Match[str]", Context], Meaning | None]


@dataclass(frozen=True)
class Pattern:
    """One rule: its name, the words (lower case; ``#`` for digits) that can begin it, its expression and its reading."""

    name: str
    starts: frozenset[str]
    expression: re.Pattern[str]
    read: Read


# ---------------------------------------------------------------- words

_MONTH_NAMES = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"), ("july", "jul"),
    ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"), ("december", "dec"),
)  # fmt: skip
_DAY_NAMES = (
    ("monday", "mon"), ("tuesday", "tues", "tue"), ("wednesday", "wed"), ("thursday", "thurs", "thur", "thu"), ("friday", "fri"),
    ("saturday", "sat"), ("sunday", "sun"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
WEEKDAYS = {name: number for number, names in enumerate(_DAY_NAMES) for name in names}
FULL_WEEKDAYS = {names[0]: number for number, names in enumerate(_DAY_NAMES)}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
NUMBERS = {word: number for number, word in enumerate(f"{_ONES} eighteen nineteen twenty".split())} | {
    "a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "a hundred": 100, "one hundred": 100, "a couple of": 2, "a couple": 2, "a dozen": 12, "two dozen": 24,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SOME = ("several", "few", "some", "many", "recent", "numerous")
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
]
ORDINALS = {word: number for number, word in enumerate(_ORDINALS, start=1)}
_DECADE_WORDS = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip
_UNIT_CODES = {
    "second": "T{}S", "minute": "T{}M", "hour": "T{}H", "day": "{}D", "night": "{}D", "week": "{}W", "weekend": "{}W", "fortnight": "{}W",
    "month": "{}M", "quarter": "{}Q", "year": "{}Y", "decade": "{}DE", "century": "{}CE",
}  # fmt: skip
PARTS = {
    "morning": "TMO", "dawn": "TMO", "daybreak": "TMO", "noon": "T12:00", "midday": "T12:00", "afternoon": "TAF", "evening": "TEV",
    "dusk": "TEV", "night": "TNI", "overnight": "TNI", "midnight": "T24:00",
}  # fmt: skip

# White space inside an expression: no blank line, and bounded.
S = r"(?:[^\S\n]{1,3}|[^\S\n]{0,2}\n[^\S\n]{0,3})"
_DASH = r"[^\S\n]?[-–—][^\S\n]?"
_END = r"(?![\w])"


def _any(words: dict[str, int] | tuple[str, ...] | list[str]) -> str:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", S) for w in ordered) + ")"


_M = rf"(?P<month>{_any(MONTHS)})(?![a-z])\.?"
_M2 = rf"(?P<month2>{_any(MONTHS)})(?![a-z])\.?"
_W = rf"(?:{_any(WEEKDAYS)}\.?,?{S}(?:the{S})?)?"
_D = r"(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_D2 = r"(?P<day2>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_Y = r"(?P<year>1\d{3}|20\d\d|[3-9]\d{3})(?![\d,]\d|[a-z\d]|\.\d)"
_YEAR_TAIL = rf"(?:(?:[^\S\n]?,{S}?|{S}(?:of{S})?){_Y})?"
_N = rf"(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+(?![\d,.]\d)|\d{{1,4}}(?:\.5|{S}1/2)?(?![\d,.]\d)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)|{_any(NUMBERS)}(?![a-z]))(?:{S}(?:hundred|thousand|million|billion)(?![a-z]))?)"
_VAGUE_N = rf"(?P<vague>(?:a{S}|the{S})?few|several|some|many|numerous|countless|(?:tens|dozens|scores|hundreds|thousands|millions|billions){S}of)"
_U = r"(?P<unit>second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|centur)(?P<plural>s|y|ies)?"
_CAL_UNIT = r"(?P<unit>day|night|week|weekend|month|quarter|year|decade|century)"
_APPROX = rf"(?:(?P<approx>about|around|almost|nearly|over|more{S}than|less{S}than|some|roughly|approximately|just{S}over|just{S}under|at{S}least|up{S}to){S})?"
# After "three days before" these words open the event that is counted from.
_EVENT_AFTER = rf"{S}\w"
_AND_HALF_FIRST = rf"(?P<half_first>{S}and{S}a{S}half)?"
_AND_HALF = rf"(?P<half>{S}and{S}a{S}half)?"
_YEAR_AHEAD = re.compile(
    rf"(?:{S}(?:and|to|until|till|through|or){S}|{_DASH})(?:\d{{1,2}}{S})?{_any(MONTHS)}\.?(?:{S}\d{{1,2}})?,?{S}(?:in{S}|of{S})?({_Y})",
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


def _unit(match: re.Match[str]) -> str:
    word = match["unit"].lower()
    return "century" if word.startswith("centur") else word


def _number(words: str) -> int | None:
    """The whole number that words mean, or None for a fraction."""
    plain = " ".join(words.lower().replace(",", "").split())
    if plain.isdigit():
        return int(plain)
    if plain in NUMBERS:
        return NUMBERS[plain]
    lower, _, scale = plain.rpartition(" ")
    if scale in _SCALES and lower:
        count = _number(lower)
        return count * _SCALES[scale] if count is not None else None
    tens, _, ones = plain.partition("-")
    return NUMBERS[tens] + NUMBERS[ones] if ones in NUMBERS and tens in NUMBERS else None


def _with_half(words: str | None) -> tuple[int | None, bool]:
    """The whole part of a number and whether a half follows it ("2.5", "2 1/2")."""
    halved = re.fullmatch(r"(\d+)(?:\.5|\s+1/2)", (words or "").strip())
    if halved:
        return int(halved[1]), True
    return (_number(words) if words else None), False


def _given(match: re.Match[str], name: str) -> int | None:
    return int(match[name]) if match[name] else None


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
    year_number = _given(match, "year") or _year_ahead(match)
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
    year_number = _given(match, "year")
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
    year_number = _given(match, "year") or _year_ahead(match)
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
    year_number = _given(match, "year") or year_of(context, last)
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
    number = int(text) if text else _DECADE_WORDS[match["word"].lower()]
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


# ---------------------------------------------------------------- days that hang on the publication


def deictic(match: re.Match[str], context: Context) -> Meaning | None:
    """Today, yesterday, tomorrow, counted from the day of publication."""
    words = " ".join(match["word"].lower().split())
    moves = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "the day before yesterday": -2}
    move = moves.get(words, 2)
    if match["weekday"]:
        return _beside_weekday(FULL_WEEKDAYS[match["weekday"].lower()], 1 if move > 0 else -1, context)
    if match["word"] == "Today" and re.search(
        r"[A-Z]\w*[^\S\n]$", match.string[max(0, match.start() - 20) : match.start()]
    ):
        return None  # "Coast Today" is a newspaper
    if words == "today" and (context.style.history or _any_time(match)):
        return Meaning("PRESENT_REF", kind="vague")
    if context.today is None:
        return Meaning({-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[(move > 0) - (move < 0)], kind="vague")
    moved = cal.shift(context.today, "day", move)
    meant = cal.stretch(moved, "day")
    return part_of(meant, "TNI") if words == "tonight" else meant


def _beside_weekday(number: int, direction: int, context: Context) -> Meaning:
    """Today (Wednesday): the weekday stands; where the text was taken over later, publication is no longer that day."""
    found = cal.weekday_near(context.today, number, direction) if context.today else None
    return cal.day(found) if found else Meaning(f"XXXX-WXX-{number + 1}", grain="day")


def _any_time(match: re.Match[str]) -> bool:
    """ "Still today", "what is today", "as we know it today": the present, no day."""
    before = match.string[max(0, match.start() - 24) : match.start()].lower()
    return bool(re.search(r"\b(?:still|even|known|until|what\s(?:is|are)|it\sis|they\sare|of|than)\s$", before))


def part_of(of: Meaning, code: str) -> Meaning:
    """A part of a day: the day's own days, the value with the part."""
    return replace(of, value=f"{of.value}{code}") if of.grain == "day" and "T" not in of.value else of


def deictic_part(match: re.Match[str], context: Context) -> Meaning | None:
    """This morning, last night: a part of the day of publication or of the day before."""
    code = PARTS[match["part"].lower()]
    move = -1 if match["which"].lower() == "last" else 0
    moved = cal.shift(context.today, "day", move)
    if moved is None:
        return Meaning("PAST_REF" if move else "PRESENT_REF", kind="vague")
    return part_of(cal.day(moved), code)


def weekday(match: re.Match[str], context: Context) -> Meaning | None:
    """A day of the week: in a past tense the latest one on or before publication, in a future tense the next;
    "last" is before the day of publication, "next" after it. Without a day of publication it stays unfixed."""
    number = FULL_WEEKDAYS[match["weekday"].lower()]
    which = " ".join((match["which"] or "").lower().split()).removeprefix("the ")
    last = which in ("last", "past", "previous", "this past") or (match["after"] or "").strip().lower() == "last"
    unfixed = Meaning(f"XXXX-WXX-{number + 1}", grain="day")
    before = match.string[max(0, match.start() - 6) : match.start()].lower()
    if match["many"] and not which:
        after = match.string[match.end() : match.end() + 8]
        if re.search(r"\bon\s$", before):
            return Meaning(unfixed.value, kind="set")  # "on Fridays"; a lost apostrophe ("Fridays attack") has no "on"
        if not re.match(r"\s[a-z]", after) or re.match(
            r"\s(?:ago|and|or|to|are|were|is|at|in|from|when|after|before)\b", after
        ):
            return None
    if not which and re.match(
        r"\s(?:mornings|afternoons|evenings|nights)\b", match.string[match.end() : match.end() + 12]
    ):
        return Meaning(unfixed.value, kind="set")
    if not which and re.search(r"\ba\s$", before):
        return unfixed
    if which in ("following", "same", "that"):
        base = context.reference.latest if context.reference else None
        if base is None:
            return unfixed
        if which == "following":
            return cal.stretch(cal.weekday_near(cal.shift(base, "day", 1) or base, number, 1), "day")
        return cal.stretch(cal.weekday_near(base, number, -1), "day")
    if context.today is None:
        return unfixed
    if last:
        found = cal.weekday_near(cal.shift(context.today, "day", -1) or context.today, number, -1)
    elif which in ("next", "coming") or which == "this coming":
        found = cal.weekday_near(cal.shift(context.today, "day", 1) or context.today, number, 1)
    else:
        found = cal.weekday_near(context.today, number, 1 if context.tense == FUTURE else -1)
    return cal.stretch(found, "day") if found else unfixed


def deictic_unit(match: re.Match[str], context: Context) -> Meaning | None:
    """Last week, this month, next year: the calendar's own week, month or year beside that of publication."""
    unit = _unit(match)
    which = match["which"].lower().split()[-1]
    move = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    if unit in ("night", "day"):
        if which not in ("last", "next", "this"):
            return None
        return deictic_day(context, move) if unit == "day" and which == "this" else None
    if match["many"] and (match["which"].lower() not in ("last", "this", "next") or _owned(match, which)):
        return None
    if which == "previous" and context.reference and context.reference.latest:
        return _beside(context, unit, -1)
    if (which in ("past", "coming") and unit != "weekend") or (which, unit) == ("last", "decade"):
        return _stretch_beside(unit, -1 if which != "coming" else 1, context)
    base = context.near(unit)
    if base is None:
        if unit == "year":
            return Meaning("XXXX", grain="year")
        return Meaning({-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[move], kind="vague")
    if unit == "weekend":
        # Told as past before the week's own Saturday, "this weekend" is the one just gone.
        gone = move == 0 and context.tense == PAST and base.weekday() < 5
        moved = cal.shift(base, "week", -1 if gone else move)
        return cal.weekend(moved) if moved else None
    return cal.stretch(cal.shift(base, unit, move), unit)


def _owned(match: re.Match[str], which: str) -> bool:
    """Her last years, the last weeks: no week that has lost its apostrophe ("this weeks battle")."""
    if which == "this":
        return False
    before = match.string[max(0, match.start() - 10) : match.start()].lower()
    return bool(re.search(r"\b(?:the|his|her|its|their|our|my|your|these|those|of)\s$", before))


def _stretch_beside(unit: str, direction: int, context: Context) -> Meaning:
    """The past year, the coming week: a whole one that ends or begins with the day of publication."""
    value = duration_value(unit, 1, half=False)
    away = cal.shift(context.today, unit, direction)
    first, last = (away, context.today) if direction < 0 else (context.today, away)
    return Meaning(value, first, last, kind="duration", grain="lasting")


def deictic_day(context: Context, move: int) -> Meaning | None:
    """This day: the day of publication."""
    moved = cal.shift(context.today, "day", move)
    return cal.day(moved) if moved else Meaning("PRESENT_REF", kind="vague")


def deictic_month(match: re.Match[str], context: Context) -> Meaning | None:
    """Last March, next October: the nearest such month before or after that of publication."""
    if not match["month"][0].isupper():
        return None
    number = MONTHS[match["month"].lower()]
    base = context.near("month")
    if base is None:
        return Meaning(f"XXXX-{number:02d}", grain="month")
    which = match["which"].lower()
    if which == "last":
        return cal.month(base.year - (number >= base.month), number)
    if which == "next":
        return cal.month(base.year + (number <= base.month), number)
    return cal.month(base.year, number)


def weekend(match: re.Match[str], context: Context) -> Meaning | None:
    """The weekend: in a past tense the last one that has begun by publication, in a future tense the next."""
    if re.search(r"\b(?:a|every|each|per|long)\s$", match.string[max(0, match.start() - 6) : match.start()].lower()):
        return None
    if context.today is None:
        return Meaning("XXXX-WXX-WE", grain="weekend")
    near = cal.weekday_near(context.today, 6 if context.tense == FUTURE else 5, context.tense or PAST)
    return cal.weekend(near) if near else None


def season(match: re.Match[str], context: Context) -> Meaning | None:
    """A season of a stated year, or of the year that "last", "this" or "next" points to; else unfixed."""
    code = cal.SEASONS[match["season"].lower()]
    groups = match.groupdict()
    if groups.get("year"):
        return replace(cal.season(code, int(groups["year"])), explicit=True)
    which = (groups.get("which") or "").lower()
    base = context.near("season")
    if not which:
        return cal.season(code, None) if _is_season(match) else None
    if base is None:
        return cal.season(code, None)
    meant = cal.season(code, base.year)
    if which == "last" and meant.latest and meant.latest >= base:
        meant = cal.season(code, base.year - 1)
    if which == "next" and meant.earliest and meant.earliest <= base:
        meant = cal.season(code, base.year + 1)
    if which == "this" and meant.earliest and meant.earliest > base and context.tense == PAST:
        meant = cal.season(code, base.year - 1)  # told in January, "this summer" is over
    return meant


def _is_season(match: re.Match[str]) -> bool:
    """A season alone, not a name or the first half of one ("winter wheat")."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    after = match.string[match.end() : match.end() + 3]
    return bool(re.search(r"\b(?:in|the|during|every|each|by|until|since|all|of)\s$", before)) and not re.match(
        r"\s[A-Z]", after
    )


# ---------------------------------------------------------------- days that hang on the text before


def following(match: re.Match[str], context: Context) -> Meaning | None:
    """The following day, the previous month, that year: beside the last date that the text names."""
    which = match["which"].lower().split()[-1]
    unit = _unit(match)
    move = {"following": 1, "next": 1, "after": 1, "previous": -1, "before": -1, "preceding": -1}.get(which, 0)
    return _beside(context, unit, move)


def day_beside(match: re.Match[str], context: Context) -> Meaning | None:
    """The day before, a week earlier, two days later, counted from the last date that the text names."""
    count = _number(match["number"]) if match["number"].lower() != "the" else 1
    way = match["way"].lower()
    if way in ("before", "after", "prior") and re.match(
        r"\s\w", match.string[match.end() : min(match.end() + 2, match.endpos)]
    ):
        return Meaning("PAST_REF", kind="vague")  # counted from an event, not from a date: "a day after it fell"
    direction = -1 if way in ("before", "earlier", "previously", "prior") else 1
    if count is None:
        return Meaning("PAST_REF", kind="vague")
    return _beside(context, _unit(match), direction * count)


def _beside(context: Context, unit: str, move: int) -> Meaning | None:
    if unit in ("second", "minute", "hour"):
        return Meaning("PAST_REF", kind="vague")
    reference = context.reference
    base = reference.latest if reference and reference.latest else None
    exact = base is not None and (
        unit not in ("day", "night") or (reference is not None and reference.one_day is not None)
    )
    if base is None or not exact:
        return Meaning("FUTURE_REF" if context.tense == FUTURE else "PAST_REF", kind="vague")
    if unit in ("day", "night"):
        meant = cal.stretch(cal.shift(base, "day", move), "day")
        return part_of(meant, "TNI") if unit == "night" else meant
    if unit == "weekend":
        moved = cal.shift(base, "week", move)
        return cal.weekend(moved) if moved else None
    return cal.stretch(cal.shift(base, unit, move), unit)


def part_beside(match: re.Match[str], context: Context) -> Meaning | None:
    """That night, the next morning: a part of the last day that the text names, or of the day after it."""
    move = 1 if match["which"].lower().split()[-1] in ("next", "following") else 0
    meant = _beside(context, "day", move)
    return part_of(meant, PARTS[match["part"].lower()]) if meant else None


def anniversary(match: re.Match[str], context: Context) -> Meaning | None:
    """An anniversary: so many years after the date that follows "of", where one does; else the words alone."""
    word = match["ordinal"].lower()
    count = ORDINALS[word] if word in ORDINALS else int(re.sub(r"\D", "", word))
    after = match.string[match.end() : match.end() + 60].split("\n\n")[0]
    if day_match := re.search(r"\b9/11\b", after):
        return cal.day_of(2001 + count, 9, 11) if day_match else None
    year_match = re.search(r"\b(1[5-9]\d\d|20\d\d)\b", after)
    return cal.year(int(year_match[1]) + count) if year_match else IMPOSSIBLE


# ---------------------------------------------------------------- stretches counted from the publication


def ago(match: re.Match[str], context: Context) -> Meaning | None:
    """So long ago: the day, week, month or year that many before that of publication."""
    groups = match.groupdict()
    unit = _unit(match)
    count = _number(groups["number"]) if groups.get("number") else None
    if count is None or unit in ("second", "minute") or groups.get("approx") == "over":
        return Meaning("PAST_REF", None, context.today, kind="vague")
    if unit == "hour":
        return Meaning("PAST_REF", cal.shift(context.today, "day", -(count // 24) - 1), context.today, kind="vague")
    if unit == "night":
        unit = "day"
    if unit == "fortnight":
        unit, count = "week", count * 2
    if groups.get("mark"):
        return _to_the_day(groups["mark"], unit, count, context)
    grain = "year" if unit in ("decade", "century") else unit
    base = context.near(grain)
    if base is None:
        return Meaning("XXXX", grain="year") if grain == "year" else Meaning("PAST_REF", kind="vague")
    moved = cal.shift(base, unit, -count)
    if moved is None:
        years = {"decade": 10, "century": 100}.get(unit, 1) * count
        return cal.year(base.year - years) if unit in ("year", "decade", "century") else None
    return cal.stretch(moved, grain)


def _to_the_day(mark: str, unit: str, count: int, context: Context) -> Meaning | None:
    """Three years ago today, a week ago Friday: that very day."""
    words = mark.lower().split()[-1]
    base = cal.shift(context.today, "day", {"yesterday": -1, "tomorrow": 1}.get(words, 0))
    moved = cal.shift(base, unit, -count)
    if moved is None:
        return Meaning("PAST_REF", kind="vague")
    if words not in FULL_WEEKDAYS:
        return cal.day(moved)
    near = [cal.weekday_near(moved, FULL_WEEKDAYS[words], way) for way in (-1, 1)]
    return cal.stretch(min((d for d in near if d), key=lambda d: abs((d - moved).days), default=None), "day")


def year_ago(match: re.Match[str], context: Context) -> Meaning | None:
    """The year-ago, the year-earlier period: the year before that of publication."""
    base = context.near("year")
    return cal.year(base.year - 1) if base else Meaning("XXXX", grain="year")


def years_end(match: re.Match[str], context: Context) -> Meaning | None:
    """Year's end: the last day of the year of publication."""
    base = context.near("year")
    return cal.day(date(base.year, 12, 31)) if base else Meaning("XXXX-12-31", grain="day")


def some_time_beside(match: re.Match[str], context: Context) -> Meaning | None:
    """Hours earlier, years later: a length of time without number."""
    return Meaning(duration_value(_unit(match), None, half=False), kind="duration")


def long_ago(match: re.Match[str], context: Context) -> Meaning | None:
    """Long ago, some time ago, at that time: some time before publication."""
    return Meaning("PAST_REF", None, context.today, kind="vague")


def _lasting_value(unit: str, words: str | None) -> str:
    count, half = _with_half(words)
    return duration_value(unit, count, half=half)


def lasting(match: re.Match[str], context: Context) -> Meaning | None:
    """The past three days, the next two weeks: a duration that ends or begins with the day of publication."""
    groups = match.groupdict()
    unit = _unit(match)
    which = match["which"].lower().split()[-1]
    back = which in ("last", "past", "previous", "preceding")
    count = _number(groups["number"]) if groups.get("number") else None
    value = _lasting_value(unit, groups.get("number"))
    if which in ("first", "final", "recent"):
        return Meaning(value, kind="duration") if which != "recent" else vague_past(match, context)
    today = context.today
    if today is None or unit in ("second", "minute"):
        return Meaning(value, kind="duration")
    away = (
        None
        if count is None
        else cal.shift(today, "day" if unit in ("night", "hour") else unit, -count if back else count)
    )
    if unit == "hour" and count is not None:
        away = cal.shift(today, "day", (-1 if back else 1) * -(-count // 24))
    if back:
        return Meaning(value, away, today, kind="duration", grain="lasting")
    return Meaning(value, today, away, kind="duration", grain="lasting")


_ALSO_PREPOSITION = ("over", "around", "about", "some", "up to")
_LASTS_BEFORE = re.compile(
    r"\b(?:for|in|within|after|of|than|than|last|lasts|lasted|lasting|is|was|takes?|took|spent|every|and)\s$"
)


def duration(match: re.Match[str], context: Context) -> Meaning | None:
    """A length of time: "two years", "five-day". Ages are left out."""
    after = match.string[match.end() : match.end() + 12].lower()
    if re.match(r"[\s-]+(?:old|olds)\b", after) or re.match(r"\s+of\s+age\b", after):
        return None
    groups = match.groupdict()
    words = groups.get("number")
    if words is None and groups.get("vague") is None:
        return None
    unit = _unit(match)
    before = match.string[max(0, match.start() - 10) : match.start()].lower()
    if before.endswith(("aged ", "age ", "per ", "-")):
        return None
    approx = " ".join((groups.get("approx") or "").lower().split())
    if approx in _ALSO_PREPOSITION and not _LASTS_BEFORE.search(before):
        return None  # "over two days" may mean "within"
    count = _number(words) if words else None
    tail = match.group()[match.end("number") - match.start() :] if words else ""
    if count and count > 1 and not match["plural"] and "-" not in tail:
        return None  # "2018 day five"
    if (
        words
        and words.lower() in ("a", "an")
        and not (match["half"] or unit in ("week", "month", "year", "decade", "century", "day", "hour", "fortnight"))
    ):
        return None
    if (
        words
        and words.lower() in ("a", "an")
        and unit == "day"
        and not groups.get("half")
        and not re.match(r"\s+(?:after|before|earlier|later|of)\b", after)
    ):
        return None
    count, half = _with_half(words)
    half = half or bool(groups.get("half") or groups.get("half_first"))
    return Meaning(duration_value(unit, count, half=half), kind="duration")


_HALF_UNITS = {"hour": "PT30M", "day": "PT12H", "year": "P6M", "decade": "P5Y", "century": "P50Y"}


def half_unit(match: re.Match[str], context: Context) -> Meaning | None:
    """Half an hour, half a century."""
    return Meaning(_HALF_UNITS[match["unit"].lower()], kind="duration")


def bare_duration(match: re.Match[str], context: Context) -> Meaning | None:
    """A length of time without number: "for years", "for decades"."""
    return Meaning(duration_value(_unit(match), None, half=False), kind="duration")


def duration_value(unit: str, count: int | None, *, half: bool) -> str:
    """The TIMEX3 value of a duration: ``P2Y``, ``PT36H``, ``PXD`` where the number is not known."""
    if unit == "century" and count is not None:
        unit, count = "year", count * 100
    if unit == "fortnight" and count is not None:
        unit, count = "week", count * 2
    if unit == "decade" and count is not None:
        unit, count = "year", count * 10
    shown = "X" if count is None else f"{count}.5" if half else str(count)
    return "P" + _UNIT_CODES[unit].format(shown)


def repeated(match: re.Match[str], context: Context) -> Meaning | None:
    """A repetition: "every day", "every Friday", "every two weeks", "daily"."""
    words = match.group().lower()
    counted = match.groupdict().get("number") or ("two" if match.groupdict().get("other") else None)
    if counted and match["counted"].lower() in FULL_WEEKDAYS:
        return Meaning(f"XXXX-WXX-{FULL_WEEKDAYS[match['counted'].lower()] + 1}", kind="set")
    if counted:
        unit = match["counted"].lower().rstrip("s")
        return Meaning(
            duration_value("century" if unit.startswith("centur") else unit, _number(counted), half=False), kind="set"
        )
    last = words.split()[-1].rstrip("s")
    if words == f"{last}s" and not re.search(r"\bon\s$", match.string[max(0, match.start() - 4) : match.start()]):
        return None  # "Wednesdays strike": an apostrophe lost
    if last in FULL_WEEKDAYS:
        return Meaning(f"XXXX-WXX-{FULL_WEEKDAYS[last] + 1}", kind="set")
    codes = {
        "daily": "P1D",
        "weekly": "P1W",
        "monthly": "P1M",
        "annually": "P1Y",
        "yearly": "P1Y",
        "nightly": "P1D",
        "hourly": "PT1H",
    }
    if last in codes:
        return Meaning(codes[last], kind="set")
    parts = {
        "morning": "XXXX-XX-XXTMO",
        "evening": "XXXX-XX-XXTEV",
        "night": "XXXX-XX-XXTNI",
        "afternoon": "XXXX-XX-XXTAF",
    }
    if last in parts:
        return Meaning(parts[last], kind="set")
    return Meaning(duration_value("century" if last.startswith("centur") else last, 1, half=False), kind="set")


def vague_past(match: re.Match[str], context: Context) -> Meaning | None:
    """Recently, in recent days, in the past: some time up to the day of publication."""
    return Meaning("PAST_REF", None, context.today, kind="vague")


def vague_now(match: re.Match[str], context: Context) -> Meaning | None:
    """Now, currently, these days: the time of publication, open at both ends."""
    return Meaning("PRESENT_REF", kind="vague")


def vague_future(match: re.Match[str], context: Context) -> Meaning | None:
    """The coming days, in the future: some time from the day of publication."""
    return Meaning("FUTURE_REF", context.today, None, kind="vague")


# ---------------------------------------------------------------- named days, clocks


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
    year_number = _given(match, "year") if match["year"] else None
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


def clock(match: re.Match[str], context: Context) -> Meaning | None:
    """A time of the clock; its day is the one named beside it, else unknown."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if len(match["hour"]) == 1 and match["minute"] and match.string[match.end("hour")].isdigit():
        return None  # "900 hours"
    half = (match["half_day"] or "").lower().replace(".", "")
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return Meaning(f"XXXX-XX-XXT{hour:02d}:{minute:02d}", kind="time", grain="clock")


def part_alone(match: re.Match[str], context: Context) -> Meaning | None:
    """Overnight, at dawn, in the morning: a part of the day that a neighbour may fix. "Overnight" without one is told of the
    night that ends with the day of publication."""
    part = match["part"].lower()
    if part == "overnight" and context.today and context.tense in (PAST, UNSAID):
        night = cal.shift(context.today, "day", -1)
        return Meaning(f"{night}TNI", night, context.today, kind="time", grain="clock") if night else None
    return Meaning(f"XXXX-XX-XX{PARTS[part]}", kind="time", grain="clock")


def part_of_some_day(match: re.Match[str], context: Context) -> Meaning | None:
    """In the morning, at night: a part of the day of which the sentence tells, where one is named."""
    code = PARTS[(match["part"] or match["part2"]).lower()]
    return Meaning(f"XXXX-XX-XX{code}", kind="time", grain="clock")


# ---------------------------------------------------------------- the table


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
    named = _any(sorted({name for one in measures.days().named.values() for name in one.names}))
    name_starts = frozenset(re.split(r"[^\w]", name.lower())[0] for name in measures.days().named)
    name_starts = frozenset("#" if start.isdigit() else start for start in name_starts)
    hijri = _any(sorted(measures.days().hijri_months))
    hijri_starts = frozenset(re.split(r"[^\w]", name)[0] for name in measures.days().hijri_months)
    ordinal = rf"(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)|{_any(ORDINALS)})"
    full_day = rf"(?P<weekday>{_any(FULL_WEEKDAYS)})"
    persian = _any(sorted(measures.days().persian_months))
    part = r"(?P<part>morning|afternoon|evening|night|dawn|noon|midday|midnight)"
    zone = rf"(?:GMT|UTC|[ECMP][SD]T|CES?T|EES?T|local{S}time)"
    this = rf"(?P<which>(?:the{S})?(?:last|past|previous|this{S}past|this{S}coming|this|current|next|coming))"
    rows: list[tuple[str, frozenset[str], str, Read]] = [
        ("iso day", _DIGITS, r"([12]\d{3})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d)", iso_day),
        ("numeric day", _DIGITS, r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\d/-])", numeric_day),
        ("short numeric day", _DIGITS, r"(\d{1,2})(/)(\d{1,2})/(\d\d)(?![\d/-]|\.\d)", short_numeric_day),
        ("short dashed day", _DIGITS, r"(\d\d)(-)(\d\d)-(\d\d)(?![\d/-]|\.\d)", short_numeric_day),
        ("islamic day", _DIGITS | _words("the") | hijri_starts, rf"(?:(?:the{S})?{_D}{S}(?:of{S})?)?(?P<hijri>{hijri})(?:{S}{_D2})?,?{S}(?P<hyear>1[34]\d\d)(?!\d)(?:{S}?(?:AH|A\.H\.|H)(?![a-z]))?", hijri_day),
        ("islamic year", _DIGITS, rf"(?P<hyear>1[34]\d\d){S}?(?-i:AH|A\.H\.)(?![A-Za-z])", hijri_year),
        ("persian day", _DIGITS | _words("the") | frozenset(measures.days().persian_months), rf"(?:(?:the{S})?{_D}{S}(?:of{S})?)?(?P<persian>{persian})(?:{S}{_D2})?,?{S}(?P<hyear>1[234]\d\d)(?!\d)", persian_day),
        ("month and day", _MONTH_STARTS | frozenset(WEEKDAYS),
         rf"{_W}{_M}{S}(?:the{S})?{_D}(?![:.]\d|,\d|%)(?:(?:{_DASH}|{S}to{S}){_D2}(?!\d|{S}?{_any(MONTHS)}))?{_YEAR_TAIL}", month_and_day),
        ("day and month", _DIGITS | frozenset(WEEKDAYS) | _words("the"),
         rf"{_W}(?:the{S}(?=\d{{1,2}}(?:st|nd|rd|th)))?{_D}(?:(?:{_DASH}|{S}(?:to|and){S}){_D2})?(?:{S}|-)(?:day{S}of{S}|of{S})?{_M}(?:-(?P<dashed>\d{{4}})|{_YEAR_TAIL})", day_and_month),
        ("day in words", _words("the", *ORDINALS), rf"(?:the{S})?(?P<ordinal>{_any(ORDINALS)}){S}(?:day{S})?of{S}{_M}{_YEAR_TAIL}", ordinal_of_month),
        ("months", _MONTH_STARTS, rf"{_M}{_DASH}{_M2}{_YEAR_TAIL}", months_span),
        ("month", _MONTH_STARTS, rf"{_M}{_YEAR_TAIL}", whole_month),
        ("short years", _DIGITS, r"(?P<first>\d{4})(?:[-–/])(?P<last>\d\d)(?![\d/-])", short_years),
        ("era", _DIGITS, rf"(?P<number>\d{{1,4}}){S}?(?P<era>BCE|BC|B\.C\.(?:E\.)?|CE|C\.E\.|AD|A\.D\.)(?![A-Za-z])", era_year),
        ("era first", _words("ad", "a"), rf"(?P<era>AD|A\.D\.){S}?(?P<number>\d{{1,4}})(?!\d)", era_year),
        ("decade", _DIGITS | _words("the"), rf"(?:(?P<full>\d{{4}})|(?<=['’])\d\d|(?<=\bthe )[2-9]0)['’]?s{_END}(?!°)|the{S}(?P<word>{_any(list(_DECADE_WORDS))}){_END}", decade),
        ("century", _DIGITS | frozenset(ORDINALS) | _words("twenty"), rf"{ordinal}[\s-]century(?:{S}(?P<era>BCE|BC|B\.C\.|CE|AD))?{_END}", century),
        ("quarter", _words("the", *ORDINALS), rf"(?:the{S}|this{S}year['’]s{S})?(?P<ordinal>first|second|third|fourth)(?:{S}quarter(?:{S}of{S}{_Y})?|-quarter){_END}", quarter),
        ("quarter in figures", _words("q"), rf"Q(?P<ordinal>[1-4]){S}(?:of{S})?{_Y}", quarter),
        ("year", _DIGITS | _words("the", "fiscal"), rf"(?P<said>(?:the{S}year|(?:the{S})?fiscal(?:{S}year)?){S}(?:of{S})?)?{_Y}(?!s\b)", bare_year),
        ("old year", _DIGITS, r"(?:(?<=year )\d\d|\d{3})(?![\d,.]\d|\d)", old_year),
        ("today", _words("today", "yesterday", "tomorrow", "tonight", "the"), rf"(?P<word>today|yesterday|tomorrow|tonight|the{S}day{S}before{S}yesterday|the{S}day{S}after{S}tomorrow){_END}(?:{S}\({full_day}\))?", deictic),
        ("part of today", _words("this", "last"), rf"(?P<which>this|last){S}{part}{_END}", deictic_part),
        ("weekday", _BASE_WORDS | frozenset(FULL_WEEKDAYS) | frozenset(f"{name}s" for name in FULL_WEEKDAYS), rf"(?:(?P<which>(?:the{S})?(?:last|past|previous|this{S}past|this{S}coming|this|next|coming|following|same|that)){S})?{full_day}(?P<after>{S}last)?(?P<many>s)?{_END}", weekday),
        ("unit beside today", _BASE_WORDS, rf"{this}{S}{_CAL_UNIT}(?P<many>s(?={S}[a-z]))?{_END}", deictic_unit),
        ("month beside today", _BASE_WORDS, rf"(?P<which>last|this|next){S}{_M}{_END}", deictic_month),
        ("weekend", _words("the", "weekend"), rf"(?:the{S})?weekend{_END}", weekend),
        ("season of a year", _words("the", *cal.SEASONS), rf"(?:the{S})?(?P<season>{_any(list(cal.SEASONS))})(?:,?{S}|{S}of{S}){_Y}(?:[-–/](?:\d\d){{1,2}}(?!\d))?", season),
        ("season", _BASE_WORDS, rf"(?P<which>last|this|next){S}(?P<season>{_any(list(cal.SEASONS))}){_END}", season),
        ("season alone", _words("summer", "winter", "autumn"), rf"(?P<season>summer|winter|autumn){_END}", season),
        ("beside the text's date", _BASE_WORDS, rf"(?P<which>(?:the{S})?(?:following|same|preceding)|that(?:{S}same)?|the{S}(?:next|previous)){S}{_CAL_UNIT}{_END}", following),
        ("counted from the text's date", _NUMBER_STARTS | _words("the"), rf"(?P<number>the|{_N[len('(?P<number>'):-1]}){S}(?P<unit>day|night|week|weekend|month|year|decade)s?{S}(?P<way>earlier|later|previously|afterwards|(?:before|after|prior){_END}(?!{_EVENT_AFTER})){_END}", day_beside),
        ("part beside the text's date", _BASE_WORDS, rf"(?P<which>that|the{S}(?:next|following|same)|(?:next|following|same)){S}{part}{_END}", part_beside),
        ("anniversary", _DIGITS | frozenset(ORDINALS) | _words("the"), rf"(?:the{S})?{ordinal}{S}anniversary{_END}", anniversary),
        ("ago", _NUMBER_STARTS | _words("about", "around", "almost", "nearly", "over", "more", "less", "some", "several", "few", "many", "just", "roughly", "approximately", "years", "decades", "centuries", "months", "days", "weeks", "hours"),
         rf"{_APPROX}(?:(?:{_N}|{_VAGUE_N}){_AND_HALF}{S})?{_U}{S}(?:ago|back|hence){_END}(?P<mark>{S}(?:today|tomorrow|yesterday|(?:on{S})?{_any(FULL_WEEKDAYS)}){_END})?", ago),
        ("year's end", _words("year", "the"), rf"(?:the{S})?year(?:['’]s)?(?:-|{S})end{_END}", years_end),
        ("year ago", _words("a", "the", "year"), rf"(?:(?:a|the){S})?year-(?:ago|earlier){_END}", year_ago),
        ("some time beside", _words("years", "decades", "centuries", "months", "weeks", "days", "hours", "minutes"), rf"{_U}{S}(?:earlier|later|afterwards){_END}", some_time_beside),
        ("long ago", _words("long", "a", "some", "not", "moments"), rf"(?:(?:not{S}(?:so{S})?|so{S})?long|(?:a{S}long|some){S}time|a{S}while|moments){S}ago{_END}", long_ago),
        ("that time", _words("that", "those"), rf"(?:(?<=at )that{S}time|that{S}(?:period|era)|those{S}(?:days|weeks|months|years)){_END}", long_ago),
        ("lasting", _BASE_WORDS | _words("first", "final", "recent"), rf"(?P<which>(?:the{S}|this{S}|these{S})?(?:last|past|previous|next|coming|following|preceding|first|final)){S}(?:{_APPROX}(?:{_N}|{_VAGUE_N}){S})(?:or{S}so{S})?{_U}{_END}", lasting),
        ("the coming days", _BASE_WORDS, rf"(?P<which>(?:the{S})?(?:coming|next)){S}(?:days|weeks|months|years|decades|hours)(?:{S}(?:and|or){S}(?:weeks|months|years|decades))?{_END}", vague_future),
        ("the past days", _BASE_WORDS | _words("recent"), rf"(?:(?:the{S})?(?:past|last)|(?:the{S})?(?:more{S}|most{S})?recent){S}(?:hours|days|weeks|months|years|decades|(?<=recent[ ])(?:times|past))(?:{S}(?:and|or){S}(?:weeks|months|years|decades))?{_END}", vague_past),
        ("days ahead", _words("the"), rf"the{S}(?:hours|days|weeks|months|years){S}(?:ahead|to{S}come){_END}", vague_future),
        ("duration", _NUMBER_STARTS | _VAGUE_STARTS | _APPROX_STARTS, rf"{_APPROX}(?:{_N}|{_VAGUE_N}){_AND_HALF_FIRST}(?:{S}|-){_U}{_AND_HALF}{_END}(?!-old)", duration),
        ("half a unit", _words("half"), rf"half{S}an?{S}(?P<unit>hour|day|year|decade|century){_END}", half_unit),
        ("for long", _words("years", "months", "weeks", "days", "decades", "hours", "centuries"), rf"(?<=\b(?:for|ver|hin)\s){_U}{_END}", bare_duration),
        ("repeated", _words("every", "each", *(f"{name}s" for name in FULL_WEEKDAYS)), rf"(?:(?:every|each){S}(?:(?:{_N}|(?P<other>other)){S}(?P<counted>second|minute|hour|day|week|weekend|month|year|decade|{_any(FULL_WEEKDAYS)})s?|(?:single{S})?(?:second|minute|hour|day|week|weekend|month|year|decade|morning|afternoon|evening|night|{_any(FULL_WEEKDAYS)}))|{_any(FULL_WEEKDAYS)}s){_END}", repeated),
        ("repeated, one word", _words("daily", "weekly", "monthly", "annually", "yearly", "nightly", "hourly"), rf"(?-i:daily|weekly|monthly|annually|yearly|nightly|hourly){_END}", repeated),
        ("vague past", _words("recently", "lately", "the", "in", "recent"), rf"(?:recently|lately|recent(?={S}[a-z])|(?<=in )the{S}past){_END}", vague_past),
        ("vague now", _words("now", "right", "currently", "nowadays", "presently", "these", "the", "this", "at", "to"), rf"(?:(?:right{S})?now|currently|nowadays|presently|these{S}(?:days|times)|(?<!up )to{S}(?:date|this{S}day)|at{S}present|(?:at{S})?this{S}(?:very{S})?moment|at{S}the{S}moment(?!{S}of)|at{S}this{S}time|the{S}present(?:{S}(?:day|time|moment))?){_END}", vague_now),
        ("vague future", _words("the"), rf"the{S}(?:near{S}|foreseeable{S}|immediate{S})?future{_END}", vague_future),
        ("named day", name_starts | _words("last", "this", "next"), rf"(?:(?P<which>last|this|next){S}(?:year(?:['’]s)?{S})?)?(?P<name>{named})(?![\w/])(?:{_YEAR_TAIL})", named_day),
        ("clock", _DIGITS, rf"(?P<hour>\d{{1,2}})(?:[:.]?(?P<minute>\d\d))?(?::\d\d)?{S}?(?:(?P<half_day>[ap]\.?m\.?)|(?:hours|hrs|o['’]clock|{zone}))(?![A-Za-z\d])(?:{S}\(?{zone}\)?)?", clock),
        ("clock alone", _DIGITS, r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<half_day>)(?![:\d])(?![^\S\n]?[-–][^\S\n]?\d)", clock),
        ("part of a day alone", _words("overnight", "midnight", "dawn", "midday", "noon"), rf"(?P<part>overnight|midnight|dawn|midday|noon){_END}", part_alone),
        ("part of some day", _words("the", "night", "dusk"), rf"(?:(?:(?<=\bin )|(?<=during )|(?<=since ))the{S}(?P<part>morning|afternoon|evening|night)|(?<=\bat )(?P<part2>night|dusk)){_END}", part_of_some_day),
    ]  # fmt: skip
    return tuple(Pattern(name, starts, re.compile(text, re.IGNORECASE), read) for name, starts, text, read in rows)


def day_and_month(match: re.Match[str], context: Context) -> Meaning | None:
    """A day with its month after it, with or without year; two days with a dash are a span."""
    if match["dashed"] is None:
        return month_and_day(match, context)
    meant = cal.day_of(int(match["dashed"]), MONTHS[match["month"].lower()], int(match["day"]))
    return replace(meant, explicit=True) if meant != IMPOSSIBLE else meant


@lru_cache(maxsize=1)
def by_start() -> dict[str, tuple[Pattern, ...]]:
    """The patterns that each first word can begin."""
    table: dict[str, list[Pattern]] = {}
    for pattern in patterns():
        for word in sorted(pattern.starts):
            table.setdefault(word, []).append(pattern)
    return {word: tuple(some) for word, some in table.items()}
