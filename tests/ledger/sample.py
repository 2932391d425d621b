"""A small invented corpus: pages, what is found in them, and a simple weighing, all with true anchors."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import Any

from counterclaim.ledger import Ledger
from counterclaim.records import (
    Account,
    Article,
    Casualty,
    Claim,
    Copy,
    CopyKind,
    DateExpression,
    Dispute,
    DisputeKind,
    Document,
    Entity,
    Event,
    EventType,
    Findings,
    Found,
    Furniture,
    Harm,
    How,
    Level,
    Mention,
    MentionType,
    Page,
    Place,
    Position,
    Precision,
    Predicate,
    Quantity,
    Relation,
    Segments,
    Stance,
    Status,
    Support,
    Weighed,
    Wording,
    identify,
)

FINDER = "finder-1"


def story(town: str = "Dunmere", killed: int = 12) -> str:
    return (
        f"Shells fall on {town}\n\nThe Tide Front said shells hit {town} market on 7 February, killing at least "
        f"{killed} people. Varda-backed militia took part.\n\nShare this\n"
    )


def page(text: str = "", *, path: str = "a.txt", data: bytes | None = None, **fields: Any) -> Page:
    text = text or story()
    data = text.encode() if data is None else data
    document = Document(
        document_id=hashlib.sha256(data).hexdigest(), path=path, other_paths=(), media_type="text/plain",
        byte_count=len(data), char_count=len(text), encoding="utf-8",
        text_sha256=hashlib.sha256(text.encode()).hexdigest(), extractor="text",
    )  # fmt: skip
    return Page(replace(document, **fields), data, text)


def segments(of: Page) -> Segments:
    document_id, text = of.document.document_id, of.text
    end = text.find("\n\nShare this")
    end = len(text) if end < 0 else end
    title = text.split("\n")[0]
    article = Article(
        identify("art", document_id, 0), document_id, 0, end, title, "Harbour Post", None, None, "2024-02-08",
        "date line", "en",
    )  # fmt: skip
    rest = (Furniture(document_id, end, len(text), "share"),) if end < len(text) else ()
    return Segments((article,), rest)


def findings(of: Page, article: Article) -> Findings:
    """What the invented story holds; nothing where the text is another."""
    text, base = of.text, {"article_id": article.article_id, "document_id": article.document_id}

    def at(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {**base, "start": start, "end": start + len(words), "text": words}

    if "The Tide Front said" not in text:
        return Findings(article.article_id)
    said = text[text.index("shells hit") : text.index(". Varda")]
    town = said.split()[2]
    killed = int(said.split()[-2])
    front, cue = at("Tide Front"), at("said")
    claim = Claim(
        claim_id=identify("clm", article.document_id, said), **at(said), cue_start=cue["start"], cue_end=cue["end"],
        cue="said", speaker_start=front["start"], speaker_end=front["end"], speaker="Tide Front",
        speaker_id="tide-front", on_behalf_of=None, stance=Stance.ASSERTS, direct=False,
        chain=("harbour-post", "tide-front"), within=None, confidence=0.75, rule="said",
    )  # fmt: skip
    account = Account(
        account_id=identify("acc", article.document_id, said), event_id="", claim_id=claim.claim_id, **at(said),
        type=EventType.ASSAULT, mode="shelling", status=Status.HAPPENED, actor_ids=(), recipient_ids=(),
        place_ids=(town.lower(),), date_earliest="2024-02-07", date_latest="2024-02-07", killed_low=killed,
        killed_high=None, injured_low=None, injured_high=None, informant_ids=("tide-front",), witness_id="",
        confidence=0.5,
    )  # fmt: skip
    toll = at(f"at least {killed} people")
    place = at(f"{town} market")
    return Findings(
        article.article_id,
        mentions=(
            Mention(identify("men", article.document_id, 1), **front, type=MentionType.ORG, entity_id="tide-front", how=How.NAME),
            Mention(
                identify("men", article.document_id, 2), **base, start=place["start"], end=place["start"] + len(town),
                text=town, type=MentionType.PLACE, entity_id=town.lower(), how=How.NAME,
            ),
        ),
        entities=(Entity("tide-front", "Tide Front", MentionType.ORG, ("the Front",)),),
        places=(Place(town.lower(), town, 1.5, -2.0, "OS", None, 7, Precision.EXACT),),
        claims=(claim,),
        accounts=(account,),
        casualties=(
            Casualty(
                account.account_id, article.document_id, toll["start"], toll["end"], toll["text"], Harm.KILLED, None,
                None, killed, None,
            ),
        ),
        relations=(
            Relation(
                identify("rel", article.document_id), "varda", Predicate.SUPPORTS, "tide-front", None, Stance.ASSERTS,
                **at("Varda-backed"), claim_id=None, date_earliest=None, date_latest=None,
            ),
        ),
        quantities=(Quantity(**toll, low=killed, high=None, modifier="at least", unit="people", counts="killed"),),
        dates=(DateExpression(**at("7 February"), value="2024-02-07", earliest="2024-02-07", latest="2024-02-07"),),
        wording=(Wording(**at("militia"), referent_id="tide-front", term="militia"),),
    )  # fmt: skip


def add(ledger: Ledger, of: Page, finder: str = FINDER) -> bool:
    cut = segments(of)
    return ledger.add_document(of, cut, [findings(of, a) for a in cut.articles], finder)


def weigh(found: tuple[Found, ...], *, by_town: bool = True) -> Weighed:
    """One event a town (or one in all); entities by their keys; one dispute over the tolls."""
    told: dict[str, list[Account]] = defaultdict(list)
    for item in found:
        for account in item.findings.accounts:
            told[account.place_ids[0] if by_town else ""].append(account)
    event_of: dict[str, Event] = {}
    for accounts in told.values():
        event_id = identify("evt", min(a.account_id for a in accounts))
        event = Event(
            event_id, EventType.ASSAULT, "shelling", (), (), (), "2024-02-07", "2024-02-07", len(accounts),
            len(accounts), Level.SINGLE, "the same day",
        )  # fmt: skip
        event_of.update({a.account_id: event for a in accounts})
    keys = {m.entity_id for f in found for m in f.findings.mentions}
    keys |= {"varda", "tide-front"} if keys else set()
    settled = [_settled(item, event_of) for item in found]
    events = sorted({e.event_id: e for e in event_of.values()}.values(), key=lambda e: e.event_id)
    places = {p.place_id: p for f in found for p in f.findings.places}
    articles = sorted(f.article.article_id for f in found)
    return Weighed(
        found=tuple(settled),
        entities=tuple(Entity(k, k.replace("-", " ").title(), MentionType.ORG, ("the Front",), None, True) for k in sorted(keys)),
        places=tuple(places[key] for key in sorted(places)),
        events=tuple(events),
        support=tuple(
            Support(e.event_id, "happened", None, Level.SINGLE, 1, _of(e, event_of), "One outlet tells it.")
            for e in events
        ),
        disputes=tuple(
            Dispute(
                identify("dis", e.event_id), f"how many were killed ({e.event_id})", DisputeKind.CONFLICT, "killed", e.event_id,
                tuple(
                    Position("tide-front", str(a.killed_low), None, a.account_id)
                    for f in settled for a in f.findings.accounts if a.event_id == e.event_id
                ),
            )
            for e in events
        ),
        copies=tuple(Copy(b, a, CopyKind.EDITED, 0.5) for a, b in zip(articles, articles[1:], strict=False)),
    )  # fmt: skip


def _of(event: Event, event_of: dict[str, Event]) -> tuple[str, ...]:
    return tuple(sorted(account for account, other in event_of.items() if other is event))


def _settled(item: Found, event_of: dict[str, Event]) -> Found:
    accounts = tuple(
        replace(a, event_id=event_of[a.account_id].event_id, witness_id=identify("wit", a.account_id))
        for a in item.findings.accounts
    )
    article = replace(item.article, lineage_id=identify("lin", item.article.article_id))
    return replace(item, article=article, findings=replace(item.findings, accounts=accounts))


def weigh_all(ledger: Ledger, **how: bool) -> int:
    return ledger.store_weighed(weigh(tuple(ledger.iter_found()), **how))


def tables(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    """All that an export shows."""
    from counterclaim.ledger import TABLES

    return {table: list(ledger.rows(table)) for table in TABLES}
