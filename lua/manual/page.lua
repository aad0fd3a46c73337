-- The parts of whisker(1) that the program's own declarations say: commands, options, keys of a config, in mdoc(7).

local page = {}

--- Text for a line of its own: no escapes, no request at its beginning, minus signs that can be pasted.
local function plain(text)
  return (text:gsub("\\", "\\e"):gsub("%-%-", "\\-\\-"):gsub("\n", " "):gsub("^([.'])", "\\&%1"))
end

--- An argument of a macro, as one word that is no macro itself.
local function quoted(text)
  return '"\\&' .. plain(text):gsub('"', "\\(dq") .. '"'
end

local function list(items)
  return ".Bl -tag -width Ds\n" .. table.concat(items, "\n") .. "\n.El"
end

-- ---- commands -----------------------------------------------------------------------------------------------

local function command_item(command)
  local name, rest = command.usage:match("^(%S+)%s*(.*)$")
  local lines = { ".It Cm " .. name .. (rest ~= "" and " No " .. quoted(rest) or ""), plain(command.about) }
  if command.details then
    lines[#lines + 1] = ".Pp"
    lines[#lines + 1] = plain(command.details)
  end
  return table.concat(lines, "\n")
end

local function commands()
  local items = {}
  for i, command in ipairs(require("whisker.cli").commands()) do items[i] = command_item(command) end
  return list(items)
end

-- ---- options ------------------------------------------------------------------------------------------------

local function option_item(option)
  local argument = option.argument and " Ar " .. quoted(option.argument) or ""
  return (".It Fl -%s%s\n%s%s"):format(option.name, argument, plain(option.about),
    option.many and "; may be given several times" or "")
end

--- Options of all commands but `plan`, each once, in the order in which they come.
local function options()
  local items, seen = {}, {}
  for _, command in ipairs(require("whisker.cli").commands()) do
    for _, option in ipairs(command.name ~= "plan" and command.options or {}) do
      if not seen[option.name] then seen[option.name], items[#items + 1] = true, option_item(option) end
    end
  end
  return list(items)
end

local function plan_options()
  local items, shared = {}, require("whisker.cli.options").shared
  for _, option in ipairs(require("whisker.cli.plan").options) do
    local is_shared = false
    for _, one in pairs(shared) do is_shared = is_shared or one == option end
    if not is_shared then items[#items + 1] = option_item(option) end
  end
  return list(items)
end

-- ---- the config ---------------------------------------------------------------------------------------------

local function config()
  local items = {}
  for i, key in ipairs(require("whisker.config.keys")) do
    items[i] = (".It Cm %s\n%s"):format(key.name, plain(key.about))
  end
  return list(items)
end

--- Parts by the names under which whisker.1 has places for them.
function page.parts()
  return { commands = commands(), options = options(), plan = plan_options(), config = config() }
end

return page
