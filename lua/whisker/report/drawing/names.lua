-- Names that are too long for their column, cut so that no two of them come out alike.

local width = require("whisker.report.width")

local names = {}

local function characters_of(text)
  local list = {}
  for character in width.characters(text) do list[#list + 1] = character end
  return list
end

--- How many characters all texts have in common from one end; never all of one of them.
local function in_common(texts, from_end)
  local function at(text, i) return text[from_end and #text + 1 - i or i] end
  local count, least = 0, math.huge
  for _, text in ipairs(texts) do least = math.min(least, #text) end
  for i = 1, least - 1 do
    for _, text in ipairs(texts) do
      if at(text, i) ~= at(texts[1], i) then return count end
    end
    count = i
  end
  return count
end

--- Fewer characters than this are not worth an ellipsis.
local worth = 4

--- The parts in which some names differ, with so many characters around them.
local function where_they_differ(list, around)
  local texts, parts = {}, {}
  for i, name in ipairs(list) do texts[i] = characters_of(name) end
  local before, after = in_common(texts, false) - around, in_common(texts, true) - around
  for i, text in ipairs(texts) do
    local from = before >= worth and before + 1 or 1
    local to = after >= worth and #text - after or #text
    if from > to then from, to = 1, #text end
    parts[i] = (from > 1 and "…" or "") .. table.concat(text, "", from, to) .. (to < #text and "…" or "")
  end
  return parts
end

--- With as much around them as there is room for.
local function shown_where_they_differ(list, shorten)
  local parts
  for _, around in ipairs({ 16, 12, 8, 6, 4, 2, 0 }) do
    parts = where_they_differ(list, around)
    local fit = true
    for _, part in ipairs(parts) do fit = fit and shorten(part) == part end
    if fit then break end
  end
  return parts
end

--- Places of names that were cut alike though they differ: lists of places, in order.
local function collisions(list, cut)
  local by_text, groups = {}, {}
  for i, text in ipairs(cut) do
    if not by_text[text] then
      by_text[text] = { places = {}, differ = false }
      groups[#groups + 1] = by_text[text]
    end
    local group = by_text[text]
    group.differ = group.differ or (group.places[1] ~= nil and list[group.places[1]] ~= list[i])
    table.insert(group.places, i)
  end
  local found = {}
  for _, group in ipairs(groups) do
    if group.differ then found[#found + 1] = group.places end
  end
  return found
end

--- Cut names, by a function that cuts one; those that come out alike show where they differ, or else their number.
---@param list string[]
---@param shorten fun(name: string): string
---@return string[]
function names.cut(list, shorten)
  local cut = {}
  for i, name in ipairs(list) do cut[i] = shorten(name) end
  for _, places in ipairs(collisions(list, cut)) do
    local alike = {}
    for k, place in ipairs(places) do alike[k] = list[place] end
    for k, part in ipairs(shown_where_they_differ(alike, shorten)) do cut[places[k]] = shorten(part) end
  end
  for _, places in ipairs(collisions(list, cut)) do
    for _, place in ipairs(places) do cut[place] = shorten(("%d. %s"):format(place, list[place])) end
  end
  return cut
end

return names
