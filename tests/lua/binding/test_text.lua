-- core: number_text, fixed_text, json_quote, number_parse, note_text, version.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

function test.version_is_a_release()
  check.equal(core.version():match("^%d+%.%d+%.%d+$"), core.version())
end

function test.number_text_reads_back_to_the_same_number()
  check.equal(core.number_text(0.1), "0.1")
  check.equal(core.number_text(1 / 3), "0.3333333333333333")
  check.equal(core.number_text(-2), "-2")
  check.equal(core.number_text(1e300), "1e+300")
end

function test.number_text_rounds_to_digits()
  check.equal(core.number_text(2 / 3, 3), "0.667")
  check.equal(core.number_text(123456, 2), "1.2e+05")
end

function test.nil_is_no_number()
  check.equal(core.number_text(nil), "nan")
  check.equal(core.fixed_text(nil, 2), "nan")
end

function test.infinity_has_a_word()
  check.equal(core.number_text(math.huge), "inf")
  check.equal(core.fixed_text(-math.huge, 1), "-inf")
end

function test.fixed_text_has_decimals()
  check.equal(core.fixed_text(1.005, 1), "1.0")
  check.equal(core.fixed_text(-0.4567, 3), "-0.457")
  check.equal(core.fixed_text(2, 0), "2")
  check.equal(#core.fixed_text(1.7e308, 60), 370)
end

function test.json_quote_escapes()
  check.equal(core.json_quote('a"b\\c\n'), '"a\\"b\\\\c\\n"')
  check.equal(core.json_quote(""), '""')
  check.equal(core.json_quote("é"), '"é"')
end

function test.json_quote_replaces_what_is_not_utf8()
  check.equal(core.json_quote("a\255b"), '"a\239\191\189b"')
end

function test.number_parse_takes_the_whole_text()
  check.equal(core.number_parse("1.5e3"), 1500)
  check.equal(core.number_parse("-0.25"), -0.25)
  check.equal(core.number_parse("Infinity"), math.huge)
  check.equal(core.number_parse("1.5x"), nil)
  check.equal(core.number_parse(" 1"), nil)
  check.equal(core.number_parse(""), nil)
end

function test.nan_is_a_number_that_is_undefined()
  check.equal(core.number_parse("NaN"), nil)
end

function test.note_text_is_a_sentence()
  check.equal(type(core.note_text("few_clusters")), "string")
  check.equal(core.note_text("no_such_note"), nil)
end

return test
