# The expressions are easier to read in one piece.
"""What befalls those whom a figure counts: killed, injured, detained, missing, displaced, by the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from counterclaim.finding import figures_numbers as numbers
from counterclaim.finding.figures_numbers import Number, S
from counterclaim.knowledge import measures
from counterclaim.text import Span

_WORD = re.compile(r"[^\W\d_]+|\d+")
# How far, in characters, a verb of harm reaches to a figure in the same clause.
_HARM_REACH = 90
# The same for "the number of civilians killed in … has risen to", whose words in between are many.
_TOLL_REACH = 170
_INCLUDING = re.compile(
    rf",?{S}(?:(?:including|among{S}them|mostly|most{S}of{S}them|some{S}of{S}them|(?:[\w-]+{S})of{S}(?:them|whom))(?![a-z])(?:[^.;:!?]{{0,80}}?,|[^.;:!?,]{{0,60}}?(?={S}(?:were|was|have|had|killed|dead|died|wounded|injured)(?![a-z])))|\([^()]{{0,80}}\)|{S}[-–—]{S}[^.;:!?]{{0,60}}?{S}[-–—](?={S}))",
    re.IGNORECASE,
)
# "Three children were among the dead", "among those killed", "among 39 people killed".
_AMONG = re.compile(
    rf",?{S}(?:(?:including|most|all|some)(?![a-z])[^.;:!?]{{0,60}}?{S})?(?:(?:were|was|are|is|have{S}been|had{S}been){S})?among{S}(?:the{S}|those{S}(?:who{S}were{S})?"
    rf"|(?:[\w,+-]+{S}){{1,4}}(?:people|civilians|persons|others|victims){S}(?:who{S}were{S})?)(?P<harm>dead|killed|wounded|injured|missing|detained|arrested)(?![a-z])",
    re.IGNORECASE,
)
_AMONG_THEM = re.compile(rf",?{S}among{S}them(?![a-z])", re.IGNORECASE)  # "21 died, six children among them"
_PART_BEFORE = re.compile(r"\b(?:including|among\s(?:them|whom)|of\swhom)\s$", re.IGNORECASE)
_COORDINATE = re.compile(
    rf"(?:,|{S}and|,{S}and){S}(?P<inner>[\w\s,'’-]{{1,60}}?)(?={S}(?:were|was|have{S}been|had{S}been){S})",
    re.IGNORECASE,
)
_BOUND_AHEAD = re.compile(rf"{S}(?:at{S}least|more{S}than|over|about|around|nearly|some|up{S}to){S}", re.IGNORECASE)
_HARM_NEXT = re.compile(r"\s(?:(?:others?|people|persons|more)\s)?([a-z]+)", re.IGNORECASE)
_OBJECT = re.compile(
    rf"{S}(?:the|a|an|his|her|their|its|our|this|that|these|those|him|them|us|at{S}least|more|some|several|dozens|hundreds|\d|one|two|three|four|five|six|seven|eight|nine|ten)(?![a-z])",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:death\s+toll|toll|number\s+of\s+(?:dead|deaths|killed|victims|fatalities|martyrs))\b[^.;!?\d]{0,60}$|"
    r"\bdeath\s+toll\b[^.;!?\d]{0,120}\s(?:rose|risen|rises|climbed|increased|reached|stands|stood|is|was|jumped|put)(?:\s(?:to|at|by))?\s$|"
    r"\b(?:number|count)\s+of\s+(?:[\w-]+\s+){1,4}?(?:killed|dead|who\s+died)\b[^.;!?\d]{0,120}\s(?:to|at|is|reached)\s$|"
    r"\b(?:deaths?|killing|murder|massacre|execution|beheading|martyrdom)s?\s+of\s+$|\b(?:lives|loss)\s+of\s+$",
    re.IGNORECASE,
)
_BOTH_HARMS = re.compile(
    r"\b(?:killed|killing|dead|kills?)\s*(?:,|and|or|and/or|/)\s*(?:injur|wound)\w*$", re.IGNORECASE
)
# Between a verb and a coordinate figure these words start another clause.
_CLAUSE = re.compile(
    r"\b(?:were|was|had|have|has|is|are|who|which|that|when|after|before|while|since|where|because|said|says|told|by|from|"
    r"against|using|with|in|near|at|on|during|destroy\w*|target\w*|launch\w*|fir(?:ed|ing)|attack(?:ed|ing)|seiz\w+|damag\w+)\b|[.;:!?]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure on its way: the span with modifier and unit, and where the number proper begins."""

    start: int
    end: int
    number: Number
    modifier: str | None
    unit: str | None
    counts: str | None
    money: bool = False
    harmed: bool = False


def takes_harm(counts: str | None) -> bool:
    return counts in (None, "people", "fighters", "troops", "casualties", "detained", "groups")


@lru_cache(maxsize=1)
def _passive() -> re.Pattern[str]:
    """What stands between a counted noun and the verb that says what befell it: "of them were reportedly", "who had been"."""
    harms = "|".join(sorted(measures.counting().harms, key=lambda w: (-len(w), w)))
    helping = (
        "were|was|are|is|have|had|has|been|being|be|to|got|also|both|all|either|shot|blown|found|left|confirmed|reported|feared|"
        "presumed|believed|thought|known|will|may|might|could|[a-z]+ly"
    )
    return re.compile(
        rf"(?:{S}(?:of|from|in)(?:{S}(?!(?:were|was|are|have)\b)[\w-]+){{1,3}}?)?,?{S}(?:(?:who|that|which){S})?"
        rf"(?:(?:{helping}){S}){{0,5}}(?P<harm>{harms})(?![a-z])",
        re.IGNORECASE,
    )


