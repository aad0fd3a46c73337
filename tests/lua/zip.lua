-- A zip archive of stored members, written for tests; the caller knows the CRC-32 of each text.

local function little_endian(value, bytes)
  local parts = {}
  for i = 1, bytes do
    parts[i] = string.char(value % 256)
    value = math.floor(value / 256)
  end
  return table.concat(parts)
end

local function common_fields(member)
  -- version 2.0, no flags, stored, a time and a day of 1980
  return little_endian(20, 2) .. little_endian(0, 4) .. little_endian(0, 2) .. little_endian(0x21, 2)
    .. little_endian(member.crc, 4) .. little_endian(#member.text, 4) .. little_endian(#member.text, 4)
    .. little_endian(#member.name, 2) .. little_endian(0, 2)
end

--- Members: { name, text, crc }.
return function(members)
  local locals, central, offset = {}, {}, 0
  for i, member in ipairs(members) do
    locals[i] = "PK\3\4" .. common_fields(member) .. member.name .. member.text
    central[i] = "PK\1\2" .. little_endian(20, 2) .. common_fields(member) .. little_endian(0, 10)
      .. little_endian(offset, 4) .. member.name
    offset = offset + #locals[i]
  end
  local directory = table.concat(central)
  return table.concat(locals) .. directory .. "PK\5\6" .. little_endian(0, 4) .. little_endian(#members, 2)
    .. little_endian(#members, 2) .. little_endian(#directory, 4) .. little_endian(offset, 4) .. little_endian(0, 2)
end
