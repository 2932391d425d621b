"""The embedded reader of language: text in, labelled spans out. One protocol, several backends."""

from __future__ import annotations

from functools import cache

from counterclaim.language.joint import Joint
from counterclaim.language.model import Backend
from counterclaim.language.neural import WEIGHTS, Neural
from counterclaim.language.surface import Surface

__all__ = ["Backend", "Joint", "Neural", "Surface", "shipped"]


@cache
def shipped() -> Backend:
    """The backend that stands unless another is given: model and rules, or the rules alone in a copy without weights."""
    return Joint(Neural(), Surface()) if (WEIGHTS / "config.json").exists() else Surface()
