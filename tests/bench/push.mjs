// push.mjs [SAMPLES]: what a push from Node costs, in time and in memory, as tests/bench/push.c has it for C: items all
// different, ten to a passage, which is their key. WHISKER_MODULES names the node_modules that hold whisker. Ends with
// status 1 when a sample takes 200 bytes.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { Session } = await import(pathToFileURL(join(process.env.WHISKER_MODULES, "whisker", "index.js")));

const samples = Number(process.argv[2] ?? 1000000);
const digits = (number, count) => String(number).padStart(count, "0");
const items = Array.from({ length: samples }, (_, number) => `question ${digits(number, 7)}`);
const keys = Array.from({ length: samples }, (_, number) => ({ passage_id: `passage ${digits(Math.floor(number / 10), 6)}` }));

// Outside of V8's heap, whose garbage is not the session's.
const resident = () => process.memoryUsage.rss() - process.memoryUsage().heapTotal;

const session = new Session({ text: "return { cluster = 'passage_id' }" });
const run = session.begin("task", "model");
const memory = resident(), began = process.cpuUsage();
for (let number = 0; number < samples; number += 1) {
  run.push(items[number], Number((number * 7919) % 13 < 6), { metric: "acc", keys: keys[number] });
}
const { user, system } = process.cpuUsage(began);
const nanoseconds = ((user + system) / samples) * 1e3, size = (resident() - memory) / samples;
const reporting = performance.now();
session.report("json");
const report = (performance.now() - reporting) / 1e3;
session.close();
const cell = (text, width) => String(text).padStart(width);
console.log(`${"Node".padEnd(16)} ${cell(samples, 8)} samples ${cell(nanoseconds.toFixed(0), 6)} ns a push `
  + `${cell(size.toFixed(0), 5)} bytes a sample ${cell(report.toFixed(3), 7)} s a report`);
process.exitCode = size >= 200 ? 1 : 0;
