-- What was read: which formats, how many rows, and which of them stand for no score.

local cell = require("whisker.report.document").cell
local numbers = require("whisker.report.numbers")

local inventory = {}

---@class whisker.InventoryEntry
---@field format string
---@field files integer
---@field rows integer
---@field left_out integer rows that no score came from
---@field errors integer rows whose sample ended in an error
---@field reasons { text: string, count: integer }[]

local function add_reason(entry, text, count)
  if count == 0 then return end
  for _, reason in ipairs(entry.reasons) do
    if reason.text == text then
      reason.count = reason.count + count
      return
    end
  end
  entry.reasons[#entry.reasons + 1] = { text = text, count = count }
end

local function add_input(entry, input)
  local skipped, unscored = input.skipped or 0, input.unscored or 0
  entry.files, entry.rows = entry.files + 1, entry.rows + input.rows + skipped
  entry.left_out = entry.left_out + skipped + unscored
  add_reason(entry, "unreadable", skipped)
  add_reason(entry, input.unscored_as or "without a score", unscored)
  entry.errors = entry.errors + (input.errors or 0)
end

--- Inputs by format, in the order in which they were met.
---@param results table
---@return whisker.InventoryEntry[]
function inventory.of(results)
  local list, by_format = {}, {}
  for _, input in ipairs(results.inputs) do
    local entry = by_format[input.format]
    if not entry then
      entry = { format = input.format, files = 0, rows = 0, left_out = 0, errors = 0, reasons = {} }
      by_format[input.format], list[#list + 1] = entry, entry
    end
    add_input(entry, input)
  end
  return list
end

--- "20 without a score, 3 after an error"; errors may have scores: "3 after an error, yet scored".
function inventory.reasons(entry)
  local parts = {}
  for i, reason in ipairs(entry.reasons) do parts[i] = ("%s %s"):format(numbers.count(reason.count), reason.text) end
  local text = table.concat(parts, "; ")
  if entry.errors == 0 then return text end
  local count = numbers.count(entry.errors)
  if entry.errors <= entry.left_out then return ("%s, %s after an error"):format(text, count) end
  return ("%s%s after an error, yet scored"):format(text == "" and "" or text .. "; ", count)
end

local aside_words = { { "refused", "not read" }, { "unknown", "no known format" },
  { "companions", "results and settings" } }

--- Rows for files that no rows came from.
local function add_aside(rows, aside)
  for _, kind in ipairs(aside_words) do
    local files = aside and aside[kind[1]] or 0
    if files > 0 then
      rows[#rows + 1] = { cell.text("–"), cell.count(files), cell.text("–"), cell.text("–"), cell.text(kind[2]) }
    end
  end
end

--- Is there more to say than how many rows there were?
local function is_worth_a_table(list, aside)
  if aside and aside.unknown + aside.refused > 0 then return true end
  for _, entry in ipairs(list) do
    if #entry.reasons > 0 or entry.errors > 0 then return true end
  end
  return #list > 1
end

local columns = { { title = "format" }, { title = "files", align = "right" }, { title = "rows", align = "right" },
  { title = "left out", align = "right" }, { title = "why" } }

--- The table, where several formats were read or rows left out; says whether it was added.
---@param doc whisker.Document
---@param results table
---@return boolean
function inventory.add(doc, results)
  local list, rows = inventory.of(results), {}
  if not is_worth_a_table(list, results.aside) then return false end
  for i, entry in ipairs(list) do
    rows[i] = { cell.text(entry.format), cell.count(entry.files), cell.count(entry.rows), cell.count(entry.left_out),
      cell.text(inventory.reasons(entry)) }
  end
  add_aside(rows, results.aside)
  doc:table({ caption = "What was read", columns = columns, rows = rows, unit = "raw", decimals = 0, gives_way = 5 })
  return true
end

return inventory
