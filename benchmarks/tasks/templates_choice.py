"""Which attacks of a text the key of the task has: named features with weights.

A text may tell an attack in passing, long ago, or as a battle between soldiers; of such the key has no template.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from benchmarks.tasks.templates_deeds import Incident, Page
from benchmarks.tasks.templates_slots import HEADER, all_days, all_hit, all_struck
from benchmarks.tasks.templates_words import DOERS, STATE

_OPINION = re.compile(
    r"(?i)\[(?:editorial|commentary|speech|interview|communique|article|column|statement|recorded|passage)"
)


def told_often(_page: Page, incident: Incident) -> float:
    """The text tells it again and again."""
    return math.log(len(incident.spans))


def told_early(_page: Page, incident: Incident) -> float:
    """It is told in the first sentences."""
    return 1.0 / (1.0 + incident.tellings[0].number)


def hit_told(page: Page, incident: Incident) -> float:
    """Somebody or something that was hit is told."""
    return float(bool(all_hit(page, incident) or all_struck(page, incident)))


def dated(page: Page, incident: Incident) -> float:
    """A sentence that tells it has a day."""
    return float(bool(all_days(page, incident)))


def happened(_page: Page, incident: Incident) -> float:
    """A verb, not a noun alone, tells it."""
    return float(any(not t.told.noun for t in incident.tellings))


def is_kidnapping(_page: Page, incident: Incident) -> float:
    """It is a kidnapping."""
    return float(incident.kind == "KIDNAPPING")


def soldiers_hit(page: Page, incident: Incident) -> float:
    """Only soldiers or rebels are hit: a battle, which is no incident of these texts."""
    hit = all_hit(page, incident)
    return float(bool(hit) and all(s.head in DOERS or s.head in STATE for s in hit))


def by_speech(page: Page, _incident: Incident) -> float:
    """The text is a speech or a talk: it has many first persons."""
    low = page.tokens.low
    return min(1.0, 40.0 * sum(word in ("we", "our", "i", "you", "us") for word in low) / max(1, len(low)))


def is_opinion(page: Page, _incident: Incident) -> float:
    """The line of the agency calls the text a speech, a talk, a comment or a communique."""
    return float(_OPINION.search(page.view.text, 0, 4 * HEADER) is not None)


def is_long(page: Page, _incident: Incident) -> float:
    """The text is long: what it tells is told in passing."""
    return math.log(max(1, len(page.tokens)) / 250)


def many_hit(page: Page, incident: Incident) -> float:
    """Several people or things that were hit are told."""
    return math.log(1 + len(all_hit(page, incident)) + len(all_struck(page, incident)))


# Fitted by logistic regression on 240 texts of the training part: whether the key has a template of the kind.
FEATURES: tuple[tuple[Callable[[Page, Incident], float], float], ...] = (
    (told_often, 0.45),
    (told_early, 0.2),
    (hit_told, 0.7),
    (many_hit, 0.8),
    (dated, 0.5),
    (happened, 0.1),
    (soldiers_hit, -0.6),
    (by_speech, -0.3),
    (is_opinion, -0.3),
    (is_long, -0.2),
    (is_kidnapping, 0.3),
)
BIAS = -1.55
LEAST = 0.29  # the share of credit is best about here, in five-fold cross-validation on the same texts


def likelihood(page: Page, incident: Incident) -> float:
    """How likely the key has the incident, 0 to 1."""
    points = BIAS + sum(weight * feature(page, incident) for feature, weight in FEATURES)
    return 1.0 / (1.0 + math.exp(-points))
