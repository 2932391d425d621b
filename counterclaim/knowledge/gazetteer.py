"""Places: what a name can mean, where it lies, and which meaning the other places of an article speak for.

The shipped data are of two kinds. ``places.tsv.gz`` and ``places_names.tsv.gz`` are made by
``tools/make_places.py`` from GeoNames (CC BY 4.0). ``places_areas.toml`` and ``places_own.toml`` are
written by hand, are read at every load and win over the tables: an entry there with the id of a row of the
table replaces that row.

The tables stay one block of bytes each, sorted by their first column; a look-up is a binary search and
decodes only the rows it returns, so loading takes a fraction of a second and little memory.
"""

from __future__ import annotations

import gzip
import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from counterclaim.errors import SettingsError
from counterclaim.knowledge.files import data_bytes, data_toml, digest
from counterclaim.records import Place, Precision, identify
from counterclaim.text import slug

TABLE = "places.tsv.gz"
NAMES = "places_names.tsv.gz"
BY_HAND = ("places_areas.toml", "places_own.toml")

Floats = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
LIKENESS = 0.75  # of 0 to 1, difflib's measure; "jaballia" and "jabalia" have 0.93, "jabal" and "jableh" 0.73
MAX_CANDIDATES = 12  # bearers of one name that are weighed; the rest are too small to be meant without saying so
MAX_ANCHORS = 80  # other likely places of the article that are looked at; keeps long articles linear
LEAST_SHARE = 0.02  # a meaning less likely than that has no say
_CITY = 100_000  # people from which a part of a town is named after a side of it
ROUNDS = 3  # of hearing the other names; more changed nothing in measuring

PRECISION = {
    "country": Precision.COUNTRY,
    "admin1": Precision.AREA,
    "region": Precision.AREA,
    "sea": Precision.AREA,
    "continent": Precision.AREA,
    "admin2": Precision.DISTRICT,
    "neighbourhood": Precision.DISTRICT,
    "capital": Precision.EXACT,
    "town": Precision.EXACT,
    "village": Precision.EXACT,
    "base": Precision.EXACT,
    "camp": Precision.EXACT,
    "crossing": Precision.EXACT,
    "site": Precision.EXACT,
}
AREAS = frozenset(kind for kind, precision in PRECISION.items() if precision in (Precision.AREA, Precision.COUNTRY))

# Kinds that one gazetteer and another tell apart by their own lights.
_SETTLED = frozenset({"capital", "town", "village"})

# Words around a name that say what kind of place is meant.
KIND_WORDS: dict[str, tuple[str, ...]] = {
    "governorate": ("admin1",),
    "province": ("admin1", "region"),
    "oblast": ("admin1",),
    "wilayah": ("admin1",),
    "muhafazah": ("admin1",),
    "region": ("admin1", "region"),
    "state": ("admin1", "country"),
    "krai": ("admin1",),
    "countryside": ("admin1",),
    "republic": ("country", "admin1"),
    "kingdom": ("country",),
    "county": ("admin2",),
    "district": ("admin2", "neighbourhood", "town"),
    "neighborhood": ("neighbourhood", "town"),
    "neighbourhood": ("neighbourhood", "town"),
    "quarter": ("neighbourhood",),
    "suburb": ("neighbourhood", "town"),
    "city": ("capital", "town"),
    "town": ("town", "village"),
    "village": ("village", "town"),
    "camp": ("camp", "town"),
    "airbase": ("base",),
    "airport": ("site", "base"),
    "base": ("base",),
    "crossing": ("crossing",),
    "island": ("region", "town"),
    "islands": ("region",),
    "valley": ("region",),
    "sea": ("sea",),
    "gulf": ("sea",),
}
_TAIL = re.compile(
    r"[\s,-]+(?:refugee\s+|air\s+|military\s+|border\s+|international\s+)?(" + "|".join(KIND_WORDS) + r")\s*$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^\s*(?:the\s+)?(" + "|".join(KIND_WORDS) + r")\s+of\s+(?:the\s+)?", re.IGNORECASE)
_SIDE = re.compile(
    r"^(?:(?:north|south|east|west|central|northern|southern|eastern|western|greater|mid)[\s-]*)+\s+", re.IGNORECASE
)

