"""Checks of seals: the log's chain, and the digests in it against what the tables hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from counterclaim.ledger import log, shape
from counterclaim.ledger.connect import Store
from counterclaim.ledger.decisions import seal
from counterclaim.ledger.fault import Fault
from counterclaim.ledger.pack import unpacked_findings
from counterclaim.ledger.weighed import seals
from counterclaim.ledger.write import content_digest, digest, findings_digest, needs_weighing, paths_of, segments_of
from counterclaim.records import Decision, Document, Segments


def chain(store: Store) -> Iterator[Fault]:
    """Each entry of the log has its hash, follows the one before, and none is missing."""
    previous = log.FIRST
    for number, (seq, at, kind, payload, before, sealed) in enumerate(log.raw(store), start=1):
        if seq != number or before != previous:
            yield Fault("log", f"entry {seq}", "does not follow the entry before; one was taken out or changed")
        if log.seal(seq, at, kind, payload, before) != sealed:
            yield Fault("log", f"entry {seq}", "was changed: its hash is another")
        previous = sealed


def _payloads(store: Store, *kinds: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in log.read(store):
        if entry.kind in kinds:
            yield entry.kind, entry.payload


def additions(store: Store) -> Iterator[Fault]:
    """Documents, articles, furniture and raw findings are as they were added; none is gone but by withdrawal."""
    contents: dict[str, Any] = {}
    found: dict[str, Any] = {}
    stated: dict[tuple[str, str], Any] = {}
    for kind, payload in _payloads(store, "add", "find", "path"):
        document_id = str(payload.get("document"))
        if kind == "add":
            contents[document_id] = payload.get("content")
        if kind in ("add", "path"):
            stated[document_id, str(payload.get("path"))] = payload.get("stated")
        if kind in ("add", "find"):
            found[document_id] = payload.get("findings")
    withdrawn = {row[0] for row in store.all("SELECT document_id FROM withdrawn")}
    here = [shape.from_row(Document, row) for row in store.all(shape.select("documents"))]
    for document in here:
        yield from _as_added(store, document, contents, found, stated)
    for document_id in sorted(contents.keys() - {d.document_id for d in here} - withdrawn):
        yield Fault("documents", document_id[:16], "was added and is gone, but nobody withdrew it")
    for document_id in sorted(withdrawn & {d.document_id for d in here}):
        yield Fault("documents", document_id[:16], "is here although it was withdrawn")


def _as_added(
    store: Store,
    document: Document,
    contents: Mapping[str, Any],
    found: Mapping[str, Any],
    stated: Mapping[tuple[str, str], Any],
) -> Iterator[Fault]:
    name = f"{document.document_id[:16]} ({document.path})"
    document_id = document.document_id
    if content_digest(document, Segments(*segments_of(store, document_id))) != contents.get(document_id):
        yield Fault("documents", name, "its row, articles or furniture are not as they were added")
    payloads = store.all("SELECT payload FROM findings WHERE document_id = ? ORDER BY article_id", (document_id,))
    if findings_digest([unpacked_findings(store, row[0]) for row in payloads]) != found.get(document_id):
        yield Fault("findings", name, "are not as they were found")
    for row in paths_of(store, document_id):
        if digest([[row]]) != stated.get((document_id, row[0])):
            yield Fault("paths", name, f"what is stated of {row[0]!r} is not as it was noted")


def weighing(store: Store) -> Iterator[Fault]:
    """What was weighed is as it was stored: article by article, and table by table of the corpus."""
    stored: dict[str, str] = dict(store.all("SELECT article_id, digest FROM weighed"))
    for article_id, lineage_id in store.all("SELECT article_id, lineage_id FROM articles ORDER BY article_id"):
        if article_id in stored and _article(store, article_id, lineage_id) != stored[article_id]:
            yield Fault("articles", article_id, "its weighed rows are not as they were stored")
    if needs_weighing(store):
        return
    last = [payload for _, payload in _payloads(store, "weigh")][-1:]
    sealed = last[0].get("seals") if last else None
    if not isinstance(sealed, dict):
        if stored:
            yield Fault("weighed", "all", "rows stand here, but the log knows of no weighing")
        return
    for table, value in seals(store).items():
        if sealed.get(table) != value:
            yield Fault(table, "all", "its weighed rows are not those that the log sealed")


def _article(store: Store, article_id: str, lineage_id: str) -> str:
    groups: list[list[Any]] = [[[lineage_id]]]
    for table in shape.ARTICLE_TABLES:
        where = "article_id = ?"
        if table == "casualties":
            where = "account_id IN (SELECT account_id FROM accounts WHERE article_id = ?)"
        names = shape.quoted(shape.columns(table))
        groups.append(store.all(f'SELECT {names} FROM "{table}" WHERE {where}', (article_id,)))
    return digest(groups)


def decisions(store: Store) -> Iterator[Fault]:
    """Every decision is as it was made, but for the words that a withdrawal took; none is missing."""
    withdrawn = {row[0]: row[1:] for row in store.all("SELECT document_id, path, why FROM withdrawn")}
    made = {str(payload.get("decision")): payload for _, payload in _payloads(store, "decision")}
    quoted = {str(i) for _, payload in _payloads(store, "withdraw") for i in payload.get("emptied") or ()}
    for row in store.all(shape.select("decisions")):
        decision = shape.from_row(Decision, row)
        known = made.pop(decision.decision_id, {})
        sealed = seal(decision)
        lost = decision.document_id in withdrawn or decision.decision_id in quoted
        emptied = lost and (decision.words, decision.before, decision.after) == (None,) * 3
        if known.get("row") != sealed["row"] and not (emptied and known.get("rest") == sealed["rest"]):
            yield Fault("decisions", decision.decision_id, "is not as it was made")
    for decision_id in made:
        yield Fault("decisions", decision_id, "was made and is gone")
    logged = {str(p.get("document")): (p.get("path"), p.get("why")) for _, p in _payloads(store, "withdraw")}
    for document_id in sorted(withdrawn.keys() | logged.keys()):
        if withdrawn.get(document_id) != logged.get(document_id):
            yield Fault("withdrawn", document_id[:16], "is not as the log has it")


def rejects(store: Store) -> Iterator[Fault]:
    """Every reject is as it was noted."""
    noted = {payload.get("reject") for _, payload in _payloads(store, "reject")}
    for row in store.all(shape.select("rejects")):
        if digest([[row]]) not in noted:
            yield Fault("rejects", str(row[0]), "is not as it was noted")


def builds(store: Store) -> Iterator[Fault]:
    """Every build is as the log has it."""
    logged = {payload.get("build"): payload for _, payload in _payloads(store, "build")}
    rows = store.all(
        "SELECT build, program, schema, settings_digest, knowledge_digest, model_digest FROM builds ORDER BY build"
    )
    for row in rows:
        known = logged.pop(row[0], {})
        names = ("build", "program", "schema", "settings", "knowledge", "model")
        if tuple(known.get(name) for name in names) != row:
            yield Fault("builds", str(row[0]), "is not as the log has it")
    for number in logged:
        yield Fault("builds", str(number), "is in the log and gone from the table")
