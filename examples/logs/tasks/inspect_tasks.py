"""The tasks for Inspect AI."""

import os
import sys
from pathlib import Path

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import accuracy, choice, ci, match, stderr
from inspect_ai.solver import multiple_choice, solver

sys.path.insert(0, str(Path(__file__).parent))
import scripted  # noqa: E402


@solver
def draw(trouble="none"):
    """Ask the model, telling it which draw this is by way of the seed.

    trouble="fails": an error in sample 5, and in sample 7 at its second draw;
    trouble="dies": the whole process stops at sample 8, without a word.
    """
    async def solve(state, generate):
        if trouble == "fails" and (state.sample_id == 5 or state.sample_id == 7 and state.epoch == 2):
            raise RuntimeError("this sample fails on purpose")
        if trouble == "dies" and state.sample_id == 8:
            os._exit(3)
        return await generate(state, seed=state.epoch)
    return solve


@task
def reading():
    samples = [
        Sample(id=r["question_id"], input=f"{r['passage']}\n\nQuestion: {r['question']}",
               choices=r["choices"], target="ABCD"[r["answer"]],
               metadata=dict(passage_id=r["passage_id"], level=r["level"]))
        for r in scripted.load("reading")]
    return Task(dataset=MemoryDataset(samples, name="reading"), solver=multiple_choice(), scorer=choice(),
                metrics=[accuracy(), stderr(), stderr(cluster="passage_id"), ci(cluster="passage_id")])


@task
def sums(first: int = 0, trouble: str = "none"):
    samples = [
        Sample(id=number + 1, input=r["question"], target=str(r["answer"]),
               metadata=dict(question_id=r["question_id"], kind=r["kind"], steps=r["steps"]))
        for number, r in enumerate(scripted.load("sums"))]
    return Task(dataset=MemoryDataset(samples[:first] if first else samples, name="sums"),
                solver=draw(trouble), scorer=match(numeric=True))
