"""All pairs of runs by what people use in Python."""

from peers import cases, load, measure, numpy, optional, version

version("numpy", numpy.__version__)
scipy = optional("scipy")
statsmodels = optional("statsmodels")
evalstats = optional("evalstats")

RUNS = 100
code = load("clusters.i32", "i4")
N_CLUSTERS = int(code.max()) + 1
CR1 = N_CLUSTERS / (N_CLUSTERS - 1)


def clustered_loop(scores):
    n = scores.shape[1]
    for a in range(RUNS):
        for b in range(a + 1, RUNS):
            difference = scores[a] - scores[b]
            sums = numpy.bincount(code, weights=difference - difference.mean(), minlength=N_CLUSTERS)
            error = numpy.sqrt(sums @ sums * CR1) / n
    return error


def clustered_gram(scores):
    centred = scores - scores.mean(1, keepdims=True)
    sums = numpy.stack([numpy.bincount(code, weights=row, minlength=N_CLUSTERS) for row in centred])
    gram = sums @ sums.T
    own = numpy.diag(gram)
    errors = numpy.sqrt(numpy.maximum(own[:, None] + own[None] - 2 * gram, 0) * CR1) / scores.shape[1]
    return errors[RUNS - 2, RUNS - 1]


def gaps_loop(scores):
    """30 runs of 100: each pair on the items that both have."""
    for a in range(RUNS - 30, RUNS):
        for b in range(a + 1, RUNS):
            difference = scores[a] - scores[b]
            kept = ~numpy.isnan(difference)
            difference = difference[kept]
            sums = numpy.bincount(code[kept], weights=difference - difference.mean(), minlength=N_CLUSTERS)
            g = len(numpy.unique(code[kept]))
            error = numpy.sqrt(sums @ sums * g / (g - 1)) / len(difference)
    return error


def plain_loop(scores):
    n = scores.shape[1]
    for a in range(RUNS):
        for b in range(a + 1, RUNS):
            error = (scores[a] - scores[b]).std(ddof=1) / numpy.sqrt(n)
    return error


def by_scipy(scores):
    from scipy.stats import ttest_rel

    for a in range(RUNS - 1):
        result = ttest_rel(scores[a][None, :], scores[a + 1 :], axis=1)
    return (scores[-2].mean() - scores[-1].mean()) / result.statistic[0]


def by_statsmodels(scores):
    """50 pairs of 4,950, the last of them the one that all must agree on."""
    from statsmodels.api import OLS

    ones = numpy.ones((scores.shape[1], 1))
    for _ in range(50):
        fit = OLS(scores[-2] - scores[-1], ones).fit(cov_type="cluster", cov_kwds={"groups": code})
    return fit.bse[0]


def by_evalstats(scores):
    from evalstats.core.paired import all_pairwise

    all_pairwise(scores[:20], [str(run) for run in range(20)], method="t_interval", correction="holm",
                 simultaneous_ci=False)
    return 0


for what in cases(".f64"):
    scores = load(what + ".f64", "f8").reshape(RUNS, -1)
    if "gaps" in what:
        measure(what, "numpy, pair by pair", lambda: gaps_loop(scores), 1, share=435 / 4950)
    elif "no clusters" in what:
        measure(what, "numpy, pair by pair", lambda: plain_loop(scores), 3)
        if scipy:
            measure(what, "scipy ttest_rel, a row at a time", lambda: by_scipy(scores), 3)
        if evalstats:
            measure(what, "evalstats all_pairwise, t intervals", lambda: by_evalstats(scores), 1, share=190 / 4950,
                    answer=False)
    else:
        measure(what, "numpy, pair by pair", lambda: clustered_loop(scores), 3)
        measure(what, "numpy, Gram matrix of cluster sums", lambda: clustered_gram(scores), 21)
        if statsmodels and what.startswith("binary"):
            measure(what, "statsmodels OLS, cov_type=cluster", lambda: by_statsmodels(scores), 1, share=50 / 4950)
