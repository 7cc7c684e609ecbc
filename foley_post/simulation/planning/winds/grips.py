"""How wind instruments are held: where both hands meet their keys, in world metres of an average
adult.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["BLOWN", "KeyGrip", "WindHold"]

Place: TypeAlias = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class KeyGrip:
    """One hand on its keys: ``keys`` where the middle finger presses, ``row`` from index finger to
    little finger, ``out`` away from the keys; ``wrist`` and ``knuckles`` from ``keys``; ``back``
    where the back of the hand looks; ``thumb`` from ``keys``.
    """

    keys: Place
    row: Place
    out: Place
    wrist: Place
    knuckles: Place
    back: Place
    thumb: Place


@dataclass(frozen=True, slots=True)
class WindHold:
    """``tube``: points along the instrument from its mouthpiece; both ``hands``, left first; how
    far fingers lift, how long they take (from, to); the ``head``'s turn.
    """

    seated: bool
    tube: tuple[Place, ...]
    hands: tuple[KeyGrip, KeyGrip]
    lift_m: float
    press_s: tuple[float, float]
    head: Place


# fmt: off
_PIPE = (
    KeyGrip((0.0, 1.39, 0.29), (0.0, -0.77, 0.63), (0.1, 0.60, 0.77), (0.085, -0.055, -0.045),
            (0.035, 0.0, 0.045), (0.75, 0.25, 0.60), (0.015, 0.01, -0.035)),
    KeyGrip((0.0, 1.25, 0.40), (0.0, -0.77, 0.63), (-0.1, 0.60, 0.77), (-0.085, -0.055, -0.045),
            (-0.035, 0.0, 0.045), (-0.75, 0.25, 0.60), (-0.015, 0.01, -0.035)),
)
_FLUTE = (
    KeyGrip((-0.15, 1.56, 0.16), (-0.95, -0.12, 0.25), (0.0, 0.9, 0.4), (0.075, -0.085, 0.055),
            (0.035, 0.005, 0.055), (0.55, 0.2, 0.80), (0.02, -0.025, -0.01)),
    KeyGrip((-0.36, 1.535, 0.215), (-0.95, -0.12, 0.25), (0.0, 0.95, 0.2), (0.0, -0.065, -0.105),
            (0.0, 0.03, -0.055), (0.0, 0.75, -0.65), (0.02, -0.02, -0.005)),
)
_SAXOPHONE = (
    KeyGrip((0.0, 1.36, 0.29), (-0.2, -0.95, 0.0), (0.15, 0.15, 0.97), (0.095, -0.045, -0.03),
            (0.04, 0.0, 0.04), (0.75, 0.15, 0.65), (0.02, 0.01, -0.04)),
    KeyGrip((-0.10, 1.13, 0.29), (-0.2, -0.95, 0.0), (-0.15, 0.15, 0.97), (-0.095, -0.035, -0.03),
            (-0.04, 0.0, 0.04), (-0.75, 0.15, 0.65), (-0.02, 0.01, -0.04)),
)
_BASSOON = (
    KeyGrip((0.07, 1.03, 0.28), (-0.42, -0.90, 0.0), (0.2, 0.1, 0.97), (0.10, -0.03, -0.03),
            (0.045, 0.0, 0.035), (0.8, 0.2, 0.55), (0.03, 0.0, -0.05)),
    KeyGrip((-0.09, 0.76, 0.28), (-0.42, -0.90, 0.0), (-0.2, 0.1, 0.97), (-0.095, 0.035, -0.03),
            (-0.04, 0.01, 0.04), (-0.75, 0.25, 0.60), (0.0, 0.02, -0.05)),
)
_TRUMPET = (
    KeyGrip((0.02, 1.49, 0.33), (0.0, -0.9, 0.4), (0.3, 0.1, 0.9), (0.06, -0.07, -0.075),
            (0.045, 0.0, 0.0), (0.9, 0.1, 0.35), (0.0, 0.03, -0.04)),
    KeyGrip((-0.01, 1.565, 0.345), (0.1, 0.0, 1.0), (0.0, 1.0, 0.1), (-0.085, -0.055, -0.06),
            (-0.055, 0.03, -0.01), (-0.55, 0.8, 0.1), (0.0, -0.05, -0.04)),
)
_TUBA = (
    KeyGrip((0.18, 0.85, 0.30), (0.0, -0.9, 0.2), (0.9, 0.0, 0.4), (0.05, -0.06, -0.08),
            (0.04, 0.0, -0.01), (0.85, 0.1, 0.5), (-0.02, 0.03, -0.03)),
    KeyGrip((-0.07, 0.90, 0.34), (-0.9, -0.15, 0.2), (0.1, 0.75, 0.65), (-0.055, -0.055, -0.09),
            (-0.02, 0.035, -0.04), (-0.2, 0.75, -0.2), (0.03, -0.03, -0.02)),
)
# fmt: on

BLOWN: dict[str, WindHold] = {
    "flute": WindHold(
        seated=False,
        tube=((0.06, 1.58, 0.10), (-0.57, 1.50, 0.27)),
        hands=_FLUTE,
        lift_m=0.014,
        press_s=(0.010, 0.030),
        head=(0.05, -0.15, -0.08),
    ),
    "clarinet": WindHold(
        seated=False,
        tube=((0.0, 1.555, 0.12), (0.0, 1.05, 0.54)),
        hands=_PIPE,
        lift_m=0.014,
        press_s=(0.012, 0.040),
        head=(0.05, 0.0, 0.0),
    ),
    "saxophone": WindHold(
        seated=False,
        tube=(
            (0.0, 1.54, 0.13),
            (0.01, 1.50, 0.26),
            (-0.12, 1.0, 0.24),
            (-0.06, 1.0, 0.36),
            (-0.06, 1.2, 0.40),
        ),
        hands=_SAXOPHONE,
        lift_m=0.013,
        press_s=(0.012, 0.045),
        head=(0.05, 0.0, 0.0),
    ),
    "bassoon": WindHold(
        seated=True,
        tube=((0.0, 1.18, 0.13), (0.06, 1.12, 0.25), (-0.22, 0.52, 0.22), (0.30, 1.62, 0.26)),
        hands=_BASSOON,
        lift_m=0.013,
        press_s=(0.012, 0.045),
        head=(0.03, 0.1, 0.0),
    ),
    "trumpet": WindHold(
        seated=False,
        tube=((0.0, 1.55, 0.12), (0.0, 1.50, 0.62)),
        hands=_TRUMPET,
        lift_m=0.016,
        press_s=(0.020, 0.060),
        head=(0.0, 0.0, 0.0),
    ),
    "tuba": WindHold(
        seated=True,
        tube=((0.0, 1.19, 0.13), (0.05, 1.15, 0.25), (0.05, 0.55, 0.26), (0.22, 1.35, 0.22)),
        hands=_TUBA,
        lift_m=0.018,
        press_s=(0.020, 0.060),
        head=(0.0, 0.0, 0.0),
    ),
}
