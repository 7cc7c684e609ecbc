-- The job folder: written, and waited for.
local job = {}

-- The folders of a timeline's jobs are numbered; the last one that is there, and the next.
local function numbered(project, timeline)
  local home = files.join(JOBS, files.safe(project:GetName()), files.safe(timeline:GetName()))
  local last, number = nil, 1
  while files.exists(files.join(home, string.format("%03d", number), "job.json")) do
    last = files.join(home, string.format("%03d", number))
    number = number + 1
  end
  return last, files.join(home, string.format("%03d", number))
end

-- Resolve tells no script which clips are selected: those of the colour, or the one under the playhead.
local function chosen_clips(timeline)
  local first, clips = timeline:GetStartFrame(), {}
  local function add(track, item)
    clips[#clips + 1] = { track = track, start_frame = item:GetStart() - first, name = item:GetName() }
  end
  for track = 1, timeline:GetTrackCount("video") do
    for _, item in ipairs(timeline:GetItemListInTrack("video", track) or {}) do
      if item:GetClipColor() == COLOUR then add(track, item) end
    end
  end
  local here = timeline:GetCurrentVideoItem()
  if #clips == 0 and here then
    local kind = here:GetTrackTypeAndIndex()
    add(kind[2], here)
  end
  return clips
end

-- Exports the timeline and writes the job; the folder, or nil and why not.
function job.ask(resolve, project, timeline)
  local _, folder = numbered(project, timeline)
  files.make_folder(folder)
  local cut = files.join(folder, "timeline.otio")
  local made = timeline:Export(cut, resolve.EXPORT_OTIO, resolve.EXPORT_NONE)
  if not made or not files.exists(cut) then
    return nil, "Resolve did not export the timeline as OpenTimelineIO (Resolve 18.5 and later do) to " .. cut
  end
  local asked = {
    job_version = 1,
    cut = "timeline.otio",
    host = {
      name = "resolve",
      version = resolve:GetVersionString(),
      project = project:GetName(),
      timeline = timeline:GetName(),
    },
  }
  if ACTION == "clips" then
    asked.clips = chosen_clips(timeline)
    if #asked.clips == 0 then
      return nil, "No clip is chosen. Give clips the colour " .. COLOUR .. ", or put the playhead on one."
    end
  end
  local written, problem = files.write(files.join(folder, "job.json"), json.encode(asked))
  if not written then return nil, "Cannot write in " .. folder .. ": " .. tostring(problem) end
  return folder
end

function job.last(project, timeline)
  local folder = numbered(project, timeline)
  if not folder then return nil, "This timeline was not scored yet." end
  return folder
end

function job.result(folder)
  local text = files.read(files.join(folder, "result.json"))
  if not text then return nil end
  local read, result = pcall(json.decode, text)
  if not read or type(result) ~= "table" then return nil end
  if (result.result_version or 1) > 1 then
    return { state = "failed", message = "Foley Post is newer than this script. Install the script again." }
  end
  return result
end

-- Waits for the result, and says how far it is; nil where nothing can wait, or it takes too long.
function job.wait(folder, say)
  local told
  for _ = 1, WAIT_S do
    local result = job.result(folder)
    if result then return result end
    local text = files.read(files.join(folder, "progress.json"))
    local read, progress = pcall(json.decode, text or "")
    if read and progress.message ~= "" then
      local line = string.format("%3d%% %s", math.floor(100 * progress.share), progress.message)
      if line ~= told then say(line) end
      told = line
    end
    if not files.pause() then return nil end
  end
  return nil
end
