"""One event in many accounts.

Accounts of one type and standing (told as fact, planned, hypothetical) are compared; what speaks for and against one event is
a table of small named functions, each worth a weight. An account joins a group only where it fits the days and
places that the whole group shares, so that distant days or places are never chained together through a middle one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from counterclaim.knowledge import Gazetteer, Knowledge
from counterclaim.records import (
    UNNAMED,
    Account,
    Article,
    Claim,
    Event,
    EventType,
    Found,
    Level,
    Status,
    identify,
)
from counterclaim.settings import Weighing
from counterclaim.weighing.decided_links import NOTHING, Constraints, regroup
from counterclaim.weighing.lineage import join, words

# Standing of an account: events that are said to have occurred are never one with those only planned or supposed.
STANDING = {Status.PLANNED: "planned", Status.HYPOTHETICAL: "supposed"}
THRESHOLD = 2.8
# Accounts dated more loosely than a week ("in April") fit many events and prove none.
_WEEK = 7
# Characters within which a sentence goes on telling what the one before it told; and the opening of an article.
_NEXT = 350
# Deeds that are told over several sentences; words and agreements are each an act of their own.
_TOLD_ON = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST})
# A toll from here on is a war's, not the act's that the sentence before it told.
_WAR = 1000
# Words by which a sentence says that it turns to another act.
_OTHER = frozenset(
    {
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
    }
)
_OPENING = 700
# Characters of an article whose accounts are compared with one another and with those of the next part, so that a book
# of many thousand accounts does not take hours; hardly an article is longer.
_PART = 20_000


@dataclass(frozen=True)
class Telling:
    """An account with its article, the claim it stands in, the words of its clause, and all places it names.

    ``where`` holds the account's places and those of its recipients that are places: what was done "to Dunmere" was
    done there.
    """

    account: Account
    article: Article
    claim: Claim | None
    words: frozenset[str]
    where: frozenset[str]


@dataclass(frozen=True)
class Told:
    """An event with its tellings, in the order of their ids."""

    event: Event
    tellings: tuple[Telling, ...]

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts, each with its event and its witness."""
        return tuple(t.account for t in self.tellings)


@dataclass(frozen=True)
class Pair:
    """What the features look at: two tellings, and what is known of places."""

    left: Telling
    right: Telling
    gazetteer: Gazetteer
    window: int

    @cached_property
    def likeness(self) -> float:
        """Share of the shorter clause's words in the other one; 0 where the two give different numbers."""
        a, b = self.left.words, self.right.words
        shorter = min(len(a), len(b))
        if shorter < 3:
            return 0.0
        if any(w.isdigit() for w in a - b) and any(w.isdigit() for w in b - a):
            return 0.0
        return len(a & b) / shorter


def same_days(pair: Pair) -> bool:
    """Both are dated to within a week, and the days meet."""
    a, b = pair.left.account, pair.right.account
    return bool(_narrow(a) and _narrow(b) and days_meet(a, b, 0))


def near_days(pair: Pair) -> bool:
    """Both are dated to within a week, and the days lie next to each other."""
    a, b = pair.left.account, pair.right.account
    return bool(_narrow(a) and _narrow(b) and not days_meet(a, b, 0) and days_meet(a, b, pair.window))


def told_soon(pair: Pair) -> bool:
    """One is dated, the other is not and was published on that day or in the week after it."""
    for dated, other in ((pair.left, pair.right), (pair.right, pair.left)):
        day = other.article.published or ""
        if _narrow(dated.account) and not _dated(other.account) and len(day) == len("2031-03-04"):
            return 0 <= (date.fromisoformat(day) - _first(dated.account)).days <= _WEEK
    return False


def same_place(pair: Pair) -> bool:
    """Both name one place below the level of a country."""
    return any(not _is_country(place, pair.gazetteer) for place in pair.left.where & pair.right.where)


def nested_place(pair: Pair) -> bool:
    """A place of the one lies inside a place of the other that is smaller than a country."""
    return not same_place(pair) and any(
        _nested(a, b, pair.gazetteer) for a in pair.left.where for b in pair.right.where
    )


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


def same_words(pair: Pair) -> bool:
    """Most of the words of the shorter clause stand in the other one."""
    return pair.likeness >= 0.6


