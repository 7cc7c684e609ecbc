"""Files that were opened before: when they changed, a picture of them, and work not saved yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from foley_post.core.user_dirs import cache_dir, unsaved_dir
from foley_post.errors import FoleyError
from foley_post.project.file import autosave_path, load_project, newer_autosave

__all__ = ["RecentFile", "keep_picture", "picture_of", "recent_files"]

_PICTURE_WIDTH = 192
_MOST = 8


@dataclass(frozen=True, slots=True)
class RecentFile:
    """``changed_s`` since 1970; ``unsaved_s`` when work on it was kept that was never saved."""

    path: Path
    changed_s: float
    unsaved_s: float | None = None


def recent_files(recent: Iterable[str]) -> tuple[RecentFile, ...]:
    """Those that are still there; first the ones with unsaved work, whether listed or not."""
    kept = dict(_kept_unsaved())
    paths = [*kept, *(p for p in map(Path, recent) if p not in kept)]
    found = []
    for path in paths:
        try:
            changed_s = path.stat().st_mtime
        except OSError:
            continue
        found.append(RecentFile(path, changed_s, kept.get(path) or _newer(path)))
    return tuple(sorted(found, key=lambda f: f.unsaved_s is None))[:_MOST]


def keep_picture(path: Path, image: QImage) -> None:
    """Keep a small picture of what was opened; a folder that cannot be written is no matter."""
    place = _place(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    smooth = Qt.TransformationMode.SmoothTransformation
    image.scaledToWidth(_PICTURE_WIDTH, smooth).save(str(place))


def picture_of(path: Path) -> QImage | None:
    """The picture that was kept, if any."""
    image = QImage(str(_place(path)))
    return None if image.isNull() else image


def _place(path: Path) -> Path:
    name = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:24]
    return cache_dir() / "pictures" / f"{name}.png"


def _newer(path: Path) -> float | None:
    """When the autosave beside a project was written, if it holds later work."""
    autosave = newer_autosave(path) if path.suffix.lower() == ".foley" else None
    return autosave.stat().st_mtime if autosave is not None else None


def _kept_unsaved() -> Iterator[tuple[Path, float]]:
    """Timelines with work that was never saved as a project, and when it was kept."""
    for autosave in sorted(unsaved_dir().glob(autosave_path(Path("*.foley")).name)):
        try:
            yield load_project(autosave, home=autosave.parent).cut, autosave.stat().st_mtime
        except (FoleyError, OSError):
            continue
