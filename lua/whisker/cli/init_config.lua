-- whisker init LOGS...: a config to start from, filled with what the logs hold.

local analysis = require("whisker.analysis")
local designs = require("whisker.designs")
local keys = require("whisker.keys")
local settings = require("whisker.cli.settings")

local most_listed = 12

local command = {
  name = "init",
  usage = "init LOGS... > config.lua",
  about = "Print a config to start from: what these logs hold, with the choices that are yours to make.",
  options = settings.options({ "input", "extension", "quiet",
    "untrusted", "memory", "seconds" }),
}

local function quoted(text)
  return ("%q"):format(text):gsub("\\\n", "\\n")
end

local function listed(names)
  local shown = {}
  for i = 1, math.min(#names, most_listed) do shown[i] = quoted(names[i]) end
  return table.concat(shown, ", ") .. (#names > most_listed and (", -- and %d more"):format(#names - most_listed) or "")
end

local function unique(groups, field)
  local seen, list = {}, {}
  for _, group in ipairs(groups) do
    if not seen[group[field]] then seen[group[field]], list[#list + 1] = true, group[field] end
  end
  return list
end

--- The field that clusters the first group most, if any does noticeably.
local function best_key(log, group)
  group.design:uncluster()
  for _, candidate in ipairs(keys.candidates(log, group.design)) do
    if keys.stands_out(candidate, group.counts.n_items) then return candidate end
  end
end

local function cluster_line(log, group)
  if group.keys_from == "benchmark" and #group.keys > 0 then
    return ("  -- cluster: known for %s (%s)"):format(group.card.title, group.keys[1].name)
  end
  local candidate = best_key(log, group)
  if candidate then
    return ("  cluster = %s, -- %d groups, design effect %.2f; is it how the items were made?"):format(
      quoted(candidate.field), candidate.clusters, candidate.design_effect)
  end
  return "  -- cluster = \"metadata.passage\",  -- `whisker keys` found no field that groups items"
end

function command.run(given, terminal)
  local config, problem = settings.config(given)
  if not config then return nil, problem, "bad option" end
  local groups
  local log, message, code = analysis.read(config, terminal.progress)
  if not log then return nil, message, code end
  groups, message, code = designs.build(log, config)
  if not groups then return nil, message, code end
  local paths = {}
  for i, entry in ipairs(config.data) do paths[i] = quoted(entry.path) end
  local runs = groups[1].design:runs()
  terminal.progress:clear()
  io.stdout:write(table.concat({
    "-- Run it: whisker run this-file.lua; what else may stand here: whisker help config",
    "return {",
    "  title   = \"\",",
    ("  data    = %s,"):format(#paths == 1 and paths[1] or "{ " .. table.concat(paths, ", ") .. " }"),
    ("  -- tasks   = { %s },"):format(listed(unique(groups, "task"))),
    ("  metrics = { %s },"):format(listed(unique(groups, "metric"))),
    cluster_line(log, groups[1]),
    #runs > 1 and ("  pair    = { baseline = %s }, -- or \"all\"; runs: %s"):format(quoted(runs[1]), listed(runs))
      or "  -- one run: nothing to compare",
    "  adjust  = \"holm\",",
    "  report  = { to = { \"report.md\" } },",
    "}", "",
  }, "\n"))
  return 0
end

return command
