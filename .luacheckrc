-- The same files run on Lua 5.4 and on LuaJIT.
std = "lua54+luajit"
max_line_length = false
exclude_files = { "lua/binding/core.meta.lua" } -- for editors: nothing but declarations
