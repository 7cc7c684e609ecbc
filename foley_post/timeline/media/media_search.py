"""Where a timeline's media lies on this machine.

Tried in this order: the user's map of prefixes (``S:`` is ``/mnt/s``), the address itself, the
address from the timeline's folder, folders that earlier finds moved to, the timeline's own folder,
and last the user's media folders, searched by name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.timeline.media.media_urls import folder_and_name, path_in

__all__ = ["Finder"]

_MOST_FILES = 500_000
_WINDOWS = os.name == "nt"


@dataclass(slots=True)
class Finder:
    """Finds media; remembers where folders moved, so that one found file finds its neighbours.

    ``home`` is the timeline's folder; ``given`` are files known beforehand, by their address.
    ``notices`` fills with what the user should know.
    """

    home: Path
    media_roots: Sequence[Path] = ()
    path_map: Mapping[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    given: Mapping[str, Path] = field(default_factory=dict)
    _moved: dict[str, Path] = field(default_factory=dict)
    _index: dict[str, list[Path]] | None = None
    _known: dict[str, Path | None] = field(default_factory=dict)
    _near: dict[str, list[Path]] = field(default_factory=dict)

    def find(self, url: str) -> Path | None:
        """The file behind ``url``; None: offline."""
        if url not in self._known:
            path = path_in(url)
            found = self.given.get(path) if path else None
            self._known[url] = found or (self._look(path) if path else None)
        return self._known[url]

    def _look(self, path: str) -> Path | None:
        folder, file_name = folder_and_name(path)
        if not file_name:
            return None
        places = (p / file_name for p in self._folders(path[: len(path) - len(file_name)]))
        for candidate in (*self._mapped(path), *places):
            if _is_file(candidate):
                self._learn(folder, candidate)
                return candidate
        found = self._search(path, file_name)
        if found is not None:
            self._learn(folder, found)
        return found

    def _folders(self, front: str) -> list[Path]:
        """The folders that are there where files under ``front`` (``/a/b/``) may be, likeliest
        first.
        """
        if front not in self._near:
            near = dict.fromkeys(self._guesses(front))
            self._near[front] = [place for place in near if _is_folder(place)]
        return self._near[front]

    def _guesses(self, front: str) -> Iterator[Path]:
        folder = front.rstrip("/")
        if _is_absolute(front):
            yield Path(front)
        else:
            yield self.home / front
        for gone, here in sorted(self._moved.items(), key=lambda m: -len(m[0])):
            if folder == gone or folder.startswith(gone.rstrip("/") + "/"):
                yield here / folder[len(gone) :].lstrip("/")
        # Relative to the timeline with more and more of the front taken off: a project folder
        # that was moved or copied as a whole keeps its insides.
        parts = [part for part in folder.split("/") if part not in {"", ".", ".."}]
        for start in range(max(0, len(parts) - 5), len(parts) + 1):
            yield self.home.joinpath(*parts[start:])

    def _mapped(self, path: str) -> Iterator[Path]:
        for prefix, here in self.path_map.items():
            front = path_in(prefix) or prefix.replace("\\", "/")
            front = front.rstrip("/")
            same = (
                path.lower().startswith(front.lower()) if ":" in front else path.startswith(front)
            )
            if front and same and path[len(front) : len(front) + 1] in {"/", ""}:
                yield Path(here) / path[len(front) :].lstrip("/")

    def _learn(self, folder: str, found: Path) -> None:
        """Remember the longest part of the old folder that maps to a new one."""
        if self._moved.get(folder) == found.parent:
            return
        self._near.clear()
        here = found.parent
        old = folder.split("/")
        while len(old) > 1 and old[-1] and old[-1] == here.name:
            old.pop()
            here = here.parent
        self._moved["/".join(old)] = here
        self._moved[folder] = found.parent

    def _search(self, path: str, file_name: str) -> Path | None:
        if not self.media_roots:
            return None
        if self._index is None:
            self._index = _index(self.media_roots, self.notices)
        found = self._index.get(file_name.casefold(), [])
        if len(found) < 2:
            return found[0] if found else None
        ranked = sorted(found, key=lambda f: (-_common_end(path, f), f.as_posix()))
        best = [f for f in ranked if _common_end(path, f) == _common_end(path, ranked[0])]
        if len(best) > 1:
            self.notices.append(
                f"{len(best)} files are called {file_name}; {best[0]} was taken. "
                "Name its folder with --map to choose."
            )
        return best[0]


def _index(roots: Sequence[Path], notices: list[str]) -> dict[str, list[Path]]:
    index: dict[str, list[Path]] = {}
    count = 0
    for root in roots:
        for folder, folders, files in os.walk(root):
            folders.sort()
            for name in files:
                index.setdefault(name.casefold(), []).append(Path(folder) / name)
            count += len(files)
            if count > _MOST_FILES:
                notices.append(
                    f"{root} holds over {_MOST_FILES} files; only the first were searched. "
                    "Name a folder nearer to the media."
                )
                return index
    return index


def _common_end(path: str, found: Path) -> int:
    """How many folder names, from the end, agree."""
    count = 0
    pairs = zip(reversed(path.split("/")), reversed(found.as_posix().split("/")), strict=False)
    for old, new in pairs:
        if old.casefold() != new.casefold():
            break
        count += 1
    return count


def _is_absolute(path: str) -> bool:
    if path.startswith("//") or path[1:2] == ":":
        return _WINDOWS  # a drive or a share of Windows is nowhere on other systems
    return path.startswith("/")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # names too long for this file system
        return False
