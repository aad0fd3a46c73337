-- HELM: per_instance_stats.json of a run, a list of statistics an instance. Perturbed copies of an instance share its id,
-- which is their natural cluster. Splits are tasks of their own, as in what HELM publishes.

local core = require("whisker.core")
local layout = require("whisker.formats.layout")
local paths = require("whisker.paths")
local reader = require("whisker.reader")

--- What is counted rather than scored.
local bookkeeping = { "^num_", "^inference_", "^training_", "^batch_size$", "^prompt_truncated$", "^max_prob$",
  "^finish_reason_", "^logprob$", "^predicted_index$", "^runtime", "^estimated_", "_cost$", "^judge_" }

--- "bbq:subject=all,method=...,model=openai_gpt-4o" (":" may have become "_" or "-") -> "bbq:subject=all", "openai_gpt-4o"
local function split_name(file)
  local _, name = paths.split(file.folder)
  local model = name:match("[,:_-]model=([^,]+)")
  local task = name:gsub("[,:_-]model=[^,]+", ""):gsub(",?method=[^,]+", "")
  return task ~= "" and task or name, model
end

local function beside(file, name, wanted)
  return reader.facts(file.folder .. "/" .. name, wanted) or {}
end

local function model_of(file)
  return beside(file, "run_spec.json", { "adapter_spec.model" })["adapter_spec.model"] or select(2, split_name(file))
end

--- The means that stats.json gives for each metric and split.
local function published(file, _, done)
  local stats, list = core.table(), {}
  local read = stats:scan_file(file.folder .. "/stats.json", { { path = "name.name", kind = "symbol" },
    { path = "name.split", kind = "symbol" }, { path = "name.perturbation.name", kind = "symbol" },
    { path = "mean", kind = "real" } }, { syntax = "json", rows = "*" })
  local task = split_name(file)
  for row = read and read.first or 1, read and read.last or 0 do
    local split, value = stats:get(row, "name.split"), stats:get(row, "mean")
    if split and type(value) == "number" and not stats:get(row, "name.perturbation.name") then
      list[#list + 1] = { task = task .. " " .. split, run = done.run, metric = stats:get(row, "name.name"), value = value,
        source = file.folder .. "/stats.json" }
    end
  end
  return list
end

local function name_tasks(file, _, done, into)
  local task = split_name(file)
  reader.fill(into.table, "scenario", done.first, done.last, into.declared.task or task)
  into.table:join({ "scenario", "split" }, " ", "task", done.first, done.last)
end

return layout.format({
  name = "helm",
  title = "HELM: per_instance_stats.json in the folder of a run",
  layouts = { {
    name = "per-instance statistics",
    file = "^per_instance_stats.*%.json$",
    head = { '"instance_id"%s*:', '"stats"%s*:' },
    syntax = "json", rows = "*.stats.*",
    fields = { instance_id = "^.^.instance_id", draw = "^.^.train_trial_index", variant = "name.name", split = "name.split",
      perturbation = "^.^.perturbation.name", score = { [""] = "mean" } },
    join = { item = { "instance_id", "perturbation" } },
    run = model_of,
    hidden = bookkeeping,
    unscored_as = "statistics without a mean",
    finish = name_tasks,
    published = published,
  } },
  companion = function(file)
    return ({ ["stats.json"] = true, ["run_spec.json"] = true, ["scenario.json"] = true, ["scenario_state.json"] = true,
      ["instances.json"] = true, ["display_predictions.json"] = true, ["display_requests.json"] = true })[file.name] == true
  end,
})
