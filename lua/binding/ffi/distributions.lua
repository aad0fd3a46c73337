-- core.dist: distribution functions.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C = native.C

--- Name and number of parameters beside x.
local distributions = { normal_cdf = 0, normal_quantile = 0, t_cdf = 1, t_quantile = 1, chi_square_cdf = 1,
  chi_square_quantile = 1, f_cdf = 2, f_quantile = 2, gamma_cdf = 2, gamma_quantile = 2, beta_cdf = 2,
  beta_quantile = 2, binomial_pmf = 2, binomial_cdf = 2, binomial_quantile = 2 }

local function take_tail(name, position, tail)
  if tail == nil then return C.WHISKER_LOWER end
  arguments.text(name, position, tail)
  return arguments.name_number(name, position, "tail", tail, names.tail)
end

local bind = {
  [0] = function(name, call)
    return function(x, tail)
      x = arguments.number(name, 1, x)
      return arguments.number_or_nil(call(x, take_tail(name, 2, tail)))
    end
  end,
  function(name, call)
    return function(x, a, tail)
      x, a = arguments.number(name, 1, x), arguments.number(name, 2, a)
      return arguments.number_or_nil(call(x, a, take_tail(name, 3, tail)))
    end
  end,
  function(name, call)
    return function(x, a, b, tail)
      x, a, b = arguments.number(name, 1, x), arguments.number(name, 2, a), arguments.number(name, 3, b)
      return arguments.number_or_nil(call(x, a, b, take_tail(name, 4, tail)))
    end
  end,
}

local module = {}

function module.add(core)
  core.dist = {}
  for name, parameters in pairs(distributions) do core.dist[name] = bind[parameters](name, C["whisker_" .. name]) end
end

return module
