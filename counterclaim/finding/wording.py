"""Loaded terms in an outlet's own voice, and for whom they are used.

A term inside quotation marks or inside a direct claim is somebody else's; indirect speech is the outlet's own choice of words.
Names of organisations that hold such a word are names and no wording.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterclaim.finding.mentions import Named, government_of
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.knowledge.catalogue_names import fold
from counterclaim.knowledge.loaded import Term
from counterclaim.records import Claim, How, Mention, MentionType, Wording
from counterclaim.text import Span, overlaps

_NEAR = 40
# How far back the article is searched for the group or state that a bare "terrorists" or "the regime" means.
_BACK = 1500
_REFERABLE = frozenset({MentionType.ORG, MentionType.PERSON, MentionType.NORP, MentionType.PLACE})
_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
_GROUPS = frozenset({"armed-group", "front", "party", "coalition"})
_STATES = frozenset({"state", "government", "army", "army-branch", "ministry", "police", "intelligence"})


def find(view: View, knowledge: Knowledge, named: Named, said: tuple[Claim, ...]) -> tuple[Wording, ...]:
    """Every use, in text order; ``referent_id`` is a key, or None where the article does not say whom."""
    quoted = [(c.start, c.end) for c in said if c.direct]
    names = [m for m in named.mentions if m.how in _NAMING]
    found: list[Wording] = []
    hits = [*knowledge.loaded.scan(view.text), *_loaded_names(names, knowledge)]
    for start, end, term in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if view.in_furniture(start, end) or view.in_quote(start, end) or _inside((start, end), quoted):
            continue
        if _is_name((start, end), names, knowledge):
            continue
        owner = None if term.means else _owner(view.text, start, names)
        span = (owner.start if owner else start, end)
        if found and overlaps(span, (found[-1].start, found[-1].end)):
            continue
        referent = term.means or _referent(_Use(view, span, term, owner), named.mentions, knowledge)
        found.append(
            Wording(
                view.article.article_id,
                view.article.document_id,
                *span,
                view.text[span[0] : span[1]],
                referent,
                term.term,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class _Use:
    """One use: where it stands, the entry, and the name that belongs to it ("Halvane regime")."""

    view: View
    span: Span
    term: Term
    owner: Mention | None


def _inside(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _loaded_names(names: list[Mention], knowledge: Knowledge) -> Iterator[tuple[int, int, Term]]:
    """Names that the catalogue resolves and never shows as its own: partisan names are wording too."""
    for m in names:
        actor = knowledge.catalogue.get(m.entity_id)
        if actor is not None and fold(m.text) in {fold(name) for name in actor.loaded_aliases}:
            yield m.start, m.end, Term(m.text.lower(), "label", m.entity_id, actor.name)


def _is_name(span: Span, names: list[Mention], knowledge: Knowledge) -> bool:
    """The term is part of a name that the catalogue knows ("Islamic Resistance in Iraq")."""
    return any(
        overlaps(span, (m.start, m.end))
        and m.end - m.start > span[1] - span[0]
        and knowledge.catalogue.get(m.entity_id) is not None
        for m in names
    )


def _owner(text: str, start: int, names: list[Mention]) -> Mention | None:
    """The name that stands directly before the term, or begins the same run of capitals."""
    for m in names:
        if m.start < start and (m.end == start - 1 or m.end > start) and "\n" not in text[m.start : start]:
            return m
    return None


def _referent(use: _Use, mentions: tuple[Mention, ...], knowledge: Knowledge) -> str | None:
    """Whom the term is used for: its own name, the name beside it, else the group or state last spoken of."""
    referable = [m for m in mentions if m.type in _REFERABLE and m.how is not How.PRONOUN]
    if use.owner is not None:
        return _behind(use.owner.entity_id, use.term, knowledge)
    beside = _beside(use, referable)
    if beside is not None:
        return beside
    kinds = {"label": _GROUPS, "scorn": _GROUPS, "state": _STATES}.get(use.term.kind)
    return _last_spoken_of(use, referable, kinds, knowledge) if kinds else None


def _behind(key: str, term: Term, knowledge: Knowledge) -> str:
    """A name before "regime" means the government behind it: of the capital, the people or the head of state."""
    if term.kind != "state":
        return key
    actor = knowledge.catalogue.get(key)
    led = next((p.of for p in actor.posts if p.role == "leads"), None) if actor and actor.posts else None
    return government_of(led or key, knowledge) or led or key


def _beside(use: _Use, mentions: list[Mention]) -> str | None:
    """The name that touches the term, follows it, or is set in apposition to it, within the sentence."""
    start, end = use.span
    sentence = use.view.sentence_of(start)
    if sentence is None:
        return None
    inside = [m for m in mentions if sentence[0] <= m.start and m.end <= sentence[1] and m.how in _NAMING]
    after = [
        m
        for m in inside
        if 0 <= m.start - end <= _NEAR
        and use.view.text[end : m.start].strip() in ("", "of", "in", "called")
        and use.term.kind not in ("act", "death")
    ]
    touching = [m for m in inside if overlaps((m.start, m.end), use.span)]
    for near in (touching, after):
        if near:
            return min(near, key=lambda m: (abs(m.start - end), m.start)).entity_id
    return None


def _last_spoken_of(use: _Use, mentions: list[Mention], kinds: frozenset[str], knowledge: Knowledge) -> str | None:
    """The nearest entity of these kinds before the term, else after it; no outlet calls its own state so."""
    home = _home(use, knowledge) if kinds is _STATES else None
    near: list[tuple[bool, int, Mention]] = []
    for m in mentions:
        actor = knowledge.catalogue.get(m.entity_id)
        away = use.span[0] - m.end
        if actor is None or actor.kind not in kinds or abs(away) > _BACK or (home and actor.country == home):
            continue
        near.append((away < 0, abs(away), m))
    if not near:
        return None
    best = min(near, key=lambda n: n[:2])[2]
    return (government_of(best.entity_id, knowledge) or best.entity_id) if kinds is _STATES else best.entity_id


def _home(use: _Use, knowledge: Knowledge) -> str | None:
    """The outlet's country, unless it is the voice of an armed group there."""
    outlet = knowledge.catalogue.outlet(use.view.article.outlet or "")
    if outlet is None:
        return None
    above = [knowledge.catalogue.get(i) for i in knowledge.catalogue.parents_of(outlet.id)]
    return None if any(a is not None and a.kind in _GROUPS for a in above) else outlet.country
