"""Where a string player's notes lie: which string, how far up, which finger, where the hand is.

Dynamic programming over hand positions and strings. Places along a string are counted in semitones
above the open string, in which a hand's reach is the same everywhere; the place in metres is that
of a fret, ``L (1 - 2 ** (-n / 12))``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.keyboard.fingering import chords_of
from foley_post.simulation.score.scores import Score

__all__ = ["TUNINGS", "FingerPlace", "Tuning", "place_on_strings"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tuning:
    """``open_pitch`` low to high; ``scale_m`` from nut to bridge; ``reach``: semitones from the
    index finger to index, middle, ring and little finger; ``together``: most notes at once;
    ``highest``: semitones up a string.
    """

    open_pitch: tuple[int, ...]
    scale_m: float
    reach: tuple[float, float, float, float]
    together: int
    highest: int


_FIDDLE = (0.0, 2.0, 3.5, 5.0)
_FRETS = (0.0, 1.0, 2.0, 3.0)
TUNINGS: dict[str, Tuning] = {
    "violin": Tuning((55, 62, 69, 76), 0.328, _FIDDLE, 2, 26),
    "viola": Tuning((48, 55, 62, 69), 0.370, _FIDDLE, 2, 24),
    "cello": Tuning((36, 43, 50, 57), 0.695, _FRETS, 2, 26),
    "double_bass": Tuning((28, 33, 38, 43), 1.05, (0.0, 1.0, 1.5, 2.0), 1, 26),
    "guitar": Tuning((40, 45, 50, 55, 59, 64), 0.6477, _FRETS, 6, 19),
    "ukulele": Tuning((60, 64, 67, 69), 0.36, _FRETS, 4, 17),
    "bass": Tuning((28, 33, 38, 43), 0.864, _FRETS, 2, 24),
}
"""Guitar scale 647.7 mm as measured; the others are the usual sizes. The ukulele is tuned in its
low order (its re-entrant fourth string would sound a G above)."""


@dataclass(frozen=True, slots=True)
class FingerPlace:
    """The notes that can be played, by onset: the ``score`` that remains, and for each note
    ``string`` (0 lowest), ``semis`` above the open string (0: open) and ``finger`` 0..3, -1 open;
    ``event (N,)`` its chord; ``position (E,)``: where the index finger is at each chord, semitones;
    ``at_s (E,)``.
    """

    score: Score
    string: Ints
    semis: Ints
    finger: Ints
    event: Ints
    position: Floats
    at_s: Floats


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to take a chord."""

    string: tuple[int, ...]
    semis: tuple[int, ...]
    finger: tuple[int, ...]
    position: float
    cost: float

    @property
    def middle(self) -> float:
        return sum(self.string) / len(self.string)


def place_on_strings(score: Score, tuning: Tuning, *, together_s: float = 0.055) -> FingerPlace:
    """The easiest way to play the score; notes that cannot be taken with the rest are left out."""
    event = chords_of(score.onset_s, together_s)
    chosen: list[Ints] = []
    ways: list[list[_Way]] = []
    for e in range(int(event[-1]) + 1 if len(event) else 0):
        members, options = _takeable(score.pitch, np.flatnonzero(event == e), tuning)
        if options:
            chosen.append(members)
            ways.append(options)
    at_s = np.array([score.onset_s[m].min() for m in chosen])
    path = [ways[e][k] for e, k in enumerate(_easiest(ways, at_s))]
    index = np.concatenate([*chosen, np.zeros(0, dtype=np.int64)]).astype(np.int64)
    order = np.argsort(index)

    def of_notes(values: list[tuple[int, ...]]) -> Ints:
        flat = np.array([v for row in values for v in row], dtype=np.int64)
        return flat[order]

    sizes = [len(m) for m in chosen]
    return FingerPlace(
        score=score.where(index[order]),
        string=of_notes([w.string for w in path]),
        semis=of_notes([w.semis for w in path]),
        finger=of_notes([w.finger for w in path]),
        event=np.repeat(np.arange(len(chosen)), sizes)[order],
        position=_carried([w.position for w in path]),
        at_s=at_s,
    )


def _carried(positions: list[float]) -> Floats:
    """Open strings leave the hand where it was."""
    filled, last = [], next((p for p in positions if p >= 0), 1.0)
    for place in positions:
        last = place if place >= 0 else last
        filled.append(last)
    return np.array(filled)


