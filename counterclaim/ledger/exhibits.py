"""Exhibits: words that a person read or heard elsewhere, as documents of their own.

The document's bytes are the exhibit's fields as JSON, its text is the words, so every anchor and hash is checked as for any
other. The program searches no such text: what it holds, a person says.
"""

from __future__ import annotations

import hashlib

from counterclaim.decisions import Exhibit
from counterclaim.ledger import write
from counterclaim.ledger.connect import Store
from counterclaim.records import Article, Document, Findings, Page, Segments, identify


def add(store: Store, exhibit: Exhibit) -> None:
    """Store an exhibit as a document with one article, inside the caller's transaction; twice is once."""
    if write.has_document(store, exhibit.document_id):
        return
    data, words, document_id = exhibit.data, exhibit.words, exhibit.document_id
    document = Document(
        document_id=document_id, path=f"exhibits/{document_id[:16]}.json", other_paths=(),
        media_type="application/json", byte_count=len(data), char_count=len(words), encoding="utf-8",
        text_sha256=hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest(), extractor=write.BY_HAND,
        url=exhibit.link, method=write.BY_HAND,
    )  # fmt: skip
    published_from = write.BY_HAND if exhibit.published else None
    article = Article(
        identify("art", document_id, 0, len(words)), document_id, 0, len(words), None, exhibit.outlet, None, None,
        exhibit.published, published_from, None,
    )  # fmt: skip
    write.put_document(
        store, Page(document, data, words), Segments((article,), ()), [Findings(article.article_id)], write.BY_HAND
    )
