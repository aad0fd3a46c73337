// What resampling says of a mean or a difference: the bootstrap, and flips of signs.

import { struct } from "./binding.js";
import { check } from "./errors.js";
import { namedNumbers } from "./estimate.js";
import { doubles, items, range, share } from "./items.js";
import { core } from "./library.js";
import { nameOf, notesOf, numberOf, numbered } from "./names.js";

const KINDS = numbered(core.whisker_bootstrap_kind_name);
const FLIPS = numbered(core.whisker_flips_name);

const drawing = ({ level = 0.95, replicates = 0, seed = 0, threads = 0 }) => ({
  level: share("level", level), replicates, seed, threads,
});

/**
 * The bootstrap of a mean, or with `against` of the difference from a second run on the same items.
 * @param {ArrayLike<number|boolean|null>} scores one an item
 * @param {object} [options] cluster, weight, low, high as of mean(), and:
 * @param {ArrayLike<number|boolean|null>} [options.against]
 * @param {number} [options.quantile] a share in (0, 1): of the scores, in place of the mean
 * @param {string} [options.kind] "studentized" (default), "bca", "percentile", "basic", "normal"
 * @param {number} [options.level] 0.95
 * @param {number} [options.replicates] 9999
 * @param {number} [options.seed] 0; the same one gives the same digits, on any number of threads
 * @returns {object} value, standardError, lower, upper, kind, exact, replicates, nItems, nUnits, notes, ...
 */
export function bootstrap(scores, options = {}) {
  const a = doubles("scores", scores);
  const chosen = struct("whisker_bootstrap_options", {
    kind: numberOf("kind", options.kind, KINDS), ...drawing(options), ...range(options),
  });
  const out = struct("whisker_bootstrap_estimate");
  const described = items(a.length, options);
  if (options.against) {
    if (options.quantile) throw new RangeError("a quantile is of one run: leave out against");
    const b = doubles("against", options.against, a.length);
    check((error) => core.whisker_bootstrap_difference(described, a, b, chosen, null, null, out, error));
  } else if (options.quantile !== undefined) {
    const q = share("quantile", options.quantile);
    check((error) => core.whisker_bootstrap_quantile(described, a, q, chosen, null, null, out, error));
  } else {
    check((error) => core.whisker_bootstrap(described, null, a, chosen, null, null, out, error));
  }
  const { size, notes, kind, exact, ...numbers } = out;
  return { ...namedNumbers(numbers), kind: nameOf(kind, KINDS), exact: exact === 1, notes: notesOf(notes) };
}

/**
 * Is A better than B? The signs of the clusters' differences flip as they would if the runs were alike.
 * @param {ArrayLike<number|boolean|null>} a
 * @param {ArrayLike<number|boolean|null>} b
 * @param {object} [options] cluster, weight, and:
 * @param {string} [options.method] "enumeration", "lattice", "monte_carlo"; default: the first that can be had
 * @param {number} [options.replicates] of Monte Carlo, 99999
 * @param {number} [options.seed] 0
 * @returns {object} value, p, pGreater, pLess, smallestP, method, replicates (0: exact), nUnits, nItems, notes
 */
export function signFlip(a, b, options = {}) {
  const scoresA = doubles("a", a);
  const scoresB = doubles("b", b, scoresA.length);
  const chosen = struct("whisker_sign_flip_options", {
    method: numberOf("method", options.method, FLIPS), ...drawing(options),
  });
  const out = struct("whisker_sign_flip");
  const described = items(scoresA.length, options);
  check((error) => core.whisker_sign_flip_test(described, scoresA, scoresB, chosen, null, out, error));
  const { size, notes, method, reserved, ...numbers } = out;
  return { ...namedNumbers(numbers), method: nameOf(method, FLIPS), notes: notesOf(notes) };
}
