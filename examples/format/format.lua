-- The quiz machine writes one JSON file a model: who answered, and for each question its topic and the verdict.
return {
  name = "quiz",
  title = "logs of the quiz machine",
  extension = "json",
  head = '"machine"%s*:%s*"quiz"',      -- what the first bytes of such a file hold
  rows = "answers.*",                   -- where the samples are
  fields = {
    item = "question",
    run = "^.^.player",                 -- stands outside of the rows, two containers up
    task = "^.^.suite",
    topic = "topic",                    -- metadata: a field that could be a cluster
    score = { correct = "verdict" },
  },
  values = { right = 1, wrong = 0 },    -- texts that stand for scores
}
