"""Who and what an article refers to: names from the backend and the catalogue, made one where they mean one.

The longest name wins. A short form belongs to the fuller name of the same article: a surname to its person, an acronym
to the name that it stands beside, part of a name to the whole. Places are decided together by the gazetteer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from counterclaim.finding import coref
from counterclaim.finding.view import View
from counterclaim.knowledge import Actor, Knowledge
from counterclaim.language.model import Label
from counterclaim.language.surface_words import DEMONYMS, TITLES
from counterclaim.records import Entity, How, Mention, MentionType, Place
from counterclaim.text import Span, overlaps, slug

_SURE = 0.6  # below it a name's type is a guess that the gazetteer may overrule
_PEOPLE = 20_000  # a place smaller than that does not turn a guess into a place
_SPELLING = 88  # per cent of like letters at which two full names of one article are spellings of one
# Names back to which a short form looks for its full one: above what an article of 10 000 words holds.
_BACK = 1_000
_DOTTED = re.compile(r"(?:[A-Z]\.){2,}")
_NEXT_WORD = re.compile(r"\s+(?:also |has |had |have |again )?(\w+)")
# Bounded before the sign: an endless word would be read again from each of its letters.
_LINK = re.compile(r"https?://\S+|www\.\S+|\S{1,64}@\S+|\S{1,64} at \S{1,64}\.org")


@dataclass(frozen=True)
class Named:
    """What the article names. ``entities`` says what the keys of ``mentions`` mean; ``places`` where they lie."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    places: tuple[Place, ...]
    _by_key: Mapping[str, Entity] = field(default_factory=dict, repr=False)

    def entity(self, key: str) -> Entity | None:
        """The entity of a key, or None."""
        return self._by_key.get(key)

    def inside(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie inside the span, in order."""
        return tuple(m for m in self.mentions if start <= m.start and m.end <= end)


@dataclass(frozen=True, slots=True)
class _Name:
    """One name: what is known of it before the article as a whole is looked at."""

    start: int
    end: int
    text: str
    type: MentionType
    score: float
    actors: tuple[Actor, ...] = ()


def find(view: View, knowledge: Knowledge) -> Named:
    """Mentions in text order, the entities they mean, and the places among them."""
    names = _names(view, knowledge)
    names = _settle_types(names, knowledge)
    keys = _keys(view, names)
    keys, places = _places(view, names, keys, knowledge)
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
    return Named(tuple(found), entities, tuple(places[k] for k in sorted(places)), by_key)


def _mention(view: View, span: Span, type_: MentionType, key: str, how: How) -> Mention:
    article = view.article
    return Mention("", article.article_id, article.document_id, *span, view.text[span[0] : span[1]], type_, key, how)


# -- names


def _names(view: View, knowledge: Knowledge) -> list[_Name]:
    """Names of the backend and hits of the catalogue, without overlaps, the longest first."""
    links = [m.span() for m in _LINK.finditer(view.text)] if "@" in view.text or "/" in view.text else []
    hits = [_of_hit(view, *_spread(hit)) for hit in knowledge.catalogue.scan(view.text)]
    labels = [
        _known_short(view, x, knowledge)
        or _Name(x.start, x.end, view.text[x.start : x.end], MentionType(x.value), x.score)
        for x in view.reading.layer("name")
        if x.start < x.end
    ]
    found: list[_Name] = []
    taken = sorted(links)
    for name in sorted(_compete(hits, labels), key=lambda n: (n.start - n.end, n.start)):
        if not _taken(taken, (name.start, name.end)):
            found.append(name)
            insort(taken, (name.start, name.end))
    return sorted(found, key=lambda n: n.start)


def _known_short(view: View, label: Label, knowledge: Knowledge) -> _Name | None:
    """ "U.N." is looked up as "UN"."""
    text = view.text[label.start : label.end]
    actors = knowledge.catalogue.find(text.replace(".", "")) if _DOTTED.fullmatch(text) else ()
    return _of_hit(view, label.start, label.end, tuple(actors)) if actors else None


def _spread(hit: object) -> tuple[int, int, tuple[Actor, ...]]:
    start, end, actors = (getattr(hit, part) for part in ("start", "end", "actors"))
    return start, end, tuple(actors)


def _of_hit(view: View, start: int, end: int, actors: tuple[Actor, ...]) -> _Name:
    text = view.text[start:end]
    type_ = MentionType(actors[0].type)
    if text in DEMONYMS or (text.endswith("s") and text[:-1] in DEMONYMS):
        type_ = MentionType.NORP
    return _Name(start, end, text, type_, 1.0, actors)


def _taken(taken: list[Span], span: Span) -> bool:
    """True when the span meets one of these, which are in order and apart from one another."""
    at = bisect_left(taken, span)
    return any(overlaps(span, other) for other in taken[max(0, at - 1) : at + 1])


def _compete(hits: list[_Name], labels: list[_Name]) -> Iterator[_Name]:
    """Where a hit lies inside a longer label: a sure label keeps the whole, a demonym or rank before is cut off."""
    beaten: set[int] = set()
    starts = [h.start for h in hits]
    for label in labels:
        near = hits[max(0, bisect_left(starts, label.start) - 1) : bisect_left(starts, label.end)]
        inside = [h for h in near if label.start <= h.start and h.end <= label.end]
        longest = max(inside, key=lambda h: h.end - h.start, default=None)
        if longest is None:
            if not any(h.start <= label.start and label.end <= h.end for h in near):
                yield label
            continue
        if (longest.start, longest.end) == (label.start, label.end):
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


def _settle_types(names: list[_Name], knowledge: Knowledge) -> list[_Name]:
    """Guessed types, once the gazetteer has been asked, and one type for one name all over the article."""
    settled = [_by_gazetteer(name, knowledge) for name in names]
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


def _by_gazetteer(name: _Name, knowledge: Knowledge) -> _Name:
    if name.actors or name.score >= _SURE or name.type is MentionType.NORP:
        return name
    found = knowledge.gazetteer.find(name.text)
    if not found:
        return name
    single = " " not in name.text
    if found[0].population >= _PEOPLE or (name.type is MentionType.PLACE) or not single:
        return replace(name, type=MentionType.PLACE, score=0.75)
    return name


# -- which names mean one


def _keys(view: View, names: list[_Name]) -> list[str]:
    """A key a name: a catalogue id, else the slug of the fullest name that it is part of."""
    keys: list[str] = []
    acronyms = dict(_acronyms(view, names))
    for i, name in enumerate(names):
        if name.actors:
            keys.append(_actor(name, keys).id)
            continue
        if i in acronyms:
            keys.append(keys[acronyms[i]])
            continue
        same = _same(name, names, keys)
        keys.append(same or slug(name.text))
    return _link_acronyms(names, keys, acronyms)


def _actor(name: _Name, keys: list[str]) -> Actor:
    """The bearer of an ambiguous name: one that the article has named already, else the first of the catalogue."""
    if len(name.actors) == 1:
        return name.actors[0]
    named = set(keys)
    return next((a for a in name.actors if a.id in named), name.actors[0])


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


def _same(name: _Name, names: list[_Name], keys: list[str]) -> str | None:
    """The key of an earlier name of which this one is a short form; the nearest before it wins."""
    if name.type not in (MentionType.PERSON, MentionType.ORG, MentionType.MISC):
        return None
    parts = _parts(name.text)
    exact = slug(name.text)
    names, keys = names[max(0, len(keys) - _BACK) : len(keys)], keys[-_BACK:]
    for other, key in zip(reversed(names), reversed(keys), strict=True):
        if key == exact or slug(other.text) == exact:
            return key
    if not parts:
        return None
    if name.type is MentionType.PERSON and len(exact) >= 10:
        for other, key in zip(reversed(names), reversed(keys), strict=True):
            if other.type is MentionType.PERSON and fuzz.ratio(slug(other.text), exact) >= _SPELLING:
                return key
    for other, key in zip(reversed(names), reversed(keys), strict=True):
        theirs = _parts(other.text)
        if len(theirs) <= len(parts) or other.type is MentionType.PLACE or other.type is MentionType.NORP:
            continue
        if name.type is not other.type and name.score >= _SURE:
            continue
        if other.type is MentionType.PERSON and (parts[-1] == theirs[-1] or (len(parts) == 1 and parts[0] in theirs)):
            return key
        if other.type is MentionType.ORG and set(parts) <= set(theirs) and name.type is not MentionType.PERSON:
            return key
    return None


def _parts(text: str) -> list[str]:
    found = slug(text.replace("-", " ")).split("-")
    return [part for part in found if part not in ("al", "the", "of", "el", "bin", "ibn", "jr", "sr") and len(part) > 1]


# -- places


def _places(
    view: View, names: list[_Name], keys: list[str], knowledge: Knowledge
) -> tuple[list[str], dict[str, Place]]:
    """Keys with those of places decided together, and a row for each place."""
    asked = [i for i, n in enumerate(names) if n.type is MentionType.PLACE]
    inside = {
        a: b
        for a, (i, j) in zip(range(len(asked)), _pairs(asked), strict=False)
        for b in (a + 1,)
        if view.text[names[i].end : names[j].start].strip() in (",", "in", "of") and names[j].start - names[i].end < 6
    }
    context: dict[str, float] = {}
    for name in names:
        iso = DEMONYMS.get(name.text)
        if iso:
            context[iso] = context.get(iso, 0.0) + 0.5
    found = knowledge.gazetteer.resolve([names[i].text for i in asked], context=context, inside=inside)
    places: dict[str, Place] = {}
    result = list(keys)
    for i, meant in zip(asked, found, strict=True):
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
    return result, places


def _pairs(items: list[int]) -> Iterator[tuple[int, int]]:
    yield from zip(items, items[1:], strict=False)


def _acting(view: View, name: _Name, key: str, knowledge: Knowledge) -> str:
    """A capital that says or does something is its government: the key of that, where the catalogue has it."""
    if name.type is not MentionType.PLACE:
        return key
    place = knowledge.gazetteer.get(key)
    following = _NEXT_WORD.match(view.text, name.end)
    form = knowledge.cues.forms.get(following.group(1).lower()) if following else None
    if place is None or place.kind != "capital" or form is None or not (form.past or form.third):
        return key
    return government_of(key, knowledge)


def government_of(key: str, knowledge: Knowledge) -> str:
    """The key of the government of a state or of a capital's state, where the catalogue has it; else the key itself."""
    place = knowledge.gazetteer.get(key)
    state = knowledge.catalogue.get(key)
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
