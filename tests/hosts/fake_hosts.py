"""Editing programs that are not here: a project for the fake Resolve, and what it makes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foley_post.hosts.job_folder import JobFolder
from foley_post.hosts.job_records import JobRequest
from foley_post.hosts.plugins import PluginPlaces, install

HERE = Path(__file__).parent
JOB = (sys.executable, str(HERE / "served.py"))
START = 86400


def lua(value: Any) -> str:
    """A plain value as Lua."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"[{lua(k)}] = {lua(v)}" for k, v in value.items()) + "}"
    if value is None:
        return "nil"
    if isinstance(value, list | tuple):
        return "{" + ", ".join(map(lua, value)) + "}"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


@dataclass
class FakeResolve:
    """Runs a script of the menu in a Resolve that refuses what Resolve refuses.

    ``language`` is ``lua`` or ``python``; ``project`` overrides what the fake begins with.
    """

    home: Path
    language: str
    cut: Path
    project: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = PluginPlaces(self.home, "Linux", self.home / "data", JOB)
        self.scripts = Path(install("resolve", self.places).files[0]).parent
        self.jobs = self.places.jobs / "resolve"

    def answer(self, text: str) -> Path:
        """A job of this timeline's that is done: ``text`` is its result."""
        folder = JobFolder(self.jobs / "Film" / "Reel 1" / "001")
        folder.write_request(JobRequest("timeline.otio"))
        (folder.path / "result.json").write_text(text)
        return folder.path

    def run(self, label: str, **project: Any) -> dict[str, Any]:
        """Choose the entry ``label`` of the menu; the timeline afterwards."""
        plain = {
            "project": "Film", "timeline": "Reel 1", "start": START, "fps": "24",
            "timeline_fps": 24, "project_fps": 24, "otio": self.cut,
            "video": [{"name": "Video 1", "items": [
                {"name": "Take 1", "start": 24, "length": 20},
                {"name": "Take 2", "start": 44, "length": 20},
            ]}],
            "audio": [{"name": "Audio 1", "items": [{"name": "atmo", "start": 0, "length": 99}]}],
        }  # fmt: skip
        said = plain | self.project | project
        state = self.home / "state.json"
        if self.language == "lua":
            described = self.home / "project.lua"
            described.write_text(f"return {lua(said)}")
            script = self.scripts / f"Foley Post - {label}.lua"
            command = ["luajit", str(HERE / "fake_resolve.lua")]
        else:
            described = self.home / "project.json"
            described.write_text(json.dumps(said, default=str))
            script = self.scripts / f"Foley Post - {label} (Python).py"
            command = [sys.executable, "-S", str(HERE / "fake_resolve.py")]
        done = subprocess.run(
            [*command, str(script), str(described), str(state)],
            capture_output=True, text=True, check=False, timeout=120,
            env={**os.environ, "LD_LIBRARY_PATH": "/opt/resolve/libs", "PYTHONHOME": ""},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(state.read_text())
        assert found["odd"] == [], found
        return found
