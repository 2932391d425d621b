"""The web server of the reading room: the one importer of FastAPI and uvicorn (extra ``[serve]``).

It answers reading alone: no request writes, and none leaves the machine. One thread owns the ledger.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from counterclaim.errors import CounterclaimError, UsageError
from counterclaim.ledger import Ledger
from counterclaim.showing.gate import COOKIE, HEADERS, Gate, bearer
from counterclaim.showing.room import Answer, Room

_ASK_TOKEN = (
    "This room is bound beyond its own machine, so it asks for a token. Open the whole address that `counterclaim serve` "
    "printed when it started; the token is at its end."
)
_COOKIE_SECONDS = 7 * 24 * 3600
_MOST_AT_ONCE = 64
# Only large pages are worth the time that packing takes.
_PACKED_FROM, _PACKING = 100_000, 4


def application(path: Path, gate: Gate, *, ready: Callable[[], None] = lambda: None) -> FastAPI:
    """The application for one ledger. ``ready`` is called when a starting server has read it."""
    room = Room(path)
    desk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading-room")

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        try:
            with suppress(CounterclaimError):  # told on every page until the file can be used
                await loop.run_in_executor(desk, room.pages)
            ready()
            yield
        finally:
            await loop.run_in_executor(desk, room.close)
            desk.shutdown()

    # The framework's own pages of documentation load scripts from elsewhere, so there are none.
    app = FastAPI(title="counterclaim", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)

    @app.middleware("http")
    async def guard(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        response = _refused(request, room, gate) or await go_on(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    @app.api_route("/{name:path}", methods=["GET", "HEAD"])
    async def page(request: Request, name: str) -> Response:
        given = dict(request.query_params)
        answer = await asyncio.get_running_loop().run_in_executor(desk, room.answer, name, given)
        return _response(answer, request)

    return app


def _refused(request: Request, room: Room, gate: Gate) -> Response | None:
    """The answer to a request that may not be answered; None for one that may."""
    named = request.headers.getlist("host")
    if len(named) != 1 or not gate.knows(named[0]):
        return _response(room.trouble(421, "Another host", "This address is not one that the reading room goes by."))
    if request.method not in ("GET", "HEAD"):
        return _response(room.trouble(405, "Reading only", "Nothing can be written here."))
    offered = request.query_params.get("token")
    if offered is not None and gate.token is not None and gate.admits(offered):
        return _let_in(request, offered)
    held = bearer(request.headers.get("authorization")) or request.cookies.get(COOKIE)
    if not gate.admits(held) and not request.url.path.startswith("/static/"):
        return _response(room.trouble(401, "A token is needed", _ASK_TOKEN))
    return None


def _let_in(request: Request, token: str) -> Response:
    """Keep the token in a cookie that no script and no other site can use, and take it out of the address."""
    address = request.url.remove_query_params("token")
    response = RedirectResponse(f"{_path(address.path)}{f'?{address.query}' if address.query else ''}", status_code=303)
    response.set_cookie(
        COOKIE, token, max_age=_COOKIE_SECONDS, path="/", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


def _path(path: str) -> str:
    """A path of this host: two slashes at its start would name another one."""
    return "/" + path.lstrip("/\\")


def _response(answer: Answer, request: Request | None = None) -> Response:
    headers, body = {"Vary": "Accept-Encoding", **dict(answer.headers)}, answer.body
    if answer.status == 200:
        headers["ETag"] = answer.tag
        if request is not None and request.headers.get("if-none-match") == answer.tag:
            return Response(status_code=304, headers=headers)
    if request is not None and len(body) >= _PACKED_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"], body = "gzip", gzip.compress(body, _PACKING, mtime=0)
    return Response(body, status_code=answer.status, media_type=answer.media_type, headers=headers)


def serve(path: Path, gate: Gate, *, port: int, ready: Callable[[str], None]) -> None:
    """Answer until stopped. ``ready`` is told the address once the ledger is read. Raises UsageError for a taken
    port, LedgerError for a file that cannot be used."""
    Ledger.open(path).close()  # what is no ledger is told before anything is bound
    listening = _listen(gate.host, port)
    address = _address(gate, listening.getsockname()[1])
    config = uvicorn.Config(
        application(path, gate, ready=lambda: ready(address)),
        log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        limit_concurrency=_MOST_AT_ONCE, lifespan="on",
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
    except (OSError, OverflowError, UnicodeError) as error:
        raise UsageError(f"{host}:{port} cannot be bound ({error}); give another --port or --host") from error
    return listening


def _address(gate: Gate, port: int) -> str:
    host = f"[{gate.host}]" if ":" in gate.host else gate.host
    return f"http://{host}:{port}/" + (f"?token={gate.token}" if gate.token else "")
