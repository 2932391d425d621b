"""Requests to the reading room without a socket, so that headers can be as odd as an attacker makes them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from lxml import html

from counterclaim.showing.gate import Gate


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.body)


@dataclass
class Asker:
    """Asks an application; each request names ``host`` unless it brings its own headers."""

    path: Path
    gate: Gate = field(default_factory=lambda: Gate("127.0.0.1"))
    host: str = "127.0.0.1:8077"

    def __post_init__(self) -> None:
        from counterclaim.showing.web import application

        self.app = application(self.path, self.gate)

    def __call__(
        self, address: str, *, method: str = "GET", headers: Sequence[tuple[str, str]] = (), bare: bool = False
    ) -> Reply:
        path, _, query = address.partition("?")
        given = [*headers] if bare else [("host", self.host), *headers]
        scope: dict[str, Any] = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "root_path": "",
            "path": unquote_to_bytes(path).decode("utf-8", "replace"), "raw_path": path.encode("latin-1", "replace"),
            "query_string": query.encode(), "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8077),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in given],
        }  # fmt: skip
        return asyncio.run(self._ask(scope))

    async def _ask(self, scope: dict[str, Any]) -> Reply:
        sent: list[dict[str, Any]] = []
        waiting = True

        async def receive() -> dict[str, Any]:
            nonlocal waiting
            if waiting:
                waiting = False
                return {"type": "http.request", "body": b"", "more_body": False}
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = next(m for m in sent if m["type"] == "http.response.start")
        body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        return Reply(start["status"], {k.decode().lower(): v.decode() for k, v in start["headers"]}, body)
