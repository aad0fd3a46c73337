-- openai/evals: the events of a run, a line each, between a spec and a final report. A match event is a scored sample, a
-- metrics event holds named numbers; a run without a final report was broken off.

local core = require("whisker.core")
local layout = require("whisker.formats.layout")

local function in_spec(file, pattern) return file.head:match("^[^\n]*"):match(pattern) end

--- Lines that are no events: the spec, and after a run that came to its end the report.
local function has_report(tbl, done)
  return tbl:count_empty({ "type" }, done.first, done.last) > 1
end

local function note_broken_off(file, _, done, into)
  if has_report(into.table, done) then return end
  done.notes = { ("%s: the run was broken off: its last line is no final_report; its events are %s. Run it to its end."):format(
    file.path, table.concat(into.table:distinct("type", done.first, done.last), ", ")) }
end

local function published(file, _, done, into)
  local accuracy = core.number_parse(into.table:distinct("reported", done.first, done.last)[1] or "")
  return accuracy and { { task = done.task, run = done.run, metric = "correct", value = accuracy, source = file.path } }
end

return layout.format({
  name = "openai_evals",
  title = "openai/evals: events of oaieval, a line each",
  layouts = { {
    name = "events",
    extension = "jsonl",
    head = { '^%s*{%s*"spec"%s*:%s*{' },
    syntax = "json_lines",
    fields = { item = "sample_id", type = "type", reported = "final_report.accuracy",
      score = { correct = "data.correct", score = "data.score", accuracy = "data.accuracy" } },
    unscored_as = "events without a verdict",
    task = function(file) return in_spec(file, '"eval_name"%s*:%s*"([^"]+)"') end,
    run = function(file) return in_spec(file, '"completion_fns"%s*:%s*%[%s*"([^"]+)"') end,
    finish = note_broken_off,
    published = published,
  } },
})
