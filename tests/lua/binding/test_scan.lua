-- Table:scan_file, scan_text, scan_archive; what goes wrong in files is returned, with path and line.
local check = require("check")
local core = require("whisker.core")
local zip = require("zip")

local test = check.tests()

local fields = { { path = "id", name = "item", kind = "symbol" }, { path = "score", kind = "real" } }

function test.json_lines()
  local tbl = core.table()
  local result = tbl:scan_text("log.jsonl", '{"id":"a","score":1}\n{"id":"b","score":"0.5"}\n', fields)
  check.equal(result, { first = 1, last = 2, skipped = 0, bytes = 46 })
  check.equal(tbl:columns(), { "item", "score" })
  check.equal({ tbl:get(1, "item"), tbl:get(1, "score"), tbl:get(2, "score") }, { "a", 1, 0.5 })
end

function test.rows_of_a_second_scan_follow()
  local tbl = core.table()
  tbl:scan_text("one", '{"id":"a","score":1}\n', fields)
  local result = tbl:scan_text("two", '{"id":"b","score":0}\n', fields)
  check.equal({ result.first, result.last, tbl:rows() }, { 2, 2, 2 })
end

function test.rows_inside_a_json_value()
  local tbl = core.table()
  local result = tbl:scan_text("log.json", '{"samples":[{"id":1,"score":true},{"id":2,"score":false}]}', fields,
    { syntax = "json", rows = "samples.*" })
  check.equal({ result.first, result.last }, { 1, 2 })
  check.equal({ tbl:get(1, "item"), tbl:get(1, "score"), tbl:get(2, "score") }, { "1", 1, 0 })
end

function test.csv()
  local tbl = core.table()
  tbl:scan_text("log.csv", "id,score\na,1\n\"b,c\",0\n", fields, { syntax = "csv" })
  check.equal({ tbl:get(2, "item"), tbl:get(2, "score") }, { "b,c", 0 })
end

function test.wildcards_make_columns()
  local tbl = core.table()
  tbl:scan_text("log", '{"id":"a","doc":{"topic":"x","length":3,"hidden":"y"}}\n',
    { { path = "doc.*", kind = "symbol", except = { "hidden", "absent" } } })
  check.equal(tbl:columns(), { "doc.topic", "doc.length" })
  check.equal(tbl:get(1, "doc.length"), "3")
end

