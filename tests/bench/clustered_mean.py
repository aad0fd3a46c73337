"""Clustered standard error of a mean (CR1) by what people use in Python."""

from peers import cases, load, measure, numpy, optional, version

version("numpy", numpy.__version__)
pandas = optional("pandas")
statsmodels = optional("statsmodels")


def by_numpy(score, code, n_clusters):
    sums = numpy.bincount(code, weights=score - score.mean(), minlength=n_clusters)
    return numpy.sqrt(sums @ sums * n_clusters / (n_clusters - 1)) / len(score)


def by_pandas(frame):
    sums = (frame.score - frame.score.mean()).groupby(frame.code).sum().to_numpy()
    return numpy.sqrt(sums @ sums * len(sums) / (len(sums) - 1)) / len(frame)


def by_statsmodels(score, ones, code):
    from statsmodels.api import OLS

    fit = OLS(score, ones).fit(cov_type="cluster", cov_kwds={"groups": code, "use_correction": True})
    n = len(score)
    return fit.bse[0] * numpy.sqrt((n - 1) / (n - 1))


def by_inspect(scores, codes):
    """The formula of Inspect AI's stderr(cluster=...), inspect_ai/scorer/_metrics/std.py: scores by cluster in a dict,
    numpy for each cluster."""
    groups = {}
    for score, code in zip(scores, codes):
        groups.setdefault(code, []).append(score)
    arrays = [numpy.array(group, dtype=float) for group in groups.values()]
    mean = float(numpy.mean(numpy.concatenate(arrays)))
    variance = sum(float(numpy.outer(array - mean, array - mean).sum()) for array in arrays)
    g = len(arrays)
    return numpy.sqrt(variance * g / (g - 1)) / len(scores)


def by_plain_python(scores, codes):
    mean = sum(scores) / len(scores)
    sums = {}
    for score, code in zip(scores, codes):
        sums[code] = sums.get(code, 0.0) + score - mean
    g = len(sums)
    return (sum(value * value for value in sums.values()) * g / (g - 1)) ** 0.5 / len(scores)


for what in cases(".f64"):
    score, code = load(what + ".f64", "f8"), load(what + ".i32", "i4")
    n_clusters = int(code.max()) + 1
    measure(what, "numpy bincount", lambda: by_numpy(score, code, n_clusters), 21)
    if pandas:
        frame = pandas.DataFrame({"score": score, "code": code})
        measure(what, "pandas groupby", lambda: by_pandas(frame))
    if not what.startswith("binary") or "sorted" in what:
        continue
    if statsmodels:
        ones = numpy.ones((len(score), 1))
        measure(what, "statsmodels OLS, cov_type=cluster", lambda: by_statsmodels(score, ones, code), 3)
    scores, codes = score.tolist(), code.tolist()
    measure(what, "plain Python, dict", lambda: by_plain_python(scores, codes), 3)
    measure(what, "Inspect AI's formula", lambda: by_inspect(scores, codes), 1)
