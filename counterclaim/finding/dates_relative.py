# The readings share one signature; the expressions are easier to read in one piece.
# ruff: noqa: ARG001
"""Readings of dates that hang on something else: on the day of publication, on a date named before, on a neighbour; and
lengths of time, repetitions and vague times.

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
    FULL_WEEKDAYS,
    FUTURE,
    MONTHS,
    ORDINALS,
    PARTS,
    PAST,
    UNSAID,
    Context,
    duration_value,
    number_of,
    unit_of,
    with_half,
)

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
    unit = unit_of(match)
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
    unit = unit_of(match)
    move = {"following": 1, "next": 1, "after": 1, "previous": -1, "before": -1, "preceding": -1}.get(which, 0)
    return _beside(context, unit, move)


def day_beside(match: re.Match[str], context: Context) -> Meaning | None:
    """The day before, a week earlier, two days later, counted from the last date that the text names."""
    count = number_of(match["number"]) if match["number"].lower() != "the" else 1
    way = match["way"].lower()
    if way in ("before", "after", "prior") and re.match(
        r"\s\w", match.string[match.end() : min(match.end() + 2, match.endpos)]
    ):
        return Meaning("PAST_REF", kind="vague")  # counted from an event, not from a date: "a day after it fell"
    direction = -1 if way in ("before", "earlier", "previously", "prior") else 1
    if count is None:
        return Meaning("PAST_REF", kind="vague")
    return _beside(context, unit_of(match), direction * count)


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


def own_unit(match: re.Match[str], context: Context) -> Meaning | None:
    """Earlier on the day, later in the year: the day or year of which the text tells, else that of publication."""
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    if not re.search(r"\b(?:earlier|later|early|late)\s(?:on|in)\s$", before):
        return None
    unit = match["unit"].lower()
    told = context.reference
    if told and told.latest and (unit not in ("day", "week") or told.one_day):
        return _beside(context, unit, 0)
    base = context.near(unit)
    return cal.stretch(base, unit) if base else None


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
    unit = unit_of(match)
    count = number_of(groups["number"]) if groups.get("number") else None
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
    return Meaning(duration_value(unit_of(match), None, half=False), kind="duration")


def long_ago(match: re.Match[str], context: Context) -> Meaning | None:
    """Long ago, some time ago, at that time: some time before publication."""
    return Meaning("PAST_REF", None, context.today, kind="vague")


def _lasting_value(unit: str, words: str | None) -> str:
    count, half = with_half(words)
    return duration_value(unit, count, half=half)


def lasting(match: re.Match[str], context: Context) -> Meaning | None:
    """The past three days, the next two weeks: a duration that ends or begins with the day of publication."""
    groups = match.groupdict()
    unit = unit_of(match)
    which = match["which"].lower().split()[-1]
    back = which in ("last", "past", "previous", "preceding")
    count = number_of(groups["number"]) if groups.get("number") else None
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
    unit = unit_of(match)
    before = match.string[max(0, match.start() - 10) : match.start()].lower()
    if before.endswith(("aged ", "age ", "per ", "-")):
        return None
    approx = " ".join((groups.get("approx") or "").lower().split())
    if approx in _ALSO_PREPOSITION and not _LASTS_BEFORE.search(before):
        return None  # "over two days" may mean "within"
    count = number_of(words) if words else None
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
    count, half = with_half(words)
    half = half or bool(groups.get("half") or groups.get("half_first"))
    return Meaning(duration_value(unit, count, half=half), kind="duration")


_HALF_UNITS = {"hour": "PT30M", "day": "PT12H", "year": "P6M", "decade": "P5Y", "century": "P50Y"}


def half_unit(match: re.Match[str], context: Context) -> Meaning | None:
    """Half an hour, half a century."""
    return Meaning(_HALF_UNITS[match["unit"].lower()], kind="duration")


def bare_duration(match: re.Match[str], context: Context) -> Meaning | None:
    """A length of time without number: "for years", "for decades"."""
    return Meaning(duration_value(unit_of(match), None, half=False), kind="duration")


def repeated(match: re.Match[str], context: Context) -> Meaning | None:
    """A repetition: "every day", "every Friday", "every two weeks", "daily"."""
    words = match.group().lower()
    counted = match.groupdict().get("number") or ("two" if match.groupdict().get("other") else None)
    if counted and match["counted"].lower() in FULL_WEEKDAYS:
        return Meaning(f"XXXX-WXX-{FULL_WEEKDAYS[match['counted'].lower()] + 1}", kind="set")
    if counted:
        unit = match["counted"].lower().rstrip("s")
        return Meaning(
            duration_value("century" if unit.startswith("centur") else unit, number_of(counted), half=False), kind="set"
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


# ---------------------------------------------------------------- clocks


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
