-- The notes that the core leaves on a score or a comparison, by their codes.

local noted = {}

--- Has a record this note?
---@param record { notes: { code: string, text: string }[] }
---@param code string
---@return boolean
function noted.has(record, code)
  for _, note in ipairs(record.notes) do
    if note.code == code then return true end
  end
  return false
end

--- The first of the records that has it.
---@return table?
function noted.first(records, code)
  for _, record in ipairs(records) do
    if noted.has(record, code) then return record end
  end
end

return noted
