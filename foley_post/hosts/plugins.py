"""What Foley Post puts into editing programs: installed, listed, and taken away to the last file.

A record of every file and folder that was made stands in the user's data folder; only those are
taken away, and a folder only when nothing else is in it.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foley_post.core.files import write_whole
from foley_post.core.serialization import Format, json_text, parsed
from foley_post.core.user_dirs import data_dir
from foley_post.errors import UsageError
from foley_post.hosts.premiere_panel import CCX, panel_ccx, scheme_files
from foley_post.hosts.resolve_scripts import resolve_files, resolve_folders

__all__ = ["HOSTS", "Installation", "PluginPlaces", "install", "installed", "uninstall"]

HOSTS: Mapping[str, str] = {"resolve": "DaVinci Resolve", "premiere": "Premiere Pro"}
"""Programs that something can be installed in."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The files and the folders that were made in one program."""

    host: str
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class _Installed:
    plugins: tuple[Installation, ...] = ()


_FORMAT = Format(_Installed, "plugins_version", 1)


def _own_program() -> tuple[str, ...]:
    return (sys.executable, "-m", "foley_post.cli.main", "ui")


@dataclass(frozen=True, slots=True)
class PluginPlaces:
    """Where things go: the user's ``home`` on ``system`` (`platform.system`), and ``data``, our
    own folder there. ``program`` is what a script starts on a job folder.
    """

    home: Path = field(default_factory=Path.home)
    system: str = field(default_factory=platform.system)
    data: Path = field(default_factory=data_dir)
    program: Sequence[str] = field(default_factory=_own_program)

    @classmethod
    def below(cls, root: Path) -> PluginPlaces:
        """Another root than the user's own folders: to try it, or for a disk image."""
        return cls(home=root, data=root / "foley-post")

    @property
    def record(self) -> Path:
        """What stands where."""
        return self.data / "plugins.json"

    @property
    def jobs(self) -> Path:
        """Where jobs of programs lie, with their stems."""
        return self.data / "jobs"


def installed(places: PluginPlaces) -> tuple[Installation, ...]:
    """What is installed, as the record says; nothing where it is gone or damaged."""
    try:
        return _FORMAT.unpacked(parsed(places.record.read_bytes())).plugins
    except (OSError, ValueError):
        return ()


def install(host: str, places: PluginPlaces) -> Installation:
    """Put our part into ``host``; what an earlier version put there goes first.

    Raises UsageError for a program that nothing is made for, OutputError.
    """
    _known(host)
    uninstall(host, places)
    files, next_step = _WAYS[host](places)
    made = Installation(
        host,
        tuple(str(path) for path in files),
        tuple(dict.fromkeys(str(f) for path in files for f in _missing(path.parent))),
        next_step,
    )
    _remember(places, made)  # first, so that nothing is left behind if this ends half-way
    for path, content in files.items():
        write_whole(path, content)
    return made


def _resolve(places: PluginPlaces) -> tuple[Mapping[Path, bytes], str]:
    appdata = os.environ.get("APPDATA") if places.home == Path.home() else None
    folders = resolve_folders(
        places.system, places.home, appdata=Path(appdata) if appdata else None
    )
    texts = resolve_files(places.program, places.jobs / "resolve")
    files = {folder / name: text for folder in folders for name, text in texts.items()}
    return files, (
        "In Resolve: Workspace > Scripts. Start Resolve anew if the menu does not list them."
    )


def _premiere(places: PluginPlaces) -> tuple[Mapping[Path, bytes], str]:
    panel = places.data / "premiere" / CCX
    address = scheme_files(places.system, places.home, panel.parent, places.program)
    (told,) = address
    steps = {
        "Windows": f"open {told} once",
        "Darwin": f"run once: osacompile -o ~/Applications/FoleyPostAddress.app '{told}'",
    }
    then = (
        f" So that the panel can start Foley Post, {steps[places.system]}."
        if (places.system in steps)
        else ""
    )
    return {panel: panel_ccx(), **address}, (
        f"Open {panel} (Creative Cloud installs it), then in Premiere: Window > UXP Plugins > "
        f"Foley Post.{then}"
    )


_WAYS: Mapping[str, Callable[[PluginPlaces], tuple[Mapping[Path, bytes], str]]] = {
    "resolve": _resolve,
    "premiere": _premiere,
}
"""For each program its files, and what the user does next."""


def uninstall(host: str, places: PluginPlaces) -> tuple[str, ...]:
    """Take away all that was put into ``host``; the files that were there. Raises UsageError."""
    _known(host)
    gone: list[str] = []
    for one in installed(places):
        if one.host != host:
            continue
        for name in one.files:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
                gone.append(name)
        for name in sorted(one.folders, key=len, reverse=True):
            with contextlib.suppress(OSError):  # somebody else's things are in it
                Path(name).rmdir()
    _remember(places, Installation(host))
    return tuple(gone)


def _missing(folder: Path) -> list[Path]:
    return [f for f in (folder, *folder.parents) if not f.exists()]


def _known(host: str) -> None:
    if host not in HOSTS:
        raise UsageError(f"Nothing is made for {host!r}. Choose one of: {', '.join(HOSTS)}.")


def _remember(places: PluginPlaces, made: Installation) -> None:
    rest = tuple(one for one in installed(places) if one.host != made.host)
    kept = (*rest, made) if made.files else rest
    if kept:
        write_whole(places.record, json_text(_FORMAT.packed(_Installed(kept))))
    else:
        places.record.unlink(missing_ok=True)
