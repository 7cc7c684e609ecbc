"""Pictures written as a video file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from foley_post.core.files import finished
from foley_post.core.timecode import Rate
from foley_post.errors import OutputError, Remedy

if TYPE_CHECKING:
    import av

__all__ = ["write_video"]

_ITU709 = 1


def write_video(
    path: Path,
    images: Iterable[npt.NDArray[np.uint8]],
    rate: Rate,
    *,
    audio: npt.NDArray[np.float32] | None = None,
    audio_rate_hz: int = 48_000,
    crf: int = 18,
) -> None:
    """Write ``images`` ((H, W, 3) uint8 RGB, all of one size) as H.264 in an mp4 at ``path``.

    Frame n stands at exactly n / ``rate``. ``audio`` is (N, channels) float32, -1..1, from the
    first picture on; it is written as AAC. An odd width or height is evened by doubling the last
    column or row. The file appears whole or not at all. Raises OutputError when it cannot be
    written, ValueError for no images or images of another size.
    """
    import av

    with finished(path) as draft:
        try:
            _write(draft, images, rate, sound=_Sound(audio, audio_rate_hz), crf=crf)
        except av.error.FFmpegError as error:
            raise OutputError(
                error.errno,
                f"Cannot write {path.name} in {path.parent}: {error.strerror}.",
                remedy=Remedy.CHOOSE_OUT,
            ) from error


class _Sound:
    """Samples, handed out in step with the pictures."""

    def __init__(self, samples: npt.NDArray[np.float32] | None, rate_hz: int) -> None:
        self.samples = samples
        self.rate_hz = rate_hz
        self.done = 0

    def until(self, end: int) -> list[av.AudioFrame]:
        """The frames of 1024 samples that begin before sample ``end``."""
        import av

        frames: list[av.AudioFrame] = []
        if self.samples is None:
            return frames
        layout = "mono" if self.samples.shape[1] == 1 else "stereo"
        while self.done < min(end, len(self.samples)):
            piece = self.samples[self.done : self.done + 1024, :2]
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(piece.T, dtype=np.float32), format="fltp", layout=layout
            )
            frame.sample_rate = self.rate_hz
            frame.pts = self.done
            frames.append(frame)
            self.done += len(piece)
        return frames


def _write(
    draft: Path, images: Iterable[npt.NDArray[np.uint8]], rate: Rate, *, sound: _Sound, crf: int
) -> None:
    import av

    with av.open(str(draft), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = None
        shape: tuple[int, ...] = ()
        audio = None
        for n, image in enumerate(images):
            if video is None:
                shape = image.shape
                video = _video_stream(container, image, rate, crf)
                if sound.samples is not None:
                    audio = container.add_stream("aac", rate=sound.rate_hz)
                    audio.layout = "mono" if sound.samples.shape[1] == 1 else "stereo"
            if image.shape != shape:
                raise ValueError(f"picture {n} is {image.shape}, the first one was {shape}")
            frame = av.VideoFrame.from_ndarray(_evened(image), format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=_ITU709)
            frame.pts = n
            frame.time_base = rate.frame_s
            container.mux(video.encode(frame))
            for piece in sound.until(int((n + 1) * rate.frame_s * sound.rate_hz)):
                assert audio is not None
                container.mux(audio.encode(piece))
        if video is None:
            raise ValueError("a video needs one picture or more")
        container.mux(video.encode(None))
        if audio is not None:
            container.mux(audio.encode(None))


def _video_stream(
    container: av.container.OutputContainer,
    image: npt.NDArray[np.uint8],
    rate: Rate,
    crf: int,
) -> av.VideoStream:
    height, width = _evened(image).shape[:2]
    stream = container.add_stream("libx264", rate=rate.fps)
    stream.width, stream.height = width, height
    stream.pix_fmt = "yuv420p"
    stream.options = {"crf": str(crf), "preset": "fast"}
    stream.time_base = rate.frame_s
    context = stream.codec_context
    context.colorspace = context.color_primaries = context.color_trc = _ITU709
    return stream


def _evened(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    height, width = image.shape[:2]
    if height % 2 or width % 2:
        image = np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return np.ascontiguousarray(image)