_MARKS = re.compile(r"['’‘ʻʼʿʾ`´ʹ\"]")
_SHORT = {"st": "saint", "mt": "mount", "ft": "fort", "n": "north", "s": "south"}
_SUN = {
    "ad": "d",
    "adh": "d",
    "an": "n",
    "ar": "r",
    "as": "s",
    "ash": "sh",
    "at": "t",
    "ath": "t",
    "az": "z",
    "ed": "d",
    "en": "n",
    "er": "r",
    "es": "s",
    "ez": "z",
    "et": "t",
    "esh": "sh",
}


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The form under which a name is looked up: ASCII, lower case, without spaces, marks and Arabic
    articles.

    ``Al-Qa'im``, ``al Qaim`` and ``Qaim`` give one key; a name that is nothing but an article keeps it.
    """
    plain = _MARKS.sub("", anyascii(unicodedata.normalize("NFKC", name))).lower()
    words = [word for word in re.split(r"[^a-z0-9]+", plain) if word]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    kept = [word for i, word in enumerate(words) if not _is_article(word, words[i + 1] if i + 1 < len(words) else "")]
    if len(kept) > 1:
        kept[0] = _SHORT.get(kept[0], kept[0])
    return "".join(kept)


def _is_article(word: str, following: str) -> bool:
    if not following:
        return False
    return word in ("al", "el", "ul") or (word in _SUN and following.startswith(_SUN[word]))


_LOOSE = (
    (re.compile(r"ou|oo|o|w"), "u"),
    (re.compile(r"ee|ei|ai|ay|ey|iy|yi|ij|y|e|i"), "i"),
    (re.compile(r"kh|q|c"), "k"),
    (re.compile(r"gh|j"), "g"),
    (re.compile(r"dh|th|z"), "d"),
    (re.compile(r"ph|v"), "f"),
    (re.compile(r"sh"), "s"),
    (re.compile(r"a|h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"[iu]+"), "i"),
)


def loose_key(key: str) -> str:
    """A coarser form that spellings of one Arabic, Persian, Hebrew or Slavic name share, or "" where too
    little is left.

    Only consonants and the fact of a long vowel stay. Used when nothing bears the exact key.
    """
    for pattern, into in _LOOSE:
        key = pattern.sub(into, key)
    return key if len(key) >= 3 else ""


@dataclass(frozen=True, slots=True)
class GazPlace:
    """A place of the gazetteer. Degrees are WGS 84; ``country`` is ISO 3166-1 alpha-2.

    ``admin1`` is the name of the first-level area that holds it and ``admin1_id`` that area's id;
    ``within`` are ids of further areas that hold it; ``population`` stands in for importance where a place
    has no inhabitants.
    """

    id: str
    name: str
    latitude: float
    longitude: float
    country: str | None
    admin1: str | None
    geonames_id: int | None
    precision: Precision
    population: int
    kind: str
    admin1_id: str | None = None
    within: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def record(self) -> Place:
        """The row of the ledger's table ``places``."""
        return Place(
            place_id=self.id,
            name=self.name,
            latitude=self.latitude,
            longitude=self.longitude,
            country=self.country,
            admin1=self.admin1,
            geonames_id=self.geonames_id,
            precision=self.precision,
        )


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name was taken to mean. ``reasons`` are the rules that gave points; ``lead`` is the distance
    in points to the next best meaning, infinite where there is none.
    """

    place: GazPlace
    score: float
    lead: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class _Table:
    """Sorted lines in one block of bytes; ``starts`` has one element more than there are lines."""

    block: bytes = field(repr=False)
    starts: np.ndarray[Any, np.dtype[np.int64]] = field(repr=False)

    @staticmethod
    def of(packed: bytes) -> _Table:
        block = gzip.decompress(packed)
        ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == 0x0A) + 1
        return _Table(block, np.concatenate(([0], ends)).astype(np.int64))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def line(self, index: int) -> bytes:
        return self.block[self.starts[index] : self.starts[index + 1] - 1]

    def first(self, index: int) -> bytes:
        start = int(self.starts[index])
        return self.block[start : self.block.index(b"\t", start)]

    def find(self, wanted: str) -> int | None:
        """The index of the line whose first column is ``wanted``."""
        target = wanted.encode()
        index = bisect_left(range(len(self)), target, key=self.first)
        return index if index < len(self) and self.first(index) == target else None


# ---------------------------------------------------------------- weighing the meanings of a name


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the other names of the article say together about one name: shares (0 to 1) of countries and of first-level
    areas by id, and how surely (0 to 1) the article names each larger area, by id.
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    areas: Mapping[str, float] = field(default_factory=dict)
    named: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Case:
    """One meaning of one name, and what the article says around it.

    ``outer`` are the meanings of the name in which the text puts it, each with its share; ``nearness`` (0 to 1) says how
    near the other places of the article lie, ``home`` is the outlet's country.
    """

    place: GazPlace
    name: str
    kinds: tuple[str, ...] = ()
    has_namesake: bool = False
    home: str | None = None
    frame: _Frame = _Frame()
    outer: tuple[tuple[GazPlace, float], ...] = ()
    nearness: float = 0.0


def people(case: _Case) -> float:
    """The more people live there, the likelier it is meant."""
    return math.log10(case.place.population + 10)


def rank(case: _Case) -> float:
    """A state, a capital or a first-level area is named more often than its people alone would have it, a district less."""
    return _RANKS.get(case.place.kind, 0.0)


def own_name(case: _Case) -> float:
    """It is called so itself, or by a name that somebody wrote by hand, and not only by an alternate name."""
    return float(_is_called(case.place, name_key(case.name)))


def namesake_town(case: _Case) -> float:
    """A town that gives its name to its province comes before it, unless a word says "province"."""
    return float(case.has_namesake and not case.kinds)


def kind_said(case: _Case) -> float:
    """The words around the name say what kind of place it is ("province", "county", "camp")."""
    return float(case.place.kind in case.kinds)


def at_home(case: _Case) -> float:
    """It lies in the country of the outlet."""
    return float(case.home is not None and case.place.country == case.home)


def in_frame(case: _Case) -> float:
    """It lies in a country that the article is about."""
    if case.place.country is None or case.place.kind == "country":
        return 0.0
    return case.frame.countries.get(case.place.country, 0.0)


def in_area_frame(case: _Case) -> float:
    """It lies in a first-level area in which other places of the article lie."""
    return case.frame.areas.get(case.place.admin1_id or case.place.id, 0.0)


def in_named_area(case: _Case) -> float:
    """The article names the province or region that holds it."""
    return max((case.frame.named.get(holder, 0.0) for holder in _holders(case.place)), default=0.0)


def said_inside(case: _Case) -> float:
    """The text puts it there: "Paris, Texas", "Qaim in Anbar"."""
    return sum(share for outer, share in case.outer if _lies_in(case.place, outer))


def said_near(case: _Case) -> float:
    """The text puts it in a place that does not hold it as far as the data say, but lies within 100 km."""
    return sum(
        share
        for outer, share in case.outer
        if outer.kind != "country" and not _lies_in(case.place, outer) and _km(outer, case.place) < 100
    )


def near_others(case: _Case) -> float:
    """Other places of the article lie near it; half at 100 km, areas and countries left out."""
    return 0.0 if case.place.kind in AREAS else case.nearness


# A state counts for more than its people, and so on; fitted together with the points below.
_RANKS = {
    "country": 2.0, "continent": 2.0, "capital": 1.7, "admin1": 0.6, "region": 0.6, "sea": 0.6, "admin2": -0.5,
}  # fmt: skip

# What each rule's measure is worth. Fitted by logistic regression (the share of a meaning among those of its name is
# the softmax of its points) on the 663 training articles of the set ``places``, with a pull towards the weights first
# set by hand, so that a few hundred small American towns do not outvote what is known of other countries; in
# four-fold cross-validation 91.8 % of the names with a right meaning among their candidates find it, 89 % before.
# ``namesake_town`` is not fitted: the set has too few such pairs.
POINTS: tuple[tuple[Callable[[_Case], float], float], ...] = (
    (people, 1.0),
    (rank, 1.0),
    (own_name, 1.1),
    (namesake_town, -2.0),
    (kind_said, 2.6),
    (at_home, 1.5),
    (in_frame, 2.9),
    (in_area_frame, 2.6),
    (in_named_area, 1.4),
    (said_inside, 6.0),
    (said_near, 3.0),
    (near_others, 2.1),
)
RULES: tuple[Callable[[_Case], float], ...] = tuple(rule for rule, _ in POINTS)
# Rules that need nothing but the name and the place.
_ALONE = frozenset({people, rank, own_name, namesake_town, kind_said, at_home})


def _points(case: _Case, *, alone: bool = False) -> float:
    return sum(weight * rule(case) for rule, weight in POINTS if (rule in _ALONE) is alone)


def _is_called(place: GazPlace, key: str) -> bool:
    return name_key(place.name) == key or any(name_key(alias) == key for alias in place.aliases)


def _is_alike(place: GazPlace, key: str) -> bool:
    """Whether one of a place's names comes so near to the key that a spelling variant is the likely reason."""
    known = (name_key(name) for name in (place.name, *place.aliases))
    return any(name[:1] == key[:1] and SequenceMatcher(None, name, key).ratio() >= LIKENESS for name in known)


