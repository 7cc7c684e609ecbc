"""File names compared as people mean them, and folders indexed by such names.

macOS decomposes accents (NFD), others do not (NFC); macOS and Windows see no case.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

__all__ = ["FileIndex", "Folders", "is_media", "is_sound", "name_key", "stem_key"]

_MOST_FILES = 500_000
_SOUNDS = {".aac", ".aif", ".aiff", ".caf", ".flac", ".m4a", ".mp3", ".ogg", ".w64", ".wav"}
_MEDIA = {
    *(".3g2", ".3gp", ".aac", ".aif", ".aiff", ".avi", ".braw", ".caf", ".dv", ".flac", ".flv"),
    *(".gxf", ".m2t", ".m2ts", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".mpeg", ".mpg"),
    *(".mts", ".mxf", ".nut", ".ogg", ".ogv", ".r3d", ".ts", ".w64", ".wav", ".webm", ".wmv"),
}


def name_key(name: str) -> str:
    """The same for names that differ in case or Unicode form only."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_media(name: str) -> bool:
    """Whether a file's name ends as those of films and sounds do."""
    return PurePosixPath(name).suffix.lower() in _MEDIA


def is_sound(name: str) -> bool:
    """Whether a file's name ends as those of sounds without a picture do."""
    return PurePosixPath(name).suffix.lower() in _SOUNDS


def stem_key(name: str) -> str:
    """`name_key` without the extension of a media file; a name with dots that is none stays."""
    suffix = PurePosixPath(name).suffix
    return name_key(name[: -len(suffix)] if suffix.lower() in _MEDIA else name)


@dataclass(slots=True)
class Folders:
    """Looks into folders, each once."""

    _listed: dict[Path, dict[str, list[str]]] = field(default_factory=dict)
    _stems: dict[Path, dict[str, list[Path]]] = field(default_factory=dict)

    def entry(self, folder: Path, name: str) -> Path | None:
        """What is called ``name`` in ``folder``, exactly or in another case or Unicode form.

        None where two names come as near.
        """
        exact = folder / name
        try:
            if exact.exists():
                return exact
        except (OSError, ValueError):  # names too long for this file system
            return None
        alike = self._names(folder).get(name_key(name), [])
        form = unicodedata.normalize("NFC", name)
        same_case = [n for n in alike if unicodedata.normalize("NFC", n) == form]
        near = same_case or alike
        return folder / near[0] if len(near) == 1 else None

    def resolved(self, path: Path) -> Path | None:
        """The file that ``path`` names, whatever the case and form of each part; None for none."""
        here = Path(path.anchor) if path.anchor else Path()
        for part in path.parts[1:] if path.anchor else path.parts:
            found = (here / part) if part in {".", ".."} else self.entry(here, part)
            if found is None:
                return None
            here = found
        try:
            return here if here.is_file() else None
        except OSError:
            return None

    def with_stem(self, folder: Path, stem: str) -> list[Path]:
        """The media files in ``folder`` that are called so but for their extension."""
        if folder not in self._stems:
            found: dict[str, list[Path]] = {}
            for name in sorted(n for alike in self._names(folder).values() for n in alike):
                if is_media(name):
                    found.setdefault(stem_key(name), []).append(folder / name)
            self._stems[folder] = found
        return self._stems[folder].get(stem_key(stem), [])

    def _names(self, folder: Path) -> dict[str, list[str]]:
        if folder not in self._listed:
            found: dict[str, list[str]] = {}
            try:
                for path in sorted(folder.iterdir())[:_MOST_FILES]:
                    found.setdefault(name_key(path.name), []).append(path.name)
            except OSError:
                found = {}
            self._listed[folder] = found
        return self._listed[folder]


@dataclass(slots=True)
class FileIndex:
    """The files below the user's media folders, by name and by name without extension."""

    names: dict[str, list[Path]] = field(default_factory=dict)
    stems: dict[str, list[Path]] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: Sequence[Path], notices: list[str]) -> FileIndex:
        """Looks through ``roots``; ``notices`` says when they hold too much."""
        index, count = cls(), 0
        for root in roots:
            for folder, folders, files in os.walk(root):
                folders.sort()
                for name in sorted(files):
                    path = Path(folder) / name
                    index.names.setdefault(name_key(name), []).append(path)
                    if is_media(name):
                        index.stems.setdefault(stem_key(name), []).append(path)
                count += len(files)
                if count > _MOST_FILES:
                    notices.append(
                        f"{root} holds over {_MOST_FILES} files; only the first were searched. "
                        "Name a folder nearer to the media."
                    )
                    return index
        return index
