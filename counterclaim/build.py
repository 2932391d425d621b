"""The order of the rooms: read, segment, find, store, weigh. No rules of its own.

A document is stored in one transaction as soon as it has been read and searched, so a build killed at any moment leaves whole
documents only; building again goes on where it stopped. Weighing comes last and is repeated until it is done.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from counterclaim import finding, knowledge, language, reading, weighing
from counterclaim.errors import CounterclaimError, ReadError, UsageError
from counterclaim.knowledge import Knowledge
from counterclaim.language.ahead import Ahead
from counterclaim.language.model import Backend
from counterclaim.ledger import Ledger
from counterclaim.records import Article, Findings, Furniture, Page, Reject, Segments, State, Stated, identify
from counterclaim.settings import Settings


@dataclass(frozen=True, slots=True)
class Step:
    """Where a build stands: ``stage`` is ``read`` or ``weigh``; ``done`` of ``total`` bytes (read) or steps (weigh)."""

    stage: str
    done: int
    total: int
    path: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did and what the ledger now holds. ``seconds`` is wall time; ``words`` counts what was newly read.

    ``unapplied`` counts decisions that could not be placed.
    """

    new_documents: int
    documents: int
    articles: int
    claims: int
    accounts: int
    events: int
    disputes: int
    rejects: int
    words: int
    seconds: float
    redirects: int = 0
    unapplied: int = 0


Progress = Callable[[Step], None]
# What has been read and cut into articles, in the order of the files: a reject is forgotten where its file is read later.
_Prepared = tuple[Page, Segments] | Reject


