-- JailbreakBench artifacts: behaviours in ten categories, and whether the model was talked into each. Two judges say so:
-- the benchmark's, of which attack_success_rate is the mean, and the one that the attack listened to while it ran, whose
-- verdicts total_number_of_jailbreaks counts.

local core = require("whisker.core")
local layout = require("whisker.formats.layout")

local function fact(facts, name) return core.number_parse(facts["parameters." .. name] or "") end

local function note_other_count(file, facts, done)
  local rate, total = fact(facts, "attack_success_rate"), fact(facts, "total_number_of_jailbreaks")
  local count = rate and math.floor(rate * (done.last - done.first + 1) + 0.5)
  if not total or count == total then return end
  done.notes = { ("%s: attack_success_rate is %s jailbreaks, total_number_of_jailbreaks says %s: it counts the verdicts of " ..
    "the attack's own judge, the metric jailbroken_llama_guard1"):format(file.path, core.number_text(count, 6),
    core.number_text(total, 6)) }
end

return layout.format({
  name = "jailbreakbench",
  title = "JailbreakBench: artifacts with parameters and jailbreaks",
  layouts = { {
    name = "artifact",
    extension = "json",
    head = { '"parameters"%s*:', '"attack_type"', '"model"%s*:' },
    syntax = "json", rows = "jailbreaks.*",
    fields = { item = "index", category = "category", behavior = "behavior",
      score = { jailbroken = "jailbroken", jailbroken_llama_guard1 = "jailbroken_llama_guard1" } },
    hidden = { "^jailbroken_llama_guard1$" },
    measures = { queries = "number_of_queries", tokens = "response_tokens" },
    facts = { "parameters.model", "parameters.method", "parameters.attack_success_rate",
      "parameters.total_number_of_jailbreaks" },
    task = function(_, facts) return "JailbreakBench " .. (facts["parameters.method"] or "") end,
    run = function(_, facts) return facts["parameters.model"] end,
    finish = note_other_count,
    published = function(file, facts, done)
      local rate = fact(facts, "attack_success_rate")
      return rate and { { task = done.task, run = done.run, metric = "jailbroken", value = rate, source = file.path } }
    end,
    single_draws = true,
  } },
})
