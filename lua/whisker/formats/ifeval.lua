-- IFEval: eval_results_strict.jsonl and eval_results_loose.jsonl, as the benchmark's own script writes them. A prompt
-- carries one to three instructions; prompts have no id, so their text is the item. Instructions are items of a task of
-- their own, whose cluster is the prompt.

local layout = require("whisker.formats.layout")
local paths = require("whisker.paths")

local function strictness(file) return file.name:find("loose") and "loose" or "strict" end

--- The folder is the model; a "run4." before the name is the repeat.
local function model(file)
  local _, folder = paths.split(file.folder)
  return folder ~= "." and folder or file.stem
end

local function add_repeat(file, _, done, into)
  local number = file.name:match("^run(%d+)%.") or file.stem:match("[._-]run(%d+)$")
  if number then into.table:fill("draw", done.first, done.last, number) end
end

return layout.format({
  name = "ifeval",
  title = "IFEval: eval_results_strict.jsonl and eval_results_loose.jsonl",
  layouts = { {
    name = "eval_results",
    extension = "jsonl",
    head = { '"follow_all_instructions"%s*:', '"follow_instruction_list"%s*:' },
    syntax = "json_lines",
    run = model,
    longest_item = 400,
    finish = add_repeat,
    single_draws = true,
    passes = {
      { fields = { item = "prompt", prompt = "prompt", score = { followed = "follow_all_instructions" } },
        task = function(file) return ("IFEval prompts (%s)"):format(strictness(file)) end },
      { rows = "follow_instruction_list.*",
        fields = { prompt = "^.^.prompt", place = "@", score = { followed = "." } },
        join = { item = { "prompt", "place" } },
        task = function(file) return ("IFEval instructions (%s)"):format(strictness(file)) end },
    },
  } },
})
