"""What the sample's players play: melodies in the public domain, as note data."""

from __future__ import annotations

import numpy as np

from foley_post.simulation.score.scores import Score

__all__ = ["FIRST_NOTE_S", "ode_to_joy", "twinkle"]

FIRST_NOTE_S = 0.8
"""The hands lie still until just before."""

_JOY = (
    *((64, 1), (64, 1), (65, 1), (67, 1), (67, 1), (65, 1), (64, 1), (62, 1)),
    *((60, 1), (60, 1), (62, 1), (64, 1), (62, 1.5), (60, 0.5), (60, 2)),
)
"""(MIDI pitch, beats) in C major: the theme's first phrase, closed on the tonic."""
_JOY_BASS = (
    *((48, 2), (55, 2), (52, 2), (55, 2)),
    *((48, 2), (53, 1), (52, 1), (55, 1), (47, 1), (48, 2)),
)


_TWINKLE = (
    *((69, 1), (69, 1), (76, 1), (76, 1), (78, 1), (78, 1), (76, 2)),
    *((74, 1), (74, 1), (73, 1), (73, 1), (71, 1), (71, 1), (69, 2)),
)
"""The first two phrases, in A major."""


def ode_to_joy() -> Score:
    """Beethoven, 1824, crotchet = 120, for two hands: moderately loud, first beats a little louder,
    detached enough that repeated notes are struck anew.
    """
    return _score("Ode to Joy", 0.5, ((1, _JOY, 88), (0, _JOY_BASS, 76)), detached_s=0.09)


def twinkle() -> Score:
    """Ah! vous dirai-je, maman (Paris, 1761), crotchet = 130, for a melody instrument."""
    return _score("Ah! vous dirai-je, maman", 6 / 13, ((-1, _TWINKLE, 84),), detached_s=0.03)


def _score(
    part: str,
    beat_s: float,
    lines: tuple[tuple[int, tuple[tuple[int, float], ...], int], ...],
    *,
    detached_s: float,
) -> Score:
    """A score in clip seconds from lines of (hand, (pitch, beats) ..., velocity)."""
    rows = []
    for hand, line, loud in lines:
        beat = 0.0
        for pitch, beats in line:
            accent = 8 if beat % 4 == 0 else 3 if beat % 2 == 0 else 0
            length_s = beats * beat_s - detached_s
            rows.append((FIRST_NOTE_S + beat * beat_s, pitch, length_s, loud + accent, hand))
            beat += beats
    table = np.array(sorted(rows), dtype=np.float64)
    return Score(
        onset_s=table[:, 0],
        length_s=table[:, 2],
        pitch=table[:, 1].astype(np.int64),
        velocity=table[:, 3].astype(np.int64),
        hand=table[:, 4].astype(np.int64),
        part=part,
    )
