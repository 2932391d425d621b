# The expressions are easier to read in one piece.
# ruff: noqa: E501
"""Figures of an article: people, groups and acts, sums of money, weapons, with bounds and what they count.

A number is a figure when a counted noun, a currency or a verb of harm stands with it ("at least 35 people", "killed 12",
"12 dead", "$5 million"). Dates, ages, shares, measures, ranks and numbers that are names ("Channel 12", "F-16") are none.
Vague words and modifiers are read by the table ``knowledge/data/figures.toml``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from counterclaim.finding import figures_numbers as numbers
from counterclaim.finding.dates_words import MONTHS
from counterclaim.finding.figures_harm import Draft, harm_after, harm_of, says_harm, takes_harm
from counterclaim.finding.figures_numbers import Number, S
from counterclaim.finding.view import View
from counterclaim.knowledge import measures
from counterclaim.language.model import Label
from counterclaim.records import Quantity
from counterclaim.text import Span, overlaps

_WORD = re.compile(r"[^\W\d_]+|\d+")
# From this probability on a figure that only the language model sees is taken.
_SURE = 0.3
# Words that may stand between a number and its noun are few; more is another phrase.
_UNIT_WORDS = 5
_STOP_WORDS = frozenset(
    ["the", "a", "an", "and", "or", "but", "nor", "of", "in", "on", "at", "by", "for", "from", "to", "with", "without", "into", "onto", "over", "under", "after", "before", "during", "since", "until", "till", "while", "when", "where", "who", "whom", "whose", "which", "that", "this", "these", "those", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "having", "do", "does", "did", "will", "would", "shall", "should", "can", "could", "may", "might", "must", "not", "no", "as", "than", "then", "if", "so", "said", "says", "told", "also", "there", "here", "it", "its", "they", "their", "them", "he", "his", "him", "she", "her", "we", "our", "us", "you", "your", "i", "my", "me", "across", "near", "around", "against", "between", "among", "amid", "through", "about", "killed", "killing", "wounded", "injured", "wounding", "injuring", "dead", "died", "other", "percent", "including", "included", "include", "left", "because", "took", "take", "went", "came", "most", "mostly", "some", "all", "less", "both", "each", "every", "just", "only", "still", "even", "very", "too", "now", "today", "yesterday", "per", "via", "says", "say", "have", "gets", "goes", "makes", "takes", "comes", "begins", "starts", "ends", "leaves", "hits"]
)  # fmt: skip
_ITEM = re.compile(rf"(?:{S}|-)(?P<word>[^\W\d_][\w'’/]*(?:-\w[\w'’]*)*)")
_OF_THE = re.compile(rf"{S}of{S}(?:(?:the|its|his|her|their|our|these|those|them)(?![a-z]){S}?)?", re.IGNORECASE)
_ADDED = re.compile(rf"{S}(?P<more>more|other|others|additional|further)(?![a-z])", re.IGNORECASE)
_AFTER_BOUND = re.compile(
    rf"{S}(?P<words>or{S}more|or{S}fewer|or{S}less|or{S}so|at{S}least|at{S}most|at{S}a{S}minimum)(?![a-z])",
    re.IGNORECASE,
)
_AFTER_BOUNDS = {
    "or more": "low", "at least": "low", "at a minimum": "low", "or fewer": "high", "or less": "high", "at most": "high", "or so": "about",
}  # fmt: skip
_HARM_WORDS = "dead|killed|wounded|injured|missing|detained|martyred"
_HARMED = re.compile(rf"(?:{_HARM_WORDS})(?![a-z])", re.IGNORECASE)
_HARMED_NEXT = re.compile(
    rf"{S}(?P<harm>dead|killed|wounded|injured|missing)(?![a-z-])(?!{S}[a-z]+(?:s|men|people|children)\b)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\s(?:times|fold)\s(?:more|higher|larger|bigger|greater|lower|as|the|its|their|that|than|les)", re.IGNORECASE
)
_SAYS_AFTER = re.compile(
    rf",?{S}(?:who{S})?(?:said|says|told|added|explained|recalled|described|noted|of)(?![a-z])", re.IGNORECASE
)
_MODEL = re.compile(rf"{S}[A-Z][A-Za-z]{{0,4}}-?\d{{1,4}}[A-Za-z]?s(?!\w)")  # "14 Turkish F-16s"
_ADJECTIVE = ("al", "ic", "an", "ern", "ive", "ish", "ese", "ian")
_LEFT_BEFORE = re.compile(r"\b(?:left|leaves|leaving|leave)\s[^.;]{0,30}$", re.IGNORECASE)
# A number from which on its noun is a plural, and how many words may stand before it and the noun's end.
_PLURAL, _OPEN_WORDS = 2, 4
# Beyond so many words the noun after "both" is another phrase's.
_BOTH_WORDS = 2
_NAME_BEFORE = re.compile(r"(?P<word>[A-Za-z]+)\.?[^\S\n]$")
_PEOPLES = re.compile(r"(?:is|ans|ites|ims|urds|urks|rabs|ese)$")
_AFTER_DAY = re.compile(
    rf"\b(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?[^\S\n]\d{{1,2}}(?:st|nd|rd|th)?,?[^\S\n]$",
    re.IGNORECASE,
)
_CODE_BEFORE = re.compile(r"(?:[A-Za-z]-|\d[.,:/]|[#№/]|\d[-–])$")
_TIME_AFTER = re.compile(
    r":\d|[./]\d|\s?[%°]|\s?(?:[ap]\.?m\.?)(?![a-z])|-(?:year|month|day|hour|minute)", re.IGNORECASE
)
_SHARE_AFTER = re.compile(
    rf"(?:[-\s])(?:thirds?|quarters?|fifths?|tenths?|half|per{S}cent|percent|years?[\s-]old)(?![a-z])", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:r[oi]se|risen|rising|increased?|grew|grown|fell|fallen|dropped|up|down|raised|raising|cut)\b[^.;]{0,30}\bfrom\s$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"(?:between|from){S}$", re.IGNORECASE)
_AND_NUMBER = re.compile(rf"{S}and{S}(?=\w)", re.IGNORECASE)
_SIGN_BEFORE = re.compile(r"(?:US|A|C)?[$€£₪]\s?$|\b(?:USD|EUR|GBP)\s?$", re.IGNORECASE)


def find(view: View) -> tuple[Quantity, ...]:
    """Every figure of title and prose, in text order."""
    article = view.article
    found: list[Quantity] = []
    for sentence in view.sentences:
        ruled = _in_sentence(view.text, sentence)
        for draft in sorted((*ruled, *_marked(view, sentence, ruled)), key=lambda d: d.start):
            low, high = _bounds(draft)
            found.append(
                Quantity(
                    article.article_id,
                    article.document_id,
                    draft.start,
                    draft.end,
                    view.text[draft.start : draft.end],
                    low,
                    high,
                    draft.modifier,
                    draft.unit,
                    draft.counts,
                )
            )
    return tuple(found)


def _marked(view: View, sentence: Span, ruled: list[Draft]) -> list[Draft]:
    """What the language model marks as a figure where the rules are silent: its words, if they begin with a number."""
    found: list[Draft] = []
    for label in view.reading.layer("figure"):
        if label.score < _SURE or not (sentence[0] <= label.start and label.end <= sentence[1]):
            continue
        if any(overlaps((label.start, label.end), (d.start, d.end)) for d in (*ruled, *found)):
            continue
        draft = _from_mark(view.text, label, sentence)
        if draft:
            found.append(draft)
    return found


def _from_mark(text: str, label: Label, sentence: Span) -> Draft | None:
    begins = numbers.starts()
    for token in _WORD.finditer(text, label.start, label.end):
        if not _can_start(text, token, begins):
            continue
        number = _number(text, token.start(), sentence)
        if number is None or number.words in ("one", "zero", "both") or _is_name_or_measure(text, number, sentence):
            return None
        ahead = text[label.start : number.start]
        if number.end > label.end or number.start < label.start or (ahead and not _modifiers().fullmatch(ahead)):
            return None
        end = _whole_word(text, label.end, sentence)
        unit = " ".join(text[number.end : end].split()) or None
        draft = _with_modifier(text, Draft(number.start, end, number, None, unit, label.value), sentence)
        return draft if unit or number.words not in numbers.WORDS else None
    return None


def _whole_word(text: str, at: int, sentence: Span) -> int:
    """The end of the word that an offset cuts, else the offset."""
    while at < sentence[1] and text[at - 1].isalnum() and text[at].isalnum():
        at += 1
    return at


def _in_sentence(text: str, sentence: Span) -> list[Draft]:
    found: list[Draft] = []
    previous: Draft | None = None
    at = sentence[0]
    begins = numbers.starts()
    for token in _WORD.finditer(text, *sentence):
        if token.start() < at or not _can_start(text, token, begins):
            continue
        number = _number(text, token.start(), sentence)
        if number is None:
            continue
        draft = _draft(text, number, sentence, previous)
        at = draft.end if draft else max(number.end, token.end())
        if draft:
            found.append(draft)
            previous = draft
    return found


def _can_start(text: str, token: re.Match[str], begins: frozenset[str]) -> bool:
    before = text[token.start() - 1 : token.start()]
    if before and (before.isalnum() or before == "_"):
        return False
    word = token.group()
    return len(word) <= 30 and (word.isdigit() or word.lower() in begins)


def _number(text: str, at: int, sentence: Span) -> Number | None:
    """The number at a place, "between X and Y" and a range broken off by a verb of change included."""
    number = numbers.read(text, at, sentence[1])
    if number is None:
        return None
    before = text[max(sentence[0], at - 60) : at]
    if number.ranged and _CHANGE.search(before):
        return _first_only(text, number, sentence)
    opening = _BETWEEN.search(before)
    joined = _AND_NUMBER.match(text, number.end, sentence[1]) if opening and "etween" in opening.group() else None
    if joined and opening:
        second = numbers.read(text, joined.end(), sentence[1])
        if second and number.low is not None and second.high is not None and number.low < second.high:
            start = at - (len(before) - opening.start())
            return Number(start, second.end, number.low, second.high, ranged=True, words=number.words)
    return number


def _first_only(text: str, number: Number, sentence: Span) -> Number:
    gap = re.search(r"\s(?:to|or)\s|[-–—]", text[number.start : number.end])
    end = number.start + (gap.start() if gap else 0)
    alone = numbers.read(text, number.start, min(end, sentence[1]))
    return alone or number


def _draft(text: str, number: Number, sentence: Span, previous: Draft | None) -> Draft | None:
    if _is_name_or_measure(text, number, sentence):
        return None
    if text[number.end : number.end + 1] == "+":
        number = replace(number, end=number.end + 1)
    money = _money(text, number, sentence)
    if money:
        return _with_modifier(text, money, sentence)
    end, unit, counts = _unit(text, number, sentence)
    added = _ADDED.match(text, number.end, sentence[1])
    if added and unit is None:
        end = added.end()
        unit = "others" if added["more"].lower() == "others" else None
        counts = "people" if unit else None
    draft = _with_modifier(text, Draft(number.start, end, number, None, unit, counts), sentence)
    trailing = _AFTER_BOUND.match(text, draft.end, sentence[1])
    if trailing and draft.modifier is None:
        draft = replace(draft, end=trailing.end(), modifier=" ".join(trailing["words"].lower().split()))
    harm = harm_of(text, draft, sentence, previous)
    if draft.counts in ("injured", "missing", "detained") and harm_after(text, draft, sentence) == "killed":
        draft = replace(draft, counts="killed", harmed=True)  # "three of the wounded died"
    elif harm and takes_harm(draft.counts):
        draft = replace(draft, counts=harm, harmed=True)
    if draft.unit is None and not draft.harmed:
        if not _crowd(number):
            return None
        draft = replace(draft, counts="people")
    if draft.unit is None and draft.end == number.end and number.words.endswith(" of"):
        draft = replace(draft, end=number.end - (3 if text[number.end - 3].isspace() else 2))
    if number.words in ("one", "zero") and not _one_counts(text, draft):
        return None
    if number.words == "both" and not _both_count(text, draft):
        return None
    return draft


def _crowd(number: Number) -> bool:
    """ "Thousands marched": a vague plural without a noun counts people."""
    return (
        number.vague
        and re.fullmatch(r"(?:tens|hundreds|thousands|dozens|scores|millions)(?: of thousands)?", number.words)
        is not None
    )


def _both_count(text: str, draft: Draft) -> bool:
    """ "Both" counts the noun right after it; "both sides of the border" and "both denied it" count nothing."""
    noun = re.sub(r"^\s*of\s+the\s", "", text[draft.number.end : draft.end]).split()
    return len(noun) <= _BOTH_WORDS and not re.match(rf"{S}of(?![a-z])", text[draft.end : draft.end + 6])


def _one_counts(text: str, draft: Draft) -> bool:
    """ "One" counts things and harm; "one official said" and "one of them" count nothing."""
    if _OF_THE.match(text, draft.number.end, draft.number.end + 12):
        return False
    if draft.counts in ("fighters", "troops"):
        return not _SAYS_AFTER.match(text, draft.end)
    return draft.harmed or draft.counts in ("weapons", "attacks", "vehicles", "killed", "injured")


def _is_name_or_measure(text: str, number: Number, sentence: Span) -> bool:
    """True for codes, times, shares, ages, dates and numbers that are names."""
    before = text[max(sentence[0], number.start - 24) : number.start]
    after = text[number.end : min(sentence[1], number.end + 16)]
    if _COMPARED.match(after):
        return True
    if _CODE_BEFORE.search(before) or _TIME_AFTER.match(after) or _SHARE_AFTER.match(after):
        return True
    word = _ITEM.match(text, number.end, sentence[1])
    following = word["word"].lower() if word else ""
    if following.split("-")[0] in measures.counting().measures and not (
        word and _noun_ahead(text, word.end(), sentence)
    ):
        return True
    named = _NAME_BEFORE.search(before)
    preceding = named["word"].lower() if named else ""
    if number.words.isdigit() and (following in MONTHS or preceding in MONTHS) and not number.ranged:
        return int(number.words) < 2100
    if number.words.isdigit() and _AFTER_DAY.search(before):
        return True
    if preceding in measures.counting().designators:
        return True
    if preceding in ("aged", "age"):
        return True
    return _is_year(number, following, preceding)


def _is_year(number: Number, following: str, preceding: str) -> bool:
    if not re.fullmatch(r"(?:19|20)\d\d", number.words):
        return False
    if preceding in (
        "in",
        "since",
        "until",
        "by",
        "of",
        "during",
        "early",
        "late",
        "mid",
        "the",
        "from",
        "before",
        "after",
    ):
        return True
    return measures.counting().units.get(following) not in (
        "people",
        "fighters",
        "troops",
        "weapons",
        "killed",
        "injured",
        "casualties",
    )


def _money(text: str, number: Number, sentence: Span) -> Draft | None:
    table = measures.counting().money
    sign = _SIGN_BEFORE.search(text[max(sentence[0], number.start - 5) : number.start])
    if sign:
        plain = sign.group().strip().lower()
        name = table.get(plain) or table.get(plain[-1:]) or plain
        return Draft(number.start - len(sign.group()), number.end, number, None, name, "money", money=True)
    word = _ITEM.match(text, number.end, sentence[1])
    of = re.compile(rf"{S}(?:US|U\.S\.|Syrian|Iraqi|Turkish|Iranian|[A-Z][a-z]+i?){S}", re.UNICODE).match(
        text, number.end, sentence[1]
    )
    if word and word["word"].lower() in table:
        return Draft(number.start, word.end(), number, None, word["word"], "money", money=True)
    if of and (word := _ITEM.match(text, of.end() - 1, sentence[1])) and word["word"].lower() in table:
        return Draft(number.start, word.end(), number, None, word["word"], "money", money=True)
    return None


def _unit(text: str, number: Number, sentence: Span) -> tuple[int, str | None, str | None]:
    """Where the counted noun ends, the noun phrase, and what it stands for; without a noun the number's own end."""
    units = measures.counting().units
    at = number.end
    of = _OF_THE.match(text, at, sentence[1])
    if of and (harmed := _HARMED.match(text, of.end(), sentence[1])):
        return harmed.end(), harmed.group(), measures.counting().harms[harmed.group().lower()]
    if of and of.group().lower().split()[-1] == "them":
        return number.end + len(of.group().rstrip()), "of them", "people"
    if harmed := _HARMED_NEXT.match(text, at, sentence[1]):
        return _bare_harm(text, number, harmed)
    if of:
        at = of.end()
    first = at
    best: tuple[int, str, str] | None = None
    last = ""
    for position in range(_UNIT_WORDS):
        if of and position == 0:
            item = re.compile(r"(?P<word>[^\W\d_][\w'’/]*(?:-[^\W\d_][\w'’]*)*)").match(text, at, sentence[1])
        else:
            item = _next_item(text, at, sentence, last)
        if item is None or _stops(item["word"]):
            break
        last = item["word"]
        word = item["word"].lower().removesuffix("'s").removesuffix("’s")
        if item["word"].lower() != word or word == "dead":
            break
        counts = units.get(word) or units.get(word.rsplit("-", 1)[-1])
        if best and not counts:
            break
        if counts:
            best = (item.end(), word, counts)
        elif position == 0 and _demonym(item["word"], number) and not _noun_ahead(text, item.end(), sentence):
            best = (item.end(), word, "people")
            break
        at = item.end()
    if best is None:
        best = _open_noun(text, first, number, sentence)
    if best is None:
        return number.end, None, None
    best = _of_people(text, _whole_noun(text, best, sentence), sentence)
    phrase = text[first : best[0]].strip(" \n\t-")
    return best[0], " ".join(phrase.split()), best[2]


