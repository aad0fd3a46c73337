// Draws, components, resampling and plans, against the reference values and by hand.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { bootstrap, components, mean, passAtK, plan, signFlip } from "whisker";

import { close } from "./formulas.mjs";

const shared = process.env.WHISKER_SHARED;
const casesOf = (family) => JSON.parse(readFileSync(`${shared}/reference/${family}.json`, "utf8")).cases;
const withReference = { skip: shared ? false : "WHISKER_SHARED does not name the reference values" };

test("pass@k and pass^k of the reference", withReference, () => {
  const cases = casesOf("passk").filter(({ input }) => Object.keys(input).join() === "n,c,k");
  for (const { input: { n, c, k }, expected } of cases) {
    const draws = [Array.from({ length: n }, (_, place) => place < c)];
    if (typeof expected.pass_at_k === "number") close(passAtK(draws, k).value, expected.pass_at_k);
    if (typeof expected.pass_hat_k === "number") close(passAtK(draws, k, { kind: "pass_all" }).value, expected.pass_hat_k);
  }
  assert.ok(cases.length > 5);
});

test("pass@k is a mean over items, with clusters", () => {
  const draws = [[1, 0, 1], [0, 0, 0], [1, 1, null], [1, 0, 0]], cluster = ["a", "a", "b", "b"];
  const found = passAtK(draws, 2, { cluster }), expected = mean([1, 0, 1, 2 / 3], { cluster });
  close(found.value, expected.value);
  close(found.standardError, expected.standardError);
  assert.throws(() => passAtK([[0.5]], 1), /neither 0 nor 1/);
});

test("components of the reference", withReference, () => {
  for (const { input, expected } of casesOf("vardec")) {
    const found = components(input.y, input.question);
    const within = expected.mean_within_variance; // nothing is said of one draw an item
    if (within === undefined) assert.equal(found.within, null);
    else close(found.within, within);
    close(found.mean, expected.mean_of_question_means);
  }
});

test("components of answers that were judged", () => {
  const found = components([1, 2, 4, 5, 6, 9, 3, 1], [0, 0, 0, 0, 1, 1, 1, 1], { answer: [0, 0, 1, 1, 2, 2, 3, 3] });
  close(found.judge, (0.5 + 0.5 + 4.5 + 2) / 4);
  assert.equal(components([1, 0, 1, 1], ["a", "a", "b", "b"], { cluster: ["x", "x", "y", "y"] }).nClusters, 2);
});

test("sign flips of the reference", withReference, () => {
  for (const { input, expected } of casesOf("signflip")) {
    const found = signFlip(input.d, input.d.map(() => 0), { cluster: input.cluster });
    if (found.replicates === 0) close(found.p, expected.p_two_sided);
    assert.equal(found.nUnits, expected.n_units);
  }
});

test("the bootstrap: exact laws of the reference", withReference, () => {
  for (const { input, expected } of casesOf("boot_exact")) close(bootstrap(input.x).standardError, expected.se);
});

test("the bootstrap of a difference has its seed and turns round with the runs", () => {
  const a = Array.from({ length: 60 }, (_, i) => ((7 * i) % 11) / 10 + i / 1000);
  const b = Array.from({ length: 60 }, (_, i) => ((5 * i) % 13) / 12), cluster = a.map((_, i) => Math.floor(i / 3));
  const options = { cluster, replicates: 1999, seed: 3 };
  const found = bootstrap(a, { against: b, ...options });
  assert.deepEqual(bootstrap(a, { against: b, ...options, threads: 1 }), found);
  assert.equal(bootstrap(b, { against: a, ...options }).upper, -found.lower);
  assert.deepEqual([found.kind, found.nUnits, found.exact], ["studentized", 20, false]);
  assert.throws(() => bootstrap(a, { kind: "bcb" }), /no kind is called/);
});

test("Miller's plans: 969 items; 13.27 and 7.57 points", () => {
  assert.equal(Math.ceil(plan({ effect: 0.03 }).items), 969);
  assert.equal(plan({ items: 198, within: 1 / 6 }).effect.toFixed(4), "0.1327");
  assert.equal(plan({ items: 198, within: 1 / 6, draws: 10 }).effect.toFixed(4), "0.0757");
  assert.throws(() => plan({}), /needs items/);
});
