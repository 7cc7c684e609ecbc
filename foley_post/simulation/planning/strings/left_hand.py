"""The neck of a string instrument in the player's world, and the hand that stops the strings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.curves import eased, held, rising
from foley_post.simulation.planning.player import SimulatedPlayer
from foley_post.simulation.planning.strings.strings import FingerPlace, Tuning

__all__ = ["Neck", "StoppingHand", "stop_strings"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Neck:
    """``bridge (3,)`` and the unit axes ``along`` (to the nut), ``up`` (out of the belly), ``side``
    (to the highest string); string spacings at bridge and nut in metres.
    """

    tuning: Tuning
    bridge: Floats
    along: Floats
    up: Floats
    spread_bridge_m: float
    spread_nut_m: float

    @property
    def side(self) -> Floats:
        """Unit vector from the lowest string to the highest."""
        return np.cross(self.along, self.up)

    def world(self, along_m: Floats, side_m: Floats, up_m: Floats) -> Floats:
        """A point ``(..., 3)`` by its place along the neck from the bridge, aside and up."""
        parts = (along_m, self.along), (side_m, self.side), (up_m, self.up)
        return self.bridge + sum(np.asarray(a)[..., None] * axis for a, axis in parts)

    def on_string(self, semis: Floats, string: Floats, up_m: Floats) -> Floats:
        """A point ``(..., 3)`` on a string, ``semis`` above the open string's pitch."""
        left = 2.0 ** (-np.asarray(semis) / 12.0)
        spread = self.spread_nut_m + (self.spread_bridge_m - self.spread_nut_m) * (1.0 - left)
        aside = (np.asarray(string) - (len(self.tuning.open_pitch) - 1) / 2.0) * spread
        return self.world(self.tuning.scale_m * left, aside, up_m)


@dataclass(frozen=True, slots=True)
class StoppingHand:
    """``wrist (T, 3)``, ``forward``, ``back`` and ``tips (T, 5, 3)``."""

    wrist: Floats
    forward: Floats
    back: Floats
    tips: Floats


@dataclass(frozen=True, slots=True)
class Grip:
    """How the stopping hand meets the neck, in the neck's axes (along, side, up): where the wrist
    is from the index finger's place, where the palm points and where its back looks; where the
    thumb is.
    """

    wrist: tuple[float, float, float]
    forward: tuple[float, float, float]
    back: tuple[float, float, float]
    thumb: tuple[float, float, float]


FIDDLE_GRIP = Grip(
    (0.00, 0.045, -0.085), (-0.05, -0.15, 1.0), (-0.45, 0.9, 0.1), (0.0, -0.02, -0.02)
)
CELLO_GRIP = Grip(
    (-0.02, 0.115, 0.035), (-0.15, -1.0, 0.15), (0.0, 0.2, 1.0), (-0.03, 0.01, -0.035)
)
GUITAR_GRIP = Grip((-0.02, 0.105, 0.00), (-0.15, -1.0, 0.30), (0.0, 0.35, 1.0), (-0.02, 0.0, -0.04))

__all__ += ["CELLO_GRIP", "FIDDLE_GRIP", "GUITAR_GRIP", "Grip"]


def stop_strings(
    times_s: Floats,
    neck: Neck,
    placed: FingerPlace,
    rng: np.random.Generator,
    *,
    player: SimulatedPlayer,
    grip: Grip,
    lead_s: Floats,
    vibrato: bool = False,
) -> StoppingHand:
    """The hand on the neck. ``lead_s (N,)``: how long before its onset each note's finger lands
    (may be below 0).
    """
    landed = placed.score.onset_s - lead_s
    stop = placed.score.onset_s + placed.score.length_s
    position = _position(times_s, placed, player)
    if vibrato:
        position = position + _vibrato(times_s, placed, player, rng)
    string = _string(times_s, placed)
    size = player.hand_scale
    axes = np.stack([neck.along, neck.side, neck.up])
    base = neck.on_string(
        position, np.zeros_like(position) + _middle(neck), np.zeros_like(position)
    )
    wrist = base + (np.array(grip.wrist) * size) @ axes
    # Crossing strings takes the elbow and the wrist along a little.
    wrist = wrist + 0.4 * ((string - _middle(neck)) * neck.spread_nut_m)[:, None] * neck.side
    steps = len(times_s)
    tips = np.empty((steps, 5, 3))
    tips[:, 0] = base + (np.array(grip.thumb) * size) @ axes
    for finger in range(4):
        mine = np.flatnonzero(placed.finger == finger)
        tips[:, finger + 1] = _finger(
            times_s,
            neck,
            (position + neck.tuning.reach[finger], string),
            (landed[mine], stop[mine], placed.semis[mine], placed.string[mine]),
            lift_m=(0.012 + 0.003 * finger) * player.lift,
        )
    forward = np.tile(np.array(grip.forward) @ axes, (steps, 1))
    back = np.tile(np.array(grip.back) @ axes, (steps, 1))
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    back = back - (back * forward).sum(axis=1, keepdims=True) * forward
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    return StoppingHand(wrist, forward, back, tips)


