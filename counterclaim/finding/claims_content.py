"""Content: what stands after a cue verb, and where the author speaks again."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.finding import claims_words as w
from counterclaim.finding.claims_grammar import Part, Verb
from counterclaim.finding.claims_words import Stream
from counterclaim.text import Quote, Span, bag

_WH = bag("how why whether what if when where who")
_NO_CLAUSE = bag(", . ; ) ? ! to of by with for on from and at about against or so more much nothing") | {""}
# Verbs that open a bare clause so often that no verb need be seen in it.
_SAYS = frozenset({"say", "insist", "argue", "claim"})
# Verbs whose object is no content; only a clause with its opening word counts.
_NEEDS_THAT = bag(
    "see know find hold maintain show recognize recognise prove rule record count list forget discover learn",
    "notice accept establish document read decide celebrate question ask announce publish quote cite continue",
    "trust judge project detail outline detail highlight advertise tease declare respond reply answer counter",
)
_AUTHORS_TURN = bag(
    "adding saying noting stressing referring citing calling warning insisting prompting drawing according", "reported"
)
_AFTER_QUOTE = bag(
    ", . ; ) ? ! and but as in after when while during at on referring : — – before according to about of for",
    "since because despite amid with from | adding by into over if even though",
)
_OF_VERBS = bag(
    "accuse blame suspect fault indict criticize criticise condemn praise thank slam attack denounce mock",
    "chide rebuke commend congratulate berate laud applaud salute",
)
_SMALL_CLAUSE = bag("call deem dub label brand term consider")
_TOLD_TO = bag("say add write complain explain suggest announce confirm admit")
_IN_WORDS = bag("a an what reference comments remarks response")


@dataclass(frozen=True, slots=True)
class Content:
    """What a verb opens: the frame's name, the parts, to whom it was said; ``bare`` for a clause without "that"."""

    frame: str
    parts: tuple[Part, ...]
    told: Span | None = None
    bare: bool = False


