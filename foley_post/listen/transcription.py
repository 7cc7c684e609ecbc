"""From what is heard at each moment to notes: our own decoder.

A note begins where its onset peaks (or where its pitch begins to be held), and lasts as long as it
is held. A weak peak on a pitch that sounds already is a swell, not a note. An overtone that begins
with a stronger note is no note either. Of a known instrument only its range and its number of
voices are heard. The thresholds are those with the best F of notes on renders of scores and rooms
that no figure in ``docs/benchmarks.md`` is measured on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import Instrument
from foley_post.listen.network import LOWEST_PITCH, PITCHES
from foley_post.listen.posteriors import FRAME_S, Posteriors
from foley_post.midi.notes import Evidence, Note, sorted_notes

__all__ = ["JOINED", "Thresholds", "late_s", "transcribe"]

_LATE_S = {"keyboard": -0.002, "plucked": 0.001, "struck": -0.004, "bowed": -0.012, "blown": -0.003}
"""How late the networks hear onsets, against where a listener hears them begin (a swelling sound at
12 dB below its loudest), by family: the mean of the medians of its instruments, over 48 renders of
16. Taken off."""
_LATE_OF_S = {"cello": -0.036}
"""The same where an instrument is unlike its family: a cello's strings are slow to sound."""

_RISE_FRAMES = 3
_TOGETHER_FRAMES = 5
_GAP_FRAMES = 8
_REPEAT_FRAMES = 4
_TAIL_FRAMES = 26
"""A pitch held again without an onset, 0.3 s after it sounded, is what is left of that note."""
_OVERTONES = (12, 19, 24, 28, 31)
"""The second to sixth harmonic, in semitones."""
_UNDERTONE, _UNDERTONE_SHARE = 12, 0.7
"""The network also hears an octave too low, more faintly."""
_LOUD_PERCENT = 95.0
_RANGE_DB = 45.0
_FAINTEST_DB = -75.0
_VELOCITY_RANGE_DB = 45.0

Floats: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities, but for the two lengths in seconds.

    ``onset``: from which an onset is a note. ``hold``: from which a note goes on. ``again``: an
    onset of a pitch that sounds already. ``held`` and ``held_s``: a pitch held so surely and so
    long is a note without an onset. ``shortest_s``: anything shorter is none. ``overtone``: how
    strong an overtone must be beside the note below it to be a note of its own. ``sure``: a note of
    less confidence is none. ``rise``: how much of an onset it is that a pitch begins to be held.
    """

    onset: float = 0.47
    hold: float = 0.24
    again: float = 0.70
    held: float = 0.41
    held_s: float = 0.3
    shortest_s: float = 0.05
    overtone: float = 0.55
    sure: float = 0.3
    rise: float = 1.5

    def __post_init__(self) -> None:
        shares = (self.onset, self.hold, self.again, self.held)
        if not all(0 < share < 1 for share in shares):
            raise ValueError(f"thresholds must be between 0 and 1, got {shares}")


JOINED = Thresholds(
    onset=0.37,
    hold=0.28,
    again=0.29,
    held=0.36,
    held_s=0.15,
    shortest_s=0.05,
    overtone=0.2,
    sure=0.14,
    rise=0.95,
)
"""For what both networks hear together; the defaults are the published one's alone. Searched on the
same 48 renders."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A note in frames: ``first`` to before ``last``; ``key`` from 0 for pitch 21."""

    first: int
    last: int
    key: int
    onset: float
    hold: float

    @property
    def strength(self) -> float:
        return self.onset * self.hold

    @property
    def confidence(self) -> float:
        """Logistic regression on what was true of 7,000 notes heard in renders."""
        return float(1 / (1 + np.exp(6.2 - 6.6 * min(self.onset, 1.0) - 6.4 * self.hold)))


def transcribe(
    heard: Posteriors, played: Instrument | None = None, thresholds: Thresholds | None = None
) -> tuple[Note, ...]:
    """The notes that are heard, by onset; those of ``played`` alone where it is known.

    Onsets are in seconds from the first sample. ``confidence`` is the share of such notes that are
    true, on renders, or somewhat less than that. A drum has no pitch the network knows: for drums
    this is empty.
    """
    if played is not None and played.drums:
        return ()
    limits = thresholds or Thresholds()
    audible = _audible(heard.level_db)
    onset = heard.onset.astype(np.float32) * audible[:, None]
    hold = heard.hold.astype(np.float32) * audible[:, None]
    begins = np.maximum(onset, np.float32(limits.rise) * _rises(hold))
    found = [
        candidate
        for key in _keys_of(played)
        for candidate in _of_one_pitch(key, begins[:, key], hold[:, key], limits)
    ]
    found = [one for one in found if one.confidence >= limits.sure]
    found = _without_ghosts(found, limits.overtone)
    if played is not None:
        found = _within_voices(found, played.voices)
    off_s = late_s(played) if played is not None else 0.0
    return sorted_notes(_note(c, heard.level_db, off_s) for c in found)


def late_s(played: Instrument) -> float:
    """How late the instrument's onsets are heard; notes heard of nobody in particular are not yet
    corrected by it.
    """
    return _LATE_OF_S.get(played.name, _LATE_S[played.family])


def _audible(level_db: Floats) -> npt.NDArray[np.bool_]:
    """Which frames are loud enough to be music: the network makes notes of the noise in a pause."""
    if not len(level_db):
        return np.zeros(0, np.bool_)
    loud = float(np.percentile(level_db, _LOUD_PERCENT))
    audible: npt.NDArray[np.bool_] = level_db >= max(loud - _RANGE_DB, _FAINTEST_DB)
    return audible


