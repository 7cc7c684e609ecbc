"""What the window remembers from one day to the next: preferences, recent files, the layout.

One small JSON file, written whole. A damaged one is put aside and the defaults are used.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from foley_post.core.files import write_whole
from foley_post.core.user_dirs import settings_dir
from foley_post.errors import FoleyError
from foley_post.project.file import Settings

__all__ = ["Preferences", "SettingsStore", "settings_from"]

_MOST_RECENT = 10


@dataclass(frozen=True, slots=True)
class Preferences:
    """The user's own defaults; a new project begins with them. Empty paths mean the shipped ones.

    ``appearance`` is ``system``, ``dark`` or ``light``; ``loudness_lufs`` None keeps levels;
    ``cache`` says whether what was watched is remembered.
    """

    appearance: str = "system"
    device: str = "auto"
    soundfont: str = ""
    loudness_lufs: float | None = -23.0
    handles_s: float = 1.0
    autosave_s: int = 60
    cache: bool = True


@dataclass(slots=True)
class SettingsStore:
    """Read it with `SettingsStore.read`, change its fields, `write` it.

    ``drives`` says where other computers' drives and folders are here: ``S:`` is ``/mnt/s``.
    """

    path: Path
    preferences: Preferences = field(default_factory=Preferences)
    recent: list[str] = field(default_factory=list)
    layout: dict[str, str] = field(default_factory=dict)
    drives: dict[str, str] = field(default_factory=dict)
    put_aside: Path | None = None

    @classmethod
    def read(cls, path: Path | None = None) -> SettingsStore:
        """What was remembered; ``put_aside`` names a damaged file that was replaced."""
        path = path or settings_dir() / "window.json"
        memory = cls(path)
        if not path.exists():
            return memory
        try:
            memory._take(json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            memory = cls(path)
            aside = path.with_suffix(".damaged.json")
            with contextlib.suppress(OSError):
                path.replace(aside)
                memory.put_aside = aside
        return memory

    def write(self) -> None:
        """Keep it; a folder that cannot be written is not worth a complaint."""
        value = {
            "preferences": asdict(self.preferences),
            "recent": self.recent,
            "layout": self.layout,
            "drives": self.drives,
        }
        with contextlib.suppress(FoleyError, OSError):
            write_whole(self.path, json.dumps(value, indent=1, sort_keys=True).encode())

    def opened(self, path: Path) -> None:
        """Put ``path`` first among the recent files."""
        name = str(path.absolute())
        self.recent = [name, *(r for r in self.recent if r != name)][:_MOST_RECENT]
        self.write()

    def _take(self, value: dict[str, Any]) -> None:
        known = {f.name for f in fields(Preferences)}
        asked = {k: v for k, v in value["preferences"].items() if k in known}
        preferences = Preferences(**asked)
        if preferences.loudness_lufs is not None:
            float(preferences.loudness_lufs)
        float(preferences.handles_s), int(preferences.autosave_s)
        self.preferences = preferences
        self.recent = [str(r) for r in value["recent"]][:_MOST_RECENT]
        self.layout = {str(k): str(v) for k, v in value["layout"].items()}
        self.drives = {str(k): str(v) for k, v in value.get("drives", {}).items()}


def settings_from(memory: SettingsStore) -> Settings:
    """The settings a new project begins with."""
    preferences = memory.preferences
    return Settings(
        device=preferences.device,
        soundfont=Path(preferences.soundfont) if preferences.soundfont else None,
        loudness_lufs=preferences.loudness_lufs,
        handles_s=preferences.handles_s,
        path_map=dict(memory.drives),
    )
