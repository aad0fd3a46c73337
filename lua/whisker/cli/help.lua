-- whisker help [COMMAND | config [KEY...]]: the commands, one of them, or the keys of a config.

local labelled = require("whisker.cli.labelled")
local reference = require("whisker.config.reference")
local suggest = require("whisker.suggest")
local width = require("whisker.report.width")

local function write_key(key, path)
  io.stdout:write(path, "\n")
  labelled.write("", key.about)
  local choices = reference.choices(key)
  labelled.write("one of", choices and table.concat(choices, ", "))
  labelled.write("default", key.default)
  labelled.lines("example", key.example)
  if key.session then labelled.write("where", "in a session, where a harness pushes its samples") end
end

--- A key, and those inside of it.
local function show_key(path)
  local key, paths = reference.find(path)
  if not key then
    return nil, ("a config has no key '%s'%s"):format(path, suggest.hint(path, paths))
  end
  write_key(key, path)
  for _, one in ipairs(reference.inside(key)) do write_key(one, path .. "." .. one.name) end
  return true
end

--- Every key in a line or two.
local function show_all_keys()
  reference.each(function(key, path)
    local indent = path:find(".", 1, true) and "    " or "  "
    for i, part in ipairs(width.wrap(key.about, 56)) do
      io.stdout:write(("%-22s%s\n"):format(i == 1 and indent .. path:match("[^.]+$") or "", part))
    end
  end)
  io.stdout:write("\n`whisker help config KEY` says more of one, such as cluster or estimate.interval.\n")
end

local function show_config(paths)
  if #paths == 0 then show_all_keys() end
  for _, path in ipairs(paths) do
    local done, message = show_key(path)
    if not done then return nil, message, "bad option" end
  end
  return 0
end

return {
  name = "help",
  usage = "help [COMMAND | config [KEY...]]",
  about = "What a command does, or what may stand in a config: every key, or some of them with an example.",
  options = {},
  run = function(given)
    local cli = require("whisker.cli")
    local topic = table.remove(given, 1)
    if topic == "config" then return show_config(given) end
    if not topic then return cli.main({ "--help" }) end
    return cli.main({ topic, "--help" })
  end,
}
