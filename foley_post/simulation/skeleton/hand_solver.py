"""Hands of the training solver: wrist, palm and fingertips in, 21 joints a hand out.

Every finger is a chain of three bones whose last two joints bend together (the last two thirds as
far); its bend follows from how far the fingertip is from the knuckle, so all fingers of all frames
are solved at once by table.
"""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.player import SimulatedPlayer

__all__ = ["hand_joints"]

Floats: TypeAlias = npt.NDArray[np.float64]

# An average adult's right hand, metres: (towards the thumb, forward, out of the back) from the
# wrist; the thumb's first joint is the carpometacarpal. Hand length 0.186 m.
_KNUCKLES = np.array(
    [
        [0.024, 0.024, -0.012],
        [0.023, 0.091, 0.000],
        [0.000, 0.094, 0.003],
        [-0.019, 0.087, 0.000],
        [-0.037, 0.077, -0.006],
    ]
)
_LENGTHS = np.array([0.112, 0.090, 0.099, 0.094, 0.075])
_BONES = np.array([0.46, 0.29, 0.25])
_COUPLING = 0.67
_POLES = np.array(
    [[0.75, -0.10, 0.60], [0.10, 0.0, 1.0], [0.0, 0.0, 1.0], [-0.08, 0.0, 1.0], [-0.15, 0.0, 1.0]]
)
"""Which way a bent finger's joints stand out: out of the back; the thumb's to its own side."""
_STRAIGHT = np.array(
    [[0.72, 0.66, -0.20], [0.13, 1.0, 0.0], [0.0, 1.0, 0.0], [-0.10, 1.0, 0.0], [-0.22, 1.0, 0.0]]
)
_GIVE_M = 0.03


@cache
def _bend_table() -> tuple[Floats, Floats]:
    """Over the distance of knuckle and tip (in finger lengths): where the two middle joints are,
    along and across the line between them, ``(K,)`` and ``(K, 4)``.
    """
    bend = np.linspace(2.1, 0.0, 160)
    turn = np.stack([np.zeros_like(bend), bend, bend * (1 + _COUPLING)], axis=1)
    steps = _BONES * np.exp(-1j * turn)
    joints = np.cumsum(steps, axis=1)
    length = np.abs(joints[:, 2])
    turned = joints[:, :2] * np.conj(joints[:, 2:]) / length[:, None]
    table = np.stack(
        [turned[:, 0].real, turned[:, 0].imag, turned[:, 1].real, turned[:, 1].imag], axis=1
    )
    return length, table


def hand_joints(gesture: Gesture, player: SimulatedPlayer) -> tuple[Floats, Floats]:
    """Joints ``(T, 2, 21, 3)`` and the wrists as reached ``(T, 2, 3)``.

    A wrist gives up to 3 cm to fingertips that would not reach their targets otherwise.
    """
    axes = _axes(gesture)
    size = player.hand_scale
    knuckles = np.einsum("kc,thcx->thkx", _KNUCKLES * size, axes)
    wrists = gesture.wrists
    aimed = np.isfinite(gesture.tips[..., 0])
    tips = np.where(aimed[..., None], gesture.tips, 0.0)
    lengths = _LENGTHS * size
    if aimed.any():
        chord = tips - wrists[:, :, None] - knuckles
        far = np.linalg.norm(chord, axis=-1)
        excess = np.where(aimed, np.maximum(far - 0.985 * lengths, 0.0), 0.0)
        worst = excess.argmax(axis=2)[..., None]
        pull = np.take_along_axis(excess, worst, 2) / np.take_along_axis(far, worst, 2)
        moved = pull * np.take_along_axis(chord, worst[..., None], 2)[:, :, 0]
        shift = np.linalg.norm(moved, axis=-1, keepdims=True)
        wrists = wrists + moved * np.minimum(1.0, _GIVE_M / np.maximum(shift, 1e-9))
    base = wrists[:, :, None] + knuckles
    fingers = _towards(base, tips, lengths, axes)
    if not aimed.all():
        free = _curled(base, gesture.curls, lengths, axes)
        fingers = np.where(aimed[..., None, None], fingers, free)
    steps = len(gesture.times_s)
    joints = np.empty((steps, 2, 21, 3))
    joints[:, :, 0] = wrists
    chain = np.concatenate([base[:, :, :, None], fingers], axis=3)
    joints[:, :, 1:] = chain.reshape(steps, 2, 20, 3)
    return joints, wrists


def _axes(gesture: Gesture) -> Floats:
    """``(T, 2, 3, 3)``: rows towards the thumb, forward, out of the back."""
    forward, back = gesture.palm_forward, gesture.palm_back
    thumb = np.cross(back, forward)
    thumb[:, 0] *= -1.0
    return np.stack([thumb, forward, back], axis=2)


def _towards(base: Floats, tips: Floats, lengths: Floats, axes: Floats) -> Floats:
    """``(T, 2, 5, 3, 3)``: two middle joints and tip of fingers that reach for ``tips``."""
    chord = tips - base
    far = np.sqrt(np.einsum("...x,...x->...", chord, chord))
    along = chord / np.maximum(far, 1e-6)[..., None]
    pole = np.einsum("kc,thcx->thkx", _POLES, axes)
    pole = pole - np.einsum("...x,...x->...", pole, along)[..., None] * along
    pole = pole / np.maximum(np.sqrt(np.einsum("...x,...x->...", pole, pole)), 1e-6)[..., None]
    known, table = _bend_table()
    ratio = np.clip(far / lengths, known[0], known[-1])
    where = [np.interp(ratio, known, table[:, k])[..., None] for k in range(4)]
    reach = lengths[:, None]
    first = base + reach * (where[0] * along + where[1] * pole)
    second = base + reach * (where[2] * along + where[3] * pole)
    tip = base + reach * ratio[..., None] * along
    return np.stack([first, second, tip], axis=3)


def _curled(base: Floats, curls: Floats, lengths: Floats, axes: Floats) -> Floats:
    """The same for fingers bent by ``curls`` radians at each joint."""
    ahead = np.einsum("kc,thcx->thkx", _STRAIGHT, axes)
    ahead = ahead / np.linalg.norm(ahead, axis=-1, keepdims=True)
    pole = np.einsum("kc,thcx->thkx", _POLES, axes)
    pole = pole - np.einsum("...x,...x->...", pole, ahead)[..., None] * ahead
    pole = pole / np.linalg.norm(pole, axis=-1, keepdims=True)
    turn = np.cumsum(curls, axis=-1)[..., None]
    bones = (_BONES * lengths[:, None])[..., None]
    steps = bones * (np.cos(turn) * ahead[..., None, :] - np.sin(turn) * pole[..., None, :])
    joints: Floats = base[..., None, :] + np.cumsum(steps, axis=3)
    return joints
