import numpy as np
import pytest

from foley_post.core.piano import IS_BLACK
from foley_post.generate.key_layout import KEY_CENTRES, key_at, on_keyboard
from foley_post.generate.network.graph import (
    ACTORS,
    JOINTS,
    PARENTS,
    actor_of,
    adjacency,
    hop_distances,
)
from foley_post.pose.skeleton import JOINT_NAMES


def test_the_graph_is_connected_and_both_hands_meet_through_the_arms():
    far = hop_distances()
    assert far.max() < JOINTS
    assert far[29, 50] == 4 + 1 + 2 + 1 + 1 + 2 + 1 + 4


def test_each_ring_is_normalised_and_none_is_empty():
    rings = adjacency()
    assert np.allclose(rings[0], np.eye(JOINTS))
    assert np.allclose(rings.sum(axis=2), 1)
    assert all((ring > 0).sum() >= JOINTS for ring in rings)


@pytest.mark.parametrize(
    ("name", "actor"),
    [("left_hand_index_2", 1), ("right_hand_little_4", 9), ("right_elbow", 11), ("left_heel", 12)],
)
def test_a_joint_belongs_to_the_finger_arm_or_foot_that_moves_it(name: str, actor: int):
    assert actor_of(JOINT_NAMES.index(name)) == actor


def test_the_head_and_no_joint_cause_nothing():
    assert actor_of(0) is None
    assert actor_of(None) is None
    assert [actor_of(j) for j in ACTORS] == list(range(len(ACTORS)))


def test_fingers_are_measured_from_their_own_hand():
    assert {PARENTS[j] for j in range(26, 46)} == {25}
    assert PARENTS[46] == 4


def test_middle_c_is_the_twenty_fourth_white_key():
    assert KEY_CENTRES[60 - 21] == 23.5
    assert IS_BLACK.sum() == 36
    assert key_at(23.5, 0.2) == 60
    assert key_at(24.0, 0.7) == 61
    assert key_at(24.0, 0.2) in (60, 62)
    assert key_at(-1.0, 0.5) is None
    assert key_at(float("nan"), 0.5) is None


def test_points_go_through_the_plane_and_unseen_ones_stay_unseen():
    plane = np.array([[[52.0, 0, 0], [0, -1, 1], [0, 0, 1]]])
    points = np.array([[[0.5, 0.25], [np.nan, np.nan]]], dtype=np.float32)
    out = on_keyboard(plane, points)
    assert np.allclose(out[0, 0], (26.0, 0.75))
    assert np.isnan(out[0, 1]).all()
