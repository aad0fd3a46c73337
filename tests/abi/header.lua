-- header.lua HEADER LIBRARY DECLARATIONS: LuaJIT takes the header's text as it stands and finds all that it declares.
local ffi = require("ffi")
local header, library, declarations = arg[1], arg[2], arg[3]

local count = 0
local function check(name, passed, detail)
  count = count + 1
  print((passed and "ok " or "not ok ") .. count .. " - " .. name)
  if not passed and detail then
    print("# " .. tostring(detail))
  end
end

local text = assert(io.open(header)):read("*a")
local directive = ("\n" .. text):match("\n(#[^\n]*)")
check("no line begins with #", directive == nil, directive)

local loaded, complaint = pcall(ffi.cdef, text)
check("ffi.cdef takes the text verbatim", loaded, complaint)

local whisker = ffi.load(library)
local functions, absent = 0, {}
for line in io.lines(declarations) do
  local name = line:match("^function (%S+)")
  if name then
    functions = functions + 1
    if not pcall(function() return whisker[name] end) then
      absent[#absent + 1] = name
    end
  end
end
check("every declared function is in the library", functions > 0 and #absent == 0, table.concat(absent, " "))

local version = whisker.whisker_abi_version()
check("the library has the header's version",
  version == whisker.WHISKER_ABI_MAJOR * 65536 + whisker.WHISKER_ABI_MINOR, version)
check("the release is text", ffi.string(whisker.whisker_version()):match("^%d+%.%d+%.%d+") ~= nil)
print("1.." .. count)
