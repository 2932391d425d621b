"""One event in many accounts.

Accounts of one type and standing (told as fact, planned, hypothetical) are compared by the features of
:mod:`counterclaim.weighing.features` and grouped by :mod:`counterclaim.weighing.clusters`; here is what a group says as one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from counterclaim.knowledge import Knowledge
from counterclaim.records import UNNAMED, Account, Event, EventType, Found, Level, identify
from counterclaim.settings import Weighing
from counterclaim.weighing.clusters import cluster
from counterclaim.weighing.decided_links import NOTHING, Constraints, regroup
from counterclaim.weighing.features import STANDING, Pair, Places, Telling, every_telling, explain
from counterclaim.weighing.lineage import join


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its tellings, in the order of their ids."""

    event: Event
    tellings: tuple[Telling, ...]

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts, each with its event and its witness."""
        return tuple(t.account for t in self.tellings)


def group(
    found: Sequence[Found], *, knowledge: Knowledge, settings: Weighing, decided: Constraints[str] = NOTHING
) -> tuple[Told, ...]:
    """Every account in exactly one event. ``found`` must carry entity ids and lineages.

    ``decided`` are accounts, by id, that people decided to be one event or not; it goes before all features.
    """
    places = Places(knowledge.gazetteer)
    blocks: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in every_telling(found):
        account = telling.account
        blocks[account.type, STANDING.get(account.status, "told")].append(telling)
    clusters = [
        tellings for block in sorted(blocks) for tellings in cluster(blocks[block], places, settings.event_day_window)
    ]
    told = [_told(tellings, places) for tellings in _as_decided(clusters, decided)]
    return tuple(sorted(told, key=lambda t: t.event.event_id))


def _as_decided(clusters: list[list[Telling]], decided: Constraints[str]) -> list[list[Telling]]:
    """The groups with what people decided held."""
    if not decided.nodes:
        return clusters
    tellings = {t.account.account_id: t for cluster in clusters for t in cluster}
    groups = regroup([[t.account.account_id for t in cluster] for cluster in clusters], decided)
    return [[tellings[account_id] for account_id in group.nodes] for group in groups]


def _told(tellings: Sequence[Telling], places: Places) -> Told:
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
        reason for i, left in enumerate(placed[:-1]) for reason in explain(Pair(left, placed[i + 1], places, 1))
    )
    return Told(
        Event(
            event_id=event_id,
            type=_commonest(accounts),
            mode=modes.pop() if len(modes) == 1 else None,
            actor_ids=_shared([a.actor_ids for a in accounts]),
            recipient_ids=_shared([a.recipient_ids for a in accounts]),
            place_ids=_shared_places([tuple(sorted(t.where)) for t in placed], places),
            date_earliest=earliest,
            date_latest=latest,
            account_count=len(accounts),
            witness_count=len(set(witnesses.values())),
            level=Level.SINGLE,
            why=" ".join(reasons),
        ),
        placed,
    )


def _commonest(accounts: Sequence[Account]) -> EventType:
    """The type of most accounts; they differ where a person decided that they tell one event."""
    types = Counter(a.type for a in accounts)
    return max(types, key=lambda t: types[t])  # the first met of equals


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


def _shared_places(lists: Sequence[tuple[str, ...]], places: Places) -> tuple[str, ...]:
    """Places that every placed account names or lies in."""
    given = [ids for ids in lists if ids]
    every = sorted({place for ids in given for place in ids})
    return tuple(
        place for place in every if all(any(place == p or place in places.holders(p) for p in ids) for ids in given)
    )


def names(ids: Iterable[str], known: Mapping[str, str]) -> str:
    """Entity names for people to read, joined by commas."""
    return ", ".join(sorted(known.get(i, i.removeprefix(UNNAMED).replace("-", " ")) for i in ids))
