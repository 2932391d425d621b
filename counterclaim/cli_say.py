"""What the command line prints with. Words of anybody's document are never sent to the terminal as a command."""

from __future__ import annotations

import re

from rich.console import Console

out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

# What would steer a terminal, or turn the order of what is read: shown as its code and never sent.
_STEERING = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _harmless(line: str) -> str:
    return _STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", line)


def say(line: str) -> None:
    """Print a line of words that may come from anybody's document."""
    out.print(_harmless(line), markup=False)


def complain(line: str) -> None:
    """Print such a line as an error."""
    err.print(_harmless(line), markup=False)
