-- layout.lua HEADER DECLARATIONS: the layout of every open struct as LuaJIT sees it, in the format of layout.txt.
local ffi = require("ffi")
local header, declarations = arg[1], arg[2]

ffi.cdef(assert(io.open(header)):read("*a"))
for line in io.lines(declarations) do
  local struct = line:match("^struct (%S+)")
  local owner, field = line:match("^field (%S+) (%S+)")
  if struct then
    print(struct .. " " .. ffi.sizeof(struct))
  elseif owner then
    print("  " .. field .. " " .. ffi.offsetof(owner, field))
  end
end
