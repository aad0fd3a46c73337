-- Evalchemy: results with examples inside. Multiple choice and numeric tasks keep K answers an example and no verdicts:
-- an answer counts when it is the expected one to the letter. What it publishes as standard error is the spread between
-- its repeats only, not that of the questions.

local core = require("whisker.core")
local layout = require("whisker.formats.layout")

local function model(_, facts)
  return facts["model_name"] or facts["config.model_args.pretrained"]
    or (facts["config.model_args"] or ""):match("pretrained=([^,]+)")
end

local facts = { "model_name", "config.model_args", "config.model_args.pretrained", "results.*.accuracy_avg",
  "results.*.accuracy_std_err", "results.*.num_repeat" }

local function published(file, known, done)
  for key in require("whisker.order").pairs(known) do
    local task = key:match("^results%.(.+)%.accuracy_avg$")
    local value = task and core.number_parse(known[key])
    if value then
      return { { task = task, run = done.run, metric = "correct", value = value, source = file.path,
        cause = "its own grader takes more answers for right than those equal to the letter",
        se_of_runs = core.number_parse(known[("results.%s.num_repeat"):format(task)] or ""),
        se = core.number_parse(known[("results.%s.accuracy_std_err"):format(task)] or "") } }
    end
  end
end

local function answers(name, id, expected, head)
  return {
    name = name,
    extension = "json",
    head = { '"results"%s*:%s*{', '"examples"%s*:%s*%[', head },
    syntax = "json", rows = "results.*.examples.*.model_answers.*",
    fields = { item = "^.^." .. id, expected = "^.^." .. expected, answer = ".", draw = "@", task = "@2" },
    match = { correct = { "expected", "answer" } },
    ranges = { correct = { 0, 1 } },
    run = model, facts = facts, published = published,
  }
end

local code = {
  name = "LiveCodeBench",
  extension = "json",
  head = { '"results"%s*:%s*{', '"correctness"%s*:' },
  syntax = "json", rows = "results.*.examples.*",
  fields = { item = "@", task = "@1", difficulty = "difficulty", score = { correct = "correctness" } },
  run = model, facts = facts, published = published,
  finish = function(file, _, done)
    done.notes = { file.path .. ": its examples have no ids; runs are paired by the order of their examples" }
  end,
  single_draws = true,
}

--- MATH-500 as Evalchemy writes it: answers in LaTeX, how many of them its grader took for right, and not which.
local math500 = {
  name = "MATH500",
  extension = "json",
  head = { '"results"%s*:%s*{', '"examples"%s*:', '"unique_id"%s*:' },
  read = function(file)
    return nil, file.path .. ": MATH500 has answers without verdicts, and it takes a grader to say whether two texts of " ..
      "LaTeX are equal; grade `answer` against `model_answer` and name a CSV or JSON Lines file of item, run and score",
      "no data"
  end,
}

return layout.format({
  name = "evalchemy",
  title = "Evalchemy: results with the examples inside",
  layouts = {
    answers("AIME", "id", "expected_answer", '"id"%s*:.*"expected_answer"%s*:'),
    answers("GPQA", "Record ID", "answer", '"Record ID"%s*:'),
    answers("AMC", "id", "answer", '"examples"%s*:%s*%[%s*{%s*"id"%s*:%s*%d+%s*,%s*"answer"%s*:'),
    code,
    math500,
  },
})
