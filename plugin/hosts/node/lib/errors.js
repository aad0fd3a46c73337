// Statuses of libwhisker as exceptions, chosen by blame.

import { struct } from "./binding.js";
import { core } from "./library.js";

/** The data do not allow what was asked: no scored item, scores that are not 0 or 1, a file that cannot be read. */
export class DataError extends Error {
  /**
   * @param {string} message one sentence for people
   * @param {string} code the status in words, such as "no data"
   */
  constructor(message, code) {
    super(message);
    this.name = "DataError";
    this.code = code;
  }
}

/** Call work(error) and throw what the status that it returns means; nothing for success. */
export function check(work) {
  const { size, ...error } = struct("whisker_error");
  const status = work(error);
  if (status === core.WHISKER_OK) return;
  const code = core.whisker_status_text(status);
  const message = (error.line ? `line ${error.line}: ` : "") + (error.text || code);
  const misuse = status === core.WHISKER_BAD_ARGUMENT || status === core.WHISKER_BAD_OPTION;
  throw misuse ? new RangeError(message) : new DataError(message, code);
}
