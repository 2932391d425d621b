"""The reading room without its web server: answers every address with a page of a ledger.

Pages come from a table of names, so nothing of an address reaches a file or the database; what is asked in an address is
checked by :mod:`counterclaim.showing.asked`. The room reads; what people decide in it goes through
:mod:`counterclaim.showing.workshop`, where there is one.
"""

from __future__ import annotations

import gc
import re
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
from counterclaim.showing.forms import Form
from counterclaim.showing.pages import Pages
from counterclaim.showing.report import STATIC
from counterclaim.showing.review import Visit
from counterclaim.showing.workshop import Scales, Workshop

HTML = "text/html; charset=utf-8"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_TRIES = 3
_ID = re.compile(r"dec-[0-9a-f]{16}")
_NO_ROW = (
    "No such row stands in the ledger. It may have been refused or hidden since; the list of decisions says by whom."
)
REVIEW_STATIC = ("review.css", "review.js")

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

    A decision changes no row before it is weighed, so it is noted, and the rows are not read again for it. ``scales`` None means
    that nobody decides here. To be used from one thread.
    """

    def __init__(self, path: Path, *, settled_s: float = 2.0, scales: Scales | None = None) -> None:
        self.path = path
        self._settled_s = settled_s
        self._static = {f"static/{name}": _static(name) for name in (*STATIC, *REVIEW_STATIC)}
        self._ledger: Ledger | None = None
        self._pages: Pages | None = None
        self._signature: Signature = ()
        self._change = 0
        self._workshop = Workshop(path, scales) if scales is not None else None

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

    def review(self, name: str, visit: Visit) -> Answer:
        """The review page of a name, for somebody who may decide."""
        assert self._workshop is not None
        try:
            pages = self.pages()
            body = self._workshop.page(pages, name, visit)
            if body is not None:
                return Answer(200, body.encode("utf-8"))
            return self._gone(pages, name, visit)
        except UsageError as error:
            return self._trouble(400, "That cannot be asked", str(error))
        except CounterclaimError as error:
            return self._trouble(503, "The ledger cannot be read", str(error))

    def act(self, action: str, form: Form, visit: Visit) -> Answer:
        """Do what a form asks for; the way to the page that shows it, or the form's page again with what is wrong."""
        assert self._workshop is not None
        try:
            if action == "weigh":
                self._workshop.weigh_aside(self.pages())
                return _go("/review.html")
            reply = self._workshop.act(action, form, visit)
            if reply.address:
                self._decided()
                return _go(reply.address)
            answer = self.review(reply.page, reply.visit)
            return Answer(reply.status, answer.body) if answer.status == 200 else answer
        except UsageError as error:
            return self._trouble(400, "That cannot be decided", str(error))
        except CounterclaimError as error:
            return self._trouble(503, "The ledger cannot be used", str(error))

    def _decided(self) -> None:
        """After a decision: weigh where that is quick, and mark the rows as reviewed in any case."""
        assert self._workshop is not None
        pages = self.pages()
        if self._workshop.weigh_small(pages):
            self._read()
        else:
            self._note(pages)

    def _note(self, pages: Pages) -> None:
        if self._workshop is not None:
            pages.note_reviewed(self._workshop.review(pages).ruled.reviewed)

    def _gone(self, pages: Pages, name: str, visit: Visit) -> Answer:
        """Where a row is now that was merged or split; what became of one that is gone."""
        if not visit.by and name.startswith("review/"):
            return _go("/review.html")
        done = f"?done={visit.given['done']}" if _ID.fullmatch(visit.given.get("done", "")) else ""
        now = pages.moved(name.removeprefix("review/"))
        if now is not None:
            return _go(f"/review/{now}{done}")
        if done:
            return _go(f"/review.html{done}")
        return self._trouble(404, "No such row", _NO_ROW)

    def trouble(self, status: int, head: str, words: str) -> Answer:
        """A page that says what is wrong, without a word of the ledger."""
        return self._trouble(status, head, words)

    def pages(self) -> Pages:
        """The pages of the ledger as it is now. Raises LedgerError or UsageError for a file that cannot be used."""
        signature = _signature(self.path)
        ended = self._workshop is not None and self._workshop.ended()
        if self._pages is None or ended:
            self._read()
        elif signature != self._signature and self._is_only_decided(signature):
            self._signature = signature
            self._note(self._pages)
        elif signature != self._signature and self._is_settled(signature):
            self._read()
        assert self._pages is not None
        return self._pages

    def _is_only_decided(self, signature: Signature) -> bool:
        """True where nothing but decisions was added to the file that is open."""
        before = self._signature[0] if self._signature else None
        if self._workshop is None or self._ledger is None or before is None or signature[0] is None:
            return False
        return signature[0][0] == before[0] and self._ledger.last_change == self._change

    def _is_settled(self, signature: Signature) -> bool:
        """False while a build is writing: reading a large ledger again at each of its steps would keep readers waiting."""
        last = max((stat[2] for stat in signature if stat), default=0)
        return time.time_ns() - last >= self._settled_s * 1e9

    def close(self) -> None:
        """Close the ledger."""
        if self._workshop is not None:
            self._workshop.close()
        self._shut()

    def _shut(self) -> None:
        if self._ledger is not None:
            self._ledger.close()
        self._ledger = self._pages = None

    def _read(self) -> None:
        for _ in range(_TRIES):  # a build may end while the rows are read
            self._shut()
            before = _signature(self.path)
            with _no_sweeping():
                self._ledger = Ledger.open(self.path)
                self._change = self._ledger.last_change
                self._pages = Pages(self._ledger, live=True, review=self._workshop is not None)
                self._pages.warm()
                self._note(self._pages)
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


def _go(address: str) -> Answer:
    return Answer(303, b"", headers=(("Location", address),))


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
