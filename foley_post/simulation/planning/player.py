"""One simulated player: the size of the body and the habits of the hands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["SimulatedPlayer", "random_player"]


@dataclass(frozen=True, slots=True)
class SimulatedPlayer:
    """A body and its habits; the defaults are an average adult who plays calmly.

    ``height_m`` scales trunk, arms and legs; ``hand`` scales the hands beside that (hand length is
    about 0.108 of the height); ``span`` scales how far the fingers spread. ``lift`` scales how high
    fingers and arms lift, ``sway`` how much the trunk moves, ``pulse`` how much the body marks the
    beat, ``press`` how long a keystroke takes; ``elbow`` how far the elbows stand out; ``early_s``
    is how early hands arrive. ``left_handed`` players of bowed, plucked and struck instruments play
    mirrored.
    """

    height_m: float = 1.72
    hand: float = 1.0
    span: float = 1.0
    lift: float = 1.0
    sway: float = 1.0
    pulse: float = 1.0
    press: float = 1.0
    early_s: float = 0.05
    wrist_height_m: float = 0.07
    curve: float = 1.0
    elbow: float = 0.5
    left_handed: bool = False

    def __post_init__(self) -> None:
        if not 1.2 <= self.height_m <= 2.2:
            raise ValueError(f"a player is 1.2 to 2.2 m tall, got {self.height_m}")

    @property
    def scale(self) -> float:
        """Body size against the average adult."""
        return self.height_m / 1.72

    @property
    def hand_scale(self) -> float:
        """Hand size against the average adult."""
        return self.scale * self.hand


def random_player(rng: np.random.Generator) -> SimulatedPlayer:
    """A player drawn from wide ranges: about one in ten left-handed; spans after the spread of hand
    spans among pianists.
    """
    return SimulatedPlayer(
        height_m=float(np.clip(rng.normal(1.70, 0.09), 1.45, 1.95)),
        hand=float(np.clip(rng.normal(1.0, 0.06), 0.85, 1.15)),
        span=float(rng.uniform(0.85, 1.2)),
        lift=float(np.exp(rng.normal(0.0, 0.45))),
        sway=float(np.exp(rng.normal(0.0, 0.6))),
        pulse=float(np.exp(rng.normal(-0.2, 0.7))),
        press=float(np.exp(rng.normal(0.0, 0.2))),
        early_s=float(rng.uniform(0.02, 0.12)),
        wrist_height_m=float(rng.uniform(0.045, 0.095)),
        curve=float(rng.uniform(0.75, 1.3)),
        elbow=float(rng.uniform(0.2, 1.0)),
        left_handed=bool(rng.random() < 0.1),
    )
