"""Counterclaim: from conflict reporting to a ledger of who said what, every claim anchored to its words.

>>> import counterclaim
>>> summary = counterclaim.build(["reports/"], out="war.ledger")     # doctest: +SKIP
>>> with counterclaim.open("war.ledger") as ledger:                   # doctest: +SKIP
...     for claim in ledger.claims(by="Ministry of Defence"):
...         print(claim.speaker, claim.cue, claim.text)
"""

from __future__ import annotations

from pathlib import Path

from counterclaim.errors import CounterclaimError
from counterclaim.settings import Settings

__version__ = "0.1.0"

from counterclaim.build import Step, Summary, build
from counterclaim.ledger import Ledger, verify

__all__ = ["CounterclaimError", "Ledger", "Settings", "Step", "Summary", "__version__", "build", "open", "verify"]


def open(path: str | Path) -> Ledger:  # noqa: A001 - reads as counterclaim.open
    """A ledger opened for reading. Raises LedgerError for a file that is none, or a newer one."""
    return Ledger.open(Path(path))
