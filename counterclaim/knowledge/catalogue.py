"""The catalogue of actors: who is known beforehand, under which spellings.

The data are TOML files (``data/actors_*.toml``, listed in :data:`FILES`) of entries::

    [[actor]]
    id = "tide-front"              # readable slug of the commonest full English name
    name = "Tide Front"            # the name it is best known by; neutral
    type = "ORG"                   # PERSON ORG PLACE NORP WEAPON PRODUCT MISC: the form of the name
    kind = "armed-group"           # what it is, one of KINDS
    aliases = ["Front of the Tide"]
    acronyms = ["TF"]              # found in exactly this case only
    loaded_aliases = ["Tide gangs"]  # resolve, but are never shown as a name of ours
    demonyms = ["Ostreli"]         # adjectives and member names of states, peoples, groups: found as NORP
    parents = ["ostrel-opposition"]  # what it is part of, by id
    country = "XO"                 # ISO 3166 alpha-2, where it has one home country
    wikidata = "Q1"                # only where certain
    public_role = "president of Ostrel"   # persons: the office or function that makes the person public
    posts = [{ of = "ostrel", role = "leads", title = "president", since = "2021", until = "2025" }]
    domains = ["tide.example"]     # outlets: internet domains without www.
    affiliation = "..."            # outlets: what is declared, and where
    capital = "halvane"            # states: id of the place
    government = "ostreli-government"     # states: id of the actor that its capital's name stands for
    successor_of = ["old-front"]   # under another name before: ids of separate entries

Rules for the data:

- A state is a PLACE with the id of its short name (``iraq``), its government an ORG with the adjective
  (``iraqi-government``, ``us-government``), a ministry ``iraqi-ministry-of-defence``, an army ``iraqi-army``. State bodies
  have ``country`` and the government among ``parents``.
- Posts stand on the person. Heads of state and government are posts of the state (``of = "iraq"``), ministers of their
  ministry with the minister's title ("foreign minister"), commanders and secretaries-general of their organisation.
  ``role`` is ``leads``, ``spokesperson-of``, ``member-of`` or ``founded``. ``since`` and ``until`` are years, months or
  days; on the day of change both hold the office.
- Names stand without "the", unless one word would be left ("The Guardian"), and with "al-" as is usual. Case of the
  first letter counts; accents, apostrophes, hyphens and articles don't. Spellings with other vowels (Kataib, Kataeb)
  are aliases of their own. A one-word alias must be distinctive: it is found wherever it stands with its capital.
- Two actors may share an alias; look-ups then give both, and the one that bears it as its name comes first.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz, process

from counterclaim.errors import SettingsError
from counterclaim.knowledge import files
from counterclaim.records import MentionType, identify
from counterclaim.text import slug

FILES: tuple[str, ...] = (
    "actors_states.toml",
    "actors_international.toml",
    "actors_outlets.toml",
    "actors_powers.toml",
    "actors_gulf_turkey.toml",
    "actors_ukraine_russia.toml",
    "actors_sudan_africa.toml",
    "actors_iraq.toml",
    "actors_syria.toml",
    "actors_yemen.toml",
    "actors_lebanon.toml",
    "actors_palestine_israel.toml",
    "actors_iran.toml",
    "actors_qaeda_islamic_state.toml",
)

KINDS = (
    "state", "territory", "government", "ministry", "parliament", "court", "army", "army-branch", "police", "intelligence",
    "armed-group", "front", "party", "coalition", "person", "people", "faith", "outlet", "agency", "monitor", "ngo", "igo",
    "igo-body", "company", "weapon", "agreement", "other",
)  # fmt: skip

_TOKEN = re.compile(r"[^\W_]+(?:['’ʻʼ`´][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ARTICLES = frozenset({"al", "el"})
_DROPPED = frozenset({"the", "al", "el"})
_GAP = 3
# Characters that may stand between the words of one name.
_BETWEEN = re.compile(r"[ \t\u00a0\n\r.\-–'’/&]*\Z")
_FTM_TYPES = {
    "Person": "PERSON", "Organization": "ORG", "PublicBody": "ORG", "Company": "ORG", "LegalEntity": "ORG",
    "Address": "PLACE", "Vessel": "PRODUCT", "Airplane": "PRODUCT",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """An office that a person holds or held: ``since`` and ``until`` are years, months or days, as known."""

    of: str
    role: str
    title: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """One entry of the catalogue. The module's docstring says what each field means."""

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


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text; several actors where the name is ambiguous. ``how``: name, alias, acronym or demonym."""

    start: int
    end: int
    actors: tuple[Actor, ...]
    how: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    tokens: tuple[str, ...]
    exact: str | None  # an acronym must stand like this
    capitals: tuple[bool, ...]
    how: str


@lru_cache(maxsize=131072)
def fold(name: str) -> str:
    """A name for comparing: ASCII, lower case, no apostrophes, no articles, words joined by one space."""
    ascii_name = anyascii(unicodedata.normalize("NFKC", name)).lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’ʻʼ`´]", "", ascii_name))
    kept = [w for w in words if w not in _DROPPED]
    return " ".join(kept or words)


@dataclass(frozen=True)
class Catalogue:
    """Actors by id, and look-ups over their names."""

    actors: Mapping[str, Actor]
    digest: str
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, extra_files: tuple[Path, ...] = ()) -> Catalogue:
        """The shipped actors, with the given files merged over them by id.

        Raises SettingsError that names file and entry for an unknown type or field, or an id used twice in one file.
        """
        actors: dict[str, Actor] = {}
        for name in FILES:
            for actor in _from_toml(files.data_toml(name), name):
                if actor.id in actors:
                    raise SettingsError(f"{name}: the id {actor.id!r} is used twice")
                actors[actor.id] = actor
        digests = [files.digest(*FILES)]
        for path in extra_files:
            for actor in read_file(path):
                known = actors.get(actor.id)
                actors[actor.id] = actor if known is None else _merged(known, actor)
            digests.append(identify("file", path.read_text(encoding="utf-8", errors="replace")))
        return cls(actors, identify("cat", *digests))

    def get(self, actor_id: str) -> Actor | None:
        """The actor with this id, or None."""
        return self.actors.get(actor_id)

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for actor in self.actors.values():
            for name in actor.names:
                found[fold(name)][actor.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    def find(self, name: str) -> tuple[Actor, ...]:
        """The actors that go by this name, whatever its case, accents, apostrophes and articles."""
        return tuple(self.actors[i] for i in self._by_name.get(fold(name), ()))

    def nearest(self, name: str, *, type: str | None = None, limit: int = 5) -> list[tuple[Actor, float]]:
        """Actors with like names and their scores (0 to 1), best first."""
        best: dict[str, float] = {}
        matches = process.extract(fold(name), self._by_name.keys(), scorer=fuzz.token_sort_ratio, limit=limit * 4)
        for alias, score, _ in matches:
            for actor_id in self._by_name[alias]:
                if type is None or self.actors[actor_id].type == type:
                    best[actor_id] = max(best.get(actor_id, 0.0), score / 100)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [(self.actors[i], score) for i, score in ranked]

    @cached_property
    def _outlets(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for actor in self.actors.values():
            if actor.kind in ("outlet", "agency"):
                for name in (*actor.names, *actor.domains):
                    found.setdefault(fold(name), actor.id)
        return found

    def outlet(self, name_or_domain: str) -> Actor | None:
        """The outlet or agency of this name or domain, or None."""
        wanted = name_or_domain.strip().lower().removeprefix("https://").removeprefix("http://")
        wanted = wanted.split("/")[0].removeprefix("www.") if "." in wanted else name_or_domain
        actor_id = self._outlets.get(fold(wanted)) or self._outlets.get(fold(name_or_domain))
        return self.actors[actor_id] if actor_id else None

    def parents_of(self, actor_id: str) -> tuple[str, ...]:
        """All organisations above an actor, nearest first."""
        found: dict[str, None] = {}
        queue = [actor_id]
        while queue:
            actor = self.actors.get(queue.pop(0))
            for parent in actor.parents if actor else ():
                if parent not in found and parent != actor_id:
                    found[parent] = None
                    queue.append(parent)
        return tuple(found)

    @cached_property
    def _posts(self) -> dict[str, list[tuple[Actor, Post]]]:
        found: dict[str, list[tuple[Actor, Post]]] = defaultdict(list)
        for actor in self.actors.values():
            for post in actor.posts:
                found[post.of].append((actor, post))
        return found

    def leaders(self, of: str, day: str | None = None) -> tuple[Actor, ...]:
        """Persons who lead an organisation or state on a day (ISO, or as much of it as is known)."""
        return tuple(a for a, p in self._posts.get(of, ()) if p.role == "leads" and _holds(p, day))

    def holder(self, of: str, title: str, day: str | None = None) -> Actor | None:
        """The one person who held an office with these words in its title on a day; None where it is not one."""
        wanted = set(fold(title).split())
        held = {
            actor.id: actor
            for actor, post in self._posts.get(of, ())
            if post.title and wanted <= set(fold(post.title).split()) and _holds(post, day)
        }
        return next(iter(held.values())) if len(held) == 1 else None

    @cached_property
    def _patterns(self) -> dict[str, list[tuple[_Pattern, tuple[str, ...]]]]:
        held: dict[_Pattern, dict[str, None]] = defaultdict(dict)
        for actor in self.actors.values():
            for how, names in (
                ("name", (actor.name,)),
                ("alias", (*actor.aliases, *actor.loaded_aliases)),
                ("acronym", actor.acronyms),
                ("demonym", actor.demonyms),
            ):
                for name in names:
                    pattern = _pattern(name, how)
                    if pattern is not None:
                        held[pattern][actor.id] = None
        found: dict[str, list[tuple[_Pattern, tuple[str, ...]]]] = defaultdict(list)
        for pattern, ids in held.items():
            found[pattern.tokens[0]].append((pattern, tuple(ids)))
        for patterns in found.values():
            patterns.sort(key=lambda p: (-len(p[0].tokens), p[0].how))
        return found

    def scan(self, text: str) -> tuple[Hit, ...]:
        """Names of actors in a text: whole words, the longest name, capitals as the name has them.

        A word in capitals throughout matches any name; an acronym stands exactly as in the catalogue.
        """
        tokens = _tokens(text)
        hits: list[Hit] = []
        at = 0
        while at < len(tokens):
            hit, following = self._match(text, tokens, at)
            if hit is not None:
                hits.append(hit)
            at = following
        return tuple(hits)

    def _match(self, text: str, tokens: list[_Word], at: int) -> tuple[Hit | None, int]:
        first = at
        if tokens[at].folded in _ARTICLES and at + 1 < len(tokens) and _joined(text, tokens[at], tokens[at + 1]):
            first = at + 1
        best: tuple[int, _Pattern, dict[str, None]] | None = None
        for pattern, ids in self._patterns.get(tokens[first].folded, ()):
            if best is not None and len(pattern.tokens) < len(best[1].tokens):
                break
            end = _matches(text, tokens, first, pattern)
            if end is None:
                continue
            if best is None:
                best = (end, pattern, dict.fromkeys(ids))
            elif end == best[0]:
                best[2].update(dict.fromkeys(ids))
        if best is None:
            return None, at + 1
        end, pattern, ids_found = best
        actors = tuple(self.actors[i] for i in ids_found)
        return Hit(tokens[at].start, tokens[end - 1].end, actors, pattern.how), end


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    folded: str


def _tokens(text: str) -> list[_Word]:
    words = []
    for match in _TOKEN.finditer(text):
        bare = _POSSESSIVE.sub("", match.group())
        words.append(_Word(match.start(), match.start() + len(bare), bare, _fold_word(bare)))
    return words


@lru_cache(maxsize=131072)
def _fold_word(word: str) -> str:
    return re.sub(r"['’ʻʼ`´]", "", anyascii(unicodedata.normalize("NFKC", word)).lower())


def _pattern(name: str, how: str) -> _Pattern | None:
    words = [(m.group(), _fold_word(m.group())) for m in _TOKEN.finditer(name)]
    kept = [w for n, w in enumerate(words) if not (w[1] in _ARTICLES and n + 1 < len(words))]
    if kept and kept[0][1] == "the" and len(kept) > 1:
        kept = kept[1:]
    if not kept:
        return None
    acronym = how == "acronym" or (len(kept) == 1 and kept[0][0].isupper() and len(kept[0][0]) <= 6)
    return _Pattern(
        tuple(folded for _, folded in kept),
        name if acronym else None,
        tuple(word[:1].isupper() for word, _ in kept),
        "acronym" if acronym and how == "alias" else how,
    )


def _matches(text: str, tokens: list[_Word], at: int, pattern: _Pattern) -> int | None:
    """The index after the last token of the name, or None."""
    here = at
    for n, (wanted, capital) in enumerate(zip(pattern.tokens, pattern.capitals, strict=True)):
        if n and here < len(tokens) and tokens[here].folded in _ARTICLES and wanted != tokens[here].folded:
            if not _joined(text, tokens[here - 1], tokens[here]):
                return None
            here += 1
        if here >= len(tokens) or tokens[here].folded != wanted:
            return None
        if capital and not tokens[here].text[:1].isupper():
            return None
        if n and not _joined(text, tokens[here - 1], tokens[here]):
            return None
        here += 1
    if pattern.exact is not None and _letters(text[tokens[at].start : tokens[here - 1].end]) != _letters(pattern.exact):
        return None
    return here


def _letters(word: str) -> str:
    return re.sub(r"[\W_]+", "", word)


def _joined(text: str, left: _Word, right: _Word) -> bool:
    """Nothing but the marks of a name stands between two words."""
    gap = text[left.end : right.start]
    return len(gap) <= _GAP and _BETWEEN.match(gap) is not None and gap.count("\n") < 2 and ". " not in gap


def _holds(post: Post, day: str | None) -> bool:
    if day is None:
        return True
    after = post.since is None or day[: len(post.since)] >= post.since[: len(day)]
    before = post.until is None or day[: len(post.until)] <= post.until[: len(day)]
    return after and before


# ---------------------------------------------------------------- reading files


def read_file(path: Path) -> list[Actor]:
    """Actors of a researcher's file: TOML as above, FollowTheMoney JSON lines, or CSV with name, aliases and type."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    suffix = path.suffix.lower()
    if suffix == ".toml":
        try:
            return _from_toml(tomllib.loads(text), str(path))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{path}: {error}") from error
    if suffix in (".json", ".jsonl", ".ftm", ".ijson"):
        return _from_ftm(text, str(path))
    if suffix == ".csv":
        return _from_csv(text, str(path))
    raise SettingsError(f"{path}: a catalogue is .toml, .json, .jsonl, .ftm or .csv")


