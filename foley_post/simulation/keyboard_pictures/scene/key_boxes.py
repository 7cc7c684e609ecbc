"""A piano's keys as boxes, of one keyboard drawn at random within the measures of real ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import HIGHEST, IS_BLACK, KEY_GAP_U, KEY_U, KEYS, LOWEST
from foley_post.simulation.planning.keyboard.piano_keys import WHITE_PITCH_M

__all__ = ["WHITE_MM", "KeyBoxes", "random_key_boxes"]

Floats: TypeAlias = npt.NDArray[np.float64]

WHITE_MM = 1000 * WHITE_PITCH_M
"""From one white key to the next."""
_SIZES = {
    (21, 108): 0.72,
    (28, 103): 0.06,
    (36, 96): 0.12,
    (36, 84): 0.05,
    (48, 84): 0.02,
    (48, 72): 0.02,
    (41, 72): 0.01,
}
"""Lowest and highest pitch of keyboards with 88, 76, 61, 49, 37, 25 and 32 keys, and how often."""


@dataclass(frozen=True, slots=True)
class KeyBoxes:
    """One keyboard.

    ``table (88, 7)``: whether the key is black, its left and right x, left and right x of a white
    key's narrow back, albedo, whether the keyboard has the key. ``black_front_mm`` and ``back_mm``:
    y at which black keys begin and at which the case hides the keys; ``rise_mm`` of black keys;
    ``travel_mm (88,)`` at the front; ``pivot_mm``: y of the axis that keys turn about; ``gap_mm``
    between white keys.
    """

    table: Floats
    black_front_mm: float
    back_mm: float
    rise_mm: float
    travel_mm: Floats
    pivot_mm: float
    gap_mm: float

    @property
    def black(self) -> npt.NDArray[np.bool_]:
        """``(88,)``: which keys are black."""
        return self.table[:, 0] > 0

    @property
    def present(self) -> npt.NDArray[np.bool_]:
        """``(88,)``: which keys the keyboard has."""
        return self.table[:, 6] > 0

    @property
    def middle_mm(self) -> Floats:
        """``(88,)``: x of each key's middle."""
        return np.asarray(self.table[:, 1:3].mean(1))

    @property
    def span_mm(self) -> tuple[float, float]:
        """Left edge of the first key and right edge of the last."""
        there = self.table[self.present]
        return float(there[:, 1].min()), float(there[:, 2].max())


def random_key_boxes(rng: np.random.Generator) -> KeyBoxes:
    """A keyboard of 25 to 88 keys, mostly 88."""
    low, high = list(_SIZES)[int(rng.choice(len(_SIZES), p=list(_SIZES.values())))]
    gap_mm, black_mm = rng.uniform(0.7, 1.7), rng.uniform(9.0, 12.5)
    black = IS_BLACK
    # Makers put black keys a little nearer to the gaps than others do, or further.
    middle = WHITE_MM * (KEY_GAP_U + (KEY_U - KEY_GAP_U) * rng.uniform(0.85, 1.1, KEYS))
    half = np.where(black, black_mm, WHITE_MM - gap_mm) / 2
    back_mm, travel_mm = rng.uniform(138.0, 154.0), rng.uniform(8.5, 11.0)
    pitch = np.arange(LOWEST, HIGHEST + 1)
    table = np.stack(
        [
            black,
            middle - half,
            middle + half,
            middle - half,
            middle + half,
            _albedo(black, rng),
            (pitch >= low) & (pitch <= high),
        ],
        axis=1,
    ).astype(np.float64)
    _cut_out_backs(table, clearance_mm=rng.uniform(0.6, 1.6))
    return KeyBoxes(
        table=table,
        black_front_mm=float(back_mm - rng.uniform(84.0, 98.0)),
        back_mm=float(back_mm),
        rise_mm=float(rng.uniform(9.5, 13.0)),
        travel_mm=np.where(black, travel_mm * rng.uniform(0.8, 1.0), travel_mm),
        pivot_mm=float(rng.uniform(175.0, 260.0)),
        gap_mm=float(gap_mm),
    )


def _albedo(black: npt.NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """``(88,)``: new or yellowed white keys, no two quite alike."""
    plain = np.where(black, rng.uniform(0.015, 0.06), rng.uniform(0.68, 0.92))
    return np.asarray(plain * (1.0 + rng.uniform(0.0, 0.03) * rng.standard_normal(KEYS)))


def _cut_out_backs(table: Floats, *, clearance_mm: float) -> None:
    """Leave room beside each black key in the backs of its white neighbours."""
    for key in np.flatnonzero(table[:, 0] > 0):
        if key > 0:
            table[key - 1, 4] = min(table[key - 1, 4], table[key, 1] - clearance_mm)
        if key < KEYS - 1:
            table[key + 1, 3] = max(table[key + 1, 3], table[key, 2] + clearance_mm)
