"""Accounts put into groups that each tell one event, in time that grows with their number.

An account is compared only where it shares a key with a group, and an account joins a group only where it fits the days and
places that the whole group shares, so that distant days or places are never chained together through a middle one. A large
group is asked through a summary: what it shares, and those of its accounts that differ from one another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from counterclaim.records import Account, EventType
from counterclaim.weighing.features import (
    SOME_WORDS,
    THRESHOLD,
    WEEK,
    Pair,
    Places,
    Telling,
    can_be_of_one_time,
    one_headline,
    same_mode,
    same_thing,
    score,
    small_place,
    things,
    told_together,
    tolls_clash,
)

# Characters of an article whose accounts are compared with one another and with those of the parts beside it, so that a book
# of many thousand accounts does not take hours; hardly an article is longer.
_PART = 20_000
# Groups from this size on are asked through a summary, and take in only what so many of their accounts speak for: one odd
# account in a hundred must not join two events.
_SHARE = 4  # one in four
_LARGE = 16
# Of a large group an account is compared with so many of its text, so many of one set of slots, and so many sets of slots.
_OF_TEXT, _OF_SLOTS, _SLOTS = 4, 1, 12
# From this size on a group has a summary: what it shares is then asked at once, and copies of one clause are compared once.
_SEVERAL, _OF_WORDS = 4, 1
# Characters of an article beyond which one account of a large group does not go on telling another.
_NEAR = 1000
# Groups that are looked at for one account, and the places among them that a group with one common key can take.
_TRIES, _FEW = 16, 6
# A key that more groups share than this says too little; a key of fewer than the rest weighs more in choosing whom to compare.
_CROWD, _RARE = 128, (8, 32)
# Targets and means of a clause under which it is found.
_KEYS_OF_THINGS = 2
_DAY_BITS, _FACET_BITS = 22, 21


def cluster(tellings: Sequence[Telling], places: Places, window: int) -> list[list[Telling]]:
    """Groups, each account in the best one that it fits; the best dated and placed accounts come first."""
    groups: list[_Group] = []
    index = _Index(places, window)
    for telling in sorted(tellings, key=_order):
        scored = [
            (groups[n].best_score(telling, places, window, alone=alone), -n)
            for n, alone in index.near(telling)
            if groups[n].fits(telling, places, window)
        ]
        best = max(scored, default=(0.0, 0))
        if best[0] >= THRESHOLD:
            home = -best[1]
            groups[home].add(telling)
        else:
            home = len(groups)
            groups.append(_Group([telling]))
        index.add(telling, home)
    return [group.members for group in groups]


def _order(telling: Telling) -> tuple[bool, bool, str, str, str]:
    account, article = telling.account, telling.article
    when = (account.date_earliest or "", "" if telling.dated else article.published or "")
    return not telling.narrow, not telling.where, *when, account.account_id


def fits(telling: Telling, group: Iterable[Telling], places: Places, window: int) -> bool:
    """The account can be the same event as every one of the group: its days meet theirs, its places too."""
    for other in group:
        if told_together(telling, other):
            continue
        if not can_be_of_one_time(telling, other, window):
            return False
        if telling.where and other.where and not places.meet(telling.where, other.where):
            return False
        if telling.article.article_id == other.article.article_id and tolls_clash(telling.account, other.account):
            return False
    return True


# ---------------------------------------------------------------- groups


@dataclass(slots=True)
class _Group:
    """Accounts that tell one event, and a summary of them once they are several."""

    members: list[Telling]
    summary: _Summary | None = None

    def add(self, telling: Telling) -> None:
        self.members.append(telling)
        if self.summary is not None:
            self.summary.add(telling)
        elif len(self.members) >= _SEVERAL:
            self.summary = _Summary()
            for member in self.members:
                self.summary.add(member)

    def fits(self, telling: Telling, places: Places, window: int) -> bool:
        if self.summary is not None:
            if self.summary.fits(telling, places, window):
                return True
            if (telling.article.article_id, telling.account.event_id) not in self.summary.deeds:
                return False
        return fits(telling, self.members, places, window)

    def _compared(self, telling: Telling, *, large: bool) -> list[Telling]:
        if self.summary is None:
            return self.members
        if large:
            return self.summary.compared(telling)
        own = (m for m in self.members if m.article.article_id == telling.article.article_id)
        told = chain(own, *self.summary.told.values())
        return list({other.account.account_id: other for other in told}.values())

    def best_score(self, telling: Telling, places: Places, window: int, *, alone: bool) -> float:
        """The best score with an account of the group; of a large group, with one of its article or what a share of it reach.

        Scores below the threshold are 0. ``alone`` says that one key only is shared, with which only accounts that are told
        alike can reach it.
        """
        large = len(self.members) >= _LARGE
        others = self._compared(telling, large=large)
        scored = [
            (0.0 if alone and _too_little(pair) else score(pair, THRESHOLD), pair.right.article.article_id)
            for pair in (Pair(telling, other, places, window) for other in others)
        ]
        scores = sorted((found for found, _ in scored), reverse=True)
        if not large:
            return scores[0]
        beside = max((found for found, article in scored if article == telling.article.article_id), default=0.0)
        return max(beside, scores[len(scores) // _SHARE])


def _too_little(pair: Pair) -> bool:
    """Nothing in how two accounts are told makes up for their sharing one key alone."""
    told_alike = same_mode(pair) or same_thing(pair) or pair.likeness >= SOME_WORDS or one_headline(pair)
    return not told_alike and not small_place(pair)


@dataclass(slots=True)
class _Summary:
    """What a group of several shares, and the accounts of it that others are compared with."""

    first: int = date.min.toordinal()
    last: int = date.max.toordinal()
    wheres: dict[frozenset[str], None] = field(default_factory=dict)
    tolls: dict[str, dict[tuple[int | None, ...], Account]] = field(default_factory=dict)
    # Deeds that the finder saw told in one article, each with its article.
    deeds: set[tuple[str, str]] = field(default_factory=set)
    # One account for each way in which one text tells a set of slots.
    told: dict[Hashable, list[Telling]] = field(default_factory=dict)
    of_slots: dict[Hashable, list[Telling]] = field(default_factory=dict)
    of_text: dict[str, list[Telling]] = field(default_factory=dict)
    of_article: dict[tuple[str, int], list[Telling]] = field(default_factory=dict)

    def add(self, t: Telling) -> None:
        """Take an account in."""
        a = t.account
        self.first, self.last = max(self.first, t.begin), min(self.last, t.end)
        if t.where:
            self.wheres[t.where] = None
        if a.event_id:
            self.deeds.add((t.article.article_id, a.event_id))
        self.tolls.setdefault(t.article.article_id, {}).setdefault(_toll(a), a)
        slots = (t.first, t.last, t.where, a.actor_ids, a.recipient_ids, a.killed_low, a.killed_high)
        if slots in self.of_slots or len(self.of_slots) < _SLOTS:
            _keep(self.of_slots.setdefault(slots, []), t, _OF_SLOTS)
        if len(self.told) < _LARGE:
            _keep(self.told.setdefault((t.article.lineage_id, *slots, a.mode, a.text), []), t, _OF_WORDS)
        _keep(self.of_text.setdefault(t.article.lineage_id, []), t, _OF_TEXT)
        _keep(self.of_article.setdefault((t.article.article_id, a.start // _NEAR), []), t, _OF_TEXT)

    def fits(self, t: Telling, places: Places, window: int) -> bool:
        """:func:`fits` of all accounts of the group."""
        if t.begin - self.last > window or self.first - t.end > window:
            return False
        if t.where and not all(places.meet(t.where, where) for where in self.wheres):
            return False
        return not any(tolls_clash(t.account, a) for a in self.tolls.get(t.article.article_id, {}).values())

    def compared(self, t: Telling) -> list[Telling]:
        """The accounts of a large group that speak for all of it; there is one at least."""
        part = t.account.start // _NEAR
        beside = (self.of_article.get((t.article.article_id, n), ()) for n in (part - 1, part, part + 1))
        chosen = chain(*beside, self.of_text.get(t.article.lineage_id, ()), *self.of_slots.values())
        return list({other.account.account_id: other for other in chosen}.values())


def _keep(held: list[Telling], telling: Telling, at_most: int) -> None:
    if len(held) < at_most:
        held.append(telling)


def _toll(a: Account) -> tuple[int | None, ...]:
    return a.killed_low, a.killed_high, a.injured_low, a.injured_high


# ---------------------------------------------------------------- who is compared


_CROWDED = -1  # stands for the groups of a key that too many share


class _Index:
    """Which groups share a key with an account.

    No two accounts reach the threshold without sharing one of these: a day and a place, a party, a toll or a target on it; a
    month, a place and a party or a toll; or a part of one text. A place counts with those around it that are smaller than a
    country. Keys are numbers and a group that is alone under its key is kept as one, because an account has some ten.
    """

    def __init__(self, places: Places, window: int) -> None:
        self._places, self._window = places, window
        self._numbers: dict[Hashable, int] = {}
        self._groups: dict[int, int | set[int]] = {}

    def add(self, telling: Telling, group: int) -> None:
        """Let an account's group be found by its keys."""
        for key in self._own_keys(telling):
            held = self._groups.get(key)
            if held is None:
                self._groups[key] = group
            elif isinstance(held, int):
                if held not in (group, _CROWDED):
                    self._groups[key] = {held, group}
            elif group not in held:
                held.add(group)
                if len(held) > _CROWD:
                    self._groups[key] = _CROWDED

    def near(self, telling: Telling) -> list[tuple[int, bool]]:
        """The groups to compare an account with, and whether one key alone is shared, which is no text.

        Those of its text come first, then those that share most keys, and the rarest; one key alone counts where few share more.
        """
        shared: Counter[int] = Counter()
        weight: Counter[int] = Counter()
        for key in dict.fromkeys(self._asked_keys(telling)):
            held = self._held(key)
            worth = 1 + sum(len(held) <= few for few in _RARE)
            for group in held:
                shared[group] += 1
                weight[group] += worth
        of_text = {group for aside in (-1, 0, 1) for group in self._held(self._part_key(telling, aside))}
        shared.update(of_text)
        ranked = sorted(shared, key=lambda n: (n not in of_text, -weight[n], n))[:_TRIES]
        asked = [(n, shared[n] == 1 and n not in of_text) for n in ranked]
        return [(n, alone) for place, (n, alone) in enumerate(asked) if not alone or place < _FEW]

    def _held(self, key: int) -> Collection[int]:
        held = self._groups.get(key, _CROWDED)
        if isinstance(held, int):
            return () if held == _CROWDED else (held,)
        return held

    def _own_keys(self, t: Telling) -> Iterator[int]:
        if t.narrow:
            yield from self._day_keys(t, range(t.first, t.last + 1))
        yield from self._month_keys(t)
        yield self._part_key(t, 0)

    def _asked_keys(self, t: Telling) -> Iterator[int]:
        if t.narrow:
            yield from self._day_keys(t, range(t.first - self._window, t.last + self._window + 1))
        elif not t.dated and len(t.article.published or "") == len("2031-03-04"):
            published = date.fromisoformat(t.article.published or "").toordinal()
            yield from self._day_keys(t, range(published - WEEK, published + 1))
        yield from self._month_keys(t)

    def _day_keys(self, t: Telling, days: Iterable[int]) -> Iterator[int]:
        facets = [*self._where(t), *self._others(t), *self._things(t)]
        for day in days:
            for facet in facets:
                yield facet << _DAY_BITS | day

    def _month_keys(self, t: Telling) -> Iterator[int]:
        month = (t.account.date_earliest or t.article.published or "")[:7]
        if len(month) == len("2031-03"):
            others = self._others(t)
            when = 1 << 2 * _FACET_BITS | int(month[:4]) * 12 + int(month[5:])
            for place in self._where(t):
                for other in others:
                    yield (place << _FACET_BITS | other) << _DAY_BITS | when << _DAY_BITS

    def _part_key(self, t: Telling, aside: int) -> int:
        part = (t.account.start - t.article.start) // _PART + aside + 1
        return self._number("text", t.article.lineage_id) << _DAY_BITS | part

    def _where(self, t: Telling) -> list[int]:
        around = {h for place in t.where for h in self._places.holders(place) if not self._places.is_country(h)}
        return [self._number("place", p) for p in sorted(t.where | around) if not self._places.is_country(p)]

    def _others(self, t: Telling) -> list[int]:
        a = t.account
        found = [self._number("actor", i) for i in a.actor_ids] + [
            self._number("recipient", i) for i in a.recipient_ids
        ]
        if a.killed_low is not None or a.killed_high is not None:
            found.append(self._number("toll", f"{a.killed_low} {a.killed_high}"))
        return found

    def _things(self, t: Telling) -> list[int]:
        if t.account.type is not EventType.ASSAULT:
            return []
        return [self._number("thing", thing) for thing in sorted(things(t.account.text))[:_KEYS_OF_THINGS]]

    def _number(self, kind: str, name: str) -> int:
        return self._numbers.setdefault((kind, name), len(self._numbers) + 1)
