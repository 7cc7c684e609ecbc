"""A whole shot heard through the encoder, in overlapping windows, at memory that hardly grows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foley_post.generate.clock import TICK_HZ, ticks_in
from foley_post.generate.features import Features, featurize
from foley_post.generate.network.graph import ACTORS
from foley_post.generate.numpy_network.key_tracks import KeyboardArrays
from foley_post.generate.weights import ShotNetwork
from foley_post.pose.skeleton import Motion

__all__ = ["EncodedShot", "FrameContext", "listen"]

WINDOW_TICKS = 240
"""As long as what the network learned from."""
_HOP_TICKS = 160
_FADE_TICKS = 40
_AT_ONCE = 6
_PIECE_S = 64.0
_MARGIN_S = 1.6
_KEPT_ABOVE = 0.02
_BLURS_TICKS = (1.5, 0.0)
"""Each window is heard with paths averaged over 30 ms and with paths as they are, and the mean of
both counts: what only shakes is an onset in one of them, what strikes in both."""

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FrameContext:
    """What the note decoder is told of one tick: ``memory (D,)``, ``actor_memory (A, C)``,
    ``tips (10, 2)``, ``tips_known (10,)``, ``keys (88,)`` log odds that each key goes down.
    """

    memory: Floats
    actor_memory: Floats
    tips: Floats
    tips_known: Bools
    keys: Floats


@dataclass(frozen=True, slots=True)
class EncodedShot:
    """The clock over a whole shot of T ticks.

    ``onset (T,)`` probability, 0 where nobody is seen or nothing moves; ``offset (T,)`` ticks;
    ``sounding (T,)`` probability; ``articulation (T,)`` class; ``actors (T, A)`` logits;
    ``instrument (I,)`` probabilities; ``present (T,)``, ``joints_known (T, A)``; ``moments`` what
    the note decoder needs, for every tick that may be an onset.
    """

    onset: Floats
    offset: Floats
    sounding: Floats
    articulation: npt.NDArray[np.int64]
    actors: Floats
    instrument: Floats
    present: Bools
    joints_known: Bools
    moments: dict[int, FrameContext]

    @property
    def ticks(self) -> int:
        """How many ticks there are."""
        return len(self.onset)


def listen(
    network: ShotNetwork, motion: Motion, length_s: float, *, told: int, wanted: frozenset[int]
) -> EncodedShot:
    """The clock of ``motion`` over ``length_s``, the mean of `_BLURS_TICKS`; ``told`` is the
    instrument's index (the last + 1: not known), ``wanted`` the ticks of pinned notes, whose
    moments are kept whatever is heard.
    """
    ticks = ticks_in(length_s)
    sums = np.zeros((ticks, 6 + len(ACTORS)), dtype=np.float32)
    weight = np.zeros(ticks, dtype=np.float32)
    best = np.zeros(ticks, dtype=np.float32)
    live = np.zeros((ticks, 2), dtype=bool)
    known = np.zeros((ticks, len(ACTORS)), dtype=bool)
    which = np.zeros(network.size.instruments, dtype=np.float64)
    moments: dict[int, FrameContext] = {}
    for start, features, blurred in _pieces(motion, length_s):
        if not blurred:
            span = slice(start, start + features.ticks)
            live[span] |= np.stack([features.present, features.moving], axis=1)
            known[span] |= features.joints[:, list(ACTORS), 9] == 0
        for first, window in _windows(network, features, told):
            fade = _fade(len(window.curves))
            at = slice(start + first, start + first + len(fade))
            sums[at] += window.curves * fade[:, None]
            weight[at] += fade
            which += window.instrument / len(_BLURS_TICKS)
            if blurred:
                continue
            nearer = fade > best[at]
            best[at] = np.maximum(best[at], fade)
            highest = np.maximum(window.curves[:, 0], sums[at, 0] / weight[at])
            likely = (_sigmoid(highest) > _KEPT_ABOVE) & nearer
            for k in np.flatnonzero(nearer):
                tick = start + first + int(k)
                if likely[k] or tick in wanted:
                    moments[tick] = _moment(features, window, (first, int(k)))
    curves: Floats = (sums / np.maximum(weight, 1e-6)[:, None]).astype(np.float32)
    odds = np.exp(which - which.max())
    return EncodedShot(
        onset=_sigmoid(curves[:, 0]) * live.all(axis=1),
        offset=curves[:, 1],
        sounding=_sigmoid(curves[:, 2]),
        articulation=curves[:, 3:6].argmax(axis=1),
        actors=curves[:, 6:],
        instrument=(odds / odds.sum()).astype(np.float32),
        present=live[:, 0],
        joints_known=known,
        moments=moments,
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """One window's clock: ``curves (T, 6 + A)``, ``instrument (I,)`` logits, memories, ``keys (T,
    88)``.
    """

    curves: Floats
    instrument: Floats
    memory: Floats
    actor_memory: Floats
    keys: Floats


def _pieces(motion: Motion, length_s: float) -> Iterator[tuple[int, Features, bool]]:
    """The features of about a minute at a time, each with the tick it begins at and whether they
    are blurred; as they are last.
    """
    step = int((_PIECE_S - 2 * _MARGIN_S) * TICK_HZ)
    ticks = ticks_in(length_s)
    for start in range(0, max(ticks - int(2 * _MARGIN_S * TICK_HZ), 1), step):
        begin_s = start / TICK_HZ
        end_s = min(length_s, begin_s + _PIECE_S)
        some = _between(motion, begin_s, end_s)
        for ticks_wide in _BLURS_TICKS:
            features = featurize(some, end_s - begin_s, blur_ticks=ticks_wide)
            yield start, features, ticks_wide > 0


def _between(motion: Motion, begin_s: float, end_s: float) -> Motion:
    """The frames from ``begin_s`` to ``end_s`` (and one either side), counted from ``begin_s``;
    without the flow, which the network does not see.
    """
    if begin_s <= 0 and (not len(motion.times_s) or end_s >= motion.times_s[-1]):
        return motion
    first = max(int(np.searchsorted(motion.times_s, begin_s)) - 1, 0)
    span = slice(first, int(np.searchsorted(motion.times_s, end_s, side="right")) + 1)
    keyboard = motion.keyboard
    if keyboard is not None:
        keyboard = replace(
            keyboard,
            plane=keyboard.plane if len(keyboard.plane) == 1 else keyboard.plane[span],
            key_cues=None if keyboard.key_cues is None else keyboard.key_cues[span],
            evidence=None,
        )
    return replace(
        motion,
        times_s=motion.times_s[span] - begin_s,
        points=motion.points[span],
        cues=None if motion.cues is None else motion.cues[span],
        flow=None,
        keyboard=keyboard,
    )


def _windows(network: ShotNetwork, features: Features, told: int) -> Iterator[tuple[int, _Window]]:
    """Each window's first tick and what the encoder says of it, a few windows at a time."""
    length = min(WINDOW_TICKS, features.ticks)
    firsts = list(range(0, max(features.ticks - length, 0) + 1, _HOP_TICKS))
    if firsts[-1] + length < features.ticks:
        firsts.append(features.ticks - length)
    for k in range(0, len(firsts), _AT_ONCE):
        some = firsts[k : k + _AT_ONCE]
        spans = [slice(first, first + length) for first in some]
        joints = np.stack([features.joints[span] for span in spans])
        board = KeyboardArrays(
            np.stack([features.tips[span] for span in spans]),
            np.stack([features.tips_known[span] for span in spans]),
            np.stack([features.key_cues[span] for span in spans]),
        )
        instrument = np.full(len(some), told, dtype=np.int64)
        clock = network.encoder(joints, instrument, board)
        curves = np.concatenate(
            [
                np.stack([clock.onset, clock.offset, clock.sounding], axis=2),
                clock.articulation,
                clock.actors,
            ],
            axis=2,
        )
        parts = [curves, clock.instrument, clock.memory, clock.actor_memory, clock.keys]
        arrays = [np.nan_to_num(part) for part in parts]
        for n, first in enumerate(some):
            yield first, _Window(*(array[n] for array in arrays))


def _fade(ticks: int) -> Floats:
    """``(ticks,)``: a window's weight, least at its ends, where it sees least around."""
    at = np.arange(ticks, dtype=np.float32)
    edge = np.minimum(at, at[::-1]) + 1
    fade: Floats = (np.minimum(edge, _FADE_TICKS) / _FADE_TICKS).astype(np.float32)
    return fade


def _moment(features: Features, window: _Window, at: tuple[int, int]) -> FrameContext:
    """What the writer is told of the ``at[1]``-th tick of the window that begins at ``at[0]``."""
    tick = at[0] + at[1]
    return FrameContext(
        memory=window.memory[at[1]].copy(),
        actor_memory=window.actor_memory[at[1]].copy(),
        tips=features.tips[tick].copy(),
        tips_known=features.tips_known[tick].copy(),
        keys=window.keys[max(at[1] - 1, 0) : at[1] + 2].max(axis=0),
    )


def _sigmoid(logits: Floats) -> Floats:
    share: Floats = (1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
    return share
