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

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz, process

from counterclaim.errors import SettingsError
from counterclaim.knowledge import catalogue_ftm, files
from counterclaim.knowledge.catalogue_entries import KINDS, Actor, Post, from_toml, merged, read_csv, read_toml
from counterclaim.knowledge.catalogue_names import fold, is_acronym, letters, sounding
from counterclaim.knowledge.catalogue_scan import Hit, Scanner
from counterclaim.records import MentionType, Reject, identify

__all__ = ["FILES", "KINDS", "Actor", "Catalogue", "Hit", "Post", "fold"]

FILES: tuple[str, ...] = (
    "actors_states.toml",
    "actors_international.toml",
    "actors_outlets.toml",
    "actors_powers.toml",
    "actors_gulf_turkey.toml",
    "actors_ukraine_russia.toml",
    "actors_sudan_africa.toml",
    "actors_iran.toml",
    "actors_iraq.toml",
    "actors_syria.toml",
    "actors_yemen.toml",
    "actors_lebanon.toml",
    "actors_palestine_israel.toml",
    "actors_qaeda_islamic_state.toml",
    "actors_latin_america.toml",
)

_OUTLETS = ("outlet", "agency")
_STATE_BODIES = ("ministry", "parliament", "court", "army", "intelligence", "police")
_NAMED_BY_STATE = (*_STATE_BODIES, "army-branch", "government")
_READERS = {".toml": read_toml, ".csv": read_csv}
# Words that make another office of the same title.
_OTHER_OFFICE = frozenset(["vice", "deputy", "prime", "acting", "former", "assistant", "secretary", "first", "supreme"])
_SAME_TITLE = {
    "defense": "defence", "spokeswoman": "spokesman", "spokesperson": "spokesman", "chairwoman": "chairman",
    "chairperson": "chairman", "affairs": "", "of": "", "for": "", "in": "", "and": "", "s": "",
}  # fmt: skip


