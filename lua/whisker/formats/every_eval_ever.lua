-- Every Eval Ever: instance files, a line a sample of the shared schema (instance_level_eval.schema.json, 0.2), beside the
-- aggregate that they belong to: <id>_samples.jsonl and <id>.json. Ids are those of the original dataset.

local core = require("whisker.core")
local layout = require("whisker.formats.layout")

local aggregate_fields = {
  { path = "evaluation_name", kind = "symbol" },
  { path = "score_details.score", name = "value", kind = "real" },
  { path = "score_details.uncertainty.standard_error.value", name = "se", kind = "real" },
  { path = "score_details.uncertainty.num_samples", name = "n", kind = "real" },
}

local function number_at(tbl, row, column)
  local value = tbl:kind(column) and tbl:get(row, column)
  return type(value) == "number" and value or nil
end

--- What the aggregate gives for the evaluation of these samples: by its name, or as its only result.
local function published(file, _, done, into)
  local path, results = file.folder .. "/" .. file.stem:gsub("_samples$", "") .. ".json", core.table()
  local read = results:scan_file(path, aggregate_fields, { syntax = "json", rows = "evaluation_results.*" })
  local task = into.table:distinct("task", done.first, done.last)[1]
  local run, list = into.table:distinct("run", done.first, done.last)[1], {}
  for row = read and read.first or 1, read and read.last or 0 do
    local value = number_at(results, row, "value")
    if value and (read.first == read.last or results:get(row, "evaluation_name") == task) then
      list[#list + 1] = { task = task, run = run, metric = "score", value = value, se = number_at(results, row, "se"),
        n = number_at(results, row, "n"), source = path }
    end
  end
  return list
end

return layout.format({
  name = "every_eval_ever",
  title = "Every Eval Ever: instance files, <id>_samples.jsonl",
  layouts = { {
    name = "instances",
    extension = "jsonl",
    head = { '"evaluation_id"%s*:', '"evaluation_name"%s*:', '"sample_id"%s*:', '"interaction_type"%s*:' },
    syntax = "json_lines",
    fields = { item = "sample_id", task = "evaluation_name", run = "model_id", score = { score = "evaluation.score" },
      interaction_type = "interaction_type", error = "error" },
    metadata = "metadata.**",
    measures = { is_correct = "evaluation.is_correct", tokens = "token_usage.total_tokens",
      time = "performance.latency_ms", generation_time = "performance.generation_time_ms",
      turns = "evaluation.num_turns", tool_calls = "evaluation.tool_calls_count" },
    published = published,
  } },
  --- The aggregate is read with the samples beside it.
  companion = function(file)
    return file.extension == "json" and file.head:find('"schema_version"%s*:') ~= nil
      and file.head:find('"evaluation_id"%s*:') ~= nil
  end,
})
