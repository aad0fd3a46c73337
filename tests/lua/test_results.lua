-- What lua/meta/results.lua declares is what comes out: every field of the JSON, and of the groups that templates get.

package.path = "lua/?.lua;lua/?/init.lua;" .. package.path

local check = require("check")
local order = require("whisker.order")
local source = require("manual.source")
local whisker = require("whisker")

local tests = check.tests()

-- ---- what is declared ---------------------------------------------------------------------------------------

local classes = {}
do
  local file = io.open("lua/meta/results.lua", "r") or check.skip("not run from the repository's folder")
  file:close()
  for _, class in ipairs(source.classes("lua/meta/results.lua")) do
    local fields = {}
    for _, field in ipairs(class.fields) do fields[field.name] = field.type end
    classes[class.name] = fields
  end
end

--- The class in a type such as "whisker.results.Score[]".
local function class_in(shown) return shown:match("whisker%.results%.%w+") end

-- ---- what comes out -----------------------------------------------------------------------------------------

--- Results by the ways to ask for them.
local function asked()
  local list = {}
  for _, more in ipairs({
    { cluster = "passage_id", adjust = "max_t", compare = { equivalence = 0.05 }, gate = { baseline = "model_a" },
      estimate = { interval = "bootstrap" }, runs = { select = { "model_a", "model_b" } } },
    { compare = { bayes = true, test = "sign_flip", interval = "wild" } },
    { tasks = "languages_*", cluster = "question_id", groups = { { name = "x" }, { name = "w", mean = "win_rate" } } },
    { data = "examples/logs/inspect", tasks = "sums", metrics = false, estimate = { statistic = "pass@3" } },
    { data = "examples/logs/inspect", tasks = "sums", metrics = false },
  }) do
    local config = { data = "examples/logs/lm_eval", tasks = "reading", metrics = "acc" }
    for key, value in pairs(more) do config[key] = value or nil end
    list[#list + 1] = assert(whisker.run(config))
  end
  list[#list + 1] = assert(whisker.run({ judgement = "judgement", data = { path = "examples/judged/answers.csv",
    format = "csv", fields = { item = "question", run = "model", draw = "answer", judgement = "judgement",
    score = "score" } } }))
  local pilot = require("whisker.pilot").read({ "examples/logs/lm_eval", task = { "reading" }, metric = { "acc" },
    run = { "model_a", "model_b" }, cluster = { "passage_id" } }, { solve = "items", effect = 0.03, power = 0.8 })
  local plan = require("whisker.plan")
  list[#list + 1] = plan.results({ (assert(plan.solve(pilot[1].question, { from = pilot[1],
    simulate = { replicates = 100, scores = "binary" } }))) }, { inputs = {}, notes = {} })
  return list
end

--- A JSON text as a Lua table, by way of Lua's own syntax; null is false.
local function parsed(json)
  local parts, i = {}, 1
  while i <= #json do
    local quoted, colon = json:match('^("[^"]*")(:?)', i) -- no text of these results holds an escaped quotation mark
    local other = not quoted and json:match('^[^"]+', i)
    parts[#parts + 1] = quoted and (colon == ":" and "[" .. quoted .. "] =" or quoted)
      or other:gsub("%[", "{"):gsub("%]", "}"):gsub("null", "false")
    i = i + #(other or quoted .. colon)
  end
  local load_text = loadstring or load -- luacheck: ignore 113
  return assert(load_text("return " .. table.concat(parts)))()
end

--- Call visit(class, record) for a record and all that its class says is inside.
local function walk(class, record, visit)
  visit(class, record)
  for field, shown in order.pairs(classes[class]) do
    local inner, value = class_in(shown), record[field]
    if inner and type(value) == "table" then
      for _, one in ipairs(shown:find("%[%]") and value or { value }) do walk(inner, one, visit) end
    end
  end
end

--- Fields that are for templates and not in JSON.
local for_templates = { groups = true, runs = true, settings = true }

function tests.the_json_has_the_fields_that_are_declared_and_no_other()
  local seen = {}
  for _, results in ipairs(asked()) do
    walk("whisker.Results", parsed(assert(whisker.text(results, "json"))), function(class, record)
      for field in pairs(record) do
        if not classes[class][field] then error(("%s.%s is in the JSON and not declared"):format(class, field), 0) end
        seen[class .. "." .. field] = true
      end
    end)
  end
  for class, fields in order.pairs(classes) do
    for field in order.pairs(fields) do
      local is_inner = class ~= "whisker.results.Group" and not for_templates[field]
      if is_inner and not seen[class .. "." .. field] then error(("%s.%s is in no JSON"):format(class, field), 0) end
    end
  end
end

function tests.templates_get_the_groups_that_are_declared()
  local seen = {}
  for _, results in ipairs(asked()) do
    for _, group in ipairs(results.groups) do
      for field in pairs(group) do seen[field] = true end
    end
  end
  seen.card = true -- no benchmark is known in the example logs
  for field in order.pairs(classes["whisker.results.Group"]) do assert(seen[field], field) end
end

return tests
