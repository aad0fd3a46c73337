-- require in a config: files below its own folder, and modules of whisker that need no more than a config has.
local check = require("check")
local guard = require("whisker.guard")
local guarded = require("guarded")

local test = check.tests()

local folder = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$") .. "/modules"

local function message_of(source, options)
  local value, message = guard.load(source, "config.lua", options)
  check.equal(value, nil)
  return message
end

function test.files_below_the_folder()
  check.equal(guarded.value("return require('helper').answer", { folder = folder }), 42)
  check.equal(guarded.value("return require('deeper.helper')", { folder = folder }), "deeper 42")
  check.equal(guarded.value("return require('helper')", { folder = folder .. "/" }).answer, 42)
end

function test.a_module_is_run_once()
  check.equal(guarded.value([[
    local first = require("helper")
    first.mark = 1
    return require("helper").mark
  ]], { folder = folder }), 1)
end

function test.no_folder_no_files()
  check.holds(message_of("return require('helper')"),
    "no module 'helper': there is no folder to look in, and whisker has no such module")
end

function test.no_name_leads_out_of_the_folder()
  for _, name in ipairs({ "..helper", "../helper", "/etc/passwd", "deeper/../helper", "a..b", ".", "" }) do
    check.holds(message_of(("return require(%q)"):format(name), { folder = folder .. "/deeper" }),
      ("no module '%s' in the folder of the config, and whisker has no such module"):format(name))
  end
end

function test.no_link_leads_out_of_the_folder()
  check.needs_lua54()
  local scratch = os.tmpname()
  os.remove(scratch)
  assert(os.execute(("mkdir -p '%s' && ln -s \"$(realpath '%s/helper.lua')\" '%s/linked.lua'"):format(scratch, folder, scratch)))
  local message = message_of("return require('linked')", { folder = scratch })
  os.execute(("rm -r '%s'"):format(scratch))
  check.equal(message, "config.lua:1: module 'linked' leads out of the folder of the config")
end

function test.errors_name_the_modules_line()
  check.holds(message_of("return require('broken')", { folder = folder }), "modules/broken.lua:2:")
  check.holds(message_of("return require('unreadable')", { folder = folder }), "modules/unreadable.lua:1:")
  check.holds(message_of("pcall(require, 'broken') return require('broken')", { folder = folder }), "broken.lua:2:")
end

function test.a_module_cannot_require_itself()
  check.holds(message_of("return require('circle')", { folder = folder }), "module 'circle' requires itself")
end

function test.modules_run_inside_the_guard()
  check.holds(message_of("return require('reaches_out')", { folder = folder }), "there is no 'os' here")
end

function test.modules_of_whisker_that_need_nothing_more()
  check.equal(guarded.value("return require('whisker.suggest').nearest('clutser', { 'cluster', 'pair' })"), "cluster")
end

function test.modules_of_whisker_that_need_more()
  check.holds(message_of("return require('whisker.core')"), "a config cannot use 'whisker.core'")
  check.holds(message_of("return require('whisker.config')"), "a config cannot use 'whisker.core'")
  check.holds(message_of("return require('whisker.no_such_module')"), "no module 'whisker.no_such_module'")
end

function test.libraries_are_modules_too()
  check.equal(guarded.value("return require('string') == string and require('table') == table"), true)
end

return test
