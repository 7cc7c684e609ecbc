"""The picture with what was seen drawn on it: skeletons, who is who, cues, and the notes.

To look at, and to see in one glance why a note is where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post import video
from foley_post.core.progress import Progress, Watcher, ignore_progress
from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate, samples_at
from foley_post.midi.notes import Take
from foley_post.pose.skeleton import EDGES, FINGERTIPS, Motion
from foley_post.timeline.model import Shot, Stem
from foley_post.video.reading import Frame

__all__ = ["OverlayScene", "draw_overlay", "draw_scene", "mixed_sound", "pictures_at"]

Image = npt.NDArray[np.uint8]

COLOURS = (
    *((255, 196, 0), (0, 200, 255), (255, 90, 160), (110, 230, 90), (180, 130, 255)),
    *((255, 140, 60), (60, 230, 200), (230, 230, 90)),
)
_SOUND_HZ = 48_000
_ROLL_S = 4.0
"""How much time the roll of notes shows: half before now, half after."""


def draw_overlay(
    shot: Shot,
    motions: Sequence[Motion],
    takes: Sequence[Take],
    path: Path,
    *,
    stems: Sequence[Stem] = (),
    watcher: Watcher = ignore_progress,
) -> None:
    """Write the shot as it is seen on the timeline, with everything drawn on it, as mp4 at
    ``path``; its sound is that of ``stems``.

    ``motions`` and ``takes`` are in record seconds. Raises what `foley_post.video` raises;
    Cancelled through the watcher leaves nothing behind.
    """
    assert shot.media.path is not None, "a shot that was watched has its media"
    sound = mixed_sound(shot, stems)
    scene = OverlayScene(shot.media.path, shot.time_map, tuple(motions), tuple(takes))
    draw_scene(scene, path, sound=sound, watcher=watcher)


@dataclass(frozen=True, slots=True)
class OverlayScene:
    """What is drawn: motions and takes in record seconds, on the pictures of ``media`` as the
    ``time_map`` shows them.

    For a plain range of a file: ``TimeMap.linear(start_s, end_s - start_s)``, and each motion
    ``retimed`` with it.
    """

    media: Path
    time_map: TimeMap
    motions: tuple[Motion, ...] = ()
    takes: tuple[Take, ...] = ()


def draw_scene(
    scene: OverlayScene,
    path: Path,
    *,
    sound: npt.NDArray[np.float32] | None = None,
    height: int = 720,
    watcher: Watcher = ignore_progress,
) -> None:
    """Write ``scene`` as mp4 at ``path``; ``sound (N, channels)`` at 48 kHz starts with it.

    Raises what `foley_post.video` raises; Cancelled through the watcher leaves nothing behind.
    """
    info = video.probe(scene.media)
    pictures = _pictures(scene, info.rate, min(height, info.height), watcher)
    video.write_video(path, pictures, info.rate, audio=sound, audio_rate_hz=_SOUND_HZ, crf=20)


def mixed_sound(shot: Shot, stems: Sequence[Stem]) -> npt.NDArray[np.float32] | None:
    """The stems' sum over the shot, stereo at 48 kHz; None without stems."""
    if not stems:
        return None
    length = samples_at(shot.length_s, _SOUND_HZ)
    mix = np.zeros((length, 2), np.float32)
    for stem in stems:
        head_s = shot.rate.seconds(stem.head_frames)
        sound = video.read_audio(stem.path, head_s, head_s + shot.length_s, _SOUND_HZ)
        mix[: len(sound)] += sound[:length, :2]
    return np.clip(mix, -1, 1)


def _pictures(scene: OverlayScene, rate: Rate, height: int, watcher: Watcher) -> Iterator[Image]:
    """The drawn pictures, one each frame of the media's rate in record time."""
    total = max(1, rate.frames(scene.time_map.length_s))
    wanted = [scene.time_map.media_at(rate.seconds(n)) for n in range(total)]
    shown = pictures_at(scene.media, wanted, height)
    for n, image in enumerate(shown):
        watcher(Progress("drawing", n, total, scene.media.name))
        yield _drawn(image, scene, float(rate.seconds(n)))


def pictures_at(media: Path, wanted: list[Fraction], height: int) -> Iterator[Image]:
    """The picture that stands at each wanted media second: forwards in one pass, backwards a second
    at a time.
    """
    stream: Iterator[Frame] = iter(())
    kept: list[Frame] = []
    for moment in wanted:
        at = float(moment) + 1e-4
        if not kept or at < kept[0].time_s - 1e-3 or at > kept[-1].time_s + 5:
            stream = video.frames(media, max(Fraction(0), moment - 1), None, height=height)
            kept = list(islice(stream, 1))
        while kept and kept[-1].time_s <= at:
            following = next(stream, None)
            if following is None:
                break
            kept = [f for f in kept if f.time_s > at - 2] + [following]
        shown = [f for f in kept if f.time_s <= at] or kept[:1]
        if not shown:
            return
        yield shown[-1].image.copy()


