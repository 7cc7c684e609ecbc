"""What the sample's pianist plays: Ode to Joy (Beethoven, 1824: public domain), two hands."""

from __future__ import annotations

import numpy as np

from foley_post.performer.scores import Score

__all__ = ["BEAT_S", "FIRST_NOTE_S", "ode_to_joy"]

BEAT_S = 0.5
"""Crotchet = 120."""
FIRST_NOTE_S = 0.8
"""The hands lie still until just before."""

_MELODY = (
    *((64, 1), (64, 1), (65, 1), (67, 1), (67, 1), (65, 1), (64, 1), (62, 1)),
    *((60, 1), (60, 1), (62, 1), (64, 1), (62, 1.5), (60, 0.5), (60, 2)),
)
"""(MIDI pitch, beats) in C major: the theme's first phrase, closed on the tonic."""
_LEFT = (
    *((48, 2), (55, 2), (52, 2), (55, 2)),
    *((48, 2), (53, 1), (52, 1), (55, 1), (47, 1), (48, 2)),
)


def ode_to_joy() -> Score:
    """The score in clip seconds: moderately loud, first beats a little louder, played detached
    enough that repeated notes are struck anew.
    """
    rows = []
    for hand, line, loud in ((1, _MELODY, 88), (0, _LEFT, 76)):
        beat = 0.0
        for pitch, beats in line:
            accent = 8 if beat % 4 == 0 else 3 if beat % 2 == 0 else 0
            length_s = beats * BEAT_S - 0.09
            rows.append((FIRST_NOTE_S + beat * BEAT_S, pitch, length_s, loud + accent, hand))
            beat += beats
    table = np.array(sorted(rows), dtype=np.float64)
    return Score(
        onset_s=table[:, 0],
        length_s=table[:, 2],
        pitch=table[:, 1].astype(np.int64),
        velocity=table[:, 3].astype(np.int64),
        hand=table[:, 4].astype(np.int64),
        part="Ode to Joy",
    )
