"""Review pages of who is who and what is one: pairs of entities, one entity, one event.

A page of a person shows the words that name the person, to tell one from another, and no day, place or event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from counterclaim.records import Account, Entity, Event, How, Mention, MentionType, days, figure
from counterclaim.showing import review_rows
from counterclaim.showing.site import Site, one_line
from counterclaim.text import sentences, slug

if TYPE_CHECKING:
    from counterclaim.showing.review import Page, Review, Values, Visit

_PAIRS = 30
_MOST_OF_A_NAME = 12  # entities that share a word of their names, above which the word says nothing
_WINDOW = 300  # characters around a name, in which its sentence is looked for
_CANDIDATES = 8
_NEAR_DAYS = 3
_PLACES_SHOWN = 40
_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)


# ---------------------------------------------------------------- entities


def pairs(review: Review, visit: Visit) -> Page:
    """Entities that may be one, side by side with the words that name them."""
    found = [p for p in alike(review.site) if frozenset((p[0].entity_id, p[1].entity_id)) not in review.ruled.apart]
    first = (visit.page - 1) * _PAIRS
    return "review_pairs.html", {
        "sub": "pairs",
        "total": len(found),
        "pages": -(-len(found) // _PAIRS),
        "pairs": [
            {"sides": [_named(review, e) for e in pair[:2]], "why": pair[2]} for pair in found[first : first + _PAIRS]
        ],
        "choices": _choices(review),
        "values": {n: visit.kept.every("name") for n in ("name",)} if visit.kept else {},
    }


def alike(site: Site) -> list[tuple[Entity, Entity, str]]:
    """Pairs of one type with the same name, or of which one's name holds all words of the other's; the most named first.

    Two that the catalogue or the gazetteer both know are two.
    """
    by_word: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    words = {e.entity_id: frozenset(slug(e.name).split("-")) for e in site.entities}
    for e in site.entities:
        for word in words[e.entity_id]:
            if len(word) > 2:
                by_word[str(e.type), word].append(e)
    found: dict[tuple[str, str], tuple[Entity, Entity, str]] = {}
    for held in by_word.values():
        if len(held) <= _MOST_OF_A_NAME:
            for one, other in combinations(sorted(held, key=lambda e: e.entity_id), 2):
                why = _likeness(one, other, words[one.entity_id], words[other.entity_id])
                if why:
                    found[one.entity_id, other.entity_id] = (one, other, why)
    named = site.named_times
    return sorted(
        found.values(),
        key=lambda p: (
            -min(named.get(p[0].entity_id, 0), named.get(p[1].entity_id, 0)),
            p[0].entity_id,
            p[1].entity_id,
        ),
    )


def _likeness(one: Entity, other: Entity, mine: frozenset[str], theirs: frozenset[str]) -> str:
    if one.known and other.known:
        return ""
    if mine == theirs:
        return "the same name"
    return "one name holds the other" if mine < theirs or theirs < mine else ""


def _named(review: Review, e: Entity) -> Values:
    """An entity with the first words that name it."""
    held = review.site.mentions_of.get(e.entity_id, [])
    first: dict[str, Mention] = {}
    for m in sorted(held, key=lambda m: m.how not in _NAMING):
        first.setdefault(m.article_id, m)
    return {
        "entity": e,
        "times": len(held),
        "articles": len(first),
        "first": [_in_words(review, m) for m in list(first.values())[:2]],
    }


def _in_words(review: Review, m: Mention) -> Values:
    """A mention in its sentence."""
    site = review.site
    text, article = site.text(m.document_id), site.article[m.article_id]
    low, high = max(article.start, m.start - _WINDOW), min(article.end, m.end + _WINDOW)
    inside = text[low:high]
    for start, end in sentences(inside):
        if low + start <= m.start and m.end <= low + end:
            low, high = low + start, low + end
            break
    return {
        "before": one_line(text[low : m.start] + "|")[:-1],
        "words": one_line(m.text),
        "after": one_line("|" + text[m.end : high])[1:],
        "outlet": site.outlet(article),
        "href": f"review/articles/{m.article_id}.html",
        "document_id": m.document_id,
    }


def _choices(review: Review) -> list[tuple[str, str]]:
    return review_rows.choices(review, None)[:-1]


def entity(review: Review, entity_id: str, visit: Visit) -> Page | None:
    """Who somebody or something is: the words that name it, document by document, and what it may be one with."""
    site = review.site
    found = site.entity.get(entity_id)
    if found is None:
        return None
    first: dict[str, Mention] = {}
    for m in sorted(site.mentions_of.get(entity_id, []), key=lambda m: m.how not in _NAMING):
        first.setdefault(m.document_id, m)
    near = [p for p in alike(site) if entity_id in (p[0].entity_id, p[1].entity_id)]
    others = [(p[1] if p[0].entity_id == entity_id else p[0], p[2]) for p in near]
    return "review_entity.html", {
        "sub": "pairs",
        "entity": found,
        "person": found.type is MentionType.PERSON,
        "named": [_in_words(review, m) for m in list(first.values())[:_PLACES_SHOWN]],
        "documents": len(first),
        "others": [{**_named(review, e), "why": why} for e, why in others],
        "last": "",
        "reviewers": review.ruled.reviewers("entities", entity_id),
        "made": [review._decided(d) for d in review.ruled.on.get(f"entities {entity_id}", ())],
        "choices": _choices(review),
        "values": {"role": visit.kept.words("role")} if visit.kept else {},
    }


# ---------------------------------------------------------------- events


def event(review: Review, event_id: str, visit: Visit) -> Page | None:
    """The accounts of an event, to be kept together, told apart, or joined by those of another."""
    site = review.site
    found = site.event.get(event_id)
    if found is None:
        return None
    told = site.accounts_of.get(event_id, [])
    ordered = [r.row_id for r in review.order("events", "open", visit.by) if r.row_id != event_id]
    return "review_event.html", {
        "sub": "queue",
        "event": found,
        "accounts": [_told(review, a) for a in told],
        "candidates": [
            {"event": e, "words": [_told(review, a) for a in site.accounts_of.get(e.event_id, [])[:2]]}
            for e in candidates(site, found)
        ],
        "last": review.ruled.last_on(event_id),
        "reviewers": review.ruled.reviewers("events", event_id),
        "made": [review._decided(d) for d in review.ruled.on.get(f"events {event_id}", ())],
        "after": ordered[0] if ordered else "",
        "ticked": visit.kept.every("account") if visit.kept else (),
        "reasons": next((r.reasons for r in review.ranked["events"] if r.row_id == event_id), ()),
    }


def _told(review: Review, a: Account) -> Values:
    site = review.site
    article = site.article[a.article_id]
    return {
        "account": a,
        "words": one_line(a.text),
        "outlet": site.outlet(article),
        "day": article.published or "undated",
        "values": list(_values(site, a)),
        "by": review.ruled.reviewers("accounts", a.account_id),
    }


def _values(site: Site, a: Account) -> Iterator[tuple[str, str]]:
    yield "what", f"{a.type.lower()}{f' / {a.mode}' if a.mode else ''} ({a.status})"
    yield "who", f"{site.several(a.actor_ids) or '…'} → {site.several(a.recipient_ids) or '…'}"
    yield "where", site.several(a.place_ids) or "not stated"
    yield "when", days(a.date_earliest, a.date_latest) or "undated"
    killed, injured = figure(a.killed_low, a.killed_high), figure(a.injured_low, a.injured_high)
    yield "killed, injured", f"{killed or 'not stated'}, {injured or 'not stated'}"


def candidates(site: Site, event: Event) -> list[Event]:
    """Other events of the type at one of its places or with one of its parties, on days that are near: those that share most."""
    found: list[tuple[int, Event]] = []
    for other in site.events:
        if other.event_id == event.event_id or other.type is not event.type or not _near(event, other):
            continue
        shared = sum(bool(set(a) & set(b)) for a, b in zip(_parties(event), _parties(other), strict=True))
        if shared:
            found.append((shared, other))
    found.sort(key=lambda item: (-item[0], -item[1].account_count, item[1].event_id))
    return [e for _, e in found[:_CANDIDATES]]


def _parties(e: Event) -> Sequence[tuple[str, ...]]:
    return e.place_ids, e.actor_ids, e.recipient_ids


def _near(one: Event, other: Event) -> bool:
    """True where the days are not known to lie further apart than a few."""
    a, b = (e.date_earliest or e.date_latest for e in (one, other))
    c, d = (e.date_latest or e.date_earliest for e in (one, other))
    if not (a and b and c and d):
        return True
    low, high = date.fromisoformat(max(a, b)), date.fromisoformat(min(c, d))
    return (low - high).days <= _NEAR_DAYS
