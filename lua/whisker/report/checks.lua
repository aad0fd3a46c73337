-- What an auditor ticks off: each check passes, fails, or cannot be made, and says what was found.

local noted = require("whisker.report.noted")
local numbers = require("whisker.report.numbers")
local words = require("whisker.report.words")

local checks = {}

---@class whisker.Check
---@field passed boolean? nil: it cannot be made
---@field text string what was asked of the data, and what was found

local function count_of(records, holds)
  local count = 0
  for _, record in ipairs(records) do count = count + (holds(record) and 1 or 0) end
  return count
end

local function with_any(...)
  local codes = { ... }
  return function(record)
    for _, code in ipairs(codes) do
      if noted.has(record, code) then return true end
    end
    return false
  end
end

--- Nothing is amiss; what it says when nothing is, and how many of what when something is.
local function none(count, what, fine, amiss)
  return { passed = count == 0, text = count == 0 and fine or amiss:format(words.plural(count, what)) }
end

-- ---- what was read ------------------------------------------------------------------------------------------

--- Files are known by their hashes; samples that a harness pushed are in no file.
local function hashes(results)
  local hashed, pushed = 0, false
  for _, input in ipairs(results.inputs) do
    hashed, pushed = hashed + (input.sha256 and 1 or 0), pushed or input.format == "pushed"
  end
  if #results.inputs == 0 or pushed then return { text = "no files were read, so there is nothing to hash" } end
  return { passed = hashed == #results.inputs, text = hashed == #results.inputs and "every input has its hash"
    or ("%s of %s have a hash"):format(numbers.count(hashed), words.plural(#results.inputs, "input")) }
end

local function every_line(results)
  local skipped, rows = 0, 0
  for _, input in ipairs(results.inputs) do
    skipped, rows = skipped + (input.skipped or 0), rows + (input.rows or 0)
  end
  return {
    none(skipped, "row", ("every row of the inputs was read (%s)"):format(numbers.count(rows)), "%s could not be read"),
    hashes(results),
    none(#results.notes, "remark", "reading left nothing to remark", "reading left %s, listed below"),
  }
end

local function nothing_missing(results)
  local lacking = count_of(results.scores, function(score) return (score.n_missing or 0) > 0 end)
  local apart = count_of(results.comparisons, function(entry) return entry.n_dropped > 0 or entry.pairing ~= "paired" end)
  return { none(lacking, "mean", "every run has a score for every item", "%s without some of the items, listed below"),
    none(apart, "comparison", "every comparison is of the same items", "%s not of all the same items") }
end

local function agrees_with_published(results)
  local given, differing = 0, 0
  for _, score in ipairs(results.scores) do
    given = given + (score.published and 1 or 0)
    differing = differing + (score.published_note and 1 or 0)
  end
  if given == 0 then return { text = "the logs publish no scores to compare with" } end
  return none(differing, "published number", ("all %s published numbers agree with the items"):format(
    numbers.count(given)), "%s not as the items give it, listed below")
end

-- ---- the design ---------------------------------------------------------------------------------------------

local function clusters_known(results)
  local undeclared = count_of(results.groups, function(group) return #group.keys == 0 end)
  local likely = count_of(results.groups, function(group) return group.candidate ~= nil end)
  if likely > 0 then
    return { passed = false, text = ("in %s no clusters are declared although a field looks like them"):format(
      words.plural(likely, "group")) }
  end
  if undeclared > 0 then
    return { text = ("in %s items are taken for independent: nothing says what makes them alike"):format(
      words.plural(undeclared, "group")) }
  end
  return { passed = true, text = "what makes items alike is declared" }
end

local function enough_units(results)
  return { none(count_of(results.scores, with_any("few_clusters", "very_few_clusters")), "score",
    "no score rests on fewer than 20 clusters", "%s on fewer than 20 clusters"),
    none(count_of(results.scores, with_any("dominant_cluster")), "score",
      "no cluster holds more than a quarter of the items", "in %s one cluster holds more than a quarter of the items"),
    none(count_of(results.scores, with_any("few_df")), "score", "no interval rests on fewer than 4 degrees of freedom",
      "%s on fewer than 4 degrees of freedom") }
end

-- ---- the comparisons ----------------------------------------------------------------------------------------

local function family_adjusted(results)
  if #results.comparisons < 2 then return { text = "there is one comparison at most, so nothing is adjusted for many" } end
  return { passed = results.adjust ~= "none", text = results.adjust ~= "none"
    and "p values are adjusted for the number of comparisons" or "p values are not adjusted for the number of comparisons" }
end

local function excludes_zero(low, high) return low ~= nil and (low > 0 or high < 0) end

--- Under how many of the methods a difference excludes 0, of how many; without pairing it is another question.
---@param comparison table
---@param alternatives { name: string, low: number?, high: number? }[]
---@return integer excluding, integer of
function checks.excluding(comparison, alternatives)
  local ci = comparison.ci or {}
  local count = excludes_zero(ci[1], ci[2]) and 1 or 0
  local of = 1
  for _, other in ipairs(alternatives) do
    if other.name ~= "unpaired" then
      of, count = of + 1, count + (excludes_zero(other.low, other.high) and 1 or 0)
    end
  end
  return count, of
end

local function robust(results, found)
  local turning, any = 0, false
  for _, group in ipairs(results.groups) do
    for i, comparison in ipairs(group.comparisons) do
      local others = found[group] and found[group].comparisons[i] or {}
      local excluding, of = checks.excluding(comparison, others)
      any = any or of > 1
      if excluding > 0 and excluding < of then turning = turning + 1 end
    end
  end
  if not any then return { text = "no comparison could be made by other methods" } end
  return none(turning, "comparison", "whether a difference excludes 0 hangs on the method in no comparison",
    "whether the difference excludes 0 hangs on the method in %s: see the last tables")
end

local function gate_passed(results)
  if not results.gate then return { text = "there is no gate" } end
  return { passed = results.gate.passed, text = results.gate.passed and "the gate passes" or "the gate fails" }
end

--- All checks, in a fixed order.
---@param results table
---@param found table<table, whisker.Sensitivity> by group
---@return whisker.Check[]
function checks.of(results, found)
  local list = {}
  for _, made in ipairs({ every_line(results), nothing_missing(results), { agrees_with_published(results) },
    { clusters_known(results) }, enough_units(results), { family_adjusted(results), robust(results, found),
      gate_passed(results) } }) do
    for _, check in ipairs(made) do list[#list + 1] = check end
  end
  return list
end

return checks
