-- layout.lua DECLARATIONS HEADER...: the layout of every open struct as LuaJIT sees it, in the format of layout.txt. The
-- declarations are those of the last header; it builds on the ones before it.
local ffi = require("ffi")
local declarations = arg[1]

for i = 2, #arg do ffi.cdef(assert(io.open(arg[i])):read("*a")) end
for line in io.lines(declarations) do
  local struct = line:match("^struct (%S+)")
  local owner, field = line:match("^field (%S+) (%S+)")
  if struct then
    print(struct .. " " .. ffi.sizeof(struct))
  elseif owner then
    print("  " .. field .. " " .. ffi.offsetof(owner, field))
  end
end