@dataclass(frozen=True)
class After:
    """Reads what stands after a verb."""

    unit: Stream
    verb: Verb

    def content(self) -> Content | None:
        """What the verb opens to its right, or None."""
        cue, unit, i = self.verb.cue, self.unit, self.verb.last + 1
        told: Span | None = None
        if cue.takes("ask") or cue.takes("of"):
            found = self._asked(i)
            if found is not None:
                return found
        if cue.takes("as"):
            found = self._as(i)
            if found is not None:
                return found
        start = i + (cue.lemma in _TOLD_TO and unit.word(i) == "to")
        if cue.takes("tell") or start > i:
            j = self._object(start)
            if j is not None and j > start:
                told = (unit.starts[start], unit.ends[j - 1])
                i = j
        if unit.word(i) == "to" and cue.takes("to") and i + 1 < len(unit) and self._infinitive(i + 1):
            return Content("to", (self.clause(i, i),), told)
        if cue.takes("clause") or cue.takes("quote") or cue.takes("tell"):
            found = self._said(i, told)
            if found is not None:
                return found
        return self._direct_object(i) if cue.takes("object") and i < len(unit) else None

    def _said(self, i: int, told: Span | None) -> Content | None:
        unit, start = self.unit, i
        i = self.over_adverbials(i)
        low = unit.word(i)
        if low == "that" and unit.word(i + 1) not in ("", ".", "is", "was"):
            return Content("clause", self.clauses(i + 1, i), told)
        if low in (":", ",", "Q"):
            first = i if low == "Q" else i + 1
            if unit.word(first) == "Q" and (low != "," or self.verb.cue.takes("quote")):
                return Content("quote", self._quotation(first), told)
            if low == ":" and first < len(unit):
                return Content("quote", (self.clause(first, first),), told)
        low = unit.word(start)
        if not (self.verb.cue.takes("clause") or self.verb.cue.takes("tell")):
            return None
        if low in _WH and not (low in ("when", "if", "where") and self.verb.cue.takes("quote")):
            return Content("clause", self.clauses(start, start), told)
        return self._bare(start, told)

    def _bare(self, i: int, told: Span | None) -> Content | None:
        """A clause without "that"."""
        unit, lemma = self.unit, self.verb.cue.lemma
        low = unit.word(i)
        if low == "," and lemma in _SAYS:
            i = self._over_inserted(i)
            low = unit.word(i)
        if low in ("in", "on", "at", "during", "after"):
            return self._after_phrase(i, told)
        if low in ("if", "when", "where") or (low.endswith("ing") and unit.word(i + 1) in w.DETERMINERS):
            return None
        counted = unit.word(i + 1) in ("least", "most", "than") or unit.word(i + 1)[:1].isdigit()
        if (low in _NO_CLAUSE and not counted) or lemma in _NEEDS_THAT or low in _AUTHORS_TURN:
            return None
        if not self.has_verb(i) and (lemma not in _SAYS or len(unit) - i < 4 or low in ("the", "a", "no", "it", "yes")):
            return None
        return Content("clause", self.clauses(i, i), told, bare=True)

    def _after_phrase(self, i: int, told: Span | None) -> Content | None:
        """ "said on Monday the army had left": the clause starts at a new subject after the phrase."""
        unit = self.unit
        for k in range(i + 2, min(len(unit), i + 9)):
            new = unit.low[k] in w.SUBJECTS or (unit.low[k] in w.DETERMINERS and unit.low[k - 1] not in w.PREPOSITIONS)
            if unit.low[k] in (",", "Q", "that", "and", "who", "which"):
                return None
            if new and unit.low[k] not in ("who", "which", "that") and self.has_verb(k):
                return Content("clause", self.clauses(k, k), told, bare=True)
        return None

    def _over_inserted(self, i: int) -> int:
        """ "says, win or lose, he ..." """
        closing = next((k for k in range(i + 1, min(len(self.unit), i + 14)) if self.unit.low[k] == ","), None)
        return i if closing is None or self.unit.word(closing + 1) not in w.SUBJECTS | w.DETERMINERS else i + 1

    def has_verb(self, i: int) -> bool:
        """A finite verb in the words to come makes a clause; a bare noun phrase is an object."""
        unit = self.unit
        for k in range(i, min(len(unit), i + 26)):
            low = unit.low[k]
            if low == "'s":
                if unit.word(k - 1) in w.SUBJECTS or unit.word(k - 1) == "there":
                    return True
                continue
            if low in w.AUX or low.endswith("n't") or low in w.PAST or low in w.PRESENT:
                return True
            if k > i and low.endswith("ed") and unit.word(k - 1) not in w.DETERMINERS:
                return True
            if low in (".", ";", "Q") or (low == "," and k > i + 12):
                break
            if k > i and low.endswith("s") and unit.word(k - 1) in ("he", "she", "it", "who"):
                return True
        return False

    def over_adverbials(self, i: int) -> int:
        """Over "on Monday", "in a statement", "late Tuesday", ", speaking in Halvane," after the verb."""
        unit = self.unit
        for _ in range(3):
            j = i
            while w.is_adverb(unit.word(j)) or unit.word(j) in w.TIMES:
                j += 1
            if unit.word(j) in w.ADVERBIAL_STARTS and self.verb.cue.takes("quote"):
                k = j + 1
                while k < len(unit) and k - j < 14 and unit.low[k] not in _ADVERBIAL_ENDS:
                    k += 1
                if unit.word(k) in ("that", "Q", ":") or (unit.word(k) == "," and unit.word(k + 1) == "Q"):
                    j = k
            if j == i or unit.word(j) in ("that", "Q", ":"):
                i = j
                break
            i = j
        if unit.word(i) == "," and unit.word(i + 1) not in ("Q", "") and unit.word(i + 1) not in _AUTHORS_TURN:
            closing = next((k for k in range(i + 1, min(len(unit), i + 16)) if unit.low[k] == ","), None)
            if closing is not None and unit.word(closing + 1) in ("that", "Q"):
                return closing + 1
        return i

    def _object(self, i: int) -> int | None:
        """The item after a short object ("reporters", "the New York Times"), or None."""
        unit = self.unit
        if unit.word(i) in ("that", "Q", ",", ":", "to", "of", "", "."):
            return i if unit.word(i) else None
        if unit.word(i) in w.PRONOUNS:
            return i + 1
        for j in range(i, min(len(unit), i + 14)):
            low, before = unit.low[j], unit.word(j - 1)
            if low in _OBJECT_ENDS:
                return j
            if j > i and (low in w.SUBJECTS or low == "there"):
                return j
            if j > i and low in w.DETERMINERS and before not in w.PREPOSITIONS and before not in ("and", "'s"):
                return j
            if low in w.AUX and low != "'s":
                return None
        return None

    def _asked(self, i: int) -> Content | None:
        """ "urged the army to leave", "accused it of killing", "blamed the Front for"."""
        unit, cue = self.unit, self.verb.cue
        for j in range(i + 1, min(len(unit), i + 26)):
            low = unit.low[j]
            if low in ("Q", ";", ":", ".", "that") or (low == "," and j > i + 14):
                break
            if cue.takes("ask") and low == "to" and j + 1 < len(unit) and self._infinitive(j + 1):
                return Content("ask", (self.clause(i, i),), (unit.starts[i], unit.ends[j - 1]))
            if cue.lemma == "hold":
                if low in ("responsible", "accountable"):
                    return Content("of", (self.clause(i, i),))
                continue
            if cue.takes("of") and low in ("of", "for", "over") and cue.lemma in _OF_VERBS:
                return Content("of", (self.clause(i, i),))
        return None

    def _infinitive(self, j: int) -> bool:
        low = self.unit.low[j]
        plain = low not in w.DETERMINERS and low not in w.PRONOUNS and not low.endswith("ing")
        return plain and self.unit.raw[j][0].islower()

    def _as(self, i: int) -> Content | None:
        unit = self.unit
        if unit.word(i) == "as" and self._of_what() and i + 1 < len(unit):
            return Content("as", (self.clause(i + 1, i + 1),))
        if unit.word(i) in ("", ",", ".", "Q", "by", "that", "for", "on", "out", "it"):
            return None
        for j in range(i + 1, min(len(unit), i + 22)):
            if unit.low[j] in (";", ":", ".", ","):
                break
            if unit.low[j] == "as" and j + 1 < len(unit):
                return Content("as", (self.clause(i, i),))
        named = unit.word(i) in w.DETERMINERS | w.PRONOUNS or unit.raw[i][0].isupper()
        return Content("as", (self.clause(i, i),)) if self.verb.cue.lemma in _SMALL_CLAUSE and named else None

    def _of_what(self) -> bool:
        """ "what it described as ...", "the army, which he described as ...": only what follows "as" is said."""
        before = [self.unit.word(k) for k in range(max(0, self.verb.first - 6), self.verb.first)]
        return any(word in ("what", "which", "whom") for word in before)

    def _direct_object(self, i: int) -> Content | None:
        low = self.unit.word(i)
        if low in _NO_CLAUSE or low in ("but", "in") or low in w.CONJUNCTIONS - w.DETERMINERS:
            return None
        return Content("object", (self.clause(i, i),))

    def _quotation(self, i: int) -> tuple[Part, ...]:
        """A quotation and those that follow it after nothing but marks; a clause that only begins quoted is one part."""
        unit = self.unit
        opening = i
        parts: list[Part] = []
        while unit.word(i) == "Q":
            quote = unit.quotes[i]
            if quote is not None:
                parts.append(quoted(quote))
            i += 1
            if unit.word(i) in (",", ".") and unit.word(i + 1) == "Q":
                i += 1
        if i < len(unit) and unit.low[i] not in _AFTER_QUOTE | _AUTHORS_TURN:
            return (self.clause(opening, opening),)
        return tuple(parts)

    def clauses(self, i: int, marker: int) -> tuple[Part, ...]:
        """The reported clause; "... that X and that Y" are two."""
        unit = self.unit
        end = self.clause_end(i)
        for k in range(i + 3, end):
            if unit.low[k] == "that" and unit.low[k - 1] == "and" and unit.low[marker] == "that":
                return (self.part(i, k - 1, marker), self.part(k + 1, end, k))
        if unit.word(end) == "and" and unit.word(end + 1) == "that" and end + 3 < len(unit):  # "said A and that B"
            return (self.part(i, end, marker), self.part(end + 2, self.clause_end(end + 2), end + 1))
        return (self.part(i, end, marker),)

    def clause(self, i: int, marker: int) -> Part:
        """The clause that starts at item i."""
        return self.part(i, self.clause_end(i), marker)

    def clause_end(self, i: int) -> int:
        """The item after the clause that starts at i: where the author speaks again, or the sentence ends."""
        unit = self.unit
        depth = 0
        for k in range(i, len(unit)):
            low = unit.low[k]
            depth += (low == "(") - (low == ")")
            if depth < 0:
                return k
            if k == i or depth:
                continue
            if low in (";", "|") or (low in (".", "!", "?") and k == len(unit) - 1):
                return k
            if low == "," and self._author_again(k):
                return k
            if low in _AUTHORS_TURN and (low == "adding" or unit.low[k - 1] == "Q") and k > i + 1:
                return k
            if low == "and" and unit.word(k + 1) == "that" and unit.low[i - 1] != "that" and self.has_verb(k + 2):
                return k
            if low in ("—", "–") and not any(x in ("—", "–") for x in (*unit.low[i:k], *unit.low[k + 1 :])):
                return k
        return len(unit)

    def _author_again(self, k: int) -> bool:
        following, then = self.unit.word(k + 1), self.unit.word(k + 2)
        if following in _CLOSING:  # the comma stands inside the marks: "... of war,” noting"
            return then in _AUTHORS_TURN
        if following in _AUTHORS_TURN:
            return True
        if following == "in":
            return then in _IN_WORDS
        if following in ("a", "an") and then in _CIRCUMSTANCES:
            return True
        if following in ("while", "even", "though", "although"):
            return following != "even" or then == "though"
        return following == "as" and then in ("he", "she", "they", "it", "reported")

    def part(self, i: int, end: int, marker: int) -> Part:
        """Items i to end (exclusive) as a part, without marks at its end."""
        unit = self.unit
        last = end - 1
        while last > i and unit.low[last] in _TRAILING and unit.quotes[last] is None:
            last -= 1
        quote = unit.quotes[i] if i == last else None
        return quoted(quote) if quote is not None else Part(unit.starts[i], unit.ends[last], unit.starts[marker])


_CLOSING = frozenset({"”", "’", '"', "''", "'"})
_ADVERBIAL_ENDS = bag("that Q , : . ; which who and but")
_OBJECT_ENDS = bag("that Q , : how why whether to . ; what if in on at")
_TRAILING = bag(", . : ; ! ? — – -")
_CIRCUMSTANCES = bag(
    "day week month year move swipe reference claim charge statement position view sign remark comment"
)


def quoted(quote: Quote) -> Part:
    """A whole quotation as a part."""
    return Part(quote.inner_start, quote.inner_end, quote.start, quote)
