"""Verbs that attribute: who says what, read off the order of words around the verb.

A frame is one cue with its speaker and its content. The grammar is that of news English: speaker, cue, content ("the
army said that ..."), content before ("..., the army said"), the turned order ("..., said Maren"), a quotation between,
the passive ("was quoted as saying", "is said to").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from counterclaim.finding import claims_words as w
from counterclaim.finding.claims_content import After, Content, quoted
from counterclaim.finding.claims_grammar import (
    Frame,
    Part,
    Subject,
    Verb,
    noun_phrase,
    subject,
    subject_right,
)
from counterclaim.finding.claims_words import Stream
from counterclaim.knowledge.cues import Cue, Cues, Form
from counterclaim.records import Stance
from counterclaim.text import Span, bag

# Forms that are nouns as often as verbs: the words around them must speak for a verb.
_NOUNISH = w.NOUNISH
_STRONG = bag(
    "say add tell write warn announce report insist state declare explain note stress reply argue claim", "continue"
)
_SILENT = bag("say tell comment confirm specify elaborate mention reveal disclose ask")
_MENTAL = bag(
    "think believe know feel hope want wish fear doubt guess suppose expect see remember understand mean",
    "imagine find",
)
_CATENATIVE = bag("on continued continues continue quick began hastened moved ready")
_MODALS_KEPT = frozenset(["will", "'ll", "can", "cannot", "can't", "would"])
_HEARSAY = bag("say believe think report allege rumour rumor know understand claim estimate")
_MAIN_BEFORE = bag("as when while after if although in on at during")
# Frames whose content is a phrase: a new subject after "and" is out of it.
_SHORT = frozenset({"object", "as", "of", "ask"})
_RULES = {
    "to": "verb and infinitive", "ask": "asked to act", "of": "wrong laid to somebody", "as": "described as",
    "object": "verb and object", "tell": "told somebody",
}  # fmt: skip


def frames(unit: Stream, cues: Cues) -> Iterator[Frame]:
    """The verb frames of one unit, in text order of their cues."""
    found: list[Frame] = []
    for i, low in enumerate(unit.low):
        taken = _claimed_by(unit, i, cues) if low == "claimed" else _put_at(unit, i, cues) if low in _PUTS else None
        if taken is not None:
            found.append(replace(taken, paragraph=unit.paragraph))
            continue
        form = cues.forms.get(low)
        verb = _verb(unit, i, form) if form is not None else None
        frame = _frame(unit, verb, cues) if verb is not None else None
        goes_on = (
            frame is not None
            and (verb is not None and verb.gerund)
            and (verb.cue.takes("quote") or frame.speaker is None)
        )
        if frame is not None and goes_on and found:
            frame = _goes_on(frame, found)
        if frame is not None and not _of_the_author(unit, frame):
            found.append(replace(frame, paragraph=unit.paragraph))
    yield from _untangle(found, unit)


def _goes_on(frame: Frame, found: list[Frame]) -> Frame:
    """ ", adding that ...": the speaker of the last cue that stands inside no other content."""

    def inside(cue: tuple[int, int]) -> bool:
        return any(p.start <= cue[0] < p.end for f in found for p in f.parts if f.cue != cue and f.frame != "quote")

    before = next((f for f in reversed(found) if not inside(f.cue)), found[-1])
    return replace(frame, speaker=before.speaker, aside=before.aside, relayed=before.relayed)


def announcing(unit: Stream, cues: Cues) -> Frame | None:
    """The last cue of a unit that ends in a colon ("Maren said:"), without its content."""
    for i in range(len(unit) - 1, -1, -1):
        form = cues.forms.get(unit.low[i])
        verb = _verb(unit, i, form) if form is not None else None
        if verb is None or verb.passive or not (verb.cue.takes("quote") or verb.cue.takes("tell")):
            continue
        who = subject(unit, verb, cues)
        if who is None:
            return None
        return Frame("words after a paragraph that ends in a colon", (unit.starts[verb.first], unit.ends[verb.last]), verb.name,
                     Stance.ASSERTS, "quote", False, who.span, who.aside, (), paragraph=unit.paragraph)  # fmt: skip
    return None


def speaker_at(unit: Stream, cue: Span, cues: Cues) -> Subject | None:
    """The subject of the verb of saying in a cue; None for the passive and where none is seen."""
    verb = _verb_in(unit, cue, cues)
    return None if verb is None or verb.passive else subject(unit, verb, cues)


def shares(unit: Stream, cue: Span, cues: Cues) -> bool:
    """ ", adding", "and thanked": the verb in a cue goes on for the speaker before it."""
    verb = _verb_in(unit, cue, cues)
    if verb is None or verb.passive:
        return False
    return verb.gerund or unit.word(verb.first - 1) in ("and", "but", "then", ",", "while")


def _verb_in(unit: Stream, cue: Span, cues: Cues) -> Verb | None:
    for i in range(len(unit) - 1, -1, -1):
        form = cues.forms.get(unit.low[i]) if cue[0] <= unit.starts[i] < cue[1] else None
        verb = _verb(unit, i, form) if form is not None else None
        if verb is not None:
            return verb
    return _unknown_verb(unit, cue, cues)


def _unknown_verb(unit: Stream, cue: Span, cues: Cues) -> Verb | None:
    """The first word of a cue that the lexicon lacks, taken for a verb where it looks like one."""
    inside = [i for i in range(len(unit)) if cue[0] <= unit.starts[i] < cue[1]]
    i = next(
        (k for k in inside if unit.low[k] not in w.AUX and not w.is_adverb(unit.low[k]) and unit.low[k] != "to"), None
    )
    if i is None or unit.low[i] == "Q" or not unit.raw[i][0].islower() or unit.low[i] in w.PREPOSITIONS | w.DETERMINERS:
        return None
    first, passive, negated, helped = _group(unit, i)
    said = cues.forms["saying"]
    return Verb(i, first, i, _plain(cues), said, passive, unit.low[i].endswith("ing") and not helped, negated)


def _of_the_author(unit: Stream, frame: Frame) -> bool:
    """ "I think", "we know": no attribution, or inside a quotation the speaker's own voice."""
    if frame.speaker is None or frame.speaker not in zip(unit.starts, unit.ends, strict=True):
        return False
    who = unit.low[unit.starts.index(frame.speaker[0])]
    return who in ("i", "we", "you") and (unit.inner or frame.verb.split()[0] in _MENTAL)


