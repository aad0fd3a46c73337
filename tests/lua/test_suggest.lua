local check = require("check")
local suggest = require("whisker.suggest")

local keys = { "adjust", "cluster", "data", "missing", "pair", "title" }
local tests = check.tests()

function tests.a_misspelt_name_has_a_nearest()
  check.equal(suggest.nearest("clutser", keys), "cluster")
  check.equal(suggest.nearest("Pairs", keys), "pair")
  check.equal(suggest.nearest("titel", keys), "title")
end

function tests.a_name_that_is_nothing_like_any_has_none()
  check.equal(suggest.nearest("zzzzzz", keys), nil)
  check.equal(suggest.hint("zzzzzz", keys), "")
end

function tests.the_last_part_of_a_path_is_enough()
  check.equal(suggest.nearest("passage_id", { "doc.answer", "doc.passage_id" }), "doc.passage_id")
  check.equal(suggest.nearest("pasage_id", { "doc.answer", "doc.passage_id" }), "doc.passage_id")
end

return tests
