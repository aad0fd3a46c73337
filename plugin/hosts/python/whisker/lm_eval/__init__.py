"""Whisker for lm-evaluation-harness: aggregations for a task's YAML, and the harness's own command, corrected.

whisker-lm-eval --whisker_cluster passage_id run --model hf --model_args ... --tasks ... --output_path ...
"""

from whisker.lm_eval.aggregations import (
    clustered_df,
    clustered_lower,
    clustered_mean,
    clustered_stderr,
    clustered_upper,
    design_effect,
    n_clusters,
)
from whisker.lm_eval.patches import corrected

__all__ = [
    "clustered_df",
    "clustered_lower",
    "clustered_mean",
    "clustered_stderr",
    "clustered_upper",
    "corrected",
    "design_effect",
    "n_clusters",
]