def _named_after_towns(places: tuple[GazPlace, ...], name: str) -> frozenset[str]:
    """Ids of the first-level areas among the meanings of a name whose town of that very name is there too."""
    key = name_key(_without_kind(name)[0])
    towns = (place for place in places if place.kind in ("town", "capital") and place.population >= 10_000)
    return frozenset(place.admin1_id for place in towns if place.admin1_id and _is_called(place, key))


def _holders(place: GazPlace) -> frozenset[str]:
    return frozenset(filter(None, (place.admin1_id, *place.within)))


def _lies_in(place: GazPlace, outer: GazPlace) -> bool:
    if outer.kind == "country":
        return place.kind != "country" and place.country == outer.country
    return outer.id in _holders(place)


def _km(one: GazPlace, other: GazPlace) -> float:
    return distance_km((one.latitude, one.longitude), (other.latitude, other.longitude))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) points in degrees, by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


# ---------------------------------------------------------------- the gazetteer


@dataclass(frozen=True)
class Gazetteer:
    """All places. ``by_hand`` are the places of the editable files and those a user added, by id."""

    table: _Table
    names: _Table
    by_hand: Mapping[str, GazPlace] = field(repr=False)
    keys_by_hand: Mapping[str, tuple[str, ...]] = field(repr=False)
    countries: Mapping[str, str] = field(repr=False)
    digest: str = ""

    @staticmethod
    def load() -> Gazetteer:
        """The shipped gazetteer."""
        rows = [place for name in BY_HAND for place in read_by_hand(data_toml(name), name)]
        by_hand, keys = _indexed(rows)
        countries = {place.country: place.id for place in rows if place.kind == "country" and place.country}
        return Gazetteer(
            table=_Table.of(data_bytes(TABLE)),
            names=_Table.of(data_bytes(NAMES)),
            by_hand=by_hand,
            keys_by_hand=keys,
            countries=countries,
            digest=digest(TABLE, NAMES, *BY_HAND),
        )

    def with_places(self, rows: Iterable[GazPlace]) -> Gazetteer:
        """This gazetteer with a user's rows merged over it.

        A row of a place that is known (by its GeoNames id, or by name, kind, country and a point within 3 km) gives it its
        names and its point. Any other is a new place; where its id is taken, the area and the country, then a number, are
        added to it. The order of the rows decides, nothing else.
        """
        merged = dict(self.by_hand)
        for row in rows:
            known = next((place for place in self.find(row.name) if _same_place(place, row)), None)
            if known is not None:
                known = merged.get(known.id, known)
                merged[known.id] = replace(
                    known,
                    latitude=row.latitude,
                    longitude=row.longitude,
                    aliases=tuple(dict.fromkeys((*known.aliases, row.name, *row.aliases))),
                )
                continue
            new_id = next(name for name in _ids_for(row) if name not in merged and self.get(name) is None)
            merged[new_id] = replace(row, id=new_id, admin1=self._name_of(row.admin1_id or ""))
        by_hand, keys = _indexed(merged.values())
        added = identify("places", self.digest, sorted(repr(place) for place in merged.values()))
        return replace(self, by_hand=by_hand, keys_by_hand=keys, digest=added)

    def __len__(self) -> int:
        return len(self.table) + sum(self.table.find(place_id) is None for place_id in self.by_hand)

    # -- look-ups

    def get(self, place_id: str) -> GazPlace | None:
        """The place with this id, or None."""
        if place_id in self.by_hand:
            return self.by_hand[place_id]
        index = self.table.find(place_id)
        return None if index is None else self._row(index)

    def country(self, iso: str) -> GazPlace | None:
        """The country with this ISO 3166-1 alpha-2 code, or None."""
        return self.get(self.countries.get(iso.upper(), ""))

    def find(self, name: str) -> tuple[GazPlace, ...]:
        """All places a name can mean, likeliest first when nothing else is known.

        Spelling variants, articles, accents and words for the kind of place around the name are seen
        through; where a word says the kind ("Idlib province"), places of that kind come first.
        """
        return self._find(name)

    def bears(self, name: str) -> bool:
        """True where a place is called exactly so, accents and articles apart; not for a mere likeness."""
        key = name_key(name)
        return bool(key) and (key in self.keys_by_hand or self.names.find(key) is not None)

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """The short forms of areas that end with a full stop ("Ill.", "W.Va.")."""
        return frozenset(alias for place in self.by_hand.values() for alias in place.aliases if alias.endswith("."))

    @cached_property
    def _find(self) -> Callable[[str], tuple[GazPlace, ...]]:
        @lru_cache(maxsize=20_000)
        def find(name: str) -> tuple[GazPlace, ...]:
            return self._ordered(name, *self._candidates(name))

        return find

    def _candidates(self, name: str) -> tuple[tuple[GazPlace, ...], tuple[str, ...]]:
        """Candidates in no order of meaning, and the kinds that the words around the name speak for."""
        bare, kinds = _without_kind(name)
        found = self._bearers(name_key(name))
        if kinds and bare != name:
            known = {place.id for place in found}
            found += tuple(place for place in self._bearers(name_key(bare)) if place.id not in known)
        if not found and _SIDE.match(bare):
            # "northern Syria" and "east Mosul" lie there; "West Side" and "East Bank" are names of their own.
            whole = self._bearers(name_key(_SIDE.sub("", bare)))
            found = tuple(place for place in whole if place.kind in AREAS or place.population >= _CITY)
        if not found:
            key = name_key(bare)
            loose = loose_key(key)
            found = tuple(place for place in self._bearers("~" + loose) if _is_alike(place, key)) if loose else ()
        return found, kinds

    def _bearers(self, key: str) -> tuple[GazPlace, ...]:
        if not key or key == "~":
            return ()
        found = {place_id: self.by_hand[place_id] for place_id in self.keys_by_hand.get(key, ())}
        index = self.names.find(key)
        if index is not None:
            for number in self.names.line(index).split(b"\t")[1].split():
                place = self._row(int(number))
                found.setdefault(place.id, self.by_hand.get(place.id, place))
        return tuple(found.values())

    def _ordered(self, name: str, found: tuple[GazPlace, ...], kinds: tuple[str, ...]) -> tuple[GazPlace, ...]:
        named_after = _named_after_towns(found, name)

        scored = {place.id: _points(_Case(place, name, kinds, place.id in named_after), alone=True) for place in found}
        return tuple(sorted(found, key=lambda place: (-scored[place.id], place.id)))

    def _row(self, index: int) -> GazPlace:
        place_id, name, lat, lon, country, admin1_id, people, geonames_id, kind = (
            self.table.line(index).decode().split("\t")
        )
        kind = kind or "town"
        return GazPlace(
            id=place_id,
            name=name,
            latitude=float(lat),
            longitude=float(lon),
            country=country or None,
            admin1=self._name_of(admin1_id),
            geonames_id=int(geonames_id) if geonames_id else None,
            precision=PRECISION[kind],
            population=int(people or 0),
            kind=kind,
            admin1_id=admin1_id or None,
        )

    def _name_of(self, place_id: str) -> str | None:
        if place_id in self.by_hand:
            return self.by_hand[place_id].name
        index = self.table.find(place_id) if place_id else None
        return None if index is None else self.table.line(index).split(b"\t")[1].decode()

    # -- relations between places

    def contains(self, outer_id: str, inner_id: str) -> bool | None:
        """Whether one place lies in another: yes, no, or None where the data cannot say."""
        outer, inner = self.get(outer_id), self.get(inner_id)
        if outer is None or inner is None:
            return None
        if outer_id in self._above(inner):
            return True
        if outer_id == inner_id or outer_id in self.countries.values():
            return False if inner.country or outer_id == inner_id else None
        if outer.country and inner.country and outer.country != inner.country:
            return False
        if outer.kind == "admin1" and (inner.admin1_id or inner.kind == "admin1"):
            return False
        return None

    def holders(self, place_id: str) -> frozenset[str]:
        """Every place that the data say holds this one, countries too; none for an unknown place."""
        place = self.get(place_id)
        return frozenset() if place is None else self._above(place)

    def _above(self, place: GazPlace) -> frozenset[str]:
        found: set[str] = set()
        waiting = [place]
        while waiting:
            at = waiting.pop()
            country = self.countries.get(at.country or "") if at.kind != "country" else None
            for holder_id in filter(None, (at.admin1_id, country, *at.within)):
                holder = self.get(holder_id)
                if holder is not None and holder_id not in found and holder_id != place.id:
                    found.add(holder_id)
                    waiting.append(holder)
        return frozenset(found)

    def distance_km(self, one_id: str, other_id: str) -> float | None:
        """Great-circle distance in kilometres, or None where a place is unknown."""
        one, other = self.get(one_id), self.get(other_id)
        return None if one is None or other is None else _km(one, other)

    # -- the names of one article

    def resolve(
        self,
        names: Sequence[str],
        *,
        context: Mapping[str, float] | None = None,
        inside: Mapping[int, int] | None = None,
        home: str | None = None,
    ) -> tuple[Resolution | None, ...]:
        """What the place names of one article mean, decided together; None for a name that nothing bears.

        ``names`` are in the order of the text and may repeat; one name means one place in one article.
        ``context`` are weights of countries (ISO codes) known from elsewhere: demonyms, actors; they count
        like so many more names. ``inside`` says by index which name the text puts inside which other; ``home``
        is the outlet's country. "Paris, Texas" in one string is understood too. The rules are those of
        ``POINTS``; their points add up. Names are heard several times over: each meaning of a name speaks
        for its country and area by its share, so that names with many bearers settle one another.
        """
        return _resolve(
            self, tuple(names), context=dict(context or {}), inside=dict(inside or {}), home=home and home.upper()
        )


