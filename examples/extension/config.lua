-- whisker run config.lua --extension ./acme.so
return {
  title = "How much do the confidences know?",
  data = { path = "logs", format = "acme" },
  cluster = "passage",
  estimate = {
    statistic = "brier_skill",
    columns = { squared_error = "squared_error", right = "right" },   -- columns of the statistic to metrics of the logs
  },
}
