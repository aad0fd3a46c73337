"""What resampling says of a mean or a difference: the bootstrap, flips of signs, the wild cluster bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whisker._errors import check, new_error
from whisker._items import Items, score_range, share
from whisker._library import core, ffi
from whisker._names import name_of, notes_of, number_of, numbered
from whisker._numbers import defined, doubles

KINDS = numbered(core.whisker_bootstrap_kind_name)
FLIPS = numbered(core.whisker_flips_name)
WEIGHTS = numbered(core.whisker_wild_weights_name)


@dataclass(frozen=True)
class Bootstrap:
    """An interval from resamples of clusters (items, without them).

    ``exact``: all resamples there are were computed, and nothing was drawn. ``monte_carlo_error`` is the standard error
    that the limits have because replicates are finitely many.
    """

    value: float
    standard_error: float | None
    lower: float | None
    upper: float | None
    level: float
    kind: str
    exact: bool
    bias: float | None
    monte_carlo_error: float | None
    seed: int
    replicates: int
    n_items: int
    n_missing: int
    n_units: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SignFlip:
    """A permutation test of a paired difference. ``smallest_p`` is the least that so many units can show."""

    value: float
    p: float
    p_greater: float
    p_less: float
    smallest_p: float
    monte_carlo_error: float
    method: str
    seed: int
    replicates: int
    n_units: int
    n_items: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Wild:
    """The wild cluster bootstrap-t: p of the null value, and the interval of values that it does not reject."""

    value: float
    standard_error: float | None
    null: float
    t: float | None
    p: float | None
    smallest_p: float | None
    lower: float | None
    upper: float | None
    level: float
    weights: str | None
    enumerated: bool
    draws: int
    seed: int
    n_items: int
    n_missing: int
    n_clusters: int
    notes: tuple[str, ...]


def _fields(made: type, found: Any, **named: Any) -> Any:
    """A dataclass from a struct: NaN is None; what has a name instead of a number is given."""
    taken = {}
    for name in made.__dataclass_fields__:
        if name not in named:
            value = getattr(found, name)
            taken[name] = defined(value) if isinstance(value, float) else value
    return made(**taken, **named)


def _pair(a: Any, b: Any) -> tuple[Any, Any, int]:
    scores_a, n = doubles(a, "a")
    scores_b, n_b = doubles(b, "b")
    if n != n_b:
        raise ValueError(
            f"a has {n} scores and b has {n_b}: give both in one order of items, None where one is missing"
        )
    return scores_a, scores_b, n


def _struct(name: str, **fields: Any) -> Any:
    return ffi.new(f"{name} *", {"size": ffi.sizeof(name), **fields})


def bootstrap(
    scores: Any,
    against: Any = None,
    *,
    cluster: Any = None,
    weight: Any = None,
    quantile: float | None = None,
    kind: str | None = None,
    level: float = 0.95,
    replicates: int = 0,
    seed: int = 0,
    threads: int = 0,
    low: float | None = None,
    high: float | None = None,
) -> Bootstrap:
    """The bootstrap of a mean, of the difference from a second run on the same items, or of a quantile of the scores.

    kind        "studentized" (default), "bca", "percentile", "basic", "normal"
    quantile    a share in (0, 1): of the scores, in place of the mean
    replicates  0: 9999; seed: the same one gives the same digits, on any number of threads
    low, high   range of the statistic, which no interval leaves
    """
    options = _struct(
        "whisker_bootstrap_options",
        kind=number_of("kind", kind, KINDS),
        level=share("level", level),
        replicates=replicates,
        seed=seed,
        threads=threads,
        **score_range(low, high),
    )
    out, error = _struct("whisker_bootstrap_estimate"), new_error()
    rest = (options, ffi.NULL, ffi.NULL, out, error)
    if against is not None:
        if quantile is not None:
            raise ValueError("a quantile is of one run: leave out against")
        scores_a, scores_b, n = _pair(scores, against)
        items = Items(n, cluster, weight, None, None)
        status = core.whisker_bootstrap_difference(items.pointer, scores_a, scores_b, *rest)
    else:
        array, n = doubles(scores)
        items = Items(n, cluster, weight, None, None)
        if quantile is not None:
            status = core.whisker_bootstrap_quantile(items.pointer, array, share("quantile", quantile), *rest)
        else:
            status = core.whisker_bootstrap(items.pointer, ffi.NULL, array, *rest)
    check(status, error)
    return _fields(Bootstrap, out, kind=name_of(out.kind, KINDS), exact=bool(out.exact), notes=notes_of(out.notes))


def sign_flip(
    a: Any,
    b: Any,
    *,
    cluster: Any = None,
    weight: Any = None,
    method: str | None = None,
    level: float = 0.95,
    replicates: int = 0,
    seed: int = 0,
    threads: int = 0,
) -> SignFlip:
    """Is A better than B? The signs of the clusters' differences flip as they would if the runs were alike.

    method      "enumeration", "lattice" or "monte_carlo"; default: the first that can be had, exact where it can
    replicates  of Monte Carlo; 0: 99999
    level       the test is wanted at 1 - level: for the note "cannot_reject"
    """
    scores_a, scores_b, n = _pair(a, b)
    items = Items(n, cluster, weight, None, None)
    options = _struct(
        "whisker_sign_flip_options",
        method=number_of("method", method, FLIPS),
        level=share("level", level),
        replicates=replicates,
        seed=seed,
        threads=threads,
    )
    out, error = _struct("whisker_sign_flip"), new_error()
    check(core.whisker_sign_flip_test(items.pointer, scores_a, scores_b, options, ffi.NULL, out, error), error)
    return _fields(SignFlip, out, method=name_of(out.method, FLIPS), notes=notes_of(out.notes))


def wild(
    scores: Any,
    against: Any = None,
    *,
    cluster: Any = None,
    weights: str | None = None,
    unrestricted: bool = False,
    null: float = 0.0,
    level: float = 0.95,
    replicates: int = 0,
    seed: int = 0,
    threads: int = 0,
    low: float | None = None,
    high: float | None = None,
) -> Wild:
    """The wild cluster bootstrap-t of a mean, or of the difference from a second run (Cameron, Gelbach, Miller 2008).

    weights       "rademacher" or "webb"; default: every pattern of signs where they fit, webb under 12 clusters
    unrestricted  residuals about the estimate, not about the null value
    null          the value that p tests
    """
    options = _struct(
        "whisker_wild_options",
        weights=number_of("weights", weights, WEIGHTS),
        unrestricted=unrestricted,
        null=null,
        level=share("level", level),
        replicates=replicates,
        seed=seed,
        threads=threads,
        **score_range(low, high),
    )
    out, error = _struct("whisker_wild"), new_error()
    if against is not None:
        scores_a, scores_b, n = _pair(scores, against)
        items = Items(n, cluster, None, None, None)
        status = core.whisker_wild_difference(items.pointer, scores_a, scores_b, options, ffi.NULL, out, error)
    else:
        array, n = doubles(scores)
        items = Items(n, cluster, None, None, None)
        status = core.whisker_wild_mean(items.pointer, array, options, ffi.NULL, out, error)
    check(status, error)
    return _fields(
        Wild, out, weights=name_of(out.weights, WEIGHTS), enumerated=bool(out.enumerated), notes=notes_of(out.notes)
    )
