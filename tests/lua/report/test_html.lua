-- The web page: escaped, self-contained, readable by a machine that reads aloud.
local check = require("check")
local document = require("whisker.report.document")
local write = require("whisker.report.writers.html")

local cell = document.cell
local tests = check.tests()

local nasty = "<script>alert('x')</script> & \"quoted\""

local function page(unit)
  local doc = document.new(nasty)
  doc:section(nasty, nasty)
  doc:table({ caption = nasty, unit = unit or "percent", decimals = 1,
    columns = { { title = nasty }, { title = "score", align = "right" }, { title = "" } },
    rows = { { cell.text(nasty), cell.score(0.75, 0.05), cell.whisker(0.75, 0.65, 0.85) },
      { cell.text("b"), cell.score(nil, nil), cell.whisker(nil, nil, nil) } } })
  doc:notes("Notes", { { mark = "!", text = nasty }, { mark = "·", text = "fact" } })
  doc:paragraph(nasty)
  return write(doc)
end

local function count(text, pattern) return select(2, text:gsub(pattern, "")) end

function tests.nothing_from_a_log_is_markup()
  local text = page()
  check.equal(count(text, "<script>"), 1) -- the page's own
  check.equal(count(text, "alert%('x'%)"), 0)
  check.holds(text, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;")
end

function tests.nothing_is_fetched()
  local text = page()
  for _, word in ipairs({ "http:", "https:", "//", "@import", "url(", " src=", "<link", "<iframe" }) do
    check.equal(text:find(word, 1, true), nil)
  end
end

function tests.tables_have_heads_and_drawings_have_words()
  local text = page()
  check.holds(text, '<th scope="col">')
  check.holds(text, '<th scope="row">b</th>')
  check.holds(text, "<title>75.0, interval 65.0 – 85.0</title>")
  check.holds(text, '<html lang="en">')
  check.holds(text, 'role="img"')
end

function tests.columns_sort_by_numbers_not_by_texts()
  check.holds(page(), 'data-sort="0.75">75.0 (5.0)</td>')
end

function tests.an_interval_stands_where_its_axis_says()
  -- one row from 0 to 1: the axis runs from margin 8 to 252 of 260
  local doc = document.new()
  doc:table({ unit = "raw", decimals = 2, columns = { { title = "" }, { title = "" } },
    rows = { { cell.text("a"), cell.whisker(0.25, 0, 1) } } })
  local text = write(doc)
  check.holds(text, '<circle cx="69" cy="11" r="4">') -- 8 + 244 / 4
  check.holds(text, 'x1="8" y1="11" x2="252" y2="11"')
end

function tests.elements_are_closed()
  local text = page():gsub("<style>.-</style>", ""):gsub("<script>.-</script>", "")
  for _, name in ipairs({ "div", "table", "tr", "td", "th", "svg", "ul", "li", "p", "main" }) do
    check.equal(count(text, "<" .. name .. "[ >]"), count(text, "</" .. name .. ">"), name)
  end
end

return tests
