// A scripted model: how well it answers hangs on the passage, the question and a little on chance, and is the same in
// every run. It gives no answer at all to one question.

import { createHash } from "node:crypto";

const chance = (...parts) => createHash("sha256").update(parts.join("|")).digest().readUInt32BE() / 2 ** 32;

export default class Scripted {
  constructor({ config }) {
    Object.assign(this, config);
  }

  id() {
    return `scripted:${this.name}`;
  }

  async callApi(prompt, { vars, repeatIndex }) {
    const [passage] = vars.question.split(" ").slice(-1);
    if (this.name === "large" && vars.question === "Question 3 about ink") return { error: "overloaded" };
    const quality = this.skill + (prompt.startsWith("Quote") ? this.quoting : 0)
      + 0.7 * (chance(passage) - 0.5) + 0.3 * (chance(vars.question, this.name) - 0.5)
      + 0.3 * (chance(prompt, this.name, repeatIndex) - 0.5);
    return { output: `${Math.round(4 * Math.min(Math.max(quality, 0), 1))} of 4 points` };
  }
}
