-- core: extensions, formats and statistics out of shared objects.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local function path_of(name) return ("%s/%s.so"):format(os.getenv("WHISKER_TEST_EXTENSIONS"), name) end
local function open(name) return assert(core.extension(path_of(name))) end

local log = "acme 1 trivia alpha\nq1 p1 1 0.75\nnonsense\nq2 p1 0 0.5\n"

function test.offers_are_listed()
  local acme = open("acme")
  check.equal(acme:about(), { name = "acme", version = "1.0" })
  check.equal(acme:formats(), { { name = "acme", title = "logs of the Acme harness" } })
  check.equal(acme:statistics(), { { name = "brier_skill", columns = { "squared_error", "right" } } })
end

function test.a_format_recognises_and_reads()
  local acme, tbl, path = open("acme"), core.table(), check.file(log)
  check.equal(acme:recognise(1, path, log), true)
  check.equal(acme:recognise(1, path, '{"id": 1}'), false)
  tbl:add_rows(1)
  local done = assert(acme:read(1, tbl, path, log))
  os.remove(path)
  check.equal(done.first, 2)
  check.equal(done.last, 3)
  check.equal(done.skipped, 1)
  check.equal(tbl:get(3, "item"), "q2")
  check.equal(tbl:get(3, "score:squared_error"), 0.25)
  check.equal(tbl:get(2, "task"), "trivia")
end

function test.a_format_that_fails_leaves_no_rows()
  local failing, tbl = open("failing"), core.table()
  local done, message, code = failing:read(1, tbl, "some/log", "failing")
  check.equal(done, nil)
  check.equal(message, "some/log:4: the fourth sample has no end")
  check.equal(code, "malformed")
  check.equal(tbl:rows(), 0)
end

function test.misuse_raises()
  local failing, tbl = open("failing"), core.table()
  check.raises("bad argument #1 to 'read' (the format 'boasting' reports rows that it did not add)", failing.read,
    failing, 2, tbl, "x", "failing")
  check.raises("bad argument #1 to 'recognise' (format 3 is not one of 1 to 2)", failing.recognise, failing, 3, "x", "failing")
end

function test.a_closed_extension_is_refused()
  local acme = open("acme")
  acme:close()
  acme:close()
  check.raises("calling 'about' on bad self (this whisker.Extension is closed)", acme.about, acme)
end

function test.what_is_none_is_a_data_problem()
  local extension, message, code = core.extension(path_of("no_entry"))
  check.equal(extension, nil)
  check.holds(message, "no_entry.so: no extension of Whisker")
  check.equal(code, "malformed")
end

return test
