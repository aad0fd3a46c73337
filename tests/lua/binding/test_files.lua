-- core: list_files, read_head, digest, archive.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

function test.a_file_is_a_list_of_one()
  local path = check.file("x")
  check.equal(core.list_files(path), { path })
  os.remove(path)
end

function test.a_folder_lists_its_files_sorted()
  local folder = debug.getinfo(1, "S").source:match("^@(.*)/binding/") -- tests/lua
  local list = core.list_files(folder)
  local sorted, found = {}, false
  for i, path in ipairs(list) do
    sorted[i] = path
    found = found or path:match("binding/test_files%.lua$") ~= nil
  end
  table.sort(sorted)
  check.equal(list, sorted)
  check.equal(found, true)
end

function test.a_folder_alone_lists_no_folder_in_it()
  local folder = debug.getinfo(1, "S").source:match("^@(.*)/binding/") -- tests/lua
  local found, below = false, false
  for _, path in ipairs(core.list_folder(folder)) do
    found, below = found or path == folder .. "/check.lua", below or path:find("/binding/", 1, true) ~= nil
  end
  check.equal({ found, below }, { true, false })
end

function test.read_head_reads_no_more_than_asked()
  local path = check.file("a\0bcdef")
  check.equal(core.read_head(path, 3), "a\0b")
  check.equal(core.read_head(path, 100), "a\0bcdef")
  check.equal(core.read_head(path, 0), "")
  os.remove(path)
end

function test.digest_is_sha256_and_size()
  local path = check.file("abc") -- FIPS 180-2, appendix B.1
  local digest, bytes = core.digest(path)
  os.remove(path)
  check.equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  check.equal(bytes, 3)
end

function test.digests_are_those_of_each_file()
  local one, other = check.file("abc"), check.file(("x"):rep(100000))
  local digests, sizes = core.digests({ one, "no/such/file", other })
  local expected = { core.digest(one), false, (core.digest(other)) }
  os.remove(one)
  os.remove(other)
  check.equal(digests, expected)
  check.equal(sizes, { 3, false, 100000 })
  check.equal({ core.digests({}) }, { {}, {} })
  check.raises("bad argument #1 to 'digests' (path 2 is no text but table)", core.digests, { "a", {} })
end

function test.what_is_not_there_cannot_be_read()
  for _, call in ipairs({ core.list_files, core.digest, core.archive, function(path) return core.read_head(path, 1) end }) do
    local result, message, code = call("no/such/file")
    check.equal({ result, code }, { nil, "cannot read" })
    check.equal(message:sub(1, 14), "no/such/file: ")
  end
end

function test.what_is_no_archive_is_malformed()
  local path = check.file("this is no zip archive")
  local archive, message, code = core.archive(path)
  os.remove(path)
  check.equal({ archive, code }, { nil, "malformed" })
  check.equal(message:sub(1, #path + 2), path .. ": ")
end

function test.misuse()
  check.raises("bad argument #1 to 'list_files' (string expected, got nil)", core.list_files)
  check.raises("bad argument #2 to 'read_head' (a number of bytes is not negative)", core.read_head, "x", -1)
end

return test