def harm_of(text: str, draft: Draft, sentence: Span, previous: Draft | None) -> str | None:
    """What happens to those counted: by the verb after them, the verb before them, or the figure before them."""
    if previous and previous.harmed and _is_part(text, draft, sentence, previous):
        return previous.counts
    return (
        harm_after(text, draft, sentence)
        or _harm_before(text, draft, sentence, previous)
        or _harm_shared(text, draft, previous)
    )


def _is_part(text: str, draft: Draft, sentence: Span, previous: Draft) -> bool:
    """True for a part of those counted before: "six children among them", "among them six children,"."""
    if _AMONG_THEM.match(text, draft.end, sentence[1]):
        return True
    opened = _PART_BEFORE.search(text[previous.end : draft.start])
    return bool(opened) and text[draft.end : draft.end + 1] in (",", ".", ";", ")")


def harm_after(text: str, draft: Draft, sentence: Span) -> str | None:
    """ "12 people were killed", "12 dead", "30 wounded"; not "30 militants killed three soldiers"."""
    at = draft.end
    among = _AMONG.match(text, at, sentence[1])
    if among:
        return measures.counting().harms[among["harm"].lower()]
    aside = _INCLUDING.match(text, at, sentence[1])
    if aside:
        at = aside.end()
    joined = _COORDINATE.match(text, at, sentence[1])
    if joined and not _CLAUSE.search(joined["inner"]) and not says_harm(joined["inner"]):
        at = joined.end()
    match = _passive().match(text, at, sentence[1])
    if match is None:
        return None
    harm = measures.counting().harms.get(match["harm"].lower())
    if harm is None or match["harm"].lower().endswith("ing"):
        return None
    plain = match.start("harm") - at <= 2
    if plain and match["harm"].lower() not in ("dead", "missing") and _has_object(text, match.end(), sentence):
        return None
    if not draft.unit and not plain and draft.number.words == "one":
        return None
    both = re.match(
        rf"{S}?(?:and|or|and/or|/){S}?(?P<next>[a-z]+)(?!{S}(?:\d|[a-z]+(?:{S}[a-z]+)?{S}(?:others|more)))",
        text[match.end() : match.end() + 30],
    )
    if both and harm == "killed" and measures.counting().harms.get(both["next"]) == "injured":
        return "casualties"
    return harm


def says_harm(words: str) -> bool:
    return any(word.group().lower() in measures.counting().harms for word in _WORD.finditer(words))


def _has_object(text: str, at: int, sentence: Span) -> bool:
    """True where a verb takes an object: "killed three soldiers"; not in "2 killed 13 injured"."""
    match = _OBJECT.match(text, at, sentence[1])
    if match is None:
        return False
    bound = _BOUND_AHEAD.match(text, at, sentence[1])
    begins = bound.end() if bound else match.end() - len(match.group().split()[-1])
    number = numbers.read(text, begins, sentence[1])
    rest = _HARM_NEXT.match(text, number.end, sentence[1]) if number else None
    return not (rest and measures.counting().harms.get(rest[1].lower()))


def _harm_before(text: str, draft: Draft, sentence: Span, previous: Draft | None) -> str | None:
    """ "killing at least 12", "killed and wounded 30", "the death toll rose to 12"."""
    low = max(sentence[0], draft.start - _HARM_REACH, previous.end if previous else 0)
    window = text[low : draft.start]
    if _BOTH_HARMS.search(window.rstrip()):
        return "casualties"
    if _TOLL.search(text[max(sentence[0], draft.start - _TOLL_REACH, previous.end if previous else 0) : draft.start]):
        return "killed"
    words = list(_WORD.finditer(window))[-6:]
    for word in reversed(words):
        harm = measures.counting().harms.get(word.group().lower())
        between = window[word.end() :]
        if (
            harm
            and word.group().lower() not in ("dead", "missing", "fatal", "died", "die", "dies", "perished", "hurt")
            and not _CLAUSE.search(between)
        ):
            passive = re.search(r"\b(?:was|were|been|be|are|is|being)\s+(?:\w+ly\s+)?$", window[: word.start()])
            return None if passive else harm
    return None


def _harm_shared(text: str, draft: Draft, previous: Draft | None) -> str | None:
    """ "killed 5 soldiers and 3 civilians", "20 people were killed, including 5 children": the harm of the figure before."""
    if previous is None or not previous.harmed or draft.start - previous.end > _HARM_REACH:
        return None
    between = text[previous.end : draft.start]
    if draft.unit == "of them" and not between.strip(" ,"):
        return previous.counts
    if re.search(r"\b(?:including|among them|of whom|mostly)\s*$", between, re.IGNORECASE):
        return previous.counts
    if _CLAUSE.search(between):
        return None
    joined = re.fullmatch(r"\s*(?:,|and|,\s*and|as well as|along with)\s*(?:[\w\s,'’-]{0,40}\s)?", between)
    return previous.counts if joined and not says_harm(between) else None
