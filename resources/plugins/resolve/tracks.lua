-- Stems laid on audio tracks of the timeline, each read back; what an earlier run laid goes first.
local tracks = {}

local function rate_of(text)
  local number = tonumber(tostring(text):match("[%d.]+"))
  if not number then return nil end
  local whole = math.floor(number + 0.5)
  if math.abs(number - whole) < 0.001 then return whole end
  return math.floor(number * 1.001 + 0.5) * 1000 / 1001 -- 23.976, 29.97, 59.94
end

-- A clip is ours when its file lies in a folder of results of Foley Post.
local function is_ours(item)
  local media = item:GetMediaPoolItem()
  local path = media and media:GetClipProperty("File Path")
  local home = path and files.above(path)
  local manifest = home and files.read(files.join(home, "manifest.json"))
  return manifest ~= nil and manifest:find('"foley_post"', 1, true) ~= nil
end

local function overlaps(item, first, result)
  local start = item:GetStart() - first
  for _, stem in ipairs(result.stems) do
    if start < stem.start_frame + stem.length_frames and stem.start_frame < start + item:GetDuration() then
      return true
    end
  end
  return false
end

-- Removes what a run before laid where stems go now (all of it, when the whole timeline was scored),
-- and tracks of ours that nothing is left on. Answers with the tracks that hold nothing but ours.
local function clear(timeline, result, whole, say)
  local first, names, ours = timeline:GetStartFrame(), {}, {}
  for _, track in ipairs(result.tracks) do names[track[1]] = true end
  for index = timeline:GetTrackCount("audio"), 1, -1 do
    local old, left, theirs = {}, 0, false
    for _, item in ipairs(timeline:GetItemListInTrack("audio", index) or {}) do
      if not is_ours(item) then
        theirs = true
      elseif whole or overlaps(item, first, result) then
        old[#old + 1] = item
      else
        left = left + 1
      end
    end
    local name = timeline:GetTrackName("audio", index)
    local locked = timeline:GetIsTrackLocked("audio", index)
    if #old > 0 and locked then
      say("Track " .. name .. " is locked; what is on it was left there.")
    elseif #old > 0 or left > 0 then
      if #old > 0 and not timeline:DeleteClips(old, false) then
        say("The stems before could not be removed from track " .. name .. ".")
      elseif not theirs and left == 0 and not names[name] then
        timeline:DeleteTrack("audio", index)
        for _, track in pairs(ours) do track.index = track.index - 1 end
      elseif not theirs then
        ours[name] = { index = index }
      end
    end
  end
  return ours
end

local function add_track(timeline, name, channels)
  local kind = channels == 1 and "mono" or "stereo"
  local before = timeline:GetTrackCount("audio")
  if not timeline:AddTrack("audio", { audioType = kind }) and timeline:GetTrackCount("audio") == before then
    timeline:AddTrack("audio", kind) -- before Resolve 19
  end
  local index = timeline:GetTrackCount("audio")
  if index ~= before + 1 then return nil end
  for _, wanted in ipairs({ name, name .. " (Foley Post)" }) do
    timeline:SetTrackName("audio", index, wanted)
    if timeline:GetTrackName("audio", index) == wanted then break end
  end
  return index
end

-- The bin of this run's stems, made where it is not there.
local function bin_for(pool, name)
  local function below(parent, wanted)
    for _, folder in ipairs(parent:GetSubFolderList() or {}) do
      if folder:GetName() == wanted then return folder end
    end
    return pool:AddSubFolder(parent, wanted) or parent
  end
  return below(below(pool:GetRootFolder(), "Foley Post"), name)
end

local function imported(pool, bin, path)
  for _, clip in ipairs(bin:GetClipList() or {}) do
    if clip:GetClipProperty("File Path") == path then return clip end
  end
  local made = pool:ImportMedia({ path })
  return made and made[1]
end

local function found(timeline, index, frame, length, media)
  for _, item in ipairs(timeline:GetItemListInTrack("audio", index) or {}) do
    if item:GetStart() == frame and item:GetMediaPoolItem():GetMediaId() == media:GetMediaId() then
      return item, item:GetDuration() == length
    end
  end
  return nil, false
end

-- One stem on its track; nil, or a sentence that says what failed.
local function lay(pool, bin, timeline, index, stem, rate)
  local media = imported(pool, bin, stem.file)
  if not media then return "Resolve did not import " .. stem.file end
  -- A sound file keeps the rate of the project that it was imported into, and counts by it.
  local scale = (rate_of(media:GetClipProperty("FPS")) or rate) / rate
  local from, length = stem.source_start_frame * scale, stem.length_frames * scale
  local start, frames = math.floor(from + 0.5), math.floor(length + 0.5)
  if math.abs(from - start) > 0.01 or math.abs(length - frames) > 0.01 then
    return "cannot lie at its exact frame: Resolve counts it at " .. tostring(media:GetClipProperty("FPS")) ..
      " frames a second, the timeline runs at another rate. Import the written .otio instead"
  end
  local frame = timeline:GetStartFrame() + stem.start_frame
  for _, last in ipairs({ start + frames, start + frames - 1 }) do -- exclusive; inclusive in some versions
    pool:AppendToTimeline({ {
      mediaPoolItem = media, startFrame = start, endFrame = last,
      mediaType = 2, trackIndex = index, recordFrame = frame,
    } })
    local item, whole = found(timeline, index, frame, stem.length_frames, media)
    if whole then
      item:SetClipColor(stem.colour)
      return nil
    end
    if not item then return "is not where it was put; something else lies there" end
    timeline:DeleteClips({ item }, false)
  end
  return "has another length on the timeline than it was given"
end

-- Lays all stems of a result; the number laid, and what failed in sentences.
function tracks.lay_all(project, timeline, result, folder, whole, say)
  local rate = result.rate[1] / result.rate[2]
  local now = rate_of(timeline:GetSetting("timelineFrameRate"))
  if now and math.abs(now - rate) > 0.001 then
    return 0, { "The timeline runs at " .. tostring(now) .. " frames a second now; it was scored at another rate." }
  end
  local pool, problems, laid = project:GetMediaPool(), {}, 0
  local where_they_were = pool:GetCurrentFolder()
  local bin = bin_for(pool, timeline:GetName() .. " " .. folder:match("(%d+)$"))
  pool:SetCurrentFolder(bin)
  local ours = clear(timeline, result, whole, say)
  for _, track in ipairs(result.tracks) do
    local name, channels = track[1], track[2]
    local known = ours[name] or ours[name .. " (Foley Post)"]
    local index = known and known.index or add_track(timeline, name, channels)
    if not index then
      problems[#problems + 1] = "Resolve made no audio track for " .. name .. "."
    else
      local enabled = timeline:GetIsTrackEnabled("audio", index)
      if not enabled then timeline:SetTrackEnable("audio", index, true) end
      for _, stem in ipairs(result.stems) do
        if stem.track == name then
          local problem = lay(pool, bin, timeline, index, stem, rate)
          if problem then
            problems[#problems + 1] = stem.name .. " " .. problem .. "."
          else
            laid = laid + 1
          end
        end
      end
      if not enabled then timeline:SetTrackEnable("audio", index, false) end
    end
  end
  pool:SetCurrentFolder(where_they_were)
  return laid, problems
end
