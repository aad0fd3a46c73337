"""Labels of any hashable kind as dense codes, by pandas or numpy when they are in use, else by a dict."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from whisker._library import ffi
from whisker._text import is_absent

MOST_KEYS = 4


def is_labels(thing: Any) -> bool:
    """Is this a list or array of labels, and not a label? What can be hashed is a label."""
    return isinstance(thing, list) or (hasattr(thing, "__len__") and getattr(type(thing), "__hash__", None) is None)


def keys_of(cluster: Any) -> list[Any]:
    """The label arrays of one to four cluster keys: one array, a list or tuple of them, a mapping or a data frame."""
    if cluster is None:
        return []
    if isinstance(cluster, (str, bytes)):
        raise TypeError("cluster must be labels, one an item, not a text: pass the column, not its name")
    if hasattr(cluster, "columns"):
        keys = [cluster[name] for name in cluster.columns]
    elif isinstance(cluster, Mapping):
        keys = list(cluster.values())
    elif isinstance(cluster, (list, tuple)) and len(cluster) > 0 and all(map(is_labels, cluster)):
        keys = list(cluster)
    else:
        keys = [cluster]
    if not 1 <= len(keys) <= MOST_KEYS:
        raise ValueError(f"cluster takes one to four keys, not {len(keys)}")
    return keys


def encode(labels: Any, n: int, what: str, missing_apart: bool = True) -> Any:
    """int32_t[n] codes of n labels. Items whose label is missing (None, NaN, NA) stand each by itself, or together."""
    if isinstance(labels, (str, bytes)) or not hasattr(labels, "__len__"):
        raise TypeError(f"{what} must be labels in a list or an array, not {type(labels).__name__}")
    if len(labels) != n:
        raise ValueError(f"{what} has {len(labels)} labels for {n} scores")
    if getattr(labels, "ndim", 1) != 1:
        raise ValueError(f"{what} must have one dimension, not {labels.ndim}")
    return _dense(_codes(labels, what), n, missing_apart)


def _codes(labels: Any, what: str) -> Any:
    """Codes by any numbering below n, negative for a missing label."""
    pandas, numpy = sys.modules.get("pandas"), sys.modules.get("numpy")
    if pandas is not None and isinstance(labels, (pandas.Series, pandas.Index, pandas.Categorical)):
        return pandas.factorize(labels)[0]
    if numpy is not None and isinstance(labels, numpy.ndarray):
        if pandas is not None:
            return pandas.factorize(labels)[0]
        if labels.dtype.kind in "biuUS":
            return numpy.unique(labels, return_inverse=True)[1]
        labels = labels.tolist()
    return _codes_by_dict(labels, what)


def _codes_by_dict(labels: Any, what: str) -> list[int]:
    numbers: dict[Any, int] = {}
    codes = []
    for position, label in enumerate(labels):
        if is_absent(label):
            codes.append(-1)
            continue
        try:
            codes.append(numbers.setdefault(label, len(numbers)))
        except TypeError:
            raise TypeError(f"{what}[{position}] cannot be a label: {type(label).__name__} is not hashable") from None
    return codes


def _dense(codes: Any, n: int, missing_apart: bool) -> Any:
    """The codes in C, missing ones with numbers that no label has."""
    if hasattr(codes, "astype"):
        result = ffi.new("int32_t[]", n)
        ffi.memmove(result, codes.astype("int32"), 4 * n)
        missing = (codes < 0).nonzero()[0].tolist()
        first_free = int(codes.max()) + 1 if n else 0
    else:
        result = ffi.new("int32_t[]", codes)
        missing = [position for position, code in enumerate(codes) if code < 0]
        first_free = max(codes, default=-1) + 1
    for offset, position in enumerate(missing):
        result[position] = first_free + (offset if missing_apart else 0)
    return result
