-- Samples that were pushed, as a log for analysis.run: a table that is filled already, in the long form of reader.lua.

local keys = require("whisker.keys")
local logs = require("whisker.logs")
local reader = require("whisker.reader")
local runs = require("whisker.runs")

local pushed = {}

--- Columns that `runs` rules write to, and where they are kept meanwhile: names that no harness gives.
local changed = { run = "\0run", task = "\0task", draw = "\0draw" }

local function fields_of(tbl)
  local list = {}
  for _, field in ipairs(logs.metadata_fields(tbl)) do
    if field:sub(1, 1) ~= "\0" then list[#list + 1] = field end
  end
  return list
end

--- Keys are pushed as texts; the one that the config takes for weights becomes numbers.
local function add_weights(tbl, fields, name)
  local column, message = keys.column(name, fields)
  if not column then return nil, message end
  tbl:add_column(reader.weight, "real")
  for row = 1, tbl:rows() do tbl:set(row, reader.weight, tbl:get(row, column)) end
  return true
end

--- A table of pushed draws as a log.
---@param tbl whisker.Table
---@param about { input: table?, weight: string? }? the file that holds the same samples: path, format, bytes, sha256;
--- the key that the config takes for weights
---@return whisker.Log?, string? message, string? code
function pushed.log(tbl, about)
  about = about or {}
  local fields, rows = fields_of(tbl), tbl:rows()
  if about.weight then
    local done, message = add_weights(tbl, fields, about.weight)
    if not done then return nil, message, "bad option" end
  end
  local input = about.input or { path = "pushed", format = "pushed" }
  input.rows, input.skipped = rows, input.skipped or 0
  return {
    table = tbl, inputs = { input }, parts = { { first = 1, last = rows, unordered = true } }, notes = {},
    fields = fields,
  }
end

local function copy_columns(tbl, from_to)
  for from, to in pairs(from_to) do assert(tbl:copy(from, to, 1, tbl:rows())) end
end

--- Call work(log) with the config's `runs` rules applied, and undo them: samples go on being pushed under the names
--- that the harness gives.
---@return any # what work returns, or nil, message, code
function pushed.with_runs(log, rules, work)
  if not next(rules) then return work(log) end
  copy_columns(log.table, changed)
  local results = { pcall(function()
    local done, message = runs.apply(log, rules)
    if not done then return nil, message, "bad option" end
    return work(log)
  end) }
  local back = {}
  for column, kept in pairs(changed) do back[kept] = column end
  copy_columns(log.table, back)
  if not results[1] then error(results[2], 0) end
  return results[2], results[3], results[4]
end

return pushed
