local card = require("whisker.benchmarks.card")

return card.new({
  name = "bbq",
  title = "BBQ: biased answers to questions with too little said",
  tasks = { "^bbq" },
  item = "example_id",
  strata = "category, context_condition",
  metric = "acc",
  range = { 0, 1 },
  chance = 1 / 3,
  cluster = function(item) -- all fillings of one template
    local doc = type(item.doc) == "table" and item.doc or item
    local index, category = doc.question_index or item.question_index, doc.category or item.category
    return index and (category or "") .. " " .. index or item.id
  end,
  cluster_name = "template",
  why = "A template is filled with many groups, in ambiguous and clear contexts, asked both ways: 58,492 questions " ..
    "come from 325 templates.",
  source = "Parrish et al. 2022, arXiv 2110.08193 (fields question_index, category, context_condition)",
})
