"""ImageNet's classes of musical instruments, and which instruments of the table each may show.

The shares follow from what the class shows by its definition (WordNet) and from how often an
instrument is filmed: a viola looks like a violin and is rarer, so the class "violin" is a violin
with 0.85. They were not fitted to clips. ImageNet has no clarinet, tuba, viola, double bass, bass
guitar, ukulele, mandolin or hand drum of its own; they hide behind what looks like them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CLASSES", "DRUM", "DRUMSTICK", "InstrumentClass"]


@dataclass(frozen=True, slots=True)
class InstrumentClass:
    """One class: its number, its name in plain English, and the share of each instrument in it.

    ``stands_in``: the table has no such instrument, only ones that sound near it.
    """

    number: int
    name: str
    shares: Mapping[str, float]
    stands_in: bool = False

    def __post_init__(self) -> None:
        if abs(sum(self.shares.values()) - 1) > 1e-9:
            raise ValueError(f"{self.name}: shares add up to {sum(self.shares.values())}")


_STEEL_DRUM = {"xylophone": 0.5, "drums": 0.25, "hand_drums": 0.25}

CLASSES: tuple[InstrumentClass, ...] = (
    InstrumentClass(401, "accordion", {"accordion": 1.0}),
    InstrumentClass(402, "acoustic guitar", {"guitar": 0.75, "ukulele": 0.2, "mandolin": 0.05}),
    InstrumentClass(420, "banjo", {"banjo": 0.8, "ukulele": 0.1, "mandolin": 0.1}),
    InstrumentClass(432, "bassoon", {"bassoon": 1.0}),
    InstrumentClass(486, "cello", {"cello": 0.75, "double_bass": 0.25}),
    InstrumentClass(513, "trumpet", {"trumpet": 1.0}),
    InstrumentClass(541, "drum", {"drums": 0.6, "hand_drums": 0.4}),
    InstrumentClass(542, "drumstick", {"drums": 1.0}),
    InstrumentClass(546, "electric guitar", {"electric_guitar": 0.75, "bass": 0.25}),
    InstrumentClass(558, "flute", {"flute": 1.0}),
    InstrumentClass(566, "French horn", {"horn": 0.7, "tuba": 0.3}),
    InstrumentClass(577, "gong", {"drums": 1.0}, stands_in=True),
    InstrumentClass(579, "grand piano", {"piano": 1.0}),
    InstrumentClass(593, "harmonica", {"harmonica": 1.0}),
    InstrumentClass(594, "harp", {"harp": 1.0}),
    InstrumentClass(641, "maraca", {"hand_drums": 1.0}, stands_in=True),
    InstrumentClass(642, "xylophone or marimba", {"xylophone": 1.0}),
    InstrumentClass(683, "oboe or clarinet", {"clarinet": 0.6, "oboe": 0.4}),
    InstrumentClass(687, "organ", {"organ": 0.7, "piano": 0.3}),
    InstrumentClass(699, "pan pipes", {"flute": 1.0}, stands_in=True),
    InstrumentClass(776, "saxophone", {"saxophone": 1.0}),
    InstrumentClass(822, "steel drum", _STEEL_DRUM, stands_in=True),
    InstrumentClass(875, "trombone", {"trombone": 1.0}),
    InstrumentClass(881, "piano", {"piano": 1.0}),
    InstrumentClass(889, "violin", {"violin": 0.85, "viola": 0.15}),
)  # fmt: skip

DRUM, DRUMSTICK = 541, 542
