"""Who is who across articles: from the keys that finding gave to entities.

A key that the catalogue or the gazetteer knows means the same everywhere. Of the others, organisations are one where
their names are one but for transliteration. Two persons are never one by a name alone: a full name in two articles
is one person only with a second sign (a common lineage, a common companion); without one they stay two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from counterclaim.knowledge import Knowledge
from counterclaim.records import UNNAMED, Entity, Findings, Found, How, MentionType
from counterclaim.text import slug
from counterclaim.weighing import decided_names
from counterclaim.weighing.decided_links import NOTHING, Constraints
from counterclaim.weighing.decided_rows import Use

_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
# Named so often that naming them together says nothing about who is meant.
_COMMON_SHARE = 0.2


@dataclass(frozen=True)
class Identities:
    """The entities of the corpus, and which of them a key means in an article.

    ``keys`` says what a key means where no article is named.
    """

    entities: tuple[Entity, ...]
    names: Mapping[str, str]
    meaning: Mapping[tuple[str, str], str]
    keys: Mapping[str, str]

    def entity(self, article_id: str, key: str) -> str:
        """The entity id of a key in an article; unnamed speakers stay as they are."""
        return key if key.startswith(UNNAMED) else self.meaning.get((article_id, key), key)

    def of_use(self, use: Use) -> str | None:
        """The entity id of a use; None where nothing uses its key."""
        article_id, key = use
        return self.meaning.get(use) if article_id else self.keys.get(key, key if key in self.names else None)

    def apply(self, found: Findings) -> Findings:
        """The findings of one article with every key replaced by its entity id."""

        def one(key: str) -> str:
            return self.entity(found.article_id, key)

        def maybe(key: str | None) -> str | None:
            return None if key is None else one(key)

        def several(keys: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(one(key) for key in keys))

        return replace(
            found,
            mentions=tuple(replace(m, entity_id=one(m.entity_id)) for m in found.mentions),
            entities=tuple(replace(e, entity_id=one(e.entity_id)) for e in found.entities),
            places=tuple(replace(p, place_id=one(p.place_id)) for p in found.places),
            claims=tuple(
                replace(
                    c,
                    speaker_id=one(c.speaker_id),
                    on_behalf_of=maybe(c.on_behalf_of),
                    chain=tuple(one(link) for link in c.chain),
                )
                for c in found.claims
            ),
            accounts=tuple(
                replace(
                    a,
                    actor_ids=several(a.actor_ids),
                    recipient_ids=several(a.recipient_ids),
                    place_ids=several(a.place_ids),
                    informant_ids=several(a.informant_ids),
                )
                for a in found.accounts
            ),
            casualties=tuple(replace(c, side_id=maybe(c.side_id)) for c in found.casualties),
            relations=tuple(
                replace(r, subject_id=one(r.subject_id), object_id=one(r.object_id)) for r in found.relations
            ),
            wording=tuple(replace(w, referent_id=maybe(w.referent_id)) for w in found.wording),
        )


def outlets(found: Sequence[Found], knowledge: Knowledge) -> dict[str, str]:
    """Article id -> key of its outlet, for articles that state one."""
    keys: dict[str, str] = {}
    for f in found:
        if f.article.outlet:
            keys[f.article.article_id] = outlet_key(f.article.outlet, knowledge)
    return keys


def outlet_key(name: str, knowledge: Knowledge) -> str:
    """The key of an outlet by the name it states: its catalogue id, else the slug of the name."""
    known = knowledge.catalogue.outlet(name)
    return known.id if known else slug(name)


@dataclass(frozen=True)
class _Use:
    """One entity as one article has it. ``company`` are all uncommon keys of the article, one set for all of its uses."""

    article_id: str
    lineage_id: str
    entity: Entity
    company: frozenset[str]


def resolve(
    found: Sequence[Found],
    *,
    knowledge: Knowledge,
    lineages: Mapping[str, str],
    decided: Constraints[Use] = NOTHING,
) -> Identities:
    """Entities for all keys. ``found`` must be ordered; ids are given in that order. ``decided`` goes before all rules."""
    uses = _uses(found, lineages)
    meaning: dict[tuple[str, str], str] = {}
    members: dict[str, list[_Use]] = defaultdict(list)
    for key in sorted(uses):
        for number, group in enumerate(_groups(uses[key])):
            entity_id = _id(key, group, number, knowledge)
            for use in group:
                meaning[use.article_id, key] = entity_id
            members[entity_id].extend(group)
    merged = _merge_spellings(members)
    for where, entity_id in meaning.items():
        meaning[where] = merged.get(entity_id, entity_id)
    for entity_id in sorted(merged):
        members[merged[entity_id]].extend(members.pop(entity_id))
    keys = {key: meaning[uses[key][0].article_id, key] for key in sorted(uses)}
    if decided.nodes:
        keys |= _decide(found, members, meaning, decided, knowledge)
    surface = _surface_names(found, meaning)
    entities = {i: _entity(i, members[i], surface.get(i, Counter()), knowledge) for i in sorted(members)}
    for entity_id in sorted(_referred(found, meaning) - set(entities)):
        entities[entity_id] = _bare(entity_id, knowledge)
    ordered = tuple(entities[i] for i in sorted(entities))
    return Identities(ordered, {e.entity_id: e.name for e in ordered}, meaning, keys)


def _decide(
    found: Sequence[Found],
    members: dict[str, list[_Use]],
    meaning: dict[tuple[str, str], str],
    decided: Constraints[Use],
    knowledge: Knowledge,
) -> dict[str, str]:
    """Put what people decided into ``members`` and ``meaning``; what each key now means as such."""

    def is_known(key: str) -> bool:
        return knowledge.catalogue.get(key) is not None or knowledge.gazetteer.get(key) is not None

    lone = sorted(_referred(found, meaning) - set(members))
    documents = {f.article.article_id: f.article.document_id for f in found}
    ids = decided_names.renamed(meaning, decided, lone=lone, is_known=is_known, documents=documents)
    uses = {(u.article_id, u.entity.entity_id): u for group in members.values() for u in group}
    changed = {i for use, old in meaning.items() if ids[use] != old for i in (old, ids[use])}
    before = set(members)
    for entity_id in sorted(changed):
        own = [uses[use] for use in sorted(uses) if ids[use] == entity_id]
        if entity_id not in before and not is_known(entity_id):  # who is told apart is not whom the catalogue knows
            own = [replace(u, entity=replace(u.entity, known=False, wikidata=None, public_role=None)) for u in own]
        elif own and is_known(entity_id) and not any(u.entity.known for u in own):
            own = [replace(u, entity=replace(u.entity, known=True)) for u in own]
        members[entity_id] = sorted(own, key=lambda u: not u.entity.known)
    for entity_id in sorted(i for i in changed if not members[i]):
        del members[entity_id]
    meaning.update({use: ids[use] for use in meaning})
    meaning.update({(a, key): ids["", key] for key in lone if ids["", key] != key for a in documents})
    return {use[1]: entity_id for use, entity_id in ids.items() if not use[0]}


def _uses(found: Sequence[Found], lineages: Mapping[str, str]) -> dict[str, list[_Use]]:
    spread = Counter(e.entity_id for f in found for e in f.findings.entities)
    common = {key for key, n in spread.items() if n > max(3, _COMMON_SHARE * len(found))}
    uses: dict[str, list[_Use]] = defaultdict(list)
    for f in found:
        company = frozenset(e.entity_id for e in f.findings.entities) - common
        for entity in f.findings.entities:
            use = _Use(f.article.article_id, lineages[f.article.article_id], entity, company)
            uses[entity.entity_id].append(use)
    return uses


def _groups(uses: Sequence[_Use]) -> list[list[_Use]]:
    """Uses of one key that mean one entity, in order of first use.

    Two persons of one name are one where one text names both, or where full names have one uncommon companion. Each use looks up
    the first group that holds its text or a companion, so work grows with the companions and not with the pairs of uses.
    """
    if uses[0].entity.known or uses[0].entity.type is not MentionType.PERSON:
        return [list(uses)]
    groups: list[list[_Use]] = []
    first: dict[tuple[str, str], int] = {}  # text or companion -> number of the first group that holds it
    for use in uses:
        signs = _signs(use)
        home = min((first[sign] for sign in signs if sign in first), default=len(groups))
        if home == len(groups):
            groups.append([])
        groups[home].append(use)
        for sign in signs:
            first[sign] = min(home, first.get(sign, home))
    return groups


def _signs(use: _Use) -> list[tuple[str, str]]:
    """What makes two uses of one name one person: their text; of a full name an uncommon companion."""
    signs = [("text", use.lineage_id)]
    if len(use.entity.name.split()) > 1:
        signs += [("companion", key) for key in sorted(use.company) if key != use.entity.entity_id]
    return signs


def _id(key: str, group: Sequence[_Use], number: int, knowledge: Knowledge) -> str:
    entity = group[0].entity
    taken = not entity.known and knowledge.catalogue.get(key) is not None
    base = f"{key}-{entity.type.lower()}" if taken else key
    return base if number == 0 else f"{base}-{number + 1}"


def skeleton(name: str) -> str:
    """A key that spellings of one name share: no vowels, no article, no doubled letters, no word breaks."""
    words = [w for w in slug(name).split("-") if w not in ("al", "el", "the", "of", "and", "for")]
    folded = "-".join(words).translate(str.maketrans("qcdpzgjv", "kktbsggf"))
    consonants = re.sub(r"(?<!^)(?<!-)[aeiouyhw]+", "", folded)
    return re.sub(r"(.)\1+", r"\1", consonants)


def _merge_spellings(members: Mapping[str, Sequence[_Use]]) -> dict[str, str]:
    """Entity id -> the id it is one with: unknown organisations whose names are spellings of one name."""
    alike: dict[str, list[str]] = defaultdict(list)
    for entity_id in sorted(members):
        first = members[entity_id][0].entity
        key = skeleton(first.name)
        if not first.known and first.type is MentionType.ORG and len(key.replace("-", "")) >= 5:
            alike[key].append(entity_id)
    merged: dict[str, str] = {}
    for ids in alike.values():
        home = max(ids, key=lambda i: (len(members[i]), i))
        merged.update({i: home for i in ids if i != home})
    return merged


def _surface_names(found: Sequence[Found], meaning: Mapping[tuple[str, str], str]) -> dict[str, Counter[str]]:
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for f in found:
        for m in f.findings.mentions:
            if m.how in _NAMING:
                entity_id = meaning.get((m.article_id, m.entity_id), m.entity_id)
                names[entity_id][" ".join(m.text.split())] += 1
    return names


def _entity(entity_id: str, uses: Sequence[_Use], surface: Counter[str], knowledge: Knowledge) -> Entity:
    actor = knowledge.catalogue.get(entity_id)
    first = uses[0].entity
    if actor is not None and first.known:
        name, wikidata, role = actor.name, actor.wikidata, actor.public_role
        type_ = MentionType(actor.type)
    else:
        votes = Counter(u.entity.name for u in uses)
        name = max(votes, key=lambda n: (votes[n], len(n), n))
        types = Counter(u.entity.type for u in uses)
        type_ = max(types, key=lambda t: (types[t], t.value))
        wikidata, role = first.wikidata, first.public_role
    aliases = tuple(sorted({n for u in uses for n in u.entity.aliases} | set(surface) - {name}))
    aliases = tuple(a for a in aliases if a != name)
    return Entity(entity_id, name, type_, aliases, wikidata, first.known, role)


def _referred(found: Sequence[Found], meaning: Mapping[tuple[str, str], str]) -> set[str]:
    """Entity ids that rows point to without a mention in the text: outlets in chains, heads of organisations."""
    ids: set[str] = set()
    for f in found:
        keys: set[str] = {m.entity_id for m in f.findings.mentions}
        keys |= {p.place_id for p in f.findings.places}
        for c in f.findings.claims:
            keys |= {c.speaker_id, *c.chain, *([c.on_behalf_of] if c.on_behalf_of else [])}
        for a in f.findings.accounts:
            keys |= {*a.actor_ids, *a.recipient_ids, *a.place_ids, *a.informant_ids}
        keys |= {c.side_id for c in f.findings.casualties if c.side_id}
        keys |= {w.referent_id for w in f.findings.wording if w.referent_id}
        for r in f.findings.relations:
            keys |= {r.subject_id, r.object_id}
        ids |= {meaning.get((f.article.article_id, k), k) for k in keys if not k.startswith(UNNAMED)}
    return ids


def _bare(entity_id: str, knowledge: Knowledge) -> Entity:
    actor = knowledge.catalogue.get(entity_id)
    if actor is not None:
        return Entity(entity_id, actor.name, MentionType(actor.type), (), actor.wikidata, True, actor.public_role)
    place = knowledge.gazetteer.get(entity_id)
    if place is not None:
        return Entity(entity_id, place.name, MentionType.PLACE, (), None, True, None)
    return Entity(entity_id, entity_id.replace("-", " ").title(), MentionType.ORG)
