"""The same as the Lua script, for DaVinci Resolve Studio with a Python (3.6 or later, by itself)."""

import json
import os
import re
import subprocess
import time

WINDOWS = os.name == "nt"
DETACHED = 0x00000008


class Job(object):
    """A job folder, and what is said about it: in the console, and in report.txt."""

    def __init__(self, folder=None):
        self.folder, self.said = folder, []

    def say(self, line):
        self.said.append(line)
        print("Foley Post: " + line)
        if self.folder:
            self.write("report.txt", "\n".join(self.said) + "\n")

    def file(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        """What a JSON file holds; None while it is not there or damaged."""
        try:
            with open(self.file(name), encoding="utf-8") as file:
                value = json.load(file)
        except (OSError, ValueError):
            return None
        return value if isinstance(value, dict) else None

    def write(self, name, text):
        """Written beside and moved, so that nobody reads half of it."""
        with open(self.file(name + ".part"), "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(self.file(name + ".part"), self.file(name))

    def result(self):
        result = self.read("result.json")
        if result and result.get("result_version", 1) > 1:
            words = "Foley Post is newer than this script. Install the script again."
            return {"state": "failed", "message": words}
        return result

    def wait(self):
        """The result; None where it takes too long."""
        told = None
        for _ in range(WAIT_S):
            result = self.result()
            if result:
                return result
            progress = self.read("progress.json") or {}
            if progress.get("message"):
                line = "%3d%% %s" % (100 * progress.get("share", 0), progress["message"])
                if line != told:
                    self.say(line)
                told = line
            time.sleep(1)
        return None

    def start(self):
        """Start Foley Post on the folder, without Resolve's own libraries and Python."""
        gone = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME")
        clean = {name: value for name, value in os.environ.items() if name not in gone}
        with open(self.file("foley-post.log"), "wb") as log:
            apart = {"creationflags": DETACHED} if WINDOWS else {"start_new_session": True}
            command = [*PROGRAM, self.folder]
            subprocess.Popen(command, env=clean, stdout=log, stderr=log, **apart)


def safe(name):
    """A name that every system takes for a folder."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name)
    return re.sub(r"^[\s.]+|[\s.]+$", "", name)[:80] or "unnamed"


def numbered(project, timeline):
    """The folder of the last job of a timeline (None before the first), and that of the next."""
    home = os.path.join(JOBS, safe(project.GetName()), safe(timeline.GetName()))
    last, number = None, 1
    while os.path.exists(os.path.join(home, "%03d" % number, "job.json")):
        last = os.path.join(home, "%03d" % number)
        number += 1
    return last, os.path.join(home, "%03d" % number)


def chosen_clips(timeline):
    """The clips of the colour, or the one under the playhead: no script is told the selection."""
    first, clips = timeline.GetStartFrame(), []

    def add(track, item):
        start = item.GetStart() - first
        clips.append({"track": track, "start_frame": start, "name": item.GetName()})

    for track in range(1, timeline.GetTrackCount("video") + 1):
        for item in timeline.GetItemListInTrack("video", track) or []:
            if item.GetClipColor() == COLOUR:
                add(track, item)
    here = timeline.GetCurrentVideoItem()
    if not clips and here:
        add(here.GetTrackTypeAndIndex()[1], here)
    return clips


def ask(host, project, timeline, job):
    """Export the timeline and write the job; False, and why not is said, where that fails."""
    folder = numbered(project, timeline)[1]
    os.makedirs(folder, exist_ok=True)
    cut = os.path.join(folder, "timeline.otio")
    made = timeline.Export(cut, getattr(host, "EXPORT_OTIO", None), host.EXPORT_NONE)
    if not made or not os.path.exists(cut):
        words = "Resolve did not export the timeline as OpenTimelineIO (Resolve 18.5 and later do)"
        job.say(words + " to " + cut)
        return False
    asked = {
        "job_version": 1,
        "cut": "timeline.otio",
        "host": {
            "name": "resolve",
            "version": host.GetVersionString(),
            "project": project.GetName(),
            "timeline": timeline.GetName(),
        },
    }
    if ACTION == "clips":
        asked["clips"] = chosen_clips(timeline)
        if not asked["clips"]:
            words = "No clip is chosen. Give clips the colour %s, or put the playhead on one."
            job.say(words % COLOUR)
            return False
    job.folder = folder
    job.write("job.json", json.dumps(asked))
    return True


def rate_of(text):
    """Frames per second, exact to a thousandth; None for no number."""
    found = re.search(r"[\d.]+", str(text))
    if not found:
        return None
    number = float(found.group())
    if abs(number - round(number)) < 0.001:
        return float(round(number))
    return round(number * 1.001) * 1000 / 1001.0  # 23.976, 29.97, 59.94


def is_ours(item):
    """Whether the clip's file lies in a folder of results of Foley Post."""
    media = item.GetMediaPoolItem()
    path = media.GetClipProperty("File Path") if media else ""
    try:
        home = os.path.dirname(os.path.dirname(path))
        with open(os.path.join(home, "manifest.json"), encoding="utf-8") as file:
            return '"foley_post"' in file.read()
    except (OSError, ValueError):
        return False


class Tracks(object):
    """The audio tracks of a timeline, on which a result's stems are laid."""

    def __init__(self, project, timeline, result, job):
        self.pool, self.timeline, self.result, self.job = (
            project.GetMediaPool(),
            timeline,
            result,
            job,
        )
        self.first, self.rate = (
            timeline.GetStartFrame(),
            result["rate"][0] / float(result["rate"][1]),
        )

    def items(self, index):
        return self.timeline.GetItemListInTrack("audio", index) or []

    def overlaps(self, item):
        start, length = item.GetStart() - self.first, item.GetDuration()
        return any(
            start < stem["start_frame"] + stem["length_frames"]
            and stem["start_frame"] < start + length
            for stem in self.result["stems"]
        )

    def clear(self, whole):
        """Remove what a run before laid where stems go now, and our tracks that nothing is left on;
        the tracks that hold nothing but ours, by name.
        """
        names, ours = {track[0] for track in self.result["tracks"]}, {}
        for index in range(self.timeline.GetTrackCount("audio"), 0, -1):
            mine = [item for item in self.items(index) if is_ours(item)]
            theirs = len(self.items(index)) > len(mine)
            old = [item for item in mine if whole or self.overlaps(item)]
            name = self.timeline.GetTrackName("audio", index)
            if old and self.timeline.GetIsTrackLocked("audio", index):
                self.job.say("Track %s is locked; what is on it was left there." % name)
            elif mine:
                if old and not self.timeline.DeleteClips(old, False):
                    self.job.say("The stems before could not be removed from track %s." % name)
                elif not theirs and len(old) == len(mine) and name not in names:
                    self.timeline.DeleteTrack("audio", index)
                    ours = {known: number - 1 for known, number in ours.items()}
                elif not theirs:
                    ours[name] = index
        return ours

    def add(self, name, channels):
        """A new track of that name, or nearly; its number, None where Resolve makes none."""
        kind, before = "mono" if channels == 1 else "stereo", self.timeline.GetTrackCount("audio")
        made = self.timeline.AddTrack("audio", {"audioType": kind})
        if not made and self.timeline.GetTrackCount("audio") == before:
            self.timeline.AddTrack("audio", kind)  # before Resolve 19
        index = self.timeline.GetTrackCount("audio")
        if index != before + 1:
            return None
        for wanted in (name, name + " (Foley Post)"):
            self.timeline.SetTrackName("audio", index, wanted)
            if self.timeline.GetTrackName("audio", index) == wanted:
                break
        return index

    def bin(self, name):
        """The bin of this run's stems, made where it is not there."""
        place = self.pool.GetRootFolder()
        for wanted in ("Foley Post", name):
            there = [f for f in place.GetSubFolderList() or [] if f.GetName() == wanted]
            place = there[0] if there else self.pool.AddSubFolder(place, wanted) or place
        return place

    def imported(self, place, path):
        for clip in place.GetClipList() or []:
            if clip.GetClipProperty("File Path") == path:
                return clip
        made = self.pool.ImportMedia([path])
        return made[0] if made else None

    def found(self, index, frame, length, media):
        for item in self.items(index):
            if (
                item.GetStart() == frame
                and item.GetMediaPoolItem().GetMediaId() == media.GetMediaId()
            ):
                return item, item.GetDuration() == length
        return None, False

    def lay(self, place, index, stem):
        """One stem on its track; empty, or what failed."""
        media = self.imported(place, stem["file"])
        if not media:
            return "was not laid: Resolve did not import " + stem["file"]
        # A sound file keeps the rate of the project that it was imported into, and counts by it.
        fps = media.GetClipProperty("FPS")
        scale = (rate_of(fps) or self.rate) / self.rate
        start, frames = stem["source_start_frame"] * scale, stem["length_frames"] * scale
        if abs(start - round(start)) > 0.01 or abs(frames - round(frames)) > 0.01:
            words = "cannot lie at its exact frame: Resolve counts it at %s frames a second, the timeline"
            return (words + " runs at another rate. Import the written .otio instead") % fps
        start, frames, frame = (
            round(start),
            round(frames),
            self.first + stem["start_frame"],
        )
        for last in (start + frames, start + frames - 1):  # exclusive; inclusive in some versions
            info = {"mediaPoolItem": media, "startFrame": start, "endFrame": last}
            info.update({"mediaType": 2, "trackIndex": index, "recordFrame": frame})
            self.pool.AppendToTimeline([info])
            item, whole = self.found(index, frame, stem["length_frames"], media)
            if whole:
                item.SetClipColor(stem["colour"])
                return ""
            if not item:
                return "is not where it was put; something else lies there"
            self.timeline.DeleteClips([item], False)
        return "has another length on the timeline than it was given"

    def lay_all(self, whole):
        """Lay every stem; the number that lie where they should, and what failed in sentences."""
        now = rate_of(self.timeline.GetSetting("timelineFrameRate"))
        if now and abs(now - self.rate) > 0.001:
            words = "The timeline runs at %g frames a second now; it was scored at another rate."
            return 0, [words % now]
        before, problems, laid = self.pool.GetCurrentFolder(), [], 0
        number = os.path.basename(self.job.folder)
        place = self.bin("%s %s" % (self.timeline.GetName(), number))
        self.pool.SetCurrentFolder(place)
        ours = self.clear(whole)
        for name, channels in self.result["tracks"]:
            index = ours.get(name) or ours.get(name + " (Foley Post)") or self.add(name, channels)
            if not index:
                problems.append("Resolve made no audio track for %s." % name)
                continue
            enabled = self.timeline.GetIsTrackEnabled("audio", index)
            if not enabled:
                self.timeline.SetTrackEnable("audio", index, True)
            for stem in self.result["stems"]:
                problem = self.lay(place, index, stem) if stem["track"] == name else None
                laid += problem == ""
                problems += ["%s %s." % (stem["name"], problem)] if problem else []
            if not enabled:
                self.timeline.SetTrackEnable("audio", index, False)
        self.pool.SetCurrentFolder(before)
        return laid, problems


def bring(project, timeline, result, job):
    """Lay the stems of a result, and say what became of each."""
    if result["state"] in ("failed", "cancelled"):
        return job.say(result["message"] or result["state"])
    asked = job.read("job.json") or {}
    whole = not asked.get("clips") and not asked.get("shots")
    laid, problems = Tracks(project, timeline, result, job).lay_all(whole)
    for shot in result["shots"]:
        if shot["problem"]:
            job.say("Not scored: {id} {name}. {problem}".format(**shot))
    for problem in problems:
        job.say("NOT LAID: " + problem)
    return job.say("%d of %d stems lie at their exact frame." % (laid, len(result["stems"])))


def resolve_host():
    """Resolve: given to scripts of its menu, else through its own module."""
    if "resolve" in globals():
        return resolve
    import DaVinciResolveScript

    return DaVinciResolveScript.scriptapp("Resolve")


def main(job):
    """What the menu entry does."""
    host = resolve_host()
    project = host.GetProjectManager().GetCurrentProject() if host else None
    timeline = project.GetCurrentTimeline() if project else None
    if not timeline:
        return job.say("Open a timeline first.")
    if ACTION == "bring":
        job.folder = numbered(project, timeline)[0]
        if not job.folder:
            return job.say("This timeline was not scored yet.")
        result = job.result()
    else:
        if not ask(host, project, timeline, job):
            return None
        job.start()
        job.say("Foley Post works on %s in %s" % (timeline.GetName(), job.folder))
        result = job.wait()
    if not result:
        words = "The music is not there yet. When Foley Post is done, choose: "
        return job.say(words + BRING)
    return bring(project, timeline, result, job)


JOB = Job()
try:
    main(JOB)
except Exception as problem:  # noqa: BLE001 - a host's border: whatever it was, the editor is told
    JOB.say("The script stopped: %s" % problem)
