// Scores, and what is known of the items apart from them, as libwhisker takes it.

import { struct } from "./binding.js";

const MOST_KEYS = 4;
const missing = (value) => value === null || value === undefined || Number.isNaN(value);
const isList = (thing) => Array.isArray(thing) || (ArrayBuffer.isView(thing) && !(thing instanceof DataView));

function listOf(what, things, n) {
  if (!isList(things)) throw new TypeError(`${what} must be an array`);
  if (n !== undefined && things.length !== n) {
    throw new RangeError(`${what} has ${things.length} entries for ${n} scores`);
  }
  return things;
}

/** Numbers or booleans as doubles; what is missing as NaN. */
export function doubles(what, numbers, n) {
  return Float64Array.from(listOf(what, numbers, n), (number, position) => {
    if (missing(number)) return NaN;
    if (typeof number === "number" || typeof number === "boolean") return Number(number);
    throw new TypeError(`${what}[${position}] is a ${typeof number}, not a number`);
  });
}

/** Dense codes of labels of any kind; items whose label is missing stand each by itself, or, as strata, together. */
function encode(what, labels, n, apart) {
  const numbers = new Map();
  return Int32Array.from(listOf(what, labels, n), (label) => {
    const name = missing(label) ? (apart ? Symbol("missing") : missing) : label;
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name);
  });
}

/** Dense codes of labels, an int32 each; what has no label stands by itself. */
export const codesOf = (what, labels, n) => encode(what, labels, n, true);

function keysOf(cluster) {
  if (missing(cluster)) return [];
  if (!isList(cluster) && typeof cluster !== "object") throw new TypeError("cluster must be labels, one an item");
  const nested = Array.isArray(cluster) && cluster.length > 0 && cluster.every(isList);
  const keys = nested ? cluster : isList(cluster) ? [cluster] : Object.values(cluster);
  if (keys.length >= 1 && keys.length <= MOST_KEYS) return keys;
  throw new RangeError(`cluster takes one to four keys, not ${keys.length}`);
}

/** whisker_items of n items. */
export function items(n, { cluster, weight, stratum, population = 0 }) {
  const keys = keysOf(cluster).map((labels) => encode("cluster", labels, n, true));
  const codes = new Int32Array(keys.length * n);
  keys.forEach((key, number) => codes.set(key, number * n));
  return struct("whisker_items", {
    n, n_keys: keys.length, population,
    cluster: keys.length > 0 ? codes : null,
    weight: missing(weight) ? null : doubles("weight", weight, n),
    stratum: missing(stratum) ? null : encode("stratum", stratum, n, false),
  });
}

/** The declared range of a score; an end that is not declared is infinite. */
export function range({ low, high }) {
  if (missing(low) && missing(high)) return { low: 0, high: 0 };
  const ends = { low: low ?? -Infinity, high: high ?? Infinity };
  if (ends.low < ends.high) return ends;
  throw new RangeError(`low must be below high, not ${ends.low} and ${ends.high}`);
}

/** A number that must lie between 0 and 1: in C 0 would mean the default. */
export function share(what, number) {
  if (number > 0 && number < 1) return number;
  throw new RangeError(`${what} must lie between 0 and 1, not ${number}`);
}
