"""Pictures encoded and decoded again, in memory: what a codec makes of them."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from av.video.plane import VideoPlane

__all__ = ["recoded"]

U8 = npt.NDArray[np.uint8]

_CONTAINERS = {"wmv2": "asf", "mpeg2video": "mpegts"}
_BROADCAST_RATE = Fraction(25)
"""MPEG-2 knows broadcast rates only; pictures are not timed here, so any of them does."""
_KEY_FRAME_EVERY = 60
_LEAST_BITS = 20_000


def recoded(pictures: list[U8], *, codec: str, bits_a_second: int, rate_hz: float) -> list[U8]:
    """As many pictures ``(H, W)`` of luma, H and W even, as came in, after FFmpeg's ``codec``.

    One thread: the same pictures give the same bytes.
    """
    import av

    height, width = pictures[0].shape
    rate = Fraction(rate_hz).limit_denominator(1001)
    if codec == "mpeg2video":
        rate = _BROADCAST_RATE
    options = {"threads": "1"} | ({"preset": "superfast"} if codec == "libx264" else {})
    memory = io.BytesIO()
    with av.open(memory, "w", format=_CONTAINERS.get(codec, "matroska")) as out:
        stream = out.add_stream(codec, rate=rate, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.bit_rate = max(bits_a_second, _LEAST_BITS)
        stream.codec_context.gop_size = _KEY_FRAME_EVERY
        for number, picture in enumerate(pictures):
            planes = np.full((height * 3 // 2, width), 128, np.uint8)
            planes[:height] = picture
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = number, 1 / rate
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    memory.seek(0)
    with av.open(memory) as back:
        back.streams.video[0].thread_type = "NONE"
        decoded = [_luma(frame.planes[0], width, height) for frame in back.decode(video=0)]
    # An encoder that is short of bits may leave pictures out: they repeat the one before.
    decoded += [decoded[-1]] * (len(pictures) - len(decoded))
    return decoded[: len(pictures)]


def _luma(plane: VideoPlane, width: int, height: int) -> U8:
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return np.array(rows[:height, :width])
