"""The scripts of DaVinci Resolve's menu: their texts, and where each system wants them.

A script may load nothing (21.1 takes `package` and `ffi` away from Lua), so each is put together
as one file from the parts in ``resources/plugins/resolve``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from foley_post.core.shipped import shipped

__all__ = ["COLOUR", "resolve_files", "resolve_folders"]

COLOUR = "Orange"
"""Of clips that are meant by "the selected clips": Resolve tells no script what is selected."""

_WAIT_S = 12 * 3600
"""How long a script waits for the music before it says how to fetch it later."""

_MENU = {
    "timeline": "score this timeline",
    "clips": "score the selected clips",
    "bring": "bring the music in",
}
"""What each script does, and its name in Resolve's menu."""

_LUA_PARTS = ("json", "files", "job", "tracks", "launcher")
_SUPPORT = "Blackmagic Design/DaVinci Resolve"


def resolve_folders(system: str, home: Path, *, appdata: Path | None = None) -> tuple[Path, ...]:
    """The script folders of a user, by `platform.system` name; every edition's that is there.

    The App Store's edition sees only its own container.
    """
    if system == "Windows":
        roaming = appdata or home / "AppData" / "Roaming"
        return (roaming / _SUPPORT / "Support" / "Fusion" / "Scripts" / "Utility",)
    if system == "Darwin":
        library = home / "Library"
        usual = library / "Application Support" / _SUPPORT / "Fusion" / "Scripts" / "Utility"
        store = library / "Containers" / "com.blackmagic-design.DaVinciResolveAppStore" / "Data"
        inside = store / "Library" / "Application Support" / "Fusion" / "Scripts" / "Utility"
        return (usual, inside) if store.is_dir() else (usual,)
    return (home / ".local/share/DaVinciResolve/Fusion/Scripts/Utility",)


def resolve_files(program: Sequence[str], jobs: Path) -> Mapping[str, bytes]:
    """Each script by its file's name; ``program`` is started on a job folder below ``jobs``."""
    return dict(_scripts(program, jobs))


def _scripts(program: Sequence[str], jobs: Path) -> Iterator[tuple[str, bytes]]:
    parts = shipped("resources", "plugins", "resolve")
    lua = "\n".join((parts / f"{name}.lua").read_text() for name in _LUA_PARTS)
    python = (parts / "launcher.py").read_text()
    bring = f"Foley Post - {_MENU['bring']}"
    for action, label in _MENU.items():
        said = {
            "ACTION": action, "PROGRAM": list(program), "JOBS": str(jobs), "COLOUR": COLOUR,
            "WAIT_S": _WAIT_S, "BRING": bring,
        }  # fmt: skip
        name = f"Foley Post - {label}"
        yield f"{name}.lua", f"{_lua_head(said)}\n{lua}".encode()
        yield f"{name} (Python).py", f"{_python_head(said)}\n{python}".encode()


def _lua_head(said: Mapping[str, object]) -> str:
    lines = ["-- Put here by Foley Post; its plugin command takes it away again."]
    for name, value in said.items():
        words = ", ".join(map(_lua_text, value)) if isinstance(value, list) else ""
        text = f"{{ {words} }}" if words else value if isinstance(value, int) else _lua_text(value)
        lines.append(f"local {name} = {text}")
    return "\n".join(lines)


def _lua_text(value: object) -> str:
    """A text as Lua 5.1 reads it: bytes above 127 stand for themselves."""
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _python_head(said: Mapping[str, object]) -> str:
    lines = ["# Put here by Foley Post; its plugin command takes it away again."]
    return "\n".join([*lines, *(f"{name} = {json.dumps(value)}" for name, value in said.items())])
