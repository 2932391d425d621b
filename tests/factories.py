"""One-line factories for records, so that a test shows only what it is about."""

from __future__ import annotations

from typing import Any

from counterclaim.records import (
    Account,
    Article,
    Claim,
    Entity,
    EventType,
    Findings,
    Found,
    How,
    Mention,
    MentionType,
    Stance,
    Status,
)


def article(article_id: str = "art-1", **fields: Any) -> Article:
    """An article of Harbour Post without a date, unless said otherwise."""
    given: dict[str, Any] = {
        "document_id": f"doc-{article_id}", "start": 0, "end": 1000, "title": None, "outlet": f"Outlet {article_id}",
        "origin": None, "byline": None, "published": None, "published_from": None, "language": "en",
    }  # fmt: skip
    return Article(article_id=article_id, **(given | fields))


def found(of: Article, text: str = "", **findings: Any) -> Found:
    """An article with findings."""
    return Found(of, Findings(of.article_id, **findings), text)


def claim(claim_id: str = "c1", text: str = "it rained", **fields: Any) -> Claim:
    """An indirect claim by an entity ``someone``."""
    given: dict[str, Any] = {
        "article_id": "art-1", "document_id": "doc-art-1", "start": 0, "end": len(text), "cue_start": None, "cue_end": None,
        "cue": None, "speaker_start": None, "speaker_end": None, "speaker": None, "speaker_id": "someone",
        "on_behalf_of": None, "stance": Stance.ASSERTS, "direct": False, "within": None, "confidence": 0.5,
    }  # fmt: skip
    merged = given | fields
    merged.setdefault("chain", (merged["speaker_id"],))
    return Claim(claim_id=claim_id, text=text, **merged)


def account(account_id: str = "a1", text: str = "shells hit the market", **fields: Any) -> Account:
    """An ASSAULT told as fact in an outlet's own voice, with nothing else stated."""
    given: dict[str, Any] = {
        "event_id": "", "article_id": "art-1", "claim_id": None, "document_id": "doc-art-1", "start": 0, "end": len(text),
        "type": EventType.ASSAULT, "mode": None, "status": Status.HAPPENED, "actor_ids": (), "recipient_ids": (),
        "place_ids": (), "date_earliest": None, "date_latest": None, "killed_low": None, "killed_high": None,
        "injured_low": None, "injured_high": None, "informant_ids": (), "witness_id": "", "confidence": 0.5,
    }  # fmt: skip
    day = fields.pop("day", None)
    if day:
        given |= {"date_earliest": day, "date_latest": day}
    killed = fields.pop("killed", None)
    if killed is not None:
        given |= {"killed_low": killed, "killed_high": killed}
    return Account(account_id=account_id, text=text, **(given | fields))


def entity(entity_id: str, name: str | None = None, **fields: Any) -> Entity:
    """An organisation that no catalogue knows."""
    given: dict[str, Any] = {"type": MentionType.ORG}
    return Entity(entity_id, name or entity_id.replace("-", " ").title(), **(given | fields))


def mention(entity_id: str, text: str, start: int = 0, **fields: Any) -> Mention:
    """A mention by name."""
    given: dict[str, Any] = {
        "mention_id": f"men-{entity_id}-{start}", "article_id": "art-1", "document_id": "doc-art-1",
        "type": MentionType.ORG, "how": How.NAME,
    }  # fmt: skip
    return Mention(start=start, end=start + len(text), text=text, entity_id=entity_id, **(given | fields))