_LISTS = frozenset({"aliases", "acronyms", "loaded_aliases", "demonyms", "parents", "domains", "successor_of"})
_KNOWN = frozenset(f.name for f in fields(Actor))


def _from_toml(given: Mapping[str, Any], where: str) -> list[Actor]:
    entries = given.get("actor", [])
    if not isinstance(entries, list):
        raise SettingsError(f"{where}: actors are written as [[actor]]")
    actors = [_actor(entry, f"{where}: actor {n}") for n, entry in enumerate(entries, start=1)]
    ids = [actor.id for actor in actors]
    for actor_id in ids:
        if ids.count(actor_id) > 1:
            raise SettingsError(f"{where}: the id {actor_id!r} is used twice")
    return actors


def _actor(entry: object, where: str) -> Actor:
    if not isinstance(entry, dict) or not entry.get("name") or not entry.get("type"):
        raise SettingsError(f"{where} wants at least a name and a type")
    where = f"{where} ({entry['name']})"
    unknown = sorted(set(entry) - _KNOWN)
    if unknown:
        raise SettingsError(f"{where}: unknown field {unknown[0]!r}")
    try:
        kind = MentionType(entry["type"])
    except ValueError:
        raise SettingsError(f"{where}: {entry['type']!r} is no type; there are {', '.join(MentionType)}") from None
    values: dict[str, Any] = {"id": slug(entry["name"]), **entry, "type": kind}
    for name in _LISTS & set(entry):
        if not isinstance(entry[name], list) or not all(isinstance(x, str) and x.strip() for x in entry[name]):
            raise SettingsError(f"{where}: {name} wants a list of words")
        values[name] = tuple(dict.fromkeys(entry[name]))
    try:
        values["posts"] = tuple(Post(**post) for post in entry.get("posts", ()))
    except TypeError:
        raise SettingsError(f"{where}: a post has of, role, title, since, until") from None
    if values["id"] != slug(values["id"]):
        raise SettingsError(f"{where}: the id {values['id']!r} is no slug")
    return Actor(**values)


