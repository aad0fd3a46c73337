-- The remaining numbers that the notes on formats mark "check", and what the folders of a format hold. Where each of them
-- is tested:
--
--   lm_eval         asdiv, bias_classification, truthfulqa_gen, negotiationtom with its dialogues, gsm8k by filter, pyfade,
--                   winogrande: test_published_numbers.lua; hendrycks_math, of whose seven subtasks three are there: here
--   inspect         popularity of both sizes, one sample: test_published_numbers.lua; streaming, unscored: here
--   helm            bbq, xstest, mmlu: test_formats.lua
--   swebench        repositories, denominators, id lists, harness reports, Pro: test_published_numbers.lua; all rows: here
--   alpaca_eval     the leaderboard: test_formats.lua
--   battles         the sizes of the tables: test_formats.lua; winners: here
--   mt_bench        questions and turns: test_formats.lua; pairs in both orders: here
--   human_eval      EvalPlus, bigcode: test_formats.lua
--   ifeval          gpt4o, mistral: test_formats.lua; the others: here
--   bfcl            test_formats.lua, against the accuracy that each file gives
--   simple_qa       gpt-4o with and without search: test_formats.lua
--   jailbreakbench  the rate: test_formats.lua; the other count: here
--   grade_school    test_formats.lua
--   metr_runs       GPT-4o: test_formats.lua; o1-preview: here
--   evalchemy       one GPQA, LiveCodeBench: test_formats.lua; all GPQA, AMC: here
--   every folder    rows read and left out: test_data_folders.lua

local check = require("check")
local whisker = require("whisker")

local data = (os.getenv("WHISKER_SHARED") or "../shared") .. "/data/"
local tests = check.tests()

local function results_of(path, config)
  check.needs(data .. path)
  config = config or {}
  config.data, config.pair = config.data or data .. path, "none"
  return assert(whisker.run(config))
end

local function score(results, task, metric, run)
  for _, entry in ipairs(results.scores) do
    if entry.task == task and entry.metric == metric and entry.run:find(run, 1, true) then return entry end
  end
  error(("no %s of %s for %s"):format(metric, task, run), 2)
end

local function note_with(results, text)
  for _, note in ipairs(results.notes) do
    if note:find(text, 1, true) then return note end
  end
  error("no note says " .. text, 2)
end

function tests.hendrycks_math_subtasks_are_as_published()
  local results = results_of("lm_eval/hendrycks_math_phi-3-mini")
  local sizes = { hendrycks_math_geometry = 479, hendrycks_math_num_theory = 540, hendrycks_math_precalc = 546 }
  for task, n in pairs(sizes) do
    local entry = score(results, task, "exact_match", "")
    check.equal({ entry.estimate, entry.published, entry.n_items }, { 0, 0, n }, task)
  end
end

function tests.winogrande_of_the_smaller_model()
  local entry = score(results_of("lm_eval/winogrande_v0.3_write_out/llama_winogrande_write_out_info.json"), "winogrande",
    "acc", "")
  check.near(entry.estimate, 0.73796369, 1e-8)
  check.near(entry.se_clt, 0.01235894, 1e-6)
end

function tests.inspect_epochs_of_two_samples()
  local entry = results_of("inspect/test_eval_log/log_streaming.eval").scores[1]
  check.equal({ entry.n_items, entry.n_draws }, { 2, 4 })
  check.near(entry.estimate, 0.75, 1e-15)
  check.near(entry.se, 0.25, 1e-15)
  check.near(entry.published_se, 0.25, 1e-15)
end

