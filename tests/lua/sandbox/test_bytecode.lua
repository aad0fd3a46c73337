local check = require("check")
local guard = require("whisker.guard")
local guarded = require("guarded")

local test = check.tests()

function test.is_no_config()
  local value, message, code = guard.load(string.dump(function() return {} end), "config.lua")
  check.equal({ value, code }, { nil, "malformed" })
  check.equal(type(message), "string")
end

function test.cannot_be_made()
  check.equal(guarded.value("return string.dump == nil and true"), true)
  guarded.fails("return string.dump(function() end)", "attempt to call a nil value (field 'dump')", "failed")
end

function test.cannot_be_loaded()
  guarded.fails("return load('\\27Lua')", "there is no 'load' here: a config is source", "failed")
end

return test
