-- How far a long work is: a part of a part of all of it. Whoever starts a work says by what it is shown.

---@class whisker.Progress
---@field private show fun(from: number?, to: number?, text: string?) no from: it is over
---@field private from number
---@field private to number
local progress = {}
progress.__index = progress

---@param show function
---@return whisker.Progress
function progress.new(show)
  return setmetatable({ show = show, from = 0, to = 1 }, progress)
end

--- Shown to nobody.
progress.none = progress.new(function() end)

--- Begin one of several parts of equal weight.
---@param index integer from 1
---@param count integer
---@param text string? what is done; nil: as before
---@return whisker.Progress # of that part
function progress:part(index, count, text)
  local share = (self.to - self.from) / count
  local from = self.from + share * (index - 1)
  self.show(from, from + share, text)
  return setmetatable({ show = self.show, from = from, to = from + share }, progress)
end

--- Nothing is shown any more, until the next part begins.
function progress:clear() self.show() end

return progress
