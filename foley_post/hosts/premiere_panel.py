"""Premiere's panel as a ``.ccx``, and the URL scheme that it opens Foley Post by.

A ``.ccx`` is a ZIP of the panel's folder with ``manifest.json`` at its top. A panel may start a
program in one way only: by an address that the system knows a program for.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from foley_post import __version__
from foley_post.core.shipped import shipped
from foley_post.errors import UsageError

__all__ = ["CCX", "SCHEME", "folder_of_address", "panel_ccx", "scheme_files"]

SCHEME = "foley-post"
CCX = f"foley-post-{__version__}.ccx"
_SAME_TIME = (1980, 1, 1, 0, 0, 0)


def panel_ccx() -> bytes:
    """The panel, packed; the same bytes each time."""
    folder = shipped("resources", "plugins", "premiere")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.writestr(zipfile.ZipInfo(file.name, _SAME_TIME), file.read_bytes())
    return packed.getvalue()


def folder_of_address(address: str) -> Path:
    """The job folder that ``foley-post://job?folder=...`` names; UsageError for another address."""
    parts = urlsplit(address)
    folders = parse_qs(parts.query).get("folder", [])
    if parts.scheme != SCHEME or parts.netloc != "job" or len(folders) != 1:
        raise UsageError(f"{address!r} is no address of a job: {SCHEME}://job?folder=...")
    folder = Path(folders[0])
    if not (folder.is_absolute() and (folder / "job.json").is_file()):
        raise UsageError(f"There is no job in {folder}.")
    return folder


def scheme_files(
    system: str, home: Path, data: Path, program: Sequence[str]
) -> Mapping[Path, bytes]:
    """What tells a system (`platform.system`) that ``program`` opens our addresses.

    A file for the registry of Windows, to be opened once; an application for macOS, made of a
    script by ``osacompile``; a desktop entry for Linux.
    """
    if system == "Windows":
        return {data / "foley-post-address.reg": _registry(program).encode("utf-16")}
    if system == "Darwin":
        return {data / "foley-post-address.applescript": _apple_script(program).encode()}
    entry = home / ".local/share/applications/foley-post-address.desktop"
    return {entry: _desktop_entry(program).encode()}


def _registry(program: Sequence[str]) -> str:
    words = " ".join(f'"{word}"' for word in program) + ' "%1"'
    value = words.replace("\\", "\\\\").replace('"', '\\"')
    key = f"HKEY_CURRENT_USER\\Software\\Classes\\{SCHEME}"
    lines = [
        *("Windows Registry Editor Version 5.00", "", f"[{key}]"),
        *('@="URL:Foley Post"', '"URL Protocol"=""', ""),
        *(f"[{key}\\shell\\open\\command]", f'@="{value}"', ""),
    ]
    return "\r\n".join(lines)


def _apple_script(program: Sequence[str]) -> str:
    words = " & space & ".join(f'quoted form of "{_apple_text(word)}"' for word in program)
    return (
        "on open location address\n"
        f"  do shell script {words} & space & quoted form of address"
        ' & " > /dev/null 2>&1 &"\n'
        "end open location\n"
    )


def _apple_text(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"')


def _desktop_entry(program: Sequence[str]) -> str:
    words = " ".join(f'"{word}"' for word in program)
    return (
        "[Desktop Entry]\nType=Application\nName=Foley Post (addresses)\nNoDisplay=true\n"
        f"Exec={words} %u\nMimeType=x-scheme-handler/{SCHEME};\n"
    )
