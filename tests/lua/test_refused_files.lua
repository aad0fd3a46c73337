-- Files that cannot be read as logs: the message names the file, says what is wrong and what to do; in a folder the others
-- are read all the same, and the report says what was left aside.

local check = require("check")
local whisker = require("whisker")

local tests = check.tests()

local samples = '{"doc_id": 0, "doc": {}, "target": "x", "filter": "none", "acc": 1}\n' ..
  '{"doc_id": 1, "doc": {}, "target": "x", "filter": "none", "acc": 0}\n'

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

--- Call work(folder) with a folder of files, names to texts; it is removed afterwards.
local function with_folder(files, work)
  local folder = check.file("")
  os.remove(folder)
  os.execute(("mkdir '%s'"):format(folder))
  for name, text in pairs(files) do write(folder .. "/" .. name, text) end
  local fine, problem = pcall(work, folder)
  os.execute(("rm -rf '%s'"):format(folder))
  if not fine then error(problem, 0) end
end

--- What is said of a single file, after its path.
local function refusal(name, text, entry)
  local said
  with_folder({ [name] = text }, function(folder)
    local path = folder .. "/" .. name
    entry = entry or {}
    entry.path = path
    local results, message, code = whisker.run({ data = entry })
    check.equal(results, nil)
    check.equal(code == "no data" or code == "not UTF-8", true, code)
    check.equal(message:sub(1, #path + 2), path .. ": ")
    said = message:sub(#path + 3)
  end)
  return said
end

local function in_utf16(text) return (text:gsub(".", "%0\0")) end

function tests.files_that_hold_no_text_say_what_they_are()
  check.equal(refusal("a.jsonl", ""), "is empty")
  check.equal(refusal("a.jsonl.gz", "\31\139\8\0rest"), "is compressed with gzip; unpack it first: gunzip -k a.jsonl.gz")
  check.equal(refusal("a.zst", "\40\181\47\253rest"), "is compressed with zstd; unpack it first: unzstd a.zst")
  check.equal(refusal("a.bz2", "BZh9rest"), "is compressed with bzip2; unpack it first: bunzip2 -k a.bz2")
  check.equal(refusal("a.zip", "PK\3\4rest"), "is a zip archive and no log of Inspect; unpack it first: unzip a.zip")
  check.equal(refusal("a.parquet", "PAR1rest"), "is Parquet; turn it into JSON Lines first, as `whisker formats lighteval` says")
  local utf16 = "is UTF-16, not UTF-8; save it again as UTF-8"
  check.equal(refusal("a.jsonl", "\255\254" .. in_utf16(samples)), utf16)
  check.equal(refusal("a.jsonl", in_utf16(samples)), utf16)
  check.equal(refusal("a.jsonl", "\0" .. in_utf16(samples)), utf16)
end

function tests.a_named_format_that_files_are_not_of()
  check.equal(refusal("samples_t.jsonl", samples, { format = "inspect" }),
    "not of the format 'inspect'; they look like 'lm_eval'")
end

function tests.a_csv_with_columns_of_its_own_names_them()
  check.holds(refusal("a.csv", "\239\187\191question,grade\na,1\n"),
    "no column is called item or score (there are: question,grade); say in a config which they are: data = { path = ")
end

function tests.an_empty_folder_says_what_to_name()
  with_folder({}, function(folder)
    local results, message = whisker.run({ data = folder })
    check.equal(results, nil)
    check.equal(message, folder .. ": no files there; name a log, or the folder that the harness wrote")
  end)
end

function tests.the_other_files_of_a_folder_are_read()
  with_folder({ ["samples_t.jsonl"] = samples, ["b.jsonl.gz"] = "\31\139\8", ["c.jsonl.gz"] = "\31\139\8", ["d.bin"] = "??" },
    function(folder)
      local results = assert(whisker.run({ data = folder }))
      check.equal(results.scores[1].n_items, 2)
      check.equal(results.aside, { refused = 2, unknown = 1, companions = 0 })
      check.holds(whisker.text(results, "markdown"), "| – | 2 | – | – | not read |")
      check.holds(table.concat(results.notes, "\n"), "1 file of no known format left aside: " .. folder .. "/d.bin")
    end)
end

function tests.a_file_that_may_not_be_opened_leaves_the_others()
  with_folder({ ["samples_t.jsonl"] = samples, ["samples_u.jsonl"] = samples }, function(folder)
    os.execute(("chmod 000 '%s/samples_u.jsonl'"):format(folder))
    local opened = io.open(folder .. "/samples_u.jsonl")
    if opened then
      opened:close()
      check.skip("who runs this may open every file")
    end
    local results = assert(whisker.run({ data = folder }))
    check.equal(#results.scores, 1)
    check.holds(table.concat(results.notes, "\n"), "samples_u.jsonl: cannot be read: Permission denied")
  end)
end

function tests.byte_order_marks_and_carriage_returns_are_no_fault()
  with_folder({ ["samples_t.jsonl"] = "\239\187\191" .. samples:gsub("\n", "\r\n") }, function(folder)
    local results = assert(whisker.run({ data = folder }))
    check.equal({ results.scores[1].n_items, #results.notes }, { 2, 0 })
  end)
end

return tests
