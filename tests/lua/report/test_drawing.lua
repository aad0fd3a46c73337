-- Drawings: axes with numbers that people read, texts that never touch, everything inside the frame.
local check = require("check")
local drawing = require("whisker.report.drawing")
local extent = require("whisker.report.drawing.extent")
local names_of = require("whisker.report.drawing.names")
local scale = require("whisker.report.drawing.scale")
local scenes = require("whisker.report.drawing.scene")
local width = require("whisker.report.width")

local tests = check.tests()

-- ---- charts of all kinds and sizes --------------------------------------------------------------------------

local names = {
  plain = function(i) return "model " .. i end,
  long = function(i) return ("organisation/a-model-with-a-very-long-name-instruct-%d-of-a-series-2025-11-20"):format(i) end,
  wide = function(i) return ("模型评测系统 %d 号 модель Ж"):format(i) end,
  broad = function(i) return ("WWWW MMMM @@@@ %d"):format(i) end,
}

local function rows_of(n, name)
  local rows = {}
  for i = 1, n do
    local value = 0.9 - 0.8 * i / n
    rows[i] = { name = name(i), value = value, low = value - 0.05, high = value + 0.05,
      outer = { value - 0.09, value + 0.09 }, text = "a b c" }
  end
  return { chart = "rows", title = "Rows", unit = "percent", rows = rows, text_title = "tied",
    guides = { { at = 0.5, label = "mean of all runs" } }, axis = { label = "score" },
    key = { { mark = "whisker", style = "one", text = "by itself" }, { mark = "whisker", style = "outer", text = "jointly" } } }
end

local function matrix_of(n, name)
  local list, cells = {}, {}
  for i = 1, n do
    list[i], cells[i] = name(i), {}
    for j = 1, n do cells[i][j] = { value = j - i, text = ("%+d.0"):format(j - i), decided = (i + j) % 3 > 0 } end
  end
  return { chart = "matrix", title = "Pairs", names = list, cells = cells,
    key = { { mark = "tile", style = "up", text = "row better" }, { mark = "tile", style = "open", text = "neither" } } }
end

local function curves_of(n, name)
  local chart = { chart = "curves", title = "Curves", x = { label = "items", log = true }, y = { label = "power, %",
    unit = "percent", low = 0, high = 1 }, curves = {}, dots = {}, guides = { { y = 0.8, label = "80%" },
    { x = 300, label = "300" } } }
  for k = 1, 3 do
    local points, band = {}, {}
    for i = 1, 20 do
      points[i] = { 10 * 1.5 ^ i, 1 - 1 / (1 + i * k) }
      band[i] = { points[i][1], points[i][2] * 0.9, math.min(1, points[i][2] * 1.1) }
    end
    chart.curves[k] = { name = name(k), points = points, band = k == 1 and band or nil, band_name = k == 1 and "band" or nil }
  end
  for i = 1, n do chart.dots[i] = { x = 20 * 1.08 ^ i, y = 0.3 + 0.6 * (i % 7) / 7, label = name(i) } end
  return chart
end

local function each_chart(visit)
  for _, make in ipairs({ rows_of, matrix_of, curves_of }) do
    for _, n in ipairs({ 1, 3, 14, 60 }) do
      for _, kind in ipairs({ "plain", "long", "wide", "broad" }) do
        local chart = make(n, names[kind])
        visit(chart, ("%s of %d, %s names"):format(chart.chart, n, kind))
      end
    end
  end
end

-- ---- scenes -------------------------------------------------------------------------------------------------

local function meet(a, b)
  return a.left < b.right - 1e-9 and b.left < a.right - 1e-9 and a.top < b.bottom - 1e-9 and b.top < a.bottom - 1e-9
end

local function each_scene(visit)
  each_chart(function(chart, what)
    for _, form in ipairs({ { 720, 12 }, { 340, 12 }, { 452, 8 }, { 452, 6 } }) do
      visit(drawing.scene(chart, form[1], form[2]), ("%s, %d wide"):format(what, form[1]))
    end
  end)
