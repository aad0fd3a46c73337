-- Real logs of real harnesses: what they publish about themselves is what their items give, and what they get wrong is
-- noticed. The numbers marked "check" in the notes on formats, and those that stand in the leaderboards.

local check = require("check")
local whisker = require("whisker")

local shared = os.getenv("WHISKER_SHARED") or "../shared"
local data = shared .. "/data/"

local function results_of(config)
  local folder = type(config.data) == "table" and config.data.path or config.data
  check.needs(folder)
  return assert(whisker.run(config))
end

local function score(results, task, run, metric)
  for _, entry in ipairs(results.scores) do
    if entry.task == task and entry.metric == metric and entry.run:find(run, 1, true) then return entry end
  end
  error(("no score of %s, %s, %s"):format(task, run, metric), 2)
end

local function has_note(results, text)
  for _, note in ipairs(results.notes) do
    if note:find(text, 1, true) then return true end
  end
  return false
end

local tight = 1e-12

local function lm_eval(folder)
  return results_of({ data = data .. "lm_eval/" .. folder, pair = "none" })
end

--- A list of { task, metric, published mean, published standard error }.
local function agree(results, run, list)
  for _, entry in ipairs(list) do
    local found = score(results, entry[1], run, entry[2])
    check.near(found.estimate, entry[3], tight, entry[1] .. " " .. entry[2])
    check.near(found.se_clt, entry[4], tight, "standard error of " .. entry[1] .. " " .. entry[2])
  end
end

local tests = check.tests()

function tests.lm_eval_samples_give_what_is_published()
  agree(lm_eval("asdiv_llama3-8b-instruct"), "(2024-08-21 03:41)", { { "asdiv", "acc", 0.92, 0.0387561713321444 } })
  agree(lm_eval("asdiv_llama3-8b-instruct"), "(2024-08-21 03:44)", { { "asdiv", "acc", 0.92, 0.0387561713321444 } })
  agree(lm_eval("bias_classification_llama3-8b"), "", {
    { "bias_classification", "acc", 0.5106732348111659, 0.020273057132342585 } })
  agree(lm_eval("truthfulqa_gen_gptneo"), "", {
    { "truthfulqa_gen", "bleu_acc", 0.5, 0.11470786693528086 },
    { "truthfulqa_gen", "bleu_max", 19.68360650111544, 3.923316491937742 } })
  local negotiation = { { "negotiationtom_belief", "acc", 0.45, 0.11413288653790232 },
    { "negotiationtom_desire", "acc", 0.6, 0.11239029738980327 },
    { "negotiationtom_intention", "exact_match", 0.2, 0.0917662935482247 } }
  agree(lm_eval("negotiationtom_qwen3-8b"), "16:04", negotiation)
  agree(lm_eval("negotiationtom_qwen3-8b"), "18:15", negotiation)
end

function tests.lm_eval_rows_of_several_filters_are_several_metrics()
  local results = lm_eval("gsm8k_phi-3-mini")
  agree(results, "2025-08-07", {
    { "gsm8k", "exact_match,strict-match", 0.1, 0.1 },
    { "gsm8k", "exact_match,flexible-extract", 0.8, 0.13333333333333333 } })
  check.equal(score(results, "gsm8k", "2025-08-07", "exact_match,strict-match").n_items, 10)
end

function tests.every_number_that_lm_eval_published_is_reproduced()
  local compared = 0
  for _, folder in ipairs({ "asdiv_llama3-8b-instruct", "bias_classification_llama3-8b", "gsm8k_phi-3-mini",
    "negotiationtom_qwen3-8b", "truthfulqa_gen_gptneo", "hendrycks_math_phi-3-mini", "eqbench_flor-760m",
    "wmdp_v0.4.0_list_format" }) do
    for _, entry in ipairs(lm_eval(folder).scores) do
      if entry.published then
        check.near(entry.estimate, entry.published, tight, folder .. " " .. entry.metric)
        if entry.published_se and entry.se then check.near(entry.se_clt, entry.published_se, tight, folder) end
        compared = compared + 1
      end
    end
  end
  assert(compared >= 30, "only " .. compared .. " published numbers were compared")
end

function tests.strong_clusters_in_negotiation_dialogues()
  local results = results_of({ data = data .. "lm_eval/negotiationtom_qwen3-8b", cluster = "dialogue_id", pair = "none" })
  check.equal(score(results, "negotiationtom_belief", "16:04", "acc").n_clusters, 4)
  check.equal(score(results, "negotiationtom_intention", "16:04", "exact_match").n_clusters, 11)
end

function tests.winogrande_of_v03_pairs_by_id()
  local results = results_of({ data = data .. "lm_eval/winogrande_v0.3_write_out" })
  check.near(score(results, "winogrande", "llama13", "acc").estimate, 0.76164167, 1e-8)
  check.near(score(results, "winogrande", "llama13", "acc").se_clt, 0.01197495, 1e-6)
  check.near(score(results, "winogrande", "llama", "acc").n_items, 1267, 0)
  local comparison = results.comparisons[1]
  check.equal(comparison.a, "llama13")
  check.near(comparison.difference, 0.0236780, 1e-5)
  check.near(comparison.se, 0.0114227, 1e-5)
end

function tests.infinite_scores_are_left_out_and_said()
  local results = lm_eval("polymer_tg_gpt-4o-mini")
  check.equal(results.scores[1].n_missing, 17)
  assert(has_note(results, "17 infinite scores left out"))
end

