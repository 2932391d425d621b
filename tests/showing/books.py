"""A stand-in for a ledger that holds the records given and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from counterclaim.ledger import Ledger
from counterclaim.records import Predicate, Relation, Stance


@dataclass
class Book:
    """Answers the questions of ``showing`` from lists of records; a document's text is given by its id."""

    texts: dict[str, str] = field(default_factory=dict)
    held: dict[str, Sequence[Any]] = field(default_factory=dict)
    path: Path = Path("a.ledger")

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        return (asdict(row) for row in self.held.get(table, ()))

    def resolve(self, table: str, old_id: str) -> str | None:
        return dict(self.held.get("redirects", ())).get(old_id)

    def text(self, document_id: str) -> str:
        return self.texts.get(document_id, "")

    def documents(self) -> tuple[Any, ...]:
        return tuple(type("D", (), {"document_id": i, "path": f"{i}.txt"}) for i in self.texts)

    def reviewed(self) -> dict[str, frozenset[str]]:
        return {}

    def entities(self, *, about: str | None = None, limit: int | None = None) -> tuple[Any, ...]:
        return tuple(e for e in self.held.get("entities", ()) if about is None or about.casefold() in e.name.casefold())

    def __getattr__(self, table: str) -> Any:
        def read(value: str | None = None, **equal: object) -> tuple[Any, ...]:
            if value is not None:
                equal["account_id" if table == "casualties" else "event_id"] = value
            name = table.removesuffix("_of")
            return tuple(
                r for r in self.held.get(name, ()) if all(v is None or getattr(r, k) == v for k, v in equal.items())
            )

        return read


def book(texts: dict[str, str] | None = None, **rows: Sequence[Any]) -> Ledger:
    """A book as the type checker wants it."""
    return Book(texts or {}, rows)  # type: ignore[return-value]


def relation(subject: str, predicate: Predicate, object_: str, article_id: str, **fields: Any) -> Relation:
    """What an outlet states in its own voice."""
    given: dict[str, Any] = {
        "relation_id": f"rel-{subject}-{predicate}-{object_}-{article_id}", "title": None, "stance": Stance.ASSERTS,
        "document_id": f"doc-{article_id}", "start": 0, "end": 5, "text": "words", "claim_id": None,
        "date_earliest": None, "date_latest": None,
    }  # fmt: skip
    return Relation(
        subject_id=subject, predicate=predicate, object_id=object_, article_id=article_id, **(given | fields)
    )
