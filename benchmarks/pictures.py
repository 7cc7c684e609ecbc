"""What the detector makes of rendered players whose joints are known.

    python -m benchmarks.pictures [--seconds 2] [--height 720] [--cases piano:piano_above,...]
                                  [--json errors.json]

Draws players from several places, runs the product's own detector (`foley_post.pose.watch`) on the
clips, and prints one line a case: how often body and hands are found, each joint's constant offset
(bias) and what changes from frame to frame (jitter), hands in palms, bodies in shoulder widths.
``--json`` writes them by joint, for the simulator's noise model. Beside it: CPU time to draw a
frame, and to draw a strip of hands and keys.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import instrument
from foley_post.core.timecode import Rate
from foley_post.pose import watch
from foley_post.pose.skeleton import JOINT_NAMES, LEFT_HAND, RIGHT_HAND
from foley_post.simulation.body.joints import joints67
from foley_post.simulation.body.pose import pose_body
from foley_post.simulation.body.rig import load_body
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.renderer.clip import render_clip
from foley_post.simulation.renderer.picture import Scene, pictures
from foley_post.simulation.renderer.strips import render_strip
from foley_post.simulation.renderer.views import view
from foley_post.simulation.score.melodies import made_up_score

Floats = npt.NDArray[np.float64]

RATE = Rate(30)
LEAD_S = 0.5
"""Clips begin this long into the piece: nobody has just walked in."""
CASES = (
    ("piano", "piano_front"),
    ("piano", "piano_corner"),
    ("piano", "piano_above"),
    ("violin", "standing"),
    ("guitar", "seated"),
    ("cello", "seated"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One rendered clip: true joints and what was seen, ``(T, 67, 2)`` and ``(T, 67, 3)``."""

    truth: Floats
    seen: Floats

    @property
    def units(self) -> Floats:
        """``(67,)``: the palm for a hand's joints, the shoulder width for the body's."""
        size = np.full(67, self._typical(2, 5))
        size[LEFT_HAND], size[RIGHT_HAND] = self._typical(25, 34), self._typical(46, 55)
        return size

    def _typical(self, first: int, second: int) -> float:
        return float(
            np.median(np.linalg.norm(self.truth[:, first] - self.truth[:, second], axis=1))
        )

    def errors(self) -> dict[str, Floats]:
        """By joint ``(67,)`` (``bias (67, 2)``), in `units`; NaN where a joint was hardly seen."""
        error = (self.seen[..., :2] - self.truth) / self.units[:, None]
        found = np.isfinite(error[..., 0])
        enough = found.sum(axis=0) >= 5
        error[:, ~enough] = np.nan
        with np.errstate(invalid="ignore"):
            bias = _mean(error)
            left = error - bias
            jitter = np.sqrt(_mean((np.diff(error, axis=0) ** 2).sum(axis=2) / 4))
            spread = _mean((left**2).sum(axis=2))
            drag = _mean((left[1:] * left[:-1]).sum(axis=2)) / spread
            size = np.linalg.norm(error, axis=2)
        return {
            "found": found.mean(axis=0),
            "bias": bias,
            "jitter": jitter,
            "spread": np.sqrt(spread / 2),
            "drag": drag,
            "error": _mean(size),
            "confidence": _mean(np.where(found, self.seen[..., 2], np.nan)),
        }


def _mean(values: Floats) -> Floats:
    """The mean over frames of what is there; NaN where nothing is."""
    count = np.isfinite(values).sum(axis=0)
    total = np.nansum(values, axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def player(name: str, length_s: float) -> tuple[Gesture, Scene]:
    """Somebody who plays that instrument."""
    rng = np.random.default_rng(5)
    score = made_up_score(instrument(name), rng, length_s)
    body = load_body("female", height_m=1.7) if name == "violin" else load_body()
    height = 1.7 if name == "violin" else 1.74
    gesture = plan(name, score, SimulatedPlayer(height_m=height), rng, length_s=length_s)
    return gesture, Scene(body=body)


def measure(name: str, place: str, seconds: float, height: int) -> Case:
    """One clip drawn, watched and compared."""
    gesture, scene = player(name, LEAD_S + seconds)
    camera = view(place)
    shown = gesture_at(gesture, LEAD_S + np.arange(round(seconds * 30)) / 30)
    truth = camera.project(joints67(pose_body(scene.body, shown)))[..., :2]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        size = (height * 16 // 9, height)
        frames = render_clip(shown, camera, path, rate=RATE, size=size, scene=scene)
        found = watch(path, Fraction(0), RATE.seconds(frames))
    seen = np.full((frames, 67, 3), np.nan)
    best = np.inf
    for motion in found:
        points = np.full_like(seen, np.nan)
        points[np.round(motion.times_s * 30).astype(int)] = motion.points
        missing = np.isnan(points[..., 0]).mean()
        if missing < best:
            seen, best = points, missing
    return Case(truth[:frames], seen)


def report(name: str, place: str, errors: dict[str, Floats]) -> str:
    """One line of the table."""
    body = [0, 1, 2, 3, 4, 5, 6, 7]
    hands = [*range(25, 67)]
    bias = np.linalg.norm(errors["bias"], axis=1)

    def of(values: Floats, joints: list[int]) -> str:
        there = values[joints][np.isfinite(values[joints])]
        return f"{np.median(there):.3f}" if len(there) else "-"

    found = errors["found"]
    return (
        f"{name:9s} {place:13s} found body {found[1]:.2f} left {found[25]:.2f} "
        f"right {found[46]:.2f} | hands bias {of(bias, hands)} jitter {of(errors['jitter'], hands)}"
        f" | body bias {of(bias, body)} jitter {of(errors['jitter'], body)}"
    )


def drawing_times(height: int) -> str:
    """CPU time a picture, and a strip at 12 pixels a key, beyond what a clip costs once."""
    gesture, scene = player("piano", 3.0)
    camera = view("piano_above")

    def whole(count: int) -> None:
        times_s = 0.5 + np.arange(count) / 30
        for _ in pictures(gesture, camera, times_s, (height * 16 // 9, height), scene=scene):
            pass

    def strip(count: int) -> None:
        render_strip(gesture, camera, 0.5 + np.arange(count) / 30, scene=scene)

    told = []
    for name, draw, few, many in (("picture", whole, 2, 8), ("strip", strip, 10, 60)):
        draw(1)
        spent = []
        for count in (few, many):
            began = time.process_time()
            draw(count)
            spent.append(time.process_time() - began)
        told.append(f"{name} {1000 * (spent[1] - spent[0]) / (many - few):.0f} ms")
    return f"CPU a frame at {height} lines: {', '.join(told)}"


def main() -> None:
    parser = argparse.ArgumentParser(description="The detector on rendered players.")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--cases", default=",".join(":".join(case) for case in CASES))
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    told: dict[str, object] = {"joints": JOINT_NAMES}
    for case in chosen.cases.split(","):
        name, place = case.split(":")
        errors = measure(name, place, chosen.seconds, chosen.height).errors()
        print(report(name, place, errors), flush=True)
        told[case] = {
            key: [None if np.isnan(v).any() else np.round(v, 4).tolist() for v in values]
            for key, values in errors.items()
        }
    print(drawing_times(chosen.height), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
