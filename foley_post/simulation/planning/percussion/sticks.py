"""Sticks and mallets: which hand strikes, and how head, stick, hand and wrist move to it.

A stroke lifts, falls faster and faster, meets its target at the onset and rebounds: the head is at
its lowest just there, and the wrist a few milliseconds before. Heights (4-30 cm, by loudness and
the time there is) are drawn widely (an assumption).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.curves import eased, rising
from foley_post.simulation.planning.instrument_hold import HeldInstrument
from foley_post.simulation.planning.player import SimulatedPlayer

__all__ = ["Sticked", "Strokes", "share_hands", "strike"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

_QUICKEST_S = 0.085


@dataclass(frozen=True, slots=True)
class Sticked:
    """A hand with a stick: the hand, and ``stick (T, 2, 3)``: its end in the hand and its head."""

    hand: HeldInstrument
    stick: Floats


def share_hands(onset_s: Floats, aside_m: Floats, wish: Ints, rng: np.random.Generator) -> Ints:
    """``(N,)``: 0 left, 1 right, -1 no hand free. Onsets rise; ``aside_m`` grows to the player's
    left; ``wish (N,)`` is the hand a player would rather use, -1 none.
    """
    hand = np.full(len(onset_s), -1, dtype=np.int64)
    free = [-9.0, -9.0]
    place = [0.2, -0.2]
    last = int(rng.integers(2))
    i = 0
    while i < len(onset_s):
        together = [j for j in range(i, len(onset_s)) if onset_s[j] - onset_s[i] < 0.03]
        i = together[-1] + 1
        together.sort(key=lambda j: -aside_m[j])
        if len(together) >= 2:
            pairs = [(together[0], 0), (together[-1], 1)]
        else:
            j = together[0]
            cost = [
                abs(aside_m[j] - place[s]) + 0.25 * (s == last) + 0.5 * (wish[j] == 1 - s)
                + (9.0 if onset_s[j] - free[s] < _QUICKEST_S else 0.0)
                for s in (0, 1)
            ]  # fmt: skip
            pairs = [(j, int(np.argmin(cost)))]
        for j, side in pairs:
            if onset_s[j] - free[side] >= _QUICKEST_S:
                hand[j], last = side, side
                free[side], place[side] = float(onset_s[j]), float(aside_m[j])
    return hand


@dataclass(frozen=True, slots=True)
class Strokes:
    """One hand's strokes: ``onset_s (n,)`` on ``target (n, 3)``, ``loud (n,)`` 0..1; ``home (3,)``
    where the head waits; ``stick_m`` from hand to head.
    """

    onset_s: Floats
    target: Floats
    loud: Floats
    home: Floats
    stick_m: float


def strike(
    times_s: Floats,
    strokes: Strokes,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    side: int,
) -> Sticked:
    """One hand (0 left, 1 right) that plays its strokes."""
    head = _head(times_s, strokes, player, rng)
    floor = _floor(times_s, strokes)
    shoulder = np.array([0.19 if side == 0 else -0.19, 0.0, 0.05])
    flat = head - shoulder
    flat[:, 1] = 0.0
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    flat = flat + np.array([-0.25 if side == 0 else 0.25, 0.0, 0.0])
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    size = player.hand_scale
    wrist = head - (strokes.stick_m - 0.06 + 0.05 * size) * flat
    # The wrist goes a quarter of the stick's way.
    wrist[:, 1] = floor + 0.07 + 0.25 * (head[:, 1] - floor)
    grip = head - wrist
    grip /= np.linalg.norm(grip, axis=1, keepdims=True)
    roll = np.array([0.35 if side == 0 else -0.35, 1.0, 0.0])
    back = roll - (grip @ roll)[:, None] * grip
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    held = wrist + grip * 0.05 * size - back * 0.03 * size
    return Sticked(HeldInstrument(wrist, grip, back), np.stack([held, head], axis=1))


def _floor(times_s: Floats, strokes: Strokes) -> Floats:
    """``(T,)``: height of what the stick is over."""
    onset_s, target = strokes.onset_s, strokes.target
    if len(onset_s) == 0:
        return np.full(len(times_s), strokes.home[1] - 0.05)
    before = np.minimum(np.diff(onset_s, prepend=onset_s[0] - 1.0), 0.5)
    frames = np.stack([onset_s - 0.8 * before, onset_s - 0.25 * before], axis=1)
    height = np.concatenate([target[:1, 1], target[:-1, 1]])
    return eased(times_s, rising(frames.ravel()), np.stack([height, target[:, 1]], axis=1).ravel())


def _head(
    times_s: Floats, strokes: Strokes, player: SimulatedPlayer, rng: np.random.Generator
) -> Floats:
    """``(T, 3)``: the stick's head."""
    onset_s, loud, home = strokes.onset_s, strokes.loud, strokes.home
    if len(onset_s) == 0:
        return np.tile(home, (len(times_s), 1))
    before = np.minimum(np.diff(onset_s, prepend=onset_s[0] - 1.2), 1.2)
    after = np.minimum(np.diff(onset_s, append=onset_s[-1] + 1.2), 1.2)
    habit = rng.uniform(0.6, 1.4) * player.lift**0.6
    high = habit * (0.05 + 0.28 * loud**1.3) * np.clip(before / 0.35, 0.12, 1.0)
    fall = np.minimum(0.10 + 0.05 * loud, 0.4 * before)
    bounce = np.minimum(0.10, 0.35 * after)
    rebound = 0.45 * high * np.clip(after / 0.3, 0.2, 1.0)
    up = np.array([0.0, 1.0, 0.0])
    aim = strokes.target + rng.normal(0, 0.008, (len(onset_s), 3)) * np.array([1.0, 0.0, 1.0])
    frames = np.stack([onset_s - fall, onset_s, onset_s + bounce], axis=1)
    places = np.stack([aim + high[:, None] * up, aim, aim + rebound[:, None] * up], axis=1)
    begin = frames[0, 0] - rng.uniform(0.4, 1.0)
    end = frames[-1, 2] + rng.uniform(0.4, 1.0)
    at = np.concatenate([[begin], frames.ravel(), [end]])
    where = np.concatenate([home[None], places.reshape(-1, 3), home[None]])
    power = np.concatenate([[0.0], np.tile([0.0, 1.9, 0.6], len(onset_s)), [0.0]])
    return eased(times_s, rising(at), where, power=power)
