"""Who and what an article refers to: names from the backend and the catalogue, made one where they mean one.

The longest name wins. A short form belongs to the fuller name of the same article: a surname to its person, an acronym
to the name that it stands beside, part of a name to the whole. Places are decided together by the gazetteer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rapidfuzz import fuzz

from counterclaim.finding import coref
from counterclaim.finding.frame import Frame
from counterclaim.finding.titles import BEFORE_NAME
from counterclaim.finding.view import View
from counterclaim.knowledge import Actor, Knowledge
from counterclaim.language.model import Label
from counterclaim.language.surface_words import DEMONYMS, TITLES
from counterclaim.records import Entity, How, Mention, MentionType, Place
from counterclaim.text import Span, overlaps, slug, trim

_SURE = 0.6  # below it a name's type is a guess that the gazetteer may overrule
_RANKED = 0.8  # above it a person's name has a rank or a given name
_PEOPLE = 20_000  # a place smaller than that does not turn a guess into a place
_CITY = 200_000  # and one smaller than that does not lend its name to a word with an s
_SPELLING = 88  # per cent of like letters at which two full names of one article are spellings of one
# Names back to which a short form looks for its full one: above what an article of 10 000 words holds.
_BACK = 1_000
_BACKED = re.compile(
    r"[-–](?:backed|affiliated|linked|aligned|sponsored|supported|funded|controlled|occupied|led) (?=[A-Z])"
)
_PERSONS = re.compile(
    r" (?!.*\b(?:Cent(?:er|re)|Office|Council|Committee|Department|Branch|Directorate|Commission|Forces?|Army|Brigade|Unit)\b)"
    r"[A-Z][\w'’-]+(?: (?:al-|bin )?[A-Z][\w'’-]+){1,3}"
)
_DOTTED = re.compile(r"(?:[A-Z]\.){2,}")
_NEXT_WORD = re.compile(r"\s+(?:also |has |had |have |again )?(\w+)")
# Bounded before the sign: an endless word would be read again from each of its letters.
_PLACED = re.compile(r"\b(?:in|near|from|to|outside|at) $")
_OWNERS = re.compile(r"\b(?:[Aa]l-)?[A-Z]\w{2,}s\b")
_OWNING = (MentionType.PLACE, MentionType.PERSON, MentionType.ORG)
# Words that the backend takes for places, but that name none unless a number or letter follows.
_NUMBERED = frozenset({
    "avenue", "block", "district", "division", "exit", "highway", "interstate", "lane", "parkway", "road", "room", "route",
    "section", "sector", "street", "ward", "zone",
})  # fmt: skip
_BODIES = (MentionType.ORG, MentionType.MISC, MentionType.PRODUCT)
_NAME_WORD = re.compile(r"[\w.’'&-]+")
_OWNED = re.compile(r"[’']s\Z")
_KNOWN_KINDS = frozenset({"country", "admin1", "admin2", "capital"})
_TOWN = 100_000  # people from which a town is known by its name alone
# Words with which names of bodies begin and that are towns as well.
_NO_PLACES = _NUMBERED | frozenset({
    "center", "central", "chamber", "church", "city", "class", "college", "county", "drug", "east", "eastern", "federal",
    "grand", "green", "hall", "human", "justice", "marine", "metro", "mobile", "naval", "north", "northern", "port", "south",
    "southern", "st", "st.", "state", "supreme", "union", "university", "valley", "west", "western",
})  # fmt: skip
_NUMBER = re.compile(r" (?:\d{1,4}(?:[A-Z]{1,2})?|[A-Z])\b(?![.'’]\w)")
# What may stand between a place and the one that it lies in ("Dunmere, Ostrel", "Dunmere in Ostrel", "Dunmere (Ostrel").
_HELD = re.compile(r"\s*(?:,|\.,|,?\s+in|,?\s+of|\()\s+(?:the\s+)?|\s+\(")
_LINK = re.compile(r"https?://\S+|www\.\S+|\S{1,64}@\S+|\S{1,64} at \S{1,64}\.org")


@dataclass(frozen=True)
class Named:
    """What the article names. ``entities`` says what the keys of ``mentions`` mean; ``places`` where they lie.

    ``inner`` are the places inside names of bodies ("Halvane" in "Halvane City Council"), which are no mentions of their
    own but tell where the article is.
    """

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    places: tuple[Place, ...]
    inner: tuple[tuple[Span, Place], ...] = ()
    _by_key: Mapping[str, Entity] = field(default_factory=dict, repr=False)

    def entity(self, key: str) -> Entity | None:
        """The entity of a key, or None."""
        return self._by_key.get(key)

    def inside(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie inside the span, in order."""
        first = bisect_left(self._starts, start)
        return tuple(m for m in self.mentions[first : bisect_left(self._starts, end, first)] if m.end <= end)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(m.start for m in self.mentions)


