"""Verbs that attribute: who says what, read off the order of words around the verb.

A frame is one cue with its speaker and its content. The grammar is that of news English: speaker, cue, content ("the
army said that ..."), content before ("..., the army said"), the turned order ("..., said Maren"), a quotation between,
the passive ("was quoted as saying", "is said to").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from counterclaim.finding import claims_words as w
from counterclaim.finding.claims_words import Stream
from counterclaim.knowledge.cues import Cue, Cues, Form
from counterclaim.records import Stance
from counterclaim.text import Quote, Span


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of content; ``marker`` is where the word that opens the clause stands ("that"), else ``start``."""

    start: int
    end: int
    marker: int
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One cue. ``speaker`` is the noun phrase, ``aside`` an apposition after it; None for both where there is none.

    ``cue`` is the verb with auxiliaries and adverbs. ``told`` is to whom it was said.
    """

    rule: str
    cue: Span
    verb: str
    stance: Stance
    frame: str
    negated: bool
    speaker: Span | None
    aside: Span | None
    parts: tuple[Part, ...]
    told: Span | None = None
    paragraph: int = 0
    relayed: Span | None = None

    @property
    def span(self) -> Span:
        """From the first to the last character of all its parts."""
        spans = [self.cue, *((p.start, p.end) for p in self.parts), *(s for s in (self.speaker, self.aside) if s)]
        return min(s for s, _ in spans), max(e for _, e in spans)


@dataclass(frozen=True, slots=True)
class _Verb:
    """A cue verb in place: items ``first`` to ``last`` are the verb group, ``at`` is the verb itself."""

    at: int
    first: int
    last: int
    cue: Cue
    form: Form
    passive: bool
    gerund: bool
    negated: bool


# Forms that are nouns as often as verbs: the words after them must speak for a verb.
_NOUNISH = frozenset(
    """claim report demand call charge fear hope order plan view note comment promise threat request attack protest cry rule
    figure count record document project post text air question doubt trust wish dream name term label cast press fault
    welcome state quote detail present challenge command offer award pledge vow challenge pressure worry guess question answer
    appeal praise blame thank remark show find list reason judge suspect project witness volunteer object submit estimate
    signal regret salute feel mock honor honour aim mean frame paint program dispute contest forecast study reject question
    claims reports demands calls charges fears hopes orders plans views notes comments promises threats requests attacks
    protests cries rules figures counts records documents projects posts texts questions doubts wishes dreams names terms
    labels states quotes details presents challenges commands offers pledges vows worries answers appeals praises remarks
    shows finds lists reasons judges suspects volunteers objects estimates signals regrets means frames disputes contests
    forecasts celebrates issue issues experts read reads estimate refers""".split()
)
_STRONG = frozenset(
    "say add tell write warn announce report insist state declare explain note stress reply argue claim continue".split()
)
_CLAUSE_END = frozenset({";", ":"})
_AUTHORS_TURN = frozenset(
    {"adding", "saying", "noting", "stressing", "referring", "citing", "calling", "warning", "insisting"}
)
_CATENATIVE = frozenset(
    {"on", "continued", "continues", "continue", "quick", "began", "hastened", "wanted", "moved", "ready"}
)


def frames(unit: Stream, text: str, cues: Cues) -> Iterator[Frame]:
    """The verb frames of one unit, in text order of their cues."""
    found: list[Frame] = []
    floor = 0  # items before it belong to an earlier frame
    for i in range(len(unit)):
        form = cues.forms.get(unit.low[i])
        if form is None or i < floor:
            continue
        verb = _verb(unit, i, form)
        if verb is None:
            continue
        frame = _frame(unit, text, verb, cues)
        if frame is not None:
            found.append(replace(frame, paragraph=unit.paragraph))
    yield from _untangle(found, unit)


# -- the verb


def _verb(unit: Stream, i: int, form: Form) -> _Verb | None:
    """The verb group around item i, or None where the word is no verb of saying here."""
    cue = next((c for c in form.cues if _particle(unit, i, c)), None)
    if cue is None:
        return None
    last = i + len(cue.particle)
    first, passive, negated, helped = _group(unit, i)
    before = unit.word(first - 1)
    gerund = form.gerund and not helped
    if before == "to" and not helped:
        if unit.word(first - 2) not in _CATENATIVE or not form.base:
            return None
        first -= 2 + (unit.word(first - 2) in ("on", "quick", "ready"))
        return _Verb(i, max(first, 0), last, cue, form, False, False, negated)
    modal = next((unit.low[k] for k in range(first, i) if unit.low[k] in w.MODAL), None)
    if modal and modal not in ("will", "'ll", "can", "cannot", "can't", "would"):
        return None
    if gerund and not _gerund_fits(unit, first):
        return None
    if form.base and not form.past and not helped and not _base_fits(unit, first):
        return None
    if unit.low[i] in _NOUNISH and not helped and not _verb_like(unit, first, last):
        return None
    if (
        form.participle
        and not helped
        and (before in w.DETERMINERS - {"that"} or before in w.POSSESSIVES or before in ("of", "by"))
    ):
        return None
    if form.past and not helped and unit.word(last + 1) == "by" and cue.lemma != "go":
        return None
    return _Verb(i, first, last, cue, form, passive and form.participle and not form.gerund, gerund, negated)


def _particle(unit: Stream, i: int, cue: Cue) -> bool:
    return all(unit.word(i + 1 + k) == word for k, word in enumerate(cue.particle))


def _group(unit: Stream, i: int) -> tuple[int, bool, bool, bool]:
    """First item of the verb group, whether it is passive, negated, and whether an auxiliary stands in it."""
    first = i
    k = i - 1
    passive = negated = helped = False
    while k >= 0:
        low = unit.low[k]
        if low in w.AUX or low.endswith("n't"):
            if low == "'s" and unit.word(k - 1) not in w.SUBJECTS | {"there", "what"}:
                break
            passive = passive or (low in w.BE and not helped)
            helped = True
            negated = negated or w.is_negation(low)
            first = k
        elif w.is_adverb(low) and unit.raw[k][0].islower():
            negated = negated or w.is_negation(low)
            if low != "only" or helped:
                first = k
        else:
            break
        k -= 1
    if first > 0 and unit.low[first] == "now" and not helped:
        first += 1
    return first, passive, negated, helped


def _gerund_fits(unit: Stream, first: int) -> bool:
    before = unit.word(first - 1)
    return before in (",", "", "while", "as", "Q", "by", "-", "–", "—", "and", "when") or before in (
        "statement",
        "letter",
        "interview",
    )


def _base_fits(unit: Stream, first: int) -> bool:
    """A bare form wants a plural or pronoun before it."""
    before = unit.word(first - 1)
    if before in w.SUBJECTS - {"he", "she", "it", "this"} or before in ("to", "people", "police"):
        return True
    if before in (",", ")", "Q", "also", "and"):
        return True
    return before.endswith("s") and before not in ("'s", "us", "was", "is", "has") and before not in w.DETERMINERS


def _verb_like(unit: Stream, first: int, last: int) -> bool:
    before, after = unit.word(first - 1), unit.word(last + 1)
    if before in ("he", "she", "they", "we", "i", "it", "who", "you"):
        return True
    if (
        before in w.DETERMINERS | w.POSSESSIVES | w.PREPOSITIONS
        or before == ""
        or before in ("and", "or", ",")
        and after not in ("that",)
    ):
        return False
    if (
        after == "that" and unit.word(last + 2) not in ("the",) | w.DETERMINERS
        if False
        else after in ("that", "Q", "it", "there", "he", "they", "she", "its", "their", "his")
    ):
        return True
    return after in w.CLAUSE_STARTS - {"in", "as", "if", "when", "while", "since", "because"} or (
        bool(after) and unit.raw[last + 1][0].isupper() and unit.raw[last + 1] != "Q"
    )


# -- the frame


def _frame(unit: Stream, text: str, verb: _Verb, cues: Cues) -> Frame | None:
    if verb.passive:
        return _passive(unit, text, verb, cues)
    after = _After(unit, verb)
    content = after.content()
    if (
        content is not None
        and _turned(unit, verb)
        and content.parts
        and content.parts[0].quote is None
        and content.frame == "clause"
    ):
        content = None
    subject = _subject(unit, text, verb, cues)
    if content is None or (content.frame == "clause" and content.bare and _ends_left(unit, subject, verb)):
        left = _left(unit, text, verb, subject, cues, content)
        if left is not None:
            return left
    if content is None or not content.parts:
        return None
    if verb.gerund and subject is None:
        speaker = None
    elif subject is None:
        return None
    else:
        speaker = subject.span
    if verb.negated and verb.cue.lemma in (
        "say",
        "tell",
        "comment",
        "confirm",
        "specify",
        "elaborate",
        "mention",
        "reveal",
        "disclose",
        "ask",
    ):
        return None
    if (
        "paper" in verb.cue.stances
        and set(verb.cue.stances) == {"paper"}
        and subject is not None
        and subject.kind != "paper"
    ):
        return None
    extra: tuple[Part, ...] = ()
    if content.parts[0].quote is not None and subject is not None and unit.word(subject.first - 1) in ("Q", ","):
        before = subject.first - 1 if unit.word(subject.first - 1) == "Q" else subject.first - 2
        if unit.word(before) == "Q":
            quote = unit.quotes[before]
            if quote is not None:
                extra = (_quoted(text, quote),)
    return Frame(
        rule=_rule(content.frame, content.parts[0]),
        cue=(unit.starts[verb.first], unit.ends[verb.last]),
        verb=" ".join((verb.cue.lemma, *verb.cue.particle)),
        stance=verb.cue.stances.get(content.frame, Stance.ASSERTS),
        frame=content.frame,
        negated=verb.negated,
        speaker=speaker,
        aside=subject.aside if subject else None,
        parts=(*extra, *content.parts),
        told=content.told,
    )


def _rule(frame: str, part: Part) -> str:
    if part.quote is not None:
        return "quotation after the verb"
    return {"clause": "verb and clause", "to": "verb and infinitive", "ask": "asked to act", "of": "wrong laid to somebody",
            "as": "described as", "object": "verb and object", "tell": "told somebody"}.get(frame, "verb and clause")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Subject:
    """A speaker's noun phrase: items ``first`` to ``last``; ``kind`` after :meth:`Cues.speaks`."""

    first: int
    last: int
    span: Span
    aside: Span | None
    kind: str | None


