-- Where a command's output goes.

local plain = require("whisker.report.plain")
local report = require("whisker.report")

local output = {}

local function write_file(path, text)
  local file, message = io.open(path, "wb")
  if not file then return nil, "cannot write: " .. message end
  local done
  done, message = file:write(text)
  local closed, close_message = file:close()
  if not done or not closed then return nil, ("cannot write %s: %s"):format(path, message or close_message) end
  return true
end

local function colour_wanted(terminal)
  local unwanted = (os.getenv("NO_COLOR") or "") ~= "" -- no-color.org: set, and not empty
  return terminal.stdout_is_terminal and not unwanted and os.getenv("TERM") ~= "dumb"
end

--- What is written now must not stand behind a bar. A session writes too, and has no terminal.
local function end_progress(terminal)
  if terminal.progress then terminal.progress:clear() end
end

--- Write results to the files that are named, or to standard output.
---@param results table
---@param wanted { to: string[]?, format: string?, template: any, document: table?, columns: integer?, printed: string[]? }
---@param terminal table
---@return true?, string? message
function output.results(results, wanted, terminal)
  end_progress(terminal)
  if wanted.to and #wanted.to > 0 then
    for _, path in ipairs(wanted.to) do
      local format, message = wanted.format, nil
      if not format then format, message = report.format_of(path) end
      if not format then return nil, message end
      local text
      text, message = report.text(results, format, { template = wanted.template, document = wanted.document,
        columns = wanted.columns or 100, printed = wanted.printed })
      if not text then return nil, message end
      local done
      done, message = write_file(path, text)
      if not done then return nil, message end
    end
    return true
  end
  local text, message = report.text(results, wanted.format or "terminal", {
    template = wanted.template, columns = wanted.columns or terminal.columns or 80, colour = colour_wanted(terminal),
    printed = wanted.printed,
  })
  if not text then return nil, message end
  io.stdout:write(text)
  return true
end

--- What a config or a template prints is for whoever writes it: it goes to stderr, so that the report stays as it is.
function output.printed(lines)
  for _, line in ipairs(lines) do io.stderr:write(plain.text(line), "\n") end
end

--- A document that is no report of results (keys, plan), as text for the terminal or Markdown.
function output.document(doc, wanted, terminal)
  end_progress(terminal)
  local write = require("whisker.report.writers." .. (wanted.format or "terminal"))
  io.stdout:write(write(doc, { columns = wanted.columns or terminal.columns or 80, colour = colour_wanted(terminal) }))
end

return output
