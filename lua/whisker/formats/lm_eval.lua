-- lm-evaluation-harness: samples written with --log_samples (v0.4 and its forerunners) and --write_out (v0.3).

local core = require("whisker.core")
local paths = require("whisker.paths")
local reader = require("whisker.reader")

local not_scores = {
  "doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics", "doc_hash", "prompt_hash",
  "target_hash",
}

local stamp_anywhere = "%d%d%d%d%-%d%d%-%d%dT%d%d%-%d%d%-%d%d%.?%d*"
local stamp_pattern = "(" .. stamp_anywhere .. ")$"

--- "samples_gsm8k_2025-08-07T11-42-40.066002.jsonl" -> "samples_gsm8k", "2025-08-07T11-42-40.066002"
local function split_stamp(stem)
  stem = stem:gsub("%.trimmed$", "")
  local stamp = stem:match("_" .. stamp_pattern)
  return stamp and stem:sub(1, #stem - #stamp - 1) or stem, stamp
end

-- ---- the results file beside the samples --------------------------------------------------------------------

local wanted_results = { "model_name", "config.model_args", "config.model_args.*", "results.**", "n-samples.**" }

local function is_results(name)
  return name:find("%.json$") and not name:find("^samples_") and not name:find("_write_out_info")
end

--- Results files of a folder, looked for once: by the stamp in their name, or under "" for results.json.
local by_folder = setmetatable({}, { __mode = "k" })

local function results_in(siblings)
  if by_folder[siblings] then return by_folder[siblings] end
  local index = {}
  for _, path in ipairs(siblings) do
    local _, name = paths.split(path)
    if is_results(name) then
      local stamp = name == "results.json" and "" or name:match(stamp_anywhere)
      if stamp then index[stamp] = index[stamp] or path end
    end
  end
  by_folder[siblings] = index
  return index
end

--- The results of the same run: the file with the samples' stamp, or results.json.
local function results_beside(file, stamp)
  local path = results_in(file.siblings)[stamp or ""]
  if not path then return nil end
  return reader.facts(path, wanted_results), path
end

local function model_of(file, results)
  local name = results and (results["model_name"] or results["config.model_args.pretrained"])
  name = name or (results and results["config.model_args"] or ""):match("pretrained=([^,]+)")
  name = name or (results and results["config.model_args"] or ""):match("model=([^,]+)")
  if name then
    local last = name:match("^/.*/([^/]+)/?$") -- a model in a folder of somebody's machine
    return last or name
  end
  local _, folder = paths.split(file.folder)
  if folder == "." then return "this run" end
  return (folder:gsub("__", "/", 1))
end

--- What the results file publishes for a task: metric, value, standard error, number of items.
local function published(results, path, task, run)
  local list = {}
  local prefix = "results." .. task .. "."
  for _, key in ipairs(require("whisker.order").keys(results or {})) do
    local name = key:sub(1, #prefix) == prefix and key:sub(#prefix + 1)
    local value = name and core.number_parse(results[key])
    if value and not name:find("_stderr") and name ~= "alias" then
      local metric, filter = name:match("^(.-),(.+)$")
      local error_key = filter and ("%s%s_stderr,%s"):format(prefix, metric, filter) or key .. "_stderr"
      list[#list + 1] = {
        task = task, run = run, source = path, value = value,
        metric = filter and filter ~= "none" and name or metric or name,
        se = core.number_parse(results[error_key] or ""),
        n = core.number_parse(results["n-samples." .. task .. ".effective"] or ""),
      }
    end
  end
  return list
end

-- ---- task and run where only the file's name tells ----------------------------------------------------------

local function common_suffix(a, b)
  local length = 0
  while length < #a and length < #b and a:byte(#a - length) == b:byte(#b - length) do length = length + 1 end
  return a:sub(#a - length + 1)
end

--- "<run>_<task>" of one file among its siblings: a task that the results name, else what the names share.
local function split_stem(stem, others, results)
  local task
  for key in pairs(results or {}) do
    local name = key:match("^results%.([^.]+)%.")
    if name and #name < #stem and stem:sub(-#name - 1) == "_" .. name and #name > #(task or "") then task = name end
  end
  for _, other in ipairs(others) do
    if not task and other ~= stem then task = common_suffix(stem, other):match("^[^_]*_(.+)$") end
  end
  if task then return stem:sub(1, #stem - #task - 1), task end
  local run, rest = stem:match("^([^_]+)_(.+)$")
  for _, other in ipairs(others) do
    if run and other ~= stem and other:sub(1, #run + 1) == run .. "_" then return run, rest end
  end
  return nil, stem
end

--- The stems of the siblings that the same layout would read.
local function stems_of(file, pattern)
  local list = {}
  for _, path in ipairs(file.siblings) do
    local _, name = paths.split(path)
    local stem = name:gsub("%.trimmed", ""):match(pattern)
    if stem then list[#list + 1] = stem end
  end
  return list
end

-- ---- layouts ------------------------------------------------------------------------------------------------

local sample_fields = {
  { path = "doc_id", name = "item", kind = "symbol" },
  { path = "filter", name = "variant", kind = "symbol" },
  { path = "*", name = "score:*", kind = "real", except = not_scores },
}

--- One sample a line, or in early versions one array; never one value over many lines.
local function syntax_of(file)
  return file.head:find("^%s*%[") and "json" or "json_lines"
end

--- Log-probabilities of the options, in the order in which they were asked.
local measures = { ["logprob.*"] = "filtered_resps.*[0]" }

local function read_samples(file, into, task, run, stamp, results, results_path)
  task, run = into.declared.task or task, into.declared.run or run
  local fields = reader.measures(measures, into)
  for i, field in ipairs(sample_fields) do table.insert(fields, i, field) end
  local done, message, code = into.table:scan_file(file.path, reader.fields(fields, "doc.**", into),
    reader.options(into, syntax_of(file)))
  if not done then return nil, message, code end
  reader.recode_scores(into.table, done.first, done.last, reader.booleans)
  reader.single_draws(into.table, done)
  done.task, done.run, done.stamp = task, run, stamp
  done.published = published(results, results_path, task, run)
  return done
end

local samples = {
  name = "samples",
  measures = measures,
  recognise = function(file)
    return file.name:find("^samples_") and file.name:find("%.jsonl?$") and file.head:find('"doc_id"', 1, true) ~= nil
  end,
  read = function(file, into)
    local stem, stamp = split_stamp(file.stem)
    local results, results_path = results_beside(file, stamp)
    return read_samples(file, into, (stem:gsub("^samples_", "")), model_of(file, results), stamp, results, results_path)
  end,
}

local early_samples = {
  name = "samples of the first 0.4 versions",
  measures = measures,
  recognise = function(file)
    return file.head:find('"doc_id"', 1, true) ~= nil and file.head:find('"doc"', 1, true) ~= nil
      and file.name:find("%.jsonl?$") ~= nil
  end,
  read = function(file, into)
    local results, results_path = results_beside(file, nil)
    local run, task = split_stem(file.stem:gsub("%.trimmed$", ""), stems_of(file, "^(.+)%.jsonl$"), results)
    local named = results and model_of(file, results)
    return read_samples(file, into, task, named or run or model_of(file, nil), nil, results, results_path)
  end,
}

local write_out_except, write_out_measures = { "doc_id", "truth" }, {}
for i = 0, 99 do
  write_out_measures["logprob." .. i] = "logit_" .. i
  write_out_except[#write_out_except + 1] = "prompt_" .. i
  write_out_except[#write_out_except + 1] = "logit_" .. i
end

local write_out = {
  name = "v0.3 --write_out",
  measures = measures,
  recognise = function(file) return file.name:find("write_out_info[^/]*%.json$") ~= nil end,
  read = function(file, into)
    local pattern = "^(.+)_write_out_info%.json$"
    local stem = file.name:gsub("%.trimmed", ""):match(pattern) or file.stem
    local run, task = split_stem(stem, stems_of(file, pattern), nil)
    local fields = reader.measures(write_out_measures, into)
    table.insert(fields, 1, { path = "doc_id", name = "item", kind = "symbol" })
    table.insert(fields, { path = "*", name = "score:*", kind = "real", except = write_out_except })
    local done, message, code = into.table:scan_file(file.path, fields, reader.options(into))
    if not done then return nil, message, code end
    reader.recode_scores(into.table, done.first, done.last, reader.booleans)
    reader.single_draws(into.table, done)
    done.task, done.run = into.declared.task or task, into.declared.run or run or model_of(file, nil)
    return done
  end,
}

return {
  name = "lm_eval",
  title = "lm-evaluation-harness: samples_*.jsonl of --log_samples, and --write_out files of v0.3",
  layouts = { samples, write_out, early_samples },
  --- Results files are read with the samples beside them.
  companion = function(file)
    return is_results(file.name) and file.head:find('^%s*{%s*"results"%s*:') ~= nil
      and not file.head:find('"examples"%s*:')
  end,
}
