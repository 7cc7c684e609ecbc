"""The `.foley` file: which cut, which takes of which shots, which edits; never the media.

A project is a value; saving writes the whole of it as JSON, so that the file is always one state of
the work. Beside it stands an autosave, a minute old at most, that goes when the project is saved.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from foley_post.core.files import there_is, write_whole
from foley_post.core.serialization import (
    Format,
    NewerFormat,
    json_text,
    packed,
    parsed,
    unpacked_leniently,
)
from foley_post.errors import ProjectError
from foley_post.project.migrations import MIGRATIONS
from foley_post.project.settings import Settings
from foley_post.project.shot_takes import ShotTakes

__all__ = [
    "Project",
    "Settings",
    "ShotTakes",
    "autosave_path",
    "load_project",
    "newer_autosave",
    "save_project",
]

_MOST_BYTES = 512 << 20


@dataclass(frozen=True, slots=True)
class Project:
    """An open piece of work. ``cut_sha256`` tells whether the timeline changed since.

    ``notices`` say which settings of its file made no sense and have their default again.
    """

    cut: Path
    cut_sha256: str = ""
    shots: Mapping[str, ShotTakes] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    notices: tuple[str, ...] = field(default=(), compare=False)

    def work(self, shot_id: str) -> ShotTakes:
        """What was made for that shot; an empty one for a shot nobody touched."""
        return self.shots.get(shot_id, _UNTOUCHED)

    def with_work(self, shot_id: str, work: ShotTakes) -> Project:
        """The same with other work for one shot."""
        shots = {**self.shots, shot_id: work}
        if work == _UNTOUCHED:
            del shots[shot_id]
        return replace(self, shots=shots)


_UNTOUCHED = ShotTakes()


@dataclass(frozen=True, slots=True)
class _CutFile:
    path: Path
    relative: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class _Record:
    """What the file holds. Settings are read apart, each that makes no sense by itself."""

    cut: _CutFile
    settings: dict[str, Any]
    shots: dict[str, ShotTakes]


_FORMAT = Format(_Record, "foley_post_project", len(MIGRATIONS) + 1, MIGRATIONS)


def autosave_path(path: Path) -> Path:
    """The sibling of ``path`` that holds the work since it was last saved."""
    return path.with_name(f".{path.name}.autosave")


def newer_autosave(path: Path) -> Path | None:
    """The autosave of ``path`` where it holds later work than the project itself."""
    sibling = autosave_path(path)
    try:
        written = sibling.stat().st_mtime_ns
    except OSError:
        return None
    try:
        return sibling if written >= path.stat().st_mtime_ns else None
    except OSError:
        return sibling


def save_project(project: Project, path: Path, *, autosave: bool = False) -> Path:
    """Write ``project`` whole to ``path`` (or to its autosave) and return where it went.

    The cut's path is kept absolute and also relative to the project, so that a folder that holds
    both may move. Saving removes the autosave. Raises OutputError when it cannot be written; what
    was there before is then still there.
    """
    target = autosave_path(path) if autosave else path
    cut = project.cut.absolute()
    relative = ""
    with contextlib.suppress(ValueError):  # another drive on Windows
        relative = Path(os.path.relpath(cut, path.parent.absolute())).as_posix()
    record = _Record(
        _CutFile(cut, relative, project.cut_sha256),
        packed(project.settings),
        dict(project.shots),
    )
    write_whole(target, json_text(_FORMAT.packed(record)))
    if autosave:
        _no_older_than(target, path)
    else:
        autosave_path(path).unlink(missing_ok=True)
    return target


def _no_older_than(autosave: Path, project: Path) -> None:
    """Date the autosave like the project where a clock that was set back dates it earlier."""
    with contextlib.suppress(OSError):
        saved_ns = project.stat().st_mtime_ns
        if autosave.stat().st_mtime_ns < saved_ns:
            os.utime(autosave, ns=(saved_ns, saved_ns))


def load_project(path: Path, *, home: Path | None = None) -> Project:
    """The project in ``path``; ``home`` is the folder relative paths count from (its own).

    A setting that makes no sense has its default again, and a notice. Raises ProjectError for a
    file that is missing, damaged or of a newer version. A damaged file is left alone and a copy of
    it kept beside it as ``NAME.damaged``.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ProjectError(f"{path.name} is too large to be a Foley Post project.")
        raw = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{path.name} cannot be read: {error.strerror}. Choose the project where it is now."
        ) from error
    try:
        record = _FORMAT.unpacked(parsed(raw))
        settings, refused = unpacked_leniently(Settings, record.settings)
    except NewerFormat as error:
        raise ProjectError(
            f"{path.name} was saved by a newer Foley Post (project version {error.found}). "
            "Update Foley Post to open it."
        ) from error
    except ValueError as error:
        raise ProjectError(_damaged(path, raw, error)) from error
    notices = [f"{path.name}: a setting was not taken over. {reason}" for reason in refused]
    return Project(
        _found(record.cut, home or path.parent),
        record.cut.sha256,
        record.shots,
        settings,
        tuple(notices),
    )


def _found(cut: _CutFile, home: Path) -> Path:
    """The cut where it was or, if it is gone from there, where it lies beside the project."""
    beside = home / cut.relative if cut.relative else cut.path
    return beside.resolve() if there_is(beside) and not there_is(cut.path) else cut.path


def _damaged(path: Path, raw: bytes, error: ValueError) -> str:
    """The sentence for a damaged project, of which a copy is kept."""
    kept = _keep_copy(path, raw)
    autosave = newer_autosave(path)
    advice = (
        f"Its autosave {autosave.name} may still open."
        if autosave
        else "Open the timeline again to start afresh."
    )
    return (
        f"{path.name} is damaged and cannot be opened ({error}). It was left as it is"
        f"{f', a copy is kept as {kept.name}' if kept else ''}. {advice}"
    )


def _keep_copy(path: Path, raw: bytes) -> Path | None:
    copy = path.with_name(f"{path.name}.damaged")
    with contextlib.suppress(OSError):
        if not copy.exists():
            write_whole(copy, raw)
        return copy
    return None
