-- whisker.Table.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local function small_table()
  local tbl = core.table()
  tbl:add_column("item", "symbol")
  tbl:add_column("score", "real")
  tbl:add_rows(4)
  return tbl
end

function test.a_new_table_is_empty()
  check.equal(core.table():rows(), 0)
  check.equal(core.table():columns(), {})
end

function test.rows_and_columns_are_added()
  local tbl = small_table()
  check.equal(tbl:rows(), 4)
  check.equal(tbl:columns(), { "item", "score" })
  check.equal(tbl:add_rows(2), 5)
  check.equal(tbl:add_rows(0), 7)
  check.equal({ tbl:kind("item"), tbl:kind("score") }, { "symbol", "real" })
  check.equal(tbl:kind("nothing"), nil)
end

function test.a_column_of_another_kind_is_a_conflict()
  local tbl = small_table()
  check.equal(tbl:add_column("item", "symbol"), true)
  local added, message, code = tbl:add_column("item", "real")
  check.equal(added, nil)
  check.holds(message, "item")
  check.equal(code, "conflict")
end

function test.truncate_forgets_the_last_rows()
  local tbl = small_table()
  tbl:truncate(1)
  check.equal(tbl:rows(), 1)
end

function test.cells_hold_text_numbers_and_nothing()
  local tbl = small_table()
  check.equal(tbl:get(1, "item"), nil)
  check.equal(tbl:get(1, "score"), nil)
  tbl:set(1, "item", "a\0b")
  tbl:set(1, "score", 0.25)
  check.equal(tbl:get(1, "item"), "a\0b")
  check.equal(tbl:get(1, "score"), 0.25)
  tbl:set(1, "item", nil)
  tbl:set(1, "score", nil)
  check.equal(tbl:get(1, "item"), nil)
  check.equal(tbl:get(1, "score"), nil)
end

function test.text_in_a_real_column_is_kept()
  local tbl = small_table()
  tbl:set(2, "score", "C")
  tbl:set(3, "score", "0.5")
  check.equal(tbl:get(2, "score"), "C")
  check.equal(tbl:get(3, "score"), 0.5)
  tbl:set(2, "score", 1)
  check.equal(tbl:get(2, "score"), 1)
end

function test.a_number_in_a_symbol_column_is_text()
  local tbl = small_table()
  tbl:set(1, "item", 17)
  tbl:set(2, "item", 0.1)
  check.equal(tbl:get(1, "item"), "17")
  check.equal(tbl:get(2, "item"), "0.1")
end

function test.fill_covers_both_ends()
  local tbl = small_table()
  tbl:fill("item", 2, 3, "x")
  check.equal({ tbl:get(1, "item") or 0, tbl:get(2, "item"), tbl:get(3, "item"), tbl:get(4, "item") or 0 },
    { 0, "x", "x", 0 })
  tbl:fill("item", 3, 3, nil)
  check.equal(tbl:get(3, "item"), nil)
  tbl:fill("item", 2, 1, "y")
  check.equal(tbl:get(2, "item"), "x")
end

function test.distinct_in_order_of_first_appearance()
  local tbl = small_table()
  for row, item in ipairs({ "b", "a", "b", "c" }) do tbl:set(row, "item", item) end
  check.equal(tbl:distinct("item", 1, 4), { "b", "a", "c" })
  check.equal(tbl:distinct("item", 2, 3), { "a", "b" })
  check.equal(tbl:distinct("item", 2, 1), {})
  for row, score in ipairs({ "C", 1, "I", "C" }) do tbl:set(row, "score", score) end
  check.equal(tbl:distinct("score", 1, 4), { "C", "I" })
end

function test.recode_gives_texts_their_numbers()
  local tbl = small_table()
  for row, score in ipairs({ "C", "I", "P", "C" }) do tbl:set(row, "score", score) end
  check.equal(tbl:recode("score", 1, 3, { C = 1, I = 0, X = 9 }), 2)
  check.equal({ tbl:get(1, "score"), tbl:get(2, "score"), tbl:get(3, "score"), tbl:get(4, "score") },
    { 1, 0, "P", "C" })
