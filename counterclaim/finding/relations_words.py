"""Sentences in which names stand as slots, so that a rule of relations reads like the phrase that it looks for.

"The US-backed Tide Front fights Varda" becomes ``the <L>-backed <O> fights <L>``. A pattern says which slots it wants:

- ``<s:PO>`` the subject, a person or organisation; ``<o:O>`` the object; ``<O>`` any organisation, not looked at.
  Letters: P person, O organisation, L place, N people or adjective of a state, M another name.
- ``<s:O+>`` one or several of them: "A, B and C".
- ``<S:OL>`` a subject that stands right before and is no place or aim ("in Varda"), or first in the sentence with another verb
  between ("A fell back and ..."); ``<T:OL>`` the same for an object.
- ``~`` up to three small words that deny nothing; ``<the>`` an article, a possessive or nothing; ``<'s>`` a possessive ending;
  ``<denied>`` words by which the subject denies it.

Commas and apostrophes may be missing: many archives have lost them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterclaim.records import Mention, MentionType
from counterclaim.text import Span

_OPEN, _CLOSE = "\ue000", "\ue001"
_LETTERS = {
    MentionType.PERSON: "P", MentionType.ORG: "O", MentionType.PLACE: "L", MentionType.NORP: "N", MentionType.MISC: "M",
}  # fmt: skip
_MACRO = re.compile(r"<(?P<end>[so]):(?P<letters>[PLONM]+)(?P<several>\+?)>|<(?P<any>[PLONM]+)>")
_PLAIN = {
    "~": r"(?:(?!not |never |no |nor |and |or |but )(?-i:[a-z0-9][\w-]*) ){0,3}",
    "<the>": (
        rf"(?:the |an? |its |their |his |her |our )?(?:so-called )?(?:{_OPEN}\d+O{_CLOSE}(?:['’]s?)? (?:{_OPEN}\d+[LN]{_CLOSE}"
        rf"(?:['’]s?)? )?(?:affiliate|offshoot|branch),? (?:the )?)?(?:{_OPEN}\d+N{_CLOSE} (?={_OPEN}\d+O))*"
    ),
    "<'s>": r"(?:['’]s?)?",
    "<denied>": r"(?P<no>(?:repeatedly |always |consistently )?den(?:y|ies|ied|ying) (?:that (?:it|he|she|they) (?:is |was )?)?)?",
}
_DATELINE = rf"(?:[^{_OPEN}]{{0,20}}{_OPEN}\d+[LO]{_CLOSE}[^{_OPEN}]{{0,12}}[-–—:] ?)?"
_FREE = "".join(
    rf"(?<!\b{word} )" for word in ("in", "against", "with", "from", "near", "of", "against the", "with the")
)
# What follows the last slot must not make it the owner or the kind of another ("against Varda's army", "the Front affiliate ...").
_END = rf"(?!-|['’]s? {_OPEN}|(?:['’]s?)? (?:{_OPEN}\d+[LN]{_CLOSE} )?(?:breakaway|affiliate|offshoot|branch|wing|faction)\b)"
_AND = r"(?:,? and (?:the )?|, (?:the )?|,? as well as (?:the )?| & )"
_START = re.compile(r"\A(?:,\? | )")  # what stands between a subject and its first verb, and not before its second
_HELD = re.compile(rf"{_OPEN}(\d+)[A-Z]{_CLOSE}(?!['’]s? {_OPEN})")
_KIND_OF = re.compile(rf" (?:[a-z][\w'’-]* ){{1,3}}{_OPEN}(\d+)O{_CLOSE}")
_DROPPED = frozenset('“”"[]()‘')


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in a slot: the key, the letter of its type, and where the name stands in the text."""

    key: str
    letter: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A sentence with slots for names. ``at`` has for every character of ``words`` its offset in the text."""

    words: str
    at: tuple[int, ...]
    slots: tuple[Slot, ...]

    def span(self, start: int, end: int) -> Span:
        """Where a run of ``words`` stands in the text."""
        last = self.words.rfind(_OPEN, start, end)
        stop = self.at[end - 1] + 1
        if last >= 0 and self.words.find(_CLOSE, last, end) == end - 1:
            stop = self.slots[int(self.words[last + 1 : end - 2])].end
        return self.at[start], stop


def skeleton(text: str, sentence: Span, names: Sequence[Slot]) -> Skeleton:
    """The sentence with ``names`` as slots; brackets and double quotation marks are left out, and so is a name in brackets
    that repeats the one before ("the Tide Front (TF)")."""
    words: list[str] = []
    at: list[int] = []
    slots: list[Slot] = []
    here = sentence[0]

    def put(piece: str, start: int, *, whole: bool = False) -> None:
        for i, char in enumerate(piece):
            if not whole and (char in _DROPPED or (char in "’'" and not piece[i + 1 : i + 2].isalpha())):
                continue
            small = " " if char.isspace() else char
            if small == " " and words and words[-1] == " ":
                continue
            words.append(small)
            at.append(start if whole else start + i)

    for slot in names:
        if slot.start < here or slot.end > sentence[1]:
            continue
        between = text[here : slot.start]
        again = bool(slots) and slots[-1].key == slot.key and between.strip() in ("(", "[")
        if again:
            closed = re.match(r"\s*[)\]]", text[slot.end : sentence[1]])
            here = slot.end + (closed.end() if closed else 0)
            continue
        put(between, here)
        put(f"{_OPEN}{len(slots)}{slot.letter}{_CLOSE}", slot.start, whole=True)
        slots.append(slot)
        here = slot.end
    put(text[here : sentence[1]], here)
    return Skeleton("".join(words), tuple(at), tuple(slots))


def slot_of(mention: Mention) -> Slot | None:
    """The slot of a mention; None for weapons and products. "Kurds" are a group, "Kurdish" is an adjective."""
    letter = _LETTERS.get(mention.type)
    if letter == "N" and mention.text.endswith("s"):
        letter = "O"
    return Slot(mention.entity_id, letter, mention.start, mention.end) if letter else None


def compiled(pattern: str) -> tuple[re.Pattern[str], ...]:
    """The regular expressions of a pattern: two where its subject may stand first in the sentence."""
    forms = [pattern]
    if pattern.startswith(("<S:", "<T:")):
        named, rest = pattern.replace("<S:", "<s:").replace("<T:", "<o:").split(">", 1)
        opening = rf"\A{_DATELINE}(?:the |an? |but |and |while )?{named}>[^.;:]{{1,110}}?,? (?:and|which) (?:has |have |had )?"
        forms = [rf"{_FREE}{named}>{rest}", opening + _START.sub("", rest)]
    return tuple(re.compile(_expanded(form + _END if form.endswith(">") else form), re.IGNORECASE) for form in forms)


def _expanded(pattern: str) -> str:
    for name, words in _PLAIN.items():
        pattern = pattern.replace(name, words)
    return _MACRO.sub(_slot, pattern)


def _slot(match: re.Match[str]) -> str:
    if match["any"]:
        return rf"{_OPEN}\d+(?-i:[{match['any']}]){_CLOSE}"
    one = rf"{_OPEN}\d+(?-i:[{match['letters']}]){_CLOSE}"
    if match["several"]:
        owned = rf"(?:{_OPEN}\d+(?-i:[LN]){_CLOSE}(?:['’]s?)? )?"
        return rf"(?P<{match['end']}>{one}(?:{_AND}{owned}{one})*)"
    return rf"(?P<{match['end']}>{one})"


def held(found: Skeleton, start: int, end: int) -> Iterator[Slot]:
    """The slots of a run of ``words``; of "Varda's Tide Front" and "the Vardan armed group Tide Front" the latter alone."""
    for match in _HELD.finditer(found.words, start, end):
        slot = found.slots[int(match.group(1))]
        behind = _KIND_OF.match(found.words, match.end()) if slot.letter == "N" else None
        yield found.slots[int(behind.group(1))] if behind else slot
