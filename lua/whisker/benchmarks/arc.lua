local card = require("whisker.benchmarks.card")

return card.new({
  name = "arc",
  title = "ARC: grade-school science questions, Easy and Challenge",
  tasks = { "^arc_easy", "^arc_challenge", "^arc:", "^ai2_arc", "^arc_%l%l$" },
  not_tasks = { "^arc_mt" },
  item = "id",
  metric = "acc",
  range = { 0, 1 },
  chance = 0.25,
  why = "Questions come from many exams, one by one.",
  caveats = {
    "acc_norm divides log-likelihoods by the bytes of an option and is another metric than acc.",
  },
  source = "Clark et al. 2018, arXiv 1803.05457",
})
