// What a run is called: the provider, the prompt, or as in promptfoo's own table "[provider] prompt", by what there are
// several of.

import { oneLine } from "./rows.js";

const nameOfProvider = ({ id, label }) => label || (typeof id === "function" ? id() : id);
const several = (names) => new Set(names).size > 1;
const repeated = (names) => new Set(names).size < names.length;

/**
 * The prompts of a suite. promptfoo 0.121 resumes an eval with its columns for prompts: each prompt once for every
 * provider, and again a column for each of them, so that rows of one prompt and provider stand in several columns.
 */
function promptsOf({ providers, prompts }) {
  const distinct = [...new Map(prompts.map((prompt) => [`${prompt.label}\n${prompt.raw}`, prompt])).values()];
  const isResumed = providers.length > 1 && prompts.length === distinct.length * providers.length;
  return { prompts: isResumed ? distinct : prompts, isResumed };
}

/** How runs are called before any was scored, from promptfoo's suite. Null when labels alone do not tell them apart. */
export function namingOfSuite(suite) {
  const { prompts } = promptsOf(suite);
  const [byProvider, byPrompt] = [suite.providers.map(nameOfProvider), prompts.map((prompt) => oneLine(prompt.label))];
  if (repeated(byProvider) || repeated(byPrompt)) return null;
  return { providers: several(byProvider), prompts: several(byPrompt), numbered: false };
}

/** The same from the rows, when all are there. What a resumed eval has in several columns is one run. */
export function namingOfRows(rows, suite) {
  const named = suite && promptsOf(suite).isResumed ? namingOfSuite(suite) : null;
  if (named) return named;
  const columns = [...new Map(rows.map((row) => [row.promptIdx, row])).values()];
  const [byProvider, byPrompt] = [columns.map((row) => nameOfProvider(row.provider)), columns.map(promptOf)];
  const numbered = repeated(columns.map((row) => `${nameOfProvider(row.provider)}\n${promptOf(row)}`));
  return { providers: several(byProvider), prompts: several(byPrompt), numbered };
}

const promptOf = (row) => oneLine(row.prompt.label ?? row.prompt.raw);

/** The run of a row. */
export function runOf(row, naming) {
  const [provider, prompt] = [nameOfProvider(row.provider), promptOf(row)];
  const both = naming.providers && naming.prompts;
  const name = both ? `[${provider}] ${prompt}` : naming.prompts ? prompt : provider;
  return naming.numbered ? `${name} (column ${row.promptIdx + 1})` : name;
}
