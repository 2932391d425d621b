"""Looking for words in claims and articles, by the indices of words. What a user types is never read as a query language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from counterclaim.ledger.connect import Store
from counterclaim.ledger.veil import Veil
from counterclaim.ledger.write import text_of
from counterclaim.text import sentences, trim

_WORD = re.compile(r'"([^"]+)"|(\w+)')
_MOST_WORDS = 32


@dataclass(frozen=True, slots=True)
class Hit:
    """Where words were found: ``kind`` is ``claim`` or ``article``; ``text`` stands at ``start:end`` of the document."""

    kind: str
    id: str
    article_id: str
    document_id: str
    start: int
    end: int
    text: str


def search(store: Store, query: str, *, limit: int = 50, kind: str | None = None) -> tuple[Hit, ...]:
    """Claims, then articles, that hold all the words of ``query``; "words in quotation marks" stand side by side.

    Letters match without regard to case and accents. Best match first; the order of equals is fixed. An article's hit is
    the first sentence that holds one of the words. A query without a word finds nothing. ``kind`` (``claim`` or ``article``)
    looks in these alone.
    """
    terms = terms_of(query)
    if not terms:
        return ()
    match = " ".join('"' + term.replace('"', '""') + '"' for term in terms)
    hits = _claims(store, match, limit) if kind != "article" else []
    return tuple(hits + (_articles(store, match, terms, limit - len(hits)) if kind != "claim" else []))


def terms_of(query: str) -> list[str]:
    """What a query asks for: its words, and the phrases in quotation marks."""
    terms = [quoted or word for quoted, word in _WORD.findall(query.replace("\x00", " "))][:_MOST_WORDS]
    return [term for term in terms if re.search(r"\w", term)]


def _claims(store: Store, match: str, limit: int) -> list[Hit]:
    hidden = Veil.of(store).claims
    rows = store.all(
        'SELECT c.claim_id, c.article_id, c.document_id, c.start, c."end", c.text FROM claims_fts f '
        "JOIN claims c ON c.row = f.rowid WHERE claims_fts MATCH ? ORDER BY f.rank, c.claim_id LIMIT ?",
        (match, max(limit, 0) + len(hidden)),
    )
    return [Hit("claim", *row) for row in rows if row[0] not in hidden][: max(limit, 0)]


def _articles(store: Store, match: str, terms: list[str], limit: int) -> list[Hit]:
    rows = store.all(
        'SELECT a.article_id, a.document_id, a.start, a."end" FROM articles_fts f '
        "JOIN articles a ON a.row = f.rowid WHERE articles_fts MATCH ? ORDER BY f.rank, a.article_id LIMIT ?",
        (match, max(limit, 0)),
    )
    return [_sentence(store, row[0], row[1], (row[2], row[3]), terms) for row in rows]


def _sentence(store: Store, article_id: str, document_id: str, span: tuple[int, int], terms: list[str]) -> Hit:
    text = text_of(store, document_id)
    words = text[span[0] : span[1]]
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(term)}(?!\w)" for term in terms), re.IGNORECASE)
    found = pattern.search(words)
    at = found.start() if found else 0
    inside = next(((s, e) for s, e in sentences(words) if s <= at < e), trim(words, 0, len(words)))
    start, end = span[0] + inside[0], span[0] + inside[1]
    return Hit("article", article_id, article_id, document_id, start, end, text[start:end])
