-- What a card of a benchmark says, and how a task is known to be one of it.
--
--   name, title
--   tasks           Lua patterns of task names, without "inspect_evals/" and the like before them and in lower case
--   not_tasks       patterns of tasks of other benchmarks that the above would take
--   item            what an item is
--   cluster         the field, a list of fields (crossed ways) or a function of the item; none: items are independent
--   cluster_fields  before it: fields of which the first that a log has is the key; where there is no `cluster` too, a log
--                   without them has no clusters, and nothing is said of it
--   cluster_name    what a cluster is: "passage"
--   across          what the same question is called in several tasks (languages): they are one cluster over the tasks
--   across_key      a function of the item that gives this name, where the cluster within a task has another
--   strata          fields that are parts of the report, fixed by design
--   metric, range, chance
--   why             what makes items of a cluster alike, or why there is no cluster
--   caveats, source
--   missing         the policy for items without a score
--   recognise       in place of `tasks`: a function of the task and one of its items

local card = {}

--- "inspect_evals/arc_easy" -> "arc_easy", "leaderboard_bbh_x" -> "bbh_x", lighteval's "leaderboard|gsm8k|5" -> "gsm8k"
local function bare(task)
  local name = task:match("^[^|]+|([^|]+)|") or task
  return (name:lower():gsub("^.*/", ""):gsub("^leaderboard_", ""))
end

local function matches(name, patterns)
  for _, pattern in ipairs(patterns or {}) do
    if name:find(pattern) then return true end
  end
  return false
end

--- A card out of a declaration.
---@param declared table
function card.new(declared)
  declared.recognise = declared.recognise or function(task)
    local name = bare(task)
    return matches(name, declared.tasks) and not matches(name, declared.not_tasks)
  end
  return declared
end

return card
