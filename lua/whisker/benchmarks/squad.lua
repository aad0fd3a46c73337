local card = require("whisker.benchmarks.card")

return card.new({
  name = "squad",
  title = "SQuAD: answers are spans of a paragraph of Wikipedia",
  tasks = { "^squad" },
  item = "id",
  metric = "f1",
  range = { 0, 1 },
  chance = 0,
  cluster_fields = { "title", "context" },
  cluster = "title",
  cluster_name = "article",
  why = "A paragraph carries about five questions and an article about forty paragraphs by the same annotators.",
  caveats = {
    "Version 2 holds questions without an answer; HasAns and NoAns are means over parts of the items.",
    "Inspect's squad keeps no field of the article: its clusters can only be told from the questions themselves.",
  },
  source = "Rajpurkar et al. 2018, arXiv 1806.03822 (fields title, context, id)",
})
