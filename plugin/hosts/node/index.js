/**
 * Whisker: honest error bars for LLM evaluations. Arrays in, estimates out.
 *
 *     import { mean } from "whisker";
 *     const { value, standardError } = mean([1, 0, 1, 1], { cluster: ["p1", "p1", "p2", "p3"] });
 *
 * What the data do not define is null, never 0. Misuse throws RangeError or TypeError, what the data do not allow throws
 * DataError. promptfoo.js is the extension for promptfoo.
 */

export { compare } from "./lib/comparison.js";
export { components, passAtK } from "./lib/draws.js";
export { DataError } from "./lib/errors.js";
export { mean } from "./lib/estimate.js";
export { explain, version } from "./lib/names.js";
export { plan } from "./lib/plan.js";
export { bootstrap, signFlip } from "./lib/resampling.js";
export { Session } from "./lib/session.js";
