// Rows of one eval into one session.

import { runOf } from "./naming.js";
import { drawOf, isError, itemOf, keysOf, scoresOf } from "./rows.js";

/**
 * Pushes rows. A row seen before is pushed again only where its score has changed, as comparing assertions do; an error
 * takes no score away, since promptfoo shows the errors that --retry-errors has mended beside their new rows.
 */
export class Recorder {
  constructor(session, task, naming) {
    this.session = session;
    this.task = task;
    this.naming = naming;
    this.runs = new Map();
    this.items = new Map();
    this.pushed = new Map();
    this.names = new Map();
  }

  /** The item of a row, remembered by testIdx: at the end promptfoo may have stripped what it is known by. */
  itemOf(row) {
    if (!this.items.has(row.testIdx)) this.items.set(row.testIdx, itemOf(row));
    return this.items.get(row.testIdx);
  }

  runOf(row) {
    const name = runOf(row, this.naming);
    this.names.set(row.promptIdx, name);
    if (!this.runs.has(name)) {
      const metadata = { provider: row.provider.id, prompt: row.prompt.label ?? "", prompt_id: row.promptId ?? "" };
      this.runs.set(name, this.session.begin(this.task, name, metadata));
    }
    return this.runs.get(name);
  }

  /** All rows of an eval, errors last. */
  pushAll(rows) {
    for (const row of rows.filter((one) => !isError(one))) this.push(row);
    for (const row of rows.filter(isError)) this.push(row);
  }

  /** @returns {{item: string, draw: string}} what tells this row from others of its run */
  push(row) {
    const [run, item, draw, keys] = [this.runOf(row), this.itemOf(row), drawOf(row), keysOf(row)];
    for (const [metric, score] of Object.entries(scoresOf(row))) {
      const place = `${row.testIdx}:${metric}:${this.names.get(row.promptIdx)}`;
      if (this.pushed.has(place) && (score === null || this.pushed.get(place) === score)) continue;
      run.push(item, score, { draw, metric, keys });
      this.pushed.set(place, score);
    }
    return { item, draw };
  }
}
