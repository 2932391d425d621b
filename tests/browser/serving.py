"""A room that is open while a test runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def served(application: Any) -> Iterator[str]:
    """The address, on a free port, of an application that answers from a thread of its own."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    waited = threading.Event()
    while not server.started and thread.is_alive():
        waited.wait(0.05)
    (port,) = {s.getsockname()[1] for held in server.servers for s in held.sockets}
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
