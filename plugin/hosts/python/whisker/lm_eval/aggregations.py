"""Aggregations for a task's YAML: functions of the list of (score, cluster) pairs that ``process_results`` emits.

    metric_list:
      - {metric: acc, aggregation: mean, higher_is_better: true}
      - {metric: acc_se_cluster, aggregation: !function whisker.lm_eval.clustered_stderr, higher_is_better: false}
    process_results: !function utils.process_results

    def process_results(doc, results):              # utils.py beside the YAML
        acc = ...
        return {"acc": acc, "acc_se_cluster": (acc, doc["passage_id"])}

The harness then reports ``acc_se_cluster,none``. A tuple with two labels, (score, passage, author), is clustered both
ways; a bare score counts as an item of its own. What is undefined is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from whisker._errors import DataError
from whisker._estimate import Estimate, mean


def estimate(items: Sequence[Any]) -> Estimate | None:
    """The estimate behind every aggregation here; None when no item has a score."""
    pairs = [tuple(item) if isinstance(item, (tuple, list)) else (item,) for item in items]
    n_keys = max(map(len, pairs), default=1) - 1
    keys = [[pair[key] if len(pair) > key else None for pair in pairs] for key in range(1, n_keys + 1)]
    try:
        return mean([pair[0] for pair in pairs], cluster=keys or None)
    except DataError:
        return None


def aggregation(name: str, about: str, fact: Callable[[Estimate], float | None]) -> Callable[[Sequence[Any]], float]:
    """An aggregation that reports one fact of the estimate."""

    def aggregate(items: Sequence[Any]) -> float:
        found = estimate(items)
        value = fact(found) if found is not None else None
        return math.nan if value is None else float(value)

    aggregate.__name__ = aggregate.__qualname__ = name
    aggregate.__doc__ = about
    return aggregate


clustered_mean = aggregation("clustered_mean", "The mean, as the harness computes it.", lambda found: found.value)
clustered_stderr = aggregation(
    "clustered_stderr", "Standard error of the mean, CR2 by cluster.", lambda found: found.standard_error
)
clustered_lower = aggregation("clustered_lower", "Lower end of the 95% interval.", lambda found: found.lower)
clustered_upper = aggregation("clustered_upper", "Upper end of the 95% interval.", lambda found: found.upper)
clustered_df = aggregation("clustered_df", "Degrees of freedom of that interval.", lambda found: found.df)
n_clusters = aggregation("n_clusters", "How many clusters there are.", lambda found: found.n_clusters)
design_effect = aggregation(
    "design_effect", "By how much the clusters raise the variance.", lambda found: found.design_effect
)
