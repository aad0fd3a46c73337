-- The same files run on Lua 5.4 and on LuaJIT.
std = "lua54+luajit"
max_line_length = 130
ignore = { "581" } -- not (a <= b) is how NaN is caught
exclude_files = {
  "lua/binding/core.meta.lua", -- for editors: nothing but declarations
  "lua/meta/config.lua", -- likewise, and generated
  "tests/lua/sandbox/modules", -- wrong on purpose
}
