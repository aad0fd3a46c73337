-- Runs renamed, chosen and grouped as a config says, in the table itself.

local runs = {}

local function new_name(rule, name)
  local new
  if type(rule) == "function" then new = rule(name) else new = rule[name] end
  if new == nil then return name end
  if type(new) ~= "string" and type(new) ~= "number" then
    return nil, ("the new name of '%s' is a %s, not a text"):format(name, type(new))
  end
  return tostring(new)
end

---@param may_meet boolean may several runs get one name?
local function rename_map(rule, names, may_meet)
  local map, taken = {}, {}
  for _, name in ipairs(names) do
    local new, message = new_name(rule, name)
    if not new then return nil, message end
    if taken[new] and not may_meet then
      return nil, ("'%s' and '%s' would both be called '%s'; to pool them as draws of one run, use runs = { group = ... }")
        :format(taken[new], name, new)
    end
    taken[new] = name
    if new ~= name then map[name] = new end
  end
  return map
end

--- Grouped runs are draws of one run: each original run becomes part of the draw's name, so that no draw replaces
--- another.
local function keep_draws_apart(tbl, map)
  for row = 1, tbl:rows() do
    local run = tbl:get(row, "run")
    if run and map[run] then
      tbl:set(row, "draw", ("%s#%s#%d"):format(run, tbl:get(row, "draw") or "", tbl:get(row, "draw") and 0 or row))
    end
  end
end

local function wanted_runs(rule, names)
  local pairing = require("whisker.pairing")
  local keep = {}
  if type(rule) == "function" then
    for _, name in ipairs(names) do keep[name] = rule(name) and true or nil end
    return keep
  end
  for _, wanted in ipairs(type(rule) == "table" and rule or { rule }) do
    local name, message = pairing.find(wanted, names)
    if not name then return nil, message end
    keep[name] = true
  end
  return keep
end

--- Rows of other runs belong to no task any more, so that nothing reads or counts them.
local function leave_aside(tbl, keep)
  for row = 1, tbl:rows() do
    local run = tbl:get(row, "run")
    if run and not keep[run] then
      tbl:set(row, "run", nil)
      tbl:set(row, "task", nil)
    end
  end
end

local function follow(log, map)
  for _, part in ipairs(log.parts) do
    for _, published in ipairs(part.published or {}) do published.run = map[published.run] or published.run end
  end
end

--- Apply `runs = { select, rename, group }`.
---@param log whisker.Log
---@param rules table
---@return true?, string? message
function runs.apply(log, rules)
  local tbl = log.table
  local function names() return tbl:distinct("run", 1, tbl:rows()) end
  if rules.select then
    local keep, message = wanted_runs(rules.select, names())
    if not keep then return nil, message end
    if next(keep) == nil then return nil, "runs.select leaves no run (runs: " .. table.concat(names(), ", ") .. ")" end
    leave_aside(tbl, keep)
  end
  if rules.rename then
    local map, message = rename_map(rules.rename, names(), false)
    if not map then return nil, message end
    tbl:replace("run", map)
    follow(log, map)
  end
  if rules.group then
    local map, message = rename_map(rules.group, names(), true)
    if not map then return nil, message end
    keep_draws_apart(tbl, map)
    tbl:replace("run", map)
    for _, part in ipairs(log.parts) do part.published = nil end -- what one run published is not the group's
  end
  return true
end

return runs
