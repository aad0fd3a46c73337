-- lighteval: the details of --save-details, details/<model>/<time>/details_<task>_<time>.parquet, turned into JSON Lines
-- with the same names by the line of Python below, since Whisker reads no Parquet.
--
-- A line is a document: `doc`, `model_response` and `metric` (before 0.10 `example`, `predictions` and `metrics`; for some
-- versions between with two underscores around the name).

local core = require("whisker.core")
local layout = require("whisker.formats.layout")
local paths = require("whisker.paths")
local reader = require("whisker.reader")

local help = "Whisker reads no Parquet. With pandas and pyarrow, this line puts JSON Lines beside every file of details:\n\n" ..
  "python3 -c 'import sys, pandas; [pandas.read_parquet(f).to_json(f[:-7] + \"jsonl\", orient=\"records\", lines=True) " ..
  "for f in sys.argv[1:]]' details/*/*/*.parquet\n"

local stamp_pattern = "_(%d%d%d%d%-%d%d%-%d%dT%d%d%-%d%d%-%d%d%.?%d*)$"

--- "details_lighteval|gsm8k|0_2025-01-02T03-04-05.6" -> "lighteval|gsm8k|0", "2025-01-02T03-04-05.6"
local function split_stem(stem)
  local stamp = stem:match(stamp_pattern)
  return stem:sub(#"details_" + 1, stamp and -#stamp - 2 or -1), stamp
end

--- details/<org>/<model>/<time>, or details/<model>/<time>: the folders, and "<org>/<model>".
local function place_of(file)
  local above = paths.split(file.folder)
  local root, model = above:match("^(.*)details/(.+)$")
  if not root then return nil, select(2, paths.split(above)) end
  return root, model
end

--- What results/<model>/results_<time>.json gives for the task.
local function published(file, _, done)
  local task, stamp = split_stem(file.stem)
  local root, model = place_of(file)
  local path = root and stamp and ("%sresults/%s/results_%s.json"):format(root, model, stamp)
  local facts, list = path and reader.facts(path, { "results.**" }) or {}, {}
  local prefix = "results." .. task:gsub("[.]", "\\.") .. "."
  for key, text in require("whisker.order").pairs(facts) do
    local metric = key:sub(1, #prefix) == prefix and key:sub(#prefix + 1)
    if metric and not metric:find("_stderr$") then
      list[#list + 1] = { task = done.task, run = done.run, metric = metric, value = core.number_parse(text), source = path,
        se = core.number_parse(facts[key .. "_stderr"] or "") }
    end
  end
  return list
end

--- The item: the id that lighteval gives, or where it gives none the text of the example.
local function layout_of(name, head, item, metrics, metadata)
  return {
    name = name,
    extension = "jsonl",
    file = "^details_",
    head = head,
    syntax = "json_lines",
    fields = { item = item, score = { ["*"] = metrics .. ".*" } },
    metadata = metadata,
    longest_item = 400,
    task = function(file) return (split_stem(file.stem)) end,
    run = function(file) return select(2, place_of(file)) end,
    published = published,
    single_draws = true,
  }
end

return layout.format({
  name = "lighteval",
  title = "lighteval: details_*.jsonl, turned out of Parquet by the line that `whisker formats lighteval` gives",
  help = help,
  layouts = {
    layout_of("details", '"doc"%s*:', "doc.id", "metric", "doc.specific.**"),
    layout_of("details with underscores", '"__doc__"%s*:', "__doc__.id", "__metric__", "__doc__.specific.**"),
    layout_of("details before 0.10", '"example"%s*:', "example", "metrics", "specifics.**"),
  },
  --- The results beside the details.
  companion = function(file)
    return file.name:find("^results_.*%.json$") ~= nil and file.head:find('"config_general"%s*:') ~= nil
  end,
})
