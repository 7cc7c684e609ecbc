"""What an editor should know of a keyboard in view: what of it is not seen, or not sure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foley_post.core.piano import HIGHEST, KEYS, LOWEST
from foley_post.core.pitches import pitch_name
from foley_post.midi.notes import Evidence, Take
from foley_post.pose.keyboard.lowest_key import keys_seen
from foley_post.pose.skeleton import Keyboard, Motion

__all__ = ["keyboard_notices"]

_NEAR_EDGE = 3
"""A note within so many keys of the last one in view: there are likely more beyond it."""
_HIDDEN_SHARE = 0.1
"""From this share of notes on it is said that a hand hides their keys."""


def keyboard_notices(
    motions: Sequence[Motion], takes: Sequence[Take], where: str
) -> tuple[str, ...]:
    """Sentences for each take of the shot ``where`` that is read from keys: the octave is a guess,
    keys are outside the picture where there is playing, keys are hidden by hands.
    """
    boards = {m.performer: m for m in motions if m.keyboard is not None}
    told = []
    for take in takes:
        motion = boards.get(take.performer)
        if motion is None or motion.keyboard is None or not keys_seen(motion.keyboard).any():
            continue
        if not any(note.evidence is Evidence.SEEN for note in take.notes):
            continue
        who = f"Player {take.performer + 1} of {where}"
        told += [f"{who}: {text}" for text in _of_board(motion, motion.keyboard, take)]
    return tuple(told)


def _of_board(motion: Motion, keyboard: Keyboard, take: Take) -> list[str]:
    seen = np.flatnonzero(keys_seen(keyboard))
    low, high = int(seen[0]) + LOWEST, int(seen[-1]) + LOWEST
    told = []
    if not keyboard.octave_known:
        told.append(
            "no end of the keyboard is in view, so its octave is a guess: the lowest key in view "
            f"is taken for {pitch_name(low)}. Say which it is if that is wrong."
        )
    pitches = [note.pitch for note in take.notes]
    if low > LOWEST and min(pitches) < low + _NEAR_EDGE:
        told.append(f"keys below {pitch_name(low)} are not in view; notes there are missing.")
    if high < HIGHEST and max(pitches) > high - _NEAR_EDGE:
        told.append(f"keys above {pitch_name(high)} are not in view; notes there are missing.")
    hidden = _hidden(motion, keyboard, take)
    if hidden > max(_HIDDEN_SHARE * len(take.notes), 1):
        told.append(
            f"{hidden} of {len(take.notes)} notes are of keys that a hand hides: less sure."
        )
    return told


def _hidden(motion: Motion, keyboard: Keyboard, take: Take) -> int:
    """How many notes begin while a hand lies over their key."""
    if keyboard.key_cues is None or not np.isfinite(keyboard.key_cues[..., 0]).any():
        return 0
    covered = ~np.isfinite(keyboard.key_cues[..., 0])
    count = 0
    for note in take.notes:
        at = min(int(np.searchsorted(motion.times_s, note.onset_s)), len(covered) - 1)
        key = note.pitch - LOWEST
        count += 0 <= key < KEYS and bool(covered[at, key])
    return count
