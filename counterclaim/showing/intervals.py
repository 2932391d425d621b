"""Confidence intervals for shares, and for sums and ratios of shares from separate samples; 95 per cent throughout."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the limits of its interval."""

    value: float
    low: float
    high: float

    def percent(self) -> str:
        """``82 % (74 to 88)``."""
        return f"{100 * self.value:.0f} % ({100 * self.low:.0f} to {100 * self.high:.0f})"


def wilson(hits: int, of: int) -> Estimate | None:
    """A share with its score interval (Wilson 1927); None where nothing was counted."""
    if of <= 0:
        return None
    p, square = hits / of, _Z * _Z
    middle = (p + square / (2 * of)) / (1 + square / of)
    half = _Z * math.sqrt(p * (1 - p) / of + square / (4 * of * of)) / (1 + square / of)
    return Estimate(p, max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half)))


def added(parts: Iterable[tuple[float, Estimate]]) -> Estimate:
    """The sum of weighted estimates from separate samples: variances recovered from their limits (Zou and Donner 2008)."""
    value = below = above = 0.0
    for weight, part in parts:
        value += weight * part.value
        below += (weight * (part.value - part.low)) ** 2
        above += (weight * (part.high - part.value)) ** 2
    return Estimate(value, max(0.0, value - math.sqrt(below)), value + math.sqrt(above))


def share_of(one: Estimate, other: Estimate) -> Estimate | None:
    """``one / (one + other)`` for two estimates from separate samples; None where both are nothing.

    The limits are those of the ratio of the two, recovered as above (Donner and Zou 2012).
    """
    total = one.value + other.value
    if total <= 0:
        return None
    if one.value == 0:
        return Estimate(0.0, 0.0, one.high / (one.high + other.low) if one.high else 0.0)
    low, high = _ratio(other, one)
    return Estimate(one.value / total, 0.0 if math.isinf(high) else 1 / (1 + high), 1 / (1 + low))


def _ratio(above: Estimate, below: Estimate) -> tuple[float, float]:
    """The limits of a ratio of two estimates; the upper one is infinite where the lower part can be nothing."""
    product = above.value * below.value
    inner = above.low * below.high * (2 * above.value - above.low) * (2 * below.value - below.high)
    divisor = below.high * (2 * below.value - below.high)
    low = (product - math.sqrt(max(0.0, product * product - inner))) / divisor if divisor > 0 else 0.0
    inner = above.high * below.low * (2 * above.value - above.high) * (2 * below.value - below.low)
    divisor = below.low * (2 * below.value - below.low)
    high = (product + math.sqrt(max(0.0, product * product - inner))) / divisor if divisor > 0 else math.inf
    value = above.value / below.value
    return max(0.0, min(low, value)), max(high, value)