def _of_people(text: str, best: tuple[int, str, str], sentence: Span) -> tuple[int, str, str]:
    """Bodies of civilians, members of families: the noun with whose it is."""
    of = re.compile(rf"{S}of{S}(?P<word>[a-z]+)(?![\w-])").match(text, best[0], sentence[1])
    if of is None or best[1] not in ("bodies", "corpses", "remains") or of["word"] not in measures.counting().units:
        return best
    return of.end(), best[1], best[2]


def _stops(word: str) -> bool:
    """True for a word that ends the phrase; "US" and "IS" in capitals are names."""
    if word.isupper() and len(word) > 1:
        return False
    return word.lower() in _STOP_WORDS and word.lower() not in ("other", "dead")


def _bare_harm(text: str, number: Number, harmed: re.Match[str]) -> tuple[int, str | None, str | None]:
    """ "22 dead", "74 wounded": the word of harm is the noun; not in "left 22 dead" or "killed 150 injured people"."""
    if _LEFT_BEFORE.search(text[max(0, number.start - 40) : number.start]):
        return number.end, None, None
    return harmed.end(), harmed["harm"], measures.counting().harms[harmed["harm"].lower()]


def _next_item(text: str, at: int, sentence: Span, last: str) -> re.Match[str] | None:
    """The word after a place; "and" between two adjectives or two names is passed over ("regional and international nations")."""
    item = _ITEM.match(text, at, sentence[1])
    if item is None or item["word"] != "and":
        return item
    after = _ITEM.match(text, item.end(), sentence[1])
    joined = after and (last.endswith(_ADJECTIVE) or (last[:1].isupper() and after["word"][:1].isupper()))
    return after if joined else item


