// Names of methods and notes, as configs and reports use them, and their numbers in C.

import { core } from "./library.js";

const LARGEST_NUMBER = 64;
const NOTE_BITS = 32;

/** All names that a C function knows, with their numbers. */
export function numbered(nameOf) {
  const numbers = Array.from({ length: LARGEST_NUMBER }, (_, number) => [nameOf(number), number]);
  return new Map(numbers.filter(([name]) => name !== null));
}

export const VARIANCES = numbered(core.whisker_variance_name);
export const INTERVALS = numbered(core.whisker_interval_name);
export const PAIRINGS = new Map([["paired", core.WHISKER_PAIRED], ["unpaired", core.WHISKER_UNPAIRED]]);

/** The number of a method's name; 0, the default, for none. */
export function numberOf(what, name, numbers) {
  if (name === undefined || name === null) return 0;
  if (numbers.has(name)) return numbers.get(name);
  throw new RangeError(`no ${what} is called '${name}'; there are: ${[...numbers.keys()].join(", ")}`);
}

/** The name of a method's number. */
export function nameOf(number, numbers) {
  for (const [name, known] of numbers) if (known === number) return name;
  return "default";
}

const notes = Array.from({ length: NOTE_BITS }, (_, place) => 2 ** place)
  .map((bit) => ({ bit, name: core.whisker_note_name(bit) }))
  .filter(({ name }) => name !== null);

/** Names of the notes whose bits are set, in order of their bits. */
export function notesOf(bits) {
  return notes.filter(({ bit }) => Math.floor(bits / bit) % 2 === 1).map(({ name }) => name);
}

/**
 * What a note means, in one sentence: explain("few_clusters").
 * @param {string} note
 * @returns {string}
 */
export function explain(note) {
  const found = notes.find(({ name }) => name === note);
  if (!found) throw new RangeError(`no note is called '${note}'`);
  return core.whisker_note_text(found.bit);
}

/** @returns {string} the release of libwhisker, such as "0.1.0" */
export const version = () => core.whisker_version();