@dataclass(frozen=True, slots=True)
class _Name:
    """One name: what is known of it before the article as a whole is looked at."""

    start: int
    end: int
    text: str
    type: MentionType
    score: float
    actors: tuple[Actor, ...] = ()
    meant: str = ""  # the name behind the words, where they have lost an apostrophe


def find(view: View, knowledge: Knowledge) -> Named:
    """Mentions in text order, the entities they mean, and the places among them."""
    names = _names(view, knowledge)
    names = _settle_types(view, names, knowledge)
    names, keys = _keys(view, names, knowledge)
    keys, places, inner = _places(view, names, keys, knowledge)
    keys = Frame(view, knowledge, names, keys).bodies([bool(name.actors) for name in names])
    keys = [_acting(view, name, key, knowledge) for name, key in zip(names, keys, strict=True)]
    entities = _entities(names, keys, knowledge)
    by_key = {e.entity_id: e for e in entities}
    hows = [_how(name, by_key[key]) for name, key in zip(names, keys, strict=True)]
    plain = [
        _mention(view, (name.start, name.end), by_type, key, how)
        for name, key, how in zip(names, keys, hows, strict=True)
        for by_type in (name.type,)
    ]
    found = sorted([*plain, *coref.refer(view, plain)], key=lambda m: (m.start, m.end))
    found = [replace(m, mention_id=f"m{i}") for i, m in enumerate(found)]
    return Named(tuple(found), entities, tuple(places[k] for k in sorted(places)), inner, by_key)


def _mention(view: View, span: Span, type_: MentionType, key: str, how: How) -> Mention:
    article = view.article
    return Mention("", article.article_id, article.document_id, *span, view.text[span[0] : span[1]], type_, key, how)


# -- names


def _names(view: View, knowledge: Knowledge) -> list[_Name]:
    """Names of the backend and hits of the catalogue, without overlaps, the longest first."""
    links = [m.span() for m in _LINK.finditer(view.text)] if "@" in view.text or "/" in view.text else []
    hits = [_of_hit(view, hit.start, hit.end, hit.actors, hit.type) for hit in knowledge.catalogue.scan(view.text)]
    labels = [
        name
        for x in view.reading.layer("name")
        if x.start < x.end
        for name in _without_apostrophes(view, _labelled(view, x, knowledge), knowledge)
    ]
    labels = [full for name in labels if (full := _whole_place(view, name, knowledge)) is not None]
    found: list[_Name] = []
    taken = sorted(links)
    for name in sorted(_compete(hits, labels), key=lambda n: (n.start - n.end, n.start)):
        if not _taken(taken, (name.start, name.end)):
            found.append(name)
            insort(taken, (name.start, name.end))
    return sorted(found, key=lambda n: n.start)


def _labelled(view: View, x: Label, knowledge: Knowledge) -> _Name:
    known = _known_short(view, x, knowledge)
    return known or _Name(x.start, x.end, view.text[x.start : x.end], MentionType(x.value), x.score)


def _whole_place(view: View, name: _Name, knowledge: Knowledge) -> _Name | None:
    """The place with its number ("Highway 19") or full stop ("Ill."); None for a word that names nothing without one."""
    if name.text + "." in knowledge.gazetteer.abbreviations and view.text.startswith(".", name.end):
        return replace(
            name, end=name.end + 1, text=name.text + ".", type=MentionType.PLACE, score=max(name.score, 0.75)
        )
    if name.type is not MentionType.PLACE or name.text.split()[-1].lower() not in _NUMBERED:
        return name
    number = _NUMBER.match(view.text, name.end)
    if number:
        return replace(name, end=number.end(), text=view.text[name.start : number.end()])
    return None if " " not in name.text else name


