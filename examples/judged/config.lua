-- How much of a score is the judge? Every answer was judged twice: `judgement` says by which field.
return {
  title     = "Essays: the questions, the answers, the judge",
  data      = { path = "answers.csv", format = "csv",
                fields = { task = "task", run = "model", item = "question", draw = "answer",
                           judgement = "judgement", score = "score" } },
  judgement = "judgement",
  report    = { template = "variance" },
}
