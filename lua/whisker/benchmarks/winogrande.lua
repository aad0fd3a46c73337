local card = require("whisker.benchmarks.card")

return card.new({
  name = "winogrande",
  title = "WinoGrande: whom does the blank mean, twin sentences",
  tasks = { "^winogrande" },
  item = "the row",
  metric = "acc",
  range = { 0, 1 },
  chance = 0.5,
  cluster = function(item) -- twins have the same two options
    local doc = type(item.doc) == "table" and item.doc or item
    local one, other = doc.option1, doc.option2
    if not one or not other then return item.id end
    if other < one then one, other = other, one end
    return one .. " / " .. other
  end,
  cluster_name = "twin pair",
  why = "Sentences were written as twins that differ in one word and have opposite answers.",
  source = "Sakaguchi et al. 2019, arXiv 1907.10641, section 3; the published files name twins by qID",
})
