"""Who may ask the reading room: the host that a request names, the token that it bears, what a page may load, who may write.

A page of another site can make a browser ask this machine. It cannot make it name another host than the one it believes to
reach, so a request that names a host we do not go by is refused (DNS rebinding). It can send a form here, too. So what writes
needs a session that was opened with the write token and that the browser sends from our own pages alone, a word in the form
that only our own pages hold, and an origin that is ours (CSRF).
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# What every answer says to the browser; pages are kept by nobody between reader and ledger.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # forms then name their origin; nothing is told to other sites
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-cache",
}
COOKIE = "counterclaim"
SESSION_COOKIE, REVIEWER_COOKIE = "counterclaim-review", "counterclaim-reviewer"
_HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9.-]{0,252}))(?::\d{1,5})?")


def is_loopback(host: str) -> bool:
    """True for a name or address that only this machine reaches."""
    if host.casefold() == "localhost":
        return True
    address = _address(host)
    return address is not None and ip_address(address).is_loopback


def _address(host: str) -> str | None:
    bare = host.removeprefix("[").removesuffix("]")
    try:
        return str(ip_address(bare))
    except ValueError:
        return None


def new_token() -> str:
    """A token that nobody guesses: 192 random bits."""
    return secrets.token_urlsafe(24)


def same(one: str | None, other: str) -> bool:
    """True where two secrets are one; the time it takes says nothing about how much of them is."""
    return hmac.compare_digest((one or "").encode("utf-8", "replace"), other.encode("utf-8"))


@dataclass(frozen=True, slots=True)
class Writing:
    """Who may write: whoever opened a session with ``token``. Nothing of a session is kept here; it proves itself."""

    token: str

    def opened(self) -> str:
        """A new session: random, and sealed with the token."""
        session = secrets.token_urlsafe(18)
        return f"{session}.{self._sealed('session', session)}"

    def holds(self, session: str | None) -> bool:
        """True for a session that was opened here."""
        name, _, seal = (session or "").partition(".")
        return same(seal, self._sealed("session", name))

    def form_word(self, session: str) -> str:
        """The word that every form of a session holds."""
        return self._sealed("form", session)

    def fits(self, session: str | None, word: str | None) -> bool:
        """True where a form comes from a page that this session was shown."""
        return self.holds(session) and same(word, self.form_word(session or ""))

    def _sealed(self, use: str, words: str) -> str:
        return hmac.new(self.token.encode(), f"{use}:{words}".encode("utf-8", "replace"), "sha256").hexdigest()


def is_own(origin: str | None, site: str | None, host: str) -> bool:
    """True where a browser says that a form was sent by a page of ``host``, or where no browser says anything."""
    if site is not None and site != "same-origin":
        return False
    return origin is None or origin.casefold() in (f"http://{host}".casefold(), f"https://{host}".casefold())


@dataclass(frozen=True, slots=True)
class Gate:
    """Bound to ``host``; ``names`` are further names it goes by. ``token`` None asks for none (loopback alone).

    ``writing`` None means that nothing can be written.
    """

    host: str
    token: str | None = None
    names: tuple[str, ...] = ()
    writing: Writing | None = None

    def knows(self, named: str | None) -> bool:
        """True where a request names a host that this one goes by; bound elsewhere, any plain address is one."""
        found = _HOST.fullmatch((named or "").strip().casefold())
        if not found:
            return False
        host = found.group(1)
        if host in {"localhost", *(n.casefold() for n in (self.host, *self.names))}:
            return True
        address = _address(host)
        return address is not None and (ip_address(address).is_loopback or not is_loopback(self.host))

    def admits(self, offered: str | None) -> bool:
        """True where no token is asked for or this is it; the time it takes says nothing about how much of it is right."""
        if self.token is None:
            return True
        return same(offered, self.token)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the room is to be read, and where it is to be reviewed (None where nobody decides)."""

    reading: str
    reviewing: str | None


def bearer(header: str | None) -> str | None:
    """The token of an ``Authorization`` header."""
    kind, _, token = (header or "").partition(" ")
    return token.strip() if kind.casefold() == "bearer" else None
