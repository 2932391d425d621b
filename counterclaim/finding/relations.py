"""What one entity is to another, where the article says so: titles, appositions, "backed by", "offshoot of".

A relation carries the stance of whoever states it: inside a claim the speaker's, in the outlet's own voice *asserts*.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from counterclaim.finding import offices
from counterclaim.finding.mentions import Named
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.records import (
    Claim,
    DateExpression,
    How,
    Mention,
    MentionType,
    Predicate,
    Relation,
    Stance,
)
from counterclaim.text import Span, overlaps

_RANKS = r"(?:General|Gen|Colonel|Col|Major|Maj|Captain|Capt|Lieutenant|Lt|Admiral|Adm|Brigadier|Brig|Sergeant|Sgt)"
_WING = (
    r"(?:part|offshoot|branch|wing|armed wing|military wing|affiliate|faction|component|unit|subsidiary|splinter group)"
)
_MEMBER = (
    r"(?:senior |top |field |military |political )*(?:member|commander|official|fighter|militant|leader|"
    r"figure|operative|lawmaker)"
)
_BACKED = re.compile(r"^-(?:backed|sponsored|supported|funded|armed|trained)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_GAP = 90


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two names beside each other in one sentence, and the words between, before and after."""

    left: Mention
    right: Mention
    between: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Tie:
    subject: Mention
    predicate: Predicate
    object: Mention | str
    title: str | None = None


def _person(m: Mention) -> bool:
    return m.type is MentionType.PERSON


def _holds(m: Mention) -> bool:
    return m.type in (MentionType.ORG, MentionType.PLACE, MentionType.NORP, MentionType.MISC)


def person_acts(p: _Pair) -> _Tie | None:
    """ "Maren, who heads the Front", "Maren founded the Front", "the Front, founded by Maren"."""
    if _holds(p.left) and _person(p.right) and re.fullmatch(
        r",? (?:which (?:is|was) |is |was |were )?(?P<verb>led|headed|commanded|founded|established|run) by (?:the )?(?:\w+ )?",
        p.between,
    ):  # fmt: skip
        founded = re.search(r"founded|established", p.between)
        return _Tie(p.right, Predicate.FOUNDED if founded else Predicate.LEADS, p.left)
    if not _person(p.left) or p.right.type is not MentionType.ORG:
        return None
    if re.fullmatch(r",? (?:who )?(?:heads|headed|leads|led|commands|commanded) (?:the )?", p.between):
        return _Tie(p.left, Predicate.LEADS, p.right)
    if re.fullmatch(r",? (?:who )?(?:co-)?founded (?:the )?", p.between):
        return _Tie(p.left, Predicate.FOUNDED, p.right)
    return None


def ranked_of(p: _Pair) -> _Tie | None:
    """ "Colonel Maren of the Ostreli Navy": an officer of a body."""
    officer = re.search(rf"\b{_RANKS}\.? $", p.before)
    if officer and _person(p.left) and p.right.type is MentionType.ORG and re.fullmatch(r",? of (?:the )?", p.between):
        return _Tie(p.left, Predicate.MEMBER_OF, p.right)
    return None


def member_of(p: _Pair) -> _Tie | None:
    """ "Maren, a member of the Front", "Front commander Maren" without a command that is named."""
    if (
        _person(p.left)
        and _holds(p.right)
        and re.fullmatch(
            rf",? (?:is |was |who is |the |a |an )*{_MEMBER} (?:of|in|from|with) (?:the )?", p.between, re.IGNORECASE
        )
    ):
        return _Tie(p.left, Predicate.MEMBER_OF, p.right)
    if (
        p.left.type is MentionType.ORG
        and _person(p.right)
        and re.fullmatch(rf"(?:'s|’s)? {_MEMBER} ", p.between, re.IGNORECASE)
    ):
        return _Tie(p.right, Predicate.MEMBER_OF, p.left)
    return None


