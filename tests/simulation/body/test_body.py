"""The body at rest and in motion."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.errors import UsageError
from foley_post.simulation.body.fingers import finger_of
from foley_post.simulation.body.joints import joints67
from foley_post.simulation.body.pose import Posed, pose_body
from foley_post.simulation.body.rig import SHAPES, load_body
from foley_post.simulation.body.rotations import about, from_vectors
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.keyboard.pianist import plan_piano
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.score.scores import Score


@pytest.fixture(scope="module")
def gesture() -> Gesture:
    """Eight notes in each hand, played by the house's pianist."""
    onset = np.repeat(0.8 + 0.5 * np.arange(8), 2)
    pitch = np.array(
        [48, 64, 55, 64, 52, 65, 55, 67, 48, 67, 53, 65, 52, 64, 55, 62], dtype=np.int64
    )
    score = Score(
        onset,
        np.full(16, 0.4),
        pitch,
        np.full(16, 85, dtype=np.int64),
        hand=(pitch >= 60).astype(np.int64),
    )
    return plan_piano(score, SimulatedPlayer(), np.random.default_rng(0), length_s=5.0)


@pytest.fixture(scope="module")
def posed(gesture: Gesture) -> Posed:
    return pose_body(load_body(), gesture_at(gesture, np.arange(0, 5, 1 / 30)))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_vertex_hangs_on_bones_that_sum_to_one(shape: str) -> None:
    body = load_body(shape)
    assert np.allclose(body.weights.sum(1), 1.0)
    assert body.bones.max() < len(body.names)
    assert body.triangles.max() == len(body.vertices) - 1
    assert all(parent < child for child, parent in enumerate(body.parents))


def test_a_body_takes_the_height_it_is_given() -> None:
    body = load_body("female", height_m=1.6)
    assert np.ptp(body.vertices[:, 1]) == pytest.approx(1.6)
    with pytest.raises(UsageError, match="height"):
        load_body(height_m=3.0)
    with pytest.raises(UsageError, match="male, female"):
        load_body("giant")


def test_a_rotation_vector_turns_right_handed() -> None:
    quarter = from_vectors(np.array([0.0, 0.0, np.pi / 2]))
    assert np.allclose(quarter @ [1, 0, 0], [0, 1, 0])
    assert np.allclose(
        about(np.array([1.0, 0, 0]), 0.3) @ about(np.array([1.0, 0, 0]), -0.3), np.eye(3)
    )


@pytest.mark.parametrize("side", ["L", "R"])
@pytest.mark.parametrize("number", range(5))
def test_a_finger_finds_back_to_wherever_it_can_bend(side: str, number: int) -> None:
    finger = finger_of(load_body(), side, number)
    rng = np.random.default_rng(number)
    bend = rng.uniform(0.1, 1.2, 50)
    aside = rng.uniform(-0.3, 0.3, 50)
    flexion = np.stack([rng.uniform(-0.3, 0.9, 50), bend, 0.67 * bend], axis=1)
    target = finger.tip_of(finger._turns(aside, flexion))
    reached = finger.tip_of(finger.towards(target))
    assert np.linalg.norm(reached - target, axis=1).max() < 1e-4


def test_fingers_stay_finite_where_nothing_can_reach() -> None:
    finger = finger_of(load_body(), "R", 2)
    far = np.array([[1.0, 0, 0], [0, -2.0, 0], [0, 0, 0.0001], [0, 0, -0.3]])
    assert np.isfinite(finger.towards(far)).all()


def test_pressing_fingertips_reach_their_keys(gesture: Gesture, posed: Posed) -> None:
    pressing = []
    for note in gesture.notes:
        hand, finger = divmod((note.joint or 0) - 25, 21)
        frame = int(np.searchsorted(posed.times_s, note.onset_s))
        pressing.append(posed.miss_m[frame, hand, (finger - 1) // 4])
    assert len(pressing) == 16
    assert np.median(pressing) < 0.001
    assert max(pressing) < 0.004


def test_bones_keep_their_length(posed: Posed) -> None:
    joints = joints67(posed)
    for first, second in ((2, 3), (3, 4), (5, 6), (9, 10), (10, 11), (47, 48), (55, 56), (57, 58)):
        length = np.linalg.norm(joints[:, first] - joints[:, second], axis=1)
        assert np.ptp(length) < 1e-6


def test_the_67_joints_are_where_a_seated_player_has_them(posed: Posed) -> None:
    joints = joints67(posed)
    assert joints.shape == (150, 67, 3)
    assert np.isfinite(joints).all()
    middle = joints.mean(0)
    assert middle[5, 0] > middle[2, 0], "left is +x"
    assert middle[0, 1] > middle[1, 1] > middle[8, 1] > middle[11, 1], "head over hips over feet"
    assert 0.0 < middle[[11, 14, 19, 22], 1].min() < 0.15, "feet on the floor"
    assert np.allclose(joints[:, 4], joints[:, 46])
    assert np.allclose(joints[:, 7], joints[:, 25])


def test_no_part_of_the_hands_sinks_into_the_keys(gesture: Gesture, posed: Posed) -> None:
    """A fingertip may press a millimetre or two into its pad, not more than a finger's half."""
    hands = load_body().moved_by(("finger2", "finger3", "finger4", "finger5"))
    sampled = gesture_at(gesture, posed.times_s)
    lowest = min(posed.surface(k)[hands, 1].min() for k in range(0, 150, 10))
    deepest = float(sampled.props["key_depth"].max())
    assert lowest > 0.735 - deepest - 0.008


def test_the_skin_follows_the_bones(posed: Posed) -> None:
    body = posed.body
    tip = np.argmin(np.linalg.norm(body.vertices - body.tail("finger2-3.R"), axis=1))
    for frame in (0, 70, 149):
        gap = np.linalg.norm(posed.surface(frame)[tip] - posed.tail("finger2-3.R")[frame])
        assert gap < 0.006


def test_posing_eight_seconds_takes_no_second(gesture: Gesture) -> None:
    import time

    sampled = gesture_at(gesture, np.linspace(0, 5, 240))
    body = load_body()
    began = time.process_time()
    pose_body(body, sampled)
    assert time.process_time() - began < 1.0
