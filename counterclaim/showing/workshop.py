"""The writing half of the reading room, without its web server: forms become decisions, and the ledger is weighed again.

Writing takes the ledger for a moment only, so that several rooms and the command line can decide on one ledger. A small ledger
is weighed at once; for a large one decisions wait, and say so, until somebody asks for it: that then goes on in the background.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from counterclaim.errors import AnchorError, Busy, LedgerError, UsageError
from counterclaim.ledger import Ledger
from counterclaim.showing import acting
from counterclaim.showing.acting import ACTIONS, Stale
from counterclaim.showing.forms import Form
from counterclaim.showing.pages import Pages
from counterclaim.showing.review import Pending, Review, Visit

# Weighed at once: a ledger of so few articles, and one whose last weighing took no longer than a page should.
_AT_ONCE_ARTICLES = 300
_AT_ONCE_S = 1.5
_PAGE = re.compile(r"review(?:/[a-z]+(?:/[A-Za-z0-9_.:-]{1,200})?)?\.html")
_KEPT = ("kind", "state", "page", "walk", "show", "by")
_OTHER_KNOWLEDGE = (
    "Decisions are kept here and not weighed, because the ledger was built with another catalogue, other places or another version "
    "of the program than this room has. Start the room with the --catalogue and --places of the build, or build again: that "
    "weighs them."
)


class Scales(Protocol):
    """Weighs a ledger again."""

    def fit(self, ledger: Ledger) -> bool:
        """True where they hold the knowledge that the ledger was built with."""
        ...

    def weigh(self, path: Path) -> None:
        """Weigh the ledger with all its decisions."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer a form with: another ``address``, or the ``page`` again as ``visit`` says."""

    status: int
    visit: Visit
    address: str = ""
    page: str = ""


class Workshop:
    """Decides on one ledger. To be used from the thread that reads it, but for the weighing of a large one."""

    def __init__(self, path: Path, scales: Scales) -> None:
        self.path = path
        self._scales = scales
        self._review: Review | None = None
        self._of: Pages | None = None
        self._seconds: float | None = None
        self._trouble = ""
        self._back = ThreadPoolExecutor(max_workers=1, thread_name_prefix="weighing")
        self._job: Future[None] | None = None

    def close(self) -> None:
        """Wait for a weighing that goes on, so that no file is left half used."""
        self._back.shutdown()

    def review(self, pages: Pages) -> Review:
        """The review pages over the rows as they were read last."""
        if self._review is None or self._of is not pages:
            self._review, self._of = Review(pages.site), pages
        return self._review

    def page(self, pages: Pages, name: str, visit: Visit) -> str | None:
        """A review page as HTML, None where there is none. Raises UsageError for what cannot be asked."""
        review = self.review(pages)
        made = review.page(name, visit)
        if made is None:
            return None
        template, values = made
        shared: dict[str, Any] = {"pending": self.pending(pages), "other_knowledge": _OTHER_KNOWLEDGE}
        return pages.render(template, site=review.site, **shared, **values)

    # ------------------------------------------------------------ writing

    def act(self, action: str, form: Form, visit: Visit) -> Reply:
        """Do what a form asks for and say where to go on; nothing but a decision is written."""
        back = form.words("back")
        page = back if _PAGE.fullmatch(back) else "review.html"
        given = {name: form.words(f"on_{name}") for name in _KEPT if form.words(f"on_{name}")}
        if action not in ACTIONS:
            return _again(404, page, visit, given, form, f"there is nothing to do called {action[:40]!r}")
        try:
            with Ledger.open_patiently(self.path) as ledger:
                made = acting.act(ledger, action, form)
        except (UsageError, AnchorError) as error:
            return _again(400, page, visit, given, form, str(error))
        except Busy:
            return _again(
                503, page, visit, given, form, "Another program is writing to the ledger. Wait a moment and save again."
            )
        except LedgerError as error:
            return _again(503, page, visit, given, form, str(error))
        if isinstance(made, Stale):
            return Reply(409, _visit(visit, given, form, "", made), page=page)
        then = form.words("next") if form.words("then") == "next" else ""
        if _PAGE.fullmatch(then):
            page, given = then, {}
        return Reply(303, visit, address=f"/{page}?{urlencode({**given, 'done': made.decision_id})}")

    # ------------------------------------------------------------ weighing

    def pending(self, pages: Pages) -> Pending:
        """What waits to be weighed, and how it goes on."""
        ledger, running = pages.site.ledger, self._job is not None and not self._job.done()
        waiting = len(self.review(pages).ruled.waiting)
        return Pending(waiting, running, self._is_quick(pages), self._trouble, self._scales.fit(ledger))

    def _is_quick(self, pages: Pages) -> bool:
        is_quick = self._seconds is not None and self._seconds <= _AT_ONCE_S
        return is_quick or len(pages.site.articles) <= _AT_ONCE_ARTICLES

    def weigh_small(self, pages: Pages) -> bool:
        """Weigh at once where that is quick; True where it was done."""
        if self._job is not None or not self._is_quick(pages) or not self._scales.fit(pages.site.ledger):
            return False
        self._weigh()
        return not self._trouble

    def weigh_aside(self, pages: Pages) -> None:
        """Begin to weigh in the background, unless that goes on already or would change more than was decided."""
        if self._job is None and self._scales.fit(pages.site.ledger):
            self._job = self._back.submit(self._weigh)

    def _weigh(self) -> None:
        began = time.monotonic()
        try:
            self._scales.weigh(self.path)
        except LedgerError as error:
            self._trouble = f"The last weighing did not end: {error}"
        else:
            self._trouble, self._seconds = "", time.monotonic() - began

    def ended(self) -> bool:
        """True once after a weighing in the background has ended."""
        if self._job is None or not self._job.done():
            return False
        job, self._job = self._job, None
        job.result()
        return True


def _again(status: int, page: str, visit: Visit, given: Mapping[str, str], form: Form, trouble: str) -> Reply:
    return Reply(status, _visit(visit, given, form, trouble), page=page)


def _visit(visit: Visit, given: Mapping[str, str], form: Form, trouble: str, stale: Stale | None = None) -> Visit:
    return Visit(visit.by, visit.word, given, form, trouble, stale.decision if stale else None)