def _subject(unit: Stream, text: str, verb: _Verb, cues: Cues) -> _Subject | None:
    """The noun phrase before the verb group; over an apposition or a relative pronoun if need be."""
    k = verb.first - 1
    if verb.gerund:
        return None
    aside: Span | None = None
    if unit.word(k) in ("who", "which") or (unit.word(k) == "that" and False):
        return _Subject(k, k, (unit.starts[k], unit.ends[k]), None, "person")
    if unit.word(k) in ("and", "but") or (unit.word(k) == "," and unit.word(k - 1) == "Q"):
        return None
    k = _over_times(unit, k)
    if unit.word(k) == ",":
        opened = _apposition(unit, k)
        if opened is None:
            return None
        aside = (unit.starts[opened + 1], unit.ends[k - 1])
        k = opened - 1
    elif unit.word(k) == ")":
        opened = next((j for j in range(k - 1, max(k - 12, -1), -1) if unit.low[j] == "("), None)
        if opened is None:
            return None
        k = opened - 1
    first = noun_phrase_left(unit, k, cues)
    if first is None:
        return None
    return _Subject(first, k, (unit.starts[first], unit.ends[k]), aside, _kind(unit, first, k, cues))


def _over_times(unit: Stream, k: int) -> int:
    """Left over "on Monday" or "late Tuesday" between subject and verb."""
    j = k
    while j > 0 and (unit.low[j] in w.TIMES or unit.low[j] in ("on", "-")):
        j -= 1
    return (
        j
        if j >= 0
        and j != k
        and unit.word(j + 1) in ("on", "late", "early", "earlier", "last", "this", "today", "yesterday", *w.TIMES)
        else k
    )


