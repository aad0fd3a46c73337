-- Every key of a config has an example, and every example does what it says on the example logs.

local check = require("check")
local config = require("whisker.config")
local reference = require("whisker.config.reference")
local whisker = require("whisker")

local tests = check.tests()

--- What an example speaks of that names no data of its own, as the manual says.
local standing = {
  { "data", '"examples/logs/lm_eval"' }, { "tasks", '"reading"' }, { "metrics", '"acc"' },
  { "runs", '{ select = { "model_a", "model_b" } }' },
}

local function value_of(source)
  local load_text = loadstring or load -- luacheck: ignore 113
  return assert(load_text(source, "=example"))()
end

--- A whole config around an example.
local function config_around(example, is_for_session)
  local given, parts = value_of("return {\n" .. example .. "\n}"), { "return {\n", example, ",\n" }
  for _, part in ipairs((is_for_session or given.data) and {} or standing) do
    if given[part[1]] == nil then parts[#parts + 1] = ("%s = %s,\n"):format(part[1], part[2]) end
  end
  return table.concat(parts) .. "}"
end

local function is_set(value, path)
  for name in path:gmatch("[^.]+") do
    if type(value) ~= "table" then return false end
    if value[name] == nil and type(value[1]) == "table" then value = value[1] end
    value = value[name]
  end
  return value ~= nil
end

function tests.every_key_has_a_sentence_and_an_example_that_sets_it()
  reference.each(function(key, path)
    assert(key.about:find("[.?]$"), path .. ": no sentence")
    assert(key.keys or key.takes, path .. ": takes nothing")
    if key.keys then return end
    assert(key.example, path .. ": no example")
    assert(is_set(value_of("return {\n" .. key.example .. "\n}"), path), path .. ": its example does not set it")
  end)
end

local function results_of(source, path)
  local checked, message = config.load(source, "example.lua")
  if not checked then error(path .. ": " .. message, 0) end
  local results
  results, message = whisker.run(checked)
  if not results then error(path .. ": " .. message, 0) end
  return results
end

function tests.every_example_over_logs_gives_a_report()
  reference.each(function(key, path)
    if key.keys or key.session then return end
    local results = results_of(config_around(key.example), path)
    assert(#results.scores > 0, path)
    local text = assert(whisker.text(results, "terminal"))
    assert(#text > 100, path)
  end)
end

--- What an example changes is there to be seen.
local function of(example) return results_of(config_around(example), example) end

local function example_of(path) return assert(reference.find(path), path).example end

local effects = {
  ["data.items"] = function(results) return results.scores[1].n_missing == 1 end, -- 0, 1 and 2 are there, 500 is not
  ["data.task"] = function(results) return results.scores[1].task == "passages" end,
  ["data.run"] = function(results) return results.comparisons[1].a == "new" and results.comparisons[1].b == "old" end,
  ["data.fields"] = function(results) return results.groups[1].n_clusters == 12 end,
  ["data.format"] = function(results) return results.inputs[1].format == "quiz" end,
  ["runs.rename"] = function(results) return results.comparisons[1].a == "B" end,
  ["runs.group"] = function(results) return #results.scores == 2 and results.scores[1].run == "model" end,
  cluster = function(results) return results.scores[1].n_clusters == 24 end,
  level = function(results) return results.scores[1].level == 0.9 end,
  adjust = function(results) return #results.rankings[1].runs == 3 end,
  stratum = function(results) return results.scores[1].method == "linearized" end,
  ["estimate.statistic"] = function(results) return results.scores[1].statistic == "pass@3" end,
  ["estimate.variance"] = function(results) return results.scores[1].method == "cr3" end,
  ["estimate.interval"] = function(results) return results.scores[1].resampling.method == "bootstrap" end,
  ["estimate.replicates"] = function(results) return results.scores[1].resampling.replicates == 2000 end,
  ["estimate.seed"] = function(results) return results.scores[1].resampling.seed == 7 end,
  ["compare.pairing"] = function(results) return results.comparisons[1].pairing == "unpaired" end,
  ["compare.test"] = function(results) return results.comparisons[1].testing.exact end,
  ["compare.equivalence"] = function(results) return results.comparisons[1].equivalence.verdict == "equivalent" end,
  ["compare.bayes"] = function(results) return results.comparisons[1].a_better > 0.9 end,
  groups = function(results) return results.aggregates[1].n_clusters == 40 end, -- 40 questions in three languages
  ["groups.tasks"] = function(results) return results.aggregates[1].n_tasks == 2 end,
  ["groups.metric"] = function(results) return results.aggregates[1].n_items == 177 end,
  ["gate.margin"] = function(results) return results.gate.passed end,
  ["gate.test"] = function(results) return results.gate.checks[1].verdict == "equivalent" end,
}

function tests.examples_have_the_effect_that_is_promised()
  for path, holds in pairs(effects) do
    assert(holds(of(example_of(path))), path)
  end
end

-- ---- sessions -----------------------------------------------------------------------------------------------

--- A session without its C side: the config of an example, with problems as a list.
local function session_with(example)
  local session, problems = assert(loadfile("plugin/session.lua"))(), {}
  local opened = assert(session.open(nil, config_around(example, true), "example.lua", {}, function(_, _, _, text)
    problems[#problems + 1] = text
  end))
  return opened, problems
end

local function sample(item, score)
  return { task = "reading", run = "model_a", item = item, draw = "1", metric = "acc", score = score, keys = {} }
end

function tests.examples_for_sessions_open_one()
  check.needs_lua54()
  reference.each(function(key, path)
    if key.keys or not key.session then return end
    local opened, problems = session_with(key.example)
    assert(opened.config[path:match("^[^.]+")], path)
    check.equal(problems, {}, path)
  end)
end

function tests.the_hooks_of_the_examples_do_what_they_say()
  check.needs_lua54()
  local opened, problems = session_with(example_of("on_sample"))
  local edited, names, values = opened:sample(sample("p01q17", 1))
  check.equal({ edited.score, names[1], values[1] }, { 1, "length", "long" })
  opened = session_with(example_of("on_finish"))
  local results = of(example_of("level"))
  local left = opened:finished({ results = results, document = require("whisker.report").document(results), rows = 234 })
  check.equal(left.document.title, "Nightly: 2 scores")
  opened = session_with(example_of("on_progress"))
  assert(opened:call("on_progress", { run = "model_a", n_items = 10, estimate = 0.5 }))
  check.equal(problems, {})
  opened, problems = session_with(example_of("on_progress"))
  opened:call("on_progress", { run = "model_a", n_items = 10, estimate = 0.1 })
  check.equal(problems, { "on_progress: no better than by chance" })
end

return tests
