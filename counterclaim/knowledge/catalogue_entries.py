"""Entries of the catalogue and the files of our own format that they come from: TOML and CSV.

The format is described in :mod:`counterclaim.knowledge.catalogue`; FollowTheMoney is read by
:mod:`counterclaim.knowledge.catalogue_ftm`.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from counterclaim.errors import SettingsError
from counterclaim.records import MentionType, Predicate
from counterclaim.text import slug

KINDS = (
    "state", "territory", "government", "ministry", "parliament", "court", "army", "army-branch", "police", "intelligence",
    "armed-group", "front", "party", "coalition", "person", "people", "faith", "outlet", "agency", "monitor", "ngo", "igo",
    "igo-body", "company", "weapon", "agreement", "other",
)  # fmt: skip

ROLES = (Predicate.LEADS, Predicate.SPOKESPERSON_OF, Predicate.MEMBER_OF, Predicate.FOUNDED)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WIKIDATA = re.compile(r"Q[1-9]\d*")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Post:
    """An office that a person holds or held: ``since`` and ``until`` are years, months or days, as known."""

    of: str
    role: str
    title: str | None = None
    since: str | None = None
    until: str | None = None

    def held(self, day: str | None) -> bool:
        """True when the office was held on a day (ISO, or as much of it as is known); always for None."""
        if day is None:
            return True
        after = self.since is None or day[: len(self.since)] >= self.since[: len(day)]
        before = self.until is None or day[: len(self.until)] <= self.until[: len(day)]
        return after and before


@dataclass(frozen=True, slots=True)
class Actor:
    """One entry of the catalogue."""

    id: str
    name: str
    type: MentionType
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    loaded_aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    country: str | None = None
    wikidata: str | None = None
    public_role: str | None = None
    posts: tuple[Post, ...] = ()
    domains: tuple[str, ...] = ()
    affiliation: str | None = None
    capital: str | None = None
    government: str | None = None
    successor_of: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling that resolves to the actor, but for demonyms."""
        return (self.name, *self.aliases, *self.acronyms, *self.loaded_aliases)


_LISTS = frozenset({"aliases", "acronyms", "loaded_aliases", "demonyms", "parents", "domains", "successor_of"})
_FIELDS = frozenset(f.name for f in fields(Actor))
_WORDS = _FIELDS - _LISTS - {"posts"}


def read_toml(text: str, where: str) -> list[Actor]:
    """Actors of a researcher's TOML file. Raises SettingsError that names file and entry for what cannot be used."""
    try:
        return from_toml(tomllib.loads(text), where)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{where}: {error}") from error


def from_toml(given: Mapping[str, Any], where: str) -> list[Actor]:
    """The entries of one file in our format, in its order. Raises SettingsError as :func:`read_toml` does."""
    entries = given.get("actor", [])
    if not isinstance(entries, list):
        raise SettingsError(f"{where}: actors are written as [[actor]]")
    return _unique([_actor(entry, f"{where}: actor {n}") for n, entry in enumerate(entries, start=1)], where)


def _unique(actors: list[Actor], where: str) -> list[Actor]:
    seen: set[str] = set()
    for actor in actors:
        if actor.id in seen:
            raise SettingsError(f"{where}: the id {actor.id!r} is used twice")
        seen.add(actor.id)
    return actors


def _actor(entry: object, where: str) -> Actor:
    if not isinstance(entry, dict) or not entry.get("name") or not entry.get("type"):
        raise SettingsError(f"{where} wants at least a name and a type")
    where = f"{where} ({entry['name']})"
    values: dict[str, Any] = {}
    for key, value in entry.items():
        if key not in _FIELDS:
            raise SettingsError(f"{where}: unknown field {key!r}")
        if key in _LISTS:
            values[key] = _list(value, key, where)
        elif key == "posts":
            values[key] = _posts(value, where)
        elif not isinstance(value, str) or not value.strip():
            raise SettingsError(f"{where}: {key} wants words, not {value!r}")
        else:
            values[key] = value
    values.setdefault("id", slug(entry["name"]))
    try:
        values["type"] = MentionType(entry["type"])
    except ValueError:
        raise SettingsError(f"{where}: {entry['type']!r} is no type; there are {', '.join(MentionType)}") from None
    _check(values, where)
    return Actor(**values)


def _check(values: Mapping[str, Any], where: str) -> None:
    if not _ID.fullmatch(values["id"]):
        raise SettingsError(f"{where}: the id {values['id']!r} is no slug")
    if values.get("kind") is not None and values["kind"] not in KINDS:
        raise SettingsError(f"{where}: {values['kind']!r} is no kind; there are {', '.join(KINDS)}")
    if values.get("wikidata") is not None and not WIKIDATA.fullmatch(values["wikidata"]):
        raise SettingsError(f"{where}: {values['wikidata']!r} is no Wikidata id")


def _list(given: object, name: str, where: str) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(x, str) and x.strip() for x in given):
        raise SettingsError(f"{where}: {name} wants a list of words")
    return tuple(dict.fromkeys(given))


def _posts(given: object, where: str) -> tuple[Post, ...]:
    try:
        posts = tuple(Post(**post) for post in given)  # type: ignore[attr-defined]
    except TypeError:
        raise SettingsError(f"{where}: a post has of, role, title, since and until") from None
    for post in posts:
        if post.role not in ROLES:
            raise SettingsError(f"{where}: {post.role!r} is no role; there are {', '.join(ROLES)}")
        if any(day is not None and not _DATE.fullmatch(str(day)) for day in (post.since, post.until)):
            raise SettingsError(f"{where}: since and until are years, months or days, as in 2021-05")
    return posts


def read_csv(text: str, where: str) -> list[Actor]:
    """Actors of a CSV with the columns name and type, and any other single field; lists are separated by ``;``.

    Raises SettingsError as :func:`read_toml` does.
    """
    rows = csv.DictReader(text.splitlines())
    if not {"name", "type"} <= set(rows.fieldnames or ()):
        raise SettingsError(f"{where}: wants the columns name and type (and may have aliases, separated by ;)")
    actors = []
    for number, row in enumerate(rows, start=2):
        entry: dict[str, Any] = {k: v.strip() for k, v in row.items() if k in _WORDS and v and v.strip()}
        for name in _LISTS & set(row):
            given = [part.strip() for part in (row[name] or "").split(";")]
            entry[name] = [part for part in given if part]
        actors.append(_actor(entry, f"{where}, line {number}"))
    return _unique(actors, where)


def merged(known: Actor, given: Actor) -> Actor:
    """The given entry over the known one: lists are joined, single values replaced where given."""
    values: dict[str, Any] = {}
    for f in fields(Actor):
        old, new = getattr(known, f.name), getattr(given, f.name)
        values[f.name] = tuple(dict.fromkeys((*old, *new))) if isinstance(old, tuple) else (new or old)
    if given.name != known.name and known.name not in values["aliases"]:
        values["aliases"] = (*values["aliases"], known.name)
    return Actor(**values)
