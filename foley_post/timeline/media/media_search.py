"""Where a timeline's media lies on this machine.

Tried in this order: the user's map of prefixes (``S:`` is ``/mnt/s``), the address itself, the
address from the timeline's folder, folders that earlier finds moved to, the timeline's own folder,
the same again in another case or Unicode form, and last the user's media folders, searched by name.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.timeline.media.file_names import FileIndex, Folders, is_media, name_key, stem_key
from foley_post.timeline.media.media_urls import folder_and_name, path_in

__all__ = ["Finder"]

_WINDOWS = os.name == "nt"


@dataclass(slots=True)
class Finder:
    """Finds media; remembers where folders moved, so that one found file finds its neighbours.

    ``home`` is the timeline's folder; ``given`` are files known beforehand, by their address.
    ``any_extension`` takes a file of the same name with another extension, a proxy, where the one
    that is named is not found. ``notices`` fills with what the user should know.
    """

    home: Path
    media_roots: Sequence[Path] = ()
    path_map: Mapping[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    given: Mapping[str, Path] = field(default_factory=dict)
    any_extension: bool = False
    _disk: Folders = field(default_factory=Folders)
    _moved: dict[str, Path] = field(default_factory=dict)
    _index: FileIndex | None = None
    _known: dict[str, Path | None] = field(default_factory=dict)
    _near: dict[str, list[Path]] = field(default_factory=dict)

    def find(self, url: str) -> Path | None:
        """The file behind ``url``; None: offline."""
        if url not in self._known:
            path = path_in(url)
            found = self.given.get(path) if path else None
            self._known[url] = found or (self._look(path) if path else None)
        return self._known[url]

    def find_named(self, names: Sequence[str]) -> Path | None:
        """The media file called by the first of ``names`` that is found, with any extension.

        Looked for beside the timeline and in the user's media folders.
        """
        for name in names:
            key = f"name:{name}"
            if key not in self._known:
                near = self._disk.with_stem(self.home, name)
                found = near or self._files().stems.get(stem_key(name), [])
                if is_media(name) and not self.any_extension:
                    found = [p for p in found if name_key(p.name) == name_key(name)]
                self._known[key] = self._best(name, name, found)
            if path := self._known[key]:
                return path
        return None

    def _look(self, path: str) -> Path | None:
        folder, file_name = folder_and_name(path)
        if not file_name:
            return None
        near = self._folders(path[: len(path) - len(file_name)])
        places = [*self._mapped(path), *(p / file_name for p in near)]
        exact = (candidate for candidate in places if _is_file(candidate))
        found = next(exact, None) or self._in_another_form(path, places)
        if found is None:
            found = self._best(path, file_name, self._files().names.get(name_key(file_name), []))
        if found is None and self.any_extension:
            found = self._proxy(path, file_name, [p.parent for p in places])
        if found is not None:
            self._learn(folder, found)
        return found

    def _in_another_form(self, path: str, places: Sequence[Path]) -> Path | None:
        """The file under one of ``places``, or at ``path``, in another case or Unicode form."""
        whole = [Path(path)] if _is_absolute(path) else [self.home / path]
        resolved = (self._disk.resolved(place) for place in (*places, *whole))
        return next((found for found in resolved if found is not None), None)

    def _proxy(self, path: str, file_name: str, folders: Sequence[Path]) -> Path | None:
        for folder in dict.fromkeys(folders):
            if near := self._disk.with_stem(folder, file_name):
                return self._other(path, file_name, near)
        return self._other(path, file_name, self._files().stems.get(stem_key(file_name), []))

    def _other(self, path: str, file_name: str, found: Sequence[Path]) -> Path | None:
        best = self._best(path, file_name, found)
        if best is not None:
            self.notices.append(f"{file_name} is not there; {best.name} was taken in its place.")
        return best

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
            front = (path_in(prefix) or prefix.replace("\\", "/")).rstrip("/")
            rest = _after(front, path)
            if rest is not None:
                yield Path(here) / rest

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

    def _files(self) -> FileIndex:
        if self._index is None:
            self._index = FileIndex.of(self.media_roots, self.notices)
        return self._index

    def _best(self, path: str, file_name: str, found: Sequence[Path]) -> Path | None:
        """Of several files the one whose folders are most like those of ``path``."""
        if len(found) < 2:
            return found[0] if found else None
        ranked = sorted(found, key=lambda f: (-_common_end(path, f), f.as_posix()))
        best = [f for f in ranked if _common_end(path, f) == _common_end(path, ranked[0])]
        if len(best) > 1:
            self.notices.append(
                f"{len(best)} files are called {file_name}; {best[0]} was taken. "
                "Relink the clip's folder to choose."
            )
        return best[0]


def _after(front: str, path: str) -> str | None:
    """What of ``path`` lies under the folder ``front``; None where it does not.

    Drives and shares of Windows are compared as Windows does, without case; a share's host also
    without its domain.
    """
    if not front:
        return None
    old, whole = front.split("/"), path.split("/")
    if len(old) > len(whole):
        return None
    foreign = ":" in front or front.startswith("//")
    same = name_key if foreign else _nfc
    pairs = list(zip(map(same, old), map(same, whole), strict=False))
    if front.startswith("//") and len(pairs) > 2:
        pairs[2] = (pairs[2][0].partition(".")[0], pairs[2][1].partition(".")[0])
    if any(one != two for one, two in pairs):
        return None
    return "/".join(whole[len(old) :])


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _common_end(path: str, found: Path) -> int:
    """How many folder names, from the end, agree."""
    count = 0
    pairs = zip(reversed(path.split("/")), reversed(found.as_posix().split("/")), strict=False)
    for old, new in pairs:
        if name_key(old) != name_key(new):
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
