"""Whisker: honest error bars for LLM evaluations. Arrays in, estimates out.

    >>> import whisker
    >>> print(whisker.mean([1, 0, 1, 1], cluster=["p1", "p1", "p2", "p3"]))
    0.75 ± 0.20 (95%: 0.09 to 0.99), 4 items in 3 clusters

``whisker.inspect`` holds metrics and hooks for Inspect AI, ``whisker.lm_eval`` aggregations and a command for
lm-evaluation-harness. Misuse raises ValueError or TypeError, what the data do not allow raises DataError.
"""

from whisker._comparison import Comparison, compare
from whisker._draws import Components, components, pass_at_k
from whisker._errors import DataError
from whisker._estimate import Estimate, mean
from whisker._library import version
from whisker._names import explain
from whisker._plan import Plan, plan
from whisker._proportion import Interval, adjust, proportion_interval
from whisker._resampling import Bootstrap, SignFlip, Wild, bootstrap, sign_flip, wild
from whisker._session import Problem, Progress, Run, Session

__version__ = version()

__all__ = [
    "Bootstrap",
    "Comparison",
    "Components",
    "DataError",
    "Estimate",
    "Interval",
    "Plan",
    "Problem",
    "Progress",
    "Run",
    "Session",
    "SignFlip",
    "Wild",
    "adjust",
    "bootstrap",
    "compare",
    "components",
    "explain",
    "mean",
    "pass_at_k",
    "plan",
    "proportion_interval",
    "sign_flip",
    "wild",
]
