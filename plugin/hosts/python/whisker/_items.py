"""What is known of the items apart from their scores, as libwhisker takes it."""

from __future__ import annotations

from typing import Any

from whisker._labels import encode, keys_of
from whisker._library import ffi
from whisker._numbers import doubles


class Items:
    """whisker_items, with all that it borrows held beside it."""

    def __init__(self, n: int, cluster: Any, weight: Any, stratum: Any, population: float | None) -> None:
        keys = [encode(labels, n, "cluster") for labels in keys_of(cluster)]
        self.codes = ffi.new("int32_t[]", max(len(keys) * n, 1))
        for number, codes in enumerate(keys):
            ffi.memmove(self.codes + number * n, codes, 4 * n)
        self.weight = self._weights(weight, n)
        self.stratum = ffi.NULL if stratum is None else encode(stratum, n, "stratum", missing_apart=False)
        self.pointer = ffi.new(
            "whisker_items *",
            {
                "size": ffi.sizeof("whisker_items"),
                "n": n,
                "n_keys": len(keys),
                "cluster": self.codes if keys else ffi.NULL,
                "weight": self.weight,
                "stratum": self.stratum,
                "population": population or 0,
            },
        )

    @staticmethod
    def _weights(weight: Any, n: int) -> Any:
        if weight is None:
            return ffi.NULL
        array, length = doubles(weight, "weight")
        if length != n:
            raise ValueError(f"weight has {length} numbers for {n} scores")
        return array


def score_range(low: float | None, high: float | None) -> dict[str, float]:
    """The declared range of a score; an end that is not declared is infinite."""
    if low is None and high is None:
        return {"low": 0.0, "high": 0.0}
    low, high = -float("inf") if low is None else low, float("inf") if high is None else high
    if not low < high:
        raise ValueError(f"low must be below high, not {low} and {high}")
    return {"low": low, "high": high}


def share(what: str, value: float) -> float:
    """A number that must lie between 0 and 1: in C 0 would mean the default."""
    if not 0 < value < 1:
        raise ValueError(f"{what} must lie between 0 and 1, not {value}")
    return value
