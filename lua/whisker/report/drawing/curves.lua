-- A chart of curves on a page: two axes, lines with dashes of their own, bands around them, dots with names.

local extent = require("whisker.report.drawing.extent")
local key = require("whisker.report.drawing.key")
local scale = require("whisker.report.drawing.scale")
local scenes = require("whisker.report.drawing.scene")

local curves = {}

local margin, tick_gap = 8, 6
local line_styles = { "one", "two", "three" }

--- The style of the curve at a place in the list.
function curves.style(chart, i) return chart.curves[i].style or line_styles[(i - 1) % #line_styles + 1] end

-- ---- axes ---------------------------------------------------------------------------------------------------

local function each_point(chart, visit)
  for _, curve in ipairs(chart.curves or {}) do
    for _, point in ipairs(curve.points or {}) do visit(point[1], point[2]) end
    for _, point in ipairs(curve.band or {}) do
      visit(point[1], point[2])
      visit(point[1], point[3])
    end
  end
  for _, dot in ipairs(chart.dots or {}) do visit(dot.x, dot.y) end
end

--- The ends of an axis ("x" or "y"): what the chart says, else what holds every point.
local function ends(chart, name)
  local axis = chart[name] or {}
  local low, high
  each_point(chart, function(x, y)
    local value = name == "x" and x or y
    low, high = math.min(low or value, value), math.max(high or value, value)
  end)
  return axis.low or low or 0, axis.high or high or 1
end

function curves.factor(axis) return axis.unit == "percent" and 100 or 1 end

--- The scale of an axis in the units that are printed.
function curves.axis(chart, name, most)
  local axis = chart[name] or {}
  local low, high = ends(chart, name)
  local factor = curves.factor(axis)
  if axis.log then return scale.log(low * factor, high * factor, most) end
  return scale.linear(low * factor, high * factor, most, axis.whole)
end

-- ---- marks --------------------------------------------------------------------------------------------------

local function placer(chart, axes, frame)
  local fx, fy = curves.factor(chart.x), curves.factor(chart.y)
  local function x(value)
    local share = math.max(0, math.min(1, scale.share(axes.x, value * fx)))
    return frame.left + margin + (frame.right - frame.left - 2 * margin) * share
  end
  local function y(value)
    local share = math.max(0, math.min(1, scale.share(axes.y, value * fy)))
    return frame.bottom - margin - (frame.bottom - frame.top - 2 * margin) * share
  end
  return x, y
end

local function band(drawn, list, x, y)
  local points = {}
  for _, point in ipairs(list) do
    points[#points + 1] = x(point[1])
    points[#points + 1] = y(point[3])
  end
  for i = #list, 1, -1 do
    points[#points + 1] = x(list[i][1])
    points[#points + 1] = y(list[i][2])
  end
  drawn:area(points, "band")
end

local function path(drawn, list, style, x, y)
  local points = {}
  for _, point in ipairs(list) do
    points[#points + 1] = x(point[1])
    points[#points + 1] = y(point[2])
  end
  drawn:path(points, style)
end

local function draw_curves(drawn, chart, x, y)
  for _, curve in ipairs(chart.curves or {}) do
    if curve.band and #curve.band > 1 then band(drawn, curve.band, x, y) end
  end
  for i, curve in ipairs(chart.curves or {}) do
    if curve.points and #curve.points > 1 then path(drawn, curve.points, curves.style(chart, i), x, y) end
  end
end

local function draw_guides(drawn, chart, frame, x, y)
  for _, guide in ipairs(chart.guides or {}) do
    if guide.x then drawn:line(x(guide.x), frame.top, x(guide.x), frame.bottom, "guide") end
    if guide.y then drawn:line(frame.left, y(guide.y), frame.right, y(guide.y), "guide") end
  end
end

--- Places for the name of a dot: beside it, then further above and below, where a line leads to it.
local function places_of(px, py, size)
  local away, list = 0.9 * size, {}
  for _, place in ipairs({ { 7, away, "start" }, { -7, -away, "end" }, { 7, -away, "start" }, { -7, away, "end" },
    { 8, 0, "start" }, { -8, 0, "end" }, { 0, -away - 3, "middle" }, { 0, away + 3, "middle" } }) do
    list[#list + 1] = { px + place[1], py + place[2], place[3] }
  end
  for lines = 1, 4 do
    for _, sign in ipairs({ 1, -1 }) do
      local y = py + sign * (away + 1.4 * size * lines)
      list[#list + 1] = { px + 10, y, "start", is_far = true }
      list[#list + 1] = { px - 10, y, "end", is_far = true }
    end
  end
  return list
end

--- The name of a dot where it touches nothing, or not at all.
local function name_dot(drawn, dot, frame, px, py)
  local bounds = { left = frame.left, right = frame.right, top = frame.top, bottom = frame.bottom }
  local text = extent.cut(dot.label, drawn.size, (frame.right - frame.left) / 2)
  local _, place = drawn:place(text, places_of(px, py, drawn.size), "ink", bounds)
  if place and place.is_far then drawn:path({ px, py, place[1], place[2] }, "leader") end
end

local function draw_dots(drawn, chart, frame, x, y)
  for _, dot in ipairs(chart.dots or {}) do
    local px, py = x(dot.x), y(dot.y)
    drawn:point(px, py, dot.mark or "filled", dot.tip or dot.label)
    drawn:keep_off(px, py, 0.4 * drawn.size, dot.mark == "hollow")
  end
  for _, dot in ipairs(chart.dots or {}) do
    if dot.label then name_dot(drawn, dot, frame, x(dot.x), y(dot.y)) end
  end
end

--- Places along a guide: at its ends first, then between them, above the line and below.
local function places_along(frame, y, half)
  local list, room = {}, frame.right - frame.left
  for _, share in ipairs({ 0, 1, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9 }) do
    local x = share == 1 and frame.right - 4 or frame.left + 4 + share * room
    list[#list + 1] = { x, y - half, share == 1 and "end" or "start" }
    list[#list + 1] = { x, y + half, share == 1 and "end" or "start" }
  end
  return list
end

local function guide_labels(drawn, chart, frame, x, y)
  local bounds = { left = frame.left, right = frame.right, top = frame.top - 2, bottom = frame.bottom }
  local half = 0.7 * drawn.size
  for _, guide in ipairs(chart.guides or {}) do
    if guide.label and guide.y then
      drawn:place(guide.label, places_along(frame, y(guide.y), half), "soft", bounds)
    elseif guide.label then
      local px = x(guide.x)
      drawn:place(guide.label, { { px + 5, frame.bottom - half - 2, "start" }, { px - 5, frame.bottom - half - 2, "end" },
        { px + 5, frame.top + half + 2, "start" }, { px - 5, frame.top + half + 2, "end" } }, "soft", bounds)
    end
  end
end

-- ---- the whole ----------------------------------------------------------------------------------------------

--- What stands in the key. band_mark: the mark of a band.
function curves.key(chart, band_mark)
  local entries = {}
  for i, curve in ipairs(chart.curves or {}) do
    if curve.name and curve.points then
      entries[#entries + 1] = { mark = "line", style = curves.style(chart, i), text = curve.name }
    end
    if curve.band_name then entries[#entries + 1] = { mark = band_mark, style = "band", text = curve.band_name } end
  end
  for _, entry in ipairs(chart.key or {}) do entries[#entries + 1] = entry end
  return entries
end

local function tick_texts(axis)
  local list = {}
  for i, tick in ipairs(axis.ticks) do list[i] = scale.label(axis, tick) end
  return list
end

local function draw_axes(drawn, chart, axes, frame, x, y)
  local fx, fy = curves.factor(chart.x), curves.factor(chart.y)
  for _, tick in ipairs(axes.x.ticks) do
    local px = x(tick / fx)
    drawn:line(px, frame.top, px, frame.bottom, "grid")
    drawn:place(scale.label(axes.x, tick), { { px, frame.bottom + 0.8 * drawn.size, "middle" } })
  end
  for _, tick in ipairs(axes.y.ticks) do
    local py = y(tick / fy)
    drawn:line(frame.left, py, frame.right, py, chart.y.zero and tick == 0 and "zero" or "grid")
    drawn:place(scale.label(axes.y, tick), { { frame.left - tick_gap, py, "end" } })
  end
end

---@param chart table
---@param width number
---@param size number of the font
---@return whisker.Scene
function curves.scene(chart, width, size)
  local drawn, line = scenes.new(width, size), 1.6 * size
  local top = key.draw(drawn, curves.key(chart, "tile"), 0, 0)
  local axes = { y = curves.axis(chart, "y", 6) }
  local left = math.ceil(extent.widest(tick_texts(axes.y), size)) + tick_gap
  axes.x = curves.axis(chart, "x", math.max(2, math.floor((width - left) / (5 * size))))
  if chart.y.label then
    for _, text in ipairs(extent.wrap(chart.y.label, size, width)) do
      drawn:text(0, top + line / 2, extent.cut(text, size, width))
      top = top + line
    end
  end
  local frame = { left = left, right = width, top = top, bottom = top + math.max(15 * size, math.min(25 * size, 0.42 * width)) }
  local x, y = placer(chart, axes, frame)
  draw_axes(drawn, chart, axes, frame, x, y)
  draw_guides(drawn, chart, frame, x, y)
  draw_curves(drawn, chart, x, y)
  draw_dots(drawn, chart, frame, x, y)
  guide_labels(drawn, chart, frame, x, y)
  drawn.height = frame.bottom + line
  if chart.x.label then
    drawn:text((left + width) / 2, drawn.height + line / 2, extent.cut(chart.x.label, size, width - left), "middle")
    drawn.height = drawn.height + line
  end
  drawn.height = drawn.height + 2
  return drawn
end

return curves
