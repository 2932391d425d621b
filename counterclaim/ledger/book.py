"""The ledger as other rooms see it: thin methods over the modules beside, one per thing that is asked or done."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from counterclaim.errors import Busy, LedgerError
from counterclaim.ledger import connect, decisions, exchange, log, migrate, pack, queries, search, veil, weighed, write
from counterclaim.ledger.connect import Store, guarded
from counterclaim.ledger.decisions import Target
from counterclaim.ledger.lock import WriterLock
from counterclaim.ledger.log import LogEntry
from counterclaim.ledger.search import Hit
from counterclaim.records import (
    Account,
    Article,
    Casualty,
    Claim,
    Copy,
    DateExpression,
    Decision,
    Dispute,
    Document,
    Entity,
    Event,
    Findings,
    Found,
    Furniture,
    Mention,
    Outcome,
    Page,
    Place,
    Quantity,
    Reject,
    Relation,
    Segments,
    Support,
    Weighed,
    Wording,
)
from counterclaim.settings import Ledger as LedgerSettings
from counterclaim.settings import Settings

# How often, and how far apart, a writer that comes second tries again.
_PATIENCE, _PAUSE_S = 40, 0.1


class Ledger:
    """One SQLite file. Made by :meth:`create`, opened by :meth:`open`; a context manager that closes it.

    Every method raises LedgerError (Corrupt, Busy, ...) for a file that cannot be used, and UsageError where something is
    written to a ledger that was opened for reading.
    """

    def __init__(self, store: Store, lock: WriterLock | None) -> None:
        self._store = store
        self._lock = lock

    # -------------------------------------------------------- opening and closing

    @classmethod
    def create(cls, path: str | Path, *, settings: LedgerSettings | None = None) -> Ledger:
        """Make an empty ledger and open it for writing. Raises UsageError where the path is taken or has no folder."""
        connect.make(Path(path))
        return cls.open(path, write=True, settings=settings)

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False, settings: LedgerSettings | None = None) -> Ledger:
        """Open a ledger, for reading or as its only writer. An older schema is brought forward, its copy kept beside.

        Raises UsageError (no such file), NotALedger, NewerSchema, Corrupt or Busy; the file is then as it was.
        """
        where, chosen = Path(path), settings or LedgerSettings()
        connect.present(where)
        if not write:
            store = connect.open_reading(where, chosen)
            if not _is_current(store):
                store.close()
                cls.open(where, write=True, settings=chosen).close()
                store = connect.open_reading(where, chosen)
            return cls(_compared(store), None)
        connect.open_reading(where, chosen).close()  # what is no ledger is told so before anything is written beside it
        lock = WriterLock(where)
        try:
            store = connect.open_writing(where, chosen)
            try:
                migrate.bring_forward(store)
                return cls(_compared(store), lock)
            except BaseException:
                store.close()
                raise
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open_patiently(cls, path: str | Path, *, settings: LedgerSettings | None = None) -> Ledger:
        """Open for writing, waiting some seconds for another writer to end. Raises as :meth:`open`."""
        for _ in range(_PATIENCE):
            try:
                return cls.open(path, write=True, settings=settings)
            except Busy:
                time.sleep(_PAUSE_S)
        return cls.open(path, write=True, settings=settings)

    def close(self) -> None:
        """Close the file; a writer leaves everything in the one file."""
        self._store.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file stands."""
        return self._store.path

    @property
    def store(self) -> Store:
        """The connection, for the modules of this room."""
        return self._store

    # -------------------------------------------------------- building

    def begin_build(self, *, settings: Settings, knowledge_digest: str, model_digest: str, program: str = "") -> int:
        """Note that a build begins; its number. ``program`` is the program's version."""
        return write.begin_build(
            self._store,
            settings=settings,
            knowledge_digest=knowledge_digest,
            model_digest=model_digest,
            program=program,
        )

    def end_build(self, build: int, counts: Mapping[str, int]) -> None:
        """Note that a build has ended, with the rows by table."""
        write.end_build(self._store, build, counts)

    def add_document(self, page: Page, segments: Segments, findings: Sequence[Findings], finder: str) -> bool:
        """Store a document whole: :func:`counterclaim.ledger.write.add_document`."""
        return write.add_document(self._store, page, segments, findings, finder)

    def add_path(self, document: Document) -> None:
        """Note another path of a stored document: :func:`counterclaim.ledger.write.add_path`."""
        write.add_path(self._store, document)

    def add_reject(self, reject: Reject) -> None:
        """Note what could not be read; twice is once."""
        write.add_reject(self._store, reject)

    def has_document(self, document_id: str) -> bool:
        """True where the document is stored."""
        return write.has_document(self._store, document_id)

    def known_paths(self) -> tuple[str, ...]:
        """Every path at which a stored document was met, sorted."""
        return tuple(row[0] for row in self._store.all("SELECT DISTINCT path FROM paths ORDER BY path"))

    def is_withdrawn(self, document_id: str) -> bool:
        """True where a person withdrew the document."""
        return write.withdrawn_why(self._store, document_id) is not None

    def withdrawn_why(self, document_id: str) -> str | None:
        """Why a document was withdrawn, None where it was not."""
        return write.withdrawn_why(self._store, document_id)

    def findings_stale(self, finder: str) -> tuple[str, ...]:
        """Documents that another finder searched, by path."""
        return write.findings_stale(self._store, finder)

    def replace_findings(self, document_id: str, findings: Sequence[Findings], finder: str) -> None:
        """Put new findings in place of a document's old ones; its rejects of stage ``finding`` go with them."""
        write.replace_findings(self._store, document_id, findings, finder)

    def iter_found(self) -> Iterator[Found]:
        """Every article with its raw findings, by path, document and place."""
        return write.iter_found(self._store)

    @property
    def knowledge_digest(self) -> str | None:
        """The digest of the knowledge that the last build used; None before the first."""
        row = self._store.one("SELECT knowledge_digest FROM builds ORDER BY build DESC LIMIT 1")
        return str(row[0]) if row else None

    @property
    def needs_weighing(self) -> bool:
        """True where something changed since the last weighing."""
        return write.needs_weighing(self._store)

    def store_weighed(self, weighed_: Weighed, *, complete: bool = True) -> int:
        """Replace what was weighed; the number of shown ids that are gone and now redirect.

        ``complete`` False says that something was added while it was weighed, and that it has to be weighed again.
        """
        return weighed.store_weighed(self._store, weighed_, complete=complete)

    def resolve(self, table: str, old_id: str) -> str | None:
        """The id that now stands for one that was shown (``events``, ``entities``, ``disputes``); None where none does."""
        return weighed.resolve(self._store, table, old_id)

    # -------------------------------------------------------- reading

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of an exported table as dicts: :func:`counterclaim.ledger.queries.rows`."""
        return queries.rows(self._store, table)

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        return queries.counts(self._store)

    def data(self, document_id: str) -> bytes:
        """A document's bytes as read. Raises LedgerError where there is no such document."""
        row = self._store.one("SELECT data FROM blobs WHERE document_id = ?", (document_id,))
        if row is None:
            raise LedgerError(f"{self.path}: no bytes of a document {document_id[:16]}")
        return pack.unpacked(self._store, row[0])

    def text(self, document_id: str) -> str:
        """A document's text. Raises LedgerError where there is no such document."""
        return write.text_of(self._store, document_id)

    def segments_of(self, document_id: str) -> tuple[tuple[Article, ...], tuple[Furniture, ...]]:
        """A document's articles and furniture, in text order."""
        return write.segments_of(self._store, document_id)

    def documents(self) -> tuple[Document, ...]:
        """All documents, by path."""
        return queries.read(self._store, "documents", Document)

    def articles(self, *, document_id: str | None = None) -> tuple[Article, ...]:
        """Articles, by path and place."""
        return queries.read(self._store, "articles", Article, document_id=document_id)

    def furniture(self, *, document_id: str | None = None) -> tuple[Furniture, ...]:
        """Furniture, by path and place."""
        return queries.read(self._store, "furniture", Furniture, document_id=document_id)

    def mentions(
        self, *, document_id: str | None = None, article_id: str | None = None, entity_id: str | None = None
    ) -> tuple[Mention, ...]:
        """Mentions, by path and place."""
        return queries.read(
            self._store, "mentions", Mention, document_id=document_id, article_id=article_id, entity_id=entity_id
        )

    def claims(
        self,
        *,
        about: str | None = None,
        by: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
    ) -> tuple[Claim, ...]:
        """Claims, by path and place: :func:`counterclaim.ledger.queries.claims`."""
        return queries.claims(self._store, about=about, by=by, since=since, until=until, limit=limit)

    def claims_of(self, *, document_id: str | None = None, article_id: str | None = None) -> tuple[Claim, ...]:
        """The claims of one document or article, by place."""
        return queries.read(self._store, "claims", Claim, document_id=document_id, article_id=article_id)

    def events(
        self, *, about: str | None = None, since: str | None = None, until: str | None = None, limit: int | None = None
    ) -> tuple[Event, ...]:
        """Events, by id: :func:`counterclaim.ledger.queries.events`."""
        return queries.events(self._store, about=about, since=since, until=until, limit=limit)

    def accounts(
        self, event_id: str | None = None, *, document_id: str | None = None, article_id: str | None = None
    ) -> tuple[Account, ...]:
        """Accounts, of one event or all, by path and place."""
        return queries.read(
            self._store, "accounts", Account, event_id=event_id, document_id=document_id, article_id=article_id
        )

    def casualties(self, account_id: str | None = None) -> tuple[Casualty, ...]:
        """Casualties, of one account or all."""
        return queries.read(self._store, "casualties", Casualty, account_id=account_id)

    def support(self, event_id: str | None = None) -> tuple[Support, ...]:
        """Support, of one event or all."""
        return queries.read(self._store, "support", Support, event_id=event_id)

    def entities(self, *, about: str | None = None, limit: int | None = None) -> tuple[Entity, ...]:
        """Entities, by id: :func:`counterclaim.ledger.queries.entities`."""
        return queries.entities(self._store, about=about, limit=limit)

    def disputes(
        self, *, about: str | None = None, event_id: str | None = None, limit: int | None = None
    ) -> tuple[Dispute, ...]:
        """Disputes, by id: :func:`counterclaim.ledger.queries.disputes`."""
        return queries.disputes(self._store, about=about, event_id=event_id, limit=limit)

    def relations(self) -> tuple[Relation, ...]:
        """Relations, by path and place."""
        return queries.read(self._store, "relations", Relation)

    def quantities(self, *, article_id: str | None = None) -> tuple[Quantity, ...]:
        """Quantities, by path and place."""
        return queries.read(self._store, "quantities", Quantity, article_id=article_id)

    def dates(self, *, article_id: str | None = None) -> tuple[DateExpression, ...]:
        """Date expressions, by path and place."""
        return queries.read(self._store, "dates", DateExpression, article_id=article_id)

    def places(self) -> tuple[Place, ...]:
        """Places, by id."""
        return queries.read(self._store, "places", Place)

    def wording(self, *, article_id: str | None = None) -> tuple[Wording, ...]:
        """Loaded terms in the outlets' own voice, by path and place."""
        return queries.read(self._store, "wording", Wording, article_id=article_id)

    def copies(self) -> tuple[Copy, ...]:
        """Copies, by article."""
        return queries.read(self._store, "copies", Copy)

    def rejects(self) -> tuple[Reject, ...]:
        """Rejects, by path."""
        return queries.read(self._store, "rejects", Reject)

    def search(self, query: str, *, limit: int = 50, kind: str | None = None) -> tuple[Hit, ...]:
        """Claims and articles that hold all the words: :func:`counterclaim.ledger.search.search`."""
        return search.search(self._store, query, limit=limit, kind=kind)

    # -------------------------------------------------------- deciding

    def decisions(self) -> tuple[Decision, ...]:
        """Decisions, oldest first."""
        return queries.read(self._store, "decisions", Decision)

    def decide(
        self,
        action: str,
        target: Target,
        *,
        before: str | None = None,
        after: str | None = None,
        why: str | None = None,
        by: str = "unstated",
        made_at: str | None = None,
    ) -> Decision:
        """Append a decision: :func:`counterclaim.ledger.decisions.decide`."""
        return decisions.decide(
            self._store, action, target, before=before, after=after, why=why, by=by, made_at=made_at
        )  # fmt: skip

    def outcomes(self) -> tuple[Outcome, ...]:
        """What the last weighing made of each decision, by id."""
        return veil.outcomes(self._store)

    def reviewed(self) -> dict[str, frozenset[str]]:
        """Table -> ids of the rows that a person has reviewed."""
        return veil.reviewed(self._store)

    def export_decisions(self, path: Path) -> int:
        """Write the decisions to a file: :func:`counterclaim.ledger.exchange.export`."""
        return exchange.export(self._store, path)

    def import_decisions(self, path: Path) -> exchange.Taken:
        """Take over the decisions of a file: :func:`counterclaim.ledger.exchange.take`."""
        return exchange.take(self._store, path)

    def withdraw(self, document: str, *, why: str, by: str = "unstated") -> tuple[str, ...]:
        """Withdraw a document; weigh again afterwards: :func:`counterclaim.ledger.decisions.withdraw`."""
        return decisions.withdraw(self._store, document, why=why, by=by)

    @property
    def last_entry(self) -> int:
        """The number of the log's last entry; it grows with every change of the ledger."""
        row = self._store.one("SELECT max(seq) FROM log")
        return int(row[0] or 0) if row else 0

    @property
    def last_change(self) -> int:
        """The number of the log's last entry that is no decision: up to there the weighed tables have their say."""
        row = self._store.one("SELECT seq FROM log WHERE kind <> 'decision' ORDER BY seq DESC LIMIT 1")
        return int(row[0]) if row else 0

    def log(self) -> tuple[LogEntry, ...]:
        """The ledger's own log, oldest first."""
        return log.read(self._store)


def _is_current(store: Store) -> bool:
    return connect.version_of(store.connection) == connect.SCHEMA_VERSION


def _compared(store: Store) -> Store:
    try:
        with guarded(store.path):
            connect.compare(store.connection, store.path)
    except BaseException:
        store.close()
        raise
    return store
