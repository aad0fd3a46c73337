-- whisker formats [NAME]: which logs are known, and what of one of them is read.

local order = require("whisker.order")
local width = require("whisker.report.width")

local function list_all()
  for _, format in ipairs(require("whisker.formats").all()) do
    io.stdout:write(("%-17s %s\n"):format(format.name, format.title))
    for _, layout in ipairs(format.layouts) do io.stdout:write(("%-17s   · %s\n"):format("", layout.name)) end
  end
end

local function line(name, text)
  for i, part in ipairs(width.wrap(text, 66)) do io.stdout:write(("  %-10s %s\n"):format(i == 1 and name or "", part)) end
end

--- "item question_id, run model, score.win preference"
local function paths_of(fields)
  local parts = {}
  for name, path in order.pairs(fields) do
    for metric, metric_path in order.pairs(type(path) == "table" and path or { [""] = path }) do
      parts[#parts + 1] = (metric == "" and name or name .. "." .. metric) .. " " .. metric_path
    end
  end
  return table.concat(parts, ", ")
end

local function print_card(format)
  io.stdout:write(format.name, "\n")
  line("what", format.title)
  for _, layout in ipairs(format.layouts) do
    line("layout", layout.name)
    if layout.fields then line("fields", paths_of(layout.fields)) end
    if layout.measures then line("measures", paths_of(layout.measures)) end
  end
  if format.help then io.stdout:write("\n", format.help) end
end

return {
  name = "formats",
  usage = "formats [NAME...] [--extension FILE]",
  about = "The formats of logs that are known, or what is read of some of them: fields as role and path, and measures, which " ..
    "are read where --metric or a config names them.",
  options = require("whisker.cli.settings").options({ "extension" }),
  run = function(given)
    if #given == 0 then
      list_all()
      return 0
    end
    for _, name in ipairs(given) do
      local format, message = require("whisker.formats").named(name)
      if not format then return nil, message, "bad option" end
      print_card(format)
    end
    return 0
  end,
}
