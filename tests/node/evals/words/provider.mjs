// A scripted model: throws at one word, and at another says in one of three repeats that it failed. The environment may
// name a word that ends the process, and one that fails for now.

export default class Scripted {
  id() {
    return "scripted:model";
  }

  async callApi(prompt, { vars, repeatIndex }) {
    if (vars.word === process.env.WORDS_DIE) process.exit(3);
    if (vars.word === process.env.WORDS_FAIL) return { error: "not today" };
    if (vars.word === "pyr") throw new Error("no answer");
    if (vars.word === "terra" && repeatIndex === 1) return { error: "too slow" };
    return { output: `spell: ${[...vars.word].join("-").repeat(1 + ((repeatIndex + prompt.length) % 3))}` };
  }
}
