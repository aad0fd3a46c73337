-- The name that was probably meant: by edit distance with swaps of neighbours, case ignored.

local longest_name = 64

local function distance(a, b)
  a, b = a:lower(), b:lower()
  local above, two_above = {}, nil
  for j = 0, #b do above[j] = j end
  for i = 1, #a do
    local row = { [0] = i }
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      row[j] = math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost)
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        row[j] = math.min(row[j], two_above[j - 2] + 1)
      end
    end
    above, two_above = row, above
  end
  return above[#b]
end

--- Of names equally near the first is the one.
local function nearest(given, known)
  if #given > longest_name then return nil end
  local allowed, best, best_distance = math.max(1, math.floor(#given / 3)), nil, nil
  for _, candidate in ipairs(known) do
    local found = #candidate <= longest_name and distance(given, candidate) or math.huge
    if found <= allowed and (not best or found < best_distance) then best, best_distance = candidate, found end
  end
  return best
end

return nearest
