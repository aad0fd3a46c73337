// Planning a paired comparison: how many items, how small a difference, how much power, how many draws.

import { struct } from "./binding.js";
import { check } from "./errors.js";
import { namedNumbers } from "./estimate.js";
import { core } from "./library.js";

const UNKNOWNS = {
  items: core.WHISKER_SOLVE_ITEMS, effect: core.WHISKER_SOLVE_EFFECT, power: core.WHISKER_SOLVE_POWER,
  draws: core.WHISKER_SOLVE_DRAWS,
};

function sought({ items, effect, power }) {
  if (items === undefined && effect === undefined) throw new RangeError("a plan needs items, the effect, or both");
  if (items === undefined) return "items";
  if (effect === undefined) return "effect";
  if (power === undefined) return "power";
  throw new RangeError("items, effect and power are all given: leave one out to have it solved");
}

/**
 * Plan a paired comparison of two runs on the same items (Miller 2024, section 5). Give items and effect and get the power;
 * items alone and get the effect that is found with 80% power; effect alone and get the items.
 * @param {object} question
 * @param {number} [question.items] solved exactly: round up to use it
 * @param {number} [question.effect] difference to be found, score units
 * @param {number} [question.power] 0.8
 * @param {number} [question.alpha] two-sided, 0.05
 * @param {string} [question.solve] "items", "effect", "power", "draws", where it is not clear
 * @param {number} [question.variance] over items of the difference of true scores; 1/9 when nothing is known
 * @param {number} [question.within] variance of one draw of an item
 * @param {number} [question.draws] draws an item, 1
 * @param {number} [question.clusterSize] items in a cluster, 1
 * @param {number} [question.icc] correlation of the differences inside a cluster
 * @returns {object} items, effect, power, designEffect, clusters, ...
 */
export function plan(question) {
  const solve = question.solve ?? sought(question);
  if (!(solve in UNKNOWNS)) throw new RangeError(`solve must be one of ${Object.keys(UNKNOWNS).join(", ")}`);
  const { items = 0, effect = 0, power = 0, alpha = 0.05, variance = 1 / 9, within = 0, draws = 1 } = question;
  const asked = struct("whisker_plan", {
    unknown: UNKNOWNS[solve], items, effect, power, alpha, variance, within_a: within, within_b: within, draws_a: draws,
    draws_b: draws, cluster_size: question.clusterSize ?? 1, icc: question.icc ?? 0,
  });
  check((error) => core.whisker_solve_plan(asked, error));
  const { size, unknown, ...numbers } = asked;
  return { solve, ...namedNumbers(numbers) };
}
