"""Reading the shipped data files."""

from __future__ import annotations

import hashlib
import tomllib
from importlib.resources import files
from typing import Any


def data_bytes(name: str) -> bytes:
    """The bytes of one file of ``knowledge/data``."""
    return files("counterclaim.knowledge").joinpath("data", name).read_bytes()


def data_toml(name: str) -> dict[str, Any]:
    """One TOML file of ``knowledge/data``."""
    return tomllib.loads(data_bytes(name).decode("utf-8"))


def digest(*names: str) -> str:
    """SHA-256 over the named data files, hex."""
    whole = hashlib.sha256()
    for name in names:
        whole.update(name.encode() + b"\0" + hashlib.sha256(data_bytes(name)).digest())
    return whole.hexdigest()
