"""How fast the reading room answers on a large ledger, page by page.

    python benchmarks/room.py NAME.ledger [--articles 10000] [--each 6] [--json FILE]

A ledger of that many articles is made from the one given: its rows are repeated with ids and documents of their own until
there are enough articles. What every copy shares (actors that the catalogue knows, places, outlets) stays shared, so that their
pages grow as they would; entities that no catalogue knows are other ones in every copy. Then each kind of page is asked for,
the largest ones first, and the time of the processor is told that the server
needs for the first request of a page, with nothing kept.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from counterclaim.showing.room import Room

# Columns that hold ids of rows that every copy has of its own; lists of them are JSON.
_OWN = frozenset((
    "document_id", "article_id", "other_id", "claim_id", "event_id", "account_id", "dispute_id", "relation_id", "mention_id",
    "witness_id", "lineage_id", "within", "parent_id", "account_ids",
))  # fmt: skip
_TABLES = (
    "documents", "blobs", "texts", "articles", "furniture", "entities", "mentions", "claims", "events", "accounts", "casualties",
    "support", "disputes", "relations", "wording", "copies",
)  # fmt: skip
# Columns that hold ids of entities, alone or as lists.
_ENTITIES = frozenset(("entity_id", "speaker_id", "on_behalf_of", "subject_id", "object_id", "referent_id", "side_id"))
_LISTS = frozenset(("actor_ids", "recipient_ids", "place_ids", "informant_ids", "chain"))
_NUMBERED = ("articles", "claims")


def enlarge(source: Path, target: Path, articles: int) -> int:
    """Make a ledger of at least so many articles; how many it has."""
    shutil.copyfile(source, target)
    with sqlite3.connect(target) as book:
        book.execute("PRAGMA foreign_keys = OFF")
        book.execute("PRAGMA synchronous = OFF")
        (had,) = book.execute("SELECT count(*) FROM articles").fetchone()
        (last,) = book.execute("SELECT max(row) FROM articles").fetchone()
        unknown = {i for (i,) in book.execute("SELECT entity_id FROM entities WHERE known = 0")}
        held = {t: _rows(book, t) for t in _TABLES}
        for number in range(1, -(-articles // had)):
            for table in _TABLES:
                _repeat(book, table, held[table], number, unknown)
        texts = {
            i: zlib.decompress(text).decode("utf-8", "surrogatepass") for i, text in book.execute("SELECT * FROM texts")
        }
        book.execute("INSERT INTO claims_fts (claims_fts) VALUES ('rebuild')")
        for row, document_id, start, end in book.execute(
            'SELECT row, document_id, start, "end" FROM articles WHERE row > ?', (last,)
        ).fetchall():
            book.execute("INSERT INTO articles_fts (rowid, text) VALUES (?, ?)", (row, texts[document_id][start:end]))
    book.close()
    return had * -(-articles // had)


def _rows(book: sqlite3.Connection, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    found = book.execute(f'SELECT * FROM "{table}"')
    return [column[0] for column in found.description], found.fetchall()


def _repeat(
    book: sqlite3.Connection, table: str, held: tuple[list[str], list[tuple[Any, ...]]], number: int, unknown: set[str]
) -> None:
    names, rows = held
    kept = [n for n in names if not (table in _NUMBERED and n == "row")]
    made = []
    for row in rows:
        given = dict(zip(names, row, strict=True))
        if table == "entities" and given["entity_id"] not in unknown:
            continue
        made.append([_other(n, given[n], number, unknown) for n in kept])
    marks = ", ".join("?" * len(kept))
    columns = ", ".join(f'"{n}"' for n in kept)
    book.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', made)


def _other(name: str, value: Any, number: int, unknown: set[str]) -> Any:
    if not isinstance(value, str) or not value:
        return value
    if name == "path":
        return f"{number}/{value}"
    if name in _OWN:
        return (
            json.dumps([_renamed(i, number) for i in json.loads(value)])
            if value.startswith("[")
            else _renamed(value, number)
        )
    if name == "positions":
        rows = json.loads(value)
        for row in rows:
            row.update({k: _renamed(row[k], number) for k in ("claim_id", "account_id") if row.get(k)})
        return json.dumps(rows)
    if name in _ENTITIES:
        return f"{value}-copy-{number}" if value in unknown else value
    if name in _LISTS:
        return json.dumps([f"{i}-copy-{number}" if i in unknown else i for i in json.loads(value)])
    return value


def _renamed(row_id: str, number: int) -> str:
    """The id of a copy: of the same form, so that it stands where the first one does."""
    digest = hashlib.sha256(f"{row_id}|{number}".encode()).hexdigest()
    if re.fullmatch(r"[0-9a-f]{64}", row_id):
        return digest
    return f"{row_id.rpartition('-')[0] or row_id}-{digest[:16]}"


# ---------------------------------------------------------------- measuring

ASKED = (
    "search.html?q=attack", "search.html?q=said+the+army&stance=denies", "search.html?kind=texts&q=attack",
    "search.html?stance=denies", "search.html?order=newest&stance=asserts", "events.html?type=ASSAULT",
    "events.html?level=contested", "events.html?page=9&type=ASSAULT",
    "timeline.html?type=ASSAULT", "timeline.html?disputed=yes", "map.html?type=ASSAULT", "map.html?frame=world&type=ASSAULT",
    "network.html?state=disputed", "network.html?predicate=leads&since=2001-01-01",
)  # fmt: skip


def measure(room: Room, each: int) -> list[dict[str, Any]]:
    """Milliseconds and bytes of every kind of page; of pages that there are many of, the largest ``each`` and as many by chance."""
    pages = room.pages()
    kinds: dict[str, list[str]] = defaultdict(list)
    for name in pages.makers:
        folder, _, _ = name.rpartition("/")
        kinds[folder or re.sub(r"[-.].*", "", name)].append(name)
    site = pages.site
    large = {
        "documents": [site.document_page(i) for i in sorted(site.claims_in, key=lambda i: -len(site.claims_in[i]))],
        "events": [site.event_page(e.event_id) for e in sorted(site.events, key=lambda e: -e.account_count)],
        "entities": [site.page(i) for i in sorted(site.named_times, key=lambda i: -site.named_times[i]) if site.has_page(i)],
        "outlets": kinds["outlets"],
    }  # fmt: skip
    made = []
    for kind, names in sorted(kinds.items()):
        spread = names[:: max(1, len(names) // each)][:each]
        chosen = list(dict.fromkeys([*large.get(kind, names)[:each], *spread]))
        made.append(_timed(room, f"{kind}/" if "/" in names[0] else kind, [(name, {}) for name in chosen]))
    for address in ASKED:
        name, _, query = address.partition("?")
        given = dict(part.split("=") for part in query.replace("+", " ").split("&"))
        made.append(_timed(room, address, [(name, given)]))
    return made


def _timed(room: Room, kind: str, asked: list[tuple[str, dict[str, str]]]) -> dict[str, Any]:
    times, sizes, packed, worst = [], [], [], ""
    for name, given in asked:
        pages = room.pages()
        pages._kept.pop(name, None)  # what a server keeps after its first reader is not what that reader waits for
        began = time.process_time()  # of the processor: what else runs on the machine is no matter
        answer = room.answer(name, given)
        took = (time.process_time() - began) * 1000
        if not times or took > max(times):
            worst = name
        times.append(took)
        sizes.append(len(answer.body))
        packed.append(len(gzip.compress(answer.body, 4)))
        assert answer.status == 200, (name, answer.status)
    return {
        "page": kind, "asked": len(asked), "median_ms": statistics.median(times), "most_ms": max(times),
        "kb": max(sizes) / 1000, "packed_kb": max(packed) / 1000, "worst": worst,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=6, help="pages of a kind: the largest, and as many others")
    parser.add_argument("--keep", type=Path, help="keep the large ledger here; used again where it is there already")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = asked.keep or Path(folder) / "large.ledger"
        if not target.exists():
            print(f"{enlarge(asked.ledger, target, asked.articles):,} articles")
        room = Room(target)
        began = time.process_time()
        room.pages()
        print(f"opened in {time.process_time() - began:.1f} s")
        rows = measure(room, asked.each)
        room.close()
    print(f"{'page':<46} {'asked':>5} {'median ms':>9} {'most ms':>8} {'KB':>7} {'packed':>7}")
    for row in rows:
        numbers = f"{row['median_ms']:>9.0f} {row['most_ms']:>8.0f} {row['kb']:>7.0f} {row['packed_kb']:>7.0f}"
        print(
            f"{row['page'][:46]:<46} {row['asked']:>5} {numbers}  {row['worst'] if row['most_ms'] > 200 else ''}".rstrip()
        )
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
