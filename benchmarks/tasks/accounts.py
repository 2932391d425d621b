"""What several articles say of one incident: the main attack of each article, slot by slot, and where the articles differ.

    python -m benchmarks.tasks.accounts FILE    how right the disputed slots are, all kinds and conflicts alone

The main incident of an article is the attack that its accounts tell most fully and first; its slots come from all accounts of
the article that can be of that event. The annotation calls a slot disputed where a later toll or another bound is given as
well, so the answer counts disputes of all three kinds: conflict, update and bound.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.tasks import common
from counterclaim import weighing
from counterclaim.records import (
    UNNAMED,
    Account,
    Claim,
    DisputeKind,
    EventType,
    Findings,
    Found,
    Mention,
    MentionType,
    Precision,
    Stance,
    Status,
)
from counterclaim.settings import Settings
from counterclaim.weighing.parties import Parties

Record = dict[str, Any]
Range = tuple[int | None, int | None]
# Lower bounds that stand for words: several, dozens, scores, hundreds, thousands.
_VAGUE = frozenset({3, 24, 40, 200, 2000})
# Characters around the main account within which the article goes on telling of it.
_AROUND = 700
_TOLD = (Status.HAPPENED, Status.ONGOING, Status.DENIED)


@dataclass(frozen=True)
class Read:
    """One article with what the product found in it."""

    record: Record
    found: Findings

    def words(self, key: str) -> list[str]:
        """The ways in which the article names an entity (or the state, of a government), the commonest first, then its name."""
        keys = self.keys(key)
        said = Counter(m.text for m in self.found.mentions if m.entity_id in keys and m.how != "pronoun")
        names = [e.name for e in self.found.entities if e.entity_id in keys]
        return list(dict.fromkeys([*[text for text, _ in said.most_common()], *names]))

    def keys(self, key: str) -> set[str]:
        """The key with that of the state whose government it is."""
        actors = common.known().catalogue.get
        named = {e.entity_id: actors(e.entity_id) for e in self.found.entities}
        return {key, *(k for k, actor in named.items() if actor is not None and actor.government == key)}


def predict(record: Record) -> Record:
    """The accounts of one group of articles and the slots on which they differ.

    These are the slots of the disputes that the product itself shows, and those on which the main accounts exclude one another.
    """
    read = [Read(article, common.found(article)) for article in record["articles"]]
    shared = Counter(place for r in read for place in {p for a in r.found.accounts if _attack(a) for p in a.place_ids})
    accounts = [_account(r, shared) for r in read]
    shown = _weighed(read)
    conflicts = [slot for slot in SLOTS if shown.get(slot) is DisputeKind.CONFLICT or _conflict(slot, accounts)]
    return {
        "group": record["group"],
        "articles": [{"id": r.record["id"], "account": account} for r, account in zip(read, accounts, strict=True)],
        "disputed_slots": [s for s in SLOTS if s in conflicts or s in shown or _other_bound(s, accounts)],
        "conflict_slots": conflicts,
    }


def _weighed(read: list[Read]) -> dict[str, DisputeKind]:
    """The slots on which attacks are disputed when the product weighs the articles, with the kind.

    A slot is left out where the disputed values are bounds of one number or its exact figure ("at least 16", "16").
    """
    found = [Found(common.whole_article(r.record), r.found, r.record["text"]) for r in read]
    weighed = weighing.weigh(found, knowledge=common.known(), settings=Settings().weighing)
    attacks = {e.event_id for e in weighed.events if e.type is EventType.ASSAULT}
    accounts = {a.account_id: a for f in weighed.found for a in f.findings.accounts}
    shown: dict[str, DisputeKind] = {}
    for d in sorted(weighed.disputes, key=lambda d: d.kind is DisputeKind.CONFLICT):
        of = [accounts[p.account_id] for p in d.positions if p.account_id in accounts]
        if d.event_id in attacks and (d.kind is not DisputeKind.BOUND or _lows_differ(d.slot, of)):
            shown[_SHOWN.get(d.slot, d.slot)] = d.kind
    return shown


def _lows_differ(slot: str, accounts: list[Account]) -> bool:
    values = [(a.killed_low, a.killed_high) if slot == "killed" else (a.injured_low, a.injured_high) for a in accounts]
    return len({low for low, high in values if low is not None and (high is not None or low not in _VAGUE)}) > 1


def _attack(account: Account) -> bool:
    return account.type is EventType.ASSAULT and account.status in _TOLD


def _account(read: Read, shared: Counter[str]) -> Record:
    attacks = [a for a in read.found.accounts if _attack(a)]
    if not attacks:
        return {}
    title = len(read.record.get("title") or "")
    main = max(attacks, key=lambda a: (_fullness(a, shared, len(read.record["text"]), title), -a.start))
    same = [a for a in attacks if _one_event(main, a)]
    claims = {c.claim_id: c for c in read.found.claims}
    tolls = [a for a in same if _stated((a.killed_low, a.killed_high)) and a.status is not Status.ONGOING]
    hurt = next((a for a in [main, *same] if _stated((a.injured_low, a.injured_high))), None)
    dated = next((a for a in [main, *same] if a.date_earliest or a.date_latest), None)
    small = [a for a in [main, *same] if a.place_ids and not set(a.place_ids) & _countries(read)]
    placed = next((a for a in [*small, main, *same] if a.place_ids), None)
    toll = main if main in tolls else (tolls[0] if tolls else None)
    if toll and toll.killed_high is None:  # an exact figure of the body that fits beats a bound of the lead
        exact = [a for a in tolls if a.killed_low == a.killed_high and a.killed_low is not None and a.start > title]
        toll = next(
            (a for a in exact if toll.killed_low is not None and _little_more(toll.killed_low, a.killed_low)), toll
        )
    return {
        "date": {"from": dated.date_earliest, "to": dated.date_latest} if dated else None,
        "place": _place(read, placed) if placed else None,
        "places": sorted({key for a in [main, *same] for key in a.place_ids}),
        "killed": {"low": toll.killed_low, "high": toll.killed_high} if toll else None,
        "injured": {"low": hurt.injured_low, "high": hurt.injured_high} if hurt else None,
        "perpetrator": _parties(read, [main, *(a for a in same if _tied(main, a))]),
        "source": _sources(read, next((a for a in [main, *same] if a.informant_ids), main), claims),
        "denied_by": _deniers(read, [main, *same]),
        "figures": _figures(read, tolls, claims),
    }


def _little_more(bound: int, exact: int | None) -> bool:
    """The exact figure is one that a writer would round to the bound ("more than 30" of 32)."""
    return exact is not None and bound < exact <= 1.3 * bound


def _countries(read: Read) -> set[str]:
    return {p.place_id for p in read.found.places if p.precision is Precision.COUNTRY}


def _place(read: Read, account: Account) -> Record:
    names = [name for key in account.place_ids for name in read.words(key)[:2]]
    return {"names": names, "ids": list(account.place_ids)}


def _fullness(account: Account, shared: Counter[str], length: int, title: int) -> float:
    return (
        1.5 * _stated((account.killed_low, account.killed_high))
        + 0.5 * _stated((account.injured_low, account.injured_high))
        + 0.7 * bool(account.place_ids)
        + 0.4 * bool(account.actor_ids)
        + 0.5 * max((shared[p] for p in account.place_ids), default=0) / max(1, max(shared.values(), default=1))
        - 3.0 * account.start / max(1, length)
        - 0.6 * (account.start < title)
    )


def _one_event(main: Account, other: Account) -> bool:
    """The other account can be of the main event: places meet and so do days."""
    if main.place_ids and other.place_ids and not set(main.place_ids) & set(other.place_ids):
        return False
    if main.date_latest and other.date_earliest and main.date_latest < other.date_earliest:
        return False
    if other.date_latest and main.date_earliest and other.date_latest < main.date_earliest:
        return False
    return not (main.mode and other.mode and main.mode != other.mode)


def _tied(main: Account, other: Account) -> bool:
    """A place or a day is common, or the other account stands in the sentences around the main one."""
    if set(main.place_ids) & set(other.place_ids) or abs(other.start - main.start) <= _AROUND:
        return True
    day = (main.date_earliest, main.date_latest)
    return day != (None, None) and day == (other.date_earliest, other.date_latest)


def _stated(bounds: Range) -> bool:
    return bounds != (None, None)


def _parties(read: Read, accounts: list[Account]) -> list[Record]:
    keys = next((a.actor_ids for a in accounts if a.actor_ids), ())
    told = [(key, [*_phrases(read, key), *read.words(key)]) for key in keys]
    return [{"values": values, "id": key, "person": key in _persons(read)} for key, values in told if values]


def _persons(read: Read) -> set[str]:
    return {e.entity_id for e in read.found.entities if e.type is MentionType.PERSON}


def _phrases(read: Read, key: str) -> list[str]:
    """The name with the words after it ("Ostreli warplanes"), as the article has them."""
    text = read.record["text"]
    found: list[str] = []
    for mention in read.found.mentions:
        if mention.entity_id in read.keys(key):
            found.extend(_longer(text, mention))
    return list(dict.fromkeys(found))[:6]


def _longer(text: str, mention: Mention) -> list[str]:
    words = text[mention.end : mention.end + 40].split(" ")[1:4]
    kept: list[str] = []
    for word in words:
        if not word.isalpha() or word in ("and", "in", "on", "of", "to", "has", "have", "was", "were", "said"):
            break
        kept.append(word)
    return [" ".join([mention.text, *kept[:n]]) for n in range(1, len(kept) + 1)]


def _sources(read: Read, account: Account, claims: dict[str, Claim]) -> list[Record]:
    claim = claims.get(account.claim_id) if account.claim_id else None
    if claim is None:
        near = [c for c in read.found.claims if c.start <= account.end and account.start <= c.end]
        claim = near[0] if near else None
    return [_speaker(read, claim)] if claim is not None and claim.speaker else []


def _speaker(read: Read, claim: Claim) -> Record:
    named = [] if claim.speaker_id.startswith(UNNAMED) else read.words(claim.speaker_id)
    return {"values": [*([claim.speaker] if claim.speaker else []), *named]}


def _deniers(read: Read, accounts: list[Account]) -> list[Record]:
    accused = {key for a in accounts for key in a.actor_ids}
    return [
        _speaker(read, claim)
        for claim in read.found.claims
        if claim.stance is Stance.DENIES and claim.speaker and {claim.speaker_id, claim.on_behalf_of} & accused
    ][:1]


def _figures(read: Read, tolls: list[Account], claims: dict[str, Claim]) -> list[Record]:
    found: dict[Range, Record] = {}
    for account in tolls:
        bounds = (account.killed_low, account.killed_high)
        found.setdefault(bounds, {"low": bounds[0], "high": bounds[1], "source": _sources(read, account, claims)})
    return list(found.values())


# ---------------------------------------------------------------- where the articles differ

_SHOWN = {"who": "perpetrator", "when": "date"}
SLOTS = ("date", "place", "killed", "injured", "perpetrator")


def _conflict(slot: str, accounts: list[Record]) -> bool:
    """The values of two articles share nothing."""
    given = [a for a in accounts if a.get(slot)]
    if slot == "perpetrator" and any(a.get("denied_by") for a in accounts):
        return True
    return any(_exclude(slot, left, right) for n, left in enumerate(given) for right in given[n + 1 :])


def _other_bound(slot: str, accounts: list[Record]) -> bool:
    """Two articles give different numbers, though one number could be both; a word ("dozens") is no number."""
    if slot not in ("killed", "injured"):
        return False
    values = [a[slot] for a in accounts if a.get(slot)]
    lows = {v["low"] for v in values if v["low"] is not None and (v["high"] is not None or v["low"] not in _VAGUE)}
    return len(lows) > 1


def _exclude(slot: str, one: Record, other: Record) -> bool:
    left, right = one[slot], other[slot]
    if slot in ("killed", "injured"):
        low = max(left["low"] or 0, right["low"] or 0)
        return any(high is not None and high < low for high in (left["high"], right["high"]))
    if slot == "date":
        first = max(left["from"] or "", right["from"] or "")
        return any(to is not None and to < first for to in (left["to"], right["to"]))
    if slot == "place":
        elsewhere = not set(left["ids"]) & set(other["places"]) and not set(right["ids"]) & set(one["places"])
        return elsewhere and not _common(left["names"], right["names"]) and not _near(left, right)
    if any(_akin(a["values"], b["values"]) for a in left for b in right):
        return False
    persons = frozenset(party["id"] for party in (*left, *right) if party["person"])
    parties = Parties(common.known().catalogue, persons)
    return parties.exclude([a["id"] for a in left], [b["id"] for b in right])


def _near(left: Record, right: Record) -> bool:
    """Spellings of one name, or a place inside the other."""
    if any(fuzz.ratio(a.lower(), b.lower()) >= 60 for a in left["names"] for b in right["names"]):
        return True
    holds = common.known().gazetteer.contains
    return any(holds(a, b) or holds(b, a) or holds(a, b) is None for a in left["ids"] for b in right["ids"])


def _akin(left: list[str], right: list[str]) -> bool:
    """Some names begin alike ("Ostrel", "Ostreli army")."""
    heads = [{re.sub(r"[^a-z]", "", v.lower())[:4] for v in side} for side in (left, right)]
    us = [any(re.match(r"u\.?s\b", v.lower()) for v in side) for side in (left, right)]
    return bool(heads[0] & heads[1]) or all(us)


def _common(left: list[str], right: list[str]) -> bool:
    return any(a.lower() in b.lower() or b.lower() in a.lower() for a in left for b in right)


# ---------------------------------------------------------------- disputed slots by kind


def report(records: list[Record]) -> str:
    """F1 of the disputed slots: as answered, and with conflicts alone."""
    answers = [predict(record) for record in records]
    lines = []
    for name in ("disputed_slots", "conflict_slots"):
        given = [(n, slot) for n, answer in enumerate(answers) for slot in answer[name]]
        right = {(n, slot) for n, record in enumerate(records) for slot in record["disputed_slots"]}
        hits = len(right & set(given))
        f1 = 2 * hits / max(1, len(given) + len(right))
        lines.append(f"{name}: F1 {100 * f1:.1f} (found {hits} of {len(right)}, given {len(given)})")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report([json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]))
