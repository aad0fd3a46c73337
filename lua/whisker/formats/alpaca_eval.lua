-- AlpacaEval: annotations.json, a judge's preference of 1 (the baseline) to 2 (the model) an instruction. Instructions
-- have no id, so their text is the item, with its hash where a copy has been shortened.

local core = require("whisker.core")
local layout = require("whisker.formats.layout")
local paths = require("whisker.paths")

--- A leaderboard beside the models' folders, or in a folder beside them.
local function leaderboards(file)
  local above = paths.split(file.folder)
  local list = core.list_files(above) or {}
  local found = {}
  for _, path in ipairs(list) do
    if path:find("leaderboard[^/]*%.csv$") then found[#found + 1] = path end
  end
  return found
end

--- What a leaderboard publishes for the model, in percent.
local function published(file, _, done)
  for _, path in ipairs(leaderboards(file)) do
    local rows = core.table()
    local read = rows:scan_file(path, { { path = "", name = "name", kind = "symbol" },
      { path = "win_rate", kind = "real" }, { path = "standard_error", kind = "real" } }, { syntax = "csv" })
    for row = read and read.first or 1, read and read.last or 0 do
      if rows:get(row, "name") == done.run then
        return { { task = done.task, run = done.run, metric = "win", source = path,
          value = rows:get(row, "win_rate") / 100, se = rows:get(row, "standard_error") / 100 } }
      end
    end
  end
end

return layout.format({
  name = "alpaca_eval",
  title = "AlpacaEval: annotations.json with generators and a preference",
  layouts = { {
    name = "annotations",
    extension = "json",
    head = { '"generator_1"%s*:', '"generator_2"%s*:', '"preference"%s*:' },
    syntax = "json", rows = "*",
    fields = { instruction = "instruction", sha1 = "instruction_sha1", run = "generator_2", baseline = "generator_1",
      dataset = "dataset", score = { win = "preference" } },
    measures = { cost = "price_per_example", time = "time_per_example" },
    unscored_as = "whose judge failed",
    join = { item = { "instruction", "sha1" } },
    scale = { win = { 1, -1 } },
    ranges = { win = { 0, 1 } },
    task = "AlpacaEval",
    published = published,
    single_draws = true,
  } },
  companion = function(file) return file.extension == "csv" and file.head:find("win_rate", 1, true) ~= nil end,
})
