-- Figures for LaTeX: LaTeX's own picture with grey fills of the package color, black and white throughout. Lines that
-- slope are its \qbezier; what is dashed is cut into its dashes here.

local core = require("whisker.core")
local drawing = require("whisker.report.drawing")
local rows = require("whisker.report.drawing.rows")
local tex = require("whisker.report.tex")

local picture = {}

--- The width of a drawing and the sizes of its texts, in points; a page's height; rows that a page holds.
local width, sizes, most_height, most_rows = 452, { 8, 7, 6 }, 620, 60

--- For the preamble of a file that holds figures.
picture.preamble = [[
\usepackage{color}
% Parts of figures: a line, a piece of a curve, a grey tile, points, a text.
\newcommand{\across}[4][0]{{\color[gray]{#1}\put(#2,#3){\line(1,0){#4}}}}
\newcommand{\upright}[4][0]{{\color[gray]{#1}\put(#2,#3){\line(0,1){#4}}}}
\newcommand{\dashes}[7][0]{{\color[gray]{#1}\multiput(#2,#3)(#4){#5}{\line(#6){#7}}}}
\newcommand{\tile}[5]{{\color[gray]{#1}\put(#2,#3){\rule{#4\unitlength}{#5\unitlength}}}}
\newcommand{\outline}[5]{{\color[gray]{#1}\put(#2,#3){\framebox(#4,#5){}}}}
\newcommand{\dotat}[2]{\put(#1,#2){\circle*{4}}}
\newcommand{\ring}[2]{{\color[gray]{1}\put(#1,#2){\circle*{4}}}\put(#1,#2){\circle{4}}}
\newcommand{\legend}[5][0]{\put(#2,#3){\makebox(0,0)[#4]{\color[gray]{#1}#5}}}
]]

local function number(value) return (core.fixed_text(value, 1):gsub("%.0$", "")) end

-- ---- lines --------------------------------------------------------------------------------------------------

--- Lengths on and off of what is dashed.
local dashes = { two = { 5, 2.5 }, three = { 0.8, 1.7 }, guide = { 1.5, 1.5 }, outer = { 1, 2 }, band = { 0.4, 2.2 } }
local greys = { grid = "0.85", zero = "0.3", guide = "0.4", leader = "0.6" }

--- A piece too short to see is none: TeX would divide by its length.
local function piece(out, x1, y1, x2, y2)
  if number(x1) == number(x2) and number(y1) == number(y2) then return end
  out[#out + 1] = ("\\qbezier(%s,%s)(%s,%s)(%s,%s)"):format(number(x1), number(y1), number((x1 + x2) / 2),
    number((y1 + y2) / 2), number(x2), number(y2))
end

--- The dashes of a line from point to point.
local function dashed(out, points, pattern)
  local left, is_on = pattern[1], true
  for i = 3, #points, 2 do
    local x, y, x2, y2 = points[i - 2], points[i - 1], points[i], points[i + 1]
    local length = math.sqrt((x2 - x) ^ 2 + (y2 - y) ^ 2)
    local dx, dy, gone = (x2 - x) / math.max(length, 1e-9), (y2 - y) / math.max(length, 1e-9), 0
    while gone < length - 1e-9 do
      local step = math.min(left, length - gone)
      if is_on then piece(out, x + dx * gone, y + dy * gone, x + dx * (gone + step), y + dy * (gone + step)) end
      gone, left = gone + step, left - step
      if left <= 1e-9 then
        is_on = not is_on
        left = pattern[is_on and 1 or 2]
      end
    end
  end
end

local function path(out, points, style)
  if dashes[style] then return dashed(out, points, dashes[style]) end
  for i = 3, #points, 2 do piece(out, points[i - 2], points[i - 1], points[i], points[i + 1]) end
end

--- A line along an axis; all lines of a scene are.
local function line(out, mark, height)
  local x, y = math.min(mark.x1, mark.x2), height - math.max(mark.y1, mark.y2)
  local grey = greys[mark.style] and ("[%s]"):format(greys[mark.style]) or ""
  local is_across, dash = mark.y1 == mark.y2, dashes[mark.style]
  if dash then
    local length, step = math.abs(mark.x2 - mark.x1) + math.abs(mark.y2 - mark.y1), dash[1] + dash[2]
    out[#out + 1] = ("\\dashes%s{%s}{%s}{%s}{%d}{%s}{%s}"):format(grey, number(x), number(y), is_across and number(step)
      .. ",0" or "0," .. number(step), math.max(1, math.floor(length / step)), is_across and "1,0" or "0,1", number(dash[1]))
    return
  end
  out[#out + 1] = ("\\%s%s{%s}{%s}{%s}"):format(is_across and "across" or "upright", grey, number(x), number(y),
    number(is_across and math.abs(mark.x2 - mark.x1) or math.abs(mark.y2 - mark.y1)))
end

-- ---- other marks --------------------------------------------------------------------------------------------

local fills = { one = "0.35", two = "0.8", band = "0.88", up = "0.3", down = "0.9", self = "0.95" }
local outlined = { two = "0.35", three = "0.35", down = "0.35", open = "0.85" }

local function tile(out, mark, height)
  local x, y = number(mark.x), number(height - mark.y - mark.height)
  local wide, high = number(mark.width), number(mark.height)
  if fills[mark.style] then out[#out + 1] = ("\\tile{%s}{%s}{%s}{%s}{%s}"):format(fills[mark.style], x, y, wide, high) end
  if outlined[mark.style] then
    out[#out + 1] = ("\\outline{%s}{%s}{%s}{%s}{%s}"):format(outlined[mark.style], x, y, wide, high)
  end
end

local function flat_points(mark, height)
  local points = {}
  for i = 1, #mark.points, 2 do
    points[i], points[i + 1] = mark.points[i], height - mark.points[i + 1]
  end
  return points
end

--- The outline of an area, in dots.
local function area(out, mark, height)
  local points = flat_points(mark, height)
  points[#points + 1], points[#points + 2] = points[1], points[2]
  path(out, points, mark.style)
end

--- A sign in place of an arrow: triangles would need more room than TeX has.
local function arrow(out, mark, height)
  local is_up = mark.style == "up"
  out[#out + 1] = ("\\legend%s{%s}{%s}{c}{%s}"):format(is_up and "[1]" or "", number(mark.x), number(height - mark.y),
    is_up and "$+$" or "$-$")
end

local function point(out, mark, height)
  local x, y = number(mark.x), number(height - mark.y)
  if mark.shape == "diamond" then
    out[#out + 1] = ("\\legend{%s}{%s}{c}{$\\diamond$}"):format(x, y)
  elseif mark.shape == "square" then
    out[#out + 1] = ("\\tile{0}{%s}{%s}{3.6}{3.6}"):format(number(mark.x - 1.8), number(height - mark.y - 1.8))
  else
    out[#out + 1] = ("\\%s{%s}{%s}"):format(mark.shape == "hollow" and "ring" or "dotat", x, y)
  end
end

local anchors = { start = "l", middle = "c", ["end"] = "r" }

local function text(out, mark, height)
  out[#out + 1] = ("\\legend%s{%s}{%s}{%s}{%s}"):format(mark.style == "reverse" and "[1]" or "", number(mark.x),
    number(height - mark.y), anchors[mark.anchor], tex.number(mark.text))
end

local marks = { line = line, tile = tile, area = area, arrow = arrow, point = point, text = text }

function marks.path(out, mark, height)
  local pieces = {}
  path(pieces, flat_points(mark, height), mark.style)
  local grey = greys[mark.style]
  out[#out + 1] = (grey and ("{\\color[gray]{%s}"):format(grey) or "") .. table.concat(pieces, "%\n") .. (grey and "}" or "")
end

-- ---- figures ------------------------------------------------------------------------------------------------

--- A drawing with the largest texts that let it stand on a page.
local function scene_of(chart)
  local scene
  for _, size in ipairs(sizes) do
    scene = drawing.scene(chart, width, size)
    if scene.height <= most_height and scene.width <= width then return scene end
  end
  return scene
end

local function drawn(out, chart)
  local scene = scene_of(chart)
  local shrunk = scene.width > width and width / scene.width or 1
  out[#out + 1] = ("{\\setlength{\\unitlength}{%spt}\\fontsize{%d}{%d}\\selectfont\\begin{picture}(%s,%s)"):format(
    core.fixed_text(shrunk, 4), scene.size, scene.size, number(scene.width), number(scene.height))
  local parts = {}
  for _, mark in ipairs(scene.marks) do marks[mark.kind](parts, mark, scene.height) end
  out[#out] = out[#out] .. "%\n" .. table.concat(parts, "%\n") .. "%"
  out[#out + 1] = "\\end{picture}\\par}"
end

--- A chart with more rows than a page holds is several, on one axis.
local function pages_of(chart)
  if chart.chart ~= "rows" or #chart.rows <= most_rows then return { chart } end
  local low, high = rows.ends(chart)
  local axis = setmetatable({ low = low, high = high }, { __index = chart.axis })
  local pages = {}
  for first = 1, #chart.rows, most_rows do
    local part = setmetatable({ rows = {}, axis = axis }, { __index = chart })
    for i = first, math.min(#chart.rows, first + most_rows - 1) do part.rows[#part.rows + 1] = chart.rows[i] end
    pages[#pages + 1] = part
  end
  return pages
end

--- The lines of a figure with its caption.
---@param out string[]
---@param chart table
function picture.figure(out, chart)
  out[#out + 1] = ("\n\\parbox{\\linewidth}{\\textbf{%s}%s}\\par\\nopagebreak\\vspace{2pt}"):format(tex.number(chart.title),
    chart.description and " " .. tex.number(chart.description) or "")
  for _, part in ipairs(pages_of(chart)) do drawn(out, part) end
end

return picture
