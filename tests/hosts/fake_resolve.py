"""The fake Resolve of `fake_resolve.lua` for Python scripts: it refuses the same.

Usage: python -S fake_resolve.py SCRIPT PROJECT STATE
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

SCRIPT, PROJECT, STATE = (Path(name) for name in sys.argv[1:])
P = json.loads(PROJECT.read_text())
ODD: list[str] = []
PRINTED: list[str] = []
COLOURS = (
    "Orange Apricot Yellow Lime Olive Green Teal Navy Blue Purple Violet Pink Tan Beige Brown "
    "Chocolate"
).split()


class Strict:
    """An object of the host: a name it does not have answers with a function that gives None."""

    def __getattr__(self, name: str):
        ODD.append(f"{type(self).__name__} has no {name}")
        return lambda *_: None


class Clip(Strict):
    def __init__(self, path: str) -> None:
        self._path = path

    def GetClipProperty(self, name: str) -> str:
        return {"File Path": self._path, "FPS": str(P["project_fps"])}.get(name, "")

    def GetMediaId(self) -> str:
        return f"id-{id(self)}"


class Item(Strict):
    def __init__(self, spec: dict) -> None:
        self._own = {"colour": "", "offset": 0, **spec}

    def GetStart(self) -> int:
        return self._own["start"]

    def GetDuration(self) -> int:
        return self._own["length"]

    def GetName(self) -> str:
        return self._own["name"]

    def GetMediaPoolItem(self) -> Clip:
        return self._own["media"]

    def GetClipColor(self) -> str:
        return self._own["colour"]

    def GetTrackTypeAndIndex(self) -> list:
        return [self._own["kind"], self._own["track"]]

    def SetClipColor(self, colour: str) -> bool:
        if colour in COLOURS:
            self._own["colour"] = colour
        return colour in COLOURS


def row_of(kind: str, number: int, track: dict) -> dict:
    items = []
    for spec in track.get("items", []):
        path = spec.get("path", f"/films/{spec['name']}")
        place = {"start": spec["start"] + P["start"], "kind": kind, "track": number}
        items.append(Item({**spec, **place, "media": Clip(path)}))
    plain = {"enabled": True, "locked": False, "type": "stereo"}
    return {**plain, **track, "items": items}


TRACKS = {
    kind: [row_of(kind, n, track) for n, track in enumerate(P[kind], 1)]
    for kind in ("video", "audio")
}


class Timeline(Strict):
    def GetName(self) -> str:
        return P["timeline"]

    def GetStartFrame(self) -> int:
        return P["start"]

    def GetSetting(self, name: str) -> str:
        return P["fps"] if name == "timelineFrameRate" else ""

    def GetTrackCount(self, kind: str) -> int:
        return len(TRACKS[kind])

    def GetTrackName(self, kind: str, index: int) -> str:
        return TRACKS[kind][index - 1]["name"]

    def GetIsTrackEnabled(self, kind: str, index: int) -> bool:
        return TRACKS[kind][index - 1]["enabled"]

    def GetIsTrackLocked(self, kind: str, index: int) -> bool:
        return TRACKS[kind][index - 1]["locked"]

    def SetTrackEnable(self, kind: str, index: int, enabled: bool) -> bool:
        TRACKS[kind][index - 1]["enabled"] = enabled
        return True

    def GetItemListInTrack(self, kind: str, index: int) -> list[Item]:
        return list(TRACKS[kind][index - 1]["items"])

    def GetCurrentVideoItem(self) -> Item | None:
        at = P.get("playhead")
        return TRACKS["video"][at[0] - 1]["items"][at[1] - 1] if at else None

    def SetTrackName(self, kind: str, index: int, name: str) -> bool:
        others = [t["name"] for n, t in enumerate(TRACKS[kind], 1) if n != index]
        if name in others:
            return False
        TRACKS[kind][index - 1]["name"] = name
        return True

    def AddTrack(self, kind: str, how: object) -> bool:
        wanted = how if P.get("old") else how.get("audioType") if isinstance(how, dict) else None
        if kind != "audio" or wanted not in ("mono", "stereo"):
            return False
        name = f"Audio {len(TRACKS['audio']) + 1}"
        TRACKS["audio"].append(row_of("audio", 0, {"name": name, "type": wanted}))
        return True

    def DeleteTrack(self, kind: str, index: int) -> bool:
        if TRACKS[kind][index - 1]["locked"]:
            return False
        del TRACKS[kind][index - 1]
        return True

    def DeleteClips(self, items: list[Item], ripple: bool) -> bool:
        if ripple:
            ODD.append("clips deleted with ripple")
        for row in TRACKS["audio"]:
            if row["locked"] and any(item in row["items"] for item in items):
                return False
            row["items"] = [item for item in row["items"] if item not in items]
        return True

    def Export(self, path: str, kind: object, sub: object) -> bool:
        if (kind, sub) != ("otio", "none") or P.get("no_export"):
            return False
        Path(path).write_bytes(Path(P["otio"]).read_bytes())
        return True


class Folder(Strict):
    def __init__(self, name: str) -> None:
        self._name, self._folders, self._clips = name, [], []

    def GetName(self) -> str:
        return self._name

    def GetSubFolderList(self) -> list[Folder]:
        return list(self._folders)

    def GetClipList(self) -> list[Clip]:
        return list(self._clips)


class Pool(Strict):
    def __init__(self) -> None:
        self._root = self._here = Folder("Master")
        self._known: set[str] = set()

    def GetRootFolder(self) -> Folder:
        return self._root

    def GetCurrentFolder(self) -> Folder:
        return self._here

    def SetCurrentFolder(self, folder: Folder) -> bool:
        self._here = folder
        return True

    def AddSubFolder(self, parent: Folder, name: str) -> Folder | None:
        if name in [f.GetName() for f in parent._folders]:
            return None
        parent._folders.append(Folder(name))
        return parent._folders[-1]

    def ImportMedia(self, paths: list[str]) -> list[Clip]:
        made = [Clip(p) for p in paths if Path(p).exists() and p not in self._known]
        self._known.update(paths)
        self._here._clips += made
        return made

    def AppendToTimeline(self, infos: list[dict]) -> list[Item]:
        made = []
        known = "mediaPoolItem startFrame endFrame mediaType trackIndex recordFrame".split()
        for info in infos:
            ODD.extend(f"clip info has {name}" for name in info if name not in known)
            row = TRACKS["audio"][info["trackIndex"] - 1]
            frames = info["endFrame"] - info["startFrame"] + bool(P.get("inclusive_end"))
            length, at = round(frames * P["timeline_fps"] / P["project_fps"]), info["recordFrame"]
            taken = any(
                i.GetStart() < at + length and at < i.GetStart() + i.GetDuration()
                for i in row["items"]
            )
            usable = row["enabled"] and not row["locked"] and at >= P["start"]
            if info["mediaType"] == 2 and usable and not taken:
                spec = {"start": at + P.get("shifts", 0), "length": length, "name": ""}
                more = {"offset": info["startFrame"], "media": info["mediaPoolItem"]}
                row["items"].append(Item({**spec, **more, "kind": "audio", "track": 0}))
                made.append(row["items"][-1])
        return made


POOL = Pool()


class Project(Strict):
    def GetName(self) -> str:
        return P["project"]

    def GetCurrentTimeline(self) -> Timeline | None:
        return None if P.get("no_timeline") else Timeline()

    def GetMediaPool(self) -> Pool:
        return POOL


class Manager(Strict):
    def GetCurrentProject(self) -> Project:
        return Project()


class Resolve(Strict):
    EXPORT_OTIO = None if P.get("before_otio") else "otio"
    EXPORT_NONE = "none"

    def GetVersionString(self) -> str:
        return "21.1.0"

    def GetProjectManager(self) -> Manager:
        return Manager()


pause = time.sleep
time.sleep = lambda seconds: pause(seconds * 0.1)
names = {"resolve": Resolve(), "print": PRINTED.append, "__name__": "__main__"}
exec(compile(SCRIPT.read_text(), str(SCRIPT), "exec"), names)  # noqa: S102 - the script itself
audio = [
    {
        **{key: row[key] for key in ("name", "type", "enabled")},
        "items": [
            {
                **{key: item._own[key] for key in ("start", "length", "offset", "colour")},
                "path": item._own["media"]._path,
            }
            for item in row["items"]
        ],
    }
    for row in TRACKS["audio"]
]
bins = [f"{f.GetName()}/{g.GetName()}" for f in POOL._root._folders for g in f._folders]
found = {"audio": audio, "odd": ODD, "printed": PRINTED, "bins": bins}
STATE.write_text(json.dumps({**found, "bin_is_back": POOL._here is POOL._root}))
