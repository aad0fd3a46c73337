return {
  cluster = "metadata.repository",
  pair    = { baseline = "mockllm/small" },
  report  = { to = "report.md" },
}