def build(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    settings: Settings | None = None,
    meta: str | Path | None = None,
    catalogue: Sequence[str | Path] = (),
    places: Sequence[str | Path] = (),
    backend: Backend | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read files and folders into the ledger ``out``, which is made or added to.

    ``meta`` is a CSV of what a person knows of each file; ``catalogue`` are files merged over the shipped actors and ``places``
    over the shipped gazetteer; ``backend`` stands in for the shipped reader of language. Raises UsageError for a path that
    does not exist, SettingsError for a bad metadata, catalogue or places file, LedgerError for a ledger that cannot be
    used. A file that cannot be read is a reject.
    """
    sources = _existing(paths)
    work = _Build(
        settings=settings or Settings(),
        knowledge=knowledge.load(tuple(Path(p) for p in catalogue), tuple(Path(p) for p in places)),
        backend=backend or language.shipped(),
        stated=reading.load_meta(Path(meta)) if meta else {},
        progress=progress or (lambda _: None),
    )
    target = Path(out)
    if target.is_dir():
        raise UsageError(f"{target} is a folder; --out names the ledger file")
    ledger = Ledger.open(target, write=True) if target.exists() else Ledger.create(target)
    with ledger:
        return work.run(sources, ledger)


def reweigh(
    ledger_path: str | Path,
    *,
    settings: Settings | None = None,
    catalogue: Sequence[str | Path] = (),
    places: Sequence[str | Path] = (),
) -> bool:
    """Weigh a ledger again as it stands, after a withdrawal or a decision; with the files that it was built with.

    False where it was built with other knowledge than this.
    """
    known = knowledge.load(tuple(Path(p) for p in catalogue), tuple(Path(p) for p in places))
    with Ledger.open(Path(ledger_path), write=True) as ledger:
        _weigh(ledger, known, settings or Settings())
        return ledger.knowledge_digest in (None, known.digest)


class Scales:
    """Weighs a ledger again as often as it is asked: knowledge is loaded once, and nobody is kept from deciding meanwhile."""

    def __init__(
        self,
        *,
        settings: Settings | None = None,
        catalogue: Sequence[str | Path] = (),
        places: Sequence[str | Path] = (),
        known: Knowledge | None = None,
    ) -> None:
        self._settings = settings or Settings()
        self._known = known or knowledge.load(tuple(Path(p) for p in catalogue), tuple(Path(p) for p in places))
        self._digest = self._known.digest

    def fit(self, ledger: Ledger) -> bool:
        """True where the ledger was built with this knowledge: with other knowledge, weighing would change more than was
        decided."""
        return ledger.knowledge_digest in (None, self._digest)

    def weigh(self, path: Path) -> None:
        """Weigh a ledger with all its decisions. The file is held for writing only while the result is stored; what was
        decided meanwhile waits for the next time, and if anything else was added, it is all weighed again.

        Raises LedgerError for a file that cannot be used (Busy: another process goes on writing to it).
        """
        while not self._weighed(path):
            pass

    def _weighed(self, path: Path) -> bool:
        with Ledger.open(path) as opened:
            change, last = opened.last_change, opened.last_entry
            found, decisions = tuple(opened.iter_found()), opened.decisions()
        result = weighing.weigh(found, knowledge=self._known, settings=self._settings.weighing, decisions=decisions)
        with Ledger.open_patiently(path) as opened:
            if opened.last_change != change:
                return False
            opened.store_weighed(result, complete=opened.last_entry == last)
        return True


def _existing(paths: Sequence[str | Path]) -> list[Path]:
    if not paths:
        raise UsageError("nothing to read: give files or folders")
    found = [Path(p) for p in paths]
    for path in found:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"{path}: no such file or folder")
    return found


def _weigh(ledger: Ledger, known: Knowledge, settings: Settings) -> int:
    weighed = weighing.weigh(
        tuple(ledger.iter_found()), knowledge=known, settings=settings.weighing, decisions=ledger.decisions()
    )
    redirects: int = ledger.store_weighed(weighed)
    return redirects


@dataclass(frozen=True)
class _Build:
    settings: Settings
    knowledge: Knowledge
    backend: Backend
    stated: Mapping[str, Stated]
    progress: Progress

    @property
    def finder(self) -> str:
        """Names all that findings depend on besides the text: program, knowledge, language."""
        from counterclaim import __version__

        return identify("finder", __version__, self.knowledge.digest, self.backend.digest)

    def run(self, sources: Sequence[Path], ledger: Ledger) -> Summary:
        from counterclaim import __version__

        began = time.monotonic()
        run_id = ledger.begin_build(
            settings=self.settings,
            knowledge_digest=self.knowledge.digest,
            model_digest=self.backend.digest,
            program=__version__,
        )
        for reject in self.knowledge.rejects:
            ledger.add_reject(reject)
        new, words = self._read_all(sources, ledger)
        words += self._find_again(ledger)
        redirects = 0
        if ledger.needs_weighing:
            self.progress(Step("weigh", 0, 1, ""))
            redirects = _weigh(ledger, self.knowledge, self.settings)
            self.progress(Step("weigh", 1, 1, ""))
        counts = ledger.counts()
        ledger.end_build(run_id, counts)
        return Summary(
            new_documents=new,
            words=words,
            seconds=time.monotonic() - began,
            redirects=redirects,
            unapplied=sum(o.state is State.UNAPPLIED for o in ledger.outcomes()),
            **{name: counts[name] for name in _COUNTED},
        )

    def _read_all(self, sources: Sequence[Path], ledger: Ledger) -> tuple[int, int]:
        collected = [item for item in reading.collect(sources) if not _is_own(item, ledger.path)]
        sizes = [_size(item[1]) if isinstance(item, tuple) else 0 for item in collected]
        new, words, total = 0, 0, sum(sizes)
        with Ahead(self.backend) as ahead:
            work = replace(self, backend=ahead)
            for found in _ahead(work._prepared(collected, sizes, ledger, ahead)):
                if isinstance(found, Reject):
                    ledger.add_reject(found)
                    continue
                page, segments = found
                added = work._add(page, segments, ledger)
                new += added
                words += added * len(page.text.split())
        self.progress(Step("read", total, total, ""))
        return new, words

    def _prepared(
        self,
        collected: Sequence[tuple[str, Path] | Reject],
        sizes: Sequence[int],
        ledger: Ledger,
        ahead: Ahead,
    ) -> Iterator[_Prepared]:
        """Every reject, and every page with its articles, whose texts the model begins to read."""
        done, total = 0, sum(sizes)
        for item, size in zip(collected, sizes, strict=True):
            if isinstance(item, Reject):
                yield item
                continue
            name, path = item
            self.progress(Step("read", done, total, name))
            for page in self._pages(name, path):
                if isinstance(page, Reject):
                    yield page
                    continue
                known = self._known(page, ledger)
                segments = Segments((), ()) if known else self._segments(page)
                for article in segments.articles:
                    text = page.text[article.start : article.end]
                    ahead.expect(finding.texts(text, knowledge=self.knowledge))
                yield page, segments
            done += size

    def _segments(self, page: Page) -> Segments:
        return reading.segment(page.text, page.document.document_id, page.hints, catalogue=self.knowledge.catalogue)

    @staticmethod
    def _known(page: Page, ledger: Ledger) -> bool:
        name = page.document.document_id
        return ledger.withdrawn_why(name) is not None or ledger.has_document(name)

    def _pages(self, name: str, path: Path) -> Iterator[Page | Reject]:
        try:
            data = reading.load(path, self.settings.reading)
        except ReadError as error:
            yield Reject(name, None, "reading", str(error))
            return
        stated = self.stated.get(name, Stated())
        yield from reading.read(name, data, stated=stated, settings=self.settings.reading)

    def _add(self, page: Page, segments: Segments, ledger: Ledger) -> int:
        """Store one page; 1 where it is new, 0 where the ledger has it or a person withdrew it."""
        document = page.document
        withdrawn = ledger.withdrawn_why(document.document_id)
        if withdrawn is not None:
            ledger.add_reject(Reject(document.path, document.document_id, "reading", f"withdrawn: {withdrawn}"))
            return 0
        if ledger.has_document(document.document_id):
            ledger.add_path(document)
            return 0
        found: list[Findings] = []
        for article in segments.articles:
            result = self._find(article, page.text, segments.furniture)
            if isinstance(result, Reject):
                ledger.add_reject(Reject(document.path, document.document_id, result.stage, result.reason))
                result = Findings(article.article_id)
            found.append(result)
        ledger.add_document(page, segments, found, self.finder)
        return 1

    def _find(self, article: Article, text: str, furniture: tuple[Furniture, ...]) -> Findings | Reject:
        inside = tuple(f for f in furniture if f.start < article.end and article.start < f.end)
        try:
            return finding.find(
                article, text[article.start : article.end], inside, knowledge=self.knowledge, backend=self.backend
            )
        except CounterclaimError as error:
            return Reject("", None, "finding", str(error))
        except RecursionError:
            return Reject("", None, "finding", "nested too deeply to be searched; kept as text only")

    def _find_again(self, ledger: Ledger) -> int:
        """Search again what another version of the finders searched; the number of words read."""
        words = 0
        paths = {d.document_id: d.path for d in ledger.documents()}
        for document_id in ledger.findings_stale(self.finder):
            text = ledger.text(document_id)
            articles, furniture = ledger.segments_of(document_id)
            results = [self._find(article, text, furniture) for article in articles]
            found = [
                Findings(article.article_id) if isinstance(result, Reject) else result
                for article, result in zip(articles, results, strict=True)
            ]
            ledger.replace_findings(document_id, found, self.finder)
            for result in results:
                if isinstance(result, Reject):
                    ledger.add_reject(Reject(paths[document_id], document_id, result.stage, result.reason))
            words += len(text.split())
        return words


# Pages that are cut into articles before the one that is searched, so that the model can read ahead.
_AHEAD = 3
_COUNTED = ("documents", "articles", "claims", "accounts", "events", "disputes", "rejects")


def _ahead(pages: Iterator[_Prepared]) -> Iterator[_Prepared]:
    """The same pages, each given when some more have been taken."""
    waiting: deque[_Prepared] = deque()
    for page in pages:
        waiting.append(page)
        if len(waiting) > _AHEAD:
            yield waiting.popleft()
    yield from waiting


def _is_own(item: tuple[str, Path] | Reject, ledger: Path) -> bool:
    """True for the ledger that is being built and what stands beside it while it is: no source of itself."""
    if isinstance(item, Reject) or not item[1].name.startswith(ledger.name):
        return False
    own = {ledger.name + ending for ending in ("", "-wal", "-shm", "-journal", "-lock")}
    return item[1].name in own and item[1].parent.absolute() == ledger.parent.absolute()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
