-- The formats of other harnesses, on real logs: the numbers marked "check" in the notes on formats, which the harness or
-- a leaderboard published, are what the items give. lm-eval, Inspect and SWE-bench are in test_published_numbers.lua.

local check = require("check")
local whisker = require("whisker")

local data = (os.getenv("WHISKER_SHARED") or "../shared") .. "/data/"
local tests = check.tests()

local function results_of(path, config)
  check.needs(data .. path)
  config = config or {}
  config.data = config.data or data .. path
  config.pair = config.pair or "none"
  return assert(whisker.run(config))
end

local function score(results, task, metric, run)
  for _, entry in ipairs(results.scores) do
    if entry.task == task and entry.metric == metric and entry.run == run then return entry end
  end
  error(("no %s of %s for %s"):format(metric, task, run), 2)
end

--- Means (and standard errors of independent items) of one task and metric, by run.
local function agree(results, task, metric, expected, tolerance)
  for run, numbers in pairs(expected) do
    local found = score(results, task, metric, run)
    local mean, se, n = numbers[1], numbers[2], numbers.n
    check.near(found.estimate, mean, tolerance or 1e-12, run)
    if se then check.near(found.se_clt, se, tolerance or 1e-12, "standard error of " .. run) end
    if n then check.equal(found.n_items, n, "items of " .. run) end
  end
end

local function has_note(results, text)
  for _, note in ipairs(results.notes) do
    if note:find(text, 1, true) then return true end
  end
  return false
end

-- ---- alpaca_eval, battles, mt_bench -------------------------------------------------------------------------

function tests.alpaca_eval_gives_the_leaderboard()
  local results = results_of("alpaca_eval")
  agree(results, "AlpacaEval", "win", {
    ["FuseChat-Gemma-2-9B-Instruct"] = { 0.7049713534560247, 0.013426390784895992, n = 805 },
    ["claude-2"] = { 0.17188240356708075, 0.0117482825615589, n = 805 },
    ["gpt-3.5-turbo-1106"] = { 0.09177964561962733, 0.008904117511864436, n = 805 },
    ["vicuna-13b-v1.5"] = { 0.06722122014857143, 0.007674173990955542, n = 805 },
    ["gemma-7b-it"] = { 0.06937294379677018, 0.007869665731853178, n = 805 },
    ["alpaca-7b"] = { 0.02591450540223603, 0.004870855382635108, n = 805 },
    ["text_davinci_001"] = { 0.02764005231108344, 0.005177668876397509, n = 803 },
    ["gpt4_1106_preview"] = { 0.5, 0, n = 805 },
  }, 1e-8)
  check.equal(score(results, "AlpacaEval", "win", "claude-2").published, 0.17188240356708075)
end

function tests.battles_count_for_both_sides()
  local results = results_of("pairwise/arena_hard_battles")
  local rows = 0
  for _, entry in ipairs(results.scores) do rows = rows + entry.n_items end
  check.equal(rows, 2 * 2136)
  check.equal(score(results, "arena_hard_battles", "win", "gpt-4o").n_missing, 0)
end

