"""Attribution without a verb: "according to", hearsay words, nouns, headlines with a colon, free-standing quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from counterclaim.finding import claims_words as w
from counterclaim.finding.claims_grammar import Frame, Part
from counterclaim.finding.claims_words import Stream
from counterclaim.knowledge.cues import Cues
from counterclaim.language.surface_words import DEMONYMS
from counterclaim.records import Stance
from counterclaim.text import Span, bag, quotes, trim, words

_HEADLINE = re.compile(r"(?P<who>[^:\n.!?]{2,60}?)(?P<colon>:)\s+(?P<what>\S.{8,})", re.DOTALL)
_NO_SPEAKERS = bag(
    "correction clarification exc note editor's reporting photo image caption date tags topic topics related contact",
    "tel phone email",
    "fax website url size name type desc subject from to cc sent follow share location time",
    "update breaking exclusive watch video photos analysis opinion live report special part chapter explainer",
    "factbox interview source read more note editor timeline profile q&a infographic live-blog editorial",
)
_WITHOUT_HOLDER = bag(
    "claim report allegation accusation rumor rumour belief fear suspicion speculation assertion notion",
    "suggestion concern hope",
)
_TO_NOUNS = bag(
    "threat promise pledge vow commitment willingness readiness intention determination offer demand call",
    "refusal desire",
)


def forms(unit: Stream, cues: Cues) -> Iterator[Frame]:
    """The frames of one unit that need no verb."""
    yield from _according(unit, cues)
    yield from _hearsay(unit, cues)
    yield from _nouns(unit, cues)


# -- according to


def _according(unit: Stream, cues: Cues) -> Iterator[Frame]:
    for i in range(len(unit)):
        phrase = next((p for p in cues.of_phrases if unit.low[i : i + len(p)] == p), None)
        if phrase is None:
            continue
        first = i + len(phrase)
        if first >= len(unit) or (phrase == ("per",) and (i == 0 or unit.low[i - 1] != ",")):
            continue
        last = _phrase_right(unit, first)
        if last < first:
            continue
        part = _told_by(unit, i, last)
        if part is None:
            continue
        yield Frame("according to", (unit.starts[i], unit.ends[first - 1]), " ".join(phrase), Stance.ASSERTS, "clause", False,
                    (unit.starts[first], unit.ends[last]), None, (part,), paragraph=unit.paragraph)  # fmt: skip


def _phrase_right(unit: Stream, first: int) -> int:
    """The last item of the noun phrase that starts at ``first``."""
    last = first
    while last < len(unit) and unit.low[last] not in (
        ",",
        ".",
        ";",
        ":",
        "Q",
        "(",
        "—",
        "–",
        "who",
        "which",
        "that",
        "when",
        "while",
        "and",
        "but",
        ")",
    ):
        new = unit.low[last] in w.DETERMINERS or (unit.raw[last] in DEMONYMS and unit.raw[last - 1][0].isupper())
        if last > first and new and unit.low[last - 1] not in w.NP_LINKS and unit.raw[last - 1] not in DEMONYMS:
            break
        if last > first and (
            unit.low[last] in w.AUX
            or unit.low[last] in ("published", "released", "obtained", "posted", "conducted", "cited")
        ):
            break
        last += 1
    if (
        unit.word(last) == "and"
        and last + 1 < len(unit)
        and (unit.raw[last + 1][0].isupper() or unit.low[last + 1] in ("other", "the", "two"))
        and last - first < 4
    ):
        more = _phrase_right(unit, last + 1)
        if unit.word(more + 1) in ("", ".", ",", "Q", ";"):
            return more
    return last - 1


def _told_by(unit: Stream, i: int, last: int) -> Part | None:
    """What follows "According to X," or stands before ", according to X"."""
    if all(
        unit.low[k] in ("but", "and", "so", "meanwhile", ",", "-", "–", "•") or w.is_adverb(unit.low[k])
        for k in range(i)
    ):
        start = last + 1
        while start < len(unit) and unit.low[start] != "," and unit.low[start] != "Q" and start - last < 14:
            start += 1
        if start >= len(unit) or start - last >= 14:
            start = last + 1
        if unit.word(start) == ",":
            start += 1
        return _span(unit, start, len(unit) - 1)
    end = i - 1
    start = 0
    while start < end and unit.low[start] in ("but", "and", ",", "–", "-", "•", "*"):
        start += 1
    rest = last + 1
    before = _span(unit, start, end)
    if before is None:
        return None
    if (
        unit.word(end) == ","
        and unit.word(rest) == ","
        and end - start < 6
        and rest + 3 < len(unit)
        and unit.low[start:end]
        and before.quote is None
    ):
        whole = _span(unit, start, len(unit) - 1)
        return whole if whole is not None else before
    return before


def _span(unit: Stream, start: int, last: int) -> Part | None:
    while last >= start and unit.low[last] in (",", ".", ";", ":", "!", "?", "—", "–", "-"):
        last -= 1
    if last < start:
        return None
    quote = unit.quotes[start] if start == last else None
    if quote is not None:
        return Part(quote.inner_start, quote.inner_end, quote.start, quote)
    if last - start < 1:
        return None
    return Part(unit.starts[start], unit.ends[last], unit.starts[start])


# -- hearsay


def _hearsay(unit: Stream, cues: Cues) -> Iterator[Frame]:
    for i, low in enumerate(unit.low):
        if low in cues.hearsay:
            start, end = _around(unit, i)
            part = _span(unit, start, end)
            if part is not None and part.quote is None:
                yield Frame("hearsay", (unit.starts[i], unit.ends[i]), low, Stance.ASSERTS, "hearsay", False, None, None,
                            (part,), paragraph=unit.paragraph)  # fmt: skip


def _around(unit: Stream, i: int) -> Span:
    """The clause around a hearsay word: to the marks or conjunctions on both sides."""
    start = i
    while (
        start > 0
        and unit.low[start - 1] not in (";", ":", "Q", "that", "who", "which", "but", "while", "(")
        and not (unit.low[start - 1] == "," and i - start > 0)
    ):
        start -= 1
    end = i
    while end + 1 < len(unit) and unit.low[end + 1] not in (";", ":", "Q", ")", ","):
        end += 1
    return start, end


# -- nouns that hold a content


def _nouns(unit: Stream, cues: Cues) -> Iterator[Frame]:
    for i in range(1, len(unit) - 2):
        stance = cues.noun(unit.low[i])
        if stance is None:
            continue
        following = unit.low[i + 1]
        if following == "that" and unit.low[i + 2] not in w.AUX:
            clause = True
        elif following == "to" and unit.low[i] in _TO_NOUNS and unit.low[i + 2] not in w.DETERMINERS:
            clause = False
        else:
            continue
        holder = _holder(unit, i)
        singular = unit.low[i].removesuffix("s")
        if holder is None and (not clause or singular not in _WITHOUT_HOLDER or _is_verbal(unit, i)):
            continue
        end = _end(unit, i + 2)
        part = _span(unit, i + 2 if clause else i + 1, end)
        if part is None:
            continue
        part = Part(part.start, part.end, unit.starts[i + 1], part.quote)
        yield Frame("noun of saying", (unit.starts[i], unit.ends[i]), singular, stance, "clause" if clause else "to", False,
                    holder, None, (part,), paragraph=unit.paragraph)  # fmt: skip


def _is_verbal(unit: Stream, i: int) -> bool:
    """ "They claim that": the word is a verb after all."""
    before = unit.low[i - 1]
    return before in w.SUBJECTS or before.endswith("s") or unit.raw[i - 1][0].isupper() or before in w.AUX


def _holder(unit: Stream, i: int) -> Span | None:
    """Whose claim it is: a possessive before the noun, over adjectives."""
    k = i - 1
    while k >= 0 and i - k < 4:
        low = unit.low[k]
        if low in ("his", "her", "their", "its"):
            return unit.starts[k], unit.ends[k]
        if low in ("'s", "'"):
            first = k - 1
            while (
                first > 0
                and (unit.raw[first - 1][0].isupper() or unit.low[first - 1] in ("the", "a", "an"))
                and unit.low[first - 1] not in w.PREPOSITIONS
            ):
                first -= 1
                if unit.low[first] in ("the", "a", "an"):
                    break
            return (unit.starts[first], unit.ends[k - 1]) if first >= 0 else None
        if low in w.DETERMINERS or low in w.PREPOSITIONS or low in w.AUX or not low[0].isalpha():
            return None
        k -= 1
    return None


def _end(unit: Stream, start: int) -> int:
    for k in range(start, len(unit)):
        if unit.low[k] in (";", ")") or (
            unit.low[k] == "," and unit.word(k + 1) in ("but", "while", "according", "saying", "adding", "which")
        ):
            return k - 1
    return len(unit) - 1


# -- two clauses of one cue

_AND_TOO = re.compile(r",?\s+and\s+(?=\S)")
_AND_THAT = re.compile(r"[,;]?\s+(?:and|but)(?:\s+also)?\s+(?P<that>that)\s+(?=\S)")
_ONE_THING = ("noun of saying", "verb and object", "described as", "wrong laid to somebody", "asked to act", "hearsay")


def parted(text: str, frame: Frame) -> Frame:
    """ "said A and that B" has two contents, however it was read."""
    if frame.rule.startswith(_ONE_THING) or (frame.rule.startswith("words after") or len(frame.parts) > 2):
        return frame
    parts = [part for whole in frame.parts for part in _clauses(text, whole)]
    return replace(frame, parts=tuple(part for whole in parts for part in _on_both_sides(text, whole, frame)))


def _on_both_sides(text: str, part: Part, frame: Frame) -> Iterator[Part]:
    """ "Ten ships sank, he said, and the port burned": what stands on both sides of the cue are two clauses."""
    low, high = min(frame.cue[0], (frame.speaker or frame.cue)[0]), max(frame.cue[1], (frame.speaker or frame.cue)[1])
    also = _AND_TOO.match(text, high, part.end) if part.quote is None and part.start < low and high < part.end else None
    if also is None or not _is_clause(text[also.end() : part.end]):
        yield part
        return
    start, end = trim(text, part.start, low, also=",;")
    yield Part(start, end, part.marker)
    yield Part(also.end(), part.end, also.end())


def _clauses(text: str, part: Part) -> Iterator[Part]:
    if part.quote is not None:
        yield part
        return
    within = quotes(text[part.start : part.end])
    start, marker = part.start, part.marker
    for match in _AND_THAT.finditer(text, part.start, part.end):
        at = match.start() - part.start
        if any(q.start < at < q.end for q in within) or not _is_clause(text[match.end() : part.end]):
            continue
        if match.start() - start > 2:
            yield Part(start, match.start(), marker)
            start, marker = match.end(), match.start("that")
    yield Part(start, part.end, marker)


def _is_clause(rest: str) -> bool:
    """What follows "that" is a clause: it has a verb, and does not begin with one ("and that is why")."""
    low = words(rest).low[:24]
    return bool(low) and low[0] not in w.AUX and any(
        word in w.AUX or word in w.PAST or word in w.PRESENT or word.endswith("ed") for word in low[1:]
    )  # fmt: skip


# -- headlines and free-standing quotations


def headline(text: str, span: Span, cues: Cues) -> Frame | None:
    """ "X: we will stay", or "We will stay: X" where X alone can speak."""
    match = _HEADLINE.fullmatch(text[span[0] : span[1]].strip())
    if match is None:
        return None
    base = span[0] + len(text[span[0] : span[1]]) - len(text[span[0] : span[1]].lstrip())
    who, what = match.span("who"), match.span("what")
    left, right = match["who"].strip(), match["what"].strip()
    if left.lower().split()[0] in _NO_SPEAKERS or left.lower() in _NO_SPEAKERS:
        return None
    if _speaks(left, cues):
        speaker, content = who, what
    elif len(right.split()) <= 5 and _speaks(right, cues):
        speaker, content = what, who
    else:
        return None
    colon = match.span("colon")
    part = Part(base + content[0], base + content[1], base + content[0])
    return Frame("headline with a colon", (base + colon[0], base + colon[1]), ":", Stance.ASSERTS, "quote", False,
                 (base + speaker[0], base + speaker[1]), None, (part,))  # fmt: skip


TRAILING = "headline that ends in who says it"
_TRAILING = re.compile(
    r"(?P<what>\S.{14,}?\s)(?:[^\w\s]\S*\s+)?"
    r"(?P<who>monitors?|officials?|police|army|activists?|sources?|reports?|witness(?:es)?|ministry)(?:\s*\|[^|]*)?"
)


def trailing(text: str, span: Span) -> Frame | None:
    """A title that ends in who says it, its dash or colon lost: "Raid kills ten in Halvane monitor".

    It is one only where the text below tells the same as somebody's words.
    """
    match = _TRAILING.fullmatch(text, *trim(text, *span))
    if match is None:
        return None
    what, who = trim(text, *match.span("what"), also=",:;"), match.span("who")
    return Frame(TRAILING, who, match["who"].lower(), Stance.ASSERTS, "clause", False, who, None,
                 (Part(what[0], what[1], what[0]),))  # fmt: skip


def _speaks(words: str, cues: Cues) -> bool:
    parts = words.split()
    if not parts or len(parts) > 7:
        return False
    if cues.speaks(parts[-1].lower()) is not None:
        return True
    capitals = sum(part[0].isupper() for part in parts)
    return capitals == len(parts) and len(parts) <= 4 and not any(part.lower() in w.AUX for part in parts)


def free_quotations(units: Sequence[Stream], taken: Sequence[Frame]) -> Iterator[Frame]:
    """Quotations that no verb introduces: they go on for the speaker before them, in the same or the last paragraph."""
    used = {p.quote.start for f in taken for p in f.parts if p.quote is not None}
    spans = sorted((p.start, p.end) for f in taken for p in f.parts)
    by_paragraph = sorted(taken, key=lambda f: f.cue)
    for unit in units:
        if not unit.quotes or unit.quotes[0] is None:
            continue
        quote = unit.quotes[0]
        if quote.start in used or any(s <= quote.start and quote.end <= e for s, e in spans):
            continue
        if any(item not in (".", ",", "!", "?", "…") for item in unit.low[1:] if item != "Q"):
            continue
        before = [
            f
            for f in by_paragraph
            if f.cue[0] < quote.start
            and unit.paragraph - f.paragraph <= 1
            and f.rule not in ("hearsay", "noun of saying")
        ]
        if not before:
            continue
        last = before[-1]
        same = last.paragraph == unit.paragraph
        parts = tuple(Part(q.inner_start, q.inner_end, q.start, q) for q in unit.quotes if q is not None)
        if same and any(p.quote is not None for p in last.parts):
            yield Frame("quotation goes on", last.cue, last.verb, Stance.ASSERTS, "quote", False, last.speaker, last.aside, parts,
                        last.told, unit.paragraph, follows=last.cue)  # fmt: skip
        elif any(p.quote is not None for p in last.parts) or same:
            opening = (quote.start, quote.inner_start)
            yield Frame("free-standing quotation", opening, "\"", Stance.ASSERTS, "quote", False, last.speaker, last.aside, parts,
                        None, unit.paragraph, follows=last.cue)  # fmt: skip


_LABEL = re.compile(r"[“\"]?(?P<who>[A-Z][\w.'’\- ]{0,40}?|[QA])[”\"]?(?P<colon>:)[ \t]+(?=\S)")
_QUESTIONS = frozenset({"q", "question", "interviewer", "host", "reporter"})
_ANSWERS = frozenset({"a", "answer"})


def dialogue(text: str, paragraphs: Sequence[Span], cues: Cues) -> Iterator[Frame]:
    """Paragraphs that open with who speaks and a colon: headlines, transcripts, the answers of an interview."""
    for number, (start, end) in enumerate(paragraphs):
        match = _LABEL.match(text, start, end)
        if match is None or text.find("\n", start, match.end()) >= 0:
            continue
        who = match["who"].strip()
        answer = who.lower() in _ANSWERS
        if who.lower() in _QUESTIONS or who.lower() in _NO_SPEAKERS or not (answer or _is_label(who, cues)):
            continue
        part = Part(match.end(), end, match.end())
        if end - match.end() < 12:
            continue
        colon = match.span("colon")
        yield Frame("words after a name and a colon", (match.start("who") if answer else colon[0], colon[1]), ":", Stance.ASSERTS,
                    "quote", False, None if answer else match.span("who"), None, (part,),
                    paragraph=number + 1)  # fmt: skip


_BOLD = re.compile(r"\s*(?:\*\*|__).{3,300}(?:\*\*|__)\s*", re.DOTALL)
_LONGEST_QUESTION = 400


def answers(text: str, paragraphs: Sequence[Span]) -> Iterator[Frame]:
    """The paragraphs between the questions of an interview that marks neither; its head must call it one."""
    if re.search(r"\b(?:interview|Q&A|in conversation)\b", text[:900], re.IGNORECASE) is None:
        return
    asked = [n for n, span in enumerate(paragraphs) if _is_question(text[slice(*span)])]
    if len(asked) < 3:
        return
    question: Span | None = None
    for n in range(asked[0], len(paragraphs)):
        start, end = paragraphs[n]
        if n in asked:
            mark = text.rfind("?", start, end)
            question = (mark, mark + 1)
        elif question is not None and end - start > 20:
            yield Frame("answer of an interview", question, "?", Stance.ASSERTS, "quote", False, None, None,
                        (Part(start, end, start),), paragraph=n + 1)  # fmt: skip


def _is_question(paragraph: str) -> bool:
    plain = paragraph.strip().strip("*_ ")
    return (
        plain.endswith("?")
        and len(plain) <= _LONGEST_QUESTION
        and (plain.count(".") < 3 or bool(_BOLD.fullmatch(paragraph)))
    )


def _is_label(who: str, cues: Cues) -> bool:
    parts = [part for part in who.split() if part not in ("of", "the", "to", "for", "and")]
    return (
        all(part[0].isupper() for part in parts)
        and who.rsplit(maxsplit=1)[-1].lower() not in _NO_SPEAKERS
        and _speaks(who, cues)
    )


_STATEMENT = re.compile(
    r"\b(?:statement|comments?|commented|remarks?|message|speech|address|letter|communiqu[eé]|the following|text of)\b",
    re.IGNORECASE,
)


def announced(text: str, title: Span | None, units: Sequence[Stream], cues: Cues) -> Iterator[tuple[int, Part]]:
    """What follows "Maren said:" at a paragraph's end up to the next author's line: the index of its unit and a paragraph.

    A statement that is called one goes on to the author's next line; other words as long as they say "I" or "we".
    """
    called = title is not None and _STATEMENT.search(text, *title) is not None
    for n, unit in enumerate(units[:-1]):
        if unit.word(len(unit) - 1) != ":" or units[n + 1].paragraph == unit.paragraph:
            continue
        first = units[n + 1]
        if first.quotes and first.quotes[0] is not None:
            parts = [q for q in first.quotes if q is not None]
            yield n, Part(parts[0].inner_start, parts[0].inner_end, parts[0].start, parts[0])
            continue
        last = n
        statement = called or _STATEMENT.search(text, unit.start, unit.end) is not None
        for m in range(n + 1, len(units)):
            opens = units[m].paragraph > max(first.paragraph, units[last].paragraph)
            if _authors_line(units[m], cues) or (opens and not _goes_on(units, m, cues, statement=statement)):
                break
            last = m
        # A statement of several paragraphs is a claim a paragraph, as an interview's answers are.
        for _, same in groupby(units[n + 1 : last + 1], key=lambda unit: unit.paragraph):
            said = list(same)
            yield n, Part(said[0].start, said[-1].end, said[0].start)


def _goes_on(units: Sequence[Stream], m: int, cues: Cues, *, statement: bool) -> bool:
    """The paragraph of unit m belongs to what was announced."""
    if not statement:
        return _own_voice(units, m)
    same = [unit for unit in units[m:] if unit.paragraph == units[m].paragraph]
    return not any(_reports(unit, cues) for unit in same) and same[-1].word(len(same[-1]) - 1) != ":"


def _reports(unit: Stream, cues: Cues) -> bool:
    """The author tells what a third person said."""
    return any(
        unit.low[k] in ("said", "told", "added", "says") and unit.low[k] in cues.forms and unit.word(k - 1) not in ("i", "we")
        for k in range(1, len(unit))
    )  # fmt: skip


def _own_voice(units: Sequence[Stream], m: int) -> bool:
    """The paragraph of unit m goes on in the first person."""
    same = (unit for unit in units[m:] if unit.paragraph == units[m].paragraph)
    return any(low in ("i", "we", "our", "my", "us") for unit in same for low in unit.low)


def _authors_line(unit: Stream, cues: Cues) -> bool:
    """A line in which somebody else speaks or which is no prose."""
    if unit.low[:2] in (("further", "information"), ("notes", "to"), ("media", "enquiries"), ("follow", "the")):
        return True
    third = {"he", "she"} & set(unit.low[:1])
    return bool(third) and any(low in ("said", "added", "continued") for low in unit.low[:4] if low in cues.forms)
