from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger
from tests.ledger.sample import add, page, story, weigh_all


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "war.ledger"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """Two documents, weighed; open for writing."""
    with Ledger.create(path) as opened:
        add(opened, page(story(), path="a.txt"))
        add(opened, page(story("Pell", 9), path="b.txt"))
        weigh_all(opened)
        yield opened


@pytest.fixture
def closed(ledger: Ledger, path: Path) -> Path:
    """The same, closed."""
    ledger.close()
    return path
