"""The frozen records that travel between rooms.

One class for each table of the ledger (fields are its columns, in the contract's order), then the few
that only travel: what a reader hands over, what one article was found to hold, what the weighing decided.

Conventions: ``start`` and ``end`` are character offsets into the text of ``document_id``, half-open, and
``text`` is exactly what stands there. Lists are tuples. Days are ISO strings (``2024-02-07``), because a
date may be known to the month only. Ids are derived from content by :func:`identify`.

Between finding and weighing the fields that will hold entity ids hold *keys*: a catalogue id, a gazetteer
id, or the slug of the fullest name in the article; :class:`Weighed` says which entity each key means.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum

UNNAMED = "unnamed:"
UNSPECIFIED = "unnamed:unspecified"


def identify(prefix: str, *parts: object) -> str:
    """A short id for content: ``prefix-`` and 16 hex digits of the SHA-256 of the parts as JSON."""
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str)
    return f"{prefix}-{hashlib.sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def figure(low: int | None, high: int | None) -> str:
    """A range in words: ``18``, ``at least 16``, ``up to 40``, ``20 to 30``; empty where nothing is stated."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"up to {high}"
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def days(earliest: str | None, latest: str | None) -> str:
    """A span of days in words; empty where nothing is stated."""
    if earliest is None and latest is None:
        return ""
    return str(earliest) if earliest == latest else f"{earliest or '…'} to {latest or '…'}"


class MentionType(StrEnum):
    """Form of a name, after OntoNotes: PLACE joins GPE, LOC and FAC."""

    PERSON = "PERSON"
    ORG = "ORG"
    PLACE = "PLACE"
    NORP = "NORP"
    WEAPON = "WEAPON"
    PRODUCT = "PRODUCT"
    MISC = "MISC"


class How(StrEnum):
    """By what a mention refers."""

    NAME = "name"
    ALIAS = "alias"
    ACRONYM = "acronym"
    PRONOUN = "pronoun"
    TITLE = "title"
    DESCRIPTION = "description"


class Stance(StrEnum):
    """What a speaker does with a content; the first that fits, in this order."""

    CLAIMS_RESPONSIBILITY = "claims-responsibility"
    DENIES = "denies"
    CONFIRMS = "confirms"
    THREATENS = "threatens"
    PLEDGES = "pledges"
    DEMANDS = "demands"
    ACCUSES = "accuses"
    CONDEMNS = "condemns"
    PRAISES = "praises"
    ASSERTS = "asserts"


class EventType(StrEnum):
    """The sixteen types of PLOVER."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Status(StrEnum):
    """How an account presents its event."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    HISTORICAL = "historical"


class Harm(StrEnum):
    """What was done to people."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    DETAINED = "detained"


class Predicate(StrEnum):
    """What one entity is to another."""

    LEADS = "leads"
    SPOKESPERSON_OF = "spokesperson-of"
    MEMBER_OF = "member-of"
    PART_OF = "part-of"
    FOUNDED = "founded"
    ALIAS_OF = "alias-of"
    SUPPORTS = "supports"
    ALLIED_WITH = "allied-with"
    OPPOSES = "opposes"
    SUCCESSOR_OF = "successor-of"
    SANCTIONED_BY = "sanctioned-by"


class CopyKind(StrEnum):
    """How one article goes back to another."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    RELAYED = "relayed"


class DisputeKind(StrEnum):
    """Conflict: the values share nothing; update: a later count; bound: both can be true."""

    CONFLICT = "conflict"
    UPDATE = "update"
    BOUND = "bound"


class Level(StrEnum):
    """What a stated fact rests on, strongest first. Rates reporting, not truth."""

    ADMITTED = "admitted"
    CORROBORATED = "corroborated"
    SINGLE = "single"
    SELF_REPORTED = "self-reported"
    CONTESTED = "contested"


class State(StrEnum):
    """What became of a decision in the last weighing."""

    APPLIED = "applied"
    UNAPPLIED = "unapplied"
    OVERRULED = "overruled"
    UNDONE = "undone"


