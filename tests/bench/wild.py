"""The wild cluster bootstrap as one writes it with numpy."""

from peers import cases, load, measure, numpy, version

version("numpy", numpy.__version__)

REPLICATES, BATCH = 100_000, 1_000


def prepared(scores, code):
    groups = int(code.max()) + 1
    sums, sizes = numpy.bincount(code, weights=scores, minlength=groups), numpy.bincount(code, minlength=groups)
    return sums, sizes, groups, len(scores)


def t_of(weighted, sizes, groups, n):
    means = weighted.sum(1) / n
    residuals = weighted - means[:, None] * sizes
    return means * n / numpy.sqrt((residuals * residuals).sum(1) * groups / (groups - 1))


def in_batches(scores, code, replicates=REPLICATES):
    """Signs as a matrix, a replicate a row."""
    random = numpy.random.default_rng(1)
    sums, sizes, groups, n = prepared(scores, code)
    seen, count = t_of(sums[None], sizes, groups, n)[0], 0
    for _ in range(0, replicates, BATCH):
        signs = random.integers(0, 2, (BATCH, groups), dtype=numpy.int8) * 2.0 - 1
        count += (numpy.abs(t_of(signs * sums, sizes, groups, n)) >= abs(seen)).sum()
    return seen


def one_by_one(scores, code, replicates):
    random = numpy.random.default_rng(1)
    sums, sizes, groups, n = prepared(scores, code)
    seen, count = t_of(sums[None], sizes, groups, n)[0], 0
    for _ in range(replicates):
        signs = random.choice((-1.0, 1.0), groups)
        count += abs(t_of((signs * sums)[None], sizes, groups, n)[0]) >= abs(seen)
    return seen


for what in cases(".f64"):
    scores, code = load(what + ".f64", "f8"), load(what + ".i32", "i4")
    share = 0.1 if "itself" in what else 1.0
    measure(what, "numpy, a thousand replicates at a time", lambda: in_batches(scores, code, int(REPLICATES * share)), 2,
            share=share)
    measure(what, "numpy, a replicate at a time", lambda: one_by_one(scores, code, 2_000), 2, share=2_000 / REPLICATES)
