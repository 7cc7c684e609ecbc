"""The names of the skeleton's joints.

Joints 0-24 are OpenPose's BODY_25, 25-45 the left hand, 46-66 the right hand: its wrist, then four
joints a finger from the thumb, the knuckle first and the tip last.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = ["HandJoint", "Joint"]


class HandJoint(IntEnum):
    """A joint of one hand, counted from its wrist."""

    WRIST = 0
    THUMB_1 = 1
    THUMB_2 = 2
    THUMB_3 = 3
    THUMB_4 = 4
    INDEX_1 = 5
    INDEX_2 = 6
    INDEX_3 = 7
    INDEX_4 = 8
    MIDDLE_1 = 9
    MIDDLE_2 = 10
    MIDDLE_3 = 11
    MIDDLE_4 = 12
    RING_1 = 13
    RING_2 = 14
    RING_3 = 15
    RING_4 = 16
    LITTLE_1 = 17
    LITTLE_2 = 18
    LITTLE_3 = 19
    LITTLE_4 = 20


class Joint(IntEnum):
    """A joint of the skeleton: its place in arrays of 67 joints."""

    NOSE = 0
    NECK = 1
    RIGHT_SHOULDER = 2
    RIGHT_ELBOW = 3
    RIGHT_WRIST = 4
    LEFT_SHOULDER = 5
    LEFT_ELBOW = 6
    LEFT_WRIST = 7
    MID_HIP = 8
    RIGHT_HIP = 9
    RIGHT_KNEE = 10
    RIGHT_ANKLE = 11
    LEFT_HIP = 12
    LEFT_KNEE = 13
    LEFT_ANKLE = 14
    RIGHT_EYE = 15
    LEFT_EYE = 16
    RIGHT_EAR = 17
    LEFT_EAR = 18
    LEFT_BIG_TOE = 19
    LEFT_SMALL_TOE = 20
    LEFT_HEEL = 21
    RIGHT_BIG_TOE = 22
    RIGHT_SMALL_TOE = 23
    RIGHT_HEEL = 24
    LEFT_HAND_WRIST = 25
    LEFT_HAND_THUMB_1 = 26
    LEFT_HAND_THUMB_2 = 27
    LEFT_HAND_THUMB_3 = 28
    LEFT_HAND_THUMB_4 = 29
    LEFT_HAND_INDEX_1 = 30
    LEFT_HAND_INDEX_2 = 31
    LEFT_HAND_INDEX_3 = 32
    LEFT_HAND_INDEX_4 = 33
    LEFT_HAND_MIDDLE_1 = 34
    LEFT_HAND_MIDDLE_2 = 35
    LEFT_HAND_MIDDLE_3 = 36
    LEFT_HAND_MIDDLE_4 = 37
    LEFT_HAND_RING_1 = 38
    LEFT_HAND_RING_2 = 39
    LEFT_HAND_RING_3 = 40
    LEFT_HAND_RING_4 = 41
    LEFT_HAND_LITTLE_1 = 42
    LEFT_HAND_LITTLE_2 = 43
    LEFT_HAND_LITTLE_3 = 44
    LEFT_HAND_LITTLE_4 = 45
    RIGHT_HAND_WRIST = 46
    RIGHT_HAND_THUMB_1 = 47
    RIGHT_HAND_THUMB_2 = 48
    RIGHT_HAND_THUMB_3 = 49
    RIGHT_HAND_THUMB_4 = 50
    RIGHT_HAND_INDEX_1 = 51
    RIGHT_HAND_INDEX_2 = 52
    RIGHT_HAND_INDEX_3 = 53
    RIGHT_HAND_INDEX_4 = 54
    RIGHT_HAND_MIDDLE_1 = 55
    RIGHT_HAND_MIDDLE_2 = 56
    RIGHT_HAND_MIDDLE_3 = 57
    RIGHT_HAND_MIDDLE_4 = 58
    RIGHT_HAND_RING_1 = 59
    RIGHT_HAND_RING_2 = 60
    RIGHT_HAND_RING_3 = 61
    RIGHT_HAND_RING_4 = 62
    RIGHT_HAND_LITTLE_1 = 63
    RIGHT_HAND_LITTLE_2 = 64
    RIGHT_HAND_LITTLE_3 = 65
    RIGHT_HAND_LITTLE_4 = 66
