"""Two runs on the same items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whisker._errors import check, new_error
from whisker._estimate import Estimate, counted, from_c, with_error
from whisker._items import Items, score_range, share
from whisker._library import core, ffi
from whisker._names import INTERVALS, PAIRINGS, VARIANCES, name_of, notes_of, number_of
from whisker._numbers import defined, doubles


@dataclass(frozen=True, repr=False)
class Comparison:
    """The difference A - B and how it was found. What the data do not define is None.

    ``se_unpaired`` is the standard error if the two runs had been scored on separate items, ``minimum_detectable`` the
    smallest true difference that this comparison finds with the power asked for; ``exact_p`` and ``mid_p`` are
    McNemar's, for 0/1 scores of independent items.
    """

    difference: Estimate
    mean_a: float
    mean_b: float
    pairing: str
    correlation: float | None
    covariance: float | None
    se_unpaired: float | None
    minimum_detectable: float | None
    exact_p: float | None
    mid_p: float | None
    n_a_only: int
    n_b_only: int
    only_a: int | None
    only_b: int | None
    notes: tuple[str, ...]

    @property
    def value(self) -> float:
        """A - B."""
        return self.difference.value

    @property
    def standard_error(self) -> float | None:
        """Of the difference."""
        return self.difference.standard_error

    @property
    def lower(self) -> float | None:
        """Lower end of the interval of the difference."""
        return self.difference.lower

    @property
    def upper(self) -> float | None:
        """Upper end of the interval of the difference."""
        return self.difference.upper

    @property
    def p(self) -> float | None:
        """Two-sided, of the hypothesis that the runs do not differ."""
        return self.difference.p

    def __str__(self) -> str:
        said = with_error(self.difference)
        if self.value >= 0:
            said = "+" + said
        if self.p is not None:
            said += f", p = {self.p:.2g}"
        return f"{said}; {counted(self.difference, 'pair' if self.pairing == 'paired' else 'item')}"

    def __repr__(self) -> str:
        return f"<Comparison {'; '.join([str(self), self.pairing, *self.notes])}>"


def compare(
    a: Any,
    b: Any,
    *,
    cluster: Any = None,
    weight: Any = None,
    stratum: Any = None,
    population: float | None = None,
    level: float = 0.95,
    variance: str | None = None,
    interval: str | None = None,
    pairing: str | None = None,
    power: float = 0.8,
    low: float | None = None,
    high: float | None = None,
) -> Comparison:
    """Run A against run B: scores in one order of items, missing (None, NaN) where a run has none.

    pairing is "paired", "unpaired" or None, which pairs when at least half of all items are shared. power is that of
    ``minimum_detectable``. The other arguments are those of ``whisker.mean``.
    """
    scores_a, n = doubles(a, "a")
    scores_b, n_b = doubles(b, "b")
    if n != n_b:
        raise ValueError(
            f"a has {n} scores and b has {n_b}: give both in one order of items, None where one is missing"
        )
    items = Items(n, cluster, weight, stratum, population)
    options = ffi.new(
        "whisker_difference_options *",
        {
            "size": ffi.sizeof("whisker_difference_options"),
            "level": share("level", level),
            "power": share("power", power),
            "variance": number_of("variance", variance, VARIANCES),
            "interval": number_of("interval", interval, INTERVALS),
            "pairing": number_of("pairing", pairing, PAIRINGS),
            **score_range(low, high),
        },
    )
    out = ffi.new("whisker_comparison *", {"size": ffi.sizeof("whisker_comparison")})
    out.difference.size = ffi.sizeof("whisker_estimate")
    error = new_error()
    check(core.whisker_difference(items.pointer, scores_a, scores_b, options, ffi.NULL, out, error), error)
    return _from_c(out)


def _from_c(comparison: Any) -> Comparison:
    return Comparison(
        difference=from_c(comparison.difference),
        mean_a=comparison.mean_a,
        mean_b=comparison.mean_b,
        pairing=name_of(comparison.pairing, PAIRINGS) or "default",
        correlation=defined(comparison.correlation),
        covariance=defined(comparison.covariance),
        se_unpaired=defined(comparison.se_unpaired),
        minimum_detectable=defined(comparison.minimum_detectable),
        exact_p=defined(comparison.exact_p),
        mid_p=defined(comparison.mid_p),
        n_a_only=comparison.n_a_only,
        n_b_only=comparison.n_b_only,
        only_a=comparison.only_a if comparison.only_a >= 0 else None,
        only_b=comparison.only_b if comparison.only_b >= 0 else None,
        notes=notes_of(comparison.notes),
    )
