-- The template `paper` against the tables of Miller 2024, "Adding Error Bars to Evals", cell by cell, printed from data
-- that were made to have the counts, means, errors and correlations of his tables 2, 3 and 5.
--
-- Three standard errors of his table 2 no scores in [0, 1] can have, whatever their spread: of 164 such scores with a
-- mean of 83.6% it is 2.9 at most, where 3.2 is printed; 2.7 at 86.7% (3.0 is printed); of 2,500 with 78.0% it is 0.83
-- (0.9 is printed). The paper's models are fictional. These cells hold what the data give.
local check = require("check")
local whisker = require("whisker")

local tests = check.tests()

-- ---- data ---------------------------------------------------------------------------------------------------

--- About normal numbers, the same on every machine: twelve uniform ones of Lehmer's generator, less six.
local function normal_numbers(seed)
  local state = seed
  return function()
    local sum = -6
    for _ = 1, 12 do
      state = state * 16807 % 2147483647
      sum = sum + state / 2147483647
    end
    return sum
  end
end

local function mix(share, common, own) return math.sqrt(share) * common + math.sqrt(1 - share) * own end

--- How well each item goes for each run: what its cluster has in common, what the item has, for both runs or for one.
local function abilities(eval)
  local normal, list, size = normal_numbers(eval.seed), {}, eval.n / eval.clusters
  for cluster = 1, eval.clusters do
    local of_cluster, of_run = normal(), { normal(), normal() }
    for item = math.floor((cluster - 1) * size) + 1, math.floor(cluster * size) do
      local of_item = normal()
      list[item] = { cluster = cluster }
      for run = 1, 2 do
        list[item][run] = mix(eval.cluster[run], mix(eval.cluster_shared, of_cluster, of_run[run]),
          mix(eval.shared, of_item, normal()))
      end
    end
  end
  return list
end

--- 0/1 scores: each run is right on the items that go best for it.
local function scored(eval)
  local list = abilities(eval)
  for run = 1, 2 do
    local order = {}
    for item = 1, eval.n do order[item] = item end
    table.sort(order, function(a, b) return list[a][run] > list[b][run] end)
    for place, item in ipairs(order) do list[item]["score" .. run] = place <= eval.right[run] and 1 or 0 end
  end
  return list
end