def _apposition(unit: Stream, k: int) -> int | None:
    """The comma that opens the aside which the comma at k closes, or None where it is no aside."""
    depth = 0
    for j in range(k - 1, max(-1, k - 30), -1):
        low = unit.low[j]
        if low == "Q" or low in _CLAUSE_END:
            return None
        if low == ",":
            following = unit.word(j + 1)
            if (
                following
                in (
                    "the",
                    "a",
                    "an",
                    "who",
                    "which",
                    "whose",
                    "head",
                    "leader",
                    "one",
                    "spokesman",
                    "commander",
                    "chief",
                    "deputy",
                    "in",
                    "speaking",
                    "citing",
                    "asked",
                    "however",
                    "too",
                    "president",
                    "secretary",
                    "now",
                    "director",
                    "quoting",
                    "meanwhile",
                    "former",
                    "himself",
                )
                or unit.raw[j + 1][0].isupper()
                or unit.raw[j + 1][0].isdigit()
                or (k - j) <= 4
            ):
                before = unit.word(j - 1)
                if following in ("in", "who", "which", "the", "a", "an") or before not in w.CONJUNCTIONS:
                    return j if j > 0 and depth == 0 and unit.low[j - 1] not in ("Q",) else None
        if low in ("and", "but") and unit.word(j - 1) == ",":
            return None
    return None


_NP_STOP = (
    (w.CONJUNCTIONS - {"and", "that", "who"})
    | w.AUX
    | frozenset({",", ";", ":", "(", ")", "Q", "—", "–", "-", ".", "!", "?", "•", "*", "[", "]", '"', "“", "”"})
    | frozenset(
        {"that", "who", "he", "she", "they", "we", "i", "said", "says", "told", "what", "there", "here", "not", "also"}
    )
)


def noun_phrase_left(unit: Stream, last: int, cues: Cues) -> int | None:
    """The first item of the noun phrase that ends at ``last``; None where none ends there."""
    if last < 0:
        return None
    if unit.low[last] in w.PRONOUNS:
        if unit.low[last] in ("him", "them", "us", "me", "himself", "themselves", "itself", "herself"):
            return None
        return last
    if unit.low[last] in _NP_STOP or unit.low[last] in w.PREPOSITIONS or w.is_adverb(unit.low[last]):
        return None
    first = _base_left(unit, last)
    while first > 1 and unit.low[first - 1] in w.NP_LINKS | {"and"}:
        link = unit.low[first - 1]
        if (
            unit.low[first - 2] in _NP_STOP
            or unit.low[first - 2] in w.PREPOSITIONS
            or unit.low[first - 2] in w.PRONOUNS
        ):
            break
        if unit.low[first - 2] in ("'s", "'"):
            break
        if link == "and" and not _coordinates(unit, first, cues):
            break
        if link not in ("of", "and") and cues.speaks(unit.low[first - 2]) is None and unit.raw[first - 2][0].islower():
            break
        first = _base_left(unit, first - 2)
    if unit.low[first] == "and" or unit.low[first] in w.CONJUNCTIONS - w.DETERMINERS:
        first += 1
    return first if first <= last else None