def backed(p: _Pair) -> _Tie | None:
    """ "Varda-backed Tide Front", "the Front, which is backed by Varda"."""
    if _holds(p.left) and p.right.type is MentionType.ORG and _BACKED.match(p.between):
        return _Tie(p.left, Predicate.SUPPORTS, p.right)
    if (
        _holds(p.right)
        and p.left.type is MentionType.ORG
        and re.fullmatch(
            r"(?:,? an? (?:[a-z-]+ ){1,3})?,? ?(?:(?:which|that) (?:[\w. ]{2,30} (?:says?|said) )?)?(?:is |are |was |were )?"
            r"(?:backed|supported|funded|armed|sponsored|trained) by (?:the )?",
            p.between,
        )
    ):
        return _Tie(p.right, Predicate.SUPPORTS, p.left)
    if (
        _holds(p.left)
        and p.right.type is MentionType.ORG
        and re.fullmatch(r",? (?:which )?(?:backs|supports|funds|arms|sponsors|trains) (?:the )?", p.between)
    ):
        return _Tie(p.left, Predicate.SUPPORTS, p.right)
    return None


def part_of(p: _Pair) -> _Tie | None:
    """ "the Front, part of the Alliance", "an offshoot of", "a branch of", "the armed wing of"."""
    if p.left.type is MentionType.ORG and p.right.type is MentionType.ORG and re.fullmatch(
        rf",? (?:which is |is |was |are |the |an? |now |a key )*{_WING} of (?:the )?",
        p.between,
    ):  # fmt: skip
        return _Tie(p.left, Predicate.PART_OF, p.right)
    return None


def allied(p: _Pair) -> _Tie | None:
    """ "Varda, an ally of Ostrel", "allied with"."""
    if (
        _holds(p.left)
        and _holds(p.right)
        and re.fullmatch(
            r"(?:,| is| are| was|, which is)? (?:a |an |the |close |key |staunch )*(?:ally of|allied (?:with|to)) (?:the )?",
            p.between,
        )
    ):
        return _Tie(p.left, Predicate.ALLIED_WITH, p.right)
    return None


def opposes(p: _Pair) -> _Tie | None:
    """ "fighting the Front", "anti-Ostreli": who is said to fight or oppose whom."""
    if p.left.type in (MentionType.ORG, MentionType.NORP) and p.right.type in (MentionType.ORG, MentionType.PLACE) and re.fullmatch(
        r",? (?:which (?:is|are) |who are |is |are |has been |have been )?"
        r"(?:fighting|battling|opposed to|at war with|opposes|fights) "
        r"(?:against )?(?:the )?",
        p.between,
    ):  # fmt: skip
        return _Tie(p.left, Predicate.OPPOSES, p.right)
    return None


def successor(p: _Pair) -> _Tie | None:
    """ "formerly known as": a former name that is an entity of its own."""
    if (
        p.left.type is MentionType.ORG
        and p.right.type is MentionType.ORG
        and re.fullmatch(r",? \(?(?:the )?(?:successor (?:of|to)|which replaced) (?:the )?", p.between)
    ):
        return _Tie(p.left, Predicate.SUCCESSOR_OF, p.right)
    if (
        re.fullmatch(r",? \(?(?:formerly|previously|also|better) known as (?:the )?", p.between)
        and p.left.type is p.right.type
    ):
        return _Tie(p.left, Predicate.ALIAS_OF, p.right)
    return None


def sanctioned(p: _Pair) -> _Tie | None:
    """ "designated by Ostrel", "sanctioned by Ostrel"."""
    if _holds(p.right) and p.left.type in (MentionType.ORG, MentionType.PERSON) and re.fullmatch(
        r",? (?:which (?:is|was|has been) |who (?:is|was) |is |was |has been )?"
        r"(?:designated|sanctioned|blacklisted|proscribed|outlawed)"
        r"(?: as a terrorist (?:group|organi[sz]ation))? by (?:the )?",
        p.between,
    ):  # fmt: skip
        return _Tie(p.left, Predicate.SANCTIONED_BY, p.right)
    return None


def sanctions_on(p: _Pair) -> _Tie | None:
    """ "Ostrel imposed sanctions on Maren", "Ostrel sanctioned the Front"."""
    sides = p.left.type in (MentionType.PLACE, MentionType.NORP) and p.right.type in (
        MentionType.ORG,
        MentionType.PERSON,
    )
    if sides and re.fullmatch(
        r"(?:\W+\w+){0,5}? (?:imposed|imposes|slapped|announced|placed) (?:new |fresh |further )?sanctions on (?:the )?|"
        r" (?:has |had )?(?:sanctioned|sanctions|blacklisted|outlawed|designated) (?:the )?",
        p.between,
    ):  # fmt: skip
        return _Tie(p.right, Predicate.SANCTIONED_BY, p.left)
    return None


