"""The pictures of a media range, one by one, each with its true time.

Times are the file's own stamps, counted from its first picture: edit lists, B-frames and variable
rates are as the player shows them. Memory is bounded: a few frames are decoded ahead in a thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from foley_post.errors import MediaUnreadable
from foley_post.video.ahead import ahead
from foley_post.video.deinterlacing import Deinterlacer
from foley_post.video.hardware import accelerator
from foley_post.video.picture import picture
from foley_post.video.probing import MediaInfo, open_media, probe

if TYPE_CHECKING:
    import av

__all__ = ["Frame", "frames"]

_SEEK_BEYOND_S = 2.0
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: ``time_s`` seconds from the media's first picture, ``image`` (H, W, 3) uint8
    RGB, upright, square pixels.
    """

    time_s: float
    image: npt.NDArray[np.uint8]


def frames(
    path: Path,
    start_s: Fraction | None = None,
    end_s: Fraction | None = None,
    *,
    height: int | None = None,
) -> Iterator[Frame]:
    """The pictures shown from ``start_s`` to before ``end_s`` (None: the file's ends), in order.

    ``height`` asks for pictures of that height; the width follows. A frame whose stamp misses the
    start by a rounding (less than a quarter of a frame) belongs to the range. Pictures that the
    file promised and that do not decode are left out: count them with `MediaInfo.frames_between`.
    Raises MediaMissing, MediaUnreadable.
    """
    info = probe(path)
    return ahead(_pictures(info, start_s, end_s, height), _AHEAD)


def _pictures(
    info: MediaInfo, start_s: Fraction | None, end_s: Fraction | None, height: int | None
) -> Iterator[Frame]:
    margin = 0.25 * float(info.rate.frame_s)
    low = -np.inf if start_s is None else float(start_s) - margin
    high = np.inf if end_s is None else float(end_s) - margin
    size = (info.width, info.height)
    if height is not None:
        size = (max(1, round(info.width * height / info.height)), height)
    last = -np.inf
    # Interlaced pictures are woven in memory, in the layout that software gives.
    device = None if info.interlaced else accelerator()
    for hwaccel in (None,) if device is None else (device, None):
        try:
            with open_media(info.path, hwaccel) as container:
                for frame, time_s in _decoded(container, info, max(low, last)):
                    if time_s >= high:
                        return
                    if time_s < low or time_s <= last:
                        continue
                    last = time_s
                    yield Frame(time_s, picture(frame, size, info.matrix))
            return
        except MediaUnreadable:
            if hwaccel is None:
                raise


def _decoded(
    container: av.container.InputContainer, info: MediaInfo, low: float
) -> Iterator[tuple[av.VideoFrame, float]]:
    """Frames with their times, from the key frame before ``low`` on; broken packets are skipped."""
    import av

    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    if low > _SEEK_BEYOND_S and not info.path.name.count("%"):
        _seek(container, stream, info, low)
    frame_s = float(info.rate.frame_s)
    previous = -frame_s
    weave = Deinterlacer(stream if info.interlaced else None)
    for packet in container.demux(stream):
        try:
            decoded = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in weave.progressive(decoded, last=packet.size == 0):
            stamp = frame.time
            time_s = previous + frame_s if stamp is None else stamp - info.origin_s
            previous = time_s
            if not frame.is_corrupt:
                yield frame, time_s


def _seek(
    container: av.container.InputContainer,
    stream: av.VideoStream,
    info: MediaInfo,
    low: float,
) -> None:
    """To a key frame at least a second before ``low``; back to the start where the index lies.

    Transport streams seek by decoding stamps and may land late, so the landing is checked.
    """
    assert stream.time_base is not None
    for back_s in (0.5, 3.0, 15.0, np.inf):
        target_s = max(0.0, low - back_s) + info.origin_s
        container.seek(round(target_s / float(stream.time_base)), stream=stream, backward=True)
        landed = next((p for p in container.demux(stream) if p.pts is not None), None)
        reached = landed is not None and float(landed.pts * stream.time_base) <= low + info.origin_s
        container.seek(round(target_s / float(stream.time_base)), stream=stream, backward=True)
        if reached:
            return
