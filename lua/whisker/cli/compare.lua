-- whisker compare LOGS...: paired comparison of runs.

local report = require("whisker.cli.report")
local settings = require("whisker.cli.settings")

return {
  name = "compare",
  usage = "compare LOGS... [--baseline RUN] [options]",
  about = "Paired comparisons of the runs in these logs: all pairs, or every run against a baseline.\n" ..
    "Items are matched by their ids; p values are adjusted over the family.",
  options = settings.options(settings.common),
  run = function(given, terminal)
    return report.work(given, "all", terminal, true)
  end,
}