def _drawn(image: Image, scene: OverlayScene, time_s: float) -> Image:
    for motion in scene.motions:
        colour = COLOURS[motion.performer % len(COLOURS)]
        step = _step(motion, time_s)
        if step is not None:
            _draw_keyboard(image, motion, step)
            _draw_skeleton(image, motion.points[step], colour)
            _draw_name(image, motion, step)
            _draw_cues(image, motion, step)
    if scene.takes:
        _draw_roll(image, scene.takes, time_s)
    return image


def _step(motion: Motion, time_s: float) -> int | None:
    """The sample of the motion nearest to ``time_s``; None farther than 0.2 s from any."""
    if not len(motion.times_s):
        return None
    after = int(np.searchsorted(motion.times_s, time_s))
    near = [i for i in (after - 1, after) if 0 <= i < len(motion.times_s)]
    best = min(near, key=lambda i: abs(motion.times_s[i] - time_s))
    return best if abs(motion.times_s[best] - time_s) <= 0.2 else None


def _draw_skeleton(
    image: Image, points: npt.NDArray[np.float32], colour: tuple[int, int, int]
) -> None:
    import cv2

    height = image.shape[0]
    thick = max(1, height // 360)
    known = np.isfinite(points[:, 0])
    px = np.round(np.nan_to_num(points[:, :2]) * height).astype(int)
    for a, b in EDGES:
        if known[a] and known[b]:
            cv2.line(image, tuple(px[a]), tuple(px[b]), colour, thick, cv2.LINE_AA)
    for joint in np.flatnonzero(known):
        tip = int(joint) in FINGERTIPS
        colour_here = (255, 255, 255) if tip else colour
        cv2.circle(image, tuple(px[joint]), thick + tip, colour_here, -1, cv2.LINE_AA)


def _draw_name(image: Image, motion: Motion, step: int) -> None:
    import cv2

    points = motion.points[step]
    known = points[np.isfinite(points[:, 0])]
    if not len(known):
        return
    height = image.shape[0]
    x, y = known[np.argmin(known[:, 1]), :2] * height
    where = (int(x) - height // 12, max(height // 30, int(y) - height // 14))
    text, scale = f"Player {motion.performer + 1}", height / 1000
    for colour, thick in (((0, 0, 0), 4), (COLOURS[motion.performer % len(COLOURS)], 1)):
        cv2.putText(image, text, where, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thick, cv2.LINE_AA)


def _draw_cues(image: Image, motion: Motion, step: int) -> None:
    """A bar at each fingertip: how much changes at it (``change`` up, ``place`` beside it)."""
    import cv2

    if motion.cues is None:
        return
    height = image.shape[0]
    for joint in FINGERTIPS:
        point = motion.points[step, joint]
        values = motion.cues[step, joint, [0, 3]]
        if not np.isfinite(point[0]) or not np.isfinite(values[0]):
            continue
        x, y = int(point[0] * height), int(point[1] * height)
        for offset, value, colour in ((5, values[0], (255, 80, 80)), (9, values[1], (80, 255, 80))):
            top = y - int(np.nan_to_num(value) * height / 12)
            cv2.rectangle(image, (x + offset, top), (x + offset + 3, y), colour, -1)


def _draw_keyboard(image: Image, motion: Motion, step: int) -> None:
    """The keyboard's outline and its octaves."""
    import cv2

    keyboard = motion.keyboard
    if keyboard is None:
        return
    height, width = image.shape[:2]
    plane = keyboard.plane[step if len(keyboard.plane) > 1 else 0]
    back = np.linalg.inv(plane)
    for u in range(53):
        ends = back @ np.array([[u, u], [0.0, 1.0], [1.0, 1.0]])
        if np.any(ends[2] * ends[2, 0] <= 0):
            continue
        (x0, x1), (y0, y1) = (np.round(ends[:2] / ends[2] * height)).astype(int)
        if -width < x0 < 2 * width and -height < y0 < 2 * height:
            is_c = (u - 2) % 7 == 0
            colour, thick = ((255, 220, 0), 2) if is_c else ((120, 160, 255), 1)
            cv2.line(image, (int(x0), int(y0)), (int(x1), int(y1)), colour, thick, cv2.LINE_AA)


def _draw_roll(image: Image, takes: Sequence[Take], time_s: float) -> None:
    """A strip of notes along the bottom; now is its middle."""
    import cv2

    height, width = image.shape[:2]
    top = height - height // 6
    image[top:] = image[top:] // 3
    pitches = [n.pitch for t in takes for n in t.notes]
    if not pitches:
        return
    low, high = min(pitches) - 2, max(pitches) + 2
    row = (height - top) / (high - low + 1)
    for take in takes:
        colour = COLOURS[take.performer % len(COLOURS)]
        for note in take.notes:
            left = (note.onset_s - time_s) / _ROLL_S + 0.5
            right = (note.end_s - time_s) / _ROLL_S + 0.5
            if right < 0 or left > 1:
                continue
            y = int(height - (note.pitch - low + 1) * row)
            sounding = note.onset_s <= time_s < note.end_s
            shade = (255, 255, 255) if sounding else colour
            corner = (int(right * width), y + max(2, int(row)))
            cv2.rectangle(image, (int(left * width), y), corner, shade, -1)
    cv2.line(image, (width // 2, top), (width // 2, height), (255, 255, 255), 1)
