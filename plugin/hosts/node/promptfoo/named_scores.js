// What Whisker found, as named scores of promptfoo's columns: saved with the eval, and in what --output writes.

const WANTED = { mean: "estimate", standard_error: "se", lower: (score) => score.ci?.[0], upper: (score) => score.ci?.[1] };

/**
 * @param {object[]} prompts promptfoo's columns, changed in place
 * @param {Map<number, string>} names of the runs by column
 * @param {object} results the report as JSON holds them
 */
export function writeNamedScores(prompts, names, results) {
  prompts.forEach(({ metrics }, column) => {
    for (const score of results.scores.filter(({ run }) => metrics && run === names.get(column))) {
      for (const [name, where] of Object.entries(WANTED)) {
        const number = typeof where === "function" ? where(score) : score[where];
        if (Number.isFinite(number)) set(metrics, `whisker.${score.metric}.${name}`, number);
      }
    }
  });
}

/** promptfoo shows a named score divided by its weight. */
function set(metrics, name, number) {
  for (const [table, entry] of [["namedScores", number], ["namedScoresCount", 1], ["namedScoreWeights", 1]]) {
    (metrics[table] ??= {})[name] = entry;
  }
}
