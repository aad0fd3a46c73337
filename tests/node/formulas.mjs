// The estimates once more, straight from the formulas: Bell and McCaffrey's CR2 for a mean, whose adjustment of a cluster
// of n_g among n items is 1 / sqrt(1 - n_g / n).

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

export function clusteredMean(scores, clusters) {
  const n = scores.length, value = sum(scores) / n;
  const groups = new Map();
  scores.forEach((score, place) => {
    const group = groups.get(clusters[place]) ?? { n: 0, residuals: 0 };
    groups.set(clusters[place], { n: group.n + 1, residuals: group.residuals + score - value });
  });
  const variance = sum([...groups.values()].map((group) => group.residuals ** 2 / (1 - group.n / n))) / n ** 2;
  return { value, standardError: Math.sqrt(variance), n, nClusters: groups.size };
}

/** Item means over the draws that promptfoo scored, of rows { item, cluster, column, score, failed }. */
export function itemMeans(rows, column) {
  const scores = new Map();
  for (const row of rows.filter((one) => one.column === column && !one.failed)) {
    scores.set(row.item, [...(scores.get(row.item) ?? []), row.score]);
  }
  return new Map([...scores].map(([item, draws]) => [item, sum(draws) / draws.length]));
}

export function close(found, expected) {
  if (Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected))) return;
  throw new Error(`${found} is not ${expected}`);
}