def _without_apostrophes(view: View, name: _Name, knowledge: Knowledge) -> Iterator[_Name]:
    """ "Ostrels Dunmere" is Ostrel and Dunmere where the text has lost its apostrophes."""
    start = name.start
    if not name.actors and "s" in name.text:
        whole = knowledge.catalogue.find(name.text[:-1]) if name.text.endswith("s") and " " in name.text else ()
        if whole and not knowledge.catalogue.find(name.text):
            yield _of_hit(view, name.start, name.end, whole)
            return
        for word in _OWNERS.finditer(name.text):
            at = (name.start + word.start(), name.start + word.end())
            owner = _owner(view, at, knowledge)
            if owner is None or (not owner.actors and name.type is MentionType.PERSON and name.score >= _SURE):
                continue
            if view.text[start : at[0]].strip():
                yield _cut(view, name, start, at[0])
            yield owner
            start = at[1]
    if start < name.end:
        yield name if start == name.start else _cut(view, name, start, name.end)


def _cut(view: View, name: _Name, start: int, end: int) -> _Name:
    start, end = trim(view.text, start, end)
    return _Name(start, end, view.text[start:end], name.type, min(name.score, 0.5))


def _owner(view: View, span: Span, knowledge: Knowledge) -> _Name | None:
    """The name that stands there with an s that is not its own."""
    word = view.text[span[0] : span[1]]
    bare = word[:-1]
    if knowledge.catalogue.find(word) or bare in DEMONYMS or knowledge.gazetteer.bears(word):
        return None
    actors = tuple(a for a in knowledge.catalogue.find(bare) if a.type in _OWNING)
    if actors:
        return _of_hit(view, *span, actors)
    places = knowledge.gazetteer.find(bare) if knowledge.gazetteer.bears(bare) else ()
    if not places or places[0].population < _CITY:
        return None
    return _Name(*span, word, MentionType.PLACE, 0.75, meant=bare)


def _known_short(view: View, label: Label, knowledge: Knowledge) -> _Name | None:
    """ "U.N." is looked up as "UN"."""
    text = view.text[label.start : label.end]
    actors = knowledge.catalogue.find(text.replace(".", "")) if _DOTTED.fullmatch(text) else ()
    return _of_hit(view, label.start, label.end, tuple(actors)) if actors else None


def _of_hit(view: View, start: int, end: int, actors: tuple[Actor, ...], type_: MentionType | None = None) -> _Name:
    text = view.text[start:end]
    if text in DEMONYMS or (text.endswith("s") and text[:-1] in DEMONYMS):
        type_ = MentionType.NORP
    return _Name(start, end, text, type_ or MentionType(actors[0].type), 1.0, actors)


def _taken(taken: list[Span], span: Span) -> bool:
    """True when the span meets one of these, which are in order and apart from one another."""
    at = bisect_left(taken, span)
    return any(overlaps(span, other) for other in taken[max(0, at - 1) : at + 1])


def _parted(label: _Name, hits: list[_Name], starts: list[int]) -> Iterator[_Name]:
    """A label that holds more than one name, cut: "Varda-backed Tide Front", "Ostrel Tide Front", and the end of a known name
    with a person's ("Ostreli Coalition Ali Maren" where "Coalition Ali Maren" was labelled, or all of it as one body).
    """
    backed = _BACKED.search(label.text)
    if backed is not None and backed.start():
        yield _part(label, 0, backed.start())
        yield _part(label, backed.end(), len(label.text))
        return
    at = bisect_left(starts, label.start)
    before = hits[at - 1] if at else None
    if before is not None and label.start < before.end < label.end and label.type is MentionType.PERSON:
        yield _part(label, before.end + 1 - label.start, len(label.text))
        return
    inside = [h for h in hits[at : bisect_left(starts, label.end)] if h.end <= label.end]
    whole = next(
        (h for h in inside if h.start == label.start and h.type is MentionType.ORG and h.text.count(" ") > 1), None
    )
    if whole is not None and _PERSONS.fullmatch(label.text[whole.end - label.start :]):
        yield whole
        yield replace(_part(label, whole.end + 1 - label.start, len(label.text)), type=MentionType.PERSON)
        return
    if len(inside) == 2 and inside[0].type is MentionType.PLACE and label.text == f"{inside[0].text} {inside[1].text}":
        yield from inside
        return
    yield label


