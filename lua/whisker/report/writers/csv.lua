-- Results as CSV: one table of scores and comparisons, full precision, undefined cells empty.

local core = require("whisker.core")
local plain = require("whisker.report.plain")

local columns = { "kind", "task", "metric", "run", "against", "n_items", "n_missing", "n_dropped", "n_clusters",
  "estimate", "se", "lower", "upper", "level", "df", "p", "p_adjusted", "correlation", "se_clt", "design_effect", "mde",
  "method", "interval", "notes" }

--- A spreadsheet would run a text that begins like a formula; a quote before it keeps it a text.
local function safe(text)
  text = plain.text(text)
  if text:find("^[=+@\t\r]") or text:find("^%-[^%d.]") then text = "'" .. text end
  if text:find('[",\r\n]') then return '"' .. text:gsub('"', '""') .. '"' end
  return text
end

local function cell(value)
  if value == nil then return "" end
  if type(value) == "number" then
    return value == value and math.abs(value) ~= math.huge and core.number_text(value) or ""
  end
  return safe(tostring(value))
end

local function codes(notes)
  local list = {}
  for i, note in ipairs(notes) do list[i] = note.code end
  return table.concat(list, " ")
end

local function line(record)
  local parts = {}
  for i, column in ipairs(columns) do parts[i] = cell(record[column]) end
  return table.concat(parts, ",")
end

local function with(record, more)
  return setmetatable(more, { __index = record })
end

---@param results table
---@return string
return function(results)
  local lines = { table.concat(columns, ",") }
  for _, score in ipairs(results.scores) do
    local ci = score.ci or {}
    lines[#lines + 1] = line(with(score, { kind = "score", lower = ci[1], upper = ci[2], notes = codes(score.notes) }))
  end
  for _, comparison in ipairs(results.comparisons) do
    local ci = comparison.ci or {}
    lines[#lines + 1] = line(with(comparison, { kind = "difference", run = comparison.a, against = comparison.b,
      estimate = comparison.difference, lower = ci[1], upper = ci[2], notes = codes(comparison.notes) }))
  end
  return table.concat(lines, "\r\n") .. "\r\n"
end
