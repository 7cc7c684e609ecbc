"""The network's size and fixed numbers: what its two forms share, torch's and plain arrays'."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ARTICULATIONS",
    "FAR_KEYS",
    "FINGER_REACH",
    "LEAST_KEY",
    "LIKELIEST",
    "NEAR_KEYS",
    "PER_KEY_AWAY",
    "REGIONS",
    "UNLIKELY",
    "UNSEEN",
    "Size",
]

ARTICULATIONS: tuple[str, ...] = ("legato", "detached", "staccato")
REGIONS = (25, 21, 21)
"""Joints of the body, the left and the right hand."""
LIKELIEST = 4
"""How many of the likeliest keys the clock is told of at each tick."""
UNLIKELY = -6.0
"""The log odds of a key where there is no keyboard, or no sign of any key."""
FINGER_REACH = 0.6
"""How far from a key's middle, in white keys, a fingertip still belongs to it."""
UNSEEN = -30.0
"""Log odds of a fingertip that is not seen."""
LEAST_KEY = -20.0
"""The least that the fingers may say of a key, in log odds."""
PER_KEY_AWAY, FAR_KEYS = 4.0, 8.0
"""What a fingertip loses, in log odds, for each white key it is away; from here on no more."""
NEAR_KEYS = 3.0
"""So far aside the network is shown where a fingertip is, in white keys."""


@dataclass(frozen=True, slots=True)
class Size:
    """The network's size; each default is what two CPU cores can train within the hour.

    ``channels``: of the graph convolution, a multiple of the three hop rings; at 67 joints this is
    where the time goes. ``actor_channels``: of the tracks of 14 actors, cheap. ``key_channels``: of
    the tracks of 88 keys, run only where a keyboard is in view. ``width``,
    ``heads``, ``layers``: of the transformer over time; the instrument is told to its upper half
    only, so that the instrument head below cannot copy it. ``note_layers``: of the note decoder.
    """

    features: int = 20
    instruments: int = 17
    channels: int = 24
    actor_channels: int = 48
    key_channels: int = 16
    width: int = 128
    heads: int = 4
    layers: int = 4
    note_layers: int = 3
    dropout: float = 0.1