def _part(label: _Name, start: int, end: int) -> _Name:
    return replace(label, start=label.start + start, end=label.start + end, text=label.text[start:end])


def _compete(hits: list[_Name], labels: list[_Name]) -> Iterator[_Name]:
    """Where a hit lies inside a longer label: a sure label keeps the whole, a demonym or rank before is cut off."""
    beaten: set[int] = set()
    starts = [h.start for h in hits]
    for label in (part for whole in labels for part in _parted(whole, hits, starts)):
        near = hits[max(0, bisect_left(starts, label.start) - 1) : bisect_left(starts, label.end)]
        inside = [h for h in near if label.start <= h.start and h.end <= label.end]
        longest = max(inside, key=lambda h: h.end - h.start, default=None)
        if longest is None:
            if not any(h.start <= label.start and label.end <= h.end for h in near):
                yield label
            continue
        if (longest.start, longest.end) == (label.start, label.end):
            continue
        if _two_names(label, inside):
            continue
        lead = label.text[: longest.start - label.start].strip()
        tail = label.text[longest.end - label.start :].strip()
        if not tail and (lead in DEMONYMS or all(w.lower().strip(".") in TITLES for w in lead.split())):
            if lead in DEMONYMS:
                yield _Name(label.start, label.start + len(lead), lead, MentionType.NORP, 0.9)
            continue
        placed = longest.start == label.start and longest.type is MentionType.PLACE
        if placed and label.type is MentionType.PERSON and len(tail.split()) > 1:
            yield replace(label, start=label.end - len(tail), text=tail)  # "ambassador to Ostrel Ali Maren"
            continue
        if label.score >= _SURE or longest.type in (MentionType.PLACE, MentionType.NORP):
            beaten.update(id(h) for h in inside)
            yield label
    yield from (h for h in hits if id(h) not in beaten)


def _two_names(label: _Name, inside: list[_Name]) -> bool:
    """ "the chairman of the Kell Centre Ali Maren": a body and a person that the catalogue knows, read as one name."""
    if len(inside) != 2 or inside[1].type is not MentionType.PERSON or inside[0].type is not MentionType.ORG:
        return False
    first, second = inside
    return (first.start, second.end) == (label.start, label.end) and second.start - first.end == 1


def _settle_types(view: View, names: list[_Name], knowledge: Knowledge) -> list[_Name]:
    """Guessed types, once persons and the gazetteer have been asked, and one type for one name all over the article."""
    bears = knowledge.gazetteer.bears
    surnames = {
        name.text.split()[-1]
        for name in names
        if name.type is MentionType.PERSON
        and name.score >= _SURE
        and " " in name.text
        and (name.score > _RANKED or not bears(name.text.split()[-1]))
    }
    settled = [_by_gazetteer(_by_surname(view, name, surnames), knowledge) for name in names]
    best: dict[str, _Name] = {}
    for name in settled:
        known = best.get(name.text)
        if known is None or name.score > known.score:
            best[name.text] = name
    return [
        replace(name, type=best[name.text].type, score=best[name.text].score)
        if name.score < _SURE < best[name.text].score
        else name
        for name in settled
    ]


def _by_surname(view: View, name: _Name, surnames: set[str]) -> _Name:
    """The surname of a person of the article is that person, unless the words before it speak for a place."""
    if name.actors or name.text not in surnames or _PLACED.search(view.text, max(0, name.start - 12), name.start):
        return name
    return replace(name, type=MentionType.PERSON, score=max(name.score, 0.8))


def _by_gazetteer(name: _Name, knowledge: Knowledge) -> _Name:
    """A guess is a place where one bears exactly that name and has people enough, or the name several words."""
    if name.actors or name.score >= _SURE or name.type is MentionType.NORP:
        return name
    # One short word is like too many others, and a person's name like those of villages.
    spelled = name.type is not MentionType.PERSON and (" " in name.text or "-" in name.text)
    found = knowledge.gazetteer.find(name.text) if spelled or knowledge.gazetteer.bears(name.text) else ()
    if not found:
        return replace(name, type=MentionType.MISC) if name.type is MentionType.PLACE else name
    if found[0].population >= _PEOPLE or name.type is MentionType.PLACE or " " in name.text:
        return replace(name, type=MentionType.PLACE, score=0.75)
    return name


