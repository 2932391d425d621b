"""What speaks for and against two accounts telling one event: a table of small named functions, each worth a weight.

The first line of a function's docstring is the explanation that is shown to the user.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from sys import intern

from counterclaim.knowledge import Gazetteer
from counterclaim.records import Account, Article, Claim, EventType, Found, Status
from counterclaim.weighing.lineage import words

# Standing of an account: events that are said to have occurred are never one with those only planned or supposed.
STANDING = {Status.PLANNED: "planned", Status.HYPOTHETICAL: "supposed"}
THRESHOLD = 2.8
# Shares of the words of the shorter clause.
SOME_WORDS, MOST_WORDS = 0.35, 0.6
# Clauses of so many telling words and more should share more than this.
_LENGTH, _FEW_WORDS = 6, 0.15
# Accounts dated more loosely than a week ("in April") fit many events and prove none.
WEEK = 7
# Characters within which a sentence goes on telling what the one before it told; and the opening of an article.
_NEXT = 350
# Days between two articles of one news.
_SOON = 3
_OPENING = 700
# Deeds that are told over several sentences; words and agreements are each an act of their own.
_TOLD_ON = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST})
# A toll from here on is a war's, not the act's that the sentence before it told.
_WAR = 1000
# Words by which a sentence says that it turns to another act.
OTHER = frozenset(
    [
        "another",
        "other",
        "others",
        "separate",
        "separately",
        "meanwhile",
        "earlier",
        "previous",
        "previously",
        "elsewhere",
    ]
)
# Things that are struck, and means that leave their mark, by the beginnings of their words: two reports of one act name one.
_THINGS = (
    "market|hospital|clinic|school|kindergarten|universit|mosque|church|bakery|wedding|funeral|bus|convoy|camp|bridge|airport|"
    "airbase|depot|checkpoint|station|headquarters|embassy|consulate|hotel|prison|wells|dam|factory|refinery|pipeline|pylon|"
    "tanker|boat|ship|ferry|train|helicopter|plane|warehouse|crossing|court|stadium|"
    "gas|chlorine|sarin|napalm|phosphorus|cluster|barrel"
)
_THING = re.compile(rf"\b({_THINGS})(?:s|es|ies|y)?\b", re.IGNORECASE)
# Modes that one act may be told in: what falls from the air explodes, and who blows himself up does too.
_ONE_ACT = (
    frozenset({"aerial", "drone"}),
    frozenset({"explosives", "suicide-attack"}),
    frozenset({"explosives", "heavy-weapons"}),
    frozenset({"firearms", "heavy-weapons"}),
    frozenset({"aerial", "explosives"}),
    frozenset({"aerial", "unconventional"}),
    frozenset({"explosives", "unconventional"}),
)
# Modes that say what a deed came to or how it is judged, not how it was done.
_LOOSE_MODES = frozenset({"destroy", "primitive", "assassinate", "cleanse"})
# A toll from here on is hardly one by chance.
_MANY = 8
# A town of fewer people hardly sees two acts of one kind on one day.
_SMALL_TOWN = 100_000
# Days after which a report that names no day tells of the past.
_NEWS = 31
_EARLIEST, _LATEST = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Telling:
    """An account with its article, the claim it stands in, and all places it names.

    ``where`` holds the account's places and those of its recipients that are places: what was done "to Dunmere" was
    done there. ``first`` and ``last`` number the days it can mean (``date.toordinal``), the first and last day of the
    calendar where they are open. ``begin`` and ``end`` are the same days, but of an undated account those that its day of
    publication leaves open: nothing is told before it is done, and news is no older than a month. ``narrow`` says that it is dated
    to a week or less; ``published`` is the day of publication, None where it is not known to the day.
    """

    account: Account
    article: Article
    claim: Claim | None
    where: frozenset[str]
    first: int
    last: int
    begin: int
    end: int
    narrow: bool
    published: int | None

    @property
    def words(self) -> frozenset[str]:
        """The telling words of its clause, figures among them."""
        return _said(self.account.text)[0]

    @property
    def numbers(self) -> frozenset[str]:
        """The figures of its clause."""
        return _said(self.account.text)[1]

    @property
    def dated(self) -> bool:
        """Some day is stated."""
        return self.first != _EARLIEST or self.last != _LATEST


def every_telling(found: Sequence[Found]) -> Iterable[Telling]:
    """Every account of the articles as a telling."""
    places = {place for f in found for a in f.findings.accounts for place in a.place_ids}
    known: dict[frozenset[str], frozenset[str]] = {}  # one set of places for all accounts that name them
    for f in found:
        claims = {c.claim_id: c for c in f.findings.claims}
        for account in f.findings.accounts:
            where = frozenset(account.place_ids).union(i for i in account.recipient_ids if i in places)
            yield telling(account, f.article, claims.get(account.claim_id or ""), known.setdefault(where, where))


@lru_cache(maxsize=1 << 15)
def things(text: str) -> frozenset[str]:
    """The kinds of targets and means that a clause names."""
    return frozenset(m[1].lower() for m in _THING.finditer(text))


@lru_cache(maxsize=1 << 15)
def _said(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The longer words and the figures of a clause, and the figures alone; kept for some clauses only, to save memory."""
    said = frozenset(intern(w) for w in words(text) if len(w) > 3 or w.isdigit())
    return said, frozenset(w for w in said if w.isdigit())


