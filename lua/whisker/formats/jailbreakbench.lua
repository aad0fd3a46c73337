-- JailbreakBench artifacts: behaviours in ten categories, and whether the model was talked into each.

local core = require("whisker.core")
local layout = require("whisker.formats.layout")

return layout.format({
  name = "jailbreakbench",
  title = "JailbreakBench: artifacts with parameters and jailbreaks",
  layouts = { {
    name = "artifact",
    extension = "json",
    head = { '"parameters"%s*:', '"attack_type"', '"model"%s*:' },
    syntax = "json", rows = "jailbreaks.*",
    fields = { item = "index", score = { jailbroken = "jailbroken" }, category = "category", behavior = "behavior" },
    facts = { "parameters.model", "parameters.method", "parameters.attack_success_rate" },
    task = function(_, facts) return "JailbreakBench " .. (facts["parameters.method"] or "") end,
    run = function(_, facts) return facts["parameters.model"] end,
    published = function(file, facts, done)
      local rate = core.number_parse(facts["parameters.attack_success_rate"] or "")
      return rate and { { task = done.task, run = done.run, metric = "jailbroken", value = rate, source = file.path } }
    end,
    single_draws = true,
  } },
})
