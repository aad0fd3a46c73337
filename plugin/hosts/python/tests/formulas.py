"""Textbook formulas in plain Python, written down here and not taken from Whisker: what the tests compare with."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def variance(values: Sequence[float]) -> float:
    """With divisor n - 1."""
    centre = mean(values)
    return math.fsum((value - centre) ** 2 for value in values) / (len(values) - 1)


def standard_error(values: Sequence[float]) -> float:
    """Of the mean of independent values."""
    return math.sqrt(variance(values) / len(values))


def clustered_standard_error(values: Sequence[float], labels: Sequence[Hashable]) -> float:
    """CR2 of the mean: sqrt(sum S_g^2 / (1 - n_g/n)) / n (Bell and McCaffrey 2002)."""
    centre, n = mean(values), len(values)
    clusters = defaultdict(list)
    for value, label in zip(values, labels):
        clusters[label].append(value - centre)
    return math.sqrt(math.fsum(math.fsum(one) ** 2 / (1 - len(one) / n) for one in clusters.values())) / n


def strata_and_clusters(parts: dict[str, tuple[Sequence[float], Sequence[Hashable]]]) -> float:
    """Standard error of the mean over all items of fixed tasks, clusters kept whole across them, every cluster with one
    item in every task: the mean over clusters of the clusters' means (each task centred on its own mean)."""
    totals: dict[Hashable, float] = defaultdict(float)
    for values, labels in parts.values():
        for value, label in zip(values, labels):
            totals[label] += value / len(parts)
    return standard_error(list(totals.values()))