def _without_kind(name: str) -> tuple[str, tuple[str, ...]]:
    for pattern in (_TAIL, _HEAD):
        match = pattern.search(name)
        if match and match.group() != name:
            return pattern.sub("", name), KIND_WORDS[match.group(1).lower()]
    return name, ()


@dataclass(frozen=True)
class _Meanings:
    """The distinct names of one article with their candidates, and how surely each is meant.

    ``shares`` has one array a name, one share a candidate; the shares of a name add up to 1. ``outer`` gives by name the
    one in which the text puts it. ``alone`` are the points of the candidates that need no other name.
    """

    heads: tuple[str, ...]
    places: tuple[tuple[GazPlace, ...], ...]
    cases: tuple[tuple[_Case, ...], ...]
    counts: tuple[int, ...]
    outer: Mapping[int, int]
    alone: tuple[Floats, ...]
    shares: tuple[Floats, ...]

    @staticmethod
    def of(
        choices: Mapping[str, tuple[GazPlace, ...]],
        counts: Mapping[str, int],
        outers: Mapping[str, str],
        home: str | None,
    ) -> _Meanings:
        """Every name by itself."""
        heads = tuple(head for head in counts if choices[head])
        numbers = {head: i for i, head in enumerate(heads)}
        cases = []
        for head in heads:
            kinds, named_after = _without_kind(head)[1], _named_after_towns(choices[head], head)
            cases.append(tuple(_Case(p, head, kinds, p.id in named_after, home) for p in choices[head]))
        alone = tuple(np.array([_points(case, alone=True) for case in row]) for row in cases)
        return _Meanings(
            heads=heads,
            places=tuple(choices[head] for head in heads),
            cases=tuple(cases),
            counts=tuple(counts[head] for head in heads),
            outer={numbers[a]: numbers[b] for a, b in outers.items() if a in numbers and b in numbers and a != b},
            alone=alone,
            shares=tuple(_softmax(points) for points in alone),
        )

    def seen(self, context: Mapping[str, float]) -> tuple[tuple[_Case, ...], ...]:
        """The cases with what the other names say at present."""
        votes = _Votes.of(self, context)
        near = _nearness(self)
        found = []
        for i, row in enumerate(self.cases):
            frame = votes.without(i)
            outer = self._outer(i)
            found.append(
                tuple(replace(case, frame=frame, outer=outer, nearness=float(near[i][j])) for j, case in enumerate(row))
            )
        return tuple(found)

    def _outer(self, i: int) -> tuple[tuple[GazPlace, float], ...]:
        j = self.outer.get(i)
        if j is None:
            return ()
        return tuple((p, float(share)) for p, share in zip(self.places[j], self.shares[j], strict=True))

    def again(self, context: Mapping[str, float]) -> _Meanings:
        """The shares after each name has heard the others."""
        seen = self.seen(context)
        points = (own + np.array([_points(case) for case in row]) for own, row in zip(self.alone, seen, strict=True))
        return replace(self, shares=tuple(_softmax(row) for row in points))


