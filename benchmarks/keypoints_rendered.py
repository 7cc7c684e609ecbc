"""Keyboards and key presses in rendered pictures, where the truth is known:
`python -m benchmarks.keypoints_rendered [--cameras 12] [--seconds 6] [--keep FOLDER]`.

Random cameras: each draws one moment of the sample's pianist; the finder's plane must put the true
fingertips on their keys (own class; own octave where it says that it knows). From above: key
presses told by one threshold on the cues, on a short clip. **Rendered**, not real.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from benchmarks.keypoints import presses
from foley_post.core.piano import IS_BLACK
from foley_post.core.timecode import Rate
from foley_post.pose import watch
from foley_post.pose.keyboard.finder import find_keyboard
from foley_post.pose.keyboard.octave import mapped
from foley_post.pose.skeleton import FINGERTIPS
from foley_post.simulation.body.joints import joints67
from foley_post.simulation.body.pose import pose_body
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.observation.camera import Camera, random_camera
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.keyboard.piano_keys import (
    BLACK_FRONT_Z_M,
    KEY_FRONT_Z_M,
    KEY_TOP_Y_M,
    KEY_X_M,
    KEYBOARD_LEFT_X_M,
    WHITE_LENGTH_M,
    WHITE_PITCH_M,
)
from foley_post.simulation.renderer.clip import render_clip
from foley_post.simulation.renderer.picture import pictures
from foley_post.simulation.renderer.views import view
from resources.sample.make_sample import Part, parts

HEIGHT = 720
_LEAST_DOWN_DEG = 25
KEY_TOPS = np.stack(
    [
        np.stack([KEY_X_M, np.full(88, KEY_TOP_Y_M), np.full(88, z)], axis=1)
        for z in (BLACK_FRONT_Z_M, KEY_FRONT_Z_M + WHITE_LENGTH_M)
    ],
    axis=1,
)
"""Where the black keys begin and where the keys end, ``(88, 2, 3)`` in metres."""
KINDS = ("above", "hands", "above", "angle")
"""Views that show keys; mirrored pictures and tall ones are left out."""


def cameras(joints: np.ndarray, count: int) -> Iterator[Camera]:
    """Random cameras in the room that look down on the keys and have at least four fingertips and
    ten whole black keys in the picture (heads and hands may hide them).
    """
    rng = np.random.default_rng(11)
    blacks = KEY_TOPS[IS_BLACK]
    given = 0
    while given < count:
        camera = random_camera(KINDS[given % len(KINDS)], joints, rng)
        down = np.arcsin(-camera.turn[2, 1])
        if camera.mirrored or camera.aspect < 1 or down < np.radians(_LEAST_DOWN_DEG):
            continue
        if np.abs(camera.place[0]) > 1.8 or not -1.5 < camera.place[2] < 2.2:
            continue
        tips = within(camera, joints[:, list(FINGERTIPS)])
        keys = within(camera, blacks).all(1)
        if tips.mean() < 0.4 or keys.sum() < 10:
            continue
        given += 1
        yield camera


def within(camera: Camera, points: np.ndarray) -> np.ndarray:
    """Which points ``(..., 3)`` of the world are in the picture."""
    seen = camera.project(points)
    x, y = seen[..., 0], seen[..., 1]
    return (x > 0) & (x < camera.aspect) & (y > 0) & (y < 1) & (seen[..., 2] > 0.1)


def random_views(part: Part, gesture: Gesture, count: int, keep: Path | None) -> Iterator[str]:
    """A line for each camera, and one for all."""
    rng = np.random.default_rng(3)
    begin = float(gesture.times_s[0])
    onsets = [n.onset_s for n in gesture.notes]
    joints = joints67(pose_body(part.scene.body, gesture_at(gesture, begin + np.array(onsets[:6]))))
    right = total = found_in = 0
    for n, camera in enumerate(cameras(joints, count)):
        at = np.array([begin + float(rng.choice(onsets))])
        size = (round(HEIGHT * camera.aspect / 2) * 2, HEIGHT)
        image = next(iter(pictures(gesture, camera, at, size, scene=part.scene)))
        shown = gesture_at(gesture, at)
        tips = joints67(pose_body(part.scene.body, shown))[0, list(FINGERTIPS)]
        if keep is not None:
            cv2.imwrite(str(keep / f"camera{n}.png"), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
            np.savez(keep / f"camera{n}.npz", tips=tips, seen=camera.project(tips))
        good, seen, said = judged(image, tips, camera.project(tips))
        yield f"camera {n} ({KINDS[n % len(KINDS)]}): {said}"
        right, total, found_in = right + good, total + seen, found_in + (said != "none")
    yield (
        f"random cameras: keyboard found in {found_in} of {count}; right key under a true "
        f"fingertip {right / max(total, 1):.3f} of {total}"
    )


def judged(image: np.ndarray, tips: np.ndarray, seen: np.ndarray) -> tuple[int, int, str]:
    """How many fingertips lie on their key, of how many in the picture, and what was found."""
    luma = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    found = find_keyboard(luma)
    if found is None:
        return 0, 0, "none"
    aspect = image.shape[1] / image.shape[0]
    inside = (seen[:, :2] > 0).all(1) & (seen[:, 0] < aspect) & (seen[:, 1] < 1)
    true_u = (KEYBOARD_LEFT_X_M - tips[inside, 0]) / WHITE_PITCH_M
    away = mapped(found.plane, seen[inside, :2])[:, 0] - true_u
    octaves = 0.0 if found.octave_known else 7 * np.round(np.median(away) / 7)
    away = away - octaves
    good = int((np.abs(away) < 0.5).sum())
    said = f"{found.keys} black keys, off by {np.median(away):+.2f}, {good} of {len(away)} tips"
    return good, len(away), said


def from_above(part: Part, gesture: Gesture, seconds: Fraction) -> Iterator[str]:
    """Key presses told by one threshold, the pianist seen from above."""
    rate = Rate(30)
    times = gesture.times_s[0] + np.arange(int(seconds * 30)) / 30
    shown = gesture_at(gesture, times)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "above.mp4"
        camera = view("piano_above")
        render_clip(shown, camera, path, rate=rate, size=(960, 540), scene=part.scene)
        motions = watch(path, Fraction(0), seconds)
    if not motions:
        yield "from above: nobody found"
        return
    onsets = np.array([n.onset_s for n in gesture.notes if n.onset_s < float(seconds) - 0.1])
    for name, score in presses(motions[0], np.unique(onsets.round(3))):
        yield f"from above: key presses by one threshold on {name}, onset F 50 ms {score:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, default=12)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    part = parts()[0]
    gesture = part.gesture()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    for line in random_views(part, gesture, options.cameras, options.keep):
        print(line, flush=True)
    if options.seconds:
        for line in from_above(part, gesture, Fraction(options.seconds)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
