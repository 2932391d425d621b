"""The reading room without its web server: answers every address with a page of a ledger that it reads and never writes.

Pages come from a table of names, so nothing of an address reaches a file or the database; what is asked in an address is
checked by :mod:`counterclaim.showing.asked`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from counterclaim.errors import CounterclaimError, UsageError
from counterclaim.ledger import Ledger
from counterclaim.showing.asked import Search
from counterclaim.showing.pages import Pages
from counterclaim.showing.report import STATIC

HTML = "text/html; charset=utf-8"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_TRIES = 3

Signature = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: status, body, media type, further headers."""

    status: int
    body: bytes
    media_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def tag(self) -> str:
        """A tag that changes with the body."""
        return f'"{sha256(self.body).hexdigest()[:32]}"'


class Room:
    """One ledger, read into memory; read again when the file has changed and nothing was written for ``settled_s`` seconds.

    To be used from one thread.
    """

    def __init__(self, path: Path, *, settled_s: float = 2.0) -> None:
        self.path = path
        self._settled_s = settled_s
        self._static = {f"static/{name}": _static(name) for name in STATIC}
        self._ledger: Ledger | None = None
        self._pages: Pages | None = None
        self._signature: Signature = ()

    def answer(self, name: str, given: Mapping[str, str]) -> Answer:
        """The page of a name, the way to where it is now, or a page that says what is wrong."""
        name = name or "index.html"
        if name in self._static:
            return self._static[name]
        try:
            pages = self.pages()
            return self._page(pages, name, given)
        except UsageError as error:
            return self._trouble(400, "That cannot be asked", str(error))
        except CounterclaimError as error:
            return self._trouble(503, "The ledger cannot be read", str(error))

    def trouble(self, status: int, head: str, words: str) -> Answer:
        """A page that says what is wrong, without a word of the ledger."""
        return self._trouble(status, head, words)

    def pages(self) -> Pages:
        """The pages of the ledger as it is now. Raises LedgerError or UsageError for a file that cannot be used."""
        signature = _signature(self.path)
        if self._pages is None or (signature != self._signature and self._is_settled(signature)):
            self._read()
        assert self._pages is not None
        return self._pages

    def _is_settled(self, signature: Signature) -> bool:
        """False while a build is writing: reading a large ledger again at each of its steps would keep readers waiting."""
        last = max((stat[2] for stat in signature if stat), default=0)
        return time.time_ns() - last >= self._settled_s * 1e9

    def close(self) -> None:
        """Close the ledger."""
        if self._ledger is not None:
            self._ledger.close()
        self._ledger = self._pages = None

    def _read(self) -> None:
        for _ in range(_TRIES):  # a build may end while the rows are read
            self.close()
            before = _signature(self.path)
            with _no_sweeping():
                self._ledger = Ledger.open(self.path)
                self._pages = Pages(self._ledger, live=True)
                self._pages.warm()
            self._signature = _signature(self.path)
            if before == self._signature:
                return

    def _page(self, pages: Pages, name: str, given: Mapping[str, str]) -> Answer:
        if name == "search.csv":
            asked = Search.read(given)
            file = f"{asked.kind}.csv"
            disposition = ("Content-Disposition", f'attachment; filename="{file}"')
            return Answer(200, pages.table(asked).encode("utf-8"), "text/csv; charset=utf-8", (disposition,))
        body = pages.page(name, given)
        if body is not None:
            return Answer(200, body.encode("utf-8"))
        now = pages.moved(name)
        if now is not None:
            return Answer(308, b"", headers=(("Location", f"/{now}"),))
        return self._trouble(404, "No such page", "Nothing in this ledger has this address.")

    def _trouble(self, status: int, head: str, words: str) -> Answer:
        return Answer(status, Pages.trouble(head, words).encode("utf-8"))


@contextmanager
def _no_sweeping() -> Iterator[None]:
    """The rows of a ledger live as long as it is open: looking for garbage among them again and again costs whole seconds."""
    gc.unfreeze()
    gc.collect()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _static(name: str) -> Answer:
    body = files("counterclaim.showing").joinpath("static", name).read_bytes()
    return Answer(200, body, _TYPES[Path(name).suffix])


def _signature(path: Path) -> Signature:
    """What changes when the ledger does: number, size and time of the file and of its write-ahead log."""
    return tuple(_stat(p) for p in (path, path.with_name(path.name + "-wal")))


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
