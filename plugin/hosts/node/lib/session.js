// A session: samples are pushed as they are scored, a Lua config decides clusters, pairs and reports.

import { struct } from "./binding.js";
import { check } from "./errors.js";
import { plugin } from "./library.js";

/** A system on a task, in a session. */
class Run {
  constructor(session, id) {
    this.session = session;
    this.id = id;
  }

  /**
   * One scored draw of an item. Pushed again, it is replaced.
   * @param {string} item its id within the task
   * @param {?number} score null: could not be scored; counted, never 0
   * @param {{draw?: string, metric?: string, keys?: Object<string, string>}} [rest] keys are fields that could be
   *   clusters, with their values
   */
  push(item, score, { draw = null, metric = null, keys = {} } = {}) {
    const names = Object.keys(keys);
    const sample = struct("whisker_sample", {
      item, draw, metric, score: score ?? NaN,
      n_keys: names.length, key_names: names, key_values: Object.values(keys),
    });
    this.session.call("push", this.id, sample);
  }
}

/** Samples pushed, a report taken: over libwhisker_plugin. Close it, or let the process end. */
export class Session {
  /**
   * @param {object} [options]
   * @param {?string} [options.config] path of a config file; without one: no keys, all pairs
   * @param {?string} [options.text] a config as text instead
   * @param {?string} [options.journal] path of a journal, instead of the config's
   * @param {string[]} [options.extensions] paths of shared objects with statistics of their own; they run with the rights
   *   of this process
   */
  constructor({ config = null, text = null, journal = null, extensions = [] } = {}) {
    this.native = plugin();
    const options = struct("whisker_session_options", {
      config_path: config, config_text: text, journal, extensions: [...extensions, null],
    });
    const handle = [null];
    check((error) => this.native.whisker_session_open(options, handle, error));
    [this.handle] = handle;
  }

  /** whisker_session_NAME of the open session. */
  call(name, ...given) {
    if (!this.handle) throw new Error("the session is closed");
    check((error) => this.native[`whisker_session_${name}`](this.handle, ...given, error));
  }

  /**
   * Begin, or resume, a run of a system on a task.
   * @param {string} task
   * @param {string} name
   * @param {?object} [metadata] what hooks and templates of the config see
   */
  begin(task, name, metadata = null) {
    const id = [0];
    this.call("begin", task, name, metadata && JSON.stringify(metadata), id);
    return new Run(this, id[0]);
  }

  /** Analyse, and write the files that the config's report names. @returns {?boolean} whether its gate passed, if any */
  finish() {
    const passed = [0];
    this.call("finish", passed);
    return passed[0] < 0 ? null : passed[0] === 1;
  }

  /**
   * The report as text.
   * @param {string} [format] "terminal", "markdown", "csv", "json"
   * @param {number} [columns] of a terminal
   */
  report(format = "terminal", columns = 80) {
    const text = [null];
    this.call("report", format, columns, text, [0]);
    return text[0];
  }

  /** What went wrong without stopping anything: errors of hooks, samples dropped or pushed again. */
  problems() {
    const count = this.native.whisker_session_problems(this.handle);
    return Array.from({ length: count }, (_, index) => {
      const problem = struct("whisker_problem");
      this.native.whisker_session_problem(this.handle, index, problem);
      return { text: problem.text, source: problem.source, line: problem.line || null, count: problem.count };
    });
  }

  /** Close without a report; what is in the journal stays there. */
  close() {
    if (this.handle) this.native.whisker_session_close(this.handle);
    this.handle = null;
  }
}
