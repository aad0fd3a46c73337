// A graded score: points out of four.

export default function grade(output) {
  const score = Number.parseInt(output, 10) / 4;
  return { pass: score >= 0.5, score, reason: output };
}
