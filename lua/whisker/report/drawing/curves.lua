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

--- Names of dots beside them, those that stand out first, where they touch nothing.
local function draw_dots(drawn, chart, frame, x, y)
  local bounds = { left = frame.left, right = frame.right, top = frame.top, bottom = frame.bottom }
  for _, dot in ipairs(chart.dots or {}) do drawn:point(x(dot.x), y(dot.y), dot.mark or "filled", dot.tip or dot.label) end
  for _, dot in ipairs(chart.dots or {}) do
    if dot.label then
      local px, py, away = x(dot.x), y(dot.y), 0.9 * drawn.size
      local text = extent.cut(dot.label, drawn.size, (frame.right - frame.left) / 2)
      drawn:place(text, { { px + 7, py + away, "start" }, { px - 7, py - away, "end" }, { px + 7, py - away, "start" },
        { px - 7, py + away, "end" }, { px + 8, py, "start" }, { px - 8, py, "end" }, { px, py - away - 3, "middle" },
        { px, py + away + 3, "middle" } }, "ink", bounds)
    end
  end
end

local function guide_labels(drawn, chart, frame, x, y)
  local bounds = { left = frame.left, right = frame.right, top = frame.top - 2, bottom = frame.bottom }
  local half = 0.7 * drawn.size
  for _, guide in ipairs(chart.guides or {}) do
    if guide.label and guide.y then
      local above, below = y(guide.y) - half, y(guide.y) + half
      drawn:place(guide.label, { { frame.left + 4, above, "start" }, { frame.right - 4, below, "end" },
        { frame.right - 4, above, "end" }, { frame.left + 4, below, "start" } }, "soft", bounds)
    elseif guide.label then
      local px = x(guide.x)
      drawn:place(guide.label, { { px + 5, frame.bottom - half - 2, "start" }, { px - 5, frame.bottom - half - 2, "end" },
        { px + 5, frame.top + half + 2, "start" }, { px - 5, frame.top + half + 2, "end" } }, "soft", bounds)
    end
  end
end

-- ---- the whole ----------------------------------------------------------------------------------------------

local function key_of(chart)
  local entries = {}
  for i, curve in ipairs(chart.curves or {}) do
    if curve.name and curve.points then
      entries[#entries + 1] = { mark = "line", style = curves.style(chart, i), text = curve.name }
    end
    if curve.band_name then entries[#entries + 1] = { mark = "tile", style = "band", text = curve.band_name } end
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
  local top = key.draw(drawn, key_of(chart), 0, 0)
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
