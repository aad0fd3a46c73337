-- Inspect AI's archives with chunked samples, as `inspect log convert-chunked` of 0.3.285 lays them out.

local check = require("check")
local whisker = require("whisker")
local zip = require("zip")

local tests = check.tests()

local members = {
  { name = "_journal/start.json", crc = 0xc63cf0f0,
    text = '{"eval": {"task": "sums", "model": "mock/a", "created": "2026-11-22T00:00:00+00:00"}}' },
  { name = "samples/q1_epoch_1/sample.json", crc = 0x04e77269,
    text = '{"id": "q1", "epoch": 1, "scores": {"match": {"value": "C"}}, "message_refs": [[0, 2]]}' },
  { name = "samples/q1_epoch_1/skeleton.json", crc = 0x0af73c42,
    text = '{"n": 1}' },
  { name = "samples/q2_epoch_1/sample.json", crc = 0x0c1520a2,
    text = '{"id": "q2", "epoch": 1, "scores": {"match": {"value": "I"}}}' },
  { name = "samples/q3_epoch_1.json", crc = 0x391c9315,
    text = '{"id": "q3", "epoch": 1, "scores": {"match": {"value": "C"}}, "metadata": {"kind": "x"}}' },
}

function tests.chunked_and_whole_samples_are_read_together()
  local path = check.file(zip(members))
  os.rename(path, path .. ".eval")
  local results = assert(whisker.run({ data = path .. ".eval", pair = "none" }))
  os.remove(path .. ".eval")
  local score = results.scores[1]
  check.equal({ score.task, score.run, score.metric, score.n_items }, { "sums", "mock/a", "match", 3 })
  check.near(score.estimate, 2 / 3, 1e-15)
end

return tests
