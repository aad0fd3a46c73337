-- whisker formats: which logs are known.

return {
  name = "formats",
  usage = "formats [--extension FILE]",
  about = "The formats of logs that are known.",
  options = require("whisker.cli.settings").options({ "extension" }),
  run = function()
    for _, format in ipairs(require("whisker.formats").all()) do
      io.stdout:write(("%-17s %s\n"):format(format.name, format.title))
      for _, layout in ipairs(format.layouts) do io.stdout:write(("%-17s   · %s\n"):format("", layout.name)) end
    end
    return 0
  end,
}
