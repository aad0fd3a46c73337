-- The nearest known name to a misspelt one.

--- Edit distance (insert, delete, replace, swap of neighbours), case ignored.
local function distance(a, b)
  a, b = a:lower(), b:lower()
  local before, previous = nil, {}
  for j = 0, #b do previous[j] = j end
  for i = 1, #a do
    local current = { [0] = i }
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      local best = math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
      if before and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        best = math.min(best, before[j - 2] + 1)
      end
      current[j] = best
    end
    before, previous = previous, current
  end
  return previous[#b]
end

local suggest = {}

--- The known name that is nearest to `name`, if any is near enough to be meant.
---@param name string
---@param known string[]
---@return string?
function suggest.nearest(name, known)
  local best, best_distance
  for _, candidate in ipairs(known) do
    local d = math.min(distance(name, candidate), distance(name, candidate:match("[^.]*$"))) -- "doc.passage_id"
    if not best_distance or d < best_distance then best, best_distance = candidate, d end
  end
  local allowed = math.max(1, math.floor(#name / 3))
  if best and best_distance <= allowed then return best end
  for _, candidate in ipairs(known) do -- "passage_id" for "doc.passage_id"
    if candidate:lower():find(name:lower(), 1, true) then return candidate end
  end
end

--- "; did you mean 'cluster'?" or an empty string.
function suggest.hint(name, known)
  local nearest = suggest.nearest(name, known)
  return nearest and ("; did you mean '%s'?"):format(nearest) or ""
end

return suggest
