"""One writer at a time: a lock of the operating system on a file beside the ledger, gone when the writer is.

The lock lives on ``NAME.ledger-lock`` and not on the ledger itself: closing a second handle of an SQLite file
drops the locks that SQLite holds on it (POSIX). A process that is killed loses its lock at once; the empty file it
may leave is taken over by the next writer.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from counterclaim.errors import Busy, LedgerError


class WriterLock:
    """Held from making to :meth:`release`. Raises Busy where another writer holds it."""

    def __init__(self, ledger: Path) -> None:
        self._path = ledger.with_name(ledger.name + "-lock")
        self._handle = self._taken(ledger)

    def _taken(self, ledger: Path) -> int:
        while True:
            try:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            except OSError as error:
                raise LedgerError(f"{ledger}: cannot be written to ({error.strerror})") from error
            try:
                _lock(handle)
            except OSError as error:
                os.close(handle)
                raise Busy(f"{ledger}: another process is writing to it; wait until it has ended") from error
            if self._is_current(handle):
                return handle
            os.close(handle)  # its last holder removed it between our opening and our locking

    def _is_current(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self._path.stat())
        except OSError:
            return False

    def release(self) -> None:
        """Give the lock back. Safe to call twice."""
        if self._handle < 0:
            return
        if sys.platform != "win32":  # there a file in use cannot be removed
            self._path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
