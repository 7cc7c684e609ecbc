"""What the window remembers from one day to the next: preferences, recent files, the layout.

One small JSON file, written whole. A damaged one is put aside and the defaults are used.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from foley_post.core.files import write_whole
from foley_post.core.serialization import Format, json_text, parsed
from foley_post.core.user_dirs import settings_dir
from foley_post.errors import FoleyError
from foley_post.project.settings import Settings

__all__ = ["Preferences", "SettingsStore", "settings_from", "with_drives"]

_MOST_RECENT = 10


@dataclass(frozen=True, slots=True)
class Preferences:
    """The user's own defaults. A new project begins with ``settings``.

    ``appearance`` is ``system``, ``dark`` or ``light``; ``cache`` says whether what was watched is
    remembered.
    """

    appearance: str = "system"
    autosave_s: int = 60
    cache: bool = True
    settings: Settings = field(default_factory=lambda: Settings(hosts=("premiere", "resolve")))

    def __post_init__(self) -> None:
        if self.appearance not in _APPEARANCES:
            raise ValueError(f"there is no appearance {self.appearance!r}")


_APPEARANCES = ("system", "dark", "light")


@dataclass(frozen=True, slots=True)
class _Record:
    """What the file holds."""

    preferences: Preferences
    recent: tuple[str, ...]
    layout: dict[str, str]
    drives: dict[str, str] = field(default_factory=dict)


def _from_1(value: dict[str, Any]) -> dict[str, Any]:
    """Version 1 kept the settings among the preferences, and an empty text for no SoundFont."""
    old = dict(value["preferences"])
    sound = {name: old[name] for name in ("loudness_lufs", "handles_s") if name in old}
    settings = {
        "hosts": ["premiere", "resolve"],
        "rendering": {**sound, "soundfont": old.get("soundfont") or None},
        "watching": {"device": old["device"]} if "device" in old else {},
    }
    return {**value, "preferences": {**old, "settings": settings}}


_MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1}
_FORMAT = Format(_Record, "version", 2, _MIGRATIONS)


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
            memory._take(_FORMAT.unpacked(parsed(path.read_bytes())))
        except (OSError, ValueError):
            memory = cls(path)
            aside = path.with_suffix(".damaged.json")
            with contextlib.suppress(OSError):
                path.replace(aside)
                memory.put_aside = aside
        return memory

    def write(self) -> None:
        """Keep it; a folder that cannot be written is not worth a complaint."""
        record = _Record(self.preferences, tuple(self.recent), self.layout, self.drives)
        with contextlib.suppress(FoleyError, OSError):
            write_whole(self.path, json_text(_FORMAT.packed(record)))

    def opened(self, path: Path) -> None:
        """Put ``path`` first among the recent files."""
        name = str(path.absolute())
        self.recent = [name, *(r for r in self.recent if r != name)][:_MOST_RECENT]
        self.write()

    def _take(self, record: _Record) -> None:
        self.preferences = record.preferences
        self.recent = list(record.recent)[:_MOST_RECENT]
        self.layout, self.drives = record.layout, record.drives


def settings_from(memory: SettingsStore) -> Settings:
    """The settings a new project begins with."""
    return replace(memory.preferences.settings, path_map=dict(memory.drives))


def with_drives(settings: Settings, memory: SettingsStore) -> Settings:
    """A project's settings, with the drives that are known here; the project's own go first."""
    return replace(settings, path_map={**memory.drives, **settings.path_map})
