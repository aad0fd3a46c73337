-- whisker benchmarks [NAME]: what is known about benchmarks.

local benchmarks = require("whisker.benchmarks")
local width = require("whisker.report.width")

local function line(name, text)
  if not text then return end
  for i, part in ipairs(width.wrap(text, 66)) do
    io.stdout:write(("  %-10s %s\n"):format(i == 1 and name or "", part))
  end
end

local function print_card(card)
  io.stdout:write(card.name, "\n")
  line("what", card.title)
  line("metric", card.metric)
  line("cluster", card.cluster_name or (type(card.cluster) == "string" and card.cluster) or nil)
  line("why", card.why)
  for _, caveat in ipairs(card.caveats or {}) do line("caveat", caveat) end
  line("source", card.source)
end

return {
  name = "benchmarks",
  usage = "benchmarks [NAME]",
  about = "The benchmarks whose cluster keys are known, or the card of one of them.",
  options = {},
  run = function(given)
    if #given == 0 then
      for _, card in ipairs(benchmarks.all()) do io.stdout:write(("%-16s %s\n"):format(card.name, card.title)) end
      return 0
    end
    for _, name in ipairs(given) do
      local card, message = benchmarks.named(name)
      if not card then return nil, message, "bad option" end
      print_card(card)
    end
    return 0
  end,
}
