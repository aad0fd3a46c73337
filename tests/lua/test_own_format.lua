-- Formats that users declare, in files of their own and in a config.

local check = require("check")
local own = require("whisker.formats.own")
local whisker = require("whisker")

local tests = check.tests()

local quiz = '{"player": "ada", "answers": [{"q": "a", "v": "right"}, {"q": "b", "v": "wrong"}, {"q": "c", "v": "right"}]}'

local function with_log(text, work)
  local path = check.file(text)
  local fine, problem = pcall(work, path)
  os.remove(path)
  if not fine then error(problem, 0) end
end

function tests.a_declaration_in_a_config_reads_a_log()
  with_log(quiz, function(path)
    local results = assert(whisker.run({ pair = "none", data = { path = path, format = {
      rows = "answers.*", fields = { item = "q", run = "^.^.player", score = { correct = "v" } },
      values = { right = 1, wrong = 0 }, task = function(file) return "quiz of " .. file.extension .. "!" end,
    } } }))
    local score = results.scores[1]
    check.equal({ score.run, score.metric, score.task, score.n_items }, { "ada", "correct", "quiz of !", 3 })
    check.near(score.estimate, 2 / 3, 1e-15)
  end)
end

function tests.scores_are_scaled_blanked_matched_and_joined()
  local log = '{"q": 1, "turn": 1, "a": "x", "b": "x", "s": 2}\n{"q": 1, "turn": 2, "a": "x", "b": "y", "s": -1}\n'
  with_log(log, function(path)
    local results = assert(whisker.run({ pair = "none", data = { path = path, format = {
      syntax = "json_lines", fields = { q = "q", turn = "turn", a = "a", b = "b", score = { preference = "s" } },
      join = { item = { "q", "turn" } }, match = { equal = { "a", "b" } }, blank = { preference = -1 },
      scale = { preference = { 0.5, -0.5 } },
    } } }))
    local found = {}
    for _, score in ipairs(results.scores) do found[score.metric] = score end
    check.equal({ found.equal.estimate, found.equal.n_items }, { 0.5, 2 })
    check.equal({ found.preference.estimate, found.preference.n_missing }, { 0.5, 1 })
  end)
end

function tests.a_misspelt_key_is_named()
  local format, message, code = own.format({ fields = { item = "q" }, haed = "x" }, "mine.lua")
  check.equal(format, nil)
  check.equal(message, "mine.lua: unknown key 'haed' in a format; did you mean 'head'?")
  check.equal(code, "bad option")
end

function tests.a_layout_without_items_is_refused()
  local _, message = own.format({ rows = "x.*" }, "mine.lua")
  check.equal(message, "mine.lua: a layout names its fields: fields = { item = \"...\", score = \"...\" }")
end

function tests.a_malformed_pattern_is_the_formats_own()
  local format, message, code = own.format({ fields = { item = "q" }, head = { "fine", "[" } }, "mine.lua")
  check.equal({ format, code }, { nil, "bad option" })
  check.holds(message, "mine.lua: 'head' holds a pattern that is none, [: malformed pattern")
end

--- What is said of a log that this format does not fit.
local function misfit(format)
  local said
  with_log('{"q": 1, "v": 1}\n{"q": 2, "v": 0}\n', function(path)
    format.syntax = "json_lines"
    local results, message, code = whisker.run({ data = { path = path, format = format } })
    check.equal({ results, code }, { nil, "no data" })
    said = message:gsub("^" .. path:gsub("%p", "%%%0"), "LOG")
  end)
  return said
end

function tests.paths_that_lead_nowhere_are_named()
  check.equal(misfit({ fields = { item = "nope", score = "v" } }),
    "LOG: no row has anything where the format's `item` should be; is its path right?")
  check.equal(misfit({ fields = { item = "q", score = "nope" } }),
    "LOG: no row has anything where the format's `score` should be; is its path right?")
  check.equal(misfit({ fields = { item = "q", score = "v" }, extension = "json" }),
    "LOG: not of the declared format: its `extension`, `file` and `head` say which files are its own")
end

function tests.an_error_in_its_function_is_the_formats_own()
  with_log(quiz, function(path)
    local results, message, code = whisker.run({ data = { path = path, format = { rows = "answers.*",
      fields = { item = "q", score = "v" }, task = function(file) return file.nothing.at_all end } } })
    check.equal(results, nil)
    check.holds(message, "test_own_format.lua:")
    check.equal(code, "bad option")
  end)
end

function tests.a_file_declares_a_format_once()
  local path = check.file('return { name = "quiz", fields = { item = "q", score = "v" } }')
  os.rename(path, path .. ".lua")
  local format = assert(own.load(path .. ".lua"))
  check.equal(format.name, "quiz")
  check.equal(own.load(path .. ".lua") == format, true)
  os.remove(path .. ".lua")
  local missing, message = own.load("/nowhere/format.lua")
  check.equal(missing, nil)
  check.holds(message, "cannot open the format")
end

return tests
