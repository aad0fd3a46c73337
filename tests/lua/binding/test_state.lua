-- core.state: parts of a run added up apart, saved, merged and finished.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local scores, labels, clusters = {}, {}, {}
for i = 1, 60 do
  scores[i] = i % 13 ~= 5 and (i * 7 % 10) / 8
  labels[i], clusters[i] = "passage " .. math.floor(i / 4), math.floor(i / 4)
end

local function part(first, last, list)
  local taken = { n = last - first + 1 }
  for i = first, last do taken[i - first + 1] = list[i] end
  return taken
end

function test.parts_give_the_estimate_of_one_go()
  local one, parts = core.mean(scores, { cluster = labels }), {}
  for p = 0, 2 do
    parts[p] = core.state({ clustered = true })
    check.equal(parts[p]:add(part(20 * p + 1, 20 * p + 20, scores), part(20 * p + 1, 20 * p + 20, labels)), true)
  end
  local bytes = parts[2]:save()
  check.equal(parts[1]:merge(core.state_load(bytes)), true)
  parts[1]:merge(parts[0])
  check.equal(parts[1]:finish(), one)
  check.equal(parts[1]:finish({ variance = "cr1", level = 0.9 }),
    core.mean(scores, { cluster = labels, variance = "cr1", level = 0.9 }))
end

function test.one_item_at_a_time()
  local whole, single = core.state({ clustered = true }), core.state({ clustered = true })
  whole:add(scores, clusters)
  for i = 60, 1, -1 do single:add(scores[i], clusters[i]) end
  check.equal(single:save() == whole:save(), true)
  local plain = core.state()
  for i = 1, 60 do plain:add(scores[i]) end
  check.equal(plain:finish(), core.mean(scores))
end

function test.two_runs()
  local others = {}
  for i = 1, 60 do others[i] = i % 11 ~= 3 and (i * 3 % 8) / 8 end
  local state, rest = core.state({ pairs = true, clustered = true }), core.state({ pairs = true, clustered = true })
  state:add_pairs(part(1, 37, scores), part(1, 37, others), part(1, 37, labels))
  rest:add_pairs(part(38, 60, scores), part(38, 60, others), part(38, 60, labels))
  state:merge(rest)
  check.equal(state:compare({ power = 0.9 }), core.difference(scores, others, { cluster = labels, power = 0.9 }))
end

function test.the_same_bytes_in_both_interpreters()
  local state = core.state({ clustered = true })
  state:add({ 1, 0, 0.25 }, { "a", "b", 7 })
  local sum = 0
  for i = 1, #state:save() do sum = (sum * 31 + state:save():byte(i)) % 1000003 end
  check.equal({ #state:save(), sum }, { 248, 291338 })
end

function test.data_problems()
  local clustered, plain = core.state({ clustered = true }), core.state()
  check.equal({ clustered:finish() }, { nil, "none of the 0 items has a score", "no data" })
  check.equal({ clustered:merge(plain) }, { nil, "the two states were opened with different options", "conflict" })
  local bytes = plain:save()
  check.equal({ core.state_load(bytes:sub(1, -2)) },
    { nil, "these bytes are no saved state, or are damaged", "malformed" })
  check.equal(select(3, core.state_load("")), "malformed")
end

function test.misuse()
  local clustered, plain = core.state({ clustered = true }), core.state()
  check.raises("bad argument #1 to 'add' (each score needs the label of its cluster)", clustered.add, clustered, 1)
  check.raises("bad argument #1 to 'add' (this state has no clusters)", plain.add, plain, 1, "a")
  check.raises("bad argument #2 to 'add' (2 clusters for 1 scores)", clustered.add, clustered, { 1 }, { 1, 2 })
  check.raises("bad argument #2 to 'add' (a cluster is a text or an integer, got boolean)", clustered.add, clustered,
    { 1 }, { true })
  check.raises("bad argument #2 to 'add_pairs' (1 scores, and the first list has 2)", plain.add_pairs, plain, { 1, 0 }, 1)
  check.raises("bad argument #1 to 'add_pairs' (this state is of single scores)", plain.add_pairs, plain, 1, 0)
  check.raises("bad argument #1 to 'state' (unknown option 'cluster'; did you mean 'clustered'?)", core.state,
    { cluster = true })
  plain:close()
  check.raises("calling 'finish' on bad self (this whisker.State is closed)", plain.finish, plain)
end

return test
