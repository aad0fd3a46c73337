local check = require("check")
local plain = require("whisker.report.plain")

local tests = check.tests()

function tests.texts_of_people_stay_as_they_are()
  for _, text in ipairs({ "", "gpt-4o", "模型 é e\204\129 👍🏽", "a | b <script>", "−1 … 2" }) do
    check.equal(plain.text(text), text)
  end
end

function tests.nothing_reaches_a_terminal_that_it_would_obey()
  check.equal(plain.text("a\27[31mred\27]0;title\7"), "a�[31mred�]0;title�")
  check.equal(plain.text("two\nlines\r\nand\ttabs"), "two lines and tabs")
  check.equal(plain.text("\194\155 31m"), "� 31m")
  check.equal(plain.text("\226\128\174 turned"), "� turned")
  check.equal(plain.text("nul\0 del\127"), "nul� del�")
end

function tests.bytes_that_are_no_utf8_are_replaced()
  check.equal(plain.text("\255\254x"), "��x")
  check.equal(plain.text("\192\175"), "��", "overlong")
  check.equal(plain.text("\237\160\128"), "���", "surrogate")
  check.equal(plain.text("caf\233"), "caf�")
  check.equal(plain.text("\240\159\152"), "���", "cut off")
end

return tests
