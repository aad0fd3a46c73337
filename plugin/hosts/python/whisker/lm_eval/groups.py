"""Scores and standard errors of groups of tasks.

The tasks of a group are fixed, not sampled, so with N items in k tasks
    by size     sqrt( sum (n_j / N)^2 SE_j^2 )
    unweighted  sqrt( sum SE_j^2 ) / k
The harness pools the items' variances by size instead, which is not that when sizes differ. When one cluster has items
in several tasks (one question in three languages) the tasks' means covary, and the standard error is taken over all
items at once: Taylor linearisation with tasks as strata and clusters kept whole.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from whisker._estimate import Estimate, mean


@dataclass
class Part:
    """A task's share in a group: its items, their labels by key, and its own estimate."""

    task: str
    items: list[float]
    labels: list[list[Any]]
    value: float
    standard_error: float | None


@dataclass
class GroupScore:
    """What a group scores; estimate is there when the standard error was taken over all items at once."""

    value: float
    standard_error: float | None
    estimate: Estimate | None = None


def group_score(parts: list[Part], weight_by_size: bool) -> GroupScore:
    """The score of a group from its tasks."""
    total = sum(len(part.items) for part in parts)
    weights = [len(part.items) / total if weight_by_size else 1 / len(parts) for part in parts]
    value = math.fsum(weight * part.value for weight, part in zip(weights, parts))
    if clusters_cross(parts):
        return _over_all_items(parts, weights)
    errors = [part.standard_error for part in parts]
    if None in errors:
        return GroupScore(value, None)
    return GroupScore(value, math.hypot(*(weight * error for weight, error in zip(weights, errors))))


def clusters_cross(parts: list[Part]) -> bool:
    """Has a cluster of the only key items in more than one task?"""
    if any(len(part.labels) != 1 for part in parts):
        return False
    seen: dict[Any, str] = {}
    return any(
        seen.setdefault(label, part.task) != part.task
        for part in parts
        for label in part.labels[0]
        if label is not None
    )


def _over_all_items(parts: list[Part], weights: list[float]) -> GroupScore:
    estimate = mean(
        [score for part in parts for score in part.items],
        cluster=[label for part in parts for label in part.labels[0]],
        stratum=[part.task for part in parts for _ in part.items],
        weight=[weight / len(part.items) for weight, part in zip(weights, parts) for _ in part.items],
    )
    return GroupScore(estimate.value, estimate.standard_error, estimate)
