-- luajit.lua CORE_HEADER HEADER LIBRARY DECLARATIONS: LuaJIT takes both texts as they stand and finds all that is declared;
-- and since it exports a Lua of its own, a session is refused, without a crash.
local ffi = require("ffi")
local core_header, header, library, declarations = arg[1], arg[2], arg[3], arg[4]

local count = 0
local function check(name, passed, detail)
  count = count + 1
  print((passed and "ok " or "not ok ") .. count .. " - " .. name)
  if not passed and detail then print("# " .. tostring(detail)) end
end

local text = assert(io.open(header)):read("*a")
local directive = ("\n" .. text):match("\n(#[^\n]*)")
check("no line begins with #", directive == nil, directive)
ffi.cdef(assert(io.open(core_header)):read("*a"))
local loaded, complaint = pcall(ffi.cdef, text)
check("ffi.cdef takes the text verbatim", loaded, complaint)

local plugin = ffi.load(library)
local functions, absent = 0, {}
for line in io.lines(declarations) do
  local name = line:match("^function (%S+)")
  if name then
    functions = functions + 1
    if not pcall(function() return plugin[name] end) then absent[#absent + 1] = name end
  end
end
check("every declared function is in the library", functions > 0 and #absent == 0, table.concat(absent, " "))
check("the library has the header's version",
  plugin.whisker_plugin_abi_version() == plugin.WHISKER_PLUGIN_ABI_MAJOR * 65536 + plugin.WHISKER_PLUGIN_ABI_MINOR)

local session, problem = ffi.new("whisker_session *[1]"), ffi.new("whisker_error")
local status = plugin.whisker_session_open(nil, session, problem)
check("a session is refused", status == ffi.C.WHISKER_UNSUPPORTED and session[0] == nil, status)
check("and why", ffi.string(problem.text):find("exports a Lua of its own", 1, true) ~= nil, ffi.string(problem.text))
plugin.whisker_session_close(session[0])
collectgarbage()
check("LuaJIT is well", loadstring("return 1 + 1")() == 2)
print("1.." .. count)