# -- which names mean one


def _keys(view: View, names: list[_Name], knowledge: Knowledge) -> tuple[list[_Name], list[str]]:
    """A key a name: a catalogue id, else the slug of the fullest name that it is part of; and its type settled by that.

    Full names come first, wherever they stand, so that a surname in a headline finds its person below.
    """
    acronyms = dict(_acronyms(view, names))
    forms = _Forms([slug(n.text) for n in names], [_parts(n.text) for n in names], names)
    names = list(names)
    found = forms.found
    for i in sorted(range(len(names)), key=lambda i: (_rank(names[i], forms.parts[i]), i)):
        name = names[i]
        if name.actors:
            found[i] = _actor(name, found).id
            continue
        if i in acronyms and acronyms[i] in found:
            found[i] = found[acronyms[i]]
            continue
        meant = forms.fuller(i)
        if meant is not None:
            found[i] = found[meant]
            if name.score < _SURE and name.type is not names[meant].type:
                names[i] = replace(name, type=names[meant].type)
            continue
        actor = _titled(view, name, knowledge)
        found[i] = actor.id if actor else forms.slugs[i]
        if actor is not None:
            names[i] = replace(name, type=MentionType.PERSON)
    keys = [found[i] for i in range(len(names))]
    return names, _link_acronyms(names, keys, acronyms)


def _rank(name: _Name, parts: list[str]) -> int:
    """What is sure of its meaning comes before what leans on it."""
    if name.actors:
        return 0 if len(name.actors) == 1 else 1
    return 2 if len(parts) > 1 else 3


def _actor(name: _Name, found: Mapping[int, str]) -> Actor:
    """The bearer of an ambiguous name: one that the article names clearly, else the first of the catalogue."""
    if len(name.actors) == 1:
        return name.actors[0]
    named = set(found.values())
    return next((a for a in name.actors if a.id in named), name.actors[0])


def _titled(view: View, name: _Name, knowledge: Knowledge) -> Actor | None:
    """ "Minister Maren" where the catalogue has one person of that name who held such an office."""
    if " " in name.text or name.type not in (MentionType.PERSON, MentionType.MISC):
        return None
    title = BEFORE_NAME.search(view.text[max(0, name.start - 60) : name.start])
    held = knowledge.catalogue.titled(title["title"], name.text) if title else ()
    return held[0] if len(held) == 1 else None


def _acronyms(view: View, names: list[_Name]) -> Iterator[tuple[int, int]]:
    """Indices of an acronym in brackets and of the name before it ("Popular Guard (PG)")."""
    for i in range(1, len(names)):
        name, before = names[i], names[i - 1]
        between = view.text[before.end : name.start]
        if between.strip() not in ("(", "(also", "(the") or view.text[name.end : name.end + 1] != ")":
            continue
        if not name.actors and name.text.isupper() and _initials(name.text, before.text):
            yield i, i - 1


def _initials(short: str, full: str) -> bool:
    letters = [
        w[0].lower() for w in re.split(r"[\s-]+", full) if w and w[0].isalnum() and w.lower() not in ("the", "al")
    ]
    wanted = short.lower().rstrip("s")
    at = 0
    for letter in letters:
        if at < len(wanted) and letter == wanted[at]:
            at += 1
    return at >= max(2, len(wanted) - 1)


def _link_acronyms(names: list[_Name], keys: list[str], acronyms: dict[int, int]) -> list[str]:
    meaning = {names[i].text: keys[i] for i in acronyms}
    return [meaning.get(name.text, key) if not name.actors else key for name, key in zip(names, keys, strict=True)]


