"""Partial sums by label, as one writes them in Python."""

from peers import cases, load, measure, numpy, version

version("numpy", numpy.__version__)


def by_dict(scores, labels):
    sums = {}
    for score, label in zip(scores, labels):
        own = sums.get(label)
        if own is None:
            sums[label] = [1, score, score * score]
        else:
            own[0] += 1
            own[1] += score
            own[2] += score * score
    n = len(scores)
    mean = sum(own[1] for own in sums.values()) / n
    g = len(sums)
    return (sum((own[1] - own[0] * mean) ** 2 for own in sums.values()) * g / (g - 1)) ** 0.5 / n


for what in cases(".f64"):
    scores, labels = load(what + ".f64", "f8").tolist(), load(what + ".i64", "i8").tolist()
    measure(what, "plain Python, dict of sums", lambda: by_dict(scores, labels), 3)
