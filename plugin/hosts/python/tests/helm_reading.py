"""For the tests in HELM's own process: 24 questions about 8 passages, and two scripted models.

Named by class in a run spec and in model deployments; loaded by ``helm-run --plugins helm_reading``.
"""

from __future__ import annotations

from hashlib import sha256

from helm.benchmark.adaptation.common_adapter_specs import get_generation_adapter_spec
from helm.benchmark.metrics.common_metric_specs import get_exact_match_metric_specs
from helm.benchmark.run_spec import RunSpec, run_spec_function
from helm.benchmark.scenarios.scenario import (
    CORRECT_TAG,
    TEST_SPLIT,
    VALID_SPLIT,
    Instance,
    Output,
    PassageQuestionInput,
    Reference,
    Scenario,
    ScenarioMetadata,
    ScenarioSpec,
)
from helm.clients.simple_client import SimpleClient

PASSAGES = ("bees", "canals", "clocks", "glaciers", "ink", "kites", "salt", "tides")


def chance(*parts):
    """A number in [0, 1) fixed by the parts."""
    return int.from_bytes(sha256("|".join(map(str, parts)).encode()).digest()[:6], "big") / 2**48


class Reading(Scenario):
    """One passage more is in the split "valid"."""

    name = "reading"
    description = "Questions about passages"
    tags = ["question answering"]

    def get_instances(self, output_path):
        return [
            Instance(
                input=PassageQuestionInput(
                    passage=f"A long story about {passage}.", question=f"What is number {number}?"
                ),
                references=[Reference(Output(text="right"), tags=[CORRECT_TAG])],
                split=VALID_SPLIT if passage == "wool" else TEST_SPLIT,
                extra_data={"half": "first" if passage < "glaciers" else "second"},
            )
            for passage in (*PASSAGES, "wool")
            for number in (1, 2, 3)
        ]

    def get_metadata(self):
        return ScenarioMetadata(name="reading", main_metric="exact_match", main_split="test")


@run_spec_function("reading")
def reading():
    return RunSpec(
        name="reading",
        scenario_spec=ScenarioSpec(class_name="helm_reading.Reading"),
        adapter_spec=get_generation_adapter_spec(max_train_instances=0),
        metric_specs=get_exact_match_metric_specs(),
        groups=["reading"],
    )


class Scripted(SimpleClient):
    """Right or wrong by the passage, the question and the model."""

    def invoke_model(self, raw_request):
        engine, prompt = raw_request["engine"], raw_request["prompt"]
        passage = next(name for name in (*PASSAGES, "wool") if f"about {name}." in prompt)
        skill = {"small": 0.5, "large": 0.65}[engine]
        quality = skill + 0.8 * (chance(passage) - 0.5) + 0.5 * (chance(prompt, engine) - 0.5)
        return {"completions": ["right" if quality > 0.5 else "wrong"]}
