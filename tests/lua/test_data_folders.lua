-- A report on each folder of real logs: it ends well, as text and as a page, and says what was read. Rows were counted
-- apart from Whisker: lines, array entries, samples, answers, a side of each battle.

local check = require("check")
local inventory = require("whisker.report.inventory")
local whisker = require("whisker")

local data = (os.getenv("WHISKER_SHARED") or "../shared") .. "/data/"
local tests = check.tests()

--- By folder: formats with files, rows, rows without a score and why; files that no rows came from.
local expected = {
  alpaca_eval = { alpaca_eval = { 9, 7243, 0, "" }, companions = 1 },
  bfcl = { bfcl = { 12, 2700, 0, "" } },
  bigcode = { human_eval = { 1, 492, 0, "" }, companions = 1 },
  evalchemy = { evalchemy = { 15, 6 * 40 * 10 + 5 * 198 * 3 + 4 * 511, 0, "" }, refused = 5 },
  evalplus = { human_eval = { 6, 6 * 164, 0, "" } },
  grade_school_math = { grade_school_math = { 1, 4 * 1319, 0, "" } },
  helm = { helm = { 7, 12240, 1040, "1,040 statistics without a mean" }, companions = 26 },
  humaneval_results = { human_eval = { 2, 170, 0, "" } },
  ifeval = { ifeval = { 26, 1466 + 1771, 0, "" } },
  inspect = { inspect = { 25, 449, 13, "13 not scored" }, companions = 2 },
  jailbreakbench = { jailbreakbench = { 4, 400, 0, "" } },
  livebench = { livebench = { 10, 582, 0, "" } },
  lm_eval = { lm_eval = { 36, 5385, 202, "202 without a score" }, companions = 18 },
  metr_runs = { metr_runs = { 1, 3120, 0, "729 after an error, yet scored" } },
  mt_bench = { mt_bench = { 2, 160 + 2 * 75, 4, "4 whose judge failed" } },
  pairwise = { battles = { 6, 2 * (2136 + 25938 + 7948 + 8931 + 30 + 16), 2 * 72,
    "144 sides without a winner" }, companions = 4, unknown = 2 },
  simple_qa = { simple_qa = { 10, 2500, 0, "" } },
  swebench = { swebench = { 10, 12808, 0, "" }, refused = 1, unknown = 3 },
  wildbench = { wildbench = { 4, 150 + 1023 + 1024 + 1023, 0, "" } },
}

local function found_in(results)
  local found = {}
  for _, entry in ipairs(inventory.of(results)) do
    found[entry.format] = { entry.files, entry.rows, entry.left_out, inventory.reasons(entry) }
  end
  for kind, count in pairs(results.aside) do
    if count > 0 then found[kind] = count end
  end
  return found
end

for _, folder in ipairs(require("whisker.order").keys(expected)) do
  tests[folder .. "_has_a_report"] = function()
    check.needs(data .. folder)
    local results = assert(whisker.run({ data = data .. folder, pair = "none" }))
    check.equal(found_in(results), expected[folder])
    for _, writer in ipairs({ "terminal", "html" }) do check.holds(whisker.text(results, writer), "sha256") end
  end
end

function tests.a_run_that_was_broken_off_says_so()
  check.needs(data .. "openai_evals")
  local results, message, code = whisker.run({ data = data .. "openai_evals" })
  check.equal({ results, code }, { nil, "no data" })
  check.holds(message, "34 rows were read and none has a score")
  check.holds(message, "gpt-4-cot_semantic_role_recognition.jsonl: the run was broken off: its last line is no final_report; " ..
    "its events are sampling, metrics")
end

function tests.answers_without_verdicts_are_refused()
  check.needs(data .. "evalchemy")
  local results, message, code = whisker.run({ data = data .. "evalchemy/MATH500" })
  check.equal({ results, code }, { nil, "no data" })
  check.holds(message, "and 2 more: MATH500 has answers without verdicts")
end

return tests