@dataclass(frozen=True)
class _Forms:
    """The names of one article by their words. ``found`` are the keys settled so far, by index."""

    slugs: list[str]
    parts: list[list[str]]
    names: list[_Name]
    found: dict[int, str] = field(default_factory=dict)

    @cached_property
    def _holding(self) -> dict[str, list[int]]:
        """Indices of names by each word that they hold."""
        holding: dict[str, list[int]] = {}
        for i, parts in enumerate(self.parts):
            for part in dict.fromkeys(parts):
                holding.setdefault(part, []).append(i)
        return holding

    def fuller(self, i: int) -> int | None:
        """The index of a settled name that this one repeats or shortens; the nearest before it wins, then the nearest after."""
        name, parts = self.names[i], self.parts[i]
        if name.type not in (MentionType.PERSON, MentionType.ORG, MentionType.MISC, MentionType.PRODUCT) or not parts:
            return None
        holding = self._holding[parts[-1]]
        here = bisect_right(holding, i)
        settled = [j for j in (*reversed(holding[:here]), *holding[here:]) if j in self.found]
        for fits in (self._repeats, self._shortens):
            meant = next((j for j in settled if fits(i, j)), None)
            if meant is not None:
                return meant
        return self._spelling(i)

    def _repeats(self, i: int, j: int) -> bool:
        return self.slugs[i] in (self.slugs[j], self.found[j])

    def _shortens(self, i: int, j: int) -> bool:
        name, other = self.names[i], self.names[j]
        parts, theirs = self.parts[i], self.parts[j]
        if len(theirs) <= len(parts) or (name.type is not other.type and name.score >= _SURE):
            return False
        if other.type is MentionType.PERSON:
            return parts[-1] == theirs[-1] or (len(parts) == 1 and parts[0] in theirs)
        if other.type in (MentionType.ORG, MentionType.PRODUCT):
            return set(parts) <= set(theirs) and name.type is not MentionType.PERSON
        return False

    def _spelling(self, i: int) -> int | None:
        """A person's full name in another spelling, named before."""
        if self.names[i].type is not MentionType.PERSON or len(self.slugs[i]) < 10:
            return None
        for j in range(i - 1, -1, -1):
            if (
                j in self.found
                and self.names[j].type is MentionType.PERSON
                and fuzz.ratio(self.slugs[j], self.slugs[i], score_cutoff=_SPELLING)
            ):
                return j
        return None


def _parts(text: str) -> list[str]:
    found = slug(text.replace("-", " ")).split("-")
    return [part for part in found if part not in ("al", "the", "of", "el", "bin", "ibn", "jr", "sr") and len(part) > 1]


# -- places


def _places(
    view: View, names: list[_Name], keys: list[str], knowledge: Knowledge
) -> tuple[list[str], dict[str, Place], tuple[tuple[Span, Place], ...]]:
    """Keys with those of places decided together, a row for each place, and the places inside names of bodies."""
    asked = [i for i, n in enumerate(names) if n.type is MentionType.PLACE]
    inside = {a: a + 1 for a, (i, j) in enumerate(_pairs(asked)) if _held(view.text, names[i].end, names[j].start)}
    inner = list(_inner(names, {names[i].text for i in asked}, knowledge))
    found = knowledge.gazetteer.resolve(
        [*(names[i].meant or names[i].text for i in asked), *(view.text[s:e] for s, e in inner)],
        context=_nations(names),
        inside=inside,
        home=_home(view, knowledge),
    )
    places: dict[str, Place] = {}
    result = list(keys)
    for i, meant in zip(asked, found[: len(asked)], strict=True):
        if meant is None:
            continue
        record = meant.place.record()
        if not names[i].actors:
            result[i] = record.place_id
        places[result[i]] = replace(record, place_id=result[i])
    for i, name in enumerate(names):
        iso = DEMONYMS.get(name.text) or DEMONYMS.get(name.text.removesuffix("s"))
        if not name.actors and iso:
            country = knowledge.gazetteer.country(iso)
            result[i] = country.id if country else result[i]
    within = zip(inner, found[len(asked) :], strict=True)
    return result, places, tuple((span, meant.place.record()) for span, meant in within if meant)


def _held(text: str, end: int, start: int) -> bool:
    """True where the words between two places put the first into the second."""
    return start - end < 10 and _HELD.fullmatch(text[end:start]) is not None


def _nations(names: list[_Name]) -> dict[str, float]:
    """What the demonyms of the article say: half a name for their country."""
    context: dict[str, float] = {}
    for name in names:
        iso = DEMONYMS.get(name.text)
        if iso:
            context[iso] = context.get(iso, 0.0) + 0.5
    return context


