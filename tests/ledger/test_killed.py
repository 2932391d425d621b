"""A build that is killed at any moment leaves a ledger that opens and holds whole documents only."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger, faults
from tests.ledger.sample import add, page, story, tables, weigh_all

TOWNS = [f"Town{n}" for n in range(24)]

# Adds the documents, weighing now and then; tells after every step how far it is, so that it can be killed there.
BUILD = """
import sys
from pathlib import Path
from counterclaim.ledger import Ledger
from tests.ledger.sample import add, page, story, weigh_all
from tests.ledger.test_killed import TOWNS
path = Path(sys.argv[1])
with (Ledger.open(path, write=True) if path.exists() else Ledger.create(path)) as ledger:
    for n, town in enumerate(TOWNS):
        print(n, flush=True)
        add(ledger, page(story(town, n + 2), path=f"{n:02}.txt"))
        if n % 8 == 7:
            print("weigh", flush=True)
            weigh_all(ledger)
"""


def run_until(path: Path, line: str, wait: float) -> None:
    """Start the build and kill it ``wait`` seconds after it has said ``line``."""
    process = subprocess.Popen([sys.executable, "-c", BUILD, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for said in process.stdout:
        if said.strip() == line:
            break
    try:
        process.wait(wait)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize(
    ("line", "wait"), [("0", 0.0), ("1", 0.002), ("weigh", 0.001), ("weigh", 0.01), ("12", 0.0), ("20", 0.02)]
)
def test_killed_and_resumed_is_as_if_never_killed(tmp_path: Path, line: str, wait: float) -> None:
    path = tmp_path / "war.ledger"
    run_until(path, line, wait)
    with Ledger.open(path) as ledger:
        assert not list(faults(ledger))
        for document in ledger.documents():
            assert ledger.data(document.document_id).decode() == ledger.text(document.document_id)
        assert len(tuple(ledger.iter_found())) == len(ledger.documents())
    with Ledger.open(path, write=True) as ledger:
        for n, town in enumerate(TOWNS):
            add(ledger, page(story(town, n + 2), path=f"{n:02}.txt"))
        weigh_all(ledger)
        resumed = tables(ledger)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with Ledger.create(tmp_path / "whole.ledger") as ledger:
        for n, town in enumerate(TOWNS):
            add(ledger, page(story(town, n + 2), path=f"{n:02}.txt"))
        weigh_all(ledger)
        assert tables(ledger) == resumed
