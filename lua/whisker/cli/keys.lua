-- whisker keys LOGS...: which fields could be clusters.

local analysis = require("whisker.analysis")
local designs = require("whisker.designs")
local document = require("whisker.report.document")
local keys = require("whisker.keys")
local output = require("whisker.cli.output")
local settings = require("whisker.cli.settings")
local words = require("whisker.report.words")
local cell = document.cell

local command = {
  name = "keys",
  usage = "keys LOGS... [options]",
  about = "Which fields of these samples group items, how large the groups are, how alike the scores inside them\n" ..
    "are (ICC), and what clustering by the field does to the variance of the mean (design effect).",
  options = settings.options({ "text_format", "task", "metric", "run", "input", "extension", "columns", "quiet",
    "untrusted", "memory", "seconds" }),
  details = "A design effect of 2 means that ignoring the groups makes standard errors too small by the square\n" ..
    "root of 2. Whether a field is a cluster is for people to say: items were sampled in groups, or are alike for\n" ..
    "a reason that new items would share. A column of the report (a subject, a language) is a stratum.",
}

local function candidate_row(candidate)
  return {
    cell.text(candidate.field), cell.count(candidate.clusters), cell.count(candidate.largest),
    cell.text(tostring(candidate.largest_label or ""):gsub("%s+", " "):sub(1, 40)), cell.number(candidate.icc, 2),
    cell.number(candidate.design_effect, 2),
  }
end

local columns = {
  { title = "field" }, { title = "groups", align = "right" }, { title = "largest", align = "right" },
  { title = "which is" }, { title = "ICC", align = "right" }, { title = "design effect", align = "right" },
}

local function add_group(doc, log, group)
  group.design:uncluster()
  local rows = {}
  for i, candidate in ipairs(keys.candidates(log, group.design)) do rows[i] = candidate_row(candidate) end
  doc:section(("%s · %s"):format(group.task, group.metric), words.plural(group.counts.n_items, "item") .. ", "
    .. words.plural(group.counts.n_runs, "run"))
  if #rows == 0 then
    doc:paragraph(#log.fields == 0 and "The samples carry no metadata."
      or "No field groups items; constant, or different for every item: " .. table.concat(log.fields, ", ") .. ".")
  else
    doc:table({ columns = columns, rows = rows, unit = "raw", decimals = 2, gives_way = 4 })
  end
end

function command.run(given, terminal)
  given.no_cluster = true
  local config, problem = settings.config(given)
  if not config then return nil, problem, "bad option" end
  local log, message, code = analysis.read(config, terminal.progress)
  if not log then return nil, message, code end
  local groups
  groups, message, code = designs.build(log, config)
  if not groups then return nil, message, code end
  local doc = document.new()
  for _, group in ipairs(groups) do add_group(doc, log, group) end
  output.document(doc, given, terminal)
  return 0
end

return command
