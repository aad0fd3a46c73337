-- core.components, core.one_way, design:components: numbers by hand, real logs, misuse.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local shared = os.getenv("WHISKER_SHARED") or "../shared"

-- ---- by hand ------------------------------------------------------------------------------------------------------

-- Items a: 1, 0 (mean 1/2, variance 1/2), b: 1, 1, c: 0, 0. Means vary by 1/4, draws put (1/2)/2/3 = 1/12 into it.
local scores, items = { 1, 1, 0, 0, 1, 0 }, { "a", "b", "a", "c", "b", "c" }

function test.by_hand()
  local found = core.components(scores, items)
  check.equal({ found.n_items, found.n_repeated, found.n_draws, found.n_missing, found.n_clusters }, { 3, 3, 6, 0, 3 })
  check.near(found.mean, 0.5)
  check.near(found.variance_of_means, 0.25)
  check.near(found.within, 1 / 6)
  check.near(found.draw_noise, 1 / 12)
  check.near(found.between, 1 / 6)
  check.near(found.se, math.sqrt(0.25 / 3))
  check.near(found.share_draws, 1 / 3)
  check.near(found.se_limit, math.sqrt(1 / 6 / 3))
  check.equal(found.draws_suggested, 9)
  check.equal(found.judge, nil)
  check.equal(found.judge_interval, {})
  check.equal(found.notes, {})
end

-- SSB = 2 (1/4 + 1/4) = 1 on 2 df, SSW = 1/2 on 3 df: F = 3.
function test.one_way()
  local found = core.one_way(scores, items)
  check.equal({ found.n_groups, found.n, found.df_between, found.df_within }, { 3, 6, 2, 3 })
  check.near(found.ss_between, 1)
  check.near(found.ss_within, 0.5)
  check.near(found.f, 3)
  check.near(found.p, core.dist.f_cdf(3, 2, 3, "upper"))
  check.near(found.icc, 0.5)
  check.near(found.reml_between, 1 / 6, 1e-9)
  check.near(found.reml_se, found.se or math.sqrt(0.25 / 3), 1e-9)
end

function test.missing_scores_and_single_draws()
  local found = core.components({ 1, false, 0, 1, 0 }, { 1, 1, 2, 2, 3 })
  check.equal({ found.n_items, found.n_repeated, found.n_draws, found.n_missing }, { 3, 1, 4, 1 })
  check.equal(found.notes, { "between_clamped", "single_draws" })
  check.equal(core.components({ 1, 0, 1 }, { 1, 2, 3 }).within, nil)
  check.equal(core.components({ 1, 0, 1 }, { 1, 2, 3 }).notes, { "no_repeats" })
end

-- Answers 1 and 2 of item a with judgements 1, 1 and 1, 0; of item b 0, 0 and 0, 1.
function test.judged_answers()
  local found = core.components({ 1, 1, 1, 0, 0, 0, 0, 1 }, { "a", "a", "a", "a", "b", "b", "b", "b" },
    { answer = { 1, 1, 2, 2, 1, 1, 2, 2 } })
  check.near(found.judge, 0.25) -- per item (0 + 1/2) / 2
  check.near(found.within, 0.125)
  check.near(found.answer_raw, 0)
  check.equal(found.n_repeated, 2)
  check.equal(found.n_draws, 8)
end

function test.clusters_by_row()
  local found = core.components({ 1, 1, 0, 0, 1, 0, 1, 1 }, { 1, 1, 2, 2, 3, 3, 4, 4 },
    { cluster = { "x", "x", "y", "y", "y", "y", "x", "x" } })
  check.equal(found.n_clusters, 2)
  check.near(found.mean, 0.625)
  check.near(found.se, core.mean({ 1, 0, 0.5, 1 }, { cluster = { 1, 2, 2, 1 } }).se)
end

function test.seeds_and_threads()
  local many, labels = {}, {}
  for i = 1, 200 do many[i], labels[i] = (i * 7 % 11) / 10, math.floor((i + 3) / 4) end
  local first = core.components(many, labels, { replicates = 300, seed = 4, threads = 1 })
  check.equal(core.components(many, labels, { replicates = 300, seed = 4, threads = 3 }), first)
  check.equal(first.within_interval.lo < first.within and first.within < first.within_interval.hi, true)
  local narrow = core.components(many, labels, { level = 0.5 }).within_interval
  local wide = core.components(many, labels, { level = 0.99 }).within_interval
  check.equal(wide.lo < narrow.lo and narrow.hi < wide.hi, true)
end

-- ---- of a design --------------------------------------------------------------------------------------------------

