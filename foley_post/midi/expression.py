"""What movement says beyond onsets: swells, vibrato, strums, as MIDI controllers.

Bow and bellows: the hand's speed is the loudness of a held note (CC 11), relative to the player's
own. Vibrato: the left hand's swing at 4 to 8 Hz (CC 1). Breath is not seen; a phrase of a wind gets
the arch players give it. A strum meets its strings one after the other, 9.3 ms apart (measured, 120
frames a second), from the bass when the hand comes down and from the treble when it goes up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import instrument
from foley_post.midi.notes import Note, Take
from foley_post.midi.playable import chords, separated
from foley_post.midi.sync import moved_to
from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import Motion

__all__ = ["EXPRESSION", "MODULATION", "expressed", "hand_speed", "strummed", "vibrato"]

MODULATION, EXPRESSION = 1, 11
STRING_S = 0.0093

Floats = npt.NDArray[np.float64]
Curve = tuple[tuple[float, float], ...]

_STEP_S = 0.05
_SOFTEST, _LOUDEST = 62.0, 124.0
_PHRASE_GAP_S = 0.35
_VIBRATO_HZ = (4.0, 8.0)


def expressed(take: Take, motion: Motion | None = None) -> Take:
    """The take with the controllers its instrument takes from ``motion``; no note changes but the
    strings of a strum, which sound in the order in which the hand meets them.

    Without a motion, or where the hands are not seen, notes alone shape a wind's phrases and the
    rest stays plain.
    """
    played = instrument(take.instrument)
    curves = dict(take.controllers)
    swell: Curve = ()
    if motion is not None and played.family == "bowed":
        swell = _as_loudness(motion.times_s, hand_speed(motion, Joint.RIGHT_WRIST), take)
        wobble = _as_modulation(motion.times_s, vibrato(motion, Joint.LEFT_WRIST), take)
        curves.update({MODULATION: wobble} if wobble else {})
    elif motion is not None and played.name == "accordion":
        apart = _gap_speed(motion)
        swell = _as_loudness(motion.times_s, apart, take)
    elif played.family == "blown":
        swell = phrase_arches(take.notes)
    elif motion is not None and played.family == "plucked":
        take = strummed(take, downwards=_coming_down(motion))
    if swell:
        curves[EXPRESSION] = swell
    return replace(take, controllers=curves)


def hand_speed(motion: Motion, joint: int) -> Floats:
    """``(T,)`` speed of a joint in shoulder widths a second, smoothed over 0.12 s; NaN unseen."""
    x, y = _path(motion, joint)
    return _smoothed(motion.times_s, np.hypot(_rate(motion, x), _rate(motion, y)), 0.12)


def vibrato(motion: Motion, joint: int) -> Floats:
    """``(T,)`` swing of a joint between 4 and 8 Hz, in shoulder widths; NaN where unseen or filmed
    below 20 frames a second.
    """
    times = motion.times_s
    nothing = np.full(len(times), np.nan)
    if len(times) < 16 or np.median(np.diff(times)) > 0.05:
        return nothing
    from scipy.signal import butter, sosfiltfilt

    rate_hz = 50.0
    even = np.arange(times[0], times[-1], 1 / rate_hz)
    if len(even) < 64:
        return nothing
    band = butter(2, _VIBRATO_HZ, "bandpass", fs=rate_hz, output="sos")
    swing = np.zeros(len(even))
    for line in _path(motion, joint):
        seen = np.isfinite(line)
        if seen.mean() < 0.5:
            return nothing
        swing += sosfiltfilt(band, np.interp(even, times[seen], line[seen])) ** 2
    found = np.interp(times, even, np.sqrt(2 * _smoothed(even, swing, 0.4)))
    found[~np.isfinite(_path(motion, joint)[0])] = np.nan
    return found


def phrase_arches(notes: Sequence[Note]) -> Curve:
    """CC 11 that rises to three fifths of each phrase and falls: a phrase ends at a breath."""
    points: list[tuple[float, float]] = []
    for first_s, last_s in _phrases(notes):
        count = max(4, int((last_s - first_s) / 0.15))
        for i in range(count + 1):
            place = i / count
            rise = place / 0.6 if place < 0.6 else (1 - place) / 0.4
            value = 92 + 26 * math.sin(0.5 * math.pi * rise)
            points.append((first_s + place * (last_s - first_s), float(round(value))))
    return _without_repeats(points)


def strummed(
    take: Take,
    *,
    downwards: bool | Callable[[float], bool] = True,
    loosen_percent: float = 100.0,
) -> Take:
    """Chords of a plucked instrument string by string, the first at its own moment.

    ``downwards``, for all or by a chord's onset, begins with the lowest string; chords that are
    spread already, and pinned notes, stay.
    """
    if not instrument(take.instrument).strings or instrument(take.instrument).family != "plucked":
        return take
    notes: list[Note] = []
    for chord in chords(take.notes):
        spread_s = chord[-1].onset_s - chord[0].onset_s
        if len(chord) < 2 or spread_s > STRING_S:
            notes += chord
            continue
        first_s = chord[0].onset_s
        down = downwards if isinstance(downwards, bool) else downwards(first_s)
        ordered = sorted(chord, key=lambda n: n.pitch, reverse=not down)
        for i, note in enumerate(ordered):
            later = moved_to(note, first_s + i * STRING_S, loosen_percent)
            notes.append(note if note.pinned else later)
    return take.with_notes(separated(notes))


def _coming_down(motion: Motion) -> Callable[[float], bool]:
    """Whether the plucking hand moves down the picture at a moment; so where it is not seen."""
    height = _path(motion, Joint.RIGHT_WRIST)[1]
    speed = _smoothed(motion.times_s, _rate(motion, height), 0.12)
    seen = np.isfinite(speed)

    def down(at_s: float) -> bool:
        return not seen.any() or float(np.interp(at_s, motion.times_s[seen], speed[seen])) >= 0

    return down


def _path(motion: Motion, joint: int) -> tuple[Floats, Floats]:
    """x and y of a joint in shoulder widths."""
    points = motion.points.astype(np.float64)
    across = points[:, Joint.RIGHT_SHOULDER, :2] - points[:, Joint.LEFT_SHOULDER, :2]
    widths = np.hypot(across[:, 0], across[:, 1])
    width = float(np.nanmedian(widths)) if np.isfinite(widths).any() else 0.2
    width = max(width, 0.02)
    return points[:, joint, 0] / width, points[:, joint, 1] / width


def _rate(motion: Motion, line: Floats) -> Floats:
    """Change a second; NaN next to what is unseen."""
    if len(line) < 2:
        return np.full(len(line), np.nan)
    return np.asarray(np.gradient(line, motion.times_s), np.float64)


def _gap_speed(motion: Motion) -> Floats:
    """How fast the two hands part or close: an accordion's bellows."""
    (lx, ly), (rx, ry) = _path(motion, Joint.LEFT_WRIST), _path(motion, Joint.RIGHT_WRIST)
    return _smoothed(motion.times_s, np.abs(_rate(motion, np.hypot(lx - rx, ly - ry))), 0.2)


