"""A simulated player as a video file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.timecode import Rate
from foley_post.simulation.observation.camera import Camera
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.renderer.picture import Scene, pictures
from foley_post.video import write_video

__all__ = ["render_clip"]


def render_clip(
    gesture: Gesture,
    camera: Camera,
    path: Path,
    *,
    rate: Rate,
    size: tuple[int, int] = (1280, 720),
    scene: Scene | None = None,
    audio: npt.NDArray[np.float32] | None = None,
    crf: int = 18,
) -> int:
    """Write ``path`` (mp4, H.264): the gesture from its first to its last step, at ``rate``, in
    pictures of ``size`` (width, height); how many frames that is.

    ``audio`` is (N, channels) at 48 kHz, from the first picture on. Raises OutputError when
    the file cannot be written, UsageError without numba.
    """
    length_s = float(gesture.times_s[-1] - gesture.times_s[0])
    count = int(np.floor(length_s * float(rate.fps) + 1e-6)) + 1
    times_s = gesture.times_s[0] + np.arange(count) / float(rate.fps)
    images = pictures(gesture, camera, times_s, size, scene=scene)
    write_video(path, images, rate, audio=audio, crf=crf)
    return count
