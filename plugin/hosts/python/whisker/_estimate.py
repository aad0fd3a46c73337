"""An estimate and what must be known to judge it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from whisker._errors import check, new_error
from whisker._items import Items, score_range, share
from whisker._library import core, ffi
from whisker._names import INTERVALS, VARIANCES, name_of, notes_of, number_of
from whisker._numbers import defined, doubles


@dataclass(frozen=True, repr=False)
class Estimate:
    """A mean or a difference with its error. What the data do not define is None, never 0.

    ``p`` tests the hypothesis that the value is 0; ``se_clt`` is the standard error if items were independent;
    ``notes`` are names that ``whisker.explain`` puts into a sentence.
    """

    value: float
    standard_error: float | None
    lower: float | None
    upper: float | None
    level: float
    df: float | None
    p: float | None
    se_clt: float | None
    icc: float | None
    design_effect: float | None
    effective_n: float | None
    largest_share: float | None
    n_items: int
    n_missing: int
    n_clusters: int
    variance: str
    interval: str
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{with_error(self)}, {counted(self)}"

    def __repr__(self) -> str:
        facts = [f"{self.variance}, {self.interval}"]
        if self.df is not None and math.isfinite(self.df):
            facts[0] += f" with df {self.df:.4g}"
        return f"<Estimate {'; '.join([str(self), *facts, *self.notes])}>"


def decimals(estimate: Estimate) -> int:
    """Places that show two digits of the standard error."""
    error = estimate.standard_error
    if not error or not math.isfinite(error):
        return 3
    return min(max(1 - math.floor(math.log10(error)), 0), 12)


def with_error(estimate: Estimate) -> str:
    """Such as "0.744 ± 0.066 (95%: 0.606 to 0.881)"."""
    places = decimals(estimate)
    said = f"{estimate.value:.{places}f}"
    if estimate.standard_error is None:
        said += " (no standard error)"
    else:
        said += f" ± {estimate.standard_error:.{places}f}"
    if estimate.lower is not None and estimate.upper is not None:
        said += f" ({100 * estimate.level:.4g}%: {estimate.lower:.{places}f} to {estimate.upper:.{places}f})"
    return said


def counted(estimate: Estimate, what: str = "item") -> str:
    """Such as "117 items in 24 clusters, 2 missing"."""
    said = f"{estimate.n_items} {what}{'' if estimate.n_items == 1 else 's'}"
    if estimate.n_clusters < estimate.n_items:
        said += f" in {estimate.n_clusters} cluster{'' if estimate.n_clusters == 1 else 's'}"
    return said + (f", {estimate.n_missing} missing" if estimate.n_missing else "")


def from_c(estimate: Any) -> Estimate:
    """A whisker_estimate."""
    return Estimate(
        value=estimate.value,
        standard_error=defined(estimate.standard_error),
        lower=defined(estimate.lower),
        upper=defined(estimate.upper),
        level=estimate.level,
        df=defined(estimate.df),
        p=defined(estimate.p),
        se_clt=defined(estimate.se_clt),
        icc=defined(estimate.icc),
        design_effect=defined(estimate.design_effect),
        effective_n=defined(estimate.effective_n),
        largest_share=defined(estimate.largest_share),
        n_items=estimate.n_items,
        n_missing=estimate.n_missing,
        n_clusters=estimate.n_clusters,
        variance=name_of(estimate.variance, VARIANCES) or "default",
        interval=name_of(estimate.interval, INTERVALS) or "default",
        notes=notes_of(estimate.notes),
    )


def mean(
    scores: Any,
    *,
    cluster: Any = None,
    weight: Any = None,
    stratum: Any = None,
    population: float | None = None,
    level: float = 0.95,
    variance: str | None = None,
    interval: str | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Estimate:
    """The mean of item scores, with the standard error and interval that the clusters of the items call for.

    scores      a list, numpy array or pandas Series, one score an item; None and NaN are missing: left out and counted
    cluster     labels, one an item; for several crossed keys a list of label arrays, a mapping or a DataFrame.
                A missing label makes the item a cluster of its own
    weight      a number an item; stratum: labels of strata fixed by design; population: items in a finite population
    level       of confidence
    variance    "cr2" (default with clusters), "clt", "cr0", "cr1", "cr3", "cluster_paper", "bernoulli", "linearized"
    interval    "t", "normal", "wilson", "clopper_pearson", ...; default: whichever fits the scores (METHODS 3)
    low, high   range of a score, which no interval leaves

    Raises DataError when there is nothing to estimate from, ValueError and TypeError for misuse.
    """
    array, n = doubles(scores)
    items = Items(n, cluster, weight, stratum, population)
    options = ffi.new(
        "whisker_mean_options *",
        {
            "size": ffi.sizeof("whisker_mean_options"),
            "level": share("level", level),
            "variance": number_of("variance", variance, VARIANCES),
            "interval": number_of("interval", interval, INTERVALS),
            **score_range(low, high),
        },
    )
    out = ffi.new("whisker_estimate *", {"size": ffi.sizeof("whisker_estimate")})
    error = new_error()
    check(core.whisker_mean(items.pointer, array, options, ffi.NULL, out, error), error)
    return from_c(out)
