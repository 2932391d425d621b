"""Reading ahead: while rules search one text on one processor, the model reads the next ones on another."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from counterclaim.language.model import Backend, Reading

# Characters that may wait at once: what does not fit is read when it is asked for, so memory stays bounded.
_MOST = 200_000
# Texts that are read at the same time.
_TEXTS = 2


class Ahead:
    """A :class:`counterclaim.language.model.Backend` that begins with texts before they are asked for.

    What a text gives never depends on when it was read, so that the ledger is the same with or without it.
    """

    def __init__(self, reader: Backend) -> None:
        self._reader = reader
        self._pool = ThreadPoolExecutor(_TEXTS, thread_name_prefix="ahead")
        self._waiting: dict[str, Future[Reading]] = {}
        self._size = 0

    def __enter__(self) -> Ahead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def digest(self) -> str:
        """That of the backend behind it."""
        return self._reader.digest

    def expect(self, texts: Sequence[str]) -> None:
        """Begin with texts that will be asked for, in this order, as far as there is room."""
        for text in texts:
            if text not in self._waiting and self._size + len(text) <= _MOST:
                self._size += len(text)
                self._waiting[text] = self._pool.submit(self._one, text)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order."""
        return [self._taken(text) for text in texts]

    def _taken(self, text: str) -> Reading:
        waiting = self._waiting.pop(text, None)
        if waiting is None:
            return self._one(text)
        self._size -= len(text)
        return waiting.result()

    def _one(self, text: str) -> Reading:
        return self._reader.read([text])[0]