class Precision(StrEnum):
    """How exactly a point stands for a place."""

    EXACT = "exact"
    DISTRICT = "district"
    AREA = "area"
    COUNTRY = "country"


# ---------------------------------------------------------------- the tables of the ledger


@dataclass(frozen=True, slots=True)
class Document:
    """One file, page or message as it was read; ``document_id`` is the SHA-256 of its bytes in hex."""

    document_id: str
    path: str
    other_paths: tuple[str, ...]
    media_type: str
    byte_count: int
    char_count: int
    encoding: str | None
    text_sha256: str
    extractor: str
    url: str | None = None
    archived_url: str | None = None
    retrieved_at: str | None = None
    collected_at: str | None = None
    collected_by: str | None = None
    method: str | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A run of the text that one outlet published as one piece.

    ``published`` is as much of a day as is stated; ``published_from`` names where it was read (``date line``,
    ``header``, ``mail header``, ``page metadata``, ``column``); ``published_other`` is a second, different day
    that the document states for the same piece. ``lineage_id`` is empty until the corpus has been weighed.
    """

    article_id: str
    document_id: str
    start: int
    end: int
    title: str | None
    outlet: str | None
    origin: str | None
    byline: str | None
    published: str | None
    published_from: str | None
    language: str | None
    lineage_id: str = ""
    published_other: str | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text that is no title and no prose; ``kind`` is one of the names in ``reading.segment.KINDS``."""

    document_id: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text refers to an entity: the bare name, without article, title or rank."""

    mention_id: str
    article_id: str
    document_id: str
    start: int
    end: int
    text: str
    type: MentionType
    entity_id: str
    how: How


@dataclass(frozen=True, slots=True)
class Entity:
    """Whom or what mentions refer to. ``known`` says that it stands in the catalogue or the gazetteer."""

    entity_id: str
    name: str
    type: MentionType
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    known: bool = False
    public_role: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """An attributed statement, thought or demand. ``rule`` names what found it."""

    claim_id: str
    article_id: str
    document_id: str
    start: int
    end: int
    text: str
    cue_start: int | None
    cue_end: int | None
    cue: str | None
    speaker_start: int | None
    speaker_end: int | None
    speaker: str | None
    speaker_id: str
    on_behalf_of: str | None
    stance: Stance
    direct: bool
    chain: tuple[str, ...]
    within: str | None
    confidence: float
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What accounts tell. Date, place and actors are what its accounts share, else empty."""

    event_id: str
    type: EventType
    mode: str | None
    actor_ids: tuple[str, ...]
    recipient_ids: tuple[str, ...]
    place_ids: tuple[str, ...]
    date_earliest: str | None
    date_latest: str | None
    account_count: int
    witness_count: int
    level: Level
    why: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One telling of one event in one article. ``witness_id`` is empty until weighed, and ``event_id`` is the id of the first
    account of its article that the finder takes to be of the same event, or empty.
    """

    account_id: str
    event_id: str
    article_id: str
    claim_id: str | None
    document_id: str
    start: int
    end: int
    text: str
    type: EventType
    mode: str | None
    status: Status
    actor_ids: tuple[str, ...]
    recipient_ids: tuple[str, ...]
    place_ids: tuple[str, ...]
    date_earliest: str | None
    date_latest: str | None
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    informant_ids: tuple[str, ...]
    witness_id: str
    confidence: float
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Casualty:
    """Harm to people as one account tells it."""

    account_id: str
    document_id: str
    start: int
    end: int
    text: str
    harm: Harm
    group: str | None
    side_id: str | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Support:
    """What one stated fact of an event rests on, and the sentence that explains it."""

    event_id: str
    slot: str
    value: str | None
    level: Level
    witness_count: int
    account_ids: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Position:
    """One element of a dispute: who holds what, and in which claim or account."""

    by: str
    position: str
    claim_id: str | None = None
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims or accounts that cannot all be true (or, for update and bound, that differ)."""

    dispute_id: str
    about: str
    kind: DisputeKind
    slot: str
    event_id: str | None
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """What one entity is to another, as somebody states it."""

    relation_id: str
    subject_id: str
    predicate: Predicate
    object_id: str
    title: str | None
    stance: Stance
    article_id: str
    document_id: str
    start: int
    end: int
    text: str
    claim_id: str | None
    date_earliest: str | None
    date_latest: str | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people, acts, weapons or money with its modifier and unit."""

    article_id: str
    document_id: str
    start: int
    end: int
    text: str
    low: int | None
    high: int | None
    modifier: str | None
    unit: str | None
    counts: str | None


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date expression. ``value`` is TIMEX3; earliest and latest are the days it can mean, inclusive."""

    article_id: str
    document_id: str
    start: int
    end: int
    text: str
    value: str
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a place entity lies, in degrees (WGS 84)."""

    place_id: str
    name: str
    latitude: float | None
    longitude: float | None
    country: str | None
    admin1: str | None
    geonames_id: int | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Wording:
    """A loaded term in an outlet's own voice, and for whom it is used. ``term`` is its lexicon entry."""

    article_id: str
    document_id: str
    start: int
    end: int
    text: str
    referent_id: str | None
    term: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """``article_id`` goes back to ``other_id``; ``coverage`` is the share (0 to 1) of its words found there."""

    article_id: str
    other_id: str
    kind: CopyKind
    coverage: float


