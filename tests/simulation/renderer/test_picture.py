"""Pictures of a simulated player. Drawn small; numba's machine code is kept between runs."""

from __future__ import annotations

import builtins
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foley_post.core.timecode import Rate
from foley_post.errors import UsageError
from foley_post.simulation.body.joints import joints67
from foley_post.simulation.body.pose import pose_body
from foley_post.simulation.body.rig import load_body
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.planning.keyboard.pianist import plan_piano
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.renderer.clip import render_clip
from foley_post.simulation.renderer.compiled import compiled
from foley_post.simulation.renderer.picture import Scene, pictures
from foley_post.simulation.renderer.views import VIEWS, view
from foley_post.simulation.score.scores import Score
from foley_post.video import frames

SIZE = (256, 144)
QUIET = Scene(noise=0.0)


@pytest.fixture(scope="module")
def gesture() -> Gesture:
    """One loud middle C with the right hand at 0.8 s."""
    score = Score(
        np.array([0.8]),
        np.array([0.6]),
        np.array([60]),
        np.array([110]),
        hand=np.array([1]),
    )
    return plan_piano(score, SimulatedPlayer(), np.random.default_rng(0), length_s=1.6)


def _picture(gesture: Gesture, name: str, time_s: float, scene: Scene = QUIET) -> np.ndarray:
    return next(pictures(gesture, view(name), np.array([time_s]), SIZE, scene=scene))


@pytest.mark.parametrize("name", [name for name in VIEWS if name.startswith("piano")])
def test_hands_are_where_the_joints_say(gesture: Gesture, name: str) -> None:
    image = _picture(gesture, name, 0.3).astype(float)
    joints = joints67(pose_body(load_body(), gesture_at(gesture, np.array([0.3]))))[0]
    knuckles = view(name).project(joints[[34, 38, 55, 59]])[:, :2] * SIZE[1]
    for x, y in knuckles:
        red, green, blue = image[int(y), int(x)]
        assert red > green > blue, f"no skin at the knuckle ({x:.0f}, {y:.0f}) from {name}"


def test_the_pressed_key_and_its_finger_change_and_the_far_end_does_not(gesture: Gesture) -> None:
    before = _picture(gesture, "piano_above", 0.4).astype(float)
    after = _picture(gesture, "piano_above", 0.9).astype(float)
    change = np.abs(after - before).max(axis=2)
    place = np.array(
        [piano_keys.KEY_X_M[60 - 21], piano_keys.KEY_TOP_Y_M, piano_keys.KEY_FRONT_Z_M + 0.05]
    )
    x, y = (view("piano_above").project(place)[:2] * SIZE[1]).astype(int)
    assert change[y - 3 : y + 4, x - 3 : x + 4].max() > 20
    assert change[:, :20].max() < 3


def test_keys_move_by_themselves(gesture: Gesture) -> None:
    depth = np.zeros_like(gesture.props["key_depth"])
    depth[:, 80 - 21] = piano_keys.WHITE_TRAVEL_M
    still = replace(gesture, props={"key_depth": depth * 0})
    pressed = replace(gesture, props={"key_depth": depth})
    change = np.abs(
        _picture(still, "piano_front", 0.2).astype(float)
        - _picture(pressed, "piano_front", 0.2).astype(float)
    ).max(axis=2)
    rows, columns = np.nonzero(change > 12)
    place = np.array(
        [piano_keys.KEY_X_M[80 - 21], piano_keys.KEY_TOP_Y_M, piano_keys.KEY_FRONT_Z_M + 0.07]
    )
    x, y = view("piano_front").project(place)[:2] * SIZE[1]
    assert len(rows) > 2
    assert np.abs(np.median(columns) - x) < 5
    assert np.abs(np.median(rows) - y) < 8


def test_the_same_moment_is_the_same_picture(gesture: Gesture) -> None:
    first, again = (_picture(gesture, "piano_corner", 0.5, Scene()) for _ in range(2))
    assert (first == again).all()


def test_a_mirrored_camera_mirrors_the_picture(gesture: Gesture) -> None:
    plain = view("piano_front")
    mirrored = replace(plain, mirrored=True)
    one, other = (
        next(pictures(gesture, camera, np.array([0.5]), SIZE, scene=QUIET))
        for camera in (plain, mirrored)
    )
    assert (one == other[:, ::-1]).all()


def test_a_clip_holds_every_frame_at_its_time(gesture: Gesture, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    count = render_clip(gesture, view("piano_front"), path, rate=Rate(10), size=(128, 72))
    seen = [frame.time_s for frame in frames(path, 0.0, 10.0)]
    assert count == len(seen) == 16
    assert np.allclose(seen, np.arange(16) / 10, atol=1e-3)


def test_without_numba_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = builtins.__import__

    def refusing(name: str, *rest: object, **named: object) -> object:
        if name == "numba":
            raise ImportError(name)
        return genuine(name, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refusing)
    with pytest.raises(UsageError, match=r"foley-post\[simulate\]"):
        compiled(len)


def test_an_unknown_view_is_refused_with_the_names() -> None:
    with pytest.raises(UsageError, match="piano_corner"):
        view("moon")
