-- Results as CSV: one table of scores and comparisons, or of plans; full precision, undefined cells empty.

local core = require("whisker.core")
local plain = require("whisker.report.plain")

local columns = { "kind", "task", "metric", "run", "against", "n_items", "n_missing", "n_dropped", "n_clusters",
  "estimate", "se", "lower", "upper", "level", "df", "p", "p_adjusted", "correlation", "se_clt", "design_effect", "mde",
  "method", "interval", "notes" }

local plan_columns = { "kind", "value", "task", "metric", "a", "b", "solve", "items", "clusters", "effect", "power", "alpha",
  "variance", "within_a", "within_b", "draws_a", "draws_b", "cluster_size", "cluster_variation", "icc", "design_effect",
  "detectable", "lower", "upper" }

--- Signs that begin a formula, the wide ones of East Asian keyboards among them.
local formula = { ["="] = true, ["+"] = true, ["-"] = true, ["@"] = true, ["＝"] = true, ["＋"] = true, ["－"] = true,
  ["＠"] = true }

local function begins_formula(text)
  return formula[text:sub(1, 1)] or formula[text:sub(1, 3)]
end

--- A spreadsheet would run a text that begins like a formula; a quote before it keeps it a text. Numbers stay numbers.
--- Where commas are for decimals a cell may also begin after a semicolon.
local function safe(text)
  text = plain.text(text)
  if begins_formula(text:match("^%s*(.*)$")) and not core.number_parse(text) then text = "'" .. text end
  text = text:gsub("(;%s*)([^;]+)", function(before, rest) return begins_formula(rest) and before .. "'" .. rest end)
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

local function line(record, names)
  local parts = {}
  for i, column in ipairs(names or columns) do parts[i] = cell(record[column]) end
  return table.concat(parts, ",")
end

local function with(record, more)
  return setmetatable(more, { __index = record })
end

--- A row for each answer, then what it hangs on.
local function plan_lines(plans)
  local lines = { table.concat(plan_columns, ",") }
  for _, plan in ipairs(plans) do
    local range = plan.range_ci or {}
    lines[#lines + 1] = line(with(plan, { kind = "answer", value = "", detectable = "", lower = range[1],
      upper = range[2] }), plan_columns)
    for _, point in ipairs(plan.curve) do
      lines[#lines + 1] = line({ kind = "curve", items = point.items, effect = point.effect, power = point.power },
        plan_columns)
    end
    for _, other in ipairs(plan.what_if) do
      lines[#lines + 1] = line(with(other, { kind = "if " .. other.what }), plan_columns)
    end
  end
  return table.concat(lines, "\r\n") .. "\r\n"
end

---@param results table
---@return string
return function(results)
  if #(results.plans or {}) > 0 then return plan_lines(results.plans) end
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
