local check = require("check")
local source_lines = require("whisker.source_lines")

local tests = check.tests()

local source = [==[
-- clutser = "in a comment"
--[[ clutser = 1
]]
local text = "clutser = 'in a string'" .. [[ clutser = 2 ]]
return {
  title = "a \" quote", x = text == clutser,
  clutser = "here",
  ["pair ing"] = 1,
}
]==]

function tests.a_key_is_found_where_it_is_set()
  check.equal(source_lines.of_key(source, "clutser"), 7)
  check.equal(source_lines.of_key(source, "title"), 6)
  check.equal(source_lines.of_key(source, "pair ing"), 8)
end

function tests.a_key_that_is_not_set_has_no_line()
  check.equal(source_lines.of_key(source, "cluster"), nil)
  check.equal(source_lines.of_key("return { a = 'unfinished", "b"), nil)
end

return tests
