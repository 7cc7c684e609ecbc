"""Strokes that the picture itself shows: where what moves at a player's hands makes a sound.

The stroke network looks at the optical flow at both hands and over the whole player (how it gains,
holds and loses speed, in four directions) and says how likely a note begins at each moment. Strokes
are its peaks. It is taught on simulated players with real people's movement over them, so that it
is sure of little and right about more of that.

The network of joints is finer where its idea of a player fits. Where its onsets do not fit the
strokes clearly better than the same onsets at any other time would, that idea does not fit this
player, and the strokes are what is left to go by.
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
from foley_post.generate.stroke_network import FLOW_HZ, even_flow, shipped_stroke_network
from foley_post.midi.notes import Note
from foley_post.pose.skeleton import FLOW_DIRECTIONS, Motion

__all__ = [
    "CLEAR",
    "Agreement",
    "Stroke",
    "agreement",
    "clear_strokes",
    "played_as_struck",
    "stroke_onsets",
    "strokes_of",
]

CLEAR = 0.35
"""The likelihood from which a stroke is one."""
_LEAST = 0.15
_APART_S = 0.08
_BLUR_TICKS = 0.7
_STILL = 0.004
"""Frame heights a second: hands that move less do not move; flow measures pictures' noise."""
_SPEED_BEFORE_S, _SPEED_AFTER_S = 0.15, 0.05
_LIKELIEST, _CONFIRMED = 0.79, 0.9
_LONGEST_TONE_S = 3.0
_BREATH_S = 0.12
_MEET_S = 0.06
_FEWEST = 4
_PROOF_PERCENT = 95

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke at ``time_s``: how ``likely`` a note begins there, and how fast (frame heights a
    second) what moves at the hands is.
    """

    time_s: float
    likely: float
    speed: float


def strokes_of(motion: Motion, length_s: float, family: str = "") -> list[Stroke]:
    """Everything that may be a stroke, in order, on an instrument of that ``family``; nothing where
    the flow was not measured or nothing moves.
    """
    if motion.flow is None or len(motion.times_s) < 5:
        return []
    import scipy.ndimage
    import scipy.signal

    flow = even_flow(motion.times_s, motion.flow, length_s)
    speed = flow[:, : 2 * FLOW_DIRECTIONS].sum(axis=1) / 2
    likely = shipped_stroke_network().likely(flow, family)
    likely = scipy.ndimage.gaussian_filter1d(likely, _BLUR_TICKS)
    tops, _ = scipy.signal.find_peaks(likely, height=_LEAST, distance=round(_APART_S * FLOW_HZ))
    found = []
    for tick in tops.tolist():
        before, after = round(_SPEED_BEFORE_S * FLOW_HZ), round(_SPEED_AFTER_S * FLOW_HZ)
        fastest = float(speed[max(tick - before, 0) : tick + after + 1].max())
        time_s = (tick + _between_ticks(likely[tick - 1 : tick + 2])) / FLOW_HZ
        if fastest > _STILL and 0 <= time_s < length_s - 0.03:
            found.append(Stroke(time_s, float(likely[tick]), fastest))
    return found


def _between_ticks(around: Floats) -> float:
    """How far from the middle of three ticks the top of a parabola through them is."""
    before, top, after = around.tolist()
    bend = before - 2 * top + after
    return 0.5 * (before - after) / bend if bend < -1e-9 else 0.0


def clear_strokes(strokes: Sequence[Stroke], threshold: float | None = None) -> list[Stroke]:
    """Those that are likely enough: by ``threshold``, or by `CLEAR`."""
    least = CLEAR if threshold is None else threshold
    return [s for s in strokes if s.likely >= least]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much ``better`` onsets meet strokes than they would at any other time: (F - F of the
    onsets turned round in time) / (1 - that); whether that is ``proof``: better than 95 in 100 such
    turns.
    """

    better: float = 0.0
    proof: bool = False


def agreement(onset_s: Floats, strokes: Sequence[Stroke], length_s: float) -> Agreement:
    """How onsets agree with strokes; not at all for fewer than four of either."""
    stroke_s = np.array([s.time_s for s in strokes])
    if len(onset_s) < _FEWEST or len(stroke_s) < _FEWEST:
        return Agreement()
    turns_s = np.arange(0.3, max(length_s - 0.3, 0.35), 0.05)
    turned = [quick_f(np.sort((onset_s + turn) % length_s), stroke_s, _MEET_S) for turn in turns_s]
    usual, met = float(np.mean(turned)), quick_f(onset_s, stroke_s, _MEET_S)
    better = (met - usual) / max(1.0 - usual, 1e-6)
    return Agreement(better, bool(met > np.percentile(turned, _PROOF_PERCENT)))


def stroke_onsets(
    strokes: Sequence[Stroke],
    *,
    threshold: float | None,
    density: float,
    confirmed_s: Floats | None = None,
) -> list[Onset]:
    """The clear strokes as onsets, or ``density`` times as many, the likeliest first; none is as
    likely as one that the network of joints knows, but where one of ``confirmed_s`` meets it.
    """
    clear = clear_strokes(strokes, threshold)
    if density != 1.0:
        likeliest = sorted(strokes, key=lambda s: (-s.likely, s.time_s))
        clear = sorted(likeliest[: round(len(clear) * density)], key=lambda s: s.time_s)
    confirmed = np.zeros(0) if confirmed_s is None else confirmed_s
    found = []
    for stroke in clear:
        met = len(confirmed) > 0 and np.abs(confirmed - stroke.time_s).min() <= _MEET_S
        likely = _CONFIRMED if met else min(stroke.likely, _LIKELIEST)
        found.append(Onset(stroke.time_s, round(stroke.time_s * TICK_HZ), likely, clear=True))
    return found


def played_as_struck(
    notes: Sequence[Note], strokes: Sequence[Stroke], played: Instrument, length_s: float
) -> list[Note]:
    """The notes of strokes, the faster the louder beside one another; of an instrument that
    sustains, each as long as until the next, but for a breath at the end of a phrase. Where there
    are no strokes, the notes as they are.
    """
    if not strokes or not notes:
        return list(notes)
    times_s = np.array([s.time_s for s in strokes])
    speed = np.array([s.speed for s in strokes])
    rank = speed.argsort().argsort() / max(len(strokes) - 1, 1)
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