def _softmax(points: Floats) -> Floats:
    raised = np.exp(points - points.max())
    shares: Floats = raised / raised.sum()
    return shares


@dataclass(frozen=True)
class _Votes:
    """What all names say, and what each says itself: it does not vote on itself."""

    countries: Mapping[str, float]
    areas: Mapping[str, float]
    named: Mapping[str, tuple[tuple[float, int], ...]]
    by_name: tuple[tuple[Mapping[str, float], Mapping[str, float]], ...]

    @staticmethod
    def of(meanings: _Meanings, context: Mapping[str, float]) -> _Votes:
        countries, areas = dict(context), dict[str, float]()
        named: dict[str, list[tuple[float, int]]] = {}
        by_name = []
        for i, (places, shares, count) in enumerate(
            zip(meanings.places, meanings.shares, meanings.counts, strict=True)
        ):
            own: tuple[dict[str, float], dict[str, float]] = ({}, {})
            for place, share in zip(places, shares.tolist(), strict=True):
                if share < LEAST_SHARE:
                    continue
                vote = share * math.sqrt(count)
                area = place.id if place.kind == "admin1" else place.admin1_id
                for votes, key in ((own[0], place.country), (own[1], area)):
                    if key:
                        votes[key] = votes.get(key, 0.0) + vote
                if place.kind in AREAS and place.kind != "country":
                    named.setdefault(place.id, []).append((share, i))
            for total, part in ((countries, own[0]), (areas, own[1])):
                for key, vote in part.items():
                    total[key] = total.get(key, 0.0) + vote
            by_name.append(own)
        return _Votes(countries, areas, {k: tuple(v) for k, v in named.items()}, tuple(by_name))

    def without(self, i: int) -> _Frame:
        """What the names but the one with this number say."""
        countries, areas = self.by_name[i]
        named = {key: max((share for share, j in votes if j != i), default=0.0) for key, votes in self.named.items()}
        return _Frame(_shares(self.countries, countries), _shares(self.areas, areas), named)


