return {
  cluster = "doc.passage",
  pair    = { baseline = "small" },
}
