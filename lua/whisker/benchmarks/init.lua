-- What is known about benchmarks: one card a file, found by the task that a log names.
--
-- A card: name, title, cluster (a field, a list, or a function of the item), cluster_name (what a cluster is),
-- missing, metric, range, chance, caveats (list), why, source, and recognise(task, first_item).

local benchmarks = {}

local names = { "swe_bench" }

function benchmarks.all()
  local list = {}
  for i, name in ipairs(names) do list[i] = require("whisker.benchmarks." .. name) end
  return list
end

---@param name string
---@return table? card, string? message
function benchmarks.named(name)
  for _, card in ipairs(benchmarks.all()) do
    if card.name == name then return card end
  end
  return nil, ("'%s' is no known benchmark%s (known: %s)"):format(name, require("whisker.suggest").hint(name, names),
    table.concat(names, ", "))
end

--- The card of a task that a log names, if it is known.
---@param task string
---@param item string one of its item ids
function benchmarks.of_task(task, item)
  for _, card in ipairs(benchmarks.all()) do
    if card.recognise(task, item) then return card end
  end
end

return benchmarks
