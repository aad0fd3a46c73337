/**
 * The promptfoo extension: error bars for prompts and providers, paired on the same tests.
 *
 *     extensions:
 *       - file://node_modules/whisker/promptfoo.js:whisker
 *
 * A test is an item, a provider and prompt a run, a repeat a draw. WHISKER_CONFIG names a Lua config, which decides
 * clusters (fields "metadata.*" and "vars.*"), pairs, gate and report files; without one all runs are compared and the
 * report is printed. A config that cannot be used stops the eval before its first call; later nothing of Whisker does.
 */

import { Session } from "./lib/session.js";
import { writeNamedScores } from "./promptfoo/named_scores.js";
import { namingOfRows, namingOfSuite } from "./promptfoo/naming.js";
import { Recorder } from "./promptfoo/recorder.js";
import { drawOf, itemOf } from "./promptfoo/rows.js";

// Rows come without the eval they belong to: while two evals run in one process, rows are pushed at the end of each.
let evalsUnderWay = 0;
let live = null;

const taskOf = (suite) => suite?.description || "promptfoo";

function open(task, naming) {
  return new Recorder(new Session({ config: process.env.WHISKER_CONFIG || null }), task, naming);
}

function close() {
  live?.session.close();
  live = null;
}

/** Say what went wrong and let the eval go on; its exit status says so too. */
function complain(error) {
  console.error(`whisker: ${error.message}`);
  process.exitCode = 1;
}

/** Opens the session, so that rows can be pushed as they are scored. */
export function beforeAll({ suite }) {
  evalsUnderWay += 1;
  close();
  const recorder = open(taskOf(suite), namingOfSuite(suite));
  if (evalsUnderWay === 1 && recorder.naming) live = recorder;
  else recorder.session.close();
}

/** Pushes a row, and writes into its metadata which item and draw it is. */
export function afterEach({ result }) {
  try {
    const whisker = live ? live.push(result) : { item: itemOf(result), draw: drawOf(result) };
    return { result: { metadata: { whisker } } };
  } catch (error) {
    return complain(error);
  }
}

const STRIPPING = ["PROMPTFOO_STRIP_TEST_VARS", "PROMPTFOO_STRIP_METADATA"];

/** Rows that were not seen when they were scored must still show which test they are of. */
function checkUnstripped(rows, recorder) {
  const unknown = rows.some((row) => !recorder.items.has(row.testIdx));
  const stripping = STRIPPING.filter((name) => /^(1|true|yes|on)$/i.test(process.env[name] ?? ""));
  if (unknown && stripping.length > 0) throw new Error(`${stripping.join(" and ")} hid which rows are of one test`);
}

function finish(recorder, { results, prompts }) {
  const { session } = recorder;
  checkUnstripped(results, recorder);
  recorder.pushAll(results);
  const passed = session.finish();
  console.log(`\n${session.report("terminal", process.stdout.columns || 80)}`);
  for (const { text, count } of session.problems()) {
    console.error(`whisker: ${text}${count > 1 ? ` (${count} times)` : ""}`);
  }
  if (passed === false) process.exitCode = 1;
  if (prompts) writeNamedScores(prompts, recorder.names, JSON.parse(session.report("json")));
}

/** Pushes what is new or has changed, writes and prints the report, and the named scores of the columns. */
export function afterAll(context) {
  const streamed = evalsUnderWay <= 1 ? live : null;
  evalsUnderWay = Math.max(evalsUnderWay - 1, 0);
  let recorder = streamed;
  try {
    recorder ??= open(taskOf(context.suite), namingOfRows(context.results, context.suite));
    finish(recorder, context);
  } catch (error) {
    complain(error);
  } finally {
    recorder?.session.close();
    if (streamed) live = null;
  }
}

const hooks = { beforeAll, afterEach, afterAll };

/** All hooks in one, as promptfoo calls a function with a name of its own. */
export function whisker(hookName, context) {
  return hooks[hookName]?.(context);
}
