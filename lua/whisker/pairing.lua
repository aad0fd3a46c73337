-- Which runs are compared with which.

local suggest = require("whisker.suggest")

local pairing = {}

--- The run that a name means: itself, or the only one that contains it.
---@param name string
---@param runs string[]
---@return string? run, string? message
function pairing.find(name, runs)
  local containing = {}
  for _, run in ipairs(runs) do
    if run == name then return run end
    if run:lower():find(name:lower(), 1, true) then containing[#containing + 1] = run end
  end
  if #containing == 1 then return containing[1] end
  if #containing > 1 then
    return nil, ("'%s' could be %s"):format(name, table.concat(containing, " or "))
  end
  return nil, ("no run is called '%s'%s (runs: %s)"):format(name, suggest.hint(name, runs), table.concat(runs, ", "))
end

local function against(runs, baseline)
  local name, message = pairing.find(baseline, runs)
  if not name then return nil, message end
  local list = {}
  for _, run in ipairs(runs) do
    if run ~= name then list[#list + 1] = { run, name } end
  end
  return list
end

local function every(runs, wanted)
  local list = {}
  for i = 1, #runs do
    for j = i + 1, #runs do
      if not wanted or wanted(runs[i], runs[j]) then list[#list + 1] = { runs[i], runs[j] } end
    end
  end
  return list
end

local function listed(runs, pairs_named)
  local list = {}
  for _, entry in ipairs(pairs_named) do
    if type(entry) ~= "table" or #entry ~= 2 then return nil, "each entry of a list of pairs is { run_a, run_b }" end
    local a, message_a = pairing.find(entry[1], runs)
    local b, message_b = pairing.find(entry[2], runs)
    if not a or not b then return nil, message_a or message_b end
    if a == b then return nil, ("a pair compares '%s' with itself"):format(a) end
    list[#list + 1] = { a, b }
  end
  return list
end

--- The pairs that a config's `pair` means: "all", "none", { baseline = name }, a list of { a, b }, function(a, b).
---@param rule any
---@param runs string[] the order in which they are reported
---@return string[][]? list of { a, b }: the difference is a - b; nil with a message if a name is unknown
---@return string? message
function pairing.pairs(rule, runs)
  if rule == nil or rule == "all" then return every(runs) end
  if rule == "none" then return {} end
  if type(rule) == "function" then return every(runs, rule) end
  if type(rule) == "string" then
    return nil, ("'pair' is \"all\", \"none\", { baseline = ... } or a list of pairs, not \"%s\""):format(rule)
  end
  if rule.baseline then return against(runs, rule.baseline) end
  return listed(runs, rule)
end

return pairing
