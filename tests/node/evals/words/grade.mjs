// A graded score between 0 and 1.

export default function grade(output) {
  const score = ((output.length * 7) % 11) / 10;
  return { pass: score >= 0.3, score, reason: `${output.length} characters` };
}
