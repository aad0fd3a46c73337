// What a run is called: the provider, the prompt, or as in promptfoo's own table "[provider] prompt", by what there are
// several of.

import { oneLine } from "./rows.js";

const nameOfProvider = ({ id, label }) => label || (typeof id === "function" ? id() : id);
const several = (names) => new Set(names).size > 1;
const repeated = (names) => new Set(names).size < names.length;

/** How runs are called before any was scored, from promptfoo's suite. Null when labels alone do not tell them apart. */
export function namingOfSuite({ providers, prompts }) {
  const [byProvider, byPrompt] = [providers.map(nameOfProvider), prompts.map((prompt) => oneLine(prompt.label))];
  if (repeated(byProvider) || repeated(byPrompt)) return null;
  return { providers: several(byProvider), prompts: several(byPrompt), numbered: false };
}

/** The same from the rows, when all are there. */
export function namingOfRows(rows) {
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
