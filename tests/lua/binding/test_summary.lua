-- Summaries of one run: statistics that are functions of means, and quantiles, on arrays and designs.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local function near(found, expected) check.near(found, expected, 1e-12 * math.max(1, math.abs(expected))) end

--- A design of one run whose item i has score scores[i]; clusters of two.
local function design_of(scores)
  local tbl = core.table()
  for _, column in ipairs({ "run", "item" }) do tbl:add_column(column, "symbol") end
  tbl:add_column("score", "real")
  tbl:add_rows(#scores)
  for i, score in ipairs(scores) do
    tbl:set(i, "run", "a")
    tbl:set(i, "item", ("q%d"):format(i))
    tbl:set(i, "score", score or nil)
  end
  local design = core.design(tbl, { score = "score", run = "run", item = "item" })
  local labels = {}
  for i = 1, #scores do labels[i] = math.floor((i + 1) / 2) end
  design:cluster_by_label(1, labels)
  return design, labels
end

-- ---- statistics ---------------------------------------------------------------------------------------------------

function test.the_list()
  local by_name = {}
  for _, statistic in ipairs(core.statistics()) do by_name[statistic.name] = statistic end
  check.equal(by_name.perplexity, { name = "perplexity", columns = { "nll", "tokens" }, scale = "log",
    direction = "less", low = 0, high = math.huge })
  check.equal(by_name.ratio, { name = "ratio", columns = { "numerator", "denominator" }, scale = "identity" })
  check.equal(by_name.f1.high, 1)
  check.equal(#by_name.chrf.columns, 18)
end

function test.a_ratio_by_hand()
  local columns = { numerator = { 2, 2, 5 }, denominator = { 1, 2, 3 } }
  local made = core.summary("ratio", columns, { variance = "linearized" })
  check.equal(made.value, 1.5)
  near(made.se, 0.25)
  check.equal({ made.df, made.n_items, made.variance, made.interval }, { 2, 3, "linearized", "t" })
  local jackknife = core.summary("ratio", { { 2, 2, 5 }, { 1, 2, 3 } }, { variance = "jackknife" })
  check.equal({ jackknife.value, jackknife.variance }, { 1.5, "jackknife" })
  near(jackknife.se, math.sqrt(2 / 3 * ((7 / 5) ^ 2 + (7 / 4) ^ 2 + (4 / 3) ^ 2 - 3 * (269 / 180) ^ 2)))
end

--- Perplexity is the exponential of the mean of the items' rates, weighted by their tokens, and so is its interval.
function test.perplexity()
  local nll, tokens, rates = { 12, 30, 7, 44, 9, 21 }, { 10, 20, 5, 40, 4, 16 }, {}
  for i = 1, #nll do rates[i] = nll[i] / tokens[i] end
  local cluster = { "a", "a", "b", "b", "c", "c" }
  local made = core.summary("perplexity", { nll = nll, tokens = tokens }, { cluster = cluster })
  local mean = core.mean(rates, { cluster = cluster, weight = tokens })
  near(made.value, math.exp(mean.value))
  near(made.lo, math.exp(mean.lo))
  near(made.hi, math.exp(mean.hi))
  near(made.df, mean.df)
  check.equal({ made.interval, made.variance, made.p, made.n_clusters }, { "log_t", "cr2", nil, 3 })
end

function test.of_a_design()
  local tokens = { 10, 20, 5, 40, 4, 16, 8, 3 }
  local design, labels = design_of({ 12, 30, 7, 44, 9, false, 8, 5 })
  local columns = { nll = design:scores(1), tokens = tokens }
  local made = design:summary("perplexity", columns, { level = 0.9 })
  check.equal(made, core.summary("perplexity", columns, { level = 0.9, cluster = labels }))
  check.equal({ made.n_items, made.n_missing, made.n_clusters }, { 7, 1, 4 })
end

function test.of_an_extension()
  local acme = assert(core.extension(("%s/acme.so"):format(os.getenv("WHISKER_TEST_EXTENSIONS"))))
  local made = core.summary({ acme, "brier_skill" }, { { 0.1, 0.3, 0.2, 0.4 }, { 1, 0, 1, 1 } })
  check.equal(type(made.value), "number")
  check.equal(type(made.se), "number")
  check.raises("bad argument #1 to 'summary' (the extension has no statistic 'brier')", core.summary,
    { acme, "brier" }, { { 1 }, { 1 } })
  check.raises("bad argument #1 to 'summary' (a statistic of an extension is { extension, name })", core.summary,
    { acme }, { { 1 }, { 1 } })
  acme:close()
  check.raises("bad argument #1 to 'summary' (this whisker.Extension is closed)", core.summary,
    { acme, "brier_skill" }, { { 1 }, { 1 } })
end

function test.undefined_is_nil()
  local made = core.summary("precision", { tp = { 0, 0 }, fp = { 0, 0 } })
  check.equal({ made.value, made.se, made.lo, made.hi, made.notes }, { nil, nil, nil, nil, { "undefined" } })
  local none, message, code = core.summary("ratio", { { false, false }, { 1, 1 } })
  check.equal({ none, type(message), code }, { nil, "string", "no data" })
end

function test.misuse_of_summaries()
  local columns = { nll = { 1, 2 }, tokens = { 3, 4 } }
  check.raises("bad argument #1 to 'summary' (unknown statistic 'perplexty'; did you mean 'perplexity'?)", core.summary,
    "perplexty", columns)
  check.raises("bad argument #1 to 'summary' (string expected, got nil)", core.summary, nil, columns)
  check.raises("bad argument #2 to 'summary' (perplexity needs the column 'tokens')", core.summary, "perplexity",
    { nll = { 1 } })
  check.raises("bad argument #2 to 'summary' (perplexity has no column 'token')", core.summary, "perplexity",
    { nll = { 1 }, tokens = { 1 }, token = { 1 } })
  check.raises("bad argument #2 to 'summary' (column 'tokens' has 1 entries for 2 items)", core.summary, "perplexity",
    { nll = { 1, 2 }, tokens = { 1 } })
  check.raises("bad argument #2 to 'summary' (column 'nll' must be a table, got number)", core.summary, "perplexity",
    { nll = 1, tokens = { 1 } })
  check.raises("bad argument #2 to 'summary' (element 1 of 'tokens' must be a number or false, got string)",
    core.summary, "perplexity", { nll = { 1 }, tokens = { "1" } })
  check.raises("bad argument #3 to 'summary' (unknown option 'levle'; did you mean 'level'?)", core.summary,
    "perplexity", columns, { levle = 0.9 })
  check.raises("bad argument #3 to 'summary' (the jackknife knows neither strata nor a finite population)",
    core.summary, "perplexity", columns, { variance = "jackknife", stratum = { 1, 1 } })
  local design = design_of({ 1, 2, 3 })
  check.raises("bad argument #2 to 'summary' (column 'nll' has 2 entries for 3 items)", design.summary, design,
    "perplexity", columns)
  check.raises("bad argument #2 to 'mean' (the jackknife is for summaries; of a mean, cr3 is next to it)", core.mean,
    { 1, 2 }, { variance = "jackknife" })
end

-- ---- quantiles ----------------------------------------------------------------------------------------------------

function test.a_median()
  local scores = {}
  for i = 1, 15 do scores[i] = i end
  local made = core.quantile(scores)
  check.equal({ made.value, made.lo, made.hi, made.interval, made.effective_n }, { 8, 4, 12, "order_statistics", 15 })
  check.equal(made.p, nil)
  local tail = core.quantile(scores, { q = 0.95 })
  check.equal({ tail.hi, tail.se, tail.notes }, { math.huge, nil, { "unbounded" } })
  check.equal(core.quantile(scores, { q = 0.95, low = 0, high = 20 }).hi, 20)
end

function test.quantiles_of_a_design()
  local scores = {}
  for i = 1, 60 do scores[i] = (i * 37 % 61) ^ 2 end
  local design, labels = design_of(scores)
  local made = design:quantile(1, { q = 0.75 })
  check.equal(made, core.quantile(scores, { q = 0.75, cluster = labels }))
  check.equal({ made.interval, made.n_clusters }, { "woodruff", 30 })
  check.raises("bad argument #2 to 'quantile' (the share of a quantile lies between 0 and 1)", design.quantile, design,
    1, { q = 95 })
  check.raises("bad argument #1 to 'quantile' (run 2 is not one of 1 to 1)", design.quantile, design, 2)
end

return test
