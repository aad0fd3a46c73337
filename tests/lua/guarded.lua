-- What tests of whisker.guard share.
local check = require("check")
local guard = require("whisker.guard")

local guarded = {}

--- Run a config that must fail, within seconds, with a message that holds `part`, and under this code.
function guarded.fails(source, part, code, seconds, options)
  check.needs_lua54()
  local value, message, found = check.within(seconds or 6, guard.load, source, "config.lua", options)
  check.equal(value, nil)
  check.holds(message, part)
  check.equal(found, code)
end

--- The value of a config that must not fail.
function guarded.value(source, options)
  local value, message = guard.load(source, "config.lua", options)
  if value == nil then error(message, 2) end
  return value
end

return guarded
