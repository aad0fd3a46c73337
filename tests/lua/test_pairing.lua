local check = require("check")
local pairing = require("whisker.pairing")

local runs = { "gpt-5", "gpt-5-mini", "claude" }
local tests = check.tests()

local function shown(list)
  local parts = {}
  for i, pair in ipairs(list) do parts[i] = pair[1] .. ">" .. pair[2] end
  return table.concat(parts, " ")
end

function tests.every_rule()
  check.equal(shown(pairing.pairs("all", runs)), "gpt-5>gpt-5-mini gpt-5>claude gpt-5-mini>claude")
  check.equal(shown(pairing.pairs(nil, runs)), shown(pairing.pairs("all", runs)))
  check.equal(shown(pairing.pairs("none", runs)), "")
  check.equal(shown(pairing.pairs({ baseline = "claude" }, runs)), "gpt-5>claude gpt-5-mini>claude")
  check.equal(shown(pairing.pairs({ { "claude", "gpt-5" } }, runs)), "claude>gpt-5")
  check.equal(shown(pairing.pairs(function(a) return a == "gpt-5" end, runs)), "gpt-5>gpt-5-mini gpt-5>claude")
end

function tests.names_may_be_shortened_while_they_are_unique()
  check.equal(pairing.find("mini", runs), "gpt-5-mini")
  check.equal(pairing.find("gpt-5", runs), "gpt-5")
  local run, message = pairing.find("gpt", runs)
  check.equal(run, nil)
  check.equal(message, "'gpt' could be gpt-5 or gpt-5-mini")
end

function tests.unknown_names_are_refused_with_the_known_ones()
  for _, rule in ipairs({ { baseline = "cloude" }, { { "gpt-5", "cloude" } } }) do
    local list, message = pairing.pairs(rule, runs)
    check.equal(list, nil)
    assert(message:find("no run is called 'cloude'; did you mean 'claude'?", 1, true), message)
  end
  check.equal(pairing.pairs("gpt-5", runs), nil)
  check.equal(pairing.pairs({ { "gpt-5" } }, runs), nil)
end

return tests