def some_words(pair: Pair) -> bool:
    """A third of the words of the shorter clause stand in the other one."""
    return 0.35 <= pair.likeness < 0.6


def one_text(pair: Pair) -> bool:
    """The two articles go back to one text, and the clause is the same."""
    return (
        pair.left.article.lineage_id == pair.right.article.lineage_id
        and pair.left.article.article_id != pair.right.article.article_id
        and pair.likeness >= 0.6
    )


def goes_on(pair: Pair) -> bool:
    """The next sentences of one article, without a day, a place or a number of their own that says otherwise."""
    first, then = sorted((pair.left, pair.right), key=lambda t: t.account.start)
    if first.article.article_id != then.article.article_id or then.account.start - first.account.end > _NEXT:
        return False
    if first.account.type not in _TOLD_ON:
        return False
    a, b = first.account, then.account
    plain = not (_dated(b) and not _equal_days(a, b)) and not (then.where - first.where)
    plain = plain and not (_OTHER & then.words) and not _past_and_present(a, b) and (b.killed_low or 0) < _WAR
    return plain and not other_actor(pair) and not other_recipient(pair) and not _tolls_clash(a, b)


def headline(pair: Pair) -> bool:
    """The title of an article and its opening, where nothing that the two state differs."""
    first, then = sorted((pair.left, pair.right), key=lambda t: t.account.start)
    title = first.article.title
    if not title or first.article.article_id != then.article.article_id:
        return False
    into = first.article.start
    if first.account.end - into > len(title) or then.account.start - into > len(title) + _OPENING:
        return False
    meets = not first.where or not then.where or bool(first.where & then.where)
    meets = meets and not _past_and_present(first.account, then.account)
    return meets and not other_actor(pair) and not _tolls_clash(first.account, then.account)


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
    (same_words, 1.2),
    (some_words, 0.6),
    (one_text, 3.0),
    (goes_on, 2.8),
    (headline, 2.8),
)


def group(
    found: Sequence[Found], *, knowledge: Knowledge, settings: Weighing, decided: Constraints[str] = NOTHING
) -> tuple[Told, ...]:
    """Every account in exactly one event. ``found`` must carry entity ids and lineages.

    ``decided`` are accounts, by id, that people decided to be one event or not; it goes before all features.
    """
    blocks: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in every_telling(found):
        account = telling.account
        blocks[account.type, STANDING.get(account.status, "told")].append(telling)
    clusters = [
        tellings
        for block in sorted(blocks)
        for tellings in _cluster(blocks[block], knowledge.gazetteer, settings.event_day_window)
    ]
    told = [_told(tellings, knowledge.gazetteer) for tellings in _as_decided(clusters, decided)]
    return tuple(sorted(told, key=lambda t: t.event.event_id))


def _as_decided(clusters: list[list[Telling]], decided: Constraints[str]) -> list[list[Telling]]:
    """The groups with what people decided held."""
    if not decided.nodes:
        return clusters
    tellings = {t.account.account_id: t for cluster in clusters for t in cluster}
    groups = regroup([[t.account.account_id for t in cluster] for cluster in clusters], decided)
    return [[tellings[account_id] for account_id in group.nodes] for group in groups]


def every_telling(found: Sequence[Found]) -> Iterable[Telling]:
    """Every account of the articles as a telling."""
    places = {place for f in found for a in f.findings.accounts for place in a.place_ids}
    for f in found:
        claims = {c.claim_id: c for c in f.findings.claims}
        for account in f.findings.accounts:
            claim = claims.get(account.claim_id) if account.claim_id else None
            where = frozenset(account.place_ids) | (places & set(account.recipient_ids))
            yield Telling(account, f.article, claim, _content_words(account.text), where)


def _content_words(text: str) -> frozenset[str]:
    return frozenset(w for w in words(text) if len(w) > 3 or w.isdigit())


def _cluster(tellings: Sequence[Telling], gazetteer: Gazetteer, window: int) -> list[list[Telling]]:
    """Groups, each account in the best one that it fits; the best dated and placed accounts come first."""
    clusters: list[list[Telling]] = []
    index: dict[object, set[int]] = defaultdict(set)
    for telling in sorted(tellings, key=_order):
        near = sorted({n for key in _block_keys(telling, window) for n in index[key]})
        fitting = [
            (score, -n)
            for n in near
            if fits(telling, clusters[n], gazetteer, window)
            and (score := _best_score(telling, clusters[n], gazetteer, window)) >= THRESHOLD
        ]
        if fitting:
            home = -max(fitting)[1]
            clusters[home].append(telling)
        else:
            home = len(clusters)
            clusters.append([telling])
        for key in _block_keys(telling, window):
            index[key].add(home)
    return clusters


