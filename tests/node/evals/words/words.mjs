// 15 words of five languages in twelve tests, one of which has four words in one variable.

const vocabulary = { latin: ["aqua", "ignis", "terra", "ventus"], greek: ["hydor", "pyr", "ge"], norse: ["vatn", "eldr"] };
const test = (language, word) => ({ vars: { word }, metadata: { origin: { language } } });

const apart = Object.entries(vocabulary).flatMap(([language, list]) => list.map((word) => test(language, word)));

const together = [
  test("old english", "water"), test("old english", "fyr"),
  test("sanskrit", ["ap", "agni", "prithvi", "vayu"]),
];

export const words = () => [...apart, ...together];
