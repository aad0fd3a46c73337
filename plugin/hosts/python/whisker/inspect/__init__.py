"""Whisker for Inspect AI: metrics for scorers, and a report at the end of runs and eval sets.

The entry point ``inspect_ai`` loads this module, so the hooks are there once the package is installed. They act when a
config is named: ``WHISKER_CONFIG=reading.lua``, or ``--metadata whisker_config=reading.lua``.
"""

from whisker.inspect.hooks import Report
from whisker.inspect.metrics import ci, estimate, mean, stderr
from whisker.inspect.stopping import stopping

__all__ = ["Report", "ci", "estimate", "mean", "stderr", "stopping"]
