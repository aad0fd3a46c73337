"""The draws of a HELM run, from the files in its folder.

HELM writes a mean over instances for every metric and, beside it, the standard deviation over train trials, which is 0
where there is one. What the instances say is in ``per_instance_stats.json``; what they are in ``scenario_state.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whisker._fields import scalars, shortened

OF_THE_MODEL = ("model=", "model_deployment=")
BEFORE_A_QUESTION = "\nQuestion: "  # as HELM joins a passage and a question


@dataclass(frozen=True)
class Draw:
    """One metric of one instance in one train trial, on instances of one split."""

    item: str
    trial: int
    metric: str
    split: str
    score: float | None
    keys: dict[str, str]


def task_of(name: str) -> str:
    """The name of a run without its model: "mmlu:subject=law,model=a_b" -> "mmlu:subject=law"."""
    scenario, _, arguments = name.partition(":")
    kept = [part for part in arguments.split(",") if part and not part.startswith(OF_THE_MODEL)]
    return f"{scenario}:{','.join(kept)}" if kept else scenario


def keys_of(instance: dict[str, Any]) -> dict[str, str]:
    """Fields that could be clusters: "instance.extra_data.source", and "instance.passage" where the input has one."""
    keys = dict(scalars(instance, "instance"))
    passage, separator, _ = instance.get("input", {}).get("text", "").rpartition(BEFORE_A_QUESTION)
    if separator:
        keys["instance.passage"] = shortened(passage)
    return keys


def draws_of(folder: str) -> Iterator[Draw]:
    """All that was measured of the instances as they are, without their perturbed copies."""
    states = json.loads((Path(folder) / "scenario_state.json").read_text())["request_states"]
    keys = {
        state["instance"]["id"]: keys_of(state["instance"])
        for state in states
        if not state["instance"].get("perturbation")
    }
    for entry in json.loads((Path(folder) / "per_instance_stats.json").read_text()):
        if entry.get("perturbation"):
            continue
        item = entry["instance_id"]
        for stat in entry["stats"]:
            name = stat["name"]
            if not name.get("perturbation"):
                yield Draw(
                    item,
                    entry["train_trial_index"],
                    name["name"],
                    name.get("split") or "",
                    stat.get("mean"),
                    keys.get(item, {}),
                )
