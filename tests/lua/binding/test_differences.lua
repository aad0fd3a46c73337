-- design:differences: the records of design:difference, many at once.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

--- Runs "1" to "5" on 60 items in clusters of 4; run 4 misses some, runs 5 and 1 share none when `apart`.
local function design_of(score, apart)
  local tbl, lines = core.table(), {}
  for run = 1, 5 do
    for i = 1, 60 do
      local is_missing = (run == 4 and i % 7 == 0) or (apart and (run == 5) == (i > 30) and (run == 5 or run == 1))
      if not is_missing then
        lines[#lines + 1] = ('{"run":"%d","item":"%d","score":%.17g}'):format(run, i, score(run, i))
      end
    end
  end
  tbl:scan_text("x", table.concat(lines, "\n"), { { path = "run", kind = "symbol" }, { path = "item", kind = "symbol" },
    { path = "score", kind = "real" } })
  return core.design(tbl, { score = "score", run = "run", item = "item" })
end

local function binary(run, i) return (i * 7 + run * i * i) % 10 < 4 + run / 2 and 1 or 0 end
local function cluster(design)
  local labels = {}
  for i, item in ipairs(design:items()) do labels[i] = math.floor((tonumber(item) - 1) / 4) end
  design:cluster_by_label(1, labels)
  return design
end

function test.all_pairs()
  for _, design in ipairs({ design_of(binary), cluster(design_of(binary)) }) do
    for _, options in ipairs({ {}, { variance = "cr1", level = 0.9, power = 0.7, threads = 2 }, { interval = "normal" } }) do
      local list, k = design:differences(nil, options), 0
      if options.variance == "cr1" then options.threads = nil end
      for a = 1, 5 do
        for b = a + 1, 5 do
          k = k + 1
          check.equal(list[k], design:difference(a, b, options))
        end
      end
      check.equal(#list, k)
    end
  end
end

function test.named_pairs()
  local design = cluster(design_of(function(run, i) return (run * i * 0.37) % 1 end))
  local list = design:differences({ { 3, 1 }, { 1, 3 }, { 5, 4 } })
  check.equal(#list, 3)
  check.near(list[3].difference.se, design:difference(5, 4).difference.se)
  check.equal(list[1].difference.value, -list[2].difference.value)
  check.equal(design:differences({}), {})
end

function test.a_pair_with_nothing_in_common_is_false()
  local list = design_of(binary, true):differences({ { 1, 5 }, { 1, 2 } }, { pairing = "paired" })
  check.equal(list[1], false)
  check.equal(list[2].difference.n_items, 30)
end

function test.refusals()
  local design = design_of(binary)
  check.raises("bad argument #1 to 'differences' (pair 2 must be two runs from 1 to 5)", design.differences, design,
    { { 1, 2 }, { 1, 6 } })
  check.raises("bad argument #1 to 'differences' (pair 1 must be two runs from 1 to 5)", design.differences, design,
    { 1, 2 })
  local found, message, code = design:differences(nil, { variance = "bernoulli" })
  check.equal({ found, code }, { nil, "scores are not 0 and 1" })
  check.equal(message, select(2, design:difference(1, 2, { variance = "bernoulli" })))
  check.raises("bad argument #2 to 'differences' (a score lies outside the range that was declared)",
    design.differences, design, nil, { low = 0, high = 0.5 })
end

return test
