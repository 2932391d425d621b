"""Loaded terms in an outlet's own voice, and for whom they are used.

A term inside quotation marks or inside a direct claim is somebody else's; indirect speech is the outlet's own choice of words.
Names of organisations that hold such a word are names and no wording.
"""

from __future__ import annotations

from counterclaim.finding.mentions import Named
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.records import Claim, How, Mention, MentionType, Wording
from counterclaim.text import Span, overlaps

_NEAR = 40
_REFERABLE = frozenset({MentionType.ORG, MentionType.PERSON, MentionType.NORP, MentionType.PLACE})


def find(view: View, knowledge: Knowledge, named: Named, said: tuple[Claim, ...]) -> tuple[Wording, ...]:
    """Every use, in text order; ``referent_id`` is a key, or None where the sentence does not say whom."""
    quoted = [(c.start, c.end) for c in said if c.direct]
    names = [(m.start, m.end) for m in named.mentions if m.how in (How.NAME, How.ALIAS, How.ACRONYM)]
    found: list[Wording] = []
    for start, end, term in sorted(knowledge.loaded.scan(view.text), key=lambda hit: (hit[0], -hit[1])):
        span = (start, end)
        if view.in_furniture(*span) or view.in_quote(*span) or _inside(span, quoted) or _is_name(span, names):
            continue
        if found and overlaps(span, (found[-1].start, found[-1].end)):
            continue
        referent = term.means or _referent(view, span, named.mentions)
        found.append(
            Wording(
                view.article.article_id, view.article.document_id, start, end, view.text[start:end], referent, term.term
            )
        )
    return tuple(found)


def _inside(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _is_name(span: Span, names: list[Span]) -> bool:
    """The term is part of a proper name ("Islamic Resistance in Iraq")."""
    return any(overlaps(span, name) and name[1] - name[0] > span[1] - span[0] for name in names)


def _referent(view: View, span: Span, mentions: tuple[Mention, ...]) -> str | None:
    """Whom the term is used for: the name that it touches or stands beside, else nobody."""
    sentence = view.sentence_of(span[0])
    if sentence is None:
        return None
    inside = [
        m for m in mentions
        if m.type in _REFERABLE and m.how is not How.PRONOUN and sentence[0] <= m.start and m.end <= sentence[1]
    ]  # fmt: skip
    touching = [m for m in inside if overlaps((m.start, m.end), span)]
    after = [m for m in inside if 0 <= m.start - span[1] <= 2 and "\n\n" not in view.text[span[1] : m.start]]
    before = [m for m in inside if 0 <= span[0] - m.end <= 2]
    apposed = [
        m
        for m in inside
        if 0 <= m.start - span[1] <= _NEAR and view.text[span[1] : m.start].strip(" ,") in ("", "of", "in")
    ]
    for near in (touching, after, before, apposed):
        if near:
            return min(near, key=lambda m: (abs(m.start - span[1]), m.start)).entity_id
    return None