def _smoothed(times_s: npt.NDArray[np.floating], line: Floats, width_s: float) -> Floats:
    """A running mean over about ``width_s``, over what is there."""
    if len(line) < 3:
        return line
    step_s = float(np.median(np.diff(times_s)))
    kernel = np.ones(max(1, round(width_s / step_s)))
    there = np.isfinite(line)
    total = np.convolve(np.where(there, line, 0.0), kernel, "same")
    count = np.convolve(there.astype(float), kernel, "same")
    return np.where(there, total / np.maximum(count, 1.0), np.nan)[: len(line)]


def _as_loudness(times_s: npt.NDArray[np.floating], speed: Floats, take: Take) -> Curve:
    """CC 11 from a speed, by its place among the speeds while notes sound; nothing where most of it
    is unseen.
    """
    sounding = np.zeros(len(times_s), bool)
    for note in take.notes:
        sounding |= (times_s >= note.onset_s) & (times_s <= note.end_s)
    heard = speed[sounding & np.isfinite(speed)]
    if len(heard) < 8 or len(heard) < 0.5 * sounding.sum() or np.ptp(heard) < 1e-6:
        return ()
    low, high = np.percentile(heard, [10, 90])
    share = np.clip((speed - low) / max(high - low, 1e-9), 0.0, 1.0)
    share = np.where(np.isfinite(share), share, 0.6)
    return _sampled(times_s, _SOFTEST + (_LOUDEST - _SOFTEST) * np.sqrt(share), take)


def _as_modulation(times_s: npt.NDArray[np.floating], swing: Floats, take: Take) -> Curve:
    """CC 1: none below 0.4 % of a shoulder width (the detector's own jitter), full from 3 %."""
    if np.isfinite(swing).mean() < 0.5:
        return ()
    share = np.clip((np.nan_to_num(swing) - 0.004) / 0.026, 0.0, 1.0)
    return _sampled(times_s, 80.0 * share, take) if share.any() else ()


def _sampled(times_s: npt.NDArray[np.floating], values: Floats, take: Take) -> Curve:
    """Whole values every 50 ms of the take, repeats left out."""
    at = np.arange(0.0, take.length_s, _STEP_S)
    line = np.rint(np.interp(at, times_s, values))
    return _without_repeats([(float(t), float(v)) for t, v in zip(at, line, strict=True)])


def _without_repeats(points: Sequence[tuple[float, float]]) -> Curve:
    kept: list[tuple[float, float]] = []
    for point in points:
        if not kept or point[1] != kept[-1][1]:
            kept.append(point)
    return tuple(kept)


def _phrases(notes: Sequence[Note]) -> list[tuple[float, float]]:
    """First onset and last end of each run of notes without a rest for breath."""
    spans: list[tuple[float, float]] = []
    for note in notes:
        if spans and note.onset_s - spans[-1][1] < _PHRASE_GAP_S:
            spans[-1] = (spans[-1][0], max(spans[-1][1], note.end_s))
        else:
            spans.append((note.onset_s, note.end_s))
    return spans
