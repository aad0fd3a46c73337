-- Long work: how far it is, and an end before its time.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local C, ffi = native.C, native.ffi

local work_type = arguments.work_type
local methods = work_type.__index

local function new_work()
  local place, problem = ffi.new("whisker_work *[1]"), arguments.new_error()
  local status = C.whisker_work_new(nil, place, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("work", 1, status, problem) end
  return arguments.new_handle(work_type, place[0])
end

local function watch_all(work)
  if work ~= nil then arguments.handle("watch_all", 1, work, work_type) end
  arguments.watch_all(work)
end

function methods:done() return C.whisker_work_done(arguments.handle("done", 0, self, work_type)) end
function methods:stop() C.whisker_work_stop(arguments.handle("stop", 0, self, work_type)) end
function methods:stopped() return C.whisker_work_stopped(arguments.handle("stopped", 0, self, work_type)) ~= 0 end
function methods:close() arguments.close(self, work_type) end

return { add = function(core) core.work, core.watch_all = new_work, watch_all end }