def _coordinates(unit: Stream, first: int, cues: Cues) -> bool:
    """Both sides of an "and" can speak."""
    left = unit.low[first - 2]
    return cues.speaks(left) is not None or unit.raw[first - 2][0].isupper()


def _base_left(unit: Stream, last: int) -> int:
    """Left end of a noun phrase without what hangs on it: back to its article, or to a word that cannot be inside."""
    k = last
    while k >= 0:
        low = unit.low[k]
        if low in _NP_STOP or (low in w.PREPOSITIONS and k != last):
            return k + 1
        if low in ("'s", "'"):
            if k == 0:
                return k + 1
            k -= 1
            continue
        if low == "and":
            return k + 1
        if low in w.PRONOUNS and low not in w.DETERMINERS and k != last:
            return k + 1
        if low in w.DETERMINERS:
            if unit.word(k - 1) in ("all", "some", "both", "the", "of") and unit.word(k - 1) != "of":
                return k - 1
            return k
        if last - k >= 1 and low.endswith(("ed", "ing")) and unit.raw[k][0].islower() and _breaks(unit, k):
            return k + 1
        if unit.word(k - 1) in w.TIMES and unit.raw[k][0].isupper() and unit.raw[k - 1][0].isupper() and k - 1 >= 0:
            return k
        k -= 1
    return 0


def _breaks(unit: Stream, k: int) -> bool:
    """An -ed or -ing word with no article before it is a verb rather than an adjective."""
    return unit.word(k - 1) not in w.DETERMINERS and k > 0


def _kind(unit: Stream, first: int, last: int, cues: Cues) -> str | None:
    for k in range(first, last + 1):
        if unit.low[k] in w.NP_LINKS:
            last = k - 1
            break
    return cues.speaks(unit.low[last]) if last >= first else None


# -- content after the verb


@dataclass(frozen=True, slots=True)
class _Content:
    frame: str
    parts: tuple[Part, ...]
    told: Span | None = None
    bare: bool = False


