"""An invented article on disk, and labels made without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.own_labels import COLUMNS, Labels, Listed, Row

TEXT = """Shelling in Dunmere kills three

Harbour Post
2031-03-05

The Tide Front said on Tuesday that Ostrel had shelled the port of Dunmere. Ana Maren, its spokeswoman, spoke of 10 to 12 dead.
Ostrel denied the shelling. The regime called the report a lie, Meridian Wire reported.
"""

SOURCE = """
key = "01"
path = "texts/dunmere.txt"
title = "Shelling in Dunmere kills three"
outlet = "Harbour Post"
published = "2031-03-05"
claims = '''
Ostrel had shelled the port of Dunmere | said | Tide Front | tide-front | accuses
10 to 12 dead | spoke | Ana Maren | ana-maren | asserts | for=tide-front
the shelling | denied | Ostrel | ostreli-government | denies | via=meridian-wire
'''
accounts = '''
port | Shelling in Dunmere kills three | ASSAULT/heavy-weapons | - | - | dunmere | 2031-03-04 | k=3
port | Ostrel had shelled the port … Dunmere | ASSAULT/heavy | ostreli-government | - | - | 2031-03-01..2031-03-04 | k=10-12 c=1
denial | Ostrel denied the shelling | REJECT | ostreli-government | tide-front | - | -
'''
casualties = '''
port | 10 to 12 dead | killed | people | - | 10-12
'''
relations = '''
Ana Maren, its spokeswoman | ana-maren | spokesperson-of | tide-front | spokeswoman
'''
dates = '''
2031-03-05 | 2031-03-05
Tuesday | 2031-03-04
'''
quantities = '''
10 to 12 dead | 10-12
'''
wording = '''
regime | ostreli-government
'''
disputes = '''
port | happened | conflict | tide-front: shelled @01/1; ostreli-government: not @01/3
'''
[names]
PERSON = \"\"\"
ana-maren: Ana Maren
\"\"\"
ORG = \"\"\"
tide-front: Tide Front
meridian-wire: Meridian Wire
\"\"\"
PLACE = \"\"\"
ostrel: Ostrel
dunmere: Dunmere
\"\"\"
"""

LISTED = {"01": Listed("01", "texts/dunmere.txt", None, None, "dev")}


def corpus(folder: Path) -> Path:
    """A folder with the invented article."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    (folder / "texts" / "dunmere.txt").write_text(TEXT, encoding="utf-8")
    return folder


def reader(folder: Path, source: str = SOURCE) -> Path:
    """A reader's folder with one file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "01.toml").write_text(source, encoding="utf-8")
    return folder


def row(table: str, start: int, end: int, **values: Any) -> Row:
    """A row of a table, null or empty where nothing is given."""
    lists = {"chain", "actor_ids", "recipient_ids", "place_ids", "informant_ids"}
    empty: Row = {name: [] if name in lists else None for name in COLUMNS[table]}
    return empty | {"start": start, "end": end} | values


def claim(n: int, start: int, end: int, speaker: str, **values: Any) -> Row:
    """A claim of a speaker."""
    told = {"speaker_id": speaker, "stance": "asserts", "direct": False, "chain": ["outlet", speaker]}
    return row("claims", start, end, n=n, **(told | values))


def account(n: int, start: int, end: int, type: str = "ASSAULT", **values: Any) -> Row:
    """An account of an event."""
    return row("accounts", start, end, n=n, type=type, **({"event": n, "status": "happened"} | values))


def mention(start: int, end: int, entity: str, type: str = "ORG") -> Row:
    """A mention of an entity."""
    return row("mentions", start, end, type=type, entity_id=entity)


def labels(key: str = "01", **tables: list[Row]) -> Labels:
    """Labels of an article that is not on disk."""
    article = {"article": key, "path": "x.txt", "sha256": "0", "split": "dev", "start": 0, "end": 1000, "outlet": None}
    return Labels(article, {name: tuple(rows) for name, rows in tables.items()})
