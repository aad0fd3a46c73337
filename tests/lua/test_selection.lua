-- Which rows become which scores: files made to tempt a reader into dropping or mixing some.

local check = require("check")
local whisker = require("whisker")

local tests = check.tests()

local folder

local function write(name, text)
  local path = folder .. "/" .. name
  local made = path:match("^(.*)/")
  os.execute("mkdir -p '" .. made .. "'")
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  return path
end

local function in_folder(test)
  return function()
    folder = os.tmpname()
    os.remove(folder)
    os.execute("mkdir '" .. folder .. "'")
    local fine, problem = pcall(test)
    os.execute("rm -r '" .. folder .. "'")
    if not fine then error(problem, 0) end
  end
end

local function samples(model, lines, stamp)
  return write(("%s/samples_t_%s.jsonl"):format(model, stamp or "2026-01-01T00-00-00"), table.concat(lines, "\n") .. "\n")
end

local function line(id, acc, filter)
  return ('{"doc_id": %d, "doc": {"p": "%s"}, %s"acc": %s}'):format(id, id % 2, filter
    and ('"filter": "%s", '):format(filter) or "", acc)
end

local function lines(scores, filter)
  local list = {}
  for i, score in ipairs(scores) do list[i] = line(i, score, filter) end
  return list
end

local function has_note(results, text)
  for _, note in ipairs(results.notes) do
    if note:find(text, 1, true) then return true end
  end
  return false
end

tests.logs_with_and_without_a_filter_are_compared = in_folder(function()
  samples("old", lines({ 1, 0, 1, 1 }))
  samples("new", lines({ 1, 1, 1, 0 }, "none"))
  local results = assert(whisker.run({ data = folder }))
  check.equal(#results.scores, 2)
  check.equal(#results.comparisons, 1)
end)

tests.a_line_that_stands_twice_is_counted_and_the_last_one_wins = in_folder(function()
  local list = lines({ 1, 0, 1, 1 })
  list[#list + 1] = line(2, 1)
  samples("m", list)
  local results = assert(whisker.run({ data = folder }))
  check.equal(results.scores[1].estimate, 1)
  check.equal(results.scores[1].n_draws, 4)
  check.equal(has_note(results, "1 row replaced by a later row"), true)
end)

tests.items_counted_as_failed_are_named = in_folder(function()
  samples("a", lines({ 1, 1, 1, 1 }))
  samples("b", lines({ 1, 1 }))
  local results = assert(whisker.run({ data = folder, missing = "zero" }))
  check.equal(results.scores[2].estimate, 0.5)
  check.equal(results.scores[2].n_missing, 2)
  check.holds(whisker.text(results), "b has no score for 2 of 4 items; they count as failed.")
end)

tests.texts_that_are_no_scores_are_shown_with_their_file = in_folder(function()
  samples("a", lines({ 1, '"N/A"', '"TRUE"', 0 }))
  local results = assert(whisker.run({ data = folder }))
  check.equal(results.scores[1].n_items, 3)
  check.equal(has_note(results, "a text is no score: 'N/A'"), true)
end)

tests.weights_of_a_file = in_folder(function()
  write("w.csv", "item,score,w\n1,1,3\n2,0,1\n3,1,1\n4,0,1\n")
  local results = assert(whisker.run({ data = folder .. "/w.csv", weight = "w" }))
  check.near(results.scores[1].estimate, 4 / 6)
end)

tests.strata_of_a_file = in_folder(function()
  write("s.csv", "item,score,s\n1,1,x\n2,0,x\n3,1,y\n4,1,y\n")
  local score = assert(whisker.run({ data = folder .. "/s.csv", stratum = "s" })).scores[1]
  check.equal(score.method, "linearized")
  check.near(score.estimate, 3 / 4)
  check.near(score.se, math.sqrt(2 / (2 - 1) * (0.25 + 0.25)) / 4) -- only stratum x varies, 1/2 about its mean
  check.equal(score.df, 2)
end)

tests.a_folder_names_the_model = in_folder(function()
  samples("org__model", lines({ 1, 0 }))
  check.equal(assert(whisker.run({ data = folder })).scores[1].run, "org/model")
end)

tests.missing_scores_stop_a_report_that_must_not_have_any = in_folder(function()
  samples("a", lines({ 1, 1, 1, 1 }))
  samples("b", lines({ 1, 1 }))
  local results, message, code = whisker.run({ data = folder, missing = "error" })
  check.equal(results, nil)
  check.equal(code, "missing scores")
  check.holds(message, '2 scores are missing, the first of item "3" in run "b"')
end)

tests.two_runs_do_not_become_one_by_a_rename = in_folder(function()
  samples("a", lines({ 1, 0 }))
  samples("b", lines({ 1, 1 }))
  local results, message, code = whisker.run({ data = folder, runs = { rename = { a = "x", b = "x" } } })
  check.equal(results, nil)
  check.equal(code, "bad option")
  check.holds(message, "would both be called 'x'")
end)

tests.the_functions_of_a_config_may_fail = in_folder(function()
  samples("a", lines({ 1, 0 }))
  samples("b", lines({ 1, 1 }))
  local function fail() error("as it pleases", 0) end
  for _, config in ipairs({ { runs = { rename = fail } }, { runs = { select = fail } }, { runs = { group = fail } },
    { pair = fail }, { cluster = fail }, { cluster = function() return 0 / 0 end } }) do
    config.data = folder
    local results, message, code = whisker.run(config)
    check.equal(results, nil)
    check.equal(code, "bad option")
    check.equal(type(message), "string")
  end
end)

tests.several_draws_that_are_all_wrong_have_the_exact_bound = in_folder(function()
  local rows = { "item,draw,score" }
  for item = 1, 20 do
    for draw = 1, 3 do rows[#rows + 1] = ("%d,%d,0"):format(item, draw) end
  end
  write("zero.csv", table.concat(rows, "\n") .. "\n")
  local score = assert(whisker.run({ data = folder .. "/zero.csv" })).scores[1]
  check.equal(score.n_draws, 60)
  check.equal(score.interval, "exact_bound")
  check.near(score.ci[2], 1 - 0.05 ^ (1 / 20), 1e-9)
end)

tests.letters_of_a_judge_are_no_grades = in_folder(function()
  local parts = {}
  for i, letter in ipairs({ "A", "C", "B", "C", "D" }) do
    parts[i] = ('{"id": %d, "epoch": 1, "scores": {"judge": {"value": "%s"}, "match": {"value": "%s"}}}'):format(i, letter,
      i % 2 == 0 and "C" or "I")
  end
  write("log.json", '{"version": 2, "status": "success", "eval": {"task": "t", "model": "m"}, "samples": ['
    .. table.concat(parts, ",") .. "]}")
  local results = assert(whisker.run({ data = folder }))
  check.equal(#results.scores, 1)
  check.equal(results.scores[1].metric, "match")
  check.near(results.scores[1].estimate, 0.4)
  check.equal(has_note(results, "'judge' holds texts and no numbers"), true)
end)

tests.grades_beside_numbers = in_folder(function()
  local parts = {}
  for i = 1, 4 do
    parts[i] = ('{"id": %d, "epoch": 1, "scores": {"match": {"value": "C"}, "judge": {"value": %d}}}'):format(i, 2 * i)
  end
  write("log.json", '{"version": 2, "status": "success", "eval": {"task": "t", "model": "m"}, "samples": ['
    .. table.concat(parts, ",") .. "]}")
  local results = assert(whisker.run({ data = folder }))
  check.equal(#results.scores, 2)
end)

return tests
