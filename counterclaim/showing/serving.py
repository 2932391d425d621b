"""Opening the reading room: who may come in, and one clear line where the extra for it is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.errors import UsageError
from counterclaim.showing.gate import Addresses, Gate, Writing, is_loopback, new_token

if TYPE_CHECKING:
    from counterclaim.showing.workshop import Scales

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
    scales: Scales | None = None,
    write_token: str | None = None,
    ready: Callable[[Addresses], None],
) -> None:
    """Serve a ledger until stopped; ``ready`` is told the addresses.

    Bound beyond this machine, or where ``ask`` says so, readers need ``token``, or one made now. Those who review need
    ``write_token``, or one made now, always; without ``scales`` nobody does. Raises UsageError for a missing library, a taken
    port and a token that can be guessed, LedgerError for a file that cannot be used.
    """
    try:
        from counterclaim.showing import web
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("fastapi", "starlette", "uvicorn"):
            raise
        raise UsageError(_MISSING) from None
    writing = Writing(_token(write_token, "COUNTERCLAIM_REVIEW_TOKEN")) if scales is not None else None
    made = replace(gate(host, names=names, token=token, ask=ask), writing=writing)
    web.serve(path, made, port=port, ready=ready, scales=scales)


def gate(host: str, *, names: tuple[str, ...] = (), token: str | None = None, ask: bool = False) -> Gate:
    """The gate for a host: without a token for this machine alone. Raises UsageError for a token that can be guessed."""
    if not ask and is_loopback(host):
        return Gate(host, None, names)
    return Gate(host, _token(token, "COUNTERCLAIM_TOKEN"), names)


def _token(given: str | None, name: str) -> str:
    """The token that somebody set, or a new one. Raises UsageError for one that can be guessed."""
    if given is not None and len(given) < _SHORTEST_TOKEN:
        raise UsageError(f"{name}: {_SHORTEST_TOKEN} letters at least")
    return given or new_token()