def _shares(votes: Mapping[str, float], own: Mapping[str, float]) -> dict[str, float]:
    total = sum(votes.values()) - sum(own.values()) + 0.5  # half a vote of doubt: one other name alone is a weak frame
    return {key: (votes[key] - own.get(key, 0.0)) / total for key in sorted(votes)}


def _nearness(meanings: _Meanings) -> list[Floats]:
    """For each candidate of each name how near the likely places of the other names lie, at most 1."""
    likely = sorted(
        (-share, i, p.latitude, p.longitude)
        for i, (places, shares) in enumerate(zip(meanings.places, meanings.shares, strict=True))
        for p, share in zip(places, shares.tolist(), strict=True)
        if share >= LEAST_SHARE and p.kind not in AREAS
    )[:MAX_ANCHORS]
    found = []
    for i, places in enumerate(meanings.places):
        others = np.array([(-share, lat, lon) for share, j, lat, lon in likely if j != i]).reshape(-1, 3)
        points = np.array([(p.latitude, p.longitude) for p in places])
        distances = _distances(points, others[:, 1:])
        found.append(np.minimum(1.0, (others[:, 0] / (1.0 + (distances / 100.0) ** 2)).sum(axis=1)))
    return found


def _distances(points: Floats, others: Floats) -> Floats:
    """Kilometres between each of the points and each of the others, by the haversine formula."""
    lat, lon = np.radians(points[:, :1]), np.radians(points[:, 1:])
    lats, lons = np.radians(others[:, 0]), np.radians(others[:, 1])
    half = np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    kilometres: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return kilometres


