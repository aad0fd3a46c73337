-- libwhisker, loaded once: the declarations of its header, word for word, and the library that WHISKER_LIBRARY names or
-- that the system finds. The handle stays here, since functions of a library that is let go are not safe to call.

local ffi = require("ffi")

local function load_library()
  local path = os.getenv("WHISKER_LIBRARY")
  if path and path ~= "" then return ffi.load(path) end
  for _, name in ipairs({ "whisker", "libwhisker.so.1" }) do
    local found, loaded = pcall(ffi.load, name)
    if found then return loaded end
  end
  error("libwhisker is not where the system looks; set WHISKER_LIBRARY to its path, or run ldconfig", 0)
end

ffi.cdef(require("whisker.ffi.header"))
local C = load_library()

local abi, major, minor = C.whisker_abi_version(), C.WHISKER_ABI_MAJOR, C.WHISKER_ABI_MINOR
if math.floor(abi / 65536) ~= major or abi % 65536 < minor then
  error("libwhisker " .. ffi.string(C.whisker_version()) .. " does not fit this module", 0)
end

local native = { ffi = ffi, C = C }

--- The text of a C string, nil for NULL.
function native.text(pointer, length)
  if pointer == nil then return nil end
  return length and ffi.string(pointer, length) or ffi.string(pointer)
end

--- An open struct with its size set.
function native.struct(name)
  local made = ffi.new(name)
  made.size = ffi.sizeof(name)
  return made
end

--- Call a function of the library. What its arguments point to is in `kept`, which lives until the call is over.
function native.call(kept, call, ...)
  local result = call(...)
  kept.called = true
  return result
end

return native