function tests.samples_cut_to_three_of_a_hundred_are_noticed()
  local results = lm_eval("pyfade_gemma3-12b")
  assert(has_note(results, "it is over 100 items, of which the log holds 3"))
end

function tests.list_valued_metrics_are_refused_and_counted()
  assert(has_note(lm_eval("bias_classification_llama3-8b"), "\"f1\" is a list, not a number (609 times)"))
  check.needs(data .. "lm_eval/masakhaner_luo_gemma-2b_0shot")
  local results, message, code = whisker.run({ data = data .. "lm_eval/masakhaner_luo_gemma-2b_0shot" })
  check.equal(results, nil)
  check.equal(code, "no data")
  assert(message:find("is a list", 1, true), message)
end

function tests.inspect_archives_pair_by_id()
  local results = results_of({ data = data .. "inspect/popularity_100x3models" })
  for run, numbers in pairs({ ["openai/gpt-5"] = { 0.52, 0.05021167315686782 },
    ["anthropic/claude-sonnet-4-20250514"] = { 0.57, 0.0497569851956243 },
    ["google/gemini-2.5-pro"] = { 0.66, 0.04760952285695234 } }) do
    check.near(score(results, "popularity", run, "match").estimate, numbers[1], tight)
    check.near(score(results, "popularity", run, "match").se_clt, numbers[2], tight)
  end
  check.equal(#results.comparisons, 3)
  for _, comparison in ipairs(results.comparisons) do
    check.equal(comparison.pairing, "paired")
    check.equal(comparison.n_items, 100)
    check.equal(comparison.n_dropped, 0)
  end
end

function tests.inspect_epochs_are_averaged_before_anything_else()
  local results = results_of({ data = data .. "inspect/popularity_10x5epochs" })
  local gpt = score(results, "popularity", "openai/gpt-5", "match")
  check.near(gpt.estimate, 0.60, tight)
  check.near(gpt.se, 0.16329931618554522, tight)
  check.equal(gpt.n_items, 10)
  check.equal(gpt.n_draws, 50)
  local claude = score(results, "popularity", "anthropic/claude-sonnet-4-20250514", "match")
  check.near(claude.estimate, 0.66, tight)
  check.near(claude.se, 0.14922019523732927, tight)
end

function tests.inspect_with_one_item_has_no_standard_error()
  local results = results_of({ data = data .. "inspect/test_eval_log/log_formats.json" })
  check.equal(results.scores[1].se, nil)
  assert(has_note(results, "a standard error of 0 is published where none can be known"))
end

function tests.inspect_zstd_archives_are_read()
  check.needs(data .. "inspect/zstd_retry_postfix")
  local log = assert(whisker.read({ data = data .. "inspect/zstd_retry_postfix" }))
  check.equal(log.table:rows(), 1)
  check.equal(log.parts[1].run ~= nil, true)
end

function tests.swe_bench_by_repository()
  local function claude(variance)
    local results = results_of({ data = data .. "swebench/leaderboards_2025-12-10", pair = "none",
      estimate = { variance = variance } })
    return score(results, "bash-only", "Claude 4.5 Opus", "resolved"), score(results, "bash-only", "GPT-5 (2025", "resolved")
  end
  local opus, gpt = claude("cr2")
  check.near(opus.estimate, 0.744, tight)
  check.near(opus.se_clt, 0.01953692, 1e-6)
  check.near(opus.se, 0.03431843, 1e-6)
  check.near(gpt.estimate, 0.650, tight)
  check.near(gpt.se_clt, 0.02135209, 1e-6)
  check.near(gpt.se, 0.03670472, 1e-6)
  opus, gpt = claude("cr0")
  check.near(opus.se, 0.02842489, 1e-6)
  check.near(gpt.se, 0.03020596, 1e-6)
  check.equal(opus.n_clusters, 12)
end

function tests.swe_bench_contradictions_are_noticed()
  local results = results_of({ data = data .. "swebench/leaderboards_2025-12-10", pair = "none" })
  assert(has_note(results, "Claude 3.7 Sonnet (20250219), resolved of bash-only: published is 0.528"))
  assert(has_note(results, "51 right of 500"))
  assert(has_note(results, "324 right of 499"))
end

function tests.swe_bench_pro_pairs_on_the_intersection()
  local results = results_of({ data = data .. "swebench/swe-bench-pro" })
  local sizes = {}
  for _, entry in ipairs(results.scores) do sizes[#sizes + 1] = entry.n_items end
  table.sort(sizes)
  check.equal(table.concat(sizes, " "), "619 728 729 729 730")
  for _, comparison in ipairs(results.comparisons) do
    check.equal(comparison.n_items + comparison.n_dropped <= 730, true)
    check.equal(comparison.pairing, "paired")
    assert(comparison.n_dropped > 0)
  end
end

function tests.swe_bench_ids_over_the_full_list()
  local results = results_of({ pair = "none", data = { path = data .. "swebench/experiments_results_sweagent",
    items = data .. "swebench/verified_ids/swebench_verified_instance_ids.txt" } })
  check.near(results.scores[1].estimate, 168 / 500, tight)
  check.equal(results.scores[1].n_items, 500)
end

function tests.swe_bench_harness_report_counts_the_missing_as_failed()
  local results = results_of({ data = data .. "swebench/multi-swe-bench_java", pair = "none" })
  local gpt = score(results, "SWE-bench", "gpt-4o", "resolved")
  check.equal(gpt.n_items, 91)
  check.near(gpt.estimate, 6 / 91, tight)
end

return tests
