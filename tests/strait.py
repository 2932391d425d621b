"""The program's export of the sample corpus against its right answers.

``python -m tests.strait`` builds the sample and prints every figure beside its floor.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

from counterclaim.build import build
from counterclaim.ledger import Ledger
from counterclaim.showing.export import export

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
GOLD = EXAMPLES / "strait.gold"

Row = dict[str, Any]
Pairs = list[tuple[Row, Row]]

NAMED = ("name", "alias", "acronym")


def make(folder: Path) -> Path:
    """Build the sample ledger in a folder; its path."""
    out = folder / "strait.ledger"
    build(
        [EXAMPLES / "strait"],
        out,
        meta=EXAMPLES / "strait.meta.csv",
        catalogue=[EXAMPLES / "strait.catalogue.toml"],
    )
    return out


def export_to(ledger_path: Path, folder: Path, *, public: bool = False) -> Path:
    """Export a ledger as JSON Lines; the folder."""
    with Ledger.open(ledger_path) as ledger:
        export(ledger, folder, public=public)
    return folder


def rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def gold_digest() -> str:
    """The first 16 hex digits of the SHA-256 of all answers."""
    whole = hashlib.sha256()
    for path in sorted(GOLD.glob("*.jsonl")):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:16]


@dataclass(frozen=True)
class Match:
    """Answers and exported rows of one table, paired one to one."""

    pairs: Pairs
    right: int
    given: int

    @property
    def f1(self) -> float:
        """2 · pairs / (right + given)."""
        return 2 * len(self.pairs) / (self.right + self.given) if self.right + self.given else 0.0

    def share(self, holds: Callable[[Row, Row], bool]) -> float:
        """The share of the pairs of which something holds."""
        return sum(holds(g, e) for g, e in self.pairs) / len(self.pairs) if self.pairs else 0.0


class Comparison:
    """One export beside the answers. Exported rows are given the article (its number in the corpus) they stand in."""

    def __init__(self, exported: Path) -> None:
        self.exported = exported
        self.paths = {d["document_id"]: d["path"] for d in rows(exported / "documents.jsonl")}

    @cached_property
    def articles(self) -> Match:
        """Articles by document and the start they come nearest to."""
        given = rows(self.exported / "articles.jsonl")
        for row in given:
            row["article"] = row["path"] = self.paths[row["document_id"]]
        answers = [row | {"article": row["path"]} for row in rows(GOLD / "articles.jsonl")]
        return _matched(answers, given, _shared)

    @cached_property
    def keys(self) -> dict[str, str]:
        """The number in the corpus of each exported article that was found."""
        numbers = {(r["path"], r["start"]): r["article"] for r in rows(GOLD / "articles.jsonl")}
        return {e["article_id"]: numbers[g["path"], g["start"]] for g, e in self.articles.pairs}

    def table(self, name: str) -> list[Row]:
        """The rows of an exported table that stand in an article of the corpus."""
        accounts = self._article_of_account
        found = []
        for row in rows(self.exported / f"{name}.jsonl"):
            article_id = row.get("article_id") or accounts[row["account_id"]]
            found.append(row | {"article": self.keys.get(article_id)})
        return found

    @cached_property
    def _article_of_account(self) -> dict[Any, str]:
        return {a["account_id"]: a["article_id"] for a in rows(self.exported / "accounts.jsonl")}

    def match(
        self, name: str, score: Callable[[Row, Row], float], *, keep: Callable[[Row], bool] | None = None
    ) -> Match:
        """Answers and exported rows of a table, paired where ``score`` is above 0, the best first."""
        given = [row for row in self.table(name) if keep is None or keep(row)]
        return _matched(rows(GOLD / f"{name}.jsonl"), given, score)

    @cached_property
    def claims(self) -> Match:
        """Claims whose contents overlap by half."""
        return self.match("claims", _half)

    @cached_property
    def accounts(self) -> Match:
        """Accounts of one type whose words overlap."""
        return self.match("accounts", lambda g, e: _shared(g, e) if g["type"] == e["type"] else 0.0)

    def scores(self) -> dict[str, float]:
        """Every figure by its name, 0 to 1."""
        return {
            name: round(value, 3)
            for name, value in (*self._small(), *self._claims(), *self._accounts(), *self._whole())
        }

    def _small(self) -> Iterable[tuple[str, float]]:
        mentions = self.match("mentions", _same_span, keep=lambda e: e["how"] in NAMED)
        yield "mentions", mentions.f1
        yield "mentions: type", mentions.share(_equal("type"))
        yield "mentions: entity", mentions.share(_equal("entity_id"))
        dates = self.match("dates", _half)
        yield "dates", dates.f1
        yield "dates: value", dates.share(_equal("value"))
        yield "dates: days", dates.share(_equal("earliest", "latest"))
        quantities = self.match("quantities", _half)
        yield "quantities", quantities.f1
        yield "quantities: figure", quantities.share(_equal("low", "high"))
        wording = self.match("wording", _shared)
        yield "wording", wording.f1
        yield "wording: for whom", wording.share(_equal("referent_id"))
        relations = self.match("relations", _same_relation)
        yield "relations", relations.f1
        yield "relations: stance", relations.share(_equal("stance"))

    def _claims(self) -> Iterable[tuple[str, float]]:
        yield "claims", self.claims.f1
        for name in ("speaker_id", "on_behalf_of", "stance", "direct", "chain"):
            yield f"claims: {name}", self.claims.share(_equal(name))
        yield "claims: cue", self.claims.share(_equal("cue_start", "cue_end"))

    def _accounts(self) -> Iterable[tuple[str, float]]:
        yield "accounts", self.accounts.f1
        for name in ("mode", "status", "actor_ids", "recipient_ids", "place_ids", "informant_ids"):
            yield f"accounts: {name}", self.accounts.share(_equal(name))
        yield "accounts: days", self.accounts.share(_equal("date_earliest", "date_latest"))
        yield "accounts: killed", self.accounts.share(_equal("killed_low", "killed_high"))
        yield "accounts: injured", self.accounts.share(_equal("injured_low", "injured_high"))
        harm = self.match("casualties", lambda g, e: _shared(g, e) if g["harm"] == e["harm"] else 0.0)
        yield "casualties", harm.f1
        yield "casualties: figure", harm.share(_equal("low", "high"))

    def _whole(self) -> Iterable[tuple[str, float]]:
        yield "copies", self._copies()
        yield "events: pairs of accounts", self._same_event()
        yield "events: witnesses", self._witnesses()
        found, right = self._disputes()
        yield "disputes: found", found
        yield "disputes: right", right

    def _copies(self) -> float:
        answers = {(r["article"], r["other"], r["kind"]) for r in rows(GOLD / "copies.jsonl")}
        given = {
            (self.keys.get(r["article_id"]), self.keys.get(r["other_id"]), r["kind"])
            for r in rows(self.exported / "copies.jsonl")
        }
        return 2 * len(answers & given) / (len(answers) + len(given))

    def _same_event(self) -> float:
        """F1 over the pairs of matched accounts that tell one event."""
        answers = _pairs((g["event"] for g, _ in self.accounts.pairs))
        given = _pairs((e["event_id"] for _, e in self.accounts.pairs))
        return 2 * len(answers & given) / (len(answers) + len(given)) if answers or given else 0.0

    def _witnesses(self) -> float:
        """The share of the events whose count of witnesses is right, in the event that holds most of its accounts."""
        counts = {e["event_id"]: e["witness_count"] for e in rows(self.exported / "events.jsonl")}
        answers = rows(GOLD / "events.jsonl")
        right = 0
        for answer in answers:
            held = Counter(e["event_id"] for g, e in self.accounts.pairs if g["event"] == answer["event"])
            right += bool(held) and counts[held.most_common(1)[0][0]] == answer["witness_count"]
        return right / len(answers)

    def _disputes(self) -> tuple[float, float]:
        """The share of the answers that were found, and of the exported disputes that are among the answers.

        A dispute is found where one of the same slot sets claims of two of its positions against each other.
        """
        numbers = {e["claim_id"]: g["claim"] for g, e in self.claims.pairs}
        answers = rows(GOLD / "disputes.jsonl")
        given = rows(self.exported / "disputes.jsonl")
        hits = [(i, k) for i, g in enumerate(answers) for k, e in enumerate(given) if _same_dispute(g, e, numbers)]
        found, right = {i for i, _ in hits}, {k for _, k in hits}
        return len(found) / len(answers), len(right) / len(given) if given else 0.0


def _same_dispute(answer: Row, given: Row, numbers: dict[str, str]) -> bool:
    if answer["slot"] != given["slot"]:
        return False
    held: dict[str, set[str]] = defaultdict(set)
    for position in given["positions"]:
        number = numbers.get(position.get("claim_id") or "")
        for side, right in enumerate(answer["positions"]):
            if number in right["claims"]:
                held[position["position"]].add(f"{side}")
    return any(a ^ b for a, b in combinations(held.values(), 2))


def _matched(answers: Sequence[Row], given: Sequence[Row], score: Callable[[Row, Row], float]) -> Match:
    by_article: dict[str, list[int]] = defaultdict(list)
    for k, row in enumerate(given):
        by_article[row["article"]].append(k)
    scored = [(score(g, given[k]), i, k) for i, g in enumerate(answers) for k in by_article[g["article"]]]
    taken: dict[int, int] = {}
    used: set[int] = set()
    for value, i, k in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if value > 0 and i not in taken and k not in used:
            taken[i] = k
            used.add(k)
    return Match([(answers[i], given[k]) for i, k in sorted(taken.items())], len(answers), len(given))


def _shared(one: Row, other: Row) -> float:
    """The characters two spans share, by those that either has."""
    shared: int = min(one["end"], other["end"]) - max(one["start"], other["start"])
    either: int = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return max(0, shared) / either


def _half(one: Row, other: Row) -> float:
    return value if (value := _shared(one, other)) >= 0.5 else 0.0


def _same_span(one: Row, other: Row) -> float:
    return float((one["start"], one["end"]) == (other["start"], other["end"]))


def _same_relation(one: Row, other: Row) -> float:
    names = ("subject_id", "predicate", "object_id")
    return 1 + _shared(one, other) if all(one[n] == other[n] for n in names) else 0.0


def _equal(*names: str) -> Callable[[Row, Row], bool]:
    def value(row: Row, name: str) -> Any:
        held = row[name]
        return sorted(held) if isinstance(held, list) and name != "chain" else held

    return lambda g, e: all(value(g, name) == value(e, name) for name in names)


def _pairs(labels: Iterable[Hashable]) -> set[tuple[int, int]]:
    listed = list(labels)
    return {(i, k) for i, k in combinations(range(len(listed)), 2) if listed[i] == listed[k]}


def main() -> None:
    """Print the figures."""
    from tests.test_strait import FLOORS

    with tempfile.TemporaryDirectory() as folder:
        compared = Comparison(export_to(make(Path(folder)), Path(folder) / "export"))
        sys.stdout.write(f"{gold_digest()}  digest of the answers\n")
        for name, value in compared.scores().items():
            sys.stdout.write(f"{value:5.3f}  floor {FLOORS.get(name, 0):5.3f}  {name}\n")


if __name__ == "__main__":
    main()
