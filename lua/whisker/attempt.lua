-- Calls into the core with what a user wrote. There misuse raises, as a programmer wants it; a user's number or path that
-- is out of range is no fault of the program and comes back as nil, message, "bad option".

local attempt = {}

--- The sentence inside "file:line: bad argument #2 to 'mean' (sentence)".
local function sentence(message)
  return type(message) == "string" and message:match("bad argument #%d+ to '[^']*' %((.*)%)$")
end

local function results(fine, ...)
  if fine then return ... end
  local text = sentence((...))
  if not text then error((...), 0) end
  return nil, text, "bad option"
end

--- call(...), with misuse turned into the results of a problem; all other errors go on.
function attempt.call(call, ...)
  return results(pcall(call, ...))
end

return attempt