def _resolve(
    gazetteer: Gazetteer,
    names: tuple[str, ...],
    *,
    context: dict[str, float],
    inside: dict[int, int],
    home: str | None,
) -> tuple[Resolution | None, ...]:
    heads: list[str] = []
    outers: dict[str, str] = {}
    for i, name in enumerate(names):
        head, _, tail = (part.strip() for part in name.partition(","))
        outer = names[inside[i]] if i in inside else tail
        heads.append(head)
        if outer and head not in outers:
            outers[head] = outer
    counts: dict[str, int] = {}
    for head in (*heads, *(outer for outer in outers.values() if outer not in heads)):
        counts[head] = counts.get(head, 0) + 1
    choices = {head: gazetteer.find(head)[:MAX_CANDIDATES] for head in counts}
    meanings = _Meanings.of(choices, counts, outers, home)
    for _ in range(ROUNDS):
        meanings = meanings.again(context)
    seen = meanings.seen(context)
    chosen = {head: _best(row) for head, row in zip(meanings.heads, seen, strict=True)}
    return tuple(chosen.get(head) for head in heads)


def _best(cases: tuple[_Case, ...]) -> Resolution:
    scored: list[tuple[float, int, tuple[tuple[str, float], ...]]] = []
    for number, case in enumerate(cases):
        points = tuple((rule.__name__, round(weight * rule(case), 3)) for rule, weight in POINTS)
        scored.append((sum(value for _, value in points), -number, tuple(point for point in points if point[1])))
    scored.sort(reverse=True)
    best = scored[0]
    lead = best[0] - scored[1][0] if len(scored) > 1 else math.inf
    return Resolution(cases[-best[1]].place, round(best[0], 3), lead, best[2])


