-- Methods chosen by name in a config: intervals by resampling, tests, max_t, equivalence, statistics other than the mean.

local check = require("check")
local core = require("whisker.core")
local whisker = require("whisker")

local tests = check.tests()

--- Three runs on 60 items in 12 clusters, 0/1 scores of five draws or one, the same in every call.
local function csv(draws)
  local state, lines = 11, { "item,passage,run,draw,score" }
  local function uniform()
    state = (state * 48271) % 2147483647
    return state / 2147483647
  end
  for item = 1, 60 do
    local ease = (item % 12) / 14
    for run, skill in ipairs({ 0.3, 0.1, 0 }) do
      for draw = 1, draws do
        lines[#lines + 1] = ("q%02d,p%02d,run%d,%d,%d"):format(item, item % 12, run, draw,
          uniform() < math.min(0.95, ease + skill) and 1 or 0)
      end
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local function results_of(config, draws)
  local path = check.file(csv(draws or 1))
  os.rename(path, path .. ".csv")
  config.data = path .. ".csv"
  config.cluster = config.cluster == nil and "passage" or config.cluster
  local results, message, code = whisker.run(config)
  os.remove(path .. ".csv")
  return results, message, code
end

local function first(list) return list[1] end

function tests.an_interval_by_resampling_keeps_the_estimate_and_names_its_seed()
  local plain = first(assert(results_of({})).scores)
  for _, name in ipairs({ "bootstrap", "bootstrap_percentile", "bootstrap_bca", "wild" }) do
    local score = first(assert(results_of({ estimate = { interval = name, replicates = 999, seed = 5 } })).scores)
    check.equal({ score.estimate, score.se, score.interval }, { plain.estimate, plain.se, name })
    check.equal(score.resampling.units, 12)
    check.equal(score.ci[1] < score.estimate and score.estimate < score.ci[2], true)
    check.equal(math.abs(score.resampling.se / score.se - 1) < 0.25, true, name)
  end
  local wild = first(assert(results_of({ estimate = { interval = "wild", replicates = 999, seed = 5 } })).scores)
  check.equal({ wild.resampling.replicates, wild.resampling.seed }, { 999, 5 })
end

function tests.the_same_seed_gives_the_same_interval_another_one_does_not()
  local function ci(seed)
    return first(assert(results_of({ estimate = { interval = "wild", replicates = 999, seed = seed } })).scores).ci
  end
  check.equal(ci(5), ci(5))
  check.equal(ci(5)[1] == ci(6)[1] and ci(5)[2] == ci(6)[2], false)
end

function tests.a_test_by_name_gives_p()
  local by_t = first(assert(results_of({})).comparisons)
  local flipped = first(assert(results_of({ compare = { test = "sign_flip" } })).comparisons)
  check.equal({ flipped.difference, flipped.se, flipped.ci }, { by_t.difference, by_t.se, by_t.ci })
  check.equal(flipped.testing.exact, true)
  check.equal(flipped.testing.units, 12)
  check.near(flipped.testing.smallest_p, 2 / 2 ^ 10, 1e-15) -- in two of the twelve the runs are equal
  check.equal(flipped.p ~= by_t.p, true)
  local wild = first(assert(results_of({ compare = { test = "wild", replicates = 999 } })).comparisons)
  check.equal(wild.p > 0 and wild.p <= 1, true)
  local exact = first(assert(results_of({ cluster = false, compare = { test = "mcnemar" } })).comparisons)
  local free = first(assert(results_of({ cluster = false, compare = { test = "sign_flip" } })).comparisons)
  check.near(exact.p, free.p, 1e-12) -- for 0/1 items McNemar's exact test is the sign flip
end

function tests.a_test_that_does_not_fit_is_refused()
  local results, message, code = results_of({ compare = { test = "mcnemar" } })
  check.equal(results, nil)
  check.holds(message, "without clusters")
  check.equal(code, "bad option")
end