def _keys_of(played: Instrument | None) -> range:
    if played is None:
        return range(PITCHES)
    return range(
        max(played.lowest - LOWEST_PITCH, 0), min(played.highest - LOWEST_PITCH + 1, PITCHES)
    )


def _rises(hold: Floats) -> Floats:
    """Where a pitch begins to be held: the least rise against the three frames before."""
    least: Floats = np.full_like(hold, np.inf)
    for back in range(1, _RISE_FRAMES + 1):
        before = np.concatenate([hold[:back], hold[:-back]])
        least = np.minimum(least, hold - before)
    risen: Floats = np.maximum(least, np.float32(0))
    return risen


def _of_one_pitch(key: int, begins: Floats, hold: Floats, limits: Thresholds) -> list[_Candidate]:
    starts = _starts(begins, hold, limits)
    starts = sorted(starts + _held_only(hold, starts, limits))
    found: list[_Candidate] = []
    for k, (first, strength) in enumerate(starts):
        until = starts[k + 1][0] if k + 1 < len(starts) else len(hold)
        last = _end(hold, first, until, limits.hold)
        tail = strength < limits.onset and found and first - found[-1].last < _TAIL_FRAMES
        if (last - first) * FRAME_S >= limits.shortest_s and not tail:
            sure = float(hold[first:last].mean())
            found.append(_Candidate(first, last, key, strength, sure))
    return found


def _starts(begins: Floats, hold: Floats, limits: Thresholds) -> list[tuple[int, float]]:
    """The frames at which the pitch begins, and how surely."""
    inside = begins[1:-1]
    peaks = np.flatnonzero(
        (inside >= begins[:-2]) & (inside > begins[2:]) & (inside >= limits.onset)
    )
    starts: list[tuple[int, float]] = []
    for frame in (peaks + 1).tolist():
        strength = float(begins[frame])
        if starts:
            before, its_strength = starts[-1]
            if frame - before < _REPEAT_FRAMES:
                if strength > its_strength:
                    starts[-1] = (frame, strength)
                continue
            sounding = hold[before + 1 : frame].min(initial=1.0) > limits.hold
            if sounding and strength < limits.again:
                continue
        starts.append((frame, strength))
    return starts


def _held_only(
    hold: Floats, starts: Sequence[tuple[int, float]], limits: Thresholds
) -> list[tuple[int, float]]:
    """Where the pitch is held long and surely, though nothing was heard to begin."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], hold > limits.held, [False]])))
    found = []
    for first, last in edges.reshape(-1, 2).tolist():
        begun = any(first - 6 <= frame < last for frame, _ in starts)
        if not begun and (last - first) * FRAME_S >= limits.held_s:
            found.append((first, 0.3 * float(hold[first:last].mean())))
    return found


def _end(hold: Floats, first: int, until: int, least: float) -> int:
    """The frame after the last that is held, short gaps included."""
    last, gap = first + 1, 0
    for frame in range(first + 1, until):
        if hold[frame] >= least:
            last, gap = frame + 1, 0
        else:
            gap += 1
            if gap == _GAP_FRAMES:
                break
    return last


def _without_ghosts(found: list[_Candidate], share: float) -> list[_Candidate]:
    """Without those that begin with a stronger note of which they are an overtone, or an octave
    below.
    """
    by_key: dict[int, list[_Candidate]] = {}
    for one in found:
        by_key.setdefault(one.key, []).append(one)

    def is_drowned(one: _Candidate, step: int, share: float) -> bool:
        return any(
            abs(o.first - one.first) <= _TOGETHER_FRAMES and one.strength < share * o.strength
            for o in by_key.get(one.key - step, ())
        )

    return [
        one
        for one in found
        if not any(is_drowned(one, step, share) for step in _OVERTONES)
        and not is_drowned(one, -_UNDERTONE, _UNDERTONE_SHARE)
    ]


def _within_voices(found: list[_Candidate], voices: int) -> list[_Candidate]:
    """No more at once than the instrument has voices: the strongest stay. Notes that overlap by
    less than half of the shorter follow one another.
    """
    kept: list[_Candidate] = []
    for one in sorted(found, key=lambda c: -c.strength):
        beside = sum(_overlap(one, other) for other in kept)
        if beside < voices:
            kept.append(one)
    return kept


def _overlap(one: _Candidate, other: _Candidate) -> bool:
    shared = min(one.last, other.last) - max(one.first, other.first)
    return shared > 0.5 * min(one.last - one.first, other.last - other.first)


def _note(one: _Candidate, level_db: Floats, late_s: float) -> Note:
    return Note(
        onset_s=max(one.first * FRAME_S - late_s, 0.0),
        length_s=(one.last - one.first) * FRAME_S,
        pitch=one.key + LOWEST_PITCH,
        velocity=_velocity(one, level_db),
        evidence=Evidence.HEARD,
        confidence=one.confidence,
    )


def _velocity(one: _Candidate, level_db: Floats) -> int:
    """How loud the sound gets within 0.1 s, below the loudest of the whole."""
    after = level_db[one.first : one.first + max(round(0.1 / FRAME_S), 1)]
    below_db = float(after.max()) - float(level_db.max())
    return int(np.clip(round(115 + 95 * below_db / _VELOCITY_RANGE_DB), 20, 115))
