"""Sign flips by what people use in Python."""

from peers import load, measure, numpy, optional, version

version("numpy", numpy.__version__)
scipy = optional("scipy")
generator = numpy.random.default_rng(1)

MANY, FEW, RUNS = 100_000, 10_000, 100


# ---- two runs ----------------------------------------------------------------------------------------------------


def packed(difference, replicates, batch=500):
    """Random bytes as signs, a matrix product a batch: sum of signed differences = 2 (bits @ d) - sum d."""
    n, seen, count = len(difference), abs(difference.sum()), 0
    for _ in range(replicates // batch):
        drawn = generator.integers(0, 256, size=(batch, n // 8), dtype=numpy.uint8)
        sums = 2 * (numpy.unpackbits(drawn, axis=1).astype(numpy.float32) @ difference.astype(numpy.float32))
        count += (numpy.abs(sums - difference.sum()) >= seen).sum()
    return difference.mean()


def chosen(difference, replicates, batch=500):
    seen, count = abs(difference.sum()), 0
    for _ in range(replicates // batch):
        signs = generator.choice((-1.0, 1.0), size=(batch, len(difference)))
        count += (numpy.abs(signs @ difference) >= seen).sum()
    return difference.mean()


def by_scipy(difference, replicates):
    from scipy.stats import permutation_test

    found = permutation_test((difference,), lambda x, axis: x.mean(axis=axis), permutation_type="samples", vectorized=True,
                             n_resamples=replicates, batch=100)
    return found.statistic


def convolved(difference, steps):
    """The exact law on a lattice, a unit at a time."""
    units = numpy.rint(numpy.abs(difference) * steps).astype(int)
    law = numpy.zeros(units.sum() + 1)
    law[0], top = 1.0, 0
    for unit in units[units > 0]:
        law[: top + unit + 1] = 0.5 * (law[: top + unit + 1] + numpy.concatenate((numpy.zeros(unit), law[: top + 1])))
        top += unit
    return difference.mean()


def two_runs(what, name, steps):
    difference = load(name + ".f64", "f8") - load("second_" + name + ".f64", "f8")
    measure(what, "numpy, packed bits and a product", lambda: packed(difference, MANY // 10), 3, share=0.1)
    measure(what, "numpy, choice of -1 and 1", lambda: chosen(difference, MANY // 100), 2, share=0.01)
    if scipy is not None:
        measure(what, "scipy permutation_test", lambda: by_scipy(difference, MANY // 100), 2, share=0.01)
    if steps:
        measure(what, "numpy, exact by convolution", lambda: convolved(difference, steps), 2)


# ---- all pairs ---------------------------------------------------------------------------------------------------


def t_of_signs(signs, sums, cross, square, sizes, lever, n, others):
    """|t| by CR2 of one run less the others, a replicate a row."""
    run, rest = others
    m = (sums[:, [run]] - sums[:, rest]) / n
    left = square - m * (2 * (cross[:, [run]] - cross[:, rest]) - m * (lever * sizes**2).sum())
    return numpy.abs(m * n) / numpy.sqrt(left)


def max_t(scores, code, replicates):
    """Joint flips of cluster sums and of jackknife residuals by products, then the pairs of a run at a time."""
    sizes = numpy.bincount(code).astype(float)
    n, lever = sizes.sum(), 1 / (1 - sizes / sizes.sum())
    sums = numpy.stack([numpy.bincount(code, weights=row) for row in scores])
    residuals = lever * (sums - sums.sum(1, keepdims=True) / n * sizes)
    signs = generator.integers(0, 2, size=(replicates, len(sizes))).astype(float) * 2 - 1
    products = [(columns, signs @ columns.T, signs @ (columns * (lever * sizes)).T) for columns in (sums, residuals)]
    largest, alone, observed = numpy.zeros((2, replicates)), [], []
    for a in range(len(sums) - 1):
        rest = slice(a + 1, None)
        for i, (columns, plain, cross) in enumerate(products):
            difference = columns[a] - columns[rest]
            square = (lever * difference**2).sum(1)
            t = t_of_signs(signs, plain, cross, square, sizes, lever, n, (a, rest))
            largest[i] = numpy.maximum(largest[i], t.max(1))
            if i == 0:
                seen = numpy.abs(t_observed(difference, sizes, lever))
                alone.append((t >= seen).mean(0))
                observed.append(seen)
    single = [(largest[0] >= t).mean() for t in numpy.concatenate(observed)]
    return t_observed((sums[0] - sums[1])[None], sizes, lever)[0], single, alone, numpy.quantile(largest[1], 0.95)


def t_observed(difference, sizes, lever):
    mean = difference.sum(1) / sizes.sum()
    left = difference - mean[:, None] * sizes
    return difference.sum(1) / numpy.sqrt((lever * left**2).sum(1))


def all_pairs(what, name):
    scores, code = load(name + ".f64", "f8").reshape(RUNS, -1), load("codes_" + name + ".f64", "i4")
    measure(what, "numpy", lambda: max_t(scores, code, FEW // 10)[0], 2, share=0.1)


two_runs("two runs, fractions", "fractions", 0)
two_runs("two runs, scores in quarters", "quarters", 4)
two_runs("two runs, 0/1", "binary", 1)
all_pairs("all pairs of 100 runs, 1,000 even clusters", "even")
all_pairs("all pairs of 100 runs, 1,000 uneven clusters", "uneven")