function tests.inspect_logs_without_scores_leave_the_others()
  local results = results_of("inspect/scorer_logs")
  check.equal(#results.scores, 1)
  note_with(results, "no item has a score")
end

--- Fourteen rows of the leaderboard: percent resolved of 500, but for two that contradict themselves.
function tests.swe_bench_rows_give_their_percentages()
  local results, exceptions = results_of("swebench/leaderboards_2025-12-10"), 0
  check.equal(#results.scores, 14)
  for _, entry in ipairs(results.scores) do
    if math.abs(entry.estimate - entry.published) > 1e-9 then
      exceptions = exceptions + 1
      check.equal(entry.run:find("Claude 4 Sonnet", 1, true) ~= nil or entry.run:find("Claude 3.7 Sonnet", 1, true) ~= nil, true)
    end
  end
  check.equal(exceptions, 2)
  local log = assert(whisker.read({ data = data .. "swebench/leaderboards_2025-12-10" }))
  local repositories = {}
  for _, item in ipairs(log.table:distinct("item", 1, log.table:rows())) do
    local owner = item:match("^(.-)__")
    repositories[owner] = (repositories[owner] or 0) + 1
  end
  check.equal(repositories, { django = 231, sympy = 75, ["sphinx-doc"] = 44, matplotlib = 34, ["scikit-learn"] = 32, astropy = 22,
    pydata = 22, ["pytest-dev"] = 19, ["pylint-dev"] = 10, psf = 8, mwaskom = 2, pallets = 1 })
end

function tests.battles_have_the_winners_of_their_tables()
  local results, wins, n = results_of("pairwise/elobench_quora100"), 0, 0
  for _, entry in ipairs(results.scores) do wins, n = wins + entry.estimate * entry.n_items, n + entry.n_items end
  check.equal(n, 2 * (7948 - 72)) -- one invalid, 71 without a word
  check.near(wins, 7948 - 72, 1e-9)
  local arena = results_of("pairwise/arena_hard_battles", { cluster = { "question_id" } })
  check.equal({ #arena.scores, score(arena, "arena_hard_battles", "win", "haiku").n_clusters }, { 5, 120 })
end

--- Of 75 answers judged in both orders: two without a verdict; wins where both agree, all else is a tie.
function tests.mt_bench_pairs_by_the_official_rule()
  local results = results_of("mt_bench/phi-3_pair")
  check.equal(score(results, "MT-Bench pairs", "win", "phi-3-dpo").n_items, 73)
  check.near(score(results, "MT-Bench pairs", "win", "phi-3-dpo").estimate, 37.5 / 73, 1e-12)
end

function tests.ifeval_means_over_five_runs()
  local results = results_of("ifeval/mat_d1_c1", { tasks = { "IFEval prompts (strict)" } })
  local correct = { gpt4 = { 43, 1 }, gemma = { 36 + 35 + 37 + 36 + 37, 5 }, llama3 = { 35 + 36 + 36 + 37 + 38, 5 } }
  for run, counts in pairs(correct) do
    local entry = score(results, "IFEval prompts (strict)", "followed", run)
    if run ~= "gpt4" or entry.run == "gpt4" then check.near(entry.estimate, counts[1] / counts[2] / 46, 1e-12, run) end
  end
end

function tests.jailbreakbench_counts_by_two_judges()
  local results = results_of("jailbreakbench")
  check.holds(note_with(results, "gpt-4-0125-preview"),
    "attack_success_rate is 34 jailbreaks, total_number_of_jailbreaks says 50")
  local judge = results_of("jailbreakbench", { metrics = { "jailbroken_llama_guard1" } })
  check.near(score(judge, "JailbreakBench PAIR", "jailbroken_llama_guard1", "gpt-4").estimate, 0.50, 1e-12)
end

function tests.metr_runs_of_o1_preview()
  local fields = { item = "run_id", run = "alias", score = "score_binarized" }
  local results = results_of("metr_runs", { data = { path = data .. "metr_runs/all_runs/all_runs.trimmed.jsonl",
    format = "jsonl", fields = fields } })
  for _, entry in ipairs(results.scores) do
    if entry.run == "o1-preview" then
      check.near(entry.estimate, 0.53615520, 1e-7)
      check.near(entry.se_clt, 0.02096155, 1e-6)
    end
  end
  local items = 0
  for _, entry in ipairs(results.scores) do items = items + entry.n_items end
  check.equal({ #results.scores, items }, { 4, 3120 })
end

--- Answers equal to the letter give what Evalchemy counted as solved in each of three runs.
function tests.evalchemy_solves_as_many_as_it_says()
  local results = results_of("evalchemy/GPQADiamond")
  local solved = {}
  for _, entry in ipairs(results.scores) do
    solved[#solved + 1] = math.floor(entry.estimate * 198 * 3 + 0.5)
    check.near(entry.estimate, entry.published, 1e-12, entry.run)
  end
  table.sort(solved)
  check.equal(solved, { 49 + 49 + 51, 50 + 52 + 51, 52 + 62 + 48, 62 + 52 + 58, 61 + 56 + 62 })
end

--- The grader takes an answer that is not equal to the letter, for two of six models.
function tests.amc_answers_that_only_the_grader_takes()
  local results, more = results_of("evalchemy/AMC23"), 0
  for _, entry in ipairs(results.scores) do
    local difference = entry.published * 40 - entry.estimate * 40
    check.equal(math.abs(difference) < 1e-9 or math.abs(difference - 1) < 1e-9, true, entry.run)
    if difference > 0.5 then more = more + 1 end
  end
  check.equal(more, 2)
  check.holds(note_with(results, "published is 0.3, the items give 0.275"), "its own grader takes more answers")
  note_with(results, "it is how much 10 runs of the same items differ")
end

return tests
