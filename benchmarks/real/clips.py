"""Real pianists filmed from above, as cases: fingertips, notes, and the keyboard's place.

The plane is laid through the places of the keys, as a keyboard finder would give it. In the
``overhead`` clips these places lie on a straight line in semitones (up to a quarter of a key from
where keys are), and pitches are known up to a constant: they are moved by octaves onto the piano.
Where the residuals of the fingertips tell the pattern of black and white keys, it is that of the
pitches as given, so that no other constant is needed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import LOWEST
from foley_post.generate.key_layout import KEY_CENTRES, on_keyboard
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import FINGERTIPS, Keyboard, Motion
from foley_post.train.evaluate import Case
from foley_post.train.targets import onset_groups

_WHITES_IN_A_KEY_LENGTH = 150 / 23.5
_MIDDLE = 64.5
_UNDER_KEYS = 0.5
"""A fingertip is over a key when it is within half a white key of its middle."""


def real_cases(folder: Path) -> list[tuple[str, Case]]:
    """Every clip of the set with its keyboard laid through the places of its keys."""
    return [(path.stem, _case(path)) for path in sorted(folder.glob("*.npz"))]


def player_of(name: str) -> str:
    """Who plays: the five pieces on the digital piano are one player's."""
    parts = name.split("_")
    return "digital" if parts[0] == "digital" else "_".join(parts[:2])


def _case(path: Path) -> Case:
    with np.load(path) as data:
        points, times_s = data["points"], data["times_s"]
        notes, keys = data["notes"], data["keys"]
    octaves = 12 * round((_MIDDLE - float(np.mean([keys[:, 0].min(), keys[:, 0].max()]))) / 12)
    pitches = keys[:, 0] + octaves
    on = (pitches >= LOWEST) & (pitches < LOWEST + 88)
    centres = KEY_CENTRES[(pitches[on] - LOWEST).astype(int)]
    along, start = np.polyfit(keys[on, 1], centres, 1)
    middle = float(np.nanmedian(points[:, FINGERTIPS, 1]))
    # Only x of the keys is known: depth counts from the fingertips' usual place, a third of the way
    # in; which way is front follows from which way the keys rise.
    deep = -along / _WHITES_IN_A_KEY_LENGTH
    plane = np.array([[along, 0, start], [0, deep, 0.35 - deep * middle], [0, 0, 1.0]])
    motion = Motion(
        times_s - times_s[0], points, keyboard=Keyboard(plane[None], octave_known=True), aspect=1.78
    )
    true = tuple(
        Note(
            float(on_s - times_s[0]),
            max(float(off_s - on_s), 0.03),
            int(pitch) + octaves,
            64 if not np.isfinite(velocity) else int(np.clip(velocity, 1, 127)),
        )
        for on_s, off_s, pitch, velocity in notes
        if times_s[0] <= on_s < times_s[-1] and LOWEST <= int(pitch) + octaves < LOWEST + 88
    )
    length_s = float(times_s[-1] - times_s[0])
    return Case(motion, true, "piano", length_s, "above")


def under_a_finger(case: Case) -> tuple[float, float, float]:
    """Of the notes at whose onset fingertips are seen: how often one is over the sounding key; the
    same for notes dealt out to other onsets (what ten fingers cover anyway); and how often a
    fingertip taken by chance is over a sounding key.
    """
    tips = _tips_at(case)
    notes = [(k, n.pitch) for k, group in enumerate(onset_groups(case.notes)) for n in group]
    dealt = np.random.default_rng(0).permutation([pitch for _, pitch in notes])
    over, dealt_over = [], []
    for (k, pitch), other in zip(notes, dealt, strict=True):
        if np.isfinite(tips[k]).any():
            over.append(_over(tips[k], pitch).any())
            dealt_over.append(_over(tips[k], int(other)).any())
    by_chance = []
    for row, group in zip(tips, onset_groups(case.notes), strict=True):
        seen = row[np.isfinite(row)]
        if len(seen):
            sounding = np.array([_over(seen, n.pitch) for n in group])
            by_chance.append(sounding.any(axis=0).mean())
    return float(np.mean(over)), float(np.mean(dealt_over)), float(np.mean(by_chance))


def _tips_at(case: Case) -> npt.NDArray[np.float32]:
    """``(onsets, 10)``: where along the keyboard each fingertip is at each onset, in white keys."""
    motion = case.motion
    assert motion.keyboard is not None, "a real piano has its keyboard"
    along = on_keyboard(motion.keyboard.plane, motion.points[:, FINGERTIPS, :2])[..., 0]
    at_s = [min(n.onset_s for n in group) for group in onset_groups(case.notes)]
    frame = np.clip(np.searchsorted(motion.times_s, at_s), 0, len(along) - 1)
    found: npt.NDArray[np.float32] = along[frame]
    return found


def _over(along: npt.NDArray[np.float32], pitch: int) -> npt.NDArray[np.bool_]:
    return np.abs(along - KEY_CENTRES[pitch - LOWEST]) < _UNDER_KEYS