# -- the verb


def _verb(unit: Stream, i: int, form: Form) -> Verb | None:
    """The verb group around item i, or None where the word is no verb of saying here."""
    cue = next((c for c in form.cues if _particle(unit, i, c)), None)
    if cue is None:
        return None
    # "claimed responsibility for the raid": what is claimed is the responsibility.
    last = i + (0 if cue.particle[:1] in _TAKEN else len(cue.particle))
    first, passive, negated, helped = _group(unit, i)
    before = unit.word(first - 1)
    gerund = form.gerund and not helped
    if before == "to" and not helped:
        if unit.word(first - 2) not in _CATENATIVE or not form.base:
            return None
        first -= 2 + (unit.word(first - 2) in ("on", "quick", "ready"))
        return Verb(i, max(first, 0), last, cue, form, negated=negated)
    modal = next((unit.low[k] for k in range(first, i) if unit.low[k] in w.MODAL), None)
    if modal and (modal not in _MODALS_KEPT or negated):
        return None
    if not helped and not _fits(unit, form, first, last, gerund=gerund):
        return None
    passive = passive and form.participle and not form.gerund
    return Verb(i, first, last, cue, form, passive, gerund, negated)


def _particle(unit: Stream, i: int, cue: Cue) -> bool:
    return all(unit.word(i + 1 + k) == word for k, word in enumerate(cue.particle))


def _fits(unit: Stream, form: Form, first: int, last: int, *, gerund: bool) -> bool:
    """A form without auxiliary: its neighbours must allow a verb."""
    before, after = unit.word(first - 1), unit.word(last + 1)
    if gerund:
        return before in _GERUND_AFTER or unit.low[last] == "adding"
    if form.base and not form.past and not _plural(unit, first):
        return False
    if unit.low[last] in _NOUNISH and not _verb_like(unit, first, last):
        return False
    if form.participle:
        noun = before in w.DETERMINERS - {"that"} or before in w.POSSESSIVES or before in ("of", "by")
        return not noun and after != "by"
    return True


_TAKEN = (("responsibility",), ("credit",))
_GERUND_AFTER = frozenset({",", "", "while", "Q", "by", "–", "—", "and", "when", "statement", "letter", "interview"})
_FLOATING = frozenset({"both", "all", "each"})
_NO_PLURAL = frozenset(["'s", "us", "was", "is", "has", "this"])


