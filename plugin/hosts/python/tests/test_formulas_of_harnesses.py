"""What other harnesses print and what is right, from their formulas on the same samples. None of them is run here: the
formulas are quoted from their sources, the right numbers come from Whisker and from textbook formulas.
"""

from __future__ import annotations

import json
import math
import random

import formulas
import pytest
from harness import ROOT

import whisker

LOGS = ROOT / "examples" / "logs" / "lm_eval"


def samples_of(model, task, wanted="none"):
    (path,) = (LOGS / model).glob(f"samples_{task}_*.jsonl")
    return [sample for sample in map(json.loads, path.read_text().splitlines()) if sample["filter"] == wanted]


def test_lm_eval_compares_paired_documents_as_two_samples():
    """scripts/model_comparator.py: z = (a - b) / sqrt(se_a^2 + se_b^2), though both models answered the same documents:
    what makes a document hard for both cancels in the difference, and the error is half of what is printed."""
    a, b = ([sample["acc"] for sample in samples_of(model, "reading")] for model in ("model_a", "model_b"))
    printed = math.hypot(formulas.standard_error(a), formulas.standard_error(b))
    comparison = whisker.compare(b, a)
    right = formulas.standard_error([after - before for before, after in zip(a, b)])
    assert comparison.standard_error == pytest.approx(right, rel=1e-12)
    assert comparison.se_unpaired == pytest.approx(printed, rel=1e-12)
    assert printed / right == pytest.approx(2.1, abs=0.1)


def test_pairs_in_passages_are_no_independent_pairs():
    """The same difference by passage: p = .03 becomes p = .11."""
    a, b = ([sample["acc"] for sample in samples_of(model, "reading")] for model in ("model_a", "model_b"))
    passages = [sample["doc"]["passage_id"] for sample in samples_of("model_a", "reading")]
    plain, clustered = whisker.compare(b, a), whisker.compare(b, a, cluster=passages)
    assert plain.p == pytest.approx(0.035, abs=0.006) and clustered.p == pytest.approx(0.11, abs=0.005)
    right = formulas.clustered_standard_error([after - before for before, after in zip(a, b)], passages)
    assert clustered.standard_error == pytest.approx(right, rel=1e-12)


def test_lighteval_divides_the_bootstrap_by_the_square_root_of_its_rounds():
    """metrics/utils/stderr.py: bootstrap_stderr returns mean_stderr(res), the error of the mean of B bootstrap means.
    The spread of these means is the standard error already: for B = 1000 it is printed 31.6 times too small."""
    scores = [sample["acc"] for sample in samples_of("model_b", "reading")]
    generator, rounds = random.Random(1), 1000
    means = [formulas.mean(generator.choices(scores, k=len(scores))) for _ in range(rounds)]
    printed = formulas.standard_error(means)
    right = whisker.mean(scores).standard_error
    assert right / printed == pytest.approx(math.sqrt(rounds), rel=0.08)
    assert math.sqrt(formulas.variance(means)) == pytest.approx(right, rel=0.08)


def test_lighteval_averages_standard_errors():
    """logging/info_loggers.py averages every key of the tasks, *_stderr included; of k independent tasks the error of
    the mean is sqrt(sum SE^2) / k, near sqrt(k) times smaller."""
    tasks = [[sample["acc"] for sample in samples_of("model_b", f"languages_{name}")] for name in ("de", "en", "es")]
    errors = [whisker.mean(scores).standard_error for scores in tasks]
    scores = [score for task in tasks for score in task]
    right = whisker.mean(scores, stratum=[number for number, task in enumerate(tasks) for _ in task]).standard_error
    assert right == pytest.approx(math.hypot(*errors) / 3, rel=1e-12)
    assert formulas.mean(errors) / right == pytest.approx(math.sqrt(3), rel=0.01)


def test_simple_evals_takes_repeats_for_rows():
    """common.py: examples * n_repeats, then the spread over all rows by the square root of their number. Five answers
    to one question are not five questions."""
    items = [sample["exact_match"] for sample in samples_of("model_b", "sums", "mean-of-5")]
    rows = [score for item in items for score in [1] * round(5 * item) + [0] * (5 - round(5 * item))]
    printed = formulas.standard_error(rows)
    right = whisker.mean(items).standard_error
    assert len(rows) == 300 and right == pytest.approx(formulas.standard_error(items), rel=1e-12)
    assert right / printed == pytest.approx(1.84, abs=0.02)
    assert right / printed < math.sqrt(5)
    labels = [number for number, _ in enumerate(items) for _ in range(5)]
    assert whisker.mean(rows, cluster=labels).standard_error == pytest.approx(right, rel=1e-12)
