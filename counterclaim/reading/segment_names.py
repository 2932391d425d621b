"""Telling outlets and agencies from persons in a line that is just a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from counterclaim.knowledge.files import data_toml
from counterclaim.reading.segment_lines import normal


class Outlets(Protocol):
    """What knows outlets by name or internet domain (the catalogue). Anything but None means "known"."""

    def outlet(self, name_or_domain: str) -> Any: ...


@dataclass(frozen=True)
class _Lists:
    agencies: frozenset[str]
    outlet_words: frozenset[str]
    generic: frozenset[str]
    headline_words: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    names = data_toml("furniture.toml")["names"]
    return _Lists(*(frozenset(names[key]) for key in ("agencies", "outlet_words", "generic", "headline_words")))


_WORD = re.compile(r"[^\W_][\w'.&°-]*")
_PARTICLES = frozenset(
    ["al", "el", "bin", "ibn", "abu", "ben", "de", "la", "van", "von", "der", "da", "di", "du", "and"]
)
_FUNCTION = frozenset(["the", "of", "for", "and", "in", "on", "at", "to", "a", "an", "al", "with", "from", "&", "und"])


# A question, a call, or a mark before the name: no outlet's name.
_SENTENCE = re.compile(r"[?!]\W*$|^[@#]|[;:] ")


def words(name: str) -> list[str]:
    """The words of a name, with plain apostrophes."""
    return _WORD.findall(normal(name))


def is_agency(name: str) -> bool:
    """A wire service, or the word for one ("agencies")."""
    return _key(name) in _lists().agencies


def is_generic(name: str) -> bool:
    """A word that names nobody ("Staff", "Web desk")."""
    return _key(name) in _lists().generic


def is_outlet(name: str, catalogue: Outlets) -> bool:
    """The name of an outlet: known, an agency, an address, all capitals, or made with a word that outlets' names have."""
    parts = words(name)
    if not parts or len(parts) > 8 or len(name) > 70 or is_generic(name) or _SENTENCE.search(name):
        return False
    if len(parts) > 1 and parts[0].lower() in ("from", "by"):
        return False
    name = name.rstrip(" -–—:|")
    if catalogue.outlet(" ".join(name.split())) is not None or is_agency(name):
        return True
    if len(parts) == 2 and parts[1].isdigit() and len(parts[1]) <= 3:
        return parts[0][0].isupper()  # a channel: "Harbour 24"
    if (
        parts[0][0].islower()
        or re.search(r"\d[:.]\d\d", name)
        or any(p[0].islower() and p.lower() not in _FUNCTION for p in parts)
    ):
        return False
    if re.search(r"\.(?:com|org|net|info|news|tv|gov|co)\b", name) or "°" in name:
        return True
    if len(parts) == 1:
        return (parts[0].isupper() and len(parts[0]) >= 2) or parts[0].lower() in _lists().outlet_words
    lowered = [re.sub(r"'s$", "", p.lower()) for p in parts]
    pieces = {piece for p in lowered for piece in (p, *p.split("-"))}
    if pieces & _lists().outlet_words:
        return True
    if name.isupper() and len(parts) > 4:
        return False  # a headline in capitals
    return (parts[0] in ("The", "Al") and len(parts) <= 3) or any(p.isupper() and len(p) >= 3 for p in parts)


def is_person(name: str, catalogue: Outlets) -> bool:
    """A name of two to five capitalised words that is no outlet's; lists joined by commas, "and" or slashes too."""
    pieces = [p for p in re.split(r"\s*(?:,|;|&|/|\band\b)\s*", name.strip(" .")) if p.strip()]
    if not pieces or len(pieces) > 5 or len(name) > 90:
        return False
    return all(_person(piece, catalogue) for piece in pieces)


def _person(name: str, catalogue: Outlets) -> bool:
    parts = words(name)
    if not 2 <= len(parts) <= 5 or any(c.isdigit() for c in name) or re.search(r"[:?!()\"“”]", name):
        return False
    if is_outlet(name, catalogue) or any(p.lower() in _lists().headline_words for p in parts):
        return False
    if len(parts) == 5 and not any(p.lower() in _PARTICLES or "-" in p or len(p) == 1 for p in parts):
        return False  # five plain words with capitals are a headline
    return all(p[0].isupper() or p.lower() in _PARTICLES or p.lower().startswith(("al-", "el-")) for p in parts)


def family(left: str, right: str) -> bool:
    """Two names of one outlet: the words of the shorter all stand in the longer ("Al-Mayadeen", "Al Mayadeen English")."""
    a, b = _stems(left), _stems(right)
    if not a or not b:
        return False
    if _initials(left) == _glued(right) or _initials(right) == _glued(left):
        return True
    return (
        a <= b
        or b <= a
        or "".join(sorted(a)) == "".join(sorted(b))
        or _glued(left) in _glued(right)
        or _glued(right) in _glued(left)
    )


def _initials(name: str) -> str:
    """ "ap" of "Associated Press"; of one word, nothing."""
    parts = [p for p in words(name) if p.lower() not in _FUNCTION]
    return "".join(p[0] for p in parts).lower() if len(parts) > 1 else ""


def _glued(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", normal(name).lower())


def _stems(name: str) -> frozenset[str]:
    parts = re.findall(r"[a-z0-9]+", normal(name).lower())
    drop = {
        "the",
        "al",
        "tv",
        "website",
        "news",
        "english",
        "agency",
        "online",
        "of",
        "s",
        "media",
        "office",
        "com",
        "www",
        "org",
    }
    return frozenset(p.rstrip("s") for p in parts if p not in drop) or frozenset(parts)


def _key(name: str) -> str:
    return " ".join(normal(name).lower().strip(" .:()[]-–—").split())
