"""Tasks for the tests in Inspect AI's own process, asked of the scripted models of the example logs.

trouble="fails": an error in sample 5, and in sample 7 at its second draw; "once": in sample 3, the first time that this
file's folder sees it.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() / "tasks"))

import scripted  # noqa: E402
from inspect_ai import Task, task  # noqa: E402
from inspect_ai.dataset import MemoryDataset, Sample  # noqa: E402
from inspect_ai.scorer import choice, match  # noqa: E402
from inspect_ai.solver import multiple_choice, solver  # noqa: E402

from whisker.inspect import ci, estimate, mean, stderr, stopping  # noqa: E402


@solver
def draw(trouble="none"):
    """Ask the model, telling it which draw this is by way of the seed."""

    async def solve(state, generate):
        if trouble == "fails" and (state.sample_id == 5 or state.sample_id == 7 and state.epoch == 2):
            raise RuntimeError("this sample fails on purpose")
        if trouble == "once" and state.sample_id == 3 and not os.path.exists("failed"):
            open("failed", "w").close()
            raise RuntimeError("this sample fails the first time")
        return await generate(state, seed=state.epoch)

    return solve


@task
def reading(cluster="passage_id", early=False):
    """Multiple choice in passages, with Whisker's metrics."""
    samples = [
        Sample(
            id=row["question_id"],
            input=f"{row['passage']}\n\nQuestion: {row['question']}",
            choices=row["choices"],
            target="ABCD"[row["answer"]],
            metadata={"passage_id": row["passage_id"], "level": row["level"]},
        )
        for row in scripted.load("reading")
    ]
    return Task(
        dataset=MemoryDataset(samples, name="reading"),
        solver=multiple_choice(),
        scorer=choice(),
        metrics=[mean(), stderr(cluster=cluster), ci(cluster=cluster), estimate(cluster=cluster)],
        early_stopping=stopping() if early else None,
    )


@task
def sums(first: int = 0, trouble: str = "none"):
    """Word problems, with Inspect's own metrics."""
    samples = [
        Sample(id=number, input=row["question"], target=str(row["answer"]), metadata={"kind": row["kind"]})
        for number, row in enumerate(scripted.load("sums"), start=1)
    ]
    return Task(
        dataset=MemoryDataset(samples[:first] if first else samples, name="sums"),
        solver=draw(trouble),
        scorer=match(numeric=True),
    )
