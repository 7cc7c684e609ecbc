"""SoundFonts: the shipped one, what is in another, and whether it is whole.

A file is checked here before a native synthesizer sees it: RIFF ``sfbk`` (SoundFont 2.04, section
3), its chunks inside the file, its preset table readable.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from foley_post.core.shipped import shipped
from foley_post.errors import Remedy, SoundFontError

__all__ = ["Preset", "check_preset", "find_preset", "presets_of", "shipped_soundfont"]

_PRESET = struct.Struct("<20sHHHIII")
_MOST_PRESETS = 65_536


@dataclass(frozen=True, slots=True)
class Preset:
    """One sound of a SoundFont; ``bank`` 128 holds drum kits."""

    bank: int
    program: int
    name: str


def shipped_soundfont() -> Path:
    """The SoundFont that comes with Foley Post; SoundFontError when the installation lacks it."""
    path = shipped("soundfonts", "foley.sf3")
    if path.is_file():
        return path
    raise SoundFontError(
        f"The shipped SoundFont foley.sf3 is not in {path.parent}. "
        "Install Foley Post again, or choose another SoundFont.",
        remedy=Remedy.CHOOSE_SOUNDFONT,
    )


def presets_of(path: Path) -> tuple[Preset, ...]:
    """The presets of the SoundFont at ``path``, by bank and program.

    SoundFontError says what is wrong: not there, not a SoundFont, cut short, or without presets.
    """
    try:
        stat = path.stat()
    except OSError as error:
        raise SoundFontError(
            f"There is no SoundFont at {path}: {error.strerror}.", remedy=Remedy.CHOOSE_SOUNDFONT
        ) from error
    return _read(path, stat.st_size, stat.st_mtime_ns)


def find_preset(path: Path, wanted: str) -> Preset:
    """The preset meant by ``wanted``: a name, or ``bank:program``.

    SoundFontError lists what the SoundFont holds when there is none, or when a name fits several.
    """
    presets = presets_of(path)
    text = wanted.strip().lower()
    bank, _, program = text.partition(":")
    if bank.isdigit() and program.isdigit():
        fits = [p for p in presets if (p.bank, p.program) == (int(bank), int(program))]
    else:
        exact = [p for p in presets if p.name.lower() == text]
        fits = exact or [p for p in presets if text in p.name.lower()]
    if len(fits) == 1:
        return fits[0]
    listed = ", ".join(f"{p.name} ({p.bank}:{p.program})" for p in (fits or presets)[:30])
    what = "several presets like" if fits else "no preset"
    raise SoundFontError(f"{path.name} has {what} {wanted!r}. Choose one of: {listed}.")


def check_preset(soundfont: Path | None, wanted: str) -> None:
    """SoundFontError when a SoundFont (None: the shipped one) has no preset ``wanted``.

    A SoundFont that cannot be read is none of this: the shipped one stands in for it.
    """
    path = soundfont or shipped_soundfont()
    try:
        presets_of(path)
    except SoundFontError:
        return
    find_preset(path, wanted)


@lru_cache(maxsize=32)
def _read(path: Path, size: int, changed_ns: int) -> tuple[Preset, ...]:
    """Reads the preset table; keyed by size and time of change so that a new file is read anew."""
    del changed_ns
    try:
        with path.open("rb") as file:
            table = _preset_table(file, size, path)
    except OSError as error:
        raise SoundFontError(f"{path} cannot be read: {error.strerror}.") from error
    found = [_PRESET.unpack_from(table, at) for at in range(0, len(table) - 38, 38)]
    presets = [
        Preset(bank, program, name.split(b"\0")[0].decode("latin-1").strip())
        for name, program, bank, *_ in found
    ]
    if not presets:
        raise SoundFontError(f"{path.name} holds no presets. Choose another SoundFont.")
    return tuple(sorted(presets, key=lambda p: (p.bank, p.program)))


def _preset_table(file: BinaryIO, size: int, path: Path) -> bytes:
    head = file.read(12)
    if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"sfbk":
        raise SoundFontError(f"{path.name} is not a SoundFont (SF2 or SF3).")
    declared = struct.unpack("<I", head[4:8])[0] + 8
    if declared > size + 1:
        raise SoundFontError(
            f"{path.name} is cut short: it should hold {declared} bytes and has {size}. "
            "Download or copy it again."
        )
    lists = {kind: (at, length) for kind, at, length in _lists(file, 12, min(size, declared))}
    if b"pdta" not in lists or b"sdta" not in lists:
        raise SoundFontError(f"{path.name} lacks its samples or its presets; it is damaged.")
    for name, at, length in _chunks(file, *_span(lists[b"pdta"])):
        if name == b"phdr":
            if length % 38 or length < 76 or length > 38 * _MOST_PRESETS:
                break
            file.seek(at)
            return file.read(length)
    raise SoundFontError(f"{path.name} has no readable table of presets; it is damaged.")


def _span(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], place[0] + place[1]


def _lists(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The LIST chunks as ``(kind, first byte of content, length)``."""
    for name, at, length in _chunks(file, start, end):
        if name == b"LIST" and length >= 4:
            file.seek(at)
            yield file.read(4), at + 4, length - 4


def _chunks(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The chunks between two places; a chunk that runs past the end is not one."""
    while start + 8 <= end:
        file.seek(start)
        name, length = struct.unpack("<4sI", file.read(8))
        if start + 8 + length > end + 1:
            return
        yield name, start + 8, length
        start += 8 + length + (length & 1)
