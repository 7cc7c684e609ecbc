"""Strokes of rendered players whose hands are hardly found, before a camera that shakes, and in
film at another rate.

    python -m benchmarks.strokes_unseen FOLDER [--clips 3] [--height 240] [--seconds 8]

The clips of `benchmarks.strokes`, kept in FOLDER, each looked at again in four ways: as it is; with
all joints taken away three fifths of the time, in stretches of half a second to two seconds; by a
camera held in the hand; with every fourth picture shown twice, as 24 a second are in a file of 30.
Beside it the second without what stands for a hand that is not found. The wall behind is cloth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.ndimage

from benchmarks.real_players import skill
from benchmarks.record import record
from benchmarks.rendered import film_of
from benchmarks.strokes import asked_for, cases
from foley_post import video
from foley_post.core.instruments import instrument
from foley_post.generate.strokes import clear_strokes, strokes_of
from foley_post.pose.contact_cues import CuePicture
from foley_post.pose.hand_flow import PictureFlow
from foley_post.pose.skeleton import Motion
from foley_post.train.evaluate import Case, onset_times

HIDDEN = 0.6
SHAKE = 0.004
"""Standard deviation of the camera's movement a picture, in picture heights."""
WAYS = ("as filmed", "joints taken away", "the same, no place for the hand", "shaken", "repeated")
Gray = npt.NDArray[np.uint8]


def hidden(times_s: npt.NDArray[np.float64], rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """In which pictures nothing is found."""
    gone = np.zeros(len(times_s), bool)
    at_s = 0.0
    while at_s < times_s[-1]:
        seen_s = rng.uniform(0.3, 1.5)
        gone_s = seen_s * HIDDEN / (1 - HIDDEN)
        gone |= (times_s >= at_s) & (times_s < at_s + gone_s)
        at_s += gone_s + seen_s
    return gone


def shaken(images: Iterator[Gray], rng: np.random.Generator) -> Iterator[Gray]:
    """The pictures before a camera that is held by hand."""
    import cv2

    steps = scipy.ndimage.gaussian_filter1d(rng.normal(size=(4096, 2)), 2, axis=0)
    steps *= SHAKE / steps.std()
    for image, away in zip(images, np.cumsum(steps, axis=0), strict=False):
        x, y = (away * len(image)).tolist()
        moved = np.array([[1, 0, x], [0, 1, y]], np.float32)
        size = (image.shape[1], image.shape[0])
        yield np.asarray(
            cv2.warpAffine(image, moved, size, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )


def before_cloth(images: Sequence[Gray], rng: np.random.Generator) -> list[Gray]:
    """The pictures with soft cloth where nothing ever moves: a drawn wall is too plain for a camera
    to be seen to move before it.
    """
    import cv2

    still = np.ptp(np.stack(images[::4]), axis=0) < 6
    cloth = cv2.GaussianBlur(rng.normal(size=images[0].shape).astype(np.float32), (0, 0), 3)
    cloth = np.where(still, 12 * cloth / cloth.std(), 0)
    return [np.clip(image + cloth, 0, 255).astype(np.uint8) for image in images]


def grays(path: Path, seconds: float) -> Iterator[Gray]:
    import cv2

    for frame in video.frames(path, Fraction(0), Fraction(seconds)):
        yield np.asarray(cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY), np.uint8)


def skill_of(case: Case, images: Iterator[Gray], points: npt.NDArray[np.float32]) -> float:
    """Of the strokes in such pictures of a player who is found at ``points``."""
    times_s = case.motion.times_s
    flow = PictureFlow()
    for image, time_s, pose in zip(images, times_s, points, strict=False):
        poses = [pose] if np.isfinite(pose).any() else []
        flow.add(CuePicture(image), float(time_s), poses)
    motion = replace(case.motion, points=points, flow=flow.along(points))
    return strokes_skill(case, motion)


def strokes_skill(case: Case, motion: Motion) -> float:
    family = instrument(case.instrument).family
    strokes = clear_strokes(strokes_of(motion, case.length_s, family))
    found = np.array([s.time_s for s in strokes])
    return skill(onset_times(case.notes), found, case.length_s)[0]


def repeats(case: Case, images: Sequence[Gray]) -> float:
    """With every fourth picture shown twice, at 5/4 of the rate."""
    shown = np.floor(np.arange(len(case.motion.times_s) * 5 / 4) * 0.8).astype(int)
    shown = shown[shown < min(len(images), len(case.motion.times_s))]
    step_s = float(np.median(np.diff(case.motion.times_s))) * 0.8
    motion = replace(
        case.motion,
        times_s=np.arange(len(shown)) * step_s + case.motion.times_s[0],
        points=case.motion.points[shown],
        cues=None,
        flow=None,
    )
    again = replace(case, motion=motion)
    return skill_of(again, iter([images[k] for k in shown]), motion.points)


def by_way(case: Case, path: Path, seed: int) -> dict[str, float]:
    """The skill in each of `WAYS`."""
    rng = np.random.default_rng(seed)
    gone = hidden(case.motion.times_s, rng)
    points = case.motion.points.copy()
    points[gone] = np.nan
    assert case.motion.flow is not None, "rendered clips are watched with their flow"
    without = case.motion.flow.copy()
    without[gone] = np.nan
    images = before_cloth(list(grays(path, case.length_s)), rng)
    seen = case.motion.points
    return {
        "as filmed": skill_of(case, iter(images), seen),
        "joints taken away": skill_of(case, iter(images), points),
        "the same, no place for the hand": strokes_skill(case, replace(case.motion, flow=without)),
        "shaken": skill_of(case, shaken(iter(images), rng), seen),
        "repeated": repeats(case, images),
    }


def main() -> None:
    asked = asked_for("Strokes of players who are hardly found.")
    found: dict[str, list[float]] = {way: [] for way in WAYS}
    for seed, case in cases(asked):
        which = f"{case.instrument}:front"
        skills = by_way(case, film_of(asked.folder, which, seed, asked.height), seed)
        for way, one in skills.items():
            found[way].append(one)
        print(case.instrument, seed, *(f"{one:.2f}" for one in skills.values()), flush=True)
    rows = [[way, len(some), round(float(np.mean(some)), 2)] for way, some in found.items()]
    record(
        "strokes_unseen", "rendered", "python -m benchmarks.strokes_unseen FOLDER",
        columns=["strokes alone", "clips", "skill at 50 ms"], rows=rows,
    )  # fmt: skip


if __name__ == "__main__":
    main()
