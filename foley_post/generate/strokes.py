"""Strokes that the picture itself shows: where what moves at a player's hands stops or turns round.

The *impact* is how much of the flow in each direction is lost within 30 ms, all directions and
regions together (after Davis and Agrawala, *Visual rhythm and beat*, 2018): of a stick that lands
all of it, of a bow that turns all that went the old way, of a hand that travels on nothing. Strokes
are its peaks above the movement's own level of the last and next second.

The network's onsets are finer where its idea of a player fits. Where they do not fit the strokes
clearly better than the same onsets at any other time would, that idea does not fit this player, and
the strokes are what is left to go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import Instrument
from foley_post.core.onset_matching import quick_f
from foley_post.generate.clock import TICK_HZ
from foley_post.generate.melody.phrases import phrase_starts
from foley_post.generate.onsets import Onset
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import Motion

__all__ = ["Stroke", "agreement", "played_as_struck", "stroke_onsets", "strokes_of"]

_HZ = 100
_LOST_TICKS = 3
_BLUR_TICKS = 2.0
_AROUND_S = 2.0
_ABOVE = 1.5
_STANDS_OUT = 1.0
_FLOOR = 0.15
_APART_S = 0.08
_SOUNDS_LATER_S = {"bowed": 0.075}
_SOUNDS_LATER_OTHERS_S = 0.035
"""How much later than its impact peaks a stroke is heard: what moves slows down before it lands."""
_LEAST_LIKELY, _LIKELIER, _LIKELIEST = 0.3, 0.06, 0.79
_LONGEST_TONE_S = 3.0
_BREATH_S = 0.12
_MEET_S = 0.06
_FEWEST = 4

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke at ``time_s``; ``strength``: its impact, in typical deviations above the usual."""

    time_s: float
    strength: float


def strokes_of(motion: Motion, length_s: float, family: str = "") -> list[Stroke]:
    """The strokes of a player, in order, when they are heard on an instrument of that ``family``;
    none where the flow was not measured.
    """
    if motion.flow is None or len(motion.times_s) < 5:
        return []
    import scipy.ndimage
    import scipy.signal

    at_s, impact = _impact(motion.times_s, motion.flow)
    around = int(_AROUND_S * _HZ) | 1
    usual = scipy.ndimage.median_filter(impact, around, mode="nearest")
    spread = scipy.ndimage.median_filter(np.abs(impact - usual), around, mode="nearest")
    spread = spread + _FLOOR * impact.std()
    if not spread.min() > 0:
        return []
    tops, _ = scipy.signal.find_peaks(
        impact,
        height=usual + _ABOVE * spread,
        prominence=_STANDS_OUT * spread,
        distance=round(_APART_S * _HZ),
    )
    strength = (impact - usual) / spread
    later_s = _SOUNDS_LATER_S.get(family, _SOUNDS_LATER_OTHERS_S)
    found = (Stroke(float(at_s[k]) + later_s, float(strength[k])) for k in tops)
    return [s for s in found if 0 <= s.time_s < length_s - 0.03]


def _impact(times_s: Floats, flow: npt.NDArray[np.float32]) -> tuple[Floats, Floats]:
    """Times 10 ms apart, and how much of the flow is lost around each."""
    import scipy.ndimage

    moved = np.nan_to_num(flow).reshape(len(flow), -1).astype(np.float64)
    # What moved between two pictures is known of the time between them.
    middle_s = times_s - 0.5 * np.diff(times_s, prepend=2 * times_s[0] - times_s[1])
    at_s = np.arange(times_s[0], times_s[-1], 1 / _HZ)
    even = np.stack([np.interp(at_s, middle_s, way) for way in moved.T], axis=1)
    even = scipy.ndimage.gaussian_filter1d(even, _BLUR_TICKS, axis=0)
    lost = np.zeros(len(at_s))
    if len(at_s) > _LOST_TICKS:
        first = _LOST_TICKS // 2
        gone = np.maximum(even[:-_LOST_TICKS] - even[_LOST_TICKS:], 0).sum(axis=1)
        lost[first : first + len(gone)] = gone
    return at_s, scipy.ndimage.gaussian_filter1d(lost, _BLUR_TICKS)


def agreement(onset_s: Floats, strokes: Sequence[Stroke], length_s: float) -> float:
    """How much better onsets meet the strokes than they would at any other time: (F - F of the
    onsets turned round in time) / (1 - that); 0 for fewer than four of either.
    """
    stroke_s = np.array([s.time_s for s in strokes])
    if len(onset_s) < _FEWEST or len(stroke_s) < _FEWEST:
        return 0.0
    turns_s = np.arange(0.3, max(length_s - 0.3, 0.35), 0.05)
    turned = [quick_f(np.sort((onset_s + turn) % length_s), stroke_s, _MEET_S) for turn in turns_s]
    usual = float(np.mean(turned))
    return (quick_f(onset_s, stroke_s, _MEET_S) - usual) / max(1.0 - usual, 1e-6)


def stroke_onsets(
    strokes: Sequence[Stroke], *, threshold: float | None, density: float
) -> list[Onset]:
    """The strokes as onsets, the strongest of them where ``density`` is below 1; none is as likely
    as one that the network knows.
    """
    found = [
        Onset(s.time_s, round(s.time_s * TICK_HZ), _likely(s.strength), clear=True) for s in strokes
    ]
    clear = [o for o in found if o.likely >= (threshold or 0.0)]
    strongest = sorted(clear, key=lambda o: (-o.likely, o.time_s))[: round(len(clear) * density)]
    return sorted(strongest, key=lambda o: o.time_s)


def played_as_struck(
    notes: Sequence[Note], strokes: Sequence[Stroke], played: Instrument, length_s: float
) -> list[Note]:
    """The notes of strokes as loud as those are strong beside one another; of an instrument that
    sustains, each as long as until the next, but for a breath at the end of a phrase.
    """
    times_s = np.array([s.time_s for s in strokes])
    strength = np.array([s.strength for s in strokes])
    rank = strength.argsort().argsort() / max(len(strokes) - 1, 1)
    onset_s = np.unique([n.onset_s for n in notes])
    after_s = dict(zip(onset_s, [*onset_s[1:], length_s], strict=True))
    phrases = phrase_starts(onset_s)
    ends = {float(onset_s[k - 1]) for k in [*phrases[1:], len(onset_s)]}
    shaped = []
    for note in notes:
        if note.pinned:
            shaped.append(note)
            continue
        share = 0.2 + 0.6 * float(rank[int(np.abs(times_s - note.onset_s).argmin())])
        velocity = round(played.soft + share * (played.loud - played.soft))
        until_s = min(float(after_s[note.onset_s]) - note.onset_s, _LONGEST_TONE_S)
        breath_s = min(_BREATH_S, until_s / 4) if note.onset_s in ends else 0.0
        sustained_s = max(until_s - breath_s, 0.03)
        shaped.append(
            replace(
                note,
                velocity=velocity,
                length_s=sustained_s if played.sustained else note.length_s,
            )
        )
    return shaped


def _likely(strength: float) -> float:
    return min(_LEAST_LIKELY + _LIKELIER * strength, _LIKELIEST)
