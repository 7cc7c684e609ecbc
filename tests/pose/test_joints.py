"""The joints' names are their places, in BODY_25's order and a hand's."""

from __future__ import annotations

import numpy as np

from foley_post.pose.joints import HandJoint, Joint
from foley_post.pose.skeleton import BODY, EDGES, FINGERTIPS, LEFT_HAND, PARTS, RIGHT_HAND


def test_the_places_are_those_of_the_published_skeleton() -> None:
    assert [int(joint) for joint in Joint] == list(range(67))
    assert (Joint.NECK, Joint.RIGHT_WRIST, Joint.LEFT_WRIST, Joint.MID_HIP) == (1, 4, 7, 8)
    assert (slice(0, 25), slice(25, 46), slice(46, 67)) == (BODY, LEFT_HAND, RIGHT_HAND)
    assert FINGERTIPS == (29, 33, 37, 41, 45, 50, 54, 58, 62, 66)
    assert PARTS["torso"] == (1, 2, 5, 8, 9, 12)


def test_a_hands_joints_are_named_alike_on_both_sides() -> None:
    for joint in HandJoint:
        assert Joint[f"LEFT_HAND_{joint.name}"] == LEFT_HAND.start + joint
        assert Joint[f"RIGHT_HAND_{joint.name}"] == RIGHT_HAND.start + joint


def test_a_joint_is_an_index_of_an_array() -> None:
    points = np.arange(67 * 3).reshape(67, 3)
    assert points[Joint.LEFT_ELBOW].tolist() == points[6].tolist()
    shoulders = points[(Joint.RIGHT_SHOULDER, Joint.LEFT_SHOULDER), :2]
    assert shoulders.tolist() == points[[2, 5], :2].tolist()


def test_every_joint_hangs_on_the_neck() -> None:
    reached = {int(Joint.NECK)}
    for _ in Joint:
        reached |= {b for a, b in EDGES if a in reached} | {a for a, b in EDGES if b in reached}
    assert reached == set(range(67))
