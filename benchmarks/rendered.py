"""Rendered players, pixels to notes through the real detector: `python -m benchmarks.rendered`.

    [--clips 4] [--height 720] [--seconds 6] [--cases piano:above,...] [--model W] [--keep DIR]

Whole pictures of players with unseen habits, clothes, rooms and cameras, as H.264; the product's
own detector, cues and keyboard finder watch them; onsets and notes against the score, told the
instrument, beside random onsets and another clip's notes. ``--keep`` keeps the clips and what was
watched, so that other weights are judged on the same pictures in a minute.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.model import table
from foley_post.core.instruments import instrument as find_instrument
from foley_post.core.timecode import Rate
from foley_post.generate import load_model
from foley_post.generate.weights import Model
from foley_post.midi.midi_files import read_midi, write_midi
from foley_post.midi.notes import Take
from foley_post.pose.motion_cache import MotionCache, watch_cached
from foley_post.simulation.body.joints import joints67
from foley_post.simulation.body.pose import pose_body
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.observation.camera import Camera, random_camera
from foley_post.simulation.observation.rendered_cues import random_scene
from foley_post.simulation.planning.idle import with_idle_movement
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import random_player
from foley_post.simulation.renderer.clip import render_clip
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.score.melodies import made_up_score
from foley_post.simulation.simulate import free_hands
from foley_post.train.clips import familiar
from foley_post.train.evaluate import Case, play, summary

CASES = (
    "piano:above", "piano:front", "piano:side", "piano:angle",
    "violin:front", "cello:front", "guitar:front", "ukulele:angle",
)  # fmt: skip
FIRST_SEED = 8_000_000
_RATES = (Rate(24), Rate(25), Rate(30), Rate(30000, 1001))
_ASPECT = 16 / 9
_LEAST_PALM = 0.03
"""In frame heights: who films hands to be scored has them in the picture."""
_HEAD_M = 0.14


def film(path: Path, name: str, view: str, seed: int, *, seconds: float, height: int) -> None:
    """Write ``path`` (mp4) and, beside it, the notes played as MIDI."""
    rng = np.random.default_rng([seed, 23])
    drawn = iter(lambda: random_player(rng), None)
    who = replace(next(p for p in drawn if not familiar(p)), left_handed=False)
    what = find_instrument(name)
    score = humanised(made_up_score(what, rng, seconds), rng)
    score = replace(score, onset_s=score.onset_s + 0.4)
    gesture = plan(name, score, who, rng, length_s=seconds)
    gesture = with_idle_movement(gesture, rng, free_hands(what))
    scene = random_scene(who, rng)
    joints = joints67(pose_body(scene.body, gesture_at(gesture, gesture.times_s[::25])))
    cameras = iter(lambda: random_camera(view, joints, rng), None)
    camera = next(c for c in cameras if shows_hands(c, joints))
    rate = _RATES[int(rng.integers(len(_RATES)))]
    size = (int(height * _ASPECT / 2) * 2, height)
    crf = int(rng.integers(18, 27))
    render_clip(gesture, camera, path, rate=rate, size=size, scene=scene, crf=crf)
    write_midi(Take(gesture.notes, seconds, name, seed), path.with_suffix(".mid"))


def shows_hands(camera: Camera, joints: np.ndarray) -> bool:
    """Whether both hands are in the picture, large enough, and the head is not before them."""
    if camera.mirrored or abs(camera.aspect - _ASPECT) > 0.01 or camera.place[1] < 0.2:
        return False
    seen = camera.project(joints)
    hands, head = seen[:, 25:], seen[:, :1]
    inside = (hands[..., :2] > 0) & (hands[..., :2] < (_ASPECT, 1.0))
    palms = np.linalg.norm(seen[:, [34, 55], :2] - seen[:, [25, 46], :2], axis=-1)
    near = np.linalg.norm(hands[..., :2] - head[..., :2], axis=-1)
    hidden = (near < camera.focal * _HEAD_M / head[..., 2]) & (head[..., 2] < hands[..., 2])
    return bool(inside.mean() > 0.95 and palms.mean() > _LEAST_PALM and hidden.mean() < 0.05)


def film_of(folder: Path, which: str, seed: int, height: int) -> Path:
    """Where the clip of that kind lies."""
    name, view = which.split(":")
    return folder / f"{name}-{view}-{seed}-{height}.mp4"


def watched(folder: Path, which: str, seed: int, *, seconds: float, height: int) -> Case | None:
    """The clip of that kind as the detector saw it; None where it saw nobody."""
    name, view = which.split(":")
    path = film_of(folder, which, seed, height)
    if not path.exists():
        film(path, name, view, seed, seconds=seconds, height=height)
    cache = MotionCache(folder / "motions")
    found = watch_cached(path, Fraction(0), Fraction(seconds), cache=cache)
    if not found:
        return None
    best = max(found, key=lambda m: int(np.isfinite(m.points[:, 25:, 0]).sum()))
    notes = read_midi(path.with_suffix(".mid"), instrument_name=name).notes
    return Case(best, notes, name, seconds, view)


def report(model: Model, cases: dict[str, Sequence[Case]]) -> str:
    """A table, one line a kind of clip, and the same without contact cues or keyboard."""
    played = {which: play(model, some) for which, some in cases.items() if some}
    rows = {which: summary(some) for which, some in played.items()}
    every = [case for some in cases.values() for case in some]
    rows["all"] = summary([o for some in played.values() for o in some])
    bare = [replace(c, motion=replace(c.motion, cues=None)) for c in every]
    rows["all, without contact cues"] = summary(play(model, bare))
    bare = [replace(c, motion=replace(c.motion, keyboard=None)) for c in every]
    rows["all, without the keyboard"] = summary(play(model, bare))
    return table(rows, "seen")


def main() -> None:
    parser = argparse.ArgumentParser(description="Rendered players, pixels to notes.")
    parser.add_argument("--clips", type=int, default=4, help="clips a case (4)")
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--model", type=Path)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        cases: dict[str, Sequence[Case]] = {}
        for which in chosen.cases.split(","):
            seeds = range(FIRST_SEED, FIRST_SEED + chosen.clips)
            seen = [
                watched(folder, which, s, seconds=chosen.seconds, height=chosen.height)
                for s in seeds
            ]
            cases[which] = [case for case in seen if case is not None]
            hands = [
                np.isfinite(c.motion.points[:, [25, 46], 0]).mean(axis=0).round(2).tolist()
                for c in cases[which]
            ]
            print(f"{which}: {len(cases[which])} of {len(seen)} seen, hands {hands}", flush=True)
        model = load_model(chosen.model)
        print(f"Model {model.sha256[:12]}\n\n{report(model, cases)}")


if __name__ == "__main__":
    main()