--- 164 scores by hand: how many items have which score of both runs.
local function human_eval()
  local list = {}
  for _, kind in ipairs({ { 1, 1, 0.45 }, { 1, 0.45, 1 }, { 125, 1, 1 }, { 1, 1, 0.15 }, { 5, 0.95, 0.2 },
    { 7, 0.15, 1 }, { 5, 0.2, 0.95 }, { 19, 0.15, 0.15 } }) do
    for _ = 1, kind[1] do list[#list + 1] = { cluster = #list + 1, score1 = kind[2], score2 = kind[3] } end
  end
  return list
end

local evals = {
  { name = "MATH", n = 5000, clusters = 5000, right = { 3275, 3150 }, cluster = { 0, 0 }, cluster_shared = 0,
    shared = 0.72, seed = 1 },
  { name = "HumanEval", made = human_eval },
  { name = "DROP", n = 9622, clusters = 588, right = { 8381, 7996 }, cluster = { 0.53, 0.51 }, cluster_shared = 0.45,
    shared = 0.62, seed = 1 },
  { name = "RACE-H", n = 3498, clusters = 1045, right = { 3201, 2900 }, cluster = { 0.15, 0.15 },
    cluster_shared = 0.45, shared = 0.62, seed = 1 },
  { name = "MGSM", n = 2500, clusters = 250, right = { 1882, 1950 }, cluster = { 0.43, 0.48 }, cluster_shared = 0.5,
    shared = 0.72, seed = 106 },
}

local function rows_of(eval)
  local rows = {}
  for item, made in ipairs((eval.made or scored)(eval)) do
    for run, name in ipairs({ "Galleon", "Dreadnought" }) do
      rows[#rows + 1] = ("%s,%s,%d,%d,%s"):format(eval.name, name, item, made.cluster, made["score" .. run])
    end
  end
  return table.concat(rows, "\n")
end

local file
local function data()
  if file then return file end
  local parts = { "task,run,item,passage,score" }
  for _, eval in ipairs(evals) do parts[#parts + 1] = rows_of(eval) end
  file = check.file(table.concat(parts, "\n") .. "\n")
  os.rename(file, file .. ".csv")
  file = file .. ".csv"
  return file
end

local function results(tasks, cluster)
  return assert(whisker.run({ data = data(), tasks = tasks, cluster = cluster, estimate = { interval = "normal" },
    compare = { interval = "normal" } }))
end

-- ---- tables as they were printed ----------------------------------------------------------------------------

local function cells_of(row, separator)
  local cells = {}
  for cell in (row .. separator):gmatch("(.-)%s*" .. separator .. "%s*") do cells[#cells + 1] = cell end
  return cells
end

--- The tables of a Markdown text, each a list of rows of cells, signs as he prints them.
local function markdown_tables(text)
  local found, open = {}, nil
  for line in text:gmatch("[^\n]*") do
    local row = line:match("^| (.*) |$")
    if row and not row:find("^[-:| ]+$") then
      if not open then
        open = {}
        found[#found + 1] = open
      end
      open[#open + 1] = cells_of((row:gsub("−", "-")), "|")
    elseif line ~= "" and not row then
      open = nil
    end
  end
  return found
end

local function latex_tables(text)
  local found = {}
  for body in text:gmatch("\\toprule\n(.-)\n\\bottomrule") do
    local rows = {}
    for row in body:gsub("\\midrule\n", ""):gmatch("(.-) \\\\\n?") do
      rows[#rows + 1] = cells_of((row:gsub("%$([-+])%$", "%1"):gsub("\\%%", "%%"):gsub("%-%-", "–")), "&")
    end
    found[#found + 1] = rows
  end
  return found
end

--- Both formats print these tables.
local function prints(found, expected)
  local markdown = markdown_tables(assert(whisker.text(found, "markdown", { template = "paper" })))
  check.equal(markdown, expected, "Markdown")
  check.equal(latex_tables(assert(whisker.text(found, "latex", { template = "paper" }))), expected, "LaTeX")
end

-- ---- Miller's tables ----------------------------------------------------------------------------------------

local function without_comparisons(found)
  for _, group in ipairs(found.groups) do group.comparisons = {} end
  return found
end

function tests.three_cells_of_the_paper_are_out_of_reach()
  for _, cell in ipairs({ { 164, 83.6, 3.2 }, { 164, 86.7, 3.0 }, { 2500, 78.0, 0.9 } }) do
    local n, mean, printed = cell[1], cell[2] - 0.05, cell[3] -- the mean that rounds to his and spreads most
    assert(math.sqrt(mean * (100 - mean) / (n - 1)) < printed - 0.05)
  end
end

function tests.table_2_means_of_independent_questions()
  prints(without_comparisons(results({ "MATH", "HumanEval", "MGSM" }, false)), { {
    { "", "questions", "Galleon", "Dreadnought" },
    { "MATH", "5,000", "65.5 (0.7)", "63.0 (0.7)" },
    { "HumanEval", "164", "83.6 (2.6)", "86.7 (2.4)" }, -- printed (3.2), (3.0): see above
    { "MGSM", "2,500", "75.3 (0.9)", "78.0 (0.8)" }, -- printed (0.9)
  } })
end

function tests.table_3_means_of_clustered_questions()
  prints(without_comparisons(results({ "DROP", "RACE-H", "MGSM" }, "passage")), { {
    { "", "questions", "clusters", "Galleon", "Dreadnought" },
    { "DROP", "9,622", "588", "87.1 (0.8)", "83.1 (0.9)" },
    { "RACE-H", "3,498", "1,045", "91.5 (0.5)", "82.9 (0.7)" },
    { "MGSM", "2,500", "250", "75.3 (1.6)", "78.0 (1.5)" },
  } })
end

function tests.table_5_paired_differences()
  local found = results({ "MATH", "HumanEval", "MGSM" }, "passage")
  os.remove(file)
  prints(found, { {
    { "", "questions", "clusters", "Galleon", "Dreadnought" },
    { "MATH", "5,000", "–", "65.5 (0.7)", "63.0 (0.7)" },
    { "HumanEval", "164", "–", "83.6 (2.6)", "86.7 (2.4)" },
    { "MGSM", "2,500", "250", "75.3 (1.6)", "78.0 (1.5)" },
  }, {
    { "", "difference (SE)", "95% interval", "correlation" },
    { "MATH", "+2.5 (0.7)", "(+1.2, +3.8)", "0.50" },
    { "HumanEval", "-3.1 (2.1)", "(-7.2, +1.0)", "0.64" },
    { "MGSM", "-2.7 (1.7)", "(-6.1, +0.7)", "0.37" },
  } })
end

return tests