end

function tests.texts_never_touch()
  each_scene(function(scene, what)
    assert(#scene.boxes > 0, what)
    for i, box in ipairs(scene.boxes) do
      for j = i + 1, #scene.boxes do
        if meet(box, scene.boxes[j]) then
          error(("%s: texts %d and %d touch"):format(what, i, j))
        end
      end
    end
  end)
end

function tests.everything_lies_inside_the_frame()
  local function inside(scene, what, x, y)
    assert(x >= -0.01 and y >= -0.01 and x <= scene.width + 0.01 and y <= scene.height + 0.01,
      ("%s: %g, %g is outside %g x %g"):format(what, x, y, scene.width, scene.height))
  end
  each_scene(function(scene, what)
    for _, box in ipairs(scene.boxes) do
      inside(scene, what, box.left, box.top)
      inside(scene, what, box.right, box.bottom)
    end
    for _, mark in ipairs(scene.marks) do
      inside(scene, what, mark.x or mark.x1 or mark.points[1], mark.y or mark.y1 or mark.points[2])
      if mark.width then inside(scene, what, mark.x + mark.width, mark.y + mark.height) end
      if mark.x2 then inside(scene, what, mark.x2, mark.y2) end
      for i = 1, #(mark.points or {}), 2 do inside(scene, what, mark.points[i], mark.points[i + 1]) end
    end
  end)
end

function tests.every_row_has_its_name()
  local scene, seen = drawing.scene(rows_of(60, names.plain), 720, 12), {}
  for _, mark in ipairs(scene.marks) do seen[mark.text or ""] = true end
  for i = 1, 60 do assert(seen["model " .. i], i) end
end

function tests.a_name_that_was_cut_is_there_in_full()
  local chart = rows_of(3, names.long)
  local scene, found = drawing.scene(chart, 720, 12), 0
  for _, mark in ipairs(scene.marks) do
    if mark.tip == chart.rows[1].name then found = found + 1 end
  end
  check.equal(found, 1)
end

function tests.a_value_stands_where_the_axis_says()
  -- no names and no texts: the plot runs from 10 + 8 to 500 - 8, and 0.25 is a quarter of the way
  local chart = { chart = "rows", title = "t", rows = { { name = "", value = 0.25, low = 0, high = 1 } } }
  for _, mark in ipairs(drawing.scene(chart, 500, 10).marks) do
    if mark.kind == "point" then check.near(mark.x, 18 + (492 - 18) / 4) end
  end
end

function tests.a_text_without_a_free_place_is_left_out()
  local scene = scenes.new(100, 10)
  assert(scene:place("first", { { 0, 10 } }))
  check.equal(scene:place("second", { { 5, 12 } }), nil)
  assert(scene:place("third", { { 5, 12 }, { 5, 30 } }))
  check.equal(#scene.marks, 2)
end

function tests.names_that_are_cut_still_differ()
  each_chart(function(chart, what)
    if chart.chart ~= "rows" then return end
    local seen, scene = {}, drawing.scene(chart, 452, 8)
    for _, mark in ipairs(scene.marks) do
      if mark.style == "ink" then
        assert(not seen[mark.text], what .. ": " .. tostring(mark.text))
        seen[mark.text] = true
      end
    end
  end)
end

function tests.names_are_cut_where_they_are_alike()
  local function ten(name) return extent.cut_columns(name, 10) end
  check.equal(names_of.cut({ "organisation/a-1-of-this-series", "organisation/a-2-of-this-series", "short" }, ten),
    { "…a-1-o…", "…a-2-o…", "short" })
  -- nothing but the middle of many differs by too much to show: then by number
  check.equal(names_of.cut({ "aaaaaaaabbbbbbcccccccc", "aaaaaaaaddddddcccccccc" }, function(name) return name:sub(1, 3) end),
    { "1. ", "2. " })
end

-- ---- terminals ----------------------------------------------------------------------------------------------

function tests.lines_fit_the_terminal()
  each_chart(function(chart, what)
    for _, columns in ipairs({ 80, 160 }) do
      for _, line in ipairs(drawing.lines(chart, columns)) do
        assert(width.of(line) <= columns, ("%s at %d: %s"):format(what, columns, line))
      end
    end
  end)
end

function tests.rows_in_characters()
  local chart = { chart = "rows", title = "t", axis = { low = 0, high = 10, whole = true }, rows = {
    { name = "a", value = 5, low = 0, high = 10 }, { name = "b", value = 10, mark = "hollow", text = "x" } } }
  local lines = drawing.lines(chart, 41)
  check.equal(#lines, 3)
  -- 41 columns less two margins of 2, a name, a text and the 2 before it leave 33
  check.equal(lines[2], "  a  ├" .. ("─"):rep(15) .. "●" .. ("─"):rep(15) .. "┤")
  check.equal(lines[3]:match("○  x$"), "○  x")
end

function tests.a_matrix_in_characters_has_a_sign_a_pair()
  local chart = { chart = "matrix", title = "t", names = { "a", "b", "c" }, cells = { { nil, { value = 1, decided = true },
    { value = 1 } }, { { value = -1, decided = true }, nil, { value = 2, decided = true } }, { { value = -1 },
    { value = -2, decided = true } } } }
  local lines = drawing.lines(chart, 80)
  check.equal(lines[2]:gsub("%s+", " "), " 1. a + ·")
  check.equal(lines[3]:gsub("%s+", " "), " 2. b − +")
  check.equal(lines[4]:gsub("%s+", " "), " 3. c · −")
end

function tests.a_curve_in_characters_rises()
  local chart = { chart = "curves", title = "t", x = {}, y = {}, curves = { { points = { { 0, 0 }, { 1, 1 } } } } }
  local lines = drawing.lines(chart, 40)
  local first, last
  for i, line in ipairs(lines) do
    if line:find("⢀⡠⠔⠊⠁", 1, true) or line:find("[⠁-⣿]") then first, last = first or i, i end
  end
  assert(first and last > first)
  assert(width.of(lines[first]) > width.of(lines[last]), table.concat(lines, "\n"))
end

-- ---- axes and texts -----------------------------------------------------------------------------------------

function tests.ticks_are_numbers_that_people_read()
  check.equal(scale.linear(0, 1, 5).ticks, { 0, 0.2, 0.4, 0.6000000000000001, 0.8, 1 })
  check.equal(scale.linear(-3, 12, 4).ticks, { 0, 5, 10 })
  check.equal(scale.linear(1, 4, 20, true).ticks, { 1, 2, 3, 4 })
  check.equal(scale.log(30, 3000, 8).ticks, { 50, 100, 200, 500, 1000, 2000 })
  check.equal(scale.log(1, 1e9, 8).ticks, { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 })
  check.equal(scale.label(scale.linear(0, 1, 5), 0.6000000000000001), "0.6")
  check.equal(scale.label(scale.log(30, 3000, 8), 2000), "2,000")
end

function tests.shares_of_an_axis()
  check.near(scale.share(scale.linear(10, 20, 5), 12.5), 0.25)
  check.near(scale.share(scale.log(10, 1000, 5), 100), 0.5)
end

function tests.long_names_lose_their_middle()
  local name = "organisation/model-with-a-long-name-2025-11-20"
  local cut = extent.cut(name, 10, 150)
  assert(extent.of(cut, 10) <= 150 and extent.of(cut, 10) > 120, cut)
  check.equal(cut:match("^(.-)…"), name:sub(1, #cut:match("^(.-)…")))
  check.equal(cut:match("…(.*)$"), name:sub(-#cut:match("…(.*)$")))
  check.equal(extent.cut("short", 10, 150), "short")
  check.equal(width.of(extent.cut_columns(name, 20)), 20)
  assert(width.of(extent.cut_columns("模型评测系统模型评测系统", 9)) <= 9)
end

return tests
