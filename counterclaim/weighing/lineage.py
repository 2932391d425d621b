"""Which articles go back to one text: shared word shingles, found through a sketch, measured exactly.

A sketch keeps the shingles whose hash is divisible by a small number (Broder 1997, "On the resemblance and containment
of documents"): unlike MinHash it finds a short copy inside a long article as well. Every pair that the sketch proposes is
then compared on all its shingles.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterclaim.records import Copy, CopyKind, Found
from counterclaim.settings import Weighing
from counterclaim.text import slug

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SKETCH = 4
_MIN_SHARED = 3
# All articles that hold a shingle are compared with one another while there are this many at most. Where there are more (a
# report that sixty outlets carry, a house's standing lines), each is compared with the next few only: that joins the copies of
# one text to one lineage still, and the work grows with the number of articles, not with its square.
_FAMILY = 24
_NEXT = 2
# Pairs that are counted at a time, which bounds memory.
_AT_A_TIME = 4_000_000


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
    return _comparison(len(left), len(right), len(left & right))


def _comparison(left: int, right: int, shared: int) -> Comparison:
    union = left + right - shared
    return Comparison(
        shared / left if left else 0.0,
        shared / right if right else 0.0,
        shared / union if union else 0.0,
    )


Shingles = NDArray[np.uint32]


def _sorted(shingles_: frozenset[int]) -> Shingles:
    """The same in a quarter of the memory of a set and less."""
    return np.array(sorted(shingles_), dtype=np.uint32)


def _compare_sorted(left: Shingles, right: Shingles) -> Comparison:
    return _comparison(len(left), len(right), len(np.intersect1d(left, right, assume_unique=True)))


def copies(found: Sequence[Found], *, outlets: Mapping[str, str], settings: Weighing) -> tuple[Copy, ...]:
    """Every article that goes back to another one, with the one that it goes back to.

    Of a text that very many carry each is compared with some of the others, not with all; their lineage is one all the same.
    """
    articles = sorted(found, key=lambda f: f.article.article_id)
    sets = [_sorted(shingles(f.text, settings.shingle_words)) for f in articles]
    rows: list[Copy] = []
    for one, other in _candidates(sets):
        measured = _compare_sorted(sets[one], sets[other])
        if max(measured.left_covered, measured.right_covered) < settings.copy_edited_coverage:
            continue
        derived, source = _direction(articles[one], articles[other], outlets)
        kind = judge(measured, relays(derived, source, outlets), settings)
        if kind is not None:
            covered = measured.left_covered if derived is articles[one] else measured.right_covered
            rows.append(Copy(derived.article.article_id, source.article.article_id, kind, round(covered, 4)))
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


def _candidates(sets: Sequence[Shingles]) -> list[tuple[int, int]]:
    """Pairs of articles, by their number, that share enough of their sketches to be compared exactly."""
    few = np.array([len(s) < 4 * _SKETCH * _MIN_SHARED for s in sets], dtype=bool)
    kept = [s if short else s[s % _SKETCH == 0] for s, short in zip(sets, few, strict=True)]
    if not kept:
        return []
    shingle = np.concatenate(kept)
    holder = np.repeat(np.arange(len(kept)), [len(s) for s in kept])
    order = np.argsort(shingle, kind="stable")
    shingle, holder = shingle[order], holder[order]
    pairs, shared = _counted(shingle, holder, len(sets))
    one, other = pairs // len(sets), pairs % len(sets)
    enough = (shared >= _MIN_SHARED) | few[one] | few[other]
    return list(zip(one[enough].tolist(), other[enough].tolist(), strict=True))


def _counted(shingle: Shingles, holder: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of holders, each as one number, and the shingles they share; both arrays are sorted by shingle, then holder."""
    pairs: NDArray[np.int64] = np.empty(0, dtype=np.int64)
    shared: NDArray[np.int64] = np.empty(0, dtype=np.int64)
    waiting: list[NDArray[np.int64]] = []
    for made in (*_pairs(shingle, holder, size), None):
        if made is not None:
            waiting.append(made)
        if made is None or sum(map(len, waiting)) > _AT_A_TIME:
            found, counts = np.unique(np.concatenate([*waiting, pairs[:0]]), return_counts=True)
            pairs, shared = _added(pairs, shared, found, counts)
            waiting = []
    return pairs, shared


def _added(
    pairs: NDArray[np.int64], counts: NDArray[np.int64], more: NDArray[np.int64], theirs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Two counts of pairs as one."""
    every, where = np.unique(np.concatenate([pairs, more]), return_inverse=True)
    total = np.bincount(where, weights=np.concatenate([counts, theirs]), minlength=len(every))
    return every, total.astype(np.int64)


def _pairs(shingle: Shingles, holder: NDArray[np.int64], size: int) -> Iterator[NDArray[np.int64]]:
    """Pairs of holders of one shingle, as ``first * size + second``, distance by distance in the order of holders."""
    starts = np.flatnonzero(np.concatenate([[True], shingle[1:] != shingle[:-1]])) if len(shingle) else np.empty(0, int)
    many = np.diff(np.append(starts, len(shingle)))
    reach = np.repeat(np.where(many <= _FAMILY, _FAMILY - 1, _NEXT), many)
    for apart in range(1, _FAMILY):
        first = np.flatnonzero((shingle[apart:] == shingle[:-apart]) & (reach[:-apart] >= apart))
        if not len(first):
            return
        yield holder[first] * size + holder[first + apart]


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


def story_words(text: str) -> frozenset[str]:
    """The words that tell a story apart: longer words cut to their stems' length, and numbers."""
    return frozenset(w[:6] for w in words(text) if len(w) > 4 or w.isdigit())
