"""Broadcast WAVs: 24-bit samples with their place in time.

``bext`` after EBU Tech 3285 (version 1), ``iXML`` after the iXML 2.10 specification, RF64 after EBU
Tech 3306 once a file would pass 4 GiB. python-soundfile cannot write bext chunks; the format is
small enough to write outright. Without an origination date in the stamp the file holds none, so the
same sound is the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from foley_post.core.files import finished
from foley_post.core.timecode import Rate

__all__ = ["RF64_FROM_BYTES", "Stamp", "write_blocks", "write_bwf"]

RF64_FROM_BYTES = 0xFFFF_FFFF
_BYTES = 3
_FULL = 2**23 - 1
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file says about itself: ``start_sample`` since midnight, the timeline's rate.

    ``originated`` is ``YYYY-MM-DD HH:MM:SS``, or empty for no date.
    """

    start_sample: int
    rate: Rate
    drop_frame: bool = False
    description: str = ""
    project: str = ""
    scene: str = ""
    track: str = ""
    originated: str = ""


def write_bwf(
    path: Path,
    samples: npt.NDArray[np.floating],
    rate_hz: int,
    *,
    stamp: Stamp,
    rf64_from_bytes: int = RF64_FROM_BYTES,
) -> None:
    """Writes ``samples (N, channels)``, full scale 1.0, as 24-bit PCM; whole or not at all.

    Values beyond full scale are held there; ValueError for NaN or infinity. RF64 when the file
    would reach ``rf64_from_bytes``. Raises OutputError when the place cannot be written.
    """
    if samples.ndim != 2 or not len(samples):
        raise ValueError(f"samples must be (N, channels), got {samples.shape}")
    blocks = (samples[start : start + _BLOCK] for start in range(0, len(samples), _BLOCK))
    shape = (samples.shape[0], samples.shape[1])
    write_blocks(path, blocks, shape, rate_hz, stamp=stamp, rf64_from_bytes=rf64_from_bytes)


def write_blocks(
    path: Path,
    blocks: Iterable[npt.NDArray[np.floating]],
    shape: tuple[int, int],
    rate_hz: int,
    *,
    stamp: Stamp,
    rf64_from_bytes: int = RF64_FROM_BYTES,
) -> None:
    """The same from blocks ``(n, channels)`` that come one by one and fill ``shape`` together."""
    frames, channels = shape
    chunks = [
        (b"fmt ", _format(rate_hz, channels)),
        (b"bext", _bext(stamp)),
        (b"iXML", _even(_ixml(stamp, rate_hz, channels).encode())),
    ]
    body = b"".join(_chunk(name, content) for name, content in chunks)
    size = frames * channels * _BYTES
    written = 0
    with finished(path) as draft:
        with draft.open("wb") as file:
            file.write(_head(body, size, frames, rf64_from_bytes))
            for block in blocks:
                if not np.isfinite(block).all():
                    raise ValueError(f"the sound of {path.name} is not finite")
                file.write(_pcm24(block))
                written += len(block)
            if size & 1:
                file.write(b"\0")
        if written != frames:
            raise ValueError(f"{path.name} was promised {frames} samples and got {written}")


def _head(body: bytes, size: int, frames: int, rf64_from_bytes: int) -> bytes:
    """RIFF or RF64 header, the chunks, and the data chunk's own head.

    The 28 bytes of JUNK keep the layout of both forms alike, as EBU Tech 3306 advises.
    """
    total = 4 + 36 + len(body) + 8 + size + (size & 1)
    if total + 8 < rf64_from_bytes:
        spare = _chunk(b"JUNK", bytes(28))
        head, data_size = struct.pack("<4sI4s", b"RIFF", total, b"WAVE"), size
    else:
        spare = _chunk(b"ds64", struct.pack("<QQQI", total, size, frames, 0))
        head, data_size = struct.pack("<4sI4s", b"RF64", 0xFFFF_FFFF, b"WAVE"), 0xFFFF_FFFF
    return head + spare + body + struct.pack("<4sI", b"data", data_size)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) & 1)


def _even(content: bytes) -> bytes:
    """libsndfile does not skip the padding byte of chunks it does not know in RF64."""
    return content + b"\n" * (len(content) & 1)


def _format(rate_hz: int, channels: int) -> bytes:
    block = channels * _BYTES
    return struct.pack("<HHIIHH", 1, channels, rate_hz, rate_hz * block, block, 8 * _BYTES)


def _bext(stamp: Stamp) -> bytes:
    date, _, time = stamp.originated.partition(" ")
    return struct.pack(
        "<256s32s32s10s8sIIH64s190s",
        _ascii(stamp.description, 256),
        b"Foley Post",
        b"",
        _ascii(date, 10),
        _ascii(time, 8),
        stamp.start_sample & 0xFFFF_FFFF,
        stamp.start_sample >> 32,
        1,
        b"",
        b"",
    )


def _ascii(text: str, most: int) -> bytes:
    """bext holds ASCII only (EBU Tech 3285, 2.3)."""
    return text.encode("ascii", "replace")[:most]


def _ixml(stamp: Stamp, rate_hz: int, channels: int) -> str:
    rate = f"{stamp.rate.numerator}/{stamp.rate.denominator}"
    tracks = "".join(
        f"<TRACK><CHANNEL_INDEX>{i + 1}</CHANNEL_INDEX><INTERLEAVE_INDEX>{i + 1}"
        f"</INTERLEAVE_INDEX><NAME>{escape(_tidy(stamp.track))}{side}</NAME></TRACK>"
        for i, side in enumerate(("",) if channels == 1 else (" L", " R"))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<BWFXML>'
        "<IXML_VERSION>2.10</IXML_VERSION>"
        f"<PROJECT>{escape(_tidy(stamp.project))}</PROJECT>"
        f"<SCENE>{escape(_tidy(stamp.scene))}</SCENE>"
        f"<NOTE>{escape(_tidy(stamp.description))}</NOTE>"
        "<SPEED>"
        f"<MASTER_SPEED>{rate}</MASTER_SPEED><CURRENT_SPEED>{rate}</CURRENT_SPEED>"
        f"<TIMECODE_RATE>{rate}</TIMECODE_RATE>"
        f"<TIMECODE_FLAG>{'DF' if stamp.drop_frame else 'NDF'}</TIMECODE_FLAG>"
        f"<FILE_SAMPLE_RATE>{rate_hz}</FILE_SAMPLE_RATE><AUDIO_BIT_DEPTH>24</AUDIO_BIT_DEPTH>"
        f"<DIGITIZER_SAMPLE_RATE>{rate_hz}</DIGITIZER_SAMPLE_RATE>"
        f"<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>{stamp.start_sample >> 32}"
        "</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>"
        f"<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>{stamp.start_sample & 0xFFFF_FFFF}"
        "</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>"
        f"<TIMESTAMP_SAMPLE_RATE>{rate_hz}</TIMESTAMP_SAMPLE_RATE>"
        "</SPEED>"
        f"<TRACK_LIST><TRACK_COUNT>{channels}</TRACK_COUNT>{tracks}</TRACK_LIST>"
        "</BWFXML>"
    )


def _tidy(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff"))


def _pcm24(samples: npt.NDArray[np.floating]) -> bytes:
    """Little-endian 24-bit, interleaved."""
    whole = np.rint(np.clip(samples.astype(np.float64), -1.0, 1.0) * _FULL).astype("<i4")
    octets = np.ascontiguousarray(whole).view(np.uint8).reshape(-1, 4)
    return octets[:, :_BYTES].tobytes()