function tests.max_t_gives_joint_p_intervals_and_ranks()
  local results = assert(results_of({ adjust = "max_t" }))
  for _, comparison in ipairs(results.comparisons) do
    check.equal(comparison.p <= comparison.p_adjusted and comparison.p_adjusted <= comparison.p_single_step, true)
    check.equal(comparison.adjust, "max_t")
  end
  local ranking = first(results.rankings)
  check.equal(#ranking.runs, 3)
  for place, entry in ipairs(ranking.runs) do
    check.equal(entry.rank_best <= place and place <= entry.rank_worst, true)
    check.equal(entry.run, results.scores[place].run)
  end
end

function tests.min_p_gives_the_same_beside()
  local results = assert(results_of({ adjust = "min_p" }))
  local by_t = assert(results_of({ adjust = "max_t" })).comparisons
  for i, comparison in ipairs(results.comparisons) do
    check.equal(comparison.p <= comparison.p_adjusted and comparison.p_adjusted <= comparison.p_single_step, true)
    check.equal({ comparison.adjust, comparison.p }, { "min_p", by_t[i].p })
    check.equal({ comparison.test, by_t[i].test }, { "sign_flip", "sign_flip_t" })
  end
  check.equal(first(results.rankings).method, "min_p")
end

--- 300 items in 24 clusters; the first has `share` of them.
local function trust_of(adjust, share)
  local lines = { "item,passage,run,score" }
  for item = 1, 300 do
    local passage = item <= share * 300 and 0 or item % 24
    for run = 1, 3 do lines[#lines + 1] = ("q%03d,p%02d,run%d,%d"):format(item, passage, run, item * (run + 6) % 11 % 2) end
  end
  local path = check.file(table.concat(lines, "\n") .. "\n")
  os.rename(path, path .. ".csv")
  local results = assert(whisker.run({ data = path .. ".csv", cluster = "passage", adjust = adjust }))
  os.remove(path .. ".csv")
  return (assert(require("whisker.report").text(results, "terminal")):gsub("%s+", " "))
end

--- run3 answered other items: its pairs have no signs to flip, and take their share of the error all the same.
function tests.pairs_of_separate_samples_belong_to_the_family()
  local text = csv(1):gsub("q(%d%d),(p%d%d),run3", "other%1,%2,run3")
  local path = check.file(text)
  os.rename(path, path .. ".csv")
  local results = assert(whisker.run({ data = path .. ".csv", cluster = "passage", adjust = "max_t" }))
  local alone = assert(whisker.run({ data = path .. ".csv", cluster = "passage", adjust = "max_t",
    runs = { select = { "run1", "run2" } } }))
  os.remove(path .. ".csv")
  local joint = first(alone.comparisons)
  for _, comparison in ipairs(results.comparisons) do
    local paired = comparison.pairing == "paired"
    check.equal(paired, comparison.a ~= "run3" and comparison.b ~= "run3")
    check.near(comparison.p_adjusted, math.min(1, 3 * (paired and joint.p_adjusted or comparison.p)), 1e-15)
    check.equal(comparison.simultaneous_ci ~= nil, paired)
  end
  check.equal(#first(results.rankings).runs, 3)
  local wider = results.comparisons[1].simultaneous_ci
  check.equal(wider[1] <= joint.simultaneous_ci[1] and joint.simultaneous_ci[2] <= wider[2], true)
end

function tests.max_t_points_to_min_p_where_a_cluster_dominates()
  local function advises(...) return trust_of(...):find("--adjust min_p puts every pair", 1, true) ~= nil end
  check.equal({ advises("max_t", 0.4), advises("min_p", 0.4), advises("max_t", 0) }, { true, false, false })
end

--- Pairs of hundreds of runs are compared when somebody says so.
function tests.many_runs_are_compared_on_request()
  local lines = { "item,run,score" }
  for run = 1, 201 do
    for item = 1, 3 do lines[#lines + 1] = ("q%d,run%d,%d"):format(item, run, (run + item) % 2) end
  end
  local path = check.file(table.concat(lines, "\n") .. "\n")
  os.rename(path, path .. ".csv")
  local unasked = assert(whisker.run({ data = path .. ".csv" }))
  local asked = assert(whisker.run({ data = path .. ".csv", pair = { baseline = "run7" } }))
  os.remove(path .. ".csv")
  check.equal({ #unasked.comparisons, #asked.comparisons }, { 0, 200 })
  check.holds(table.concat(unasked.notes, "\n"), 'are compared: say pair = { baseline = "RUN" }, or pair = "all"')
end

function tests.equivalence_gives_a_verdict()
  local wide = first(assert(results_of({ compare = { equivalence = 0.9 } })).comparisons)
  check.equal(wide.equivalence.verdict, "equivalent")
  check.equal(wide.equivalence.p < 0.001, true)
  local narrow = first(assert(results_of({ pair = { { "run3", "run2" } }, compare = { equivalence = 0.001 } })).comparisons)
  check.equal(narrow.equivalence.p > 0.05, true)
end

function tests.bayes_says_who_is_better()
  local comparison = first(assert(results_of({ cluster = false, compare = { bayes = true } })).comparisons)
  check.equal(comparison.a, "run1")
  check.equal(comparison.a_better > 0.5 and comparison.a_better < 1, true)
end

function tests.pass_at_k_is_a_mean_over_items_and_compares()
  local results = assert(results_of({ estimate = { statistic = "pass@3" } }, 5))
  local score, mean = first(results.scores), first(assert(results_of({}, 5)).scores)
  check.equal({ score.statistic, score.n_items }, { "pass@3", 60 })
  check.equal(score.estimate > mean.estimate, true)
  local all = first(assert(results_of({ estimate = { statistic = "pass^3" } }, 5)).scores)
  check.equal(all.estimate < mean.estimate, true)
  local comparison = first(results.comparisons)
  check.near(comparison.difference, results.scores[1].estimate - results.scores[2].estimate, 1e-12)
  check.equal(comparison.n_clusters, 12)
end

function tests.quantiles_have_intervals_and_no_differences()
  local results = assert(results_of({ estimate = { statistic = "median" } }, 5))
  local score = first(results.scores)
  check.equal(score.ci[1] <= score.estimate and score.estimate <= score.ci[2], true)
  check.equal(#results.comparisons, 0)
  check.holds(table.concat(results.notes, "\n"), "median of")
end

function tests.a_statistic_of_several_metrics_is_one_a_task()
  local path = check.file("item,run,nll,tokens\na,m,10,5\nb,m,6,3\nc,m,9,4\nd,m,4,2\n")
  os.rename(path, path .. ".csv")
  local results = assert(whisker.run({ data = { path = path .. ".csv", format = "csv",
    fields = { item = "item", run = "run", score = { nll = "nll", tokens = "tokens" } } },
    estimate = { statistic = "perplexity" } }))
  os.remove(path .. ".csv")
  check.equal(#results.scores, 1)
  check.near(first(results.scores).estimate, math.exp(29 / 14), 1e-12)
  check.equal(first(results.scores).metric, "perplexity")
end

function tests.a_statistic_without_its_columns_says_which_it_needs()
  local results, message, code = results_of({ estimate = { statistic = "perplexity" } })
  check.equal(results, nil)
  check.holds(message, "takes the columns")
  check.equal(code, "bad option")
end

function tests.an_unknown_statistic_is_refused_with_the_nearest()
  local results, message = results_of({ estimate = { statistic = "perplexty" } })
  check.equal(results, nil)
  check.holds(message, "did you mean 'perplexity'?")
end

function tests.a_statistic_of_an_extension_is_used_by_name()
  local folder = os.getenv("WHISKER_TEST_EXTENSIONS")
  if not folder then check.skip("WHISKER_TEST_EXTENSIONS is not set") end
  assert(require("whisker.extensions").load(folder .. "/acme.so"))
  local path = check.file("item,run,e,r\na,m,0.1,1\nb,m,0.4,0\nc,m,0.2,1\nd,m,0.3,0\n")
  os.rename(path, path .. ".csv")
  local results = assert(whisker.run({ data = { path = path .. ".csv", format = "csv",
    fields = { item = "item", run = "run", score = { e = "e", r = "r" } } },
    estimate = { statistic = "brier_skill", columns = { squared_error = "e", right = "r" } } }))
  os.remove(path .. ".csv")
  check.near(first(results.scores).estimate, 1 - 0.25 / 0.25, 1e-12) -- 1 - mean / (p (1 - p))
end

function tests.results_with_methods_are_json()
  local results = assert(results_of({ adjust = "max_t", estimate = { interval = "wild", replicates = 99 } }))
  local text = assert(require("whisker.report").text(results, "json"))
  for _, part in ipairs({ '"resampling": {', '"simultaneous_ci": ', '"rank_best": 1', '"p_single_step": ', '"seed": 0' }) do
    check.holds(text, part)
  end
  check.equal(core.version() ~= nil, true)
end

return tests
