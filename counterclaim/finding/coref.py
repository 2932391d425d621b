"""Whom pronouns, titles and descriptions mean inside one article: recency, type and number, and nothing bolder.

"he" and "she" go to the last person that fits, "the group" to the last organisation that is no state, "the president" to
the last person who was called one. What lies inside quotation marks is left alone, and so is what two fit equally.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from counterclaim.finding.view import View
from counterclaim.language.surface_words import TITLES
from counterclaim.records import How, Mention, MentionType
from counterclaim.text import Words, bag, words

_HE = frozenset({"he", "his", "him", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_FEMALE = frozenset(
    {
        "mrs",
        "ms",
        "miss",
        "queen",
        "princess",
        "spokeswoman",
        "chairwoman",
        "congresswoman",
        "lady",
        "sayyeda",
        "dame",
    }
)
_MALE = frozenset(
    {
        "mr",
        "king",
        "prince",
        "spokesman",
        "chairman",
        "congressman",
        "sir",
        "lord",
        "sheikh",
        "imam",
        "sayyed",
        "ayatollah",
    }
)
_GROUPS = frozenset(
    {
        "group",
        "movement",
        "organization",
        "organisation",
        "militia",
        "faction",
        "party",
        "front",
        "alliance",
        "coalition",
    }
)
_BODIES = bag("ministry army agency council committee observatory company newspaper network")
_ROLES = bag(
    "president minister spokesman spokeswoman spokesperson commander leader general sheikh ambassador envoy",
    "secretary king prince chief senator governor mayor chairman cleric ayatollah premier diplomat lawmaker",
    "analyst",
)
_LEADS = frozenset({"prime", "foreign", "armed", "militant", "rebel"})
_NEAR_SENTENCES = 3  # how far back a person is looked for; measured on nothing, chosen narrow


@dataclass
class _State:
    """What has been named so far."""

    persons: list[Mention] = field(default_factory=list)
    bodies: list[Mention] = field(default_factory=list)
    roles: dict[str, set[str]] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)


def refer(view: View, named: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions by pronoun, title and description, in text order."""
    tokens = words(view.text)
    state = _State()
    at = 0
    ordered = sorted(named, key=lambda m: m.start)
    starts = [s for s, _ in view.sentences]
    quoted = view.quotes
    quote_starts = [q.start for q in quoted]
    for i, low in enumerate(tokens.low):
        start, end = tokens.starts[i], tokens.ends[i]
        while at < len(ordered) and ordered[at].start < start:
            _remember(state, ordered[at], tokens)
            at += 1
        if low not in _HE and low not in _SHE and not (low == "the" and i + 1 < len(tokens)):
            continue
        q = bisect_right(quote_starts, start) - 1
        if q >= 0 and quoted[q].start <= start < quoted[q].end:
            continue
        sentence = bisect_right(starts, start)
        if low == "the":
            target, last = _described(state, tokens, i, sentence, starts)
            if target is not None and not _covered(ordered, at, start, tokens.ends[last]):
                how = How.TITLE if target.type is MentionType.PERSON else How.DESCRIPTION
                yield _mention(view, start, tokens.ends[last], target, how)
            continue
        person = _person(state, "he" if low in _HE else "she", sentence, starts)
        if person is not None:
            state.gender[person.entity_id] = "he" if low in _HE else "she"
            yield _mention(view, start, end, person, How.PRONOUN)


def _mention(view: View, start: int, end: int, target: Mention, how: How) -> Mention:
    article = view.article
    return Mention(
        "",
        article.article_id,
        article.document_id,
        start,
        end,
        view.text[start:end],
        target.type,
        target.entity_id,
        how,
    )


def _covered(ordered: Sequence[Mention], at: int, start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in ordered[max(0, at - 1) : at + 3])


def _remember(state: _State, m: Mention, tokens: Words) -> None:
    if m.type is MentionType.PERSON:
        state.persons.append(m)
        first = tokens.first_from(m.start)
        before = [tokens.low[k] for k in range(max(0, first - 7), first)]
        after = [tokens.low[k] for k in range(tokens.first_from(m.end), min(len(tokens), tokens.first_from(m.end) + 8))]
        near = _titles(before)
        state.roles.setdefault(m.entity_id, set()).update(near)
        if after and after[0] in (",", "("):
            state.roles[m.entity_id].update(w for w in after if w in _ROLES)
        if any(word in _FEMALE for word in near):
            state.gender.setdefault(m.entity_id, "she")
        elif any(word in _MALE for word in near):
            state.gender.setdefault(m.entity_id, "he")
    elif m.type is MentionType.ORG:
        state.bodies.append(m)


def _titles(before: Sequence[str]) -> list[str]:
    found: list[str] = []
    for word in reversed(before):
        if word in (".", "'s") or word in ("prime", "foreign", "vice"):
            continue
        if word not in TITLES and word not in _ROLES:
            if found or word in (",", "the", "a", "and", "said", "says", "by", "with", "to", "of", "that"):
                break
            continue
        found.append(word)
    return found


def _person(state: _State, pronoun: str, sentence: int, starts: Sequence[int]) -> Mention | None:
    """The last person that fits, if named near; the one named first in a sentence beats the others of that sentence."""
    fitting = [m for m in state.persons[-12:] if state.gender.get(m.entity_id, pronoun) == pronoun]
    if not fitting:
        return None
    last = fitting[-1]
    where = bisect_right(starts, last.start)
    if sentence - where > _NEAR_SENTENCES:
        return None
    mates = [m for m in fitting if bisect_right(starts, m.start) == where]
    if where == sentence and len(mates) == 1:
        return last
    return mates[0]


def _only_one(state: _State, word: str) -> bool:
    """The article has named one body of this word so far."""
    return len({m.entity_id for m in state.bodies if word in m.text.lower().split()}) == 1


def _described(
    state: _State, tokens: Words, i: int, sentence: int, starts: Sequence[int]
) -> tuple[Mention | None, int]:
    """The target of "the group" or "the president", and the index of the last word of the description."""
    head = i + 1
    after = tokens.low[head + 1] if head + 1 < len(tokens) else ""
    if after and (tokens.low[head] in _LEADS or (after in _GROUPS and tokens.low[head][0].isalpha())):
        head += 1
    word = tokens.low[head]
    following = tokens.low[head + 1] if head + 1 < len(tokens) else "."
    if following in ("of", "for", "in") or (following[0].isalpha() and tokens.raw[head + 1][0].isupper()):
        return None, head
    if word in _GROUPS or word in _BODIES:
        for m in reversed(state.bodies):
            if sentence - bisect_right(starts, m.start) > 6 and not (word in _BODIES and _only_one(state, word)):
                break
            named = m.text.lower()
            if word in named.split() or (
                word in _GROUPS and word in ("group", "movement", "organization", "organisation")
            ):
                return m, head
        return None, head
    if word in _ROLES:
        for m in reversed(state.persons):
            if word in state.roles.get(m.entity_id, ()):
                return m, head
    return None, head
