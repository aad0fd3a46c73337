return {
  title = "Quiz",
  data = { path = "logs", format = "format.lua" },
  cluster = "topic",
}
