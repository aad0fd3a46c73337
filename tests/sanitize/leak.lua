-- leak.lua HEADER LIBRARY frees|loses: frees or loses an arena, so that the leak check of a Lua process is seen to work.
local ffi = require("ffi")
ffi.cdef(assert(io.open(arg[1])):read("*a"))
local whisker = ffi.load(arg[2])
local arena = ffi.new("whisker_arena *[1]")
assert(whisker.whisker_arena_new(nil, arena, nil) == 0)
if arg[3] == "frees" then
  whisker.whisker_arena_free(arena[0])
end
arena[0] = nil
