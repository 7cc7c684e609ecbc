"""The sound of a media range."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from foley_post.errors import MediaUnreadable
from foley_post.video.probing import first_frame, open_media

if TYPE_CHECKING:
    import av

__all__ = ["read_audio"]


def read_audio(
    path: Path,
    start_s: Fraction | None = None,
    end_s: Fraction | None = None,
    rate_hz: int = 48_000,
) -> npt.NDArray[np.float32]:
    """Samples ``(N, channels)`` float32 of the first sound stream, -1..1, at ``rate_hz``.

    Sample 0 is ``start_s`` after the first picture (after the first sound in a file without one);
    where the sound starts later or ends earlier there is silence. Raises MediaMissing,
    MediaUnreadable (also when the file has no sound).
    """
    with open_media(path) as container:
        if not container.streams.audio:
            raise MediaUnreadable(f"{path.name} has no sound stream.")
        origin_s = 0.0
        if container.streams.video:
            origin_s = float(first_frame(container, path).time or 0.0)
            container.seek(0)
        begin = origin_s + float(start_s or 0)
        end = np.inf if end_s is None else origin_s + float(end_s)
        pieces = list(_pieces(container, rate_hz, begin, end))
    channels = pieces[0][1].shape[1] if pieces else 1
    last = max((at + len(piece) for at, piece in pieces), default=0)
    length = last if end_s is None else round((end - begin) * rate_hz)
    samples = np.zeros((max(0, length), channels), np.float32)
    for at, piece in pieces:
        low, high = max(0, at), min(length, at + len(piece))
        if high > low:
            samples[low:high] = piece[low - at : high - at]
    return samples


def _pieces(
    container: av.container.InputContainer, rate_hz: int, begin: float, end: float
) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    """Resampled pieces with the sample they start at, counted from ``begin``; consecutive pieces
    join without a seam, a gap in the stamps of more than 50 ms is kept.
    """
    import av

    stream = container.streams.audio[0]
    if begin > 2 and stream.time_base:
        container.seek(round((begin - 1) / stream.time_base), stream=stream, backward=True)
    resampler = av.AudioResampler(format="fltp", rate=rate_hz)
    at: int | None = None
    for packet in container.demux(stream):
        try:
            decoded = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in decoded:
            time_s = frame.time
            if time_s is not None:
                if time_s >= end:
                    return
                stamped = round((time_s - begin) * rate_hz)
                if at is None or abs(stamped - at) > rate_hz // 20:
                    at = stamped
            for piece in resampler.resample(frame):
                samples = np.ascontiguousarray(piece.to_ndarray().T, dtype=np.float32)
                yield at or 0, samples
                at = (at or 0) + len(samples)