function tests.arena_tables_have_all_their_battles()
  local results = results_of("pairwise/chatbot_arena_conversations")
  local battles, won = 0, 0
  for _, entry in ipairs(results.scores) do
    battles, won = battles + entry.n_items, won + entry.n_items * entry.estimate
  end
  check.equal(battles, 2 * 25938)
  check.near(won, 25938, 1e-9) -- each battle has one point to give
  check.equal(#results.scores, 20)
end

function tests.llmfao_has_workers_and_prompts_to_cluster_by()
  local results = results_of("pairwise/evalica", { tasks = { "llmfao" }, cluster = { "worker" } })
  check.equal(#results.scores, 59)
  local gpt4 = score(results, "llmfao", "win", "GPT 4")
  check.near(gpt4.estimate, 0.7848101265822784, 1e-12)
  check.equal({ gpt4.n_items, gpt4.n_clusters }, { 158, 48 })
end

function tests.mt_bench_has_two_turns_a_question()
  local results = results_of("mt_bench/llama3-8b", { cluster = { "question_id" } })
  local entry = results.scores[1]
  check.equal({ entry.n_items, entry.n_clusters }, { 160, 80 })
end

function tests.mt_bench_pairs_need_both_orders_to_agree()
  local results = results_of("mt_bench/phi-3_pair")
  local one, other = results.scores[1], results.scores[2]
  check.near(one.estimate + other.estimate, 1, 1e-12)
  check.equal(one.n_items, other.n_items)
end

-- ---- code ---------------------------------------------------------------------------------------------------

function tests.evalplus_gives_pass_at_1()
  local results = results_of("evalplus")
  local base = {
    ["meta-llama--Meta-Llama-3-8B-Instruct_vllm_temp_0.0"] = { 0.640244 },
    ["mistralai--Mistral-7B-Instruct-v0.2_vllm_temp_0.0"] = { 0.451220 },
    ["meta-llama--Meta-Llama-3-8B_vllm_temp_0.0"] = { 0.274390 },
    ["custom_finetuned_models--llama3_instruct_dpo_vllm_temp_0.0"] = { 0.524390 },
    ["custom_finetuned_models--llama3_base_dpo_vllm_temp_0.0"] = { 0.390244 },
    ["custom_finetuned_models--mistral2_instruct_dpo_vllm_temp_0.0"] = { 0.359756 },
  }
  for _, numbers in pairs(base) do numbers.n = 164 end
  agree(results, "HumanEval", "base", base, 2e-6)
end

function tests.early_evalplus_reads_both_suites()
  local path = check.file('{"date": "x", "eval": {"HumanEval/0": {"nfiles": 2, "base": [["pass", []], ["fail", []]],\n' ..
    '"plus": [["fail", []], ["fail", []]]}, "HumanEval/1": {"nfiles": 1, "base": [["pass", []]], "plus": [["timeout", []]]}}}')
  os.rename(path, path .. "_eval_results.json")
  local results = assert(whisker.run({ data = path .. "_eval_results.json", pair = "none" }))
  os.remove(path .. "_eval_results.json")
  local by_metric = {}
  for _, entry in ipairs(results.scores) do by_metric[entry.metric] = entry end
  check.equal({ by_metric.base.estimate, by_metric.base.n_draws, by_metric.plus.estimate }, { 0.75, 3, 0 })
end

--- As EvalPlus 0.3 writes them: what it counted stands beside the samples.
function tests.evalplus_publishes_pass_at_1()
  local path = check.file('{"date": "x", "hash": "y", "eval": {"HumanEval/0": [{"task_id": "HumanEval/0", "solution": "", ' ..
    '"base_status": "pass", "plus_status": "fail"}], "HumanEval/1": [{"task_id": "HumanEval/1", "base_status": "pass", ' ..
    '"plus_status": "pass"}]}, "pass_at_k": {"base": {"pass@1": 0.75}, "plus": {"pass@1": 0.5}}}')
  os.rename(path, path .. "_eval_results.json")
  local results = assert(whisker.run({ data = path .. "_eval_results.json", pair = "none" }))
  os.remove(path .. "_eval_results.json")
  check.equal({ results.scores[1].published, results.scores[2].published }, { 0.75, 0.5 })
  check.equal(#results.notes, 1)
  check.holds(results.notes[1], "base of HumanEval: published is 0.75, the items give 1: the items hold 2 right of 2")
end

function tests.bigcode_has_three_attempts_a_task()
  local entry = results_of("bigcode").scores[1]
  check.equal({ entry.n_items, entry.n_draws }, { 164, 492 })
  check.near(entry.estimate, 275 / 492, 1e-12)
end

function tests.human_eval_counts_repeated_samples_as_draws()
  local entry = results_of("humaneval_results/gpt-3.5").scores[1]
  check.equal(entry.n_items, 164)
end

-- ---- language -----------------------------------------------------------------------------------------------

function tests.ifeval_repeats_are_draws_and_instructions_cluster_by_prompt()
  local results = results_of("ifeval/mat_d1_c1", { tasks = { "IFEval prompts (strict)" } })
  local entry = score(results, "IFEval prompts (strict)", "followed", "gpt4o")
  check.equal({ entry.n_items, entry.n_draws }, { 46, 230 })
  check.near(entry.estimate, (.8913043478260869 * 2 + .9130434782608695 * 3) / 5, 1e-12)
  entry = score(results, "IFEval prompts (strict)", "followed", "mistral")
  check.near(entry.estimate, (.847826 + .695652 + .782609 + .717391 + .695652) / 5, 1e-6)
  local instructions = results_of("ifeval", { tasks = { "IFEval instructions (strict)" } })
  entry = score(instructions, "IFEval instructions (strict)", "followed", "gpt4")
  check.equal({ entry.n_items, entry.n_clusters }, { 207, 146 }) -- those of mat_d1_c1 carry one instruction each
end

function tests.ifeval_prompts_carry_several_instructions()
  local path = check.file('{"follow_all_instructions": false, "follow_instruction_list": [true, false], "prompt": "p"}\n' ..
    '{"follow_all_instructions": true, "follow_instruction_list": [true], "prompt": "q"}\n')
  os.rename(path, path .. ".jsonl")
  local results = assert(whisker.run({ data = path .. ".jsonl", pair = "none", cluster = { "prompt" } }))
  os.remove(path .. ".jsonl")
  local prompts, instructions = results.scores[1], results.scores[2]
  check.equal({ prompts.task, prompts.estimate }, { "IFEval prompts (strict)", 0.5 })
  check.equal({ instructions.n_items, instructions.n_clusters }, { 3, 2 })
  check.near(instructions.estimate, 2 / 3, 1e-15)
end

function tests.simple_qa_takes_a_for_correct()
  local results = results_of("simple_qa")
  agree(results, "SimpleQA", "correct", { ["gpt-4o"] = { 110 / 250, n = 250 }, ["gpt-4o-agent_serp"] = { 176 / 250, n = 250 } })
end

function tests.wildbench_scores_are_texts_and_some_are_missing()
  local results = results_of("wildbench")
  check.equal(score(results, "WildBench", "score", "google/gemma-7b-it").n_items, 1024)
  check.equal(score(results, "WildBench", "score", "openai/gpt-3.5-turbo-0125").n_missing, 1)
end

function tests.livebench_tasks_come_from_the_rows()
  local entry = score(results_of("livebench"), "AMPS_Hard", "score", "zft-community-8b-bs4")
  check.equal(entry.n_items, 100)
end

function tests.grade_school_math_is_wide()
  agree(results_of("grade_school_math"), "GSM8K", "correct", {
    ["6b_finetuning"] = { 0.216831, 0.011351, n = 1319 }, ["6b_verification"] = { 0.390447, 0.013438, n = 1319 },
    ["175b_finetuning"] = { 0.347233, 0.013114, n = 1319 }, ["175b_verification"] = { 0.562547, 0.013664, n = 1319 },
  }, 1e-4)
end

-- ---- agents and safety --------------------------------------------------------------------------------------

function tests.bfcl_rebuilds_what_passed()
  local results = results_of("bfcl")
  for _, entry in ipairs(results.scores) do check.near(entry.estimate, entry.published, 1e-12, entry.task) end
  check.equal(#results.scores, 12)
end

function tests.jailbreakbench_agrees_with_its_rate()
  local results = results_of("jailbreakbench")
  agree(results, "JailbreakBench PAIR", "jailbroken", { ["gpt-4-0125-preview"] = { 0.34, n = 100 } })
  for _, entry in ipairs(results.scores) do check.near(entry.estimate, entry.published, 1e-12, entry.run) end
end

--- Runs as items, as METR counts them: the notes give the mean over runs, and its error by run, by task and by family.
function tests.metr_runs_by_run_task_and_family()
  local fields = { item = "run_id", run = "alias", score = "score_binarized", task_id = "task_id", family = "task_family" }
  local function by(cluster)
    return results_of("metr_runs", { data = { path = data .. "metr_runs/all_runs/all_runs.trimmed.jsonl", format = "jsonl",
      fields = fields }, cluster = cluster, estimate = { variance = cluster and "cr0" or nil } })
  end
  local function entry_of(results, run)
    for _, entry in ipairs(results.scores) do if entry.run == run then return entry end end
  end
  local gpt = entry_of(by(nil), "GPT-4o")
  check.near(gpt.estimate, 0.24406780, 1e-6)
  check.near(gpt.se_clt, 0.01444676, 1e-6)
  check.near(entry_of(by({ "task_id" }), "GPT-4o").se, 0.04167258, 1e-6)
  check.near(entry_of(by({ "family" }), "GPT-4o").se, 0.05855784, 1e-6)
  check.near(entry_of(by({ "task_id" }), "o1-preview").se, 0.04815254, 1e-6)
  check.near(entry_of(by({ "family" }), "o1-preview").se, 0.06903590, 1e-6)
end

function tests.helm_agrees_with_its_stats()
  local results = results_of("helm/safety_v4")
  agree(results, "bbq_subject=all test", "exact_match", {
    ["openai/gpt-4o-2024-05-13"] = { 0.95, 0.02190429, n = 100 },
    ["anthropic/claude-3-5-sonnet-20240620"] = { 0.93, 0.02564324, n = 100 },
    ["meta/llama-3-8b-chat"] = { 0.74, 0.0440844, n = 100 },
  }, 1e-6)
  agree(results, "xstest test", "xst_score", {
    ["openai/gpt-4o-2024-05-13"] = { 0.9625, 0.01481153, n = 100 }, ["meta/llama-3-8b-chat"] = { 0.9275, 0.02050345, n = 100 },
  }, 1e-6)
  local older = results_of("helm/every_eval_ever")
  agree(older, "mmlu-subject=philosophy test", "exact_match", { ["openai/gpt2"] = { 1 / 9, n = 9 } })
end

-- ---- answers without verdicts -------------------------------------------------------------------------------

function tests.evalchemy_answers_are_graded_to_the_letter()
  local results = results_of("evalchemy/GPQADiamond")
  local entry = score(results, "GPQADiamond", "correct", "ali-elganzory/Qwen3-1.7B-Base-SFT-Tulu3-decontaminated")
  check.equal({ entry.n_items, entry.n_draws }, { 198, 594 })
  check.near(entry.estimate, (61 + 56 + 62) / 3 / 198, 1e-12)
  check.near(entry.se, 0.020614, 1e-5)
  check.near(entry.published_se, 0.0076533, 1e-5)
  check.equal(has_note(results, "0.0077") or has_note(results, "0.00765"), true)
end

function tests.evalchemy_live_code_bench_has_verdicts()
  local results, totals = results_of("evalchemy/LiveCodeBench"), {}
  for _, entry in ipairs(results.scores) do totals[#totals + 1] = math.floor(entry.estimate * 511 + 0.5) end
  table.sort(totals)
  check.equal(totals, { 0, 42, 79, 116 })
  check.equal(has_note(results, "its examples have no ids; runs are paired by the order of their examples"), true)
end

function tests.openai_evals_of_an_aborted_run_says_that_nothing_was_scored()
  check.needs(data .. "openai_evals")
  local results, message, code = whisker.run({ data = data .. "openai_evals" })
  check.equal(results, nil)
  check.equal(code, "no data")
  check.holds(message, "none has a score")
end

--- As promptfoo 0.121 writes its results, shortened.
local promptfoo = [[{"evalId": "eval-x", "results": {"version": 3, "results": [
  {"id": "1", "testIdx": 0, "failureReason": 0, "score": 1, "success": true, "namedScores": {"has word": 1},
   "provider": {"id": "echo", "label": ""}, "prompt": {"label": "Say {{word}}"}, "vars": {"word": "apple", "topic": "fruit"},
   "testCase": {"vars": {"word": "apple"}, "metadata": {"kind": "plant"}}},
  {"id": "2", "testIdx": 1, "failureReason": 1, "score": 0, "success": false, "namedScores": {},
   "provider": {"id": "echo", "label": ""}, "prompt": {"label": "Say {{word}}"}, "vars": {"word": "apple", "topic": "fruit"},
   "testCase": {"vars": {"word": "apple"}, "metadata": {"kind": "plant"}}},
  {"id": "3", "testIdx": 2, "failureReason": 2, "score": 0, "success": false, "namedScores": {},
   "provider": {"id": "echo", "label": ""}, "prompt": {"label": "Say {{word}}"}, "vars": {"word": "pear", "topic": "fruit"},
   "testCase": {"description": "the pear", "vars": {"word": "pear"}, "metadata": {"kind": "plant"}}}]},
  "config": {"description": "echo"}}]]

function tests.promptfoo_repeats_are_draws_and_errors_have_no_score()
  local path = check.file(promptfoo)
  os.rename(path, path .. ".json")
  local results = assert(whisker.run({ data = path .. ".json", pair = "none", cluster = { "vars.topic" } }))
  os.remove(path .. ".json")
  local entry = score(results, "echo", "pass", "echo · Say {{word}}")
  check.equal({ entry.estimate, entry.n_items, entry.n_draws, entry.n_missing }, { 0.5, 1, 2, 1 })
  check.equal(score(results, "echo", "has word", "echo · Say {{word}}").estimate, 1)
end

function tests.openai_evals_matches_are_scores()
  local path = check.file('{"spec": {"completion_fns": ["gpt-x"], "eval_name": "test.v1"}}\n' ..
    '{"run_id": "r", "event_id": 0, "sample_id": "s.0", "type": "sampling", "data": {"prompt": "?"}}\n' ..
    '{"run_id": "r", "event_id": 1, "sample_id": "s.0", "type": "match", "data": {"correct": true, "picked": "a"}}\n' ..
    '{"run_id": "r", "event_id": 2, "sample_id": "s.1", "type": "match", "data": {"correct": false, "picked": "b"}}\n' ..
    '{"final_report": {"accuracy": 0.5}}\n')
  os.rename(path, path .. ".jsonl")
  local results = assert(whisker.run({ data = path .. ".jsonl", pair = "none" }))
  os.remove(path .. ".jsonl")
  local entry = score(results, "test.v1", "correct", "gpt-x")
  check.equal({ entry.estimate, entry.n_items }, { 0.5, 2 })
end

return tests