RULES: tuple[Callable[[_Pair], _Tie | None], ...] = (
    person_acts, ranked_of, member_of, backed, part_of, allied, opposes, successor, sanctioned, sanctions_on,
)  # fmt: skip


def find(
    view: View,
    knowledge: Knowledge,
    named: Named,
    said: tuple[Claim, ...],
    days: tuple[DateExpression, ...],
) -> tuple[Relation, ...]:
    """Every stated relation, in text order; ``since`` and ``until`` in its sentence date it."""
    found: list[Relation] = []
    starts = [start for start, _ in view.sentences]
    for office in offices.find(view, knowledge, named):
        tie = _Tie(office.person, office.role, office.body, office.title)
        sentence = view.sentences[max(0, bisect_right(starts, office.person.start) - 1)]
        found.append(_dated(_relation(view, tie, office.span, said), view, sentence, days))
    for sentence in view.sentences:
        names = [m for m in named.inside(*sentence) if m.how in (How.NAME, How.ALIAS, How.ACRONYM)]
        for tie, span in _ties(view, names, sentence):
            if tie.subject.entity_id != _key(tie.object) and not _told(found, tie, span):
                found.append(_dated(_relation(view, tie, span, said), view, sentence, days))
    unique = {
        (r.start, r.subject_id, r.predicate, r.object_id): r for r in sorted(found, key=lambda r: (r.start, r.end))
    }
    return tuple(replace(r, relation_id=f"r{i}") for i, r in enumerate(unique.values()))


def _ties(view: View, names: list[Mention], sentence: Span) -> Iterator[tuple[_Tie, Span]]:
    text = view.text
    for i, left in enumerate(names):
        for right in names[i + 1 : i + 3]:
            if right.start - left.end > _GAP:
                break
            pair = _Pair(
                left, right, " ".join(text[left.end : right.start].split("\n")),
                text[max(sentence[0], left.start - _GAP) : left.start], text[right.end : min(sentence[1], right.end + _GAP)],
            )  # fmt: skip
            tie = next((found for rule in RULES if (found := rule(pair)) is not None), None)
            if tie is not None:
                yield tie, (left.start, right.end)


def _told(found: list[Relation], tie: _Tie, span: Span) -> bool:
    """An office says more than a membership read off the same words."""
    return any(
        r.subject_id == tie.subject.entity_id and r.object_id == _key(tie.object) and overlaps((r.start, r.end), span)
        for r in found
    )


def _key(thing: Mention | str) -> str:
    return thing if isinstance(thing, str) else thing.entity_id


def _relation(view: View, tie: _Tie, span: Span, said: tuple[Claim, ...]) -> Relation:
    holder = [c for c in said if c.start <= span[0] and span[1] <= c.end]
    claim = min(holder, key=lambda c: (c.end - c.start, c.claim_id), default=None)
    denied = claim is not None and claim.stance is Stance.DENIES
    article = view.article
    return Relation(
        relation_id="", subject_id=tie.subject.entity_id, predicate=tie.predicate, object_id=_key(tie.object), title=tie.title,
        stance=Stance.DENIES if denied else Stance.ASSERTS, article_id=article.article_id, document_id=article.document_id,
        start=span[0], end=span[1], text=view.text[span[0] : span[1]], claim_id=claim.claim_id if claim else None,
        date_earliest=None, date_latest=None,
    )  # fmt: skip


def _dated(relation: Relation, view: View, sentence: Span, days: tuple[DateExpression, ...]) -> Relation:
    for day in days:
        if not sentence[0] <= day.start < sentence[1]:
            continue
        before = view.text[sentence[0] : day.start].split()[-1:]
        if before in (["since"], ["from"]):
            relation = replace(relation, date_earliest=day.earliest)
        elif before in (["until"], ["till"]):
            relation = replace(relation, date_latest=day.latest)
    return relation
