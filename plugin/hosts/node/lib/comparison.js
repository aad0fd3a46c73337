// Two runs on the same items.

import { struct } from "./binding.js";
import { check } from "./errors.js";
import { defined, estimateOf } from "./estimate.js";
import { doubles, items, range, share } from "./items.js";
import { core } from "./library.js";
import { INTERVALS, PAIRINGS, VARIANCES, nameOf, notesOf, numberOf } from "./names.js";

/**
 * @typedef {object} Comparison
 * The difference A - B and how it was found. seUnpaired is the standard error if the two runs had been scored on separate
 * items, minimumDetectable the smallest true difference that this comparison finds with the power asked for; exactP and
 * midP are McNemar's, for 0/1 scores of independent items. What the data do not define is null.
 * @property {import("./estimate.js").Estimate} difference
 * @property {number} meanA
 * @property {number} meanB
 * @property {string} pairing "paired" or "unpaired"
 * @property {?number} correlation
 * @property {?number} covariance
 * @property {?number} seUnpaired
 * @property {?number} minimumDetectable
 * @property {?number} exactP
 * @property {?number} midP
 * @property {number} nAOnly
 * @property {number} nBOnly
 * @property {?number} onlyA
 * @property {?number} onlyB
 * @property {string[]} notes
 */

const counted = (number) => (number >= 0 ? number : null);

function comparisonOf(found) {
  return {
    difference: estimateOf(found.difference),
    meanA: found.mean_a, meanB: found.mean_b,
    pairing: nameOf(found.pairing, PAIRINGS),
    correlation: defined(found.correlation), covariance: defined(found.covariance),
    seUnpaired: defined(found.se_unpaired), minimumDetectable: defined(found.minimum_detectable),
    exactP: defined(found.exact_p), midP: defined(found.mid_p),
    nAOnly: found.n_a_only, nBOnly: found.n_b_only,
    onlyA: counted(found.only_a), onlyB: counted(found.only_b),
    notes: notesOf(found.notes),
  };
}

/**
 * Run A against run B: scores in one order of items, missing (null, NaN) where a run has none.
 * @param {ArrayLike<number|boolean|null>} a
 * @param {ArrayLike<number|boolean|null>} b
 * @param {object} [options] those of mean(), and:
 * @param {string} [options.pairing] "paired", "unpaired"; default: paired when at least half of all items are shared
 * @param {number} [options.power] of minimumDetectable, 0.8
 * @returns {Comparison}
 */
export function compare(a, b, options = {}) {
  const scoresA = doubles("a", a);
  const scoresB = doubles("b", b, scoresA.length);
  const chosen = struct("whisker_difference_options", {
    variance: numberOf("variance", options.variance, VARIANCES),
    interval: numberOf("interval", options.interval, INTERVALS),
    pairing: numberOf("pairing", options.pairing, PAIRINGS),
    level: share("level", options.level ?? 0.95),
    power: share("power", options.power ?? 0.8),
    ...range(options),
  });
  const out = struct("whisker_comparison");
  const described = items(scoresA.length, options);
  check((error) => core.whisker_difference(described, scoresA, scoresB, chosen, null, out, error));
  return comparisonOf(out);
}
