"""Scores of segments against the truth of a composed page."""

from __future__ import annotations

from collections import Counter

from counterclaim.records import Segments
from tests.reading.compiled import Page

FIELDS = ("title", "outlet", "byline", "published")


def score(page: Page, found: Segments) -> tuple[Counter[str], list[str]]:
    """Counts of right boundaries, fields and furniture characters, and the errors in words."""
    counts: Counter[str] = Counter(gold=len(page.truths), found=len(found.articles))
    errors: list[str] = []
    for truth in page.truths:
        match = next((a for a in found.articles if abs(a.start - truth.start) <= 5), None)
        right = match is not None and abs(match.end - truth.end) <= 200
        counts["boundary"] += right
        if not right:
            errors.append(f"boundary {truth.start}-{truth.end} {truth.title!r}: {match and (match.start, match.end)}")
        for name in FIELDS:
            same = match is not None and getattr(match, name) == getattr(truth, name)
            counts[name] += same
            if match is not None and not same:
                errors.append(f"{name}: {getattr(truth, name)!r} not {getattr(match, name)!r}")
    want = {i for s, e in page.furniture for i in range(s, e) if not page.text[i].isspace()}
    got = {i for f in found.furniture for i in range(f.start, f.end) if not page.text[i].isspace()}
    counts.update({"furniture gold": len(want), "furniture found": len(got), "furniture both": len(want & got)})
    for name, chars in (("missed", want - got), ("wrongly", got - want)):
        if chars:
            low = min(chars)
            errors.append(f"furniture {name}, {len(chars)} characters, first at {low}: {page.text[low : low + 60]!r}")
    return counts, errors


def f1(right: int, gold: int, found: int) -> float:
    """F1 from 0 to 1."""
    return 2 * right / (gold + found) if gold + found else 1.0
