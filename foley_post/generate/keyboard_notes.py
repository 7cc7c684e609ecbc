"""Notes of a keyboard in view: keys that are seen to go down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEY_U, LOWEST
from foley_post.generate.expected_velocity import with_expected_velocities
from foley_post.generate.key_layout import on_keyboard
from foley_post.midi.notes import Evidence, Note
from foley_post.pose.keyboard.presses import PRESS_THRESHOLD, Press, presses
from foley_post.pose.skeleton import FINGERTIPS, Motion

__all__ = ["keyboard_notes"]

_LEAST = 0.05
_REACH = 1.0
"""A fingertip within so many white keys of a key's middle is what pressed it."""


def keyboard_notes(
    motion: Motion,
    length_s: float,
    *,
    allowed: npt.NDArray[np.bool_],
    threshold: float | None,
    density: float,
    pinned: Sequence[Note],
) -> list[Note] | None:
    """The notes that the keys of ``motion`` show, with the ``pinned`` ones among them; None when
    the motion has no keyboard whose keys were read.

    Pitches that are not ``allowed (128,)`` go to the nearest that are. ``density`` times as many
    notes are given as are likelier than ``threshold``, the likeliest first.
    """
    keyboard = motion.keyboard
    if keyboard is None or keyboard.evidence is None:
        return None
    if not np.isfinite(keyboard.evidence[..., 0]).any():
        return None
    chosen = with_expected_velocities(
        _chosen(motion, length_s, threshold or PRESS_THRESHOLD, density)
    )
    allowed_pitches = np.flatnonzero(allowed)
    notes = list(pinned)
    tips = _fingertips(motion)
    taken = {(n.pitch, round(n.onset_s, 1)) for n in pinned}
    for press in chosen:
        pitch = press.key + LOWEST
        pitch = int(allowed_pitches[np.abs(allowed_pitches - pitch).argmin()])
        near = {(pitch, round(press.onset_s + d, 1)) for d in (-0.05, 0.0, 0.05)}
        if near & taken:
            continue
        notes.append(
            Note(
                onset_s=press.onset_s,
                length_s=min(press.length_s, length_s - press.onset_s),
                pitch=pitch,
                velocity=press.velocity,
                evidence=Evidence.SEEN,
                confidence=min(press.likely, 1.0),
                joint=_finger(tips, motion.times_s, press),
            )
        )
    return notes


def _chosen(motion: Motion, length_s: float, threshold: float, density: float) -> list[Press]:
    keyboard = motion.keyboard
    assert keyboard is not None
    assert keyboard.evidence is not None
    least = threshold if density <= 1 else min(threshold, _LEAST)
    read = presses(keyboard.evidence, motion.times_s, least)
    found = [press for press in read if 0 <= press.onset_s < length_s - 0.03]
    clear = sum(press.likely >= threshold for press in found)
    if density == 1:
        return found
    likeliest = sorted(found, key=lambda p: (-p.likely, p.onset_s, p.key))[: round(clear * density)]
    return sorted(likeliest, key=lambda p: (p.onset_s, p.key))


def _fingertips(motion: Motion) -> npt.NDArray[np.float32]:
    """``(T, 10)``: where along the keyboard each fingertip is, in white keys; NaN where unseen."""
    assert motion.keyboard is not None
    points = motion.points[:, list(FINGERTIPS), :2]
    return on_keyboard(motion.keyboard.plane, points)[..., 0]


def _finger(
    tips: npt.NDArray[np.float32], times_s: npt.NDArray[np.float64], press: Press
) -> int | None:
    """The fingertip nearest to the key as it goes down; None when none is near."""
    at = min(int(np.searchsorted(times_s, press.onset_s)), len(tips) - 1)
    away = np.abs(tips[at] - KEY_U[press.key])
    if not np.isfinite(away).any() or np.nanmin(away) > _REACH:
        return None
    return FINGERTIPS[int(np.nanargmin(away))]
