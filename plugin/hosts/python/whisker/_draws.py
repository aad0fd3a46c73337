"""Items that were drawn more than once: what k draws achieve, and where the variance of a mean comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whisker._errors import check, new_error
from whisker._estimate import Estimate, mean
from whisker._items import Items, share
from whisker._labels import encode
from whisker._library import core, ffi
from whisker._names import VARIANCES, notes_of, number_of, numbered
from whisker._numbers import defined, doubles

PASSES = numbered(core.whisker_pass_name)


def pass_at_k(
    draws: Sequence[Any], k: int, *, kind: str = "pass_at", share: float | None = None, **options: Any
) -> Estimate:
    """The mean over items of what k of their draws achieve, from all draws of each (Chen et al. 2021).

    draws    for each item its draws, 0/1 or booleans; None and NaN were not scored and do not count
    kind     "pass_at" (one of k passes), "pass_all" (all of them), "g_pass" (a share of them, as ``share`` says),
             "mg_pass", "majority"
    options  of ``whisker.mean``: cluster, level, ...

    Items with fewer than k draws are missing.
    """
    counts, passed = _counted(draws)
    number = number_of("kind", kind, PASSES)
    chosen = ffi.new(
        "whisker_pass_options *",
        {"size": ffi.sizeof("whisker_pass_options"), "kind": number, "k": k, "share": share or 0},
    )
    scores, error = ffi.new("double[]", max(len(draws), 1)), new_error()
    check(core.whisker_pass_scores(len(draws), counts, passed, chosen, scores, error), error)
    return mean(list(scores[0 : len(draws)]), **options)


def _counted(draws: Sequence[Any]) -> tuple[Any, Any]:
    counts, passed = ffi.new("int32_t[]", max(len(draws), 1)), ffi.new("int32_t[]", max(len(draws), 1))
    for item, own in enumerate(draws):
        numbers, n = doubles(own, f"draws[{item}]")
        scored = [number for number in numbers[0:n] if number == number]
        if any(number not in (0, 1) for number in scored):
            raise ValueError(f"draws[{item}] holds a draw that is neither 0 nor 1: passes are counted")
        counts[item], passed[item] = len(scored), int(sum(scored))
    return counts, passed


@dataclass(frozen=True)
class Components:
    """Where the variance of a mean comes from (Miller 2024, section 3). What the data do not define is None.

    ``within``: variance of a draw of an item; ``between``: of items after endless draws; ``judge`` and ``answer``: where
    answers were judged several times. ``item_part`` + ``draw_part`` is the standard error squared; ``draws_suggested``
    are the draws an item that leave them a tenth of it.
    """

    mean: float
    standard_error: float | None
    within: float | None
    within_interval: tuple[float, float] | None
    between: float | None
    between_interval: tuple[float, float] | None
    judge: float | None
    answer: float | None
    item_part: float | None
    draw_part: float | None
    judge_part: float | None
    share_draws: float | None
    share_interval: tuple[float, float] | None
    standard_error_limit: float | None
    draws_suggested: float | None
    icc: float | None
    level: float
    n_items: int
    n_repeated: int
    n_draws: int
    n_missing: int
    n_clusters: int
    notes: tuple[str, ...]


def _read(found: Any, name: str) -> Any:
    value = getattr(found, name)
    if name.endswith("_interval"):
        return (value[0], value[1]) if value[0] == value[0] else None
    return defined(value) if isinstance(value, float) else value


def components(
    scores: Any,
    items: Any,
    *,
    answer: Any = None,
    cluster: Any = None,
    variance: str | None = None,
    level: float = 0.95,
    target: float = 0.1,
    replicates: int = 0,
    seed: int = 0,
) -> Components:
    """Items, draws and the judge, from scores as they came: one a draw, in any order.

    items       the item of each score; answer: scores of an item with the same label are judgements of one answer
    cluster     of each score; an item lies in the cluster of its first
    target      share of the variance of the mean that draws may have left, for ``draws_suggested``
    replicates  percentiles of so many cluster bootstraps; 0: intervals by the jackknife
    """
    array, n = doubles(scores)
    item_codes = encode(items, n, "items")
    n_items = max(item_codes[0:n], default=-1) + 1
    answers = ffi.NULL if answer is None else encode(answer, n, "answer")
    draws = ffi.new(
        "whisker_draws *",
        {"size": ffi.sizeof("whisker_draws"), "n": n, "score": array, "item": item_codes, "answer": answers},
    )
    known = Items(n_items, _cluster_of_items(cluster, item_codes, n, n_items), None, None, None)
    options = ffi.new(
        "whisker_component_options *",
        {
            "size": ffi.sizeof("whisker_component_options"),
            "variance": number_of("variance", variance, VARIANCES),
            "level": share("level", level),
            "share": share("target", target),
            "replicates": replicates,
            "seed": seed,
        },
    )
    out = ffi.new("whisker_components *", {"size": ffi.sizeof("whisker_components")})
    error = new_error()
    check(core.whisker_components_of_draws(known.pointer, draws, options, ffi.NULL, out, error), error)
    named = (name for name in Components.__dataclass_fields__ if name != "notes")
    return Components(**{name: _read(out, name) for name in named}, notes=notes_of(out.notes))


def _cluster_of_items(cluster: Any, item_codes: Any, n: int, n_items: int) -> list[int] | None:
    if cluster is None:
        return None
    codes = encode(cluster, n, "cluster")
    first: dict[int, int] = {}
    for place in range(n):
        first.setdefault(item_codes[place], codes[place])
    return [first[item] for item in range(n_items)]