@dataclass(frozen=True)
class Catalogue:
    """Actors by id, and look-ups over their names. ``digest`` changes when any of the files does.

    ``rejects`` are the rows of a researcher's own files that could not be used.
    """

    actors: Mapping[str, Actor]
    digest: str
    rejects: tuple[Reject, ...] = ()

    @classmethod
    def load(cls, extra_files: tuple[Path, ...] = ()) -> Catalogue:
        """The shipped actors, with the given files merged over them: ours by id, FollowTheMoney by Wikidata id or name.

        A line of FollowTheMoney that cannot be used is among ``rejects``. Raises SettingsError that names file and entry
        for what cannot be used of other files: an unknown type, kind or field, an id used twice in one file.
        """
        actors: dict[str, Actor] = {}
        for name in FILES:
            for actor in from_toml(files.data_toml(name), name):
                if actor.id in actors:
                    raise SettingsError(f"{name}: the id {actor.id!r} is used twice")
                actors[actor.id] = actor
        digests = [files.digest(*FILES)]
        rejects: list[Reject] = []
        for path in extra_files:
            text = _text_of(path)
            suffix = path.suffix.lower()
            if suffix in catalogue_ftm.SUFFIXES:
                given, bad = catalogue_ftm.read(text, path)
                catalogue_ftm.merge(actors, given)
                rejects += bad
            elif suffix in _READERS:
                for actor in _READERS[suffix](text, str(path)):
                    known = actors.get(actor.id)
                    actors[actor.id] = actor if known is None else merged(known, actor)
            else:
                raise SettingsError(f"{path}: a catalogue is .toml, .csv, {', '.join(catalogue_ftm.SUFFIXES)}")
            digests.append(identify("file", text))
        return cls(actors, identify("cat", *digests), tuple(rejects))

    def get(self, actor_id: str) -> Actor | None:
        """The actor with this id, or None."""
        return self.actors.get(actor_id)

    # -- names

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        """Ids by folded name; those whose own name it is come first."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for actor in self.actors.values():
            found[fold(actor.name)][actor.id] = None
        for actor in self.actors.values():
            for name in (*actor.aliases, *actor.loaded_aliases):
                if not is_acronym(name):
                    found[fold(name)][actor.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def _by_acronym(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for actor in self.actors.values():
            for name in (*actor.acronyms, *filter(is_acronym, actor.aliases)):
                found[letters(name)][actor.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def _by_sound(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for name, ids in self._by_name.items():
            found[sounding(name)].update(dict.fromkeys(ids))
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def ambiguous(self) -> dict[str, tuple[str, ...]]:
        """Folded names and acronyms that several actors go by, with the ids of all."""
        both = {**self._by_name, **self._by_acronym}
        return {name: both[name] for name in sorted(both) if len(both[name]) > 1}

    def find(self, name: str) -> tuple[Actor, ...]:
        """The actors that go by this name, whatever its case, accents, apostrophes and articles.

        An acronym wants its own case ("IS", not "is"). Where none fits and the name has several words, those whose
        name sounds the same in another transliteration.
        """
        ids = dict.fromkeys((*self._by_name.get(fold(name), ()), *self._by_acronym.get(letters(name), ())))
        if not ids and len(fold(name).split()) > 1:
            ids = dict.fromkeys(self._by_sound.get(sounding(name), ()))
        return tuple(self.actors[i] for i in ids)

    def nearest(self, name: str, type: str | None = None, limit: int = 5) -> list[tuple[Actor, float]]:
        """Actors with like names and their scores (0 to 1), best first.

        The score is the better of two Indel similarities over sorted words (rapidfuzz): of the folded names and of
        the names by their sound.
        """
        best: dict[str, float] = {}
        for key, keys in ((fold(name), self._by_name), (sounding(name), self._by_sound)):
            matches = process.extract(key, keys.keys(), scorer=fuzz.token_sort_ratio, limit=limit * 8)
            for alias, score, _ in matches:
                for actor_id in keys[alias]:
                    if type is None or self.actors[actor_id].type == type:
                        best[actor_id] = max(best.get(actor_id, 0.0), score / 100)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [(self.actors[i], score) for i, score in ranked]

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(self.actors.values())

    def scan(self, text: str) -> tuple[Hit, ...]:
        """Names of actors in a text: whole words, the longest name, capitals as the name has them.

        A word in capitals throughout matches any name; an acronym stands exactly as in the catalogue.
        """
        return self._scanner.scan(text)

    # -- outlets

    @cached_property
    def _outlets(self) -> dict[str, str]:
        found: dict[str, str] = {}
        held = [actor for actor in self.actors.values() if actor.kind in _OUTLETS]
        for actor in held:
            found.setdefault(fold(actor.name), actor.id)
        for actor in held:
            for name in (*actor.names, *actor.domains):
                found.setdefault(fold(name), actor.id)
        return found

    def outlet(self, name_or_domain: str) -> Actor | None:
        """The outlet or agency of this name, domain or address, or None; a subdomain stands for its domain."""
        actor_id = self._outlets.get(fold(name_or_domain))
        given = name_or_domain.strip().lower()
        if actor_id is None and "." in given and " " not in given:
            labels = given.split("://")[-1].split("/")[0].split(":")[0].split(".")
            keys = (fold(".".join(labels[n:])) for n in range(len(labels) - 1))
            actor_id = next((self._outlets[key] for key in keys if key in self._outlets), None)
        return self.actors[actor_id] if actor_id else None

    # -- who belongs to what, who leads it

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
    def states(self) -> Mapping[str, Actor]:
        """States by ISO 3166 alpha-2 code."""
        return {a.country: a for a in reversed(tuple(self.actors.values())) if a.kind == "state" and a.country}

    @cached_property
    def capitals(self) -> Mapping[str, Actor]:
        """States by the id of their capital."""
        return {a.capital: a for a in reversed(tuple(self.actors.values())) if a.kind == "state" and a.capital}

    @cached_property
    def _bodies_of_states(self) -> dict[tuple[str, frozenset[str]], str]:
        """Ids of state bodies by country and the words of their names that are not the state's own."""
        own = {iso: _own_words(state) for iso, state in self.states.items()}
        found: dict[tuple[str, frozenset[str]], str] = {}
        for actor in self.actors.values():
            if actor.kind not in _NAMED_BY_STATE or not actor.country:
                continue
            for name in (actor.name, *actor.aliases):
                words = frozenset(fold(name).split())
                bare = _title(" ".join(sorted(words - own.get(actor.country, frozenset()))))
                if bare and words & own.get(actor.country, frozenset()):
                    found.setdefault((actor.country, bare), actor.id)
        return found

    def body(self, country: str, words: str) -> Actor | None:
        """The body that a state calls so: ``body("XO", "Defence Ministry")`` is Ostrel's, where the catalogue has it.

        ``country`` is an ISO 3166 alpha-2 code.
        """
        actor_id = self._bodies_of_states.get((country, _title(words)))
        return self.actors[actor_id] if actor_id else None

    @cached_property
    def _posts(self) -> dict[str, list[tuple[Actor, Post]]]:
        found: dict[str, list[tuple[Actor, Post]]] = defaultdict(list)
        for actor in self.actors.values():
            for post in actor.posts:
                found[post.of].append((actor, post))
        return found

    def leaders(self, of: str, day: str | None = None) -> tuple[Actor, ...]:
        """Persons who lead an organisation or state on a day (ISO, or as much of it as is known)."""
        held = {a.id: a for a, post in self._posts.get(of, ()) if post.role == "leads" and post.held(day)}
        return tuple(held.values())

    def holder(self, of: str, title: str, day: str | None = None) -> Actor | None:
        """The one person who held an office of this title on a day; None where it is not exactly one.

        ``of`` is an organisation, a state or its government; for the latter two the offices of the state's ministries,
        army, courts and parliament count too ("foreign minister" of ``iraq``).
        """
        wanted = _title(title)
        for bodies in self._bodies(of):
            held = {
                actor.id: actor
                for body in bodies
                for actor, post in self._posts.get(body, ())
                if post.title and post.held(day) and _same_office(wanted, post.title)
            }
            if held:
                return next(iter(held.values())) if len(held) == 1 else None
        return None

    @cached_property
    def _by_surname(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for actor in self.actors.values():
            if actor.type == MentionType.PERSON:
                found[fold(actor.name).rpartition(" ")[2]][actor.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    def titled(self, title: str, surname: str) -> tuple[Actor, ...]:
        """The persons of this surname who hold or held an office of this title."""
        return tuple(self.actors[i] for i in self._by_surname.get(fold(surname), ()) if self.office(i, title))

    def office(self, person_id: str, title: str) -> Post | None:
        """The post of a person that a text means by this title: "minister" may stand for "defence minister"."""
        actor = self.actors.get(person_id)
        wanted = _title(title)
        held = [post for post in (actor.posts if actor else ()) if post.title and wanted]
        same = [post for post in held if _title(post.title or "") == wanted]
        part = [
            post
            for post in held
            if wanted < _title(post.title or "") and not _OTHER_OFFICE & (_title(post.title or "") - wanted)
        ]
        return next(iter(same or part), None)

    def _bodies(self, of: str) -> Iterator[tuple[str, ...]]:
        """What is looked at for an office, one after the other: a state and its government, then its other bodies."""
        actor = self.actors.get(of)
        if actor is None or actor.kind not in ("state", "government") or not actor.country:
            yield (of,)
            return
        state = next((s for s in self.actors.values() if s.kind == "state" and of in (s.id, s.government)), None)
        yield (of,) if state is None else tuple(filter(None, (state.id, state.government)))
        if state is not None:
            held = (a for a in self.actors.values() if a.country == state.country and a.kind in _STATE_BODIES)
            yield tuple(a.id for a in held)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error


def _own_words(state: Actor) -> frozenset[str]:
    """The words of a state's names and demonyms."""
    return frozenset(word for name in (*state.names, *state.demonyms) for word in fold(name).split())


def _title(words: str) -> frozenset[str]:
    folded = (_SAME_TITLE.get(word, word) for word in fold(words).split())
    return frozenset(word for word in folded if word)


def _same_office(wanted: frozenset[str], title: str) -> bool:
    """The words are those of the title, or some of them and no other office's ("minister" alone is nobody's)."""
    held = _title(title)
    if wanted == held:
        return True
    if not wanted or wanted in ({"minister"}, {"general"}, {"member"}, {"chief"}):
        return False
    return wanted < held and not (held - wanted) & _OTHER_OFFICE
