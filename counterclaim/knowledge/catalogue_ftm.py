"""Actors from FollowTheMoney entities, as OpenSanctions publishes them: one JSON object a line, ``{id, schema, properties}``.

Read here without the format's own packages; the fields are those of followthemoney.tech/explorer/schemata. Used are ``name``,
``alias``, ``weakAlias``, ``abbreviation``, ``previousName``, ``country`` (``jurisdiction``, ``nationality``), ``position``,
``topics``, ``wikidataId``, ``website``, ``birthDate`` and the ``caption`` that OpenSanctions adds. Entities that are no actors
(addresses, sanctions, ownerships, offices) are passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.knowledge.catalogue_entries import WIKIDATA, Actor, merged
from counterclaim.knowledge.catalogue_names import fold, is_acronym
from counterclaim.records import MentionType, Reject
from counterclaim.text import slug

SUFFIXES = (".json", ".jsonl", ".ftm", ".ijson", ".ndjson")
STAGE = "catalogue"

_TYPES = {
    "Person": MentionType.PERSON, "Organization": MentionType.ORG, "PublicBody": MentionType.ORG, "Company": MentionType.ORG,
    "LegalEntity": MentionType.ORG, "Vessel": MentionType.PRODUCT, "Airplane": MentionType.PRODUCT,
}  # fmt: skip
# What follows every initial of a Latin name; a text in English holds no other.
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
# OpenSanctions' mark of a person who holds or held a public office.
_PUBLIC_TOPIC = "role.pep"


@dataclass(frozen=True, slots=True)
class _Row:
    """An actor, and what keeps two bearers of one name apart."""

    actor: Actor
    countries: frozenset[str]
    births: frozenset[str]


def read(text: str, path: Path) -> tuple[tuple[Actor, ...], tuple[Reject, ...]]:
    """The actors of a file in its order, and its lines that could not be used with the reason.

    Two entities of one name and type are one actor unless Wikidata id, country or date of birth keep them apart. Raises
    SettingsError where the whole file holds no actor.
    """
    rows: dict[str, _Row] = {}
    rejects: list[Reject] = []
    for number, given in _lines(text):
        try:
            row = _row(given)
        except ValueError as error:
            rejects.append(Reject(path.name, None, STAGE, f"line {number}: {error}"))
            continue
        if row is not None:
            _add(rows, row)
    if not rows:
        why = rejects[0].reason if rejects else "no person, organisation, vessel or airplane in it"
        raise SettingsError(f"{path}: {why}")
    return tuple(row.actor for row in rows.values()), tuple(rejects)


def merge(actors: dict[str, Actor], given: Iterable[Actor]) -> None:
    """Put the actors among the known ones, in place.

    One that is known already gives its names to the known entry and fills what stands empty there: the known name and role
    stay. It is known by its Wikidata id, or where one entry alone of its type goes by one of its names; a name of one word
    counts only as a name, not as an alias, of that entry.
    """
    by_wikidata = {a.wikidata: a.id for a in actors.values() if a.wikidata}
    by_name: dict[str, set[str]] = {}
    for actor in actors.values():
        for name in (actor.name, *(n for n in actor.aliases if " " in n)):
            by_name.setdefault(fold(name), set()).add(actor.id)
    for actor in given:
        known = _known(actor, actors, by_wikidata, by_name)
        if known is not None:
            actors[known.id] = merged(replace(actor, id=known.id), known)
        else:
            new_id = next(i for i in _ids(actor.id) if i not in actors)
            actors[new_id] = replace(actor, id=new_id)


def _known(
    actor: Actor, actors: Mapping[str, Actor], by_wikidata: Mapping[str, str], by_name: Mapping[str, set[str]]
) -> Actor | None:
    if actor.wikidata and actor.wikidata in by_wikidata:
        return actors[by_wikidata[actor.wikidata]]
    ids = sorted({i for name in (actor.name, *actor.aliases) for i in by_name.get(fold(name), ())})
    fitting = [i for i in ids if actors[i].type is actor.type and not _apart(actors[i], actor)]
    return actors[fitting[0]] if len(fitting) == 1 else None


def _apart(one: Actor, other: Actor) -> bool:
    return any(a and b and a != b for a, b in ((one.wikidata, other.wikidata), (one.country, other.country)))


def _lines(text: str) -> Iterator[tuple[int, object]]:
    """The JSON values with their line numbers; a line that is none gives its text. One JSON list counts by its elements."""
    if text.lstrip().startswith("["):
        try:
            yield from enumerate(json.loads(text), start=1)
            return
        except ValueError:
            pass
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, line


def _row(given: object) -> _Row | None:
    """The actor of one entity, None for what is no actor. Raises ValueError with the reason for what cannot be used."""
    if isinstance(given, str):
        raise ValueError("no JSON object")
    if not isinstance(given, dict) or not isinstance(given.get("schema"), str):
        raise ValueError("no entity with schema and properties")
    kind = _TYPES.get(given["schema"])
    if kind is None:
        return None
    held = _properties(given.get("properties"))
    names = _names(given, held)
    if not names:
        raise ValueError(f"{given['schema']} without a name in Latin letters")
    wikidata = next((q for q in (*held.get("wikidataId", ()), given.get("id")) if _is_wikidata(q)), None)
    countries = [c.upper() for c in _all(held, "country", "jurisdiction", "nationality") if len(c) == 2 and c.isalpha()]
    actor = Actor(
        id=slug(names[0]), name=names[0], type=kind, country=next(iter(countries), None), wikidata=wikidata,
        kind="person" if kind is MentionType.PERSON else None,
        aliases=tuple(_aliases(names, held, kind)), acronyms=tuple(_acronyms(names, held, kind)),
        public_role=_role(held) if kind is MentionType.PERSON else None,
    )  # fmt: skip
    return _Row(actor, frozenset(countries), frozenset(day[:4] for day in held.get("birthDate", ())))


def _properties(given: object) -> Mapping[str, Sequence[str]]:
    if not isinstance(given, dict):
        raise ValueError("no entity with schema and properties")
    held: dict[str, list[str]] = {}
    for name, values in given.items():
        if not isinstance(values, list):
            raise ValueError(f"{name} is no list of words")
        held[name] = [" ".join(v.split()) for v in values if isinstance(v, str) and v.strip()]
    return held


def _all(held: Mapping[str, Sequence[str]], *properties: str) -> Iterator[str]:
    for name in properties:
        yield from held.get(name, ())


def _names(given: Mapping[str, Any], held: Mapping[str, Sequence[str]]) -> list[str]:
    """Full names in Latin letters, the one that the entity is shown by first."""
    own = list(_all(held, "name", "alias", "previousName"))
    caption = given.get("caption")
    first = [" ".join(caption.split())] if isinstance(caption, str) and caption.strip() else []
    return [n for n in dict.fromkeys((*first, *own)) if _LATIN.search(n) and fold(n)]


def _aliases(names: Sequence[str], held: Mapping[str, Sequence[str]], kind: MentionType) -> Iterator[str]:
    """The other names; of weak aliases, and of those of persons, only such as have two words or more, articles apart."""
    for name in dict.fromkeys((*names[1:], *held.get("weakAlias", ()))):
        weak = kind is MentionType.PERSON or name not in names
        if name != names[0] and _LATIN.search(name) and not is_acronym(name) and not (weak and " " not in fold(name)):
            yield name


def _acronyms(names: Sequence[str], held: Mapping[str, Sequence[str]], kind: MentionType) -> Iterator[str]:
    given = [n for n in names[1:] if is_acronym(n)] if kind is not MentionType.PERSON else []
    yield from dict.fromkeys(n for n in (*given, *held.get("abbreviation", ())) if _LATIN.search(n))


def _role(held: Mapping[str, Sequence[str]]) -> str | None:
    """The office that makes a person public: the first that is stated, or that OpenSanctions marks one."""
    stated = next(iter(held.get("position", ())), None)
    return stated or ("holder of a public office" if _PUBLIC_TOPIC in held.get("topics", ()) else None)


def _is_wikidata(given: object) -> bool:
    return isinstance(given, str) and WIKIDATA.fullmatch(given) is not None


def _add(rows: dict[str, _Row], row: _Row) -> None:
    """Join a row to the one of the same name, or give it an id of its own where something keeps the two apart."""
    for actor_id in _ids(row.actor.id):
        known = rows.get(actor_id)
        if known is None:
            rows[actor_id] = replace(row, actor=replace(row.actor, id=actor_id))
            return
        if _one(known, row):
            joined = merged(replace(row.actor, id=actor_id), known.actor)
            rows[actor_id] = _Row(joined, known.countries | row.countries, known.births | row.births)
            return


def _one(known: _Row, row: _Row) -> bool:
    a, b = known.actor, row.actor
    if a.type is not b.type or (a.wikidata and b.wikidata and a.wikidata != b.wikidata):
        return False
    pairs = ((known.countries, row.countries), (known.births, row.births))
    return all(not one or not other or one & other for one, other in pairs)


def _ids(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in range(2, 1_000_000))
