"""Which articles go back to one text: shared word shingles, found through a sketch, measured exactly.

A sketch keeps the shingles whose hash is divisible by a small number (Broder 1997, "On the resemblance and containment
of documents"): unlike MinHash it finds a short copy inside a long article as well. Every pair that the sketch proposes is
then compared on all its shingles.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from counterclaim.records import Copy, CopyKind, Found
from counterclaim.settings import Weighing
from counterclaim.text import slug

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SKETCH = 4
# A shingle in more articles than this is a house's boilerplate, no sign of a common text.
_BOILERPLATE = 40
_MIN_SHARED = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much of each of two texts stands in the other, 0 to 1, counted in shingles."""

    left_covered: float
    right_covered: float
    resemblance: float


def words(text: str) -> list[str]:
    """The words of a text in lower case, without marks."""
    return [w.lower().replace("’", "'") for w in _WORD.findall(text)]


def shingles(text: str, size: int) -> frozenset[int]:
    """Hashes (CRC-32) of all runs of ``size`` words; a shorter text is one shingle."""
    run = words(text)
    if not run:
        return frozenset()
    if len(run) < size:
        return frozenset([zlib.crc32(" ".join(run).encode())])
    return frozenset(zlib.crc32(" ".join(run[i : i + size]).encode()) for i in range(len(run) - size + 1))


def compare(left: frozenset[int], right: frozenset[int]) -> Comparison:
    """The overlap of two sets of shingles."""
    shared = len(left & right)
    union = len(left) + len(right) - shared
    return Comparison(
        shared / len(left) if left else 0.0,
        shared / len(right) if right else 0.0,
        shared / union if union else 0.0,
    )


def copies(found: Sequence[Found], *, outlets: Mapping[str, str], settings: Weighing) -> tuple[Copy, ...]:
    """Every article that goes back to another one, with the one that it goes back to most."""
    sets = {f.article.article_id: shingles(f.text, settings.shingle_words) for f in found}
    articles = {f.article.article_id: f for f in found}
    rows: list[Copy] = []
    for one, other in _candidates(sets):
        derived, source = _direction(articles[one], articles[other], outlets)
        ids = derived.article.article_id, source.article.article_id
        measured = compare(sets[ids[0]], sets[ids[1]])
        kind = judge(measured, relays(derived, source, outlets), settings)
        if kind is not None:
            rows.append(Copy(*ids, kind, round(measured.left_covered, 4)))
    return tuple(sorted(rows, key=lambda c: (c.article_id, -c.coverage, c.other_id)))


def judge(measured: Comparison, relay: bool, settings: Weighing) -> CopyKind | None:
    """The kind of copy that the overlap shows, or None."""
    low, high = sorted((measured.left_covered, measured.right_covered))
    if high < settings.copy_edited_coverage:
        return None
    if relay and low < settings.copy_verbatim_coverage:
        return CopyKind.RELAYED
    return CopyKind.VERBATIM if low >= settings.copy_verbatim_coverage else CopyKind.EDITED


def relays(derived: Found, source: Found, outlets: Mapping[str, str]) -> bool:
    """True when the one article says that it relays the other's outlet."""
    home = outlets.get(source.article.article_id)
    return bool(
        home and derived.article.origin and slug(derived.article.origin) in (home, slug(source.article.outlet or ""))
    )


def _candidates(sets: Mapping[str, frozenset[int]]) -> list[tuple[str, str]]:
    few = {i for i, s in sets.items() if len(s) < 4 * _SKETCH * _MIN_SHARED}
    holders: dict[int, list[str]] = defaultdict(list)
    for article_id in sorted(sets):
        for shingle in sets[article_id]:
            if shingle % _SKETCH == 0 or article_id in few:
                holders[shingle].append(article_id)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if 1 < len(ids) <= _BOILERPLATE:
            shared.update(combinations(ids, 2))
    return sorted(pair for pair, n in shared.items() if n >= _MIN_SHARED or pair[0] in few or pair[1] in few)


def _direction(one: Found, other: Found, outlets: Mapping[str, str]) -> tuple[Found, Found]:
    """(derived, source): who says that it relays, then the later day, then the shorter text, then the id."""
    if relays(one, other, outlets) != relays(other, one, outlets):
        return (one, other) if relays(one, other, outlets) else (other, one)
    days = (one.article.published or "", other.article.published or "")
    if all(days) and not days[0].startswith(days[1]) and not days[1].startswith(days[0]):
        return (one, other) if days[0] > days[1] else (other, one)
    if bool(one.article.origin) != bool(other.article.origin):
        return (one, other) if one.article.origin else (other, one)
    keys = [(-len(f.text), f.article.article_id) for f in (one, other)]
    return (one, other) if keys[0] > keys[1] else (other, one)


def join(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Id -> the smallest id that it is joined with, directly or through others."""
    parent = {i: i for i in ids}

    def root(i: str) -> str:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for left, right in pairs:
        low, high = sorted((root(left), root(right)))
        parent[high] = low
    return {i: root(i) for i in sorted(parent)}


# Share of the rarer telling words that two reports of one incident have in common. 0.2 is the figure that the public set of
# rival coverage gives for plain word overlap; see docs/accuracy.md.
_STORY = 0.3


def story_words(text: str) -> frozenset[str]:
    """The words that tell a story apart: longer words cut to their stems' length, and numbers."""
    return frozenset(w[:6] for w in words(text) if len(w) > 4 or w.isdigit())


def same_story_words(left: frozenset[str], right: frozenset[str]) -> bool:
    """Enough of the shorter text's telling words stand in the longer one."""
    few = min(len(left), len(right))
    return few > 0 and len(left & right) / few >= _STORY


def same_story(left: str, right: str) -> bool:
    """Two texts may tell one incident, by the words they share; no copy is needed."""
    return same_story_words(story_words(left), story_words(right))
