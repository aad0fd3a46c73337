"""Ending a task when the config's stopping rule has fired.

    Task(..., early_stopping=whisker.inspect.stopping())

The rule (``stop = { half_width = .05 }`` or ``stop = { baseline = "..." }``) stands on intervals that hold at every
look, so looking before each sample costs nothing. Without a config, or without a rule in it, nothing is stopped.
"""

from __future__ import annotations

import logging
from typing import Any

from inspect_ai.util import EarlyStop

from whisker._errors import DataError
from whisker.inspect.recorder import Evaluation, evaluation_of

logger = logging.getLogger(__name__)


class Stopping:
    """Inspect's early stopping manager: it asks the session before each sample is started."""

    def __init__(self) -> None:
        self._evaluation: Evaluation | None = None
        self._stopped = 0

    async def start_task(self, task: Any, samples: list[Any], epochs: int) -> str:
        """The hooks have opened the session already."""
        self._evaluation, self._stopped = evaluation_of(task.eval_id), 0
        return "whisker"

    async def schedule_sample(self, id: str | int, epoch: int) -> EarlyStop | None:
        """Not another sample when the rule has fired."""
        if self._stopped == 0 and not self._should_stop():
            return None
        self._stopped += 1
        return EarlyStop(id=id, epoch=epoch, reason="the stopping rule of the Whisker config has fired")

    def _should_stop(self) -> bool:
        if self._evaluation is None or not self._evaluation.metrics:
            return False
        try:
            return self._evaluation.run.progress().should_stop
        except (DataError, ValueError) as problem:
            logger.warning("whisker, looking whether to stop: %s", problem)
            self._evaluation = None
            return False

    async def complete_sample(self, id: str | int, epoch: int, scores: dict[str, Any]) -> None:
        """The hooks push the sample."""

    async def complete_task(self) -> dict[str, Any]:
        """What the log keeps."""
        return {"stopped": self._stopped}


def stopping() -> Stopping:
    """A manager for one task."""
    return Stopping()