def _group(unit: Stream, i: int) -> tuple[int, bool, bool, bool]:
    """First item of the verb group; whether it is passive, negated, and has an auxiliary."""
    first = i
    passive = negated = helped = False
    for k in range(i - 1, -1, -1):
        low = unit.low[k]
        if low in w.AUX or low.endswith("n't"):
            if low == "'s" and unit.word(k - 1) not in w.SUBJECTS | {"there", "what"}:
                break
            passive = passive or (low in w.BE and not helped)
            helped = True
        elif not (w.is_adverb(low) or (low in _FLOATING and unit.word(k - 1) in w.AUX)) or unit.raw[k][0].isupper():
            break
        negated = negated or w.is_negation(low)
        first = k
    return first, passive, negated, helped


def _plural(unit: Stream, first: int) -> bool:
    """A bare form wants a plural or pronoun before it."""
    before = unit.word(first - 1)
    if before in w.SUBJECTS - {"he", "she", "it", "this"} or before in ("to", "people", "police", ",", ")", "Q", "and"):
        return True
    return before.endswith("s") and before not in _NO_PLURAL and before not in w.DETERMINERS


def _verb_like(unit: Stream, first: int, last: int) -> bool:
    before, after = unit.word(first - 1), unit.word(last + 1)
    if before in ("he", "she", "they", "we", "i", "it", "who", "you"):
        return True
    if before in w.DETERMINERS | w.POSSESSIVES | w.PREPOSITIONS or before in ("", "or"):
        return False
    if before in ("and", ",") and after != "that":
        return False
    if after in ("that", "Q") or after in w.CLAUSE_STARTS - _NOUN_FOLLOWS:
        return True
    return bool(after) and unit.raw[last + 1][0].isupper()


_NOUN_FOLLOWS = bag("in as if when while since because")


# -- the frame


def _frame(unit: Stream, verb: Verb, cues: Cues) -> Frame | None:
    if verb.passive:
        return _passive(unit, verb, cues)
    turned = _turned(unit, verb)
    who = None if turned else subject(unit, verb, cues)
    if verb.cue.lemma in _QUOTING and who is not None:
        quoted_as = _quotes_as(unit, verb, who, cues)
        if quoted_as is not None:
            return quoted_as
    content = After(unit, verb).content()
    if turned or content is None or content.frame in ("clause", "object"):
        left = _left(unit, verb, who, cues, content, turned=turned)
        if left is not None:
            return left
    if content is None or (who is None and not (verb.gerund and verb.first > 0)) or _empty(verb, who, content):
        return None
    parts = _in_relative_clause(unit, who, content.parts) if who is not None else content.parts
    before: tuple[Part, ...] = ()
    if content.parts[0].quote is not None and who is not None and not verb.gerund:
        edge = who.first - 1 - (unit.word(who.first - 1) == ",")
        quote = unit.quotes[edge] if unit.word(edge) == "Q" else None
        before = (quoted(quote),) if quote is not None else ()
    return Frame(
        rule=_rule(verb, content),
        cue=(unit.starts[verb.first], unit.ends[verb.last]), verb=verb.name,
        stance=verb.cue.stances.get(content.frame, Stance.ASSERTS), frame=content.frame, negated=verb.negated,
        speaker=who.span if who else None, aside=who.aside if who else None, parts=(*before, *parts), told=content.told,
    )  # fmt: skip


def _rule(verb: Verb, content: Content) -> str:
    if content.parts[0].quote:
        return "quotation after the verb"
    if verb.cue.particle[:1] in _TAKEN:
        return "responsibility taken"
    return _RULES.get(content.frame, "verb and clause")


