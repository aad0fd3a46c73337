-- The manual: what is generated of it is fresh, and every example in it does what stands below it.

package.path = "lua/?.lua;lua/?/init.lua;" .. package.path

local check = require("check")
local config = require("whisker.config")
local report = require("whisker.report")
local whisker = require("whisker")

local tests = check.tests()

local function text_of(path)
  local file = io.open(path, "rb") or check.skip("not run from the repository's folder")
  local text = file:read("*a")
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

--- The first line in which two texts differ.
local function first_difference(found, expected)
  local number, lines = 0, (expected .. "\n"):gmatch("(.-)\n")
  for line in (found .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    local wanted = lines()
    if line ~= wanted then return ("line %d is\n  %s\nand should be\n  %s"):format(number, line, tostring(wanted)) end
  end
  return "it ends too early"
end

function tests.what_is_generated_is_fresh()
  local accepts = (os.getenv("WHISKER_ACCEPT") or "") ~= ""
  for _, file in ipairs(require("manual").files()) do
    local found = io.open(file.path, "rb") and text_of(file.path) or ""
    if found ~= file.text and accepts then
      write(file.path, file.text)
    elseif found ~= file.text then
      error(("%s is not what the declarations say; WHISKER_ACCEPT=1 meson test -C BUILD lua54-manual writes it anew: %s")
        :format(file.path, first_difference(found, file.text)), 0)
    end
  end
end

--- The names in the list on top of a file.
local function listed(path)
  local names = {}
  for _, entry in ipairs(require("manual.source").listed(path)) do
    for name in entry.name:gmatch("[^, ]+") do
      assert(entry.about ~= "" or entry.name:find(","), path .. ": nothing is said of " .. name)
      names[name] = true
    end
  end
  return names
end

function tests.every_key_of_a_layout_is_listed()
  check.equal(listed("lua/whisker/formats/layout.lua"), require("whisker.formats.layout").keys)
end

function tests.every_key_of_a_card_is_listed()
  local names = listed("lua/whisker/benchmarks/card.lua")
  for _, card in ipairs(require("whisker.benchmarks").all()) do
    for key in pairs(card) do assert(names[key], card.name .. "." .. key) end
  end
end

-- ---- examples -----------------------------------------------------------------------------------------------

--- The manual without what is generated, whose examples test_config_examples.lua runs.
local function written_by_hand(path)
  return (text_of(path):gsub("<!%-%- generated: ([%w_]+) %-%->.-<!%-%- end of %1 %-%->", ""))
end

--- Blocks of code with the word after the language that says what they are, and the text block that follows.
---@return { kind: string, rest: string, code: string, shown: string? }[]
local function blocks(path)
  local list = {}
  for info, code in written_by_hand(path):gmatch("\n```([^\n]*)\n(.-\n)```") do
    if info == "text" then
      list[#list].shown = code
    else
      local language, kind, rest = info:match("^(%w+) ?(%S*) ?(.*)$")
      list[#list + 1] = { language = language, kind = kind, rest = rest, code = code }
    end
  end
  return list
end

local function shows(block, printed)
  if block.shown and not printed:find(block.shown:gsub("%s+$", ""), 1, true) then
    error(("the manual shows\n%s\nand this is printed:\n%s"):format(block.shown, printed), 0)
  end
end

local function terminal(results, template)
  return assert(report.text(results, "terminal", { columns = 80, template = template }))
end

local run = {}

function run.config(block)
  local arguments = {}
  for name, value in block.rest:gmatch("(%w+)=(%S+)") do arguments[name] = value end
  local results = assert(whisker.run(assert(config.load(block.code, "manual.lua", arguments))))
  shows(block, terminal(results))
end

local standing = [[{ data = "examples/logs/lm_eval", tasks = "reading", metrics = "acc",
  runs = { select = { "model_a", "model_b" } }, report = { template = (function() %s end)() } }]]

function run.template(block)
  local checked = assert(config.load("return " .. standing:format(block.code), "manual.lua"))
  local printed = terminal(assert(whisker.run(checked)), checked.report.template)
  assert(not printed:find("template of this report failed", 1, true), printed)
  shows(block, printed)
end

--- The log of the manual, read by the format below it.
function run.format(block, logs)
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute(("mkdir '%s'"):format(folder)))
  local format, log = folder .. "/exams.lua", folder .. "/exam.jsonl"
  write(format, block.code)
  write(log, logs["exam.jsonl"])
  local results, message = whisker.run({ data = { path = log, format = format }, cluster = "chapter" })
  local recognised = require("whisker.formats.own").load(format).layouts[1].recognise({ extension = "jsonl", name = "x",
    head = logs["exam.jsonl"] })
  os.remove(format)
  os.remove(log)
  os.remove(folder)
  assert(results, message)
  check.equal({ results.scores[1].estimate, results.scores[1].n_missing, recognised }, { 2 / 3, 1, true })
  shows(block, terminal(results))
end

function run.card(block)
  local load_text = loadstring or load -- luacheck: ignore 113
  local card = assert(load_text(block.code))()
  assert(card.recognise("inspect_evals/river_quiz_de", "q1") and not card.recognise("mmlu", "q1"))
  check.equal(require("whisker.benchmarks").key(card, { "doc.river" }), "river")
end

function run.program(block)
  local load_text, printed = loadstring or load, {} -- luacheck: ignore 113
  local environment = setmetatable({ print = function(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    printed[#printed + 1] = table.concat(words, "\t")
  end }, { __index = _G })
  local chunk = setfenv and setfenv(assert(load_text(block.code)), environment)
    or assert(load(block.code, "MANUAL.md", "t", environment))
  chunk()
  shows(block, table.concat(printed, "\n"))
end

--- The hooks of the manual's session: ids that it drops, and the key that it makes.
function run.session(block)
  if check.is_luajit then return end
  local session = assert(loadfile("plugin/session.lua"))()
  local notes = {}
  local opened = assert(session.open(nil, block.code, "manual.lua", {}, function(_, _, _, text) notes[#notes + 1] = text end))
  local function sample(item)
    return opened:sample({ task = "t", run = "r", item = item, draw = "1", metric = "acc", score = 1, keys = {} })
  end
  check.equal({ sample("q1") }, {})
  local _, names, values = sample("p7-q3")
  check.equal({ names, values, notes }, { { "passage" }, { "p7" }, { "on_sample dropped samples: warm-up" } })
end

function tests.every_example_of_the_manual_does_what_it_shows()
  local logs, counts = {}, {}
  for _, block in ipairs(blocks("lua/MANUAL.md")) do
    if block.language == "json" then
      logs[block.kind] = block.code
    else
      check.equal(block.language, "lua", block.code)
      local test = run[block.kind] or error("what is this example?\n" .. block.code, 0)
      test(block, logs)
      counts[block.kind] = (counts[block.kind] or 0) + 1
    end
  end
  for kind in pairs(run) do assert(counts[kind], kind) end
end

function tests.the_config_of_the_plugin_s_readme_opens_a_session()
  check.needs_lua54()
  local list = blocks("plugin/README.md")
  check.equal(list[1].kind, "session")
  local opened = assert(assert(loadfile("plugin/session.lua"))().open(nil, list[1].code, "README.md", {}, error))
  check.equal({ opened.config.stop.half_width, opened.config.journal }, { 0.02, "reading.jsonl" })
end

-- ---- links ----------------------------------------------------------------------------------------------------

--- Headings as the anchors that they get: lower case, blanks as dashes, without punctuation.
local function anchors_of(path)
  local anchors = {}
  for heading in text_of(path):gsub("\n```.-\n```", ""):gmatch("\n#+ ([^\n]+)") do
    anchors[heading:lower():gsub("[^%w%s_-]", ""):gsub("%s", "-")] = true
  end
  return anchors
end

--- The path that a link means, from the folder of the file that holds it.
local function resolved(path, link)
  local folder = path:match("^(.*/)") or ""
  local full = folder .. link
  repeat
    local before = full
    full = full:gsub("[^/]+/%.%./", "", 1)
  until full == before
  return full
end

function tests.links_lead_somewhere()
  for _, path in ipairs({ "README.md", "lua/MANUAL.md", "core/README.md", "plugin/README.md",
    "plugin/hosts/python/README.md", "plugin/hosts/node/README.md" }) do
    for link in text_of(path):gsub("\n```.-\n```", ""):gmatch("%]%(([^)]+)%)") do
      local target, anchor = link:match("^([^#]*)#?(.*)$")
      local full = target == "" and path or resolved(path, target)
      local file = io.open(full, "r")
      assert(file, ("%s: nothing is at %s"):format(path, link))
      file:close()
      if anchor ~= "" then assert(anchors_of(full)[anchor], ("%s: no heading for %s"):format(path, link)) end
    end
  end
end

-- ---- the page for man(1) ------------------------------------------------------------------------------------

--- What the program prints to its screen, and its exit status.
local function program(words)
  local stdout, printed = io.stdout, {}
  io.stdout = { write = function(_, ...) -- luacheck: ignore 122
    for _, text in ipairs({ ... }) do printed[#printed + 1] = text end
  end }
  local fine, status = pcall(require("whisker.cli").main, words, { columns = 80 })
  io.stdout = stdout -- luacheck: ignore 122
  assert(fine, status)
  return table.concat(printed), status
end

function tests.the_commands_of_the_page_run()
  local count = 0
  for block in text_of("lua/whisker.1"):gmatch("%.Bd %-literal[^\n]*\n(.-)%.Ed") do
    for line in block:gmatch("[^\n]+") do
      local words = {}
      for word in line:gmatch("%S+") do words[#words + 1] = word end
      check.equal(table.remove(words, 1), "whisker")
      local printed, status = program(words)
      check.equal(status, 0, line)
      assert(#printed > 40, line)
      count = count + 1
    end
  end
  check.equal(count, 8)
end

return tests
