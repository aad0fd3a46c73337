// An estimate and what must be known to judge it.

import { struct } from "./binding.js";
import { check } from "./errors.js";
import { doubles, items, range, share } from "./items.js";
import { core } from "./library.js";
import { INTERVALS, VARIANCES, nameOf, notesOf, numberOf } from "./names.js";

/** NaN, which is what the data do not define, as null. */
export const defined = (number) => (Number.isNaN(number) ? null : number);

/**
 * @typedef {object} Estimate
 * What the data do not define is null. p tests the hypothesis that the value is 0; seClt is the standard error if items
 * were independent; notes are names that explain() puts into a sentence.
 * @property {number} value
 * @property {?number} standardError
 * @property {?number} lower
 * @property {?number} upper
 * @property {number} level
 * @property {?number} df
 * @property {?number} p
 * @property {?number} seClt
 * @property {?number} icc
 * @property {?number} designEffect
 * @property {?number} effectiveN
 * @property {?number} largestShare
 * @property {number} nItems
 * @property {number} nMissing
 * @property {number} nClusters
 * @property {string} variance
 * @property {string} interval
 * @property {string[]} notes
 */

const inCamel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** Fields of a struct in camel case; what is undefined is null, also in pairs. */
export function namedNumbers(numbers) {
  const plain = (value) => (typeof value === "number" ? defined(value) : Array.from(value, defined));
  const isNumber = ([, value]) => typeof value === "number" || Array.isArray(value) || ArrayBuffer.isView(value);
  return Object.fromEntries(
    Object.entries(numbers).filter(isNumber).map(([name, value]) => [inCamel(name), plain(value)]));
}

/** A whisker_estimate. @returns {Estimate} */
export function estimateOf({ size, notes, variance, interval, ...numbers }) {
  return {
    ...namedNumbers(numbers),
    variance: nameOf(variance, VARIANCES), interval: nameOf(interval, INTERVALS), notes: notesOf(notes),
  };
}

/**
 * The mean of item scores, with the standard error and interval that the clusters of the items call for.
 * @param {ArrayLike<number|boolean|null>} scores one an item; null and NaN are missing: left out and counted
 * @param {object} [options]
 * @param {Array|object} [options.cluster] labels, one an item; for crossed keys up to four such arrays, in an array or an
 *   object. A missing label makes the item a cluster of its own
 * @param {ArrayLike<number>} [options.weight]
 * @param {Array} [options.stratum] labels of strata fixed by design
 * @param {number} [options.population] items in a finite population
 * @param {number} [options.level] of confidence, 0.95
 * @param {string} [options.variance] "cr2" (default with clusters), "clt", "cr0", "cr1", "cr3", ...
 * @param {string} [options.interval] "t", "wilson", "clopper_pearson", ...; default: whichever fits the scores
 * @param {number} [options.low] end of the range of a score, which no interval leaves
 * @param {number} [options.high] the other end
 * @returns {Estimate}
 * @throws {DataError} when there is nothing to estimate from
 */
export function mean(scores, options = {}) {
  const array = doubles("scores", scores);
  const chosen = struct("whisker_mean_options", {
    variance: numberOf("variance", options.variance, VARIANCES),
    interval: numberOf("interval", options.interval, INTERVALS),
    level: share("level", options.level ?? 0.95),
    ...range(options),
  });
  const out = struct("whisker_estimate");
  check((error) => core.whisker_mean(items(array.length, options), array, chosen, null, out, error));
  return estimateOf(out);
}
