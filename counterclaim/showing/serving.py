"""Opening the reading room: who may come in, and one clear line where the extra for it is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counterclaim.errors import UsageError
from counterclaim.showing.gate import Gate, is_loopback, new_token

_MISSING = "the reading room needs the extra: pip install 'counterclaim[serve]'"
_SHORTEST_TOKEN = 16


def serve(
    path: Path,
    *,
    host: str,
    port: int,
    names: tuple[str, ...] = (),
    token: str | None = None,
    ask: bool = False,
    ready: Callable[[str], None],
) -> None:
    """Serve a ledger until stopped; ``ready`` is told the address.

    Bound beyond this machine, or where ``ask`` says so, readers need ``token``, or one made now. Raises UsageError for a
    missing library, a taken port and a token that can be guessed, LedgerError for a file that cannot be used.
    """
    try:
        from counterclaim.showing import web
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("fastapi", "starlette", "uvicorn"):
            raise
        raise UsageError(_MISSING) from None
    web.serve(path, gate(host, names=names, token=token, ask=ask), port=port, ready=ready)


def gate(host: str, *, names: tuple[str, ...] = (), token: str | None = None, ask: bool = False) -> Gate:
    """The gate for a host: without a token for this machine alone. Raises UsageError for a token that can be guessed."""
    if not ask and is_loopback(host):
        return Gate(host, None, names)
    if token is not None and len(token) < _SHORTEST_TOKEN:
        raise UsageError(f"COUNTERCLAIM_TOKEN: {_SHORTEST_TOKEN} letters at least")
    return Gate(host, token or new_token(), names)
