"""The ledger: one SQLite file with every document's bytes and all that was found in them. The only room that knows SQL."""

from counterclaim.decisions import ACTIONS
from counterclaim.ledger.book import Ledger
from counterclaim.ledger.decisions import Target
from counterclaim.ledger.fault import Fault
from counterclaim.ledger.log import LogEntry
from counterclaim.ledger.queries import Period
from counterclaim.ledger.search import Hit, terms_of
from counterclaim.ledger.shape import TABLES
from counterclaim.ledger.shape import exported as columns
from counterclaim.ledger.verify import Verification, faults, verify

__all__ = [
    "ACTIONS",
    "TABLES",
    "Fault",
    "Hit",
    "Ledger",
    "LogEntry",
    "Period",
    "Target",
    "Verification",
    "columns",
    "faults",
    "terms_of",
    "verify",
]