def _in_relative_clause(unit: Stream, who: Subject, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """ "the boat, which the army calls a wreck, sank": the content ends with the clause that began with "which"."""
    relative = unit.word(who.first) if who.first == who.last else ""
    opener = who.first if relative in ("who", "which") else who.first - 1
    if unit.word(opener) not in ("who", "which", "that") or opener < 1 or len(parts) != 1 or parts[0].quote is not None:
        return parts
    gap = next((k for k, start in enumerate(unit.starts) if start >= parts[0].start), len(unit))
    missing = unit.word(gap) in w.AUX
    if unit.word(opener - 1) != "," and not missing:
        return parts
    comma = next((k for k in range(gap, len(unit)) if unit.low[k] == "," and unit.starts[k] < parts[0].end), None)
    return (replace(parts[0], end=unit.starts[comma]),) if comma is not None else parts


def _empty(verb: Verb, who: Subject | None, content: Content) -> bool:
    """Nothing is attributed: "did not say whether", or a verb that only texts "say" with another subject."""
    if verb.negated and verb.cue.lemma in _SILENT:
        return True
    if verb.gerund and content.frame in ("object", "of") and who is None:
        return True
    if who is not None and verb.cue.takes("paper") and who.words in ("which", "this", "that", "it"):
        return True
    paper_only = verb.cue.takes("paper") and not verb.cue.takes("quote") and not verb.cue.takes("tell")
    if verb.gerund and content.frame == "object" and verb.cue.stances["object"] is Stance.ASSERTS:
        return True
    return paper_only and content.frame == "clause" and content.bare and who is not None and who.kind == "person"


def _turned(unit: Stream, verb: Verb) -> bool:
    """ "..., said Maren": the verb stands right after a quotation or its comma."""
    before = unit.word(verb.first - 1)
    return before in ("Q", ",") and verb.first == verb.at > 0 and not verb.gerund and verb.cue.takes("quote") and (
        before == "Q" or unit.word(verb.first - 2) == "Q" or _closes(unit, verb)
    )  # fmt: skip


def _closes(unit: Stream, verb: Verb) -> bool:
    """After the verb only a name, then the sentence ends: "..., said Maren."."""
    rest = unit.low[verb.last + 1 :]
    return (
        verb.cue.lemma in _STRONG
        and 0 < len(rest) < 24
        and unit.raw[verb.last + 1][0].isupper()
        and "," not in rest[:1]
    )


def _left(
    unit: Stream, verb: Verb, who: Subject | None, cues: Cues, after: Content | None, *, turned: bool
) -> Frame | None:
    """Content before: "..., the army said", "..., said Maren", "..., he said, ..."."""
    if not verb.cue.takes("quote") or verb.gerund or verb.negated:
        return None
    edge = verb.first - 1
    if turned:
        who = subject_right(unit, verb, cues)
    elif who is not None and who.first <= edge:
        edge = who.first - 1
    if who is None or edge < 0 or who.last > verb.first > who.first:
        return None
    rest = (who.last if turned else verb.last) + 1
    told = None
    if verb.cue.takes("tell") and not turned:
        rest, told = _over_object(unit, rest)
    if unit.word(edge) == "," and unit.word(edge - 1) == "Q":
        edge -= 1
    if unit.word(edge) == "Q":
        parts = _quoted_before(unit, edge)
        rule = "quotation before the verb"
    else:
        if not turned and (after is not None or not _nothing_follows(unit, rest)):
            return _parenthesis(unit, verb, who, edge, rest) if unit.word(edge) == "," == unit.word(rest) else None
        found = _clause_before(unit, verb, edge, turned=turned)
        if found is None:
            return _parenthesis(unit, verb, who, edge, rest) if unit.word(edge) == "," == unit.word(rest) else None
        if unit.word(edge) == "," == unit.word(rest) and unit.word(rest + 1) not in _GERUND_LIKE and not turned:
            whole = _parenthesis(unit, verb, who, edge, rest)
            if whole is not None:
                return whole
        parts, rule = (found, *_and_more(unit, verb, rest)), "clause before the verb"
    return replace(_build(unit, verb, who, (*parts, *_resumed(unit, rest)), rule), told=told)


def _and_more(unit: Stream, verb: Verb, rest: int) -> tuple[Part, ...]:
    """ "Ten ships sank, he said, and the port burned": the clause after "and", where nobody else speaks in it."""
    after = After(unit, verb)
    if unit.word(rest) != "," or unit.word(rest + 1) != "and" or not after.has_verb(rest + 2):
        return ()
    if any(low in _STRONG_PAST for low in unit.low[rest + 2 :]):
        return ()
    return (after.part(rest + 2, after.clause_end(rest + 2), rest + 2),)


_STRONG_PAST = frozenset({"said", "told", "added", "says", "wrote", "announced", "warned"})
_GERUND_LIKE = bag("adding saying noting who which citing referring and but while as in after when a the")


def _over_object(unit: Stream, i: int) -> tuple[int, tuple[int, int] | None]:
    """The item after "told reporters", and the object's span."""
    j = i
    while j < len(unit) and unit.low[j] not in _OBJECT_STOPS and unit.low[j] not in w.TIMES and j - i < 8:
        j += 1
    return j, (unit.starts[i], unit.ends[j - 1]) if j > i else None


_OBJECT_STOPS = bag(", . Q : ; that in on at during after by when as and who — –")


def _build(unit: Stream, verb: Verb, who: Subject, parts: tuple[Part, ...], rule: str) -> Frame:
    return Frame(
        rule=rule, cue=(unit.starts[verb.first], unit.ends[verb.last]), verb=verb.name,
        stance=verb.cue.stances.get("quote", Stance.ASSERTS), frame="quote", negated=False, speaker=who.span,
        aside=who.aside, parts=parts,
    )  # fmt: skip


def _nothing_follows(unit: Stream, rest: int) -> bool:
    """After the cue only marks, times and circumstances."""
    low = unit.word(rest)
    return (
        low in ("", ".", ",", "Q", ":", "!", "?", ";", "—", "–")
        or low in w.TIMES
        or low in w.ADVERBIAL_STARTS - {"for", "about", "with"}
    )


def _quoted_before(unit: Stream, edge: int) -> tuple[Part, ...]:
    """The quotation that ends at item ``edge``, with the words of its clause before it where they belong to it."""
    quote = unit.quotes[edge]
    start = _left_start(unit, edge)
    if quote is None:
        return ()
    if start >= edge or unit.word(edge - 1) in (",", ":") or not any(unit.low[k] in w.AUX for k in range(start, edge)):
        return (quoted(quote),)
    return (Part(unit.starts[start], unit.ends[edge], unit.starts[start]),)


def _clause_before(unit: Stream, verb: Verb, edge: int, *, turned: bool) -> Part | None:
    """The clause that ends before ``edge``: with a comma, or without one where the verb is a plain verb of saying."""
    comma = unit.word(edge) == ","
    if not comma and (
        edge < 3 or turned or verb.cue.lemma not in _STRONG or unit.word(edge) in ("that", "as", "which", "what")
    ):
        return None
    start = _left_start(unit, edge)
    last = edge - 1 if comma else edge
    if last - start < 2 or unit.low[last] in w.CONJUNCTIONS or unit.low[last] in w.PREPOSITIONS:
        return None
    if unit.low[start] in _MAIN_BEFORE and not _has_main(unit, start, last):
        return None
    if not any(
        unit.low[k] in w.AUX or unit.low[k].endswith("ed") or unit.low[k] in w.PAST or unit.low[k] in w.PRESENT
        for k in range(start, last + 1)
    ):
        return None
    return Part(unit.starts[start], unit.ends[last], unit.starts[start])


def _parenthesis(unit: Stream, verb: Verb, who: Subject, edge: int, rest: int) -> Frame | None:
    """ "The strike, officials said, killed ten": one content around its cue."""
    start = _left_start(unit, edge)
    after = After(unit, verb)
    if edge - start < 1 or rest + 2 >= len(unit) or unit.word(rest + 1) in _GERUND_LIKE or unit.word(rest + 1) == "Q":
        return None
    if unit.low[start] in ("as", "according"):
        return None
    whole = after.part(start, after.clause_end(rest + 1), start)
    return _build(unit, verb, who, (whole,), "clause around the verb")


def _has_main(unit: Stream, start: int, last: int) -> bool:
    """A clause that opens with "when" or "in" needs a comma and a verb after it."""
    comma = next((k for k in range(start, last) if unit.low[k] == ","), None)
    return comma is not None and any(unit.low[k] in w.AUX or unit.low[k].endswith("ed") for k in range(comma, last + 1))


def _left_start(unit: Stream, edge: int) -> int:
    """The first item of the content that ends before ``edge``: the unit's own start, without a conjunction."""
    start = next((k + 1 for k in range(edge - 1, -1, -1) if unit.low[k] in (";", ":", "Q")), 0)
    while start < edge and unit.low[start] in ("but", "and", ",", ".", "-", "–", "—", "•", "*"):
        start += 1
    return start


def _resumed(unit: Stream, i: int) -> tuple[Part, ...]:
    """The rest of an interrupted quotation after "he said"."""
    for k in range(i, min(len(unit), i + 40)):
        quote = unit.quotes[k]
        if quote is not None:
            return (quoted(quote),) if unit.word(k - 1) in (",", ".", ":", "—", "–") else ()
        if unit.low[k] == ";":
            break
    return ()


# -- the passive

_DEEDS = bag(
    "attack attacks bombing bombings bomb blast blasts explosion explosions strike strikes raid raids operation operations ambush",
    "shelling killing killings assassination shooting shootings suicide assault rocket rockets",
)


_PUTS = frozenset({"put", "puts", "putting"})
_SUMS = bag("number numbers toll figure count dead total casualties losses killed wounded injured")


def _put_at(unit: Stream, i: int, cues: Cues) -> Frame | None:
    """ "The ministry put the number of dead at 21"."""
    at = next((k for k in range(i + 2, min(len(unit) - 1, i + 14)) if unit.low[k] == "at"), None)
    if at is None or not any(unit.low[k] in _SUMS for k in range(i + 1, at)) or not _counts(unit, at + 1):
        return None
    said = cues.forms["saying"]
    verb = Verb(i, i, i, _plain(cues), said, gerund=unit.low[i] == "putting")
    who = subject(unit, verb, cues)
    if who is None:
        return None
    part = After(unit, verb).clause(i + 1, i + 1)
    return Frame("number put at", (unit.starts[i], unit.ends[i]), "put", Stance.ASSERTS, "object", False, who.span, who.aside,
                 (part,))  # fmt: skip


def _counts(unit: Stream, k: int) -> bool:
    """A figure, or words that open one, begin here."""
    return any(unit.word(j)[:1].isdigit() for j in range(k, k + 4)) or unit.word(k) in w.DETERMINERS


def _ends_name(unit: Stream, k: int) -> bool:
    """What cannot go on a name: a mark, a verb, a preposition but "of"."""
    low = unit.low[k]
    verbal = low in w.AUX or low in w.PAST or (low.endswith(("ed", "ing")) and unit.raw[k][0].islower())
    return (
        not low[0].isalnum() or verbal or low in w.CONJUNCTIONS or low == "Q" or (low in w.PREPOSITIONS and low != "of")
    )


def _claimed_by(unit: Stream, i: int, cues: Cues) -> Frame | None:
    """ "a bombing claimed by the Front": the Front says that it did it."""
    if unit.word(i + 1) != "by" or unit.word(i - 1) not in _DEEDS or i + 2 >= len(unit):
        return None
    first = noun_phrase(unit, i - 1, cues)
    last = i + 2
    while last + 1 < len(unit) and not _ends_name(unit, last + 1):
        last += 1
    if first is None or last - i > 12:
        return None
    by = (unit.starts[i + 2], unit.ends[last])
    return Frame("claimed by", (unit.starts[i], unit.ends[i]), "claim", Stance.CLAIMS_RESPONSIBILITY, "object", False, by, None,
                 (Part(unit.starts[first], unit.ends[i - 1], unit.starts[first]),))  # fmt: skip


def _passive(unit: Stream, verb: Verb, cues: Cues) -> Frame | None:
    """ "was quoted as saying", "is said to", "it was reported that"."""
    i = verb.last + 1
    after = After(unit, verb)
    cue = (unit.starts[verb.first], unit.ends[verb.last])
    lemma = verb.cue.lemma
    if lemma in ("quote", "cite", "report"):
        quoted_as = _quoted_as(unit, verb, cues)
        if quoted_as is not None:
            return quoted_as
    if verb.negated:
        return None
    if lemma in _HEARSAY and unit.word(i) == "to":
        return _hearsay(cue, lemma, Stance.ASSERTS, "to", (after.clause(i, i),))
    if unit.word(verb.first - 1) == "it" and unit.word(i) == "that":
        return _hearsay(cue, lemma, verb.cue.stances.get("clause", Stance.ASSERTS), "clause", after.clauses(i + 1, i))
    if lemma == "accuse" and unit.word(i) == "of":
        return _hearsay(cue, lemma, Stance.ACCUSES, "of", (after.clause(i, i),))
    return None


def _hearsay(cue: tuple[int, int], lemma: str, stance: Stance, frame: str, parts: tuple[Part, ...]) -> Frame:
    return Frame("hearsay", cue, lemma, stance, frame, False, None, None, parts)


def _quoted_as(unit: Stream, verb: Verb, cues: Cues) -> Frame | None:
    """ "X was quoted by Y as saying ..."."""
    i = verb.last + 1
    saying = _as_saying(unit, i)
    form = cues.forms.get("saying")
    who = subject(unit, verb, cues)
    if saying is None or form is None or who is None:
        return None
    content = After(unit, Verb(saying, saying, saying, form.cues[0], form)).content()
    if content is None:
        return None
    relayed = (unit.starts[i + 1], unit.ends[saying - 2]) if unit.word(i) == "by" and saying - 2 > i else None
    return Frame("quoted as saying", (unit.starts[verb.first], unit.ends[saying]), verb.cue.lemma, Stance.ASSERTS, "quote",
                 False, who.span, who.aside, content.parts, relayed=relayed)  # fmt: skip


_QUOTING = frozenset({"quote", "cite"})
_SAID_AS = bag("saying telling stating adding declaring confirming denying warning")


def _as_saying(unit: Stream, i: int) -> int | None:
    """The item of "saying" in "as saying" near item i."""
    return next(
        (k for k in range(i, min(len(unit), i + 16)) if unit.low[k] in _SAID_AS and unit.word(k - 1) == "as"), None
    )


def _quotes_as(unit: Stream, verb: Verb, who: Subject, cues: Cues) -> Frame | None:
    """ "Y quoted X as saying ...", and with the words before: "..., Y quoted X as saying."."""
    first = verb.last + 1
    saying = _as_saying(unit, first)
    form = cues.forms.get(unit.low[saying]) if saying is not None else None
    if saying is None or form is None or saying - 2 < first:
        return None
    said = Verb(saying, saying, saying, form.cues[0], form)
    content = After(unit, said).content()
    parts = content.parts if content is not None else ()
    if not parts and _nothing_follows(unit, saying + 1):
        edge = who.first - 1
        before = _quoted_before(unit, edge) if unit.word(edge) == "Q" else ()
        clause = _clause_before(unit, replace(said, cue=_plain(cues)), edge, turned=False) if not before else None
        parts = before or ((clause,) if clause is not None else ())
    if not parts:
        return None
    return Frame("quoted as saying", (unit.starts[saying], unit.ends[saying]), said.cue.lemma, Stance.ASSERTS, "quote", False,
                 (unit.starts[first], unit.ends[saying - 2]), None, parts, relayed=who.span)  # fmt: skip


def _plain(cues: Cues) -> Cue:
    return next(cue for cue in cues.forms["saying"].cues if cue.lemma == "say")


# -- frames beside each other


def _untangle(found: list[Frame], unit: Stream) -> Iterator[Frame]:
    """A content ends where the next speaker, or the next verb of the same speaker, begins beside it."""
    for n, frame in enumerate(found):
        parts = list(frame.parts)
        for other in found[n + 1 :]:
            own = other.speaker is not None and other.speaker[0] > frame.cue[1]
            closing = own and other.rule == "clause before the verb" and other.parts[0].start <= frame.cue[0]
            start = min(other.cue[0], other.speaker[0] if own and other.speaker else other.cue[0])
            for k, part in enumerate(parts):
                if (
                    part.start < start < part.end
                    and part.quote is None
                    and (
                        closing
                        or _beside(unit, start, shared=not own or frame.frame in _SHORT or _says_too(other, unit))
                    )
                ):
                    parts[k] = _cut(part, start, unit)
        kept = tuple(p for p in parts if p.start < p.end)
        if kept:
            yield replace(frame, parts=kept)


def _says_too(other: Frame, unit: Stream) -> bool:
    """ "... and officials said": a second speaker with a plain verb of saying in the past speaks beside the first."""
    at = next((k for k, end in enumerate(unit.ends) if end == other.cue[1]), None)
    return at is not None and unit.low[at] in ("said", "told", "added") and unit.starts[at] == other.cue[0]


def _beside(unit: Stream, start: int, *, shared: bool) -> bool:
    """What starts here stands beside what went before, not inside it."""
    i = next((k for k, s in enumerate(unit.starts) if s >= start), len(unit))
    before, two = unit.word(i - 1), unit.word(i - 2)
    return before == "," or (before in ("and", "but", "while", "then") and (shared or two == ","))


def _cut(part: Part, start: int, unit: Stream) -> Part:
    last = max((k for k, e in enumerate(unit.ends) if e <= start), default=0)
    while last >= 0 and unit.low[last] in (",", "and", "but", "while", ";", "then"):
        last -= 1
    return Part(part.start, max(part.start, unit.ends[last] if last >= 0 else part.start), part.marker)
