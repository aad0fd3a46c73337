// A row of promptfoo as draws of an item.
//
// promptfoo numbers its rows by testIdx, which counts on through tests, combinations of their variables and repeats, and
// says of no row which repeat it is. Rows of tests that are equal in all that can matter are therefore one item, and
// testIdx, equal for every prompt and provider, names the draw.

import { createHash } from "node:crypto";

const ERROR = 2; // failureReason: 0 none, 1 an assertion, 2 an error, for which promptfoo writes a score of 0
const LONGEST_KEY = 200;
const SHOWN = 40;
const DEEPEST = 4;

const digest = (text, length) => createHash("sha256").update(text).digest("hex").slice(0, length);

/** One line of at most so many characters. */
export function oneLine(text, length = SHOWN) {
  const line = String(text).replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

function shortened(text) {
  return text.length > LONGEST_KEY ? `${text.slice(0, SHOWN)}… [${digest(text, 16)}]` : text;
}

function flatten(prefix, thing, found, depth) {
  for (const [name, part] of Object.entries(thing ?? {})) {
    if (name.startsWith("_")) continue;
    if (part !== null && typeof part === "object" && !Array.isArray(part)) {
      if (depth < DEEPEST) flatten(`${prefix}${name}.`, part, found, depth + 1);
    } else if (["string", "number", "boolean"].includes(typeof part)) {
      found[prefix + name] = shortened(String(part));
    }
  }
  return found;
}

/** Fields of a test that could be clusters: "metadata.passage", "vars.topic". */
export function keysOf({ testCase }) {
  return flatten("vars.", testCase.vars, flatten("metadata.", testCase.metadata, {}, 1), 1);
}

/** The item of a row: what a person knows it by, and a digest of the test. */
export function itemOf({ testCase }) {
  const { description, vars, assert, metadata, threshold } = testCase;
  const shown = description ?? Object.values(vars ?? {})[0] ?? "test";
  const name = typeof shown === "object" ? JSON.stringify(shown) : shown;
  return `${oneLine(name)} #${digest(JSON.stringify([description, vars, assert, metadata, threshold]), 8)}`;
}

export const drawOf = (row) => String(row.testIdx);

export const isError = (row) => row.failureReason === ERROR;

/** Scores of a row by metric: "score", "pass" and its named scores; null for what an error left without one. */
export function scoresOf(row) {
  if (isError(row)) return { score: null, pass: null };
  const own = { score: row.score, pass: row.success ? 1 : 0 };
  const free = (name) => (name in own ? `${name} (named)` : name);
  const named = Object.entries(row.namedScores ?? {}).map(([name, score]) => [free(name), score]);
  return { ...own, ...Object.fromEntries(named) };
}
