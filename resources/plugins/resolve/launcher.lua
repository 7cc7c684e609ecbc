-- The script itself. What it says stands in the console (Workspace > Console) and in report.txt.
local said, folder = {}, nil

local function say(line)
  said[#said + 1] = line
  print("Foley Post: " .. line)
  if folder then files.write(files.join(folder, "report.txt"), table.concat(said, "\n") .. "\n") end
end

local function bring(project, timeline, result, asked)
  if result.state == "failed" or result.state == "cancelled" then return say(result.message or result.state) end
  local whole = not (asked.clips and asked.clips[1]) and not (asked.shots and asked.shots[1])
  local laid, problems = tracks.lay_all(project, timeline, result, folder, whole, say)
  for _, shot in ipairs(result.shots) do
    if shot.problem ~= "" then say("Not scored: " .. shot.id .. " " .. shot.name .. ". " .. shot.problem) end
  end
  for _, problem in ipairs(problems) do say("NOT LAID: " .. problem) end
  say(string.format("%d of %d stems lie at their exact frame.", laid, #result.stems))
end

local function main()
  local host = resolve or (Resolve and Resolve()) or (app and app:GetResolve())
  local project = host and host:GetProjectManager():GetCurrentProject()
  local timeline = project and project:GetCurrentTimeline()
  if not timeline then return say("Open a timeline first.") end
  local problem
  if ACTION == "bring" then
    folder, problem = job.last(project, timeline)
  else
    folder, problem = job.ask(host, project, timeline)
  end
  if not folder then return say(problem) end
  if ACTION ~= "bring" then
    files.start(folder)
    say("Foley Post works on " .. timeline:GetName() .. " in " .. folder)
  end
  local result = ACTION == "bring" and job.result(folder) or ACTION ~= "bring" and job.wait(folder, say)
  if not result then
    return say("The music is not there yet. When Foley Post is done, choose: " .. BRING)
  end
  bring(project, timeline, result, json.decode(files.read(files.join(folder, "job.json"))))
end

local went, problem = pcall(main)
if not went then say("The script stopped: " .. tostring(problem)) end
