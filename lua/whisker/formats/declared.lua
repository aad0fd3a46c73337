-- CSV, JSON and JSON Lines whose fields the config names:
--
--   data = { format = "csv", path = "scores.csv", fields = { item = "question", run = "model", score = "correct" } }
--
-- fields: item, score (a path, or a table from metric to path), run, task, draw, variant; every other entry is
-- metadata under its own name. Paths are dotted; `rows` leads to the rows inside one JSON value. Without `fields`
-- columns with the names of the roles serve: item (or id), score (or correct), run (or model), task, draw (or epoch).

local reader = require("whisker.reader")

local roles = { item = true, run = true, task = true, draw = true, variant = true }
local usual = {
  item = { "item", "item_id", "id" }, score = { "score", "correct" }, run = { "run", "model" }, task = { "task" },
  draw = { "draw", "epoch" },
}
local order = require("whisker.order")

local function declared_fields(fields)
  local list, named = {}, {}
  for name, path in order.pairs(fields) do
    if name == "score" and type(path) == "table" then
      for metric, metric_path in order.pairs(path) do
        list[#list + 1] = { path = metric_path, name = "score:" .. metric, kind = "real" }
      end
    elseif name == "score" then
      list[#list + 1] = { path = path, name = "score:score", kind = "real" }
    else
      list[#list + 1] = { path = path, name = name, kind = "symbol" }
    end
    named[name] = true
  end
  return list, named
end

--- The header of a CSV file, as far as it is needed to find the usual names.
local function header_of(file)
  local line = (file.head:gsub("^\239\187\191", ""):match("^[^\r\n]*") or "")
  local separator, most = ",", 0
  for _, candidate in ipairs({ ",", ";", "\t" }) do
    local _, count = line:gsub(candidate, "")
    if count > most then separator, most = candidate, count end
  end
  local names = {}
  for name in (line .. separator):gmatch('"?([^' .. separator .. '"]*)"?' .. separator) do names[name] = true end
  return names
end

local function usual_fields(file)
  local names, fields = header_of(file), {}
  for role, candidates in pairs(usual) do
    for _, candidate in ipairs(candidates) do
      if names[candidate] then fields[role] = fields[role] or candidate end
    end
  end
  return fields, names
end

local function read_with(syntax)
  return function(file, into)
    local fields = into.declared.fields
    local names
    if not fields then
      fields, names = usual_fields(file)
      if syntax ~= "csv" then
        return nil, file.path .. ": name its fields: fields = { item = ..., score = ..., run = ... }", "bad option"
      end
    end
    if not fields.item or not fields.score then
      return nil, ("%s: 'fields' must name %s"):format(file.path, fields.item and "a score" or "an item"), "bad option"
    end
    local list, taken = declared_fields(fields)
    for name in order.pairs(names or {}) do
      local used = roles[name] or taken[name]
      for _, path in pairs(fields) do used = used or path == name end
      if not used and name ~= "" then list[#list + 1] = { path = name, name = name, kind = "symbol" } end
    end
    for _, name in ipairs(into.wanted or {}) do
      if not taken[name] and not (names and names[name]) then list[#list + 1] = { path = name, kind = "symbol" } end
    end
    if into.weight then list[#list + 1] = { path = into.weight, name = reader.weight, kind = "real" } end
    local done, message, code = into.table:scan_file(file.path, list, reader.options(into, syntax, into.declared.rows))
    if not done then return nil, message, code end
    if done.last >= done.first and #into.table:distinct("item", done.first, done.last) == 0 then
      into.table:truncate(done.first - 1)
      return nil, ("%s: '%s', which should name the items, has no value in any row"):format(file.path, fields.item),
        "bad option"
    end
    reader.recode_scores(into.table, done.first, done.last, into.declared.values or reader.booleans)
    done.task = not fields.task and (into.declared.task or file.stem) or nil
    done.run = not fields.run and (into.declared.run or file.stem) or nil
    return done
  end
end

local function by_extension(extensions, needs_usual)
  return function(file)
    if not extensions[file.extension] then return false end
    if not needs_usual then return true end
    local fields = usual_fields(file)
    if require("whisker.formats").is_companion(file) then return false end
    return fields.item ~= nil and fields.score ~= nil
  end
end

return {
  name = "declared",
  title = "CSV, JSON, JSON Lines: fields named by the config (format = \"csv\", \"json\" or \"jsonl\")",
  aliases = { csv = "csv", json = "json", jsonl = "jsonl" },
  layouts = {
    { name = "csv", recognise = by_extension({ csv = true, tsv = true }, true), read = read_with("csv") },
  },
  --- The layout for a config that names the format, whatever the file is called.
  layout_named = function(name)
    local syntax = ({ csv = "csv", json = "json", jsonl = "json_lines" })[name]
    return syntax and { name = name, recognise = function() return true end, read = read_with(syntax) }
  end,
}
