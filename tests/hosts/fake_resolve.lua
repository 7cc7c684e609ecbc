-- A Resolve that refuses what Resolve refuses. Reads its project from a file and writes down what
-- became of it. Usage: luajit fake_resolve.lua SCRIPT PROJECT STATE
-- A name that is not in the interface answers with a function that gives nil, as Resolve's does; it
-- is written down, and so is a call without the object before it.
local script, project_file, state_file = arg[1], arg[2], arg[3]
local real = { dofile = dofile, execute = os.execute, open = io.open }
local P = dofile(project_file)
local odd, printed, last_id = {}, {}, 0

local function object(kind, methods)
  local self = {}
  return setmetatable(self, {
    __index = function(_, name)
      local method = methods[name]
      if type(method) ~= "function" and method ~= nil then return method end
      return function(first, ...)
        if first ~= self then odd[#odd + 1] = kind .. "." .. name .. " called without its object" end
        if not method then
          odd[#odd + 1] = kind .. " has no " .. tostring(name)
          return nil
        end
        return method(...)
      end
    end,
    __newindex = function() error("a host's object takes no fields") end,
  })
end

local function id()
  last_id = last_id + 1
  return "id" .. last_id
end

local hidden = setmetatable({}, { __mode = "k" }) -- what stands behind an object

-- The media pool.
local function clip_of(path, fps)
  local own = { path = path, id = id() }
  local made = object("MediaPoolItem", {
    GetClipProperty = function(name) return ({ ["File Path"] = path, FPS = tostring(fps) })[name] or "" end,
    GetMediaId = function() return own.id end,
    GetName = function() return path:match("[^/]+$") end,
  })
  hidden[made] = own
  return made
end

local folder_of
function folder_of(name)
  local own = { name = name, folders = {}, clips = {} }
  local made = object("Folder", {
    GetName = function() return name end,
    GetSubFolderList = function() return { unpack(own.folders) } end,
    GetClipList = function() return { unpack(own.clips) } end,
  })
  hidden[made] = own
  return made
end

local root = folder_of("Master")
local current = root
local known = {} -- by path

-- The timeline.
local tracks = { video = {}, audio = {} }
local DROP = P.drop_appends or {}

local function item_of(spec)
  local own = spec
  own.colour = own.colour or ""
  local made = object("TimelineItem", {
    GetStart = function() return own.start end,
    GetEnd = function() return own.start + own.length end,
    GetDuration = function() return own.length end,
    GetName = function() return own.name end,
    GetLeftOffset = function() return own.offset end,
    GetMediaPoolItem = function() return own.media end,
    GetClipColor = function() return own.colour end,
    GetTrackTypeAndIndex = function() return { own.kind, own.track } end,
    SetClipColor = function(colour)
      local names = "Orange Apricot Yellow Lime Olive Green Teal Navy Blue Purple Violet Pink Tan Beige Brown Chocolate"
      if not names:find(colour, 1, true) then return false end
      own.colour = colour
      return true
    end,
  })
  hidden[made] = own
  return made
end

for _, kind in ipairs({ "video", "audio" }) do
  for number, track in ipairs(P[kind]) do
    local row = { name = track.name, enabled = track.enabled ~= false, locked = track.locked, items = {}, type = track.type or "stereo" }
    for _, item in ipairs(track.items or {}) do
      item.start, item.kind, item.track = item.start + P.start, kind, number
      item.media = clip_of(item.path or ("/films/" .. item.name), P.project_fps)
      row.items[#row.items + 1] = item_of(item)
    end
    tracks[kind][number] = row
  end
end

local function track_at(kind, index)
  local row = tracks[kind] and tracks[kind][index]
  if not row then odd[#odd + 1] = "there is no " .. tostring(kind) .. " track " .. tostring(index) end
  return row
end

local timeline
timeline = object("Timeline", {
  GetName = function() return P.timeline end,
  GetStartFrame = function() return P.start end,
  GetSetting = function(name) return name == "timelineFrameRate" and P.fps or "" end,
  GetTrackCount = function(kind) return #tracks[kind] end,
  GetTrackName = function(kind, index) return track_at(kind, index).name end,
  GetIsTrackEnabled = function(kind, index) return track_at(kind, index).enabled end,
  GetIsTrackLocked = function(kind, index) return track_at(kind, index).locked == true end,
  SetTrackEnable = function(kind, index, enabled) track_at(kind, index).enabled = enabled return true end,
  GetItemListInTrack = function(kind, index) return { unpack(track_at(kind, index).items) } end,
  GetCurrentVideoItem = function() return P.playhead and tracks.video[P.playhead[1]].items[P.playhead[2]] end,
  SetTrackName = function(kind, index, name)
    for number, row in ipairs(tracks[kind]) do
      if number ~= index and row.name == name then return false end
    end
    track_at(kind, index).name = name
    return true
  end,
  AddTrack = function(kind, how)
    local type_ = P.old and how or (type(how) == "table" and how.audioType)
    if kind ~= "audio" or (type_ ~= "mono" and type_ ~= "stereo") then return false end
    table.insert(tracks.audio, { name = "Audio " .. (#tracks.audio + 1), enabled = true, items = {}, type = type_ })
    return true
  end,
  DeleteTrack = function(kind, index)
    if track_at(kind, index).locked then return false end
    table.remove(tracks[kind], index)
    return true
  end,
  DeleteClips = function(items, ripple)
    if ripple ~= false then odd[#odd + 1] = "clips deleted with ripple" end
    for _, gone in ipairs(items) do
      for _, row in ipairs(tracks.audio) do
        for number = #row.items, 1, -1 do
          if row.items[number] == gone then
            if row.locked then return false end
            table.remove(row.items, number)
          end
        end
      end
    end
    return true
  end,
  Export = function(path, kind, sub)
    if kind ~= "otio" or sub ~= "none" then return false end
    if P.no_export then return false end
    local source = assert(real.open(P.otio, "rb"))
    local target = real.open(path, "wb")
    if not target then return false end
    target:write(source:read("*a"))
    target:close()
    source:close()
    return true
  end,
})

local pool = object("MediaPool", {
  GetRootFolder = function() return root end,
  GetCurrentFolder = function() return current end,
  SetCurrentFolder = function(folder) current = folder return true end,
  AddSubFolder = function(parent, name)
    for _, one in ipairs(hidden[parent].folders) do
      if one:GetName() == name then return nil end
    end
    local made = folder_of(name)
    table.insert(hidden[parent].folders, made)
    return made
  end,
  ImportMedia = function(paths)
    local made = {}
    for _, path in ipairs(paths) do
      local file = real.open(path, "rb")
      if file and not known[path] then
        known[path] = clip_of(path, P.project_fps)
        table.insert(hidden[current].clips, known[path])
        made[#made + 1] = known[path]
      end
      if file then file:close() end
    end
    return made
  end,
  AppendToTimeline = function(infos)
    local made = {}
    for _, info in ipairs(infos) do
      for name in pairs(info) do
        if not (" mediaPoolItem startFrame endFrame mediaType trackIndex recordFrame "):find(" " .. name .. " ", 1, true) then
          odd[#odd + 1] = "clip info has " .. name
        end
      end
      local row, media = track_at("audio", info.trackIndex), hidden[info.mediaPoolItem]
      local length = info.endFrame - info.startFrame + (P.inclusive_end and 1 or 0)
      length = math.floor(length * P.timeline_fps / P.project_fps + 0.5)
      local free = info.mediaType == 2 and media and row and row.enabled and not row.locked and info.recordFrame >= P.start
      for _, item in ipairs(row and row.items or {}) do
        if item:GetStart() < info.recordFrame + length and info.recordFrame < item:GetEnd() then free = false end
      end
      if free then
        local item = item_of({
          start = info.recordFrame + (P.shifts or 0), length = length, offset = info.startFrame, media = info.mediaPoolItem,
          name = media.path:match("[^/]+$"), kind = "audio", track = info.trackIndex,
        })
        table.insert(row.items, item)
        made[#made + 1] = item
      end
    end
    return made
  end,
})

local project = object("Project", {
  GetName = function() return P.project end,
  GetCurrentTimeline = function() return not P.no_timeline and timeline or nil end,
  GetMediaPool = function() return pool end,
})

local host = object("Resolve", {
  EXPORT_OTIO = not P.before_otio and "otio" or nil,
  EXPORT_NONE = "none",
  GetVersionString = function() return "21.1.0" end,
  GetProjectManager = function()
    return object("ProjectManager", { GetCurrentProject = function() return project end })
  end,
})

-- What a script may use: no package, no ffi, no way to load another file, no windows.
local allowed = {
  resolve = host, print = function(line) printed[#printed + 1] = tostring(line) end,
  bmd = { wait = function(seconds) real.execute("sleep " .. (seconds * 0.1)) end },
  io = { open = io.open },
  os = { execute = os.execute, rename = os.rename, remove = os.remove, time = os.time },
}
for _, name in ipairs({ "assert", "error", "ipairs", "math", "next", "pairs", "pcall", "select", "setmetatable", "string",
  "table", "tonumber", "tostring", "type", "unpack" }) do
  allowed[name] = _G[name]
end
setmetatable(allowed, { __index = function(_, name)
  if name ~= "Resolve" and name ~= "app" then odd[#odd + 1] = "the script uses " .. name end
end })
local chunk = assert(loadfile(script))
setfenv(chunk, allowed)
for _ = 1, P.times or 1 do chunk() end

-- What there is now, for the test.
local function quoted(text)
  return '"' .. tostring(text):gsub('["\\]', "\\%0"):gsub("\n", "\\n") .. '"'
end
local out = { '{"audio": [' }
for number, row in ipairs(tracks.audio) do
  local items = {}
  for _, item in ipairs(row.items) do
    local own = hidden[item]
    items[#items + 1] = string.format('{"start": %d, "length": %d, "offset": %s, "colour": %s, "path": %s}', own.start,
      own.length, own.offset or 0, quoted(own.colour), quoted(own.media:GetClipProperty("File Path")))
  end
  out[#out + 1] = string.format('%s{"name": %s, "type": %s, "enabled": %s, "items": [%s]}', number > 1 and ", " or "",
    quoted(row.name), quoted(row.type), tostring(row.enabled), table.concat(items, ", "))
end
local function texts(list)
  local parts = {}
  for _, text in ipairs(list) do parts[#parts + 1] = quoted(text) end
  return "[" .. table.concat(parts, ", ") .. "]"
end
local bins = {}
for _, folder in ipairs(hidden[root].folders) do
  for _, inner in ipairs(hidden[folder].folders) do bins[#bins + 1] = folder:GetName() .. "/" .. inner:GetName() end
end
out[#out + 1] = '], "odd": ' .. texts(odd) .. ', "printed": ' .. texts(printed) .. ', "bins": ' .. texts(bins)
out[#out + 1] = ', "bin_is_back": ' .. tostring(current == root) .. "}"
local state = assert(real.open(state_file, "wb"))
state:write(table.concat(out))
state:close()