@dataclass(frozen=True, slots=True)
class Reject:
    """What could not be read or kept, at which stage, and why.

    Stages: ``reading``, ``segmenting``, ``finding``; ``catalogue`` and ``places`` for rows of a user's own files.
    """

    path: str
    document_id: str | None
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided. Only ever added to."""

    decision_id: str
    made_at: str
    by: str
    action: str
    target_table: str
    target_id: str
    document_id: str | None
    start: int | None
    end: int | None
    words: str | None
    before: str | None
    after: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision: its state, why, and the rows that it bears on, each as ``table id``."""

    decision_id: str
    state: State
    reason: str
    rows: tuple[str, ...] = ()


# ---------------------------------------------------------------- what only travels


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person states of a file (``--meta``); never derived, null where nothing is stated."""

    url: str | None = None
    archived_url: str | None = None
    retrieved_at: str | None = None
    collected_at: str | None = None
    collected_by: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """What a container says of the piece inside it: mail headers, page metadata, named columns.

    ``published`` is ISO, as much of a day as is stated, and ``published_from`` names the kind of container
    (``mail header``, ``page metadata``, ``column``). The article's own lines beat all of these.
    ``whole`` says that the container holds exactly one piece (a row of a table), so nothing is to be split.
    """

    title: str | None = None
    outlet: str | None = None
    origin: str | None = None
    byline: str | None = None
    published: str | None = None
    published_from: str | None = None
    language: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A document as a reader hands it over: the row, the bytes kept, the text that is analysed, the hints."""

    document: Document
    data: bytes = field(repr=False)
    text: str = field(repr=False)
    hints: Hints = Hints()


@dataclass(frozen=True, slots=True)
class Segments:
    """The articles and the furniture of one document; together they cover every character of its text."""

    articles: tuple[Article, ...]
    furniture: tuple[Furniture, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one article was found to hold. Entity fields hold keys; ``entities`` says what each key is."""

    article_id: str
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    claims: tuple[Claim, ...] = ()
    accounts: tuple[Account, ...] = ()
    casualties: tuple[Casualty, ...] = ()
    relations: tuple[Relation, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    wording: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One article with its findings and its own text (``document text[article.start:article.end]``)."""

    article: Article
    findings: Findings
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the corpus as a whole says.

    ``found`` are the articles again with every key replaced by an entity id, every account in its event and with
    its witness, every article with its lineage.
    """

    found: tuple[Found, ...]
    entities: tuple[Entity, ...]
    places: tuple[Place, ...]
    events: tuple[Event, ...]
    support: tuple[Support, ...]
    disputes: tuple[Dispute, ...]
    copies: tuple[Copy, ...]
    outcomes: tuple[Outcome, ...] = ()
