-- JSON, as far as job folders need it: no library may be loaded here.
local json = {}

local ESCAPES = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/" }

local function utf8_of(code)
  if code < 0x80 then return string.char(code) end
  if code < 0x800 then
    return string.char(0xC0 + math.floor(code / 0x40), 0x80 + code % 0x40)
  end
  if code < 0x10000 then
    return string.char(0xE0 + math.floor(code / 0x1000), 0x80 + math.floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
  end
  return string.char(0xF0 + math.floor(code / 0x40000), 0x80 + math.floor(code / 0x1000) % 0x40,
    0x80 + math.floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
end

local function read_string(text, at)
  local parts, start = {}, at + 1
  local i = start
  while true do
    local c = text:sub(i, i)
    if c == "" then error("a text does not end") end
    if c == '"' then
      parts[#parts + 1] = text:sub(start, i - 1)
      return table.concat(parts), i + 1
    end
    if c == "\\" then
      parts[#parts + 1] = text:sub(start, i - 1)
      local e = text:sub(i + 1, i + 1)
      if e == "u" then
        local code = tonumber(text:sub(i + 2, i + 5), 16) or error("a character is damaged")
        i = i + 6
        if code >= 0xD800 and code < 0xDC00 and text:sub(i, i + 1) == "\\u" then
          local low = tonumber(text:sub(i + 2, i + 5), 16) or error("a character is damaged")
          code = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00)
          i = i + 6
        end
        parts[#parts + 1] = utf8_of(code)
      else
        parts[#parts + 1] = ESCAPES[e] or error("a character is damaged")
        i = i + 2
      end
      start = i
    else
      i = i + 1
    end
  end
end

local read_value

local function skip(text, at)
  return text:match("^[ \t\r\n]*()", at)
end

local function read_list(text, at)
  local list = {}
  at = skip(text, at + 1)
  if text:sub(at, at) == "]" then return list, at + 1 end
  while true do
    list[#list + 1], at = read_value(text, at)
    at = skip(text, at)
    local c = text:sub(at, at)
    if c == "]" then return list, at + 1 end
    if c ~= "," then error("a list is damaged") end
    at = at + 1
  end
end

local function read_object(text, at)
  local object = {}
  at = skip(text, at + 1)
  if text:sub(at, at) == "}" then return object, at + 1 end
  while true do
    at = skip(text, at)
    if text:sub(at, at) ~= '"' then error("an object is damaged") end
    local name
    name, at = read_string(text, at)
    at = skip(text, at)
    if text:sub(at, at) ~= ":" then error("an object is damaged") end
    object[name], at = read_value(text, at + 1)
    at = skip(text, at)
    local c = text:sub(at, at)
    if c == "}" then return object, at + 1 end
    if c ~= "," then error("an object is damaged") end
    at = at + 1
  end
end

function read_value(text, at)
  at = skip(text, at)
  local c = text:sub(at, at)
  if c == "{" then return read_object(text, at) end
  if c == "[" then return read_list(text, at) end
  if c == '"' then return read_string(text, at) end
  for word, value in pairs({ ["true"] = true, ["false"] = false }) do
    if text:sub(at, at + #word - 1) == word then return value, at + #word end
  end
  if text:sub(at, at + 3) == "null" then return nil, at + 4 end
  local number, after = text:match("^(-?[%d.eE+-]+)()", at)
  if not tonumber(number) then error("a value is damaged") end
  return tonumber(number), after
end

function json.decode(text)
  return (read_value(text, 1))
end

local function quoted(text)
  return '"' .. text:gsub('[%z\1-\31\\"]', function(c)
    if c == '"' or c == "\\" then return "\\" .. c end
    return string.format("\\u%04x", c:byte())
  end) .. '"'
end

-- Tables with [1] or none at all are lists; names are sorted.
function json.encode(value)
  if type(value) == "string" then return quoted(value) end
  if type(value) ~= "table" then return tostring(value) end
  local parts = {}
  if next(value) == nil or value[1] ~= nil then
    for _, one in ipairs(value) do parts[#parts + 1] = json.encode(one) end
    return "[" .. table.concat(parts, ", ") .. "]"
  end
  local names = {}
  for name in pairs(value) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do parts[#parts + 1] = quoted(name) .. ": " .. json.encode(value[name]) end
  return "{" .. table.concat(parts, ", ") .. "}"
end