def _order(telling: Telling) -> tuple[int, int, str, str]:
    account = telling.account
    return (
        0 if _narrow(account) else 1,
        0 if telling.where else 1,
        account.date_earliest or "",
        account.account_id,
    )


def _block_keys(telling: Telling, window: int) -> Iterable[object]:
    """Two accounts are compared only where they share one of these: a day, a place in one month, parts of a lineage or article."""
    account = telling.account
    if _narrow(account) and account.date_earliest and account.date_latest:
        first, last = date.fromisoformat(account.date_earliest), date.fromisoformat(account.date_latest)
        for n in range(-window, (last - first).days + window + 1):
            yield ("day", first + timedelta(days=n))
    month = (account.date_earliest or telling.article.published or "")[:7]
    if len(month) == len("2031-03"):
        for place in sorted(telling.where):
            yield ("place", place, month)
    part = (account.start - telling.article.start) // _PART
    for n in (part, part + 1):
        yield ("article", telling.article.article_id, n)
        yield ("lineage", telling.article.lineage_id, n)


def fits(telling: Telling, cluster: Sequence[Telling], gazetteer: Gazetteer, window: int) -> bool:
    """The account can be the same event as every one of the cluster: its days meet theirs, its places too."""
    for other in cluster:
        a, b = telling.account, other.account
        if _dated(a) and _dated(b) and not days_meet(a, b, window):
            return False
        if telling.where and other.where and not _places_meet(telling, other, gazetteer):
            return False
        if telling.article.article_id == other.article.article_id and _tolls_clash(a, b):
            return False
    return True


def _best_score(telling: Telling, cluster: Sequence[Telling], gazetteer: Gazetteer, window: int) -> float:
    return max(score(Pair(telling, other, gazetteer, window)) for other in cluster)


def score(pair: Pair) -> float:
    """The sum of the weights of the features that hold."""
    return sum(weight for feature, weight in FEATURES if feature(pair))


def explain(pair: Pair) -> tuple[str, ...]:
    """The explanation (first docstring line) of every feature that holds."""
    return tuple(words for words, _ in reasons(pair))


def reasons(pair: Pair) -> tuple[tuple[str, float], ...]:
    """The explanation (first docstring line) and the weight of every feature that holds."""
    return tuple(((f.__doc__ or f.__name__).split("\n")[0], weight) for f, weight in FEATURES if f(pair))


def _told(tellings: Sequence[Telling], gazetteer: Gazetteer) -> Told:
    ordered = sorted(tellings, key=lambda t: t.account.account_id)
    first = ordered[0].account
    event_id = identify("evt", first.account_id)
    witnesses = witness_ids(event_id, ordered)
    placed = tuple(
        replace(t, account=replace(t.account, event_id=event_id, witness_id=witnesses[t.account.account_id]))
        for t in ordered
    )
    accounts = [t.account for t in placed]
    earliest, latest = common_days(accounts)
    modes = {a.mode for a in accounts if a.mode}
    reasons = dict.fromkeys(
        reason for i, left in enumerate(placed[:-1]) for reason in explain(Pair(left, placed[i + 1], gazetteer, 1))
    )
    return Told(
        Event(
            event_id=event_id,
            type=first.type,
            mode=modes.pop() if len(modes) == 1 else None,
            actor_ids=_shared([a.actor_ids for a in accounts]),
            recipient_ids=_shared([a.recipient_ids for a in accounts]),
            place_ids=_shared_places([tuple(sorted(t.where)) for t in placed], gazetteer),
            date_earliest=earliest,
            date_latest=latest,
            account_count=len(accounts),
            witness_count=len(set(witnesses.values())),
            level=Level.SINGLE,
            why=" ".join(reasons),
        ),
        placed,
    )