@dataclass(frozen=True)
class _After:
    """Reads what stands after a verb."""

    unit: Stream
    verb: _Verb

    def content(self) -> _Content | None:
        """What the verb opens to its right, or None."""
        cue = self.verb.cue
        i = self.verb.last + 1
        told: Span | None = None
        if cue.takes("ask") or cue.takes("of"):
            found = self._asked(i)
            if found is not None:
                return found
        if cue.takes("as"):
            found = self._as(i)
            if found is not None:
                return found
        if cue.takes("tell"):
            j = self._object(i)
            if j is not None and j > i:
                told = (self.unit.starts[i], self.unit.ends[j - 1])
                i = j
        if (
            cue.lemma in ("say", "add", "write", "complain", "explain", "suggest", "announce", "confirm", "admit")
            and self.unit.word(i) == "to"
        ):
            j = self._object(i + 1)
            if j is not None:
                told = (self.unit.starts[i + 1], self.unit.ends[j - 1])
                i = j
        if self.unit.word(i) == "to" and cue.takes("to"):
            return _Content("to", (self._clause(i + 1, i),), told)
        if cue.takes("clause") or cue.takes("quote") or cue.takes("tell"):
            found = self._said(i, told)
            if found is not None:
                return found
        if cue.takes("object") and i < len(self.unit):
            return self._direct_object(i)
        return None

    def _said(self, i: int, told: Span | None) -> _Content | None:
        unit = self.unit
        start = i
        i = self._skip_adverbials(i)
        low = unit.word(i)
        if low == "that" and unit.word(i + 1) not in ("", ",", ".") and not self._demonstrative(i):
            return _Content("clause", self._clauses(i + 1, i), told)
        if low == "that" and unit.word(i + 1) == ",":
            return _Content("clause", self._clauses(i + 1, i), told)
        if low == "Q":
            return _Content("quote", self._quotation(i), told)
        if low in (":", ",") and unit.word(i + 1) == "Q":
            return _Content("quote", self._quotation(i + 1), told)
        if low == ":" and i + 1 < len(unit):
            return _Content("quote", (self._clause(i + 1, i + 1),), told)
        if (
            low in ("how", "why", "whether", "what", "if", "when", "where", "who")
            and i == start
            and self._takes_clause()
        ):
            return _Content("clause", self._clauses(i, i), told)
        if i != start and low != "that":
            i = start
            low = unit.word(i)
        if not self._takes_clause() or low in (
            "",
            ",",
            ".",
            ";",
            "to",
            "of",
            "by",
            "with",
            "for",
            "on",
            "from",
            "and",
            "at",
            "about",
            "against",
            "or",
            ")",
            "?",
            "!",
        ):
            return None
        if not self._has_verb(i):
            return None
        return _Content("clause", self._clauses(i, i), told, bare=True)

    def _takes_clause(self) -> bool:
        return self.verb.cue.takes("clause") or self.verb.cue.takes("tell")

    def _demonstrative(self, i: int) -> bool:
        return self.unit.word(i + 1) in ("is", "was", "will", "would") and self.verb.cue.lemma in ("say", "know", "see")

    def _has_verb(self, i: int) -> bool:
        """A finite verb in the words to come makes a clause; a bare noun phrase is an object."""
        for k in range(i, min(len(self.unit), i + 26)):
            low = self.unit.low[k]
            if (
                low in w.AUX - {"'s"}
                or (low == "'s" and self.unit.word(k - 1) in w.SUBJECTS | {"there"})
                or low.endswith("n't")
            ):
                return True
            if low.endswith("ed") and k > i:
                return True
            if low in (".", ";", "Q") or (low == "," and k > i + 12):
                break
            if k > i and low.endswith("s") and self.unit.word(k - 1) in ("he", "she", "it", "who", "that"):
                return True
            if low in (
                "came",
                "went",
                "took",
                "made",
                "began",
                "became",
                "left",
                "got",
                "fell",
                "killed",
                "hit",
                "held",
                "led",
                "saw",
                "knew",
                "fought",
                "sent",
                "met",
                "wants",
                "needs",
                "want",
                "need",
                "go",
                "goes",
                "comes",
                "come",
                "makes",
                "take",
                "takes",
                "shows",
                "means",
                "think",
                "thinks",
                "believes",
                "seems",
                "remains",
                "fled",
                "died",
                "lost",
                "shot",
                "struck",
                "broke",
                "gave",
                "kept",
                "brought",
                "lies",
                "works",
                "gets",
            ):
                return True
        return False

    def _skip_adverbials(self, i: int) -> int:
        """Over "on Monday", "in a statement", "at a press conference", "late Tuesday" after the verb."""
        unit = self.unit
        for _ in range(3):
            j = i
            while w.is_adverb(unit.word(j)) or unit.word(j) in w.TIMES:
                j += 1
            if unit.word(j) in w.ADVERBIAL_STARTS and unit.word(j) not in ("when", "while", "as", "this"):
                k = j + 1
                while (
                    k < len(unit)
                    and k - j < 14
                    and unit.low[k] not in ("that", "Q", ",", ":", ".", ";", "which", "who", "and", "but")
                ):
                    k += 1
                if unit.word(k) in ("that", "Q", ":") or (unit.word(k) == "," and unit.word(k + 1) == "Q"):
                    j = k
            if j == i:
                break
            i = j
            if unit.word(i) in ("that", "Q", ":"):
                break
        if unit.word(i) == "," and unit.word(i + 1) not in ("Q", ""):
            closing = next((k for k in range(i + 1, min(len(unit), i + 16)) if unit.low[k] == ","), None)
            if closing is not None and (unit.word(closing + 1) in ("that", "Q")):
                return closing + 1
        return i

    def _object(self, i: int) -> int | None:
        """The item after a short object ("reporters", "the New York Times"), or None."""
        unit = self.unit
        if unit.word(i) in ("that", "Q", ",", ":", "to", "of", "", "."):
            return i if unit.word(i) != "" else None
        if unit.word(i) in w.PRONOUNS:
            return self._over_told(i + 1)
        j = i
        while j < len(unit) and j - i < 14:
            low = unit.low[j]
            if low in ("that", "Q", ",", ":", "how", "why", "whether", "to", ".", ";", "what", "if"):
                return j
            if j > i and low in w.SUBJECTS | frozenset({"there"}):
                return j
            if (
                j > i
                and low in w.DETERMINERS
                and unit.word(j - 1) not in w.PREPOSITIONS
                and unit.word(j - 1) not in ("and", "'s")
            ):
                return j
            if low in w.AUX:
                return None
            j += 1
        return j if j < len(unit) else None

    def _over_told(self, i: int) -> int:
        return i

    def _asked(self, i: int) -> _Content | None:
        """ "urged the army to leave", "accused it of killing", "blamed X for"."""
        unit = self.unit
        cue = self.verb.cue
        for j in range(i + 1, min(len(unit), i + 26)):
            low = unit.low[j]
            if low in ("Q", ";", ":", ".") or (low == "," and j > i + 14) or low == "that":
                break
            if cue.takes("ask") and low == "to" and j + 1 < len(unit) and self._infinitive(j + 1):
                return _Content("ask", (self._clause(i, i),), (unit.starts[i], unit.ends[j - 1]))
            if (
                cue.takes("of")
                and low in ("of", "for", "over")
                and cue.lemma
                in (
                    "accuse",
                    "blame",
                    "suspect",
                    "fault",
                    "indict",
                    "criticize",
                    "condemn",
                    "praise",
                    "thank",
                    "slam",
                    "attack",
                    "denounce",
                    "mock",
                    "chide",
                    "rebuke",
                    "commend",
                    "congratulate",
                    "berate",
                )
            ):
                return _Content("of", (self._clause(i, i),))
        return None

    def _infinitive(self, j: int) -> bool:
        low, raw = self.unit.word(j), self.unit.raw[j]
        return low not in w.DETERMINERS and raw[0].islower() and low not in w.PRONOUNS and not low.endswith("ing")

    def _as(self, i: int) -> _Content | None:
        unit = self.unit
        if unit.word(i) in ("", ",", ".", "Q", "by", "that", "for", "on", "out", "it"):
            return None
        for j in range(i + 1, min(len(unit), i + 22)):
            if unit.low[j] in (";", ":", ".", ","):
                break
            if unit.low[j] == "as" and j + 1 < len(unit):
                return _Content("as", (self._clause(i, i),))
        if self.verb.cue.lemma in ("call", "deem", "dub", "label", "brand", "term", "consider") and (
            unit.word(i) in w.DETERMINERS | w.PRONOUNS or unit.raw[i][0].isupper()
        ):
            return _Content("as", (self._clause(i, i),))
        return None

    def _direct_object(self, i: int) -> _Content | None:
        unit = self.unit
        low = unit.word(i)
        if (
            low in (",", ".", "", ";", ")", "and", "to", "by", "but", "at", "in", "on")
            or low in w.CONJUNCTIONS - w.DETERMINERS
        ):
            return None
        return _Content("object", (self._clause(i, i),))

    def _quotation(self, i: int) -> tuple[Part, ...]:
        """A quotation and those that follow it after nothing but marks."""
        unit = self.unit
        parts: list[Part] = []
        while unit.word(i) == "Q":
            quote = unit.quotes[i]
            if quote is not None:
                parts.append(Part(quote.inner_start, quote.inner_end, quote.start, quote))
            i += 1
            if unit.word(i) in (",", ".") and unit.word(i + 1) == "Q":
                i += 1
        if (
            parts
            and i < len(unit)
            and unit.low[i]
            not in (
                ",",
                ".",
                ";",
                ")",
                "?",
                "!",
                "and",
                "but",
                "as",
                "in",
                "after",
                "when",
                "while",
                "during",
                "at",
                "on",
                "referring",
                ":",
                "—",
                "–",
                "before",
                "according",
                "to",
                "about",
            )
        ):
            first = parts[0].quote
            if first is not None:
                whole = self._clause(self._index(first), self._index(first))
                return (Part(whole.start, whole.end, whole.start, None),)
        return tuple(parts)

    def _index(self, quote: Quote) -> int:
        return next(k for k, q in enumerate(self.unit.quotes) if q is quote)

    def _clauses(self, i: int, marker: int) -> tuple[Part, ...]:
        """The reported clause; "... that X and that Y" are two."""
        unit = self.unit
        end = self._clause_end(i)
        cut = next(
            (
                k
                for k in range(i + 3, end)
                if unit.low[k] == "that" and unit.word(k - 1) == "and" and unit.low[marker] == "that"
            ),
            None,
        )
        if cut is None:
            return (self._part(i, end, marker),)
        return (self._part(i, cut - 1, marker), self._part(cut + 1, end, cut))

    def _clause(self, i: int, marker: int) -> Part:
        return self._part(i, self._clause_end(i), marker)

    def _clause_end(self, i: int) -> int:
        """The item after the clause that starts at i: where the author speaks again, or the sentence ends."""
        unit = self.unit
        depth = 0
        for k in range(i, len(unit)):
            low = unit.low[k]
            if low == "(":
                depth += 1
            elif low == ")":
                depth -= 1
                if depth < 0:
                    return k
            if k == i or depth:
                continue
            if low in (";", "|") or (low in (".", "!", "?") and k == len(unit) - 1):
                return k
            if low == "," and self._author_again(k):
                return k
            if (
                low in ("—", "–")
                and unit.word(k + 1) in ("a", "an", "the")
                and "—" not in unit.low[i:k]
                and not any(x in ("—", "–") for x in unit.low[k + 1 :])
            ):
                return k
        return len(unit)

    def _author_again(self, k: int) -> bool:
        unit = self.unit
        following, then = unit.word(k + 1), unit.word(k + 2)
        if following in _AUTHORS_TURN:
            return True
        if following == "according" or (
            following == "in" and then in ("a", "an", "what", "reference", "comments", "remarks")
        ):
            return True
        return following == "as" and then in ("he", "she", "they", "it", "reported")

    def _part(self, i: int, end: int, marker: int) -> Part:
        unit = self.unit
        last = end - 1
        while (
            last > i and unit.low[last] in (",", ".", ":", ";", "!", "?", "—", "–", "-") and unit.quotes[last] is None
        ):
            last -= 1
        quote = unit.quotes[i] if i == last else None
        if quote is not None:
            return Part(quote.inner_start, quote.inner_end, quote.start, quote)
        return Part(unit.starts[i], unit.ends[last], unit.starts[marker])


