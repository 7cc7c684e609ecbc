"""Mirror pictures: left-handed players, and pictures that somebody flipped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Note
from foley_post.pose.joints import Joint
from foley_post.simulation.planning.gesture import Gesture

__all__ = ["OTHER_SIDE", "mirrored_gesture", "notes_swapped"]

_OTHER = {"LEFT": "RIGHT", "RIGHT": "LEFT"}


def _other_side() -> npt.NDArray[np.intp]:
    other = np.arange(len(Joint))
    for joint in Joint:
        side, _, name = joint.name.partition("_")
        if side in _OTHER:
            other[joint] = Joint[f"{_OTHER[side]}_{name}"]
    return other


OTHER_SIDE: npt.NDArray[np.intp] = _other_side()
"""``(67,)``: the joint on the other side of the body."""

_FLIP = np.array([-1.0, 1.0, 1.0])
_TURN_FLIP = np.array([1.0, -1.0, -1.0])
"""What mirroring along x does to places and to rotation vectors."""


def notes_swapped(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes with the joints of the other side."""
    return tuple(
        note if note.joint is None else replace(note, joint=int(OTHER_SIDE[note.joint]))
        for note in notes
    )


def mirrored_gesture(gesture: Gesture) -> Gesture:
    """The same playing by a left-handed player with a mirrored instrument.

    Props whose last axis is 3 are places and flip too; sticks and feet change sides.
    """
    swap = [1, 0]
    order = {"sticks": [2, 3, 0, 1], "foot_lift": swap}
    props = {
        name: (value[:, order[name]] if name in order else value)
        * (_FLIP if value.shape[-1] == 3 else 1.0)
        for name, value in gesture.props.items()
    }
    return replace(
        gesture,
        wrists=gesture.wrists[:, swap] * _FLIP,
        palm_forward=gesture.palm_forward[:, swap] * _FLIP,
        palm_back=gesture.palm_back[:, swap] * _FLIP,
        tips=gesture.tips[:, swap] * _FLIP,
        curls=gesture.curls[:, swap],
        trunk=gesture.trunk * _TURN_FLIP,
        head=gesture.head * _TURN_FLIP,
        pelvis=gesture.pelvis * _FLIP,
        notes=notes_swapped(gesture.notes),
        props=props,
    )