def _middle(neck: Neck) -> float:
    return (len(neck.tuning.open_pitch) - 1) / 2.0


def _position(times_s: Floats, placed: FingerPlace, player: SimulatedPlayer) -> Floats:
    """``(T,)``: where the index finger is, in semitones; shifts take 0.1 s and more (fretting hand
    p95 0.36 m/s, p99 0.85 m/s; cellist's left wrist p99 0.54 m/s in shifts: measured).
    """
    if len(placed.at_s) == 0:
        return np.full(len(times_s), 2.0)
    gap = np.diff(placed.at_s, prepend=placed.at_s[0] - 1.0)
    before = np.concatenate([placed.position[:1], placed.position[:-1]])
    arrive = placed.at_s - np.minimum(player.early_s, 0.35 * gap)
    travel = np.minimum(0.10 + 0.03 * np.abs(placed.position - before), 0.6 * gap)
    frames = np.stack([arrive - travel, arrive], axis=1).ravel()
    return eased(times_s, rising(frames), np.stack([before, placed.position], axis=1).ravel())


def _string(times_s: Floats, placed: FingerPlace) -> Floats:
    """``(T,)``: about which string the hand hovers."""
    if len(placed.at_s) == 0:
        return np.full(len(times_s), 1.5)
    count = np.bincount(placed.event)
    mean = np.bincount(placed.event, weights=placed.string.astype(np.float64)) / count
    return eased(times_s, rising(placed.at_s - 0.03), mean)


def _vibrato(
    times_s: Floats, placed: FingerPlace, player: SimulatedPlayer, rng: np.random.Generator
) -> Floats:
    """``(T,)`` semitones: 4.5-6.5 Hz on notes longer than 0.35 s, of the players who use it."""
    width = rng.uniform(0.0, 0.35) * (rng.random() < 0.75)
    wave = np.sin(2 * np.pi * rng.uniform(4.5, 6.5) * times_s + rng.uniform(0, 6.3))
    long = placed.score.length_s > 0.35
    on, off = (
        placed.score.onset_s[long] + 0.08,
        (placed.score.onset_s + placed.score.length_s)[long],
    )
    if len(on) == 0:
        return np.zeros_like(times_s)
    return wave * width * held(times_s, on, off, pause_s=0.0)


def _finger(
    times_s: Floats,
    neck: Neck,
    rest: tuple[Floats, Floats],
    notes: tuple[Floats, Floats, Ints, Ints],
    *,
    lift_m: float,
) -> Floats:
    """``(T, 3)``: one fingertip: over its place in the hand's position, and on its notes."""
    landed, stop, semis, string = notes
    if len(landed) == 0:
        return neck.on_string(rest[0], rest[1], np.full(len(times_s), lift_m))
    stop = np.maximum(np.minimum(stop, np.append(landed[1:] - 0.03, np.inf)), landed + 0.03)
    hold = held(times_s, landed, stop, pause_s=0.05)
    frames = rising(np.stack([landed - 0.02, stop], axis=1).ravel())
    at = eased(
        times_s, frames, np.repeat(np.stack([semis, string], axis=1), 2, axis=0).astype(float)
    )
    gap = np.minimum(np.diff(landed, prepend=landed[0] - 1.0), 0.4)
    drop = np.minimum(0.05, 0.3 * gap)
    high = lift_m * np.clip((landed - np.concatenate([[-9.0], stop[:-1]])) / 0.15, 0.1, 1.0)
    marks = np.stack([landed - 2.2 * drop, landed - drop, landed, stop], axis=1)
    height = np.stack([high, high, 0 * high, 0 * high], axis=1)
    power: Floats = np.tile([0.0, 0.0, 1.7, 0.0], len(landed))
    up = eased(
        times_s,
        rising(np.append(marks.ravel(), stop[-1] + 0.08)),
        np.append(height.ravel(), lift_m),
        power=np.append(power, 0.0),
    )
    return neck.on_string(
        hold * at[:, 0] + (1 - hold) * rest[0], hold * at[:, 1] + (1 - hold) * rest[1], up
    )
