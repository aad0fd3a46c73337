"""Planning a paired comparison: how many items, how small a difference, how much power, how many draws."""

from __future__ import annotations

import math
from dataclasses import dataclass

from whisker._errors import check, new_error
from whisker._library import core, ffi

UNKNOWNS = {
    "items": core.WHISKER_SOLVE_ITEMS,
    "effect": core.WHISKER_SOLVE_EFFECT,
    "power": core.WHISKER_SOLVE_POWER,
    "draws": core.WHISKER_SOLVE_DRAWS,
}


@dataclass(frozen=True)
class Plan:
    """A planned paired comparison, everything filled in. ``items`` is exact: ``math.ceil`` it to use it."""

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
    variance: float = 1 / 9,
    within: float = 0.0,
    within_a: float | None = None,
    within_b: float | None = None,
    draws: float = 1,
    draws_a: float | None = None,
    draws_b: float | None = None,
    cluster_size: float = 1,
    icc: float = 0.0,
) -> Plan:
    """Plan a paired comparison of two runs on the same items (Miller 2024, section 5).

    Give items and effect and get the power; items alone and get the effect that is found with 80% power; effect alone
    and get the items. solve names what is sought when that is not clear: "items", "effect", "power", "draws".

    variance   over items of the difference of the two runs' true scores; 1/9 when nothing is known. From a pilot:
               the number of items times the squared standard error of a paired difference
    within     variance of one draw of an item (within_a, within_b: of either run); draws: draws an item
    icc        correlation of the differences inside a cluster of cluster_size items
    """
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
            "variance": variance,
            "within_a": within if within_a is None else within_a,
            "within_b": within if within_b is None else within_b,
            "draws_a": draws if draws_a is None else draws_a,
            "draws_b": draws if draws_b is None else draws_b,
            "cluster_size": cluster_size,
            "icc": icc,
        },
    )
    error = new_error()
    check(core.whisker_solve_plan(question, error), error)
    fields = (name for name in Plan.__dataclass_fields__ if name != "solved")
    return Plan(solved=unknown, **{name: getattr(question, name) for name in fields})


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
