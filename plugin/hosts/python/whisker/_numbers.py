"""Numbers of Python's as a C array of doubles; undefined is NaN there and None here."""

from __future__ import annotations

import math
from typing import Any

from whisker._library import ffi


def defined(value: float) -> float | None:
    """NaN as None."""
    return None if math.isnan(value) else value


def doubles(values: Any, what: str = "scores") -> tuple[Any, int]:
    """A C array of doubles that lives as long as it is held, and its length.

    Contiguous float64 arrays are used where they stand; anything else is copied. None and NA are NaN.
    """
    if isinstance(values, (str, bytes, dict, set, frozenset)):
        raise TypeError(f"{what} must be numbers in a list or an array, not {type(values).__name__}")
    if hasattr(values, "to_numpy"):
        values = _from_frame_library(values)
    borrowed = _borrowed(values, what)
    return borrowed if borrowed is not None else _copied(values, what)


def _from_frame_library(series: Any) -> Any:
    """A pandas or polars Series as a numpy array, NA as NaN; texts and objects as a list."""
    kind = getattr(series.dtype, "kind", None)
    if kind == "O":
        return list(series)
    if kind is None or str(series.dtype) == "float64":
        return series.to_numpy()
    return series.to_numpy(dtype="float64", na_value=math.nan)


def _borrowed(values: Any, what: str) -> tuple[Any, int] | None:
    """The buffer of a contiguous array of doubles; None when there is none to use."""
    try:
        view = memoryview(values)
    except TypeError:
        return None
    if view.ndim != 1:
        raise ValueError(f"{what} must have one dimension, not {view.ndim}")
    if view.format == "d" and view.c_contiguous:
        return ffi.from_buffer("double[]", values), len(view)
    return None


def _copied(values: Any, what: str) -> tuple[Any, int]:
    kind = getattr(getattr(values, "dtype", None), "kind", "O")
    if kind in "biuf":
        return doubles(values.astype("float64", order="C"), what)
    if kind != "O":
        raise TypeError(f"{what} must be numbers, not {values.dtype}")
    try:
        values = list(values)
    except TypeError:
        raise TypeError(f"{what} must be numbers in a list or an array, not {type(values).__name__}") from None
    try:
        return ffi.new("double[]", values), len(values)
    except TypeError:
        numbers = [_number(value, position, what) for position, value in enumerate(values)]
        return ffi.new("double[]", numbers), len(numbers)


def _number(value: Any, position: int, what: str) -> float:
    if value is None or type(value).__name__ == "NAType":
        return math.nan
    if isinstance(value, (str, bytes)):
        raise TypeError(f"{what}[{position}] is {value!r}: scores are numbers")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{what}[{position}] is no number but {type(value).__name__}") from None
