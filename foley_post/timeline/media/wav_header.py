"""What the header of a WAV file says: rate, channels, length, and its place in time.

Reads RIFF and RF64 (EBU Tech 3306) with ``bext`` (EBU Tech 3285): enough to hold a timeline's
words against the file's own.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

__all__ = ["WavHeader", "read_wav_header"]

_TIME_REFERENCE_AT = 338
_MOST_CHUNKS = 1000


@dataclass(frozen=True, slots=True)
class WavHeader:
    """``start_sample`` is bext's TimeReference, samples since midnight; None without bext."""

    rate_hz: int
    channels: int
    length_samples: int
    start_sample: int | None


def read_wav_header(path: Path) -> WavHeader | None:
    """The header's facts; None when ``path`` is no WAV file that can be read."""
    try:
        with path.open("rb") as file:
            return _facts(file)
    except (OSError, struct.error):
        return None


def _facts(file: IO[bytes]) -> WavHeader | None:
    head = file.read(12)
    if head[:4] not in {b"RIFF", b"RF64"} or head[8:12] != b"WAVE":
        return None
    data_size: int | None = None
    rate = channels = frame_bytes = 0
    start: int | None = None
    for _ in range(_MOST_CHUNKS):
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"data":
            if data_size is None or size != 0xFFFFFFFF:
                data_size = size
            break
        body = file.read(min(size, 4096))
        if name == b"ds64":
            data_size = struct.unpack_from("<Q", body, 8)[0]
        elif name == b"fmt ":
            _, channels, rate, _, frame_bytes = struct.unpack_from("<HHIIH", body)
        elif name == b"bext":
            low, high = struct.unpack_from("<II", body, _TIME_REFERENCE_AT)
            start = low + (high << 32)
        file.seek(size - len(body) + size % 2, 1)
    if not (rate and channels and frame_bytes) or data_size is None:
        return None
    return WavHeader(rate, channels, data_size // frame_bytes, start)
