"""The order of weighing. A pure function of the articles found: the same articles give the same result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from counterclaim.knowledge import Knowledge
from counterclaim.records import Copy, Decision, Entity, Found, MentionType, Place, Support, Weighed, identify
from counterclaim.settings import Weighing
from counterclaim.weighing import alike, decided, disputes, events, identity, lineage, support
from counterclaim.weighing.decided_rows import Use
from counterclaim.weighing.features import Places
from counterclaim.weighing.parties import Parties


def weigh(
    found: Sequence[Found], *, knowledge: Knowledge, settings: Weighing, decisions: Sequence[Decision] = ()
) -> Weighed:
    """What the articles say together, and as people decided. ``found`` in any order; the result does not depend on it."""
    ordered = sorted(found, key=lambda f: (f.article.document_id, f.article.start, f.article.article_id))
    outlets = identity.outlets(ordered, knowledge)
    ruled = decided.apply(ordered, decisions, knowledge, outlets)
    ordered = list(ruled.found)
    copies = lineage.copies(ordered, outlets=outlets, settings=settings)
    copies = alike.without_standing_lines(copies, ordered, outlets)
    lineages = _lineages(ordered, copies)
    who = identity.resolve(ordered, knowledge=knowledge, lineages=lineages, decided=ruled.entities)
    named = [_named(f, who, lineages) for f in ordered]
    grouped = events.group(named, knowledge=knowledge, settings=settings, decided=ruled.events)
    persons = frozenset(e.entity_id for e in who.entities if e.type is MentionType.PERSON)
    disputed = disputes.every(
        grouped,
        named,
        who.names,
        places=Places(knowledge.gazetteer),
        parties=Parties(knowledge.catalogue, persons),
    )
    levels = support.rate(grouped, disputed, who.names)
    levels_of: dict[str, list[Support]] = defaultdict(list)
    for row in levels:
        levels_of[row.event_id].append(row)
    event_of = {a.account_id: a for told in grouped for a in told.accounts}
    return Weighed(
        found=tuple(
            replace(
                f,
                findings=replace(f.findings, accounts=tuple(event_of[a.account_id] for a in f.findings.accounts)),
            )
            for f in named
        ),
        entities=_with_roles(who, ruled.roles),
        places=_places(named),
        events=tuple(support.with_level(told.event, levels_of[told.event.event_id]) for told in grouped),
        support=levels,
        disputes=disputed,
        copies=copies,
        outcomes=ruled.outcomes(who.of_use, {i: a.event_id for i, a in event_of.items()}),
    )


def _with_roles(who: identity.Identities, roles: Sequence[tuple[Use, str]]) -> tuple[Entity, ...]:
    """The entities with the public roles that people gave them."""
    given = {who.of_use(use): role for use, role in roles}
    return tuple(replace(e, public_role=given.get(e.entity_id, e.public_role)) for e in who.entities)


def _lineages(found: Sequence[Found], copies: Sequence[Copy]) -> dict[str, str]:
    """Article id -> lineage id: articles joined by copies share one."""
    joined = lineage.join((f.article.article_id for f in found), ((c.article_id, c.other_id) for c in copies))
    return {article: identify("lin", first) for article, first in joined.items()}


def _named(found: Found, who: identity.Identities, lineages: dict[str, str]) -> Found:
    article = replace(found.article, lineage_id=lineages[found.article.article_id])
    return replace(found, article=article, findings=who.apply(found.findings))


def _places(found: Sequence[Found]) -> tuple[Place, ...]:
    best: dict[str, Place] = {}
    for f in found:
        for place in f.findings.places:
            known = best.get(place.place_id)
            if known is None or (known.latitude is None and place.latitude is not None):
                best[place.place_id] = place
    return tuple(best[key] for key in sorted(best))
