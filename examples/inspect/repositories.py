"""36 issues in 9 repositories, four to each, and two scripted models that mend some of them."""

from hashlib import sha256

from inspect_ai import Task, task
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import accuracy, match, stderr
from inspect_ai.solver import solver

from whisker.inspect import ci

REPOSITORIES = ("archive", "browser", "charts", "dialects", "editor", "forecast", "graphs", "harbour", "index")
SKILL = {"small": 0.52, "large": 0.62}


def chance(*parts):
    """A number in [0, 1) fixed by the parts."""
    return int.from_bytes(sha256("|".join(map(str, parts)).encode()).digest()[:6], "big") / 2**48


@solver
def scripted():
    """mockllm says the same to everything, so this answers in its stead. The large model cannot be asked about one issue."""

    async def solve(state, generate):
        model, issue = state.model.name, state.input_text
        if (model, issue) == ("large", "Mend issue 3 of graphs"):
            raise RuntimeError("the context is too long")
        quality = (
            SKILL[model]
            + 0.8 * (chance(state.metadata["repository"]) - 0.5)
            + 0.3 * (chance(issue, model) - 0.5)
            + 0.5 * (chance(issue, model, state.epoch) - 0.5)
        )
        state.output = ModelOutput.from_content(model, "mended" if quality > 0.5 else "as broken as before")
        return state

    return solve


@task
def repositories():
    return Task(
        dataset=[
            Sample(
                id=f"{repository}-{number}",
                input=f"Mend issue {number} of {repository}",
                target="mended",
                metadata={"repository": repository},
            )
            for repository in REPOSITORIES
            for number in (1, 2, 3, 4)
        ],
        solver=scripted(),
        scorer=match(),
        metrics=[accuracy(), stderr(), ci(cluster="repository", low=0, high=1)],
    )
