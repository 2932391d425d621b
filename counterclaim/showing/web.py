"""The web server of the reading room: the one importer of FastAPI and uvicorn (extra ``[serve]``).

It answers reading, and, where the gate lets somebody write, the forms of the review pages. No request leaves the machine. One
thread owns the ledger.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import quote, unquote

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from counterclaim.errors import CounterclaimError, UsageError
from counterclaim.ledger import Ledger
from counterclaim.showing.forms import FORM_TYPE, MOST_BYTES, Form
from counterclaim.showing.gate import (
    COOKIE,
    HEADERS,
    REVIEWER_COOKIE,
    SESSION_COOKIE,
    Addresses,
    Gate,
    Writing,
    bearer,
    is_own,
    same,
)
from counterclaim.showing.review import Visit
from counterclaim.showing.room import Answer, Room
from counterclaim.showing.workshop import Scales

_ASK_TOKEN = (
    "This room is bound beyond its own machine, so it asks for a token. Open the whole address that `counterclaim serve` "
    "printed when it started; the token is at its end."
)
_ASK_REVIEW = (
    "Reviewing writes to the ledger, so it asks for a token of its own. Open the address for reviewing that `counterclaim serve` "
    "printed when it started; the token is at its end. Where you had it open before, the room was started anew since."
)
_NOT_OURS = (
    "This form does not come from a page of this room, or from one that is older than the room. Nothing was written. Go back, "
    "copy what you typed, open the address for reviewing again and save there."
)
_COOKIE_SECONDS = 7 * 24 * 3600
_FORMS = "/review/do/"
_LONGEST_NAME = 80
_MOST_AT_ONCE = 64
# Only large pages are worth the time that packing takes.
_PACKED_FROM, _PACKING = 100_000, 4


def application(
    path: Path, gate: Gate, *, ready: Callable[[], None] = lambda: None, scales: Scales | None = None
) -> FastAPI:
    """The application for one ledger. ``ready`` is called when a starting server has read it.

    ``scales`` weigh the ledger after decisions; without them, or where the gate lets nobody write, nobody decides.
    """
    writing = gate.writing if scales is not None else None
    room = Room(path, scales=scales if writing else None)
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
        response = _refused(request, room, gate, writing) or await go_on(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.post(_FORMS + "{action}")
    async def decide(request: Request, action: str) -> Response:
        assert writing is not None
        body = await _body(request)
        if body is None:
            return _response(room.trouble(413, "Too much", f"A form holds {MOST_BYTES // 1024} KB at most."))
        sent = _sent(request, writing, body)
        if sent is None:
            return _response(room.trouble(403, "Not from this room", _NOT_OURS))
        form, visit = sent
        if action == "name":
            return _called(request, form)
        answer = await asyncio.get_running_loop().run_in_executor(desk, room.act, action, form, visit)
        return _response(answer)

    @app.api_route("/review{rest:path}", methods=["GET", "HEAD"])
    async def review(request: Request, rest: str) -> Response:
        name = f"review{rest}"
        if writing is None:
            return await page(request, name)
        session = request.cookies.get(SESSION_COOKIE)
        if not writing.holds(session):
            return _response(room.trouble(403, "Reviewing needs its token", _ASK_REVIEW))
        visit = Visit(_reviewer(request), writing.form_word(session or ""), dict(request.query_params))
        answer = await asyncio.get_running_loop().run_in_executor(desk, room.review, name, visit)
        response = _response(answer, request)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @app.api_route("/{name:path}", methods=["GET", "HEAD"])
    async def page(request: Request, name: str) -> Response:
        given = dict(request.query_params)
        answer = await asyncio.get_running_loop().run_in_executor(desk, room.answer, name, given)
        return _response(answer, request)

    return app


def _refused(request: Request, room: Room, gate: Gate, writing: Writing | None) -> Response | None:
    """The answer to a request that may not be answered; None for one that may."""
    named = request.headers.getlist("host")
    if len(named) != 1 or not gate.knows(named[0]):
        return _response(room.trouble(421, "Another host", "This address is not one that the reading room goes by."))
    is_form = request.method == "POST" and request.url.path.startswith(_FORMS) and writing is not None
    if request.method not in ("GET", "HEAD") and not is_form:
        return _response(room.trouble(405, "Reading only", "Nothing can be written here."))
    offered = request.query_params.get("token")
    if offered is not None and gate.token is not None and gate.admits(offered):
        return _let_in(request, "token", COOKIE, offered)
    offered = request.query_params.get("review")
    if offered is not None and writing is not None and same(offered, writing.token):
        return _let_in(request, "review", SESSION_COOKIE, writing.opened())
    held = bearer(request.headers.get("authorization")) or request.cookies.get(COOKIE)
    may_write = writing is not None and writing.holds(request.cookies.get(SESSION_COOKIE))
    if not gate.admits(held) and not may_write and not request.url.path.startswith("/static/"):
        return _response(room.trouble(401, "A token is needed", _ASK_TOKEN))
    return None


def _let_in(request: Request, field: str, cookie: str, value: str) -> Response:
    """Keep who may come in in a cookie that no script and no other site can use, and take the token out of the address."""
    address = request.url.remove_query_params(field)
    response = RedirectResponse(f"{_path(address.path)}{f'?{address.query}' if address.query else ''}", status_code=303)
    _keep(response, request, cookie, value)
    return response


def _keep(response: Response, request: Request, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie, value, max_age=_COOKIE_SECONDS, path="/", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip


async def _body(request: Request) -> bytes | None:
    """The body of a request, None for one that is larger than a form can be."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return body