function test.long_text_is_a_digest()
  local tbl = core.table()
  tbl:scan_text("log", ('{"id":"%s"}\n'):format(("x"):rep(1000)), { { path = "id", kind = "symbol", max_text = 999 } })
  check.equal(#tbl:get(1, "id") < 999, true)
  check.holds(tbl:get(1, "id"), "1000 bytes")
end

function test.broken_records_are_counted_and_listed()
  local tbl = core.table()
  local result = tbl:scan_text("log.jsonl", '{"id":"a","score":1}\n{broken\n{"id":"b","score":0}\n', fields,
    { syntax = "json_lines" })
  check.equal({ result.skipped, tbl:rows() }, { 1, 2 })
  local problem = tbl:problems()[1]
  check.equal({ problem.source, problem.line, problem.count, problem.code }, { "log.jsonl", 2, 1, "malformed" })
  check.equal(type(problem.text), "string")
end

function test.strict_ends_at_the_first_broken_record()
  local tbl = core.table()
  local result, message, code = tbl:scan_text("log.jsonl", '{"id":"a"}\n{broken\n', fields,
    { syntax = "json_lines", strict = true })
  check.equal({ result, code, tbl:rows() }, { nil, "malformed", 0 })
  check.equal(message:match("^log%.jsonl:2: .+") ~= nil, true)
end

function test.limits_hold()
  local deep = ('{"id":%s1%s}\n'):format(("["):rep(20), ("]"):rep(20))
  local _, _, code = core.table():scan_text("log", deep, fields, { max_depth = 10, strict = true })
  check.equal(code, "nested too deeply")
  _, _, code = core.table():scan_text("log", '{"id":"' .. ("x"):rep(100) .. '"}\n', fields,
    { max_record_bytes = 50, strict = true, syntax = "json_lines" })
  check.equal(code, "too large")
end

function test.a_file_is_read()
  local path = check.file('{"id":"a","score":1}\n')
  local tbl = core.table()
  local result = tbl:scan_file(path, fields)
  os.remove(path)
  check.equal({ result.last, tbl:get(1, "item") }, { 1, "a" })
end

function test.a_file_that_is_not_there()
  local result, message, code = core.table():scan_file("no/such/file.jsonl", fields)
  check.equal({ result, code }, { nil, "cannot read" })
  check.equal(message:sub(1, 20), "no/such/file.jsonl: ")
end

function test.an_archive_is_read_by_pattern()
  local path = check.file(zip({
    { name = "samples/1.jsonl", text = '{"id":"a","score":1}\n{"id":"b","score":0}\n', crc = 0xdc733652 },
    { name = "samples/2.jsonl", text = '{"id":"c","score":1}\n', crc = 0xa8764790 },
    { name = "other.txt", text = "not json", crc = 0xc68ccb66 },
  }))
  local archive = core.archive(path)
  check.equal(archive:members(), { "other.txt", "samples/1.jsonl", "samples/2.jsonl" })
  local tbl = core.table()
  local result = tbl:scan_archive(archive, "samples/*.jsonl", fields)
  check.equal({ result.first, result.last }, { 1, 3 })
  check.equal(tbl:get(3, "item"), "c")
  local failed, message, code = tbl:scan_archive(archive, "none/*", fields)
  check.equal({ failed, code }, { nil, "cannot read" })
  check.equal(message:sub(1, #path + 2), path .. ": ")
  archive:close()
  archive:close()
  check.raises("calling 'members' on bad self (this whisker.Archive is closed)", archive.members, archive)
  check.raises("bad argument #1 to 'scan_archive' (this whisker.Archive is closed)", tbl.scan_archive, tbl, archive, "*",
    fields)
  os.remove(path)
end

function test.misuse()
  local tbl = core.table()
  check.raises("bad argument #2 to 'scan_file' (table expected, got nil)", tbl.scan_file, tbl, "x")
  check.raises("bad argument #2 to 'scan_file' (a scan needs fields, a list of tables)", tbl.scan_file, tbl, "x", {})
  check.raises("bad argument #2 to 'scan_file' (a field is a table, got string)", tbl.scan_file, tbl, "x", { "id" })
  check.raises("bad argument #2 to 'scan_file' (a field needs a 'path')", tbl.scan_file, tbl, "x", { { kind = "real" } })
  check.raises("bad argument #2 to 'scan_file' (field 'id' needs a 'kind': symbol or real)", tbl.scan_file, tbl, "x",
    { { path = "id" } })
  check.raises("bad argument #2 to 'scan_file' (unknown option 'nam'; did you mean 'name'?)", tbl.scan_file, tbl, "x",
    { { path = "id", kind = "real", nam = "x" } })
  check.raises("bad argument #2 to 'scan_file' (element 1 of 'except' must be a string, got number)", tbl.scan_file, tbl,
    "x", { { path = "id", kind = "real", except = { 1 } } })
  check.raises("bad argument #4 to 'scan_text' (unknown syntax 'jsonlines'; did you mean 'json_lines'?)", tbl.scan_text,
    tbl, "x", "", fields, { syntax = "jsonlines" })
  check.raises("bad argument #3 to 'scan_file' (option 'strict' must be a boolean, got number)", tbl.scan_file, tbl, "x",
    fields, { strict = 1 })
  check.raises("bad argument #3 to 'scan_file' (option 'max_depth' must be a whole number from 0 on)", tbl.scan_file, tbl,
    "x", fields, { max_depth = 1.5 })
  local fine, message = pcall(tbl.scan_text, tbl, "x", "", { { path = "a[", kind = "real" } })
  check.equal(fine, false)
  check.holds(message, "bad argument #3 to 'scan_text' (path \"a[\"")
end

return test
