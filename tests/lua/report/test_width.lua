local check = require("check")
local width = require("whisker.report.width")

local tests = check.tests()

function tests.columns_of_texts()
  check.equal(width.of("abc"), 3)
  check.equal(width.of("é"), 1)
  check.equal(width.of("e\204\129"), 1, "a combining accent takes no column")
  check.equal(width.of("模型"), 4)
  check.equal(width.of("●─┤"), 3)
  check.equal(width.of(""), 0)
end

function tests.scripts_and_signs()
  check.equal(width.of("हिन्दी"), 5, "the virama takes no column, the two vowel signs that stand beside a letter take one")
  check.equal(width.of("ไทยที่"), 4, "Thai vowels above and tone marks")
  check.equal(width.of("עִבְרִית"), 5, "Hebrew points")
  check.equal(width.of("✅⚡🤖"), 6, "emoji")
  check.equal(width.of("가나"), 4)
  check.equal(width.of("\225\132\128\225\133\161"), 2, "Hangul by letters: a wide lead and its vowel")
  check.equal(width.of("ｆｗ"), 4, "wide Latin")
  check.equal(width.of("a\226\128\139b"), 2, "a space of no width")
  check.equal(width.of("−…–×"), 4)
end

function tests.padding_and_cutting_count_columns_not_bytes()
  check.equal(width.pad("模", 4), "模  ")
  check.equal(width.pad("é", 3, "right"), "  é")
  check.equal(width.pad("abc", 2), "abc")
  check.equal(width.cut("abcdef", 4), "abc…")
  check.equal(width.cut("模型名字", 5), "模型…")
  check.equal(width.cut("abc", 3), "abc")
end

function tests.wrapping()
  check.equal(table.concat(width.wrap("aa bb cc", 5), "|"), "aa bb|cc")
  check.equal(table.concat(width.wrap("a-very-long-word b", 5), "|"), "a-very-long-word|b")
  check.equal(table.concat(width.wrap("", 5), "|"), "")
end

return tests
