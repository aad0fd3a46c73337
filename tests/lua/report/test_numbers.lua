local check = require("check")
local numbers = require("whisker.report.numbers")

local tests = check.tests()

function tests.digits_follow_the_standard_errors()
  check.equal(numbers.decimals({ 3.43 }), 1)
  check.equal(numbers.decimals({ 0.95 }), 2)
  check.equal(numbers.decimals({ 12.3 }), 0)
  check.equal(numbers.decimals({ 3.6, 13, 14 }), 1)
  check.equal(numbers.decimals({ 0.65, 3.67 }), 1)
  check.equal(numbers.decimals({ 0.004, 20 }), 3)
  check.equal(numbers.decimals({ 0.036, 0.13, 0.14 }), 3) -- 3.6, 13, 14 points
  check.equal(numbers.decimals({}), 1)
  check.equal(numbers.decimals({ 0 }), 1)
end

function tests.digits_of_an_interval_are_those_of_its_standard_error()
  check.equal(numbers.decimals_between(0.25, 0.75), 2)
  check.equal(numbers.decimals_between(-1200, 2300), 0)
  check.equal(numbers.decimals_between(nil, nil), 4)
end

function tests.fixed_decimals()
  check.equal(numbers.fixed(74.44, 1), "74.4")
  check.equal(numbers.fixed(-5.6, 1), "−5.6")
  check.equal(numbers.fixed(3.8, 1, true), "+3.8")
  check.equal(numbers.fixed(-0.01, 1), "0.0")
  check.equal(numbers.fixed(0.01, 1, true), "0.0")
end

function tests.p_values()
  check.equal(numbers.p(0.0009), "<.001")
  check.equal(numbers.p(0.001), ".001")
  check.equal(numbers.p(0.0491), ".049")
  check.equal(numbers.p(0.38), ".38")
  check.equal(numbers.p(0.0996), ".10")
  check.equal(numbers.p(0.999), "1")
end

function tests.counts_and_shares()
  check.equal(numbers.count(7), "7")
  check.equal(numbers.count(1319), "1,319")
  check.equal(numbers.count(1000000), "1,000,000")
  check.equal(numbers.count(-123456), "-123,456")
  check.equal(numbers.share(0.68), ".68")
  check.equal(numbers.share(-0.08), "−.08")
  check.equal(numbers.share(1), "1.00")
end

function tests.a_bound_that_does_not_exist()
  check.equal(numbers.fixed(-math.huge, 1), "−∞")
  check.equal(numbers.fixed(math.huge, 1, true), "∞")
end

return tests
