"""Players of the guitar, the ukulele and the electric bass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Note, sorted_notes
from foley_post.pose.skeleton import FINGERTIPS
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.instrument_hold import HeldInstrument, HoldFrame, carry
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.stance import beat_pulse, stand
from foley_post.simulation.planning.strings.left_hand import GUITAR_GRIP, Neck, stop_strings
from foley_post.simulation.planning.strings.plucking import Plucking, plan_fingers, plan_plectrum
from foley_post.simulation.planning.strings.strings import TUNINGS, FingerPlace, place_on_strings
from foley_post.simulation.score.scores import Score

__all__ = ["PLUCKED", "plan_plucked"]

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Build:
    """How an instrument is held: as `bowed._Build`; ``seated`` how often, ``pluck_m``: from the
    bridge to where the strings are plucked; ``plectrum``: how often one is used.
    """

    seated: float
    bridge: tuple[float, float, float]
    along: tuple[float, float, float]
    up: tuple[float, float, float]
    spreads: tuple[float, float]
    pluck_m: float
    plectrum: float


PLUCKED: dict[str, _Build] = {
    "guitar": _Build(
        0.75,
        (-0.13, 0.76, 0.24),
        (0.93, 0.28, 0.20),
        (-0.2, 0.1, 0.97),
        (0.0105, 0.0072),
        0.13,
        0.6,
    ),
    "ukulele": _Build(
        0.4, (-0.08, 0.74, 0.20), (0.92, 0.30, 0.22), (-0.2, 0.1, 0.97), (0.0105, 0.0090), 0.11, 0.8
    ),
    "bass": _Build(
        0.2,
        (-0.17, 0.70, 0.20),
        (0.90, 0.36, 0.20),
        (-0.2, 0.1, 0.97),
        (0.0190, 0.0110),
        0.12,
        0.35,
    ),
}
"""The bridge for a seated player; standing players hold it 0.27 to 0.40 m higher."""

_FORWARD = np.array([0.45, 0.85, -0.25])
_BACK = np.array([0.10, -0.25, 1.0])
_WRIST = np.array([-0.055, -0.085, 0.055])
"""Of the plucking hand, in the neck's axes (along, side, up): fingers point across and to the nut;
the wrist is this far from where the strings are plucked."""


def plan_plucked(
    instrument: str,
    score: Score,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    length_s: float,
    rate_hz: float = 120.0,
) -> Gesture:
    """The gesture of a player who plucks or strums ``score`` for ``length_s``.

    Notes sound when the plectrum or the fingertip leaves the string; the joint that causes them is
    that fingertip (the index finger's for a plectrum and for strums). Props: ``instrument (T, 4,
    3)``.
    """
    times_s = np.arange(0.0, length_s, 1.0 / rate_hz)
    build = PLUCKED[instrument]
    seated = bool(rng.random() < build.seated)
    neck = _neck(instrument, build, player, rng, seated=seated)
    placed = place_on_strings(score, neck.tuning)
    middle = (len(neck.tuning.open_pitch) - 1) / 2.0
    place_m = (placed.string.astype(np.float64) - middle) * neck.spread_bridge_m
    chords = len(placed.string) > 1.5 * len(placed.at_s)
    plectrum = rng.random() < (build.plectrum + 0.25 * chords)
    how = plan_plectrum if plectrum else plan_fingers
    plucking = how(times_s, placed, place_m, player, rng=rng)
    placed = replace(placed, score=_sounding(placed, plucking))
    stop = stop_strings(
        times_s,
        neck,
        placed,
        rng,
        player=player,
        grip=GUITAR_GRIP,
        lead_s=_lead(placed, rng),
        vibrato=rng.random() < 0.3,
    )
    stance = stand(
        times_s,
        player,
        rng,
        seated=seated,
        trunk=(rng.uniform(0.0, 0.18), 0.0, 0.0),
        head=(rng.uniform(0.05, 0.35), rng.uniform(-0.1, 0.5), 0.0),
        pulse=beat_pulse(times_s, placed.at_s, np.full(len(placed.at_s), 70.0)),
    )
    curls = np.empty((len(times_s), 2, 5, 3))
    curls[:, 0] = [0.6, 0.7, 0.4]
    curls[:, 1] = [0.55, 0.75, 0.45]
    curls[:, 1, 0] = [0.25, 0.2, 0.2]
    hand = _plucking_hand(neck, build, plucking, player, plectrum=plectrum)
    return carry(
        HoldFrame(instrument, times_s, seated, stuck=0.7),
        stance,
        (stop, hand),
        curls=curls,
        notes=_notes(placed, plucking),
        props={},
        neck=neck,
    )


def _neck(
    instrument: str,
    build: _Build,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    seated: bool,
) -> Neck:
    size = player.scale
    along = np.array(build.along) + rng.normal(0, 0.06, 3)
    along /= np.linalg.norm(along)
    up = np.array(build.up) + rng.normal(0, 0.06, 3)
    up -= (up @ along) * along
    bridge = np.array(build.bridge) + rng.normal(0, 0.015, 3)
    bridge[1] = bridge[1] * (0.5 + 0.5 * size) if seated else (bridge[1] + 0.34) * size
    return Neck(TUNINGS[instrument], bridge, along, up / np.linalg.norm(up), *build.spreads)


def _sounding(placed: FingerPlace, plucking: Plucking) -> Score:
    """The score with lengths for the onsets that the plucking hand gave it: a string sounds one
    note at a time.
    """
    score = placed.score
    end = score.onset_s + score.length_s
    for string in np.unique(placed.string):
        mine = np.flatnonzero(placed.string == string)
        mine = mine[np.argsort(plucking.onset_s[mine])]
        following = np.append(plucking.onset_s[mine][1:], np.inf)
        end[mine] = np.minimum(end[mine], following)
    length = np.maximum(end - plucking.onset_s, 0.03)
    return replace(score, length_s=length)


def _lead(placed: FingerPlace, rng: np.random.Generator) -> Floats:
    """``(N,)``: the stopping finger is down 10 to 90 ms before the string is plucked."""
    gap = np.diff(placed.score.onset_s, prepend=-1.0)
    return np.minimum(rng.uniform(0.01, 0.09, len(gap)), 0.5 * np.maximum(gap, 0.02))


def _plucking_hand(
    neck: Neck, build: _Build, plucking: Plucking, player: SimulatedPlayer, *, plectrum: bool
) -> HeldInstrument:
    """The wrist follows the strokes in part, the palm turns for the rest of them."""
    axes = np.stack([neck.along, neck.side, neck.up])
    size = player.hand_scale
    sweep = plucking.sweep_m
    base = neck.world(np.full(len(sweep), build.pluck_m), 0.62 * sweep, plucking.off_m[:, 1])
    wrist = base + (_WRIST * size) @ axes
    forward = np.tile(_FORWARD, (len(sweep), 1))
    forward[:, 1] += 0.38 * sweep / (0.16 * size)
    forward = forward @ axes
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    back = _BACK @ axes
    back = back - (forward @ back)[:, None] * forward
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    return HeldInstrument(wrist, forward, back, None if plectrum else _tips(neck, build, plucking))


def _tips(neck: Neck, build: _Build, plucking: Plucking) -> Floats:
    """``(T, 5, 3)``: fingertips on their strings, the thumb nearer to the nut."""
    along = build.pluck_m + np.array([0.035, 0.012, 0.0, -0.012, -0.024])
    steps = len(plucking.sweep_m)
    return neck.world(np.tile(along, (steps, 1)), plucking.aside_m, plucking.off_m)


def _notes(placed: FingerPlace, plucking: Plucking) -> tuple[Note, ...]:
    return sorted_notes(
        Note(
            onset_s=float(on),
            length_s=float(length),
            pitch=int(pitch),
            velocity=int(velocity),
            joint=FINGERTIPS[5 + int(finger)],
        )
        for on, length, pitch, velocity, finger in zip(
            plucking.onset_s,
            placed.score.length_s,
            placed.score.pitch,
            placed.score.velocity,
            plucking.finger,
            strict=True,
        )
    )
