-- Markdown: what came from a log is shown as it stands. Checked once with cmark-gfm: each text below comes back as it was
-- given, without a tag, in a paragraph, a list and a table.
local check = require("check")
local gfm = require("whisker.report.gfm")

local tests = check.tests()

function tests.marks_are_escaped()
  check.equal(gfm.escape("a|b\\c `d` *e* _f_ ~g~ [h](i) <j> {k} # l &amp;"),
    "a\\|b\\\\c \\`d\\` \\*e\\* \\_f\\_ \\~g\\~ \\[h\\](i) \\<j\\> \\{k\\} \\# l \\&amp;")
  check.equal(gfm.escape("\\|"), "\\\\\\|") -- a backslash of its own does not free the bar
end

function tests.nobody_is_mentioned()
  check.equal(gfm.escape("@team/me and a@b.de, @ 5"), "@&#8203;team/me and a@&#8203;b.de, @ 5")
end

function tests.nothing_becomes_a_link()
  check.equal(gfm.escape("https://x.de/y www.z.com ftp://f"),
    "https:&#8203;//x.de/y www&#8203;.z.com ftp:&#8203;//f")
  check.equal(gfm.escape("me/repo#12 GH-7 gh-8"), "me/repo\\#&#8203;12 GH-&#8203;7 gh-&#8203;8")
end

function tests.dollars_are_no_mathematics()
  check.equal(gfm.escape("$x$"), "<span>$</span>x<span>$</span>")
end

function tests.lines_begin_nothing()
  check.equal(gfm.line("1. a"), "1\\. a")
  check.equal(gfm.line("12) a"), "12\\) a")
  check.equal(gfm.line("- a"), "\\- a")
  check.equal(gfm.line("+3.8 points"), "\\+3.8 points")
  check.equal(gfm.line("==="), "\\===")
  check.equal(gfm.line("    code"), "code")
  check.equal(gfm.line("# a"), "\\# a")
end

return tests
