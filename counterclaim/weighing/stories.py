"""Texts grouped by what they tell, so that two events of one kind are kept apart.

Words weigh by how often and how rarely they occur (tf-idf); the two groups that are most alike on average are joined while they
are alike enough. The average of all pairs, and not the nearest pair, decides, so stories are never chained through a middle one.
Made for some thousand texts at most: time and memory grow with the square of their number.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from counterclaim.weighing.lineage import words

# Mean likeness of two groups from which on they tell one story: chosen on one half of the topics of crossdoc/train.jsonl; the
# other half and dev lose less than a point by it.
ONE_STORY = 0.1
# Letters of a word that are compared: its stem, in most English words.
_STEM = 6


def group(texts: Sequence[str], one_story: float = ONE_STORY) -> list[int]:
    """For each text the number of the first text of its group."""
    alike = _likeness(texts)
    np.fill_diagonal(alike, -1.0)
    sizes = np.ones(len(texts))
    home = list(range(len(texts)))
    while len(texts) > 1:
        best = int(alike.argmax())
        one, other = sorted(divmod(best, len(texts)))
        if alike[one, other] < one_story:
            break
        mean = (sizes[one] * alike[one] + sizes[other] * alike[other]) / (sizes[one] + sizes[other])
        mean[alike[one] < 0] = mean[alike[other] < 0] = -1.0
        alike[one, :], alike[:, one] = mean, mean
        alike[other, :] = alike[:, other] = -1.0
        sizes[one] += sizes[other]
        home = [one if h == other else h for h in home]
    return home


def _likeness(texts: Sequence[str]) -> NDArray[np.float64]:
    """Cosines of the texts' weighted words, every text with every other."""
    counts = [Counter(w[:_STEM] for w in words(text) if len(w) > 3 or w.isdigit()) for text in texts]
    spread = Counter(w for count in counts for w in count)
    number = {w: n for n, w in enumerate(sorted(spread))}
    vectors = np.zeros((len(texts), max(1, len(number))), dtype=np.float32)
    for row, count in enumerate(counts):
        for word, n in count.items():
            vectors[row, number[word]] = (1 + math.log(n)) * math.log(len(texts) / spread[word])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1.0)
    return (vectors @ vectors.T).astype(np.float64)
