-- whisker plan: how many items, how small a difference, how much power, how many draws.

local attempt = require("whisker.attempt")
local core = require("whisker.core")
local document = require("whisker.report.document")
local numbers = require("whisker.report.numbers")
local output = require("whisker.cli.output")
local shared = require("whisker.cli.options").shared

local plan_format = { name = "format", argument = "FORMAT", about = "terminal, markdown or json",
  choices = { "terminal", "markdown", "json" } }

local command = {
  name = "plan",
  usage = "plan --mde DIFFERENCE | --items N [--power P] [options]",
  about = "Plan a paired comparison of two runs on the same items (Miller 2024, section 5). Say all but one of the\n" ..
    "number of items, the difference to be found and the power; the missing one is the answer.",
  options = {
    { name = "mde", argument = "D", about = "difference to be found, in score units: .03", number = true },
    { name = "items", argument = "N", about = "number of items", number = true },
    { name = "power", argument = "P", about = "chance to find a true difference of that size, .8", number = true },
    { name = "alpha", argument = "A", about = "two-sided false-alarm rate, .05", number = true },
    { name = "variance", argument = "V", about = "variance over items of the difference, 1/9 when nothing is known",
      number = true },
    { name = "accuracy", argument = "PA,PB", about = "instead of --variance: expected accuracies of the two runs" },
    { name = "correlation", argument = "R", about = "with --accuracy: correlation of their item scores, .5",
      number = true },
    { name = "within", argument = "V", about = "variance of one draw of an item (both runs), 0", number = true },
    { name = "draws", argument = "K", about = "draws an item, or `?` to solve for it: --draws ?" },
    { name = "cluster-size", argument = "M", about = "items in a cluster, 1", number = true },
    { name = "icc", argument = "R", about = "correlation of the differences inside a cluster, 0", number = true },
    plan_format, shared.columns,
  },
  details = "The variance of the difference counts most. From a pilot: n times the squared standard error of a\n" ..
    "paired difference (`whisker compare --format json`). For 0/1 scores: pA(1-pA) + pB(1-pB) - 2 r sqrt(...).",
}

--- Variance over items of a difference of two correlated 0/1 scores.
local function binary_variance(given)
  local a, b = given.accuracy:match("^([^,]+),([^,]+)$")
  a, b = core.number_parse(a or ""), core.number_parse(b or "")
  if not a or not b or a < 0 or a > 1 or b < 0 or b > 1 then
    return nil, "--accuracy takes two accuracies, such as .65,.60"
  end
  local va, vb = a * (1 - a), b * (1 - b)
  return va + vb - 2 * (given.correlation or 0.5) * math.sqrt(va * vb)
end

local function question_of(given)
  local question = {
    effect = given.mde, items = given.items, power = given.power, alpha = given.alpha, within_a = given.within,
    within_b = given.within, cluster_size = given.cluster_size, icc = given.icc, variance = given.variance,
  }
  if given.accuracy then
    local variance, message = binary_variance(given)
    if not variance then return nil, message end
    question.variance = variance
  end
  if question.effect and question.effect <= 0 then return nil, "--mde is a difference above 0" end
  if question.effect and question.effect >= 1 and not question.variance then
    return nil, ("--mde is in units of the score: %s points of accuracy are --mde %s. For other scores give --variance")
      :format(core.number_text(question.effect), core.number_text(question.effect / 100))
  end
  question.variance = question.variance or 1 / 9
  if given.draws == "?" then
    question.solve = "draws"
  elseif given.draws then
    question.draws_a = core.number_parse(given.draws)
    if not question.draws_a then return nil, "--draws takes a number or ?" end
    question.draws_b = question.draws_a
  end
  question.solve = question.solve or (not question.items and "items") or (not question.effect and "effect")
    or (not question.power and "power")
  if not question.solve then
    return nil, "everything is given: leave out --items, --mde or --power to have it solved"
  end
  if question.solve == "items" and not question.effect then
    return nil, "say --mde, the difference to be found, or --items"
  end
  return question
end

local function sentence(answer)
  local percent = numbers.fixed(answer.power * 100, 1):gsub("%.0$", "")
  local effect = core.number_text(answer.effect, 4)
  local several = answer.draws_a and answer.draws_a > 1
  local draws = several and (" with %s draws each"):format(core.number_text(answer.draws_a, 4)) or ""
  local level = core.number_text(answer.alpha * 100, 4)
  return ("On %s items%s, a true difference of %s is found with %s%% power (two-sided test at %s%%)."):format(
    numbers.count(math.ceil(answer.items - 1e-9)), draws, effect, percent, level)
end

local function cluster_sentence(answer)
  if (answer.cluster_size or 0) <= 1 then return nil end
  return ("They stand in %s clusters of %s; clusters cost a factor of %s (design effect) in items."):format(
    numbers.count(math.ceil(answer.clusters - 1e-9)), core.number_text(answer.cluster_size, 6),
    numbers.fixed(answer.design_effect, 2))
end

function command.run(given, terminal)
  if #given > 0 then
    local message = "plan takes no logs: '%s'. Take the variance from a pilot by hand (--help)"
    return nil, message:format(given[1]), "bad option"
  end
  local question, problem = question_of(given)
  if not question then return nil, problem, "bad option" end
  local answer, message, code = attempt.call(core.plan, question)
  if not answer then return nil, message, code end
  if answer.cluster_size == 0 then answer.cluster_size, answer.icc, answer.clusters = nil, nil, nil end
  if given.format == "json" then
    io.stdout:write(require("whisker.report.writers.json")({ schema = "whisker/1", inputs = {}, notes = {}, scores = {},
      comparisons = {}, plans = { answer } }))
    return 0
  end
  local doc = document.new("Plan")
  doc:paragraph(sentence(answer))
  local clusters = cluster_sentence(answer)
  if clusters then doc:paragraph(clusters) end
  doc:notes("Assumed", {
    { mark = "·", text = ("variance over items of the difference %s, of one draw inside an item %s")
      :format(core.number_text(answer.variance, 4), core.number_text(answer.within_a or 0, 4)) },
  })
  output.document(doc, given, terminal)
  return 0
end

return command