def witness_ids(event_id: str, tellings: Sequence[Telling]) -> dict[str, str]:
    """Account id -> witness id: accounts of one lineage, one outlet or one named informant are one witness."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for t in tellings:
        account_id = t.account.account_id
        holders["lineage", t.article.lineage_id].append(account_id)
        holders["article", t.article.article_id].append(account_id)
        if t.article.outlet:
            holders["outlet", t.article.outlet.casefold()].append(account_id)
        for informant in t.account.informant_ids:
            if not informant.startswith(UNNAMED):
                holders["informant", informant].append(account_id)
    pairs = [(ids[0], other) for ids in holders.values() for other in ids[1:]]
    joined = join((t.account.account_id for t in tellings), pairs)
    return {account: identify("wit", event_id, first) for account, first in joined.items()}


def common_days(accounts: Sequence[Account]) -> tuple[str | None, str | None]:
    """The days that all dated accounts share; (None, None) where they share none or none is dated."""
    starts = [a.date_earliest for a in accounts if a.date_earliest]
    ends = [a.date_latest for a in accounts if a.date_latest]
    earliest, latest = max(starts, default=None), min(ends, default=None)
    if earliest and latest and earliest > latest:
        return None, None
    return earliest, latest


def _shared(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The ids in every list that is not empty; none where fewer than a quarter of the accounts state any."""
    given = [ids for ids in lists if ids]
    if len(given) * 4 < len(lists) or not given:
        return ()
    common = set(given[0]).intersection(*given[1:])
    return tuple(sorted(common))


def _shared_places(lists: Sequence[tuple[str, ...]], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Places that every placed account names or lies in."""
    given = [ids for ids in lists if ids]
    every = sorted({place for ids in given for place in ids})
    return tuple(
        place for place in every if all(any(place == p or gazetteer.contains(place, p) for p in ids) for ids in given)
    )


def days_meet(a: Account, b: Account, window: int) -> bool:
    """True when the two spans of days share a day, or lie at most ``window`` days apart."""
    low = max(_first(a), _first(b))
    high = min(_last(a), _last(b))
    return (low - high).days <= window


def _first(account: Account) -> date:
    return date.fromisoformat(account.date_earliest) if account.date_earliest else date.min


def _last(account: Account) -> date:
    return date.fromisoformat(account.date_latest) if account.date_latest else date.max


def _dated(account: Account) -> bool:
    return account.date_earliest is not None or account.date_latest is not None


def _narrow(account: Account) -> bool:
    """Dated to a week or less."""
    if not account.date_earliest or not account.date_latest:
        return False
    return (_last(account) - _first(account)).days <= _WEEK


def _past_and_present(a: Account, b: Account) -> bool:
    """One of the two is told as background."""
    return (a.status is Status.HISTORICAL) != (b.status is Status.HISTORICAL)


def _equal_days(a: Account, b: Account) -> bool:
    return (a.date_earliest, a.date_latest) == (b.date_earliest, b.date_latest)


def _tolls_clash(a: Account, b: Account) -> bool:
    """Both count the killed, or both the injured, and the counts cannot be one."""
    return _ranges_clash(a.killed_low, a.killed_high, b.killed_low, b.killed_high) or _ranges_clash(
        a.injured_low, a.injured_high, b.injured_low, b.injured_high
    )


def _ranges_clash(low: int | None, high: int | None, other_low: int | None, other_high: int | None) -> bool:
    if (low is None and high is None) or (other_low is None and other_high is None):
        return False
    least = max(low or 0, other_low or 0)
    return any(top is not None and top < least for top in (high, other_high))


def _places_meet(one: Telling, other: Telling, gazetteer: Gazetteer) -> bool:
    if one.where & other.where:
        return True
    return any(gazetteer.contains(p, q) or gazetteer.contains(q, p) for p in one.where for q in other.where)


def _nested(a: str, b: str, gazetteer: Gazetteer) -> bool:
    return bool(
        (gazetteer.contains(a, b) and not _is_country(a, gazetteer))
        or (gazetteer.contains(b, a) and not _is_country(b, gazetteer))
    )


def _is_country(place_id: str, gazetteer: Gazetteer) -> bool:
    place = gazetteer.get(place_id)
    return place is not None and place.precision == "country"


def _stated(account: Account) -> bool:
    return account.killed_low is not None or account.killed_high is not None


def names(ids: Iterable[str], known: Mapping[str, str]) -> str:
    """Entity names for people to read, joined by commas."""
    return ", ".join(sorted(known.get(i, i.removeprefix(UNNAMED).replace("-", " ")) for i in ids))