def _from_ftm(text: str, where: str) -> list[Actor]:
    actors = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            properties = entity["properties"]
            names = [
                *properties.get("name", ()),
                *properties.get("alias", ()),
                *properties.get("weakAlias", ()),
            ]
            kind = _FTM_TYPES.get(entity["schema"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingsError(f"{where}, line {number}: not an entity with schema and properties") from error
        if kind is None or not names:
            continue
        roles = [*properties.get("position", ())]
        wikidata = next((q for q in properties.get("wikidataId", ()) if re.fullmatch(r"Q\d+", q)), None)
        actors.append(
            Actor(
                id=slug(names[0]), name=names[0], type=MentionType(kind), aliases=tuple(dict.fromkeys(names[1:])),
                wikidata=wikidata, public_role=roles[0] if roles else None,
            )
        )  # fmt: skip
    return list({actor.id: actor for actor in actors}.values())


def _from_csv(text: str, where: str) -> list[Actor]:
    rows = list(csv.DictReader(text.splitlines()))
    if rows and not {"name", "type"} <= set(rows[0]):
        raise SettingsError(f"{where}: wants the columns name and type (and may have aliases, separated by ;)")
    actors = []
    for number, row in enumerate(rows, start=2):
        entry: dict[str, Any] = {k: v for k, v in row.items() if v and k in _KNOWN - _LISTS - {"posts"}}
        aliases: Iterable[str] = (a.strip() for a in (row.get("aliases") or "").split(";"))
        entry["aliases"] = [a for a in aliases if a]
        actors.append(_actor(entry, f"{where}, line {number}"))
    return actors


def _merged(known: Actor, given: Actor) -> Actor:
    """The given entry over the known one: lists are joined, single values replaced where given."""
    values: dict[str, Any] = {}
    for f in fields(Actor):
        old, new = getattr(known, f.name), getattr(given, f.name)
        values[f.name] = tuple(dict.fromkeys((*old, *new))) if isinstance(old, tuple) else (new or old)
    if given.name != known.name and known.name not in values["aliases"]:
        values["aliases"] = (*values["aliases"], known.name)
    return Actor(**values)