# -- content before the verb


def _quoted(text: str, quote: Quote) -> Part:  # noqa: ARG001
    return Part(quote.inner_start, quote.inner_end, quote.start, quote)


def _turned(unit: Stream, verb: _Verb) -> bool:
    """ "..., said Maren": the verb stands right after a quotation or its comma."""
    before = unit.word(verb.first - 1)
    return verb.first > 0 and (before == "Q" or (before == "," and verb.first == verb.at)) and not verb.gerund


def _ends_left(unit: Stream, subject: _Subject | None, verb: _Verb) -> bool:
    return subject is not None and unit.word(subject.first - 1) == "Q" and unit.word(verb.last + 1) in ("", ".", ",")


def _left(
    unit: Stream, text: str, verb: _Verb, subject: _Subject | None, cues: Cues, after: _Content | None
) -> Frame | None:
    """Content before: "..., the army said" and "..., said Maren"."""
    if not verb.cue.takes("quote") or verb.gerund or verb.negated:
        return None
    turned = subject is None and _turned(unit, verb)
    if turned:
        subject = _subject_right(unit, verb, cues)
        edge = verb.first - 1
    elif subject is not None:
        edge = subject.first - 1
    else:
        return None
    if subject is None:
        return None
    low = unit.word(edge)
    parts: tuple[Part, ...]
    if low == "," and unit.word(edge - 1) == "Q":
        edge -= 1
        low = "Q"
    if low == "Q":
        start = _left_start(unit, edge)
        quote = unit.quotes[edge]
        if quote is None:
            return None
        parts = (
            (_quoted(text, quote),)
            if start >= edge
            else (Part(unit.starts[start], unit.ends[edge], unit.starts[start]),)
        )
        rule = "quotation before the verb"
    elif low == "," or (edge >= 3 and not turned and after is None and verb.cue.lemma in _STRONG):
        start = _left_start(unit, edge)
        last = edge - 1 if low == "," else edge
        if last - start < 2 or unit.low[last] in w.CONJUNCTIONS:
            return None
        if unit.low[start] in (
            "as",
            "when",
            "while",
            "after",
            "if",
            "although",
            "in",
            "on",
            "at",
            "during",
        ) and not _has_main(unit, start, last):
            return None
        parts = (Part(unit.starts[start], unit.ends[last], unit.starts[start]),)
        rule = "clause before the verb"
    else:
        return None
    tail = _resumed(unit, text, verb, subject, turned=turned)
    return Frame(
        rule=rule, cue=(unit.starts[verb.first], unit.ends[verb.last]), verb=" ".join((verb.cue.lemma, *verb.cue.particle)),
        stance=verb.cue.stances.get("quote", Stance.ASSERTS), frame="quote", negated=False, speaker=subject.span,
        aside=subject.aside, parts=(*parts, *tail),
    )  # fmt: skip