local function design_of(rows)
  local tbl, fields = core.table(), {}
  for _, name in ipairs({ "run", "item", "draw", "passage" }) do fields[#fields + 1] = { path = name, kind = "symbol" } end
  fields[#fields + 1] = { path = "score", kind = "real" }
  tbl:scan_text("rows", rows, fields)
  return core.design(tbl, { score = "score", run = "run", item = "item", draw = "draw" })
end

local function row(run, item, draw, score)
  return ('{"run":"%s","item":"%s","draw":"%d","score":%s,"passage":"%s"}\n'):format(run, item, draw, score,
    item == "a" and "p" or "q")
end

function test.a_design_and_its_rows_agree()
  local text, list = {}, {}
  for i, item in ipairs({ "a", "b", "c" }) do
    for draw = 1, 1 + i do
      local score = (i * 3 + draw * 5) % 4 / 4
      text[#text + 1] = row("m", item, draw, score)
      list[#list + 1] = { item = item, score = score }
    end
  end
  local design, rows, labels = design_of(table.concat(text)), {}, {}
  for i, entry in ipairs(list) do rows[i], labels[i] = entry.score, entry.item end
  local found, expected = design:components(1), core.components(rows, labels)
  for _, field in ipairs({ "mean", "se", "within", "between_raw", "draw_part", "share_draws", "icc", "draws_each" }) do
    check.near(found[field], expected[field], 1e-12, field)
  end
  check.near(found.within_interval.hi, expected.within_interval.hi, 1e-10)
  check.equal(found.n_draws, 9)
  design:cluster_by_column(1, "passage")
  check.equal(design:components(1).n_clusters, 2)
end

-- ---- real logs ----------------------------------------------------------------------------------------------------

--- Right or wrong, by answers that are equal, of every repeat of an Evalchemy result; and the published numbers.
local function evalchemy(task, file)
  local path = ("%s/data/evalchemy/%s/%s"):format(shared, task, file)
  check.needs(path)
  local tbl, published, list, labels = core.table(), core.table(), {}, {}
  tbl:scan_file(path, { { path = "answer", kind = "symbol" }, { path = "model_answers.*", name = "given:*",
    kind = "symbol" } }, { rows = ("results.%s.examples.*"):format(task) })
  published:scan_file(path, { { path = "accuracy_avg", kind = "real" }, { path = "accuracy_std_err", kind = "real" } },
    { rows = "results." .. task })
  for _, column in ipairs(tbl:columns()) do
    for item = 1, column ~= "answer" and tbl:rows() or 0 do
      list[#list + 1] = tbl:get(item, column) == tbl:get(item, "answer") and 1 or 0
      labels[#labels + 1] = item
    end
  end
  return core.components(list, labels), published:get(1, "accuracy_avg"), published:get(1, "accuracy_std_err")
end

-- Greedy decoding, ten times: the published standard error is rounding, the items' is seven points.
function test.amc23_repeats_are_copies()
  local found, accuracy, error_of_runs = evalchemy("AMC23", "Qwen__Qwen2.5-1.5B-Instruct.results.trimmed.json")
  check.equal({ found.n_items, found.n_draws }, { 40, 400 })
  check.equal(found.notes, { "equal_draws" })
  check.equal({ found.within, found.draw_part, found.share_draws, found.draws_suggested }, { 0, 0, 0, 1 })
  check.equal(found.within_interval, { lo = 0, hi = 0 })
  check.equal(error_of_runs < 1e-16, true)
  check.near(found.mean, accuracy, 0.09) -- one item is right for the official grader only
  check.near(found.se, math.sqrt(found.mean * (1 - found.mean) / 39), 1e-12)
  check.equal(found.se > 0.07, true)
end

-- 198 questions, three times: the published 0.0077 is what chance makes of three runs on the same questions, a fourteenth
-- of the variance of the mean.
function test.gpqa_published_errors_are_run_noise()
  local found, accuracy, error_of_runs = evalchemy("GPQADiamond",
    "ali-elganzory__Qwen3-1.7B-Base-SFT-Tulu3-decontaminated.results.trimmed.json")
  check.equal({ found.n_items, found.n_draws, found.n_repeated }, { 198, 594, 198 })
  check.near(found.mean, accuracy)
  check.near(found.mean, 0.3013468, 1e-6)
  check.near(found.se, 0.020614, 1e-4)
  check.near(error_of_runs, 0.0076533, 1e-5)
  -- three runs 61, 56, 62: population variance of the accuracies over 3
  local runs_of_three = math.sqrt(found.draw_part * 2 / 3) -- what it is on average, where K - 1 of K squares are left
  check.equal(error_of_runs > runs_of_three / 3 and error_of_runs < runs_of_three * 2, true)
  check.equal(found.share_draws > 0.3 and found.share_draws < 0.8, true)
end

-- ---- misuse -------------------------------------------------------------------------------------------------------

function test.misuse()
  check.raises("bad argument #2 to 'components' (table expected, got nil)", core.components, { 1 })
  check.raises("bad argument #2 to 'components' (2 items for 1 scores)", core.components, { 1 }, { 1, 2 })
  check.raises("bad argument #3 to 'components' (unknown option 'replicate'; did you mean 'replicates'?)",
    core.components, { 1 }, { 1 }, { replicate = 3 })
  check.raises("bad argument #3 to 'components' (percentiles need at least 100 replicates)", core.components, { 1, 0 },
    { 1, 1 }, { replicates = 3 })
  check.raises("bad argument #3 to 'components' ('answer' has 2 entries for 1 scores)", core.components, { 1 }, { 1 },
    { answer = { 1, 2 } })
  check.raises("bad argument #3 to 'components' (option 'cluster' must be a table, got string)", core.components, { 1 },
    { 1 }, { cluster = "x" })
  local found, message, code = core.components({ false }, { 1 })
  check.equal({ found, message, code }, { nil, "none of the 1 draws has a score", "no data" })
  found, message, code = core.one_way({}, {})
  check.equal({ found, message, code }, { nil, "none of the 0 draws has a score", "no data" })
  local design = design_of(row("m", "a", 1, 1) .. row("m", "a", 2, 0))
  check.raises("bad argument #1 to 'components' (run 2 is not one of 1 to 1)", design.components, design, 2)
end

return test
