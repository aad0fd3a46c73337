"""Planning a paired comparison: how many items, how small a difference, how much power, how many draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whisker._errors import check, new_error
from whisker._items import Items
from whisker._library import core, ffi
from whisker._numbers import doubles

UNKNOWNS = {
    "items": core.WHISKER_SOLVE_ITEMS,
    "effect": core.WHISKER_SOLVE_EFFECT,
    "power": core.WHISKER_SOLVE_POWER,
    "draws": core.WHISKER_SOLVE_DRAWS,
}


@dataclass(frozen=True)
class Plan:
    """A planned paired comparison, everything filled in. ``items`` is exact: ``math.ceil`` it to use it.

    ``range``: what the solved number is when the variance lies at either end of the pilot's interval; None without one.
    """

    solved: str
    items: float
    effect: float
    power: float
    alpha: float
    variance: float
    within_a: float
    within_b: float
    draws_a: float
    draws_b: float
    cluster_size: float
    icc: float
    design_effect: float
    clusters: float
    range: tuple[float, float] | None = None

    def __str__(self) -> str:
        draws = f" with {self.draws_a:.4g} draws each" if self.draws_a > 1 else ""
        clusters = f" in {math.ceil(self.clusters - 1e-9)} clusters" if self.cluster_size > 1 else ""
        return (
            f"{math.ceil(self.items - 1e-9)} items{clusters}{draws} show a true difference of {self.effect:.4g} "
            f"with {100 * self.power:.4g}% power (two-sided test at {100 * self.alpha:.4g}%)"
        )


def plan(
    *,
    items: float | None = None,
    effect: float | None = None,
    power: float | None = None,
    solve: str | None = None,
    alpha: float = 0.05,
    variance: float | None = None,
    within: float = 0.0,
    within_a: float | None = None,
    within_b: float | None = None,
    draws: float | None = None,
    draws_a: float | None = None,
    draws_b: float | None = None,
    cluster_size: float | None = None,
    icc: float = 0.0,
    pilot: tuple[Any, Any] | None = None,
    cluster: Any = None,
) -> Plan:
    """Plan a paired comparison of two runs on the same items (Miller 2024, section 5).

    Give items and effect and get the power; items alone and get the effect that is found with 80% power; effect alone
    and get the items. solve names what is sought when that is not clear: "items", "effect", "power", "draws".

    variance   over items of the difference of the two runs' true scores; 1/9 when nothing is known. From a pilot:
               the number of items times the squared standard error of a paired difference
    within     variance of one draw of an item (within_a, within_b: of either run); draws: draws an item
    icc        correlation of the differences inside a cluster of cluster_size items
    pilot      two runs that have been scored already, with ``cluster`` of their items: for each item its score, or a list
               of its draws. They say variance, within, icc and cluster_size, and how many draws an item had
    """
    if pilot is None:
        variance, draws, cluster_size = 1 / 9 if variance is None else variance, draws or 1, cluster_size or 1
    unknown = solve or _sought(items, effect, power)
    if unknown not in UNKNOWNS:
        raise ValueError(f"solve must be one of {', '.join(UNKNOWNS)}, not {unknown!r}")
    question = ffi.new(
        "whisker_plan *",
        {
            "size": ffi.sizeof("whisker_plan"),
            "unknown": UNKNOWNS[unknown],
            "items": items or 0,
            "effect": effect or 0,
            "power": power or 0,
            "alpha": alpha,
            "variance": variance or 0,
            "within_a": within if within_a is None else within_a,
            "within_b": within if within_b is None else within_b,
            "draws_a": (draws if draws_a is None else draws_a) or 0,
            "draws_b": (draws if draws_b is None else draws_b) or 0,
            "cluster_size": cluster_size or 0,
            "icc": icc,
        },
    )
    basis = None if pilot is None else _ask(pilot, cluster, question)
    error = new_error()
    check(core.whisker_solve_plan(question, error), error)
    fields = (name for name in Plan.__dataclass_fields__ if name not in ("solved", "range"))
    named = {name: getattr(question, name) for name in fields}
    return Plan(solved=unknown, **named, range=_range(question, basis))


class _Run:
    """A run of a pilot as a design has it: means of draws, how many, and their variance."""

    def __init__(self, scores: Sequence[Any]) -> None:
        self.n = len(scores)
        self.mean, self.within = ffi.new("double[]", max(self.n, 1)), ffi.new("double[]", max(self.n, 1))
        self.draws = ffi.new("int32_t[]", max(self.n, 1))
        for item, own in enumerate(scores):
            numbers = self._scored(own, item)
            count = self.draws[item] = len(numbers)
            mean = self.mean[item] = sum(numbers) / count if count else math.nan
            self.within[item] = sum((one - mean) ** 2 for one in numbers) / (count - 1) if count > 1 else math.nan

    @staticmethod
    def _scored(own: Any, item: int) -> list[float]:
        array, n = doubles(own if hasattr(own, "__len__") else [own], f"pilot[{item}]")
        return [number for number in array[0:n] if number == number]


def _ask(pilot: tuple[Any, Any], cluster: Any, question: Any) -> Any:
    """Fill the question from a pilot; how well that knows."""
    a, b = (_Run(list(run)) for run in pilot)
    if a.n != b.n:
        raise ValueError(f"the runs of the pilot have {a.n} and {b.n} scores: give both in one order of items")
    items = Items(a.n, cluster, None, None, None)
    given = ffi.new(
        "whisker_pilot *",
        {
            "size": ffi.sizeof("whisker_pilot"),
            "score_a": a.mean,
            "score_b": b.mean,
            "draws_a": a.draws,
            "draws_b": b.draws,
            "within_a": a.within,
            "within_b": b.within,
        },
    )
    basis = ffi.new("whisker_plan_basis *", {"size": ffi.sizeof("whisker_plan_basis")})
    error = new_error()
    check(core.whisker_plan_from_pilot(items.pointer, given, ffi.NULL, question, basis, error), error)
    return basis


def _range(question: Any, basis: Any) -> tuple[float, float] | None:
    if basis is None:
        return None
    low, high, error = ffi.new("double *"), ffi.new("double *"), new_error()
    check(core.whisker_plan_range(question, basis, low, high, error), error)
    return low[0], high[0]


def _sought(items: float | None, effect: float | None, power: float | None) -> str:
    if items is None and effect is None:
        raise ValueError("a plan needs items, the effect to be found, or both")
    if items is None:
        return "items"
    if effect is None:
        return "effect"
    if power is None:
        return "power"
    raise ValueError("items, effect and power are all given: leave one out to have it solved, or name it in solve")
