"""Players of the violin, viola, cello and double bass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Evidence, Note, sorted_notes
from foley_post.pose.joints import Joint
from foley_post.pose.skeleton import FINGERTIPS
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.instrument_hold import HeldInstrument, HoldFrame, carry
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.stance import beat_pulse, stand
from foley_post.simulation.planning.strings.bowing import Bowed, BowHabit, Bowing, plan_bow
from foley_post.simulation.planning.strings.left_hand import (
    CELLO_GRIP,
    FIDDLE_GRIP,
    Grip,
    Neck,
    stop_strings,
)
from foley_post.simulation.planning.strings.strings import TUNINGS, FingerPlace, place_on_strings
from foley_post.simulation.score.scores import Score

__all__ = ["BOWED", "plan_bowed"]

Floats: TypeAlias = npt.NDArray[np.float64]

_RIGHT_HAND = int(Joint.RIGHT_HAND_WRIST)


@dataclass(frozen=True, slots=True)
class _Build:
    """How an instrument is held by an average adult, in world metres.

    ``bridge``, ``along`` (to the nut) and ``up`` (out of the belly); ``frog``: 1 where the bow's
    frog is on the highest string's side, -1 on the lowest's; ``tilt_deg`` between strings; ``bow``:
    from the bridge, metres; ``wrist`` from the frog; where the bow hand's palm points and its back
    looks; ``speed`` of the bow.
    """

    seated: bool
    bridge: tuple[float, float, float]
    along: tuple[float, float, float]
    up: tuple[float, float, float]
    spreads: tuple[float, float]
    grip: Grip
    frog: float
    tilt_deg: float
    bow_m: float
    wrist: tuple[float, float, float]
    forward: tuple[float, float, float]
    back: tuple[float, float, float]
    speed: float
    farthest_m: float
    trunk: tuple[float, float, float]
    head: tuple[float, float, float]


def _fiddle(bridge: tuple[float, float, float]) -> _Build:
    return _Build(
        seated=False,
        bridge=bridge,
        along=(0.64, 0.06, 0.76),
        up=(-0.38, 0.90, 0.15),
        spreads=(0.0115, 0.0055),
        grip=FIDDLE_GRIP,
        frog=1.0,
        tilt_deg=17.0,
        bow_m=0.035,
        wrist=(-0.055, 0.045, -0.05),
        forward=(0.75, -0.45, 0.45),
        back=(-0.1, 0.75, 0.65),
        speed=0.22,
        farthest_m=0.52,
        trunk=(0.03, 0.0, 0.0),
        head=(0.10, 0.40, 0.12),
    )


BOWED: dict[str, _Build] = {
    "violin": _fiddle((0.18, 1.475, 0.18)),
    "viola": _fiddle((0.19, 1.475, 0.20)),
    "cello": _Build(
        seated=True,
        bridge=(0.02, 0.60, 0.38),
        along=(0.19, 0.91, -0.34),
        up=(0.0, 0.36, 0.93),
        spreads=(0.016, 0.008),
        grip=CELLO_GRIP,
        frog=-1.0,
        tilt_deg=16.0,
        bow_m=0.06,
        wrist=(-0.06, 0.07, -0.04),
        forward=(0.75, -0.55, 0.35),
        back=(0.25, 0.65, 0.72),
        speed=0.137,
        farthest_m=0.50,
        trunk=(0.10, 0.0, 0.0),
        head=(0.12, 0.0, 0.0),
    ),
    "double_bass": _Build(
        seated=False,
        bridge=(0.06, 0.80, 0.38),
        along=(0.12, 0.93, -0.30),
        up=(-0.1, 0.31, 0.94),
        spreads=(0.028, 0.011),
        grip=CELLO_GRIP,
        frog=-1.0,
        tilt_deg=15.0,
        bow_m=0.10,
        wrist=(-0.06, 0.07, -0.04),
        forward=(0.70, -0.62, 0.30),
        back=(0.25, 0.60, 0.72),
        speed=0.15,
        farthest_m=0.40,
        trunk=(0.20, 0.0, 0.0),
        head=(0.10, 0.1, 0.0),
    ),
}


def plan_bowed(
    instrument: str,
    score: Score,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    length_s: float,
    rate_hz: float = 120.0,
) -> Gesture:
    """The gesture of a string player who bows ``score`` for ``length_s``, in steps of ``rate_hz``.

    A note that begins a stroke is caused by the bow hand (joint 46) and sounds 17 ms after the bow
    turns; a slurred note by the finger that falls or leaves, or by the bow hand where the bow
    crosses to an open string. Props: ``bow (T, 2, 3)`` frog and tip, ``instrument (T, 4, 3)``.
    """
    times_s = np.arange(0.0, length_s, 1.0 / rate_hz)
    build = BOWED[instrument]
    neck = _neck(instrument, build, player, rng)
    placed = place_on_strings(score, neck.tuning)
    habit = BowHabit(
        slur=float(rng.uniform(0.0, 0.85)),
        speed=build.speed * float(np.exp(rng.normal(0, 0.3))),
        longest_s=float(rng.uniform(0.8, 4.0)),
        farthest_m=build.farthest_m * (0.5 + 0.5 * player.scale),
    )
    music = _chords(placed)
    bowing = plan_bow(times_s, music, habit, rng)
    lead = _finger_lead(placed, bowing, rng)
    left = stop_strings(
        times_s, neck, placed, rng, player=player, grip=build.grip, lead_s=lead, vibrato=True
    )
    frog, tip = _bow(neck, build, bowing)
    stance = stand(
        times_s,
        player,
        rng,
        seated=build.seated,
        trunk=build.trunk,
        head=build.head,
        pulse=beat_pulse(times_s, placed.score.onset_s, placed.score.velocity.astype(np.float64)),
    )
    wrist, forward, back = _bow_hand(build, player, bowing, frog)
    return carry(
        HoldFrame(instrument, times_s, build.seated, stuck=0.3 if build.frog < 0 else 1.0),
        stance,
        (left, HeldInstrument(wrist, forward, back)),
        curls=_curls(len(times_s)),
        notes=_notes(placed, bowing),
        props={"bow": np.stack([frog, tip], axis=1)},
        neck=neck,
    )


def _neck(
    instrument: str, build: _Build, player: SimulatedPlayer, rng: np.random.Generator
) -> Neck:
    """The instrument as this player holds it: a few degrees and centimetres from the average."""
    size = player.scale
    along = np.array(build.along) + rng.normal(0, 0.05, 3)
    along /= np.linalg.norm(along)
    up = np.array(build.up) + rng.normal(0, 0.05, 3)
    up -= (up @ along) * along
    bridge = np.array(build.bridge) * np.array([1.0, size, 1.0]) + rng.normal(0, 0.01, 3)
    if build.seated:
        bridge[1] = build.bridge[1] * (0.5 + 0.5 * size)
    return Neck(TUNINGS[instrument], bridge, along, up / np.linalg.norm(up), *build.spreads)


def _chords(placed: FingerPlace) -> Bowed:
    count = len(placed.at_s)
    first = np.unique(placed.event, return_index=True)[1]
    onset = np.full(count, np.inf)
    end, loud = np.zeros(count), np.zeros(count)
    np.minimum.at(onset, placed.event, placed.score.onset_s)
    np.maximum.at(end, placed.event, placed.score.onset_s + placed.score.length_s)
    np.maximum.at(loud, placed.event, placed.score.velocity / 127.0)
    size = np.maximum(np.bincount(placed.event, minlength=count), 1)
    string = np.bincount(placed.event, weights=1.0 * placed.string, minlength=count) / size
    pitch = placed.score.pitch[first] if count else np.zeros(0, dtype=np.int64)
    repeats = np.concatenate([[False], pitch[1:] == pitch[:-1]])[:count]
    end = np.minimum(end, np.append(onset[1:], np.inf))
    return Bowed(onset, np.maximum(end, onset + 0.03), loud, string, repeats)


def _finger_lead(placed: FingerPlace, bowing: Bowing, rng: np.random.Generator) -> Floats:
    """``(N,)``: fingers land -12 to +60 ms before a bow change (Baader 2005); at a slurred note
    just then, and earlier where the line falls on one string and the finger above only leaves.
    """
    count = len(placed.string)
    turned = bowing.turned[placed.event] if count else np.zeros(0, bool)
    same = np.concatenate([[False], placed.string[1:] == placed.string[:-1]])[:count]
    falls = np.concatenate([[False], placed.semis[1:] < placed.semis[:-1]])[:count]
    prepared = rng.uniform(0.02, 0.12, count)
    lead = np.where(turned, rng.uniform(-0.012, 0.06, count), np.where(same & falls, prepared, 0.0))
    gap = np.diff(placed.score.onset_s, prepend=-1.0)
    return np.minimum(lead, 0.5 * np.maximum(gap, 0.0))


def _bow(neck: Neck, build: _Build, bowing: Bowing) -> tuple[Floats, Floats]:
    """Frog and tip ``(T, 3)``: the bow lies across the strings, tilted to the one it plays."""
    middle = (len(neck.tuning.open_pitch) - 1) / 2.0
    tilt = np.radians(build.tilt_deg) * (middle - bowing.string) * build.frog
    to_frog = build.frog * np.cos(tilt)[:, None] * neck.side + np.sin(tilt)[:, None] * neck.up
    aside = (bowing.string - middle) * neck.spread_bridge_m
    arch = 0.004 - 0.0015 * (bowing.string - middle) ** 2
    contact = neck.world(np.full(len(aside), build.bow_m), aside, arch + bowing.lift_m)
    frog = contact + to_frog * bowing.frog_m[:, None]
    return frog, frog - to_frog * 0.669


def _bow_hand(
    build: _Build, player: SimulatedPlayer, bowing: Bowing, frog: Floats
) -> tuple[Floats, Floats, Floats]:
    """Wrist, palm forward, palm back: the wrist is high at the frog and low at the tip."""
    size = player.hand_scale
    bend = 0.9 * (bowing.frog_m - 0.28)
    forward = np.tile(np.array(build.forward), (len(frog), 1))
    forward[:, 1] += bend
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    back = np.array(build.back) - (forward @ np.array(build.back))[:, None] * forward
    wrist = frog + np.array(build.wrist) * size
    wrist[:, 1] -= 0.06 * bend
    return wrist, forward, back / np.linalg.norm(back, axis=1, keepdims=True)


def _curls(steps: int) -> Floats:
    curls = np.empty((steps, 2, 5, 3))
    curls[:, 0] = [0.6, 0.7, 0.4]
    curls[:, 1] = [0.5, 0.6, 0.3]
    curls[:, 1, 0] = [0.35, 0.3, 0.2]
    return curls


def _notes(placed: FingerPlace, bowing: Bowing) -> tuple[Note, ...]:
    """What sounds, and which joint shows it."""
    score, notes = placed.score, []
    following = np.append(placed.at_s[1:], np.inf)
    for i in range(len(score)):
        turned = bool(bowing.turned[placed.event[i]])
        finger = int(placed.finger[i])
        shown = finger
        if i and not turned and placed.string[i] == placed.string[i - 1]:
            # A falling slur is the finger above that leaves.
            shown = max(finger, int(placed.finger[i - 1])) if finger < 0 or (
                placed.semis[i] < placed.semis[i - 1]
            ) else finger  # fmt: skip
        joint = _RIGHT_HAND if turned or shown < 0 else FINGERTIPS[shown + 1]
        end = min(score.onset_s[i] + score.length_s[i], following[placed.event[i]] + 0.02)
        notes.append(
            Note(
                onset_s=float(score.onset_s[i]),
                length_s=float(max(end - score.onset_s[i], 0.03)),
                pitch=int(score.pitch[i]),
                velocity=int(score.velocity[i]),
                evidence=Evidence.SEEN if turned else Evidence.INFERRED,
                joint=joint,
                articulation="" if turned else "legato",
            )
        )
    return sorted_notes(notes)
