"""Instruments in the hands, and small pictures of hands and keys."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.simulation.body.fitting import fitted
from foley_post.simulation.body.pose import pose_body
from foley_post.simulation.body.rig import load_body
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.observation.camera import look_at
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.planning.plan import plan
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.renderer.picture import Scene
from foley_post.simulation.renderer.props.instruments import moving_parts, still_parts
from foley_post.simulation.renderer.props.piano import keys_mesh
from foley_post.simulation.renderer.props.strings import STRUNG, bow, strung
from foley_post.simulation.renderer.strips import render_strip
from foley_post.simulation.renderer.views import view
from foley_post.simulation.score.scores import Score


def _gesture(instrument: str, pitch: int) -> Gesture:
    score = Score(
        np.array([0.5, 1.0]), np.array([0.4, 0.4]), np.array([pitch, pitch + 2]), np.array([90, 90])
    )
    return plan(instrument, score, SimulatedPlayer(), np.random.default_rng(1), length_s=1.6)


@pytest.mark.parametrize("instrument", sorted(STRUNG))
def test_strung_instruments_are_sound_meshes(instrument: str) -> None:
    frame = np.array([[0.0, 1.0, 0.3], [1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]])
    for part in strung(instrument, frame):
        assert np.isfinite(part.vertices).all()
        assert np.isfinite(part.normals).all()
        assert part.triangles.max() < len(part.vertices)
        assert (
            np.linalg.norm(part.vertices - frame[0], axis=1).max()
            < 1.6 * STRUNG[instrument].scale_m
        )


def test_a_key_goes_down_as_far_as_the_gesture_says() -> None:
    chosen = np.zeros(88, bool)
    chosen[39] = True
    (rest,) = keys_mesh(np.zeros(88), chosen)
    (down,) = keys_mesh(np.full(88, 0.01), chosen)
    drop = rest.vertices[:, 1] - down.vertices[:, 1]
    front = np.isclose(rest.vertices[:, 2], piano_keys.KEY_FRONT_Z_M)
    assert drop[front] == pytest.approx(0.01)
    assert (drop >= 0.0069).all()


def test_a_bow_reaches_from_frog_to_tip() -> None:
    ends = np.array([[-0.3, 1.4, 0.3], [0.3, 1.6, 0.4]])
    points = np.concatenate([part.vertices for part in bow(ends, np.array([0.0, 1.0, 0.0]))])
    for end in ends:
        assert np.linalg.norm(points - end, axis=1).min() < 0.01


def test_a_violin_lies_on_the_collarbone_and_the_bow_hand_holds_the_bow() -> None:
    body = load_body("female", height_m=1.7)
    posed = pose_body(body, gesture_at(_gesture("violin", 69), np.arange(0, 1.5, 1 / 30)))
    bridge = posed.gesture.props["instrument"][:, 0]
    shoulder, neck = posed.head("upperarm01.L"), posed.head("neck01")
    assert 0.0 < (bridge[:, 1] - shoulder[:, 1]).mean() < 0.25
    assert np.linalg.norm(bridge - neck, axis=1).max() < 0.35
    frog = posed.gesture.props["bow"][:, 0]
    held = np.linalg.norm(posed.tail("finger3-3.R") - frog, axis=1)
    assert held.max() < 0.06


def test_a_standing_player_has_both_feet_on_the_floor() -> None:
    body = load_body()
    posed = pose_body(body, gesture_at(_gesture("violin", 69), np.arange(0, 1.5, 1 / 10)))
    assert abs(float(posed.surface(0)[:, 1].min())) < 0.02


def test_fitting_twice_moves_nothing_sideways() -> None:
    body = load_body()
    once = fitted(_gesture("violin", 69), body)
    again = fitted(once, body)
    assert np.allclose(once.props["instrument"], again.props["instrument"], atol=1e-6)
    assert np.allclose(once.pelvis, again.pelvis)


def test_only_keys_that_are_played_move() -> None:
    gesture = _gesture("piano", 60)
    posed = pose_body(load_body(), gesture_at(gesture, np.arange(0.0, 1.6, 0.02)))
    assert len(moving_parts(posed, 0)) == 2
    assert len(still_parts(posed)) > 86


def test_a_strip_shows_the_press_at_the_fingertip_and_little_elsewhere() -> None:
    gesture = _gesture("piano", 60)
    times_s = np.array([0.30, 0.34, 0.46, 0.50])
    strip = render_strip(
        gesture, view("piano_above"), times_s, pixels_per_key=8.0, scene=Scene(noise=0.0)
    )
    assert strip.luma.dtype == np.uint8
    assert strip.luma.shape[1:] == strip.window.size[::-1]
    place = np.array(
        [piano_keys.KEY_X_M[60 - 21], piano_keys.KEY_TOP_Y_M, piano_keys.KEY_FRONT_Z_M + 0.05]
    )
    x, y = strip.pixels(view("piano_above").project(place)[:2])
    change = np.abs(strip.luma[3].astype(float) - strip.luma[2])
    near = change[int(y) - 6 : int(y) + 7, int(x) - 6 : int(x) + 7].max()
    assert near > 8
    assert change[:, : int(x) - 120].max() < near / 2


def test_a_strip_without_hands_in_it_is_refused() -> None:
    away = look_at(
        np.array([0.0, 1.0, 3.0]),
        np.array([0.0, 6.0, 3.1]),
        focal=1.5,
        aspect=16 / 9,
        roll=0.0,
        mirrored=False,
    )
    with pytest.raises(UsageError, match="hands"):
        render_strip(_gesture("piano", 60), away, np.array([0.3]))
    with pytest.raises(UsageError, match="fewer pixels"):
        render_strip(
            _gesture("piano", 60), view("piano_above"), np.array([0.3]), pixels_per_key=400.0
        )
