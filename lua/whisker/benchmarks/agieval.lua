local card = require("whisker.benchmarks.card")

return card.new({
  name = "agieval",
  title = "AGIEval: exams for people (SAT, LSAT, Gaokao, ...)",
  tasks = { "^agieval" },
  item = "the row of an exam",
  strata = "exam",
  metric = "acc",
  range = { 0, 1 },
  cluster = function(item) -- "Passage: ... Q: ...": the reading parts set several questions on one passage
    local query = item.query or item["doc.query"] or (type(item.doc) == "table" and item.doc.query) or ""
    local passage = tostring(query):match("^(.-)%s*Q:%s")
    return passage and #passage > 0 and passage or item.id
  end,
  cluster_name = "passage",
  why = "LSAT and SAT reading set five to eight questions on one passage, and the logic games as many on one " ..
    "setting.",
  source = "Zhong et al. 2023, arXiv 2304.06364; lm-eval agieval tasks (doc.query begins with the passage)",
})
