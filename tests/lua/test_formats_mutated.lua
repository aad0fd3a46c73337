-- Logs of every format, damaged at random: each is read, or refused with a message, and never a fault of the program.
-- WHISKER_FUZZ_SECONDS=600 goes on looking; a finding prints the damaged log.

local check = require("check")
local whisker = require("whisker")

local tests = check.tests()

--- A small log for each layout: the name that its file needs, and its text.
local seeds = {
  { suffix = true, "samples_t.jsonl",
    '{"doc_id": 0, "doc": {"passage": "p1"}, "target": "x", "filter": "none", "acc": 1}\n' ..
    '{"doc_id": 1, "doc": {"passage": "p2"}, "target": "y", "filter": "none", "acc": 0}\n' },
  { suffix = true, "x_write_out_info.json", '[{"doc_id": 0, "prompt_0": "p", "logit_0": -1.5, "truth": "0", "acc": "True"}]' },
  { "early.jsonl", '{"doc_id": 0, "doc": {"a": 1}, "target": 1, "resps": [], "acc": 0.0}\n' },
  { "log.json", '{"version": 2, "status": "success", "eval": {"task": "t", "model": "m"}, "samples": [' ..
    '{"id": 1, "epoch": 1, "scores": {"match": {"value": "C"}}, "metadata": {"k": "v"}}]}' },
  { "boards.json", '{"leaderboards": [{"name": "b", "results": [{"name": "A", "folder": "a", "resolved": 50, ' ..
    '"per_instance_details": {"x__y-1": {"resolved": true}, "x__y-2": {"resolved": false}}}]}]}' },
  { suffix = true, "per_instance_stats.json", '[{"instance_id": "id1", "train_trial_index": 0, "stats": [' ..
    '{"name": {"name": "exact_match", "split": "test"}, "count": 1, "mean": 1.0}]}]' },
  { "annotations.json", '[{"preference": 1.5, "generator_1": "b", "generator_2": "m", "dataset": "d", "instruction": "i"}]' },
  { "resolved.json", '{"owner__name-1": true, "owner__name-2": false}' },
  { "report.json",
    '{"total_instances": 2, "resolved_instances": 1, "completed_ids": ["a__b-1", "a__b-2"], "resolved": ["a__b-1"]}' },
  { "sides.csv", "left,right,winner\na,b,left\nb,a,tie\n" },
  { "arena.jsonl", '{"question_id": "q", "model_a": "a", "model_b": "b", "winner": "tie"}\n' },
  { "battles.csv", "model_a,model_b,winner\na,b,model_a\nb,c,tie\n" },
  { "llmfao.csv", "id,prompt,model_x,model_y,worker,winner,left,right\n0,1,2,3,4,left,A,B\n" },
  { "single.jsonl", '{"question_id": 81, "model": "m", "judge": ["g", "s"], "user_prompt": "u", "score": 7, "turn": 1}\n' },
  { "pair.jsonl", '{"question_id": 81, "model_1": "a", "model_2": "b", "g1_winner": "model_1", "g2_winner": "tie"}\n' },
  { "events.jsonl", '{"spec": {"completion_fns": ["f"], "eval_name": "e"}}\n' ..
    '{"sample_id": "s", "type": "match", "data": {"correct": true}}\n' },
  { "x_eval_results.json",
    '{"eval": {"HumanEval/0": [{"task_id": "HumanEval/0", "base_status": "pass", "plus_status": "fail"}]}}' },
  { "code.json", '[{"task_id": 0, "prompt": "p", "result": "passed", "attempt": 0}]' },
  { "s.jsonl_results.jsonl", '{"task_id": "HumanEval/1", "completion": "c", "result": "passed", "passed": true}\n' },
  { "judgment.jsonl", '{"question_id": "q", "task": "t", "model": "m", "score": 0.5, "category": "c"}\n' },
  { "eval_results_strict.jsonl", '{"follow_all_instructions": true, "follow_instruction_list": [true], "prompt": "p"}\n' },
  { "wild.json", '[{"session_id": "s", "model_test": "m", "score": "7"}]' },
  { "simple_score.json", '{"accuracy": 0.5, "correct_count": 1, "total_count": 2}\n{"id": 2, "valid": false}\n' },
  { "grades.jsonl", '{"question_id": "q", "grade": "A"}\n{"question_id": "r", "grade": "C"}\n' },
  { "artifact.json", '{"parameters": {"model": "m", "attack_type": "x", "attack_success_rate": 0.5}, ' ..
    '"jailbreaks": [{"index": 0, "jailbroken": true, "category": "c"}]}' },
  { "solutions.jsonl", '{"question": "q", "m": {"is_correct": true, "solution": "s"}}\n' },
  { "runs.jsonl", '{"run_id": "r", "task_id": "t", "task_family": "f", "alias": "m", "score_binarized": 1}\n' },
  { "alchemy.json", '{"results": {"T": {"examples": [{"id": 0, "answer": "A", "model_answers": ["A", "B"]}], ' ..
    '"accuracy_avg": 0.5}}, "model_name": "m"}' },
  { "gpqa.json", '{"results": {"GPQADiamond": {"examples": [{"Record ID": "r", "answer": "A", "model_answers": ["A", "C"]}], ' ..
    '"accuracy_avg": 0.5, "accuracy_std_err": 0.1, "num_repeat": 2}}, "config": {"model_args": "pretrained=m"}}' },
  { "lcb.json", '{"results": {"LiveCodeBench": {"examples": [{"difficulty": "easy", "correctness": true}]}}}' },
  { "samples.jsonl", '{"evaluation_id": "e", "model_id": "m", "evaluation_name": "n", "sample_id": "s", ' ..
    '"interaction_type": "single_turn", "evaluation": {"score": 1}, "error": null}\n' },
  { prefix = true, "details_task.jsonl", '{"doc": {"id": "1", "specific": {"l": 1}}, "metric": {"em": 1.0}}\n' },
  { "scores.csv", "item,model,score,topic\na,m,1,x\nb,m,0,x\n" },
  { "promptfoo.json", '{"evalId": "e", "results": {"results": [{"testIdx": 0, "score": 1, "success": true, ' ..
    '"provider": {"id": "p"}, "prompt": {"label": "l"}, "vars": {"a": "b"}, "namedScores": {}}]}}' },
  { "journal.jsonl", '{"task":"t","run":"r","item":"i","draw":"1","metric":"acc","score":1,"keys":{"p":"x"}}\n' },
}

