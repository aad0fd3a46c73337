// Arrays in, estimates out.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { DataError, Session, compare, explain, mean, version } from "whisker";

import { close, clusteredMean } from "./formulas.mjs";

const scores = Array.from({ length: 40 }, (_, place) => ((place * 7) % 11) / 10);
const others = Array.from({ length: 40 }, (_, place) => ((place * 5) % 13) / 12);
const passages = Array.from({ length: 40 }, (_, place) => `p${Math.floor(place ** 1.5 / 20)}`);

test("a clustered mean", () => {
  const found = mean(scores, { cluster: passages });
  const expected = clusteredMean(scores, passages);
  close(found.value, expected.value);
  close(found.standardError, expected.standardError);
  assert.deepEqual([found.nItems, found.nClusters, found.variance], [40, expected.nClusters, "cr2"]);
});

test("a mean of typed arrays and booleans", () => {
  close(mean(Float64Array.from(scores)).standardError, mean(scores).standardError);
  assert.equal(mean([true, false, true, true]).value, 0.75);
});

test("what is missing is counted, and its label may be anything", () => {
  const found = mean([1, null, 0.5, NaN, 0.25, undefined], { cluster: ["a", {}, "a", 3, null, null] });
  assert.deepEqual([found.nItems, found.nMissing, found.nClusters], [3, 3, 2]);
});

test("what the data do not define is null, with a note", () => {
  const found = mean([0.5]);
  assert.deepEqual([found.standardError, found.lower, found.p], [null, null, null]);
  assert.deepEqual(found.notes, ["one_item"]);
  assert.match(explain("one_item"), /single scored item/);
});

test("a paired comparison", () => {
  const found = compare(scores, others, { cluster: passages });
  const expected = clusteredMean(scores.map((score, place) => score - others[place]), passages);
  close(found.difference.value, expected.value);
  close(found.difference.standardError, expected.standardError);
  assert.equal(found.pairing, "paired");
  assert.deepEqual([found.onlyA, found.exactP], [null, null]);
});

test("McNemar's exact test on single 0/1 items: 1 against 6 of 7 discordant", () => {
  const a = [1, 0, 0, 0, 0, 0, 0, 1, 1, 0], b = [0, 1, 1, 1, 1, 1, 1, 1, 1, 0];
  const found = compare(a, b);
  assert.deepEqual([found.onlyA, found.onlyB], [1, 6]);
  close(found.exactP, (2 * (1 + 7)) / 2 ** 7);
});

test("crossed keys, weights, strata, a range and a level", () => {
  const crossed = mean(scores, { cluster: { passage: passages, topic: scores.map((_, place) => place % 8) } });
  assert.equal(crossed.nClusters, 8);
  const weights = scores.map((_, place) => 1 + (place % 3));
  const total = weights.reduce((sum, weight) => sum + weight);
  close(mean(scores, { weight: weights }).value, scores.reduce((sum, score, place) => sum + score * weights[place], 0) / total);
  assert.equal(mean(scores, { stratum: passages.map((_, place) => place % 2) }).variance, "linearized");
  assert.equal(mean([0.9, 1, 0.95, 1], { low: 0, high: 1, interval: "t" }).upper, 1);
  const [wide, narrow] = [mean(scores, { level: 0.99 }), mean(scores, { level: 0.9 })];
  assert.ok(wide.upper > narrow.upper);
});

test("misuse and data are told apart", () => {
  assert.throws(() => mean([null, null]), (error) => error instanceof DataError && error.code === "no data");
  assert.throws(() => mean([0.5, 1], { interval: "wilson" }), DataError);
  assert.throws(() => mean([1, 2], { variance: "cr9" }), /no variance is called 'cr9'; there are: clt/);
  assert.throws(() => mean([1, 2], { cluster: ["a"] }), /cluster has 1 entries for 2 scores/);
  assert.throws(() => mean([1, 2], { cluster: "passage" }), TypeError);
  assert.throws(() => mean([1, "2"]), /scores\[1\] is a string/);
  assert.throws(() => mean([1, 2], { level: 95 }), /level must lie between 0 and 1/);
  assert.throws(() => compare([1, 2], [1]), RangeError);
});

test("a session: text of a config in, a report and problems out", () => {
  const hook = 'function(sample) if sample.item == "i0" then error("odd") end end';
  const session = new Session({ text: `return { cluster = "passage", on_sample = ${hook} }` });
  const run = session.begin("task", "model", { temperature: "0" });
  scores.forEach((score, place) => run.push(`i${place}`, score, { metric: "score", keys: { passage: passages[place] } }));
  assert.equal(session.finish(), null);
  const [found] = JSON.parse(session.report("json")).scores;
  close(found.se, clusteredMean(scores, passages).standardError);
  assert.match(session.problems()[0].text, /on_sample: .*odd/);
  session.close();
  session.close();
  assert.throws(() => session.begin("task", "model"), /closed/);
  assert.throws(() => new Session({ text: "return { clusters = 1 }" }), /line 1: .*clusters/);
});

test("a version", () => assert.match(version(), /^\d+\.\d+\.\d+$/));

test("an extension is the caller's choice", { skip: !process.env.WHISKER_TEST_EXTENSIONS }, () => {
  const acme = `${process.env.WHISKER_TEST_EXTENSIONS}/acme.so`;
  const session = new Session({ text: "return { estimate = { statistic = 'brier_skill' } }", extensions: [acme] });
  const run = session.begin("t", "r");
  [[1, 0.04], [1, 0.01], [0, 0.09], [1, 0.16]].forEach(([right, squaredError], item) => {
    run.push(String(item), right, { metric: "right" });
    run.push(String(item), squaredError, { metric: "squared_error" });
  });
  session.finish();
  const [score] = JSON.parse(session.report("json")).scores;
  close(score.estimate, 1 - 0.075 / (0.75 * 0.25));
  session.close();
  assert.throws(() => new Session({ extensions: ["no/such.so"] }), /no\/such\.so/);
});

test("the example of the README", async () => {
  const readme = await readFile(join(process.env.WHISKER_HEADERS, "plugin/hosts/node/README.md"), "utf8");
  const [, block] = readme.match(/^```js\n(.*?)^```$/ms);
  const given = { scores, passages, a: scores, b: others };
  const prelude = Object.entries(given).map(([name, list]) => `const ${name} = ${JSON.stringify(list)};\n`).join("");
  await writeFile("readme.mjs", `${prelude}${block}export { standardError, difference };\n`);
  const found = await import(pathToFileURL("readme.mjs"));
  close(found.standardError, clusteredMean(scores, passages).standardError);
  close(found.difference.value, mean(scores).value - mean(others).value);
});
