// 40 questions about 8 passages, five to each.

const passages = ["bees", "canals", "glaciers", "ink", "kites", "lighthouses", "salt", "tides"];

export function questions() {
  return passages.flatMap((passage) => [1, 2, 3, 4, 5].map((number) => ({
    vars: { question: `Question ${number} about ${passage}` },
    metadata: { passage },
  })));
}
