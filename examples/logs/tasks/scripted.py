"""The scripted "models" that answer the example tasks.

Nothing here thinks: a model looks its question up in data/ and then answers
rightly or wrongly according to a score made by hashing names, so that every
run, in either harness, gives the same answers.  The score is a sum of

    how good the model is at the task
  - how hard the question is (its level)
  + a part shared by all questions of one passage (or one question_id in the
    three languages), the same for every model, and a small part of this kind
    that differs between models
  + a part of the question's own, again shared and not shared
  + a part of this draw alone, where a question is asked several times

and the answer is right when the score is above 0.  So scores within a passage
go together, the models go together, and repeated draws vary most for
questions of middling difficulty.
"""

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from statistics import NormalDist

DATA = Path(__file__).parent / "data"
# Chosen by trying seeds until the reading task showed what the example is for: a
# difference between the models of about 5 points that looks significant if the
# questions are taken as independent, and not if the passages are respected.
SEED = "2819"

# ability, then the sizes (standard deviations) of the random parts:
# group shared, group of the model, item shared, item of the model, draw
SIZES = {
    "reading": (0.95, 0.30, 0.85, 0.25, 0.0),
    "sums": (0.30, 0.10, 0.80, 0.35, 0.60),
    "languages": (0.80, 0.25, 0.50, 0.25, 0.0),
}
ABILITY = {
    "model_a": {"reading": 0.55, "sums": 0.35, "languages": 0.75},
    "model_b": {"reading": 0.80, "sums": 0.60, "languages": 0.95},
}
# Eight models for a leaderboard of sums.
ABILITY.update({f"model_{letter}": {"sums": ability} for letter, ability in zip(
    "cdefghij", (-1.2, -0.3, 0.0, 0.1, 0.4, 0.5, 0.9, 1.6))})
LEVEL = {"easy": -0.3, "medium": 0.0, "hard": 0.4,
         1: -0.5, 2: 0.0, 3: 0.5,
         "en": -0.25, "de": 0.05, "es": 0.2}


def unit(*key):
    """A number in (0, 1) fixed by the key."""
    text = "|".join(str(k) for k in (SEED,) + key)
    return (int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big") + 0.5) / 2**56


def normal(*key):
    return NormalDist().inv_cdf(unit(*key))


def load(name):
    with open(DATA / f"{name}.jsonl", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


@lru_cache
def items():
    """All questions, each with its task, its group and its level."""
    found = []
    for row in load("reading"):
        found.append(dict(row, task="reading", group=row["passage_id"], item=row["question_id"], hard=row["level"]))
    for row in load("sums"):
        found.append(dict(row, task="sums", group=row["kind"], item=row["question_id"], hard=row["steps"]))
    for lang in ("en", "de", "es"):
        for row in load(f"languages_{lang}"):
            found.append(dict(row, task="languages", group=row["question_id"],
                              item=row["question_id"] + lang, hard=lang))
    return found


@lru_cache(maxsize=4096)
def find(prompt):
    """The question that a prompt asks: the longest one that stands in it."""
    best = None
    for it in items():
        if it["question"] in prompt and it.get("passage", "") in prompt:
            if best is None or len(it["question"]) > len(best["question"]):
                best = it
    if best is None:
        raise KeyError(f"no known question in the prompt {prompt[:80]!r}")
    return best


def score(model, it, draw=1):
    task, group, item = it["task"], it["group"], it["item"]
    g, gm, i, im, d = SIZES[task]
    return (ABILITY[model][task] - LEVEL[it["hard"]]
            + g * normal("group", task, group) + gm * normal(model, "group", task, group)
            + i * normal("item", task, item) + im * normal(model, "item", task, item)
            + d * normal(model, "draw", task, item, draw))


def choose(model, it, draw=1):
    """Which option the model takes in a multiple choice question."""
    right = it["answer"]
    if score(model, it, draw) > 0:
        return right
    wrong = [k for k in range(len(it["choices"])) if k != right]
    return wrong[int(len(wrong) * unit(model, "wrong", it["task"], it["item"]))]


def log_probability(model, it, option):
    """A made-up log-probability for one option; the one taken has the highest."""
    taken = choose(model, it)
    top = -1.0 - unit(model, "lp", it["item"], taken) - 0.15 * len(it["choices"][taken])
    k = it["choices"].index(option)
    if k == taken:
        return top, True
    own = -2.5 - 4 * unit(model, "lp", it["item"], k) - 0.15 * len(option)
    return min(own, top - 0.2), False


def write_choice(model, it):
    """The text of an answer to a multiple choice question (for Inspect)."""
    k = choose(model, it)
    if k != it["answer"]:                       # some wrong answers are no answers
        u = unit(model, "silent", it["item"])
        if u < 0.08:
            return ""
        if u < 0.16:
            return "I cannot tell from the passage."
    return f"ANSWER: {'ABCD'[k]}"


def write_sum(model, it, draw):
    """The text of an answer to a sum; `draw` counts from 1."""
    right = it["answer"]
    if score(model, it, draw) > 0:
        return f"Working it out step by step, the answer is {right}"
    u = unit(model, "slip", it["item"], draw)
    if u < 0.1:
        return "I am not sure."
    slips = [right + 1, right - 1, right + 10, 2 * right, right + 2]
    return f"Working it out step by step, the answer is {slips[int(len(slips) * (u - 0.1) / 0.9)]}"


def number_in(text):
    found = re.findall(r"answer is (-?[0-9]+)", text)
    return found[0] if found else None
