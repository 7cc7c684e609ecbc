"""What pitch comes next in the music of an instrument: several viewpoints, from scores.

After Conklin and Witten, *Multiple viewpoint systems for music prediction* (1995): the next
interval is predicted from the degree of the scale and up to three intervals before, backing off
from the longest known context (Witten-Bell); that is weighed by how intervals go with the speed of
the notes, and how degrees go with the place in the phrase. All are counts from freely licensed
scores (`foley_post.train.melody`), a table for each of a few voices, with those of all voices
behind it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.files import sha256_of
from foley_post.core.shipped import shipped
from foley_post.errors import ModelMissing, WeightsRefused

__all__ = [
    "CARD",
    "INTERVALS",
    "ORDERS",
    "PLACES",
    "REACH",
    "SPEEDS_S",
    "TABLES",
    "VOICES",
    "MelodyModel",
    "contexts_of",
    "load_melody_model",
    "speed_of",
]

REACH = 19
"""Intervals are counted up to this many semitones either way."""
INTERVALS = 2 * REACH + 1
ORDERS = 5
SPEEDS_S = (0.14, 0.28, 0.55)
"""Times to the onset before that divide fast, flowing, walking and slow notes."""
PLACES = ("first", "inner", "before the last", "last")
"""Of a note in its phrase."""
VOICES = (
    *("violin", "cello", "bass", "guitar", "woodwind"),
    *("bassoon", "brass", "melody", "piano", "left hand"),
)
_ALL = "all"
TABLES = "melody.npz"
CARD = "melody.json"
_FORMAT = 1
_OTHERS_SHARE = 0.5
"""All voices together count as this many times one's own notes."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MelodyModel:
    """Counts by voice and order: ``contexts`` those known, rising, ``counts (C, INTERVALS)``.

    ``by_speed`` ``(len(SPEEDS_S) + 1, INTERVALS)`` and ``by_place`` ``(len(PLACES), 24)`` are
    ratios: how much likelier an interval or a degree is there than anywhere. ``middle`` and
    ``spread`` are where in its range (0..1) and how widely (semitones) an excerpt of the voice
    lies, ``minor`` the share of music in minor, ``notes`` how many notes were counted.
    """

    contexts: Mapping[tuple[str, int], Ints]
    counts: Mapping[tuple[str, int], npt.NDArray[np.uint32]]
    by_speed: Mapping[str, Floats]
    by_place: Mapping[str, Floats]
    middle: Mapping[str, tuple[float, float]]
    spread: Mapping[str, float]
    minor: Mapping[str, float]
    notes: Mapping[str, float]
    sha256: str

    def next_interval(self, voice: str, degree: Ints, before: Ints) -> Floats:
        """``(K, INTERVALS)`` probabilities of the next interval of K melodies.

        ``degree (K,)``: the last note's pitch class above the tonic, 12 more in minor;
        ``before (K, 3)`` the last intervals, the latest first, as 1..INTERVALS, 0 for none.
        """
        shares = np.full((len(degree), INTERVALS), 1.0 / INTERVALS)
        others = _OTHERS_SHARE * self.notes[voice] / self.notes[_ALL]
        for order, key in enumerate(contexts_of(degree, before)):
            found = self._found(voice, order, key) + others * self._found(_ALL, order, key)
            kinds = (found > 0).sum(axis=1, keepdims=True)
            total = found.sum(axis=1, keepdims=True)
            mixed = (found + kinds * shares) / np.maximum(total + kinds, 1e-9)
            shares = np.where(total > 0, mixed, shares)
        return shares

    def _found(self, voice: str, order: int, key: Ints) -> Floats:
        known, counts = self.contexts[voice, order], self.counts[voice, order]
        at = np.minimum(np.searchsorted(known, key), len(known) - 1)
        return np.where((known[at] == key)[:, None], counts[at], 0).astype(np.float64)


def contexts_of(degree: Ints, before: Ints) -> list[Ints]:
    """The contexts of `MelodyModel.next_interval`, from none to the longest, each as one number."""
    key = np.asarray(degree, dtype=np.int64)
    keys = [np.zeros_like(key), key]
    for k in range(ORDERS - 2):
        key = key * (INTERVALS + 1) + before[:, k]
        keys.append(key)
    return keys


def speed_of(step_s: Floats) -> Ints:
    """The class of each time since the onset before: 0 fast .. 3 slow."""
    found: Ints = np.searchsorted(SPEEDS_S, step_s).astype(np.int64)
    return found


@cache
def load_melody_model(folder: Path | None = None) -> MelodyModel:
    """The shipped model, or the one in ``folder``.

    ModelMissing where a file is not there, WeightsRefused where they do not belong together.
    """
    where = folder or shipped("resources", "melody")
    tables, card = where / TABLES, where / CARD
    if not (tables.is_file() and card.is_file()):
        raise ModelMissing(f"There is no melody model in {where}. Install Foley Post anew.")
    try:
        said = json.loads(card.read_text(encoding="utf-8"))
        digest = sha256_of(tables)
        if said.get("format") != _FORMAT or said.get("sha256") != digest:
            raise WeightsRefused(f"The melody model in {where} is not the one its card describes.")
        with np.load(tables, allow_pickle=False) as data:
            return _built({name: data[name] for name in data.files}, digest)
    except (OSError, ValueError, KeyError) as error:
        raise WeightsRefused(f"The melody model in {where} cannot be read: {error}") from error


def _built(data: Mapping[str, npt.NDArray[np.generic]], digest: str) -> MelodyModel:
    names = (*VOICES, _ALL)
    keys = [(voice, order) for voice in names for order in range(ORDERS)]
    places = data["places"].astype(np.float64)
    return MelodyModel(
        contexts={key: data[f"{key[0]}/{key[1]}/contexts"].astype(np.int64) for key in keys},
        counts={key: data[f"{key[0]}/{key[1]}/counts"].astype(np.uint32) for key in keys},
        by_speed={v: data[f"{v}/by_speed"].astype(np.float64) for v in VOICES},
        by_place={v: data[f"{v}/by_place"].astype(np.float64) for v in VOICES},
        middle={v: (float(row[0]), float(row[1])) for v, row in zip(VOICES, places, strict=True)},
        spread={v: float(row[2]) for v, row in zip(VOICES, places, strict=True)},
        minor={v: float(row[3]) for v, row in zip(VOICES, places, strict=True)},
        notes={v: float(data[f"{v}/0/counts"].sum()) for v in names},
        sha256=digest,
    )
