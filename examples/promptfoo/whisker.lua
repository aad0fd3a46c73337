return {
  cluster = "metadata.passage",
  metrics = "score",
  pair    = { { "[large] quoting", "[large] plain" }, { "[small] quoting", "[small] plain" } },
  report  = { to = "report.md" },
}
