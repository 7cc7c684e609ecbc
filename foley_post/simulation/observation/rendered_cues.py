"""What a camera's pixels tell of a simulated player: contact cues and keys read off drawn pictures.

`foley_post.simulation.observation.contact_model` says by rule what the cues would be; here hands
and instrument are drawn as a strip of the picture, go through H.264, and the product's own readers
look at them at the joints the (simulated) detector gave. Some ten seconds of processor a clip.
Needs numba and av.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.timecode import Rate
from foley_post.errors import UsageError
from foley_post.pose.contact_cues import CuePicture, cues_of
from foley_post.pose.keyboard.finder import FoundKeyboard
from foley_post.pose.keyboard.follower import KeyboardFollower
from foley_post.pose.skeleton import CUES, HANDS, LEFT_HAND, RIGHT_HAND, Keyboard
from foley_post.simulation.body.figure import Look
from foley_post.simulation.body.joints import joints67
from foley_post.simulation.body.pose import pose_body
from foley_post.simulation.body.rig import SHAPES, load_body
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.observation.camera import Camera
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.keyboard.piano_keys import WHITE_PITCH_M
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.renderer.picture import Scene
from foley_post.simulation.renderer.props.mesh import Colour
from foley_post.simulation.renderer.props.strings import STRUNG
from foley_post.simulation.renderer.strips import StripView, render_strip
from foley_post.video import frames, write_video

__all__ = ["DRAWN", "RenderedCues", "drawn", "drawn_cues", "drawn_keys", "random_scene"]

Floats = npt.NDArray[np.float64]
Cues = npt.NDArray[np.float32]

DRAWN: tuple[str, ...] = ("piano", *STRUNG)
"""The instruments that are drawn; players of others would hold nothing."""

_HEIGHTS = (480, 720, 1080, 1080)
_MOST_PIXELS_PER_KEY = {"piano": 12.0}
_MOST_OTHERWISE = 8.0
"""More would show no more at a patch of 8 by 8 samples; a strip of a cello is large."""


@dataclass(frozen=True, slots=True)
class RenderedCues:
    """``strip``: the pictures, after the codec; ``seen (T, 67, 3)``: the drawn body's joints in the
    picture, in frame heights, and their depth in metres.
    """

    strip: StripView
    seen: Floats


def random_scene(who: SimulatedPlayer, rng: np.random.Generator) -> Scene:
    """Somebody of that height in some clothes, in some room and light, before some camera."""

    def colour(low: float, high: float) -> Colour:
        r, g, b = (float(c) for c in rng.uniform(low, high, 3))
        return (r, g, b)

    r, g, b = (float(c) for c in np.array([0.86, 0.64, 0.52]) * rng.uniform(0.35, 1.05))
    look = Look(
        skin=(r, g, b),
        shirt=colour(0.05, 0.85),
        trousers=colour(0.05, 0.5),
        hair=colour(0.05, 0.4),
        sleeve=float(rng.uniform(0.0, 1.0)),
    )
    sun = (float(rng.uniform(-0.9, 0.9)), float(rng.uniform(0.5, 1.0)), float(rng.uniform(0, 0.9)))
    return Scene(
        body=load_body(str(rng.choice(SHAPES)), height_m=who.height_m),
        look=look,
        sun=sun,
        room_seed=int(rng.integers(1000)),
        noise=float(np.exp(rng.uniform(np.log(0.003), np.log(0.03)))),
        seed=int(rng.integers(1_000_000)),
    )


def drawn(
    gesture: Gesture, camera: Camera, who: SimulatedPlayer, rng: np.random.Generator
) -> RenderedCues | None:
    """The gesture's hands and instrument as the camera sees them at its times; None where they are
    out of the picture.
    """
    scene = random_scene(who, rng)
    times_s = gesture.times_s
    posed = pose_body(scene.body, gesture_at(gesture, times_s))
    joints = joints67(posed)
    hands = joints[:, HANDS].reshape(-1, 3)
    distance = float(np.linalg.norm(hands.mean(axis=0) - camera.place))
    height = float(rng.choice(_HEIGHTS))
    shown = camera.focal * height * WHITE_PITCH_M / distance
    most = _MOST_PIXELS_PER_KEY.get(gesture.instrument, _MOST_OTHERWISE)
    try:
        strip = render_strip(
            gesture,
            camera,
            times_s,
            pixels_per_key=min(shown, most),
            scene=scene,
            posed=posed,
        )
    except UsageError:
        return None
    luma = _coded(strip.luma, int(rng.integers(18, 30)))
    return RenderedCues(StripView(luma, strip.window, strip.joints), camera.project(joints))


def _coded(luma: npt.NDArray[np.uint8], crf: int) -> npt.NDArray[np.uint8]:
    """The pictures as H.264 leaves them."""
    count, height, width = luma.shape
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "strip.mp4"
        write_video(path, (np.repeat(p[..., None], 3, axis=2) for p in luma), Rate(25), crf=crf)
        read = [frame.image[:height, :width, 1] for frame in frames(path)]
    return np.stack(read[:count])


def drawn_cues(pictures: RenderedCues, points: npt.NDArray[np.float32], times_s: Floats) -> Cues:
    """``(T, 67, 4)``: the cues at the detected ``points (T, 67, 3)`` of pictures with those stamps;
    NaN where `foley_post.pose.contact_cues` measures nothing.
    """
    placed = _placed(pictures, points)
    for hand in (LEFT_HAND, RIGHT_HAND):
        placed[np.isnan(placed[:, hand]).any(axis=(1, 2)), hand] = np.nan
    seen = [CuePicture(p) for p in pictures.strip.luma]
    cues = np.full((len(points), 67, len(CUES)), np.nan, dtype=np.float32)
    for t in range(1, len(points)):
        pair = placed[t - 1 : t + 1]
        cues[t] = cues_of(seen[t - 1], seen[t], pair, float(times_s[t] - times_s[t - 1]))
    return cues


def drawn_keys(
    pictures: RenderedCues, points: npt.NDArray[np.float32], times_s: Floats, keyboard: Keyboard
) -> Cues | None:
    """``(T, 88, 1)``: each key's change, read where ``keyboard``, a still one, has its keys."""
    window = pictures.strip.window
    high = window.size[1]
    scale = window.frame_height / high
    from_strip = np.linalg.inv(
        [
            [scale, 0.0, -window.corner[0] / high],
            [0.0, scale, -window.corner[1] / high],
            [0.0, 0.0, 1.0],
        ]
    )
    plane = keyboard.plane[0] @ from_strip
    found = FoundKeyboard(plane, 36, keyboard.octave_known, keyboard.confidence)
    watcher = KeyboardFollower(found)
    placed = _placed(pictures, points)
    for t, luma in enumerate(pictures.strip.luma):
        watcher.add(np.ascontiguousarray(luma), float(times_s[t]), [placed[t]])
    read = watcher.keyboard()
    return None if read is None else read.key_cues


def _placed(pictures: RenderedCues, points: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The points in heights of the strip."""
    placed = points.copy()
    high = pictures.strip.window.size[1]
    placed[..., :2] = (pictures.strip.pixels(points[..., :2].astype(np.float64)) / high).astype(
        np.float32
    )
    return placed
