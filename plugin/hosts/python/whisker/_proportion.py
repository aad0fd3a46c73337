"""Intervals for one proportion, and p-values of many comparisons."""

from __future__ import annotations

from typing import Any, NamedTuple

from whisker._errors import check, new_error
from whisker._items import share
from whisker._library import core, ffi
from whisker._names import ADJUSTMENTS, INTERVALS, number_of
from whisker._numbers import defined, doubles


class Interval(NamedTuple):
    """Two ends."""

    lower: float
    upper: float


def proportion_interval(successes: float, trials: float, method: str = "wilson", level: float = 0.95) -> Interval:
    """Two-sided interval for a proportion: "wilson", "clopper_pearson", "jeffreys", "agresti_coull", "wald", ..."""
    lower, upper, error = ffi.new("double *"), ffi.new("double *"), new_error()
    number = number_of("interval", method, INTERVALS)
    check(
        core.whisker_proportion_interval(successes, trials, number, share("level", level), lower, upper, error), error
    )
    return Interval(lower[0], upper[0])


def adjust(p: Any, method: str = "holm") -> list[float | None]:
    """p-values adjusted for being many: "holm", "hochberg", "hommel", "bonferroni", "bh", "by".

    Order is kept; None stays None and does not count.
    """
    array, n = doubles(p, "p")
    adjusted, error = ffi.new("double[]", max(n, 1)), new_error()
    number = number_of("adjustment", method, ADJUSTMENTS)
    check(core.whisker_adjust(n, array, number, adjusted, ffi.NULL, error), error)
    return [defined(value) for value in adjusted[0:n]]