def _takeable(pitch: Ints, members: Ints, tuning: Tuning) -> tuple[Ints, list[_Way]]:
    """The chord's notes by pitch, thinned until they can be taken, and the ways to take them."""
    members = members[np.argsort(pitch[members], kind="stable")]
    members = members[np.unique(pitch[members], return_index=True)[1]]
    while len(members) > tuning.together:
        # The melody and the bass stay; what is inside goes first.
        members = np.delete(members, len(members) // 2 if tuning.together > 1 else 0)
    while len(members):
        ways = _ways(pitch[members], tuning)
        if ways:
            return members, ways
        members = np.delete(members, len(members) // 2 if len(members) > 2 else 0)
    return members, []


def _ways(pitch: Ints, tuning: Tuning) -> list[_Way]:
    strings = range(len(tuning.open_pitch))
    found: list[_Way] = []
    for chosen in combinations(strings, len(pitch)):
        semis = [int(p) - tuning.open_pitch[s] for p, s in zip(pitch, chosen, strict=True)]
        if min(semis) < 0 or max(semis) > tuning.highest:
            continue
        if tuning.together == 2 and len(chosen) == 2 and chosen[1] != chosen[0] + 1:
            continue
        found += _one(chosen[0], semis[0], tuning) if len(pitch) == 1 else _many(
            chosen, semis, tuning
        )  # fmt: skip
    return found


def _one(string: int, semis: int, tuning: Tuning) -> list[_Way]:
    """Single notes: any finger, each with its hand position."""
    if semis == 0:
        return [_Way((string,), (0,), (-1,), -1.0, 0.3)]
    ways = []
    for finger, away in enumerate(tuning.reach):
        position = semis - away
        if position < 0.5 and not (finger > 0 and position > -0.6):
            continue
        high = 0.04 * max(position - 5, 0.0) + 0.10 * max(position - 12, 0.0)
        weak = (0.0, 0.0, 0.1, 0.4)[finger]
        ways.append(_Way((string,), (semis,), (finger,), max(position, 0.5), weak + high))
    return ways


def _many(strings: tuple[int, ...], semis: list[int], tuning: Tuning) -> list[_Way]:
    """Chords: stopped notes within the hand's reach, fingers in order; a barre where needed."""
    stopped = [s for s in semis if s > 0]
    gaps = strings[-1] - strings[0] + 1 - len(strings)
    if not stopped:
        return [_Way(strings, tuple(semis), (-1,) * len(semis), -1.0, 0.2 + 0.5 * gaps)]
    low, high = min(stopped), max(stopped)
    if high - low > tuning.reach[3]:
        return []
    levels = sorted(set(stopped))
    fingers, used = [], 0
    for n in semis:
        if n == 0:
            fingers.append(-1)
            continue
        finger = int(np.argmin(np.abs(np.array(tuning.reach) - (n - low))))
        fingers.append(finger)
        used += 1
    crowded = max(used - 4, 0) if levels[0] == levels[-1] else max(used - 5, 0)
    cost = 0.25 * (high - low) + 0.06 * low + 0.5 * gaps + 1.0 * crowded - 0.1 * semis.count(0)
    return [_Way(strings, tuple(semis), tuple(fingers), float(low), cost)]


def _easiest(ways: list[list[_Way]], at_s: Floats) -> list[int]:
    """Viterbi: least travel of the hand, least crossing of strings, easiest chords."""
    if not ways:
        return []
    total = np.array([w.cost for w in ways[0]])
    back: list[Ints] = []
    for e in range(1, len(ways)):
        quick = float(np.exp(-max(at_s[e] - at_s[e - 1] - 0.1, 0.0) / 0.5))
        then = np.array([(w.position, w.middle, w.finger[0]) for w in ways[e - 1]])
        now = np.array([(w.position, w.middle, w.finger[0], w.cost) for w in ways[e]])
        moved = np.abs(then[:, None, 0] - now[None, :, 0])
        moved[then[:, 0] < 0] = 0.1
        moved[:, now[:, 0] < 0] = 0.1
        crossing = np.abs(then[:, None, 1] - now[None, :, 1])
        same = (then[:, None, 2] == now[None, :, 2]) & (moved > 0.2)
        cost = moved * (0.25 + 0.35 * quick) + 0.25 * crossing + 0.3 * quick * same
        grown = total[:, None] + cost
        best = grown.argmin(axis=0)
        back.append(best)
        total = grown[best, np.arange(len(best))] + now[:, 3]
    path = [int(total.argmin())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
    return path[::-1]