def _has_main(unit: Stream, start: int, last: int) -> bool:
    """A clause that opens with "when" or "in" needs a comma and a verb after it."""
    comma = next((k for k in range(start, last) if unit.low[k] == ","), None)
    return comma is not None and any(unit.low[k] in w.AUX or unit.low[k].endswith("ed") for k in range(comma, last + 1))


def _left_start(unit: Stream, edge: int) -> int:
    """The first item of the content that ends before ``edge``: the unit's own start, without a conjunction."""
    start = 0
    for k in range(edge - 1, -1, -1):
        if unit.low[k] in (";", ":") or (unit.low[k] == "Q" and k < edge - 1):
            start = k + 1
            break
    while start < edge and unit.low[start] in ("but", "and", ",", ".", "-", "–", "—", "•", "*"):
        start += 1
    return start


def _resumed(unit: Stream, text: str, verb: _Verb, subject: _Subject, *, turned: bool) -> tuple[Part, ...]:
    """The rest of an interrupted quotation after "he said"."""
    i = (subject.last if turned else verb.last) + 1
    for k in range(i, min(len(unit), i + 40)):
        if unit.low[k] == "Q":
            quote = unit.quotes[k]
            before = unit.word(k - 1)
            return (_quoted(text, quote),) if quote is not None and before in (",", ".", ":") else ()
        if unit.low[k] in (";",):
            break
    return ()