def telling(account: Account, article: Article, claim: Claim | None, where: frozenset[str]) -> Telling:
    """An account as a telling; ``where`` are all places that it names."""
    first = date.fromisoformat(account.date_earliest).toordinal() if account.date_earliest else _EARLIEST
    last = date.fromisoformat(account.date_latest).toordinal() if account.date_latest else _LATEST
    begin, end = first, last
    published = published_on(article)
    if published and (first, last) == (_EARLIEST, _LATEST) and account.status not in STANDING:
        end = published
        begin = _EARLIEST if account.status is Status.HISTORICAL else published - _NEWS
    narrow = first != _EARLIEST and last - first <= WEEK
    return Telling(account, article, claim, where, first, last, begin, end, narrow, published)


def published_on(article: Article) -> int | None:
    """The day of publication (``date.toordinal``); None where it is not known to the day."""
    day = article.published or ""
    return date.fromisoformat(day).toordinal() if len(day) == len("2031-03-04") else None


@dataclass(frozen=True)
class Places:
    """What is known of places, asked once for each."""

    gazetteer: Gazetteer
    _holders: dict[str, frozenset[str]] = field(default_factory=dict)
    _countries: dict[str, bool] = field(default_factory=dict)
    _small: dict[str, bool] = field(default_factory=dict)

    def holders(self, place_id: str) -> frozenset[str]:
        """All places around a place."""
        if place_id not in self._holders:
            self._holders[place_id] = self.gazetteer.holders(place_id)
        return self._holders[place_id]

    def is_country(self, place_id: str) -> bool:
        """True for countries."""
        if place_id not in self._countries:
            place = self.gazetteer.get(place_id)
            self._countries[place_id] = place is not None and place.precision == "country"
        return self._countries[place_id]

    def is_small(self, place_id: str) -> bool:
        """True for a small town, and for what is no town of the gazetteer: a quarter, a village, a base."""
        if place_id not in self._small:
            place = self.gazetteer.get(place_id)
            known = place is not None and (place.precision != "exact" or place.population >= _SMALL_TOWN)
            self._small[place_id] = not known
        return self._small[place_id]

    def meet(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Some place is common, or one lies in another."""
        if not one.isdisjoint(other):
            return True
        return any(p in self.holders(q) or q in self.holders(p) for p in one for q in other)

    def nested(self, a: str, b: str) -> bool:
        """One place lies in the other, which is smaller than a country."""
        return (a in self.holders(b) and not self.is_country(a)) or (b in self.holders(a) and not self.is_country(b))


class Pair:
    """What the features look at: two tellings, and what is known of places."""

    __slots__ = ("_likeness", "left", "places", "right", "window")

    def __init__(self, left: Telling, right: Telling, places: Places, window: int) -> None:
        self.left, self.right, self.places, self.window = left, right, places, window
        self._likeness: float | None = None

    @property
    def likeness(self) -> float:
        """Share of the shorter clause's words in the other one; 0 where the two give different numbers."""
        if self._likeness is None:
            self._likeness = self._measured()
        return self._likeness

    def _measured(self) -> float:
        (left, figures), (right, others) = _said(self.left.account.text), _said(self.right.account.text)
        shorter = min(len(left), len(right))
        if shorter < 3 or (figures - others and others - figures):
            return 0.0
        return len(left & right) / shorter

    @property
    def in_order(self) -> tuple[Telling, Telling]:
        """The two by where they begin."""
        if self.right.account.start < self.left.account.start:
            return self.right, self.left
        return self.left, self.right

    @property
    def one_source(self) -> bool:
        """Both are of one article or of one text."""
        a, b = self.left.article, self.right.article
        return a.article_id == b.article_id or a.lineage_id == b.lineage_id


def same_days(pair: Pair) -> bool:
    """Both are dated to within a week, and the days meet."""
    return pair.left.narrow and pair.right.narrow and days_meet(pair.left, pair.right, 0)


def near_days(pair: Pair) -> bool:
    """Both are dated to within a week, and the days lie next to each other."""
    a, b = pair.left, pair.right
    return a.narrow and b.narrow and not days_meet(a, b, 0) and days_meet(a, b, pair.window)


def told_soon(pair: Pair) -> bool:
    """One is dated, the other is not and was published on that day or in the week after it."""
    for dated, other in ((pair.left, pair.right), (pair.right, pair.left)):
        if dated.narrow and not other.dated and other.published is not None:
            return 0 <= other.published - dated.first <= WEEK
    return False


def same_place(pair: Pair) -> bool:
    """Both name one place below the level of a country."""
    return any(not pair.places.is_country(place) for place in pair.left.where & pair.right.where)


def nested_place(pair: Pair) -> bool:
    """A place of the one lies inside a place of the other that is smaller than a country."""
    return not same_place(pair) and any(pair.places.nested(a, b) for a in pair.left.where for b in pair.right.where)


def same_actor(pair: Pair) -> bool:
    """Both name one doer."""
    return bool(set(pair.left.account.actor_ids) & set(pair.right.account.actor_ids))


def same_recipient(pair: Pair) -> bool:
    """Both name one party to whom it was done."""
    return bool(set(pair.left.account.recipient_ids) & set(pair.right.account.recipient_ids))


def other_actor(pair: Pair) -> bool:
    """Both name doers, and none is common."""
    a, b = set(pair.left.account.actor_ids), set(pair.right.account.actor_ids)
    return bool(a and b and not a & b)


def other_recipient(pair: Pair) -> bool:
    """Both name recipients, and none is common."""
    a, b = set(pair.left.account.recipient_ids), set(pair.right.account.recipient_ids)
    return bool(a and b and not a & b)


def same_toll(pair: Pair) -> bool:
    """Both give a number of killed, and one number can be both."""
    a, b = pair.left.account, pair.right.account
    return _stated(a) and _stated(b) and (a.killed_low, a.killed_high) == (b.killed_low, b.killed_high)


def same_large_toll(pair: Pair) -> bool:
    """Both give one exact number of killed, and it is too high for chance."""
    a, b = pair.left.account, pair.right.account
    return same_toll(pair) and a.killed_low == a.killed_high and (b.killed_low or 0) >= _MANY


def same_mode(pair: Pair) -> bool:
    """Both are done in one way."""
    a, b = pair.left.account.mode, pair.right.account.mode
    return a is not None and a == b and a not in _LOOSE_MODES


def other_mode(pair: Pair) -> bool:
    """They are done in two ways that are hardly one act."""
    a, b = pair.left.account, pair.right.account
    if a.type is not EventType.ASSAULT or not a.mode or not b.mode or a.mode == b.mode:
        return False
    return not {a.mode, b.mode} & _LOOSE_MODES and frozenset((a.mode, b.mode)) not in _ONE_ACT


def same_thing(pair: Pair) -> bool:
    """Both name one kind of target, or one means."""
    return not things(pair.left.account.text).isdisjoint(things(pair.right.account.text))


def small_place(pair: Pair) -> bool:
    """Both are of one day in one small town or part of a town, where two acts of a kind are rare."""
    return same_days(pair) and any(pair.places.is_small(place) for place in pair.left.where & pair.right.where)


def one_headline(pair: Pair) -> bool:
    """Both stand in the openings of articles of the same days whose titles say much the same."""
    a, b = pair.left, pair.right
    if a.article.article_id == b.article.article_id or not a.article.title or not b.article.title:
        return False
    one, other = _said(a.article.title)[0], _said(b.article.title)[0]
    if len(one & other) < max(3, 0.5 * min(len(one), len(other))):
        return False
    near = a.published is not None and b.published is not None and abs(a.published - b.published) <= _SOON
    return near and all(t.account.start - t.article.start <= len(t.article.title or "") + _OPENING for t in (a, b))


def same_words(pair: Pair) -> bool:
    """Most of the words of the shorter clause stand in the other one."""
    return pair.likeness >= MOST_WORDS


def some_words(pair: Pair) -> bool:
    """A third of the words of the shorter clause stand in the other one."""
    return SOME_WORDS <= pair.likeness < MOST_WORDS


def other_words(pair: Pair) -> bool:
    """Both are told at some length, and hardly a word is common."""
    left, right = pair.left.words, pair.right.words
    shorter = min(len(left), len(right))
    return shorter >= _LENGTH and len(left & right) < _FEW_WORDS * shorter


def one_text(pair: Pair) -> bool:
    """The two articles go back to one text, and the clause is the same."""
    a, b = pair.left, pair.right
    if a.article.lineage_id != b.article.lineage_id or a.article.article_id == b.article.article_id:
        return False
    if a.account.text == b.account.text:
        return True
    fewer, more = sorted((len(a.words), len(b.words)))
    return pair.likeness >= MOST_WORDS and fewer >= MOST_WORDS * more


def one_incident(pair: Pair) -> bool:
    """One article tells on about one deed."""
    return told_together(pair.left, pair.right)


def told_together(one: Telling, other: Telling) -> bool:
    """The finder took both, of one article, for tellings of one deed."""
    a, b = one.account, other.account
    return a.article_id == b.article_id and bool(a.event_id) and a.event_id == b.event_id


def goes_on(pair: Pair) -> bool:
    """The next sentences of one article, without a day, a place or a number of their own that says otherwise."""
    first, then = pair.in_order
    if first.article.article_id != then.article.article_id or then.account.start - first.account.end > _NEXT:
        return False
    if first.account.type not in _TOLD_ON or (first.account.event_id and then.account.event_id):
        return False
    a, b = first.account, then.account
    plain = not (then.dated and not _equal_days(a, b)) and not (then.where - first.where)
    plain = plain and not (OTHER & then.words) and not _past_and_present(a, b) and (b.killed_low or 0) < _WAR
    return plain and not other_actor(pair) and not other_recipient(pair) and not tolls_clash(a, b)


def headline(pair: Pair) -> bool:
    """The title of an article and its opening, where nothing that the two state differs."""
    first, then = pair.in_order
    title = first.article.title
    if (
        (first.account.event_id and then.account.event_id)
        or not title
        or first.article.article_id != then.article.article_id
    ):
        return False
    into = first.article.start
    if first.account.end - into > len(title) or then.account.start - into > len(title) + _OPENING:
        return False
    meets = not first.where or not then.where or pair.places.meet(first.where, then.where)
    meets = meets and not _past_and_present(first.account, then.account)
    return meets and not other_actor(pair) and not tolls_clash(first.account, then.account)


# Feature and weight. Set by hand on the invented sample corpus and read over on real reporting; the sum must
# reach THRESHOLD, which day, place and one party together do, and which day and place alone do not.
FEATURES: tuple[tuple[Callable[[Pair], bool], float], ...] = (
    (same_days, 1.2),
    (near_days, 0.6),
    (told_soon, 0.4),
    (same_place, 1.2),
    (nested_place, 0.9),
    (same_actor, 0.8),
    (same_recipient, 0.8),
    (other_actor, -0.8),
    (other_recipient, -0.8),
    (same_toll, 1.2),
    (same_large_toll, 0.6),
    (same_mode, 0.3),
    (other_mode, -0.6),
    (same_thing, 0.6),
    (small_place, 0.3),
    (one_headline, 0.6),
    (same_words, 1.2),
    (some_words, 0.6),
    (other_words, -0.4),
    (one_text, 3.0),
    (one_incident, 3.6),
    (goes_on, 2.8),
    (headline, 2.8),
)


# Features that hold of one article or one text only; and those that look at words, which cost most.
_OF_ONE_SOURCE = (one_text, one_incident, goes_on, headline)
_OF_WORDS = (same_words, some_words, other_words)
Weighed = tuple[tuple[Callable[[Pair], bool], int, int], ...]


def _weighed(features: Sequence[tuple[Callable[[Pair], bool], float]]) -> Weighed:
    """Features with their weights in tenths and what they and those after them can add at most; words come last."""
    ordered = sorted(features, key=lambda f: f[0] in _OF_WORDS)
    tenths = [round(10 * weight) for _, weight in ordered]
    return tuple((feature, tenths[n], sum(w for w in tenths[n:] if w > 0)) for n, (feature, _) in enumerate(ordered))


_WITHIN = _weighed(FEATURES)
_BETWEEN = _weighed([f for f in FEATURES if f[0] not in _OF_ONE_SOURCE])


def score(pair: Pair, least: float | None = None) -> float:
    """The sum of the weights of the features that hold.

    Where ``least`` is given, 0 stands for every sum below it, which is quicker to know.
    """
    total, wanted = 0, None if least is None else round(10 * least)
    for feature, tenths, rest in _WITHIN if pair.one_source else _BETWEEN:
        if wanted is not None and total + rest < wanted:
            return 0.0
        if feature(pair):
            total += tenths
    return 0.0 if wanted is not None and total < wanted else total / 10


def explain(pair: Pair) -> tuple[str, ...]:
    """The explanation (first docstring line) of every feature that holds."""
    return tuple(words for words, _ in reasons(pair))


def reasons(pair: Pair) -> tuple[tuple[str, float], ...]:
    """The explanation (first docstring line) and the weight of every feature that holds."""
    return tuple(((f.__doc__ or f.__name__).split("\n")[0], weight) for f, weight in FEATURES if f(pair))


def days_meet(one: Telling, other: Telling, window: int) -> bool:
    """True when the two spans of days share a day, or lie at most ``window`` days apart."""
    return max(one.first, other.first) - min(one.last, other.last) <= window


def can_be_of_one_time(one: Telling, other: Telling, window: int) -> bool:
    """The days meet, those of publication included where a telling names no day."""
    return max(one.begin, other.begin) - min(one.end, other.end) <= window


def _past_and_present(a: Account, b: Account) -> bool:
    """One of the two is told as background."""
    return (a.status is Status.HISTORICAL) != (b.status is Status.HISTORICAL)


def _equal_days(a: Account, b: Account) -> bool:
    return (a.date_earliest, a.date_latest) == (b.date_earliest, b.date_latest)


def tolls_clash(a: Account, b: Account) -> bool:
    """Both count the killed, or both the injured, and the counts cannot be one."""
    return _ranges_clash(a.killed_low, a.killed_high, b.killed_low, b.killed_high) or _ranges_clash(
        a.injured_low, a.injured_high, b.injured_low, b.injured_high
    )


def _ranges_clash(low: int | None, high: int | None, other_low: int | None, other_high: int | None) -> bool:
    if (low is None and high is None) or (other_low is None and other_high is None):
        return False
    least = max(low or 0, other_low or 0)
    return any(top is not None and top < least for top in (high, other_high))


def _stated(account: Account) -> bool:
    return account.killed_low is not None or account.killed_high is not None
