-- Files, folders and the program, with what plain Lua has.
local files = {}

local WINDOWS = JOBS:match("^%a:") ~= nil or JOBS:match("^\\\\") ~= nil
local SLASH = WINDOWS and "\\" or "/"

function files.join(...)
  return table.concat({ ... }, SLASH)
end

function files.read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("*a")
  file:close()
  return text
end

-- Written beside and moved, so that nobody reads half of it.
function files.write(path, text)
  local file, problem = io.open(path .. ".part", "wb")
  if not file then return nil, problem end
  file:write(text)
  file:close()
  os.remove(path)
  return os.rename(path .. ".part", path)
end

function files.exists(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

local function quoted(word)
  if WINDOWS then return '"' .. word .. '"' end
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

function files.make_folder(path)
  if type(bmd) == "table" and bmd.createdir then
    bmd.createdir(path)
  elseif WINDOWS then
    os.execute("mkdir " .. quoted(path))
  else
    os.execute("mkdir -p " .. quoted(path))
  end
end

-- A name that every system takes for a folder.
function files.safe(name)
  name = name:gsub('[<>:"/\\|?*%c]', "_"):gsub("^[%s.]+", ""):gsub("[%s.]+$", "")
  return name ~= "" and name:sub(1, 80) or "unnamed"
end

-- The folder above the one that a file lies in.
function files.above(path)
  return path:match("^(.*)[/\\][^/\\]+[/\\][^/\\]+$")
end

-- Starts Foley Post on a folder, and does not wait for it. Resolve's own libraries and its Python
-- are no help to another program.
function files.start(folder)
  local words = {}
  for _, word in ipairs(PROGRAM) do words[#words + 1] = quoted(word) end
  words[#words + 1] = quoted(folder)
  local line = table.concat(words, " ")
  if WINDOWS then
    os.execute('start "" /B ' .. line)
  else
    os.execute("env -u LD_LIBRARY_PATH -u DYLD_LIBRARY_PATH -u PYTHONPATH -u PYTHONHOME " .. line ..
      " >" .. quoted(files.join(folder, "foley-post.log")) .. " 2>&1 &")
  end
end

-- Waits a second; false where nothing here can wait.
function files.pause()
  if type(bmd) == "table" and bmd.wait then
    bmd.wait(1)
    return true
  end
  return false
end