def _open_noun(text: str, at: int, number: Number, sentence: Span) -> tuple[int, str, str] | None:
    """The plural noun of a number without a known one: "six cameras", "two explosive devices", "three Russian firms"."""
    if number.words in ("one", "zero", "both") or (number.low is not None and number.low < _PLURAL):
        return None
    word = ""
    for _ in range(_OPEN_WORDS):
        model = _MODEL.match(text, at, sentence[1])
        if model:
            return model.end(), model.group().strip(), "weapons"
        item = _next_item(text, at, sentence, word)
        if item is None or _stops(item["word"]) or "'" in item["word"] or "’" in item["word"]:
            return None
        word, at = item["word"], item.end()
        if re.search(r"(?:ed|ing|[^pil]ly)$", word) and not word[:1].isupper():
            return None
        if (
            re.fullmatch(r"[a-z]{2,}(?:-[a-z]+)*[^su]s|[a-z]+(?:men|people)", word)
            and word not in measures.counting().measures
        ):
            people = "people" if word.endswith(("men", "people")) else "things"
            return at, word, measures.counting().units.get(word, people)
        following = _ITEM.match(text, at, sentence[1])
        if re.fullmatch(r"[A-Z][a-z]{2,}[^su]s", word) and _no_noun(following):
            return at, word, "people"  # "30 Britons were", "100 Greeks worship"
    return None


