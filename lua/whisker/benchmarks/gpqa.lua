local card = require("whisker.benchmarks.card")

return card.new({
  name = "gpqa",
  title = "GPQA: questions of graduate level that search does not answer",
  tasks = { "^gpqa" },
  item = "Record ID",
  strata = "High-level domain, Subdomain",
  metric = "acc",
  range = { 0, 1 },
  chance = 0.25,
  why = "Experts wrote questions one by one; some wrote many, but the writer is not in the files.",
  caveats = {
    "Diamond has 198 questions: its standard error is 3.5 points at 50%.",
  },
  source = "Rein et al. 2023, arXiv 2311.12022",
})
