// Items that were drawn more than once: what k draws achieve, and where the variance of a mean comes from.

import { struct } from "./binding.js";
import { check } from "./errors.js";
import { mean, namedNumbers } from "./estimate.js";
import { codesOf, doubles, items as describe, share } from "./items.js";
import { core } from "./library.js";
import { VARIANCES, notesOf, numberOf, numbered } from "./names.js";

const PASSES = numbered(core.whisker_pass_name);

function counted(draws) {
  const counts = new Int32Array(draws.length), passed = new Int32Array(draws.length);
  draws.forEach((own, item) => {
    const scored = doubles(`draws[${item}]`, own).filter((number) => !Number.isNaN(number));
    if (scored.some((number) => number !== 0 && number !== 1)) {
      throw new RangeError(`draws[${item}] holds a draw that is neither 0 nor 1: passes are counted`);
    }
    counts[item] = scored.length;
    passed[item] = scored.reduce((sum, number) => sum + number, 0);
  });
  return [counts, passed];
}

/**
 * The mean over items of what k of their draws achieve, from all draws of each (Chen et al. 2021).
 * @param {Array<ArrayLike<number|boolean|null>>} draws for each item its draws, 0/1
 * @param {number} k items with fewer draws are missing
 * @param {object} [options] those of mean(), and:
 * @param {string} [options.kind] "pass_at" (default), "pass_all", "g_pass" (with `share`), "mg_pass", "majority"
 * @param {number} [options.share] of k that must pass, for "g_pass"
 * @returns {import("./estimate.js").Estimate}
 */
export function passAtK(draws, k, { kind = "pass_at", share: needed = 0, ...options } = {}) {
  const [counts, passed] = counted(draws);
  const chosen = struct("whisker_pass_options", { kind: numberOf("kind", kind, PASSES), k, share: needed });
  const scores = new Float64Array(draws.length);
  check((error) => core.whisker_pass_scores(draws.length, counts, passed, chosen, scores, error));
  return mean(scores, options);
}

function clustersOfItems(cluster, itemCodes, nItems) {
  if (!cluster) return undefined;
  const codes = codesOf("cluster", cluster, itemCodes.length), first = new Map();
  itemCodes.forEach((item, place) => first.has(item) || first.set(item, codes[place]));
  return Array.from({ length: nItems }, (_, item) => first.get(item));
}

/**
 * Items, draws and the judge, from scores as they came: one a draw, in any order (Miller 2024, section 3).
 * @param {ArrayLike<number|boolean|null>} scores
 * @param {Array} items the item of each score
 * @param {object} [options] variance, level, replicates (0: intervals by the jackknife), seed, and:
 * @param {Array} [options.answer] scores of an item with the same label are judgements of one answer
 * @param {Array} [options.cluster] of each score; an item lies in the cluster of its first
 * @param {number} [options.target] share of the variance of the mean that draws may have left, 0.1
 * @returns {object} within, between, judge, answer, itemPart, drawPart, shareDraws, drawsSuggested, ..., null undefined
 */
export function components(scores, items, options = {}) {
  const score = doubles("scores", scores);
  const item = codesOf("items", items, score.length);
  const nItems = item.reduce((most, code) => Math.max(most, code + 1), 0);
  const answer = options.answer ? codesOf("answer", options.answer, score.length) : null;
  const draws = struct("whisker_draws", { n: score.length, score, item, answer });
  const chosen = struct("whisker_component_options", {
    variance: numberOf("variance", options.variance, VARIANCES), level: share("level", options.level ?? 0.95),
    share: share("target", options.target ?? 0.1), replicates: options.replicates ?? 0, seed: options.seed ?? 0,
  });
  const described = describe(nItems, { cluster: clustersOfItems(options.cluster, item, nItems) });
  const out = struct("whisker_components");
  check((error) => core.whisker_components_of_draws(described, draws, chosen, null, out, error));
  const { size, notes, ...numbers } = out;
  return { ...namedNumbers(numbers), notes: notesOf(notes) };
}