end

function test.replace_renames_all_at_once()
  local tbl = small_table()
  for row, item in ipairs({ "a", "b", "c", "a" }) do tbl:set(row, "item", item) end
  tbl:replace("item", { a = "b", b = "new", absent = "c" })
  check.equal({ tbl:get(1, "item"), tbl:get(2, "item"), tbl:get(3, "item"), tbl:get(4, "item") },
    { "b", "new", "c", "b" })
end

function test.copy_makes_the_column()
  local tbl = small_table()
  for row, score in ipairs({ 0.5, "C", 1 }) do tbl:set(row, "score", score) end
  check.equal(tbl:copy("score", "first", 1, 3), true)
  check.equal(tbl:kind("first"), "real")
  check.equal({ tbl:get(1, "first"), tbl:get(2, "first"), tbl:get(3, "first") }, { 0.5, "C", 1 })
  tbl:set(1, "item", "x")
  tbl:copy("item", "id", 1, 1)
  check.equal(tbl:get(1, "id"), "x")
  local copied, _, code = tbl:copy("item", "score", 1, 1)
  check.equal({ copied, code }, { nil, "conflict" })
end

function test.a_sound_table_has_no_problems()
  check.equal(small_table():problems(), {})
end

function test.numbers_are_scaled_and_blanked()
  local tbl = core.table()
  tbl:add_column("x", "real")
  tbl:add_rows(3)
  for row = 1, 3 do tbl:set(row, "x", row) end
  check.equal(tbl:blank("x", 1, 3, 2), 1)
  tbl:scale("x", 2, 3, 10, -1)
  check.equal({ tbl:get(1, "x"), tbl:get(2, "x") or "empty", tbl:get(3, "x") }, { 1, "empty", 29 })
end

function test.texts_are_matched_into_a_score()
  local tbl = core.table()
  tbl:add_column("answer", "symbol")
  tbl:add_column("given", "symbol")
  tbl:add_column("score", "real")
  tbl:add_rows(2)
  tbl:fill("answer", 1, 2, "A")
  tbl:set(1, "given", "A")
  tbl:set(2, "given", "B")
  tbl:match("answer", "given", "score", 1, 2)
  check.equal({ tbl:get(1, "score"), tbl:get(2, "score") }, { 1, 0 })
  check.raises("bad argument #3 to 'match' (column 'given' is a symbol column, not a real one)", tbl.match, tbl,
    "answer", "given", "given", 1, 2)
end

function test.cells_are_cleared_where_a_text_stands()
  local tbl = core.table()
  tbl:add_column("score", "real")
  tbl:add_column("state", "symbol")
  tbl:add_rows(3)
  for row = 1, 3 do tbl:set(row, "score", row) end
  tbl:fill("state", 2, 2, "error")
  check.equal(tbl:clear("score", "state", "error", 1, 3), 1)
  check.equal({ tbl:get(1, "score"), tbl:get(2, "score") or "empty", tbl:get(3, "score") }, { 1, "empty", 3 })
  check.equal(tbl:clear("score", "state", "never seen", 1, 3), 0)
end

function test.texts_are_joined()
  local tbl = core.table()
  for _, name in ipairs({ "question", "turn", "item" }) do tbl:add_column(name, "symbol") end
  tbl:add_rows(2)
  tbl:set(1, "question", "q81")
  tbl:fill("turn", 1, 2, "2")
  tbl:join({ "question", "turn" }, ":", "item", 1, 2)
  check.equal({ tbl:get(1, "item"), tbl:get(2, "item") }, { "q81:2", "2" })
  check.raises("bad argument #1 to 'join' (columns are named by texts)", tbl.join, tbl, { 1 }, ":", "item", 1, 2)
  check.raises("bad argument #1 to 'join' (join: no column is called 'turns'; did you mean 'turn'?)", tbl.join, tbl,
    { "turns" }, ":", "item", 1, 2)
end

return test
