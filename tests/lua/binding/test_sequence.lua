-- core.sequence: what somebody who watches scores come sees.
local check = require("check")
local core = require("whisker.core")

local tests = check.tests()

local scores = {}
for i = 1, 60 do scores[i] = (i * 7 + i * i) % 11 < 6 and 1 or 0 end

--- Waudby-Smith and Ramdas 2024, the predictable plug-in of Hoeffding, bounds of this moment intersected with those before.
local function hoeffding(list, level)
  local alpha, weights, weighted, squares, lower, upper = 1 - level, 0, 0, 0, 0, 1
  for t, score in ipairs(list) do
    local bet = math.min(1, math.sqrt(8 * math.log(2 / alpha) / (t * math.log(1 + t))))
    weights, weighted, squares = weights + bet, weighted + bet * score, squares + bet * bet / 8
    local half = (math.log(2 / alpha) + squares) / weights
    lower, upper = math.max(lower, weighted / weights - half), math.min(upper, weighted / weights + half)
  end
  return lower, upper
end

function tests.bounds_are_those_of_the_paper()
  local path = core.sequence(scores, { method = "hoeffding", level = 0.9 })
  check.equal(#path, 60)
  for _, n in ipairs({ 1, 2, 17, 60 }) do
    local part = {}
    for i = 1, n do part[i] = scores[i] end
    local lower, upper = hoeffding(part, 0.9)
    check.equal(path[n].n, n)
    check.near(path[n].lower, lower, 1e-12)
    check.near(path[n].upper, upper, 1e-12)
  end
end

function tests.only_the_places_that_are_asked_for()
  local path, whole = core.sequence(scores, { at = { 5, 20 } }), core.sequence(scores)
  check.equal(#path, 2)
  check.equal({ path[1], path[2] }, { whole[5], whole[20] })
  check.equal(core.sequence(scores, { at = { 99 } }), {})
end

function tests.a_path_narrows_and_holds_the_mean()
  local path = core.sequence(scores)
  for i = 2, #path do
    assert(path[i].lower >= path[i - 1].lower and path[i].upper <= path[i - 1].upper)
    assert(path[i].lower <= path[i].value and path[i].value <= path[i].upper)
  end
end

function tests.scores_of_another_range_and_missing_ones()
  local points = core.sequence({ 0, 50, false, 100 }, { low = 0, high = 100, method = "hoeffding" })
  local shares = core.sequence({ 0, 0.5, 1 }, { method = "hoeffding" })
  check.equal(points[4].n, 3)
  check.near(points[4].lower, 100 * shares[3].lower, 1e-12)
  check.near(points[4].upper, 100 * shares[3].upper, 1e-12)
end

function tests.what_is_wrong_is_said()
  check.raises("bad argument #2 to 'sequence' (unknown method 'beting'; did you mean 'betting'?)", core.sequence, {},
    { method = "beting" })
  check.raises("bad argument #2 to 'sequence' (option 'at' must be a table, got number)", core.sequence, {}, { at = 5 })
  local fine, problem = pcall(core.sequence, { 2 })
  assert(not fine and problem:find("bad argument #1 to 'sequence' (", 1, true), problem)
end

return tests