def _no_noun(item: re.Match[str] | None) -> bool:
    """True where no noun follows that a name before it would only describe ("12 Texas towns")."""
    if item is None or _stops(item["word"]):
        return True
    word = item["word"]
    return word.islower() and not word.endswith("s") and word not in measures.counting().units


def _whole_noun(text: str, best: tuple[int, str, str], sentence: Span) -> tuple[int, str, str]:
    """A counted noun in front of an unknown plural only says of what kind it is: "four mortar systems"."""
    item = _ITEM.match(text, best[0], sentence[1])
    if (
        item is None
        or not re.fullmatch(r"[a-z]{4,}s", item["word"])
        or item["word"] in _STOP_WORDS
        or best[1].endswith("s")
    ):
        return best
    if says_harm(item["word"]) or best[1] in ("people", "men", "women", "children", "police", "dead", "personnel"):
        return best
    return item.end(), item["word"], best[2] if best[2] in ("weapons", "vehicles") else "things"


def _demonym(word: str, number: Number) -> bool:
    return bool(_PEOPLES.search(word)) and word[0].isupper() and word[1:].islower() and number.words != "both"


def _noun_ahead(text: str, at: int, sentence: Span) -> bool:
    """True where the word right after a place is a counted noun ("barrel bombs")."""
    item = _ITEM.match(text, at, sentence[1])
    return bool(item and item["word"].lower() in measures.counting().units)