def _subject_right(unit: Stream, verb: _Verb, cues: Cues) -> _Subject | None:
    """The noun phrase after a turned verb, with its apposition."""
    i = verb.last + 1
    if i >= len(unit) or unit.low[i] in (",", ".", "that", "Q", ":", "to", "in", "on", "at", "and", "of", "by"):
        return None
    last = i
    while last + 1 < len(unit) and unit.low[last + 1] not in (
        "Q",
        ",",
        ".",
        ";",
        ":",
        "(",
        "who",
        "which",
        "—",
        "–",
        "when",
        "while",
        "after",
        "as",
        "during",
        "following",
        "before",
        "adding",
    ):
        following = unit.low[last + 1]
        if following in ("in", "on", "at", "by", "from", "to", "during", "with") and not _links(unit, last, cues):
            break
        if following in w.AUX or following in w.TIMES:
            break
        last += 1
    aside: Span | None = None
    if (
        unit.word(last + 1) == ","
        and last + 2 < len(unit)
        and unit.low[last + 2]
        not in (
            "Q",
            "adding",
            "referring",
            "and",
            "but",
            "in",
            "who",
            "which",
            "citing",
            "according",
            "as",
            "while",
            "noting",
        )
    ):
        end = last + 2
        while (
            end < len(unit)
            and unit.low[end] not in ("Q", ".", ";", ":")
            and not (unit.low[end] == "," and unit.word(end + 1) in ("Q", "adding", "who", "referring", "and", ""))
        ):
            end += 1
        aside = (unit.starts[last + 2], unit.ends[end - 1]) if end > last + 2 else None
    return _Subject(i, last, (unit.starts[i], unit.ends[last]), aside, _kind(unit, i, last, cues))


def _links(unit: Stream, last: int, cues: Cues) -> bool:
    """ "the head of X in Y": the preposition hangs on a noun that can speak, not on the verb."""
    return unit.raw[last][0].islower() and cues.speaks(unit.low[last]) is not None and unit.word(last + 1) in ("in", "at", "from", "with") and unit.word(last + 2) not in (
        "a", "an", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    )  # fmt: skip


# -- the passive


def _passive(unit: Stream, text: str, verb: _Verb, cues: Cues) -> Frame | None:
    """ "was quoted as saying", "is said to", "it was reported that", "was condemned by"."""
    i = verb.last + 1
    group = (unit.starts[verb.first], unit.ends[verb.last])
    subject = _subject(unit, text, verb, cues)
    after = _After(unit, verb)
    lemma = verb.cue.lemma
    if lemma in ("quote", "cite", "report"):
        saying = next(
            (
                k
                for k in range(i, min(len(unit), i + 12))
                if unit.low[k] in ("saying", "telling") and unit.word(k - 1) == "as"
            ),
            None,
        )
        if saying is not None and subject is not None:
            form = cues.forms.get("saying")
            if form is None:
                return None
            inner = _Verb(saying, saying, saying, form.cues[0], form, False, True, False)
            content = _After(unit, inner).content()
            if content is None:
                return None
            relayed = (unit.starts[i + 1], unit.ends[saying - 2]) if unit.word(i) == "by" and saying - 2 > i else None
            return Frame("quoted as saying", (group[0], unit.ends[saying]), lemma, Stance.ASSERTS, "quote", False,
                         subject.span, subject.aside, content.parts, relayed=relayed)  # fmt: skip
    if verb.negated:
        return None
    if (
        lemma
        in ("say", "believe", "think", "report", "allege", "rumour", "rumor", "know", "understand", "claim", "estimate")
        and unit.word(i) == "to"
    ):
        return Frame("hearsay", (group[0], unit.ends[verb.last]), lemma, Stance.ASSERTS, "to", False, None, None,
                     (after._clause(i, i),))  # fmt: skip
    if unit.word(verb.first - 1) == "it" and unit.word(i) == "that":
        return Frame("hearsay", group, lemma, verb.cue.stances.get("clause", Stance.ASSERTS), "clause", False, None, None,
                     after._clauses(i + 1, i))  # fmt: skip
    if lemma == "accuse" and unit.word(i) == "of":
        return Frame("hearsay", group, lemma, Stance.ACCUSES, "of", False, None, None, (after._clause(i, i),))
    return None


# -- frames beside each other


def _untangle(found: list[Frame], unit: Stream) -> Iterator[Frame]:
    """One frame a cue; a content ends where the next speaker or the next verb of the same speaker begins."""
    for n, frame in enumerate(found):
        parts = list(frame.parts)
        for other in found[n + 1 :]:
            start = min(s for s, _ in (other.cue, *((other.speaker,) if other.speaker else ())))
            for k, part in enumerate(parts):
                if part.start < start < part.end and part.quote is None and _beside(unit, start):
                    parts[k] = _cut(part, start, unit)
        kept = tuple(p for p in parts if p.start < p.end)
        if kept:
            yield replace(frame, parts=kept)


def _beside(unit: Stream, start: int) -> bool:
    """What starts here stands beside what went before, not inside it."""
    i = next((k for k, s in enumerate(unit.starts) if s >= start), len(unit))
    before, two = unit.word(i - 1), unit.word(i - 2)
    if before == ",":
        return True
    return before in ("and", "but", "while") and two == ","


def _cut(part: Part, start: int, unit: Stream) -> Part:
    last = max((k for k, e in enumerate(unit.ends) if e <= start), default=0)
    while last >= 0 and unit.low[last] in (",", "and", "but", "while", ";"):
        last -= 1
    return Part(part.start, max(part.start, unit.ends[last] if last >= 0 else part.start), part.marker)
