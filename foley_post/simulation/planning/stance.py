"""How the trunk, the head and the pelvis go along while the hands play."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.curves import eased, rising, sway
from foley_post.simulation.planning.player import SimulatedPlayer

__all__ = ["SEATED_PELVIS_M", "STANDING_PELVIS_M", "Stance", "beat_pulse", "stand"]

Floats: TypeAlias = npt.NDArray[np.float64]

SEATED_PELVIS_M = 0.55
STANDING_PELVIS_M = 0.95
"""Height of the middle of the hips of an average adult, on a bench and standing."""


@dataclass(frozen=True, slots=True)
class Stance:
    """``trunk (T, 3)`` and ``head (T, 3)`` rotation vectors (the head's on top of the trunk's;
    +x leans forward or nods, +y turns to the player's left, +z tips to the right), ``pelvis (T,
    3)``.
    """

    trunk: Floats
    head: Floats
    pelvis: Floats


def beat_pulse(times_s: Floats, onset_s: Floats, velocity: Floats) -> Floats:
    """``(T,)``: a nod that is deepest at each onset, stronger for louder notes, at most one in a
    quarter of a second; 0 while nothing is played.
    """
    frames, values = [-1.0], [0.0]
    last = -1e9
    for at, loud in zip(onset_s, velocity, strict=True):
        if at - last < 0.25:
            continue
        rise = min(0.45 * (at - last), 0.22)
        frames += [at - rise, at]
        values += [-0.5 * loud / 100, loud / 100]
        last = at
    frames.append(frames[-1] + 0.4)
    values.append(0.0)
    return eased(times_s, rising(np.array(frames)), np.array(values))


def stand(
    times_s: Floats,
    player: SimulatedPlayer,
    rng: np.random.Generator,
    *,
    seated: bool,
    trunk: tuple[float, float, float] = (0.0, 0.0, 0.0),
    head: tuple[float, float, float] = (0.0, 0.0, 0.0),
    pulse: Floats | None = None,
) -> Stance:
    """A stance around the given mean trunk and head, with sway, breathing and the beat in it.

    Breathing: 12-20 a minute, under a degree; sway of a few degrees, both drawn widely (no figures
    found: an assumption).
    """
    size = player.sway
    wander = sway(times_s, rng, 8, fastest_hz=0.5)
    breath = 0.008 * np.sin(2 * np.pi * rng.uniform(0.2, 0.33) * times_s + rng.uniform(0, 6.3))
    beat = np.zeros_like(times_s) if pulse is None else pulse * player.pulse
    turned = np.array(trunk) + wander[:, :3] * np.array([0.025, 0.02, 0.02]) * size
    turned[:, 0] += breath + 0.012 * beat
    nod = np.array(head) + wander[:, 3:6] * np.array([0.05, 0.07, 0.03]) * size
    nod[:, 0] += 0.03 * beat
    height = (SEATED_PELVIS_M if seated else STANDING_PELVIS_M) * (
        0.5 + 0.5 * player.scale if seated else player.scale
    )
    pelvis = np.zeros((len(times_s), 3))
    pelvis[:, 1] = height
    pelvis[:, 0] = 0.006 * size * wander[:, 6] * (0.3 if seated else 1.0)
    pelvis[:, 2] = 0.005 * size * wander[:, 7] * (0.3 if seated else 1.0)
    return Stance(turned, nod, pelvis)