@lru_cache(maxsize=1)
def _modifiers() -> re.Pattern[str]:
    words = sorted(measures.counting().bounds, key=lambda w: (-len(w), w))
    body = "|".join(re.escape(word).replace(r"\ ", S) for word in words)
    return re.compile(rf"(?<![\w-])(?P<words>(?:{body})(?:{S}(?:{body}))?){S}$", re.IGNORECASE)


def _with_modifier(text: str, draft: Draft, sentence: Span) -> Draft:
    low = max(sentence[0], draft.start - 40)
    match = _modifiers().search(text[low : draft.start])
    if match is None:
        return replace(draft, modifier="+") if text[draft.number.end - 1] == "+" else draft
    return replace(draft, start=low + match.start("words"), modifier=" ".join(match["words"].lower().split()))


def _bounds(draft: Draft) -> tuple[int | None, int | None]:
    """Lowest and highest value by the modifier: "at least" leaves the top open, "up to" the bottom."""
    number = draft.number
    kind = _AFTER_BOUNDS.get(draft.modifier or "") or ("low" if draft.modifier == "+" else None)
    for words in _known_parts(draft.modifier):
        kind = kind or measures.counting().bounds[words]
    if kind == "low":
        return number.low, None
    if kind == "high" and not number.ranged:
        return None, number.high if not number.vague else None
    if kind == "high":
        return None, number.high
    return number.low, number.high


def _known_parts(modifier: str | None) -> list[str]:
    """The entries of the table in a modifier of one or two ("another", "at least"), those with a bound first."""
    table = measures.counting().bounds
    if modifier is None:
        return []
    if modifier in table:
        return [modifier]
    words = modifier.split()
    for cut in range(1, len(words)):
        parts = [" ".join(words[:cut]), " ".join(words[cut:])]
        if all(part in table for part in parts):
            return sorted(parts, key=lambda part: (table[part] == "more", part))
    return []