def _home(view: View, knowledge: Knowledge) -> str | None:
    """The country of the outlet: of its entry in the catalogue, else that of its internet domain."""
    outlet = view.article.outlet
    if not outlet:
        return None
    known = knowledge.catalogue.outlet(outlet)
    if known is not None and known.country:
        return known.country
    ending = outlet.rsplit(".", 1)[-1] if "." in outlet and " " not in outlet else ""
    country = {"uk": "GB"}.get(ending.lower(), ending.upper()) if len(ending) == 2 else ""
    return country if country and knowledge.gazetteer.country(country) else None


def _inner(names: list[_Name], placed: set[str], knowledge: Knowledge) -> Iterator[Span]:
    """Spans of the places with which names of bodies begin, so far as they are named alone too or well known."""
    gazetteer = knowledge.gazetteer
    for name in names:
        if name.type not in _BODIES or " " not in name.text:
            continue
        words = list(_NAME_WORD.finditer(name.text))
        for word in reversed(words[:-1]):
            lead = _OWNED.sub("", name.text[: word.end()])
            if not lead[:1].isupper() or lead.lower() in _NO_PLACES or not gazetteer.bears(lead):
                continue
            likely = gazetteer.find(lead)[0]
            if lead in placed or likely.kind in _KNOWN_KINDS or likely.population >= _TOWN:
                yield name.start, name.start + len(lead)
                break


def _pairs(items: list[int]) -> Iterator[tuple[int, int]]:
    yield from zip(items, items[1:], strict=False)


def _acting(view: View, name: _Name, key: str, knowledge: Knowledge) -> str:
    """A capital that says or does something is its government: the key of that, where the catalogue has it."""
    if name.type is not MentionType.PLACE or _PLACED.search(view.text, max(0, name.start - 12), name.start):
        return key
    following = _NEXT_WORD.match(view.text, name.end)
    form = knowledge.cues.forms.get(following.group(1).lower()) if following else None
    if form is None or not (form.past or form.third) or not _is_capital(key, knowledge):
        return key
    return government_of(key, knowledge)


def _is_capital(key: str, knowledge: Knowledge) -> bool:
    place = knowledge.gazetteer.get(key)
    return key in knowledge.catalogue.capitals or (place is not None and place.kind == "capital")


def government_of(key: str, knowledge: Knowledge) -> str:
    """The key of the government of a state or of a capital's state, where the catalogue has it; else the key itself."""
    place = knowledge.gazetteer.get(key)
    state = knowledge.catalogue.capitals.get(key) or knowledge.catalogue.get(key)
    if key in knowledge.catalogue.capitals:
        place = None
    if place is not None and place.kind == "capital" and place.country:
        country = knowledge.gazetteer.country(place.country)
        state = knowledge.catalogue.get(country.id) if country else None
        if state is None:
            return country.id if country else key
    return state.government or key if state is not None else key


# -- entities


def _entities(names: list[_Name], keys: list[str], knowledge: Knowledge) -> tuple[Entity, ...]:
    grouped: dict[str, list[_Name]] = {}
    for name, key in zip(names, keys, strict=True):
        grouped.setdefault(key, []).append(name)
    return tuple(_entity(key, grouped[key], knowledge) for key in sorted(grouped))


def _entity(key: str, names: list[_Name], knowledge: Knowledge) -> Entity:
    forms = tuple(sorted({" ".join(n.text.split()) for n in names}))
    actor = knowledge.catalogue.get(key)
    if actor is not None:
        return Entity(key, actor.name, MentionType(actor.type), forms, actor.wikidata, True, actor.public_role)
    place = knowledge.gazetteer.get(key) if names[0].type in (MentionType.PLACE, MentionType.NORP) else None
    if place is not None:
        return Entity(key, place.name, MentionType.PLACE, forms, None, True)
    fullest = max(forms, key=lambda form: (len(form), form))
    surest = max(names, key=lambda n: (n.score, -n.start))
    return Entity(key, fullest, surest.type, tuple(f for f in forms if f != fullest))


def _how(name: _Name, entity: Entity) -> How:
    plain = name.text.replace(".", "")
    if plain.isupper() and len(plain) <= 8 and slug(entity.name) != slug(name.text):
        return How.ACRONYM
    return How.NAME if slug(name.text) in (entity.entity_id, slug(entity.name)) else How.ALIAS
