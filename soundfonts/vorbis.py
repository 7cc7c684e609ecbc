"""Samples as Ogg Vorbis streams for a SoundFont 3: the same bytes every time, without clicks."""

from __future__ import annotations

import io
import struct

import numpy as np
import soundfile

CEILING = 0.98


def compress(words: np.ndarray, rate_hz: int, quality: float, gain: float = 1.0) -> bytes:
    """The samples as one Ogg Vorbis stream whose serial number is always 1."""
    words = np.rint(words * gain).astype("<i2")
    target = io.BytesIO()
    soundfile.write(
        target, words, rate_hz, format="OGG", subtype="VORBIS", compression_level=1 - quality
    )
    return _with_serial(target.getvalue(), 1)


def _with_serial(stream: bytes, serial: int) -> bytes:
    """libsndfile draws the serial by chance; fixed here, each page's checksum made good."""
    pages, at = bytearray(stream), 0
    while at < len(pages):
        segments = pages[at + 26]
        size = 27 + segments + sum(pages[at + 27 : at + 27 + segments])
        pages[at + 14 : at + 18] = struct.pack("<I", serial)
        pages[at + 22 : at + 26] = b"\0\0\0\0"
        pages[at + 22 : at + 26] = struct.pack("<I", _ogg_crc(pages[at : at + size]))
        at += size
    return bytes(pages)


def _crc_row(value: int) -> int:
    for _ in range(8):
        value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


_CRC = [_crc_row(i << 24) for i in range(256)]


def _ogg_crc(page: bytes) -> int:
    crc = 0
    for byte in page:
        crc = (crc << 8 & 0xFFFFFFFF) ^ _CRC[crc >> 24 ^ byte]
    return crc


def well_made(
    words: np.ndarray, rate_hz: int, quality: float, loop: tuple[int, int] | None
) -> tuple[float, float]:
    """The quality from ``quality`` up at which the loop's seam does not show, and the gain below
    which the sample decodes without passing full scale.
    """
    for fine in (*(q for q in (quality, 0.7, 0.85) if q >= quality), 1.0):
        gain = 1.0
        while (peak := np.abs(decoded(compress(words, rate_hz, fine, gain))).max()) > 0.999:
            gain *= CEILING / peak
        if (
            loop is None
            or fine == 1.0
            or _seamless(words, decoded(compress(words, rate_hz, fine, gain)) / gain, loop)
        ):
            break
    return fine, gain


def _seamless(words: np.ndarray, sound: np.ndarray, loop: tuple[int, int]) -> bool:
    """Whether the loop's seam jumps no more than it did, but for what the sample bends itself."""
    plain = words / 32768

    def jump(line: np.ndarray) -> float:
        return np.abs(line[loop[0] - 4 : loop[0] + 4] - line[loop[1] - 4 : loop[1] + 4]).max()

    bend = np.percentile(np.abs(np.diff(plain[loop[0] : loop[1]], 2)), 95)
    return bool(jump(sound) <= jump(plain) + 2 * bend + 0.001)


def decoded(stream: bytes) -> np.ndarray:
    """What a decoder makes of it, 1.0 full scale."""
    return soundfile.read(io.BytesIO(stream))[0]
