"""The bootstrap by what people use in Python."""

import random

from peers import load, measure, numpy, optional, version

version("numpy", numpy.__version__)
scipy = optional("scipy")
generator = numpy.random.default_rng(1)


def by_numpy(score, replicates):
    means = []
    for _ in range(replicates // 100):
        drawn = generator.integers(0, len(score), size=(100, len(score)), dtype=numpy.int32)
        means.append(score[drawn].mean(axis=1))
    return numpy.quantile(numpy.concatenate(means), 0.025)


def by_scipy(score, replicates, method):
    from scipy.stats import bootstrap

    found = bootstrap((score,), numpy.mean, n_resamples=replicates, method=method, batch=500)
    return found.confidence_interval.low


def by_lm_eval(scores, replicates):
    """The loop of lm_eval/api/metrics.py, bootstrap_stderr, one of its processes."""
    rng = random.Random(1)
    means = []
    for _ in range(replicates):
        means.append(numpy.mean(rng.choices(scores, k=len(scores))))
    return numpy.std(means)


def cluster_sums(score, code):
    sizes = numpy.bincount(code).astype(float)
    sums = numpy.stack([numpy.bincount(code, weights=row, minlength=len(sizes)) for row in score], axis=1)
    return numpy.ascontiguousarray(sums), sizes


def replicate_at_a_time(sums, sizes, replicates):
    """Counts of clusters times sums of clusters, as Whisker does for many at once."""
    n = len(sizes)
    means = numpy.empty((replicates, sums.shape[1]))
    for r in range(replicates):
        counts = numpy.bincount(generator.integers(0, n, n), minlength=n).astype(float)
        means[r] = (counts @ sums) / (counts @ sizes)
    return means


def all_differences(score, code, replicates):
    """The product, then limits and standard deviations of the differences, a run with those behind it at a time."""
    means = numpy.ascontiguousarray(replicate_at_a_time(*cluster_sums(score, code), replicates).T)
    for a in range(len(means) - 1):
        differences = means[a] - means[a + 1 :]
        limits = numpy.partition(differences, (249, 9750), axis=1)[:, [249, 9750]]
        differences.std(axis=1)
    return limits[0, 0]


fractions, binary = load("fractions.f64", "f8"), load("binary.f64", "f8")

what = "mean of fractions, 100,000 replicates"
measure(what, "numpy, 100 replicates at a time", lambda: by_numpy(fractions, 5000), 3, share=0.05, answer=False)
if scipy:
    measure(what, "scipy.stats.bootstrap", lambda: by_scipy(fractions, 2000, "percentile"), 1, share=0.02, answer=False)
listed = fractions.tolist()
measure(what, "lm-evaluation-harness, one process", lambda: by_lm_eval(listed, 200), 1, share=0.002, answer=False)

what = "BCa of fractions, 10,000 replicates"
if scipy:
    measure(what, "scipy.stats.bootstrap", lambda: by_scipy(fractions, 2000, "BCa"), 1, share=0.2, answer=False)

what = "mean of 0/1 scores, 100,000 replicates"
listed = binary.tolist()
measure(what, "lm-evaluation-harness, one process", lambda: by_lm_eval(listed, 200), 1, share=0.002, answer=False)
share = binary.mean()
measure(what, "numpy, binomial draws", lambda: generator.binomial(len(binary), share, 100000).std(), 5, answer=False)

code = load("runs.i32", "i4")
for name, kind in (("runs_binary", "0/1 scores"), ("runs_fractions", "fractions")):
    score = load(name + ".f64", "f8").reshape(100, -1)
    what = f"all differences, {kind}, 10,000 replicates of clusters"
    measure(what, "numpy, a replicate at a time", lambda: all_differences(score, code, 10000), 1, answer=False)
    sums, sizes = cluster_sums(score, code)
    measure(what, "numpy, a replicate at a time, the product alone",
            lambda: replicate_at_a_time(sums, sizes, 10000)[0, 0], 1, answer=False)