# ---------------------------------------------------------------- places written by hand, and a user's own


def read_by_hand(data: Mapping[str, Any], where: str) -> list[GazPlace]:
    """The rows of an editable places file: ``place = [{name, lat, lon, country, kind, ...}, ...]``.

    Optional: id (else the slug of the name), aliases, admin1 (an id), geonames_id, population, within
    (ids), codes (the code of GeoNames for a first-level area). Raises SettingsError for a row that cannot
    be used.
    """
    rows = []
    for number, given in enumerate(data.get("place", ()), 1):
        try:
            rows.append(place_from(given))
        except (KeyError, TypeError, ValueError) as error:
            raise SettingsError(f"{where}: place {number}: {error!r}") from error
    return rows


_FIELDS = frozenset(
    {"id", "name", "lat", "lon", "country", "kind", "population", "geonames_id", "aliases", "admin1", "within"}
    | {"codes"}
)


def place_from(given: Mapping[str, Any]) -> GazPlace:
    """A place from the fields of an editable row. Raises ValueError, KeyError or TypeError for what is off."""
    unknown = sorted(set(given) - _FIELDS)
    if unknown:
        raise ValueError(f"no field {unknown[0]!r}")
    kind = given["kind"]
    if kind not in PRECISION:
        raise ValueError(f"no kind {kind!r}")
    latitude, longitude = float(given["lat"]), float(given["lon"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"{latitude}, {longitude} is no point on Earth")
    return GazPlace(
        id=given.get("id") or slug(given["name"]),
        name=given["name"],
        latitude=latitude,
        longitude=longitude,
        country=given.get("country"),
        admin1=None,
        geonames_id=given.get("geonames_id"),
        precision=PRECISION[kind],
        population=int(given.get("population", 0)),
        kind=kind,
        admin1_id=given.get("admin1"),
        within=tuple(given.get("within", ())),
        aliases=tuple(given.get("aliases", ())),
    )


def _indexed(rows: Iterable[GazPlace]) -> tuple[dict[str, GazPlace], dict[str, tuple[str, ...]]]:
    """Places by id with the names of their first-level areas filled in, and ids by exact and loose key."""
    by_id = {place.id: place for place in rows}
    for place in list(by_id.values()):
        area = by_id.get(place.admin1_id or "")
        if area is not None and place.admin1 is None:
            by_id[place.id] = replace(place, admin1=area.name)
    keys: dict[str, dict[str, None]] = {}
    for place in by_id.values():
        for name in (place.name, *place.aliases):
            key = name_key(name)
            loose = loose_key(key)
            for form in (key, "~" + loose if loose else ""):
                if form:
                    keys.setdefault(form, {})[place.id] = None
    return by_id, {key: tuple(ids) for key, ids in keys.items()}


def _same_place(one: GazPlace, other: GazPlace) -> bool:
    if one.geonames_id is not None and other.geonames_id is not None:
        return one.geonames_id == other.geonames_id
    alike = one.kind == other.kind or (one.kind in _SETTLED and other.kind in _SETTLED)
    return alike and one.country == other.country and _km(one, other) < 3.0


def _ids_for(place: GazPlace) -> Iterable[str]:
    """Readable ids in the order in which they are tried."""
    base, country = slug(place.name), (place.country or "").lower()
    yield base
    if place.admin1:
        yield slug(f"{base}-{place.admin1}-{country}")
    yield slug(f"{base}-{country}")
    yield from (slug(f"{base}-{country}-{number}") for number in range(2, 10_000))