-- ---- damage: the same in every run ----------------------------------------------------------------------------------

local state = 7
local function below(bound)
  state = (state * 48271) % 2147483647
  return state % bound
end

local bits = { "{", "}", "[", "]", '"', ",", ":", "\\", "\n", "\0", "\255", "1e999", "-", "null", "true", "NaN", "\\ud800" }

local damages = {
  function(text) return text:sub(1, below(#text)) end,
  function(text) local i = below(#text) return text:sub(1, i) .. bits[below(#bits) + 1] .. text:sub(i + 1) end,
  function(text) local i = below(#text) return text:sub(1, i) .. string.char(below(256)) .. text:sub(i + 2) end,
  function(text) local i, n = below(#text), below(20) return text:sub(1, i) .. text:sub(i + n) end,
  function(text) local i, n = below(#text), below(60) return text:sub(1, i + n) .. text:sub(i) end,
  function(text) return (text:gsub("%d+", tostring(below(3) == 0 and -1 or below(10) * 10 ^ below(300)))) end,
  function(text) return (text:gsub('"[%w_]+"', '""', below(4) + 1)) end,
}

local function damaged(text)
  for _ = 0, below(3) do
    text = damages[below(#damages) + 1](text)
    if text == "" then return "" end
  end
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

--- Is what stands at a path, one damaged log or several, read? A fault, or a refusal without a reason, is raised.
local function try_path(path, text)
  local fine, results, message, code = pcall(whisker.run, { data = path })
  if not fine then error(("a fault of the program: %s\n%q"):format(tostring(results), text), 0) end
  if results == nil and (type(message) ~= "string" or type(code) ~= "string") then
    error(("refused without a reason\n%q"):format(text), 0)
  end
  return results ~= nil
end

local function try(path, text)
  write(path, text)
  return try_path(path, text)
end

local function rounds()
  local seconds = tonumber(os.getenv("WHISKER_FUZZ_SECONDS") or "")
  if not seconds then return function(round) return round <= 25 end end
  local start = os.clock()
  return function() return os.clock() - start < seconds / #seeds end
end

for _, seed in ipairs(seeds) do
  tests["damaged_" .. seed[1]:gsub("%W", "_")] = function()
    local folder = check.file("")
    os.remove(folder)
    local place, unique = folder:match("^(.*)/([^/]+)$")
    local stem, extension = seed[1]:match("^(.-)(%.[^.]+)$")
    local path = place .. "/" .. ((seed.suffix or seed.prefix) and stem .. unique .. extension or unique .. "_" .. seed[1])
    check.equal(try(path, seed[2]), true, "the log is read as it stands")
    local goes_on, round = rounds(), 1
    local fine, problem = true, nil
    while fine and goes_on(round) do
      fine, problem = pcall(try, path, damaged(seed[2]))
      round = round + 1
    end
    os.remove(path)
    if not fine then error(problem, 0) end
  end
end

--- Several logs at once, of one format or of several, some of them damaged.
function tests.damaged_folders()
  local folder = check.file("")
  os.remove(folder)
  os.execute(("mkdir '%s'"):format(folder))
  local goes_on, round, fine, problem = rounds(), 1, true, nil
  while fine and goes_on(round) do
    local paths, texts = {}, {}
    local one = seeds[below(#seeds) + 1]
    for i = 1, 3 do
      local seed = below(2) == 0 and one or seeds[below(#seeds) + 1]
      local stem, extension = seed[1]:match("^(.-)(%.[^.]+)$")
      paths[i] = folder .. "/" .. (seed.suffix and "m" .. i .. "_" .. seed[1] or stem .. "_" .. i .. extension)
      texts[i] = below(2) == 0 and seed[2] or damaged(seed[2])
      write(paths[i], texts[i])
    end
    fine, problem = pcall(try_path, folder, table.concat(texts, "\n----\n"))
    for _, path in ipairs(paths) do os.remove(path) end
    round = round + 1
  end
  os.execute(("rmdir '%s'"):format(folder))
  if not fine then error(problem, 0) end
end

return tests