def _sent(request: Request, writing: Writing, body: bytes) -> tuple[Form, Visit] | None:
    """The form and who sent it; None where it was not sent by a page of this room to somebody who may write."""
    session, kind = request.cookies.get(SESSION_COOKIE), request.headers.get("content-type", "")
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if kind.partition(";")[0].strip().casefold() != FORM_TYPE or not is_own(origin, site, request.headers["host"]):
        return None
    try:
        form = Form.read(body)
        word = form.words("word")
    except UsageError:
        return None
    return (form, Visit(_reviewer(request), word)) if writing.fits(session, word) else None


def _reviewer(request: Request) -> str:
    """The name under which somebody decides, as it was given before; empty where it was not."""
    return _name(unquote(request.cookies.get(REVIEWER_COOKIE, "")))


def _name(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:_LONGEST_NAME]


def _called(request: Request, form: Form) -> Response:
    """Remember the name that somebody gives."""
    response = RedirectResponse("/review.html", status_code=303)
    name = _name(form.text("by"))
    if name:
        _keep(response, request, REVIEWER_COOKIE, quote(name, safe=""))
    else:
        response.delete_cookie(REVIEWER_COOKIE, path="/", httponly=True, samesite="strict")
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


def serve(
    path: Path, gate: Gate, *, port: int, ready: Callable[[Addresses], None], scales: Scales | None = None
) -> None:
    """Answer until stopped. ``ready`` is told the addresses once the ledger is read. Raises UsageError for a taken
    port, LedgerError for a file that cannot be used."""
    Ledger.open(path).close()  # what is no ledger is told before anything is bound
    listening = _listen(gate.host, port)
    addresses = _addresses(gate, listening.getsockname()[1])
    config = uvicorn.Config(
        application(path, gate, ready=lambda: ready(addresses), scales=scales),
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


def _addresses(gate: Gate, port: int) -> Addresses:
    host = f"[{gate.host}]" if ":" in gate.host else gate.host
    room = f"http://{host}:{port}/"
    return Addresses(
        room + (f"?token={gate.token}" if gate.token else ""),
        f"{room}review.html?review={gate.writing.token}" if gate.writing else None,
    )
